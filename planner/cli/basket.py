"""``planner basket``: what to buy on a planned trip, at which stop, and whether it may go home."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.markup import escape

from planner.cli.common import (
    DataOption,
    JsonOption,
    LanguageOption,
    check_writable,
    load,
    out,
    read_plan_file,
    say_line,
    write_whole,
)
from planner.errors import RequestError
from planner.goods.notes import list_paid
from planner.model.basket import Basket, BasketLine, Gift, LeftOut
from planner.model.itinerary import Itinerary, dump_plan
from planner.present.basket import crosses_border, describe_line, group_by_stop, name_article, name_place, tell_sum
from planner.present.basket_bars import describe_limit, describe_luggage, list_breaks
from planner.present.basket_money import describe_refund, describe_shipping
from planner.present.sources import tell_reason
from planner.present.words import Words, build_words

MAX_DIGITS = 4
"""Of a number of people; how many may be is decided with the wishes."""
MAX_PRICE_DIGITS = 15
"""Of a price; how much may be is decided where it is noted."""
NO_PRICE = "none"
"""Written in the place of a price that is taken back."""
MAX_LEFT_OUT = 20
"""Goods left out that are printed; all of them stand in the JSON."""
_COLOURS = {"good": "green", "care": "yellow", "bad": "red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("basket")(basket)


def basket(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    gifts: Annotated[
        list[str] | None,
        typer.Option("--gifts", metavar="N[:LIKES]", help="Presents for N people, e.g. 4:tea,handicraft; repeatable."),
    ] = None,
    budget: Annotated[int | None, typer.Option(metavar="VND", help="Of the whole party; the request's.")] = None,
    luggage_kg: Annotated[
        float | None, typer.Option("--luggage-kg", help="Room for purchases per person; the request's.")
    ] = None,
    days_until_home: Annotated[int, typer.Option(help="Days from the end of the trip until home.")] = 1,
    paid: Annotated[
        list[str] | None,
        typer.Option(
            "--paid",
            metavar="ARTICLE[@PLACE]=VND",
            help="Note what all packs of an article of the saved basket really cost, for the purchase record; "
            "ARTICLE=none takes it back. Repeatable; the basket is not planned again.",
        ),
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="Write the plan with the basket as JSON.")] = None,
    data: DataOption = None,
    settings: Annotated[Path | None, typer.Option(help="Another settings.toml.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Say what to buy at which stop of a saved plan, whether it may go home, and what was left out and why."""
    from planner.api import build_planner
    from planner.plan.basket import read_likes, read_wishes
    from planner.settings import DEFAULT_PATH

    presents = tuple(_split_gift(text) for text in gifts or ())
    prices = tuple(_split_paid(text) for text in paid or ())
    is_wished = bool(presents) or budget is not None or luggage_kg is not None or days_until_home != 1
    if prices and (is_wished or out_file is None):
        raise _refuse_paid("--paid notes prices in a saved basket: it takes no wishes, and needs --out")
    if out_file is not None:
        check_writable(out_file)
    itinerary = read_plan_file(plan_file)
    catalogue = load(data)
    planner = build_planner(catalogue, settings_path=settings or DEFAULT_PATH)
    if violations := planner.check(replace(itinerary, basket=None)):
        message = f"the plan breaks {len(violations)} rules, first: {violations[0].message}"
        raise RequestError("R023", message, where=str(plan_file), remedy="see `planner check`, or plan again")
    if prices:
        planned = _note_prices(itinerary, prices)
    else:
        wishes = read_wishes(itinerary.request, catalogue)
        wishes = replace(
            wishes,
            budget_vnd=wishes.budget_vnd if budget is None else budget,
            gifts=tuple(Gift(people=people, likes=read_likes(words, catalogue)) for people, words in presents),
        )
        planned = planner.plan_basket(
            itinerary, wishes, days_until_home=days_until_home, luggage_kg_per_person=luggage_kg
        )
    if out_file is not None:
        write_whole(out_file, dump_plan(planned).encode())
    assert planned.basket is not None
    if as_json:
        sys.stdout.write(TypeAdapter(Basket).dump_json(planned.basket, indent=2).decode() + "\n")
    else:
        print_basket(planned.basket, build_words(lang, catalogue))
    return 0


def print_basket(planned: Basket, words: Words) -> None:
    """Print a basket by stops, then what holds for the whole of it."""
    for notice in planned.notices:
        _say(f"! {tell_reason(notice, words)}")
    for text in list_breaks(planned, words):
        _say(f"! {text}")
    for stop in group_by_stop(planned):
        place = name_place(stop.place_id, stop.place_name_vi, words)
        _say(f"\n{stop.day}. {words.messages.date(stop.on)}: {place}")
        for line in stop.lines:
            _print_line(planned, line, words)
    if planned.lines:
        _print_whole(planned, words)
    _print_left_out(planned.left_out, words)
    if planned.lines and crosses_border(planned.traveller):
        _say(f"\n{words.messages('verdict.check')}")


def _split_gift(text: str) -> tuple[int, tuple[str, ...]]:
    """Return people and words of ``4:tea,ceramics``; without words they like anything."""
    people, _, words = text.partition(":")
    if not (people.strip().isascii() and people.strip().isdigit() and len(people.strip()) <= MAX_DIGITS):
        message = f"{text[:60]!r} names no number of people"
        raise RequestError(
            "R024", message, where="--gifts", remedy="write PEOPLE or PEOPLE:LIKES, as in 4:tea,ceramics"
        )
    return int(people), tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))


def _split_paid(text: str) -> tuple[str, str | None, int | None]:
    """Return article, place (None = the only one) and VND (None = take it back) of ``honey@cv-bat-trang=310000``."""
    bought, _, price = text.rpartition("=")
    key, _, place_id = (part.strip() for part in bought.partition("@"))
    price = price.strip()
    is_price = price.isascii() and price.isdigit() and len(price) <= MAX_PRICE_DIGITS
    if not key or not (is_price or price == NO_PRICE):
        raise _refuse_paid(f"{text[:60]!r} names no article and price")
    return key, place_id or None, int(price) if is_price else None


def _note_prices(itinerary: Itinerary, prices: Sequence[tuple[str, str | None, int | None]]) -> Itinerary:
    """Return the plan with prices in the basket that it has."""
    from planner.goods.notes import note_price

    noted = itinerary.basket
    if noted is None:
        raise _refuse_paid("the plan has no basket")
    for key, place_id, vnd in prices:
        noted = note_price(noted, key, vnd, place_id=place_id)
    return replace(itinerary, basket=noted)


def _refuse_paid(message: str) -> RequestError:
    remedy = (
        "make the basket with --out first, then write ARTICLE=VND in digits, as in --paid honey=310000 --out PLAN.json"
    )
    return RequestError("R026", message, where="--paid", remedy=remedy)


def _print_line(planned: Basket, line: BasketLine, words: Words) -> None:
    told = describe_line(line, planned.traveller, words)
    stars = f" {told.stars}" if told.stars else ""
    head = f"   {line.quantity} x {escape(told.name)}{stars}"
    if told.badge is not None:
        head += f"  [{_COLOURS[told.badge.tone]}]{escape(told.badge.word)}[/]"
    out.print(head, highlight=False, soft_wrap=True)
    # What is typical of a place has no stars to be told of.
    stars_told = "" if line.offer.article.product_id is None else told.stars_told
    parts = [told.price, told.sum, stars_told, told.availability, told.carriage]
    _say(f"     {'; '.join(part for part in parts if part)}")
    paid_vnd = list_paid(planned).get((line.offer.article.key, line.offer.place_id))
    if paid_vnd is not None:
        _say(f"     {words.messages('column.paid')}: {words.messages.money(paid_vnd)}")
    for why in told.why:
        _say(f"     + {why}")
    basis = "; ".join(part for part in (told.basis, told.stale, told.check) if part)
    cited = {rule.text for rule in told.rules}
    for note in (basis, *(one for one in told.bearings if one not in cited)):
        if note:
            _say(f"     - {note}")
    for rule in told.rules:
        _say(f"     - {rule.text} ({rule.source}). {rule.note}".rstrip())


def _print_whole(planned: Basket, words: Words) -> None:
    """Print money, limits, luggage, refund and parcels."""
    speak = words.messages
    _say(f"\n{speak('basket.spend')}: {tell_sum(planned.spend_low_vnd, planned.spend_high_vnd, words)}")
    _say(speak("basket.optimal" if planned.is_optimal else "basket.not_proved"))
    bars = [describe_limit(use, planned.traveller, words) for use in planned.limits]
    if bars:
        _say(f"\n{speak('limit.title')}")
    for bar in (*bars, *describe_luggage(planned, words)):
        told = f"[{_COLOURS[bar.badge.tone]}]{escape(bar.badge.word)}[/]"
        out.print(f"  {escape(bar.label)}: {escape(bar.told)}, {told}", highlight=False, soft_wrap=True)
        for note in bar.notes:
            _say(f"    {note}")
    for reason in planned.luggage.reasons:
        _say(f"  {tell_reason(reason, words)}")
    refund = describe_refund(planned.refund, words)
    _say(f"\n{speak('refund.title')}")
    _say(f"  {speak('refund.surely')}: {refund.surely}; {speak('refund.possibly')}: {refund.possibly}")
    for text in (*refund.shops, *refund.at_exit, *refund.notes):
        _say(f"  {text}")
    if planned.shipping:
        _say(f"\n{speak('carriage.ship')}")
    for band in planned.shipping:
        _say(f"  {describe_shipping(band, words)}")
    if planned.shipping:
        _say(f"  {speak('ship.note')}")


def _print_left_out(left_out: Sequence[LeftOut], words: Words) -> None:
    if not left_out:
        return
    _say(f"\n{words.messages('basket.left_title', count=len(left_out))}")
    for one in left_out[:MAX_LEFT_OUT]:
        place = name_place(one.offer.place_id, one.offer.place_name_vi, words)
        _say(f"  {name_article(one.offer.article, words)} ({place}): {tell_reason(one.reason, words)}")
    if len(left_out) > MAX_LEFT_OUT:
        _say(f"  ({words.messages('basket.left_more', count=len(left_out) - MAX_LEFT_OUT)}: --json)")


def _say(text: str) -> None:
    out.print(say_line(text) if "\n" not in text else text, markup=False, highlight=False, soft_wrap=True)
