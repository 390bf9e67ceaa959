"""The referee's words, values and manners; its rules are tested in `tests/property/test_planted_faults.py`."""

from dataclasses import replace

import numpy as np
import pytest

from planner.check import check_solution, check_value, list_missing_groups, recompute_value
from planner.model.problem import Solution
from tests.property.examples import DAYS, SOLUTION, VALUE, build_problem, put


def test_the_value_is_gains_and_nights_less_driving() -> None:
    assert recompute_value(build_problem(), SOLUTION) == VALUE
    assert recompute_value(build_problem(drive_cost=0), SOLUTION) == VALUE + 2 * 48
    assert recompute_value(build_problem(), Solution(((), ()), (2,))) == -2 * 16


@pytest.mark.parametrize(("points", "gain"), [(0, 0), (5, 500), (6, 600), (7, 650), (20, 1300), (26, 1300), (30, 1300)])
def test_gains_fall_by_segments(points: int, gain: int) -> None:
    """Six points count in full, the next fourteen half, and none beyond."""
    problem = build_problem(
        gain_to=np.array([[6, 20, 99], [6, 20, 99]]), gain_pct=np.array([[100, 50, 0], [100, 50, 0]]), drive_cost=0
    )
    problem = replace(problem, prize=np.array([points, 0, 0, 0, 0, 0]), depot_prize=np.zeros(3, np.int64))
    assert recompute_value(problem, SOLUTION) == gain


def test_a_first_segment_may_be_empty() -> None:
    problem = build_problem(gain_to=np.array([[0, 40], [0, 40]]), drive_cost=0)
    assert recompute_value(problem, SOLUTION) == 8 * 50 + 6 * 40 + 300


def test_a_value_is_right_or_named() -> None:
    assert check_value(build_problem(), SOLUTION, VALUE) == ()
    (violation,) = check_value(build_problem(), SOLUTION, VALUE + 1)
    assert (violation.code, violation.day) == ("value", None)
    assert f"{VALUE + 1}" in violation.message
    assert f"{VALUE}" in violation.message


@pytest.mark.parametrize(
    "solution",
    [Solution(((0, 6), ()), (1,)), Solution(((0, -1), ()), (1,)), Solution(((0,), ()), (3,)), Solution(((0,),), ())],
)
def test_what_does_not_exist_has_no_value(solution: Solution) -> None:
    with pytest.raises(ValueError, match="does not have"):
        recompute_value(build_problem(), solution)


def test_missing_groups_are_listed_in_order() -> None:
    problem = build_problem(**put("group_is_mandatory", slice(0, 3), True))
    assert list_missing_groups(problem, SOLUTION) == ()
    assert list_missing_groups(problem, Solution(((), (2, 99)), (0,))) == (0, 1, 3, 5)


def test_a_night_may_satisfy_a_group_that_a_stop_satisfies_too() -> None:
    assert (
        check_solution(build_problem(**put("depot_group", 1, 3) | put("group_is_mandatory", 5, False)), SOLUTION, DAYS)
        == ()
    )


def test_all_faults_are_listed_at_once_with_their_day() -> None:
    problem = build_problem(
        **put("day_end_min", 0, 659)
        | put("drive_cap_min", 1, 23)
        | put("resource_cap", 0, 14)
        | put("stop_capacity", 0, 1)
    )
    found = {(violation.code, violation.day) for violation in check_solution(problem, SOLUTION, DAYS)}
    assert found == {("day_end", 0), ("drive_cap", 1), ("resource", None), ("capacity", 0)}


@pytest.mark.parametrize(
    ("changes", "first", "words"),
    [
        (put("day_end_min", 0, 659), {}, "the end depot is reached 11:00, the day ends 10:59"),
        ({}, {"arrive_min": (489, 595)}, "stop 0 is reached 08:09, but 08:00 + 10 min is 08:10"),
        (put("window_close_min", (0, 1, 0), -1), {}, "stop 1 is closed that day"),
        (put("window_open_min", (0, 1, 0), 631), {}, "stop 1: service begins 10:30, it may within 10:31-10:40"),
        (
            {"meal_earliest_min": 601, "meal_required": np.array([True, False])},
            {},
            "begins 10:00, it may within 10:01-11:00",
        ),
    ],
)
def test_messages_name_stops_and_clock_times(changes: dict, first: dict, words: str) -> None:
    violations = check_solution(build_problem(**changes), SOLUTION, (replace(DAYS[0], **first), DAYS[1]))
    assert any(violation.message.endswith(words) for violation in violations), violations


def test_a_fault_of_one_visit_names_its_position() -> None:
    problem = build_problem(
        **put("window_close_min", (0, 1, 0), -1) | put("stop_capacity", 0, 1) | put("day_end_min", 0, 659)
    )
    found = {(one.code, one.day, one.position) for one in check_solution(problem, SOLUTION, DAYS)}
    assert found == {("closed", 0, 1), ("capacity", 0, 0), ("day_end", 0, None)}


def test_numpy_integers_are_welcome() -> None:
    as_numpy = tuple(tuple(np.int64(stop) for stop in route) for route in SOLUTION.routes)
    assert check_solution(build_problem(), Solution(as_numpy, (np.int64(1),)), DAYS) == ()
