"""The best trip at given prices, exactly: one labelling per day along the chain of nights.

The nights need no prices. The worth with which a day starts at a depot is the best worth of the trip up
to it, so that day by day the labels carry whole trips; the completion bound, filled backwards over the
same chain, tells what the rest of the trip can add at most. Only what can pass the best trip known is
looked at, and the search may stop at any moment: the completion bound alone is a bound, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from planner.model.problem import Problem
from planner.model.travel import BoolArray, IntArray
from planner.optimise.certificate.kernels import labelling as at
from planner.optimise.certificate.kernels.completion import Rest, fill_rest, fill_starts
from planner.optimise.certificate.kernels.day import IS_ROUGH, NEVER, STEPS, WORST
from planner.optimise.certificate.network import DayNetwork, PricedDay, price_day
from planner.optimise.certificate.prices import Prices

MAX_LABELS: Final = 200_000
"""Labels of a day at most."""
_POPS: Final = 200
"""Labels extended between two looks at the clock."""
_WORD: Final = 64
_PER_STOP: Final = 4
"""Columns of one pricing in which a stop may be before columns without a rarer stop are skipped."""

Tick = Callable[[], bool]
"""Called between slices; False = stop now."""


@dataclass(frozen=True, slots=True)
class Column:
    """A day: from where to where, by which stops."""

    day: int
    start: int
    end: int
    route: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much one pricing may look at."""

    columns: int = 60
    """Columns a day."""
    comparisons: int = 100_000_000
    """Of labels with each other, a day: what long pricing spends its time on."""
    has_clock: bool = True
    """False where the same work must come to the same end: limits then count work, never time."""
    keeps_ways: bool = False
    """Whether to look at all stops, on the ways as they are, instead of leaving out what is worth nothing."""
    is_rough: bool = False
    """Whether to look for good days alone: quick, and never exact."""


@dataclass(slots=True)
class Answer:
    """What pricing found out."""

    bound: int
    """No trip is worth more at these prices; hundredths over 2^`SHIFT`, the prices' constant not counted."""
    is_exact: bool
    """Whether a (relaxed) trip attains the bound."""
    columns: list[Column] = field(default_factory=list)
    labels: int = 0


class Pricer:
    """Prices the days of one problem again and again; owns the memory of labels.

    Parameters
    ----------
    problem
        The problem.
    near
        By stop, the groups that a way remembers there; may grow between calls.
    """

    def __init__(self, problem: Problem, near: list[set[int]]) -> None:
        self.problem = problem
        self.near = near
        self._tables: dict[int, IntArray] = {}
        self._heap = np.zeros(MAX_LABELS, np.int64)
        self._total = np.zeros(MAX_LABELS, np.int64)
        self._at_end = np.zeros(MAX_LABELS, np.int64)

    def price(
        self, networks: Sequence[DayNetwork], prices: Prices, known: int, slack: int, effort: Effort, tick: Tick
    ) -> Answer:
        """Return the best worth of a trip at the prices, and columns worth having.

        Parameters
        ----------
        networks
            The days.
        prices
            The prices.
        known
            A worth that needs no proof: what is found to be no better is bounded by it.
        slack
            Columns of trips down to this much below `known` are looked for, too.
        effort
            How much to look at; beyond it the answer is not exact.
        tick
            Looks at the clock.
        """
        days = [price_day(self.problem, network, prices, keep_all=effort.keeps_ways) for network in networks]
        rests, root = self._bound_backwards(days, prices)
        threshold = known - slack
        if root <= threshold:
            return Answer(known, True)
        answer, is_whole = Answer(known, True), not effort.is_rough
        head_start = np.zeros(len(days[0].starts), np.int64)
        for number, (day, rest) in enumerate(zip(days, rests, strict=True)):
            labels, is_complete = self._label(
                day, rest, head_start, threshold, effort.comparisons, tick, effort.is_rough
            )
            is_whole &= is_complete
            answer.labels += int(labels.counters[at.DONE])
            value, value_label = _close(day, labels, head_start)
            answer.columns += self._list_good(number, day, rest, labels, effort.columns)
            answer.columns += _list_best(number, day, labels, value_label, value + rest.end_worth > threshold)
            if number < len(days) - 1:
                head_start = _hand_over(day, rest, value, prices, threshold, days[number + 1])
            elif is_whole:
                answer.bound = max(known, int(value.max(initial=int(WORST))))
        if not is_whole:
            answer.bound, answer.is_exact = max(known, root), False
        return answer

    def find_useful(
        self, networks: Sequence[DayNetwork], prices: Prices, goal: int, comparisons: int, tick: Tick
    ) -> tuple[BoolArray, BoolArray] | None:
        """Return what trips worth more than `goal` at the prices can use, or None where that took too long.

        Returns
        -------
        tuple
            Stops by day (D, n) and depots by evening (D + 1, k). Everything else may be forgotten: every
            trip through it, and so its first label there, is bounded by the goal (reduced-cost fixing).
        """
        problem = self.problem
        days = [price_day(problem, network, prices, keep_all=True) for network in networks]
        stops = np.zeros((problem.n_days, problem.n_stops), np.bool_)
        evenings = np.zeros((problem.n_days + 1, problem.n_depots), np.bool_)
        evenings[0, problem.start_depot] = evenings[-1, problem.end_depot] = True
        rests, root = self._bound_backwards(days, prices)
        if root <= goal:
            return stops, evenings
        head_start = np.zeros(len(days[0].starts), np.int64)
        for number, (day, rest) in enumerate(zip(days, rests, strict=True)):
            labels, is_complete = self._label(day, rest, head_start, goal, comparisons, tick)
            if not is_complete:
                return None
            used = labels.table[: labels.counters[at.USED], at.STOP]
            stops[number, day.stops[np.unique(used)]] = True
            if number < len(days) - 1:
                value, _ = _close(day, labels, head_start)
                head_start = _hand_over(day, rest, value, prices, goal, days[number + 1])
                evenings[number + 1, days[number + 1].starts[head_start > WORST]] = True
        return stops, evenings

    def _bound_backwards(self, days: list[PricedDay], prices: Prices) -> tuple[list[Rest], int]:
        """Return the completion bounds of all days and the bound on the worth of a whole trip."""
        rests: list[Rest] = []
        after = {self.problem.end_depot: 0}
        for day in reversed(days):
            rest = _fill_rest(day, np.array([after.get(depot, WORST) for depot in day.ends.tolist()], np.int64))
            value = np.full(len(day.starts), WORST)
            fill_starts(day.facts, rest, value)
            nights = prices.night[day.starts]
            if day is days[0]:
                nights = np.zeros_like(nights)
            after = {
                depot: worth + night
                for depot, worth, night in zip(day.starts.tolist(), value.tolist(), nights.tolist(), strict=True)
                if worth > WORST // 2
            }
            rests.append(rest)
        return rests[::-1], max(after.values(), default=int(WORST))

    def _label(
        self,
        day: PricedDay,
        rest: Rest,
        head_start: IntArray,
        threshold: int,
        comparisons: int,
        tick: Tick,
        is_rough: bool = False,
    ) -> tuple[at.Labels, bool]:
        """Return the labels of a day, and whether all that matter are among them."""
        words = max(1, -(-day.n_groups // _WORD))
        if words not in self._tables:
            self._tables[words] = np.zeros((MAX_LABELS, at.FIELDS + words), np.int64)
        day.facts.rules[IS_ROUGH] = int(is_rough)
        counters = np.zeros(at.COUNTERS, np.int64)
        heads = np.full(len(day.stops), -1, np.int64)
        labels = at.Labels(self._tables[words], heads, self._heap, counters, self._remember(day, words))
        at.open_day(day.facts, rest, labels, head_start, threshold)
        while counters[at.WAITING] > 0 and counters[at.IS_FULL] == 0 and counters[at.COMPARED] < comparisons:
            at.extend_labels(day.facts, rest, labels, threshold, _POPS)
            if not tick():
                break
        return labels, bool(counters[at.WAITING] == 0 and counters[at.IS_FULL] == 0)

    def _remember(self, day: PricedDay, words: int) -> IntArray:
        """Return the groups remembered at each stop as bits, shape (v, words)."""
        number = dict(zip(self.problem.group[day.stops].tolist(), day.facts.group.tolist(), strict=True))
        near = np.zeros((len(day.stops), words), np.uint64)
        for row, stop in enumerate(day.stops.tolist()):
            for group in self.near[stop] & number.keys():
                near[row, number[group] // _WORD] |= np.uint64(1 << number[group] % _WORD)
        return near.view(np.int64)

    def _list_good(self, number: int, day: PricedDay, rest: Rest, labels: at.Labels, most: int) -> list[Column]:
        """Return the days of the best trips through labels, varied by the stops they visit."""
        used = int(labels.counters[at.USED])
        at.rank_labels(day.facts, labels, rest.end_worth, self._total, self._at_end)
        found: list[Column] = []
        seen = dict.fromkeys(day.stops.tolist(), 0)
        for row in np.argsort(-self._total[:used], kind="stable")[: 20 * most].tolist():
            if len(found) >= most or self._total[row] <= WORST:
                break
            column = _read_column(number, day, labels, row, int(self._at_end[row]))
            if all(seen[stop] >= _PER_STOP for stop in column.route):
                continue
            for stop in column.route:
                seen[stop] += 1
            found.append(column)
        return found


def _fill_rest(day: PricedDay, end_worth: IntArray) -> Rest:
    shape = (day.layers, 2, len(day.stops), int(day.facts.rules[STEPS]))
    rest = Rest(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64), end_worth)
    for layer in range(day.layers):
        fill_rest(day.facts, rest, layer)
    return rest


def _close(day: PricedDay, labels: at.Labels, head_start: IntArray) -> tuple[IntArray, IntArray]:
    """Return the best worth at each end depot and its label (see `close_day`)."""
    value, value_label = np.zeros(len(day.ends), np.int64), np.zeros(len(day.ends), np.int64)
    at.close_day(day.facts, labels, head_start, value, value_label)
    return value, value_label


def _hand_over(
    day: PricedDay, rest: Rest, value: IntArray, prices: Prices, threshold: int, following: PricedDay
) -> IntArray:
    """Return with what worth the following day starts at each depot; `WORST` where no good trip passes."""
    is_good = (value > WORST) & (rest.end_worth > WORST) & (value + rest.end_worth > threshold)
    worth = value + prices.night[day.ends]
    reached = dict(zip(day.ends[is_good].tolist(), worth[is_good].tolist(), strict=True))
    return np.array([reached.get(depot, WORST) for depot in following.starts.tolist()], np.int64)


def _list_best(
    number: int, day: PricedDay, labels: at.Labels, value_label: IntArray, is_good: BoolArray
) -> list[Column]:
    """Return the best day to each end depot that matters."""
    found = []
    for end, row in enumerate(value_label.tolist()):
        if not is_good[end] or row == -NEVER:
            continue
        if row >= 0:
            found.append(_read_column(number, day, labels, row, end))
        else:
            found.append(Column(number, int(day.starts[-1 - row]), int(day.ends[end]), ()))
    return found


def _read_column(number: int, day: PricedDay, labels: at.Labels, row: int, end: int) -> Column:
    start, route = int(day.starts[labels.table[row, at.START]]), []
    while row >= 0:
        route.append(int(day.stops[labels.table[row, at.STOP]]))
        row = int(labels.table[row, at.PARENT])
    return Column(number, start, int(day.ends[end]), tuple(reversed(route)))
