"""How well the carry-home rules are founded: rows by confidence and by the kind of their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.goods.basis import UNSOURCED
from planner.goods.dates import is_stale, parse_as_of
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS, CarryHomeRule

SourceKind = Literal["address", "journal", "general_knowledge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCoverage:
    """Counts of the rules of a market, or of all."""

    market: str
    """``all`` for the sum."""
    rules: int
    high: int
    medium: int
    low: int
    address: int
    """A page that can be opened."""
    journal: int
    """A law, a journal or a book cited without an address."""
    general_knowledge: int
    """No text was found."""
    undated: int
    """Of unknown age."""
    stale: int
    """Older than twelve months, or of unknown age."""


def get_source_kind(source: str) -> SourceKind:
    """Return what kind of source a rule has; without any it rests on general knowledge."""
    if not source.strip() or UNSOURCED in source:
        return "general_knowledge"
    return "address" if "://" in source or "www." in source else "journal"


def list_rule_coverage(catalogue: Catalogue, on: date) -> tuple[RuleCoverage, ...]:
    """Return one row per market in the order of `MARKETS`, then the sum over all.

    Parameters
    ----------
    on
        Day from which ages are counted.
    """
    rules = tuple(catalogue.carry_home.values())
    rows = [_count(market, [rule for rule in rules if rule.market == market], on) for market in MARKETS]
    return (*rows, _count("all", rules, on))


def _count(market: str, rules: Iterable[CarryHomeRule], on: date) -> RuleCoverage:
    rules = tuple(rules)
    confidences = [rule.confidence for rule in rules]
    kinds = [get_source_kind(rule.source) for rule in rules]
    return RuleCoverage(
        market=market,
        rules=len(rules),
        high=confidences.count("high"),
        medium=confidences.count("medium"),
        low=len(rules) - confidences.count("high") - confidences.count("medium"),
        address=kinds.count("address"),
        journal=kinds.count("journal"),
        general_knowledge=kinds.count("general_knowledge"),
        undated=sum(parse_as_of(rule.as_of) is None for rule in rules),
        stale=sum(is_stale(rule.as_of, on) for rule in rules),
    )
