"""Taking stops out: strings of neighbours, single stops, whole days, and what a moved night upsets.

Adjacent string removal follows Christiaens and Vanden Berghe, "Slack induction by string removals",
Transportation Science 54 (2020).
"""

from __future__ import annotations

import numpy as np

from planner.optimise.kernels.chance import draw_below, happens
from planner.optimise.kernels.jit import kernel, merged
from planner.optimise.kernels.layout import (
    CURRENT,
    DAYS,
    FREE_NIGHT,
    FREE_NIGHTS,
    GROUP,
    HAS_MANDATORY,
    IN,
    IS_REMOVED,
    LENGTH,
    MAX_RUIN,
    NEAR,
    NEAR_DEPOT,
    NEVER,
    NIGHT,
    NIGHT_MOVE_PCT,
    NIGHT_OPTION,
    NOWHERE,
    ONE,
    ROUTE,
    SEQ,
    STOP,
    STRING_END_PCT,
    STRING_PCT,
    TOUCHED,
    TRAVEL,
    WHERE,
    WORK,
    ZERO,
    K,
    N,
    get,
    get1,
    put1,
)
from planner.optimise.kernels.routes import (
    close_ranks,
    copy_day,
    count_stop,
    is_sound,
    measure_day,
    set_night,
    take_out,
)
from planner.optimise.kernels.worth import is_missing

_CLEAR_PCT = np.int64(20)
"""Chance, while a mandatory group is missing, of emptying a whole day for it."""
_LONGER_STAY_PCT = np.int64(30)
"""Chance that the next night moves to the same place too."""
_EMPTY_PCT = np.int64(30)
"""Chance that a day beside a moved night is emptied."""
_STOPS_TOO_PCT = np.int64(50)
"""Chance that stops near the new place of a night are taken out of any day, so that they may change day."""
_ELSEWHERE_PCT = np.int64(33)
"""Chance that a day too long for its new night drops any stop instead of the one next to the night."""


@merged
def ruin(facts, state, random):
    """Take some stops out of WORK, perhaps moving a night."""
    missing = find_missing_stop(facts, state, random)
    if facts[FREE_NIGHTS] > 0 and happens(random, facts[NIGHT_MOVE_PCT]):
        move_nights(facts, state, random, missing)
        return
    budget = 1 + draw_below(random, facts[MAX_RUIN])
    if missing >= 0 and happens(random, _CLEAR_PCT):
        day = draw_below(random, facts[DAYS])
        take_out(facts, state, day, ONE, get(state, ROUTE + WORK, LENGTH, day))
    elif happens(random, facts[STRING_PCT]):
        seed = missing if missing >= 0 else draw_below(random, facts[N])
        remove_strings(facts, state, random, seed, budget)
    else:
        remove_singles(facts, state, random, budget)
    for day in range(facts[DAYS]):
        if get1(state, TOUCHED, day):
            close_ranks(facts, state, day)
            if get(state, ROUTE + WORK, LENGTH, day) > 0 and not is_sound(facts, state, day):
                restore_day(facts, state, day)


@kernel
def find_missing_stop(facts, state, random):
    """Return a random stop of a mandatory group that is missing, or -1."""
    if facts[HAS_MANDATORY] == 0:
        return NOWHERE
    first = draw_below(random, facts[N])
    for offset in range(facts[N]):
        stop = (first + offset) % facts[N]
        if is_missing(facts, state, get(facts, STOP, GROUP, stop)):
            return stop
    return NOWHERE


@kernel
def remove_strings(facts, state, random, seed, budget):
    """Walk the neighbours of a seed and cut a string around each, at most one per route."""
    for rank in range(-1, facts[N] - 1):
        stop = seed if rank < 0 else get(facts, NEAR, seed, rank)
        day = get1(state, WHERE, stop)
        if day < 0 or get1(state, TOUCHED, day):
            continue
        length = get(state, ROUTE + WORK, LENGTH, day)
        size = 1 + draw_below(random, min(budget, length))
        place = 1
        while get(state, SEQ + WORK, day, place) != stop:
            place += 1
        first = min(max(place - draw_below(random, size), 1), length - size + 1)
        take_out(facts, state, day, first, size)
        budget -= size
        if budget <= 0 or happens(random, facts[STRING_END_PCT]):
            return


@kernel
def remove_singles(facts, state, random, budget):
    """Take out stops drawn evenly from all routes."""
    total = 0
    for day in range(facts[DAYS]):
        total += get(state, ROUTE + WORK, LENGTH, day)
    for _ in range(min(budget, total)):
        index = draw_below(random, total)
        day = 0
        while index >= get(state, ROUTE + WORK, LENGTH, day):
            index -= get(state, ROUTE + WORK, LENGTH, day)
            day += 1
        take_out(facts, state, day, index + 1, ONE)


@kernel
def restore_day(facts, state, day):
    """Undo the ruin of one day: without the stops taken out it would break its limits."""
    copy_day(state, day, CURRENT, WORK)
    for place in range(1, get(state, ROUTE + WORK, LENGTH, day) + 1):
        stop = get(state, SEQ + WORK, day, place)
        if get1(state, WHERE, stop) < 0:
            count_stop(facts, state, stop, day, IN)
            put1(state, IS_REMOVED, stop, 0)
    measure_day(facts, state, day)


@merged
def move_nights(facts, state, random, missing):
    """Spend one night, or a few in a row, elsewhere, and take out what that upsets."""
    night = get1(facts, FREE_NIGHT, draw_below(random, facts[FREE_NIGHTS]))
    depot = draw_depot(facts, state, random, night, missing)
    budget = 1 + draw_below(random, facts[MAX_RUIN])
    if facts[N] > 0 and happens(random, _STOPS_TOO_PCT):
        remove_strings(facts, state, random, draw_stop_near(facts, random, facts[N] + depot), budget)
    last = night
    set_night(facts, state, night, depot)
    while (
        last + 1 < facts[DAYS] - 1 and get(facts, NIGHT_OPTION, last + 1, depot) and happens(random, _LONGER_STAY_PCT)
    ):
        last += 1
        set_night(facts, state, last, depot)
    for day in range(night, last + 2):
        length = get(state, ROUTE + WORK, LENGTH, day)
        size = length if happens(random, _EMPTY_PCT) else min(draw_below(random, budget + 1), length)
        take_out(facts, state, day, length - size + 1 if day == night else ONE, size)
    for day in range(facts[DAYS]):
        if get1(state, TOUCHED, day):
            close_ranks(facts, state, day)
            shorten_until_sound(facts, state, random, day, day == night)


@kernel
def draw_stop_near(facts, random, node):
    """Draw a stop: of three random ones the nearest to a node."""
    best, best_travel = ZERO, NEVER
    for _ in range(3):
        stop = draw_below(random, facts[N])
        travel = get(facts, TRAVEL, node, stop)
        if travel < best_travel:
            best, best_travel = stop, travel
    return best


@kernel
def draw_depot(facts, state, random, night, missing):
    """Draw another place for a night: near the present one, near some stop, or anywhere."""
    kind = draw_below(random, 100)
    present = get1(state, NIGHT + WORK, night)
    node = NOWHERE
    if kind < 25:
        node = facts[N] + present
    elif kind < 60 and facts[N] > 0:
        node = missing if missing >= 0 else draw_below(random, facts[N])
    skip = draw_below(random, 1 + draw_below(random, facts[K])) if node >= 0 else ZERO
    first = draw_below(random, facts[K])
    depot = present
    for rank in range(facts[K]):
        option = get(facts, NEAR_DEPOT, node, rank) if node >= 0 else (first + rank) % facts[K]
        if option != present and get(facts, NIGHT_OPTION, night, option):
            depot = option
            if skip == 0:
                break
            skip -= 1
    return depot


@kernel
def shorten_until_sound(facts, state, random, day, from_end):
    """Drop stops, mostly those next to the moved night, until the day keeps its limits."""
    while get(state, ROUTE + WORK, LENGTH, day) > 0 and not is_sound(facts, state, day):
        length = get(state, ROUTE + WORK, LENGTH, day)
        place = length if from_end else 1
        if happens(random, _ELSEWHERE_PCT):
            place = 1 + draw_below(random, length)
        take_out(facts, state, day, place, ONE)
        close_ranks(facts, state, day)
