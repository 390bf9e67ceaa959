"""A day of the brochure: its picture, its course hour by hour, what is seen, made and bought, a code for map apps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, NightStay, PlanDay, Visit, VisitProduct
from planner.model.quote import CostKind, Quote
from planner.present.languages import capitalise, clock
from planner.present.palette import LIGHT
from planner.present.timeline import RowKind, TimelineRow, build_timeline
from planner.present.words import Words
from planner.publish.book import HEIGHT, LINE, WIDTH, Part, gap, set_bare, set_parts, set_text
from planner.publish.fonts import REGULAR, STRONG
from planner.publish.inks import INK, RULE, SOFT, WHITE
from planner.publish.map_links import build_geo_uri, find_day_link
from planner.publish.pages import Mark
from planner.publish.paper import draw_modules, draw_text
from planner.publish.qr import build_qr
from planner.publish.route_map import RouteMap, draw_depot
from planner.publish.stations import find_night, tell_day
from planner.publish.timetable import (
    list_day_notes,
    list_visit_notes,
    tell_done,
    tell_meal,
    tell_row,
    tell_sums,
)

MAP_HEIGHTS: Final = (40 * mm, 84 * mm)
"""Least and greatest height of the picture."""
QR_MM: Final = 24.0
NAMED_PRODUCTS: Final = (3, 2, 1, 0)
"""Products of a stop that are named in the course of the day: so many that the day stands on one page, if it can.
Their cards follow after the days."""
_CLOCK, _RAIL, _THREAD = 15 * mm, 9 * mm, 1.1
"""Widths of times, of the marks, and of the line that joins them."""
_VISITED: Final = frozenset({CostKind.ENTRANCE, CostKind.WORKSHOP})


@dataclass(frozen=True, slots=True)
class DayPage:
    """What a page of a day is made from."""

    itinerary: Itinerary
    index: int
    words: Words
    quote: Quote | None

    @property
    def day(self) -> PlanDay:
        """The day."""
        return self.itinerary.days[self.index]

    @property
    def colour(self) -> str:
        """Its colour."""
        return LIGHT.day(self.index)

    @property
    def night(self) -> NightStay | None:
        """Where the night after it is spent."""
        return find_night(self.itinerary, self.index)

    def is_included(self, place_id: str, kinds: Iterable[CostKind]) -> bool:
        """Whether the price of the quote holds what is paid there on that day."""
        lines = () if self.quote is None else self.quote.lines
        wanted = frozenset(kinds)
        return any(
            line.place_id == place_id
            and line.kind in wanted
            and line.day in (None, self.index + 1)
            and line.total_vnd is not None
            for line in lines
        )


class Dot(Flowable):  # type: ignore[misc]
    """A mark on the line of time: a number for a stop, a picture for a night or an end, a ring for all else."""

    def __init__(self, kind: RowKind, text: str, colour: Color, high: float = 15.0) -> None:
        super().__init__()
        self.kind, self.text, self.colour = kind, text, colour
        self.width, self.height = _RAIL, high

    def draw(self) -> None:
        """Draw the mark upon the line, which runs at the right edge."""
        x, y = self.width + _THREAD / 2, self.height / 2
        self.canv.setLineWidth(1.2)
        if self.kind is RowKind.VISIT:
            self.canv.setFillColor(self.colour)
            self.canv.setStrokeColor(WHITE)
            self.canv.circle(x, y, 7.6, stroke=1, fill=1)
            self.canv.setFillColor(WHITE)
            draw_text(self.canv, x, y - 3, self.text, face=STRONG, size=8.6, align=0.5)
        elif self.kind in (RowKind.NIGHT, RowKind.END):
            draw_depot(self.canv, x, y, is_gateway=self.kind is RowKind.END)
        else:
            self.canv.setFillColor(self.colour if self.kind is RowKind.MEAL else WHITE)
            self.canv.setStrokeColor(self.colour)
            self.canv.circle(x, y, 2.6, stroke=1, fill=1)


def build_day(page: DayPage) -> list[Flowable]:
    """Return the pieces of a day's page, its bookmark first."""
    title = tell_day(page.day, page.index + 1, page.words)
    head = _build_head(page)
    course, high = _fit_course(page, HEIGHT - head.wrap(WIDTH, HEIGHT)[1] - 2 * LINE)
    picture = RouteMap(page.itinerary, (page.index,), page.words, (WIDTH, high))
    return [Mark(title, f"day-{page.index + 1}"), head, gap(0.5), picture, gap(0.75), course]


def _fit_course(page: DayPage, room: float) -> tuple[Table, float]:
    """Return the course of the day and the height of its picture, on one page together where that can be.

    A day that needs two pages has the greatest picture and names most products: the second page is to be filled, too.
    """
    least, greatest = MAP_HEIGHTS
    for named in NAMED_PRODUCTS:
        course = _build_course(page, named)
        left = room - course.wrap(WIDTH, HEIGHT)[1]
        if left >= least:
            return course, min(left, greatest)
    return _build_course(page, NAMED_PRODUCTS[0]), greatest


def build_qr_cell(page: DayPage, size_mm: float = QR_MM) -> list[Flowable]:
    """Return the code that opens the day in a map app, with a line of what it does."""
    catalogue, say = page.words.catalogue, page.words.messages
    code = draw_modules(build_qr(_find_address(page.day, page.itinerary, catalogue)), size_mm)
    code.hAlign = "RIGHT"
    return [code, set_text(say("brochure.qr"), "centred", alignment=2)]


def _find_address(day: PlanDay, itinerary: Itinerary, catalogue: Catalogue) -> str:
    """Return the link of a day into a map app, or that of its one point."""
    link = find_day_link(day, catalogue, vehicle=itinerary.request.vehicle)
    language = itinerary.request.language
    return build_geo_uri(catalogue.get_located(day.end_depot), language) if link is None else link.url


def _build_head(page: DayPage) -> Table:
    words, day = page.words, page.day
    say = words.messages
    ends = (words.glossed_name(day.start_depot), words.glossed_name(day.end_depot))
    way = ends[0] if day.start_depot == day.end_depot else say("map.leg", start=ends[0], end=ends[1])
    left = [
        set_text(say("day.tab", number=page.index + 1), "eyebrow", textColor=HexColor(page.colour)),
        set_text(say.date(day.date), "title"),
        set_text(way, "strong"),
        set_text(tell_sums(day, words), "small"),
        *(set_text(note, "small", textColor=INK) for note in list_day_notes(day, words)),
    ]
    right = 44 * mm
    return set_bare([[left, build_qr_cell(page)]], [WIDTH - right, right])


def _build_course(page: DayPage, named: int) -> Table:
    """Return the course of the day along a line of time, with so many products of each stop."""
    rows: list[list[Any]] = [_build_departure(page)] if page.day.legs else []
    rows += [_build_row(page, row, named) for row in build_timeline(page.day, page.night)]
    widths = [_CLOCK, _RAIL, _THREAD, WIDTH - _CLOCK - _RAIL - _THREAD]
    table = Table([[when, dot, "", told] for when, dot, told in rows], colWidths=widths)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (2, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("LEFTPADDING", (3, 0), (3, -1), 13),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
                ("BACKGROUND", (2, 0), (2, -2), RULE),  # below the dots, as lines would not be
            ]
        )
    )
    return table


def _build_departure(page: DayPage) -> list[Any]:
    day, words = page.day, page.words
    text = words.messages("row.start", name=words.glossed_name(day.start_depot))
    is_gateway = page.index == 0
    dot = Dot(RowKind.END if is_gateway else RowKind.NIGHT, "", HexColor(page.colour), LINE)
    return [set_text(clock(day.legs[0].depart), "clock_soft"), dot, set_text(text, "strong")]


def _build_row(page: DayPage, row: TimelineRow, named: int) -> list[Any]:
    colour = HexColor(page.colour)
    if row.kind is RowKind.VISIT:
        times = [set_text(clock(row.begin), "clock"), set_text(f"– {clock(row.end)}", "clock_soft")]
        told = _describe_visit(page, row.index, named)
        return [times, Dot(row.kind, str(row.index + 1), colour), told]
    head, notes = tell_row(row, page.day, page.night, page.words, is_priced=page.quote is None)
    if row.kind in (RowKind.NIGHT, RowKind.END):
        told = [set_text(head, "strong"), *(set_text(note, "small") for note in notes)]
    else:
        style = "small" if row.kind is RowKind.TRAVEL else "body"
        told = [set_parts([Part(head, REGULAR, LIGHT.ink), Part(" · ".join(("", *notes)), REGULAR, LIGHT.soft)], style)]
    return [set_text(clock(row.begin), "clock_soft"), Dot(row.kind, "", colour, LINE), told]


def list_names(place_id: str, words: Words) -> list[str]:
    """Return what explains the name of a place: its gloss, or the Vietnamese name where another one stands above it."""
    located = words.catalogue.located.get(place_id)
    gloss = words.gloss(place_id)
    local = located.name_vi if located is not None and located.name_vi != words.name(place_id) else ""
    return [text for text in (gloss, local) if text]


def tell_why(visit: Visit, words: Words) -> str:
    """Return why a stop is in the trip; interests are told together, points are none of the client's business."""
    say = words.messages
    interests = [words.word(str(one.params["word"])) for one in visit.why if one.code == "why_interest"]
    told = [say("brochure.interests", words=say.join(interests))] if interests else []
    told += [words.reason(one) for one in visit.why if one.code != "why_interest"]
    return say("brochure.why", reasons="; ".join(told)) if told else ""


def _describe_visit(page: DayPage, index: int, named: int) -> list[Flowable]:
    words, say, visit = page.words, page.words.messages, page.day.visits[index]
    name, done = words.name(visit.place_id), tell_done(visit, words)
    included = page.is_included(visit.place_id, _VISITED)
    price = say("brochure.included") if included else words.visit_price(visit) if page.quote is None else ""
    where = [*list_names(visit.place_id, words), words.address(visit.place_id)]
    told = " · ".join(part for part in where if part)
    pieces: list[Flowable] = [
        set_parts([Part(name, STRONG), Part("  " + told, REGULAR, LIGHT.soft, 7.8)], "name"),
        set_parts([Part(capitalise(done), STRONG), Part(f" · {price}" if price else "", REGULAR, LIGHT.soft)]),
    ]
    if why := tell_why(visit, words):
        pieces.append(set_text(why, "small", textColor=INK))
    if meal := tell_meal(page.day, index, words):
        pieces.append(set_text(meal))
    pieces.append(set_text(" · ".join(list_visit_notes(visit, words)), "small"))
    return [*pieces, *_name_products(visit.products, named, words)]


def _name_products(products: tuple[VisitProduct, ...], named: int, words: Words) -> list[Flowable]:
    """Return the first products of a stop, each in a line with its price and whether it may go home."""
    lines: list[Flowable] = []
    for number, product in enumerate(products[:named], start=1):
        parts = [Part("• "), Part(words.product(product), STRONG), Part(f" · {words.price(product)}")]
        if badge := words.badge(product):
            parts.append(Part(f" · {badge.word}", STRONG, LIGHT.tones[badge.tone][1]))
        more = len(products) - number
        if number == named and more:
            parts.append(Part(f" · {words.messages('brochure.more', count=more)}"))
        lines.append(set_parts(parts, "small", leftIndent=8, firstLineIndent=-8, textColor=SOFT))
    return [Spacer(1, 2), *lines] if lines else []
