"""Every classical move from a solution, one by one and in plain Python: nothing of the search is used.

Where windows are wide and little but travel holds the order of a day, these are the moves that the literature on
orienteering relies on (Vansteenwegen, Souffriau and Van Oudheusden, European Journal of Operational Research 209,
2011; 2-opt* after Potvin and Rousseau, Journal of the Operational Research Society 46, 1995).
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from planner.check import check_solution, list_missing_groups, recompute_value
from planner.model.problem import Problem, Solution
from planner.optimise import schedule_day

LONGEST_SEGMENT = 3
"""Most stops that change place together, but in 2-opt and 2-opt*."""
_NO_WAY_MIN = 1 << 24
Days = dict[int, tuple[int, ...]]
"""Day -> its new route, for the days that a move changes."""


def list_moves(problem: Problem, solution: Solution) -> Iterator[tuple[str, Days]]:
    """Yield (name, changed days) of each insertion, replacement, 2-opt, or-opt, exchange, relocation and 2-opt*."""
    unrouted = sorted(set(range(problem.n_stops)) - {stop for route in solution.routes for stop in route})
    for day, route in enumerate(solution.routes):
        for stop in unrouted:
            for place in range(len(route) + 1):
                yield "insert", {day: (*route[:place], stop, *route[place:])}
            for place in range(len(route)):
                yield "replace", {day: (*route[:place], stop, *route[place + 1 :])}
        yield from _list_moves_within(day, route)
    for (day, route), (other, second) in itertools.combinations(enumerate(solution.routes), 2):
        yield from _list_moves_between(day, route, other, second)


def _list_moves_within(day: int, route: tuple[int, ...]) -> Iterator[tuple[str, Days]]:
    for first, last in itertools.combinations(range(len(route) + 1), 2):
        part = route[first:last]
        if len(part) > 1:
            yield "2-opt", {day: (*route[:first], *reversed(part), *route[last:])}
        if len(part) > LONGEST_SEGMENT:
            continue
        rest = (*route[:first], *route[last:])
        for place in range(len(rest) + 1):
            if place != first:
                yield "or-opt", {day: (*rest[:place], *part, *rest[place:])}
    for first, last in itertools.combinations(range(len(route)), 2):
        swapped = list(route)
        swapped[first], swapped[last] = swapped[last], swapped[first]
        yield "swap", {day: tuple(swapped)}


def _list_moves_between(
    day: int, route: tuple[int, ...], other: int, second: tuple[int, ...]
) -> Iterator[tuple[str, Days]]:
    for place, where in itertools.product(range(len(route) + 1), range(len(second) + 1)):
        if (place, where) != (len(route), len(second)):
            yield "2-opt*", {day: route[:place] + second[where:], other: second[:where] + route[place:]}
        sizes = range(min(LONGEST_SEGMENT, len(route) - place) + 1)
        others = range(min(LONGEST_SEGMENT, len(second) - where) + 1)
        for size, many in itertools.product(sizes, others):
            if size + many == 0:
                continue
            there, back = route[place : place + size], second[where : where + many]
            name = "exchange" if size and many else "relocate"
            yield (
                name,
                {
                    day: route[:place] + back + route[place + size :],
                    other: second[:where] + there + second[where + many :],
                },
            )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the moves from one solution come to."""

    moves: int
    better: str | None
    """A move that the referee accepts and that is worth more."""
    shorter: str | None
    """One that is worth as much and travels less."""


def try_moves(problem: Problem, solution: Solution, without: Collection[str] = ()) -> Verdict:
    """Try every move but those named, the cheap tests before the dear ones."""
    value, travel = recompute_value(problem, solution), get_travel_min(problem, solution)
    better = shorter = None
    count = 0
    for name, changed in list_moves(problem, solution):
        if name in without:
            continue
        count += 1
        if any(len(route) > problem.max_visits[day] for day, route in changed.items()):
            continue
        routes = tuple(changed.get(day, route) for day, route in enumerate(solution.routes))
        moved = Solution(routes=routes, nights=solution.nights)
        gain = recompute_value(problem, moved) - value
        if gain > 0 and better is None and _is_allowed(problem, moved):
            better = name
        elif gain == 0 and shorter is None and get_travel_min(problem, moved) < travel and _is_allowed(problem, moved):
            shorter = name
    return Verdict(count, better, shorter)


def get_travel_min(problem: Problem, solution: Solution) -> int:
    """Return the minutes under way on all days; a leg without a way counts more than any day."""
    total = 0
    for day, route in enumerate(solution.routes):
        n = problem.n_stops
        nodes = [n + solution.get_start(problem, day), *route, n + solution.get_end(problem, day)]
        for leg in itertools.pairwise(nodes):
            minutes = int(problem.travel_min[leg])
            total += minutes if minutes >= 0 else _NO_WAY_MIN
    return total


def _is_allowed(problem: Problem, solution: Solution) -> bool:
    """Say whether a solution keeps all rules, by the schedule for people and the referee."""
    days = []
    for day, route in enumerate(solution.routes):
        times = schedule_day(problem, day, solution.get_start(problem, day), solution.get_end(problem, day), route)
        if times is None:
            return False
        days.append(times)
    return not list_missing_groups(problem, solution) and not check_solution(problem, solution, days)
