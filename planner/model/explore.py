"""What a visitor may look for among all places and products, and in which states a place can stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class HoursState(StrEnum):
    """Whether a place can be visited at a moment. Only `OPEN` is said by a source."""

    OPEN = "open"
    LIKELY = "likely"
    """Within hours typical of its kind, which nobody confirmed."""
    UNKNOWN = "unknown"
    """Nothing says when it is open; never counted as open."""
    CLOSED = "closed"


class SeasonLevel(StrEnum):
    """How good a month is where a place lies."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class CarryLevel(StrEnum):
    """How a good fares at the border of a home market, in the colours of its badge."""

    GREEN = "green"
    CARE = "care"
    """May come along, yet something is to be declared, limited or not sure."""
    UNKNOWN = "unknown"
    REFUSED = "refused"
    """Prohibited, or with a permit only."""


class PointState(StrEnum):
    """How well it is known where a place lies."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    """To 2 km or worse, still good enough for a stop."""
    UNLOCATED = "unlocated"
    """Too uncertain to drive to."""


class OcopRole(StrEnum):
    """What a place has to do with OCOP products, the surest first."""

    MAKES = "makes"
    """Makes products that the tables name, or is a producer by its kind."""
    TOURISM = "tourism"
    """Is an OCOP product of tourism itself, or is recognised as one."""
    SELLS = "sells"
    """Is an outlet of OCOP products."""
    MAY_SELL = "may_sell"
    """Products of makers near it may be found there: an inference that nobody confirmed."""


@dataclass(frozen=True, slots=True)
class OcopFacts:
    """The OCOP products of a place and the stars that they were given at some time."""

    role: OcopRole
    products: tuple[str, ...]
    """Ids of products, of which one found there by inference is no more than that."""
    stars: tuple[int, ...]
    """5, 4, 3 and 0 = unknown, each once, from the products and from what the place itself is recognised as."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How well a set of places is known; each number counts places."""

    places: int
    hours_unknown: int
    """Nothing says whether they are open on the day."""
    hours_typical: int
    """May be open that day by hours typical of their kind alone."""
    rough: int
    """Positions worse than `ROUGH_KM`."""
    unverified: int
    """General knowledge, that no source names."""
    ocop: int
    """Make or sell OCOP products."""
    stars_unknown: int
    """Have OCOP products of which some have unknown stars."""


ROUGH_KM: Final = 1.0
"""A point that is known worse than this is counted as rough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploreQuery:
    """Filters, all of which hold together; of the values of one filter any will do. Empty = no filter.

    Filters of goods (`goods`, `stars`, `carry`) ask for one good that meets all of them.
    """

    on: date
    """Day that hours, season, festivals and certificates are looked at."""
    at_min: int | None = None
    """Minute after midnight; None = at any time of the day. Without `hours` it asks for what is or may be open then."""
    text: str = ""
    """Words of names, provinces, communes or products, the last perhaps unfinished; case and marks do not matter."""
    provinces: tuple[str, ...] = ()
    """Of the 34 of today."""
    old_provinces: tuple[str, ...] = ()
    """Of the 63 before July 2025; a place passes by either list."""
    regions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    """Kinds of experiences."""
    hours: tuple[HoursState, ...] = ()
    seasons: tuple[SeasonLevel, ...] = ()
    festival: bool = False
    """Only places where a festival is held on the day."""
    points: tuple[PointState, ...] = ()
    goods: tuple[str, ...] = ()
    """OCOP groups and product types."""
    ocop: bool = False
    """Only places that make or sell OCOP products, or may sell them, or are one; of goods, only OCOP products."""
    stars: tuple[int, ...] = ()
    """3, 4, 5: given at some time, whether they still hold or not; 0 = an OCOP product of unknown stars."""
    market: str | None = None
    """Market of `MARKETS`, or a country without rules; `carry` looks at its border."""
    carry: tuple[CarryLevel, ...] = ()


@dataclass(frozen=True, slots=True)
class Good:
    """A named product, or (`product_id` None) a kind of good that places are known for."""

    product_id: str | None
    product_type: str

    @property
    def key(self) -> str:
        """Id of the product, or of its type where it has no name of its own."""
        return self.product_id or self.product_type


@dataclass(frozen=True, slots=True)
class KnownHours:
    """What is known of the hours of one day."""

    intervals: tuple[tuple[int, int], ...]
    """(open, close) in minutes after midnight."""
    basis: str
    """sourced, typical, unknown."""
    closed_reason: str | None = None
    """Why there are no intervals."""
    experience_ids: tuple[str, ...] = ()
    """Whose hours they are; empty = those of the place itself."""
    is_festival: bool = False
    """Whether they hold for a festival alone, and tell nothing of the hours before and after."""
