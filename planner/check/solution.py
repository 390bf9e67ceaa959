"""Refereeing of a `Solution` and its stated times against the `Problem`.

The stated times must be *achievable*; they need not be the earliest. Codes of violations:

=====================  ==============================================================================
code                   the rule that is broken
=====================  ==============================================================================
shape                  one route and schedule per day, one night between days, one time per stop
unknown_stop           stop numbers exist
duplicate_stop         a stop is visited at most once
group                  at most one stop of a group is visited (a night is no visit)
mandatory              a mandatory group has a visit, or a night at a depot that satisfies it
capacity               stops and nights take the whole group
night_option           each night is spent at a depot that is an option for it
unreachable            there is a way from each location to the next
visits                 the day has at most ``max_visits`` stops
drive_cap              the day's driving stays within ``drive_cap_min``
trip_drive_cap         the trip's driving stays within ``trip_drive_cap_min``
resource               each resource, nights included, stays within its cap
early_depart           the day does not start before ``day_start_min``
travel                 nothing is reached sooner than departure plus travel
begin_before_arrival   service does not begin before arrival
closed                 the stop has a window on that day
window                 service begins inside a window of that day
day_end                the end depot is reached by ``day_end_min``
meal_missing           a day that requires a meal has one
meal_unasked           a day that requires none states none
meal_place             the meal is at a visited stop that serves it, or before a stop or the end depot
meal_time              the meal begins between ``meal_earliest_min`` and ``meal_latest_min``; at a stop
                       it lies within the service
meal_overlap           a pause does not overlap what comes before and after: it begins after the
                       departure; it either lies on the way, before the arrival, or follows the
                       arrival; and service (at the end depot: the finish) follows it
value                  the stated value is the recomputed one
=====================  ==============================================================================

Checks that would only echo another fault are skipped: times of a day with an unknown stop or depot
are not examined, and a leg that does not exist breaks `unreachable` alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from planner.model.problem import DaySchedule, Meal, Problem, Solution, Violation
from planner.units import format_clock as clock


def check_solution(problem: Problem, solution: Solution, schedules: Sequence[DaySchedule]) -> tuple[Violation, ...]:
    """Return every rule that a solution with its stated times breaks.

    Parameters
    ----------
    problem
        The law.
    solution
        Routes and nights.
    schedules
        One per day, minutes after midnight.

    Returns
    -------
    tuple of Violation
        Empty when the solution is feasible and its times can be kept.
    """
    violations = [*_check_shape(problem, solution, schedules), *_check_stops(problem, solution)]
    if any(violation.code == "shape" and violation.day is None for violation in violations):
        return tuple(violations)
    violations += _check_nights(problem, solution)
    for day in range(problem.n_days):
        rows = _find_rows(problem, solution, day)
        if rows is not None:
            violations += _check_way(problem, day, rows)
            violations += _check_schedule(problem, day, rows, schedules[day])
    violations += _check_trip(problem, solution)
    return tuple(violations)


def check_value(problem: Problem, solution: Solution, value: int) -> tuple[Violation, ...]:
    """Return a violation when `value` is not the worth of the solution."""
    worth = recompute_value(problem, solution)
    if worth != value:
        return (Violation("value", None, f"the stated value is {value}, recomputed it is {worth}"),)
    return ()


def recompute_value(problem: Problem, solution: Solution) -> int:
    """Return the worth of a solution in hundredths of a prize point.

    Legs that do not exist count no driving: they are a matter for `check_solution`.

    Raises
    ------
    ValueError
        When the solution does not fit the problem (codes ``shape`` or ``unknown_stop``).
    """
    fits = len(solution.routes) == problem.n_days and len(solution.nights) == problem.n_nights
    rows_by_day = [_find_rows(problem, solution, day) for day in range(problem.n_days)] if fits else [None]
    taken: Counter[int] = Counter()
    drive_min = 0
    for rows in rows_by_day:
        if rows is None:
            msg = "the solution names days, stops or depots that the problem does not have"
            raise ValueError(msg)
        drive_min += _sum_driving(problem, rows)
        for stop in rows[1:-1]:
            taken[int(problem.category[stop])] += int(problem.prize[stop])
    gains = sum(_get_gain(problem, category, points) for category, points in taken.items())
    nights = sum(100 * int(problem.depot_prize[depot]) for depot in solution.nights)
    return gains + nights - int(problem.drive_cost) * drive_min


def list_missing_groups(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """Return the mandatory groups without a visit or a night, ascending."""
    present = {int(problem.group[stop]) for stop in _list_known_stops(problem, solution)}
    present |= {int(problem.depot_group[depot]) for depot in solution.nights if _is_depot(problem, depot)}
    return tuple(g for g, must in enumerate(problem.group_is_mandatory) if must and g not in present)


def _get_gain(problem: Problem, category: int, points: int) -> int:
    """Return f_c(points): each part of the sum counts the hundredths of the segment it falls in."""
    gain, begin = 0, 0
    for end, pct in zip(problem.gain_to[category], problem.gain_pct[category], strict=True):
        gain += int(pct) * max(0, min(points, int(end)) - begin)
        begin = int(end)
    return gain


def _sum_driving(problem: Problem, rows: Sequence[int]) -> int:
    return sum(max(0, int(problem.drive_min[a, b])) for a, b in pairwise(rows))


def _is_stop(problem: Problem, stop: int) -> bool:
    return 0 <= stop < problem.n_stops


def _is_depot(problem: Problem, depot: int) -> bool:
    return 0 <= depot < problem.n_depots


def _list_known_stops(problem: Problem, solution: Solution) -> list[int]:
    return [stop for route in solution.routes for stop in route if _is_stop(problem, stop)]


def _find_rows(problem: Problem, solution: Solution, day: int) -> list[int] | None:
    """Return the matrix rows along a day, depots included; None when a stop or depot does not exist."""
    start, end = solution.get_start(problem, day), solution.get_end(problem, day)
    route = solution.routes[day]
    if not (_is_depot(problem, start) and _is_depot(problem, end) and all(_is_stop(problem, s) for s in route)):
        return None
    return [problem.n_stops + start, *(int(stop) for stop in route), problem.n_stops + end]


def _name(problem: Problem, row: int) -> str:
    return f"stop {row}" if row < problem.n_stops else f"depot {row - problem.n_stops}"


def _check_shape(problem: Problem, solution: Solution, schedules: Sequence[DaySchedule]) -> Iterator[Violation]:
    expected = {"routes": problem.n_days, "nights": problem.n_nights, "schedules": problem.n_days}
    stated = {"routes": len(solution.routes), "nights": len(solution.nights), "schedules": len(schedules)}
    for what, count in expected.items():
        if stated[what] != count:
            yield Violation("shape", None, f"{stated[what]} {what}, but the trip has {count}")
    for day, (route, schedule) in enumerate(zip(solution.routes, schedules, strict=False)):
        if not len(route) == len(schedule.arrive_min) == len(schedule.begin_min):
            counts = f"{len(route)} stops, {len(schedule.arrive_min)} arrivals, {len(schedule.begin_min)} begins"
            yield Violation("shape", day, f"the day states {counts}")


def _check_stops(problem: Problem, solution: Solution) -> Iterator[Violation]:
    seen: set[int] = set()
    first_of_group: dict[int, int] = {}
    for day, route in enumerate(solution.routes):
        for position, stop in enumerate(route):
            if not _is_stop(problem, stop):
                yield Violation("unknown_stop", day, f"stop {stop} does not exist, there are {problem.n_stops}")
                continue
            if stop in seen:
                yield Violation("duplicate_stop", day, f"stop {stop} is visited again", position)
                continue
            seen.add(stop)
            other = first_of_group.setdefault(int(problem.group[stop]), stop)
            if other != stop:
                yield Violation("group", day, f"stops {other} and {stop} are variants of one place", position)
            capacity = int(problem.stop_capacity[stop])
            if 0 <= capacity < problem.group_size:
                message = f"stop {stop} takes {capacity}, the group is {problem.group_size}"
                yield Violation("capacity", day, message, position)


def _check_nights(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for night, depot in enumerate(solution.nights):
        if not _is_depot(problem, depot) or not bool(problem.night_is_option[night, depot]):
            yield Violation("night_option", night, f"depot {depot} is no option for night {night + 1}")
            continue
        capacity = int(problem.depot_capacity[depot])
        if 0 <= capacity < problem.group_size:
            yield Violation("capacity", night, f"depot {depot} takes {capacity}, the group is {problem.group_size}")


def _check_trip(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Rules over the whole trip."""
    for group in list_missing_groups(problem, solution):
        yield Violation("mandatory", None, f"mandatory group {group} is not visited")
    rows_by_day = [_find_rows(problem, solution, day) for day in range(problem.n_days)]
    drive_min = sum(_sum_driving(problem, rows) for rows in rows_by_day if rows is not None)
    if 0 <= problem.trip_drive_cap_min < drive_min:
        yield Violation("trip_drive_cap", None, f"{drive_min} min of driving, the cap is {problem.trip_drive_cap_min}")
    for resource, cap in enumerate(problem.resource_cap):
        at_stops = sum(int(problem.resource_use[resource, stop]) for stop in _list_known_stops(problem, solution))
        nights = [depot for depot in solution.nights if _is_depot(problem, depot)]
        used = at_stops + sum(int(problem.depot_resource_use[resource, depot]) for depot in nights)
        if used > int(cap):
            yield Violation("resource", None, f"resource {resource}: {used} used, the cap is {int(cap)}")


def _check_way(problem: Problem, day: int, rows: Sequence[int]) -> Iterator[Violation]:
    """Rules of a day that need no times."""
    for a, b in pairwise(rows):
        if int(problem.travel_min[a, b]) < 0:
            yield Violation("unreachable", day, f"there is no way from {_name(problem, a)} to {_name(problem, b)}")
    visits, most = len(rows) - 2, int(problem.max_visits[day])
    if visits > most:
        yield Violation("visits", day, f"{visits} stops, at most {most} are allowed")
    drive_min, cap = _sum_driving(problem, rows), int(problem.drive_cap_min[day])
    if drive_min > cap:
        yield Violation("drive_cap", day, f"{drive_min} min of driving, the cap is {cap}")


def _check_schedule(problem: Problem, day: int, rows: Sequence[int], schedule: DaySchedule) -> Iterator[Violation]:
    stops = rows[1:-1]
    if not len(stops) == len(schedule.arrive_min) == len(schedule.begin_min):
        return
    start = int(problem.day_start_min[day])
    if schedule.depart_min < start:
        yield Violation("early_depart", day, f"departs {clock(schedule.depart_min)}, not before {clock(start)}")
    yield from _check_meal(problem, day, stops, schedule)
    leave = int(schedule.depart_min)
    for position, stop in enumerate(stops):
        arrive, begin = int(schedule.arrive_min[position]), int(schedule.begin_min[position])
        yield from _check_leg(problem, day, (rows[position], stop), leave, arrive)
        yield from _check_pause(problem, day, (rows[position], stop), leave, (arrive, begin), schedule.meal, position)
        for found in _check_begin(problem, day, stop, arrive, begin):
            yield replace(found, position=position)
        leave = begin + int(problem.service_min[stop])
    finish, last_leg = int(schedule.finish_min), (rows[-2], rows[-1])
    yield from _check_leg(problem, day, last_leg, leave, finish)
    yield from _check_pause(problem, day, last_leg, leave, (None, finish), schedule.meal, len(stops))
    end = int(problem.day_end_min[day])
    if finish > end:
        yield Violation("day_end", day, f"the end depot is reached {clock(finish)}, the day ends {clock(end)}")


def _check_leg(problem: Problem, day: int, leg: tuple[int, int], leave: int, arrive: int) -> Iterator[Violation]:
    travel = int(problem.travel_min[leg])
    if travel >= 0 and arrive < leave + travel:
        way = f"{_name(problem, leg[1])} is reached {clock(arrive)}"
        yield Violation("travel", day, f"{way}, but {clock(leave)} + {travel} min is {clock(leave + travel)}")


def _check_begin(problem: Problem, day: int, stop: int, arrive: int, begin: int) -> Iterator[Violation]:
    if begin < arrive:
        times = f"service begins {clock(begin)}, arrival is {clock(arrive)}"
        yield Violation("begin_before_arrival", day, f"stop {stop}: {times}")
    opens, closes = problem.window_open_min[day, stop], problem.window_close_min[day, stop]
    windows = [(int(a), int(b)) for a, b in zip(opens, closes, strict=True) if a <= b]
    if not windows:
        yield Violation("closed", day, f"stop {stop} is closed that day")
    elif not any(a <= begin <= b for a, b in windows):
        hours = ", ".join(f"{clock(a)}-{clock(b)}" for a, b in windows)
        yield Violation("window", day, f"stop {stop}: service begins {clock(begin)}, it may within {hours}")


def _check_meal(problem: Problem, day: int, stops: Sequence[int], schedule: DaySchedule) -> Iterator[Violation]:
    """When and where the stated meal is; whether a pause fits between its neighbours is `_check_pause`."""
    meal, is_required = schedule.meal, bool(problem.meal_required[day])
    if meal is None:
        if is_required:
            yield Violation("meal_missing", day, "no meal, but the day requires one")
        return
    if not is_required:
        yield Violation("meal_unasked", day, "a meal is stated, but the day requires none")
    earliest, latest = problem.meal_earliest_min, problem.meal_latest_min
    if not earliest <= meal.begin_min <= latest:
        hours = f"{clock(earliest)}-{clock(latest)}"
        yield Violation("meal_time", day, f"the meal begins {clock(meal.begin_min)}, it may within {hours}")
    if not meal.is_at_stop:
        if not 0 <= meal.position <= len(stops):
            yield Violation("meal_place", day, f"pause before position {meal.position} of {len(stops)} stops")
        return
    if not 0 <= meal.position < len(stops):
        yield Violation("meal_place", day, f"meal at position {meal.position} of {len(stops)} stops")
        return
    stop, begin = stops[meal.position], int(schedule.begin_min[meal.position])
    if not bool(problem.serves_meal[stop]):
        yield Violation("meal_place", day, f"stop {stop} serves no meal")
    leave = begin + int(problem.service_min[stop])
    if not begin <= meal.begin_min <= leave - problem.meal_min:
        stay = f"the visit of stop {stop} lasts {clock(begin)}-{clock(leave)}"
        meal_span = f"{clock(meal.begin_min)}-{clock(meal.begin_min + problem.meal_min)}"
        yield Violation("meal_time", day, f"{stay}, the meal {meal_span} does not lie within it")


def _check_pause(
    problem: Problem,
    day: int,
    leg: tuple[int, int],
    leave: int,
    times: tuple[int | None, int],
    meal: Meal | None,
    position: int,
) -> Iterator[Violation]:
    """Whether a pause on this leg fits; `times` are arrival (None at the end depot) and ready-by moment."""
    travel = int(problem.travel_min[leg])
    if meal is None or meal.is_at_stop or meal.position != position or travel < 0:
        return
    (arrive, begin), pause = times, int(meal.begin_min)
    where, reach = f"before {_name(problem, leg[1])}", leave + travel
    if pause < leave:
        yield Violation("meal_overlap", day, f"the pause {where} begins {clock(pause)}, before leaving {clock(leave)}")
    ready = max(reach, pause) + problem.meal_min
    if begin < ready:
        yield Violation("meal_overlap", day, f"the pause {where} lasts until {clock(ready)}, beyond {clock(begin)}")
    if arrive is not None and arrive > pause:  # not a pause that follows the arrival
        if pause > reach:
            fault = f"comes after the drive, which ends {clock(reach)}, but before arrival at {clock(arrive)}"
            yield Violation("meal_overlap", day, f"the pause {where} at {clock(pause)} {fault}")
        elif arrive < ready:
            fault = f"lies on the way, yet arrival is {clock(arrive)}, not {clock(ready)} or later"
            yield Violation("meal_overlap", day, f"the pause {where} at {clock(pause)} {fault}")
