"""Purchases in words: their stops, their cards and the rules behind them; plain text.

Whoever shows a text escapes it for the place where it stands, as with everything of `words`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from planner.model.basket import (
    Article,
    Basket,
    BasketLine,
    Carriage,
    LineCheck,
    Traveller,
)
from planner.model.market import HOME_COUNTRY, CarryHomeRule
from planner.present.sources import tell_date, tell_source, tell_source_of
from planner.present.stars import picture_stars
from planner.present.words import Badge, Words

_CARRIAGE: Final = {
    Carriage.CABIN: "carriage.cabin",
    Carriage.HOLD: "carriage.hold",
    Carriage.SHIP: "carriage.ship",
    Carriage.ASK: "carriage.ask",
}
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
    """Empty where no stop is spoken of."""
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
    if article.product_id is None:
        return words.product_type(article.product_type)
    return words.glossed_product(article.name_vi, article.product_type)


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
    return picture_stars(article.stars, article.stars_note), told


def tell_price(article: Article, words: Words) -> str:
    """Return the price of a pack: known, or the band of its kind marked as an estimate, or that none is known."""
    if article.is_price_known and article.price_high_vnd is not None:
        return words.known_price(article.price_high_vnd)
    return words.estimated_price(article.price_low_vnd, article.price_high_vnd)


def tell_sum(low_vnd: int, high_vnd: int, words: Words) -> str:
    """Return a sum of prices; a band is an estimate and says so."""
    band = words.messages.price_band(low_vnd, high_vnd)
    return band if low_vnd == high_vnd else words.messages("basket.about", band=band)


def describe_line(line: BasketLine, traveller: Traveller, words: Words) -> LineText:
    """Return the card of a purchase."""
    availability = words.messages.find(f"availability.{line.offer.availability}") or line.offer.availability
    _, stars_told = tell_stars(line.offer.article, words)
    why = tuple(words.reason(reason) for reason in line.reasons)
    card = describe_article(line.offer.article, line.check, traveller, words)
    return replace(card, stars_told=stars_told, availability=availability, why=why)


def describe_article(article: Article, check: LineCheck, traveller: Traveller, words: Words) -> LineText:
    """Return the card of some packs of an article, wherever they are bought."""
    say, asked = words.messages, crosses_border(traveller)
    stars, stars_told = tell_stars(article, words)
    low, high, count = article.price_low_vnd, article.price_high_vnd, check.quantity
    total = "" if count == 1 or low is None or high is None else tell_sum(count * low, count * high, words)
    return LineText(
        name=name_article(article, words),
        stars=stars,
        stars_told=stars_told if article.product_id is not None else say("explore.typical_good"),
        price=tell_price(article, words),
        sum=say("basket.together", price=total) if total else "",
        availability="",
        carriage=say(_CARRIAGE[check.carriage]),
        why=(),
        badge=words.verdict_badge(check.verdict, check.is_green) if asked else None,
        basis=_tell_basis(check, words) if asked else "",
        stale=say("basket.stale") if asked and check.answer.is_stale else "",
        check=say("verdict.check") if asked else "",
        bearings=tuple(dict.fromkeys(_list_bearings(check, words, asked=asked))),
        rules=tuple(_list_rules(check, words, asked=asked)),
    )


def _tell_basis(check: LineCheck, words: Words) -> str:
    answer, say = check.answer, words.messages
    return say("basket.basis", date=tell_date(answer.as_of, words), confidence=words.confidence(answer.confidence))


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
        if source := tell_source_of(reason, words):
            yield RuleText(text=words.reason(reason), source=source)


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
        source=tell_source(rule.source, rule.as_of, rule.confidence, words),
        note=say("basket.remark", text=remarks) if remarks else "",
    )
