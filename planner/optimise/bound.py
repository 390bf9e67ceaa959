"""An upper bound on the value of any solution, by a linear relaxation with an exact certificate.

The relaxation forgets the order of visits and keeps what order can never undo. A stop taken on a
day uses its service and at least the shortest way into it (and, in a second row, out of it); a day
has only so many minutes, of travel and of driving; a meal takes its minutes unless a stop that can
serve it is taken; visits, resources, groups, mandatory groups and the choice of nights are rows.
Concave gains are segments of falling slope. Ways and stops that no schedule can use, because
even the earliest arrival is too late, are left out first.

The bound does not rest on floating-point arithmetic. Linear duality says that *any* non-negative
multipliers of the rows give a valid bound (Lagrangean relaxation); the solver's dual prices are
rounded to integers over 2^32 and the bound is evaluated in Python integers. A poor dual price can
only weaken it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from planner.model.problem import Problem
from planner.optimise.reach import DayReach, find_reach

_SCALE: Final = 1 << 32
"""Denominator of the rounded dual prices."""


@dataclass(frozen=True, slots=True)
class Bound:
    """No feasible solution of the problem is worth more than `value`."""

    value: int
    """Hundredths of a prize point, as `Problem` defines it."""
    method: str
    """``linear relaxation``, or ``all prizes`` where the relaxation does not help."""


def get_upper_bound(problem: Problem) -> Bound:
    """Return an upper bound on the value of any feasible solution.

    Parameters
    ----------
    problem
        Any problem; where no solution is feasible the bound holds of nothing.

    Returns
    -------
    Bound
        An integer bound and the name of the relaxation that gave it.
    """
    programme = _build_programme(problem)
    plain = programme.get_bound([0] * len(programme.limits))
    prices = programme.find_prices()
    if prices is None or (priced := programme.get_bound(prices)) >= plain:
        return Bound(plain, "all prizes")
    return Bound(priced, "linear relaxation")


def find_trip_prices(problem: Problem) -> dict[tuple[str, int], float]:
    """Return what the relaxation thinks the rows are worth that tie days together, in hundredths per unit.

    By kind - ``category`` (a point), ``group`` (a visit), ``mandatory``, ``resource`` (a unit) - and number;
    empty where the relaxation has no solution.
    """
    programme = _build_programme(problem)
    prices = programme.find_prices()
    if prices is None:
        return {}
    return {name: prices[row] / _SCALE for name, row in programme.named.items()}


@dataclass(slots=True)
class _Programme:
    """Maximise `gains @ v` subject to integer rows `<= limits` and `0 <= v <= most`."""

    gains: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    named: dict[tuple[str, int], int] = field(default_factory=dict)
    """Rows that tie days together: ``category``, ``group``, ``mandatory`` or ``resource`` and its number."""

    def add_column(self, gain: int, most: int) -> int:
        self.gains.append(int(gain))
        self.most.append(int(most))
        return len(self.gains) - 1

    def add_row(self, terms: Iterable[tuple[int, int]], limit: int, name: tuple[str, int] | None = None) -> None:
        """Add sum(weight x column) <= limit."""
        if name is not None:
            self.named[name] = len(self.limits)
        for column, weight in terms:
            self.rows.append(len(self.limits))
            self.columns.append(column)
            self.weights.append(int(weight))
        self.limits.append(int(limit))

    def find_prices(self) -> list[int] | None:
        """Return dual prices over `_SCALE`, or None when there are none to be had."""
        if not self.gains or not self.limits:
            return None
        shape = (len(self.limits), len(self.gains))
        matrix = csr_array((np.array(self.weights, np.float64), (self.rows, self.columns)), shape=shape)
        bounds = np.column_stack([np.zeros(shape[1]), np.array(self.most, np.float64)])
        answer = linprog(
            -np.array(self.gains, np.float64), A_ub=matrix, b_ub=self.limits, bounds=bounds, method="highs"
        )
        if answer.status != 0:
            return None
        return [max(0, round(-float(price) * _SCALE)) for price in answer.ineqlin.marginals]

    def get_bound(self, prices: list[int]) -> int:
        """Return the Lagrangean bound of non-negative prices over `_SCALE`, rounded down."""
        reduced = [gain * _SCALE for gain in self.gains]
        for row, column, weight in zip(self.rows, self.columns, self.weights, strict=True):
            reduced[column] -= prices[row] * weight
        total = sum(price * limit for price, limit in zip(prices, self.limits, strict=True))
        total += sum(most * gain for most, gain in zip(self.most, reduced, strict=True) if gain > 0)
        return total // _SCALE


def _build_programme(problem: Problem) -> _Programme:
    programme = _Programme()
    reaches = [find_reach(problem, day) for day in range(problem.n_days)]
    visits = [{int(stop): programme.add_column(0, 1) for stop in np.flatnonzero(reach.is_open)} for reach in reaches]
    evenings = _add_evenings(problem, programme, reaches)
    _add_gains(problem, programme, visits)
    _add_groups(problem, programme, visits, evenings)
    _add_resources(problem, programme, visits, evenings)
    driving = []
    for day, reach in enumerate(reaches):
        driving.append(programme.add_column(-problem.drive_cost, max(0, int(problem.drive_cap_min[day]))))
        _add_day(problem, programme, day, reach, visits[day], (evenings[day], evenings[day + 1]), driving[day])
    if problem.trip_drive_cap_min >= 0:
        programme.add_row(((column, 1) for column in driving), problem.trip_drive_cap_min)
    return programme


def _add_evenings(problem: Problem, programme: _Programme, reaches: list[DayReach]) -> list[dict[int, int]]:
    """Add where each day starts and ends; entry d is the start of day d, the last the end of the trip."""
    evenings = []
    for evening in range(problem.n_days + 1):
        is_night = 0 < evening < problem.n_days
        usable = set(range(problem.n_depots))
        if evening > 0:
            usable &= set(reaches[evening - 1].ends)
        if evening < problem.n_days:
            usable &= set(reaches[evening].starts)
        columns = {k: programme.add_column(100 * int(problem.depot_prize[k]) * is_night, 1) for k in sorted(usable)}
        programme.add_row(((column, 1) for column in columns.values()), 1)
        programme.add_row(((column, -1) for column in columns.values()), -1)
        evenings.append(columns)
    return evenings


def _add_gains(problem: Problem, programme: _Programme, visits: list[dict[int, int]]) -> None:
    """Add the segments of each category's concave gain and tie them to the prizes taken."""
    for category in range(problem.gain_to.shape[0]):
        best_of_group: dict[int, int] = {}
        for stop in {stop for day in visits for stop in day if problem.category[stop] == category}:
            group = int(problem.group[stop])
            best_of_group[group] = max(best_of_group.get(group, 0), int(problem.prize[stop]))
        available, begin = sum(best_of_group.values()), 0
        segments = []
        for end, pct in zip(problem.gain_to[category], problem.gain_pct[category], strict=True):
            width = min(int(end), available) - begin
            if width > 0:
                segments.append(programme.add_column(int(pct), width))
            begin = max(begin, int(end))
        taken = [
            (column, -int(problem.prize[stop]))
            for day in visits
            for stop, column in day.items()
            if problem.category[stop] == category
        ]
        programme.add_row([*((column, 1) for column in segments), *taken], 0, ("category", category))


def _add_groups(
    problem: Problem, programme: _Programme, visits: list[dict[int, int]], evenings: list[dict[int, int]]
) -> None:
    """Add at most one visit per group, and at least one visit or night per mandatory group."""
    members: dict[int, list[int]] = {}
    for day in visits:
        for stop, column in day.items():
            members.setdefault(int(problem.group[stop]), []).append(column)
    for number, columns in members.items():
        programme.add_row(((column, 1) for column in columns), 1, ("group", number))
    for group in np.flatnonzero(problem.group_is_mandatory):
        nights = [column for night in evenings[1:-1] for k, column in night.items() if problem.depot_group[k] == group]
        visits_or_nights = [*members.get(int(group), []), *nights]
        programme.add_row(((column, -1) for column in visits_or_nights), -1, ("mandatory", int(group)))


def _add_resources(
    problem: Problem, programme: _Programme, visits: list[dict[int, int]], evenings: list[dict[int, int]]
) -> None:
    for resource, cap in enumerate(problem.resource_cap):
        use, depot_use = problem.resource_use[resource], problem.depot_resource_use[resource]
        terms = [(column, int(use[stop])) for day in visits for stop, column in day.items()]
        terms += [(column, int(depot_use[k])) for night in evenings[1:-1] for k, column in night.items()]
        programme.add_row(terms, int(cap), ("resource", resource))


def _add_day(
    problem: Problem,
    programme: _Programme,
    day: int,
    reach: DayReach,
    visits: dict[int, int],
    depots: tuple[dict[int, int], dict[int, int]],
    driving: int,
) -> None:
    """Add the rows of one day: visits, time, the meal, and the least driving."""
    programme.add_row(((column, 1) for column in visits.values()), int(problem.max_visits[day]))
    pause: list[tuple[int, int]] = []
    if problem.meal_required[day]:
        column = programme.add_column(0, int(reach.can_pause))
        pause = [(column, int(problem.meal_min))]
        fed = [column, *(column for stop, column in visits.items() if reach.feeds[stop])]
        programme.add_row(((column, -1) for column in fed), -1)
    starts, ends = depots
    minutes = int(problem.day_end_min[day]) - int(problem.day_start_min[day])
    service = problem.service_min
    for travel, drive, ports in (
        (reach.travel_in, reach.drive_in, ends),
        (reach.travel_out, reach.drive_out, starts),
    ):
        at_depot = {column: problem.n_stops + k for k, column in ports.items()}
        stay = [(column, int(service[stop]) + int(travel[stop])) for stop, column in visits.items()]
        programme.add_row([*stay, *((column, int(travel[row])) for column, row in at_depot.items()), *pause], minutes)
        wheel = [(column, int(drive[stop])) for stop, column in visits.items()]
        wheel += [(column, int(drive[row])) for column, row in at_depot.items()]
        programme.add_row([*wheel, (driving, -1)], 0)
    programme.add_row([*((column, reach.least_drive[k]) for k, column in ends.items()), (driving, -1)], 0)
