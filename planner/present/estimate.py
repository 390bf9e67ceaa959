"""The estimate of on-the-spot export in words: a span first, then everything that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planner.model.estimate import ASSUMED_SOURCE, PLAN_SOURCE, Assumption, Estimate, Scope, Span
from planner.present.languages import Messages
from planner.present.words import Words

_SCOPES: Final[dict[Scope, str]] = {
    Scope.TRIP: "estimate.trip",
    Scope.ROUTE: "estimate.route",
    Scope.MARKET: "estimate.market",
    Scope.COUNTRY: "estimate.country",
}
_NAMES: Final[dict[str, str]] = {
    "visitors": "estimate.visitors",
    "arrivals": "estimate.arrivals",
    "spend": "estimate.spend",
    "stay_share": "estimate.stay_share",
    "shopping_share": "estimate.shopping_share",
    "goods_share": "estimate.goods_share",
    "usd_vnd": "estimate.usd_vnd",
}
_SOURCES: Final[dict[str, str]] = {PLAN_SOURCE: "estimate.source_plan", ASSUMED_SOURCE: "estimate.source_assumed"}
_UNITS: Final = {"person": ""}


@dataclass(frozen=True, slots=True)
class EstimateText:
    """An estimate as it is shown."""

    headline: str
    per_visitor: str
    in_dong: str
    by_share: tuple[str, ...]
    ceiling: str
    assumptions: tuple[str, ...]
    notices: tuple[str, ...]


def describe_estimate(found: Estimate, words: Words) -> EstimateText:
    """Return an estimate in words; nowhere does one number stand alone for a span."""
    say = words.messages
    about = say(_SCOPES[found.scope], market=say.country(found.market) if found.market else say("estimate.everybody"))
    total = tell_usd(found.usd, say) if found.usd is not None else say("estimate.total_unknown")
    return EstimateText(
        headline=say("estimate.headline", about=about, span=total)
        if found.usd is None or found.usd.low < found.usd.high
        else say("estimate.headline_single", about=about, span=total),
        per_visitor=say("estimate.per_visitor", span=tell_usd(found.per_visitor_usd, say)),
        in_dong=_tell_dong(found.vnd, say) if found.vnd is not None else "",
        by_share=tuple(
            say("estimate.row", share=say.number(row.share_pct), span=tell_usd(row.usd, say)) for row in found.by_share
        ),
        ceiling=_tell_ceiling(found, say),
        assumptions=tuple(describe_assumption(one, words) for one in found.assumptions),
        notices=tuple(words.reason(notice) for notice in found.notices),
    )


def describe_assumption(one: Assumption, words: Words) -> str:
    """Return an assumption with its period, source and confidence, and whether the user set it."""
    say = words.messages
    value = f"{_tell_value(one, say)} {_UNITS.get(one.unit, one.unit)}".strip()
    text = say("estimate.assumption", name=say(_NAMES[one.name]), value=value)
    if one.is_own:
        return f"{text} {say('estimate.own')}"
    told = say(_SOURCES[one.source]) if one.source in _SOURCES else one.source
    basis = say("verdict.source_note", source=told, date=one.period or say("verdict.no_date"))
    confidence = say("verdict.confidence_note", confidence=words.confidence(one.confidence))
    return ". ".join((text, *_list_remarks(one, words), basis, confidence)) + "."


def _list_remarks(one: Assumption, words: Words) -> list[str]:
    """How the number came about, or the remark of the table, which is written in English."""
    if one.reason is not None:
        return [words.reason(one.reason)]
    if not one.note:
        return []
    return [one.note if words.language == "en" else words.messages("title.quoted", text=one.note)]


def tell_usd(span: Span, say: Messages) -> str:
    """Return a span of US dollars, rounded as its size allows; one amount where both ends are the same."""
    low, high = _tell_amount(span.low, "USD", say), _tell_amount(span.high, "USD", say)
    return low if low == high else say("estimate.span", low=low, high=high)


def _tell_value(one: Assumption, say: Messages) -> str:
    if one.unit == "":  # a share of one
        span, unit = one.span.scaled(100), " %"
    else:
        span, unit = one.span, ""
    low, high = (f"{say.number(round(end, 1))}{unit}" for end in (span.low, span.high))
    return low if low == high else say("estimate.span", low=low, high=high)


def _tell_dong(span: Span, say: Messages) -> str:
    low, high = _tell_amount(span.low, "VND", say), _tell_amount(span.high, "VND", say)
    return say("estimate.in_dong", span=low if low == high else say("estimate.span", low=low, high=high))


def _tell_ceiling(found: Estimate, say: Messages) -> str:
    if found.ceiling_usd is None or found.scope not in (Scope.MARKET, Scope.COUNTRY):
        return ""
    return say("estimate.ceiling", amount=_tell_amount(found.ceiling_usd, "USD", say))


def _tell_amount(amount: float, currency: str, say: Messages) -> str:
    """Three figures at most: more would look as if somebody had counted."""
    for size, key in ((1e9, "estimate.billion"), (1e6, "estimate.million")):
        if amount >= size * 0.9995:
            return say(key, amount=say.number(_round(amount / size)), currency=currency)
    return say("estimate.amount", amount=say.number(_round(amount)), currency=currency)


def _round(amount: float) -> float:
    return float(f"{amount:.3g}")
