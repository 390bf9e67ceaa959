"""Where a stop fits at least cost: one stop over the places of a day, or all stops at once.

The cost of an insertion, in eighths of a minute, is eight times the delay of the follower's service
plus the follower's later arrival (which tells fillers of waiting time apart), plus, where driving is
paid for, four times the added driving.
"""

from __future__ import annotations

import numpy as np

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CLOSES,
    DAY,
    DAYS,
    DRIVE,
    DRIVE_CAP,
    DRIVE_COST,
    DRIVEN,
    EARLY,
    FED,
    HAS_GAPS,
    HAS_MEAL,
    HUNGRY,
    IS_PLAIN,
    KEY,
    LATE,
    LENGTH,
    MAX_VISITS,
    MEAL_PLACE,
    NO_KEY,
    NOWHERE,
    OPENS,
    PLACE_BITS,
    PLACE_MASK,
    ROUTE,
    SEQ,
    SERVICE,
    STOP,
    TRAVEL,
    TRAVEL_IN,
    TRIP_DRIVE_CAP,
    USABLE,
    WHERE,
    WINDOWS,
    WORK,
    ZERO,
    K,
    N,
    get,
    get1,
    put,
    row,
)
from planner.optimise.kernels.timing import after_pause, first_begin, meal_begin

_ONE = np.uint64(1)
_MASK_BITS = np.uint64(63)
_WORD_BITS = np.uint64(64)
_COST_LIMIT = np.int64(1 << 49)


@inlined
def is_skipped(blinks, place, stop):
    """Say whether the search overlooks this place for this stop in this iteration (a "blink")."""
    return (blinks >> (np.uint64(place + 7 * stop) & _MASK_BITS)) & _ONE == _ONE


@inlined
def turn(blinks, day):
    """Return the blinks of a day: the iteration's, rotated, so that days do not blink together."""
    by = np.uint64(23 * day) & _MASK_BITS
    return (blinks << by) | (blinks >> (_WORD_BITS - by & _MASK_BITS))


@inlined
def get_added_drive(facts, state, day, place, stop):
    """Return the driving minutes added by a stop behind a place."""
    before, after = get(state, SEQ + WORK, day, place), get(state, SEQ + WORK, day, place + 1)
    return get(facts, DRIVE, before, stop) + get(facts, DRIVE, stop, after) - get(facts, DRIVE, before, after)


@inlined
def get_drive_slack(facts, state, day):
    """Return how many driving minutes the day may gain."""
    slack = get(facts, DAY, DRIVE_CAP, day) - get(state, ROUTE + WORK, DRIVEN, day)
    if facts[TRIP_DRIVE_CAP] >= 0:
        total = 0
        for other in range(facts[DAYS]):
            total += get(state, ROUTE + WORK, DRIVEN, other)
        slack = min(slack, facts[TRIP_DRIVE_CAP] - total)
    return slack


@inlined
def _join_key(facts, delay, later, added_drive, place):
    cost = 8 * max(delay, 0) + max(later, 0)
    if facts[DRIVE_COST] > 0:
        cost += 4 * max(added_drive, 0)
    return (min(cost, _COST_LIMIT) << PLACE_BITS) | place


@inlined
def _price_fed(facts, state, day, stop, place, slack):
    """Key of an insertion on a day without a meal."""
    before, after = get(state, SEQ + WORK, day, place), get(state, SEQ + WORK, day, place + 1)
    departure, latest = get(state, EARLY + FED, day, place), get(state, LATE + FED, day, place + 1)
    arrival = departure + get(facts, TRAVEL, before, stop)
    onward = get(facts, STOP, SERVICE, stop) + get(facts, TRAVEL, stop, after)
    if arrival + onward > latest:  # too late even without waiting: most stops end here
        return NO_KEY
    added_drive = get_added_drive(facts, state, day, place, stop)
    reach = first_begin(facts, day, stop, arrival) + onward
    if added_drive > slack or reach > latest:
        return NO_KEY
    delay = reach - get(state, EARLY + FED, day, place + 1)
    if after < facts[N]:
        delay += get(facts, STOP, SERVICE, after)
        if delay > 0 and facts[WINDOWS] > 1:
            delay += first_begin(facts, day, after, reach) - reach
    later = reach - departure - get(facts, TRAVEL, before, after)
    return _join_key(facts, delay, later, added_drive, place)


@inlined
def _price_meal(facts, state, day, stop, place, slack):
    """Key of an insertion on a day with a meal: the same in two states."""
    before, after = get(state, SEQ + WORK, day, place), get(state, SEQ + WORK, day, place + 1)
    service, leg_out = get(facts, STOP, SERVICE, stop), get(facts, TRAVEL, stop, after)
    hungry, leg = get(state, EARLY + HUNGRY, day, place), get(facts, TRAVEL, before, stop)
    arrival, latest_fed = hungry + leg, get(state, LATE + FED, day, place + 1)
    if arrival + service + leg_out > latest_fed:  # too late even fed and without waiting: most stops end here
        return NO_KEY
    added_drive = get_added_drive(facts, state, day, place, stop)
    if added_drive > slack:
        return NO_KEY
    fed = get(state, EARLY + FED, day, place)
    ready = min(fed + leg, after_pause(facts, hungry, arrival))
    leave_hungry = first_begin(facts, day, stop, arrival) + service
    leave_fed = service + min(first_begin(facts, day, stop, ready), meal_begin(facts, day, stop, arrival))
    reach_hungry = leave_hungry + leg_out
    reach_fed = min(leave_fed + leg_out, after_pause(facts, leave_hungry, reach_hungry))
    fits_hungry = reach_hungry <= get(state, LATE + HUNGRY, day, place + 1)
    if not fits_hungry and reach_fed > latest_fed:
        return NO_KEY
    leg_old = get(facts, TRAVEL, before, after)
    if fits_hungry and place + 1 < get1(state, MEAL_PLACE, day):
        reach, later = reach_hungry, reach_hungry - hungry - leg_old
        delay = -get(state, EARLY + HUNGRY, day, place + 1)
    else:
        reach = reach_fed
        later = reach_fed - min(fed + leg_old, after_pause(facts, hungry, hungry + leg_old))
        delay = -get(state, EARLY + FED, day, place + 1)
    if after < facts[N]:
        delay += first_begin(facts, day, after, reach) + get(facts, STOP, SERVICE, after)
    else:
        delay += reach
    return _join_key(facts, delay, later, added_drive, place)


@inlined
def price(facts, state, day, stop, place, slack):
    """Return the key (cost, place) of inserting a stop behind a place, or NO_KEY where it does not fit."""
    if get(facts, DAY, HAS_MEAL, day) == 1:
        return _price_meal(facts, state, day, stop, place, slack)
    return _price_fed(facts, state, day, stop, place, slack)


@kernel
def find_place(facts, state, day, stop, blinks, slack):
    """Return the key (cost, place) of the cheapest feasible insertion of a stop, or NO_KEY."""
    length = get(state, ROUTE + WORK, LENGTH, day)
    best = NO_KEY
    if length >= get(facts, DAY, MAX_VISITS, day):
        return best
    blinks = turn(blinks, day)
    closing = NOWHERE
    for window in range(day * facts[WINDOWS], (day + 1) * facts[WINDOWS]):
        closing = max(closing, get(facts, CLOSES, window, stop))
    if get(facts, DAY, HAS_MEAL, day) == 1:
        for place in range(length + 1):
            if get(state, EARLY + HUNGRY, day, place) > closing:
                break
            if not is_skipped(blinks, place, stop):
                best = min(best, _price_meal(facts, state, day, stop, place, slack))
        return best
    for place in range(length + 1):
        if get(state, EARLY + FED, day, place) > closing:
            break
        if not is_skipped(blinks, place, stop):
            best = min(best, _price_fed(facts, state, day, stop, place, slack))
    return best


@kernel
def renew_place(facts, state, day, stop, inserted_at, blinks, slack):
    """Return a stop's key after another one went in behind `inserted_at`, mostly from three places.

    While the former best place exists and is feasible, only it and the two new places are priced; costs
    elsewhere on the day hardly fall by an insertion. Otherwise the whole day is searched.
    """
    key = get(state, KEY, day, stop)
    place = key & PLACE_MASK
    if place == inserted_at or get(state, ROUTE + WORK, LENGTH, day) >= get(facts, DAY, MAX_VISITS, day):
        return find_place(facts, state, day, stop, blinks, slack)
    if place > inserted_at:
        place += 1
    best = price(facts, state, day, stop, place, slack)
    if best == NO_KEY:
        return find_place(facts, state, day, stop, blinks, slack)
    blinks = turn(blinks, day)
    for new in range(inserted_at, inserted_at + 2):
        if not is_skipped(blinks, new, stop):
            best = min(best, price(facts, state, day, stop, new, slack))
    return best


@kernel
def scan_place(facts, state, day, place):
    """Lower the keys of all stops at once by one place of a plain day.

    No branches and unit strides, so that the compiler turns the loop into vector instructions.
    """
    n = facts[N]
    before, after = get(state, SEQ + WORK, day, place), get(state, SEQ + WORK, day, place + 1)
    departure, latest = get(state, EARLY + FED, day, place), get(state, LATE + FED, day, place + 1)
    old_arrival = departure + get(facts, TRAVEL, before, after)
    old_begin = get(state, EARLY + FED, day, place + 1)
    if after < n:
        old_begin -= get(facts, STOP, SERVICE, after)
    first = row(state, KEY, day)
    key = state[first : first + n]
    first = row(facts, OPENS, day)
    opens = facts[first : first + n]
    first = row(facts, CLOSES, day)
    closes = facts[first : first + n]
    first = row(facts, STOP, SERVICE)
    service = facts[first : first + n]
    first = row(facts, TRAVEL, before)
    travel = facts[first : first + n]
    first = row(facts, TRAVEL_IN, after)
    travel_in = facts[first : first + n]
    for stop in range(n):
        begin = max(departure + travel[stop], opens[stop])
        arrival = begin + service[stop] + travel_in[stop]
        cost = (max(arrival - old_begin, 0) << 3) + max(arrival - old_arrival, 0)
        offer = (cost << PLACE_BITS) | place
        fits = (begin <= closes[stop]) & (arrival <= latest)
        key[stop] = min(key[stop], offer if fits else NO_KEY)


@kernel
def scan_day(facts, state, day, blinks):
    """Fill the day's keys for every unrouted stop (on plain days for all stops)."""
    for stop in range(facts[N]):
        put(state, KEY, day, stop, NO_KEY)
    if get(state, ROUTE + WORK, LENGTH, day) >= get(facts, DAY, MAX_VISITS, day):
        return
    if get(facts, DAY, IS_PLAIN, day) == 1:
        blinks = turn(blinks, day)
        for place in range(get(state, ROUTE + WORK, LENGTH, day) + 1):
            if not is_skipped(blinks, place, ZERO):
                scan_place(facts, state, day, place)
        return
    slack = get_drive_slack(facts, state, day)
    for stop in range(facts[N]):
        if get1(state, WHERE, stop) < 0 and get(facts, STOP, USABLE, stop) == 1:
            put(state, KEY, day, stop, find_place(facts, state, day, stop, blinks, slack))


@kernel
def find_gaps(facts):
    """Set HAS_GAPS where a detour over a stop, service included, is quicker than the direct way.

    Without such a gap a stop that does not fit a day does not fit it after further insertions either.
    """
    nodes = facts[N] + facts[K]
    facts[HAS_GAPS] = 0
    for via in range(facts[N]):
        service = get(facts, STOP, SERVICE, via)
        first = row(facts, TRAVEL, via)
        out = facts[first : first + nodes]
        for before in range(nodes):
            to_via = get(facts, TRAVEL, before, via) + service
            first = row(facts, TRAVEL, before)
            direct = facts[first : first + nodes]
            quicker = 0
            for after in range(nodes):
                quicker += to_via + out[after] < direct[after]
            if before == via:
                quicker = 0
            if quicker > 0:
                facts[HAS_GAPS] = 1
                return
