"""The days of a problem as pricing sees them: who may be where, and ways that stay valid when stops are left out.

Pricing looks only at stops that are worth something at the prices of the moment. Leaving out the
others is safe on ways *closed over them*: the shortest way, the least driving and the least cost
between two places are each taken over all walks through left-out stops, with their service (less the
meal they may serve) and their loss counted. Each closed number is a lower bound of what any true
day has, so the closed day is a relaxation of the true one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.model.problem import Problem
from planner.model.travel import BoolArray, IntArray
from planner.optimise.certificate.kernels.closure import close_over
from planner.optimise.certificate.kernels.day import DAY_START, NEVER, RULE_CELLS, STEP_BITS, Day
from planner.optimise.certificate.prices import Prices
from planner.optimise.reach import find_reach

GRID_STEPS: Final = 80
"""Moments of the grid of the completion bound, at most about so many a day."""
_FINER_BITS: Final = 3
"""Bits by which the grid is finer where visits are not counted, and so fill a single layer."""
_FAR_COST: Final = np.int64(1 << 56)


@dataclass(frozen=True, slots=True, eq=False)
class DayNetwork:
    """One day: usable stops, depots and ways, whatever the prices are."""

    day: int
    stops: IntArray
    """(m,) numbers of the stops that may be visited."""
    starts: IntArray
    """(s,) depot numbers."""
    ends: IntArray
    """(e,) depot numbers."""
    travel: IntArray
    """(m + s + e, m + s + e): stops, start depots, end depots; `NEVER` = not to be used."""
    drive: IntArray
    earliest: IntArray
    """(m,) no visit ends before."""
    latest: IntArray
    """(m,) no visit ends after."""
    least_end_drive: IntArray
    """(m,) least driving from a stop to an end depot, over any stops."""

    def restrict(self, stops: BoolArray, starts: BoolArray, ends: BoolArray) -> DayNetwork:
        """Return the day with only some stops (n,), start depots (k,) and end depots (k,) allowed."""
        keep_stops, keep_starts, keep_ends = stops[self.stops], starts[self.starts], ends[self.ends]
        keep = np.flatnonzero(np.concatenate([keep_stops, keep_starts, keep_ends]))
        square = np.ix_(keep, keep)
        return DayNetwork(
            self.day, self.stops[keep_stops], self.starts[keep_starts], self.ends[keep_ends], self.travel[square],
            self.drive[square], self.earliest[keep_stops], self.latest[keep_stops], self.least_end_drive[keep_stops],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class PricedDay:
    """One day at given prices."""

    stops: IntArray
    """(v,) numbers of the stops worth a visit."""
    starts: IntArray
    """(s,) depot numbers."""
    ends: IntArray
    """(e,) depot numbers."""
    n_groups: int
    layers: int
    """Of the completion bound: most visits, or 1 where they need not be counted."""
    facts: Day


def build_day_network(problem: Problem, day: int) -> DayNetwork:
    """Return the ways of a day that any schedule might use."""
    reach = find_reach(problem, day)
    n = problem.n_stops
    stops = np.flatnonzero(reach.is_open & (problem.max_visits[day] > 0))
    starts, ends = np.array(reach.starts, np.int64), np.array(reach.ends, np.int64)
    rows = np.concatenate([stops, n + starts, n + ends])
    m, s = len(stops), len(starts)
    travel = problem.travel_min[np.ix_(rows, rows)]
    drive = problem.drive_min[np.ix_(rows, rows)]
    is_way = (travel >= 0) & reach.is_way[np.ix_(rows, rows)]
    is_way[:, m : m + s] = False
    is_way[m + s :, :] = False
    cap = int(problem.drive_cap_min[day])
    least_in = _spread(np.where(is_way, drive, NEVER), m, slice(m, m + s))
    least_out = _spread(np.where(is_way, drive, NEVER).T, m, slice(m + s, None))
    is_way &= least_in[:, None] + np.where(is_way, drive, NEVER) + least_out[None, :] <= cap
    return DayNetwork(
        day, stops, starts, ends, np.where(is_way, travel, NEVER), np.where(is_way, drive, NEVER),
        (reach.earliest + problem.service_min)[stops], (reach.latest + problem.service_min)[stops], least_out[:m],
    )  # fmt: skip


def _spread(drive: IntArray, m: int, sources: slice) -> IntArray:
    """Return the least driving from any source to each row, over stops; 0 at the sources."""
    least: IntArray = np.full(len(drive), NEVER)
    least[sources] = 0
    while True:
        via = np.concatenate([drive[sources], least[:m, None] + drive[:m]])
        better = np.minimum(least, via.min(axis=0, initial=NEVER))
        if np.array_equal(better, least):
            return least
        least = better


def price_day(problem: Problem, network: DayNetwork, prices: Prices, keep_all: bool = False) -> PricedDay:
    """Return a day at given prices; with `keep_all` no stop is left out and no way is closed."""
    reward = prices.reward[network.stops]
    is_kept = np.ones(len(reward), np.bool_) if keep_all else reward > 0
    day, m, s = network.day, len(network.stops), len(network.starts)
    travel, drive = network.travel.copy(), network.drive.copy()
    cost = np.where(travel < NEVER, drive * prices.driving, _FAR_COST)
    left_out = np.flatnonzero(~is_kept)
    if len(left_out):
        service = problem.service_min[network.stops]
        if problem.meal_required[day]:
            feeds = problem.serves_meal[network.stops] & (service >= problem.meal_min)
            service = np.where(feeds, service - problem.meal_min, service)
        close_over(left_out, service, -reward, travel, drive, cost)
        diagonal = np.arange(len(travel))
        travel[diagonal, diagonal] = NEVER
    kept = np.flatnonzero(is_kept)
    stops = network.stops[kept]
    old_groups, group = np.unique(problem.group[stops], return_inverse=True)
    from_rows, to_rows = np.arange(m, m + s), np.arange(m + s, len(travel))
    rules, layers = _fill_rules(problem, day, stops)

    def cut(table: IntArray, rows: IntArray, columns: IntArray) -> IntArray:
        return np.ascontiguousarray(table[np.ix_(rows, columns)])

    facts = Day(
        rules=rules,
        service=np.ascontiguousarray(problem.service_min[stops]),
        opens=np.ascontiguousarray(problem.window_open_min[day, stops]),
        closes=np.ascontiguousarray(problem.window_close_min[day, stops]),
        serves=problem.serves_meal[stops].astype(np.int64),
        reward=np.ascontiguousarray(reward[kept]),
        group=np.ascontiguousarray(group.reshape(-1).astype(np.int64)),
        lowest=np.maximum(network.earliest[kept] - rules[DAY_START], 0) >> rules[STEP_BITS],
        highest=np.maximum(network.latest[kept] - rules[DAY_START], -1) >> rules[STEP_BITS],
        least_end_drive=network.least_end_drive[kept],
        travel=cut(travel, kept, kept),
        drive=cut(drive, kept, kept),
        cost=cut(cost, kept, kept),
        from_start=cut(travel, from_rows, kept),
        start_drive=cut(drive, from_rows, kept),
        start_cost=cut(cost, from_rows, kept),
        to_end=cut(travel, kept, to_rows),
        end_drive=cut(drive, kept, to_rows),
        end_cost=cut(cost, kept, to_rows),
        start_end=cut(travel, from_rows, to_rows),
        start_end_drive=cut(drive, from_rows, to_rows),
        start_end_cost=cut(cost, from_rows, to_rows),
    )
    return PricedDay(stops, network.starts, network.ends, len(old_groups), layers, facts)


def _fill_rules(problem: Problem, day: int, stops: IntArray) -> tuple[IntArray, int]:
    """Return the rules of a day for the kernels, and the layers of its completion bound."""
    first, last = int(problem.day_start_min[day]), int(problem.day_end_min[day])
    span = max(0, last - first)
    least_visit = int(problem.service_min[stops].min(initial=span + 1))
    groups = len(set(problem.group[stops].tolist()))
    most = min(int(problem.max_visits[day]), groups)
    bits = max(0, (span // GRID_STEPS).bit_length())
    # Where every visit takes time and no day can hold too many, a step always leads to a later moment.
    counts = least_visit < 1 or most < min(groups, span // least_visit)
    if not counts:
        bits = min(max(0, bits - _FINER_BITS), least_visit.bit_length() - 1)
    rules = np.zeros(RULE_CELLS, np.int64)
    rules[:] = [
        first, last, int(problem.meal_required[day]), problem.meal_earliest_min, problem.meal_latest_min,
        problem.meal_min, problem.drive_cap_min[day], most, bits, (span >> bits) + 1, int(counts), 0,
    ]  # fmt: skip
    return rules, max(1, most) if counts else 1
