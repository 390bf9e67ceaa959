"""Why no trip satisfies a request, and the smallest change that makes one: tried before it is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from planner.catalogue.calendar import TripCalendar
from planner.errors import RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility
from planner.model.reason import Reason
from planner.model.request import Pace, Punctuality, TripRequest
from planner.model.settings import Settings
from planner.plan.atlas import TravelAtlas
from planner.plan.build import BuiltTrip, get_drive_cap_min
from planner.plan.explain import find_open_date
from planner.plan.options import OptionBuilder
from planner.plan.requests import CheckedRequest
from planner.units import MINUTES_PER_DAY, format_clock

Change = dict[str, Any]
Attempt = Callable[[TripRequest], bool]
"""Whether a changed request has a plan."""

MAX_DAYS = 14
"""Longest trip that a request may ask for."""
BUDGET_STEP_VND = 10_000
_WITHOUT_RESERVE: Change = {"punctuality": Punctuality.USUAL.value}
_FULLER = {Pace.RELAXED: Pace.BALANCED, Pace.BALANCED: Pace.FULL}


def apply_change(request: TripRequest, change: Mapping[str, Any]) -> TripRequest:
    """Return the request with some fields replaced, validated again.

    Raises
    ------
    pydantic.ValidationError
        When the changed request contradicts itself.
    """
    return TripRequest.model_validate({**request.model_dump(), **change})


def merge_changes(request: TripRequest, changes: Sequence[Mapping[str, Any]]) -> Change:
    """Return several changes as one; places that one of them drops stay dropped."""
    merged: Change = {}
    for change in changes:
        for field, value in change.items():
            if field in ("must_visit", "pins") and field in merged:
                merged[field] = tuple(one for one in merged[field] if one in value)
            elif field in ("max_effort", "start_date") and field in merged:
                merged[field] = max(merged[field], value)
            else:
                merged[field] = value
    return merged


def find_single_reasons(
    checked: CheckedRequest,
    catalogue: Catalogue,
    atlas: TravelAtlas,
    builder: OptionBuilder,
    calendar: TripCalendar,
    settings: Settings,
) -> tuple[Infeasibility, ...]:
    """Return what makes a wanted place impossible by itself, with the change that mends it (not yet tried)."""
    if atlas.get_drive_min(checked.start.id, checked.end.id) < 0:
        return (_say("inf_end_unreachable", {"start": checked.start.id, "end": checked.end.id}),)
    found: list[Infeasibility] = []
    cap_min = get_drive_cap_min(checked, settings.trip)
    places = dict.fromkeys(
        [*checked.must_places, *(catalogue.experiences[e].place_id for e in checked.must_experiences)]
    )
    for place_id in places:
        located = catalogue.located[place_id]
        if not located.is_routable:
            change = drop_places(checked.request, [place_id], catalogue)
            found.append(_say("inf_not_located", {"place": place_id}, "drop_must", change=change))
            continue
        there, back = atlas.get_drive_min(checked.start.id, place_id), atlas.get_drive_min(place_id, checked.end.id)
        if there < 0 or back < 0:
            params = {"place": place_id, "vehicle": checked.request.vehicle.value}
            change = drop_places(checked.request, [place_id], catalogue)
            found.append(_say("inf_unreachable", params, "drop_must", change=change))
        elif there + back > cap_min * checked.request.days:
            found.append(_say("inf_too_far", {"place": place_id, "minutes": there + back}))
        elif place_id not in catalogue.lodgings and place_id not in catalogue.gateways:
            _, reason = builder.list_options(located)
            named = [e for e in checked.must_experiences if catalogue.experiences[e].place_id == place_id]
            for one in named:
                reason = reason or builder.find_refusal(catalogue.experiences[one])
            if reason is not None:
                found.append(_say_rejected(checked, place_id, reason, catalogue, calendar))
    return tuple(found)


def find_limit(checked: CheckedRequest, settings: Settings, attempt: Attempt) -> Reason | None:
    """Return the one limit that alone keeps the wanted places from fitting, or None when several do.

    A limit stands in the way when a trip exists as soon as it, and nothing else, is lifted.
    """
    request = checked.request
    must = ";".join((*checked.must_places, *checked.must_experiences))
    hours = get_drive_cap_min(checked, settings.trip) / 60
    span = {"day_start": request.day_start, "day_end": request.day_end}
    reserve: tuple[tuple[Change, Reason], ...] = ()
    if request.punctuality is Punctuality.SAFE:
        reserve = ((_WITHOUT_RESERVE, Reason(code="inf_jointly_reserve", params={"places": must})),)
    lifted: tuple[tuple[Change, Reason], ...] = (
        *reserve,
        ({"max_drive_h_per_day": 10.0}, Reason(code="inf_jointly_drive", params={"places": must, "hours": hours})),
        (
            {"day_start": "05:00", "day_end": "22:00"},
            Reason(code="inf_jointly_hours", params={"places": must, **span}),
        ),
        (_add_days(request, 2), Reason(code="inf_jointly_days", params={"places": must, "days": request.days})),
    )
    for change, reason in lifted:
        try:
            changed = apply_change(request, change)
        except ValueError:
            continue
        if attempt(changed):
            return reason
    return None


def find_smallest_change(checked: CheckedRequest, settings: Settings, attempt: Attempt) -> Change | None:
    """Return the first change, smallest first, with which `attempt` finds a plan."""
    for change in _list_changes(checked, settings):
        try:
            changed = apply_change(checked.request, change)
        except (ValueError, RequestError):
            continue
        if attempt(changed):
            return change
    return None


def find_backbone_reason(built: BuiltTrip) -> Infeasibility | None:
    """Return what makes the wanted places impossible together where that is proved, else None.

    The remedy for a budget is exact; any other reason leaves the remedy to be found by trying.
    """
    backbone, problem = built.backbone, built.problem
    must = (*built.checked.must_places, *built.checked.must_experiences)
    if not backbone.is_searched:
        return None
    trip_cap_min = problem.trip_drive_cap_min
    if backbone.by_drive is None or 0 <= trip_cap_min < backbone.drive_min:
        reason = Reason(code="inf_jointly", params={"places": ";".join(must)}) if must else _NO_WAY
        return Infeasibility(reason=reason, remedy=None, change=None)
    if backbone.money_vnd > int(problem.resource_cap[0]):
        needed = -(-(backbone.money_vnd + built.meal_vnd) // BUDGET_STEP_VND) * BUDGET_STEP_VND
        change: Change = {"budget_vnd_per_person": needed}
        reason = Reason(code="inf_budget", params={"vnd": backbone.money_vnd + built.meal_vnd})
        return Infeasibility(reason=reason, remedy=say_change(change, built.checked), change=change)
    return None


_NO_WAY = Reason(code="inf_no_way", params={})


def say_change(change: Change, checked: CheckedRequest) -> Reason:
    """Return the remedy that describes a change."""
    request = checked.request
    code, params = "other_request", dict[str, str | int | float]()
    fields = set(change)
    if fields in ({"day_end"}, {"day_start"}):
        changed = apply_change(request, change)
        span = changed.day_end_min - changed.day_start_min
        code, params = "longer_day", {"minutes": span - (request.day_end_min - request.day_start_min)}
    elif fields == {"max_drive_h_per_day"}:
        code, params = "more_drive", {"hours": change["max_drive_h_per_day"]}
    elif fields in ({"pace"}, {"pace", "max_drive_h_per_day"}):
        code, params = "fuller_pace", {}
    elif "days" in fields and fields <= {"days", "lodging"}:
        code, params = "add_day", {"days": change["days"]}
    elif fields == {"punctuality"}:
        code, params = "no_reserve", {}
    elif fields == {"start_date"}:
        code, params = "other_dates", {"date": str(change["start_date"])}
    elif fields == {"budget_vnd_per_person"}:
        code, params = "more_budget", {"vnd": change["budget_vnd_per_person"]}
    elif fields == {"max_effort"}:
        code, params = "raise_effort", {"effort": change["max_effort"]}
    elif "must_visit" in fields:
        wanted = dict.fromkeys([*request.must_visit, *(pin.place for pin in request.pins)])
        kept = {*change["must_visit"], *(pin["place"] for pin in change.get("pins", ()))}
        if "pins" not in change:
            kept |= {pin.place for pin in request.pins}
        gone = [one for one in wanted if one not in kept]
        code, params = "drop_must", {"place": ";".join(gone)}
    else:
        params = {"text": ", ".join(f"{name} = {value}" for name, value in change.items())}
    return Reason(code=code, params=params)


def _list_changes(checked: CheckedRequest, settings: Settings) -> Iterator[Change]:
    """Yield changes from the smallest to the largest, as a traveller feels them."""
    request = checked.request
    if request.punctuality is Punctuality.SAFE:
        yield _WITHOUT_RESERVE
    drive_h = get_drive_cap_min(checked, settings.trip) / 60
    for minutes, hours in ((15, 0.25), (30, 0.5), (45, 0.75), (60, 1.0), (75, 1.25), (90, 1.5)):
        yield from _lengthen(request, minutes)
        yield from _drive_more(drive_h, hours)
    if request.pace in _FULLER:
        yield {"pace": _FULLER[request.pace].value, "max_drive_h_per_day": drive_h}
    for minutes, hours in ((30, 0.5), (60, 0.5), (60, 1.0), (90, 1.0), (90, 1.5), (120, 1.5), (120, 2.0)):
        for longer in _lengthen(request, minutes):
            for further in _drive_more(drive_h, hours):
                yield {**longer, **further}
    yield _add_days(request, 1)
    for further in _drive_more(drive_h, 1.0):
        yield {**_add_days(request, 1), **further}
    for days in range(2, MAX_DAYS - request.days + 1):
        yield _add_days(request, days)
    wanted = list(dict.fromkeys([*request.must_visit, *(pin.place for pin in request.pins)]))
    for one in reversed(wanted):
        yield _drop(request, {one})
    # The first named is the dearest: the later ones go together before it does.
    for count in range(2, len(wanted) + 1):
        yield _drop(request, wanted[-count:])


def _lengthen(request: TripRequest, minutes: int) -> Iterator[Change]:
    end = request.day_end_min + minutes
    if end <= min(MINUTES_PER_DAY, 22 * 60):
        yield {"day_end": format_clock(end)}
    start = request.day_start_min - minutes
    if start >= 5 * 60:
        yield {"day_start": format_clock(start)}


def _drive_more(drive_h: float, hours: float) -> Iterator[Change]:
    if drive_h + hours <= 10:
        yield {"max_drive_h_per_day": drive_h + hours}


def _add_days(request: TripRequest, days: int) -> Change:
    change: Change = {"days": request.days + days}
    if isinstance(request.lodging, tuple):
        change["lodging"] = (*request.lodging, *("choose",) * days)
    return change


def drop_places(request: TripRequest, places: Sequence[str], catalogue: Catalogue) -> Change:
    """Return the change that wants neither some places nor what can be done there."""
    gone = {*places, *(e.id for one in places for e in catalogue.experiences_at.get(one, ()))}
    return _drop(request, gone)


def _drop(request: TripRequest, gone: Collection[str]) -> Change:
    change: Change = {"must_visit": tuple(one for one in request.must_visit if one not in gone)}
    if any(pin.place in gone for pin in request.pins):
        change["pins"] = tuple(pin.model_dump() for pin in request.pins if pin.place not in gone)
    return change


def _say(
    code: str, params: Mapping[str, str | int | float], remedy: str | None = None, *, change: Change | None = None
) -> Infeasibility:
    told = None if remedy is None else Reason(code=remedy, params={"place": params.get("place", "")})
    return Infeasibility(reason=Reason(code=code, params=dict(params)), remedy=told, change=change)


def _say_rejected(
    checked: CheckedRequest, place_id: str, reason: Reason, catalogue: Catalogue, calendar: TripCalendar
) -> Infeasibility:
    request = checked.request
    dropped = drop_places(request, [place_id], catalogue)
    change, code = dropped, "inf_closed"
    if reason.code == "effort":
        code, change = "inf_effort", {"max_effort": int(reason.params["effort"])}
    elif reason.code == "closed":
        located = catalogue.located[place_id]
        found = find_open_date(located, catalogue, calendar, request.start_date)
        if found is not None:
            # The last day of the shifted trip falls on the open date at the latest.
            change = {"start_date": max(request.start_date, found - timedelta(days=request.days - 1))}
            if change["start_date"] == request.start_date:
                change = dropped
    else:
        code = "inf_no_visit"
    return Infeasibility(
        reason=Reason(code=code, params={"place": place_id, "why": reason.code}),
        remedy=say_change(change, checked),
        change=change,
    )
