"""Putting stops back: mandatory ones first, then the most attractive or the best value for its time."""

from __future__ import annotations

import numpy as np

from planner.optimise.kernels.chance import draw_below, draw_word, happens
from planner.optimise.kernels.insertion import find_place, get_added_drive, get_drive_slack, renew_place, scan_day
from planner.optimise.kernels.jit import inlined, kernel, merged
from planner.optimise.kernels.layout import (
    CANDIDATE,
    DAY,
    DAYS,
    DRIVE_COST,
    FULL_PASS_PCT,
    GAIN_UNIT,
    GROUP,
    GROUPS,
    HAS_FIXED_GAIN,
    HAS_GAPS,
    HAS_MANDATORY,
    HAS_MEAL,
    HAS_TABLES,
    IS_OPEN,
    IS_PLAIN,
    IS_REMOVED,
    KEY,
    LENGTH,
    MAX_VISITS,
    NO_KEY,
    NOISE_PCT,
    NOWHERE,
    PLACE_BITS,
    PLACE_MASK,
    POWER,
    POWER_LEVELS,
    POWER_STEPS,
    RANDOM_ORDER_PCT,
    RATIO_PCT,
    REMOVED,
    REMOVED_COUNT,
    ROUTE,
    SEQ,
    SERVES,
    STOP,
    TOUCHED,
    WEIGHT,
    WHERE,
    WORK,
    ZERO,
    N,
    get,
    get1,
    put,
    put1,
)
from planner.optimise.kernels.routes import insert, is_admissible
from planner.optimise.kernels.worth import get_marginal, is_missing

_VECTOR_SHARE = np.int64(6)
"""On plain days all stops are priced at once when at least every sixth is a candidate."""
_FORCE_PCT = np.int64(20)
_NOISE_UNIT = np.int64(1 << 10)
_CHANCE_UNIT = np.int64(1 << 20)
_DRIVE_FREE_PCT = np.int64(25)
"""Chance that an iteration does not charge driving, so that stops get in that only pay for it together."""
_NO_BLINKS = np.uint64(0)
_NO_BLINKS_PCT = np.int64(50)


@merged
def recreate(facts, state, random):
    """Insert unrouted stops into WORK until none is worth it or fits."""
    blinks = draw_word(random) & draw_word(random) & draw_word(random) & draw_word(random)
    if facts[HAS_MANDATORY] == 1:
        insert_mandatory(facts, state, random, blinks)
    if facts[HAS_GAPS] == 1 and happens(random, _FORCE_PCT):
        force_one(facts, state, random)
    everywhere = happens(random, facts[FULL_PASS_PCT]) or state[REMOVED_COUNT] == 0
    for day in range(facts[DAYS]):
        is_open = everywhere or get1(state, TOUCHED, day) == 1
        put1(state, IS_OPEN, day, is_open)
        if is_open:
            scan_day(facts, state, day, blinks)
    count = list_candidates(facts, state, blinks)
    level = draw_below(random, POWER_LEVELS)
    by_ratio = happens(random, facts[RATIO_PCT])
    by_chance = not by_ratio and happens(random, facts[RANDOM_ORDER_PCT])
    weigh(facts, state, random, count, level, by_chance)
    drive_cost = ZERO if happens(random, _DRIVE_FREE_PCT) else facts[DRIVE_COST]
    while count > 0:
        if facts[HAS_FIXED_GAIN] == 1:
            index, day = choose_fixed(facts, state, count, by_ratio)
        else:
            index, day = choose_net(facts, state, count, level, by_ratio, by_chance, drive_cost)
        if index < 0:
            return
        stop = get1(state, CANDIDATE, index)
        place = get(state, KEY, day, stop) & PLACE_MASK
        slack = get_drive_slack(facts, state, day)
        if get_added_drive(facts, state, day, place, stop) > slack:  # another day used the trip's driving
            put(state, KEY, day, stop, find_place(facts, state, day, stop, blinks, slack))
            continue
        insert(facts, state, day, place, stop)
        count = refresh(facts, state, count, day, place, blinks)


@merged
def force_one(facts, state, random):
    """Insert a random stop at a random place even where the day breaks: another stop may mend it.

    Only a matrix with gaps has stops that fit together but not alone. A day still broken in the end has
    a penalty that is never accepted.
    """
    day = draw_below(random, facts[DAYS])
    stop = draw_below(random, facts[N])
    length = get(state, ROUTE + WORK, LENGTH, day)
    is_free = get1(state, WHERE, stop) < 0 and is_admissible(facts, state, stop)
    if is_free and length < get(facts, DAY, MAX_VISITS, day):
        insert(facts, state, day, draw_below(random, length + 1), stop)


@inlined
def get_power(facts, level, gain):
    """Return (gain / greatest gain) ** a, in 1 / POWER_UNIT, from the table of this level's a."""
    step = gain * POWER_STEPS // facts[GAIN_UNIT]
    return get(facts, POWER, level, min(max(step, 0), POWER_STEPS))


@inlined
def find_day(facts, state, stop):
    """Return the day of a stop's cheapest insertion, or -1.

    Days that are not open speak only of the stops that this iteration took out.
    """
    best_day, best_key = NOWHERE, NO_KEY
    is_removed = get1(state, IS_REMOVED, stop) == 1
    for day in range(facts[DAYS]):
        if is_removed or get1(state, IS_OPEN, day) == 1:
            key = get(state, KEY, day, stop)
            if key < best_key:
                best_day, best_key = np.int64(day), key
    return best_day


@inlined
def may_open_up(facts):
    """Say whether a stop that does not fit now may fit after an insertion.

    A gap in the matrix is one cause, a stop that serves the meal another: it takes the pause out of the day.
    """
    return facts[HAS_GAPS] == 1 or facts[HAS_TABLES] == 1


@merged
def list_candidates(facts, state, blinks):
    """List the unrouted stops that fit somewhere and return their number.

    On days that are not open only the stops that this iteration took out are looked at.
    """
    for day in range(facts[DAYS]):
        if get1(state, IS_OPEN, day) == 0:
            slack = get_drive_slack(facts, state, day)
            for index in range(state[REMOVED_COUNT]):
                stop = get1(state, REMOVED, index)
                if get1(state, WHERE, stop) < 0:
                    put(state, KEY, day, stop, find_place(facts, state, day, stop, blinks, slack))
    return collect_candidates(facts, state)


@inlined
def collect_candidates(facts, state):
    """List the unrouted stops that have a key and return their number."""
    count = 0
    for stop in range(facts[N]):
        if get1(state, WHERE, stop) < 0 and find_day(facts, state, stop) >= 0 and is_admissible(facts, state, stop):
            put1(state, CANDIDATE, count, stop)
            count += 1
    return count


@kernel
def weigh(facts, state, random, count, level, by_chance):
    """Give each candidate its attraction: random, or its gain to the level's power less some noise.

    Where gains change as stops go in, only the random factor is kept; `choose_net` multiplies the rest.
    Where stops may become candidates later, all unrouted ones are weighed.
    """
    if may_open_up(facts):
        for stop in range(facts[N]):
            if get1(state, WHERE, stop) < 0:
                put1(state, WEIGHT, stop, draw_weight(facts, state, random, stop, level, by_chance))
        return
    for index in range(count):
        stop = get1(state, CANDIDATE, index)
        put1(state, WEIGHT, stop, draw_weight(facts, state, random, stop, level, by_chance))


@inlined
def draw_weight(facts, state, random, stop, level, by_chance):
    """Draw the attraction of one stop."""
    if by_chance:
        return 1 + draw_below(random, _CHANCE_UNIT)
    weight = 100 * _NOISE_UNIT - draw_below(random, _NOISE_UNIT) * facts[NOISE_PCT]
    if facts[HAS_FIXED_GAIN] == 1:
        weight *= get_power(facts, level, get_marginal(facts, state, stop))
    return weight


@inlined
def choose_fixed(facts, state, count, by_ratio):
    """Return (index, day) of the most attractive insertion where gains are fixed: the cheapest day of each stop."""
    best_score, best_index, best_day = 0.0, NOWHERE, NOWHERE
    for index in range(count):
        stop = get1(state, CANDIDATE, index)
        day = find_day(facts, state, stop)
        if day < 0:
            continue
        score = float(get1(state, WEIGHT, stop))
        if by_ratio:
            score /= (get(state, KEY, day, stop) >> PLACE_BITS) + 8
        if score > best_score:
            best_score, best_index, best_day = score, np.int64(index), day
    return best_index, best_day


@kernel
def choose_net(facts, state, count, level, by_ratio, by_chance, drive_cost):
    """Return (index, day) of the most attractive insertion where categories saturate or driving costs."""
    best_score, best_index, best_day = 0.0, NOWHERE, NOWHERE
    for index in range(count):
        stop = get1(state, CANDIDATE, index)
        is_removed = get1(state, IS_REMOVED, stop) == 1
        gain = NOWHERE
        for day in range(facts[DAYS]):
            key = get(state, KEY, day, stop)
            if key == NO_KEY or not (is_removed or get1(state, IS_OPEN, day) == 1):
                continue
            if gain < 0:
                gain = get_marginal(facts, state, stop)
            net = gain
            if drive_cost > 0:
                net -= drive_cost * get_added_drive(facts, state, day, key & PLACE_MASK, stop)
            if net <= 0:
                continue
            score = float(get1(state, WEIGHT, stop))
            if not by_chance:
                score *= get_power(facts, level, net)
            if by_ratio or by_chance:
                score /= (key >> PLACE_BITS) + 8
            if score > best_score:
                best_score, best_index, best_day = score, np.int64(index), np.int64(day)
    return best_index, best_day


@merged
def refresh(facts, state, count, day, place, blinks):
    """Look again at a day that gained a stop behind a place; return how many candidates are left."""
    inserted = get(state, SEQ + WORK, day, place + 1)
    feeds = get(facts, DAY, HAS_MEAL, day) == 1 and get(facts, STOP, SERVES, inserted) == 1
    if facts[HAS_GAPS] == 1 or feeds:
        scan_day(facts, state, day, blinks)
        return collect_candidates(facts, state)
    by_vector = get(facts, DAY, IS_PLAIN, day) == 1 and count * _VECTOR_SHARE > facts[N]
    if by_vector:
        scan_day(facts, state, day, blinks)
    slack = get_drive_slack(facts, state, day)
    is_open = get1(state, IS_OPEN, day) == 1
    kept = 0
    for index in range(count):
        stop = get1(state, CANDIDATE, index)
        if get1(state, WHERE, stop) >= 0 or not is_admissible(facts, state, stop):
            continue
        if not by_vector and (is_open or get1(state, IS_REMOVED, stop) == 1):
            key = get(state, KEY, day, stop)
            if key != NO_KEY:
                put(state, KEY, day, stop, renew_place(facts, state, day, stop, place, blinks, slack))
        if find_day(facts, state, stop) >= 0:
            put1(state, CANDIDATE, kept, stop)
            kept += 1
    return kept


@merged
def insert_mandatory(facts, state, random, blinks):
    """Insert a stop of each mandatory group that is missing, in random order, wherever it costs least."""
    first = draw_below(random, facts[GROUPS])
    if happens(random, _NO_BLINKS_PCT):
        blinks = _NO_BLINKS
    for offset in range(facts[GROUPS]):
        group = (first + offset) % facts[GROUPS]
        if not is_missing(facts, state, group):
            continue
        best_stop, best_day, best_key = NOWHERE, NOWHERE, NO_KEY
        for stop in range(facts[N]):
            if get(facts, STOP, GROUP, stop) != group or not is_admissible(facts, state, stop):
                continue
            for day in range(facts[DAYS]):
                key = find_place(facts, state, day, stop, blinks, get_drive_slack(facts, state, day))
                if key < best_key:
                    best_stop, best_day, best_key = np.int64(stop), np.int64(day), key
        if best_stop >= 0:
            insert(facts, state, best_day, best_key & PLACE_MASK, best_stop)
