"""Rates as CSV: a template for one trip, and reading what operators fill in, row by row.

The file is what a spreadsheet saves: with or without byte order mark, parted by commas, semicolons or tabs. A row
without a price is not filled in yet and is passed over; a row at fault is reported, and the others hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from rapidfuzz import process

from planner.amounts import parse_day, parse_vnd
from planner.costing.things import list_things
from planner.errors import RequestError
from planner.inert import neutralise
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import FERRY, UNITS_OF, CostKind, Rate, RateFinding, RateUnit
from planner.model.reason import Reason
from planner.model.request import MAX_VND
from planner.model.travel import Vehicle
from planner.tabular import TextRow, read_table

COLUMNS: Final = ("kind", "key", "name", "unit", "vnd", "from_date", "to_date", "note", "source")
"""Columns of the file; `name` is for people and is not read."""
_ALIASES: Final = {"from": "from_date", "to": "to_date", "price": "vnd", "id": "key", "price_vnd": "vnd"}
MAX_BYTES: Final = 4_000_000
MAX_ROWS: Final = 5_000
MAX_HINTS: Final = 100
MAX_TEXT: Final = 500
"""Characters of a note or source that are kept."""

Word = TypeVar("Word", CostKind, RateUnit)
Keys = Mapping[str, None]
"""Ids that a rate of a kind may have, in the order of the tables."""


class _Hints:
    """Finds what an unknown id may have meant; after so many searches, for a file of nonsense, it stops searching."""

    def __init__(self) -> None:
        self._left = MAX_HINTS

    def suggest(self, key: str, known: Keys) -> Reason:
        """Return the remedy of an unknown id."""
        self._left -= 1
        candidates = [one for one in known if one] if self._left >= 0 else []
        near = process.extract(key, candidates, limit=3, score_cutoff=60)
        if not near:
            return Reason(code="rate_take_template", params={})
        return Reason(code="rate_nearest", params={"choices": ", ".join(one for one, _, _ in near)})


class _CellError(ValueError):
    """A cell at fault; says why and what to do."""

    def __init__(self, column: str, value: str, reason: Reason, remedy: Reason) -> None:
        super().__init__(reason.code)
        self.column = column
        self.value = value
        self.reason = reason
        self.remedy = remedy


def read_rates(
    text: str | bytes, catalogue: Catalogue, where: str = "rates"
) -> tuple[tuple[Rate, ...], tuple[RateFinding, ...]]:
    """Return the rates of a CSV file and what is wrong with rows that give none.

    Parameters
    ----------
    text
        The file, UTF-8 where it is bytes (UTF-16 with its mark, as Excel's "Unicode text", too).
    where
        Name of the file for errors.

    Raises
    ------
    RequestError
        ``Q010`` when it is not a table of rates at all: its bytes are no text, columns are missing, or it is too large.
    """
    rates: list[Rate] = []
    findings: list[RateFinding] = []
    known, hints = _list_keys(catalogue), _Hints()
    seen: dict[tuple[CostKind, str, date | None, date | None], int] = {}
    for row in _read_table(text, where):
        if not row.get("vnd"):
            continue
        try:
            rate = _read_rate(row, known, hints)
            season = (rate.kind, rate.key, rate.from_date, rate.to_date)
            if (first := seen.setdefault(season, row.number)) != row.number:
                twice = Reason(code="rate_twice", params={"row": first})
                raise _CellError("key", row.get("key"), twice, Reason(code="rate_remove_one", params={}))
        except _CellError as error:
            finding = RateFinding(
                row=row.number, column=error.column, value=error.value[:80], reason=error.reason, remedy=error.remedy
            )
            findings.append(finding)
        else:
            rates.append(rate)
    return tuple(rates), tuple(findings)


def render_rates_template(catalogue: Catalogue, itinerary: Itinerary) -> str:
    """Return a rate file with a row for each thing that this trip pays for, its prices left empty."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for kind, key, name in dict.fromkeys(_list_template_rows(catalogue, itinerary)):
        cells = (kind.value, key, neutralise(name), UNITS_OF[kind][0].value, "", "", "", "", "")
        writer.writerow(cells)
    return written.getvalue()


def _list_template_rows(catalogue: Catalogue, itinerary: Itinerary) -> Iterator[tuple[CostKind, str, str]]:
    for thing in list_things(catalogue, itinerary):
        named = catalogue.experiences.get(thing.key) or catalogue.located.get(thing.key)
        yield thing.kind, thing.key, thing.key if named is None else named.name_vi
    planned = itinerary.request.vehicle
    vehicles = [planned] if planned.guest_seats is None else [one for one in Vehicle if one.guest_seats is not None]
    for kind in (CostKind.VEHICLE_KM, CostKind.VEHICLE_DAY):
        for vehicle in vehicles:
            yield kind, vehicle.value, vehicle.value
    yield CostKind.GUIDE, "", ""


def _read_table(text: str | bytes, where: str) -> Iterator[TextRow]:
    table = read_table(text, where=where, code="Q010", max_bytes=MAX_BYTES, max_rows=MAX_ROWS)
    columns = [_ALIASES.get(column, column) for column in table.columns]
    for wanted in ("kind", "vnd"):
        if wanted not in columns:
            message = f"{where} has no column {wanted!r}"
            remedy = "the first row names the columns: " + ", ".join(COLUMNS)
            raise RequestError("Q010", message, remedy=remedy, where=where)
    for row in table.rows:
        yield TextRow(row.number, {_ALIASES.get(column, column): cell for column, cell in row.cells.items()})


def _read_rate(row: TextRow, known: Mapping[CostKind, Keys], hints: _Hints) -> Rate:
    kind = _read_word(row, "kind", CostKind, tuple(CostKind))
    usual = UNITS_OF[kind]
    unit = _read_word(row, "unit", RateUnit, usual) if row.get("unit") else usual[0]
    from_date, to_date = _read_day(row, "from_date"), _read_day(row, "to_date")
    if from_date is not None and to_date is not None and to_date < from_date:
        ends_early = Reason(code="rate_season", params={"from_date": from_date.isoformat()})
        raise _CellError("to_date", row.get("to_date"), ends_early, Reason(code="rate_exchange_dates", params={}))
    return Rate(
        kind=kind,
        key=_read_key(row, kind, known[kind], hints),
        unit=unit,
        vnd=_read_vnd(row),
        from_date=from_date,
        to_date=to_date,
        note=row.get("note")[:MAX_TEXT],
        source=row.get("source")[:MAX_TEXT],
    )


def _read_word(row: TextRow, column: str, words: type[Word], allowed: tuple[Word, ...]) -> Word:
    text = row.get(column).casefold().replace(" ", "_")
    for word in allowed:
        if word.value == text:
            return words(word)
    choices = Reason(code="rate_choose", params={"choices": ", ".join(allowed)})
    raise _CellError(column, row.get(column), Reason(code="rate_unknown_word", params={}), choices)


def _read_key(row: TextRow, kind: CostKind, known: Keys, hints: _Hints) -> str:
    key = row.get("key")
    if key in known or kind == CostKind.GUIDE:
        return key
    raise _CellError("key", key, Reason(code="rate_unknown_key", params={}), hints.suggest(key, known))


def _read_vnd(row: TextRow) -> int:
    text = row.get("vnd")
    try:
        vnd = parse_vnd(text)
    except ValueError:
        wrong = Reason(code="rate_not_amount", params={})
        raise _CellError("vnd", text, wrong, Reason(code="rate_write_amount", params={})) from None
    if vnd > MAX_VND:
        too_high = Reason(code="rate_too_high", params={"vnd": MAX_VND})
        raise _CellError("vnd", text, too_high, Reason(code="rate_write_amount", params={}))
    return vnd


def _read_day(row: TextRow, column: str) -> date | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError:
        wrong = Reason(code="rate_not_date", params={})
        raise _CellError(column, text, wrong, Reason(code="rate_write_date", params={})) from None


def _list_keys(catalogue: Catalogue) -> dict[CostKind, Keys]:
    """Return what a rate of each kind may be for."""
    vehicles = ("", *(vehicle.value for vehicle in Vehicle))
    keys: dict[CostKind, tuple[str, ...]] = {
        CostKind.ENTRANCE: ("", *catalogue.places, *catalogue.lodgings),
        CostKind.WORKSHOP: ("", *catalogue.experiences),
        CostKind.MEAL: ("", *catalogue.located, *catalogue.experiences),
        CostKind.VEHICLE_KM: vehicles,
        CostKind.VEHICLE_DAY: vehicles,
        CostKind.DRIVER: vehicles,
        CostKind.LODGING: ("", *catalogue.lodgings, *catalogue.gateways),
        CostKind.GUIDE: ("",),
        CostKind.OTHER: (FERRY,),
    }
    return {kind: dict.fromkeys(ids) for kind, ids in keys.items()}
