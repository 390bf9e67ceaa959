"""Putting stops back: mandatory ones first, then the most attractive or the best value for its time."""

from __future__ import annotations

from planner.optimise.kernels.chance import draw_below, draw_word
from planner.optimise.kernels.insertion import find_place, get_added_drive, get_drive_slack, scan_day
from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    GROUP,
    NO_KEY,
    PLACE_BITS,
    POWER_LEVELS,
    POWER_STEPS,
    USABLE,
    WORK,
)
from planner.optimise.kernels.routes import get_marginal, insert, is_missing

_PLACE_MASK = (1 << PLACE_BITS) - 1


@kernel
def recreate(facts, state):
    """Insert unrouted stops into WORK until none is worth it or fits."""
    random = state.random
    blinks = draw_word(random) & draw_word(random) & draw_word(random) & draw_word(random)
    if facts.any_mandatory == 1:
        insert_mandatory(facts, state, blinks)
    everywhere = draw_below(random, 100) < facts.full_pass_pct
    for day in range(facts.days):
        state.is_open[day] = 1 if everywhere else state.touched[day]
        if state.is_open[day]:
            scan_day(facts, state, day, blinks)
    level = draw_below(random, POWER_LEVELS)
    by_ratio = draw_below(random, 100) < facts.ratio_pct
    by_chance = not by_ratio and draw_below(random, 100) < facts.random_order_pct
    drive_cost = facts.drive_cost if draw_below(random, 4) > 0 else 0
    count = list_candidates(facts, state, blinks)
    for index in range(count):
        stop = state.candidates[index]
        noise = 1.0 - draw_below(random, 1024) * facts.noise_pct / 102400.0
        if by_chance:
            noise = (1 + draw_below(random, 1 << 20)) * 1.0
        elif facts.has_fixed_gain == 1:
            noise *= get_power(facts, level, get_marginal(facts, state, stop))
        state.weight[stop] = noise
    while count > 0:
        index, day, key = choose(facts, state, count, level, by_ratio, by_chance, drive_cost)
        if index < 0:
            return
        stop, place = state.candidates[index], key & _PLACE_MASK
        slack = get_drive_slack(facts, state, day)
        if get_added_drive(facts, state, day, place, stop) > slack:  # another day used the trip's driving
            state.key[day, stop] = find_place(facts, state, day, stop, blinks, slack)
            continue
        insert(facts, state, day, place, stop)
        count = refresh(facts, state, count, day, blinks)


@inlined
def get_power(facts, level, gain):
    """Return (gain / greatest gain) ** a from the table of this level's a."""
    step = gain * POWER_STEPS // facts.gain_unit
    return facts.power[level, min(max(step, 0), POWER_STEPS)]


@inlined
def is_admissible(facts, state, stop):
    """Say whether groups, capacity and resources let a stop into the trip."""
    if state.where[stop] >= 0 or facts.stop[USABLE, stop] == 0 or state.group_stops[facts.stop[GROUP, stop]] > 0:
        return False
    for resource in range(state.used.shape[0]):
        if state.used[resource] + facts.resource_use[resource, stop] > facts.resource_cap[resource]:
            return False
    return True


@inlined
def may_enter(state, day, stop):
    """Say whether the keys of this day speak of this stop in this iteration."""
    return state.is_open[day] == 1 or state.is_removed[stop] == 1


@kernel
def list_candidates(facts, state, blinks):
    """List the unrouted stops that fit somewhere and return their number."""
    for index in range(1, state.removed[0] + 1):
        stop = state.removed[index]
        for day in range(facts.days):
            if state.is_open[day] == 0:
                slack = get_drive_slack(facts, state, day)
                state.key[day, stop] = find_place(facts, state, day, stop, blinks, slack)
    count = 0
    for stop in range(facts.n):
        if state.where[stop] >= 0:
            continue
        fits = False
        for day in range(facts.days):
            if may_enter(state, day, stop) and state.key[day, stop] != NO_KEY:
                fits = True
                break
        if fits and is_admissible(facts, state, stop):
            state.candidates[count] = stop
            count += 1
    return count


@inlined
def choose(facts, state, count, level, by_ratio, by_chance, drive_cost):
    """Return (index among the candidates, day, key) of the most attractive insertion; index -1 = none."""
    best_score = 0.0
    best_index, best_day, best_key = -1, -1, NO_KEY
    for index in range(count):
        stop = state.candidates[index]
        day, key = -1, NO_KEY
        for other in range(facts.days):
            if may_enter(state, other, stop) and state.key[other, stop] < key:
                day, key = other, state.key[other, stop]
        if day < 0:
            continue
        score = state.weight[stop]
        if facts.has_fixed_gain == 0:
            gain = get_marginal(facts, state, stop)
            if drive_cost > 0:
                gain -= drive_cost * get_added_drive(facts, state, day, key & _PLACE_MASK, stop)
            if gain <= 0:
                continue
            if not by_chance:
                score *= get_power(facts, level, gain)
        if by_ratio:
            score /= (key >> PLACE_BITS) + 8
        if score > best_score:
            best_score = score
            best_index, best_day, best_key = index, day, key
    return best_index, best_day, best_key


@inlined
def refresh(facts, state, count, day, blinks):
    """Look again at a day that gained a stop; return how many candidates are left."""
    slack = get_drive_slack(facts, state, day)
    kept = 0
    for index in range(count):
        stop = state.candidates[index]
        if not is_admissible(facts, state, stop):
            continue
        if may_enter(state, day, stop) and state.key[day, stop] != NO_KEY:
            state.key[day, stop] = find_place(facts, state, day, stop, blinks, slack)
        for other in range(facts.days):
            if may_enter(state, other, stop) and state.key[other, stop] != NO_KEY:
                state.candidates[kept] = stop
                kept += 1
                break
    return kept


@kernel
def insert_mandatory(facts, state, blinks):
    """Insert a stop of each mandatory group that is missing, in random order, wherever it costs least."""
    groups = facts.group_is_mandatory.shape[0]
    first = draw_below(state.random, groups)
    mask = blinks if draw_below(state.random, 2) == 0 else blinks & ~blinks
    for offset in range(groups):
        group = (first + offset) % groups
        if not is_missing(facts, state, group):
            continue
        best_stop, best_day, best_key = -1, -1, NO_KEY
        for stop in range(facts.n):
            if facts.stop[GROUP, stop] != group or not is_admissible(facts, state, stop):
                continue
            for day in range(facts.days):
                slack = get_drive_slack(facts, state, day)
                key = find_place(facts, state, day, stop, mask, slack)
                if key < best_key:
                    best_stop, best_day, best_key = stop, day, key
        if best_stop >= 0:
            insert(facts, state, best_day, best_key & _PLACE_MASK, best_stop)
