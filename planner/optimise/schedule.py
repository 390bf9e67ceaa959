"""Times of a day for people: the search's recursion in plain Python, with the meal written down.

The day runs in two states, meal still to take and meal taken, as in `kernels.timing`. Here each state
remembers how it was reached, and lateness is counted instead of refused, so that an order edited by
hand can be timed even where it breaks a rule. A schedule without lateness always beats one with, so
both uses share one recursion.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from planner.model.problem import DaySchedule, Meal, Problem, Solution

_UNREACHABLE_MIN = 1 << 24
"""Lateness of a leg that does not exist: worse than any late arrival."""


@dataclass(frozen=True, slots=True)
class _Step:
    """How the party stands on leaving a location, and how it came to that."""

    late_min: int
    """Lateness gathered so far over all rules of time; 0 = none broken."""
    time_min: int
    """Moment of leaving (at the end depot: of being there, fed)."""
    begin_min: int
    """Begin of service; at a depot equal to `time_min`."""
    meal: Meal | None
    before: _Step | None


def schedule_day(
    problem: Problem, day: int, start_depot: int, end_depot: int, route: tuple[int, ...]
) -> DaySchedule | None:
    """Return the earliest schedule of a day, or None when the order cannot be kept in time.

    Windows, the day's end, reachability and the meal decide; limits that are not of time (driving,
    visits, groups, resources) belong to the search and the referee. The start depot is left as late
    as keeps the first service unchanged.
    """
    last = _run(problem, day, start_depot, end_depot, route)
    return None if last.late_min > 0 else _write(problem, start_depot, route, last)


def time_day(problem: Problem, day: int, start_depot: int, end_depot: int, route: tuple[int, ...]) -> DaySchedule:
    """Return the times of a day whatever it breaks: the schedule with the least lateness, then the earliest.

    Service begins on arrival where no window is open any more; a leg without a way takes no time.
    For a feasible day this is `schedule_day`.
    """
    return _write(problem, start_depot, route, _run(problem, day, start_depot, end_depot, route))


def time_day_like(
    problem: Problem, day: int, start_depot: int, end_depot: int, route: tuple[int, ...], plan: DaySchedule
) -> DaySchedule:
    """Return the times of a day that leaves when `plan` does and is fed in the same way, all else at the soonest.

    Where `plan` is feasible with legs that are nowhere shorter, so is what is returned, and nothing in it is later.
    """
    n, meal = problem.n_stops, plan.meal
    step: _Step | None = _Step(0, plan.depart_min, plan.depart_min, None, None)
    for index, (origin, node) in enumerate(itertools.pairwise([n + start_depot, *route, n + end_depot])):
        leg = int(problem.travel_min[origin, node])
        is_fed_here = meal is not None and meal.position == index
        is_pause = is_fed_here and meal is not None and not meal.is_at_stop
        step = _pause(problem, step, leg, index) if is_pause else _drive(step, leg)
        if node < n:
            is_served = is_fed_here and not is_pause
            fed = _serve_meal(problem, day, node, step, index) if is_served else None
            step = fed or _serve(problem, day, node, step)
    assert step is not None  # there was one to begin with
    return _write(problem, start_depot, route, step, depart_min=plan.depart_min)


def schedule(problem: Problem, solution: Solution) -> tuple[DaySchedule, ...] | None:
    """Return the schedules of all days, or None when one of them cannot be kept."""
    days = []
    for day, route in enumerate(solution.routes):
        timed = schedule_day(problem, day, solution.get_start(problem, day), solution.get_end(problem, day), route)
        if timed is None:
            return None
        days.append(timed)
    return tuple(days)


def _run(problem: Problem, day: int, start_depot: int, end_depot: int, route: tuple[int, ...]) -> _Step:
    """Return the last step of the best way through the day."""
    n = problem.n_stops
    nodes = [n + start_depot, *route, n + end_depot]
    begin = int(problem.day_start_min[day])
    first = _Step(0, begin, begin, None, None)
    needs_meal = bool(problem.meal_required[day])
    hungry: _Step | None = first if needs_meal else None
    fed: _Step | None = None if needs_meal else first
    for index, (origin, node) in enumerate(itertools.pairwise(nodes)):
        leg = int(problem.travel_min[origin, node])
        ready = _best([_drive(fed, leg), _pause(problem, hungry, leg, index)])
        arrived = _drive(hungry, leg)
        if node < n:
            hungry = _serve(problem, day, node, arrived)
            fed = _best([_serve(problem, day, node, ready), _serve_meal(problem, day, node, arrived, index)])
        else:
            fed = ready
    assert fed is not None  # a pause is always possible, if late
    over = max(fed.time_min - int(problem.day_end_min[day]), 0)
    return _Step(fed.late_min + over, fed.time_min, fed.begin_min, fed.meal, fed.before)


def _best(steps: list[_Step | None]) -> _Step | None:
    """Return the step with the least lateness, then the earliest; the first among equals."""
    return min((step for step in steps if step is not None), key=lambda s: (s.late_min, s.time_min), default=None)


def _drive(step: _Step | None, leg: int) -> _Step | None:
    if step is None:
        return None
    late = step.late_min + (_UNREACHABLE_MIN if leg < 0 else 0)
    arrival = step.time_min + max(leg, 0)
    return _Step(late, arrival, arrival, None, step)


def _pause(problem: Problem, step: _Step | None, leg: int, index: int) -> _Step | None:
    """Take the meal on the way to the stop of this index."""
    arrived = _drive(step, leg)
    if step is None or arrived is None:
        return None
    begin = max(step.time_min, problem.meal_earliest_min)
    late = arrived.late_min + max(begin - problem.meal_latest_min, 0)
    ready = max(arrived.time_min, begin) + problem.meal_min
    return _Step(late, ready, ready, Meal(begin, index, is_at_stop=False), step)


def _serve(problem: Problem, day: int, stop: int, step: _Step | None, *, not_before: int = 0) -> _Step | None:
    """Serve a stop from the moment the party is ready; late where no window opens again."""
    if step is None:
        return None
    time = max(step.time_min, not_before)
    begin = time
    late = _UNREACHABLE_MIN
    for opens, closes in zip(problem.window_open_min[day, stop], problem.window_close_min[day, stop], strict=True):
        if closes < opens:
            continue
        late = time - int(closes)
        if late <= 0:
            begin, late = max(time, int(opens)), 0
            break
    return _Step(step.late_min + late, begin + int(problem.service_min[stop]), begin, step.meal, step.before)


def _serve_meal(problem: Problem, day: int, stop: int, step: _Step | None, index: int) -> _Step | None:
    """Serve a stop and be fed there."""
    service = int(problem.service_min[stop])
    if step is None or not problem.serves_meal[stop] or service < problem.meal_min:
        return None
    earliest = problem.meal_earliest_min + problem.meal_min - service
    served = _serve(problem, day, stop, step, not_before=earliest)
    if served is None or served.begin_min > problem.meal_latest_min:
        return None
    begin = max(served.begin_min, problem.meal_earliest_min)
    return _Step(served.late_min, served.time_min, served.begin_min, Meal(begin, index, is_at_stop=True), served.before)


def _write(
    problem: Problem, start_depot: int, route: tuple[int, ...], last: _Step, *, depart_min: int | None = None
) -> DaySchedule:
    """Return the steps in order of time, the start depot left at a given moment or no sooner than needed."""
    steps: list[_Step] = []
    step: _Step | None = last
    while step is not None:
        steps.append(step)
        step = step.before
    steps.reverse()
    meal = next((step.meal for step in steps if step.meal is not None), None)
    nodes = [problem.n_stops + start_depot, *route]
    legs = [max(int(problem.travel_min[a, b]), 0) for a, b in itertools.pairwise(nodes)]
    depart = depart_min
    if depart is None:
        depart = _leave_late(problem, steps[0].time_min, steps[1].begin_min, legs, meal)
    arrive, begin = [], []
    leave = depart
    for index, leg in enumerate(legs):
        arrival = leave + leg
        if meal is not None and not meal.is_at_stop and meal.position == index:
            pause = max(leave, problem.meal_earliest_min)
            meal = Meal(pause, index, is_at_stop=False)
            arrival += problem.meal_min if pause <= arrival else 0
        arrive.append(arrival)
        begin.append(steps[index + 1].begin_min)
        leave = steps[index + 1].time_min
    return DaySchedule(
        depart_min=depart, arrive_min=tuple(arrive), begin_min=tuple(begin), finish_min=last.time_min, meal=meal
    )


def _leave_late(problem: Problem, earliest: int, first_begin: int, legs: list[int], meal: Meal | None) -> int:
    """Return the latest departure that leaves the first service where it is; on an empty day the earliest."""
    if not legs:
        return earliest
    if meal is None or meal.is_at_stop or meal.position > 0:
        return max(earliest, first_begin - legs[0])
    return max(earliest, min(problem.meal_latest_min, first_begin - problem.meal_min - legs[0]))
