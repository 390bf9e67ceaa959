"""The answer: days with visits, legs, goods and reasons; read and written as ``planner/1`` JSON."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AllowInfNan, TypeAdapter

from planner.model.basket import Basket
from planner.model.market import Verdict
from planner.model.reason import Reason
from planner.model.request import TripRequest

PLAN_FORMAT = "planner/1"

Finite = Annotated[float, AllowInfNan(False)]
"""A number that JSON can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitProduct:
    """A product that can be bought at a visit, with what the traveller needs to know."""

    product_id: str | None
    """None for a typical village good, which has no name of its own."""
    product_type: str
    name_vi: str
    name_en: str
    """English label of the type for a typical good, else "<type>: <Vietnamese name>" is made by `present`."""
    stars: int | None
    stars_note: Literal["certified", "expires_this_year", "check_renewal", "no_year", "nominated", "unknown", "typical"]
    stars_year: int | None
    is_typical: bool
    availability: Literal["made_here_ask", "may_be_found", "typical_of_place"]
    price_vnd: int | None
    """Known price of this very product, else None."""
    price_low_vnd: int | None
    price_high_vnd: int | None
    """Band typical for the kind: an estimate, marked as such wherever shown."""
    price_source: str | None
    verdict: Verdict | None
    """None when the request names no home market."""
    is_green: bool
    verdict_confidence: str | None
    verdict_limit: str | None
    verdict_sources: tuple[str, ...]
    verdict_as_of: str | None
    is_verdict_stale: bool
    verdict_reasons: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop with times."""

    place_id: str
    experience_id: str | None
    """None where the place is visited to see and buy."""
    arrive: dt.datetime
    begin: dt.datetime
    leave: dt.datetime
    wait_min: int
    """From arrival to begin of service, a meal pause not counted."""
    prize: int
    prize_parts: dict[str, int]
    """Points by part (interest, recognition, stars, rarity, season, festival, shopping, wish); they sum to `prize`."""
    price_vnd: int
    """Per person, high end of the band or the ticket."""
    price_basis: str
    hours_basis: str
    """sourced, typical, unknown: how far the opening hours can be trusted."""
    why: tuple[Reason, ...]
    products: tuple[VisitProduct, ...]
    is_must: bool = False
    on_time_pct: int | None = None
    """In how many of 100 cases the visit begins before it is too late, by simulated travel times: an estimate. None =
    not known. It counts the window of the plan, and a later one of that day if the day still ends in time."""
    slack_min: int | None = None
    """By how much the visit may begin later with nothing missed after it, if all roads take as long as usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLeg:
    """The way between two visits or a depot and a visit."""

    from_id: str
    to_id: str
    depart: dt.datetime
    minutes: int
    drive_min: int
    km: Finite
    mode: str
    source: str
    quality: str
    is_schematic: bool
    geometry: tuple[tuple[float, float], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMeal:
    """The midday meal of a day."""

    begin: dt.datetime
    minutes: int
    place_id: str | None
    """Place that serves it; None = a pause on the way."""
    position: int
    """Index among the day's visits: at that visit, or before it for a pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDay:
    """One day: as many legs as visits plus one."""

    date: dt.date
    start_depot: str
    end_depot: str
    visits: tuple[Visit, ...]
    legs: tuple[PlanLeg, ...]
    meal: PlanMeal | None
    arrive_end: dt.datetime
    drive_min: int
    hazards: tuple[str, ...] = ()
    """Season hazards of the month in the regions visited (rain, typhoon_flood, ...)."""
    holidays: tuple[str, ...] = ()
    """Public holidays and festivals that fall on the date, by name."""
    on_time_pct: int | None = None
    """In how many of 100 cases the day ends in time, by simulated travel times: an estimate. None = not known."""
    slack_min: int | None = None
    """From the arrival at the end to the end of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightStay:
    """Where a night is spent."""

    night: int
    """From 1."""
    place_id: str
    is_town_hotel: bool
    """True = a hotel of the traveller's choice in this town, none is named."""
    price_low_vnd: int
    price_high_vnd: int
    is_price_estimate: bool
    is_chosen: bool
    """True = by the optimiser, False = fixed by the request."""
    dinner_experience_id: str | None = None
    """Dinner with the host family, after the day's end; its price is part of the band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over the trip."""

    drive_min: int
    km: Finite
    visits: int
    cost_vnd_per_person: int
    """Entrances, experiences, lodging and midday meals, at the high end; vehicle and shopping not included."""
    cost_parts: dict[str, int]
    prize: Finite
    on_time_pct: int | None = None
    """In how many of 100 cases every visit begins and every day ends in time: an estimate. None = not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unvisited:
    """A place that is not in the trip, with the reason and the smallest change that would admit it."""

    place_id: str
    reason: Reason
    remedy: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """How good the plan is, provably: no plan of this very problem is worth more than `upper_bound`."""

    value: int
    upper_bound: int
    gap_pct: Finite
    method: str
    optimal: bool
    seconds: float | None = None
    """CPU seconds given to the proof: such a bound, and a plan found with it, is not reproducible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the plan was made from, enough to make it again."""

    data_version: str
    sources: tuple[str, ...]
    network: str
    seed: int
    iterations: int
    seconds: float | None
    """Set when a time budget was used: such a plan is not reproducible."""
    is_reproducible: bool
    software: str
    candidates: int
    refereed: bool
    based_on: str | None = None
    """Digest of the plan that this one was changed from or made to differ from; None = from its request alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """A refereed plan."""

    format: Literal["planner/1"]
    request: TripRequest
    days: tuple[PlanDay, ...]
    lodging: tuple[NightStay, ...]
    totals: Totals
    unvisited: tuple[Unvisited, ...]
    certificate: Certificate
    provenance: Provenance
    warnings: tuple[Reason, ...] = ()
    basket: Basket | None = None
    """What to buy where, when one was planned for this trip."""

    @property
    def place_ids(self) -> tuple[str, ...]:
        """Places visited, each once, in the order of the trip."""
        return tuple(dict.fromkeys(visit.place_id for day in self.days for visit in day.visits))


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasibility:
    """Why no trip satisfies the request, and the smallest change found that yields one."""

    reason: Reason
    remedy: Reason | None
    change: dict[str, object] | None
    """Request fields to change, ready to merge into the request; tried: it yields a plan."""


_ADAPTER: TypeAdapter[Itinerary] = TypeAdapter(Itinerary)


def dump_plan(itinerary: Itinerary) -> str:
    """Return the plan as ``planner/1`` JSON text: UTF-8, two-space indent, stable order of keys."""
    return _ADAPTER.dump_json(itinerary, indent=2).decode() + "\n"


def get_digest(itinerary: Itinerary) -> str:
    """Return a short name of a plan's content."""
    return hashlib.sha256(dump_plan(itinerary).encode()).hexdigest()[:16]


def load_plan(text: str | bytes) -> Itinerary:
    """Return the plan of ``planner/1`` JSON.

    Raises
    ------
    pydantic.ValidationError
        When the text is not a plan of this format.
    """
    return _ADAPTER.validate_json(text)


def build_plan_schema() -> dict[str, object]:
    """Return the JSON Schema of a plan."""
    return _ADAPTER.json_schema()
