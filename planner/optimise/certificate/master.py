"""The master programme: the best mixture of known days, solved by the simplex method of HiGHS.

Rows: the rows of the trip, one day of each number, and as many days ending at a depot as starting there
the next morning. Its duals are the prices of the next round; nothing else is taken from floating point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from planner.model.problem import Problem
from planner.model.travel import BoolArray, IntArray
from planner.optimise.certificate.parts import Part
from planner.optimise.certificate.prices import SHIFT, Prices
from planner.optimise.certificate.pricing import Column
from planner.optimise.certificate.rows import TripRows
from planner.optimise.schedule import schedule_day

if TYPE_CHECKING:
    import highspy

FloatArray = npt.NDArray[np.float64]
_NO_TERMS = (np.zeros(0, np.int32), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Mixture:
    """An optimal solution of the master programme."""

    value: float
    weights: FloatArray
    """(columns,)."""
    prices: IntArray
    """(rows of the trip,) over 2^`SHIFT`, rounded, not negative."""
    shortfall: float
    """How much of what is demanded is missing; 0 = the mixture keeps every row."""


class Master:
    """Known days and their linear programme.

    Parameters
    ----------
    problem, rows
        The problem and the rows that tie its days together.
    penalty
        Price of missing a demanded group, or of a gap in the chain of days, in hundredths: a relaxation that
        keeps the programme feasible whatever days are known.
    """

    def __init__(self, problem: Problem, rows: TripRows, penalty: int) -> None:
        self.problem = problem
        self.rows = rows
        self.columns: list[Column] = []
        self._known: set[Column] = set()
        self._uses = _by_item(rows.stop_terms)
        self._nights = _by_item(rows.night_terms)
        self._first_day = rows.n_rows
        self._first_flow = rows.n_rows + problem.n_days
        self._scale = [_get_scale(rows, row) for row in range(rows.n_rows)]
        self._limits = list(rows.limit)
        self._fixed = 0
        self._solver = self._build(penalty)
        self._width = 1
        self._is_true: list[bool] = []
        self._table = np.zeros((0, 4), np.int64)
        """(columns, 4): day, start, end, driving."""
        self._routes = np.zeros((0, 1), np.int64)
        """(columns, longest) stops, filled up with n."""

    def _build(self, penalty: int) -> highspy.Highs:
        problem, rows = self.problem, self.rows
        solver = _open_solver()
        solver.setOptionValue("presolve", "off")
        solver.changeObjectiveSense(_load_highs().ObjSense.kMaximize)
        inf = _load_highs().kHighsInf
        for limit, scale in zip(rows.limit, self._scale, strict=True):
            solver.addRow(-inf, limit * scale, 0, *_NO_TERMS)
        for _ in range(problem.n_days):
            solver.addRow(1.0, 1.0, 0, *_NO_TERMS)
        flows = problem.n_nights * problem.n_depots
        for _ in range(flows):
            solver.addRow(0.0, 0.0, 0, *_NO_TERMS)

        def add(cost: float, most: float, row: int, value: float) -> None:
            solver.addCol(cost, 0.0, most, 1, np.array([row], np.int32), np.array([value]))
            self._fixed += 1

        for row, pct, width in rows.segments:
            add(float(pct), float(width), row, self._scale[row])
        for row in rows.at_least.values():
            add(-float(penalty), inf, row, -1.0)
        for row in range(self._first_day, self._first_flow):
            add(-float(penalty), inf, row, 1.0)
        for row in range(self._first_flow, self._first_flow + flows):
            add(-float(penalty), inf, row, 1.0)
            add(-float(penalty), inf, row, -1.0)
        return solver

    def get_drive_min(self, column: Column) -> int:
        """Return the driving of a day."""
        n = self.problem.n_stops
        rows = [n + column.start, *column.route, n + column.end]
        return sum(int(self.problem.drive_min[a, b]) for a, b in pairwise(rows))

    def add(self, columns: Iterable[Column]) -> int:
        """Add days not yet known; return how many there were."""
        fresh = [column for column in dict.fromkeys(columns) if column not in self._known]
        if not fresh:
            return 0
        drives = [self.get_drive_min(column) for column in fresh]
        costs: list[float] = []
        starts: list[int] = []
        index: list[int] = []
        value: list[float] = []
        for column, drive in zip(fresh, drives, strict=True):
            terms, gain = self._describe(column, drive)
            starts.append(len(index))
            index.extend(terms)
            value.extend(terms.values())
            costs.append(gain)
        count = len(fresh)
        self._solver.addCols(
            count, np.array(costs, np.float64), np.zeros(count), np.full(count, _load_highs().kHighsInf), len(index),
            np.array(starts, np.int32), np.array(index, np.int32), np.array(value, np.float64),
        )  # fmt: skip
        self._known.update(fresh)
        self.columns.extend(fresh)
        self._remember(fresh, drives)
        return count

    def _remember(self, fresh: list[Column], drives: list[int]) -> None:
        n = self.problem.n_stops
        self._width = max(self._width, *(len(column.route) for column in fresh))
        routes = np.full((len(self.columns), self._width), n, np.int64)
        routes[: len(self._routes), : self._routes.shape[1]] = self._routes
        for row, column in enumerate(fresh, len(self._routes)):
            routes[row, : len(column.route)] = column.route
        self._routes = routes
        table = [(c.day, c.start, c.end, drive) for c, drive in zip(fresh, drives, strict=True)]
        self._table = np.concatenate([self._table, np.array(table, np.int64)])

    def _describe(self, column: Column, drive: int) -> tuple[dict[int, float], float]:
        """Return the terms of a column and its worth outside the rows."""
        problem = self.problem
        terms: dict[int, float] = {}
        for stop in column.route:
            for row, use in self._uses.get(stop, {}).items():
                terms[row] = terms.get(row, 0.0) + use * self._scale[row]
        gain = -float(problem.drive_cost * drive)
        is_last = column.day == problem.n_days - 1
        if not is_last:
            gain += 100.0 * int(problem.depot_prize[column.end])
            for row, use in self._nights.get(column.end, {}).items():
                terms[row] = terms.get(row, 0.0) + use * self._scale[row]
            terms[self._first_flow + column.day * problem.n_depots + column.end] = 1.0
        if column.day > 0:
            terms[self._first_flow + (column.day - 1) * problem.n_depots + column.start] = -1.0
        if self.rows.trip_drive is not None and drive:
            terms[self.rows.trip_drive] = drive * self._scale[self.rows.trip_drive]
        terms[self._first_day + column.day] = 1.0
        return {row: use for row, use in terms.items() if use}, gain

    def focus(self, limits: Sequence[int], part: Part) -> None:
        """Keep to days of a part of the problem, and to other limits of the rows."""
        inf = _load_highs().kHighsInf
        for row, limit in enumerate(limits):
            if limit != self._limits[row]:
                self._solver.changeRowBounds(row, -inf, limit * self._scale[row])
        self._limits = list(limits)
        count = len(self.columns)
        if count:
            index = np.arange(self._fixed, self._fixed + count, dtype=np.int32)
            upper = np.where(self._find_allowed(part), inf, 0.0)
            self._solver.changeColsBounds(count, index, np.zeros(count), upper)

    def _find_allowed(self, part: Part) -> BoolArray:
        """Return which columns are days of a part, shape (columns,)."""
        day, start, end = self._table[:, 0], self._table[:, 1], self._table[:, 2]
        padded = np.concatenate([part.stops, np.ones((len(part.stops), 1), np.bool_)], axis=1)
        allowed = padded[day[:, None], self._routes].all(axis=1)
        allowed &= part.evenings[day, start] & part.evenings[day + 1, end]
        if part.keeps_ways:
            allowed &= self._find_true()
        return np.asarray(allowed, np.bool_)

    def _find_true(self) -> BoolArray:
        """Return which columns keep time and driving on the ways as they are; columns on closed ways may not."""
        problem = self.problem
        for column, drive in zip(self.columns[len(self._is_true) :], self._table[len(self._is_true) :, 3], strict=True):
            fits = drive <= problem.drive_cap_min[column.day]
            timed = schedule_day(problem, column.day, column.start, column.end, column.route) if fits else None
            self._is_true.append(timed is not None)
        return np.array(self._is_true, np.bool_)

    def solve(self) -> Mixture | None:
        """Return an optimal mixture, or None when the solver has none."""
        self._solver.run()
        if self._solver.getModelStatus() != _load_highs().HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        duals = np.array(solution.row_dual)[: self.rows.n_rows] * np.array(self._scale)
        prices = np.rint(np.maximum(duals, 0.0) * (1 << SHIFT)).astype(np.int64)
        values = np.array(solution.col_value)
        shortfall = float(values[len(self.rows.segments) : self._fixed].sum())
        objective = float(self._solver.getInfo().objective_function_value)
        return Mixture(objective, values[self._fixed :], prices, shortfall)

    def find_best_chain(self, prices: Prices, part: Part) -> int | None:
        """Return the worth at given prices of the best trip over known days of a part, in exact integers."""
        problem = self.problem
        padded = np.append(prices.reward, 0)
        day, start, end, drive = self._table.T
        worth = padded[self._routes].sum(axis=1) - prices.driving * drive
        allowed = self._find_allowed(part)
        never = -(1 << 61)
        reached = np.full(problem.n_depots, never, np.int64)
        reached[problem.start_depot] = 0
        for number in range(problem.n_days):
            rows = np.flatnonzero(allowed & (day == number) & (reached[start] > never))
            total = reached[start[rows]] + worth[rows]
            if number < problem.n_days - 1:
                total += prices.night[end[rows]]
            reached = np.full(problem.n_depots, never, np.int64)
            np.maximum.at(reached, end[rows], total)
        best = int(reached[problem.end_depot])
        return best if best > never else None

    def find_whole(self, max_nodes: int, seconds: float) -> list[Column] | None:
        """Return the best trip over allowed known days, by branch and bound of HiGHS within limits."""
        model = self._solver.getLp()
        solver = _open_solver()
        solver.setOptionValue("mip_max_nodes", max_nodes)
        solver.setOptionValue("time_limit", seconds)
        kinds = [_load_highs().HighsVarType.kContinuous] * self._fixed
        kinds += [_load_highs().HighsVarType.kInteger] * len(self.columns)
        model.integrality_ = kinds
        solver.passModel(model)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != _load_highs().SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.array(solver.getSolution().col_value)
        if values[len(self.rows.segments) : self._fixed].sum() > 0.5:
            return None
        chosen = [self.columns[i] for i in np.flatnonzero(values[self._fixed :] > 0.5)]
        return sorted(chosen, key=lambda column: column.day)


@cache
def _load_highs() -> Any:
    """Import HiGHS when it is first needed: other solvers carry a copy that does not bear it beside them."""
    import highspy

    return highspy


def _open_solver() -> highspy.Highs:
    solver: highspy.Highs = _load_highs().Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    return solver


def _by_item(terms: list[list[tuple[int, int]]]) -> dict[int, dict[int, int]]:
    """Return by stop or depot its use of each row."""
    found: dict[int, dict[int, int]] = {}
    for row, uses in enumerate(terms):
        for item, use in uses:
            found.setdefault(item, {})[row] = use
    return found


def _get_scale(rows: TripRows, row: int) -> float:
    """Return the factor that brings the terms of a row near 1."""
    if row == rows.trip_drive:
        return 0.01
    return 1.0 / max(1, *(abs(use) for _, use in (*rows.stop_terms[row], *rows.night_terms[row], (0, 1), (0, 1))))
