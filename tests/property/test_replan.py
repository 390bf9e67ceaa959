"""Random edits: of small problems, for what repairs and rewards them; and of the examples' plans, as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.check import check_solution, recompute_value
from planner.model.edits import Edits, Lock, Move
from planner.model.itinerary import Itinerary, dump_plan
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, schedule, solve
from planner.plan import Planner, parse_request
from planner.plan.repair import Wanted, is_day_kept, repair
from planner.plan.stability import build_steady
from tests.property.problems import draw_problem, draw_rich_problem

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("01-hanoi-crafts-in-three-days", "04-cycling-ninh-binh-villages", "11-vegetarian-family-weekend-from-saigon")
ROUNDS = 150
EDITS = 6
BRIEF = SolveParams(iterations=200)
STAY, STAY_NIGHT = 3, 2
_LIMITS = {"window", "closed", "day_end", "visits", "drive_cap", "group", "capacity", "meal_missing"}
_TRIP_LIMITS = {"trip_drive_cap", "resource"}


def find_broken(problem: Problem, solution: Solution) -> set[str]:
    schedules = schedule(problem, solution)
    if schedules is None:
        return {"day_end"}
    return {violation.code for violation in check_solution(problem, solution, schedules)}


def draw(random: Random) -> Problem:
    return draw_rich_problem(random) if random.random() < 0.5 else draw_problem(random)


def test_a_steady_problem_has_the_same_trips_and_pays_for_what_stays() -> None:
    random, compared = Random(4), 0
    for _ in range(ROUNDS):
        problem = draw(random)
        is_linear = random.random() < 0.5
        if is_linear:
            problem = replace(problem, gain_pct=np.full_like(problem.gain_pct, 100))
        plan = solve(problem, SolveParams(iterations=60, seed=random.randrange(100)))
        if not plan.is_feasible:
            continue
        day_of = {stop: day for day, route in enumerate(plan.solution.routes) for stop in route}
        steady = build_steady(problem, day_of, plan.solution.nights, STAY, STAY_NIGHT)
        again = steady.to_steady(plan.solution)
        assert steady.to_plain(again) == plan.solution
        assert find_broken(steady.problem, again) == set()
        if is_linear:
            kept = 100 * (STAY * len(day_of) + STAY_NIGHT * len(plan.solution.nights))
            assert recompute_value(steady.problem, again) == recompute_value(problem, plan.solution) + kept
            compared += 1
        found = solve(steady.problem, SolveParams(iterations=60), start=again)
        plain = steady.to_plain(found.solution)
        assert find_broken(problem, plain) == set()
        assert found.value >= recompute_value(steady.problem, again)
    assert compared > 10


def test_a_repaired_plan_keeps_every_limit_and_its_fixed_stops() -> None:
    random, changed = Random(5), 0
    for _ in range(ROUNDS):
        problem = draw(random)
        plan = solve(problem, SolveParams(iterations=60, seed=random.randrange(100)))
        stops = [stop for route in plan.solution.routes for stop in route]
        if not plan.is_feasible or len(stops) < 2:
            continue
        fixed = {random.choice(stops)}
        routes = [list(route) for route in plan.solution.routes]
        for route in routes:
            random.shuffle(route)
        left_out = [stop for stop in range(problem.n_stops) if problem.group[stop] not in problem.group[stops]]
        wanted = tuple(Wanted((stop,), tuple(range(problem.n_days))) for stop in left_out[:1])
        found = repair(problem, Solution(tuple(map(tuple, routes)), plan.solution.nights), fixed, wanted)
        broken = find_broken(problem, found)
        assert not broken & _LIMITS
        if broken & _TRIP_LIMITS:
            kept = {*fixed, *(stop for one in wanted for stop in one.ways)}
            assert not any(
                is_day_kept(problem, found, day, tuple(one for one in route if one != stop))
                for day, route in enumerate(found.routes)
                for stop in set(route) - kept
            )
        again = repair(problem, plan.solution, set(stops), ())
        assert again == plan.solution
        changed += found != plan.solution
    assert changed > 20


@pytest.fixture(scope="module")
def planner() -> Planner:
    return build_planner(load_catalogue())


def find_stops(itinerary: Itinerary) -> dict[tuple[str, str | None], tuple[int, dt.datetime]]:
    return {
        (visit.place_id, visit.experience_id): (number, visit.begin)
        for number, day in enumerate(itinerary.days, 1)
        for visit in day.visits
    }


def draw_edits(random: Random, plan: Itinerary) -> tuple[Edits, list[tuple[str, str | None]]]:
    """Return edits and the visits that they lock."""
    stops = list(find_stops(plan))
    random.shuffle(stops)
    locked, rest = stops[:2], stops[2:]
    drops = tuple(place for place, _ in rest[: random.randint(0, 1)])
    moves = tuple(
        Move(place=place, day=random.randint(1, plan.request.days)) for place, _ in rest[1 : 1 + random.randint(0, 1)]
    )
    left_out = [one.place_id for one in plan.unvisited if one.reason.code in ("pace_full", "lower_prize", "day_full")]
    adds = tuple(random.sample(left_out, min(len(left_out), random.randint(0, 1))))
    locks = tuple(Lock(place=place) for place, _ in locked)
    return Edits(locks=locks, moves=moves, drops=drops, adds=adds), locked


@pytest.mark.parametrize("name", NAMES)
def test_random_edits_of_an_example(planner: Planner, name: str) -> None:
    request = parse_request((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    plan = planner.plan(request, SolveParams(iterations=1_000))
    before, random, possible = find_stops(plan), Random(name), 0
    for _ in range(EDITS):
        edits, locked = draw_edits(random, plan)
        answer = planner.replan(plan, edits, BRIEF)
        if not answer.is_possible:
            assert answer.itinerary is plan
            continue
        possible += 1
        after = find_stops(answer.itinerary)
        places = {place for place, _ in after}
        assert {key: after[key] for key in locked} == {key: before[key] for key in locked}
        assert not places & set(edits.drops)
        assert places >= set(edits.adds)
        assert {place: day for (place, _), (day, _) in after.items() if place in {m.place for m in edits.moves}} == {
            move.place: move.day for move in edits.moves
        }
        assert planner.check(answer.itinerary) == ()
        assert answer.kept == sum(key in after and after[key][0] == day for key, (day, _) in before.items())
    assert possible >= 2
    edits, _ = draw_edits(random, plan)
    one, other = (planner.replan(plan, edits, BRIEF) for _ in range(2))
    assert dump_plan(one.itinerary) == dump_plan(other.itinerary)


def test_doubles_are_open_on_their_day_only() -> None:
    problem = draw_rich_problem(Random(1))
    steady = build_steady(problem, {0: 0}, (), STAY, STAY_NIGHT)
    double = steady.double[0]
    open_days = (steady.problem.window_close_min[:, double] >= steady.problem.window_open_min[:, double]).any(axis=1)
    assert not np.asarray(open_days)[1:].any()
    assert steady.problem.prize[double] == problem.prize[0] + STAY
