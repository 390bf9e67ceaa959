"""Plain twins of compiled parts, each derived from what the part is for and not from how it does it.

Slow on purpose: latest arrivals are found by trying every minute from the last one down, earliest departures by
trying every way of being fed, random numbers by integers without width.
"""

from __future__ import annotations

import numpy as np

from planner.model.problem import Problem, Solution
from tests.unit.optimise.naive import find_begin, find_departure, list_meals, list_rows

WORD = 1 << 64


def list_nodes(problem: Problem, solution: Solution, day: int) -> list[int]:
    """Return the rows of the matrices along a day, depots included."""
    return list_rows(problem, solution.get_start(problem, day), solution.get_end(problem, day), solution.routes[day])


def find_early(problem: Problem, day: int, nodes: list[int], place: int, *, fed: bool) -> int | None:
    """Return the earliest departure from a place, hungry or fed."""
    part = nodes[: place + 1]
    if not problem.meal_required[day]:
        return find_departure(problem, day, part, None) if fed else None
    departures = [find_departure(problem, day, part, meal) for meal in (list_meals(problem, part) if fed else [None])]
    return min((moment for moment in departures if moment is not None), default=None)


def find_late(problem: Problem, day: int, nodes: list[int], place: int, *, fed: bool) -> int | None:
    """Return the last minute at which a place may be reached, hungry or fed, so that the day can still be kept."""
    tried = range(int(problem.day_end_min[day]), -1, -1)
    return next((minute for minute in tried if _can_finish(problem, day, nodes, place, minute, fed=fed)), None)


def _can_finish(problem: Problem, day: int, nodes: list[int], place: int, ready: int, *, fed: bool) -> bool:
    """Say whether the rest of the day can be kept by who is ready for service at a place at some minute."""
    here = nodes[place]
    if here >= problem.n_stops:
        return fed and ready <= problem.day_end_min[day]
    ways = [(find_begin(problem, day, here, ready, is_meal=False), fed)]
    if not fed:
        ways.append((find_begin(problem, day, here, ready, is_meal=True), True))
    travel = int(problem.travel_min[here, nodes[place + 1]])
    for begin, is_fed in ways:
        if begin is None or travel < 0:
            continue
        leave = begin + int(problem.service_min[here])
        if _can_finish(problem, day, nodes, place + 1, leave + travel, fed=is_fed):
            return True
        pause = max(leave, problem.meal_earliest_min)
        if not is_fed and pause <= problem.meal_latest_min:
            after = max(leave + travel, pause) + problem.meal_min
            if _can_finish(problem, day, nodes, place + 1, after, fed=True):
                return True
    return False


def find_cost(problem: Problem, day: int, nodes: list[int], place: int, stop: int) -> int | None:
    """Return the cost of an insertion behind a place of a day without a meal, in eighths of a minute.

    Eight times the delay of the follower's service, plus its later arrival, plus four times the added driving where
    driving is paid for; None where a window shuts before the stop or its follower.
    """
    after, longer = nodes[place + 1], [*nodes[: place + 1], stop]
    left, left_before = (find_departure(problem, day, part, None) for part in (longer, nodes[: place + 1]))
    legs = [(stop, after), (nodes[place], after)]
    if left is None or left_before is None or any(problem.travel_min[leg] < 0 for leg in legs):
        return None
    arrival, old_arrival = left + int(problem.travel_min[legs[0]]), left_before + int(problem.travel_min[legs[1]])
    delay = arrival - old_arrival
    if after < problem.n_stops:
        begin, old_begin = (find_begin(problem, day, after, ready, is_meal=False) for ready in (arrival, old_arrival))
        if begin is None or old_begin is None:
            return None
        delay = begin - old_begin
    added = int(problem.drive_min[nodes[place], stop] + problem.drive_min[legs[0]] - problem.drive_min[legs[1]])
    paid = 4 * max(added, 0) if problem.drive_cost else 0
    return 8 * max(delay, 0) + max(arrival - old_arrival, 0) + paid


def has_gap(problem: Problem) -> bool:
    """Say whether some detour over a stop, its service included, is quicker than the way it replaces."""
    size = len(problem.travel_min)
    way = np.where(problem.travel_min < 0, 1 << 40, problem.travel_min)
    return any(
        way[a, via] + problem.service_min[via] + way[via, b] < way[a, b]
        for via in range(problem.n_stops)
        for a in range(size)
        for b in range(size)
        if via != a
    )


def draw_words(seed: int, count: int) -> list[int]:
    """Return the numbers of xorshift64* from a state (Vigna 2016, with his constants), in integers without width."""
    words, x = [], seed
    for _ in range(count):
        x ^= x >> 12
        x ^= (x << 25) % WORD
        x ^= x >> 27
        words.append(x * 0x2545F4914F6CDD1D % WORD)
    return words
