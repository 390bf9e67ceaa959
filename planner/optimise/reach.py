"""What a day can reach at all: stops, ways and meals that some schedule might use.

Every statement here errs on the generous side, so that a relaxation built on it stays one: moments
are the earliest or latest over *any* walk between the day's possible start and end depots, with
windows and service but without caps, meal or the rule that a stop is visited once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.model.problem import Problem
from planner.model.travel import BoolArray, IntArray

_NEVER: Final = 1 << 40
"""Later than any moment, and far from the end of int64."""


@dataclass(frozen=True, slots=True, eq=False)
class DayReach:
    """Reach of one day. Arrays run over matrix rows (n + k,) unless said otherwise."""

    is_open: BoolArray
    """Shape (n,): the stop may be visited that day."""
    starts: tuple[int, ...]
    """Depots the day may start at."""
    ends: tuple[int, ...]
    """Depots the day may end at."""
    travel_in: IntArray
    """Shortest usable way into each stop, and into each depot as the end."""
    travel_out: IntArray
    """Shortest usable way out of each stop, and out of each depot as the start."""
    drive_in: IntArray
    """Least driving on a usable way in."""
    drive_out: IntArray
    """Least driving on a usable way out."""
    least_drive: tuple[int, ...]
    """By depot as the end: least driving of any walk that ends there."""
    feeds: BoolArray
    """Shape (n,): a visit may serve the meal."""
    can_pause: bool
    """Whether a pause can begin in time and end before the day does."""
    is_way: BoolArray
    """Shape (n + k, n + k): some schedule might use the way."""
    earliest: IntArray
    """Shape (n,): no service begins before; far beyond any day where none does."""
    latest: IntArray
    """Shape (n,): no service of a day that ends in time begins after."""


def find_reach(problem: Problem, day: int) -> DayReach:
    """Return what a day can reach."""
    n, size = problem.n_stops, problem.n_stops + problem.n_depots
    starts, ends = _list_depots(problem, day - 1), _list_depots(problem, day)
    travel = np.where(problem.travel_min < 0, _NEVER, problem.travel_min)
    travel[np.arange(n), np.arange(n)] = _NEVER
    first, last = int(problem.day_start_min[day]), int(problem.day_end_min[day])
    has_room = (problem.stop_capacity < 0) | (problem.stop_capacity >= problem.group_size)
    opens, closes = problem.window_open_min[day], np.where(has_room[:, None], problem.window_close_min[day], -1)
    earliest = _find_earliest(travel, problem.service_min, opens, closes, first, n + starts)
    latest = _find_latest(travel, problem.service_min, opens, closes, last, n + ends)
    is_open = earliest <= latest

    leave, arrive_by = np.full(size, _NEVER), np.full(size, -_NEVER)
    leave[:n][is_open] = (earliest + problem.service_min)[is_open]
    arrive_by[:n][is_open] = latest[is_open]
    leave_start, arrive_end = leave.copy(), arrive_by.copy()
    leave_start[n + starts], arrive_end[n + ends] = first, last
    is_way = (leave_start[:, None] + travel <= arrive_end[None, :]) & (travel < _NEVER)
    same = problem.group[:, None] == problem.group[None, :]
    is_way[:n, :n] &= ~same
    usable_travel = np.where(is_way, travel, _NEVER)
    usable_drive = np.where(is_way, problem.drive_min, _NEVER)
    travel_in, travel_out = usable_travel.min(axis=0), usable_travel.min(axis=1)
    is_open = is_open & (travel_in[:n] < _NEVER) & (travel_out[:n] < _NEVER)
    least = _find_least_drive(usable_drive, n, n + starts)
    return DayReach(
        is_open=is_open,
        starts=tuple(int(k) for k in starts if travel_out[n + k] < _NEVER),
        ends=tuple(int(k) for k in ends if travel_in[n + k] < _NEVER),
        travel_in=travel_in,
        travel_out=travel_out,
        drive_in=usable_drive.min(axis=0),
        drive_out=usable_drive.min(axis=1),
        least_drive=tuple(int(minutes) for minutes in least[n:]),
        feeds=is_open & _find_feeding(problem, opens, closes, earliest, latest),
        can_pause=first <= problem.meal_latest_min and problem.meal_earliest_min + problem.meal_min <= last,
        is_way=is_way,
        earliest=earliest,
        latest=latest,
    )


def _list_depots(problem: Problem, night: int) -> IntArray:
    """Return the depots where a night may be spent; -1 and D - 1 are the ends of the trip."""
    if night < 0:
        return np.array([problem.start_depot], np.int64)
    if night >= problem.n_nights:
        return np.array([problem.end_depot], np.int64)
    has_room = (problem.depot_capacity < 0) | (problem.depot_capacity >= problem.group_size)
    return np.flatnonzero(problem.night_is_option[night] & has_room).astype(np.int64)


def _find_earliest(
    travel: IntArray, service: IntArray, opens: IntArray, closes: IntArray, first: int, starts: IntArray
) -> IntArray:
    """Return the earliest begin of service of each stop, by label correction; `_NEVER` if there is none."""
    n = service.shape[0]
    ready = (first + travel[starts, :n]).min(axis=0, initial=_NEVER)
    while True:
        begin = _find_next(opens, closes, ready)
        better = np.minimum(ready, (begin + service)[:, None] + travel[:n, :n]).min(axis=0, initial=_NEVER)
        better = np.minimum(ready, better)
        if np.array_equal(better, ready):
            return begin
        ready = better


def _find_next(opens: IntArray, closes: IntArray, ready: IntArray) -> IntArray:
    begin = np.maximum(opens, ready[:, None])
    earliest: IntArray = np.where(begin <= closes, begin, _NEVER).min(axis=1, initial=_NEVER)
    return earliest


def _find_latest(
    travel: IntArray, service: IntArray, opens: IntArray, closes: IntArray, last: int, ends: IntArray
) -> IntArray:
    """Return the latest begin of service of each stop from which the day can end; `-_NEVER` if there is none."""
    n = service.shape[0]
    leave = (last - travel[:n, ends]).max(axis=1, initial=-_NEVER)
    while True:
        begin = _find_previous(opens, closes, leave - service)
        better = np.maximum(leave, (begin[None, :] - travel[:n, :n]).max(axis=1, initial=-_NEVER))
        if np.array_equal(better, leave):
            return begin
        leave = better


def _find_previous(opens: IntArray, closes: IntArray, not_after: IntArray) -> IntArray:
    begin = np.minimum(closes, not_after[:, None])
    latest: IntArray = np.where(begin >= opens, begin, -_NEVER).max(axis=1, initial=-_NEVER)
    return latest


def _find_feeding(
    problem: Problem, opens: IntArray, closes: IntArray, earliest: IntArray, latest: IntArray
) -> BoolArray:
    """Return which stops may serve the meal: some begin lets it lie within the service and its hours."""
    not_before = np.maximum(earliest, problem.meal_earliest_min + problem.meal_min - problem.service_min)
    begin = _find_next(opens, closes, not_before)
    is_in_time = begin <= np.minimum(latest, problem.meal_latest_min)
    feeds: BoolArray = problem.serves_meal & (problem.service_min >= problem.meal_min) & is_in_time
    return feeds


def _find_least_drive(drive: IntArray, n: int, starts: IntArray) -> IntArray:
    """Return the least driving of a walk over stops from a start to each row; `_NEVER` if there is none."""
    least: IntArray = drive[starts].min(axis=0, initial=_NEVER)
    while True:
        better = np.minimum(least, (least[:n, None] + drive[:n]).min(axis=0, initial=_NEVER))
        if np.array_equal(better, least):
            return least
        least = better
