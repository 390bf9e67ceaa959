"""Descent from the best solution: a stop out and the best in, routes turned round, segments traded, nights chained."""

from __future__ import annotations

import numpy as np

from planner.model.travel import IntArray
from planner.optimise.kernels.accept import settle
from planner.optimise.kernels.insertion import get_added_drive, get_drive_slack, price
from planner.optimise.kernels.jit import kernel, merged
from planner.optimise.kernels.layout import (
    BEST,
    DAY,
    DAYS,
    DRIVE_COST,
    GROUP,
    LENGTH,
    MAX_VISITS,
    NEVER,
    NO_KEY,
    NOWHERE,
    ONE,
    PENALTY_MISSING,
    ROUTE,
    SEQ,
    STOP,
    TOUCHED,
    TRAVEL,
    WHERE,
    WORK,
    ZERO,
    N,
    get,
    get1,
    put,
    put1,
)
from planner.optimise.kernels.moves import MOVES, make_move
from planner.optimise.kernels.nights import chain_nights
from planner.optimise.kernels.routes import (
    close_ranks,
    insert,
    is_admissible,
    measure_day,
    take_out,
)
from planner.optimise.kernels.search import load
from planner.optimise.kernels.worth import get_marginal, is_missing

_NIGHTS, _GAPS, _DAY, _STOP, _PLACE = map(np.int64, range(5))


def load_best(facts: IntArray, state: IntArray) -> None:
    """Make the best solution current again."""
    load(facts, state, BEST)


def polish_stop(facts: IntArray, state: IntArray, stop: int) -> bool:
    """Take a routed stop out and put the best stops in, itself perhaps among them; say whether it helped."""
    return bool(descend(facts, state, _STOP, np.int64(stop)))


def polish_gaps(facts: IntArray, state: IntArray) -> bool:
    """Insert whatever fits, best first; say whether it helped."""
    return bool(descend(facts, state, _GAPS, ZERO))


def polish_day(facts: IntArray, state: IntArray, day: int) -> bool:
    """Turn round any part of a day's route (2-opt) as long as it helps; say whether it did."""
    return bool(descend(facts, state, _DAY, np.int64(day)))


def polish_nights(facts: IntArray, state: IntArray) -> bool:
    """Chain the nights anew; say whether it helped."""
    return bool(descend(facts, state, _NIGHTS, ZERO))


def polish_place(facts: IntArray, state: IntArray, day: int, place: int) -> bool:
    """Let the segments that begin at a place trade places with others as long as it helps; say whether it did."""
    return bool(descend(facts, state, _PLACE, day * state[SEQ + WORK + 1] + place))


@kernel
def descend(facts, state, step, number):
    """Take one step of the polish, of a stop, day or place where it has a number; say whether it helped.

    All steps are one kernel, for they share most of what they call.
    """
    if step == _DAY:
        return turn_parts(facts, state, number)
    if step == _PLACE:
        width = state[SEQ + WORK + 1]
        return trade_segments(facts, state, number // width, number % width)
    if step == _NIGHTS:
        chain_nights(facts, state)
    else:
        if step == _STOP and not take_stop(facts, state, number):
            return False
        while insert_best(facts, state):
            pass
    return settle(facts, state)


@merged
def take_stop(facts, state, stop):
    """Take a stop out; say whether it was routed."""
    day = get1(state, WHERE, stop)
    if day < 0:
        return False
    place = ONE
    while get(state, SEQ + WORK, day, place) != stop:
        place += 1
    take_out(facts, state, day, place, ONE)
    close_ranks(facts, state, day)
    return True


@merged
def insert_best(facts, state):
    """Insert the stop with the greatest net gain, then the least travel; say whether there was one."""
    best_gain, best_travel = ZERO, NEVER
    best_stop, best_day, best_place = NOWHERE, NOWHERE, NOWHERE
    for stop in range(facts[N]):
        if get1(state, WHERE, stop) >= 0 or not is_admissible(facts, state, stop):
            continue
        worth = get_marginal(facts, state, stop)
        if is_missing(facts, state, get(facts, STOP, GROUP, stop)):
            worth += facts[PENALTY_MISSING]
        for day in range(facts[DAYS]):
            length = get(state, ROUTE + WORK, LENGTH, day)
            if length >= get(facts, DAY, MAX_VISITS, day):
                continue
            slack = get_drive_slack(facts, state, day)
            for place in range(length + 1):
                gain = worth - facts[DRIVE_COST] * get_added_drive(facts, state, day, place, stop)
                if gain < best_gain or gain <= 0:
                    continue
                before, after = get(state, SEQ + WORK, day, place), get(state, SEQ + WORK, day, place + 1)
                travel = get(facts, TRAVEL, before, stop) + get(facts, TRAVEL, stop, after)
                travel -= get(facts, TRAVEL, before, after)
                if gain == best_gain and travel >= best_travel:
                    continue
                if price(facts, state, day, stop, place, slack) != NO_KEY:
                    best_gain, best_travel = gain, travel
                    best_stop, best_day, best_place = np.int64(stop), np.int64(day), np.int64(place)
    if best_stop < 0:
        return False
    insert(facts, state, best_day, best_place, best_stop)
    return True


@merged
def trade_segments(facts, state, day, first):
    """Make every move that helps of the segments that begin at a place; say whether there was one."""
    helped = False
    if first > get(state, ROUTE + WORK, LENGTH, day) + 1:
        return helped
    for other in range(day, facts[DAYS]):
        for second in range(first if other == day else ONE, get(state, ROUTE + WORK, LENGTH, other) + 2):
            for number in range(MOVES):
                if make_move(facts, state, day, first, other, second, number) and settle(facts, state):
                    helped = True
    return helped


@merged
def turn_parts(facts, state, day):
    """Turn round any part of a day's route as long as it helps; say whether it did."""
    helped = False
    length = get(state, ROUTE + WORK, LENGTH, day)
    for first in range(1, length):
        for last in range(first + 1, length + 1):
            turn_round(state, day, first, last)
            measure_day(facts, state, day)
            if settle(facts, state):
                helped = True
    return helped


@kernel
def turn_round(state, day, first, last):
    """Reverse the stops between two places."""
    put1(state, TOUCHED, day, ONE)
    while first < last:
        a, b = get(state, SEQ + WORK, day, first), get(state, SEQ + WORK, day, last)
        put(state, SEQ + WORK, day, first, b)
        put(state, SEQ + WORK, day, last, a)
        first += 1
        last -= 1
