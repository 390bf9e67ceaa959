"""How full a basket is, in words: bars of the limits of home and of the luggage, and what it breaks as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from babel.numbers import format_currency

from planner.model.basket import Basket, LimitUse, Traveller
from planner.model.goods import ExchangeRate
from planner.model.market import Verdict
from planner.present.basket import crosses_border, name_article
from planner.present.palette import Tone
from planner.present.sources import tell_date, tell_source
from planner.present.words import Badge, Words

_STATES: Final[dict[str, tuple[str, Tone, str]]] = {
    "within_limit": ("limit.within", "good", "disc"),
    "near_limit": ("limit.near", "care", "half"),
    "over_limit": ("limit.over", "bad", "square"),
    "over_duty_free": ("limit.duty", "care", "triangle"),
    "over_threshold": ("limit.threshold", "care", "triangle"),
    "limit_not_computed": ("limit.not_computed", "care", "question"),
    "amount_unknown": ("limit.unknown", "care", "question"),
}
"""State of a limit -> key of its words, tone, shape."""
_BREAKING: Final = ("over_limit", "over_duty_free", "over_threshold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A labelled bar: how much of something is used."""

    label: str
    told: str
    """Amount and limit with their units."""
    share: float | None
    """From 0; above 1 over the limit. None = not known."""
    badge: Badge
    notes: tuple[str, ...] = ()


def describe_limit(use: LimitUse, traveller: Traveller, words: Words) -> Bar:
    """Return the bar of a limit, with the rough rate where it is one of money."""
    say, pool = words.messages, use.pool
    key, tone, shape = _STATES.get(use.state, _STATES["amount_unknown"])
    limit = tell_amount(use.limit, pool.unit, words)
    amount = say("limit.amount_unknown") if use.amount is None else tell_amount(use.amount, pool.unit, words)
    rate = words.catalogue.exchange_rates.get(pool.unit)
    if tone == "good" and "low" in (pool.confidence, rate.confidence if rate is not None else ""):
        key, tone, shape = "limit.within_unsure", "care", "question"  # what is not well known is no green light
    notes = [say("limit.people", count=traveller.adults, limit=tell_amount(pool.limit, pool.unit, words))]
    if rate is not None:
        source = tell_source(rate.source, rate.as_of, rate.confidence, words)
        notes.append(say("limit.rate", currency=rate.currency, vnd=tell_worth(rate, words), source=source))
    notes.append(tell_source(pool.source, _date_of(use, words), pool.confidence, words))
    share = None if use.amount is None else use.share
    badge = Badge(tone, shape, say(key))
    told = say("limit.of", amount=amount, limit=limit)
    return Bar(label=_name_pool(use, words), told=told, share=share, badge=badge, notes=tuple(notes))


def describe_luggage(basket: Basket, words: Words) -> tuple[Bar, ...]:
    """Return the bars of cabin and hold."""
    say, luggage = words.messages, basket.luggage
    bars = []
    for key, used_g, limit_g in (
        ("carriage.cabin", luggage.cabin_g, luggage.cabin_limit_g),
        ("carriage.hold", luggage.hold_g, luggage.hold_limit_g),
    ):
        told = say("limit.of", amount=tell_weight(used_g, words), limit=tell_weight(limit_g, words))
        share = used_g / limit_g if limit_g > 0 else float("inf") if used_g else 0.0
        if share > 1:
            badge = Badge("bad", "square", say("luggage.over"))
        elif not luggage.is_complete:
            badge = Badge("care", "question", say("luggage.incomplete"))
        else:
            badge = Badge("good", "disc", say("luggage.fits"))
        bars.append(Bar(label=say(key), told=told, share=share, badge=badge))
    return tuple(bars)


def list_breaks(basket: Basket, words: Words) -> tuple[str, ...]:
    """Return what the basket breaks as it stands: rules of home, limits, luggage, money; worst first."""
    say, traveller, wishes = words.messages, basket.traveller, basket.wishes
    found = []
    if crosses_border(traveller):
        for line in basket.lines:
            if line.check.verdict in (Verdict.PROHIBITED, Verdict.PERMIT):
                word = words.verdict_badge(line.check.verdict, is_green=False).word
                found.append(say("breaks.verdict", name=name_article(line.offer.article, words), verdict=word))
        for use in sorted(basket.limits, key=lambda one: _BREAKING.index(one.state) if one.state in _BREAKING else 9):
            if use.state in _BREAKING:
                bar = describe_limit(use, traveller, words)
                found.append(say("breaks.limit", name=bar.label, told=bar.told, state=bar.badge.word))
    found += [
        say("breaks.luggage", name=bar.label, told=bar.told)
        for bar in describe_luggage(basket, words)
        if bar.share is not None and bar.share > 1
    ]
    if wishes.budget_vnd is not None and basket.spend_high_vnd > wishes.budget_vnd:
        over = say.money(basket.spend_high_vnd - wishes.budget_vnd)
        found.append(say("breaks.budget", over=over, budget=say.money(wishes.budget_vnd)))
    return tuple(dict.fromkeys(found))


def tell_amount(amount: float, unit: str, words: Words) -> str:
    """Return an amount in the unit of a pool: kilograms, litres or a currency."""
    if unit in ("kg", "L"):
        return f"{words.messages.number(amount)} {unit}"
    # The code instead of a sign: several of these currencies are called dollar or share a sign.
    return format_currency(round(amount), unit, format="¤¤ #,##0", locale=words.messages.locale, currency_digits=False)


def tell_worth(rate: ExchangeRate, words: Words) -> str:
    """Return what a unit of a currency is worth in dong; a small worth keeps its decimals."""
    say = words.messages
    return say.money(round(rate.vnd)) if rate.vnd >= 100 else f"{say.number(rate.vnd)} ₫"


def tell_weight(grams: int, words: Words) -> str:
    """Return a weight in kilograms."""
    return f"{words.messages.number(round(grams / 1000, 2))} kg"


def _name_pool(use: LimitUse, words: Words) -> str:
    say, pool = words.messages, use.pool
    if use.pool.categories == ("*",):
        return say("limit.everything_weight" if pool.unit == "kg" else "limit.everything_value")
    names = say.join(say.find(f"carry.{category}") or category for category in use.categories or pool.categories)
    if pool.min_abv is not None:
        return say("limit.over_abv", name=names, abv=say.number(pool.min_abv))
    if pool.max_abv is not None:
        return say("limit.up_to_abv", name=names, abv=say.number(pool.max_abv))
    return names


def _date_of(use: LimitUse, words: Words) -> str:
    """Return the date of the rules that name a pool: a pool has none of its own."""
    dates = {
        rule.as_of
        for (market, _), rule in words.catalogue.carry_home.items()
        if market == use.pool.market and use.pool.pool_id in rule.pool_ids
    }
    return ", ".join(sorted(tell_date(one, words) for one in dates))
