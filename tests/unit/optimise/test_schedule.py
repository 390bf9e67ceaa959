"""Times for people: agreement with plain Python, late departure, and timing what breaks rules."""

from dataclasses import replace

import numpy as np

from planner.model.problem import DaySchedule, Meal, Problem
from planner.optimise import schedule, schedule_day, time_day
from tests.unit.optimise.cases import draw_cases
from tests.unit.optimise.naive import find_finish


def _one_day(**changes: object) -> Problem:
    """Return a day from 8:00 to 18:00 with two stops half an hour from each other and from the depot."""
    travel = np.full((3, 3), 30) - np.diag([30] * 3)
    problem = Problem(
        travel_min=travel, drive_min=travel,
        service_min=np.array([60, 60]), prize=np.array([1, 1]),
        window_open_min=np.array([[[540, 0], [600, 900]]]), window_close_min=np.array([[[900, -1], [840, 960]]]),
        category=np.array([0, 0]), gain_to=np.array([[2]]), gain_pct=np.array([[100]]),
        group=np.array([0, 1]), group_is_mandatory=np.array([False, False]), serves_meal=np.array([False, True]),
        stop_capacity=np.array([-1, -1]), depot_capacity=np.array([-1]),
        resource_use=np.zeros((0, 2), np.int64), depot_resource_use=np.zeros((0, 1), np.int64),
        resource_cap=np.zeros(0, np.int64),
        day_start_min=np.array([480]), day_end_min=np.array([1080]), drive_cap_min=np.array([600]),
        max_visits=np.array([9]), meal_required=np.array([False]), start_depot=0, end_depot=0,
        night_is_option=np.zeros((0, 1), np.bool_), depot_prize=np.array([0]), depot_group=np.array([-1]),
    )  # fmt: skip
    return replace(problem, **changes)


def _fed(**changes: object) -> Problem:
    return _one_day(meal_required=np.array([True]), **changes)


def test_nobody_waits_at_the_first_door() -> None:
    day = schedule_day(_one_day(), 0, 0, 0, (0, 1))
    assert day == DaySchedule(depart_min=510, arrive_min=(540, 630), begin_min=(540, 630), finish_min=720, meal=None)


def test_the_second_window_is_used_when_the_first_has_passed() -> None:
    problem = _one_day(service_min=np.array([280, 60]), window_open_min=np.array([[[540, 0], [600, 900]]]))
    day = schedule_day(problem, 0, 0, 0, (0, 1))
    assert day is not None
    assert day.arrive_min[1] == 850
    assert day.begin_min[1] == 900


def test_the_last_minute_of_a_window_and_of_the_day_count() -> None:
    closing = np.array([[[540, -1], [629, -1]]])
    assert schedule_day(_one_day(window_close_min=np.array([[[540, -1], [630, -1]]])), 0, 0, 0, (0, 1)) is not None
    assert schedule_day(_one_day(window_close_min=closing), 0, 0, 0, (0, 1)) is None
    assert schedule_day(_one_day(day_end_min=np.array([720])), 0, 0, 0, (0, 1)) is not None
    assert schedule_day(_one_day(day_end_min=np.array([719])), 0, 0, 0, (0, 1)) is None


def test_a_stop_that_serves_feeds_the_party_without_a_pause() -> None:
    day = schedule_day(_fed(meal_earliest_min=660), 0, 0, 0, (0, 1))
    assert day is not None
    assert day.meal == Meal(begin_min=660, position=1, is_at_stop=True)
    assert day.begin_min == (540, 645), "service lasts until 705, a quarter of an hour longer than at once"


def test_a_pause_splits_the_drive_or_is_taken_on_arrival() -> None:
    nobody = np.array([False, False])
    on_arrival = schedule_day(_fed(serves_meal=nobody, meal_earliest_min=660, meal_latest_min=670), 0, 0, 0, (0, 1))
    assert on_arrival is not None
    assert on_arrival.meal == Meal(begin_min=660, position=1, is_at_stop=False)
    assert (on_arrival.arrive_min[1], on_arrival.begin_min[1]) == (630, 705)
    on_the_way = schedule_day(_fed(serves_meal=nobody, meal_earliest_min=610), 0, 0, 0, (0, 1))
    assert on_the_way is not None
    assert on_the_way.meal == Meal(begin_min=610, position=1, is_at_stop=False)
    assert (on_the_way.arrive_min[1], on_the_way.begin_min[1]) == (675, 675)


def test_a_day_without_stops_is_fed_on_the_way() -> None:
    problem = _fed(travel_min=np.full((3, 3), 30), drive_min=np.full((3, 3), 30))
    day = schedule_day(problem, 0, 0, 0, ())
    assert day is not None
    assert day.meal == Meal(begin_min=660, position=0, is_at_stop=False)
    assert day.finish_min == 705


def test_lateness_is_timed_not_refused() -> None:
    problem = _one_day(window_close_min=np.array([[[900, -1], [620, -1]]]))
    assert schedule_day(problem, 0, 0, 0, (0, 1)) is None
    day = time_day(problem, 0, 0, 0, (0, 1))
    assert day.begin_min == (540, 630)
    unreachable = _one_day(travel_min=np.full((3, 3), -1), drive_min=np.full((3, 3), -1))
    assert time_day(unreachable, 0, 0, 0, (0, 1)).begin_min == (540, 600)


def test_schedules_agree_with_plain_python() -> None:
    kept = 0
    for _, problem, solution in draw_cases(1200, seed=11):
        finishes = []
        for day, route in enumerate(solution.routes):
            start, end = solution.get_start(problem, day), solution.get_end(problem, day)
            expected = find_finish(problem, day, start, end, route)
            timed = schedule_day(problem, day, start, end, route)
            assert (None if timed is None else timed.finish_min) == expected
            if timed is not None:
                kept += 1
                assert timed == time_day(problem, day, start, end, route)
                assert timed.depart_min >= problem.day_start_min[day]
                assert (timed.meal is not None) == bool(problem.meal_required[day])
                assert all(a <= b for a, b in zip(timed.arrive_min, timed.begin_min, strict=True))
            finishes.append(expected)
        assert (schedule(problem, solution) is None) == (None in finishes)
    assert kept > 500


def test_leaving_a_minute_later_would_delay_the_first_service() -> None:
    tried = 0
    for _, problem, solution in draw_cases(1200, seed=12):
        for day, route in enumerate(solution.routes):
            start, end = solution.get_start(problem, day), solution.get_end(problem, day)
            timed = schedule_day(problem, day, start, end, route)
            if timed is None or not route:
                continue
            starts = problem.day_start_min.copy()
            starts[day] = timed.depart_min
            same = schedule_day(replace(problem, day_start_min=starts), day, start, end, route)
            assert same == timed
            starts[day] += 1
            later = schedule_day(replace(problem, day_start_min=starts), day, start, end, route)
            pauses_first = timed.meal is not None and timed.meal.position == 0
            if not pauses_first:  # a pause before the first stop may move to another place instead
                assert later is None or later.begin_min[0] > timed.begin_min[0]
                tried += 1
    assert tried > 200
