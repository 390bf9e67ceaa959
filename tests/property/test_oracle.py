"""The oracle itself: against the law in its most naive form, against the referee, and against sense."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations, product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.check import check_solution, check_value
from planner.model.problem import Problem
from tests.property.examples import build_problem, put
from tests.property.oracle import find_best, find_value
from tests.property.problems import HORIZON_MIN, problems


@settings(max_examples=250)
@given(problems(max_stops=3, max_days=2))
def test_oracle_agrees_with_minute_by_minute_search(problem: Problem) -> None:
    answer = find_best(problem)
    assert (answer.value if answer else None) == _find_best_naively(problem)


@settings(max_examples=150)
@given(problems())
def test_the_witness_passes_the_referee(problem: Problem) -> None:
    answer = find_best(problem)
    if answer is not None:
        assert check_solution(problem, answer.solution, answer.schedules) == ()
        assert check_value(problem, answer.solution, answer.value) == ()


def test_lunch_may_begin_at_the_last_moment() -> None:
    """Stop 2 must be visited at the last moment for lunch: a pause comes too long before it or too late after it."""
    problem = build_problem(meal_earliest_min=580, meal_latest_min=590, **put("window_open_min", (1, 2, 0), 590))
    problem = replace(problem, meal_required=np.array([False, True]), group_is_mandatory=np.arange(6) == 2)
    answer = find_best(problem)
    assert answer is not None
    assert 2 in answer.solution.routes[1]
    assert find_best(replace(problem, meal_latest_min=589)) is None


def test_a_slower_order_with_less_driving_may_win() -> None:
    """Two orders of the same stops with the same last one: quick with much driving, slow with little."""
    travel = np.full((9, 9), -1, np.int64)
    np.fill_diagonal(travel, 0)
    drive = travel.copy()
    for leg in ((6, 0), (0, 1), (1, 5), (5, 6)):
        travel[leg], drive[leg] = 10, 10
    for leg in ((6, 1), (1, 0), (0, 5)):
        travel[leg], drive[leg] = 20, 1
    leisurely = build_problem(
        travel_min=travel,
        drive_min=drive,
        night_is_option=np.array([[True, False, False]]),
        meal_required=np.array([False, False]),
        group_is_mandatory=np.zeros(6, np.bool_),
        max_visits=np.array([3, 0]),
        drive_cap_min=np.array([99, 99]),
        day_end_min=np.array([660, 660]),
        **put("window_open_min", (0, [0, 1], 0), 480) | put("window_close_min", (0, [0, 1], 0), 660),
    )
    hurried = replace(leisurely, day_end_min=np.array([659, 660]))
    routes = [answer.solution.routes[0] for answer in map(find_best, (leisurely, hurried)) if answer is not None]
    assert routes == [(1, 0, 5), (0, 1, 5)]


@settings(max_examples=60)
@given(problems(max_stops=5), st.randoms(use_true_random=False))
def test_renumbering_stops_changes_nothing(problem: Problem, random: Random) -> None:
    order = list(range(problem.n_stops))
    random.shuffle(order)
    assert _find_best_value(_keep_stops(problem, order)) == _find_best_value(problem)


@settings(max_examples=60)
@given(problems(max_stops=5))
def test_more_of_anything_is_never_worse(problem: Problem) -> None:
    value = _find_best_value(problem)
    fewer_stops = _keep_stops(problem, list(range(problem.n_stops - 1)))
    assert _find_best_value(fewer_stops) <= value
    for name in ("day_end_min", "drive_cap_min", "max_visits", "resource_cap"):
        more = replace(problem, **{name: getattr(problem, name) + 1})
        assert value <= _find_best_value(more), name
    earlier = replace(problem, day_start_min=problem.day_start_min - 1)
    assert value <= _find_best_value(earlier)


def _find_best_value(problem: Problem) -> float:
    answer = find_best(problem)
    return answer.value if answer else -np.inf


def _keep_stops(problem: Problem, stops: Sequence[int]) -> Problem:
    """Return the problem with some of its stops, numbered anew in the order given."""
    chosen = np.array(stops, np.int64)
    rows = np.concatenate([chosen, np.arange(problem.n_stops, problem.n_stops + problem.n_depots)])
    per_stop = ("service_min", "prize", "category", "group", "serves_meal", "stop_capacity")
    return replace(
        problem,
        travel_min=problem.travel_min[np.ix_(rows, rows)],
        drive_min=problem.drive_min[np.ix_(rows, rows)],
        window_open_min=problem.window_open_min[:, chosen],
        window_close_min=problem.window_close_min[:, chosen],
        resource_use=problem.resource_use[:, chosen],
        **{name: getattr(problem, name)[chosen] for name in per_stop},
    )


def _find_best_naively(problem: Problem) -> int | None:
    """Return the best value over every chain of nights and every sequence of stops cut into days."""
    options = [np.flatnonzero(row).tolist() for row in problem.night_is_option]
    values = [
        find_value(problem, nights, routes)
        for nights in product(*options)
        for routes in _cut_into_days(problem)
        if _can_go(problem, nights, routes)
    ]
    return max((value for value in values if value is not None), default=None)


def _cut_into_days(problem: Problem) -> list[tuple[tuple[int, ...], ...]]:
    trips = set()
    for count in range(problem.n_stops + 1):
        for order in permutations(range(problem.n_stops), count):
            for cuts in product(range(count + 1), repeat=problem.n_days - 1):
                if list(cuts) == sorted(cuts):
                    edges = (0, *cuts, count)
                    trips.add(tuple(order[a:b] for a, b in pairwise(edges)))
    return sorted(trips)


def _can_go(problem: Problem, nights: Sequence[int], routes: Sequence[Sequence[int]]) -> bool:
    """Whether nights and stops take the group and every day can be kept."""
    capacities = [problem.depot_capacity[depot] for depot in nights]
    capacities += [problem.stop_capacity[stop] for route in routes for stop in route]
    if any(0 <= capacity < problem.group_size for capacity in capacities):
        return False
    depots = (problem.start_depot, *nights, problem.end_depot)
    return all(_can_follow(problem, day, depots[day], route, depots[day + 1]) for day, route in enumerate(routes))


def _can_follow(problem: Problem, day: int, start: int, route: Sequence[int], end: int) -> bool:
    """Whether some schedule keeps the day, trying every minute for every departure, pause and begin."""
    rows = [problem.n_stops + start, *route, problem.n_stops + end]
    legs = list(pairwise(rows))
    driving = sum(int(problem.drive_min[leg]) for leg in legs)
    is_short = len(route) <= problem.max_visits[day] and driving <= problem.drive_cap_min[day]
    if not is_short or any(problem.travel_min[leg] < 0 for leg in legs):
        return False
    minutes = range(2 * HORIZON_MIN)
    departures = {
        (minute, not problem.meal_required[day]) for minute in minutes if minute >= problem.day_start_min[day]
    }
    for here, there in legs:
        travel = int(problem.travel_min[here, there])
        ready = {(minute + travel, fed) for minute, fed in departures}
        for pause in range(problem.meal_earliest_min, problem.meal_latest_min + 1):
            left = {minute for minute, fed in departures if not fed and minute <= pause}
            ready |= {(max(minute + travel, pause) + problem.meal_min, True) for minute in left}
        if there >= problem.n_stops:
            return any(fed and minute <= problem.day_end_min[day] for minute, fed in ready)
        departures = _serve(problem, day, there, ready)
    raise AssertionError("a day ends at a depot")


def _serve(problem: Problem, day: int, stop: int, ready: set[tuple[int, bool]]) -> set[tuple[int, bool]]:
    """Return every (moment, fed) at which the stop can be left."""
    departures = set()
    service = int(problem.service_min[stop])
    windows = list(zip(problem.window_open_min[day, stop], problem.window_close_min[day, stop], strict=True))
    for begin in range(2 * HORIZON_MIN):
        if any(opens <= begin <= closes for opens, closes in windows):
            lasts_through_lunch = begin + service >= problem.meal_earliest_min + problem.meal_min
            is_in_time = begin <= problem.meal_latest_min and service >= problem.meal_min
            feeds = bool(problem.serves_meal[stop]) and lasts_through_lunch and is_in_time
            for fed in {fed for minute, fed in ready if minute <= begin}:
                departures |= {(begin + service, fed), (begin + service, fed or feeds)}
    return departures
