"""The upper bound against the oracle: never below the best value, and often equal to it."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.problem import Problem
from planner.optimise.bound import _build_programme, get_upper_bound
from tests.property.examples import TIGHT, VALUE, build_problem
from tests.property.oracle import find_best
from tests.property.problems import draw_problem, problems, rich_problems


@settings(max_examples=300)
@given(st.one_of(problems(), rich_problems()))
def test_no_solution_is_worth_more_than_the_bound(problem: Problem) -> None:
    answer = find_best(problem)
    if answer is not None:
        assert get_upper_bound(problem).value >= answer.value


@settings(max_examples=100)
@given(problems(max_stops=5), st.randoms(use_true_random=False))
def test_any_prices_give_a_valid_bound(problem: Problem, random: Random) -> None:
    """The certificate does not rest on how good the prices are."""
    programme = _build_programme(problem)
    prices = [random.choice((0, 1 << 20, 1 << 32, 40 << 32)) for _ in programme.limits]
    answer = find_best(problem)
    if answer is not None:
        assert programme.get_bound(prices) >= answer.value


def test_the_bound_is_met_by_a_third_of_small_problems() -> None:
    """A bound that says nothing would pass the tests above; this one says something."""
    answers = [(problem, find_best(problem)) for problem in (draw_problem(Random(seed)) for seed in range(150))]
    met = [get_upper_bound(problem).value == answer.value for problem, answer in answers if answer is not None]
    assert len(met) > 75
    assert 3 * sum(met) >= len(met)


def test_a_single_stop_is_bounded_by_its_worth() -> None:
    problem = build_problem(trip_drive_cap_min=-1)
    assert get_upper_bound(problem).value >= VALUE
    nothing_open = replace(problem, window_close_min=np.full_like(problem.window_close_min, -1))
    nothing_must = replace(nothing_open, group_is_mandatory=np.zeros(6, np.bool_), drive_cost=0)
    assert get_upper_bound(nothing_must).value == 300  # the night at depot 1
    assert get_upper_bound(replace(nothing_must, drive_cost=2)).value == 300 - 2 * (8 + 8)


def test_prices_of_an_impossible_problem_are_not_needed() -> None:
    problem = build_problem(day_end_min=np.array([470, 660]))
    assert find_best(problem) is None
    assert get_upper_bound(problem).method == "all prizes"


@pytest.mark.parametrize("name", TIGHT)
def test_a_tight_trip_is_within_the_bound(name: str) -> None:
    problem = build_problem(**TIGHT[name])
    answer = find_best(problem)
    if answer is not None:
        assert _build_programme(problem).find_prices() is not None, "the relaxation must not lose the answer"
        assert get_upper_bound(problem).value >= answer.value
