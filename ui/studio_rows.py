"""The stops of a trip as rows of a table, and what a change of a cell means for request and order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.model.itinerary import Itinerary, Visit
from planner.model.problem import Violation
from planner.model.request import MAX_VISIT_MIN, TripRequest
from planner.plan import StopKey, apply_change
from planner.present.languages import clock
from ui import edits
from ui.link import Orders

MIN_VISIT_MIN = 5
ROW_PX = 35
"""Height of a row in a table that is edited."""
MAX_TABLE_ROWS = 30


def get_table_height(rows: int) -> int:
    """Return the height of a table that shows its rows without scrolling, as far as that is sensible, in pixels."""
    return ROW_PX * (min(rows, MAX_TABLE_ROWS) + 1) + 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """One visit as the table shows it."""

    key: StopKey
    day: int
    """From 1."""
    number: int
    """Place in the day, from 1."""
    begin: dt.time
    leave: dt.time
    minutes: int
    is_locked: bool
    """Whether the visit is kept on its day."""
    has_set_minutes: bool
    """Whether the operator says how long it takes."""
    violations: tuple[Violation, ...]
    """What the referee has against this very visit."""


def list_rows(itinerary: Itinerary, violations: Sequence[Violation] = ()) -> list[StopRow]:
    """Return the visits of a trip in its order, each with the rules that it breaks."""
    request = itinerary.request
    rows = []
    for d, day in enumerate(itinerary.days):
        for position, visit in enumerate(day.visits):
            key = (visit.place_id, visit.experience_id)
            rows.append(
                StopRow(
                    key=key,
                    day=d + 1,
                    number=position + 1,
                    begin=_read_time(clock(visit.begin)),
                    leave=_read_time(clock(visit.leave)),
                    minutes=count_minutes(visit),
                    is_locked=edits.is_locked(request, key),
                    has_set_minutes=any(name in request.visit_minutes for name in key if name),
                    violations=tuple(one for one in violations if (one.day, one.position) == (d, position)),
                )
            )
    return rows


def list_other_violations(violations: Sequence[Violation]) -> list[Violation]:
    """Return what no single visit is at fault for."""
    return [one for one in violations if one.position is None]


def count_minutes(visit: Visit) -> int:
    """Return how long a visit lasts."""
    return round((visit.leave - visit.begin).total_seconds() / 60)


def change_row(itinerary: Itinerary, row: StopRow, cells: Mapping[str, Any]) -> tuple[TripRequest, Orders]:
    """Return request and order after cells of one row were changed.

    Cells are ``day``, ``number``, ``begin`` (a time of day or None), ``minutes`` (or None) and ``locked``. A visit
    goes to another day at its own time of day unless a number says where. What is not changed may be left out.
    """
    request, orders = itinerary.request, edits.list_orders(itinerary)
    day = _clamp(cells.get("day", row.day), 1, len(itinerary.days), row.day)
    if day != row.day or "number" in cells:
        place = cells.get("number")
        if place is None:
            place = 1 + sum(visit.begin.time() < row.begin for visit in itinerary.days[day - 1].visits)
        orders = _put(orders, row, day, int(place))
        request = edits.move_pin(request, row.key, row.day, day)
    if "begin" in cells:
        begin = _read_time(cells["begin"])
        at = None if begin is None else begin.strftime("%H:%M")
        request = edits.unlock(request, row.key) if at is None else edits.lock(request, row.key, day, at)
    elif "locked" in cells:
        at = row.begin.strftime("%H:%M") if day == row.day else None
        request = edits.lock(request, row.key, day, at) if cells["locked"] else edits.unlock(request, row.key)
    if "minutes" in cells:
        request = set_minutes(request, row.key, cells["minutes"])
    return request, orders


def set_minutes(request: TripRequest, key: StopKey, minutes: int | None) -> TripRequest:
    """Return the request with the length of a visit set, or with None left to the facts again."""
    known = {name: value for name, value in request.visit_minutes.items() if name not in key}
    if minutes is not None:
        known[key[1] or key[0]] = _clamp(minutes, MIN_VISIT_MIN, MAX_VISIT_MIN, MIN_VISIT_MIN)
    return apply_change(request, {"visit_minutes": known})


def _put(orders: Orders, row: StopRow, day: int, number: int) -> Orders:
    days = [[key for key in order if key != row.key] for order in orders]
    days[day - 1].insert(max(0, number - 1), row.key)
    return tuple(tuple(order) for order in days)


def _clamp(value: object, low: int, high: int, otherwise: int) -> int:
    return min(high, max(low, int(value))) if isinstance(value, int | float) else otherwise


def _read_time(value: Any) -> Any:
    """Return a time of day to the minute, from a time or the text that a table gives; None stays None."""
    if value is None or value == "":
        return None
    return (value if isinstance(value, dt.time) else dt.time.fromisoformat(str(value))).replace(second=0, microsecond=0)
