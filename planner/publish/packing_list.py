"""The packing list: what goes into which bag, how heavy it is, and how it is wrapped. CSV and PDF."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from planner.model.basket import Basket, Carriage
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.basket import crosses_border
from planner.present.basket_bars import describe_luggage, tell_weight
from planner.present.basket_money import describe_shipping
from planner.present.languages import capitalise
from planner.present.sources import tell_reason
from planner.present.words import Words
from planner.publish.binding import open_paper
from planner.publish.paper import Paper, draw_tick_box, printed, set_cell, set_table
from planner.publish.purchases import (
    MARK,
    PurchaseLine,
    get_basket,
    is_of_luggage,
    list_printed,
    list_purchases,
    tell_content,
)
from planner.publish.spreadsheet import Cell, render_csv

BAGS: Final[dict[Carriage, str]] = {
    Carriage.CABIN: "carriage.cabin",
    Carriage.HOLD: "carriage.hold",
    Carriage.ASK: "paper.bag_ask",
    Carriage.SHIP: "carriage.ship",
}
"""Bags in the order of the list, with the key of their name."""

HEADER: Final = (
    "bag", "article", "article_vi", "packs", "content_g", "content_basis", "how_to_pack", "eat_by", "bought_at",
    "day", "date", "article_key",
)  # fmt: skip
_COLUMNS: Final = (0.05, 0.43, 0.08, 0.12, 0.32)
_SHORT: Final = timedelta(days=60)
"""Goods that keep longer than this need no date on the pages; the table has it all the same."""


def render_packing_csv(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return the packing list as CSV: one row per purchase, weights in grams of the content alone."""
    purchases = list_purchases(get_basket(itinerary), catalogue, words)
    rows = [_list_cells(one, words) for bag in BAGS for one in purchases if one.line.check.carriage is bag]
    return render_csv(HEADER, rows)


def _list_cells(purchase: PurchaseLine, words: Words) -> list[Cell]:
    offer = purchase.line.offer
    basis = "own" if purchase.is_weight_known else "typical_of_kind"
    eat_by = _find_eat_by(purchase)
    return [
        purchase.line.check.carriage.value,
        purchase.name,
        purchase.name_vi,
        purchase.line.quantity,
        purchase.content_g,
        "unknown" if purchase.content_g is None else basis,
        "; ".join(_list_handling(purchase, words)),
        None if eat_by is None else eat_by.isoformat(),
        purchase.place,
        offer.day,
        offer.on.isoformat(),
        purchase.article.key,
    ]


@printed
def render_packing_pdf(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return the packing list as pages to tick off, bag by bag."""
    basket, say = get_basket(itinerary), words.messages
    purchases = list_printed(basket, catalogue, words)
    foot = say("paper.packing_foot") if crosses_border(basket.traveller) else ""
    paper = open_paper(itinerary, words, title=say("paper.packing_title"), foot=foot)
    if not purchases:
        paper.text(say("paper.nothing"))
    for bar in describe_luggage(basket, words):
        paper.text(say("paper.bag_room", bag=capitalise(bar.label), told=bar.told, state=bar.badge.word))
    for bag, key in BAGS.items():
        packed = [one for one in purchases if one.line.check.carriage is bag]
        if packed:
            paper.heading(capitalise(say(key)))
            rows = [[draw_tick_box(), *_draw_cells(one, words)] for one in packed]
            header = ("", *(say(f"column.{name}") for name in ("article", "packs", "weight", "packing")))
            paper.add(set_table(header, rows, _COLUMNS))
    _add_notes(paper, basket, words)
    return paper.render()


def _draw_cells(purchase: PurchaseLine, words: Words) -> list[object]:
    say, offer = words.messages, purchase.line.offer
    bought = say("paper.bought_at", place=purchase.place, date=say.date(offer.on))
    article = set_cell([(purchase.name, "strong"), (purchase.local_name, "small"), (bought, "small")])
    handling = set_cell([(capitalise(text), "body") for text in _list_handling(purchase, words)])
    return [article, str(purchase.line.quantity), tell_content(purchase, words), handling]


def _add_notes(paper: Paper, basket: Basket, words: Words) -> None:
    say = words.messages
    paper.gap(3)
    paper.text(say("paper.weights", mark=MARK.strip()), "aside")
    if not basket.luggage.is_complete:
        paper.text(say("paper.weights_incomplete"), "aside")
    if basket.luggage.ship_g or basket.shipping:
        paper.heading(say("paper.shipping"))
        paper.text(say("paper.ship_weight", weight=tell_weight(basket.luggage.ship_g, words)))
        for band in basket.shipping:
            paper.text(capitalise(describe_shipping(band, words)), "small")
    told = dict.fromkeys(
        [
            *(tell_reason(one, words) for one in basket.luggage.reasons),
            *(
                tell_reason(one, words)
                for line in basket.lines
                for one in line.check.reasons
                if is_of_luggage(one.code)
            ),
        ]
    )
    if told:
        paper.heading(say("paper.rules_of_luggage"))
        for text in told:
            paper.text(capitalise(text), "small")


def _list_handling(purchase: PurchaseLine, words: Words) -> list[str]:
    """Return how a purchase is wrapped and kept, in words; what is not known to need care says so."""
    kind, say = purchase.kind, words.messages
    if kind is None:
        return [say("pack.unknown")]
    is_alcohol = kind.abv is not None and kind.abv > 0
    needs = {
        "pack.ship": purchase.line.check.carriage is Carriage.SHIP,
        "pack.fragile": kind.is_fragile,
        "pack.liquid": kind.is_liquid,
        "pack.liquor": is_alcohol,
        "pack.blade": kind.is_blade,
        "pack.smell": kind.has_strong_smell,
        "pack.flammable": kind.is_flammable and not is_alcohol,  # drinks have rules of their own
        "pack.cold": kind.needs_cold_chain,
    }
    told = [say(key) for key, is_needed in needs.items() if is_needed] or [say("pack.plain")]
    eat_by = _find_eat_by(purchase)
    if eat_by is not None and eat_by - purchase.line.offer.on <= _SHORT:
        told.append(say("pack.eat_by", date=say.date(eat_by)))
    return told


def _find_eat_by(purchase: PurchaseLine) -> date | None:
    """Return how long a purchase keeps, by its kind; None where that is not known."""
    days = None if purchase.kind is None else purchase.kind.shelf_life_days
    return None if days is None else purchase.line.offer.on + timedelta(days=days)
