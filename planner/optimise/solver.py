"""The one door to the search."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from planner.model.problem import Problem, Solution
from planner.optimise.arrays import as_kernel_arrays, build_state, has_room, read_best
from planner.optimise.kernels import layout, search
from planner.optimise.kernels.layout import Facts, State
from planner.optimise.params import SolveParams, SolveResult
from planner.optimise.value import get_value, list_missing_groups

_CHUNK_SECONDS = 0.01
"""Time between two looks at the clock and at the Stop button."""
_MAX_CHUNK = 20_000
_POLISH_SHARE = 0.02

Progress = Callable[[int, int, int], bool]


def solve(
    problem: Problem,
    params: SolveParams | None = None,
    *,
    start: Solution | None = None,
    on_progress: Progress | None = None,
) -> SolveResult:
    """Choose stops, their days and order, and the nights, by ruin and recreate.

    Parameters
    ----------
    problem
        The problem; never changed.
    params
        Budget, seed and search parameters; the defaults of `SolveParams` when None.
    start
        A feasible solution to begin from; from empty days when None.
    on_progress
        Called every few milliseconds with (iterations done, iterations in all, best value so far in
        hundredths); returns False to stop. With a budget in seconds the total is an estimate.

    Returns
    -------
    SolveResult
        Mandatory groups come before any value, limits before mandatory groups.
    """
    params = params or SolveParams()
    began = time.thread_time()
    facts = as_kernel_arrays(problem, params)
    state = build_state(facts, start or build_empty(problem), params.seed)
    search.begin(facts, state)
    done = _search(facts, state, params, began, on_progress)
    solution = read_best(state)
    missing = list_missing_groups(problem, solution)
    is_sound = int(state.score[layout.BEST_VALUE]) > -facts.penalty_broken + facts.penalty_missing
    return SolveResult(
        solution=solution,
        value=get_value(problem, solution),
        is_feasible=is_sound and not missing and has_room(problem, solution.nights),
        missing_groups=missing,
        iterations=done,
        cpu_seconds=time.thread_time() - began,
    )


def build_empty(problem: Problem) -> Solution:
    """Return a solution that visits nothing, each night at its first option."""
    nights = tuple(int(np.flatnonzero(row)[0]) for row in problem.night_is_option)
    return Solution(routes=((),) * problem.n_days, nights=nights)


def _search(facts: Facts, state: State, params: SolveParams, began: float, on_progress: Progress | None) -> int:
    """Run chunks until the budget is used up; return the number of iterations done.

    The size of a chunk follows the clock, the course of the search does not: the temperature depends
    on the iteration alone, unless the budget itself is in seconds.
    """
    done, chunk, total = 0, 16, params.iterations
    deadline = None if params.seconds is None else began + params.seconds * (1 - _POLISH_SHARE)
    search_began = chunk_began = time.thread_time()
    while done < total or deadline is not None:
        if deadline is not None:
            if chunk_began >= deadline:
                break
            share = (chunk_began - search_began) / (deadline - search_began)
            total = max(done + chunk, int(done / share)) if share > 0 else 1 << 40
        count = min(chunk, total - done)
        search.run(facts, state, done, count, total)
        done += count
        now = time.thread_time()
        pace = count / max(now - chunk_began, 1e-6)
        remaining = _CHUNK_SECONDS if deadline is None else min(_CHUNK_SECONDS, max(deadline - now, 1e-4))
        chunk = max(1, min(_MAX_CHUNK, int(pace * remaining)))
        chunk_began = now
        if on_progress is not None and not on_progress(done, total, int(state.score[layout.BEST_VALUE])):
            break
    return done
