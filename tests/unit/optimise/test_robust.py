"""How sure the times are: the plain twin, no noise, more slack, reserves, and the same answer every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from planner.check import check_solution
from planner.model.problem import DaySchedule, Problem, Solution
from planner.model.travel import TravelSpread
from planner.optimise import SolveParams, schedule, solve, time_day
from planner.optimise.robust import (
    NoiseParams,
    TripNoise,
    draw_travel,
    draw_uniform,
    find_slack,
    follow_day,
    simulate,
)
from planner.plan.punctuality import check_reserve, time_trip
from tests.property.problems import draw_problem
from tests.unit.optimise.cases import draw_cases
from tests.unit.optimise.twin_of_robust import follow_plainly

FEW = NoiseParams(scenarios=40, seed=3)


def make_noise(problem: Problem, share: float, *, wait_min: int = 0) -> TripNoise:
    """The travel of a problem with one relative deviation everywhere."""
    travel = problem.travel_min
    wait = np.minimum(np.maximum(travel, 0), wait_min)
    nothing = np.zeros_like(travel)
    spread_s = np.round(60 * share * (np.maximum(travel, 0) - wait)).astype(np.int64)
    return TripNoise.build(travel, TravelSpread(spread_s=spread_s, wait_min=wait, still_min=nothing))


def list_rows(problem: Problem, solution: Solution, day: int) -> list[int]:
    n = problem.n_stops
    return [n + solution.get_start(problem, day), *solution.routes[day], n + solution.get_end(problem, day)]


def draw_plans(count: int) -> Iterator[tuple[Problem, Solution, tuple[DaySchedule, ...]]]:
    """Feasible plans of random small problems with every feature on."""
    for seed in range(count):
        problem = draw_problem(Random(seed))
        result = solve(problem, SolveParams(seed=1, iterations=60))
        days = schedule(problem, result.solution)
        if result.is_feasible and days is not None:
            yield problem, result.solution, days


PLANS = list(draw_plans(150))


def test_there_are_plans_to_test_with() -> None:
    assert len(PLANS) > 60
    assert sum(len(route) for _, solution, _ in PLANS for route in solution.routes) > 150
    meals = [day.meal for _, _, days in PLANS for day in days if day.meal]
    assert {meal.is_at_stop for meal in meals} == {True, False}


def test_the_vectors_agree_with_the_plain_twin() -> None:
    """Feasible plans, and random orders that break any rule."""
    cases = [*PLANS]
    for _, problem, solution in draw_cases(60, seed=5):
        days = tuple(
            time_day(problem, d, solution.get_start(problem, d), solution.get_end(problem, d), route)
            for d, route in enumerate(solution.routes)
        )
        cases.append((problem, solution, days))
    kinds = set()
    for problem, solution, days in cases:
        noise = make_noise(problem, 0.6, wait_min=2)
        for d, route in enumerate(solution.routes):
            travel = draw_travel(noise, d, list_rows(problem, solution, d), FEW)
            played = follow_day(problem, d, route, days[d], travel)
            for s in range(FEW.scenarios):
                plain = follow_plainly(problem, d, route, days[d], travel[:, s].tolist())
                assert played.begin_min[:, s].tolist() == list(plain.begins)
                assert played.is_on_time[:, s].tolist() == list(plain.on_time)
                assert played.finish_min[s] == plain.finish
                assert played.ends_in_time[s] == plain.ends_in_time
                kinds.add((all(plain.on_time), plain.ends_in_time))
    assert len(kinds) == 4


def test_without_noise_everything_is_on_time_and_at_its_time() -> None:
    for problem, solution, days in PLANS:
        noise = make_noise(problem, 0.0)
        result = simulate(problem, solution, days, noise, FEW)
        assert result.trip == 1
        assert set(result.days) == {1.0}
        assert {share for day in result.visits for share in day} <= {1.0}
        assert all(slack >= 0 for day in result.visit_slack_min for slack in day)
        for d, route in enumerate(solution.routes):
            played = follow_day(problem, d, route, days[d], draw_travel(noise, d, list_rows(problem, solution, d), FEW))
            assert played.begin_min.T.tolist() == [list(days[d].begin_min)] * FEW.scenarios
            assert set(played.finish_min.tolist()) == {float(days[d].finish_min)}
            assert result.day_slack_min[d] == problem.day_end_min[d] - days[d].finish_min


def test_slack_is_what_may_be_lost_and_not_a_minute_more() -> None:
    found = 0
    for problem, solution, days in PLANS:
        noise = make_noise(problem, 0.0)
        for d, route in enumerate(solution.routes):
            usual = [float(problem.travel_min[a, b]) for a, b in pairwise(list_rows(problem, solution, d))]
            slack, end_slack = find_slack(problem, solution, d, days[d], noise)
            assert end_slack == problem.day_end_min[d] - days[d].finish_min
            for index, minutes in enumerate(slack):
                put_off = follow_plainly(problem, d, route, days[d], usual, {index: minutes})
                assert put_off.ends_in_time
                assert all(put_off.on_time)
                late = follow_plainly(problem, d, route, days[d], usual, {index: minutes + 1})
                # One minute more misses a window, waits for the next one, or ends too late.
                beyond = late.begins[index] > days[d].begin_min[index] + minutes + 1
                assert beyond or not (late.ends_in_time and all(late.on_time))
                found += 1
    assert found > 150


def test_a_slower_leg_never_helps() -> None:
    random = Random(4)
    for problem, solution, days in PLANS:
        noise = make_noise(problem, 0.6)
        for d, route in enumerate(solution.routes):
            travel = draw_travel(noise, d, list_rows(problem, solution, d), FEW)
            slower = travel.copy()
            slower[random.randrange(len(travel))] += random.randint(1, 6)
            one, other = (follow_day(problem, d, route, days[d], times) for times in (travel, slower))
            assert (other.begin_min >= one.begin_min).all()
            assert (other.finish_min >= one.finish_min).all()
            assert not (other.is_on_time & ~one.is_on_time).any()
            assert not (other.ends_in_time & ~one.ends_in_time).any()


def test_a_longer_day_never_lowers_a_share() -> None:
    for problem, solution, days in PLANS:
        noise = make_noise(problem, 0.4)
        longer = replace(problem, day_end_min=problem.day_end_min + 3)
        one, other = (simulate(p, solution, days, noise, FEW) for p in (problem, longer))
        assert other.trip >= one.trip
        assert all(b >= a for a, b in zip(one.days, other.days, strict=True))
        for a, b in zip(one.visits, other.visits, strict=True):
            assert all(y >= x for x, y in zip(a, b, strict=True))


def test_less_noise_never_lowers_a_share_where_all_legs_are_slow_or_quick_together() -> None:
    together = replace(FEW, day_share=1.0)
    raised = 0
    for problem, solution, days in PLANS:
        wide, narrow = (simulate(problem, solution, days, make_noise(problem, share), together) for share in (0.8, 0.2))
        assert narrow.trip >= wide.trip
        assert all(b >= a for a, b in zip(wide.days, narrow.days, strict=True))
        raised += narrow.trip > wide.trip
    assert raised > 10


def test_the_same_arguments_give_the_same_answer_and_another_seed_another() -> None:
    problem, solution, days = next(plan for plan in PLANS if simulate(*plan, make_noise(plan[0], 0.5), FEW).trip < 0.9)
    noise = make_noise(problem, 0.5)
    assert simulate(problem, solution, days, noise, FEW) == simulate(problem, solution, days, noise, FEW)
    shares = {simulate(problem, solution, days, noise, replace(FEW, seed=seed)).trip for seed in range(8)}
    assert len(shares) > 1


def test_uniform_numbers_are_the_published_ones() -> None:
    """First outputs of splitmix64 from state 1234567, as its reference implementation gives them."""
    from planner.optimise import robust

    golden = np.uint64(robust._GOLDEN)
    state = np.arange(1, 4, dtype=np.uint64) * golden + np.array([1234567], dtype=np.uint64)
    assert robust._mix(state).tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_uniform_numbers_are_spread_evenly_and_keys_are_strangers() -> None:
    numbers = draw_uniform((1, 2, 3), 20_000)
    assert 0 < numbers.min() < 0.001
    assert 0.999 < numbers.max() < 1
    counts, _ = np.histogram(numbers, bins=20, range=(0, 1))
    assert counts.min() > 900
    others = draw_uniform((1, 2, 4), 20_000)
    assert abs(float(np.corrcoef(numbers, others)[0, 1])) < 0.03
    assert draw_uniform((1, 2), 3).tolist() == draw_uniform((1, 2), 9)[:3].tolist()


def test_travel_scatters_as_stated() -> None:
    travel = np.array([[0, 100], [100, 0]])
    spread = TravelSpread(
        spread_s=np.array([[0, 720], [720, 0]]), wait_min=np.array([[0, 20], [20, 0]]),
        still_min=np.array([[0, 20], [20, 0]]),
    )  # fmt: skip
    noise = TripNoise.build(travel, spread)
    drawn = draw_travel(noise, 0, [0, 1, 0], NoiseParams(scenarios=20_000, day_share=0.5))
    assert np.median(drawn[0]) == pytest.approx(100, abs=0.7)
    # 60 minutes with a deviation of 12, and a wait between 0 and 40 minutes: sqrt(12^2 + 40^2 / 12).
    assert drawn[0].std() == pytest.approx(16.7, abs=0.5)
    assert drawn.min() > 20
    # Half of the variance of the moving part is common to both legs.
    assert np.corrcoef(drawn)[0, 1] == pytest.approx(0.5 * 12**2 / 16.7**2, abs=0.05)


@pytest.mark.parametrize("pct", [50, 80, 95])
def test_a_reserve_is_kept_in_so_many_cases(pct: int) -> None:
    travel = np.array([[0, 90], [90, 0]])
    spread = TravelSpread(
        spread_s=np.array([[0, 1080], [1080, 0]]), wait_min=np.zeros((2, 2), np.int64),
        still_min=np.zeros((2, 2), np.int64),
    )  # fmt: skip
    noise = TripNoise.build(travel, spread)
    reserve = noise.get_reserve_min(pct)
    drawn = draw_travel(noise, 0, [0, 1], NoiseParams(scenarios=20_000))
    assert float((drawn[0] <= 90 + reserve[0, 1]).mean()) == pytest.approx(pct / 100, abs=0.02)
    assert reserve[0, 0] == 0
    assert reserve[0, 1] == reserve[1, 0]


def test_a_wait_lies_evenly_between_none_and_twice_the_usual_one() -> None:
    both = np.array([[0, 40], [40, 0]])
    nothing = np.zeros((2, 2), np.int64)
    noise = TripNoise.build(both, TravelSpread(spread_s=nothing, wait_min=both, still_min=nothing))
    assert [int(noise.get_reserve_min(pct)[0, 1]) for pct in (50, 75, 90)] == [0, 20, 32]


def test_the_log_normal_factor_has_the_stated_deviation() -> None:
    """A factor of mean 1 and variance 1 has a logarithm of variance ln 2; so wide, a small share is not the same."""
    hour = np.array([[0, 60], [60, 0]])
    nothing = np.zeros((2, 2), np.int64)
    noise = TripNoise.build(hour, TravelSpread(spread_s=60 * hour, wait_min=nothing, still_min=nothing))
    assert noise.log_sd[0, 1] == pytest.approx(np.sqrt(np.log(2)))
    assert noise.log_sd[0, 0] == 0


def test_there_is_no_reserve_where_there_is_no_way() -> None:
    travel = np.array([[0, -1], [30, 0]])
    spread = TravelSpread(
        spread_s=np.array([[0, 0], [300, 0]]), wait_min=np.zeros((2, 2), np.int64),
        still_min=np.zeros((2, 2), np.int64),
    )  # fmt: skip
    assert TripNoise.build(travel, spread).get_reserve_min(90)[0, 1] == 0


def test_a_plan_that_fits_with_reserve_has_it_as_slack() -> None:
    """What was chosen with longer legs and is timed with usual ones can lose the reserve of every leg behind it."""
    found = 0
    for problem, solution, _ in PLANS:
        noise = make_noise(problem, 0.2)
        reserve_min = noise.get_reserve_min(80)
        searched = replace(problem, travel_min=problem.travel_min + reserve_min)
        if schedule(searched, solution) is None:
            continue
        timed = time_trip(searched, problem, solution)
        assert check_solution(problem, solution, timed) == ()
        assert check_reserve(searched, problem, solution) == ()
        for d in range(problem.n_days):
            behind = 0
            slack, end_slack = find_slack(problem, solution, d, timed[d], noise)
            legs = list(pairwise(list_rows(problem, solution, d)))
            for index in range(len(legs) - 1, -1, -1):
                behind += int(reserve_min[legs[index]])
                meal = timed[d].meal
                waits = meal is not None and not meal.is_at_stop and meal.position == index
                if index == len(legs) - 1 and not waits:  # the wait for a meal takes up what the way loses
                    assert end_slack >= behind
                if index:
                    assert slack[index - 1] >= 0
            late = [float(problem.travel_min[leg] + reserve_min[leg]) for leg in legs]
            played = follow_plainly(problem, d, solution.routes[d], timed[d], late)
            assert played.ends_in_time
            assert all(played.on_time)
            found += behind > 0
    assert found > 30
