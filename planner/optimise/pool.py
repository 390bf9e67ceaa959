"""A pool of routes met by the search, and the best choice of one route per day among them.

A search changes one or two days at a time and throws good days away together with bad ones. The pool keeps
days of good solutions; which of them go best together is a set packing problem with few rows, solved as a
mixed integer program by HiGHS (Huangfu and Hall, Mathematical Programming Computation 10, 2018). That search
and route pool help each other is known since Rochat and Taillard, Journal of Heuristics 1 (1995).

The program states the whole problem but the times within a day, which every route of the pool keeps: nights
that chain, groups, resources, the trip's driving, concave gains and the cost of driving. What it returns is
worth exactly what `get_value` says, whatever the floating-point sums inside; the caller compares integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from planner.model.problem import Problem, Solution
from planner.optimise.schedule import schedule_day
from planner.optimise.value import get_value

MAX_COLUMNS: Final = 800
_RELATIVE_GAP: Final = 1e-9

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """One day's route between two depots."""

    day: int
    """The first of the days that are alike; see `RoutePool.like`."""
    start: int
    end: int
    route: tuple[int, ...]


class RoutePool:
    """Routes by the value of the best solution that they were part of.

    Parameters
    ----------
    problem
        The problem whose days the routes keep.
    max_columns
        How many routes one choice is made from; those of the best solutions, later ones first on ties.
    """

    def __init__(self, problem: Problem, max_columns: int = MAX_COLUMNS) -> None:
        self.problem = problem
        self.max_columns = max_columns
        self.like = _find_like_days(problem)
        """For each day the first day that has the same depots, windows and limits."""
        self._rank: dict[Column, tuple[int, int]] = {}
        self._count = 0
        self._empty: dict[Column, bool] = {}

    def __len__(self) -> int:
        return len(self._rank)

    def add(self, solution: Solution, value: int) -> None:
        """Remember the routes of a solution that keeps all limits of its days."""
        self._count += 1
        for day, route in enumerate(solution.routes):
            column = Column(
                self.like[day], solution.get_start(self.problem, day), solution.get_end(self.problem, day), route
            )
            old = self._rank.get(column)
            if old is None or old[0] <= value:
                self._rank[column] = (value, self._count)
        if len(self._rank) > 4 * self.max_columns:
            self._rank = dict(sorted(self._rank.items(), key=_by_rank)[: self.max_columns])

    def choose(self, above: int, node_limit: int = 200, seconds: float | None = None) -> Solution | None:
        """Return the best combination of routes if it is worth more than `above`, in hundredths.

        Parameters
        ----------
        above
            Value to beat.
        node_limit
            Most nodes of the branch and bound: the same choice on every run.
        seconds
            Further limit by the clock, for searches that follow the clock themselves.
        """
        columns = [column for column, _ in sorted(self._rank.items(), key=_by_rank)[: self.max_columns]]
        known = set(columns)
        columns += [column for column in self._list_empty(columns) if column not in known]
        if not columns:
            return None
        program = _Program(self.problem, self.like, columns)
        chosen = program.solve(above, node_limit, seconds)
        if chosen is None:
            return None
        solution = self._join([columns[index] for index in chosen])
        return solution if solution is not None and get_value(self.problem, solution) > above else None

    def _list_empty(self, columns: Iterable[Column]) -> Iterator[Column]:
        """Return days without a stop between the depots that occur, where they can be kept."""
        for day, start, end in sorted({(column.day, column.start, column.end) for column in columns}):
            empty = Column(day, start, end, ())
            if empty not in self._empty:
                self._empty[empty] = _is_kept(self.problem, empty)
            if self._empty[empty]:
                yield empty

    def _join(self, columns: list[Column]) -> Solution | None:
        """Put one column on each day."""
        by_day: list[Column] = []
        for first in self.like:
            index = next((i for i, column in enumerate(columns) if column.day == first), None)
            if index is None:
                return None
            by_day.append(columns.pop(index))
        return Solution(tuple(column.route for column in by_day), tuple(column.end for column in by_day[:-1]))


def _by_rank(item: tuple[Column, tuple[int, int]]) -> tuple[int, int]:
    value, count = item[1]
    return -value, -count


def _find_like_days(problem: Problem) -> tuple[int, ...]:
    """Return for each day the first one that asks the same of a route; with free nights no two days are alike."""
    days = range(problem.n_days)
    if (problem.night_is_option.sum(axis=1) != 1).any():
        return tuple(days)
    nights = tuple(int(np.flatnonzero(row)[0]) for row in problem.night_is_option)
    depots = [problem.start_depot, *nights, problem.end_depot]

    def describe(day: int) -> tuple[object, ...]:
        limits = (problem.day_start_min, problem.day_end_min, problem.drive_cap_min, problem.max_visits)
        windows = problem.window_open_min[day].tobytes(), problem.window_close_min[day].tobytes()
        numbers = tuple(int(limit[day]) for limit in limits)
        return depots[day], depots[day + 1], bool(problem.meal_required[day]), numbers, windows

    first: dict[tuple[object, ...], int] = {}
    return tuple(first.setdefault(describe(day), day) for day in days)


def _is_kept(problem: Problem, column: Column) -> bool:
    rows = [problem.n_stops + column.start, problem.n_stops + column.end]
    drive = int(problem.drive_min[rows[0], rows[1]])
    in_time = schedule_day(problem, column.day, column.start, column.end, column.route) is not None
    return in_time and 0 <= drive <= int(problem.drive_cap_min[column.day])


class _Rows:
    """Constraints lower <= row . x <= upper, gathered cell by cell."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, float]] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, cells: Iterable[tuple[int, float]], lower: float, upper: float) -> None:
        number = len(self.lower)
        self.cells += [(number, variable, value) for variable, value in cells if value]
        self.lower.append(lower)
        self.upper.append(upper)

    def build(self, n_variables: int) -> LinearConstraint:
        rows, variables, values = zip(*self.cells, strict=True)
        shape = (len(self.lower), n_variables)
        return LinearConstraint(csr_array((values, (rows, variables)), shape=shape), self.lower, self.upper)


class _Program:
    """The choice as a mixed integer program: a count per column, points of gain per category and segment."""

    def __init__(self, problem: Problem, like: tuple[int, ...], columns: list[Column]) -> None:
        self.problem, self.like, self.columns = problem, like, columns
        n, nights = problem.n_stops, problem.n_nights
        self.visits = np.zeros((len(columns), n))
        for number, column in enumerate(columns):
            self.visits[number, list(column.route)] = 1.0
        self.drive = np.array([_get_drive(problem, column) for column in columns], dtype=np.float64)
        # The depot of the night after each column's day; the last day has none. Days that are alike share one depot.
        self.night = np.array([column.end if column.day < nights else -1 for column in columns])
        self.is_shared = len(set(like)) < len(like)

    def solve(self, above: int, node_limit: int, seconds: float | None) -> list[int] | None:
        """Return the chosen columns, days that are alike repeated, or None where nothing better is found."""
        worth, rows, widths = self._state_worth(), _Rows(), self._get_widths()
        n_columns = len(self.columns)
        size = n_columns + len(widths)
        self._add_days(rows)
        self._add_nights(rows)
        self._add_groups(rows)
        self._add_sums(rows)
        self._add_gains(rows)
        rows.add(enumerate(worth.tolist()), float(above) + 0.5 - self._get_fixed_worth(), np.inf)
        options: dict[str, float] = {"node_limit": node_limit, "mip_rel_gap": _RELATIVE_GAP, "presolve": True}
        if seconds is not None:
            options["time_limit"] = seconds
        upper = np.concatenate([self._count_days(), widths])
        answer = milp(
            -worth,
            integrality=np.concatenate([np.ones(n_columns), np.zeros(size - n_columns)]),
            bounds=Bounds(np.zeros(size), upper),
            constraints=rows.build(size),
            options=options,
        )
        if answer.x is None:
            return None
        times = np.rint(answer.x[:n_columns]).astype(int)
        return [int(index) for index in np.flatnonzero(times) for _ in range(times[index])]

    def _count_days(self) -> FloatArray:
        """Return how often each column may be taken: an empty route on all days that are alike, others once."""
        alike = [self.like.count(column.day) for column in self.columns]
        return np.array(
            [count if not column.route else 1 for column, count in zip(self.columns, alike, strict=True)],
            dtype=np.float64,
        )

    @property
    def _is_linear(self) -> bool:
        return bool((self.problem.gain_pct == 100).all())

    def _get_widths(self) -> FloatArray:
        """Return the widths of the segments of all categories, none where gains are linear."""
        if self._is_linear:
            return np.zeros(0)
        return np.diff(self.problem.gain_to, axis=1, prepend=0).ravel().astype(np.float64)

    def _state_worth(self) -> FloatArray:
        problem = self.problem
        worth = -float(problem.drive_cost) * self.drive
        if not self.is_shared:  # else every night is fixed, and part of what all choices have
            worth += 100.0 * np.where(self.night >= 0, problem.depot_prize[self.night], 0)
        if self._is_linear:
            return worth + self.visits @ (100.0 * problem.prize)
        return np.concatenate([worth, problem.gain_pct.ravel().astype(np.float64)])

    def _get_nights(self) -> list[int]:
        """Return the depots of the nights where all are fixed."""
        return [int(np.flatnonzero(row)[0]) for row in self.problem.night_is_option] if self.is_shared else []

    def _get_fixed_worth(self) -> float:
        return 100.0 * sum(int(self.problem.depot_prize[depot]) for depot in self._get_nights())

    def _add_days(self, rows: _Rows) -> None:
        for first in sorted(set(self.like)):
            cells = [(index, 1.0) for index, column in enumerate(self.columns) if column.day == first]
            rows.add(cells, self.like.count(first), self.like.count(first))

    def _add_nights(self, rows: _Rows) -> None:
        """A night ends one day where the next one starts."""
        if self.is_shared:
            return
        for day in range(1, self.problem.n_days):
            by_depot: dict[int, list[tuple[int, float]]] = {}
            for index, column in enumerate(self.columns):
                if column.day == day - 1:
                    by_depot.setdefault(column.end, []).append((index, 1.0))
                elif column.day == day:
                    by_depot.setdefault(column.start, []).append((index, -1.0))
            for _, cells in sorted(by_depot.items()):
                rows.add(cells, 0.0, 0.0)

    def _add_groups(self, rows: _Rows) -> None:
        problem = self.problem
        fixed = {int(problem.depot_group[depot]) for depot in self._get_nights()}
        night_group = np.where((self.night >= 0) & (not self.is_shared), problem.depot_group[self.night], -1)
        for group in range(len(problem.group_is_mandatory)):
            cells = self.visits[:, problem.group == group].sum(axis=1)
            visited = np.flatnonzero(cells).tolist()
            rows.add([(index, cells[index]) for index in visited], -np.inf, 1.0)
            if problem.group_is_mandatory[group] and group not in fixed:
                cells = cells + (night_group == group)
                rows.add([(index, cells[index]) for index in np.flatnonzero(cells).tolist()], 1.0, np.inf)

    def _add_sums(self, rows: _Rows) -> None:
        problem = self.problem
        for use, depot_use, cap in zip(
            problem.resource_use, problem.depot_resource_use, problem.resource_cap, strict=True
        ):
            cells = self.visits @ use
            if not self.is_shared:
                cells = cells + np.where(self.night >= 0, depot_use[self.night], 0)
            rest = float(cap) - sum(float(depot_use[depot]) for depot in self._get_nights())
            rows.add(enumerate(cells.tolist()), -np.inf, rest)
        if problem.trip_drive_cap_min >= 0:
            rows.add(enumerate(self.drive.tolist()), -np.inf, float(problem.trip_drive_cap_min))

    def _add_gains(self, rows: _Rows) -> None:
        """The segments of a category hold no more than the prizes taken in it."""
        if self._is_linear:
            return
        problem, first = self.problem, len(self.columns)
        categories, segments = problem.gain_to.shape
        for category in range(categories):
            prizes = self.visits @ np.where(problem.category == category, problem.prize, 0)
            cells = [(index, -prizes[index]) for index in np.flatnonzero(prizes).tolist()]
            cells += [(first + category * segments + s, 1.0) for s in range(segments)]
            rows.add(cells, -np.inf, 0.0)


def _get_drive(problem: Problem, column: Column) -> int:
    n = problem.n_stops
    nodes = [n + column.start, *column.route, n + column.end]
    return sum(int(problem.drive_min[a, b]) for a, b in pairwise(nodes))
