"""The moves that the answers of the search are put through: all of them, none that is wrong."""

from collections import Counter
from random import Random

import pytest

from benchmarks.neighbourhood import get_travel_min, list_moves, try_moves
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, solve
from tests.property.oracle import find_best
from tests.property.problems import draw_problem

SEEDS = range(40)


def list_solved() -> list[tuple[Problem, Solution, int]]:
    solved = []
    for seed in SEEDS:
        problem = draw_problem(Random(seed))
        result = solve(problem, SolveParams(iterations=2_000))
        if result.is_feasible:
            solved.append((problem, result.solution, result.value))
    return solved


def test_moves_only_change_where_stops_are_but_for_insertions_and_replacements() -> None:
    problem = draw_problem(Random(3))
    days = problem.n_days
    stops = tuple(range(problem.n_stops - 1))
    cut = len(stops) // 2
    solution = Solution(routes=(stops[:cut], stops[cut:], *((),) * days)[:days], nights=(0,) * (days - 1))
    routed = sorted(stop for route in solution.routes for stop in route)
    assert routed
    for name, changed in list_moves(problem, solution):
        after = sorted(stop for day, r in enumerate(solution.routes) for stop in changed.get(day, r))
        assert len(set(after)) == len(after)
        if name not in ("insert", "replace"):
            assert after == routed, name
        assert any(changed[day] != solution.routes[day] for day in changed), name


def test_every_order_of_three_stops_is_one_move_away() -> None:
    problem = draw_problem(Random(3))
    solution = Solution(routes=((0, 1, 2), *((),) * (problem.n_days - 1)), nights=(0,) * (problem.n_days - 1))
    orders = {changed[0] for name, changed in list_moves(problem, solution) if name in ("2-opt", "or-opt", "swap")}
    assert orders == {(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)}


@pytest.mark.parametrize("days", [2])
def test_exchanges_between_two_days_are_all_there(days: int) -> None:
    problem = next(p for seed in range(200) if (p := draw_problem(Random(seed))).n_days == days and p.n_stops >= 3)
    solution = Solution(routes=((0, 1), (2,)), nights=(0,))
    pairs = {(changed[0], changed[1]) for name, changed in list_moves(problem, solution) if len(changed) == 2}
    assert {((2, 1), (0,)), ((0, 2), (1,)), ((0,), (1, 2)), ((0, 1, 2), ()), ((2,), (0, 1)), ((), (0, 1, 2))} <= pairs


def test_no_move_betters_what_the_search_found_and_none_beats_the_oracle() -> None:
    counts: Counter[str] = Counter()
    for problem, solution, value in list_solved():
        best = find_best(problem)
        assert best is not None
        verdict = try_moves(problem, solution)
        counts.update(tried=verdict.moves)
        if value == best.value:
            assert verdict.better is None
    assert counts["tried"] > 500


def test_a_spoiled_answer_is_found_out() -> None:
    found: Counter[str] = Counter()
    for problem, solution, _ in list_solved():
        day = max(range(problem.n_days), key=lambda d: len(solution.routes[d]))
        routes = list(solution.routes)
        if not routes[day]:
            continue
        routes[day] = routes[day][1:]
        verdict = try_moves(problem, Solution(routes=tuple(routes), nights=solution.nights))
        found[verdict.better or "none"] += 1
    assert found["insert"] > len(SEEDS) // 4


def test_a_way_that_does_not_exist_is_longer_than_any() -> None:
    problem = draw_problem(Random(3))
    empty = Solution(routes=((),) * problem.n_days, nights=(0,) * (problem.n_days - 1))
    problem.travel_min[problem.n_stops + problem.start_depot, 0] = -1
    one = Solution(routes=((0,), *((),) * (problem.n_days - 1)), nights=empty.nights)
    assert get_travel_min(problem, one) > 1 << 23 > get_travel_min(problem, empty)
