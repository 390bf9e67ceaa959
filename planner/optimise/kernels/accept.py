"""Which change is kept: simulated annealing in the search, descent in the polish; the best is remembered."""

from __future__ import annotations

from planner.optimise.kernels.chance import draw_below, happens
from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    BEST,
    BEST_TRAVEL,
    BEST_VALUE,
    CHANCE_STEPS,
    CURRENT,
    DAYS,
    IS_REMOVED,
    LOG_UNIT,
    MINUS_LOG,
    NIGHT,
    PENALTY_MISSING,
    REMOVED,
    REMOVED_COUNT,
    TIE_PCT,
    TOUCHED,
    TRAVEL_TIME,
    VALUE,
    WORK,
    ZERO,
    get1,
    put1,
)
from planner.optimise.kernels.routes import copy_day, go_back
from planner.optimise.kernels.worth import evaluate, get_total_travel


@inlined
def is_accepted(facts, state, random, value, travel, temperature):
    """Accept what is better, mostly what is equal, and what is worse by the Metropolis rule."""
    loss = state[VALUE] - value
    if loss < 0:
        return True
    if loss == 0:
        return travel <= state[TRAVEL_TIME] or happens(random, facts[TIE_PCT])
    if loss >= facts[PENALTY_MISSING]:
        return False
    return loss * LOG_UNIT < temperature * get1(facts, MINUS_LOG, draw_below(random, CHANCE_STEPS))


@kernel
def commit(facts, state, value, travel):
    """Make WORK current and, where it is better, best."""
    for day in range(facts[DAYS]):
        if get1(state, TOUCHED, day):
            copy_day(state, day, WORK, CURRENT)
            put1(state, TOUCHED, day, 0)
    for night in range(facts[DAYS] - 1):
        put1(state, NIGHT + CURRENT, night, get1(state, NIGHT + WORK, night))
    state[VALUE] = value
    state[TRAVEL_TIME] = travel
    if value > state[BEST_VALUE] or (value == state[BEST_VALUE] and travel < state[BEST_TRAVEL]):
        for day in range(facts[DAYS]):
            copy_day(state, day, CURRENT, BEST)
        for night in range(facts[DAYS] - 1):
            put1(state, NIGHT + BEST, night, get1(state, NIGHT + CURRENT, night))
        state[BEST_VALUE] = value
        state[BEST_TRAVEL] = travel


@kernel
def settle(facts, state):
    """Keep WORK where it beats CURRENT, by value and then by travel; else undo it. Say which."""
    value, travel = evaluate(facts, state), get_total_travel(facts, state)
    forget_removed(state)
    if value > state[VALUE] or (value == state[VALUE] and travel < state[TRAVEL_TIME]):
        commit(facts, state, value, travel)
        return True
    go_back(facts, state)
    return False


@inlined
def forget_removed(state):
    """Empty the list of stops that the last iteration took out."""
    for index in range(state[REMOVED_COUNT]):
        put1(state, IS_REMOVED, get1(state, REMOVED, index), ZERO)
    state[REMOVED_COUNT] = 0
