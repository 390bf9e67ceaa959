"""What it is worth to leave a plan as it is: a problem in which stops that stay on their day earn more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.model.problem import Problem, Solution


@dataclass(frozen=True, slots=True)
class SteadyProblem:
    """A problem with a second number for each stop of a plan: that stop on its day of the plan, worth more.

    Its solutions are those of the plain problem, for a stop and its double share a group. Only their
    values differ.
    """

    problem: Problem
    origin: tuple[int, ...]
    """Plain number of each stop."""
    double: Mapping[int, int]
    """Stop of the plan -> number of its double."""
    day_of: Mapping[int, int]
    """Stop of the plan -> its day in it."""

    def to_steady(self, plain: Solution) -> Solution:
        """Return a solution with doubles wherever a stop is on its day of the plan."""
        routes = tuple(
            tuple(self.double[stop] if self.day_of.get(stop) == day else stop for stop in route)
            for day, route in enumerate(plain.routes)
        )
        return Solution(routes, plain.nights)

    def to_plain(self, steady: Solution) -> Solution:
        """Return a solution in the numbers of the plain problem."""
        return Solution(tuple(tuple(self.origin[stop] for stop in route) for route in steady.routes), steady.nights)


def build_steady(
    problem: Problem, plan: Mapping[int, int], nights: tuple[int, ...], stay_points: int, stay_night_points: int
) -> SteadyProblem:
    """Return the problem that rewards what stays of a plan.

    Parameters
    ----------
    problem
        The plain problem.
    plan
        Stop -> its day, from 0.
    nights
        Depots of the plan; a night at any of them earns `stay_night_points`.
    stay_points, stay_night_points
        Points added to a stop on its day of the plan, and to a night. Like any prize of a category the
        former count less where the category has its fill.
    """
    n, k = problem.n_stops, problem.n_depots
    stops = list(plan)
    origin = np.array([*range(n), *stops], dtype=np.int64)
    rows = np.concatenate([origin, n + np.arange(k, dtype=np.int64)])
    square = np.ix_(rows, rows)
    opens, closes = problem.window_open_min[:, origin], problem.window_close_min[:, origin]
    for double, stop in enumerate(stops, n):
        others = np.arange(problem.n_days) != plan[stop]
        opens[others, double], closes[others, double] = 0, -1
    prize = problem.prize[origin]
    prize[n:] += stay_points
    gain_to = problem.gain_to.copy()
    gain_to[:, -1] = np.maximum(gain_to[:, -1], prize.sum())
    depot_prize = problem.depot_prize.copy()
    depot_prize[sorted(set(nights))] += stay_night_points
    steady = replace(
        problem,
        travel_min=np.ascontiguousarray(problem.travel_min[square]),
        drive_min=np.ascontiguousarray(problem.drive_min[square]),
        service_min=problem.service_min[origin],
        prize=prize,
        window_open_min=opens,
        window_close_min=closes,
        category=problem.category[origin],
        gain_to=gain_to,
        group=problem.group[origin],
        serves_meal=problem.serves_meal[origin],
        stop_capacity=problem.stop_capacity[origin],
        resource_use=np.ascontiguousarray(problem.resource_use[:, origin]),
        depot_prize=depot_prize,
    )
    return SteadyProblem(
        steady, tuple(int(stop) for stop in origin), {stop: n + i for i, stop in enumerate(stops)}, dict(plan)
    )
