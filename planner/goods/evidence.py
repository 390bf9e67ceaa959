"""Every rule behind the check of a line, in one form: what it says, from which source, how old, how sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.goods.basis import UNSOURCED, get_pool_date
from planner.goods.dates import UNDATED, is_stale
from planner.model.basket import LineCheck
from planner.model.catalogue import Catalogue
from planner.model.reason import Reason

EvidenceKind = Literal["border", "limit", "journey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One rule that was applied."""

    kind: EvidenceKind
    """border: a rule of the home market; limit: one of its limits; journey: air, and leaving Viet Nam."""
    rule: str
    """Market and category, id of the limit, or the code of a reason."""
    says: str
    """Status of the rule, size of the limit; empty where the code says all."""
    note: str
    source: str
    as_of: str
    """As written in the tables; ``undated`` where nothing is."""
    is_stale: bool
    """Older than twelve months on the day asked for, or of unknown age."""
    confidence: str
    is_sourced: bool
    """Whether a text was found for it."""


def list_evidence(catalogue: Catalogue, check: LineCheck, on: date) -> tuple[Evidence, ...]:
    """Return every rule that bears on a line: of the border, its limits, of the air and of leaving Viet Nam.

    Parameters
    ----------
    on
        Day from which ages are counted.
    """
    return (*_list_rules(check, on), *_list_limits(catalogue, check, on), *_list_journey(check, on))


def _list_rules(check: LineCheck, on: date) -> Iterator[Evidence]:
    for rule in check.answer.rules:
        yield Evidence(
            kind="border",
            rule=f"{rule.market}/{rule.category}",
            says=rule.status,
            note="; ".join(part for part in (rule.legal_reference, rule.note) if part),
            source=rule.source,
            as_of=rule.as_of or UNDATED,
            is_stale=is_stale(rule.as_of, on),
            confidence=rule.confidence,
            is_sourced=_is_sourced(rule.source),
        )


def _list_limits(catalogue: Catalogue, check: LineCheck, on: date) -> Iterator[Evidence]:
    for pool in check.answer.pools:
        as_of = get_pool_date(catalogue, pool)
        yield Evidence(
            kind="limit",
            rule=pool.pool_id,
            says=f"{pool.limit:,.15g} {pool.unit}",
            note=pool.note or "",
            source=pool.source,
            as_of=as_of,
            is_stale=is_stale(as_of, on),
            confidence=pool.confidence,
            is_sourced=_is_sourced(pool.source),
        )


def _list_journey(check: LineCheck, on: date) -> Iterator[Evidence]:
    for reason in check.reasons:
        if "source" in reason.params and "pool" not in reason.params:
            source, as_of = _get(reason, "source"), _get(reason, "as_of") or UNDATED
            yield Evidence(
                kind="journey",
                rule=reason.code,
                says="",
                note="",
                source=source,
                as_of=as_of,
                is_stale=is_stale(as_of, on),
                confidence=_get(reason, "confidence"),
                is_sourced=_is_sourced(source),
            )


def _get(reason: Reason, name: str) -> str:
    return str(reason.params.get(name, ""))


def _is_sourced(source: str) -> bool:
    return bool(source.strip()) and UNSOURCED not in source
