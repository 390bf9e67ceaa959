"""Column generation on a part of the problem: prices, pricing, new days, until the bound is good enough.

Prices swing wildly from one round to the next; they are therefore drawn towards those of the best bound
(smoothing: Wentges, International Transactions in Operational Research 4, 1997), less and less while
the mixture does not improve.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.model.problem import Problem, Solution
from planner.model.travel import IntArray
from planner.optimise.bound import find_trip_prices
from planner.optimise.certificate.master import Master, Mixture
from planner.optimise.certificate.network import DayNetwork, build_day_network
from planner.optimise.certificate.parts import Part
from planner.optimise.certificate.prices import SHIFT, Prices, fix_prices
from planner.optimise.certificate.pricing import Column, Effort, Pricer
from planner.optimise.certificate.rows import build_trip_rows
from planner.optimise.certificate.trips import get_unit, is_feasible, list_columns, list_near, read_trip
from planner.optimise.value import get_value

_NEAR: Final = 8
"""Groups that a way remembers at a stop, to begin with."""
_SMOOTHING: Final = 0.8
_LEAST_SMOOTHING: Final = 0.1
_FEW: Final = 10
"""New columns; fewer from a hurried pricing call for a longer one."""
_SLACK_OF_GAP: Final = 0.05
_SLACK_OF_BOUND: Final = 0.001
_GOOD_ENOUGH: Final = 0.03
"""Of the way from the incumbent to the mixture: a bound so near the mixture gains nothing by more rounds."""
_WHOLE_NODES: Final = 200
_WHOLE_SECONDS: Final = 1.0
_WHOLE_NODES_UNTIMED: Final = 50
"""Limits of the search for a better trip among known days, with a clock and without one."""

Look = Callable[[], bool]
"""Called often; False = stop now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rounds on a part came to."""

    part: Part
    """With its bound and prices."""
    mixture: Mixture | None
    is_done: bool
    """False where the rounds were broken off."""


class Rounds:
    """The state that all parts share: known days, memory of labels, the best trip."""

    def __init__(self, problem: Problem, incumbent: Solution, ceiling: int, effort: Effort, look: Look) -> None:
        self.problem = problem
        self.incumbent = incumbent
        self.value = get_value(problem, incumbent)
        self.done = 0
        self._effort = effort
        self._look = look
        self._unit = get_unit(problem)
        self.networks = [build_day_network(problem, day) for day in range(problem.n_days)]
        open_stops = sorted({int(stop) for network in self.networks for stop in network.stops})
        self.rows = build_trip_rows(problem, open_stops)
        self.master = Master(problem, self.rows, penalty=2 * max(ceiling - self.value, 0) + 1_000)
        self.pricer = Pricer(problem, list_near(problem, _NEAR))
        self.master.add(list_columns(problem, incumbent))

    def guess_prices(self) -> IntArray:
        """Return the prices of the linear relaxation: a better beginning than those of a single trip."""
        vector = np.zeros(self.rows.n_rows, np.int64)
        for name, price in find_trip_prices(self.problem).items():
            if name in self.rows.named:
                vector[self.rows.named[name]] = round(price * (1 << SHIFT))
        return vector

    def floor(self, value: int) -> int:
        """Return the greatest value that a solution may have up to this one."""
        return value // self._unit * self._unit

    def bound(self, part: Part) -> Outcome:
        """Return the part with a better bound, and the mixture that says where to divide it."""
        networks, limits = self._restrict(part), self.get_limits(part)
        self.master.focus(limits, part)
        effort = replace(self._effort, is_rough=True, keeps_ways=part.keeps_ways)
        smoothing, before, idle = _SMOOTHING, -math.inf, 0
        mixture: Mixture | None = None
        while True:
            if not self._look():
                return Outcome(part, mixture, is_done=False)
            mixture = self.master.solve()
            if mixture is None:
                return Outcome(part, None, is_done=True)
            self._note(mixture)
            if part.bound <= self.value or self.floor(math.floor(mixture.value + 1e-6)) >= part.bound:
                return Outcome(part, mixture, is_done=True)
            has_stalled = mixture.value <= before + 1e-6 * abs(before)
            smoothing = smoothing / 2 if has_stalled else _SMOOTHING
            smoothing = smoothing if smoothing >= _LEAST_SMOOTHING else 0.0
            before = mixture.value
            share = smoothing if self.done else 1.0  # the first prices are the guess alone
            prices = fix_prices(self.problem, self.rows, limits, _mix(part.prices, mixture.prices, share))
            if prices is None:
                return Outcome(part, mixture, is_done=True)
            slack = max(0.0, min(_SLACK_OF_GAP * (part.bound - mixture.value), _SLACK_OF_BOUND * abs(part.bound)))
            known = self._get_known(prices, part)
            answer = self.pricer.price(networks, prices, known, int(slack * (1 << SHIFT)), effort, self._look)
            self.done += 1
            part = part.tighten(self.floor((answer.bound + prices.constant) >> SHIFT), prices.vector)
            fresh = self._add(answer.columns)
            has_settled = effort.is_rough and smoothing == 0.0
            if not answer.is_exact and (fresh < _FEW or has_settled):
                if not effort.is_rough:
                    return Outcome(part, mixture, is_done=True)
                effort = replace(effort, is_rough=False)
            idle = idle + 1 if fresh == 0 and smoothing == 0.0 and answer.is_exact else 0
            if idle > 1 or self._is_good_enough(part, mixture):
                return Outcome(part, mixture, is_done=True)

    def forget_useless(self, part: Part) -> Part:
        """Return the part without what no trip better than the best known one can use."""
        if part.prices is None:
            return part
        prices = fix_prices(self.problem, self.rows, self.get_limits(part), part.prices)
        if prices is None:
            return part
        goal = (self.value << SHIFT) - prices.constant
        useful = self.pricer.find_useful(self._restrict(part), prices, goal, self._effort.comparisons, self._look)
        return part if useful is None else part.restrict(*useful)

    def try_whole(self, part: Part) -> None:
        """Look for a better trip among the known days of a part."""
        self.master.focus(self.get_limits(part), part)
        if self._effort.has_clock:
            chosen = self.master.find_whole(_WHOLE_NODES, _WHOLE_SECONDS)
        else:
            chosen = self.master.find_whole(_WHOLE_NODES_UNTIMED, math.inf)
        if chosen is not None:
            self._offer(chosen)

    def get_limits(self, part: Part) -> list[int]:
        """Return the limits of the rows, with what the part demands."""
        limits = list(self.rows.limit)
        for group in part.required:
            limits[self.rows.at_least[group]] = -1
        return limits

    def _restrict(self, part: Part) -> list[DayNetwork]:
        return [
            network.restrict(part.stops[day], part.evenings[day], part.evenings[day + 1])
            for day, network in enumerate(self.networks)
        ]

    def _get_known(self, prices: Prices, part: Part) -> int:
        """Return a worth at the prices that pricing need not look below: the incumbent's, or that of known days."""
        goal = (self.value << SHIFT) - prices.constant
        chain = self.master.find_best_chain(prices, part)
        return goal if chain is None else max(goal, chain)

    def _is_good_enough(self, part: Part, mixture: Mixture) -> bool:
        """Say whether dividing the part is wiser than more rounds."""
        is_whole = mixture.shortfall < 1e-6 and mixture.value > self.value
        return is_whole and part.bound - mixture.value < _GOOD_ENOUGH * (mixture.value - self.value)

    def _add(self, columns: list[Column]) -> int:
        """Add the days without a group twice; keep the others from coming again."""
        sound, grown = [], 0
        for column in columns:
            groups = [int(self.problem.group[stop]) for stop in column.route]
            if len(set(groups)) == len(groups):
                sound.append(column)
                continue
            last: dict[int, int] = {}
            for place, group in enumerate(groups):
                for stop in column.route[last[group] : place] if group in last else ():
                    grown += group not in self.pricer.near[stop]
                    self.pricer.near[stop].add(group)
                last[group] = place
        return self.master.add(sound) + grown

    def _note(self, mixture: Mixture) -> None:
        """Keep a mixture that is a trip, if it is the best so far."""
        used = np.flatnonzero(mixture.weights > 1e-6)
        if len(used) == self.problem.n_days and mixture.shortfall < 1e-6:
            self._offer([self.master.columns[i] for i in used])

    def _offer(self, columns: list[Column]) -> None:
        solution = read_trip(self.problem, columns)
        if solution is None or get_value(self.problem, solution) <= self.value:
            return
        if is_feasible(self.problem, solution):
            self.incumbent, self.value = solution, get_value(self.problem, solution)


def _mix(center: IntArray | None, fresh: IntArray, share: float) -> IntArray:
    """Return prices between those of the best bound and the new ones, rounded."""
    if center is None or share == 0.0:
        return fresh
    return np.rint(share * center + (1 - share) * fresh).astype(np.int64)
