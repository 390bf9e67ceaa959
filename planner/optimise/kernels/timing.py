"""Schedules in two states: earliest departures forward, latest arrivals backward.

State 0 means that the day's meal is still to be taken, state 1 that it has been taken; a day without
a meal runs in state 1 alone. Every step is monotone in the time before it, so a stop fits between two
neighbours exactly when its own times, computed from the earliest departure of the one before, meet the
latest arrival of the one after: the whole rest of the day is behind that one number (the push-forward
test of Savelsbergh, ORSA Journal on Computing 4, 1992, with two states and several windows).
"""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    DAY_END,
    DAY_START,
    HAS_MEAL,
    NEVER,
    SERVES,
    SERVICE,
    WORK,
)


@inlined
def first_begin(opens, closes, day, stop, time):
    """Return the first moment from `time` on at which service may begin, or NEVER."""
    for window in range(opens.shape[1]):
        if time <= closes[day, window, stop]:
            return max(time, opens[day, window, stop])
    return NEVER


@inlined
def last_begin(opens, closes, day, stop, time):
    """Return the last moment up to `time` at which service may begin, or -NEVER."""
    for window in range(opens.shape[1] - 1, -1, -1):
        closing = closes[day, window, stop]
        if closing >= 0 and opens[day, window, stop] <= time:
            return min(time, closing)
    return -NEVER


@inlined
def after_pause(facts, departure, arrival):
    """Return when the next location is ready if the meal is a pause on this leg, or NEVER."""
    if departure > facts.meal_latest:
        return NEVER
    return max(arrival, facts.meal_earliest) + facts.meal_min


@inlined
def meal_begin(facts, day, stop, arrival):
    """Return the earliest begin of service at which the stop feeds the party, or NEVER."""
    service = facts.stop[SERVICE, stop]
    if facts.stop[SERVES, stop] == 0 or service < facts.meal_min:
        return NEVER
    begin = first_begin(
        facts.opens, facts.closes, day, stop, max(arrival, facts.meal_earliest + facts.meal_min - service)
    )
    return begin if begin <= facts.meal_latest else NEVER


@kernel
def schedule_day(facts, state, day):
    """Recompute `early`, `late` and `fed` of a day's WORK route."""
    if facts.day[HAS_MEAL, day] == 0:
        _forward_fed(facts, state, day)
        _backward_fed(facts, state, day)
    else:
        _forward_meal(facts, state, day)
        _backward_meal(facts, state, day)


@inlined
def _forward_fed(facts, state, day):
    seq, early = state.seq[WORK, day], state.early[1, day]
    last = state.length[WORK, day] + 1
    time = facts.day[DAY_START, day]
    early[0] = time
    for place in range(1, last):
        stop = seq[place]
        time = first_begin(facts.opens, facts.closes, day, stop, time + facts.travel[seq[place - 1], stop])
        time += facts.stop[SERVICE, stop]
        early[place] = time
    early[last] = time + facts.travel[seq[last - 1], seq[last]]
    state.fed[day] = 0


@inlined
def _backward_fed(facts, state, day):
    seq, late = state.seq[WORK, day], state.late[1, day]
    last = state.length[WORK, day] + 1
    time = facts.day[DAY_END, day]
    late[last] = time
    for place in range(last - 1, 0, -1):
        stop = seq[place]
        time = time - facts.travel[stop, seq[place + 1]] - facts.stop[SERVICE, stop]
        time = last_begin(facts.opens, facts.closes, day, stop, time)
        late[place] = time


@inlined
def _forward_meal(facts, state, day):
    seq, hungry, fed = state.seq[WORK, day], state.early[0, day], state.early[1, day]
    last = state.length[WORK, day] + 1
    hungry[0] = facts.day[DAY_START, day]
    fed[0] = NEVER
    for place in range(1, last + 1):
        node = seq[place]
        leg = facts.travel[seq[place - 1], node]
        arrival = hungry[place - 1] + leg
        ready = min(fed[place - 1] + leg, after_pause(facts, hungry[place - 1], arrival))
        if place == last:
            hungry[place], fed[place] = arrival, ready
        else:
            service = facts.stop[SERVICE, node]
            hungry[place] = first_begin(facts.opens, facts.closes, day, node, arrival) + service
            begin = min(
                first_begin(facts.opens, facts.closes, day, node, ready), meal_begin(facts, day, node, arrival)
            )
            fed[place] = begin + service
    state.fed[day] = _find_meal(facts, state, day)


@inlined
def _find_meal(facts, state, day):
    """Return the place before or at which the earliest schedule takes its meal."""
    seq, fed = state.seq[WORK, day], state.early[1, day]
    place = state.length[WORK, day] + 1
    if fed[place] != fed[place - 1] + facts.travel[seq[place - 1], seq[place]]:
        return place
    place -= 1
    while place > 0:
        node = seq[place]
        ready = fed[place - 1] + facts.travel[seq[place - 1], node]
        begin = first_begin(facts.opens, facts.closes, day, node, ready)
        if begin + facts.stop[SERVICE, node] != fed[place]:
            return place
        place -= 1
    return 0


@inlined
def _backward_meal(facts, state, day):
    seq, hungry, fed = state.seq[WORK, day], state.late[0, day], state.late[1, day]
    last = state.length[WORK, day] + 1
    fed[last] = facts.day[DAY_END, day]
    hungry[last] = -NEVER
    for place in range(last - 1, 0, -1):
        stop = seq[place]
        leg = facts.travel[stop, seq[place + 1]]
        service = facts.stop[SERVICE, stop]
        leave_fed = fed[place + 1] - leg
        leave_hungry = hungry[place + 1] - leg
        if fed[place + 1] >= facts.meal_earliest + facts.meal_min:
            leave_hungry = max(leave_hungry, min(facts.meal_latest, leave_fed - facts.meal_min))
        fed[place] = last_begin(facts.opens, facts.closes, day, stop, leave_fed - service)
        hungry[place] = last_begin(facts.opens, facts.closes, day, stop, leave_hungry - service)
        if facts.stop[SERVES, stop] == 1 and service >= facts.meal_min:
            begin = last_begin(
                facts.opens, facts.closes, day, stop, min(leave_fed - service, facts.meal_latest)
            )
            if begin >= facts.meal_earliest + facts.meal_min - service:
                hungry[place] = max(hungry[place], begin)


@inlined
def is_on_time(facts, state, day):
    """Say whether the day's WORK route reaches its end in time, fed."""
    return state.early[1, day, state.length[WORK, day] + 1] <= facts.day[DAY_END, day]
