"""The purchase record: what was bought where, from whom, for how much, with or without an invoice. CSV and PDF."""

from __future__ import annotations

from typing import Final

from planner.model.basket import Basket
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.words import Words
from planner.publish.binding import open_paper
from planner.publish.paper import printed, set_cell, set_table
from planner.publish.purchases import (
    PurchaseLine,
    find_noted,
    get_basket,
    list_printed,
    list_purchases,
    tell_value,
)
from planner.publish.spreadsheet import Cell, render_csv

HEADER: Final = (
    "date", "article", "article_vi", "packs", "place", "address", "maker", "planned_low_vnd", "planned_high_vnd",
    "is_plan_estimate", "paid_vnd", "is_noted", "vat_invoice", "article_key", "place_id",
)  # fmt: skip
_COLUMNS: Final = (0.25, 0.07, 0.27, 0.19, 0.12, 0.1)


def render_record_csv(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return the purchase record as CSV; what the traveller has not noted stays empty."""
    basket = get_basket(itinerary)
    purchases = list_purchases(basket, catalogue, words)
    return render_csv(HEADER, [_list_cells(one, basket, words) for one in purchases])


def _list_cells(purchase: PurchaseLine, basket: Basket, words: Words) -> list[Cell]:
    offer, noted = purchase.line.offer, find_noted(basket, purchase)
    return [
        (noted.on if noted is not None and noted.on is not None else offer.on).isoformat(),
        purchase.name,
        purchase.name_vi,
        purchase.line.quantity if noted is None else noted.quantity,
        purchase.place,
        words.address(offer.place_id),
        find_maker(purchase, words) or None,
        purchase.low_vnd,
        purchase.high_vnd,
        None if purchase.low_vnd is None else "no" if purchase.article.is_price_known else "yes",
        None if noted is None else noted.paid_vnd,
        "no" if noted is None else "yes",
        _get_invoice_word(purchase, basket),
        purchase.article.key,
        offer.place_id,
    ]


def find_maker(purchase: PurchaseLine, words: Words) -> str:
    """Return the name of the maker; empty for a typical good, whose maker no table names."""
    return "" if purchase.product is None else words.name(purchase.product.producer_id)


def _get_invoice_word(purchase: PurchaseLine, basket: Basket) -> str:
    """Return yes, no or ask: as noted, else whether the shop is known to issue invoices for the refund of the tax."""
    noted, offer = find_noted(basket, purchase), purchase.line.offer
    if noted is not None and noted.has_invoice is not None:
        return "yes" if noted.has_invoice else "no"
    known = [
        shop.is_registered for shop in basket.refund.shops if (shop.place_id, shop.on) == (offer.place_id, offer.on)
    ]
    return "no" if known and known[0] is False else "ask"


@printed
def render_record_pdf(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return the purchase record as pages with room to write what was paid."""
    basket, say = get_basket(itinerary), words.messages
    purchases = list_printed(basket, catalogue, words)
    paper = open_paper(itinerary, words, title=say("paper.record_title"), foot=say("paper.record_foot"))
    if not purchases:
        paper.text(say("paper.nothing"))
    header = [say(f"column.{name}") for name in ("article", "packs", "where", "planned", "paid", "invoice")]
    for day in sorted({one.line.offer.day for one in purchases}):
        bought = [one for one in purchases if one.line.offer.day == day]
        paper.heading(say("day.heading", number=day, date=say.date(bought[0].line.offer.on)))
        paper.add(set_table(header, [_draw_cells(one, basket, words) for one in bought], _COLUMNS))
    if purchases:
        paper.gap(3)
        paper.text(say("paper.record_note"), "aside")
    return paper.render()


def _draw_cells(purchase: PurchaseLine, basket: Basket, words: Words) -> list[object]:
    say, noted, offer = words.messages, find_noted(basket, purchase), purchase.line.offer
    maker = find_maker(purchase, words)
    made_by = say("paper.made_by", maker=maker) if maker else say("paper.maker_unknown")
    paid = "" if noted is None or noted.paid_vnd is None else say.money(noted.paid_vnd)
    other_day = noted is not None and noted.on is not None and noted.on != offer.on
    bought_on = say.date(noted.on) if other_day and noted is not None and noted.on is not None else ""
    return [
        set_cell([(purchase.name, "strong"), (purchase.local_name, "small"), (bought_on, "small")]),
        str(purchase.line.quantity if noted is None else noted.quantity),
        set_cell([(purchase.place, "body"), (words.address(offer.place_id), "small"), (made_by, "small")]),
        tell_value(purchase, words),
        paid or "……………",
        say(f"invoice.{_get_invoice_word(purchase, basket)}"),
    ]
