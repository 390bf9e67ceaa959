"""What a trip costs an operator and what it sells for: rates, terms, cost lines, prices per head.

Money is integer VND. Prices of the operator are net prices, as suppliers ask them. What nobody states a price for is
None, never 0: a quote with such a line is incomplete, and its sums are what is known, so that the trip costs more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from planner.errors import RequestError
from planner.model.reason import Reason
from planner.model.request import MAX_VND
from planner.model.travel import Vehicle

MAX_GROUP: Final = 500
"""Most travellers of a group."""
MAX_MARKUP_PCT: Final = 1000
MAX_ROUNDING_VND: Final = 1_000_000
MAX_PER_ROOM: Final = 20
"""Beds of the largest room, a house on stilts."""
MAX_EMPTY_KM: Final = 10_000

Vnd = Annotated[int, Field(ge=0, le=MAX_VND)]
FERRY: Final = "ferry"
"""Key of rates of the kind `CostKind.OTHER`: a seat on a boat, for every leg that takes one."""


class CostKind(StrEnum):
    """What is paid for."""

    ENTRANCE = "entrance"
    WORKSHOP = "workshop"
    """Anything done at a place: workshop, tasting, boat trip, trek."""
    MEAL = "meal"
    VEHICLE_KM = "vehicle_km"
    VEHICLE_DAY = "vehicle_day"
    DRIVER = "driver"
    """Only where the operator pays the driver beside the vehicle."""
    LODGING = "lodging"
    GUIDE = "guide"
    OTHER = "other"


class RateUnit(StrEnum):
    """What a price is for."""

    PER_PERSON = "per_person"
    """Per person and time: visit, meal, night."""
    PER_GROUP = "per_group"
    PER_DAY = "per_day"
    """Per day of a vehicle, driver or guide."""
    PER_KM = "per_km"
    PER_ROOM_NIGHT = "per_room_night"


UNITS_OF: Final[dict[CostKind, tuple[RateUnit, ...]]] = {
    CostKind.ENTRANCE: (RateUnit.PER_PERSON, RateUnit.PER_GROUP),
    CostKind.WORKSHOP: (RateUnit.PER_PERSON, RateUnit.PER_GROUP),
    CostKind.MEAL: (RateUnit.PER_PERSON, RateUnit.PER_GROUP),
    CostKind.VEHICLE_KM: (RateUnit.PER_KM,),
    CostKind.VEHICLE_DAY: (RateUnit.PER_DAY,),
    CostKind.DRIVER: (RateUnit.PER_DAY,),
    CostKind.LODGING: (RateUnit.PER_PERSON, RateUnit.PER_ROOM_NIGHT, RateUnit.PER_GROUP),
    CostKind.GUIDE: (RateUnit.PER_DAY,),
    CostKind.OTHER: (RateUnit.PER_PERSON, RateUnit.PER_GROUP),
}
"""Units that a rate of a kind may have; the first is the usual one."""


class CostSource(StrEnum):
    """What the price of a line rests on."""

    RATE = "rate"
    """The operator's own rate."""
    MANUAL = "manual"
    """Added by hand."""
    TICKET = "ticket"
    """The price that the catalogue states, with its source."""
    FREE = "free"
    """The catalogue says that nothing is paid."""
    ESTIMATE = "estimate"
    """The high end of the band typical for the kind."""
    UNKNOWN = "unknown"
    """Nobody states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A net price of the operator, for one thing or for all of a kind, in a season or always."""

    kind: CostKind
    key: str = ""
    """Id of the place, experience, lodging, vehicle, language of the guide or `FERRY`; empty = all of the kind."""
    unit: RateUnit
    vnd: Vnd
    from_date: date | None = None
    """First day that it holds for; None = from ever."""
    to_date: date | None = None
    """Last day that it holds for; None = until further notice."""
    note: str = ""
    source: str = ""
    """Where the operator has it from: contract, offer, telephone."""

    def __post_init__(self) -> None:
        if self.unit not in UNITS_OF[self.kind]:
            units = ", ".join(UNITS_OF[self.kind])
            raise _refuse("Q001", f"a price of {self.kind} is not {self.unit}", f"choose from {units}", "unit")
        _check_range("Q001", "vnd", self.vnd, 0, MAX_VND)
        if self.from_date is not None and self.to_date is not None and self.to_date < self.from_date:
            message = f"a rate ends on {self.to_date} before it begins on {self.from_date}"
            raise _refuse("Q001", message, "exchange the two dates", "to_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualLine:
    """What the operator adds by hand: insurance, water, a gift."""

    label: str
    unit: RateUnit
    vnd: Vnd
    day: int | None = None
    """Day of the trip from 1; None = of the whole trip."""

    def __post_init__(self) -> None:
        _check_range("Q002", "vnd", self.vnd, 0, MAX_VND)
        if not self.label.strip():
            raise _refuse("Q002", "a line added by hand has no name", "say what is paid for", "label")
        if self.unit == RateUnit.PER_KM:
            remedy = "give the vehicle a rate by the kilometre"
            raise _refuse("Q002", "a line added by hand is not paid by the kilometre", remedy, "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteTerms:
    """For whom and how a trip is priced.

    A size counts everybody who travels as a guest, those on free places included; the guide is not counted.
    """

    group_size: int = 2
    """Guests that the cost lines are made for."""
    group_sizes: tuple[int, ...] = ()
    """Sizes that a price per head is told for; `group_size` is always told."""
    offered_sizes: tuple[int, ...] = ()
    """Those of `group_sizes` that the client reads the price of, too, beside that of the own group."""
    free_places: int = 0
    """Guests of each group who do not pay, such as its leader; the others bear their cost."""
    markup_pct: float = 0.0
    """Added to the net price, two decimals at most."""
    per_room: int = 2
    """Guests who share a room."""
    has_guide: bool = False
    """One guide, who takes a seat."""
    guide_language: str = ""
    """Language that the guide speaks, as the keys of guide rates name it; empty = any."""
    vehicle: Vehicle | None = None
    """None = the smallest that seats the group."""
    empty_km: int = 0
    """Kilometres that the vehicle drives without guests: from its garage and back."""
    rounding_vnd: int = 1000
    """The selling price per head is rounded up to a multiple of it."""

    def __post_init__(self) -> None:
        for size in self.sizes:
            _check_range("Q003", "group_size", size, 1, MAX_GROUP)
        _check_range("Q003", "free_places", self.free_places, 0, MAX_GROUP)
        if self.free_places >= self.sizes[0]:
            message = f"{self.free_places} of a group of {self.sizes[0]} travel free, and nobody is left to pay"
            raise _refuse("Q003", message, "lower the free places or leave the small group out", "free_places")
        _check_range("Q003", "markup_pct", self.markup_pct, 0, MAX_MARKUP_PCT)
        if abs(self.markup_pct * 100 - round(self.markup_pct * 100)) > 1e-6:
            raise _refuse("Q003", f"markup {self.markup_pct} has more than two decimals", "round it", "markup_pct")
        _check_range("Q003", "per_room", self.per_room, 1, MAX_PER_ROOM)
        _check_range("Q003", "empty_km", self.empty_km, 0, MAX_EMPTY_KM)
        _check_range("Q003", "rounding_vnd", self.rounding_vnd, 1, MAX_ROUNDING_VND)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes that a price per head is told for, the smallest first."""
        return tuple(sorted({self.group_size, *self.group_sizes}))

    @property
    def sizes_offered(self) -> tuple[int, ...]:
        """Sizes whose price the client reads, the smallest first."""
        return tuple(size for size in self.sizes if size == self.group_size or size in self.offered_sizes)

    @property
    def markup_bp(self) -> int:
        """Markup in hundredths of a per cent, so that money stays exact."""
        return round(self.markup_pct * 100)

    def count_payers(self, size: int) -> int:
        """Return how many of a group pay."""
        return size - self.free_places


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What is paid for one thing, for the group of the terms."""

    kind: CostKind
    day: int | None
    """Day of the trip from 1; None = of the whole trip."""
    place_id: str | None
    """Place, lodging or gateway where it is paid."""
    key: str
    """What a rate names it by: id of place, experience, lodging or vehicle, or a word."""
    label: str | None
    """Words of the operator; None = `present` names it by its kind and key."""
    unit: RateUnit
    count: int
    """Times per unit, whatever the size of the group: visits, nights, days or kilometres."""
    quantity: int
    """`count` times the persons, rooms or vehicles of this group."""
    unit_vnd: int | None
    """None = nobody states it."""
    total_vnd: int | None
    is_estimate: bool
    """Whether the price is an estimate of ours: say so wherever it is shown."""
    source: CostSource
    note: str = ""
    """Note and source of the rate."""
    dates: tuple[date, ...] = ()
    """Days of the calendar on which it is paid; none where it was added by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPrice:
    """What a group of some size costs and what each who pays is asked."""

    size: int
    payers: int
    vehicle: Vehicle
    vehicles: int
    vehicle_vnd: int | None
    """Cost of each vehicle with its driver over the trip; None = its price is not known."""
    net_vnd: int
    """All known lines of the group."""
    net_per_head_vnd: int
    """Per payer, rounded up to a whole dong."""
    sell_per_head_vnd: int
    """Net with markup per payer, rounded up as the terms say."""
    is_complete: bool
    """False where a price is not known: then all sums are lower bounds."""

    @property
    def sell_vnd(self) -> int:
        """What the group pays."""
        return self.sell_per_head_vnd * self.payers


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A trip priced."""

    terms: QuoteTerms
    lines: tuple[CostLine, ...]
    """For the group size of the terms, in the order of the trip; lines of the whole trip stand last."""
    net_vnd: int
    sell_vnd: int
    """What all payers of the group size pay together."""
    per_head: tuple[HeadPrice, ...]
    """By size, the smallest first."""
    warnings: tuple[Reason, ...]
    is_complete: bool
    """False where a price is not known: then all sums are lower bounds."""

    def get_head_price(self, size: int | None = None) -> HeadPrice:
        """Return the price of a size; of the group size where none is named. `KeyError` when it was not asked for."""
        wanted = self.terms.group_size if size is None else size
        for price in self.per_head:
            if price.size == wanted:
                return price
        raise KeyError(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFinding:
    """Why a row of a rate file was left out."""

    row: int
    """Line of the file as a spreadsheet counts it; the header is 1."""
    column: str
    value: str
    """What stands there."""
    reason: Reason
    remedy: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who makes an offer; the operator writes it, nothing of it is known to the product."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    licence: str = ""
    """Number of the licence for travel services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a publication says beside the trip: for whom, by whom, at what price."""

    client: str = ""
    letterhead: Letterhead | None = None
    quote: Quote | None = None

    @property
    def offered_by(self) -> str:
        """Name of whoever offers the trip; empty where nobody is named."""
        return "" if self.letterhead is None else self.letterhead.name.strip()


def _check_range(code: str, field: str, value: float, low: int, high: int) -> None:
    if not low <= value <= high:
        raise _refuse(code, f"{field} is {value}", f"choose a number from {low} to {high}", field)


def _refuse(code: str, message: str, remedy: str, field: str) -> RequestError:
    return RequestError(code, message, remedy=remedy, where=field)
