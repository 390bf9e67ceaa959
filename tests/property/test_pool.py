"""The choice among pooled routes against every combination of them, judged by the referee."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest

from planner.check import check_solution, list_missing_groups, recompute_value
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, as_kernel_arrays, schedule, solve, solver
from planner.optimise.arrays import read_table
from planner.optimise.kernels import layout as at
from planner.optimise.pool import RoutePool
from planner.optimise.rounds import list_rounds
from tests.property.problems import draw_problem

FAR_BELOW = -(10**9)


def fill(problem: Problem, seed: int) -> tuple[RoutePool, list[Solution]]:
    """Return a pool of random solutions that keep all limits, and these."""
    random, pool, solutions = Random(seed), RoutePool(problem), []
    for _ in range(60):
        nights = tuple(random.choice(np.flatnonzero(row).tolist()) for row in problem.night_is_option)
        stops = random.sample(range(problem.n_stops), min(problem.n_stops, random.randint(0, 4)))
        cuts = sorted(random.randint(0, len(stops)) for _ in range(problem.n_nights))
        routes = tuple(tuple(stops[a:b]) for a, b in pairwise([0, *cuts, len(stops)]))
        solution = Solution(routes, nights)
        days = schedule(problem, solution)
        if days is not None and check_solution(problem, solution, days) == ():
            pool.add(solution, recompute_value(problem, solution))
            solutions.append(solution)
        if len(solutions) == 7:
            break
    return pool, solutions


def make_alike(problem: Problem) -> Problem:
    """Return the problem with all days like the first one, and every night at the depot where the trip begins."""
    days, depot = problem.n_days, problem.start_depot
    names = ("window_open_min", "window_close_min", "day_start_min", "day_end_min", "drive_cap_min", "max_visits",
             "meal_required")  # fmt: skip
    like_first = {name: np.repeat(getattr(problem, name)[:1], days, axis=0) for name in names}
    option = np.zeros_like(problem.night_is_option)
    option[:, depot] = True
    return replace(problem, end_depot=depot, night_is_option=option, **like_first)


def find_best(problem: Problem, solutions: list[Solution]) -> int | None:
    """Return the value of the best solution that puts together days of the given ones, empty days among them."""
    days = range(problem.n_days)
    known = {
        (s.get_start(problem, d), s.get_end(problem, d), s.routes[d], d if problem.n_nights else 0)
        for s in solutions
        for d in days
    }
    by_day = [sorted({(a, b, r) for a, b, route, of in known if of == d for r in (route, ())}) for d in days]
    best = None
    for chosen in product(*by_day):
        nights = tuple(end for _, end, _ in chosen[:-1])
        solution = Solution(tuple(route for *_, route in chosen), nights)
        if any(solution.get_start(problem, d) != chosen[d][0] for d in days):
            continue
        stops = [stop for route in solution.routes for stop in route]
        days_kept = len(stops) == len(set(stops)) and schedule(problem, solution)
        if not days_kept or check_solution(problem, solution, days_kept) or list_missing_groups(problem, solution):
            continue
        value = recompute_value(problem, solution)
        best = value if best is None else max(best, value)
    return best


def test_the_choice_is_the_best_of_all_combinations() -> None:
    found = combined = 0
    for seed in range(120):
        problem = draw_problem(Random(seed), max_stops=8)
        pool, solutions = fill(problem, seed)
        if len(set(pool.like)) < problem.n_days:
            continue  # days that are alike lend each other their routes: see the next test
        expected = find_best(problem, solutions)
        chosen = pool.choose(FAR_BELOW)
        assert (None if chosen is None else recompute_value(problem, chosen)) == expected, seed
        if chosen is None:
            continue
        assert chosen not in solutions or pool.choose(expected) is None
        found += 1
        combined += chosen not in solutions
    assert found > 60
    assert combined > 5


def test_a_choice_keeps_every_rule_and_beats_what_it_is_asked_to() -> None:
    shared = 0
    for seed in range(150):
        problem = make_alike(draw_problem(Random(seed), max_stops=8))
        pool, solutions = fill(problem, seed)
        complete = [s for s in solutions if not list_missing_groups(problem, s)]
        if not complete:
            continue
        best = max(recompute_value(problem, solution) for solution in complete)
        chosen = pool.choose(best - 1)
        assert chosen is not None, "the best solution of the pool can be chosen again"
        days = schedule(problem, chosen)
        assert days is not None
        assert check_solution(problem, chosen, days) == ()
        assert list_missing_groups(problem, chosen) == ()
        assert recompute_value(problem, chosen) >= best
        shared += len(set(pool.like)) < problem.n_days
    assert shared > 5


def test_an_empty_pool_has_nothing_to_choose() -> None:
    assert RoutePool(draw_problem(Random(3))).choose(0) is None


def test_the_pool_keeps_the_routes_of_the_best_solutions() -> None:
    problem = draw_problem(Random(3), max_stops=9)
    pool = RoutePool(problem, max_columns=2)
    nights = solve(problem, SolveParams(iterations=5)).solution.nights
    for stop in range(problem.n_stops):
        pool.add(Solution(((stop,),) * problem.n_days, nights), value=stop)
    assert 0 < len(pool) <= 8


def test_the_pace_of_the_clock_does_not_change_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = next(p for seed in range(50) if (p := draw_problem(Random(seed), max_stops=6)).n_days > 1)
    answers = []
    for chunk_seconds in (0.01, 0.0003):
        monkeypatch.setattr(solver, "_CHUNK_SECONDS", chunk_seconds)
        result = solve(problem, SolveParams(seed=3, iterations=260_001))
        assert result.iterations == 260_001
        answers.append((result.solution, result.value))
    assert answers[0] == answers[1]


def test_temperature_falls_within_each_round_and_long_runs_are_heated_again() -> None:
    problem = next(p for seed in range(50) if (p := draw_problem(Random(seed), max_stops=6)).n_days > 1)
    for iterations, count in ((1_000, 1), (300_000, 2)):
        params = SolveParams(iterations=iterations)
        rounds = list_rounds(problem, params)
        assert len(rounds) == count
        cooling = read_table(as_kernel_arrays(problem, params).facts, at.COOLING, 1)[0]
        rises = int((np.diff(cooling) > 0).sum())
        assert rises == count - 1
        assert rounds[-1].get_temperature(params, 1.0) == pytest.approx(params.cold)
    assert rounds[0].get_temperature(params, 0.0) == pytest.approx(params.hot)
