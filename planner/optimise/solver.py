"""The one door to the search."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from planner.model.problem import Problem, Solution
from planner.optimise.arrays import KernelArrays, as_kernel_arrays, has_room, read_solution, write_best
from planner.optimise.kernels import layout as at
from planner.optimise.kernels import polish, search
from planner.optimise.params import SolveParams, SolveResult
from planner.optimise.pool import RoutePool
from planner.optimise.rounds import list_rounds
from planner.optimise.value import get_value, list_missing_groups

_CHUNK_SECONDS = 0.01
"""Time between two looks at the clock and at the Stop button."""
_MAX_CHUNK = 20_000
_POLISH_SHARE = 0.02
_SAMPLE_EVERY = 400
"""Iterations between two looks of the pool at the current routes."""
_CHOICE_SHARE = 0.03
"""Most of a budget in seconds that one choice from the pool may take."""

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
    arrays = as_kernel_arrays(problem, params, start)
    began += _load_kernels(arrays)
    search.begin(arrays.facts, arrays.state)
    done = _Search(problem, params, arrays, began, on_progress).run()
    _polish(arrays, params, began)
    solution = read_solution(problem, arrays.state)
    is_sound = _keeps_limits(arrays)
    if not is_sound:
        solution = Solution(routes=((),) * problem.n_days, nights=solution.nights)
    missing = list_missing_groups(problem, solution)
    return SolveResult(
        solution=solution,
        value=get_value(problem, solution),
        is_feasible=is_sound and not missing and has_room(problem, solution.nights),
        missing_groups=missing,
        iterations=done,
        cpu_seconds=time.thread_time() - began,
    )


_is_loaded = threading.Event()


def _load_kernels(arrays: KernelArrays) -> float:
    """Compile or load the kernels once per process; return the CPU seconds, which no budget is to pay for."""
    if _is_loaded.is_set():
        return 0.0
    began = time.thread_time()
    state = arrays.state.copy()
    search.begin(arrays.facts, state)
    search.run(arrays.facts, state, arrays.random, 0, 0, 1)
    polish.polish_day(arrays.facts, state, 0)
    _is_loaded.set()
    return time.thread_time() - began


def _keeps_limits(arrays: KernelArrays, value: np.int64 = at.BEST_VALUE) -> bool:
    """Say whether the solution of a value breaks no limit; penalties are spaced so that its value tells."""
    facts = arrays.facts
    return bool(arrays.state[value] > facts[at.PENALTY_MISSING] - facts[at.PENALTY_BROKEN])


class _Search:
    """Chunks of iterations until the budget is used up, in rounds of cooling with a choice of routes after each.

    The size of a chunk follows the clock, the course of the search does not: temperature, samples and
    choices depend on the iteration alone, unless the budget itself is in seconds.
    """

    def __init__(
        self, problem: Problem, params: SolveParams, arrays: KernelArrays, began: float, on_progress: Progress | None
    ) -> None:
        self.problem, self.params, self.arrays, self.on_progress = problem, params, arrays, on_progress
        self.began = time.thread_time()
        self.deadline = None if params.seconds is None else began + params.seconds * (1 - _POLISH_SHARE)
        self.rounds = list(list_rounds(problem, params))
        self.pool = RoutePool(problem) if len(self.rounds) > 1 else None

    def run(self) -> int:
        """Return the number of iterations done."""
        arrays, deadline = self.arrays, self.deadline
        done, chunk, share = 0, 16, 0.0
        total = self.params.iterations if deadline is None else 1 << 40
        while share < 1 and (done < total or deadline is not None):
            count = chunk if deadline is not None else min(chunk, total - done)
            if self.pool is not None and deadline is None:
                count = min(count, _SAMPLE_EVERY - done % _SAMPLE_EVERY)
            chunk_began = time.thread_time()
            search.run(arrays.facts, arrays.state, arrays.random, done, count, total)
            done += count
            now = time.thread_time()
            pace = count / max(now - chunk_began, 1e-6)
            share = self._get_share(done, now)
            if self.pool is not None and (deadline is not None or done % _SAMPLE_EVERY == 0):
                self._sample(self.pool)
                if self.rounds[0].end <= share < 1:
                    self.rounds.pop(0)
                    self._choose(self.pool)
            if deadline is not None:
                total = max(done + chunk, int(done / max(share, 1e-9)))
            remaining = _CHUNK_SECONDS if deadline is None else min(_CHUNK_SECONDS, max(deadline - now, 1e-4))
            chunk = max(1, min(_MAX_CHUNK, int(pace * remaining)))
            if self.on_progress is not None and not self.on_progress(done, total, int(arrays.state[at.BEST_VALUE])):
                break
        return done

    def _get_share(self, done: int, now: float) -> float:
        """Return how much of the budget is used."""
        if self.deadline is None:
            return done / self.params.iterations
        return (now - self.began) / max(self.deadline - self.began, 1e-6)

    def _sample(self, pool: RoutePool) -> None:
        """Show the pool the current routes."""
        state = self.arrays.state
        if _keeps_limits(self.arrays, at.VALUE):
            pool.add(read_solution(self.problem, state, at.CURRENT), int(state[at.VALUE]))

    def _choose(self, pool: RoutePool) -> None:
        """Let the pool choose, and go on from the best solution known."""
        facts, state = self.arrays.facts, self.arrays.state
        if _keeps_limits(self.arrays, at.BEST_VALUE):
            pool.add(read_solution(self.problem, state), int(state[at.BEST_VALUE]))
        seconds = None if self.params.seconds is None else self.params.seconds * _CHOICE_SHARE
        better = pool.choose(int(state[at.BEST_VALUE]), seconds=seconds)
        if better is not None:
            write_best(self.problem, state, better)
        polish.load_best(facts, state)


def _polish(arrays: KernelArrays, params: SolveParams, began: float) -> None:
    """Descend from the best solution until nothing helps or the time is up."""
    facts, state = arrays.facts, arrays.state
    days, stops, longest = int(facts[at.DAYS]), int(facts[at.N]), int(state[at.SEQ + at.WORK + 1])
    polish.load_best(facts, state)
    helped = True
    while helped:
        helped = bool(facts[at.FREE_NIGHTS] > 0) and polish.polish_nights(facts, state)
        helped |= polish.polish_gaps(facts, state)
        for day in range(days):
            helped |= polish.polish_day(facts, state, day)
            for place in range(1, longest):
                if params.seconds is not None and time.thread_time() >= began + params.seconds:
                    return
                helped |= polish.polish_place(facts, state, day, place)
        for stop in range(stops):
            if params.seconds is not None and time.thread_time() >= began + params.seconds:
                return
            helped |= polish.polish_stop(facts, state, stop)
