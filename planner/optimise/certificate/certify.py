"""The one door to the certificate."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.model.problem import Problem, Solution
from planner.optimise.bound import Bound, get_upper_bound
from planner.optimise.certificate.network import build_day_network
from planner.optimise.certificate.prices import SHIFT, fix_prices
from planner.optimise.certificate.pricing import Effort, Pricer
from planner.optimise.certificate.rows import build_trip_rows
from planner.optimise.certificate.tree import Tree
from planner.optimise.certificate.trips import is_feasible, list_near
from planner.optimise.params import SolveParams
from planner.optimise.solver import solve
from planner.optimise.value import get_value

METHOD: Final = "branch and price"
"""Name of the method in certificates."""
_SEARCH_SHARE = 0.1
"""Of the seconds, for a first solution where none is given."""
_SEARCH_ITERATIONS = 5_000
_COMPARISONS_OF_ROUND = 2_000_000
"""Of labels, a day, where no clock stops a round that takes too long."""

Progress = Callable[[int, int, int], bool]
"""Called with (rounds done, value, bound); False stops."""


@dataclass(frozen=True, slots=True)
class Certified:
    """What is proved about a problem."""

    bound: Bound
    solution: Solution | None
    """Better than the incumbent, or the first one where none was given; None = none found."""
    is_optimal: bool
    """The incumbent, or `solution` where there is one, attains the bound."""
    rounds: int
    """Rounds of pricing."""
    cpu_seconds: float


def certify(
    problem: Problem,
    *,
    incumbent: Solution | None = None,
    seconds: float | None = None,
    rounds: int | None = None,
    on_progress: Progress | None = None,
) -> Certified:
    """Bound the value of every solution, and prove the incumbent optimal or better it where possible.

    Parameters
    ----------
    problem
        The problem; never changed.
    incumbent
        A feasible solution; one is searched for when None.
    seconds
        CPU seconds of the calling thread; not reproducible.
    rounds
        Rounds of pricing at most; with `seconds` unset, the same call gives the same answer.
    on_progress
        Called at least every 0.2 s or so; see `Progress`.

    Returns
    -------
    Certified
        Valid at whatever moment it stopped. The method of the bound is `METHOD`, or that of
        `get_upper_bound` where nothing better was proved.

    Raises
    ------
    ValueError
        Without any budget, or with an incumbent that is not feasible.
    """
    if seconds is None and rounds is None:
        raise ValueError("a certificate needs a budget: seconds or rounds")
    began = time.thread_time()
    first = incumbent
    if first is None:
        params = SolveParams(
            iterations=_SEARCH_ITERATIONS, seconds=None if seconds is None else seconds * _SEARCH_SHARE
        )
        found = solve(problem, params)
        first = found.solution if found.is_feasible else None
    elif not is_feasible(problem, first):
        raise ValueError("the incumbent breaks a rule of the problem")
    plain = get_upper_bound(problem)
    if first is None or plain.value <= get_value(problem, first):
        is_optimal = first is not None
        return Certified(plain, None if incumbent else first, is_optimal, 0, time.thread_time() - began)

    def look() -> bool:
        if seconds is not None and time.thread_time() - began >= seconds:
            return False
        if rounds is not None and tree.rounds.done >= rounds:
            return False
        return on_progress is None or on_progress(tree.rounds.done, tree.rounds.value, tree.bound)

    effort = Effort(comparisons=_COMPARISONS_OF_ROUND, has_clock=False) if seconds is None else Effort()
    tree = Tree(problem, first, plain.value, effort, look)
    tree.run()
    bound = Bound(tree.bound, METHOD) if tree.bound < plain.value else plain
    state = tree.rounds
    better = state.incumbent if incumbent is None or state.value > get_value(problem, incumbent) else None
    return Certified(bound, better, state.value >= bound.value, state.done, time.thread_time() - began)


def load_kernels(problem: Problem) -> None:
    """Compile every kernel of this package, or load it from the cache, on a small problem."""
    networks = [build_day_network(problem, day) for day in range(problem.n_days)]
    rows = build_trip_rows(problem, range(problem.n_stops))
    pricer = Pricer(problem, list_near(problem, 1))
    for price in (0, 1 << (SHIFT + 10)):  # stops worth nothing are left out, dear ones are visited
        vector = np.zeros(rows.n_rows, np.int64)
        vector[list(rows.at_least.values())] = price
        prices = fix_prices(problem, rows, rows.limit, vector)
        if prices is not None:
            for effort in (Effort(is_rough=True), Effort()):
                pricer.price(networks, prices, -prices.constant, 1 << 40, effort, lambda: True)
            pricer.find_useful(networks, prices, -(1 << 40), Effort().comparisons, lambda: True)
