"""Where a stop fits at least cost: one stop over the places of a day, or all stops at once.

The cost of an insertion, in eighths of a minute, is eight times the delay of the follower's service
plus the follower's later arrival (which tells fillers of waiting time apart), plus, where driving is
paid for, four times the added driving.
"""

from __future__ import annotations

import numpy as np

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    DRIVE_CAP,
    HAS_MEAL,
    IS_PLAIN,
    MAX_VISITS,
    NO_KEY,
    PLACE_BITS,
    SERVICE,
    WORK,
)
from planner.optimise.kernels.timing import after_pause, first_begin, meal_begin

_ONE = np.uint64(1)
_MASK_BITS = np.uint64(63)
_COST_LIMIT = 1 << (60 - PLACE_BITS - 1)


@inlined
def is_skipped(mask, place, stop):
    """Say whether the search overlooks this place for this stop in this iteration (a "blink")."""
    return (mask >> (np.uint64(place + 7 * stop) & _MASK_BITS)) & _ONE == _ONE


@inlined
def get_added_drive(facts, state, day, place, stop):
    """Return the driving minutes added by a stop behind a place."""
    before, after = state.seq[WORK, day, place], state.seq[WORK, day, place + 1]
    return facts.drive[before, stop] + facts.drive[stop, after] - facts.drive[before, after]


@inlined
def get_drive_slack(facts, state, day):
    """Return how many driving minutes the day may gain."""
    slack = facts.day[DRIVE_CAP, day] - state.drive[WORK, day]
    if facts.trip_drive_cap >= 0:
        total = 0
        for other in range(facts.days):
            total += state.drive[WORK, other]
        slack = min(slack, facts.trip_drive_cap - total)
    return slack


@inlined
def _join_key(cost, place):
    return (min(max(cost, 0), _COST_LIMIT) << PLACE_BITS) | place


@inlined
def _find_place_fed(facts, state, day, stop, mask, slack):
    """Cheapest place on a day without a meal."""
    seq, early, late = state.seq[WORK, day], state.early[1, day], state.late[1, day]
    opens, closes = facts.opens, facts.closes
    service = facts.stop[SERVICE, stop]
    last = state.length[WORK, day] + 1
    drive_weight = 4 if facts.drive_cost > 0 else 0
    best = NO_KEY
    closing = closes[day, 0, stop]
    for window in range(1, facts.windows):
        closing = max(closing, closes[day, window, stop])
    for place in range(last):
        departure = early[place]
        if departure > closing:
            break
        if is_skipped(mask, place, stop):
            continue
        before, after = seq[place], seq[place + 1]
        begin = first_begin(opens, closes, day, stop, departure + facts.travel[before, stop])
        arrival = begin + service + facts.travel[stop, after]
        if arrival > late[place + 1]:
            continue
        added_drive = get_added_drive(facts, state, day, place, stop)
        if added_drive > slack:
            continue
        delay = arrival - early[place + 1]
        if place + 1 < last:
            delay += facts.stop[SERVICE, after]
            if delay > 0 and facts.windows > 1:
                delay += first_begin(opens, closes, day, after, arrival) - arrival
        later = max(arrival - departure - facts.travel[before, after], 0)
        cost = 8 * max(delay, 0) + later + drive_weight * max(added_drive, 0)
        best = min(best, _join_key(cost, place))
    return best


@inlined
def _find_place_meal(facts, state, day, stop, mask, slack):
    """Cheapest place on a day with a meal: the same in two states."""
    seq, opens, closes = state.seq[WORK, day], facts.opens, facts.closes
    hungry, fed = state.early[0, day], state.early[1, day]
    service = facts.stop[SERVICE, stop]
    last = state.length[WORK, day] + 1
    drive_weight = 4 if facts.drive_cost > 0 else 0
    best = NO_KEY
    for place in range(last):
        if is_skipped(mask, place, stop):
            continue
        before, after = seq[place], seq[place + 1]
        leg, leg_out, leg_old = facts.travel[before, stop], facts.travel[stop, after], facts.travel[before, after]
        arrival = hungry[place] + leg
        ready = min(fed[place] + leg, after_pause(facts, hungry[place], arrival))
        leave_hungry = first_begin(opens, closes, day, stop, arrival) + service
        leave_fed = service + min(
            first_begin(opens, closes, day, stop, ready), meal_begin(facts, day, stop, arrival)
        )
        reach_hungry = leave_hungry + leg_out
        reach_fed = min(leave_fed + leg_out, after_pause(facts, leave_hungry, reach_hungry))
        if reach_hungry > state.late[0, day, place + 1] and reach_fed > state.late[1, day, place + 1]:
            continue
        added_drive = get_added_drive(facts, state, day, place, stop)
        if added_drive > slack:
            continue
        old_hungry = hungry[place] + leg_old
        if place + 1 < state.fed[day] and reach_hungry <= state.late[0, day, place + 1]:
            later = reach_hungry - old_hungry
            delay = hungry[place + 1]
            reach = reach_hungry
        else:
            later = reach_fed - min(fed[place] + leg_old, after_pause(facts, hungry[place], old_hungry))
            delay = fed[place + 1]
            reach = reach_fed
        if place + 1 < last:
            delay = first_begin(opens, closes, day, after, reach) + facts.stop[SERVICE, after] - delay
        else:
            delay = reach - delay
        cost = 8 * max(delay, 0) + max(later, 0) + drive_weight * max(added_drive, 0)
        best = min(best, _join_key(cost, place))
    return best


@kernel
def find_place(facts, state, day, stop, mask, slack):
    """Return the key (cost, place) of the cheapest feasible insertion of a stop, or NO_KEY."""
    if state.length[WORK, day] >= facts.day[MAX_VISITS, day]:
        return NO_KEY
    if facts.day[HAS_MEAL, day] == 1:
        return _find_place_meal(facts, state, day, stop, mask, slack)
    return _find_place_fed(facts, state, day, stop, mask, slack)


@kernel
def scan_place(key, opens, closes, service, travel, travel_in, times, place):
    """Lower the keys of all stops at once by one place of a plain day.

    No branches and unit strides, so that the compiler turns the loop into vector instructions.
    `times` are: departure before, latest arrival after, old arrival after, old begin after.
    """
    departure, latest, old_arrival, old_begin = times
    for stop in range(key.shape[0]):
        begin = max(departure + travel[stop], opens[stop])
        arrival = begin + service[stop] + travel_in[stop]
        cost = (max(arrival - old_begin, 0) << 3) + max(arrival - old_arrival, 0)
        offer = (cost << PLACE_BITS) | place
        fits = (begin <= closes[stop]) & (arrival <= latest)
        key[stop] = min(key[stop], offer if fits else NO_KEY)


@inlined
def _scan_plain(facts, state, day, mask):
    seq, early, late = state.seq[WORK, day], state.early[1, day], state.late[1, day]
    last = state.length[WORK, day] + 1
    n = facts.n
    for place in range(last):
        if is_skipped(mask, place, 0):
            continue
        before, after = seq[place], seq[place + 1]
        old_begin = early[place + 1]
        if place + 1 < last:
            old_begin -= facts.stop[SERVICE, after]
        times = (early[place], late[place + 1], early[place] + facts.travel[before, after], old_begin)
        scan_place(
            state.key[day], facts.opens[day, 0], facts.closes[day, 0], facts.stop[SERVICE],
            facts.travel[before, :n], facts.travel_in[after, :n], times, place,
        )  # fmt: skip


@kernel
def scan_day(facts, state, day, mask):
    """Fill the day's keys for every unrouted stop (on plain days for all stops)."""
    key = state.key[day]
    for stop in range(facts.n):
        key[stop] = NO_KEY
    if state.length[WORK, day] >= facts.day[MAX_VISITS, day]:
        return
    if facts.day[IS_PLAIN, day] == 1:
        _scan_plain(facts, state, day, mask)
        return
    slack = get_drive_slack(facts, state, day)
    for stop in range(facts.n):
        if state.where[stop] < 0:
            key[stop] = find_place(facts, state, day, stop, mask, slack)
