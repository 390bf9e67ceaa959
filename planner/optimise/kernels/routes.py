"""Changing the WORK routes and every count that hangs on them."""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CATEGORY,
    CURRENT,
    DAY_END,
    DRIVE_CAP,
    GROUP,
    PRIZE,
    WORK,
)
from planner.optimise.kernels.timing import is_on_time, schedule_day


@inlined
def count_in(facts, state, day, stop):
    """Note that a stop is on a day's route."""
    state.where[stop] = day
    state.category_sum[facts.stop[CATEGORY, stop]] += facts.stop[PRIZE, stop]
    state.group_stops[facts.stop[GROUP, stop]] += 1
    for resource in range(state.used.shape[0]):
        state.used[resource] += facts.resource_use[resource, stop]


@inlined
def count_out(facts, state, stop):
    """Note that a stop is on no route."""
    state.where[stop] = -1
    state.category_sum[facts.stop[CATEGORY, stop]] -= facts.stop[PRIZE, stop]
    state.group_stops[facts.stop[GROUP, stop]] -= 1
    for resource in range(state.used.shape[0]):
        state.used[resource] -= facts.resource_use[resource, stop]


@inlined
def take_out(facts, state, stop):
    """Mark a stop as removed; `close_ranks` then takes it out of the sequence."""
    count_out(facts, state, stop)
    state.is_removed[stop] = 1
    state.removed[0] += 1
    state.removed[state.removed[0]] = stop


@kernel
def measure_day(facts, state, day):
    """Recompute driving, travel and schedule of a day's WORK route."""
    seq = state.seq[WORK, day]
    drive, travel = 0, 0
    for place in range(state.length[WORK, day] + 1):
        drive += facts.drive[seq[place], seq[place + 1]]
        travel += facts.travel[seq[place], seq[place + 1]]
    state.drive[WORK, day] = drive
    state.travel[WORK, day] = travel
    schedule_day(facts, state, day)


@kernel
def close_ranks(facts, state, day):
    """Drop the stops taken out from a day's sequence and measure it again."""
    seq = state.seq[WORK, day]
    last = state.length[WORK, day] + 1
    kept = 0
    for place in range(1, last):
        stop = seq[place]
        if state.where[stop] == day:
            kept += 1
            seq[kept] = stop
    seq[kept + 1] = seq[last]
    state.length[WORK, day] = kept
    measure_day(facts, state, day)


@kernel
def insert(facts, state, day, place, stop):
    """Put a stop behind a place and measure the day again."""
    seq = state.seq[WORK, day]
    last = state.length[WORK, day] + 1
    for other in range(last, place, -1):
        seq[other + 1] = seq[other]
    seq[place + 1] = stop
    state.length[WORK, day] += 1
    state.touched[day] = 1
    count_in(facts, state, day, stop)
    measure_day(facts, state, day)


@inlined
def is_sound(facts, state, day):
    """Say whether a day's WORK route keeps its time and driving limits."""
    return is_on_time(facts, state, day) and state.drive[WORK, day] <= facts.day[DRIVE_CAP, day]


@inlined
def get_lateness(facts, state, day):
    """Return by how many minutes the earliest schedule misses the end of the day."""
    return state.early[1, day, state.length[WORK, day] + 1] - facts.day[DAY_END, day]


@inlined
def copy_day(state, day, source, target):
    """Copy one day's route between WORK, CURRENT and BEST."""
    size = state.length[source, day] + 2
    for place in range(size):
        state.seq[target, day, place] = state.seq[source, day, place]
    state.length[target, day] = size - 2
    state.drive[target, day] = state.drive[source, day]
    state.travel[target, day] = state.travel[source, day]


@kernel
def go_back(facts, state):
    """Make WORK equal to CURRENT again on all touched days and nights."""
    for day in range(facts.days):
        if state.touched[day]:
            for place in range(1, state.length[WORK, day] + 1):
                count_out(facts, state, state.seq[WORK, day, place])
    for night in range(facts.days - 1):
        set_night(facts, state, night, state.nights[CURRENT, night])
    for day in range(facts.days):
        if state.touched[day]:
            copy_day(state, day, CURRENT, WORK)
            for place in range(1, state.length[WORK, day] + 1):
                count_in(facts, state, day, state.seq[WORK, day, place])
            measure_day(facts, state, day)


@kernel
def set_night(facts, state, night, depot):
    """Spend a night elsewhere; the days beside it are touched but not measured."""
    old = state.nights[WORK, night]
    if old == depot:
        return
    count_night(facts, state, old, -1)
    count_night(facts, state, depot, 1)
    state.nights[WORK, night] = depot
    state.seq[WORK, night, state.length[WORK, night] + 1] = facts.n + depot
    state.seq[WORK, night + 1, 0] = facts.n + depot
    state.touched[night] = 1
    state.touched[night + 1] = 1


@inlined
def count_night(facts, state, depot, change):
    """Add (1) or take away (-1) a night at a depot from the trip's counts."""
    group = facts.depot[1, depot]
    if group >= 0:
        state.group_nights[group] += change
    for resource in range(state.used.shape[0]):
        state.used[resource] += change * facts.depot_resource_use[resource, depot]


@kernel
def evaluate(facts, state):
    """Return the value of WORK in hundredths, less the penalties for what it fails to keep."""
    value = 0
    for category in range(facts.gain_to.shape[0]):
        value += get_gain(facts, category, state.category_sum[category])
    for night in range(facts.days - 1):
        value += 100 * facts.depot[0, state.nights[WORK, night]]
    broken, drive = 0, 0
    for day in range(facts.days):
        if is_sound(facts, state, day):
            value -= facts.drive_cost * state.drive[WORK, day]
            drive += state.drive[WORK, day]
        else:
            broken += 1
    if facts.trip_drive_cap >= 0 and drive > facts.trip_drive_cap:
        broken += 1
    for resource in range(state.used.shape[0]):
        if state.used[resource] > facts.resource_cap[resource]:
            broken += 1
    return value - facts.penalty_broken * broken - facts.penalty_missing * count_missing(facts, state)


@inlined
def get_gain(facts, category, total):
    """Return the hundredths that a category's prizes are worth together."""
    gain, lower = 0, 0
    for segment in range(facts.gain_to.shape[1]):
        upper = facts.gain_to[category, segment]
        if total <= lower:
            break
        gain += (min(total, upper) - lower) * facts.gain_pct[category, segment]
        lower = upper
    return gain


@inlined
def get_marginal(facts, state, stop):
    """Return the hundredths that one more stop adds to what its category has."""
    if facts.linear_gain == 1:
        return 100 * facts.stop[PRIZE, stop]
    category = facts.stop[CATEGORY, stop]
    total = state.category_sum[category]
    return get_gain(facts, category, total + facts.stop[PRIZE, stop]) - get_gain(facts, category, total)


@inlined
def is_missing(facts, state, group):
    """Say whether a mandatory group is not satisfied by a stop or a night."""
    return facts.group_is_mandatory[group] == 1 and state.group_stops[group] + state.group_nights[group] == 0


@inlined
def count_missing(facts, state):
    """Return the number of mandatory groups not satisfied."""
    missing = 0
    if facts.any_mandatory == 1:
        for group in range(facts.group_is_mandatory.shape[0]):
            if is_missing(facts, state, group):
                missing += 1
    return missing


@inlined
def get_total_travel(facts, state):
    """Return the travel of WORK, the tie-breaker between equal values."""
    travel = 0
    for day in range(facts.days):
        travel += state.travel[WORK, day]
    return travel
