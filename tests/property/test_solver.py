"""The solver on random small problems with every feature on, judged by the referee and the oracle."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.neighbourhood import try_moves
from planner.check import check_solution, check_value, list_missing_groups, recompute_value
from planner.model.problem import Problem
from planner.optimise import SolveParams, get_value, schedule, solve
from tests.property.examples import ALLOWED, BROKEN, TIGHT, build_problem
from tests.property.oracle import find_best
from tests.property.problems import draw_problem, draw_rich_problem, problems, rich_problems

BRIEF = SolveParams(seed=7, iterations=400)
THOROUGH = SolveParams(seed=7, iterations=4_000)
N_FIXED = 300


@settings(max_examples=300)
@given(st.one_of(problems(max_stops=9), rich_problems()))
def test_the_referee_finds_no_violation(problem: Problem) -> None:
    result = solve(problem, BRIEF)
    assert result.missing_groups == list_missing_groups(problem, result.solution)
    if result.is_feasible:
        days = schedule(problem, result.solution)
        assert days is not None
        assert check_solution(problem, result.solution, days) == ()
        assert result.missing_groups == ()


@settings(max_examples=150)
@given(st.one_of(problems(max_stops=9), rich_problems()))
def test_no_segment_can_trade_its_place_for_more_worth(problem: Problem) -> None:
    result = solve(problem, SolveParams(seed=7, iterations=1))
    if result.is_feasible:
        assert try_moves(problem, result.solution, without=("insert", "replace")).better is None


@settings(max_examples=300)
@given(st.one_of(problems(), rich_problems()))
def test_the_stated_value_is_true_and_none_beats_the_oracle(problem: Problem) -> None:
    result = solve(problem, BRIEF)
    if result.is_feasible:
        best = find_best(problem)
        assert check_value(problem, result.solution, result.value) == ()
        assert get_value(problem, result.solution) == recompute_value(problem, result.solution)
        assert best is not None
        assert result.value <= best.value


@pytest.mark.parametrize("draw", [draw_problem, draw_rich_problem])
def test_at_least_99_of_100_small_problems_are_solved_to_optimality(draw: Callable[[Random], Problem]) -> None:
    missed = []
    for seed in range(N_FIXED):
        problem = draw(Random(seed))
        best, result = find_best(problem), solve(problem, THOROUGH)
        found = result.value if result.is_feasible else None
        if found != (best.value if best else None):
            missed.append((seed, found, best))
    assert len(missed) <= N_FIXED // 100, missed


CASES = {case.name: case.problem for case in (*ALLOWED, *BROKEN) if case.problem} | TIGHT


@pytest.mark.parametrize("name", CASES)
def test_tight_problems_are_solved_to_optimality(name: str) -> None:
    """Limits that equal what a trip needs, or lie one unit either side of it."""
    problem = build_problem(**CASES[name])
    best, result = find_best(problem), solve(problem, THOROUGH)
    assert (result.value if result.is_feasible else None) == (best.value if best else None)
