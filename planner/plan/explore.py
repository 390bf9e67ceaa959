"""Looking among all places and products: filters as masks over the arrays of `explore_index`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.catalogue.calendar import TripCalendar
from planner.goods import get_verdict
from planner.model.catalogue import Catalogue
from planner.model.explore import (
    ROUGH_KM,
    CarryLevel,
    Certainty,
    ExploreQuery,
    Good,
    HoursState,
    KnownHours,
    OcopFacts,
    PointState,
    SeasonLevel,
)
from planner.model.market import HOME_COUNTRY, CarryHomeAnswer, Verdict
from planner.model.place import Festival, Located, SeasonScore
from planner.plan.explore_hours import ORDER, build_states, list_known_hours
from planner.plan.explore_index import ExploreIndex, build_explore_index
from planner.plan.explore_ocop import STARS
from planner.plan.explore_text import NameGrades, TextSearch

GOOD_SEASON: Final = 0.85
"""From this score on a month is a good one, as in the reasons of a plan."""
FAIR_SEASON: Final = 0.6

Mask = NDArray[np.bool_]
_MAY_BE_OPEN: Final = (HoursState.OPEN, HoursState.LIKELY)
"""What an hour asks for by itself."""
UNVERIFIED: Final = "approx"
"""Confidence of a place that is general knowledge."""
_POINTS: Final = tuple(PointState)
_ANY_DAY: Final = dt.date(2000, 1, 1)
"""Verdict and colour do not depend on the day, only the remark about old rules does."""


@dataclass(frozen=True, slots=True)
class Found:
    """What passes the filters."""

    places: NDArray[np.intp]
    """Positions in `ExploreIndex.places`."""
    goods: NDArray[np.intp]
    """Positions in `ExploreIndex.goods`."""
    is_near: bool = False
    """Whether nothing has the words of the text, and these are spelt much like them."""


class Explorer:
    """Looks among the places and products of one catalogue; holds facts alone, so all visitors may share it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.index: ExploreIndex = build_explore_index(catalogue)
        self._text = TextSearch((*self.index.place_text, *self.index.good_text))
        self._place_grades = NameGrades(self.index.place_names)
        self._good_grades = NameGrades(self.index.good_names)
        self._calendar = TripCalendar(catalogue)
        self._hours_of = lru_cache(maxsize=64)(self._build_hours)
        self._carry_of = lru_cache(maxsize=32)(self._build_carry)

    def find(self, query: ExploreQuery) -> Found:
        """Return the places and the goods that pass all filters.

        A place passes a filter of goods, or the text, through one good found there that meets all of
        them; a good passes a filter of places through one of its places. A product that no place is
        known to have passes only where nothing is asked of places. Stars by themselves also let in a place
        that is an OCOP product itself, and an OCOP place whose products nobody names, as of unknown stars.
        """
        index = self.index
        place, good = self._mask_places(query), self._mask_goods(query)
        asks_goods = bool(query.goods or (query.carry and query.market))
        text, is_near = self._text.find(query.text)
        place_text, good_text = text[: len(place)], text[len(place) :]
        pair = place[index.pair_place] & good[index.pair_good]
        pair &= place_text[index.pair_place] | good_text[index.pair_good]
        through_goods = np.zeros(len(index.places), dtype=np.bool_)
        through_goods[index.pair_place[pair]] = True
        places = through_goods if asks_goods else (place & place_text & self._mask_stars(query)) | through_goods
        goods = np.zeros(len(index.goods), dtype=np.bool_)
        goods[index.pair_good[pair]] = True
        if place.all():
            goods |= good & good_text
        return Found(np.flatnonzero(places), np.flatnonzero(goods), is_near)

    def list_looser(self, query: ExploreQuery, *, goods: bool = False) -> tuple[tuple[str, int], ...]:
        """Return which filters to loosen, and how many places (or goods) each would let in, most first."""
        counts = []
        for name, fields in FILTERS.items():
            looser = replace(query, **{field: _NOTHING[field] for field in fields})  # type: ignore[arg-type]
            if looser != query:
                found = self.find(looser)
                counts.append((name, len(found.goods if goods else found.places)))
        return tuple(sorted((one for one in counts if one[1]), key=lambda one: -one[1]))

    def grade_places(self, text: str) -> NDArray[np.int8]:
        """Return how well the names of each place are what is looked for: `Grade`, the best first."""
        return self._place_grades.grade(text)

    def grade_goods(self, text: str) -> NDArray[np.int8]:
        """Return the same of each good."""
        return self._good_grades.grade(text)

    def sum_certainty(self, places: NDArray[np.intp], on: dt.date) -> Certainty:
        """Return how well places, by their positions, are known for a day."""
        index = self.index
        states = np.bincount(self._hours_of(on, None)[places], minlength=len(ORDER))
        is_ocop = index.ocop.is_ocop[places]
        return Certainty(
            places=len(places),
            hours_unknown=int(states[ORDER.index(HoursState.UNKNOWN)]),
            hours_typical=int(states[ORDER.index(HoursState.LIKELY)]),
            rough=int((index.uncertainty_km[places] > ROUGH_KM).sum()),
            unverified=int(index.confidence.match((UNVERIFIED,))[places].sum()),
            ocop=int(is_ocop.sum()),
            stars_unknown=int(index.ocop.has_stars[places, STARS.index(0)].sum()),
        )

    def find_ocop(self, place: int) -> OcopFacts | None:
        """Return the OCOP products of a place, by its position; None where it has nothing to do with them."""
        return self.index.ocop.facts.get(place)

    def get_hours(self, place: int, on: dt.date, at_min: int | None) -> HoursState:
        """Return whether a place, by its position, can be visited at a time, or on any time of the day."""
        return ORDER[self._hours_of(on, at_min)[place]]

    def list_openings(self, located: Located, on: dt.date) -> tuple[KnownHours, ...]:
        """Return what is known of the hours of a day, which `get_hours` sums up."""
        return list_known_hours(self._calendar, self.index.catalogue, located, on)

    def list_festivals(self, on: dt.date, old_province: str | None = None) -> tuple[Festival, ...]:
        """Return the festivals on a day; with a province its own and the nationwide ones."""
        return self._calendar.list_festivals(on, old_province)

    def get_season(self, located: Located, month: int) -> SeasonScore:
        """Return how good a month, 1-12, is where a place lies."""
        catalogue = self.index.catalogue
        return catalogue.season_scores[catalogue.get_season_region(located), month]

    def get_answer(self, good: Good, market: str, on: dt.date) -> CarryHomeAnswer:
        """Return the verdict on a good with all that it rests on."""
        catalogue = self.index.catalogue
        product = None if good.product_id is None else catalogue.products[good.product_id]
        return get_verdict(catalogue, good.product_type, market, product=product, on=on)

    def list_places_of(self, good: int) -> NDArray[np.intp]:
        """Return the positions of the places where a good is made or may be found."""
        return np.asarray(self.index.pair_place[self.index.pair_good == good], dtype=np.intp)

    def _mask_places(self, query: ExploreQuery) -> Mask:
        index = self.index
        mask = np.ones(len(index.places), dtype=np.bool_)
        if query.provinces or query.old_provinces:
            mask &= index.province.match(query.provinces) | index.old_province.match(query.old_provinces)
        if query.regions:
            mask &= index.region.match(query.regions)
        if query.categories:
            mask &= index.category.match(query.categories)
        if query.activities:
            columns = [number for number, kind in enumerate(index.kinds) if kind in query.activities]
            mask &= index.has_kind[:, columns].any(axis=1)
        if query.points:
            mask &= np.isin(index.point, [_POINTS.index(one) for one in query.points])
        if hours := query.hours or (_MAY_BE_OPEN if query.at_min is not None else ()):
            states = self._hours_of(query.on, query.at_min)
            mask &= np.isin(states, [ORDER.index(one) for one in hours])
        if query.seasons:
            mask &= self._mask_season(query.on.month, query.seasons)
        if query.festival:
            mask &= self._mask_festival(query.on)
        if query.ocop:
            mask &= index.ocop.is_ocop
        return mask

    def _mask_stars(self, query: ExploreQuery) -> Mask:
        ocop = self.index.ocop
        if not query.stars:
            return np.ones(len(ocop.is_ocop), dtype=np.bool_)
        columns = [number for number, stars in enumerate(STARS) if stars in query.stars]
        return np.asarray(ocop.has_stars[:, columns].any(axis=1), dtype=np.bool_)

    def _mask_season(self, month: int, levels: tuple[SeasonLevel, ...]) -> Mask:
        regions, scores = self.index.season_region, self.index.catalogue.season_scores
        good = [get_season_level(scores[region, month].score) in levels for region in regions.words]
        return np.array(good, dtype=np.bool_)[regions.codes]

    def _mask_festival(self, on: dt.date) -> Mask:
        ways = self.index.ways
        is_on = np.array([self._calendar.get_opening(e, at, on).is_open for e, at in ways.kinds], dtype=np.bool_)
        mask = np.zeros(len(self.index.places), dtype=np.bool_)
        mask[ways.place[ways.is_festival & is_on[ways.kind]]] = True
        return mask

    def _build_hours(self, on: dt.date, at_min: int | None) -> NDArray[np.int8]:
        return build_states(self._calendar, self.index.ways, len(self.index.places), on, at_min)

    def _mask_goods(self, query: ExploreQuery) -> Mask:
        index = self.index
        mask = np.ones(len(index.goods), dtype=np.bool_)
        if query.goods:
            wanted = frozenset(query.goods)
            mask &= np.array([bool(words & wanted) for words in index.good_words], dtype=np.bool_)
        if query.ocop:
            mask &= index.is_named
        if query.stars:
            mask &= np.isin(index.stars, query.stars) & index.is_named
        if query.carry and query.market and query.market != HOME_COUNTRY:
            levels = self._carry_of(query.market)
            mask &= np.array([level in query.carry for level in levels], dtype=np.bool_)
        return mask

    def _build_carry(self, market: str) -> tuple[CarryLevel, ...]:
        return tuple(get_carry_level(self.get_answer(good, market, _ANY_DAY)) for good in self.index.goods)


FILTERS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text",),
    "province": ("provinces", "old_provinces"),
    "region": ("regions",),
    "category": ("categories",),
    "activity": ("activities",),
    "time": ("at_min",),
    "hours": ("hours",),
    "season": ("seasons",),
    "festival": ("festival",),
    "point": ("points",),
    "goods": ("goods",),
    "ocop": ("ocop",),
    "stars": ("stars",),
    "carry": ("carry",),
}
"""Filter -> the fields of a query that it stands in."""
_NOTHING: Final[dict[str, object]] = {
    field: "" if field == "text" else False if field in ("festival", "ocop") else None if field == "at_min" else ()
    for fields in FILTERS.values()
    for field in fields
}


def get_season_level(score: float) -> SeasonLevel:
    """Return the level of a score of season_scores.csv."""
    if score >= GOOD_SEASON:
        return SeasonLevel.GOOD
    return SeasonLevel.FAIR if score >= FAIR_SEASON else SeasonLevel.POOR


def get_carry_level(answer: CarryHomeAnswer) -> CarryLevel:
    """Return the colour of a verdict's badge, with the unknown apart."""
    if answer.is_green:
        return CarryLevel.GREEN
    if answer.verdict is Verdict.UNKNOWN:
        return CarryLevel.UNKNOWN
    return CarryLevel.REFUSED if answer.verdict in (Verdict.PERMIT, Verdict.PROHIBITED) else CarryLevel.CARE
