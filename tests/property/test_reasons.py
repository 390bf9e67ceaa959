"""Reasons for stops left out, held against every insertion and exchange there is, judged by the referee."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from planner.check import check_solution, recompute_value
from planner.model.problem import Problem, Solution
from planner.model.request import TripRequest
from planner.optimise import SolveParams, schedule, solve
from planner.plan.insertion import Trial
from planner.plan.reasons import StopReasons
from tests.property.problems import draw_problem

REQUEST = TripRequest(start="gw", start_date=dt.date(2027, 3, 12), days=1, budget_vnd_per_person=1000)
ROUNDS = 260
MANY = 1 << 30


def build_fake(problem: Problem) -> Any:
    """A problem with just as much meaning as reasons ask for: stops are called by their numbers."""
    options = [
        SimpleNamespace(located=SimpleNamespace(id=str(i), category=str(problem.category[i]), kind="place"))
        for i in range(problem.n_stops)
    ]
    return SimpleNamespace(problem=problem, options=options, checked=SimpleNamespace(request=REQUEST))


def is_feasible(problem: Problem, solution: Solution) -> bool:
    schedules = schedule(problem, solution)
    return schedules is not None and not check_solution(problem, solution, schedules)


def list_with(solution: Solution, stop: int, gone: int | None = None) -> Iterator[Solution]:
    for day, route in enumerate(solution.routes):
        if gone is not None and gone not in route:
            continue
        stays = tuple(one for one in route if one != gone)
        for position in range(len(stays) + 1):
            changed = (*stays[:position], stop, *stays[position:])
            yield replace(solution, routes=(*solution.routes[:day], changed, *solution.routes[day + 1 :]))


def list_feasible(problem: Problem, solution: Solution, stop: int, gone: int | None = None) -> list[int]:
    """Values of the feasible trips with a stop more, or instead of another of its day."""
    return [
        recompute_value(problem, changed)
        for changed in list_with(solution, stop, gone)
        if is_feasible(problem, changed)
    ]


def ease(problem: Problem, code: str, stop: int) -> Iterator[Problem]:
    """The problem with the one rule eased that a reason names, as far as a remedy may go."""
    match code:
        case "budget":
            yield replace(problem, resource_cap=np.full_like(problem.resource_cap, MANY))
        case "pace_full":
            yield replace(problem, max_visits=problem.max_visits + 1)
        case "day_full":
            yield replace(problem, day_end_min=problem.day_end_min + 90)
        case "drive_full":
            yield replace(problem, drive_cap_min=problem.drive_cap_min + 90)
        case "hours":
            opens, closes = problem.window_open_min.copy(), problem.window_close_min.copy()
            opens[:, stop, :], closes[:, stop, :] = 0, -1
            closes[:, stop, 0] = 200
            yield replace(problem, window_open_min=opens, window_close_min=closes)


def verify(problem: Problem, solution: Solution, stop: int, code: str, params: dict[str, Any]) -> None:
    value = recompute_value(problem, solution)
    beside = list_feasible(problem, solution, stop)
    instead = [
        worth for route in solution.routes for other in route for worth in list_feasible(problem, solution, stop, other)
    ]
    pays = [worth for worth in beside if worth > value]
    if code == "fits":
        assert max(beside) - value == round(100 * params["points"]) > 0
        return
    assert not pays, "it fits and pays"
    match code:
        case "not_worth" | "category_full":
            assert round(100 * (params["points"] - params["cost"])) <= 0
        case "budget" | "pace_full" | "day_full" | "drive_full" | "hours":
            assert any(
                worth > value for eased in ease(problem, code, stop) for worth in list_feasible(eased, solution, stop)
            )
        case "lower_prize":
            assert not beside
            assert value - max(instead) == round(100 * params["points"]) >= 0
        case "fits_instead":
            assert not beside
            assert ";" in params["places"] or max(instead) - value == round(100 * params["points"]) > 0
        case "lower_prize_several" | "off_route" | "no_day":
            assert not beside
            assert not instead
            if code != "lower_prize_several":
                rich = next(ease(problem, "budget", stop))
                assert not list_feasible(rich, solution, stop)
            if code == "no_day":
                assert (problem.night_is_option.sum(axis=1) <= 1).all()
                empty = replace(solution, routes=((),) * problem.n_days)
                assert not list_feasible(
                    replace(rich, group_is_mandatory=np.zeros_like(rich.group_is_mandatory)), empty, stop
                )
        case "too_dear":
            assert not beside
            assert not instead
            assert int((problem.resource_use[:, stop] > 0).sum()) > 0
            assert params["vnd"] > 0
        case _:
            raise AssertionError(code)


def list_left_out(problem: Problem, solution: Solution) -> list[int]:
    taken = {int(problem.group[stop]) for route in solution.routes for stop in route}
    return [stop for stop in range(problem.n_stops) if int(problem.group[stop]) not in taken]


def exchange(problem: Problem, solution: Solution, random: Random) -> Solution:
    """The trip without one of its visits, sometimes with another instead: as a traveller's edit leaves it."""
    stops = [stop for route in solution.routes for stop in route]
    if not stops:
        return solution
    gone = random.choice(stops)
    thinner = replace(solution, routes=tuple(tuple(i for i in route if i != gone) for route in solution.routes))
    others = [stop for stop in list_left_out(problem, thinner) if problem.group[stop] != problem.group[gone]]
    edited = [thinner, *(one for stop in others[:3] for one in list_with(thinner, stop))]
    allowed = [one for one in edited if is_feasible(problem, one)]
    return random.choice(allowed) if allowed else solution


@pytest.mark.parametrize("is_edited", [False, True])
def test_every_reason_is_proved_by_trying(is_edited: bool) -> None:
    random, seen = Random(7), Counter[str]()
    for _ in range(ROUNDS):
        problem = draw_problem(random, max_stops=6, max_days=2)
        found = solve(problem, SolveParams(iterations=300))
        if not found.is_feasible:
            continue
        solution = exchange(problem, found.solution, random) if is_edited else found.solution
        reasons = StopReasons(build_fake(problem), Trial(problem, solution))
        for stop in list_left_out(problem, solution):
            reason, remedy = reasons.find([stop])
            assert (remedy is None) == (reason.code == "no_day"), "what must fail is not offered"
            verify(problem, solution, stop, reason.code, reason.params)
            seen[reason.code] += 1
    usual = {"not_worth", "category_full", "budget", "hours", "pace_full", "day_full", "drive_full", "lower_prize"}
    assert ({"fits", "fits_instead"} if is_edited else usual | {"off_route", "no_day"}) <= set(seen), seen
