"""What WORK is worth: concave gains, driving, nights, and penalties for what is not kept."""

from __future__ import annotations

from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    CAP,
    CATEGORIES,
    CATEGORY,
    CATEGORY_SUM,
    DAYS,
    DEPOT,
    DEPOT_PRIZE,
    DRIVE_COST,
    DRIVEN,
    GAIN_PCT,
    GAIN_TO,
    GROUP_NIGHTS,
    GROUP_STOPS,
    GROUPS,
    HAS_LINEAR_GAIN,
    HAS_MANDATORY,
    LENGTH,
    MANDATORY,
    NIGHT,
    PENALTY_BROKEN,
    PENALTY_MISSING,
    PRIZE,
    RESOURCES,
    ROUTE,
    SEGMENTS,
    STOP,
    TRAVELLED,
    TRIP_DRIVE_CAP,
    USED,
    WORK,
    get,
    get1,
)
from planner.optimise.kernels.routes import is_sound


@kernel
def evaluate(facts, state):
    """Return the value of WORK in hundredths, less the penalties for what it fails to keep."""
    value = 0
    for category in range(facts[CATEGORIES]):
        value += get_gain(facts, category, get1(state, CATEGORY_SUM, category))
    for night in range(facts[DAYS] - 1):
        value += 100 * get(facts, DEPOT, DEPOT_PRIZE, get1(state, NIGHT + WORK, night))
    broken, drive = 0, 0
    for day in range(facts[DAYS]):
        if is_sound(facts, state, day):
            drive += get(state, ROUTE + WORK, DRIVEN, day)
        else:  # stops that do not mend a broken day must not pay
            broken += 1 if get(state, ROUTE + WORK, LENGTH, day) == 0 else 2
    value -= facts[DRIVE_COST] * drive
    if facts[TRIP_DRIVE_CAP] >= 0 and drive > facts[TRIP_DRIVE_CAP]:
        broken += 1
    for resource in range(facts[RESOURCES]):
        if get1(state, USED, resource) > get1(facts, CAP, resource):
            broken += 1
    return value - facts[PENALTY_BROKEN] * broken - facts[PENALTY_MISSING] * count_missing(facts, state)


@inlined
def get_gain(facts, category, total):
    """Return the hundredths that a category's prizes are worth together."""
    if facts[HAS_LINEAR_GAIN] == 1:
        return 100 * total
    gain, lower = 0, 0
    for segment in range(facts[SEGMENTS]):
        if total <= lower:
            break
        upper = get(facts, GAIN_TO, category, segment)
        gain += (min(total, upper) - lower) * get(facts, GAIN_PCT, category, segment)
        lower = upper
    return gain


@inlined
def get_marginal(facts, state, stop):
    """Return the hundredths that one more stop adds to what its category has."""
    prize = get(facts, STOP, PRIZE, stop)
    if facts[HAS_LINEAR_GAIN] == 1:
        return 100 * prize
    category = get(facts, STOP, CATEGORY, stop)
    total = get1(state, CATEGORY_SUM, category)
    return get_gain(facts, category, total + prize) - get_gain(facts, category, total)


@inlined
def is_missing(facts, state, group):
    """Say whether a mandatory group is satisfied neither by a stop nor by a night."""
    if get1(facts, MANDATORY, group) == 0:
        return False
    return get1(state, GROUP_STOPS, group) + get1(state, GROUP_NIGHTS, group) == 0


@inlined
def count_missing(facts, state):
    """Return the number of mandatory groups not satisfied."""
    missing = 0
    if facts[HAS_MANDATORY] == 1:
        for group in range(facts[GROUPS]):
            if is_missing(facts, state, group):
                missing += 1
    return missing


@inlined
def get_total_travel(facts, state):
    """Return the travel of WORK, the tie-breaker between equal values."""
    travel = 0
    for day in range(facts[DAYS]):
        travel += get(state, ROUTE + WORK, TRAVELLED, day)
    return travel
