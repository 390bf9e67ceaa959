"""The certificate against the oracle: never below the best value, equal to it where it says so."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.check import check_solution, recompute_value
from planner.model.problem import Problem
from planner.optimise import schedule, warm_up
from planner.optimise.bound import get_upper_bound
from planner.optimise.certificate import certify
from planner.optimise.certificate.kernels import closure, completion, labelling
from planner.optimise.certificate.network import build_day_network, price_day
from planner.optimise.certificate.prices import SHIFT, Prices, fix_prices
from planner.optimise.certificate.pricing import MAX_LABELS, Effort, Pricer
from planner.optimise.certificate.rows import build_trip_rows
from planner.optimise.certificate.trips import is_feasible
from tests.property.examples import TIGHT, build_problem
from tests.property.oracle import find_best
from tests.property.problems import draw_problem, problems

ROUNDS = 60
ALL_GROUPS = set(range(64))


@settings(max_examples=60)
@given(problems(max_stops=6), st.booleans())
def test_no_solution_is_worth_more_than_the_bound(problem: Problem, is_given: bool) -> None:
    answer = find_best(problem)
    if answer is None:
        return
    proved = certify(problem, incumbent=answer.solution if is_given else None, rounds=ROUNDS)
    assert proved.bound.value >= answer.value
    if proved.is_optimal:
        assert proved.bound.value == answer.value


@pytest.mark.parametrize("rounds", [0, 1, 2, 5])
def test_the_bound_holds_however_soon_it_stops(rounds: int) -> None:
    for seed in range(40):
        problem = draw_problem(Random(seed), max_stops=5)
        answer = find_best(problem)
        if answer is not None:
            assert certify(problem, incumbent=answer.solution, rounds=rounds).bound.value >= answer.value, seed


def test_most_small_problems_are_proved_optimal() -> None:
    """A bound that says nothing would pass the tests above; this one says something."""
    proved, asked, plain = 0, 0, 0
    for seed in range(60):
        problem = draw_problem(Random(seed))
        answer = find_best(problem)
        if answer is None:
            continue
        result = certify(problem, incumbent=answer.solution, rounds=ROUNDS)
        asked += 1
        proved += result.is_optimal
        plain += get_upper_bound(problem).value == answer.value
    assert asked > 30
    assert proved > plain
    assert 10 * proved >= 8 * asked


def test_what_it_finds_on_the_way_is_a_trip() -> None:
    found = 0
    for seed in range(60):
        problem = draw_problem(Random(seed))
        solution = certify(problem, rounds=ROUNDS).solution
        if solution is None:
            continue
        times = schedule(problem, solution)
        assert times is not None
        assert check_solution(problem, solution, times) == ()
        found += 1
    assert found > 20


def test_rounds_decide_everything() -> None:
    for seed in (3, 12, 31):
        problem = draw_problem(Random(seed))
        answer = find_best(problem)
        start = answer.solution if answer else None
        one, other = (certify(problem, incumbent=start, rounds=4) for _ in range(2))
        assert replace(one, cpu_seconds=0.0) == replace(other, cpu_seconds=0.0)


def test_progress_can_stop_it() -> None:
    problem = draw_problem(Random(49))
    seen: list[tuple[int, int, int]] = []

    def stop_at_once(rounds: int, value: int, bound: int) -> bool:
        seen.append((rounds, value, bound))
        return False

    answer = find_best(problem)
    assert answer is not None
    stopped = certify(problem, incumbent=answer.solution, rounds=ROUNDS, on_progress=stop_at_once)
    assert stopped.rounds == 0
    assert stopped.bound.value >= answer.value
    assert len(seen) <= 2


def test_a_broken_incumbent_is_refused() -> None:
    problem = draw_problem(Random(49))
    answer = find_best(problem)
    assert answer is not None
    twice = replace(answer.solution, routes=((0, 0), *answer.solution.routes[1:]))
    with pytest.raises(ValueError, match="incumbent"):
        certify(problem, incumbent=twice, rounds=1)
    with pytest.raises(ValueError, match="budget"):
        certify(problem, incumbent=answer.solution)


@settings(max_examples=100)
@given(problems(max_stops=5), st.randoms(use_true_random=False))
def test_feasible_is_what_the_referee_passes(problem: Problem, random: Random) -> None:
    """The certificate takes no incumbent that the referee would not."""
    answer = find_best(problem)
    if answer is None:
        return
    routes = [list(route) for route in answer.solution.routes]
    for route in routes:
        random.shuffle(route)
    if problem.n_stops and random.randrange(2):
        routes[random.randrange(len(routes))].append(random.randrange(problem.n_stops))
    nights = [random.choice((depot, random.randrange(problem.n_depots))) for depot in answer.solution.nights]
    tried = replace(answer.solution, routes=tuple(map(tuple, routes)), nights=tuple(nights))
    times = schedule(problem, tried)
    assert is_feasible(problem, tried) == (times is not None and check_solution(problem, tried, times) == ())


@pytest.mark.parametrize("name", TIGHT)
def test_a_tight_trip_is_within_the_bound(name: str) -> None:
    problem = build_problem(**TIGHT[name])
    answer = find_best(problem)
    if answer is not None:
        assert certify(problem, rounds=ROUNDS).bound.value >= answer.value


# The kernels against a plain twin: all orders of all stops of a day, tried one by one.


def draw_prices(problem: Problem, random: Random) -> Prices | None:
    networks = [build_day_network(problem, day) for day in range(problem.n_days)]
    rows = build_trip_rows(problem, sorted({int(s) for network in networks for s in network.stops}))
    vector = np.array([random.choice((0, 0, 3, 20, 60, 250)) << SHIFT for _ in range(rows.n_rows)], np.int64)
    return fix_prices(problem, rows, rows.limit, vector)


def find_best_days(problem: Problem, prices: Prices, day: int) -> dict[tuple[int, int], int]:
    """Return the best worth of a day by its depots, by trying every route of groups not seen twice."""
    best: dict[tuple[int, int], int] = {}
    network = build_day_network(problem, day)
    n = problem.n_stops
    for size in range(min(int(problem.max_visits[day]), len(network.stops)) + 1):
        for route in permutations(network.stops.tolist(), size):
            if len({int(problem.group[stop]) for stop in route}) < size:
                continue
            for start in network.starts.tolist():
                for end in network.ends.tolist():
                    rows = [n + start, *route, n + end]
                    legs = list(pairwise(rows))
                    drive = sum(int(problem.drive_min[leg]) for leg in legs)
                    if any(problem.travel_min[leg] < 0 for leg in legs) or drive > problem.drive_cap_min[day]:
                        continue
                    if schedule_of(problem, day, start, end, route):
                        worth = sum(int(prices.reward[stop]) for stop in route) - prices.driving * drive
                        best[start, end] = max(best.get((start, end), worth), worth)
    return best


def schedule_of(problem: Problem, day: int, start: int, end: int, route: tuple[int, ...]) -> bool:
    from planner.optimise.schedule import schedule_day

    return schedule_day(problem, day, start, end, route) is not None


def find_best_trip(problem: Problem, prices: Prices) -> int | None:
    """Return the best worth at given prices of a trip whose days may repeat each other's stops."""
    reached = {problem.start_depot: 0}
    for day in range(problem.n_days):
        following: dict[int, int] = {}
        for (start, end), worth in find_best_days(problem, prices, day).items():
            if start in reached:
                total = reached[start] + worth + (int(prices.night[end]) if day < problem.n_days - 1 else 0)
                following[end] = max(following.get(end, total), total)
        reached = following
    return reached.get(problem.end_depot)


def price_exactly(problem: Problem, prices: Prices, known: int, slack: int = 0) -> int:
    pricer = Pricer(problem, [set(ALL_GROUPS) for _ in range(problem.n_stops)])
    networks = [build_day_network(problem, day) for day in range(problem.n_days)]
    answer = pricer.price(networks, prices, known, slack, Effort(), lambda: True)
    assert answer.is_exact
    return answer.bound


def keeps_triangles(problem: Problem) -> bool:
    """Whether leaving a stop out never costs driving or time, so that the closed day is the true one."""
    n = problem.n_stops
    for table in (problem.travel_min, problem.drive_min):
        ways = np.where(table < 0, 1 << 30, table)
        if any((ways[:, [s]] + ways[[s], :] < ways).any() for s in range(n)):
            return False
    return True


def close(problem: Problem) -> Problem:
    """Return the problem with both matrices closed under the triangle inequality."""
    tables = []
    for table in (problem.travel_min, problem.drive_min):
        ways = np.where(table < 0, 1 << 22, table)
        for middle in range(len(ways)):
            ways = np.minimum(ways, ways[:, [middle]] + ways[[middle], :])
        tables.append(np.where(ways >= 1 << 22, -1, ways))
    travel, drive = tables
    return replace(problem, travel_min=travel, drive_min=np.minimum(drive, travel))


@settings(max_examples=60)
@given(problems(max_stops=4, max_days=2), st.randoms(use_true_random=False))
def test_labels_find_the_best_trip_at_any_prices(problem: Problem, random: Random) -> None:
    problem = close(problem)
    prices = draw_prices(problem, random)
    assert prices is not None
    best = find_best_trip(problem, prices)
    if best is None:
        return
    found = price_exactly(problem, prices, best - (1 << 50))
    assert found >= best
    if keeps_triangles(problem):
        assert found == best
    assert price_exactly(problem, prices, best, slack=5 << SHIFT) >= best


@settings(max_examples=60)
@given(problems(max_stops=4, max_days=2), st.randoms(use_true_random=False))
def test_leaving_stops_out_is_a_relaxation_on_open_matrices_too(problem: Problem, random: Random) -> None:
    prices = draw_prices(problem, random)
    assert prices is not None
    best = find_best_trip(problem, prices)
    if best is not None:
        assert price_exactly(problem, prices, best - (1 << 50)) >= best


@settings(max_examples=60)
@given(problems(max_stops=4, max_days=2), st.randoms(use_true_random=False))
def test_nothing_useful_is_forgotten(problem: Problem, random: Random) -> None:
    """Stops and nights of every trip worth more than the goal stay."""
    answer = find_best(problem)
    if answer is None:
        return
    prices = draw_prices(problem, random)
    assert prices is not None
    networks = [build_day_network(problem, day) for day in range(problem.n_days)]
    pricer = Pricer(problem, [set(ALL_GROUPS) for _ in range(problem.n_stops)])
    goal = (answer.value - 1 << SHIFT) - prices.constant
    useful = pricer.find_useful(networks, prices, goal, MAX_LABELS, lambda: True)
    assert useful is not None
    for day, route in enumerate(answer.solution.routes):
        assert useful[0][day, list(route)].all()
    for night, depot in enumerate(answer.solution.nights):
        assert useful[1][night + 1, depot]
    assert recompute_value(problem, answer.solution) == answer.value


def test_ways_close_over_what_is_left_out() -> None:
    """A stop that is worth nothing, but shortens the drive, still shortens it when it is left out."""
    problem = build_problem()
    network = build_day_network(problem, 0)
    prices = Prices(np.zeros(0, np.int64), np.zeros(problem.n_stops, np.int64), np.zeros(3, np.int64), 7, 0)
    day = price_day(problem, network, prices)
    assert len(day.stops) == 0
    whole = price_day(problem, network, prices, keep_all=True)
    assert (day.facts.start_end_drive <= whole.facts.start_end_drive).all()
    assert (day.facts.start_end_cost <= 7 * whole.facts.start_end_drive).all()


def test_each_kernel_is_compiled_for_one_kind_of_argument() -> None:
    """A second kind would be compiled anew, for seconds, while somebody waits."""
    for seed in range(12):
        problem = draw_problem(Random(seed))
        answer = find_best(problem)
        if answer is not None:
            certify(problem, incumbent=answer.solution, rounds=8)
    warm_up()
    entries = [closure.close_over, completion.fill_rest, completion.fill_starts, labelling.open_day]
    entries += [labelling.extend_labels, labelling.close_day, labelling.rank_labels]
    for kernel in entries:
        if hasattr(kernel, "signatures"):  # a plain function under NUMBA_DISABLE_JIT
            assert len(kernel.signatures) == 1, (kernel.__name__, kernel.signatures)


FAR = 50


def close_at(second: int, third: int, last: int = -1) -> np.ndarray:
    """Return windows that close on the second day: stop 0 late, the others as told; -1 = closed all day."""
    return np.array([[[-1]] * 4, [[99], [second], [third], [last]]])


def build_two_beds(**changes: object) -> Problem:
    """Return a trip whose second day sees stops 0 and 1, in this order, from bed 0 or bed 1, and ends at bed 0.

    From bed 0 the first stop is reached by driving 10 of 10 minutes, from bed 1 by driving none of 12. A
    third stop, open where `changes` say so, lies on a way from bed 0 that takes 8 minutes, without driving; a
    fourth one follows the second.
    """
    ways = np.full((6, 6), FAR)
    np.fill_diagonal(ways, 0)
    ways[4:, 4:] = 0
    ways[4, 0], ways[5, 0], ways[0, 1], ways[1, 4], ways[0, 4], ways[4, 2], ways[2, 0] = 10, 12, 5, 0, 0, 4, 4
    ways[1, 3] = ways[3, 4] = 0
    drive = ways.copy()
    drive[5, 0] = drive[4, 2] = drive[2, 0] = 0
    stops, nothing = np.zeros(4, np.int64), np.zeros(2, np.int64)
    fields: dict[str, object] = {
        "travel_min": ways, "drive_min": drive, "service_min": stops + 1, "prize": np.array([10, 20, 5, 9]),
        "window_open_min": np.zeros((2, 4, 1), np.int64), "window_close_min": close_at(99, -1),
        "category": stops, "gain_to": np.array([[44]]), "gain_pct": np.array([[100]]), "group": np.arange(4),
        "group_is_mandatory": np.zeros(4, np.bool_), "serves_meal": np.zeros(4, np.bool_),
        "stop_capacity": stops - 1, "depot_capacity": nothing - 1, "resource_use": np.zeros((0, 4), np.int64),
        "depot_resource_use": np.zeros((0, 2), np.int64), "resource_cap": np.zeros(0, np.int64),
        "day_start_min": nothing, "day_end_min": nothing + 100, "drive_cap_min": nothing + 99,
        "max_visits": nothing + 3, "meal_required": np.zeros(2, np.bool_), "start_depot": 0, "end_depot": 0,
        "night_is_option": np.ones((1, 2), np.bool_), "depot_prize": nothing, "depot_group": nothing - 1,
    }  # fmt: skip
    return Problem(**{**fields, **changes})  # type: ignore[arg-type]


MEAL = {"meal_required": np.array([False, True]), "meal_earliest_min": 20, "meal_latest_min": 30, "meal_min": 10}
KEPT: dict[str, dict[str, object]] = {
    "less driving": {"drive_cap_min": np.array([99, 12])},
    "less driving, less worth": {"drive_cap_min": np.array([99, 12]), "depot_prize": np.array([1, 0])},
    "earlier, less worth": {"window_close_min": close_at(16, -1), "depot_prize": np.array([0, 1])},
    "earlier while hungry, less worth": {"window_close_min": close_at(16, -1), "depot_prize": np.array([0, 1]), **MEAL},
    "fewer visits": {"window_close_min": close_at(99, 99, 99), "day_end_min": np.array([40, 40])},
    "another variant still to see": {"window_close_min": close_at(99, 99), "group": np.array([0, 1, 1, 2])},
}


@pytest.mark.parametrize("name", KEPT)
def test_a_label_that_is_better_in_one_thing_is_kept(name: str) -> None:
    """Of two ways to the first stop, the one that is worse in all but one respect leads on to the second."""
    problem = build_two_beds(**KEPT[name])
    answer = find_best(problem)
    assert answer is not None
    assert answer.solution.routes[1][:2] == (0, 1)
    rows = build_trip_rows(problem, range(4))
    prices = fix_prices(problem, rows, rows.limit, np.zeros(rows.n_rows, np.int64))
    assert prices is not None
    prices = replace(prices, reward=problem.prize * (100 << SHIFT))
    best = find_best_trip(problem, prices)
    assert best is not None
    remembered = set[int]() if name == "fewer visits" else {0, 1, 2, 3}
    pricer = Pricer(problem, [remembered | {int(group)} for group in problem.group])
    networks = [build_day_network(problem, day) for day in range(problem.n_days)]
    assert pricer.price(networks, prices, best - (1 << 40), 0, Effort(), lambda: True).bound == best
