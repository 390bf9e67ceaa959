"""What the rest of a trip can be worth at most, by place, moment, meal state and visits left.

A backward dynamic program over a relaxed day: moments are rounded down to a grid, driving has its
price but no cap, and a place may come again unless it was the one before. Each state keeps its best
continuation and the best one whose first visit is of another group, so that no way goes to and fro
between two places (2-cycle elimination: Christofides, Mingozzi and Toth, Mathematical Programming 20,
1981). Rounding down only flatters, so the values are upper bounds on what labels can still collect.
"""

from __future__ import annotations

from typing import NamedTuple

from planner.model.travel import IntArray
from planner.optimise.certificate.kernels.compiled import inlined, kernel
from planner.optimise.certificate.kernels.day import (
    COUNTS_VISITS,
    DAY_END,
    DAY_START,
    FED,
    HAS_MEAL,
    HUNGRY,
    MEAL_LATEST,
    NEVER,
    STEP_BITS,
    STEPS,
    WORST,
    Day,
    leave_fed,
    leave_hungry,
    leave_table,
    pause_until,
)


class Rest(NamedTuple):
    """Bounds on what follows; arrays of shape (layers, 2, v, steps), layer = visits left.

    With a single layer visits are not counted, and a step of the grid is shorter than any visit.
    """

    best: IntArray
    first: IntArray
    """Group of the first visit of the best continuation, -1 = it ends the day."""
    second: IntArray
    """Best worth with another first group."""
    end_worth: IntArray
    """(e,) worth of what follows the day, by end depot."""


@kernel
def fill_rest(day: Day, rest: Rest, layer: int) -> None:
    """Fill one layer; layers go up, and where visits are counted layer 0 only ends the day."""
    for step in range(day.rules[STEPS] - 1, -1, -1):
        time = day.rules[DAY_START] + (step << day.rules[STEP_BITS])
        for stop in range(day.travel.shape[0]):
            if step < day.lowest[stop]:
                continue
            for state in range(2):
                is_impossible = step > day.highest[stop]
                if state == HUNGRY:
                    is_impossible |= day.rules[HAS_MEAL] == 0 or time > day.rules[MEAL_LATEST]
                if is_impossible:
                    rest.best[layer, state, stop, step] = WORST
                    rest.second[layer, state, stop, step] = WORST
                    rest.first[layer, state, stop, step] = -1
                else:
                    _fill_state(day, rest, layer, state, stop, step, time)


@inlined
def _fill_state(day, rest, layer, state, stop, step, time):
    top = WORST
    for end in range(day.to_end.shape[1]):
        if _finish(day, state, time, day.to_end[stop, end]) <= day.rules[DAY_END]:
            top = max(top, rest.end_worth[end] - day.end_cost[stop, end])
    runner_up = WORST
    top_group = -1
    if layer > 0 or day.rules[COUNTS_VISITS] == 0:
        for other in range(day.travel.shape[0]):
            number = day.group[other]
            if number == day.group[stop] or day.travel[stop, other] >= NEVER:
                continue
            worth = _continue_at(
                day, rest, max(layer - 1, 0), state, other, time, day.travel[stop, other], day.group[stop]
            )
            if worth <= WORST:
                continue
            worth += day.reward[other] - day.cost[stop, other]
            if worth > top:
                if top_group != number:
                    runner_up = top
                top = worth
                top_group = number
            elif worth > runner_up and number != top_group:
                runner_up = worth
    rest.best[layer, state, stop, step] = top
    rest.second[layer, state, stop, step] = runner_up
    rest.first[layer, state, stop, step] = top_group


@inlined
def _finish(day, state, time, way):
    """Return when the day ends, fed, or NEVER."""
    if state == HUNGRY:
        return pause_until(day, time, time + way)
    return time + way


@inlined
def _continue_at(day, rest, layer, state, stop, time, way, before):
    """Return the best worth after visiting `stop` next, its own reward not counted."""
    arrival = time + way
    if state == FED:
        return read_rest(day, rest, layer, FED, stop, leave_fed(day, stop, arrival), before)
    worth = read_rest(day, rest, layer, HUNGRY, stop, leave_hungry(day, stop, arrival), before)
    leave = leave_fed(day, stop, pause_until(day, time, arrival))
    leave = min(leave, leave_table(day, stop, arrival))
    return max(worth, read_rest(day, rest, layer, FED, stop, leave, before))


@inlined
def read_rest(day, rest, layer, state, stop, leave, before):
    """Return the bound on what follows a departure from a stop, `before` being the group visited before it."""
    step = (leave - day.rules[DAY_START]) >> day.rules[STEP_BITS]
    if step >= day.rules[STEPS]:
        return WORST
    step = max(step, day.lowest[stop])  # the grid rounds down; no true moment lies below
    if rest.first[layer, state, stop, step] == before:
        return rest.second[layer, state, stop, step]
    return rest.best[layer, state, stop, step]


@kernel
def fill_starts(day: Day, rest: Rest, value: IntArray) -> None:
    """Fill `value` (s,) with the bound on the worth of the day and all after it, by start depot."""
    layer = rest.best.shape[0] - 1
    time = day.rules[DAY_START]
    state = HUNGRY if day.rules[HAS_MEAL] == 1 else FED
    for start in range(day.from_start.shape[0]):
        top = WORST
        for end in range(day.start_end.shape[1]):
            if _finish(day, state, time, day.start_end[start, end]) <= day.rules[DAY_END]:
                top = max(top, rest.end_worth[end] - day.start_end_cost[start, end])
        for stop in range(day.from_start.shape[1]):
            if day.from_start[start, stop] >= NEVER:
                continue
            worth = _continue_at(day, rest, layer, state, stop, time, day.from_start[start, stop], -2)
            if worth > WORST:
                top = max(top, worth + day.reward[stop] - day.start_cost[start, stop])
        value[start] = top
