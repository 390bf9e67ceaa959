"""The random problems themselves: every feature is drawn often, and often decides what the best trip is.

A property test says nothing about a feature that its examples do not have, nor about one that never matters.
Each feature is taken away here, and the exact optimum of the problem without it compared.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from planner.model.problem import Problem
from tests.property.oracle import find_best
from tests.property.problems import draw_problem, draw_rich_problem

DRAWS = 100
DRAWN_PCT = 5
DECIDES = 3
"""In so many problems at least the optimum is another one without the feature."""

Draw = Callable[[Random], Problem]


def _all(values: np.ndarray, value: int) -> np.ndarray:
    return np.full_like(values, value)


def _close(minutes: np.ndarray) -> np.ndarray:
    far = np.where(minutes < 0, 1 << 30, minutes)
    for via in range(len(far)):
        far = np.minimum(far, far[:, via, None] + far[None, via, :])
    return np.where(far >= 1 << 30, -1, far)


def _without_second_windows(problem: Problem) -> Problem:
    return replace(
        problem,
        window_open_min=problem.window_open_min[:, :, :1].copy(),
        window_close_min=problem.window_close_min[:, :, :1].copy(),
    )


def _always_open(problem: Problem) -> Problem:
    first = np.arange(problem.window_open_min.shape[2]) == 0
    closes = np.where(first, 1000, -1) + np.zeros_like(problem.window_close_min)
    return replace(problem, window_open_min=np.zeros_like(closes), window_close_min=closes)


def _without_choice_of_nights(problem: Problem) -> Problem:
    first = np.zeros_like(problem.night_is_option)
    if problem.n_nights:
        first[np.arange(problem.n_nights), problem.night_is_option.argmax(axis=1)] = True
    return replace(problem, night_is_option=first)


def _without_variants(problem: Problem) -> Problem:
    groups = len(problem.group_is_mandatory)
    seen: set[int] = set()
    group = problem.group.copy()
    for stop, old in enumerate(problem.group):
        if int(old) in seen:
            group[stop] = groups + stop
        seen.add(int(old))
    must = np.concatenate([problem.group_is_mandatory, np.zeros(problem.n_stops, np.bool_)])
    return replace(problem, group=group, group_is_mandatory=must)


def _without_cap(resource: int) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        cap = problem.resource_cap.copy()
        cap[resource] = 1 << 20
        return replace(problem, resource_cap=cap)

    return without


def _symmetric(problem: Problem) -> Problem:
    return replace(
        problem,
        travel_min=np.maximum(problem.travel_min, problem.travel_min.T),
        drive_min=np.maximum(problem.drive_min, problem.drive_min.T),
    )


def _closed(problem: Problem) -> Problem:
    return replace(problem, travel_min=_close(problem.travel_min), drive_min=_close(problem.drive_min))


FEATURES: dict[str, Callable[[Problem], Problem]] = {
    "a second window on a day": _without_second_windows,
    "windows": _always_open,
    "a choice of nights": _without_choice_of_nights,
    "a meal": lambda p: replace(p, meal_required=_all(p.meal_required, 0)),
    "a stop that serves the meal": lambda p: replace(p, serves_meal=_all(p.serves_meal, 0)),
    "a stop that serves none": lambda p: replace(p, serves_meal=_all(p.serves_meal, 1)),
    "money": _without_cap(0),
    "another resource": _without_cap(1),
    "variants of a place": _without_variants,
    "gains that fall": lambda p: replace(p, gain_pct=np.repeat(p.gain_pct[:, :1], p.gain_pct.shape[1], axis=1)),
    "something wanted": lambda p: replace(p, group_is_mandatory=_all(p.group_is_mandatory, 0)),
    "a night that satisfies a wish": lambda p: replace(p, depot_group=_all(p.depot_group, -1)),
    "the driving cap of a day": lambda p: replace(p, drive_cap_min=_all(p.drive_cap_min, 1000)),
    "the driving cap of the trip": lambda p: replace(p, trip_drive_cap_min=-1),
    "a number of visits": lambda p: replace(p, max_visits=_all(p.max_visits, 1000)),
    "a stop that is too small": lambda p: replace(p, stop_capacity=_all(p.stop_capacity, -1)),
    "a night that is too small": lambda p: replace(p, depot_capacity=_all(p.depot_capacity, -1)),
    "the cost of driving": lambda p: replace(p, drive_cost=0),
    "the worth of a night": lambda p: replace(p, depot_prize=_all(p.depot_prize, 0)),
    "the end of a day": lambda p: replace(p, day_end_min=_all(p.day_end_min, 1000)),
    "the start of a day": lambda p: replace(p, day_start_min=_all(p.day_start_min, 0)),
    "ways that differ there and back": _symmetric,
    "ways longer than a detour": _closed,
}


def _get_best(problem: Problem) -> int | None:
    answer = find_best(problem)
    return None if answer is None else answer.value


def _differ(one: Problem, other: Problem) -> bool:
    pairs = ((getattr(one, name), getattr(other, name)) for name in Problem.__slots__)
    return any(not np.array_equal(a, b) for a, b in pairs)


def test_every_feature_is_drawn_often_and_decides_something() -> None:
    decides: Counter[str] = Counter()
    for draw in (draw_problem, draw_rich_problem):
        drawn: Counter[str] = Counter()
        for seed in range(DRAWS):
            problem = draw(Random(seed))
            best = _get_best(problem)
            for name, take_away in FEATURES.items():
                without = take_away(problem)
                if _differ(problem, without):
                    drawn[name] += 1
                    decides[name] += _get_best(without) != best
        rare = {name: drawn[name] for name in FEATURES if 100 * drawn[name] < DRAWN_PCT * DRAWS}
        assert not rare, f"{draw.__name__}: drawn in so few of {DRAWS} problems: {rare}"
    idle = {name: decides[name] for name in FEATURES if decides[name] < DECIDES}
    assert not idle, f"decides so few of {2 * DRAWS} problems: {idle}"


@pytest.mark.parametrize("draw", [draw_problem, draw_rich_problem])
def test_most_problems_have_an_answer_and_many_visit_several_stops(draw: Draw) -> None:
    answers = [find_best(draw(Random(seed))) for seed in range(DRAWS)]
    visits = [sum(map(len, answer.solution.routes)) for answer in answers if answer is not None]
    assert 2 * len(visits) >= DRAWS
    assert 3 * sum(count >= 2 for count in visits) >= len(visits)
