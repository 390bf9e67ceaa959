"""A basket in words: what stands on the card of a purchase, on the bar of a limit, beside a refund; plain text.

Whoever shows a text escapes it for the place where it stands, as with everything of `words`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from babel.numbers import format_currency

from planner.model.basket import (
    Article,
    Basket,
    BasketLine,
    Carriage,
    LimitUse,
    LineCheck,
    Refund,
    ShippingBand,
    ShopRefund,
    Traveller,
)
from planner.model.market import HOME_COUNTRY, CarryHomeRule, Verdict
from planner.model.reason import Reason
from planner.present.palette import Tone
from planner.present.words import Badge, Words

_FILLED: Final = ("certified", "expires_this_year", "no_year")
"""Notes of stars that are held; ``check_renewal`` shows hollow ones, any other none."""

_CARRIAGE: Final = {
    Carriage.CABIN: "carriage.cabin",
    Carriage.HOLD: "carriage.hold",
    Carriage.SHIP: "carriage.ship",
    Carriage.ASK: "carriage.ask",
}
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

CROSSING: Final = "refund_would_cross"
"""Reason that names the purchase which would cross the threshold."""
_BREAKING: Final = ("over_limit", "over_duty_free", "over_threshold")
_OF_ONE_PACK: Final = frozenset({"within_limit", "near_limit", "over_limit", "over_duty_free", "allowance"})
"""Reasons of a verdict on one good alone that the bars of the whole basket say better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule behind a verdict or a remark: what it says, and where that stands."""

    text: str
    source: str
    """Source, date and confidence; empty where no rule is behind it."""
    note: str = ""
    """Remark of the table; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineText:
    """The card of a purchase."""

    name: str
    stars: str
    """Glyphs; empty where no stars are held."""
    stars_told: str
    price: str
    sum: str
    """Of all packs; empty for one pack."""
    availability: str
    carriage: str
    why: tuple[str, ...]
    badge: Badge | None
    """None where no border is crossed or no home is named."""
    basis: str
    """Date of the rule and confidence, beside the badge."""
    stale: str
    """That the rule may be out of date; empty where it is young enough."""
    check: str
    """Check before you fly; empty without a verdict."""
    bearings: tuple[str, ...]
    """What else bears on it: limits, airlines, export, shelf life; their sources stand among the rules."""
    rules: tuple[RuleText, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundText:
    """Value added tax that may return."""

    surely: str
    possibly: str
    shops: tuple[str, ...]
    at_exit: tuple[str, ...]
    """Where customs confirm it, or why nothing returns; then what holds for every shop."""
    notes: tuple[str, ...]
    """Steps and rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLines:
    """What is bought at one visit."""

    day: int
    on: dt.date
    place_id: str
    place_name_vi: str
    lines: tuple[BasketLine, ...]


def crosses_border(traveller: Traveller) -> bool:
    """Return whether verdicts of a home market are there to be shown."""
    return traveller.market not in (None, HOME_COUNTRY)


def group_by_stop(basket: Basket) -> tuple[StopLines, ...]:
    """Return the purchases in the order of the trip, those of one stop together."""

    def key(line: BasketLine) -> tuple[int, dt.date, str, str]:
        offer = line.offer
        return offer.day, offer.on, offer.place_id, offer.place_name_vi

    ordered = sorted(basket.lines, key=lambda line: line.offer.day)  # stable: within a day as the basket has them
    places: dict[tuple[int, dt.date, str, str], list[BasketLine]] = {}
    for stop, lines in groupby(ordered, key=key):
        places.setdefault(stop, []).extend(lines)
    return tuple(
        StopLines(day=day, on=on, place_id=place_id, place_name_vi=name, lines=tuple(lines))
        for (day, on, place_id, name), lines in places.items()
    )


def name_place(place_id: str, name_vi: str, words: Words) -> str:
    """Return the name of a stop; the Vietnamese one of the offer where the catalogue has none."""
    return words.name(place_id) if place_id in words.catalogue.located else name_vi


def name_article(article: Article, words: Words) -> str:
    """Return the name of an article; a Vietnamese name stays, with its kind as a gloss."""
    label = words.product_type(article.product_type)
    if article.product_id is None:
        return label
    if words.language == "vi" or label.casefold() in article.name_vi.casefold():
        return article.name_vi
    return f"{article.name_vi} ({label})"


def tell_stars(article: Article, words: Words) -> tuple[str, str]:
    """Return stars as glyphs (none where not held) and in words, with the year of their decision."""
    if article.product_id is None:
        return "", words.messages("stars.typical")
    product = words.catalogue.products.get(article.product_id)
    year = product.decision_year if product is not None else None
    told = words.messages.find(f"stars.{article.stars_note}")
    if told is None:
        return "", words.messages("stars.unknown")
    told = words.messages(f"stars.{article.stars_note}", stars=article.stars, year=year)
    glyph = "★" if article.stars_note in _FILLED else "☆" if article.stars_note == "check_renewal" else ""
    return glyph * (article.stars or 0), told


def tell_price(article: Article, words: Words) -> str:
    """Return the price of a pack: known, or the band of its kind marked as an estimate, or that none is known."""
    low, high = article.price_low_vnd, article.price_high_vnd
    if low is None or high is None:
        return words.messages("price.unknown")
    if article.is_price_known:
        return words.messages("price.known", price=words.messages.money(high))
    return words.messages("price.estimate", band=words.messages.price_band(low, high))


def tell_sum(low_vnd: int, high_vnd: int, words: Words) -> str:
    """Return a sum of prices; a band is an estimate and says so."""
    band = words.messages.price_band(low_vnd, high_vnd)
    return band if low_vnd == high_vnd else words.messages("basket.about", band=band)


def describe_line(line: BasketLine, traveller: Traveller, words: Words) -> LineText:
    """Return the card of a purchase."""
    article, check, say = line.offer.article, line.check, words.messages
    asked = crosses_border(traveller)
    stars, stars_told = tell_stars(article, words)
    low, high, count = article.price_low_vnd, article.price_high_vnd, line.quantity
    total = "" if count == 1 or low is None or high is None else tell_sum(count * low, count * high, words)
    return LineText(
        name=name_article(article, words),
        stars=stars,
        stars_told=stars_told,
        price=tell_price(article, words),
        sum=say("basket.together", price=total) if total else "",
        availability=say.find(f"availability.{line.offer.availability}") or line.offer.availability,
        carriage=say(_CARRIAGE[check.carriage]),
        why=tuple(words.reason(reason) for reason in line.reasons),
        badge=words.verdict_badge(check.verdict, check.is_green) if asked else None,
        basis=_tell_basis(check, words) if asked else "",
        stale=say("basket.stale") if asked and check.answer.is_stale else "",
        check=say("verdict.check") if asked else "",
        bearings=tuple(dict.fromkeys(_list_bearings(check, words, asked=asked))),
        rules=tuple(_list_rules(check, words, asked=asked)),
    )


def tell_reason(reason: Reason, words: Words) -> str:
    """Return the sentence of a reason with the source, date and confidence of the rule behind it, if it names one."""
    text, source = words.reason(reason), _tell_source_of(reason, words)
    return f"{text} ({source})" if source else text


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
        told = say.money(round(rate.vnd)) if rate.vnd >= 100 else f"{say.number(rate.vnd)} ₫"
        source = _tell_source(rate.source, rate.as_of, rate.confidence, words)
        notes.append(say("limit.rate", currency=rate.currency, vnd=told, source=source))
    notes.append(_tell_source(pool.source, _date_of(use, words), pool.confidence, words))
    share = None if use.amount is None else use.share
    badge = Badge(tone, shape, say(key))
    told = say("limit.of", amount=amount, limit=limit)
    return Bar(label=_name_pool(use, words), told=told, share=share, badge=badge, notes=tuple(notes))


def tell_amount(amount: float, unit: str, words: Words) -> str:
    """Return an amount in the unit of a pool: kilograms, litres or a currency."""
    if unit in ("kg", "L"):
        return f"{words.messages.number(amount)} {unit}"
    # The code instead of a sign: several of these currencies are called dollar or share a sign.
    return format_currency(round(amount), unit, format="¤¤ #,##0", locale=words.messages.locale, currency_digits=False)


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


def tell_weight(grams: int, words: Words) -> str:
    """Return a weight in kilograms."""
    return f"{words.messages.number(round(grams / 1000, 2))} kg"


def describe_shipping(band: ShippingBand, words: Words) -> str:
    """Return what sending may cost, with its source; "ask" where no price is published."""
    say = words.messages
    if band.low_vnd is None or band.high_vnd is None:
        price = say("ship.ask")
    else:
        price = tell_sum(band.low_vnd, band.high_vnd, words)
    name = " · ".join(part for part in (band.carrier, band.service) if part)
    days = say("ship.days", days=band.transit_days) if band.transit_days else say("ship.days_unknown")
    source = _tell_source(band.source, band.as_of, band.confidence, words)
    return say("ship.band", name=name, weight=tell_weight(band.weight_g, words), price=price, days=days, source=source)


def describe_refund(refund: Refund, words: Words) -> RefundText:
    """Return what may come back, at which shop how much is missing, and where customs confirm it.

    What holds for every shop alike is said once, among the notes.
    """
    say = words.messages
    most = say.money(refund.refund_high_vnd)
    shared = [reason for reason in refund.shops[0].reasons if _is_shared(reason, refund)] if refund.shops else []
    return RefundText(
        surely=say.money(refund.refund_low_vnd),
        possibly=say("refund.up_to", price=most) if refund.refund_high_vnd else most,
        shops=tuple(_describe_shop(shop, shared, words) for shop in refund.shops),
        at_exit=tuple(tell_reason(reason, words) for reason in (*refund.reasons[:1], *shared)),
        notes=tuple(tell_reason(reason, words) for reason in refund.reasons[1:]),
    )


def _is_shared(reason: Reason, refund: Refund) -> bool:
    return reason.code != CROSSING and all(reason in shop.reasons for shop in refund.shops)


def _describe_shop(shop: ShopRefund, shared: Sequence[Reason], words: Words) -> str:
    say = words.messages
    spent = tell_sum(shop.spent_low_vnd, shop.spent_high_vnd, words)
    parts = [say("refund.shop", place=words.name(shop.place_id), date=say.date(shop.on), spent=spent)]
    if shop.refund_high_vnd > 0:
        most = say("refund.up_to", price=say.money(shop.refund_high_vnd))
        is_band = shop.refund_low_vnd > 0
        band = say.price_band(shop.refund_low_vnd, shop.refund_high_vnd) if is_band else most
        parts.append(say("refund.crossed", band=band))
    if shop.missing_vnd > 0 and all(reason.code != CROSSING for reason in shop.reasons):
        threshold = say.money(words.catalogue.vat_refund.min_invoice_vnd)
        parts.append(say("refund.missing", missing=say.money(shop.missing_vnd), threshold=threshold))
    parts += [tell_reason(reason, words) for reason in shop.reasons if reason not in shared]
    sentences = (part[:1].upper() + part[1:] for part in parts)
    return " ".join(part if part.endswith((".", "!", ":")) else f"{part}." for part in sentences)


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


def _tell_basis(check: LineCheck, words: Words) -> str:
    answer, say = check.answer, words.messages
    confidence = say.find(f"confidence.{answer.confidence}") or answer.confidence
    return say("basket.basis", date=_speak_date(answer.as_of, words), confidence=confidence)


def _list_bearings(check: LineCheck, words: Words, *, asked: bool) -> list[str]:
    told = [words.reason(reason) for reason in check.reasons]
    if asked:
        codes = [reason for reason in check.answer.reasons if reason.split(":")[0] not in _OF_ONE_PACK]
        # What a category's rule says stands with its source among the rules.
        told += [words.verdict_reason(reason) for reason in codes if not reason.startswith("category:")]
    return told


def _list_rules(check: LineCheck, words: Words, *, asked: bool) -> Iterator[RuleText]:
    if asked:
        yield from (_describe_rule(rule, words) for rule in check.answer.rules)
    for reason in check.reasons:
        if source := _tell_source_of(reason, words):
            yield RuleText(text=words.reason(reason), source=source)


def _tell_source_of(reason: Reason, words: Words) -> str:
    source, as_of, confidence = (str(reason.params.get(name) or "") for name in ("source", "as_of", "confidence"))
    return _tell_source(source, as_of, confidence, words) if source or as_of else ""


def _describe_rule(rule: CarryHomeRule, words: Words) -> RuleText:
    say = words.messages
    category = say.find(f"carry.{rule.category}") or rule.category
    status = say.find(f"status.{rule.status}") or rule.status
    text = say("goods.category", category=category, status=status)
    if rule.limit is not None:
        limit = " ".join(part for part in (say.number(rule.limit), rule.unit or "") if part)
        text = f"{text}. {say('verdict.limit_note', limit=limit)}"
    remarks = "; ".join(part for part in (rule.legal_reference, rule.note) if part)
    return RuleText(
        text=text,
        source=_tell_source(rule.source, rule.as_of, rule.confidence, words),
        note=say("basket.remark", text=remarks) if remarks else "",
    )


def _tell_source(source: str, as_of: str, confidence: str, words: Words) -> str:
    say = words.messages
    told = say.find(f"confidence.{confidence}") or confidence
    return say(
        "basket.source",
        source=source or say("verdict.no_source"),
        date=_speak_date(as_of, words),
        confidence=told or say("basket.confidence_unknown"),
    )


def _speak_date(as_of: str, words: Words) -> str:
    return words.messages("verdict.no_date") if as_of in ("", "undated") else as_of


def _date_of(use: LimitUse, words: Words) -> str:
    """Return the date of the rules that name a pool: a pool has none of its own."""
    dates = {
        rule.as_of
        for (market, _), rule in words.catalogue.carry_home.items()
        if market == use.pool.market and use.pool.pool_id in rule.pool_ids
    }
    return ", ".join(sorted(_speak_date(one, words) for one in dates))


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
