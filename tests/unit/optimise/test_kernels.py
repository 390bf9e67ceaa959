"""Compiled passes, insertion test, bookkeeping and night chains against plain Python."""

from dataclasses import replace

import numpy as np
import pytest
from numba.core.registry import CPUDispatcher

from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, get_value, solve, warm_up
from planner.optimise.arrays import KernelArrays, get_night_options, read_table
from planner.optimise.kernels import insertion, nights, polish, recreate, routes, ruin, search, timing, worth
from planner.optimise.kernels import layout as at
from planner.optimise.value import list_missing_groups
from tests.unit.optimise.cases import draw_cases, load, make_plain
from tests.unit.optimise.naive import find_best_chain, find_finish, is_day_kept

NO_BLINKS = np.uint64(0)
FREE = np.int64(1 << 40)
"""Driving slack that never binds."""


def _ends(problem: Problem, solution: Solution, day: int) -> tuple[int, int]:
    return solution.get_start(problem, day), solution.get_end(problem, day)


def test_forward_pass_gives_the_earliest_finish() -> None:
    kept = 0
    for _, problem, solution in draw_cases(1500):
        arrays = load(problem, solution)
        early = read_table(arrays.state, at.EARLY + at.FED, problem.n_days)
        for day, route in enumerate(solution.routes):
            expected = find_finish(problem, day, *_ends(problem, solution, day), route)
            finish = int(early[day, len(route) + 1])
            assert (finish if finish <= problem.day_end_min[day] else None) == expected
            kept += expected is not None
    assert kept > 500, "too few feasible days to prove anything"


def test_a_stop_fits_exactly_where_the_longer_route_can_be_kept() -> None:
    fits = misses = 0
    for _, problem, solution in draw_cases(1500, seed=2):
        arrays = load(problem, solution)
        visited = {stop for route in solution.routes for stop in route}
        for day, route in enumerate(solution.routes):
            start, end = _ends(problem, solution, day)
            if len(route) > 0 and find_finish(problem, day, start, end, route) is None:
                continue  # the search only inserts into days that are kept, or empty
            for stop in set(range(problem.n_stops)) - visited:
                for place in range(len(route) + 1):
                    longer = (*route[:place], stop, *route[place:])
                    key = insertion.price(arrays.facts, arrays.state, day, stop, place, FREE)
                    expected = find_finish(problem, day, start, end, longer) is not None
                    assert (key != at.NO_KEY) == expected, (problem, day, route, stop, place)
                    fits, misses = fits + expected, misses + (not expected)
    assert fits > 1000
    assert misses > 1000


def test_the_cheapest_place_is_found_and_the_driving_cap_kept() -> None:
    found = 0
    for _, problem, solution in draw_cases(500, seed=3):
        arrays = load(problem, solution)
        facts, state = arrays.facts, arrays.state
        for day, route in enumerate(solution.routes):
            start, end = _ends(problem, solution, day)
            if not is_day_kept(problem, day, start, end, route):
                continue
            slack = insertion.get_drive_slack(facts, state, day)
            for stop in range(problem.n_stops):
                key = insertion.find_place(facts, state, day, stop, NO_BLINKS, slack)
                prices = [insertion.price(facts, state, day, stop, p, slack) for p in range(len(route) + 1)]
                if len(route) >= problem.max_visits[day]:
                    assert key == at.NO_KEY
                    continue
                assert key == min(prices)
                if key != at.NO_KEY:
                    place = int(key & at.PLACE_MASK)
                    assert is_day_kept(problem, day, start, end, (*route[:place], stop, *route[place:]))
                    found += 1
    assert found > 200


def test_all_stops_at_once_are_priced_like_each_alone() -> None:
    priced = 0
    for _, problem, solution in draw_cases(400, seed=4):
        plain = make_plain(problem)
        arrays = load(plain, solution)
        key = read_table(arrays.state, at.KEY, plain.n_days)
        where = read_table(arrays.state, at.WHERE, 1)[0]
        for day in range(plain.n_days):
            insertion.scan_day(arrays.facts, arrays.state, day, NO_BLINKS)
            for stop in np.flatnonzero(where < 0):
                alone = insertion.find_place(arrays.facts, arrays.state, day, stop, NO_BLINKS, FREE)
                assert key[day, stop] == alone
                priced += alone != at.NO_KEY
    assert priced > 200


def test_an_undone_iteration_leaves_no_trace() -> None:
    tables = [at.SEQ, at.NIGHT, at.ROUTE, at.EARLY + at.FED, at.LATE + at.FED, at.WHERE, at.CATEGORY_SUM, at.USED,
              at.GROUP_STOPS, at.GROUP_NIGHTS, at.TOUCHED]  # fmt: skip
    changed = 0
    for _, problem, _ in draw_cases(200, seed=5):
        solution = solve(problem, SolveParams(iterations=5)).solution
        arrays = load(problem, solution)
        for _ in range(5):
            before = [_read(arrays, problem, table) for table in tables]
            value = worth.evaluate(arrays.facts, arrays.state)
            arrays.state[at.REMOVED_COUNT] = 0
            read_table(arrays.state, at.IS_REMOVED, 1)[:] = 0
            ruin.ruin(arrays.facts, arrays.state, arrays.random)
            recreate.recreate(arrays.facts, arrays.state, arrays.random)
            changed += not np.array_equal(before[0], _read(arrays, problem, at.SEQ))
            routes.go_back(arrays.facts, arrays.state)
            assert worth.evaluate(arrays.facts, arrays.state) == value
            for table, old in zip(tables, before, strict=True):
                assert np.array_equal(old, _read(arrays, problem, table)), table
    assert changed > 100


def _read(arrays: KernelArrays, problem: Problem, table: np.int64) -> np.ndarray:
    """Return a copy of a table's meaningful cells: what lies behind the end of a route is arbitrary."""
    by_day = (at.SEQ, at.EARLY + at.FED, at.LATE + at.FED)
    rows = problem.n_days if table in by_day else 3 if table == at.ROUTE else 1
    width = int(arrays.state[table + 1])
    cells = arrays.state[arrays.state[table] : arrays.state[table] + rows * width].reshape(rows, width).copy()
    if table in by_day:
        lengths = read_table(arrays.state, at.ROUTE, 3)[at.LENGTH]
        cells[np.arange(width)[None, :] > lengths[:, None] + 1] = 0
        if table == at.LATE + at.FED:
            cells[:, 0] = 0  # a start depot has no latest arrival
    return cells


def test_the_kernel_and_the_public_value_agree() -> None:
    compared = 0
    for _, problem, solution in draw_cases(600, seed=6):
        arrays = load(problem, solution)
        value = int(worth.evaluate(arrays.facts, arrays.state))
        missing = int(arrays.facts[at.PENALTY_MISSING])
        days_kept = all(
            is_day_kept(problem, day, *_ends(problem, solution, day), route)
            for day, route in enumerate(solution.routes)
        )
        if value > -missing and days_kept and not list_missing_groups(problem, solution):
            assert value == get_value(problem, solution)
            compared += 1
    assert compared > 50


def test_the_chain_of_nights_is_the_best_of_all_chains() -> None:
    compared = 0
    for _, problem, solution in draw_cases(600, seed=7, max_stops=3):
        options = [np.flatnonzero(row).tolist() for row in get_night_options(problem)]
        best = find_best_chain(problem, solution.routes, options)
        if best is None or problem.n_days == 1 or problem.group_is_mandatory.any():
            continue
        arrays = load(problem, solution)
        nights.chain_nights(arrays.facts, arrays.state)
        chosen = tuple(int(depot) for depot in read_table(arrays.state, at.NIGHT, 1)[0])
        assert find_best_chain(problem, solution.routes, [[night] for night in chosen]) == best
        compared += 1
    assert compared > 50


def _two_days(**changes: object) -> Problem:
    """Return two days from 0 to 28 with no way longer than a moment, two stops and two depots."""
    nothing = np.zeros((4, 4), np.int64)
    problem = Problem(
        travel_min=nothing, drive_min=nothing, service_min=np.array([8, 5]), prize=np.array([1, 1]),
        window_open_min=np.zeros((2, 2, 1), np.int64), window_close_min=np.full((2, 2, 1), 28),
        category=np.array([0, 0]), gain_to=np.array([[2]]), gain_pct=np.array([[100]]),
        group=np.array([0, 1]), group_is_mandatory=np.array([False, False]), serves_meal=np.array([True, False]),
        stop_capacity=np.array([-1, -1]), depot_capacity=np.array([-1, -1]),
        resource_use=np.zeros((0, 2), np.int64), depot_resource_use=np.zeros((0, 2), np.int64),
        resource_cap=np.zeros(0, np.int64),
        day_start_min=np.array([0, 0]), day_end_min=np.array([28, 28]), drive_cap_min=np.array([99, 99]),
        max_visits=np.array([9, 9]), meal_required=np.array([True, False]), start_depot=0, end_depot=0,
        night_is_option=np.array([[True, True]]), depot_prize=np.array([0, 1]), depot_group=np.array([-1, -1]),
        meal_earliest_min=20, meal_latest_min=20, meal_min=8,
    )  # fmt: skip
    return replace(problem, **changes)


def test_a_meal_that_can_only_begin_at_one_moment_leaves_the_morning_free() -> None:
    moment = np.array([[[20], [0]]] * 2)
    problem = _two_days(window_open_min=moment, window_close_min=np.array([[[20], [28]]] * 2))
    arrays = load(problem, Solution(routes=((0,), ()), nights=(0,)))
    assert insertion.price(arrays.facts, arrays.state, 0, 1, 0, FREE) != at.NO_KEY
    later = replace(problem, meal_earliest_min=21, meal_latest_min=21)  # then serving from 20 to 28 feeds nobody
    arrays = load(later, Solution(routes=((0,), ()), nights=(0,)))
    assert insertion.price(arrays.facts, arrays.state, 0, 1, 0, FREE) == at.NO_KEY


@pytest.mark.parametrize(("travel", "chosen"), [(28, 1), (29, 0)])
def test_a_night_reached_in_the_last_minute_is_reached(travel: int, chosen: int) -> None:
    way = np.zeros((4, 4), np.int64)
    way[2, 3] = travel
    problem = _two_days(travel_min=way, drive_min=way, meal_required=np.array([False, False]))
    arrays = load(problem, Solution(routes=((), ()), nights=(0,)))
    nights.chain_nights(arrays.facts, arrays.state)
    assert int(read_table(arrays.state, at.NIGHT, 1)[0, 0]) == chosen


def test_every_kernel_has_one_signature() -> None:
    warm_up()
    for _, problem, _ in draw_cases(20, seed=8):
        solve(problem, SolveParams(iterations=50))
    for module in (search, polish, nights, recreate, ruin, routes, worth, insertion, timing):
        for name, kernel in vars(module).items():
            if isinstance(kernel, CPUDispatcher) and kernel.py_func.__module__ == module.__name__:
                assert len(kernel.signatures) <= 1, (name, kernel.signatures)


@pytest.mark.parametrize("stops", [0, 1])
def test_tiny_problems_end(stops: int) -> None:
    for _, problem, _ in draw_cases(60, seed=9, max_stops=stops):
        result = solve(problem, SolveParams(iterations=20))
        assert len(result.solution.routes) == problem.n_days
