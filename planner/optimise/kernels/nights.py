"""The best chain of nights for the days as they are filled, by dynamic programming over the depots."""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CHAIN_FROM,
    CHAIN_TRAVEL,
    CHAIN_VALUE,
    DAY,
    DAY_END,
    DAYS,
    DEPOT,
    DEPOT_GROUP,
    DEPOT_PRIZE,
    DRIVE,
    DRIVE_CAP,
    DRIVE_COST,
    DRIVEN,
    EARLY,
    FED,
    FIRST_DEPOT,
    GROUP_STOPS,
    HAS_MEAL,
    HUNGRY,
    LAST_DEPOT,
    LENGTH,
    MANDATORY,
    NEVER,
    NIGHT,
    NIGHT_OPTION,
    NOWHERE,
    PENALTY_BROKEN,
    PENALTY_MISSING,
    ROUTE,
    SEQ,
    TRAVEL,
    TRAVELLED,
    WORK,
    ZERO,
    K,
    N,
    get,
    get1,
    put,
)
from planner.optimise.kernels.routes import measure_day, set_night
from planner.optimise.kernels.timing import after_pause


@kernel
def chain_nights(facts, state):
    """Give WORK the nights that suit its routes best; resources and the trip's driving are not looked at.

    `CHAIN_VALUE[d, b]` is the best value, in hundredths, of days 0..d with the night `d` spent at `b`;
    `CHAIN_TRAVEL` breaks ties. A day that breaks its limits costs its penalty, so that a chain always exists.
    """
    days, n = facts[DAYS], facts[N]
    for day in range(days):
        for end in range(facts[K]):
            put(state, CHAIN_VALUE, day, end, -NEVER * 1000)
        for start in range(facts[K]):
            if is_option(facts, day - 1, start):
                put(state, SEQ + WORK, day, 0, n + start)
                measure_day(facts, state, day)
                extend(facts, state, day, start)
    depot = facts[LAST_DEPOT]
    for day in range(days - 1, 0, -1):
        depot = get(state, CHAIN_FROM, day, depot)
        put(state, SEQ + WORK, day, 0, n + get1(state, NIGHT + WORK, day - 1))
        set_night(facts, state, day - 1, depot)
    for day in range(days):
        measure_day(facts, state, day)


@inlined
def is_option(facts, night, depot):
    """Say whether a night may be spent at a depot; before the first and after the last day there is no choice."""
    if night < 0:
        return depot == facts[FIRST_DEPOT]
    if night == facts[DAYS] - 1:
        return depot == facts[LAST_DEPOT]
    return get(facts, NIGHT_OPTION, night, depot) == 1


@inlined
def extend(facts, state, day, start):
    """Extend the chains that start a day at a depot by all its possible ends, its WORK route being measured."""
    place = get(state, ROUTE + WORK, LENGTH, day)
    last = get(state, SEQ + WORK, day, place)
    old_end = get(state, SEQ + WORK, day, place + 1)
    drive = get(state, ROUTE + WORK, DRIVEN, day) - get(facts, DRIVE, last, old_end)
    travel = get(state, ROUTE + WORK, TRAVELLED, day) - get(facts, TRAVEL, last, old_end)
    value_before = ZERO if day == 0 else get(state, CHAIN_VALUE, day - 1, start)
    travel_before = ZERO if day == 0 else get(state, CHAIN_TRAVEL, day - 1, start)
    for end in range(facts[K]):
        if not is_option(facts, day, end):
            continue
        leg = get(facts, TRAVEL, last, facts[N] + end)
        finish = get(state, EARLY + FED, day, place) + leg
        if get(facts, DAY, HAS_MEAL, day) == 1:
            hungry = get(state, EARLY + HUNGRY, day, place)
            finish = min(finish, after_pause(facts, hungry, hungry + leg))
        driven = drive + get(facts, DRIVE, last, facts[N] + end)
        value = value_before + get_night_worth(facts, state, day, end)
        if finish > get(facts, DAY, DAY_END, day) or driven > get(facts, DAY, DRIVE_CAP, day):
            value -= facts[PENALTY_BROKEN]
        else:
            value -= facts[DRIVE_COST] * driven
        total = travel_before + travel + leg
        best = get(state, CHAIN_VALUE, day, end)
        if value > best or (value == best and total < get(state, CHAIN_TRAVEL, day, end)):
            put(state, CHAIN_VALUE, day, end, value)
            put(state, CHAIN_TRAVEL, day, end, total)
            put(state, CHAIN_FROM, day, end, start)


@inlined
def get_night_worth(facts, state, day, depot):
    """Return what spending the night after a day at a depot is worth by itself."""
    if day == facts[DAYS] - 1:
        return ZERO
    worth = 100 * get(facts, DEPOT, DEPOT_PRIZE, depot)
    group = get(facts, DEPOT, DEPOT_GROUP, depot)
    if group > NOWHERE and get1(facts, MANDATORY, group) == 1 and get1(state, GROUP_STOPS, group) == 0:
        worth += facts[PENALTY_MISSING]
    return worth
