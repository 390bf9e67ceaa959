"""Day sheets for guide and driver: a page a day, large, for a clipboard, and readable as a copy in black and white.

A day too long for one page goes on to the next one rather than into letters that nobody reads on the road. Addresses
stand as they are since July 2025 and as they were, since signs, papers and people use both. Telephone numbers are not
in the tables: there is room to write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.place import Located
from planner.model.quote import Proposal
from planner.present.languages import capitalise, clock
from planner.present.timeline import RowKind, TimelineRow, build_timeline
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.binding import bind_day_sheets
from planner.publish.book import HEIGHT, LINE, WIDTH, Part, gap, keep_rows, set_bare, set_parts, set_text, turn_page
from planner.publish.brochure_day import DayPage, build_qr_cell, list_names
from planner.publish.fonts import STRONG
from planner.publish.pages import Mark
from planner.publish.paper import printed
from planner.publish.route_map import RouteMap
from planner.publish.stations import tell_day
from planner.publish.timetable import list_day_notes, list_visit_notes, tell_done, tell_meal, tell_row, tell_sums

_SIZES: Final = (1.0, 0.93, 0.86, 0.8, 0.77)
"""Sizes of the letters that are tried, until the day stands on one page; a day that needs two has the largest."""
_CLOCK, _NOTES = 27 * mm, 40 * mm
_MAP: Final = (44 * mm, 80 * mm)
"""Least and greatest height of the map in what room is left."""
_QR_MM: Final = 26.0
_LABEL: Final = "#6a6a6a"
_GREY, _PALE = HexColor(_LABEL), HexColor("#eeeeee")


@dataclass(frozen=True, slots=True)
class Setting:
    """Letters of one size."""

    size: float

    def text(self, text: str, points: float = 9.5, *, strong: bool = False, colour: Color = black) -> Paragraph:
        """Return a paragraph in a size of so many points, times the size of these letters."""
        at = points * self.size
        return set_text(text, "strong" if strong else "body", fontSize=at, leading=at * 1.28, textColor=colour)

    def parts(self, *parts: Part, points: float) -> Paragraph:
        """Return stretches in their own faces; the size of a part, too, is times that of these letters."""
        at = points * self.size
        sized = [part._replace(size=part.size * self.size) if part.size else part for part in parts]
        return set_parts(sized, fontSize=at, leading=at * 1.28, textColor=black)


@printed
def render_day_sheets(itinerary: Itinerary, _: Catalogue, words: Words, proposal: Proposal) -> bytes:
    """Return the day sheets of a trip as a PDF of A4 pages.

    Raises
    ------
    MissingExtraError
        ``E005`` when the language needs a typeface that is not installed.
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    return bind_day_sheets(itinerary, words, proposal).print(_build_story(itinerary, words, proposal))


def _build_story(itinerary: Itinerary, words: Words, proposal: Proposal) -> list[Flowable]:
    story: list[Flowable] = []
    for index in range(len(itinerary.days)):
        if index:
            story += turn_page()
        story += _build_sheet(DayPage(itinerary, index, words, None), proposal)
    return story


def _build_sheet(page: DayPage, proposal: Proposal) -> list[Flowable]:
    """Return a day, and a map where there is room for one."""
    pieces, room = _fit_sheet(page, proposal)
    if room > _MAP[0] + LINE:
        high = min(room - LINE, _MAP[1])
        pieces += [gap(0.6), RouteMap(page.itinerary, (page.index,), page.words, (WIDTH, high), is_plain=True)]
    return [Mark(tell_day(page.day, page.index + 1, page.words), f"day-{page.index + 1}"), *pieces]


def _fit_sheet(page: DayPage, proposal: Proposal) -> tuple[list[Flowable], float]:
    """Return a day in the largest letters that leave it on one page, and the height that is left there, points."""
    for size in _SIZES:
        pieces = _set_sheet(page, proposal, Setting(size))
        room = HEIGHT - 2 - sum(piece.wrap(WIDTH, HEIGHT)[1] for piece in pieces)
        if room >= 0:
            return pieces, room
    return _set_sheet(page, proposal, Setting(_SIZES[0])), 0.0


def _set_sheet(page: DayPage, proposal: Proposal, setting: Setting) -> list[Flowable]:
    head, blanks = _build_head(page, proposal, setting), _build_blanks(page, setting)
    return [head, gap(0.3), blanks, gap(0.4), _build_course(page, setting)]


def _build_head(page: DayPage, proposal: Proposal, setting: Setting) -> Table:
    words, day, request = page.words, page.day, page.itinerary.request
    say = words.messages
    client = proposal.client.strip()
    party = say("brochure.party_of", adults=request.party.adults, children=request.party.children)
    who = [client, party, say(f"vehicle.{request.vehicle}")]
    left = [
        setting.text(_name_day(page), 24, strong=True),
        setting.text(say.date(day.date), 15, strong=True),
        setting.text(name_trip(page.itinerary.request, words), 9.5),
        setting.text(" · ".join(part for part in who if part), 9.5),
        setting.text(tell_sums(day, words), 9.5),
        *(setting.text(note, 9.5, strong=True) for note in list_day_notes(day, words)),
    ]
    right = 44 * mm
    return set_bare([[left, build_qr_cell(page, _QR_MM)]], [WIDTH - right, right])


def _build_blanks(page: DayPage, setting: Setting) -> Table:
    """Return room for the names and numbers of those on duty."""
    say = page.words.messages
    keys = ("brochure.contact_guide", "brochure.phone", "brochure.contact_driver", "brochure.phone", "brochure.plate")
    cells = [[setting.text(say(key), 7.5, colour=_GREY) for key in keys]]
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
    """Return the day as rows: large times, where and what, and room for notes; ways are rows of grey.

    The head names the day, since it stands again on the next page of a long one.
    """
    say, day = page.words.messages, page.day
    heads = (_name_day(page), say("brochure.where"), say("brochure.notes"))
    rows: list[list[Any]] = [[setting.text(text, 7.5, colour=_GREY) for text in heads]]
    shaded: list[int] = []
    if day.legs:
        start = page.words.catalogue.get_located(day.start_depot)
        head = say("row.start", name=page.words.glossed_name(day.start_depot))
        rows.append([_set_clock(clock(day.legs[0].depart), setting), _describe_depot(head, start, page, setting), ""])
    for row in build_timeline(day, page.night):
        if row.kind in (RowKind.TRAVEL, RowKind.WAIT, RowKind.MEAL):
            shaded.append(len(rows))
        rows.append(_build_row(row, page, setting))
    table = Table(rows, colWidths=[_CLOCK, WIDTH - _CLOCK - _NOTES, _NOTES], repeatRows=1)
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
                *((f"{side}PADDING", (0, n), (-1, n), pad / 2) for n in shaded for side in ("TOP", "BOTTOM")),
                *(("SPAN", (1, n), (-1, n)) for n in shaded),
            ]
        )
    )
    return keep_rows(table)


def _build_row(row: TimelineRow, page: DayPage, setting: Setting) -> list[Any]:
    words, day = page.words, page.day
    if row.kind is RowKind.VISIT:
        times = [_set_clock(clock(row.begin), setting), setting.text(f"– {clock(row.end)}", 11)]
        return [times, _describe_stop(row.index, page, setting), _set_phone(words, setting)]
    head, notes = tell_row(row, day, page.night, words, is_priced=False)
    if row.kind in (RowKind.NIGHT, RowKind.END):
        located = words.catalogue.get_located(row.place_id or day.end_depot)
        told = _describe_depot(head, located, page, setting, notes)
        return [_set_clock(clock(row.begin), setting), told, _set_phone(words, setting)]
    line = " · ".join((head, *notes))
    return [setting.text(clock(row.begin), 10), setting.text(line, 9), ""]


def _describe_stop(index: int, page: DayPage, setting: Setting) -> list[Flowable]:
    words, visit = page.words, page.day.visits[index]
    names = " · ".join(list_names(visit.place_id, words))
    pieces: list[Flowable] = [
        setting.parts(
            Part(f"{index + 1}  {words.name(visit.place_id)}", STRONG), Part(f"  {names}", STRONG, size=10), points=13.5
        ),
        setting.text(capitalise(tell_done(visit, words)), 10),
        *_describe_point(words.catalogue.get_located(visit.place_id), words, setting),
    ]
    if meal := tell_meal(page.day, index, words):
        pieces.append(setting.text(meal, 10, strong=True))
    if notes := list_visit_notes(visit, words):
        pieces.append(setting.text(" · ".join(notes), 8.5))
    return pieces


def _describe_depot(
    head: str, located: Located, page: DayPage, setting: Setting, notes: Sequence[str] = ()
) -> list[Flowable]:
    """Return where a day begins or ends."""
    local = "" if located.name_vi in head else f"  {located.name_vi}"
    named = setting.parts(Part(head, STRONG), Part(local, STRONG, size=10), points=12)
    told = [setting.text(note, 9) for note in notes]
    return [named, *_describe_point(located, page.words, setting), *told]


def _describe_point(located: Located, words: Words, setting: Setting) -> list[Flowable]:
    """Return the address since July 2025 and before, and latitude and longitude as map apps take them."""
    say = words.messages
    new = ", ".join(part for part in (located.commune, located.province) if part)
    old = ", ".join(part for part in (located.old_commune, located.old_district, located.old_province) if part)
    if old == located.province:
        old = ""  # no more is known of it, and the line above says as much
    at = f"{located.lat_deg:.5f}, {located.lon_deg:.5f}"
    first = [Part(f"{say('brochure.address_new')} ", colour=_LABEL), Part(f"{new} · ")] if new else []
    first += [Part(f"{say('brochure.at')} ", colour=_LABEL), Part(at, STRONG)]
    second = [Part(f"{say('brochure.address_old')} ", colour=_LABEL), Part(old)] if old else []
    return [setting.parts(*parts, points=8.8) for parts in (first, second) if parts]


def _name_day(page: DayPage) -> str:
    return f"{page.words.messages('day.tab', number=page.index + 1)} / {len(page.itinerary.days)}"


def _set_clock(text: str, setting: Setting) -> Paragraph:
    return setting.text(text, 20, strong=True)


def _set_phone(words: Words, setting: Setting) -> Paragraph:
    return setting.text(words.messages("brochure.phone"), 7.5, colour=_GREY)
