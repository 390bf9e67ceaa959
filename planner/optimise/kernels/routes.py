"""Changing the WORK routes and every count that hangs on them."""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CAP,
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
    IN,
    IS_REMOVED,
    LENGTH,
    NIGHT,
    NOWHERE,
    OUT,
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
    USABLE,
    USE,
    USED,
    WHERE,
    WORK,
    N,
    add1,
    get,
    get1,
    put,
    put1,
)
from planner.optimise.kernels.timing import is_on_time, schedule_day


@kernel
def count_stop(facts, state, stop, day, change):
    """Note that a stop is on a day's route (change = IN), or on none any more (day = NOWHERE, change = OUT)."""
    put1(state, WHERE, stop, day)
    add1(state, CATEGORY_SUM, get(facts, STOP, CATEGORY, stop), change * get(facts, STOP, PRIZE, stop))
    add1(state, GROUP_STOPS, get(facts, STOP, GROUP, stop), change)
    for resource in range(facts[RESOURCES]):
        add1(state, USED, resource, change * get(facts, USE, resource, stop))


@kernel
def count_night(facts, state, depot, change):
    """Add (IN) or take away (OUT) a night at a depot from the trip's counts."""
    group = get(facts, DEPOT, DEPOT_GROUP, depot)
    if group >= 0:
        add1(state, GROUP_NIGHTS, group, change)
    for resource in range(facts[RESOURCES]):
        add1(state, USED, resource, change * get(facts, USE, resource, facts[N] + depot))


@inlined
def count_day(facts, state, day, change):
    """Count all stops of a day's WORK route in or out."""
    for place in range(1, get(state, ROUTE + WORK, LENGTH, day) + 1):
        count_stop(facts, state, get(state, SEQ + WORK, day, place), day if change > 0 else NOWHERE, change)


@kernel
def take_out(facts, state, day, first, size):
    """Mark the stops at some places as removed; `close_ranks` then takes them out of the sequence."""
    put1(state, TOUCHED, day, 1)
    for place in range(first, first + size):
        stop = get(state, SEQ + WORK, day, place)
        if get1(state, WHERE, stop) < 0:
            continue
        count_stop(facts, state, stop, NOWHERE, OUT)
        put1(state, IS_REMOVED, stop, 1)
        put1(state, REMOVED, state[REMOVED_COUNT], stop)
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
        if get1(state, WHERE, stop) == day:
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
    put1(state, TOUCHED, day, 1)
    count_stop(facts, state, stop, day, IN)
    measure_day(facts, state, day)


@inlined
def is_admissible(facts, state, stop):
    """Say whether groups, capacity and resources let a stop into the trip."""
    if get(facts, STOP, USABLE, stop) == 0 or get1(state, GROUP_STOPS, get(facts, STOP, GROUP, stop)) > 0:
        return False
    for resource in range(facts[RESOURCES]):
        if get1(state, USED, resource) + get(facts, USE, resource, stop) > get1(facts, CAP, resource):
            return False
    return True


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
    old = get1(state, NIGHT + WORK, night)
    if old == depot:
        return
    count_night(facts, state, old, OUT)
    count_night(facts, state, depot, IN)
    put1(state, NIGHT + WORK, night, depot)
    put(state, SEQ + WORK, night, get(state, ROUTE + WORK, LENGTH, night) + 1, facts[N] + depot)
    put(state, SEQ + WORK, night + 1, 0, facts[N] + depot)
    put1(state, TOUCHED, night, 1)
    put1(state, TOUCHED, night + 1, 1)


@kernel
def go_back(facts, state):
    """Make WORK equal to CURRENT again on all touched days and nights."""
    for day in range(facts[DAYS]):
        if get1(state, TOUCHED, day):
            count_day(facts, state, day, OUT)
    for night in range(facts[DAYS] - 1):
        set_night(facts, state, night, get1(state, NIGHT + CURRENT, night))
    for day in range(facts[DAYS]):
        if get1(state, TOUCHED, day):
            copy_day(state, day, CURRENT, WORK)
            count_day(facts, state, day, IN)
            measure_day(facts, state, day)
            put1(state, TOUCHED, day, 0)
