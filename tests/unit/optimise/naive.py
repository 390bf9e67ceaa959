"""The rules of a day in the plainest Python: try every way of being fed, step through the minutes.

Slow on purpose and written from the words of `planner.model.problem` alone, so that the compiled
passes, their insertion test and the schedules for people have something else to agree with.
"""

from __future__ import annotations

from itertools import pairwise, product

from planner.model.problem import Problem, Solution

HORIZON_MIN = 200
"""No small problem of the tests lasts longer."""


def find_finish(problem: Problem, day: int, start: int, end: int, route: tuple[int, ...]) -> int | None:
    """Return when the end depot is reached at the earliest, fed, or None when the day cannot be kept."""
    finishes = [
        finish
        for meal in list_meals(problem, day, route)
        if (finish := follow(problem, day, start, end, route, meal)) is not None
    ]
    return min(finishes, default=None)


def list_meals(problem: Problem, day: int, route: tuple[int, ...]) -> list[tuple[str, int]]:
    """Return the ways of being fed: none needed, at a stop, or as a pause before a location."""
    if not problem.meal_required[day]:
        return [("none", 0)]
    return [("stop", i) for i in range(len(route))] + [("pause", i) for i in range(len(route) + 1)]


def follow(
    problem: Problem, day: int, start: int, end: int, route: tuple[int, ...], meal: tuple[str, int]
) -> int | None:
    """Return the earliest finish of a day with its meal taken in one given way, or None."""
    n = problem.n_stops
    nodes = [n + start, *route, n + end]
    clock = int(problem.day_start_min[day])
    for index, (here, there) in enumerate(pairwise(nodes)):
        travel = int(problem.travel_min[here, there])
        if travel < 0:
            return None
        arrival = clock + travel
        if meal == ("pause", index):
            begin = max(clock, problem.meal_earliest_min)
            if begin > problem.meal_latest_min:
                return None
            arrival = max(arrival, begin) + problem.meal_min
        if there >= n:
            return arrival if arrival <= problem.day_end_min[day] else None
        begin = find_begin(problem, day, there, arrival, is_meal=meal == ("stop", index))
        if begin is None:
            return None
        clock = begin + int(problem.service_min[there])
    raise AssertionError("a day ends at a depot")


def find_begin(problem: Problem, day: int, stop: int, ready: int, *, is_meal: bool) -> int | None:
    """Return the first minute at which service may begin, as the meal if so wished."""
    service = int(problem.service_min[stop])
    if is_meal and not (problem.serves_meal[stop] and service >= problem.meal_min):
        return None
    for minute in range(ready, HORIZON_MIN):
        windows = zip(problem.window_open_min[day, stop], problem.window_close_min[day, stop], strict=True)
        if not any(opens <= minute <= closes for opens, closes in windows):
            continue
        if not is_meal:
            return minute
        if minute <= problem.meal_latest_min and minute + service >= problem.meal_earliest_min + problem.meal_min:
            return minute
    return None


def get_drive(problem: Problem, start: int, end: int, route: tuple[int, ...]) -> int:
    """Return the driving minutes of a day whose legs all exist."""
    n = problem.n_stops
    return sum(int(problem.drive_min[a, b]) for a, b in pairwise([n + start, *route, n + end]))


def is_day_kept(problem: Problem, day: int, start: int, end: int, route: tuple[int, ...]) -> bool:
    """Say whether a day keeps its times and its driving cap."""
    return (
        find_finish(problem, day, start, end, route) is not None
        and get_drive(problem, start, end, route) <= problem.drive_cap_min[day]
    )


def find_best_chain(problem: Problem, routes: tuple[tuple[int, ...], ...], options: list[list[int]]) -> int | None:
    """Return the greatest worth of nights less driving for given routes, over all chains of nights."""
    best = None
    for nights in product(*options):
        solution = Solution(routes=routes, nights=nights)
        total = 0
        for day, route in enumerate(routes):
            start, end = solution.get_start(problem, day), solution.get_end(problem, day)
            if not is_day_kept(problem, day, start, end, route):
                break
            total -= problem.drive_cost * get_drive(problem, start, end, route)
        else:
            total += 100 * sum(int(problem.depot_prize[night]) for night in nights)
            best = total if best is None else max(best, total)
    return best
