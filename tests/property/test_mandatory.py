"""The exact program over wanted places against the oracle: the same yes or no, the same least sum."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from planner.check import check_solution
from planner.model.problem import Problem
from planner.optimise.mandatory import MAX_GROUPS, find_mandatory_route
from tests.property.oracle import find_best, find_value
from tests.property.problems import draw_problem

COUNT = 150


def _close(minutes: np.ndarray) -> np.ndarray:
    """Return shortest paths (Floyd and Warshall), so that leaving out a stop never lengthens a day."""
    far = np.where(minutes < 0, 1 << 30, minutes)
    for via in range(len(far)):
        far = np.minimum(far, far[:, via, None] + far[None, via, :])
    return np.where(far >= 1 << 30, -1, far)


def _uncouple(problem: Problem) -> Problem:
    """Take off what couples the days, and count nothing but driving."""
    return replace(
        problem,
        travel_min=_close(problem.travel_min),
        drive_min=_close(problem.drive_min),
        trip_drive_cap_min=-1,
        resource_cap=np.full_like(problem.resource_cap, 1 << 30),
        prize=np.zeros_like(problem.prize),
        depot_prize=np.zeros_like(problem.depot_prize),
        drive_cost=1,
    )


def test_it_finds_a_way_exactly_where_there_is_one_and_the_shortest() -> None:
    random = Random(7)
    found = 0
    for _ in range(COUNT):
        problem = _uncouple(draw_problem(random, max_stops=5))
        route, best = find_mandatory_route(problem), find_best(problem)
        assert (route is None) == (best is None)
        if route is not None and best is not None:
            found += 1
            assert find_value(problem, route.nights, route.routes) == best.value
    assert found > COUNT // 4, "too few problems with a way to prove anything"


def test_the_cheapest_way_costs_no_more_than_any_other() -> None:
    random = Random(8)
    tried = 0
    for _ in range(COUNT):
        problem = _uncouple(draw_problem(random, max_stops=5))
        route = find_mandatory_route(problem, "money")
        if route is None:
            continue
        tried += 1
        use = sum(int(problem.resource_use[0, i]) for day in route.routes for i in day)
        use += sum(int(problem.depot_resource_use[0, j]) for j in route.nights)
        cap = problem.resource_cap.copy()
        cap[0] = use
        assert find_best(replace(problem, resource_cap=cap)) is not None
        cap[0] = use - 1
        assert find_best(replace(problem, resource_cap=cap)) is None
    assert tried > COUNT // 4


def test_too_many_wanted_places_are_refused_rather_than_guessed() -> None:
    problem = draw_problem(Random(1), max_stops=5)
    groups = MAX_GROUPS + 1
    with pytest.raises(ValueError, match="at most"):
        find_mandatory_route(replace(problem, group_is_mandatory=np.ones(groups, dtype=np.bool_)))


def test_the_way_found_has_a_schedule_that_the_referee_accepts() -> None:
    from planner.optimise import schedule

    random = Random(9)
    for _ in range(COUNT):
        problem = _uncouple(draw_problem(random, max_stops=5))
        route = find_mandatory_route(problem)
        if route is not None:
            times = schedule(problem, route)
            assert times is not None
            assert check_solution(problem, route, times) == ()
