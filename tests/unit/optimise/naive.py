"""The rules of a day in the plainest Python: try every way of being fed, step through the minutes.

Slow on purpose and written from the words of `planner.model.problem` alone, so that the compiled
passes, their insertion test and the schedules for people have something else to agree with.
"""

from __future__ import annotations

from itertools import pairwise, product

from planner.model.problem import Problem, Solution

HORIZON_MIN = 200
"""No small problem of the tests lasts longer."""

Meal = tuple[str, int]
"""("stop", p) at the place p of a day, or ("pause", p) on the way to it; the depot of the morning is place 0."""


def list_rows(problem: Problem, start: int, end: int, route: tuple[int, ...]) -> list[int]:
    """Return the rows of the matrices along a day, depots included."""
    return [problem.n_stops + start, *route, problem.n_stops + end]


def find_finish(problem: Problem, day: int, start: int, end: int, route: tuple[int, ...]) -> int | None:
    """Return when the end depot is reached at the earliest, fed, or None when the day cannot be kept."""
    nodes = list_rows(problem, start, end, route)
    meals = list_meals(problem, nodes) if problem.meal_required[day] else [None]
    finishes = [finish for meal in meals if (finish := find_departure(problem, day, nodes, meal)) is not None]
    return min((finish for finish in finishes if finish <= problem.day_end_min[day]), default=None)


def list_meals(problem: Problem, nodes: list[int]) -> list[Meal | None]:
    """Return the ways of being fed along some places."""
    stops = [("stop", place) for place, node in enumerate(nodes) if place and node < problem.n_stops]
    return [*stops, *(("pause", place) for place in range(1, len(nodes)))]


def find_departure(problem: Problem, day: int, nodes: list[int], meal: Meal | None) -> int | None:
    """Return when the last node can be left at the earliest (a depot: be reached) with the meal as given, if at all."""
    clock = int(problem.day_start_min[day])
    for place, (here, there) in enumerate(pairwise(nodes), start=1):
        travel = int(problem.travel_min[here, there])
        if travel < 0:
            return None
        ready = clock + travel
        if meal == ("pause", place):
            begin = max(clock, problem.meal_earliest_min)
            if begin > problem.meal_latest_min:
                return None
            ready = max(ready, begin) + problem.meal_min
        if there >= problem.n_stops:
            return ready
        found = find_begin(problem, day, there, ready, is_meal=meal == ("stop", place))
        if found is None:
            return None
        clock = found + int(problem.service_min[there])
    return clock


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
    return sum(int(problem.drive_min[leg]) for leg in pairwise(list_rows(problem, start, end, route)))


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
