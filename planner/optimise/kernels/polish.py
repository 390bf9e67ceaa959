"""Descent from the best solution: one stop out and the best ones in, routes turned round, nights chained."""

from __future__ import annotations

import numpy as np

from planner.model.travel import IntArray
from planner.optimise.kernels.accept import commit, settle
from planner.optimise.kernels.insertion import get_added_drive, get_drive_slack, price
from planner.optimise.kernels.jit import kernel
from planner.optimise.kernels.layout import (
    BEST,
    DAY,
    DAYS,
    DRIVE_COST,
    GROUP,
    IN,
    LENGTH,
    MAX_VISITS,
    NEVER,
    NIGHT,
    NO_KEY,
    NOWHERE,
    ONE,
    OUT,
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
from planner.optimise.kernels.nights import chain_nights
from planner.optimise.kernels.routes import (
    close_ranks,
    copy_day,
    count_day,
    insert,
    is_admissible,
    measure_day,
    set_night,
    take_out,
)
from planner.optimise.kernels.worth import evaluate, get_marginal, get_total_travel, is_missing


@kernel
def load_best(facts: IntArray, state: IntArray) -> None:
    """Make the best solution current again."""
    for day in range(facts[DAYS]):
        count_day(facts, state, day, OUT)
    for night in range(facts[DAYS] - 1):
        set_night(facts, state, night, get1(state, NIGHT + BEST, night))
    for day in range(facts[DAYS]):
        copy_day(state, day, BEST, WORK)
        count_day(facts, state, day, IN)
        measure_day(facts, state, day)
        put1(state, TOUCHED, day, ONE)
    commit(facts, state, evaluate(facts, state), get_total_travel(facts, state))


@kernel
def polish_stop(facts: IntArray, state: IntArray, stop: int) -> bool:
    """Take a routed stop out and put the best stops in, itself perhaps among them; say whether it helped."""
    day = get1(state, WHERE, stop)
    if day < 0:
        return False
    place = ONE
    while get(state, SEQ + WORK, day, place) != stop:
        place += 1
    take_out(facts, state, day, place, ONE)
    close_ranks(facts, state, day)
    return polish_gaps(facts, state)


@kernel
def polish_gaps(facts: IntArray, state: IntArray) -> bool:
    """Insert whatever fits, best first; say whether it helped."""
    while insert_best(facts, state):
        pass
    helped: bool = settle(facts, state)
    return helped


@kernel
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


@kernel
def polish_day(facts: IntArray, state: IntArray, day: int) -> bool:
    """Turn round any part of a day's route (2-opt) as long as it helps; say whether it did."""
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


@kernel
def polish_nights(facts: IntArray, state: IntArray) -> bool:
    """Chain the nights anew; say whether it helped."""
    chain_nights(facts, state)
    helped: bool = settle(facts, state)
    return helped
