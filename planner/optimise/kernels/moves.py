"""Moves that keep what is visited and change where: segments shifted, swapped and exchanged, days crossed.

Ruin and recreate takes out what is near each other; it seldom finds that two parts of a trip should trade places as
they are. Or-opt, swap and exchange of segments within a day and between two, relocation, and 2-opt* (Potvin and
Rousseau, Journal of the Operational Research Society 46, 1995) are one operation: two segments of at most three stops,
or two tails, one of them perhaps empty, trade places.
"""

from __future__ import annotations

import numpy as np

from planner.optimise.kernels.jit import kernel, merged
from planner.optimise.kernels.layout import (
    CURRENT,
    DAY,
    LENGTH,
    MAX_VISITS,
    ONE,
    ROUTE,
    SEQ,
    TOUCHED,
    WHERE,
    WORK,
    get,
    put,
    put1,
)
from planner.optimise.kernels.routes import measure_day

_SIZES = np.int64(4)
"""Segments have fewer stops than this."""
MOVES = _SIZES * _SIZES
"""Numbers of moves at two places: sizes of the two segments; the number of two empty ones crosses the days."""


@merged
def make_move(facts, state, day, first, other, second, number):
    """Let two segments of WORK, which equals CURRENT before, trade places; say whether there is such a move.

    They begin at place `first` of a day and `second` of another or, behind the first segment, the same day. Only the
    most visits of a day are looked at; time and driving show in the value.
    """
    size, many = number // _SIZES, number % _SIZES
    rest = get(state, ROUTE + CURRENT, LENGTH, day) + 1 - first
    other_rest = get(state, ROUTE + CURRENT, LENGTH, other) + 1 - second
    if number == 0:
        if day == other:
            return False
        size, many = rest, other_rest
    if size > rest or many > other_rest or size + many == 0:
        return False
    if day == other:
        if first + size > second or (first + size == second and size * many == 0):
            return False
        swap_segments(state, day, first, size, second, many)
    else:
        if rest - size + many + first - 1 > get(facts, DAY, MAX_VISITS, day):
            return False
        if other_rest - many + size + second - 1 > get(facts, DAY, MAX_VISITS, other):
            return False
        splice(state, day, first, size, other, second, many)
        splice(state, other, second, many, day, first, size)
        measure_day(facts, state, other)
    measure_day(facts, state, day)
    return True


@merged
def swap_segments(state, day, first, size, second, many):
    """Write a day's WORK route as its CURRENT one with two segments, `first` before `second`, in each other's place."""
    place = first
    for segment in range(3):
        begin, count = second, many
        if segment == 1:
            begin, count = first + size, second - first - size
        elif segment == 2:
            begin, count = first, size
        for offset in range(count):
            put(state, SEQ + WORK, day, place, get(state, SEQ + CURRENT, day, begin + offset))
            place += 1
    put1(state, TOUCHED, day, ONE)


@kernel
def splice(state, day, first, size, source, begin, many):
    """Write a day's WORK route as its CURRENT one with a segment replaced by one of another day's CURRENT route."""
    length = get(state, ROUTE + CURRENT, LENGTH, day)
    for offset in range(many):
        stop = get(state, SEQ + CURRENT, source, begin + offset)
        put(state, SEQ + WORK, day, first + offset, stop)
        put1(state, WHERE, stop, day)
    for place in range(first + size, length + 2):
        put(state, SEQ + WORK, day, place + many - size, get(state, SEQ + CURRENT, day, place))
    put(state, ROUTE + WORK, LENGTH, day, length + many - size)
    put1(state, TOUCHED, day, ONE)
