"""Branch and price: parts of the problem, each bounded by column generation, until all are settled.

The bound of the whole is the greatest bound of the parts still open, so stopping early costs
tightness, never validity (Barnhart et al., Operations Research 46, 1998).
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import Final

import numpy as np

from planner.model.problem import Problem, Solution
from planner.model.travel import BoolArray
from planner.optimise.certificate.master import Mixture
from planner.optimise.certificate.parts import Division, Part, list_divisions
from planner.optimise.certificate.pricing import Effort
from planner.optimise.certificate.rounds import Look, Rounds

_WHOLE_EVERY: Final = 8
"""Parts between two searches for a better trip among the known days."""


class Tree:
    """The search for bound and proof.

    Parameters
    ----------
    problem
        The problem.
    incumbent
        A feasible solution.
    ceiling
        An upper bound already known.
    effort
        Most that one pricing may do.
    look
        Called often; False = stop.
    """

    def __init__(self, problem: Problem, incumbent: Solution, ceiling: int, effort: Effort, look: Look) -> None:
        self.problem = problem
        self.rounds = Rounds(problem, incumbent, ceiling, effort, look)
        self.settled = 0
        """Parts that were bounded and divided, or closed."""
        self._look = look
        self._stuck = self.rounds.value
        """Bound of the parts that could not be divided."""
        self._open: list[tuple[int, int, Part]] = []
        self._count = 0
        prices = self.rounds.guess_prices()
        self._push(Part(self.rounds.floor(ceiling), self._allow_stops(), self._allow_evenings(), prices=prices))

    @property
    def bound(self) -> int:
        """No solution is worth more."""
        waiting = -self._open[0][0] if self._open else self.rounds.value
        return max(self.rounds.value, self._stuck, waiting)

    def run(self) -> None:
        """Go on until the bound is met, nothing is left to divide, or the look says stop."""
        while self._open and self.bound > max(self.rounds.value, self._stuck) and self._look():
            part = self._open[0][2]
            outcome = self.rounds.bound(part)
            heapq.heappop(self._open)  # until here its old bound counts
            self._settle(outcome.part, outcome.mixture, outcome.is_done)

    def _settle(self, part: Part, mixture: Mixture | None, is_done: bool) -> None:
        """Close a part, put it back, or put what it is divided into in its place."""
        self.settled += is_done
        if part.bound <= self.rounds.value:
            return
        if not is_done:
            self._push(part)
            return
        if self.settled % _WHOLE_EVERY == 1:
            self.rounds.try_whole(part)
        division = None
        if mixture is not None and part.bound > self.rounds.value:
            division = self._divide(self.rounds.forget_useless(part), mixture)
        if division is not None:
            for child in division:
                self._push(child)
        elif part.bound > self.rounds.value and not part.keeps_ways:
            self._push(replace(part, keeps_ways=True))
        else:
            self._stuck = max(self._stuck, part.bound)

    def _push(self, part: Part) -> None:
        self._count += 1
        heapq.heappush(self._open, (-part.bound, self._count, part))

    def _divide(self, part: Part, mixture: Mixture) -> Division | None:
        """Return the division that costs the mixture most on both sides (strong branching on known days)."""
        master, best, best_score = self.rounds.master, None, -1.0
        days = [(master.columns[i], float(mixture.weights[i])) for i in np.flatnonzero(mixture.weights > 1e-6)]
        for division in list_divisions(self.problem, part, days):
            score = 1.0
            for child in division:
                master.focus(self.rounds.get_limits(child), child)
                answer = master.solve()
                score *= 1.0 if answer is None else max(mixture.value - answer.value, 1.0)
            if score > best_score:
                best, best_score = division, score
        return best

    def _allow_stops(self) -> BoolArray:
        stops = np.zeros((self.problem.n_days, self.problem.n_stops), np.bool_)
        for network in self.rounds.networks:
            stops[network.day, network.stops] = True
        return stops

    def _allow_evenings(self) -> BoolArray:
        problem = self.problem
        evenings = np.zeros((problem.n_days + 1, problem.n_depots), np.bool_)
        evenings[0, problem.start_depot] = evenings[-1, problem.end_depot] = True
        for network in self.rounds.networks[:-1]:
            evenings[network.day + 1, network.ends] = True
        return evenings
