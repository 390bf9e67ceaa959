"""One day under given travel times in the plainest Python, from the words at the head of `planner.optimise.robust`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.problem import DaySchedule, Problem


@dataclass(frozen=True)
class PlainDay:
    begins: tuple[float, ...]
    on_time: tuple[bool, ...]
    finish: float
    ends_in_time: bool


def follow_plainly(
    problem: Problem,
    day: int,
    route: Sequence[int],
    schedule: DaySchedule,
    travel: Sequence[float],
    delays: dict[int, float] | None = None,
) -> PlainDay:
    """Follow the plan of a day; `delays` puts off the begin of visits, counted from 0, by so many minutes."""
    now = float(schedule.depart_min)
    begins, in_window = [], []
    for index, stop in enumerate(route):
        now = eat_and_drive(problem, schedule, index, now, travel[index])
        now = max(now, schedule.begin_min[index] + (delays or {}).get(index, 0))
        open_windows = list_windows(problem, day, stop)
        ahead = [(opens, closes) for opens, closes in open_windows if now <= closes]
        now = max(now, ahead[0][0]) if ahead else now
        begins.append(now)
        in_window.append(ahead[0] if ahead else None)
        now += int(problem.service_min[stop])
    finish = eat_and_drive(problem, schedule, len(route), now, travel[len(route)])
    ends = finish <= problem.day_end_min[day]
    on_time = []
    for index, stop in enumerate(route):
        planned = [w for w in list_windows(problem, day, stop) if w[0] <= schedule.begin_min[index] <= w[1]]
        on_time.append(in_window[index] is not None and (in_window[index] in planned or ends))
    return PlainDay(tuple(begins), tuple(on_time), finish, bool(ends))


def eat_and_drive(problem: Problem, schedule: DaySchedule, index: int, now: float, travel: float) -> float:
    meal = schedule.meal
    if meal is not None and not meal.is_at_stop and meal.position == index:
        sits_down = max(now, meal.begin_min)
        return max(now + travel, sits_down) + problem.meal_min
    return now + travel


def list_windows(problem: Problem, day: int, stop: int) -> list[tuple[int, int]]:
    both = zip(problem.window_open_min[day, stop].tolist(), problem.window_close_min[day, stop].tolist(), strict=True)
    return [(opens, closes) for opens, closes in both if opens <= closes]
