"""Every way to spend time at a place on this trip, with windows, price and prize: the future stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from planner.catalogue.calendar import TripCalendar
from planner.goods import Means, get_shopping_worth, list_products_at, list_within_means
from planner.model.catalogue import Catalogue
from planner.model.itinerary import VisitProduct
from planner.model.place import Experience, Located, Place
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.settings import Settings
from planner.optimise.score import StopFacts, list_interest_points, score_stop
from planner.plan.interests import list_words, weigh_shopping
from planner.plan.requests import CheckedRequest
from planner.units import parse_clock

MAX_PRODUCTS = 8
"""Products that are told of a stop, best known first; a buyer's worth counts all that it has."""

MAX_WINDOWS = 4
"""Windows kept per stop and day; opening hours of the catalogue have at most three stretches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A place with one of its experiences, or a place visited to see and buy, as this trip meets it."""

    located: Located
    experience: Experience | None
    service_min: int
    windows: tuple[tuple[tuple[int, int], ...], ...]
    """Per date: (earliest, latest) begin of service, so that the visit ends before closing."""
    hours_basis: str
    price_vnd: int
    price_basis: str
    words: frozenset[str]
    interest_points: tuple[tuple[str, int], ...]
    """Interests that count towards the prize, with their points."""
    parts: dict[str, int]
    products: tuple[VisitProduct, ...]
    serves_meal: bool
    festival_name: str | None
    group: str

    @property
    def prize(self) -> int:
        """Points for this traveller."""
        return sum(self.parts.values())

    @property
    def key(self) -> tuple[str, str | None]:
        """Place and experience id."""
        return self.located.id, None if self.experience is None else self.experience.id


class OptionBuilder:
    """Builds the options of one checked request."""

    def __init__(
        self, checked: CheckedRequest, catalogue: Catalogue, calendar: TripCalendar, settings: Settings
    ) -> None:
        self._checked = checked
        self._request = checked.request
        self._catalogue = catalogue
        self._calendar = calendar
        self._settings = settings
        self._villages = Counter(p.category for p in catalogue.places.values() if p.kind == "craft_village")
        self._pins = {pin.place: pin for pin in self._request.pins}
        self._means = _read_means(self._request)
        self._weights = weigh_shopping(settings.prize, self._request.interests)

    def list_options(self, located: Located) -> tuple[tuple[Option, ...], Reason | None]:
        """Return the ways to visit a place, best first, or the reason why there is none."""
        request = self._request
        if located.id in request.exclude:
            return (), Reason(code="excluded", params={})
        if not located.is_routable:
            return (), Reason(code="not_located", params={"km": located.coord_uncertainty_km})
        if located.id in self._settings.trip.not_offered:
            return (), Reason(code="not_offered", params={"text": self._settings.trip.not_offered[located.id]})
        experiences: Sequence[Experience | None] = self._catalogue.experiences_at.get(located.id, ())
        experiences = [e for e in experiences if e is not None and e.id not in request.exclude]
        if isinstance(located, Place) and not experiences:
            experiences = [None]
        able = [e for e in experiences if e is None or e.physical_effort <= request.max_effort]
        if experiences and not able:
            lightest = min(e.physical_effort for e in experiences if e is not None)
            return (), Reason(code="effort", params={"effort": lightest})
        suited = [e for e in able if e is None or e.is_family_friendly or not request.party.children]
        if able and not suited:
            return (), Reason(code="not_for_children", params={})
        products = list_products_at(
            self._catalogue, located.id, market=self._checked.market, on=request.start_date, limit=None
        )
        options = [o for e in suited if (o := self._build(located, e, products)) is not None]
        if not options:
            code = "nothing_to_do" if experiences in ([], [None]) and not products else "closed"
            return (), Reason(code=code, params={})
        options.sort(key=lambda o: (-o.prize, o.service_min, o.key[1] or ""))
        named = [o for o in options if o.key[1] in self._checked.must_experiences]
        # A pin keeps one visit as it is; who wants two of a place names both as must-visits.
        is_kept = any(o.key[1] in self._pins and o.key[1] not in request.must_visit for o in named)
        rest = [] if is_kept else [o for o in options if o not in named]
        return tuple(named + rest[: self._settings.trip.variants_per_place]), None

    def find_refusal(self, experience: Experience) -> Reason | None:
        """Return why an experience asked for by name cannot be had on this trip, or None where it can."""
        located = self._catalogue.located[experience.place_id]
        options, reason = self.list_options(located)
        if reason is not None or any(option.key[1] == experience.id for option in options):
            return reason
        if experience.physical_effort > self._request.max_effort:
            return Reason(code="effort", params={"effort": experience.physical_effort})
        if self._request.party.children and not experience.is_family_friendly:
            return Reason(code="not_for_children", params={})
        return Reason(code="closed", params={})

    def _build(
        self, located: Located, experience: Experience | None, products: tuple[VisitProduct, ...]
    ) -> Option | None:
        if experience is None and not products:
            return None
        minutes, windows, basis = self._list_windows(located, experience)
        if not any(windows):
            return None
        open_dates = [on for on, day in zip(self._request.dates, windows, strict=True) if day]
        words = list_words(located, experience, self._catalogue)
        festival = self._find_festival(located, experience, open_dates)
        price, price_basis = _get_price(located, experience)
        return Option(
            located=located,
            experience=experience,
            service_min=minutes,
            windows=windows,
            hours_basis=basis,
            price_vnd=price,
            price_basis=price_basis,
            words=words,
            interest_points=list_interest_points(words, self._request.interests, self._settings.prize),
            parts=score_stop(
                self._read_facts(located, experience, open_dates, words, products, festival is not None),
                self._request.interests,
                self._weights,
            ),
            products=products[:MAX_PRODUCTS],
            serves_meal=self._serves_meal(experience, minutes),
            festival_name=festival,
            group=self._get_group(located, experience),
        )

    def _get_group(self, located: Located, experience: Experience | None) -> str:
        # An experience asked for by name stands apart, so that two of one place can both be had.
        if experience is not None and experience.id in self._checked.must_experiences:
            return experience.id
        return located.id

    def _serves_meal(self, experience: Experience | None, minutes: int) -> bool:
        if minutes >= self._settings.trip.picnic_from_min:
            return True
        return experience is not None and experience.kind == "homestay_meal"

    def _list_windows(
        self, located: Located, experience: Experience | None
    ) -> tuple[int, tuple[tuple[tuple[int, int], ...], ...], str]:
        typical = (
            experience.minutes_typical if experience else located.visit_minutes if isinstance(located, Place) else 60
        )
        shortest = experience.minutes_min if experience else typical
        set_min = self._find_set_minutes(located, experience)
        if set_min is not None:
            typical = shortest = set_min
        openings = [self._calendar.get_opening(experience, located, on) for on in self._request.dates]
        days = [self._narrow(located, experience, d, o.intervals, typical) for d, o in enumerate(openings)]
        minutes = typical
        if not any(days) and shortest < typical:
            # The typical stay where it fits before closing, else the shortest that still makes sense.
            days = [self._narrow(located, experience, d, o.intervals, shortest) for d, o in enumerate(openings)]
            minutes = shortest
        order = {"sourced": 0, "typical": 1, "unknown": 2}
        used = [o.basis for o, day in zip(openings, days, strict=True) if day] or ["unknown"]
        return minutes, tuple(days), max(used, key=order.__getitem__)

    def _find_set_minutes(self, located: Located, experience: Experience | None) -> int | None:
        """Return how long the request wants to stay; None where it leaves that to the facts."""
        wanted = self._request.visit_minutes
        return wanted.get(located.id) if experience is None else wanted.get(experience.id, wanted.get(located.id))

    def _narrow(
        self,
        located: Located,
        experience: Experience | None,
        day: int,
        intervals: Sequence[tuple[int, int]],
        minutes: int,
    ) -> tuple[tuple[int, int], ...]:
        windows = [(opens, close - minutes) for opens, close in intervals if close - opens >= minutes]
        for name in (located.id, experience.id if experience else None):
            pin = None if name is None else self._pins.get(name)
            if pin is None:
                continue
            if pin.day - 1 != day:
                return ()
            if pin.at is not None:
                at = parse_clock(pin.at)
                windows = [(at, at) for opens, latest in windows if opens <= at <= latest]
        return tuple(windows[:MAX_WINDOWS])

    def _find_festival(self, located: Located, experience: Experience | None, dates: Sequence[date]) -> str | None:
        if experience is None or experience.festival_id is None or not dates:
            return None
        return self._catalogue.festivals[experience.festival_id].name(self._request.language)

    def _read_facts(
        self,
        located: Located,
        experience: Experience | None,
        dates: Sequence[date],
        words: frozenset[str],
        products: Sequence[VisitProduct],
        has_festival: bool,
    ) -> StopFacts:
        seasons = [self._calendar.get_season(located, experience, on) for on in dates]
        starred = [p for p in products[:MAX_PRODUCTS] if p.stars is not None]
        best = max(starred, key=lambda p: (p.stars or 0, p.stars_note == "certified"), default=None)
        is_village = isinstance(located, Place) and located.kind == "craft_village"
        category = located.category if isinstance(located, Place) else ""
        return StopFacts(
            words=words,
            is_curated=experience is not None and experience.tier == "curated",
            recognition=getattr(located, "recognition", None),
            best_stars=None if best is None else best.stars,
            is_star_stale=best is not None and best.stars_note in ("check_renewal", "no_year"),
            villages_with_craft=self._villages[category] if is_village else 0,
            season_score=sum(s.score for s in seasons) / len(seasons),
            event_factor=prod(s.event_factor for s in seasons) ** (1 / len(seasons)),
            is_best_month=experience is None or any(on.month in experience.best_months for on in dates),
            has_festival=has_festival,
            shopping_worth=get_shopping_worth(
                list_within_means(self._catalogue, products, self._means), self._settings.shopping
            ),
            is_wish=located.id in self._request.nice_to_visit
            or (experience is not None and experience.id in self._request.nice_to_visit),
        )


def _read_means(request: TripRequest) -> Means:
    """Return what the party of a request can spend on goods and take along."""
    budget_vnd, luggage_kg = request.shopping_budget_vnd_per_person, request.luggage_kg_per_person
    return Means(
        budget_vnd=None if budget_vnd is None else budget_vnd * request.party.adults,
        luggage_g=None if luggage_kg is None else round(1000 * luggage_kg * request.party.size),
    )


def _get_price(located: Located, experience: Experience | None) -> tuple[int, str]:
    """Return the price per person to budget with (the high end), and what it rests on."""
    ticket = located.ticket_vnd if isinstance(located, Place) else None
    if experience is None:
        return (ticket, "ticket") if ticket is not None else (0, "unknown")
    if experience.price_basis == "ticket_from_places_csv":
        return experience.price_high_vnd, "ticket"
    # An activity at a ticketed place is paid on top of the entrance, unless it is the visit itself.
    entrance = ticket or 0
    if experience.kind in ("visit", "museum", "photo"):
        return max(entrance, experience.price_high_vnd), experience.price_basis
    return entrance + experience.price_high_vnd, experience.price_basis
