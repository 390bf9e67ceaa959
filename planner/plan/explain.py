"""Why a place is not in the trip, found by trying to put it in: once as things are, then with one rule eased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from planner.catalogue.calendar import TripCalendar
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Reason, Unvisited
from planner.model.place import Located, Lodging
from planner.model.problem import Problem, Solution
from planner.model.request import MAX_DRIVE_H, Pace
from planner.optimise import schedule_day
from planner.plan.build import NO_BUDGET, BuiltTrip
from planner.units import MINUTES_PER_DAY

MAX_LISTED = 14
"""Places left out that are explained beside those the traveller named."""
SEARCH_DAYS = 45
"""How far ahead an open date is looked for."""


@dataclass(frozen=True, slots=True)
class _Easing:
    """A rule eased by a little: the problem so eased, the reason it proves and the change it asks for."""

    problem: Problem
    reason: str
    remedy: Reason


def explain_unvisited(
    built: BuiltTrip, solution: Solution, catalogue: Catalogue, calendar: TripCalendar
) -> tuple[Unvisited, ...]:
    """Return the reasons for places that are not in the trip, those the traveller named first."""
    visited = {built.options[i].located.id for route in solution.routes for i in route}
    visited |= {built.depots[j].id for j in solution.nights}
    request = built.checked.request
    ways: dict[str, list[int]] = {}
    for i, option in enumerate(built.options):
        if option.located.id not in visited:
            ways.setdefault(option.located.id, []).append(i)
    named = [_to_place(one, catalogue) for one in (*request.nice_to_visit, *request.exclude)]
    promising = list(ways)[:MAX_LISTED]  # options stand in the order of their promise for this trip
    easings = tuple(_list_easings(built))
    answers = []
    for place_id in dict.fromkeys([*named, *promising]):
        if place_id in visited:
            continue
        located = catalogue.located[place_id]
        if isinstance(located, Lodging) and place_id not in request.exclude and located.is_routable:
            # Another bed serves this trip better, whatever there is to do at this one.
            answers.append(_prefer_others(place_id))
        elif place_id in ways:
            answers.append(_explain_option(built, solution, place_id, ways[place_id], easings))
        else:
            answers.append(_explain_rejected(built, located, catalogue, calendar))
    return tuple(answers)


def find_open_date(
    located: Located, catalogue: Catalogue, calendar: TripCalendar, first: date, days: int = SEARCH_DAYS
) -> date | None:
    """Return the first date from `first` on which something is open at a place."""
    experiences = catalogue.experiences_at.get(located.id, ()) or (None,)
    for on in (first + timedelta(days=d) for d in range(days)):
        if not calendar.is_supported(on):
            return None
        if any(calendar.get_opening(e, located, on).intervals for e in experiences):
            return on
    return None


def _to_place(one: str, catalogue: Catalogue) -> str:
    return catalogue.experiences[one].place_id if one in catalogue.experiences else one


def _explain_rejected(built: BuiltTrip, located: Located, catalogue: Catalogue, calendar: TripCalendar) -> Unvisited:
    request = built.checked.request
    reason = built.rejected.get(located.id)
    if reason is None:
        code = "excluded" if located.id in request.exclude else "lower_prize"
        reason = Reason(code=code, params={})
    remedy: Reason | None = None
    match reason.code:
        case "excluded":
            remedy = Reason(code="allow_place", params={})
        case "not_located":
            remedy = Reason(code="give_point", params={})
        case "effort":
            remedy = Reason(code="raise_effort", params={"effort": reason.params["effort"]})
        case "closed":
            found = find_open_date(located, catalogue, calendar, request.start_date)
            remedy = None if found is None else Reason(code="other_dates", params={"date": found.isoformat()})
        case "too_far":
            remedy = Reason(code="add_day", params={})
        case "lower_prize":
            remedy = Reason(code="add_must", params={})
    return Unvisited(place_id=located.id, reason=reason, remedy=remedy)


def _explain_option(
    built: BuiltTrip, solution: Solution, place_id: str, ways: Sequence[int], easings: tuple[_Easing, ...]
) -> Unvisited:
    problem = built.problem
    if any(_can_insert(problem, solution, stop) for stop in ways):
        # It would fit: what it adds is worth less than the driving it costs.
        taken = [built.options[i] for route in solution.routes for i in route]
        category = getattr(built.options[ways[0]].located, "category", "")
        same = sum(o.prize for o in taken if getattr(o.located, "category", None) == category)
        if same > 0 and int(problem.gain_to[0, 0]) <= same:
            return _say(place_id, Reason(code="category_full", params={"category": category}), _ADD_MUST)
        return _prefer_others(place_id)
    free = _without_budget(problem)
    missing_vnd = [_get_missing_vnd(problem, solution, stop) for stop in ways if _can_insert(free, solution, stop)]
    if missing_vnd:
        budget = (built.checked.request.budget_vnd_per_person or 0) + min(missing_vnd)
        return _say(place_id, Reason(code="budget", params={}), Reason(code="more_budget", params={"vnd": budget}))
    if any(_can_insert(_open_all_day(problem, stop), solution, stop) for stop in ways):
        # Open on some day of the trip, but not when and where the trip passes.
        return _say(place_id, Reason(code="closed", params={}), _ADD_MUST)
    for easing in easings:
        if any(_can_insert(easing.problem, solution, stop) for stop in ways):
            return _say(place_id, Reason(code=easing.reason, params={}), easing.remedy)
    return _prefer_others(place_id)


_ADD_MUST = Reason(code="add_must", params={})


def _say(place_id: str, reason: Reason, remedy: Reason | None) -> Unvisited:
    return Unvisited(place_id=place_id, reason=reason, remedy=remedy)


def _prefer_others(place_id: str) -> Unvisited:
    return _say(place_id, Reason(code="lower_prize", params={}), _ADD_MUST)


def _list_easings(built: BuiltTrip) -> Iterator[_Easing]:
    """Yield rules eased by a little, none further than a request could ask for."""
    problem = built.problem
    busier = Reason(code="fuller_pace" if built.checked.request.pace != Pace.FULL else "add_day", params={})
    yield _Easing(replace(problem, max_visits=problem.max_visits + 1), "pace_full", busier)
    for minutes in (30, 60, 90):
        if built.checked.request.day_end_min + minutes <= MINUTES_PER_DAY:
            longer = replace(problem, day_end_min=problem.day_end_min + minutes)
            yield _Easing(longer, "day_full", Reason(code="longer_day", params={"minutes": minutes}))
    cap_min = int(problem.drive_cap_min[0])
    for minutes in (30, 60, 90):
        if cap_min + minutes <= MAX_DRIVE_H * 60:
            further = replace(problem, drive_cap_min=problem.drive_cap_min + minutes)
            yield _Easing(further, "drive_full", Reason(code="more_drive", params={"hours": (cap_min + minutes) / 60}))


def _can_insert(problem: Problem, solution: Solution, stop: int) -> bool:
    """Say whether a stop fits somewhere into the trip as it is, its order kept."""
    if any(_get_missing(problem, solution, stop) > 0):
        return False
    driven = [_get_drive_min(problem, solution, day, route) for day, route in enumerate(solution.routes)]
    for day, route in enumerate(solution.routes):
        if len(route) >= problem.max_visits[day] or problem.window_close_min[day, stop].max(initial=-1) < 0:
            continue
        start, end = solution.get_start(problem, day), solution.get_end(problem, day)
        for position in range(len(route) + 1):
            longer = (*route[:position], stop, *route[position:])
            drive_min = _get_drive_min(problem, solution, day, longer)
            whole = sum(driven) - driven[day] + drive_min
            if drive_min > problem.drive_cap_min[day] or 0 <= problem.trip_drive_cap_min < whole:
                continue
            if schedule_day(problem, day, start, end, longer) is not None:
                return True
    return False


def _get_drive_min(problem: Problem, solution: Solution, day: int, route: Sequence[int]) -> int:
    """Return the driving of a day; a leg without a way is left to the schedule, which refuses it."""
    n = problem.n_stops
    rows = [n + solution.get_start(problem, day), *route, n + solution.get_end(problem, day)]
    return sum(int(problem.drive_min[a, b]) for a, b in pairwise(rows))


def _open_all_day(problem: Problem, stop: int) -> Problem:
    opens, closes = problem.window_open_min.copy(), problem.window_close_min.copy()
    opens[:, stop, :], closes[:, stop, :] = 0, -1
    closes[:, stop, 0] = MINUTES_PER_DAY - 1
    return replace(problem, window_open_min=opens, window_close_min=closes)


def _without_budget(problem: Problem) -> Problem:
    return replace(problem, resource_cap=np.full_like(problem.resource_cap, NO_BUDGET))


def _get_missing(problem: Problem, solution: Solution, stop: int) -> npt.NDArray[np.int64]:
    """Return how much of each resource the trip with one stop more would lack, shape (R,)."""
    stops = [*(i for route in solution.routes for i in route), stop]
    used = problem.resource_use[:, stops].sum(axis=1) + problem.depot_resource_use[:, list(solution.nights)].sum(axis=1)
    return np.asarray(used - problem.resource_cap, dtype=np.int64)


def _get_missing_vnd(problem: Problem, solution: Solution, stop: int) -> int:
    return int(_get_missing(problem, solution, stop)[0])
