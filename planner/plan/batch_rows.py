"""A row of a table of requests: the request that it is, or everything that keeps it from being one.

A cell at fault is told and laid aside, and the others are judged without it, so that one reading tells all faults of a
row. What contradicts itself only between cells is told once each of them can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from planner.catalogue.calendar import TripCalendar
from planner.errors import RequestError, UnknownIdError
from planner.model.catalogue import Catalogue
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.travel import Vehicle
from planner.plan.batch_cells import READERS, CellFault, advise, read_cells
from planner.plan.batch_names import NameBook
from planner.plan.requests import build_request, check_request
from planner.tabular import TextRow

REQUIRED: Final = ("start", "start_date", "days")
"""Columns that every row needs a cell of."""
_BOUNDS: Final = {"ge": "batch_too_small", "gt": "batch_too_small", "le": "batch_too_large", "lt": "batch_too_large"}
"""Bounds of a field by the name that its check gives them."""


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, catalogue: Catalogue, book: NameBook) -> None:
        self._catalogue = catalogue
        self._calendar = TripCalendar(catalogue)
        self._book = book
        gateway = next(one.id for one in catalogue.gateways.values() if one.can_start and one.can_end)
        self._stand_ins: dict[str, Any] = {
            "start": gateway,
            "start_date": self._calendar.FIRST_DATE,
            "days": 1,
            "vehicle": Vehicle.BICYCLE,
        }
        """What stands in for cells at fault, so that the others can be judged: it is at fault with none of them."""

    def read(self, row: TextRow) -> tuple[TripRequest | None, list[CellFault]]:
        """Return the request of a row, or None with all that is wrong."""
        cells, faults = read_cells(row, self._book)
        for column in REQUIRED:
            if not row.get(column):
                faults.append(_fault(column, "R002", "batch_required", advice=advise(column)))
        while True:
            laid_aside = {fault.column for fault in faults}
            stand_ins = {name: value for name, value in self._stand_ins.items() if name in laid_aside}
            found = self._judge({**stand_ins, **cells}, is_whole=not faults)
            faults += found
            fresh = [fault.column for fault in found if fault.column in cells]
            for column in fresh:
                cells.pop(column, None)
            if not fresh:
                break
        if faults:
            return None, sorted(faults, key=_find_position)
        return build_request(_nest(cells), where=""), []

    def _judge(self, cells: Mapping[str, Any], *, is_whole: bool) -> list[CellFault]:
        """Return what is wrong with values that could be read; nothing of rows that are not whole as such."""
        try:
            request = TripRequest.model_validate(_nest(cells))
        except ValidationError as error:
            told = [_tell_invalid(dict(one), cells) for one in error.errors(include_url=False)]
            named = [fault for fault in told if fault.column]
            return list({fault.column: fault for fault in named}.values()) or (told if is_whole else [])
        try:
            check_request(request, self._catalogue, self._calendar)
        except RequestError as error:
            fault = _tell_refused(error, request, self._calendar)
            return [fault] if is_whole or fault.column in cells else []
        return []


def _nest(cells: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column, value in cells.items():
        head, _, tail = column.partition(".")
        if tail:
            fields.setdefault(head, {})[tail] = value
        else:
            fields[column] = value
    return fields


def _fault(column: str, code: str, told: str, *, advice: Reason, **params: str | int | float) -> CellFault:
    return CellFault(column=column, code=code, told=Reason(code=told, params=dict(params)), advice=advice)


def _find_position(fault: CellFault) -> int:
    """Return where the column stands; what is said of the row as a whole comes last."""
    return list(READERS).index(fault.column) if fault.column in READERS else len(READERS)


def _tell_invalid(error: Mapping[str, Any], cells: Mapping[str, Any]) -> CellFault:
    """Return the fault that a check of the request's own fields found."""
    place = [str(part) for part in error["loc"]]
    column = ".".join(place[:2]) if place[:1] == ["party"] else (place[0] if place else "")
    bounds = error.get("ctx", {})
    for name, code in _BOUNDS.items():
        if name in bounds and column:
            value, limit = str(error["input"])[:60], bounds[name]
            advice = Reason(code=f"{code}_write", params={"limit": limit})
            return _fault(column, "R002", code, advice=advice, value=value, limit=limit)
    if error["type"] == "string_too_long":
        advice = Reason(code="batch_shorten", params={})
        return _fault(column, "R002", "batch_too_long", advice=advice, limit=bounds["max_length"])
    if column:
        value = str(error["input"] if not isinstance(error["input"], dict | list) else cells.get(column, ""))[:60]
        advice = _CLOCKS.get(column) or _LANGUAGE.get(column) or advise(column)
        return _fault(column, "R002", "batch_not_so", advice=advice, value=value)
    text = str(error["msg"]).removeprefix("Value error, ")
    told = _tell_together(cells)
    mend = Reason(code="batch_mend_row", params={})
    return CellFault(column="", code="R002", told=told or Reason(code="batch_row", params={"text": text}), advice=mend)


_CLOCKS: Final = {column: Reason(code="batch_write_clock", params={}) for column in ("day_start", "day_end")}
_LANGUAGE: Final = {"language": Reason(code="batch_write_language", params={})}


def _tell_together(cells: Mapping[str, Any]) -> Reason | None:
    """Return what cells that are right each contradict in each other; None where it is none of the usual things."""
    days = int(cells.get("days", 1))
    if str(cells.get("day_end", "18:00")) <= str(cells.get("day_start", "08:00")):
        return Reason(code="batch_hours", params={})
    lodging = cells.get("lodging")
    if isinstance(lodging, list) and len(lodging) != days - 1:
        return Reason(code="batch_nights", params={"count": len(lodging), "nights": days - 1})
    wanted = {*cells.get("must_visit", ()), *(pin["place"] for pin in cells.get("pins", ()))}
    both = sorted(wanted & set(cells.get("exclude", ())))
    if both:
        return Reason(code="batch_both", params={"ids": ";".join(both)})
    named = [*cells.get("day_starts", {}), *(pin["day"] for pin in cells.get("pins", ()))]
    late = [day for day in named if not 1 <= int(day) <= days]
    return Reason(code="batch_no_such_day", params={"value": late[0], "number": days}) if late else None


def _tell_refused(error: RequestError, request: TripRequest, calendar: TripCalendar) -> CellFault:
    """Return the fault that the check against the tables found."""
    column = error.where.rpartition(":")[2]
    look_up = Reason(code="batch_look_up", params={})
    match error.code:
        case "R014":
            span = {"first": calendar.FIRST_DATE.isoformat(), "last": calendar.LAST_DATE.isoformat()}
            return _fault(column, "R014", "batch_no_calendar", advice=Reason(code="batch_span", params=dict(span)))
        case "R015":
            size, seats = request.party.size, request.vehicle.guest_seats or 0
            larger = [one for one in Vehicle if (one.guest_seats or 0) >= size]
            options = ";".join(f"vehicle.{one.value}" for one in larger)
            advice = Reason(code="batch_options", params={"options": options})
            if not larger:
                advice = Reason(code="batch_split", params={})
            told = {"size": size, "seats": seats, "vehicle": request.vehicle.value}
            return _fault(column, "R015", "batch_seats", advice=advice, **told)
        case "R011" | "R016":  # names of places are known by now; here nobody sleeps
            return _fault(column, error.code, "batch_no_night", advice=look_up)
        case "R013":
            mend = Reason(code="batch_mend_row", params={})
            return _fault(column, "R013", "batch_place_excluded", advice=mend)
        case "R017":
            return _fault(column, "R017", "batch_no_gateway", advice=look_up)
        case "G101":
            near = error.nearest if isinstance(error, UnknownIdError) else ()
            advice = Reason(code="batch_write_country", params={})
            if near:
                advice = Reason(code="batch_near", params={"choices": ", ".join(near)})
            return _fault(
                column, "G101", "batch_unknown_country", advice=advice, value=(request.home_market or "")[:60]
            )
    mend = Reason(code="batch_mend_row", params={})
    return CellFault(
        column=column, code=error.code, told=Reason(code="batch_row", params={"text": error.message}), advice=mend
    )
