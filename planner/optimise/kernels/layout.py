"""Where everything lies: the block that kernels read (`facts`) and the block they write (`state`).

A block is one flat int64 array: scalars first, then a header with the offset and the row length of each
table, then the tables. One array instead of fifty keeps the compiled signature small: compile time
and the cost of a call grow with the number of array arguments (measured: 60 s against 20 s to compile).

Constants are np.int64, not int: numba compiles a function anew for every *literal* int it is called with.

A *node* is a row of the travel matrix: stops are 0..n-1, depot `j` is n + j. A *place* in a route is
counted with the depots: place 0 is the start depot, places 1..len are stops, len + 1 is the end depot.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.optimise.kernels.cells import changes_cell, finds_row, reads_cell, writes_cell

FAR: Final = np.int64(1 << 40)
"""Minutes of a leg that does not exist: larger than any day, small enough that sums never wrap."""
NEVER: Final = np.int64(1 << 50)
"""A time that is not reached; `-NEVER` is the latest moment of something impossible."""
NO_KEY: Final = np.int64(1 << 60)
"""Insertion key of a stop that fits nowhere."""
PLACE_BITS: Final = np.int64(10)
"""An insertion key is (cost << PLACE_BITS) | place, so that one comparison picks cost, then place."""
PLACE_MASK: Final = np.int64((1 << 10) - 1)
POWER_LEVELS: Final = np.int64(16)
POWER_STEPS: Final = np.int64(1024)
POWER_UNIT: Final = np.int64(1 << 30)
CHANCE_STEPS: Final = np.int64(4096)
LOG_UNIT: Final = np.int64(1 << 12)
COOLING_STEPS: Final = np.int64(1024)

ZERO, ONE = np.int64(0), np.int64(1)
IN, OUT = np.int64(1), np.int64(-1)
NOWHERE: Final = np.int64(-1)
"""The day of an unrouted stop, the index of nothing."""

# ---- facts: scalars
(
    N, K, DAYS, WINDOWS, RESOURCES, GROUPS, CATEGORIES, SEGMENTS, FIRST_DEPOT, LAST_DEPOT, FREE_NIGHTS,
    DRIVE_COST, TRIP_DRIVE_CAP, MEAL_EARLIEST, MEAL_LATEST, MEAL_MIN,
    HAS_MANDATORY,  # 1 where some group must be visited
    HAS_LINEAR_GAIN,  # 1 where every category pays 100 hundredths a point
    HAS_FIXED_GAIN,  # 1 where moreover driving is free: a stop is worth its prize at any place
    HAS_TABLES,  # 1 where some day needs a meal and some stop serves one
    HAS_GAPS,  # 1 where a stop on the way can make a day shorter, set by `insertion.find_gaps`
    GAIN_UNIT,  # greatest gain of one stop, hundredths, at least 1
    PENALTY_MISSING,  # loss for a mandatory group not satisfied: more than any value can be
    PENALTY_BROKEN,  # loss for a day or resource beyond its limit: more than all groups missing
    MAX_RUIN, STRING_PCT, STRING_END_PCT, FULL_PASS_PCT, NIGHT_MOVE_PCT, RATIO_PCT, RANDOM_ORDER_PCT,
    NOISE_PCT, TIE_PCT,
) = map(np.int64, range(33))  # fmt: skip
# ---- facts: tables, each with two header cells
(
    TRAVEL,  # (n + k, n + k), unreachable = FAR
    TRAVEL_IN,  # its transpose, for reading what leads to a node along a row
    DRIVE,  # (n + k, n + k)
    STOP,  # rows SERVICE .. USABLE, n columns
    OPENS,  # (D * W, n)
    CLOSES,
    GAIN_TO,  # (C, S)
    GAIN_PCT,
    MANDATORY,  # (1, G)
    USE,  # (R, n + k): resource use of each stop, and of a night at each depot
    CAP,  # (1, R)
    DAY,  # rows DAY_START .. IS_PLAIN, D columns
    DEPOT,  # rows DEPOT_PRIZE, DEPOT_GROUP; k columns
    NIGHT_OPTION,  # (D - 1, k), group size respected
    FREE_NIGHT,  # (1, FREE_NIGHTS): nights with more than one option
    NEAR,  # (n, n - 1): the other stops by travel there and back, nearest first
    NEAR_DEPOT,  # (n + k, k): depots by travel there and back from each node
    POWER,  # (POWER_LEVELS, POWER_STEPS + 1): share of the greatest gain ** a, in 1 / POWER_UNIT
    MINUS_LOG,  # (1, CHANCE_STEPS): -ln of a uniform number, in 1 / LOG_UNIT
    COOLING,  # (1, COOLING_STEPS + 1): temperature over the run, in hundredths of a point
) = map(np.int64, range(33, 73, 2))  # fmt: skip
FACTS_HEADER: Final = np.int64(73)
SERVICE, PRIZE, CATEGORY, GROUP, SERVES, USABLE = map(np.int64, range(6))
DAY_START, DAY_END, DRIVE_CAP, MAX_VISITS, HAS_MEAL, IS_PLAIN = map(np.int64, range(6))
DEPOT_PRIZE, DEPOT_GROUP = map(np.int64, range(2))

# ---- state: scalars
VALUE, TRAVEL_TIME, BEST_VALUE, BEST_TRAVEL, REMOVED_COUNT = map(np.int64, range(5))
# ---- state: tables. SEQ, NIGHT and ROUTE exist three times, one set of routes each: SEQ + CURRENT, ...
WORK, CURRENT, BEST = np.int64(0), np.int64(2), np.int64(4)
# EARLY and LATE exist for two states of the day: the meal still to take, and taken.
HUNGRY, FED = np.int64(0), np.int64(2)
(
    SEQ, _SEQ_CURRENT, _SEQ_BEST,  # (D, cap): nodes of the routes, depots included
    NIGHT, _NIGHT_CURRENT, _NIGHT_BEST,  # (1, D - 1)
    ROUTE, _ROUTE_CURRENT, _ROUTE_BEST,  # rows LENGTH, DRIVEN, TRAVELLED; D columns
    EARLY, _EARLY_FED,  # (D, cap) of WORK: earliest departure
    LATE, _LATE_FED,  # (D, cap) of WORK: latest arrival that keeps the rest of the day feasible
    MEAL_PLACE,  # (1, D): place before or at which the earliest schedule takes its meal
    TOUCHED,  # (1, D): 1 where WORK may differ from CURRENT
    IS_OPEN,  # (1, D): 1 where this iteration lets formerly unrouted stops in
    WHERE,  # (1, n): day of a stop in WORK, -1 = unrouted
    IS_REMOVED,  # (1, n): 1 where this iteration's ruin took the stop out
    REMOVED,  # (1, n): those stops, REMOVED_COUNT of them
    CATEGORY_SUM,  # (1, C)
    USED,  # (1, R)
    GROUP_STOPS,  # (1, G): visited stops of each group
    GROUP_NIGHTS,  # (1, G)
    KEY,  # (D, n): cheapest insertion of each stop on each day
    CANDIDATE,  # (1, n): unrouted stops that fit somewhere
    CHAIN_VALUE,  # (D, k): see `nights`
    CHAIN_TRAVEL,
    CHAIN_FROM,
    WEIGHT,  # (1, n): attraction of each stop in this iteration, or its random factor
) = map(np.int64, range(5, 63, 2))  # fmt: skip
STATE_HEADER: Final = np.int64(63)
LENGTH, DRIVEN, TRAVELLED = map(np.int64, range(3))


@reads_cell
def get(block, table, number, column):
    """Return a cell of a table."""
    return block[block[table] + number * block[table + 1] + column]


@writes_cell
def put(block, table, number, column, value):
    """Set a cell of a table."""
    block[block[table] + number * block[table + 1] + column] = value


@reads_cell
def get1(block, table, column):
    """Return a cell of a table with one row."""
    return block[block[table] + column]


@writes_cell
def put1(block, table, column, value):
    """Set a cell of a table with one row."""
    block[block[table] + column] = value


@changes_cell
def add1(block, table, column, change):
    """Change a cell of a table with one row."""
    block[block[table] + column] += change


@finds_row
def row(block, table, number):
    """Return where a row of a table begins in its block."""
    return block[table] + number * block[table + 1]
