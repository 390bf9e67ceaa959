"""Counterfactuals on random small problems: what forcing or barring a stop costs, held against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from planner.check import check_solution, recompute_value
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, schedule, solve
from planner.plan.insertion import Trial
from planner.plan.whatif import search_from
from tests.property.oracle import find_best
from tests.property.problems import draw_problem

THOROUGH = SolveParams(seed=3, iterations=2_000)
ROUNDS = 110


def force(problem: Problem, stop: int) -> Problem:
    wanted = problem.group_is_mandatory.copy()
    wanted[problem.group[stop]] = True
    return replace(problem, group_is_mandatory=wanted)


def bar(problem: Problem, stop: int) -> Problem:
    """The problem with a stop closed on all days: it is no wish any more, not even of somebody who insisted."""
    opens, closes, wanted = (
        problem.window_open_min.copy(), problem.window_close_min.copy(), problem.group_is_mandatory.copy()
    )  # fmt: skip
    opens[:, stop, :], closes[:, stop, :] = 0, -1
    if (problem.group == problem.group[stop]).sum() == 1 and not (problem.depot_group == problem.group[stop]).any():
        wanted[problem.group[stop]] = False
    return replace(problem, window_open_min=opens, window_close_min=closes, group_is_mandatory=wanted)


def list_solved() -> Iterator[tuple[Problem, Solution, int]]:
    """Problems with a plan of optimal value."""
    random = Random(11)
    for _ in range(ROUNDS):
        problem = draw_problem(random, max_stops=6, max_days=2)
        best, found = find_best(problem), solve(problem, THOROUGH)
        if best is not None and found.is_feasible and found.value == best.value:
            yield problem, found.solution, best.value


def test_the_loss_with_a_stop_forced_is_that_of_the_oracle() -> None:
    compared, missed, refused = 0, 0, 0
    for problem, plan, value in list_solved():
        taken = {int(problem.group[stop]) for route in plan.routes for stop in route}
        for stop in range(problem.n_stops):
            if int(problem.group[stop]) in taken:
                continue
            forced = force(problem, stop)
            best, found = find_best(forced), search_from(forced, (plan,), THOROUGH)
            if best is None:
                assert not found.is_feasible
                refused += 1
                continue
            compared += 1
            assert best.value <= value, "no plan with one more wish is worth more than the best"
            assert not found.is_feasible or value - found.value >= value - best.value >= 0
            missed += not found.is_feasible or found.value != best.value
    assert compared > 40
    assert refused > 40
    assert missed <= compared // 50


def test_the_loss_without_a_visit_is_that_of_the_oracle_and_at_most_what_it_adds() -> None:
    compared, kept, missed = 0, 0, 0
    for problem, plan, value in list_solved():
        trial = Trial(problem, plan)
        for stop in (stop for route in plan.routes for stop in route):
            thinner = Solution(tuple(tuple(i for i in route if i != stop) for route in plan.routes), plan.nights)
            barred = bar(problem, stop)
            best, found = find_best(barred), search_from(barred, (thinner,), THOROUGH)
            if best is None:
                assert not found.is_feasible
                continue
            compared += 1
            missed += not found.is_feasible or found.value != best.value
            times = schedule(barred, thinner)
            if times is not None and not check_solution(barred, thinner, times):
                gain, drive_min = trial.get_share([stop])
                assert value - recompute_value(problem, thinner) == gain - problem.drive_cost * drive_min
                assert value - found.value <= gain - problem.drive_cost * drive_min
                kept += 1
    assert compared > 100
    assert kept > 80
    assert missed <= compared // 50
