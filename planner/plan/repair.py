"""A plan that its traveller has changed, made feasible with as little harm as possible: where a new search begins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.model.problem import Problem, Solution
from planner.optimise import schedule_day

Route = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stop to be put into the plan: one of several ways to visit a place, on one of several days."""

    ways: tuple[int, ...]
    days: tuple[int, ...]


def repair(problem: Problem, plan: Solution, fixed: Collection[int], wanted: Sequence[Wanted]) -> Solution:
    """Return the plan with some stops put in, and others left out until every limit of it is kept.

    Parameters
    ----------
    problem
        The law.
    plan
        Routes in which each group stands once at most, and nights that are options.
    fixed
        Stops that stay if anything does: they go only from a day that cannot be kept with them alone.
    wanted
        Put in where they cost the least travel, for the sake of which free stops of that day may go.

    Returns
    -------
    Solution
        Days keep their limits, unless one cannot be kept even when empty; driving and resources of the
        trip do, unless nothing more can go without breaking a day. Wanted stops that fit nowhere are missing.
    """
    routes = [
        _shrink(problem, plan, day, [stop for stop in route if _is_open(problem, day, stop)], fixed)
        for day, route in enumerate(plan.routes)
    ]
    kept = {*fixed, *(stop for one in wanted for stop in one.ways)}
    for one in wanted:
        best = min(_list_insertions(problem, plan, routes, one, kept), default=None)
        if best is not None:
            routes[best[2]] = best[3]
    return Solution(_trim(problem, plan, routes, kept), plan.nights)


def is_day_kept(problem: Problem, plan: Solution, day: int, route: Route) -> bool:
    """Say whether a day keeps its hours, windows, meal, visits and driving."""
    if len(route) > problem.max_visits[day] or _get_day_drive(problem, plan, day, route) > problem.drive_cap_min[day]:
        return False
    start, end = plan.get_start(problem, day), plan.get_end(problem, day)
    return schedule_day(problem, day, start, end, route) is not None


def choose_night(problem: Problem, night: int, before: int, after: int) -> int:
    """Return the depot for a night that is nearest to the rows before and after it; the first among equals."""

    def detour(depot: int) -> int:
        row = problem.n_stops + depot
        legs = (int(problem.travel_min[before, row]), int(problem.travel_min[row, after]))
        return sum(leg if leg >= 0 else _FAR_MIN for leg in legs)

    options = [depot for depot in range(problem.n_depots) if problem.night_is_option[night, depot]]
    roomy = [depot for depot in options if not 0 <= problem.depot_capacity[depot] < problem.group_size]
    return min(roomy or options, key=detour)


_FAR_MIN = 1 << 20


def _is_open(problem: Problem, day: int, stop: int) -> bool:
    return bool((problem.window_close_min[day, stop] >= problem.window_open_min[day, stop]).any())


def _shrink(problem: Problem, plan: Solution, day: int, stops: Sequence[int], fixed: Collection[int]) -> Route:
    """Return the day with stops left out until it can be kept: one if one is enough, the least prized first."""
    route = tuple(stops)
    while route and not is_day_kept(problem, plan, day, route):
        free = [stop for stop in route if stop not in fixed] or list(route)
        by_prize = sorted(free, key=lambda stop: (int(problem.prize[stop]), stop))
        shorter = [_without(route, stop) for stop in by_prize]
        route = next((one for one in shorter if is_day_kept(problem, plan, day, one)), shorter[0])
    return route


def _list_insertions(
    problem: Problem, plan: Solution, routes: Sequence[Route], one: Wanted, kept: Collection[int]
) -> Iterator[tuple[int, int, int, Route]]:
    """Yield (prize given up, travel, day, route with the stop in it) of every place where it fits."""
    for day in one.days:
        for given_up in (None, *(stop for stop in routes[day] if stop not in kept)):
            route = routes[day] if given_up is None else _without(routes[day], given_up)
            lost = 0 if given_up is None else int(problem.prize[given_up])
            for way in one.ways:
                if not _is_open(problem, day, way) or 0 <= problem.stop_capacity[way] < problem.group_size:
                    continue
                for position in range(len(route) + 1):
                    longer = (*route[:position], way, *route[position:])
                    if is_day_kept(problem, plan, day, longer):
                        yield lost, _get_travel(problem, plan, day, longer), day, longer


def _trim(problem: Problem, plan: Solution, routes: Sequence[Route], kept: Collection[int]) -> tuple[Route, ...]:
    """Leave out free stops, the least prized first, until money and driving of the whole trip are kept."""
    routes = list(routes)
    free = sorted((int(problem.prize[stop]), stop) for route in routes for stop in route if stop not in kept)
    for _, stop in free:
        if _keeps_trip(problem, plan, routes):
            break
        day = next(day for day, route in enumerate(routes) if stop in route)
        shorter = _without(routes[day], stop)
        if is_day_kept(problem, plan, day, shorter):
            routes[day] = shorter
    return tuple(routes)


def _keeps_trip(problem: Problem, plan: Solution, routes: Sequence[Route]) -> bool:
    drive = sum(_get_day_drive(problem, plan, day, route) for day, route in enumerate(routes))
    if 0 <= problem.trip_drive_cap_min < drive:
        return False
    stops = [stop for route in routes for stop in route]
    used = problem.resource_use[:, stops].sum(axis=1) + problem.depot_resource_use[:, list(plan.nights)].sum(axis=1)
    return bool((used <= problem.resource_cap).all())


def _without(route: Route, stop: int) -> Route:
    return tuple(one for one in route if one != stop)


def _list_rows(problem: Problem, plan: Solution, day: int, route: Route) -> list[int]:
    n = problem.n_stops
    return [n + plan.get_start(problem, day), *route, n + plan.get_end(problem, day)]


def _get_day_drive(problem: Problem, plan: Solution, day: int, route: Route) -> int:
    rows = _list_rows(problem, plan, day, route)
    return sum(max(int(problem.drive_min[a, b]), 0) for a, b in pairwise(rows))


def _get_travel(problem: Problem, plan: Solution, day: int, route: Route) -> int:
    rows = _list_rows(problem, plan, day, route)
    return sum(max(int(problem.travel_min[a, b]), 0) for a, b in pairwise(rows))
