"""Compiled parts against their plain twins on random days, with meals and without."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.problem import Problem, Solution
from planner.optimise.arrays import read_table
from planner.optimise.kernels import chance, insertion, worth
from planner.optimise.kernels import layout as at
from planner.optimise.value import get_category_gain, get_value, list_missing_groups
from tests.property.problems import draw_problem, draw_rich_problem
from tests.unit.optimise.cases import draw_routes, load
from tests.unit.optimise.naive import find_departure, is_day_kept
from tests.unit.optimise.twins import draw_words, find_cost, find_early, find_late, has_gap, list_nodes

NO_BLINKS = np.uint64(0)
FREE = np.int64(1 << 40)
LONG = 1 << 20
"""Minutes beyond any day: what the kernels say of moments that never come is larger, or smaller than its negative."""

Case = tuple[Problem, Solution]


def _draw_case(seed: int) -> Case:
    """Return a problem with random routes, its limits within one unit of what these routes use."""
    random = Random(seed)
    problem = draw_rich_problem(random) if random.randrange(2) else draw_problem(random, max_stops=5)
    routes = draw_routes(random, problem)
    return _tighten(random, problem, routes), routes


def _tighten(random: Random, problem: Problem, solution: Solution) -> Problem:
    days = [list_nodes(problem, solution, day) for day in range(problem.n_days)]
    driven = np.array([sum(max(int(problem.drive_min[pair]), 0) for pair in pairwise(nodes)) for nodes in days])
    stops, nights = [stop for route in solution.routes for stop in route], list(solution.nights)
    used = problem.resource_use[:, stops].sum(axis=1) + problem.depot_resource_use[:, nights].sum(axis=1)
    slack = random.choice((-1, 0, 0, 1, 5))
    changes: dict[str, Any] = {
        "drive_cap_min": np.maximum(driven + random.choice((-1, 0, 0, 1, 5, 60)), 0),
        "trip_drive_cap_min": max(int(driven.sum()) + slack, 0) if random.randrange(2) else -1,
        "resource_cap": np.maximum(used + random.choice((-1, 0, 0, 1, 5, 60)), 0),
        "max_visits": np.array([len(nodes) - 2 + random.choice((0, 1, 9)) for nodes in days]),
    }
    if random.randrange(2):
        fits = np.array([random.randrange(2) == 0 for _ in range(problem.n_stops)], dtype=np.bool_)
        changes["service_min"] = np.where(fits, problem.meal_min, problem.service_min)
    ends = [find_departure(problem, day, nodes, None) for day, nodes in enumerate(days)]
    if random.randrange(2):
        pairs = zip(problem.day_end_min, ends, strict=True)
        changes["day_end_min"] = np.array([int(old) if end is None else max(end + slack, 0) for old, end in pairs])
    return replace(problem, **changes)


CASES = st.integers(0, 2**32 - 1).map(_draw_case)


def _list_days(case: Case) -> Iterator[tuple[int, list[int]]]:
    problem, solution = case
    for day in range(problem.n_days):
        yield day, list_nodes(problem, solution, day)


def _get_moment(value: int) -> int | None:
    return int(value) if -LONG < value < LONG else None


@settings(max_examples=300)
@given(CASES)
def test_earliest_departures_hungry_and_fed(case: Case) -> None:
    problem, solution = case
    state = load(problem, solution).state
    for day, nodes in _list_days(case):
        for fed in (False, True) if problem.meal_required[day] else (True,):
            early = read_table(state, at.EARLY + (at.FED if fed else at.HUNGRY), problem.n_days)[day]
            for place in range(1, len(nodes)):
                expected = find_early(problem, day, nodes, place, fed=fed)
                assert _get_moment(early[place]) == expected, (day, nodes, place, fed)


@settings(max_examples=100)
@given(CASES)
def test_latest_arrivals_hungry_and_fed(case: Case) -> None:
    problem, solution = case
    state = load(problem, solution).state
    for day, nodes in _list_days(case):
        for fed in (False, True) if problem.meal_required[day] else (True,):
            late = read_table(state, at.LATE + (at.FED if fed else at.HUNGRY), problem.n_days)[day]
            for place in range(1, len(nodes)):
                expected = find_late(problem, day, nodes, place, fed=fed)
                found = _get_moment(late[place])
                assert (None if found is None or found < 0 else found) == expected, (day, nodes, place, fed)


@settings(max_examples=300)
@given(CASES)
def test_an_insertion_costs_delay_and_driving(case: Case) -> None:
    problem, solution = case
    arrays = load(problem, solution)
    unrouted = set(range(problem.n_stops)) - {stop for route in solution.routes for stop in route}
    for day, nodes in _list_days(case):
        if problem.meal_required[day]:
            continue
        for stop in unrouted:
            for place in range(len(nodes) - 1):
                key = insertion.price(arrays.facts, arrays.state, day, stop, place, FREE)
                if key == at.NO_KEY:
                    continue
                cost = find_cost(problem, day, nodes, place, stop)
                if cost is not None:
                    assert (int(key) >> int(at.PLACE_BITS), int(key) & int(at.PLACE_MASK)) == (cost, place)


@settings(max_examples=300)
@given(CASES)
def test_a_scan_finds_for_each_stop_the_best_of_all_places(case: Case) -> None:
    problem, solution = case
    arrays = load(problem, solution)
    facts, state = arrays.facts, arrays.state
    where, usable = read_table(state, at.WHERE, 1)[0], read_table(facts, at.STOP, 6)[at.USABLE]
    for day, nodes in _list_days(case):
        insertion.scan_day(facts, state, day, NO_BLINKS)
        keys = read_table(state, at.KEY, problem.n_days)[day].copy()
        slack = insertion.get_drive_slack(facts, state, day)
        is_full = len(nodes) - 2 >= problem.max_visits[day]
        for stop in np.flatnonzero((where < 0) & (usable == 1)):
            prices = [insertion.price(facts, state, day, stop, place, slack) for place in range(len(nodes) - 1)]
            for place, price in enumerate(prices):
                before, after = nodes[place], nodes[place + 1]
                legs = [(before, stop), (stop, after), (before, after)]
                if all(problem.drive_min[leg] >= 0 for leg in legs):
                    added = problem.drive_min[legs[0]] + problem.drive_min[legs[1]] - problem.drive_min[legs[2]]
                    free = insertion.price(facts, state, day, stop, place, FREE)
                    assert price == (at.NO_KEY if added > slack else free)
            expected = at.NO_KEY if is_full else min(prices)
            assert keys[stop] == expected
            assert insertion.find_place(facts, state, day, stop, NO_BLINKS, slack) == expected


@settings(max_examples=300)
@given(CASES)
def test_a_renewed_place_is_a_place_at_its_price(case: Case) -> None:
    problem, solution = case
    arrays = load(problem, solution)
    facts, state = arrays.facts, arrays.state
    where = read_table(state, at.WHERE, 1)[0]
    for day, nodes in _list_days(case):
        slack = insertion.get_drive_slack(facts, state, day)
        for stop in np.flatnonzero(where < 0):
            best = insertion.find_place(facts, state, day, stop, NO_BLINKS, slack)
            for former in range(len(nodes) - 1):
                for inserted_at in range(len(nodes) - 2):
                    read_table(state, at.KEY, problem.n_days)[day, stop] = former
                    key = insertion.renew_place(facts, state, day, stop, inserted_at, NO_BLINKS, slack)
                    assert (key == at.NO_KEY) == (best == at.NO_KEY)
                    assert key >= best
                    if key != at.NO_KEY:
                        place = int(key & at.PLACE_MASK)
                        assert key == insertion.price(facts, state, day, stop, place, slack)


@settings(max_examples=300)
@given(CASES)
def test_limits_come_before_wishes_and_wishes_before_value(case: Case) -> None:
    problem, solution = case
    arrays = load(problem, solution)
    value = int(worth.evaluate(arrays.facts, arrays.state))
    days_broken = sum(
        not is_day_kept(
            problem, day, solution.get_start(problem, day), solution.get_end(problem, day), solution.routes[day]
        )
        for day in range(problem.n_days)
    )
    stops, nights = [stop for route in solution.routes for stop in route], list(solution.nights)
    used = problem.resource_use[:, stops].sum(axis=1) + problem.depot_resource_use[:, nights].sum(axis=1)
    pairs = [pair for _, nodes in _list_days(case) for pair in pairwise(nodes)]
    driven = sum(max(int(problem.drive_min[pair]), 0) for pair in pairs)
    over_cap = days_broken == 0 and 0 <= problem.trip_drive_cap_min < driven
    breaks_limit = days_broken > 0 or over_cap or bool((used > problem.resource_cap).any())
    wishes = len(list_missing_groups(problem, solution))
    missing, broken = int(arrays.facts[at.PENALTY_MISSING]), int(arrays.facts[at.PENALTY_BROKEN])
    assert (value <= missing - broken) == breaks_limit
    if not breaks_limit:
        assert value == get_value(problem, solution) - wishes * missing
        assert abs(get_value(problem, solution)) < missing


@settings(max_examples=300)
@given(CASES)
def test_gains_of_a_category_and_of_one_stop_more(case: Case) -> None:
    problem, solution = case
    arrays = load(problem, solution)
    for category in range(problem.gain_to.shape[0]):
        taken = sum(
            int(problem.prize[s]) for route in solution.routes for s in route if problem.category[s] == category
        )
        assert worth.get_gain(arrays.facts, category, taken) == get_category_gain(problem, category, taken)
        for stop in np.flatnonzero(problem.category == category):
            more = get_category_gain(problem, category, taken + int(problem.prize[stop]))
            expected = more - get_category_gain(problem, category, taken)
            assert worth.get_marginal(arrays.facts, arrays.state, stop) == expected


@settings(max_examples=300)
@given(CASES)
def test_gaps_are_detours_quicker_than_the_way(case: Case) -> None:
    problem, solution = case
    assert bool(load(problem, solution).facts[at.HAS_GAPS]) == has_gap(problem)


@given(st.integers(1, 2**64 - 1), st.integers(0, 2**31 - 1))
def test_random_numbers_are_those_of_the_paper(seed: int, bound: int) -> None:
    random = np.array([seed], dtype=np.uint64)
    with np.errstate(over="ignore"):  # plain Python warns of what is meant to wrap
        drawn = [int(chance.draw_below(random, np.int64(bound))) for _ in range(5)]
    assert drawn == [(word >> 32) * bound >> 32 for word in draw_words(seed, 5)]
