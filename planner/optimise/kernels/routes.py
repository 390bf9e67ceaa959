"""Changing the WORK routes and every count that hangs on them."""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CATEGORY,
    CATEGORY_SUM,
    CURRENT,
    DAY,
    DAYS,
    DEPOT,
    DEPOT_GROUP,
    DRIVE,
    DRIVE_CAP,
    DRIVEN,
    GROUP,
    GROUP_NIGHTS,
    GROUP_STOPS,
    IS_REMOVED,
    LENGTH,
    NIGHT,
    PRIZE,
    REMOVED,
    REMOVED_COUNT,
    RESOURCES,
    ROUTE,
    SEQ,
    STOP,
    TOUCHED,
    TRAVEL,
    TRAVELLED,
    USE,
    USED,
    WHERE,
    WORK,
    N,
    add,
    get,
    put,
)
from planner.optimise.kernels.timing import is_on_time, schedule_day


@kernel
def count_stop(facts, state, stop, day, change):
    """Note that a stop is on a day's route (change = 1), or on none any more (day = -1, change = -1)."""
    put(state, WHERE, 0, stop, day)
    add(state, CATEGORY_SUM, 0, get(facts, STOP, CATEGORY, stop), change * get(facts, STOP, PRIZE, stop))
    add(state, GROUP_STOPS, 0, get(facts, STOP, GROUP, stop), change)
    for resource in range(facts[RESOURCES]):
        add(state, USED, 0, resource, change * get(facts, USE, resource, stop))


@kernel
def count_night(facts, state, depot, change):
    """Add (1) or take away (-1) a night at a depot from the trip's counts."""
    group = get(facts, DEPOT, DEPOT_GROUP, depot)
    if group >= 0:
        add(state, GROUP_NIGHTS, 0, group, change)
    for resource in range(facts[RESOURCES]):
        add(state, USED, 0, resource, change * get(facts, USE, resource, facts[N] + depot))


@inlined
def count_day(facts, state, day, change):
    """Count all stops of a day's WORK route in (1) or out (-1)."""
    for place in range(1, get(state, ROUTE + WORK, LENGTH, day) + 1):
        count_stop(facts, state, get(state, SEQ + WORK, day, place), day if change > 0 else -1, change)


@kernel
def take_out(facts, state, day, first, size):
    """Mark the stops at some places as removed; `close_ranks` then takes them out of the sequence."""
    put(state, TOUCHED, 0, day, 1)
    for place in range(first, first + size):
        stop = get(state, SEQ + WORK, day, place)
        if get(state, WHERE, 0, stop) < 0:
            continue
        count_stop(facts, state, stop, -1, -1)
        put(state, IS_REMOVED, 0, stop, 1)
        put(state, REMOVED, 0, state[REMOVED_COUNT], stop)
        state[REMOVED_COUNT] += 1


@kernel
def measure_day(facts, state, day):
    """Recompute driving, travel and schedule of a day's WORK route."""
    drive, travel = 0, 0
    after = get(state, SEQ + WORK, day, 0)
    for place in range(1, get(state, ROUTE + WORK, LENGTH, day) + 2):
        before = after
        after = get(state, SEQ + WORK, day, place)
        drive += get(facts, DRIVE, before, after)
        travel += get(facts, TRAVEL, before, after)
    put(state, ROUTE + WORK, DRIVEN, day, drive)
    put(state, ROUTE + WORK, TRAVELLED, day, travel)
    schedule_day(facts, state, day)


@kernel
def close_ranks(facts, state, day):
    """Drop the stops taken out from a day's sequence and measure it again."""
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    kept = 0
    for place in range(1, last):
        stop = get(state, SEQ + WORK, day, place)
        if get(state, WHERE, 0, stop) == day:
            kept += 1
            put(state, SEQ + WORK, day, kept, stop)
    put(state, SEQ + WORK, day, kept + 1, get(state, SEQ + WORK, day, last))
    put(state, ROUTE + WORK, LENGTH, day, kept)
    measure_day(facts, state, day)


@kernel
def insert(facts, state, day, place, stop):
    """Put a stop behind a place and measure the day again."""
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    for other in range(last, place, -1):
        put(state, SEQ + WORK, day, other + 1, get(state, SEQ + WORK, day, other))
    put(state, SEQ + WORK, day, place + 1, stop)
    put(state, ROUTE + WORK, LENGTH, day, last)
    put(state, TOUCHED, 0, day, 1)
    count_stop(facts, state, stop, day, 1)
    measure_day(facts, state, day)


@inlined
def is_sound(facts, state, day):
    """Say whether a day's WORK route keeps its time and driving limits."""
    return is_on_time(facts, state, day) and get(state, ROUTE + WORK, DRIVEN, day) <= get(facts, DAY, DRIVE_CAP, day)


@kernel
def copy_day(state, day, source, target):
    """Copy one day's route between WORK, CURRENT and BEST."""
    for place in range(get(state, ROUTE + source, LENGTH, day) + 2):
        put(state, SEQ + target, day, place, get(state, SEQ + source, day, place))
    for row in range(3):
        put(state, ROUTE + target, row, day, get(state, ROUTE + source, row, day))


@kernel
def set_night(facts, state, night, depot):
    """Spend a night elsewhere; the days beside it are touched but not measured."""
    old = get(state, NIGHT + WORK, 0, night)
    if old == depot:
        return
    count_night(facts, state, old, -1)
    count_night(facts, state, depot, 1)
    put(state, NIGHT + WORK, 0, night, depot)
    put(state, SEQ + WORK, night, get(state, ROUTE + WORK, LENGTH, night) + 1, facts[N] + depot)
    put(state, SEQ + WORK, night + 1, 0, facts[N] + depot)
    put(state, TOUCHED, 0, night, 1)
    put(state, TOUCHED, 0, night + 1, 1)


@kernel
def go_back(facts, state):
    """Make WORK equal to CURRENT again on all touched days and nights."""
    for day in range(facts[DAYS]):
        if get(state, TOUCHED, 0, day):
            count_day(facts, state, day, -1)
    for night in range(facts[DAYS] - 1):
        set_night(facts, state, night, get(state, NIGHT + CURRENT, 0, night))
    for day in range(facts[DAYS]):
        if get(state, TOUCHED, 0, day):
            copy_day(state, day, CURRENT, WORK)
            count_day(facts, state, day, 1)
            measure_day(facts, state, day)
            put(state, TOUCHED, 0, day, 0)
