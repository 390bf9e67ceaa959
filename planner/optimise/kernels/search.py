"""The search: ruin, recreate, accept by simulated annealing, remember the best."""

from __future__ import annotations

from planner.model.travel import IntArray
from planner.optimise.kernels.chance import WordArray, draw_below, happens
from planner.optimise.kernels.insertion import find_gaps
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
    IN,
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
    get1,
    put1,
)
from planner.optimise.kernels.recreate import recreate
from planner.optimise.kernels.routes import copy_day, count_day, count_night, go_back, measure_day
from planner.optimise.kernels.ruin import ruin
from planner.optimise.kernels.worth import evaluate, get_total_travel


@kernel
def begin(facts: IntArray, state: IntArray) -> None:
    """Count and measure the WORK routes and nights as given, and make them current and best."""
    find_gaps(facts)
    for night in range(facts[DAYS] - 1):
        count_night(facts, state, get1(state, NIGHT + WORK, night), IN)
    for day in range(facts[DAYS]):
        count_day(facts, state, day, IN)
        measure_day(facts, state, day)
        put1(state, TOUCHED, day, 1)
    commit(facts, state, evaluate(facts, state), get_total_travel(facts, state))


@kernel
def run(facts: IntArray, state: IntArray, random: WordArray, first: int, count: int, total: int) -> None:
    """Run iterations first..first + count - 1 of a run of `total`, which sets the temperature."""
    for iteration in range(first, first + count):
        temperature = get1(facts, COOLING, min(iteration * COOLING_STEPS // total, COOLING_STEPS))
        for index in range(state[REMOVED_COUNT]):
            put1(state, IS_REMOVED, get1(state, REMOVED, index), 0)
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
