"""Trips and the days they are made of; what the values of all trips of a problem have in common."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from planner.model.problem import Problem, Solution
from planner.optimise.certificate.pricing import Column
from planner.optimise.schedule import schedule
from planner.optimise.value import get_drive_min, list_missing_groups


def list_columns(problem: Problem, solution: Solution) -> list[Column]:
    """Return the days of a trip."""
    return [
        Column(day, solution.get_start(problem, day), solution.get_end(problem, day), solution.routes[day])
        for day in range(problem.n_days)
    ]


def read_trip(problem: Problem, columns: Sequence[Column]) -> Solution | None:
    """Return the trip of some days, or None where they do not follow each other."""
    columns = sorted(columns, key=lambda column: column.day)
    if [column.day for column in columns] != list(range(problem.n_days)):
        return None
    if any(one.end != other.start for one, other in itertools.pairwise(columns)):
        return None
    return Solution(tuple(column.route for column in columns), tuple(column.end for column in columns[:-1]))


def is_feasible(problem: Problem, solution: Solution) -> bool:
    """Say whether a solution keeps every rule of the problem."""
    stops = [stop for route in solution.routes for stop in route]
    if len(solution.routes) != problem.n_days or len(solution.nights) != problem.n_nights:
        return False
    if any(not 0 <= stop < problem.n_stops for stop in stops):
        return False
    if any(not 0 <= depot < problem.n_depots for depot in solution.nights):
        return False
    groups = [int(problem.group[stop]) for stop in stops]
    nights = np.array(solution.nights, np.int64)
    used = problem.resource_use[:, stops].sum(axis=1) + problem.depot_resource_use[:, nights].sum(axis=1)
    drives = [get_drive_min(problem, solution, day) for day in range(problem.n_days)]
    lengths = [len(route) for route in solution.routes]
    return (
        len(set(groups)) == len(groups)
        and all(_has_room(problem, int(problem.stop_capacity[stop])) for stop in stops)
        and all(_has_room(problem, int(problem.depot_capacity[depot])) for depot in solution.nights)
        and all(bool(problem.night_is_option[night, depot]) for night, depot in enumerate(solution.nights))
        and all(length <= most for length, most in zip(lengths, problem.max_visits.tolist(), strict=True))
        and all(drive <= cap for drive, cap in zip(drives, problem.drive_cap_min.tolist(), strict=True))
        and not 0 <= problem.trip_drive_cap_min < sum(drives)
        and bool((used <= problem.resource_cap).all())
        and not list_missing_groups(problem, solution)
        and schedule(problem, solution) is not None
    )


def get_unit(problem: Problem) -> int:
    """Return a number of which the value of every solution is a multiple."""
    points = math.gcd(*problem.prize.tolist())
    if (problem.gain_pct != problem.gain_pct[:, :1]).any():
        points = math.gcd(points, *problem.gain_to.ravel().tolist())
    gains = points * math.gcd(*problem.gain_pct.ravel().tolist())
    nights = 100 * math.gcd(*problem.depot_prize.tolist())
    return max(1, math.gcd(gains, nights, problem.drive_cost))


def list_near(problem: Problem, size: int) -> list[set[int]]:
    """Return by stop the groups that a way remembers there: its own and those of the nearest stops."""
    n = problem.n_stops
    travel = np.where(problem.travel_min[:n, :n] < 0, 1 << 30, problem.travel_min[:n, :n])
    order = np.argsort(travel + travel.T, axis=1, kind="stable")[:, : size + 1]
    return [{int(problem.group[i])} | {int(problem.group[j]) for j in order[i]} for i in range(n)]


def _has_room(problem: Problem, capacity: int) -> bool:
    return capacity < 0 or capacity >= problem.group_size
