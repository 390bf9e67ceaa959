"""Running every kernel once, so that it is compiled before anybody waits for it."""

from __future__ import annotations

import numpy as np

from planner.model.problem import Problem
from planner.optimise.certificate import load_kernels
from planner.optimise.params import SolveParams
from planner.optimise.solver import solve


def warm_up() -> None:
    """Compile every kernel, or load it from the cache."""
    warm_up_search()
    warm_up_certificate()


def warm_up_search() -> None:
    """Compile or load the kernels of the search by solving a small problem."""
    solve(_build_problem(), SolveParams(iterations=1))


def warm_up_certificate() -> None:
    """Compile or load the kernels of the certificate by bounding a small problem."""
    load_kernels(_build_problem())


def _build_problem() -> Problem:
    """Return a problem of one stop and two days."""
    one, two = np.zeros(1, dtype=np.int64), np.zeros(2, dtype=np.int64)
    return Problem(
        travel_min=np.zeros((2, 2), dtype=np.int64), drive_min=np.zeros((2, 2), dtype=np.int64),
        service_min=one, prize=one + 1,
        window_open_min=np.zeros((2, 1, 1), dtype=np.int64), window_close_min=np.ones((2, 1, 1), dtype=np.int64),
        category=one, gain_to=np.array([[1]]), gain_pct=np.array([[100]]),
        group=one, group_is_mandatory=np.array([False]), serves_meal=np.array([False]),
        stop_capacity=one - 1, depot_capacity=one - 1,
        resource_use=np.zeros((0, 1), dtype=np.int64), depot_resource_use=np.zeros((0, 1), dtype=np.int64),
        resource_cap=np.zeros(0, dtype=np.int64),
        day_start_min=two, day_end_min=two + 1, drive_cap_min=two + 1, max_visits=two + 1,
        meal_required=np.array([False, False]), start_depot=0, end_depot=0,
        night_is_option=np.array([[True]]), depot_prize=one, depot_group=one - 1,
    )  # fmt: skip
