"""Schedules in two states: earliest departures forward, latest arrivals backward.

HUNGRY means that the day's meal is still to be taken, FED that it has been taken; a day without a
meal runs in the state FED alone. Every step is monotone in the time before it, so a stop fits between two
neighbours exactly when its own times, computed from the earliest departure of the one before, meet the
latest arrival of the one after: the whole rest of the day is behind that one number (the push-forward
test of Savelsbergh, ORSA Journal on Computing 4, 1992, with two states and several windows).
"""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CLOSES,
    DAY,
    DAY_END,
    DAY_START,
    EARLY,
    FED,
    HAS_MEAL,
    HUNGRY,
    LATE,
    LENGTH,
    MEAL_EARLIEST,
    MEAL_LATEST,
    MEAL_MIN,
    MEAL_PLACE,
    NEVER,
    OPENS,
    ROUTE,
    SEQ,
    SERVES,
    SERVICE,
    STOP,
    TRAVEL,
    WINDOWS,
    WORK,
    get,
    put,
    put1,
)


@inlined
def first_begin(facts, day, stop, time):
    """Return the first moment from `time` on at which service may begin, or NEVER."""
    row = day * facts[WINDOWS]
    for window in range(row, row + facts[WINDOWS]):
        if time <= get(facts, CLOSES, window, stop):
            return max(time, get(facts, OPENS, window, stop))
    return NEVER


@inlined
def last_begin(facts, day, stop, time):
    """Return the last moment up to `time` at which service may begin, or -NEVER."""
    row = day * facts[WINDOWS]
    for window in range(row + facts[WINDOWS] - 1, row - 1, -1):
        closing = get(facts, CLOSES, window, stop)
        if closing >= 0 and get(facts, OPENS, window, stop) <= time:
            return min(time, closing)
    return -NEVER


@inlined
def after_pause(facts, departure, arrival):
    """Return when the next location is ready if the meal is a pause on this leg, or NEVER."""
    if departure > facts[MEAL_LATEST]:
        return NEVER
    return max(arrival, facts[MEAL_EARLIEST]) + facts[MEAL_MIN]


@inlined
def meal_begin(facts, day, stop, arrival):
    """Return the earliest begin of service at which the stop feeds the party, or NEVER."""
    service = get(facts, STOP, SERVICE, stop)
    if get(facts, STOP, SERVES, stop) == 0 or service < facts[MEAL_MIN]:
        return NEVER
    begin = first_begin(facts, day, stop, max(arrival, facts[MEAL_EARLIEST] + facts[MEAL_MIN] - service))
    return begin if begin <= facts[MEAL_LATEST] else NEVER


@kernel
def schedule_day(facts, state, day):
    """Recompute EARLY, LATE and MEAL_PLACE of a day's WORK route."""
    if get(facts, DAY, HAS_MEAL, day) == 0:
        _forward_fed(facts, state, day)
        _backward_fed(facts, state, day)
    else:
        _forward_meal(facts, state, day)
        _backward_meal(facts, state, day)
        _find_meal(facts, state, day)


@inlined
def _forward_fed(facts, state, day):
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    time = get(facts, DAY, DAY_START, day)
    put(state, EARLY + FED, day, 0, time)
    before = get(state, SEQ + WORK, day, 0)
    for place in range(1, last):
        stop = get(state, SEQ + WORK, day, place)
        time = first_begin(facts, day, stop, time + get(facts, TRAVEL, before, stop))
        time += get(facts, STOP, SERVICE, stop)
        put(state, EARLY + FED, day, place, time)
        before = stop
    put(state, EARLY + FED, day, last, time + get(facts, TRAVEL, before, get(state, SEQ + WORK, day, last)))
    put1(state, MEAL_PLACE, day, 0)


@inlined
def _backward_fed(facts, state, day):
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    time = get(facts, DAY, DAY_END, day)
    put(state, LATE + FED, day, last, time)
    after = get(state, SEQ + WORK, day, last)
    for place in range(last - 1, 0, -1):
        stop = get(state, SEQ + WORK, day, place)
        time -= get(facts, TRAVEL, stop, after) + get(facts, STOP, SERVICE, stop)
        time = last_begin(facts, day, stop, time)
        put(state, LATE + FED, day, place, time)
        after = stop


@inlined
def _forward_meal(facts, state, day):
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    hungry, fed = get(facts, DAY, DAY_START, day), NEVER
    put(state, EARLY + HUNGRY, day, 0, hungry)
    put(state, EARLY + FED, day, 0, fed)
    before = get(state, SEQ + WORK, day, 0)
    for place in range(1, last + 1):
        node = get(state, SEQ + WORK, day, place)
        leg = get(facts, TRAVEL, before, node)
        arrival = hungry + leg
        ready = min(fed + leg, after_pause(facts, hungry, arrival))
        hungry, fed = arrival, ready
        if place < last:
            service = get(facts, STOP, SERVICE, node)
            hungry = first_begin(facts, day, node, arrival) + service
            fed = min(first_begin(facts, day, node, ready), meal_begin(facts, day, node, arrival)) + service
        put(state, EARLY + HUNGRY, day, place, hungry)
        put(state, EARLY + FED, day, place, fed)
        before = node


@inlined
def _backward_meal(facts, state, day):
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    earliest, latest, meal = facts[MEAL_EARLIEST], facts[MEAL_LATEST], facts[MEAL_MIN]
    hungry, fed = -NEVER, get(facts, DAY, DAY_END, day)
    put(state, LATE + HUNGRY, day, last, hungry)
    put(state, LATE + FED, day, last, fed)
    after = get(state, SEQ + WORK, day, last)
    for place in range(last - 1, 0, -1):
        stop = get(state, SEQ + WORK, day, place)
        leg, service = get(facts, TRAVEL, stop, after), get(facts, STOP, SERVICE, stop)
        leave_hungry = hungry - leg
        if fed >= earliest + meal:
            leave_hungry = max(leave_hungry, min(latest, fed - leg - meal))
        until_fed = fed - leg - service
        hungry = last_begin(facts, day, stop, leave_hungry - service)
        fed = last_begin(facts, day, stop, until_fed)
        if get(facts, STOP, SERVES, stop) == 1 and service >= meal:
            begin = last_begin(facts, day, stop, min(until_fed, latest))
            if begin >= earliest + meal - service:
                hungry = max(hungry, begin)
        put(state, LATE + HUNGRY, day, place, hungry)
        put(state, LATE + FED, day, place, fed)
        after = stop


@inlined
def _find_meal(facts, state, day):
    """Note the place before or at which the earliest schedule takes its meal: the last change of state."""
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    found = 0
    for place in range(1, last + 1):
        node = get(state, SEQ + WORK, day, place)
        begin = get(state, EARLY + FED, day, place - 1)
        begin += get(facts, TRAVEL, get(state, SEQ + WORK, day, place - 1), node)
        if place < last:
            begin = first_begin(facts, day, node, begin) + get(facts, STOP, SERVICE, node)
        if begin > get(state, EARLY + FED, day, place):
            found = place
    put1(state, MEAL_PLACE, day, found)


@inlined
def is_on_time(facts, state, day):
    """Say whether the day's WORK route reaches its end in time, fed."""
    last = get(state, ROUTE + WORK, LENGTH, day) + 1
    return get(state, EARLY + FED, day, last) <= get(facts, DAY, DAY_END, day)
