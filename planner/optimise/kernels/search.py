"""The search: ruin, recreate, accept by simulated annealing, remember the best."""

from __future__ import annotations

from planner.optimise.kernels.chance import draw_below
from planner.optimise.kernels.jit import inlined, kernel
from planner.optimise.kernels.layout import (
    BEST,
    BEST_TRAVEL,
    BEST_VALUE,
    CHANCE_STEPS,
    COOLING_STEPS,
    CURRENT,
    LOG_UNIT,
    TRAVEL,
    VALUE,
    WORK,
)
from planner.optimise.kernels.recreate import recreate
from planner.optimise.kernels.routes import (
    copy_day,
    count_in,
    count_night,
    evaluate,
    get_total_travel,
    go_back,
    measure_day,
)
from planner.optimise.kernels.ruin import ruin


@kernel
def begin(facts, state):
    """Count and measure the WORK routes and nights as given, and make them current and best."""
    state.where[:] = -1
    for night in range(facts.days - 1):
        count_night(facts, state, state.nights[WORK, night], 1)
    for day in range(facts.days):
        for place in range(1, state.length[WORK, day] + 1):
            count_in(facts, state, day, state.seq[WORK, day, place])
        measure_day(facts, state, day)
        state.touched[day] = 1
    state.score[BEST_VALUE] = -(1 << 62)
    commit(facts, state, evaluate(facts, state), get_total_travel(facts, state))


@kernel
def run(facts, state, first, count, total):
    """Run iterations first..first + count - 1 of a run of `total`, which sets the temperature."""
    for iteration in range(first, first + count):
        temperature = facts.cooling[min(iteration * COOLING_STEPS // total, COOLING_STEPS)]
        for index in range(1, state.removed[0] + 1):
            state.is_removed[state.removed[index]] = 0
        state.removed[0] = 0
        ruin(facts, state)
        recreate(facts, state)
        value = evaluate(facts, state)
        travel = get_total_travel(facts, state)
        if is_accepted(facts, state, value, travel, temperature):
            commit(facts, state, value, travel)
        else:
            go_back(facts, state)
        for day in range(facts.days):
            state.touched[day] = 0


@inlined
def is_accepted(facts, state, value, travel, temperature):
    """Accept what is better, mostly what is equal, and what is worse by the Metropolis rule."""
    loss = state.score[VALUE] - value
    if loss < 0:
        return True
    if loss == 0:
        return travel <= state.score[TRAVEL] or draw_below(state.random, 100) < facts.tie_pct
    if loss >= facts.penalty_missing:
        return False
    return loss * LOG_UNIT < temperature * facts.minus_log[draw_below(state.random, CHANCE_STEPS)]


@kernel
def commit(facts, state, value, travel):
    """Make WORK current and, where it is better, best."""
    for day in range(facts.days):
        if state.touched[day]:
            copy_day(state, day, WORK, CURRENT)
            state.touched[day] = 0
    for night in range(facts.days - 1):
        state.nights[CURRENT, night] = state.nights[WORK, night]
    state.score[VALUE] = value
    state.score[TRAVEL] = travel
    best = state.score[BEST_VALUE]
    if value > best or (value == best and travel < state.score[BEST_TRAVEL]):
        for day in range(facts.days):
            copy_day(state, day, CURRENT, BEST)
        for night in range(facts.days - 1):
            state.nights[BEST, night] = state.nights[CURRENT, night]
        state.score[BEST_VALUE] = value
        state.score[BEST_TRAVEL] = travel
