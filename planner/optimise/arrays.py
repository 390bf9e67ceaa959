"""The gate between a `Problem` and the kernels: types, order and writability are settled here.

numba compiles a kernel again for every new kind of argument (a read-only array, another integer
width, Fortran order); everything that passes here has one kind.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.model.problem import Problem, Solution
from planner.model.travel import BoolArray, IntArray
from planner.optimise.kernels import layout as at
from planner.optimise.kernels.chance import WordArray
from planner.optimise.params import SolveParams
from planner.optimise.rounds import Round, list_rounds
from planner.optimise.value import get_category_gain

Tables = Mapping[np.int64, npt.NDArray[Any]]
_NUMBER_BITS = 20
"""Room for the number of a stop beside a distance that `layout.FAR` bounds."""


@dataclass(frozen=True, slots=True)
class KernelArrays:
    """The problem and the search parameters as the kernels read them, and an empty search."""

    facts: IntArray
    state: IntArray
    random: WordArray
    """(1,): the generator."""


def as_kernel_arrays(
    problem: Problem, params: SolveParams | None = None, start: Solution | None = None
) -> KernelArrays:
    """Return the blocks of `kernels.layout`: new, C-contiguous, writable, int64.

    Parameters
    ----------
    problem
        The problem.
    params
        Search parameters; the defaults of `SolveParams` when None.
    start
        Routes and nights that the state begins with, not yet counted or measured; empty days when None.
    """
    params = params or SolveParams()
    options = get_night_options(problem)
    start = start or build_empty(options, problem.n_days)
    return KernelArrays(
        facts=_build_facts(problem, params, options),
        state=_build_state(problem, start),
        random=np.array([_mix(params.seed)], dtype=np.uint64),
    )


def _build_facts(problem: Problem, params: SolveParams, options: BoolArray) -> IntArray:
    n, days = problem.n_stops, problem.n_days
    travel = np.where(problem.travel_min < 0, at.FAR, problem.travel_min)
    there_and_back = travel + travel.T
    usable = _can_take(problem.stop_capacity, problem.group_size)
    gains = np.array([get_category_gain(problem, int(problem.category[i]), int(problem.prize[i])) for i in range(n)])
    free_nights = np.flatnonzero(options.sum(axis=1) > 1)
    is_linear = bool((problem.gain_pct == 100).all())
    windows = problem.window_open_min.shape[2]
    spans = np.maximum(problem.day_end_min - problem.day_start_min, 0)
    value_limit = 1 + 100 * int(problem.prize.sum() + days * problem.depot_prize.max(initial=0))
    value_limit += problem.drive_cost * int(spans.sum())
    is_plain = ~problem.meal_required & (problem.drive_cap_min >= spans)
    is_plain &= windows == 1 and problem.drive_cost == 0 and problem.trip_drive_cap_min < 0
    scalars = {
        at.N: n, at.K: problem.n_depots, at.DAYS: days, at.WINDOWS: windows,
        at.RESOURCES: len(problem.resource_cap), at.GROUPS: len(problem.group_is_mandatory),
        at.CATEGORIES: problem.gain_to.shape[0], at.SEGMENTS: problem.gain_to.shape[1],
        at.FIRST_DEPOT: problem.start_depot, at.LAST_DEPOT: problem.end_depot, at.FREE_NIGHTS: len(free_nights),
        at.DRIVE_COST: problem.drive_cost, at.TRIP_DRIVE_CAP: problem.trip_drive_cap_min,
        at.MEAL_EARLIEST: problem.meal_earliest_min, at.MEAL_LATEST: problem.meal_latest_min,
        at.MEAL_MIN: problem.meal_min,
        at.HAS_MANDATORY: int(problem.group_is_mandatory.any()), at.HAS_LINEAR_GAIN: int(is_linear),
        at.HAS_FIXED_GAIN: int(is_linear and problem.drive_cost == 0),
        at.HAS_TABLES: int(problem.meal_required.any() and problem.serves_meal.any()),
        at.GAIN_UNIT: max(int(gains.max(initial=1)), 1),
        at.PENALTY_MISSING: value_limit,
        at.PENALTY_BROKEN: value_limit * (2 + int(problem.group_is_mandatory.sum())),
        at.MAX_RUIN: params.max_ruin, at.STRING_PCT: params.string_pct, at.STRING_END_PCT: params.string_end_pct,
        at.FULL_PASS_PCT: params.full_pass_pct, at.NIGHT_MOVE_PCT: params.night_move_pct,
        at.RATIO_PCT: params.ratio_pct, at.RANDOM_ORDER_PCT: params.random_order_pct,
        at.NOISE_PCT: params.noise_pct, at.TIE_PCT: params.tie_pct,
    }  # fmt: skip
    stop_rows = [problem.service_min, problem.prize, problem.category, problem.group, problem.serves_meal, usable]
    day_rows = [problem.day_start_min, problem.day_end_min, problem.drive_cap_min, problem.max_visits,
                problem.meal_required, is_plain]  # fmt: skip
    tables: Tables = {
        at.TRAVEL: travel,
        at.TRAVEL_IN: travel.T,
        at.DRIVE: np.where(problem.drive_min < 0, at.FAR, problem.drive_min),
        at.STOP: np.stack(stop_rows),
        at.OPENS: problem.window_open_min.transpose(0, 2, 1).reshape(days * windows, n),
        at.CLOSES: problem.window_close_min.transpose(0, 2, 1).reshape(days * windows, n),
        at.GAIN_TO: problem.gain_to,
        at.GAIN_PCT: problem.gain_pct,
        at.MANDATORY: problem.group_is_mandatory,
        at.USE: np.hstack([problem.resource_use, problem.depot_resource_use]),
        at.CAP: problem.resource_cap,
        at.DAY: np.stack(day_rows),
        at.DEPOT: np.stack([problem.depot_prize, problem.depot_group]),
        at.NIGHT_OPTION: options,
        at.FREE_NIGHT: free_nights,
        at.NEAR: _rank_others(there_and_back[:n, :n]),
        at.NEAR_DEPOT: np.argsort(there_and_back[:, n:], axis=1, kind="stable"),
        at.POWER: _build_power_table(),
        at.MINUS_LOG: _build_minus_log_table(),
        at.COOLING: _build_cooling_table(
            list_rounds(problem, params), params, float(gains[usable].mean()) if usable.any() else 100.0
        ),
    }
    return _pack(at.FACTS_HEADER, scalars, tables)


def _build_state(problem: Problem, start: Solution) -> IntArray:
    n, days = problem.n_stops, problem.n_days
    groups = len(problem.group_is_mandatory)
    longest = max(int(problem.max_visits.max()), *map(len, start.routes))
    width = min(n, longest) + 3  # two depots, and one stop that is being inserted
    seq = np.zeros((days, width), dtype=np.int64)
    route = np.zeros((3, days), dtype=np.int64)
    for day, stops in enumerate(start.routes):
        seq[day, : len(stops) + 2] = [n + start.get_start(problem, day), *stops, n + start.get_end(problem, day)]
        route[at.LENGTH, day] = len(stops)
    blank: dict[np.int64, npt.NDArray[Any]] = {
        at.EARLY + state: np.zeros((days, width)) for state in (at.HUNGRY, at.FED)
    } | {at.LATE + state: np.zeros((days, width)) for state in (at.HUNGRY, at.FED)}
    per_day = {table: np.zeros(days) for table in (at.MEAL_PLACE, at.TOUCHED, at.IS_OPEN)}
    per_stop = {table: np.zeros(n) for table in (at.IS_REMOVED, at.REMOVED, at.CANDIDATE, at.WEIGHT)}
    routes: dict[np.int64, npt.NDArray[Any]] = {}
    for which in (at.WORK, at.CURRENT, at.BEST):
        routes |= {at.SEQ + which: seq, at.NIGHT + which: np.array(start.nights), at.ROUTE + which: route}
    counts = {
        at.WHERE: np.full(n, -1), at.CATEGORY_SUM: np.zeros(problem.gain_to.shape[0]),
        at.USED: np.zeros(len(problem.resource_cap)), at.GROUP_STOPS: np.zeros(groups),
        at.GROUP_NIGHTS: np.zeros(groups), at.KEY: np.full((days, n), at.NO_KEY),
    }  # fmt: skip
    chains = {table: np.zeros((days, problem.n_depots)) for table in (at.CHAIN_VALUE, at.CHAIN_TRAVEL, at.CHAIN_FROM)}
    scalars = {at.BEST_VALUE: -(1 << 62)}
    return _pack(at.STATE_HEADER, scalars, {**routes, **blank, **per_day, **per_stop, **counts, **chains})


def _pack(header: np.int64, scalars: Mapping[np.int64, int], tables: Tables) -> IntArray:
    """Return one flat block: scalars, then offset and row length of each table, then the tables."""
    head = np.zeros(int(header), dtype=np.int64)
    for cell, value in scalars.items():
        head[cell] = value
    parts, size = [head], int(header)
    for table, values in tables.items():
        part = np.atleast_2d(np.asarray(values, dtype=np.int64))
        head[table], head[table + 1] = size, part.shape[1]
        parts.append(part.ravel())
        size += part.size
    return np.concatenate(parts)


def read_table(block: IntArray, table: np.int64, rows: int) -> IntArray:
    """Return a view of a table of a block."""
    first, columns = int(block[table]), int(block[table + 1])
    return block[first : first + rows * columns].reshape(rows, columns)


def read_solution(problem: Problem, state: IntArray, which: np.int64 = at.BEST) -> Solution:
    """Return the best solution of a state, or another one of the three (`layout.CURRENT`, `layout.WORK`)."""
    seq = read_table(state, at.SEQ + which, problem.n_days)
    length = read_table(state, at.ROUTE + which, 3)[at.LENGTH]
    nights = read_table(state, at.NIGHT + which, 1)[0]
    return Solution(
        routes=tuple(tuple(int(stop) for stop in seq[day, 1 : length[day] + 1]) for day in range(problem.n_days)),
        nights=tuple(int(depot) for depot in nights),
    )


def write_best(problem: Problem, state: IntArray, solution: Solution) -> None:
    """Set the routes and nights of the best solution of a state; what hangs on them is left to `polish.load_best`."""
    seq = read_table(state, at.SEQ + at.BEST, problem.n_days)
    length = read_table(state, at.ROUTE + at.BEST, 3)[at.LENGTH]
    n = problem.n_stops
    for day, stops in enumerate(solution.routes):
        seq[day, : len(stops) + 2] = [n + solution.get_start(problem, day), *stops, n + solution.get_end(problem, day)]
        length[day] = len(stops)
    read_table(state, at.NIGHT + at.BEST, 1)[0, : problem.n_nights] = solution.nights


def build_empty(options: BoolArray, days: int) -> Solution:
    """Return a solution that visits nothing, each night at its first option."""
    return Solution(routes=((),) * days, nights=tuple(int(np.flatnonzero(row)[0]) for row in options))


def get_night_options(problem: Problem) -> BoolArray:
    """Return where each night may be spent by this party, shape (D - 1, k).

    A night for which no option is large enough keeps all its options: the search then shows the
    least bad trip, and `has_room` says that it is none.
    """
    fits = problem.night_is_option & _can_take(problem.depot_capacity, problem.group_size)
    return np.where(fits.any(axis=1, keepdims=True), fits, problem.night_is_option)


def has_room(problem: Problem, nights: tuple[int, ...]) -> bool:
    """Say whether every night is an option that is large enough for the party."""
    fits = problem.night_is_option & _can_take(problem.depot_capacity, problem.group_size)
    return all(bool(fits[night, depot]) for night, depot in enumerate(nights))


def _can_take(capacity: IntArray, group_size: int) -> BoolArray:
    return (capacity < 0) | (capacity >= group_size)


def _rank_others(distance: IntArray) -> IntArray:
    """Return for each row the other columns, nearest first, ties by number."""
    n = distance.shape[0]
    if n == 0:
        return np.zeros((0, 0), dtype=np.int64)
    packed = (distance << _NUMBER_BITS) | np.arange(n)  # sorting numbers is quicker than ranking them
    np.fill_diagonal(packed, -1)  # before all others, and cut off
    packed.sort(axis=1)
    others: IntArray = packed[:, 1:] & ((1 << _NUMBER_BITS) - 1)
    return others


@functools.cache
def _build_power_table() -> IntArray:
    """Return share ** a for a = 0.5..2 (rows) and share = 0..1 (columns), in 1 / POWER_UNIT.

    Rounded, for the libraries of two machines may differ in the last bit of a power.
    """
    exponents = [0.5 + 1.5 * level / (at.POWER_LEVELS - 1) for level in range(at.POWER_LEVELS)]
    shares = [max(step, 0.5) / at.POWER_STEPS for step in range(at.POWER_STEPS + 1)]
    return np.array([[round(share**a * at.POWER_UNIT) for share in shares] for a in exponents], dtype=np.int64)


@functools.cache
def _build_minus_log_table() -> IntArray:
    steps = at.CHANCE_STEPS
    return np.array([round(-math.log((i + 0.5) / steps) * at.LOG_UNIT) for i in range(steps)], dtype=np.int64)


def _build_cooling_table(rounds: Sequence[Round], params: SolveParams, unit: float) -> IntArray:
    """Return the temperatures of a run, in hundredths of a point, round after round."""
    steps = int(at.COOLING_STEPS)
    shares = [step / steps for step in range(steps + 1)]
    chosen = [next(one for one in rounds if share < one.end or one is rounds[-1]) for share in shares]
    temperatures = [one.get_temperature(params, share) for one, share in zip(chosen, shares, strict=True)]
    return np.array([round(unit * temperature) for temperature in temperatures], dtype=np.int64)


def _mix(seed: int) -> int:
    """Return a well-mixed 64-bit word, never 0, of any integer (splitmix64, Steele et al., OOPSLA 2014)."""
    mask = (1 << 64) - 1
    word = (seed + 0x9E3779B97F4A7C15) & mask
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & mask
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & mask
    return (word ^ (word >> 31)) or 1
