"""The search: ruin, recreate, accept by simulated annealing, remember the best."""

from __future__ import annotations

from planner.optimise.kernels.chance import draw_below
from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    BEST,
    BEST_TRAVEL,
    BEST_VALUE,
    CHANCE_STEPS,
    COOLING,
    COOLING_STEPS,
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
    get,
    put,
)
from planner.optimise.kernels.recreate import recreate
from planner.optimise.kernels.routes import copy_day, count_day, count_night, go_back, measure_day
from planner.optimise.kernels.ruin import ruin
from planner.optimise.kernels.worth import evaluate, get_total_travel


@kernel
def begin(facts, state):
    """Count and measure the WORK routes and nights as given, and make them current and best."""
    for night in range(facts[DAYS] - 1):
        count_night(facts, state, get(state, NIGHT + WORK, 0, night), 1)
    for day in range(facts[DAYS]):
        count_day(facts, state, day, 1)
        measure_day(facts, state, day)
        put(state, TOUCHED, 0, day, 1)
    commit(facts, state, evaluate(facts, state), get_total_travel(facts, state))


@kernel
def run(facts, state, random, first, count, total):
    """Run iterations first..first + count - 1 of a run of `total`, which sets the temperature."""
    for iteration in range(first, first + count):
        temperature = get(facts, COOLING, 0, min(iteration * COOLING_STEPS // total, COOLING_STEPS))
        for index in range(state[REMOVED_COUNT]):
            put(state, IS_REMOVED, 0, get(state, REMOVED, 0, index), 0)
        state[REMOVED_COUNT] = 0
        ruin(facts, state, random)
        recreate(facts, state, random)
        value = evaluate(facts, state)
        travel = get_total_travel(facts, state)
        if is_accepted(facts, state, random, value, travel, temperature):
            commit(facts, state, value, travel)
        else:
            go_back(facts, state)


@inlined
def is_accepted(facts, state, random, value, travel, temperature):
    """Accept what is better, mostly what is equal, and what is worse by the Metropolis rule."""
    loss = state[VALUE] - value
    if loss < 0:
        return True
    if loss == 0:
        return travel <= state[TRAVEL_TIME] or draw_below(random, 100) < facts[TIE_PCT]
    if loss >= facts[PENALTY_MISSING]:
        return False
    return loss * LOG_UNIT < temperature * get(facts, MINUS_LOG, 0, draw_below(random, CHANCE_STEPS))


@kernel
def commit(facts, state, value, travel):
    """Make WORK current and, where it is better, best."""
    for day in range(facts[DAYS]):
        if get(state, TOUCHED, 0, day):
            copy_day(state, day, WORK, CURRENT)
            put(state, TOUCHED, 0, day, 0)
    for night in range(facts[DAYS] - 1):
        put(state, NIGHT + CURRENT, 0, night, get(state, NIGHT + WORK, 0, night))
    state[VALUE] = value
    state[TRAVEL_TIME] = travel
    if value > state[BEST_VALUE] or (value == state[BEST_VALUE] and travel < state[BEST_TRAVEL]):
        for day in range(facts[DAYS]):
            copy_day(state, day, CURRENT, BEST)
        for night in range(facts[DAYS] - 1):
            put(state, NIGHT + BEST, 0, night, get(state, NIGHT + CURRENT, 0, night))
        state[BEST_VALUE] = value
        state[BEST_TRAVEL] = travel
