"""Day sheets for guide and driver: a page a day, large, for a clipboard, and readable as a copy in black and white.

Addresses stand as they are since July 2025 and as they were, since signs, papers and people use both. Telephone
numbers are not in the tables: there is room to write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import HexColor, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, Visit
from planner.model.place import Located
from planner.model.quote import Proposal
from planner.present.languages import clock
from planner.present.timeline import RowKind, TimelineRow, build_timeline
from planner.present.words import Words
from planner.publish.book import HEIGHT, WIDTH, Book, Mark, Part, gap, set_bare, set_parts, set_text, turn_page
from planner.publish.brochure_day import (
    DayPage,
    build_qr_cell,
    describe_row,
    list_day_notes,
    list_names,
    list_visit_notes,
)
from planner.publish.cover import name_trip
from planner.publish.fonts import REGULAR, STRONG
from planner.publish.paper import printed
from planner.publish.purchases import capitalise, tell_trip
from planner.publish.route_map import RouteMap

_SIZES: Final = (1.0, 0.93, 0.86, 0.79, 0.72, 0.66)
"""Sizes of the letters that are tried, until the day stands on one page."""
_CLOCK, _NOTES = 27 * mm, 40 * mm
_MAP: Final = (44 * mm, 80 * mm)
"""Least and greatest height of the map in what room is left."""
_GREY, _PALE = HexColor("#6a6a6a"), HexColor("#eeeeee")


@dataclass(frozen=True, slots=True)
class Setting:
    """Letters of one size."""

    size: float

    def text(self, text: str, points: float = 9.5, *, strong: bool = False, **changes: Any) -> Paragraph:
        """Return a paragraph in a size of so many points, times the size of these letters."""
        at = points * self.size
        style = "strong" if strong else "body"
        changes.setdefault("textColor", black)
        return set_text(text, style, fontSize=at, leading=at * 1.28, **changes)


@printed
def render_day_sheets(itinerary: Itinerary, catalogue: Catalogue, words: Words, proposal: Proposal) -> bytes:
    """Return the day sheets of a trip as a PDF of A4 pages.

    Raises
    ------
    MissingExtraError
        ``E005`` when the language needs a typeface that is not installed.
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    say = words.messages
    title = name_trip(itinerary, words)
    book = Book(
        title=say("brochure.sheet_title", title=title),
        subject=tell_trip(itinerary, words),
        author=proposal.offered_by,
        foot=" · ".join(part for part in (title, say("brochure.sheet_foot")) if part),
        page_of=say("paper.page", page="{page}", pages="{pages}"),
        language=words.language,
        on=itinerary.days[-1].date,
        has_cover=False,
    )
    return book.print(_build_story(itinerary, words, proposal))


def _build_story(itinerary: Itinerary, words: Words, proposal: Proposal) -> list[Flowable]:
    story: list[Flowable] = []
    for index in range(len(itinerary.days)):
        if index:
            story += turn_page()
        story += _build_sheet(DayPage(itinerary, index, words, None), proposal)
    return story


def _build_sheet(page: DayPage, proposal: Proposal) -> list[Flowable]:
    """Return a day in the largest letters that leave it on one page, and a map where there is room for one."""
    title = page.words.messages("day.heading", number=page.index + 1, date=page.words.messages.date(page.day.date))
    room = HEIGHT - 2
    pieces: list[Flowable] = []
    for size in _SIZES:
        setting = Setting(size)
        pieces = [_build_head(page, proposal, setting), gap(0.4), _build_blanks(page, setting), gap(0.6)]
        pieces.append(_build_course(page, setting))
        room = HEIGHT - 2 - sum(piece.wrap(WIDTH, HEIGHT)[1] for piece in pieces)
        if room >= 0:
            break
    if room > _MAP[0] + 12:
        high = min(room - 12, _MAP[1])
        plain = RouteMap(page.itinerary, (page.index,), page.words, (WIDTH, high), is_plain=True)
        pieces += [gap(0.6), plain]
    return [Mark(title, f"day-{page.index + 1}"), *pieces]


def _build_head(page: DayPage, proposal: Proposal, setting: Setting) -> Table:
    words, day, request = page.words, page.day, page.itinerary.request
    say = words.messages
    client = proposal.client.strip()
    party = say("brochure.party_of", adults=request.party.adults, children=request.party.children)
    who = [client, party, say(f"vehicle.{request.vehicle}")]
    summary = say(
        "day.summary",
        visits=say("unit.visits", count=len(day.visits)),
        drive=say.span(sum(leg.minutes for leg in day.legs)),
        km=say.km(sum(leg.km for leg in day.legs)),
    )
    left = [
        setting.text(f"{say('day.tab', number=page.index + 1)} / {len(page.itinerary.days)}", 24, strong=True),
        setting.text(say.date(day.date), 15, strong=True),
        setting.text(name_trip(page.itinerary, words), 9.5),
        setting.text(" · ".join(part for part in who if part), 9.5),
        setting.text(summary, 9.5),
        *(setting.text(note, 9.5, strong=True) for note in list_day_notes(day, words)),
    ]
    right = 44 * mm
    return set_bare([[left, build_qr_cell(page, 29)]], [WIDTH - right, right])


def _build_blanks(page: DayPage, setting: Setting) -> Table:
    """Return room for the names and numbers of those on duty."""
    say = page.words.messages
    keys = ("brochure.contact_guide", "brochure.phone", "brochure.contact_driver", "brochure.phone", "brochure.plate")
    cells = [[setting.text(say(key), 7.5, textColor=_GREY) for key in keys]]
    table = Table(cells, colWidths=[WIDTH / len(keys)] * len(keys), rowHeights=[11 * mm])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.8, black),
                ("INNERGRID", (0, 0), (-1, -1), 0.5, _GREY),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _build_course(page: DayPage, setting: Setting) -> Table:
    """Return the day as rows: large times, where and what, and room for notes; ways are rows of grey."""
    say, day = page.words.messages, page.day
    header = [
        setting.text(say(key), 7.5, textColor=_GREY) for key in ("brochure.time", "brochure.where", "brochure.notes")
    ]
    rows: list[list[Any]] = [header]
    shaded: list[int] = []
    if day.legs:
        start = page.words.catalogue.get_located(day.start_depot)
        head = say("row.start", name=page.words.glossed_name(day.start_depot))
        rows.append([_set_clock(clock(day.legs[0].depart), setting), _describe_depot(head, start, page, setting), ""])
    for row in build_timeline(day, page.night):
        if row.kind in (RowKind.TRAVEL, RowKind.WAIT, RowKind.MEAL):
            shaded.append(len(rows))
        rows.append(_build_row(row, page, setting))
    table = Table(
        rows, colWidths=[_CLOCK, WIDTH - _CLOCK - _NOTES, _NOTES], repeatRows=1, splitInRow=1
    )  # fmt: skip
    pad = 3.2 * setting.size
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), pad),
                ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
                ("LINEBELOW", (0, 0), (-1, -1), 0.6, black),
                ("LINEBEFORE", (2, 1), (2, -1), 0.4, _GREY),
                *(("BACKGROUND", (0, n), (-1, n), _PALE) for n in shaded),
                *(("SPAN", (1, n), (-1, n)) for n in shaded),
            ]
        )
    )
    return table


def _build_row(row: TimelineRow, page: DayPage, setting: Setting) -> list[Any]:
    words, day = page.words, page.day
    if row.kind is RowKind.VISIT:
        visit = day.visits[row.index]
        times = [_set_clock(clock(row.begin), setting), setting.text(f"– {clock(row.end)}", 11)]
        return [times, _describe_stop(visit, row.index + 1, page, setting), _set_phone(words, setting)]
    head, *rest = describe_row(row, day, page.night, words, is_priced=False)
    if row.kind in (RowKind.NIGHT, RowKind.END):
        located = words.catalogue.get_located(row.place_id or day.end_depot)
        told = _describe_depot(head, located, page, setting, rest)
        return [_set_clock(clock(row.begin), setting), told, _set_phone(words, setting)]
    line = " · ".join((head, *rest))
    return [setting.text(clock(row.begin), 10), setting.text(line, 9), ""]


def _describe_stop(visit: Visit, number: int, page: DayPage, setting: Setting) -> list[Flowable]:
    words = page.words
    name = words.name(visit.place_id)
    located = words.catalogue.get_located(visit.place_id)
    done = words.visit_title(visit).removesuffix(f": {name}")
    meal = page.day.meal
    serves = meal is not None and meal.place_id == visit.place_id and page.day.visits[meal.position] is visit
    notes = list_visit_notes(visit, words)
    pieces: list[Flowable] = [
        setting.text(f"{number}  {name}", 13.5, strong=True),
        *(setting.text(text, 10, strong=True) for text in list_names(visit.place_id, words)),
        setting.text(capitalise(done), 10),
        *_describe_point(located, words, setting),
    ]
    if serves and meal is not None:
        pieces.append(setting.text(f"{words.messages('row.meal_here')} · {clock(meal.begin)}", 10, strong=True))
    if notes:
        pieces.append(setting.text(" · ".join(notes), 8.5))
    return pieces


def _describe_depot(
    head: str, located: Located, page: DayPage, setting: Setting, rest: list[str] | None = None
) -> list[Flowable]:
    """Return where a day begins or ends."""
    local = [] if located.name_vi in head else [setting.text(located.name_vi, 10, strong=True)]
    more = [setting.text(text, 9) for text in rest or []]
    return [setting.text(head, 12, strong=True), *local, *_describe_point(located, page.words, setting), *more]


def _describe_point(located: Located, words: Words, setting: Setting) -> list[Flowable]:
    """Return the address since July 2025 and before, and latitude and longitude as map apps take them."""
    say = words.messages
    new = ", ".join(part for part in (located.commune, located.province) if part)
    old = ", ".join(part for part in (located.old_commune, located.old_district, located.old_province) if part)
    if old == located.province:
        old = ""  # no more is known of it, and the line above says as much
    at = f"{located.lat_deg:.5f}, {located.lon_deg:.5f}"
    size = 8.8 * setting.size
    lines = [(say("brochure.address_new"), new), (say("brochure.address_old"), old), (say("brochure.at"), at)]
    return [
        set_parts(
            [Part(f"{label} ", colour="#6a6a6a"), Part(text, STRONG if text == at else REGULAR)],
            fontSize=size,
            leading=size * 1.28,
            textColor=black,
        )
        for label, text in lines
        if text
    ]


def _set_clock(text: str, setting: Setting) -> Paragraph:
    return setting.text(text, 20, strong=True)


def _set_phone(words: Words, setting: Setting) -> Paragraph:
    return setting.text(words.messages("brochure.phone"), 7.5, textColor=_GREY)
