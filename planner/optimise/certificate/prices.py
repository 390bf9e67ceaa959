"""Prices of the rows that tie the days together, as integers, and the constant they add to the bound.

Lagrangean relaxation: rows over the whole trip - one visit per group, mandatory groups, resources,
driving of the trip, the points of each category - get a price instead of being kept. Whatever the
non-negative prices are, the best worth of a trip at these prices plus the constant is an upper bound.
Prices are integers over 2^`SHIFT`, and all that follows is integer arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.model.problem import Problem
from planner.model.travel import IntArray
from planner.optimise.certificate.rows import TripRows

SHIFT: Final = 24
_LIMIT: Final = 1 << 58
"""Sums of prices stay below, so that no kernel can wrap."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What things are worth at given prices, in hundredths of a point over 2^`SHIFT`."""

    vector: IntArray
    """(rows,) the prices, in the order of `TripRows`."""
    reward: IntArray
    """(n,) worth of a visit."""
    night: IntArray
    """(k,) worth of a night."""
    driving: int
    """Price of a minute at the wheel."""
    constant: int


def fix_prices(problem: Problem, rows: TripRows, limits: Sequence[int], vector: IntArray) -> Prices | None:
    """Return the worths that non-negative prices give, or None where they are too large to calculate with."""
    prices = [int(price) for price in vector]
    one = 1 << SHIFT
    reward = [0] * problem.n_stops
    night = [100 * one * int(prize) for prize in problem.depot_prize]
    constant = 0
    for row, price in enumerate(prices):
        if price == 0:
            continue
        constant += price * limits[row]
        for stop, use in rows.stop_terms[row]:
            reward[stop] -= price * use
        for depot, use in rows.night_terms[row]:
            night[depot] -= price * use
    driving = one * problem.drive_cost + (prices[rows.trip_drive] if rows.trip_drive is not None else 0)
    for row, pct, width in rows.segments:
        constant += max(0, one * pct - prices[row]) * width
    biggest = max([0, *map(abs, reward)]) * (sum(map(int, problem.max_visits)) + 1)
    biggest += max([0, *map(abs, night)]) * problem.n_days
    biggest += driving * int(np.maximum(problem.drive_cap_min, 0).sum() + 1)
    if biggest >= _LIMIT:
        return None
    return Prices(
        np.asarray(vector, np.int64), np.array(reward, np.int64), np.array(night, np.int64), driving, constant
    )
