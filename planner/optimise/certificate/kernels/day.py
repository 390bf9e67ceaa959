"""A priced day as the kernels read it, and one step of a day in two states.

HUNGRY means that the meal is still to be taken, FED that it has been taken; a day without a meal knows
only FED. All steps are monotone: who departs earlier never arrives later. A hungry departure after
the last moment for a meal can never be fed, so it counts as `NEVER`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from planner.model.travel import IntArray
from planner.optimise.certificate.kernels.compiled import inlined

NEVER: Final = np.int64(1 << 40)
"""A moment, way or span that no schedule can use."""
WORST: Final = np.int64(-(1 << 61))
"""A worth that no schedule can have."""
HUNGRY: Final = np.int64(0)
FED: Final = np.int64(1)

# Cells of the rules of a day.
(DAY_START, DAY_END, HAS_MEAL, MEAL_EARLIEST, MEAL_LATEST, MEAL_MIN, DRIVE_CAP, MAX_VISITS, STEP_BITS, STEPS,
 COUNTS_VISITS, IS_ROUGH) = (np.int64(cell) for cell in range(12))  # fmt: skip
RULE_CELLS: Final = 12


class Day(NamedTuple):
    """One day at given prices: v stops worth a visit, s start depots, e end depots. All int64.

    Ways are closed over the stops left out (see `planner.optimise.certificate.network`); cost is the price
    of driving. Groups are numbered anew, so that memories are short.
    """

    rules: IntArray
    service: IntArray
    opens: IntArray
    """(v, windows)."""
    closes: IntArray
    serves: IntArray
    reward: IntArray
    group: IntArray
    lowest: IntArray
    """(v,) first step of the grid of moments at which a visit may end."""
    highest: IntArray
    """(v,) last such step."""
    least_end_drive: IntArray
    """(v,) least driving from a stop to an end depot, over any stops."""
    travel: IntArray
    """(v, v)."""
    drive: IntArray
    cost: IntArray
    from_start: IntArray
    """(s, v)."""
    start_drive: IntArray
    start_cost: IntArray
    to_end: IntArray
    """(v, e)."""
    end_drive: IntArray
    end_cost: IntArray
    start_end: IntArray
    """(s, e)."""
    start_end_drive: IntArray
    start_end_cost: IntArray


@inlined
def first_begin(day, stop, time):
    """Return the first moment from `time` on at which service may begin, or NEVER."""
    for window in range(day.opens.shape[1]):
        if time <= day.closes[stop, window]:
            return max(time, day.opens[stop, window])
    return NEVER


@inlined
def pause_until(day, departure, arrival):
    """Return when the next place is ready if the meal is a pause on this leg, or NEVER."""
    if departure > day.rules[MEAL_LATEST]:
        return NEVER
    return max(arrival, day.rules[MEAL_EARLIEST]) + day.rules[MEAL_MIN]


@inlined
def leave_hungry(day, stop, arrival):
    """Return when a hungry arrival leaves a stop without having eaten, or NEVER."""
    begin = first_begin(day, stop, arrival)
    if begin >= NEVER or begin + day.service[stop] > day.rules[MEAL_LATEST]:
        return NEVER
    return begin + day.service[stop]


@inlined
def leave_fed(day, stop, ready):
    """Return when a fed arrival leaves a stop, or NEVER."""
    begin = first_begin(day, stop, ready)
    if begin >= NEVER:
        return NEVER
    return begin + day.service[stop]


@inlined
def leave_table(day, stop, arrival):
    """Return when a hungry arrival leaves a stop that served the meal, or NEVER."""
    service = day.service[stop]
    if day.serves[stop] == 0 or service < day.rules[MEAL_MIN]:
        return NEVER
    begin = first_begin(day, stop, max(arrival, day.rules[MEAL_EARLIEST] + day.rules[MEAL_MIN] - service))
    if begin > day.rules[MEAL_LATEST]:
        return NEVER
    return begin + service
