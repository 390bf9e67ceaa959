"""The cost sheet: a quote as a spreadsheet that goes on reckoning.

Three sheets: prices per head by size of the group, cost lines, assumptions. Terms and unit prices are cells to change;
everything that follows from them is a formula, written with its value so that viewers which do not reckon show it too.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner.costing import VEHICLE_KINDS
from planner.inert import remove_controls
from planner.model.itinerary import Itinerary
from planner.model.quote import CostLine, CostSource, HeadPrice, Letterhead, Proposal, Quote, RateUnit
from planner.present.quote import tell_line
from planner.present.trip_name import name_trip
from planner.present.words import Words

CREATED: Final = dt.datetime(2026, 1, 1)
"""Date of creation in the file: the same trip always gives the same bytes."""
_MAX_TEXT: Final = 2000
_SHADE, _WARM, _HEAD_FILL, _RULE = "#E4F0EA", "#FBE3D6", "#1F3A5F", "#B9C2CC"

_SIZE, _PAYERS, _VEHICLE, _SEATS, _VEHICLES, _EACH, _NET, _NET_HEAD, _SELL_HEAD, _SELL, _STATE = range(11)
"""Columns of the sheet of prices."""
_DAY, _KIND, _WHAT, _WHERE, _UNIT, _BY, _TIMES, _QUANTITY, _PRICE, _TOTAL, _SOURCE, _NOTE = range(12)
"""Columns of the sheet of costs."""
_FIRST_PRICE_ROW: Final = 3
_BY_UNITS: Final = {RateUnit.PER_PERSON: "person", RateUnit.PER_ROOM_NIGHT: "room"}


@dataclass(frozen=True, slots=True)
class _Looks:
    """Formats of cells."""

    title: Format
    soft: Format
    head: Format
    text: Format
    wrapped: Format
    number: Format
    money: Format
    strong: Format
    share: Format
    money_input: Format
    number_input: Format
    missing: Format
    estimate: Format
    total: Format


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all parts of the workbook need."""

    quote: Quote
    words: Words
    looks: _Looks
    prices: str
    """Name of the sheet of prices as formulas write it."""
    costs: str

    @property
    def first_term_row(self) -> int:
        return _FIRST_PRICE_ROW + len(self.quote.per_head) + 2

    def get_term(self, position: int) -> str:
        """Return the address of a term: 0 markup, 1 free places, 2 per room, 3 rounding, 4 seats of the guide."""
        return f"{self.prices}!{xl_rowcol_to_cell(self.first_term_row + position, 1, row_abs=True, col_abs=True)}"

    def get_lines(self, column: int) -> str:
        """Return the address of a column of all cost lines."""
        return f"{self.costs}!{xl_range_abs(1, column, len(self.quote.lines), column)}"

    def get_sum(self, position: int) -> str:
        """Return the address of what one person, room or group costs: 0, 1, 2."""
        row = len(self.quote.lines) + 3 + position
        return f"{self.costs}!{xl_rowcol_to_cell(row, _TOTAL, row_abs=True, col_abs=True)}"

    def get_own(self, column: int) -> str:
        """Return the address of a figure of the group that the lines are made for."""
        sizes = [price.size for price in self.quote.per_head]
        row = _FIRST_PRICE_ROW + sizes.index(self.quote.terms.group_size)
        return f"{self.prices}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def render_cost_sheet(itinerary: Itinerary, words: Words, proposal: Proposal) -> bytes:
    """Return the quote of a proposal as an XLSX workbook.

    Raises
    ------
    ValueError
        When the proposal has no quote.
    """
    if proposal.quote is None:
        message = "the proposal has no quote"
        raise ValueError(message)
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": _plain(name_trip(itinerary.request, words)), "created": CREATED})
        book.set_calc_mode("auto")
        say = words.messages
        names = [_name_sheet(say(key)) for key in ("sheet.prices", "sheet.costs", "sheet.assumptions")]
        prices, costs, assumptions = (book.add_worksheet(name) for name in names)
        sheet = _Sheet(proposal.quote, words, _build_looks(book), f"'{names[0]}'", f"'{names[1]}'")
        _write_prices(prices, sheet, itinerary, proposal)
        _write_costs(costs, sheet)
        _write_assumptions(assumptions, sheet, itinerary)
        for worksheet in (prices, costs, assumptions):
            worksheet.set_landscape()
            worksheet.set_paper(9)  # A4
            worksheet.fit_to_pages(1, 0)
            worksheet.set_footer("&C&P / &N")
    return written.getvalue()


def _build_looks(book: xlsxwriter.Workbook) -> _Looks:
    money = "#,##0"
    edge = {"bottom": 1, "bottom_color": _RULE}
    box = {"border": 1, "border_color": _RULE}
    return _Looks(
        title=book.add_format({"bold": True, "font_size": 14}),
        soft=book.add_format({"font_color": "#52606D"}),
        head=book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD_FILL, "text_wrap": True, "valign": "vcenter"}
        ),
        text=book.add_format({**edge, "valign": "top"}),
        wrapped=book.add_format({**edge, "text_wrap": True, "valign": "top"}),
        number=book.add_format({**edge, "num_format": money, "valign": "top"}),
        money=book.add_format({**edge, "num_format": money, "valign": "top"}),
        strong=book.add_format({**edge, "num_format": money, "bold": True, "valign": "top"}),
        share=book.add_format({**box, "num_format": "0.00%", "bg_color": _SHADE}),
        money_input=book.add_format({**box, "num_format": money, "bg_color": _SHADE, "valign": "top"}),
        number_input=book.add_format({**box, "num_format": "0", "bg_color": _SHADE, "valign": "top"}),
        missing=book.add_format({**box, "num_format": money, "bg_color": _WARM, "valign": "top"}),
        estimate=book.add_format({**edge, "italic": True, "valign": "top"}),
        total=book.add_format({"bold": True, "num_format": money, "top": 1}),
    )


def _write_prices(to: Worksheet, sheet: _Sheet, itinerary: Itinerary, proposal: Proposal) -> None:
    say, looks = sheet.words.messages, sheet.looks
    title = _plain(name_trip(itinerary.request, sheet.words))
    to.write_string(0, 0, say("sheet.title", text=title), looks.title)
    to.write_string(1, 0, _tell_parties(itinerary, proposal, sheet.words), looks.soft)
    heads = ("size", "payers", "vehicle", "seats", "vehicles", "vehicle_price", "net", "net_per_head", "sell_per_head")
    for column, name in enumerate((*heads, "sell", "state")):
        to.write_string(_FIRST_PRICE_ROW - 1, column, say(f"sheet.{name}"), looks.head)
    to.set_row(_FIRST_PRICE_ROW - 1, 32)
    for position, price in enumerate(sheet.quote.per_head):
        _write_price(to, _FIRST_PRICE_ROW + position, price, sheet)
    _write_terms(to, sheet)
    to.set_column(_SIZE, _SIZE, 30)
    to.set_column(_PAYERS, _PAYERS, 12)
    to.set_column(_VEHICLE, _VEHICLE, 22)
    to.set_column(_SEATS, _VEHICLES, 10)
    to.set_column(_EACH, _SELL, 17)
    to.set_column(_STATE, _STATE, 26)
    to.freeze_panes(_FIRST_PRICE_ROW, 1)
    to.repeat_rows(_FIRST_PRICE_ROW - 1)


def _write_price(to: Worksheet, row: int, price: HeadPrice, sheet: _Sheet) -> None:
    """Write a size of the group; all but the size, the vehicle and the price of another class follows by formula."""
    say, looks = sheet.words.messages, sheet.looks
    size, payers, seats, vehicles, each, net, sell_head = (
        xl_rowcol_to_cell(row, column) for column in (_SIZE, _PAYERS, _SEATS, _VEHICLES, _EACH, _NET, _SELL_HEAD)
    )
    markup, free, per_room, rounding, guide = (sheet.get_term(position) for position in range(5))
    per_person, per_room_cost, per_group = (sheet.get_sum(position) for position in range(3))
    by, times, unit_price = (sheet.get_lines(column) for column in (_BY, _TIMES, _PRICE))
    vehicle_word = _quote(say("sheet.by_vehicle"))
    is_own_class = price.vehicle == sheet.quote.get_head_price().vehicle
    to.write_number(row, _SIZE, price.size, looks.number_input)
    to.write_formula(row, _PAYERS, f"={size}-{free}", looks.number, price.payers)
    to.write_string(row, _VEHICLE, say(f"vehicle.{price.vehicle.value}"), looks.text)
    to.write_number(row, _SEATS, price.vehicle.guest_seats or 1, looks.number)
    to.write_formula(row, _VEHICLES, f"=ROUNDUP(({size}+{guide})/{seats},0)", looks.number, price.vehicles)
    if is_own_class:
        vehicle_vnd = sum(_sum_once(line) for line in sheet.quote.lines if line.kind in VEHICLE_KINDS)
        formula = f"=SUMPRODUCT(({by}={vehicle_word})*{times}*{unit_price})"
        to.write_formula(row, _EACH, formula, looks.money, vehicle_vnd)
        missing = f'SUMPRODUCT(({unit_price}="")*1)'
    else:
        _write_vnd(to, row, _EACH, price.vehicle_vnd, looks)
        missing = f'SUMPRODUCT(({unit_price}="")*({by}<>{vehicle_word}))+IF({each}="",1,0)'
    total = f"{size}*{per_person}+ROUNDUP({size}/{per_room},0)*{per_room_cost}+{per_group}+{vehicles}*{each}"
    to.write_formula(row, _NET, f"={total}", looks.money, price.net_vnd)
    to.write_formula(row, _NET_HEAD, f"=ROUNDUP({net}/{payers},0)", looks.money, price.net_per_head_vnd)
    sell = f"=ROUNDUP({net}*ROUND(10000*(1+{markup}),0)/(10000*{payers}*{rounding}),0)*{rounding}"
    to.write_formula(row, _SELL_HEAD, sell, looks.strong, price.sell_per_head_vnd)
    to.write_formula(row, _SELL, f"={sell_head}*{payers}", looks.money, price.sell_vnd)
    complete, lower_bound = say("sheet.complete"), say("sheet.lower_bound")
    state = f"=IF({missing}>0,{_quote(lower_bound)},{_quote(complete)})"
    to.write_formula(row, _STATE, state, looks.text, complete if price.is_complete else lower_bound)


def _write_terms(to: Worksheet, sheet: _Sheet) -> None:
    say, looks, terms = sheet.words.messages, sheet.looks, sheet.quote.terms
    row = sheet.first_term_row
    to.write_string(row - 1, 0, say("sheet.terms"), looks.soft)
    values = (
        ("markup", terms.markup_bp / 10_000, looks.share),
        ("free_places", terms.free_places, looks.number_input),
        ("per_room", terms.per_room, looks.number_input),
        ("rounding", terms.rounding_vnd, looks.money_input),
        ("guide_seats", int(terms.has_guide), looks.number_input),
    )
    for position, (name, value, look) in enumerate(values):
        to.write_string(row + position, 0, say(f"sheet.{name}"), looks.text)
        to.write_number(row + position, 1, value, look)
    notes = [say("sheet.how_net"), say("sheet.how_vehicle")]
    own = sheet.quote.get_head_price().vehicle
    if any(price.vehicle != own for price in sheet.quote.per_head):
        notes.append(say("sheet.other_class"))
    for position, note in enumerate(notes):
        to.write_string(row + len(values) + 1 + position, 0, note, looks.soft)


def _write_costs(to: Worksheet, sheet: _Sheet) -> None:
    say, looks, lines = sheet.words.messages, sheet.looks, sheet.quote.lines
    heads = ("day", "kind", "what", "where", "unit", "counted_by", "times", "quantity", "unit_price", "total")
    for column, name in enumerate((*heads, "rests_on", "note")):
        to.write_string(0, column, say(f"sheet.{name}"), looks.head)
    for row, line in enumerate(lines, 1):
        _write_line(to, row, line, sheet)
    row = len(lines) + 1
    to.write_string(row, _WHAT, say("sheet.sum"), looks.total)
    to.write_formula(row, _TOTAL, f"=SUM({sheet.get_lines(_TOTAL)})", looks.total, sheet.quote.net_vnd)
    by, times, unit_price = (sheet.get_lines(column) for column in (_BY, _TIMES, _PRICE))
    for position, name in enumerate(("person", "room", "group")):
        word = say(f"sheet.by_{name}")
        to.write_string(row + 2 + position, _WHAT, say("sheet.sum_by", text=word), looks.text)
        formula = f"=SUMPRODUCT(({by}={_quote(word)})*{times}*{unit_price})"
        known = sum(_sum_once(line) for line in lines if _count_by(line) == name)
        to.write_formula(row + 2 + position, _TOTAL, formula, looks.money, known)
    made_for = say("sheet.made_for", count=sheet.quote.terms.group_size)
    to.write_string(row + 6, _WHAT, made_for, looks.soft)
    for column, width in zip(range(12), (7, 22, 44, 34, 20, 12, 8, 10, 16, 17, 18, 40), strict=True):
        to.set_column(column, column, width)
    to.freeze_panes(1, 0)
    to.repeat_rows(0)


def _write_line(to: Worksheet, row: int, line: CostLine, sheet: _Sheet) -> None:
    say, looks = sheet.words.messages, sheet.looks
    told = tell_line(line, sheet.words)
    if line.day is None:
        to.write_string(row, _DAY, say("sheet.whole_trip"), looks.text)
    else:
        to.write_number(row, _DAY, line.day, looks.number)
    texts = ((_KIND, told.kind), (_WHAT, told.what), (_WHERE, told.where), (_UNIT, told.unit), (_NOTE, line.note))
    for column, text in texts:
        to.write_string(row, column, _plain(text), looks.wrapped)
    name = _count_by(line)
    to.write_string(row, _BY, say(f"sheet.by_{name}"), looks.text)
    to.write_number(row, _TIMES, line.count, looks.number)
    times, quantity, price = (xl_rowcol_to_cell(row, column) for column in (_TIMES, _QUANTITY, _PRICE))
    formula = {
        "person": f"={times}*{sheet.get_own(_SIZE)}",
        "room": f"={times}*ROUNDUP({sheet.get_own(_SIZE)}/{sheet.get_term(2)},0)",
        "vehicle": f"={times}*{sheet.get_own(_VEHICLES)}",
        "group": f"={times}",
    }[name]
    to.write_formula(row, _QUANTITY, formula, looks.number, line.quantity)
    _write_vnd(to, row, _PRICE, line.unit_vnd, looks)
    total = "" if line.total_vnd is None else line.total_vnd
    to.write_formula(row, _TOTAL, f'=IF({price}="","",{quantity}*{price})', looks.money, total)
    is_weak = line.source in (CostSource.ESTIMATE, CostSource.UNKNOWN)
    to.write_string(row, _SOURCE, told.source, looks.estimate if is_weak else looks.text)


def _write_assumptions(to: Worksheet, sheet: _Sheet, itinerary: Itinerary) -> None:
    say, looks = sheet.words.messages, sheet.looks
    to.write_string(0, 0, say("sheet.assumptions"), looks.head)
    to.write_string(0, 1, "", looks.head)
    warnings = [sheet.words.reason(warning) for warning in sheet.quote.warnings]
    made_from = say("sheet.made_from", text=_plain(itinerary.provenance.data_version))
    texts = [*warnings, say("sheet.how_known"), say("sheet.how_net"), say("sheet.how_vehicle"), made_from]
    for row, text in enumerate(texts, 1):
        to.write_string(row, 0, text, looks.wrapped)
    weak = [line for line in sheet.quote.lines if line.source in (CostSource.ESTIMATE, CostSource.UNKNOWN)]
    row = len(texts) + 2
    if weak:
        to.write_string(row, 0, say("sheet.weak_lines"), looks.head)
        to.write_string(row, 1, say("sheet.rests_on"), looks.head)
    for position, line in enumerate(weak, row + 1):
        told = tell_line(line, sheet.words)
        named = ", ".join(part for part in (told.kind, told.what, told.where) if part)
        to.write_string(position, 0, _plain(named), looks.wrapped)
        to.write_string(position, 1, told.source, looks.estimate)
    to.set_column(0, 0, 110)
    to.set_column(1, 1, 22)
    to.freeze_panes(1, 0)


def _write_vnd(to: Worksheet, row: int, column: int, vnd: int | None, looks: _Looks) -> None:
    """Write a price to change; one that is not known is an empty cell of another colour, never 0."""
    if vnd is None:
        to.write_blank(row, column, None, looks.missing)
    else:
        to.write_number(row, column, vnd, looks.money_input)


def _count_by(line: CostLine) -> str:
    if line.kind in VEHICLE_KINDS:
        return "vehicle"
    return _BY_UNITS.get(line.unit, "group")


def _sum_once(line: CostLine) -> int:
    """Return what a line costs for one person, room, vehicle or the group."""
    return line.count * (line.unit_vnd or 0)


def _tell_parties(itinerary: Itinerary, proposal: Proposal, words: Words) -> str:
    say = words.messages
    dates = itinerary.request.dates
    spans = dict.fromkeys(say.date(date) for date in (dates[0], dates[-1]))
    parts = [f"{say('sheet.dates')}: {' - '.join(spans)}"]
    if proposal.client:
        parts.insert(0, f"{say('sheet.client')}: {_plain(proposal.client)}")
    return " | ".join([*parts, *_list_letterhead(proposal.letterhead)])


def _list_letterhead(letterhead: Letterhead | None) -> list[str]:
    if letterhead is None:
        return []
    told = (letterhead.name, letterhead.phone, letterhead.email, letterhead.address, letterhead.licence)
    return [_plain(text) for text in told if text.strip()]


def _plain(text: str) -> str:
    """Return text for a cell of text: no spreadsheet takes such a cell for a formula, so it stays as it is written."""
    return remove_controls(text)[:_MAX_TEXT]


def _name_sheet(text: str) -> str:
    """Return a name that a sheet may have: 31 characters at most, none of those that formulas use."""
    return "".join(char for char in text if char not in "[]:*?/\\'")[:31]


def _quote(text: str) -> str:
    """Return text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
