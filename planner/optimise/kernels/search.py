"""The search: ruin, recreate, accept by simulated annealing, remember the best."""

from __future__ import annotations

import numpy as np

from planner.model.travel import IntArray
from planner.optimise.kernels.accept import commit, forget_removed, is_accepted, settle
from planner.optimise.kernels.chance import WordArray
from planner.optimise.kernels.insertion import find_gaps
from planner.optimise.kernels.jit import kernel
from planner.optimise.kernels.layout import (
    COOLING,
    COOLING_STEPS,
    DAYS,
    FREE_NIGHTS,
    IN,
    NIGHT,
    OUT,
    TOUCHED,
    WORK,
    get1,
    put1,
)
from planner.optimise.kernels.nights import chain_nights
from planner.optimise.kernels.recreate import recreate
from planner.optimise.kernels.routes import copy_day, count_day, count_night, go_back, measure_day, set_night
from planner.optimise.kernels.ruin import ruin
from planner.optimise.kernels.worth import evaluate, get_total_travel

_CHAIN_EVERY = np.int64(500)
"""Iterations between two looks at the whole chain of nights."""


def begin(facts: IntArray, state: IntArray) -> None:
    """Count and measure the WORK routes and nights as given, and make them current and best."""
    find_gaps(facts)
    load(facts, state, WORK)


@kernel
def load(facts, state, source):
    """Make the WORK routes, counted here for the first time, or another set of routes current."""
    if source != WORK:
        for day in range(facts[DAYS]):
            count_day(facts, state, day, OUT)
    for night in range(facts[DAYS] - 1):
        if source == WORK:
            count_night(facts, state, get1(state, NIGHT + WORK, night), IN)
        else:
            set_night(facts, state, night, get1(state, NIGHT + source, night))
    for day in range(facts[DAYS]):
        if source != WORK:
            copy_day(state, day, source, WORK)
        count_day(facts, state, day, IN)
        measure_day(facts, state, day)
        put1(state, TOUCHED, day, 1)
    commit(facts, state, evaluate(facts, state), get_total_travel(facts, state))


@kernel
def run(facts: IntArray, state: IntArray, random: WordArray, first: int, count: int, total: int) -> None:
    """Run iterations first..first + count - 1 of a run of `total`, which sets the temperature."""
    for iteration in range(first, first + count):
        temperature = get1(facts, COOLING, min(iteration * COOLING_STEPS // total, COOLING_STEPS))
        forget_removed(state)
        if facts[FREE_NIGHTS] > 0 and iteration % _CHAIN_EVERY == 0:
            chain_nights(facts, state)
            settle(facts, state)
        ruin(facts, state, random)
        recreate(facts, state, random)
        value = evaluate(facts, state)
        travel = get_total_travel(facts, state)
        if is_accepted(facts, state, random, value, travel, temperature):
            commit(facts, state, value, travel)
        else:
            go_back(facts, state)
