"""Carry-home rules of the visitors' home markets, and the verdict they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """May this product be carried home? Ordered from best to worst by `VERDICT_ORDER`."""

    OK = "ok"
    LIMIT = "limit"
    DECLARE = "declare"
    UNKNOWN = "unknown"
    PERMIT = "permit"
    PROHIBITED = "prohibited"


VERDICT_ORDER: tuple[Verdict, ...] = tuple(Verdict)
"""Worst-of order: prohibited > permit > unknown > declare > limit > ok."""


def get_worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """Return the worst of at least one verdict."""
    return max(verdicts, key=VERDICT_ORDER.index)


STATUS_TO_VERDICT: dict[str, Verdict] = {
    "allowed": Verdict.OK,
    "allowed_with_limit": Verdict.LIMIT,
    "declare": Verdict.DECLARE,
    "permit": Verdict.PERMIT,
    "prohibited": Verdict.PROHIBITED,
    "unknown": Verdict.UNKNOWN,
}
"""The status words of carry_home.csv, mapped here once and nowhere else."""

MARKETS: tuple[str, ...] = (
    "US", "EU", "GB", "JP", "KR", "CN", "TW", "HK", "AU", "NZ", "CA",
    "SG", "TH", "MY", "IN", "RU", "CH", "KH", "LA", "PH", "ID",
)  # fmt: skip
"""Markets with rules; EU stands for its members. Any other code is a market without rules."""

HOME_COUNTRY = "VN"
"""A traveller who lives here crosses no border: there is nothing to say about carrying home."""

HOME_NAMES: tuple[str, ...] = ("vn", "viet nam", "vietnam", "việt nam")
"""How a request may write it, in lower case."""


def is_home_country(text: str) -> bool:
    """Whether a home market as written in a request is Viet Nam itself."""
    return text.strip().casefold() in HOME_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryHomeRule:
    """One row of carry_home.csv: what a market says about a category."""

    market: str
    category: str
    status: str
    limit: float | None
    unit: str | None
    """Free text, for showing only; limits are computed from pools."""
    pool_ids: tuple[str, ...]
    note: str | None
    legal_reference: str | None
    source: str
    confidence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A limit per traveller, over one or several categories (pooled) or for each of them apart."""

    pool_id: str
    market: str
    limit: float
    unit: str
    """kg, L, or a currency code."""
    is_pooled: bool
    categories: tuple[str, ...]
    """``("*",)`` = everything bought."""
    min_abv: float | None
    max_abv: float | None
    alternative_group: str | None
    note: str | None
    source: str
    confidence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AirRule:
    """A row of air_rules.csv."""

    rule_id: str
    scope: str
    item: str
    cabin: str
    checked: str
    limit: float | None
    unit: str | None
    note: str | None
    source: str
    confidence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRule:
    """A row of vn_export_rules.csv: what Viet Nam itself says of goods leaving it."""

    rule: str
    detail: str
    effect_in_planner: str
    source: str
    confidence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryHomeAnswer:
    """The verdict on one product type or product for one market, with all that it rests on."""

    market: str
    product_id: str | None
    product_type: str
    verdict: Verdict
    is_green: bool
    """True only for ok, or limit within the limit, of medium or high confidence and an exact or medium fit."""
    confidence: str
    reasons: tuple[str, ...]
    """Codes with parameters after a colon, e.g. ``category:fish_sauce:declare``; words are made by `present`."""
    limit_text: str | None
    """Limit as the rule states it, e.g. ``20 kg``; None where there is none."""
    limit: float | None
    unit: str | None
    rules: tuple[CarryHomeRule, ...]
    pools: tuple[Pool, ...]
    as_of: str
    """Oldest date of the rules used, as written in the table."""
    is_stale: bool
    """Older than 12 months or of unknown age: "may be out of date"."""
    sources: tuple[str, ...]
