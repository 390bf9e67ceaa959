"""Ready for a market: what trade with a market asks of a product, and what is known to be met."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.model.market import CarryHomeAnswer
from planner.model.reason import Reason


class Role(StrEnum):
    """What a requirement decides."""

    LAW = "law"
    """The tables call it a legal duty of the market."""
    OPENS = "opens"
    """The tables name it as what opens the market."""
    BUYERS = "buyers"
    """Buyers ask for it; no law."""
    CLAIM = "claim"
    """Needed only to say something of the product: organic, a protected name."""
    HOME = "home"
    """Of Viet Nam itself: opens no market abroad."""


class State(StrEnum):
    """What is known of a requirement for one product."""

    MET = "met"
    MISSING = "missing"
    """Somebody states that it is not held."""
    UNKNOWN = "unknown"
    """Nobody says anything; never read as missing."""


class Standing(StrEnum):
    """How a product stands in a market."""

    EXPORTED = "exported"
    """A source says that somebody exports it there."""
    READY = "ready"
    """Every requirement that the tables know to decide is met."""
    UNSURE = "unsure"
    """All of them are met, but one of them is of low confidence: not counted as open."""
    OPEN = "open_requirements"
    """At least one such requirement is missing or unknown."""
    NOTHING_KNOWN = "nothing_known"
    """The tables know of no requirement that decides: no sign that there is none."""


TRACE_KIND = "trace"
"""Kind of the requirements that are items of a trace record."""

DECIDING: frozenset[Role] = frozenset({Role.LAW, Role.OPENS})
"""Roles that keep a market closed until they are met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A row of readiness_requirements.csv: what a market, its buyers or Viet Nam asks of some goods."""

    id: str
    cert: str | None
    """Row of certifications.csv; None for an item of a trace record."""
    kind: str
    role: Role
    markets: tuple[str, ...]
    """Market codes, AE, SA or VN; ``("*",)`` = every market."""
    ocop_subgroups: tuple[str, ...]
    categories: tuple[str, ...]
    """Carry-home categories, of types that fit them exactly."""
    product_types: tuple[str, ...]
    """Further types, whose category is only the nearest."""
    except_types: tuple[str, ...]
    names: tuple[str, ...]
    """Where any stand: only products that bear one of these names."""
    evidence: tuple[str, ...]
    """Words of a product's certificates that prove it."""
    evidence_unclear: tuple[str, ...]
    """Words that may mean it, and do not say."""
    text_en: str
    text_vi: str
    note: str | None
    source: str
    confidence: str
    as_of: str

    @property
    def step(self) -> str:
        """What a producer would obtain: rows of one certificate are one step."""
        return self.cert or self.id

    def text(self, language: str) -> str:
        """Return the requirement in Vietnamese for ``vi``, else in English."""
        return self.text_vi if language == "vi" else self.text_en


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementCheck:
    """A requirement held against what is known of a product."""

    requirement: Requirement
    state: State
    confidence: str
    """The worse of the requirement's and, where the state rests on another table, that table's."""
    sources: tuple[str, ...]
    as_of: str
    is_stale: bool
    """Older than 12 months or of unknown age."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketReadiness:
    """How a product stands in one market."""

    market: str
    standing: Standing
    checks: tuple[RequirementCheck, ...]
    """One per step, the strictest role that applies; laws first."""
    carry: CarryHomeAnswer
    """What a visitor may carry home: a rule of travellers, not of trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The requirement that does most for a product, and what it does."""

    step: str
    check: RequirementCheck
    opens: tuple[str, ...]
    """Markets in which it is the last deciding requirement that is not met, and none is of low confidence."""
    advances: tuple[str, ...]
    """Markets in which it decides, and something else is open beside it."""
    asked_in: tuple[str, ...]
    """Markets in which buyers ask for it."""
    claim_in: tuple[str, ...]
    """Markets in which it allows a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductReadiness:
    """One product before all markets."""

    product_id: str
    name_vi: str
    product_type: str
    producer_id: str
    province: str
    """Since July 2025."""
    old_province: str
    stars: int | None
    stars_note: str
    exports_to: tuple[str, ...]
    """As the source says: codes of countries, or words."""
    sources: tuple[str, ...]
    """Of what is said of the product itself; undated."""
    markets: tuple[MarketReadiness, ...]
    home: tuple[RequirementCheck, ...]
    """Viet Nam's own: the OCOP certificate and the facts of a trace record that are at hand."""
    step: NextStep | None
    open_now: tuple[str, ...]
    """Markets in which it stands exported or ready, and countries beyond them to which it is exported."""
    open_after: tuple[str, ...]
    """The same once the next step is done."""
    notices: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessRanking:
    """Products of a province or a producer: those open to most markets first."""

    scope: str
    """province, old_province or producer."""
    name: str
    products: tuple[ProductReadiness, ...]
