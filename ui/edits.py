"""Edits of a trip as pure functions: a request or an order in, a changed one out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.model.itinerary import Itinerary
from planner.model.reason import Reason
from planner.model.request import Pace, Pin, TripRequest
from planner.plan import StopKey, apply_change
from planner.units import MINUTES_PER_DAY, format_clock
from ui.link import Orders

_FULLER = {Pace.RELAXED: Pace.BALANCED, Pace.BALANCED: Pace.FULL}
_LATEST_MIN = MINUTES_PER_DAY - 1


def list_orders(itinerary: Itinerary) -> Orders:
    """Return the visits of each day, in order."""
    return tuple(tuple((visit.place_id, visit.experience_id) for visit in day.visits) for day in itinerary.days)


def move(orders: Orders, day: int, position: int, step: int) -> Orders:
    """Return the orders with one visit a place earlier (-1) or later (+1), over the end of a day into the next."""
    days: list[list[StopKey]] = [list(order) for order in orders]
    visit = days[day].pop(position)
    target = position + step
    if 0 <= target <= len(days[day]):
        days[day].insert(target, visit)
    elif target < 0 and day > 0:
        days[day - 1].append(visit)
    elif target > 0 and day + 1 < len(days):
        days[day + 1].insert(0, visit)
    else:
        days[day].insert(position, visit)
    return tuple(tuple(order) for order in days)


def remove(orders: Orders, place_id: str) -> Orders:
    """Return the orders without a place."""
    return tuple(tuple(key for key in order if key[0] != place_id) for order in orders)


def is_locked(request: TripRequest, key: StopKey) -> bool:
    """Whether a visit is kept on a day."""
    return any(pin.place in key for pin in request.pins)


def lock(request: TripRequest, key: StopKey, day: int, at: str | None = None) -> TripRequest:
    """Return the request with a visit kept on a day, counted from 1, and with `at` (``HH:MM``) at its minute."""
    pins = [pin for pin in request.pins if pin.place not in key]
    return _change(request, pins=[*pins, Pin(place=key[1] or key[0], day=day, at=at)])


def unlock(request: TripRequest, key: StopKey) -> TripRequest:
    """Return the request with a visit free to move again."""
    return _change(request, pins=[pin for pin in request.pins if pin.place not in key])


def move_pin(request: TripRequest, key: StopKey, before: int, day: int) -> TripRequest:
    """Return the request after a visit was moved by hand from one day to another, both from 1.

    Who takes a visit to another day wants it there; its hour, and that of a locked one, is free again.
    """
    return lock(request, key, day) if day != before or is_locked(request, key) else request


def want(request: TripRequest, place_id: str, *, is_must: bool) -> TripRequest:
    """Return the request that wants a place, as a must or as a wish."""
    field = "must_visit" if is_must else "nice_to_visit"
    values = {field: _add(getattr(request, field), place_id), "exclude": _drop(request.exclude, place_id)}
    return _change(request, **values)


def can_apply(remedy: Reason | None, request: TripRequest) -> bool:
    """Whether a remedy is a change of the request, and not of the data."""
    return remedy is not None and apply_remedy(request, "", remedy) is not None


def apply_remedy(request: TripRequest, place_id: str, remedy: Reason) -> TripRequest | None:
    """Return the request with the change that a remedy proposes, None where the request cannot bring it about."""
    params = remedy.params
    match remedy.code:
        case "add_must" | "try_must":
            return want(request, place_id, is_must=True) if place_id else request
        case "allow_place":
            return _change(request, exclude=_drop(request.exclude, place_id))
        case "add_day":
            return set_days(request, request.days + 1) if request.days < 14 else None
        case "longer_day":
            end_min = min(_LATEST_MIN, request.day_end_min + int(params["minutes"]))
            return _change(request, day_end=format_clock(end_min))
        case "more_drive":
            return _change(request, max_drive_h_per_day=min(10.0, float(params["hours"])))
        case "more_budget":
            return _change(request, budget_vnd_per_person=int(params["vnd"]))
        case "other_dates":
            return _change(request, start_date=dt.date.fromisoformat(str(params["date"])))
        case "fuller_pace":
            return _change(request, pace=_FULLER[request.pace]) if request.pace in _FULLER else None
        case "raise_effort":
            effort = int(params.get("effort", request.max_effort + 1))
            return _change(request, max_effort=min(3, effort))
    return None


def set_days(request: TripRequest, days: int) -> TripRequest:
    """Return the request with another number of days; what names a day beyond them is dropped."""
    lodging: Any = request.lodging
    if isinstance(lodging, tuple):
        lodging = (*lodging, *("choose",) * days)[: days - 1]
    return _change(
        request,
        days=days,
        lodging=lodging,
        pins=[pin for pin in request.pins if pin.day <= days],
        day_starts={day: start for day, start in request.day_starts.items() if day <= days},
    )


def _change(request: TripRequest, **fields: Any) -> TripRequest:
    return apply_change(request, fields)


def _add(places: tuple[str, ...], place_id: str) -> tuple[str, ...]:
    return places if place_id in places else (*places, place_id)


def _drop(places: tuple[str, ...], place_id: str) -> tuple[str, ...]:
    return tuple(place for place in places if place != place_id)
