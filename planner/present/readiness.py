"""Readiness of a product for its markets in words: each line with its source, date and confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from planner.model.readiness import (
    TRACE_KIND,
    MarketReadiness,
    NextStep,
    ProductReadiness,
    ReadinessRanking,
    RequirementCheck,
    Role,
    Standing,
    State,
)
from planner.present.palette import Tone
from planner.present.words import Words

_STATES: Final[dict[State, tuple[Tone, str]]] = {
    State.MET: ("good", "ready.met"),
    State.MISSING: ("bad", "ready.missing"),
    State.UNKNOWN: ("care", "ready.unknown"),
}
_ROLES: Final[dict[Role, str]] = {
    Role.LAW: "ready.law",
    Role.OPENS: "ready.opens",
    Role.BUYERS: "ready.buyers",
    Role.CLAIM: "ready.claim",
    Role.HOME: "ready.home",
}
_STANDINGS: Final[dict[Standing, str]] = {
    Standing.EXPORTED: "ready.exported",
    Standing.READY: "ready.ready",
    Standing.UNSURE: "ready.unsure",
    Standing.OPEN: "ready.open",
    Standing.NOTHING_KNOWN: "ready.nothing_known",
}


@dataclass(frozen=True, slots=True)
class CheckText:
    """One requirement as it is shown."""

    tone: Tone
    """Good only where it is met and the confidence is not low."""
    state: str
    title: str
    role: str
    why: str
    note: str
    basis: str
    """Source, date, confidence, and that it may be out of date."""


@dataclass(frozen=True, slots=True)
class MarketText:
    """One market as it is shown."""

    name: str
    standing: str
    checks: tuple[CheckText, ...]
    carry: str
    """What a visitor may carry home by the rules at the border alone, with its basis: a rule of travellers, not of
    trade. How the visitor travels is not known here, so airline, shelf life and leaving Viet Nam are not asked."""


def describe_check(check: RequirementCheck, words: Words) -> CheckText:
    """Return a requirement in words; an unknown one is never shown as missing."""
    tone, key = _STATES[check.state]
    note = check.requirement.note
    return CheckText(
        tone="care" if tone == "good" and check.confidence == "low" else tone,
        state=words.messages(key),
        title=check.requirement.text(words.language),
        role=words.messages(_ROLES[check.requirement.role]),
        why="; ".join(words.reason(reason) for reason in check.reasons),
        note=_quote(note, words) if note else "",
        basis=tell_basis(check.sources, check.as_of, check.confidence, check.is_stale, words),
    )


def describe_home(found: ProductReadiness, words: Words) -> tuple[CheckText, ...]:
    """Return Viet Nam's own requirements; the items of a trace record in one line for each state."""
    lines = [describe_check(one, words) for one in found.home if one.requirement.kind != TRACE_KIND]
    for state in State:
        items = [one for one in found.home if one.requirement.kind == TRACE_KIND and one.state is state]
        if items:
            first = describe_check(items[0], words)
            names = "; ".join(one.requirement.text(words.language) for one in items)
            why = "; ".join(dict.fromkeys(words.reason(reason) for one in items for reason in one.reasons))
            lines.append(replace(first, title=words.messages("ready.trace", text=names), why=why))
    return tuple(lines)


def describe_market(stand: MarketReadiness, found: ProductReadiness, words: Words) -> MarketText:
    """Return how a product stands in a market; evidence of export carries the sources of the product."""
    say, answer = words.messages, stand.carry
    standing = say(_STANDINGS[stand.standing])
    if stand.standing is Standing.EXPORTED:
        standing = (
            f"{standing} ({say('verdict.source_note', source=_join(found.sources), date=say('verdict.no_date'))})"
        )
    verdict = words.verdict_badge(answer.verdict, answer.is_green).word
    basis = tell_basis(answer.sources, answer.as_of, answer.confidence, answer.is_stale, words)
    return MarketText(
        name=say.country(stand.market),
        standing=standing,
        checks=tuple(describe_check(check, words) for check in stand.checks),
        carry=f"{say('ready.carry', verdict=verdict)} {basis}",
    )


def describe_notices(found: ProductReadiness, words: Words) -> tuple[str, ...]:
    """Return what must stand beside every answer; of visitors, that only the border was asked."""
    return (*(words.reason(notice) for notice in found.notices), words.messages("ready.border_only"))


def describe_step(step: NextStep | None, words: Words) -> tuple[str, ...]:
    """Return the best next step and what it does; that there is none where nothing that is asked for is open."""
    say = words.messages
    if step is None:
        return (say("ready.no_step"),)
    lines = [say("ready.step", text=step.check.requirement.text(words.language))]
    for key, markets in (
        ("ready.step_opens", step.opens),
        ("ready.step_advances", step.advances),
        ("ready.step_asked", step.asked_in),
        ("ready.step_claim", step.claim_in),
    ):
        if markets:
            lines.append(say(key, markets=tell_markets(markets, words)))
    return (*lines, describe_check(step.check, words).basis)


def describe_ranking(ranking: ReadinessRanking, words: Words) -> str:
    """Return what a list of products is about."""
    name = words.name(ranking.name) if ranking.scope == "producer" else ranking.name
    key = "ready.ranking_old" if ranking.scope == "old_province" else "ready.ranking"
    return words.messages(key, name=name, count=len(ranking.products))


def describe_open(found: ProductReadiness, words: Words) -> str:
    """Return the markets that are open, in one sentence."""
    if not found.open_now:
        return words.messages("ready.open_none")
    return words.messages("ready.open_now", markets=tell_markets(found.open_now, words))


def describe_open_after(found: ProductReadiness, words: Words) -> str:
    """Return the markets that are open once the next step is done; empty where it opens none."""
    if found.step is None or not found.step.opens:
        return ""
    return words.messages("ready.open_after", markets=tell_markets(found.open_after, words))


def tell_markets(markets: Iterable[str], words: Words) -> str:
    """Return markets by name."""
    return words.messages.join(words.messages.country(market) for market in markets)


def tell_basis(sources: Iterable[str], as_of: str, confidence: str, is_stale: bool, words: Words) -> str:
    """Return source, date and confidence of a line, and that it may be out of date."""
    say = words.messages
    parts = [
        say("verdict.source_note", source=_join(sources) or say("verdict.no_source"), date=as_of),
        say("verdict.confidence_note", confidence=words.confidence(confidence)),
        say("verdict.stale") if is_stale else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _join(sources: Iterable[str]) -> str:
    return "; ".join(sources)


def _quote(text: str, words: Words) -> str:
    """Remarks of the tables are written in English; other languages mark them as quoted."""
    return f"({text})" if words.language == "en" else words.messages("title.quoted", text=text)
