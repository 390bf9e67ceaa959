"""Where everything lies: the arrays that kernels read (`Facts`) and write (`State`).

A *node* is a row of the travel matrix: stops are 0..n-1, depot `j` is n + j. A *place* in a route is
counted with the depots: place 0 is the start depot, places 1..len are stops, len + 1 is the end depot.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.model.travel import IntArray

FloatArray = npt.NDArray[np.float64]
WordArray = npt.NDArray[np.uint64]

FAR: Final = 1 << 40
"""Minutes of a leg that does not exist: larger than any day, small enough that sums never wrap."""
NEVER: Final = 1 << 50
"""A time that is not reached; `-NEVER` is the latest moment of something impossible."""
NO_KEY: Final = 1 << 60
"""Insertion key of a stop that fits nowhere."""
PLACE_BITS: Final = 10
"""An insertion key is (cost << PLACE_BITS) | place, so that one comparison picks cost, then place."""

# Rows of Facts.stop
SERVICE, PRIZE, CATEGORY, GROUP, SERVES, USABLE = range(6)
# Rows of Facts.day
DAY_START, DAY_END, DRIVE_CAP, MAX_VISITS, HAS_MEAL, IS_PLAIN = range(6)
# Rows of Facts.depot
DEPOT_PRIZE, DEPOT_GROUP = range(2)
# Cells of State.score
VALUE, TRAVEL, BEST_VALUE, BEST_TRAVEL, IMPROVED, ACCEPTED = range(6)
# Rows of State.drive / State.travel: the route being changed, the current one, the best one
WORK, CURRENT, BEST = range(3)

POWER_LEVELS: Final = 16
POWER_STEPS: Final = 1024
CHANCE_STEPS: Final = 4096
COOLING_STEPS: Final = 1024
LOG_UNIT: Final = 1 << 12


class Facts(NamedTuple):
    """The problem and the search parameters. All arrays are C-contiguous."""

    n: int
    k: int
    days: int
    first_depot: int
    last_depot: int
    windows: int
    drive_cost: int
    trip_drive_cap: int
    meal_earliest: int
    meal_latest: int
    meal_min: int
    any_mandatory: int
    """1 where some group must be visited."""
    has_fixed_gain: int
    """1 where gains are linear and driving is free, so that a stop is worth its prize at any place."""
    linear_gain: int
    """1 where every category pays 100 hundredths a point: marginal gains never change."""
    gain_unit: int
    """Greatest marginal gain of a stop, hundredths; at least 1."""
    penalty_missing: int
    """Loss for one mandatory group that is not satisfied: more than any value can be."""
    penalty_broken: int
    """Loss for one day or resource beyond its limit: more than all groups missing."""
    max_ruin: int
    string_pct: int
    string_end_pct: int
    full_pass_pct: int
    night_move_pct: int
    ratio_pct: int
    random_order_pct: int
    noise_pct: int
    tie_pct: int
    travel: IntArray
    """(n + k, n + k), unreachable = FAR."""
    travel_in: IntArray
    """Its transpose, for reading what leads *to* a node along a row."""
    drive: IntArray
    stop: IntArray
    """(6, n): SERVICE, PRIZE, CATEGORY, GROUP, SERVES, USABLE."""
    opens: IntArray
    """(D, W, n)."""
    closes: IntArray
    gain_to: IntArray
    gain_pct: IntArray
    group_is_mandatory: IntArray
    resource_use: IntArray
    """(R, n)."""
    depot_resource_use: IntArray
    resource_cap: IntArray
    day: IntArray
    """(6, D): DAY_START, DAY_END, DRIVE_CAP, MAX_VISITS, HAS_MEAL, IS_PLAIN."""
    depot: IntArray
    """(2, k): DEPOT_PRIZE, DEPOT_GROUP."""
    night_is_option: IntArray
    """(D - 1, k), group size respected."""
    free_nights: IntArray
    """Nights with more than one option."""
    near: IntArray
    """(n, n - 1): the other stops by travel there and back, nearest first."""
    near_depot: IntArray
    """(n + k, k): depots by travel there and back from each node."""
    power: FloatArray
    """(POWER_LEVELS, POWER_STEPS + 1): (share of the greatest gain) ** a for a in 0.5..2."""
    minus_log: IntArray
    """(CHANCE_STEPS,): -ln of a uniform number, in 1 / LOG_UNIT."""
    cooling: IntArray
    """(COOLING_STEPS + 1,): temperature in hundredths of a point over the run."""


class State(NamedTuple):
    """The search: the routes being changed (`seq` ...), the current ones, the best ones, scratch."""

    random: WordArray
    """(1,): the generator."""
    score: IntArray
    seq: IntArray
    """(3, D, cap): nodes of WORK, CURRENT and BEST routes, depots included."""
    length: IntArray
    """(3, D): number of stops."""
    nights: IntArray
    """(3, D - 1)."""
    drive: IntArray
    """(3, D)."""
    travel: IntArray
    """(3, D)."""
    early: IntArray
    """(2, D, cap) of WORK: earliest departure with the meal still to take (0) or taken (1)."""
    late: IntArray
    """(2, D, cap) of WORK: latest arrival that keeps the rest of the day feasible, same states."""
    fed: IntArray
    """(D,): place before or at which the meal of the earliest schedule is taken."""
    where: IntArray
    """(n,): day of a stop in WORK, -1 = unrouted."""
    category_sum: IntArray
    used: IntArray
    """(R,)."""
    group_stops: IntArray
    """(G,): visited stops of each group."""
    group_nights: IntArray
    touched: IntArray
    """(D,): 1 where WORK may differ from CURRENT."""
    is_removed: IntArray
    """(n,): 1 where this iteration's ruin took the stop out."""
    removed: IntArray
    """(n + 1,): number of removed stops, then the stops."""
    key: IntArray
    """(D, n): cheapest insertion of each stop on each day."""
    candidates: IntArray
    """(n,): unrouted stops that fit somewhere."""
    is_open: IntArray
    """(D,): 1 where this iteration lets formerly unrouted stops in."""
    weight: FloatArray
    """(n,): attraction of each stop in this iteration, or its random factor."""
