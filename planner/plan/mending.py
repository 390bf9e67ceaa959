"""What is wrong with a day of a plan, and the smallest change that mends it, found by trying.

Every change that is told was made and refereed: the faults of that day are gone, and no other rule is broken that
was kept before. Changes are tried from small to large: another place in the same day, an earlier start, a later end,
a limit of the request a little wider, another day, and last to leave a visit out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np

from planner.check import check_solution
from planner.errors import NoFeasibleTripError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.problem import DaySchedule, Problem, Solution
from planner.model.reason import Reason
from planner.model.request import MAX_DRIVE_H, Pace, TripRequest
from planner.model.settings import Settings
from planner.plan.build import BuiltTrip
from planner.plan.diagnose import apply_change
from planner.plan.editing import exclude_place
from planner.plan.progress import OnProgress, report_progress
from planner.plan.punctuality import check_reserve, find_robustness, time_trip
from planner.plan.rebuild import Rebuilder
from planner.units import format_clock

MAX_TOLD = 2
"""Changes that are told of one day, each of another kind."""
MAX_TRIALS = 160
"""Changes that are tried for one day."""
STEPS_MIN = (15, 30, 45, 60, 90, 120)
"""How much earlier one sets out, or how much later days end."""
EARLIEST_MIN = 5 * 60
"""Nobody is asked to set out before, minutes after midnight."""
LATEST_MIN = 22 * 60
"""No day is asked to end after."""

BUDGET_STEP_VND = 50_000
"""Budgets are told in such steps."""

Orders = tuple[tuple[tuple[str, str | None], ...], ...]
_FULLER = {Pace.RELAXED: Pace.BALANCED, Pace.BALANCED: Pace.FULL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A change that was tried and mends a day, ready to be made."""

    change: Reason
    """``earlier``, ``later``, ``other_day``, ``leave_out``, ``set_out``, ``day_end``, or the code of a remedy."""
    request: TripRequest
    orders: Orders
    """Place and experience of the visits of each day."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A change to be tried."""

    change: Reason
    problem: Problem
    solution: Solution
    fields: dict[str, object]
    """Of the request."""
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mender:
    """Looks for changes that mend plans of one planner."""

    catalogue: Catalogue
    settings: Settings
    rebuilder: Rebuilder

    def find(self, itinerary: Itinerary, day: int | None, on_progress: OnProgress | None = None) -> tuple[Mend, ...]:
        """Return the smallest changes that mend a day, each of another kind; none where nothing is wrong or helps.

        A day is wrong when it breaks a rule; where it breaks none, when a visit or its end is on time less often
        than `alert_below_pct` of the settings.

        Parameters
        ----------
        itinerary
            A plan as `Planner.retime` gives it; its times are worked out anew.
        day
            From 0; None = what concerns the trip as a whole, such as its budget.
        on_progress
            Told before each change that is tried; False ends the search with what was found.
        """
        try:
            trial = self._read(itinerary)
        except (NoFeasibleTripError, KeyError):
            return ()
        if not trial.is_wrong(day):
            return ()
        found: dict[str, Mend] = {}
        for number, draft in enumerate(islice(_list_drafts(trial, day), MAX_TRIALS)):
            if not report_progress(on_progress, "search", number, MAX_TRIALS, None):
                break
            kind = _KIND.get(draft.change.code, draft.change.code)
            if kind not in found and trial.is_mended_by(draft, day):
                found[kind] = self._write(trial, draft)
                if len(found) == MAX_TOLD:
                    break
        return tuple(found.values())

    def _read(self, itinerary: Itinerary) -> _Trial:
        beds = [stay.place_id for stay in itinerary.lodging]
        built = self.rebuilder.build_with(itinerary.request, itinerary.place_ids, beds)
        number = {option.key: i for i, option in enumerate(built.options)}
        depot = {one.id: j for j, one in enumerate(built.depots)}
        solution = Solution(
            tuple(tuple(number[visit.place_id, visit.experience_id] for visit in day.visits) for day in itinerary.days),
            tuple(depot[bed] for bed in beds),
        )
        return _Trial(built, solution, self.settings)

    def _write(self, trial: _Trial, draft: _Draft) -> Mend:
        request = apply_change(trial.request, draft.fields)
        if draft.left_out:
            request = exclude_place(request, draft.left_out, self.catalogue)
        orders = tuple(tuple(trial.built.options[stop].key for stop in route) for route in draft.solution.routes)
        return Mend(change=draft.change, request=request, orders=orders)


_KIND = {"earlier": "order", "later": "order"}
"""Changes of one kind: of these the first that helps is told."""


class _Trial:
    """A plan with its faults."""

    def __init__(self, built: BuiltTrip, solution: Solution, settings: Settings) -> None:
        self.built = built
        self.solution = solution
        self.settings = settings
        self.request = built.checked.request
        self.problem = built.timed
        self.faults = self._find_faults(self.problem, solution)

    def is_wrong(self, day: int | None) -> bool:
        """Whether a day breaks a rule or is often late."""
        return self._is_broken(day) or self._is_late(self.problem, self.solution, day)

    def is_mended_by(self, draft: _Draft, day: int | None) -> bool:
        """Whether a change takes away the faults of a day and brings no other."""
        if day is not None and not _may_fit(draft, day):
            return False
        faults = self._find_faults(draft.problem, draft.solution)
        if faults - self.faults or any(where == day for _, where in faults):
            return False
        return self._is_broken(day) or not self._is_late(draft.problem, draft.solution, day)

    def name(self, stop: int) -> str:
        """Return the id of the place of a stop."""
        return self.built.options[stop].located.id

    def _is_broken(self, day: int | None) -> bool:
        return any(where == day for _, where in self.faults)

    def _is_late(self, problem: Problem, solution: Solution, day: int | None) -> bool:
        """Whether some visit of a day, or its end, is on time too seldom, as far as that is known."""
        if day is None:
            return False
        rules = self.settings.punctuality
        built, schedules = self.built, self._time(problem, solution)
        sure = find_robustness(problem, built.noise, solution, schedules, rules, built.appointments)
        if sure is None:
            return False
        return 100 * min(sure.days[day], *sure.visits[day], 1.0) < rules.alert_below_pct

    def _find_faults(self, problem: Problem, solution: Solution) -> Counter[tuple[str, int | None]]:
        broken = check_solution(problem, solution, self._time(problem, solution))
        if problem is self.problem:
            broken += check_reserve(self.built.problem, problem, solution)
        return Counter((one.code, one.day) for one in broken)

    def _time(self, problem: Problem, solution: Solution) -> tuple[DaySchedule, ...]:
        searched = self.built.problem if problem is self.problem else problem
        return time_trip(searched, problem, solution)


def _may_fit(draft: _Draft, day: int) -> bool:
    """Whether a day has room for its visits and ways at all; quickly told, and most changes of a full day end here."""
    problem, route = draft.problem, draft.solution.routes[day]
    rows = _find_rows(problem, draft.solution, day)
    drive_min = sum(int(problem.drive_min[a, b]) for a, b in pairwise(rows))
    busy_min = sum(int(problem.travel_min[a, b]) for a, b in pairwise(rows))
    busy_min += sum(int(problem.service_min[stop]) for stop in route)
    return (
        len(route) <= int(problem.max_visits[day])
        and drive_min <= int(problem.drive_cap_min[day])
        and int(problem.day_start_min[day]) + busy_min <= int(problem.day_end_min[day])
    )


def _find_rows(problem: Problem, solution: Solution, day: int) -> list[int]:
    """Return the matrix rows along a day."""
    n = problem.n_stops
    return [n + solution.get_start(problem, day), *solution.routes[day], n + solution.get_end(problem, day)]


def _list_drafts(trial: _Trial, day: int | None) -> Iterator[_Draft]:
    """Yield what may help, from small to large."""
    if day is None:
        yield from _list_richer(trial)
        for one in range(trial.problem.n_days):
            yield from _list_left_out(trial, one)
        return
    yield from _list_reordered(trial, day)
    yield from _list_earlier(trial, day)
    codes = {code for code, where in trial.faults if where == day}
    if "day_end" in codes or "meal_missing" in codes or "meal_time" in codes:
        yield from _list_later(trial)
    yield from _list_wider(trial, day, codes)
    yield from _list_other_days(trial, day)
    yield from _list_left_out(trial, day)


def _list_reordered(trial: _Trial, day: int) -> Iterator[_Draft]:
    """Yield each visit at another place of its day, the nearest places first."""
    route = trial.solution.routes[day]
    moves = [(abs(to - at), at, to) for at in range(len(route)) for to in range(len(route)) if to != at]
    for distance, at, to in sorted(moves):
        if distance == 1 and to < at:
            continue  # the same as moving its neighbour later
        code = "earlier" if to < at else "later"
        change = Reason(code=code, params={"place": trial.name(route[at])})
        yield _Draft(change, trial.problem, _set_route(trial.solution, day, _put(_drop(route, at), to, route[at])), {})


def _list_earlier(trial: _Trial, day: int) -> Iterator[_Draft]:
    """Yield the day with an earlier start."""
    start_min = trial.request.get_day_start_min(day)
    for step_min in STEPS_MIN:
        if (earlier_min := start_min - step_min) < EARLIEST_MIN:
            return
        starts = np.array(trial.problem.day_start_min)
        starts[day] = earlier_min
        clock = format_clock(earlier_min)
        yield _Draft(
            Reason(code="set_out", params={"clock": clock, "day": day + 1}),
            replace(trial.problem, day_start_min=starts),
            trial.solution,
            {"day_starts": {**trial.request.day_starts, day + 1: clock}},
        )


def _list_later(trial: _Trial) -> Iterator[_Draft]:
    """Yield the trip with all days ending later."""
    for step_min in STEPS_MIN:
        if (later_min := trial.request.day_end_min + step_min) > LATEST_MIN:
            return
        clock = format_clock(later_min)
        ends = np.maximum(trial.problem.day_end_min, later_min)
        problem = replace(trial.problem, day_end_min=ends)
        yield _Draft(Reason(code="day_end", params={"clock": clock}), problem, trial.solution, {"day_end": clock})


def _list_wider(trial: _Trial, day: int, codes: set[str]) -> Iterator[_Draft]:
    """Yield limits of the request made as wide as the day needs."""
    problem, rules = trial.problem, trial.settings.trip
    fuller = _FULLER.get(trial.request.pace)
    if "visits" in codes and fuller is not None:
        most = np.maximum(problem.max_visits, rules.visits_by_pace[fuller])
        wider = replace(problem, max_visits=most)
        yield _Draft(Reason(code="fuller_pace", params={}), wider, trial.solution, {"pace": fuller})
    if "drive_cap" in codes:
        rows = _find_rows(problem, trial.solution, day)
        drive_min = sum(int(problem.drive_min[a, b]) for a, b in pairwise(rows))
        hours = -(-drive_min // 30) / 2
        if hours <= MAX_DRIVE_H:
            caps = np.maximum(problem.drive_cap_min, round(hours * 60))
            change = Reason(code="more_drive", params={"hours": hours})
            wider = replace(problem, drive_cap_min=caps)
            yield _Draft(change, wider, trial.solution, {"max_drive_h_per_day": hours})


def _list_richer(trial: _Trial) -> Iterator[_Draft]:
    """Yield the budget that the visits and nights of the trip need."""
    budget_vnd, problem, solution = trial.request.budget_vnd_per_person, trial.problem, trial.solution
    stops = [stop for route in solution.routes for stop in route]
    used_vnd = int(problem.resource_use[0, stops].sum() + problem.depot_resource_use[0, list(solution.nights)].sum())
    missing_vnd = used_vnd - int(problem.resource_cap[0])
    if budget_vnd is not None and missing_vnd > 0:
        needed_vnd = -(-(budget_vnd + missing_vnd) // BUDGET_STEP_VND) * BUDGET_STEP_VND
        caps = np.array(problem.resource_cap)
        caps[0] += needed_vnd - budget_vnd
        change = Reason(code="more_budget", params={"vnd": needed_vnd})
        wider = replace(problem, resource_cap=caps)
        yield _Draft(change, wider, solution, {"budget_vnd_per_person": needed_vnd})


def _list_other_days(trial: _Trial, day: int) -> Iterator[_Draft]:
    """Yield each visit on another day, the nearest days first; what is kept on a day stays there."""
    route, days = trial.solution.routes[day], range(trial.problem.n_days)
    pinned = {pin.place for pin in trial.request.pins}
    for other in sorted((one for one in days if one != day), key=lambda one: abs(one - day)):
        for at, stop in enumerate(route):
            if not pinned.isdisjoint(trial.built.options[stop].key):
                continue
            without = _set_route(trial.solution, day, _drop(route, at))
            change = Reason(code="other_day", params={"place": trial.name(stop), "day": other + 1})
            for to in range(len(trial.solution.routes[other]) + 1):
                there = _put(trial.solution.routes[other], to, stop)
                yield _Draft(change, trial.problem, _set_route(without, other, there), {})


def _list_left_out(trial: _Trial, day: int) -> Iterator[_Draft]:
    """Yield the day without one visit, the least worth first; nothing that the request insists on."""
    route, problem = trial.solution.routes[day], trial.problem
    free = [at for at, stop in enumerate(route) if not problem.group_is_mandatory[problem.group[stop]]]
    for at in sorted(free, key=lambda at: int(problem.prize[route[at]])):
        place_id = trial.name(route[at])
        change = Reason(code="leave_out", params={"place": place_id})
        yield _Draft(change, problem, _set_route(trial.solution, day, _drop(route, at)), {}, left_out=place_id)


def _set_route(solution: Solution, day: int, route: tuple[int, ...]) -> Solution:
    return replace(solution, routes=(*solution.routes[:day], route, *solution.routes[day + 1 :]))


def _drop(route: tuple[int, ...], at: int) -> tuple[int, ...]:
    return (*route[:at], *route[at + 1 :])


def _put(route: tuple[int, ...], at: int, stop: int) -> tuple[int, ...]:
    return (*route[:at], stop, *route[at:])
