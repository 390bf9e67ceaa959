"""The product cards of a brochure: what may be taken home from where, what it costs, and what the border says to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle

from planner.model.itinerary import Itinerary, VisitProduct
from planner.present.languages import capitalise
from planner.present.palette import LIGHT
from planner.present.sources import tell_date
from planner.present.words import Words
from planner.publish.book import LINE, WIDTH, gap, set_heading, set_section, set_text
from planner.publish.fonts import STRONG
from planner.publish.inks import BAND, RULE, SOFT
from planner.publish.references import References
from planner.publish.stations import tell_day

CARDS_PER_STOP: Final = 4
MAX_CARDS: Final = 48
"""More would be a catalogue, not a brochure; how many are left out is said."""
_GUTTER: Final = 10.0
_MAX_REASONS: Final = 320


@dataclass(frozen=True, slots=True)
class Card:
    """A product where it is first met on the trip."""

    product: VisitProduct
    day: int
    stop: int
    place_id: str


def _list_cards(itinerary: Itinerary) -> tuple[list[Card], int]:
    """Return the products of a trip, each once, and how many more there are."""
    cards: dict[tuple[str, str], Card] = {}
    left_out: set[tuple[str, str]] = set()
    for day_number, day in enumerate(itinerary.days, start=1):
        for stop, visit in enumerate(day.visits, start=1):
            here = 0
            for product in visit.products:
                key = (product.product_id or "", product.product_type)
                if key in cards:
                    continue
                if here < CARDS_PER_STOP and len(cards) < MAX_CARDS:
                    cards[key] = Card(product, day_number, stop, visit.place_id)
                    here += 1
                else:
                    left_out.add(key)
    return list(cards.values()), len(left_out - cards.keys())


def build_goods(itinerary: Itinerary, words: Words, references: References) -> list[Flowable]:
    """Return the pages of products, stop by stop; nothing for a trip without any."""
    cards, more = _list_cards(itinerary)
    if not cards:
        return []
    say = words.messages
    pieces = set_section(say("brochure.goods_title"), "goods")
    pieces.append(set_text(say("brochure.goods_lead")))
    market = itinerary.request.home_market
    if market:
        text = f"{say('verdict.market_title', market=say.country(market))} {say('verdict.check')}"
        pieces.append(set_text(text, "strong"))
    else:
        pieces.append(set_text(say("verdict.no_market"), "aside"))
    for day in range(1, len(itinerary.days) + 1):
        of_day = [card for card in cards if card.day == day]
        if of_day:
            title = tell_day(itinerary.days[day - 1], day, words)
            pieces += [*set_heading(title, 48), _set_grid(of_day, words, references)]
    if more:
        pieces += [gap(), set_text(say("brochure.more", count=more), "small")]
    return pieces


def _set_grid(cards: Sequence[Card], words: Words, references: References) -> Table:
    """Return cards in two columns; a row of two is never parted by the end of a page unless it is longer than one."""
    cells = [_draw_card(card, words, references) for card in cards]
    rows = [[cells[n], "", cells[n + 1] if n + 1 < len(cells) else ""] for n in range(0, len(cells), 2)]
    wide = (WIDTH - _GUTTER) / 2
    table = Table(rows, colWidths=[wide, _GUTTER, wide], splitInRow=0)
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 9),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ("LINEBELOW", (0, 0), (-1, -1), _GUTTER / 2, "#ffffff"),
    ]
    for number, card in enumerate(cards):
        cell = (2 * (number % 2), number // 2)
        style += [("BACKGROUND", cell, cell, BAND), ("LINEBEFORE", cell, cell, 2.4, _find_colour(card.product, words))]
    table.setStyle(TableStyle(style))
    return table


def _find_colour(product: VisitProduct, words: Words) -> HexColor:
    badge = words.badge(product)
    return RULE if badge is None else HexColor(LIGHT.tones[badge.tone][1])


def _draw_card(card: Card, words: Words, references: References) -> list[Flowable]:
    say, product = words.messages, card.product
    place = say("brochure.at_stop", number=card.stop, place=words.glossed_name(card.place_id))
    available = say(f"availability.{product.availability}")
    pieces = [
        set_text(words.product(product), "strong", fontSize=9.6),
        set_text(f"{place}: {available}", "small"),
        set_text(capitalise(words.stars(product)), "small"),
        set_text(capitalise(words.price(product)), "body", fontSize=7.9, leading=LINE - 1.8),
    ]
    if badge := words.badge(product):
        ink = HexColor(LIGHT.tones[badge.tone][1])
        pieces.append(set_text(capitalise(badge.word), "strong", textColor=ink, fontName=STRONG))
        pieces += _explain(product, words, references)
    return pieces


def _explain(product: VisitProduct, words: Words, references: References) -> list[Flowable]:
    """Return what a verdict rests on: reasons, limit, number and date of the source, how sure it is."""
    say = words.messages
    reasons = dict.fromkeys(words.verdict_reason(one) for one in product.verdict_reasons)
    told = [capitalise("; ".join(reasons))] if reasons else []
    if product.verdict_limit:
        told.append(say("verdict.limit_note", limit=product.verdict_limit))
    numbers = ", ".join(f"[{references.cite(source)}]" for source in product.verdict_sources)
    as_of = tell_date(product.verdict_as_of or "", words)
    basis = [say("verdict.source_note", source=numbers or say("verdict.no_source"), date=as_of)]
    if product.verdict_confidence:
        basis.append(say("verdict.confidence_note", confidence=words.confidence(product.verdict_confidence)))
    if product.is_verdict_stale:
        basis.append(say("verdict.stale").rstrip("."))
    lines = [set_text(text, "small", _MAX_REASONS) for text in told]
    return [*lines, set_text(" · ".join(basis), "small", textColor=SOFT)]
