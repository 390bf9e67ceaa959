"""What visitors may spend on goods of the villages: spans with their assumptions, never one number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.model.reason import Reason

ALL_MARKETS = "all"
"""Market of a figure that holds for all visitors together."""

PLAN_SOURCE = "the plan"
OWN_SOURCE = "set by the user"
ASSUMED_SOURCE = "assumption: nobody measures it"
"""Sources of numbers that no table states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorFigure:
    """A row of visitor_figures.csv: one number that a source states for one period."""

    figure: str
    """arrivals, spend_per_trip, shopping_per_trip, shopping_share, spend_per_day or ocop_tourism_turnover."""
    market: str
    """Country code, or `ALL_MARKETS`."""
    period: str
    """A year."""
    value: float
    unit: str
    note: str | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """From low to high, both included."""

    low: float
    high: float

    def __mul__(self, other: Span) -> Span:
        """Return the span of products; both spans are of numbers that are not negative."""
        return Span(low=self.low * other.low, high=self.high * other.high)

    def scaled(self, factor: float) -> Span:
        """Return the span times a number that is not negative."""
        return Span(low=self.low * factor, high=self.high * factor)


class Scope(StrEnum):
    """What an estimate is about."""

    TRIP = "trip"
    ROUTE = "route"
    """A trip sold so many times a year."""
    MARKET = "market"
    COUNTRY = "country"
    """All foreign visitors of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A number that the estimate rests on, and who says it."""

    name: str
    """visitors, arrivals, spend, stay_share, shopping_share, goods_share or usd_vnd."""
    span: Span
    unit: str
    period: str
    """Year, or empty where there is none."""
    source: str
    confidence: str
    is_own: bool = False
    """Set by the user instead of taken from the tables."""
    note: str | None = None
    """Remark of the table, as it stands."""
    reason: Reason | None = None
    """How the number came about where no figure was simply taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """What one share of OCOP and craft goods in shopping would mean."""

    share_pct: float
    usd: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """On-the-spot export in a span: shopping of foreign visitors times an assumed share of OCOP and craft goods."""

    scope: Scope
    market: str | None
    """Country code, or None for all visitors."""
    visitors: Span | None
    """Of the trip, the route's year, or the market's year; None = not known, then only `per_visitor_usd` stands."""
    per_visitor_usd: Span
    usd: Span | None
    vnd: Span | None
    """At the rough rate of the tables."""
    shopping_usd: Span | None
    """Everything that these visitors buy, of which the goods are a share."""
    by_share: tuple[ShareRow, ...]
    """The same for a few shares in between."""
    ceiling_usd: float | None
    """What tourism of OCOP and craft villages turns over in a year, domestic visitors included."""
    assumptions: tuple[Assumption, ...]
    notices: tuple[Reason, ...]
