"""Random routes on random small problems, loaded into the kernels' state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np

from planner.model.problem import Problem, Solution
from planner.optimise.arrays import KernelArrays, as_kernel_arrays
from planner.optimise.kernels import search
from tests.property.problems import draw_problem


def draw_cases(count: int, *, seed: int = 1, max_stops: int = 7) -> Iterator[tuple[Random, Problem, Solution]]:
    """Yield problems with random routes and nights, which may break any rule."""
    random = Random(seed)
    for _ in range(count):
        problem = draw_problem(random, max_stops)
        yield random, problem, draw_routes(random, problem)


def draw_routes(random: Random, problem: Problem) -> Solution:
    """Return random routes and nights, which may break any rule."""
    stops = random.sample(range(problem.n_stops), random.randint(0, problem.n_stops))
    routes: list[list[int]] = [[] for _ in range(problem.n_days)]
    for stop in stops:
        routes[random.randrange(problem.n_days)].append(stop)
    nights = tuple(int(random.choice(np.flatnonzero(row))) for row in problem.night_is_option)
    return Solution(routes=tuple(map(tuple, routes)), nights=nights)


def make_plain(problem: Problem) -> Problem:
    """Return the problem with one window a stop, free driving and no meal: the quick path of the kernels."""
    return replace(
        problem,
        window_open_min=problem.window_open_min[:, :, :1].copy(),
        window_close_min=problem.window_close_min[:, :, :1].copy(),
        meal_required=np.zeros(problem.n_days, dtype=np.bool_),
        drive_cost=0,
        trip_drive_cap_min=-1,
        drive_cap_min=np.full(problem.n_days, 1 << 20),
    )


def load(problem: Problem, solution: Solution) -> KernelArrays:
    """Return arrays with the solution as measured WORK routes."""
    arrays = as_kernel_arrays(problem, start=solution)
    search.begin(arrays.facts, arrays.state)
    return arrays
