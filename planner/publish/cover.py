"""The cover of a brochure: who offers what to whom and when, over a picture of the whole way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from planner.model.itinerary import Itinerary
from planner.model.quote import Letterhead, Proposal, Quote
from planner.present.palette import LIGHT
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.book import MARGIN, PAGE, WIDTH, set_text
from planner.publish.fonts import STRONG, make_printable, measure
from planner.publish.inks import INK, SOFT
from planner.publish.pages import Mark
from planner.publish.route_map import RouteMap

_BANDS: Final = (66 * mm, 92 * mm)
"""Height of the coloured band at the top, without and with a letterhead."""
_FACTS: Final = 40 * mm
_COLUMNS: Final = (WIDTH * 0.44, WIDTH * 0.26, WIDTH * 0.3)
_WHITE: Final = HexColor(LIGHT.on_day)
_VALUE_SIZES: Final = (9.4, 8.8, 8.2)
_TITLE_SIZES: Final = (32.0, 27.0, 23.0, 19.0, 16.0, 13.0)


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the facts at the foot of the cover."""

    label: str
    value: str


def tell_letterhead(letterhead: Letterhead, words: Words) -> list[str]:
    """Return the lines of a letterhead below its name: how to reach the operator, and the licence."""
    licence = words.messages("brochure.licence", number=letterhead.licence) if letterhead.licence.strip() else ""
    reach = " · ".join(part for part in (letterhead.phone.strip(), letterhead.email.strip()) if part)
    return [line for line in (letterhead.address.strip(), reach, licence) if line]


def list_facts(itinerary: Itinerary, words: Words, quote: Quote | None = None) -> list[Fact]:
    """Return dates, length, party, vehicle and ends of a trip; party and vehicle as quoted, if it is."""
    say, request = words.messages, itinerary.request
    first, last = itinerary.days[0].date, itinerary.days[-1].date
    dates = say.date(first) if first == last else say("paper.dates", start=say.date(first), end=say.date(last))
    size = request.party.size if quote is None else quote.terms.group_size
    vehicle = request.vehicle if quote is None else quote.get_head_price().vehicle
    return [
        Fact(say("brochure.when"), dates),
        Fact(say("brochure.length"), say("unit.days", count=len(itinerary.days))),
        Fact(say("brochure.party"), say("unit.people", count=size)),
        Fact(say("brochure.vehicle"), say(f"vehicle.{vehicle}")),
        Fact(say("brochure.start"), words.glossed_name(request.start)),
        Fact(say("brochure.end"), words.glossed_name(request.end_or_start)),
    ]


class Cover(Flowable):  # type: ignore[misc]
    """The whole first page."""

    def __init__(self, itinerary: Itinerary, words: Words, proposal: Proposal) -> None:
        super().__init__()
        self.width, self.height = PAGE
        self.letterhead = proposal.letterhead or Letterhead()
        say = words.messages
        self.title = name_trip(itinerary.request, words)
        client = proposal.client.strip()
        self.client = say("brochure.for_client", client=client) if client else ""
        self.reach = tell_letterhead(self.letterhead, words)
        self.facts = list_facts(itinerary, words, proposal.quote)
        self.note = say("brochure.map_note")
        self.band = _BANDS[bool(self.letterhead.name.strip() or self.reach)]
        high = PAGE[1] - self.band - _FACTS - 24 * mm
        self.map = RouteMap(itinerary, range(len(itinerary.days)), words, (WIDTH, high))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of the page."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw band, map and facts."""
        self.canv.mark(Mark(self.title, "cover"))
        self._draw_band()
        bottom = _FACTS + 14 * mm
        self.map.drawOn(self.canv, MARGIN, bottom)
        note = set_text(self.note, "small", fontSize=6.8, leading=9)
        _, high = note.wrap(WIDTH, 40)
        note.drawOn(self.canv, MARGIN, bottom - high - 3)
        self._draw_facts()

    def _draw_band(self) -> None:
        top = PAGE[1]
        self.canv.setFillColor(HexColor(LIGHT.accent))
        self.canv.rect(0, top - self.band, PAGE[0], self.band, stroke=0, fill=1)
        y = top - 15 * mm
        if self.letterhead.name.strip():
            y -= self._write(set_text(self.letterhead.name, "strong", fontSize=12, leading=16, textColor=_WHITE), y)
        for line in self.reach:
            y -= self._write(set_text(line, "small", 160, textColor=_WHITE), y)
        client = set_text(self.client, "lead", 160, textColor=_WHITE) if self.client else None
        under = 12 * mm + (client.wrap(WIDTH, 200)[1] if client else 0)
        room = y - (top - self.band) - under - 4 * mm
        title = _fit_title(self.title, room)
        _, high = title.wrap(WIDTH, room)
        at = top - self.band + under
        title.drawOn(self.canv, MARGIN, at)
        self.canv.setFillColor(_WHITE)
        if client:
            client.drawOn(self.canv, MARGIN, top - self.band + 9 * mm)
        if y - (at + high) > 8 * mm:
            self.canv.rect(MARGIN, at + high + 3 * mm, 18 * mm, 1.4, stroke=0, fill=1)

    def _write(self, piece: Any, y: float) -> float:
        _, high = piece.wrap(WIDTH, 60)
        piece.drawOn(self.canv, MARGIN, y - high)
        return float(high)

    def _draw_facts(self) -> None:
        """Draw the facts in three columns of two rows."""
        for number, fact in enumerate(self.facts):
            column, row = number % 3, number // 3
            x, y = MARGIN + sum(_COLUMNS[:column]), _FACTS + 1 * mm - row * 16 * mm
            wide = _COLUMNS[column] - 8
            for piece in (set_text(fact.label, "small", textColor=SOFT), _fit_value(fact.value, wide)):
                _, high = piece.wrap(wide, 60)
                piece.drawOn(self.canv, x, y - high)
                y -= high


def _fit_value(text: str, width: float) -> Paragraph:
    """Return a fact in the largest letters that leave it on one line; the largest of all where none does."""
    sizes = [size for size in _VALUE_SIZES if measure(make_printable(text), STRONG, size) <= width]
    return set_text(text, "strong", 110, textColor=INK, fontSize=(sizes or _VALUE_SIZES)[0], leading=12)


def _fit_title(text: str, room: float) -> Paragraph:
    """Return the title in the largest letters that leave it within a height; the smallest where none does."""
    for size in _TITLE_SIZES:
        piece = set_text(text, "title", fontSize=size, leading=size * 1.18, textColor=_WHITE)
        if piece.wrap(WIDTH, 1000)[1] <= room:
            break
    return piece
