"""Product cards: what a thing is, who made it where, what its stars and certificates are worth, how to have it again.

Only what the tables say. Where no article number and no page of the maker is known there is no QR code, and the card
says so; where no shop is known to have the product, the card says to ask the maker.
"""

from __future__ import annotations

from typing import Final

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.product import Product
from planner.present.basket import tell_stars
from planner.present.languages import capitalise
from planner.present.words import Words
from planner.publish.binding import open_paper
from planner.publish.paper import draw_modules, keep, printed, set_cell, set_line, set_row
from planner.publish.purchases import (
    PurchaseLine,
    get_basket,
    list_printed,
)
from planner.publish.qr import build_qr, find_link
from planner.publish.record import find_maker

_QR_MM: Final = 30.0
_COLUMNS: Final = (0.76, 0.24)
_MAX_SHOPS: Final = 4


@printed
def render_cards_pdf(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return a card for each article of the basket, once however often it is bought."""
    basket, say = get_basket(itinerary), words.messages
    paper = open_paper(itinerary, words, title=say("paper.cards_title"), foot=say("paper.cards_foot"))
    cards: dict[str, PurchaseLine] = {}
    for purchase in list_printed(basket, catalogue, words):
        cards.setdefault(purchase.article.key, purchase)
    if not cards:
        paper.text(say("paper.nothing"))
    for purchase in cards.values():
        paper.add(keep([_draw_card(purchase, catalogue, words), set_line()]))
    return paper.render()


def _draw_card(purchase: PurchaseLine, catalogue: Catalogue, words: Words) -> object:
    say, product = words.messages, purchase.product
    _, stars = tell_stars(purchase.article, words)
    facts = [
        (purchase.name, "name"),
        (purchase.local_name, "small"),
        (capitalise(stars), "strong"),
        *((text, "body") for text in _list_facts(purchase, product, catalogue, words)),
    ]
    link = find_link(product)
    if link is None:
        return set_row([set_cell(facts), set_cell([(say("card.no_qr"), "small")])], _COLUMNS)
    code = draw_modules(build_qr(link), _QR_MM)
    return set_row([set_cell(facts), [code, *set_cell([(link, "small")])]], _COLUMNS)


def _list_facts(purchase: PurchaseLine, product: Product | None, catalogue: Catalogue, words: Words) -> list[str]:
    say, kind = words.messages, purchase.kind
    told = []
    if kind is not None and kind.story_keywords:
        told.append(say("card.story", words=", ".join(kind.story_keywords)))
    told.append(say("card.maker", maker=find_maker(purchase, words)) if product else say("card.no_maker"))
    told.append(say("card.bought", place=purchase.place, address=words.address(purchase.line.offer.place_id)))
    if product is not None:
        home = _tell_village(product.producer_id, catalogue, words)
        told += [say("card.village", village=home)] if home else []
        certificates = ", ".join(product.certifications)
        told.append(say("card.certificates", names=certificates) if certificates else say("card.no_certificates"))
        if product.exports_to:
            told.append(say("card.exports", countries=say.join(say.country(code) for code in product.exports_to)))
    told.append(_tell_channels(purchase, product, catalogue, words))
    return told


def _tell_village(producer_id: str, catalogue: Catalogue, words: Words) -> str:
    maker = catalogue.located.get(producer_id)
    return "" if maker is None else ", ".join(part for part in (maker.commune, words.address(producer_id)) if part)


def _tell_channels(purchase: PurchaseLine, product: Product | None, catalogue: Catalogue, words: Words) -> str:
    """Return where the tables say that it may be had again; else that the maker is to be asked."""
    say = words.messages
    if product is None:
        return say("card.ask_place", place=purchase.place)
    shops = [
        row.sold_at_place_id
        for rows in catalogue.outlet_products_at.values()
        for row in rows
        if row.product_id == product.id and row.sold_at_place_id != product.producer_id
    ]
    ask = say("card.ask_maker")
    if not shops:
        return ask
    names = say.join(words.name(place_id) for place_id in shops[:_MAX_SHOPS])
    return f"{ask} {say('card.may_be_found', places=names)}"
