"""The gate between a `Problem` and the kernels: types, order and writability are settled here.

numba compiles a kernel again for every new kind of argument (a read-only array, another integer
width, Fortran order); everything that passes here has one kind.
"""

from __future__ import annotations

import math

import numpy as np

from planner.model.problem import Problem, Solution
from planner.model.travel import BoolArray, IntArray
from planner.optimise.kernels import layout
from planner.optimise.kernels.layout import Facts, FloatArray, State
from planner.optimise.params import SolveParams


def as_kernel_arrays(problem: Problem, params: SolveParams | None = None) -> Facts:
    """Return the problem and the search parameters as the kernels read them.

    All arrays are new, C-contiguous, writable and int64 (float64 for the table of powers).
    """
    params = params or SolveParams()
    n, k, days = problem.n_stops, problem.n_depots, problem.n_days
    travel = np.where(problem.travel_min < 0, layout.FAR, problem.travel_min)
    drive = np.where(problem.drive_min < 0, layout.FAR, problem.drive_min)
    usable = _can_take(problem.stop_capacity, problem.group_size)
    options = get_night_options(problem)
    gains = np.array([_gain_alone(problem, stop) for stop in range(n)], dtype=np.int64)
    is_linear = bool((problem.gain_pct == 100).all())
    windows = max(problem.window_open_min.shape[2], 1)
    opens, closes = np.zeros((days, windows, n)), np.full((days, windows, n), -1)
    if problem.window_open_min.shape[2] > 0:
        opens = problem.window_open_min.transpose(0, 2, 1)
        closes = problem.window_close_min.transpose(0, 2, 1)
    caps_bind = problem.trip_drive_cap_min >= 0 or bool(
        (problem.drive_cap_min < problem.day_end_min - problem.day_start_min).any()
    )
    is_plain = ~problem.meal_required & (windows == 1) & (problem.drive_cost == 0) & (not caps_bind)
    value_limit = 1 + 100 * int(problem.prize.sum() + days * problem.depot_prize.max(initial=0))
    value_limit += problem.drive_cost * int(np.maximum(problem.day_end_min - problem.day_start_min, 0).sum())
    there_and_back = travel + travel.T
    return Facts(
        n=n,
        k=k,
        days=days,
        first_depot=int(problem.start_depot),
        last_depot=int(problem.end_depot),
        windows=windows,
        drive_cost=int(problem.drive_cost),
        trip_drive_cap=int(problem.trip_drive_cap_min),
        meal_earliest=int(problem.meal_earliest_min),
        meal_latest=int(problem.meal_latest_min),
        meal_min=int(problem.meal_min),
        any_mandatory=int(problem.group_is_mandatory.any()),
        has_fixed_gain=int(is_linear and problem.drive_cost == 0),
        linear_gain=int(is_linear),
        gain_unit=max(int(gains.max(initial=1)), 1),
        penalty_missing=value_limit,
        penalty_broken=value_limit * (2 + int(problem.group_is_mandatory.sum())),
        max_ruin=params.max_ruin,
        string_pct=params.string_pct,
        string_end_pct=params.string_end_pct,
        full_pass_pct=params.full_pass_pct,
        night_move_pct=params.night_move_pct,
        ratio_pct=params.ratio_pct,
        random_order_pct=params.random_order_pct,
        noise_pct=params.noise_pct,
        tie_pct=params.tie_pct,
        travel=_own(travel),
        travel_in=_own(travel.T),
        drive=_own(drive),
        stop=_own(
            np.stack(
                [
                    problem.service_min,
                    problem.prize,
                    problem.category,
                    problem.group,
                    problem.serves_meal.astype(np.int64),
                    usable.astype(np.int64),
                ]
            )
        ),
        opens=_own(opens),
        closes=_own(closes),
        gain_to=_own(problem.gain_to),
        gain_pct=_own(problem.gain_pct),
        group_is_mandatory=_own(problem.group_is_mandatory),
        resource_use=_own(problem.resource_use),
        depot_resource_use=_own(problem.depot_resource_use),
        resource_cap=_own(problem.resource_cap),
        day=_own(
            np.stack(
                [
                    problem.day_start_min,
                    problem.day_end_min,
                    problem.drive_cap_min,
                    problem.max_visits,
                    problem.meal_required.astype(np.int64),
                    is_plain.astype(np.int64),
                ]
            )
        ),
        depot=_own(np.stack([problem.depot_prize, problem.depot_group])),
        night_is_option=_own(options),
        free_nights=_own(np.flatnonzero(options.sum(axis=1) > 1)),
        near=_own(_rank_others(there_and_back[:n, :n])),
        near_depot=_own(np.argsort(there_and_back[:, n:], axis=1, kind="stable")),
        power=_build_power_table(),
        minus_log=_build_minus_log_table(),
        cooling=_build_cooling_table(params, float(gains[usable].mean()) if usable.any() else 100.0),
    )


def build_state(facts: Facts, start: Solution, seed: int) -> State:
    """Return a state whose WORK routes are those of `start`, nothing counted or measured yet."""
    n, k, days = facts.n, facts.k, facts.days
    width = min(n, max(int(facts.day[layout.MAX_VISITS].max()), max(map(len, start.routes)), 0)) + 3
    seq = np.zeros((3, days, width), dtype=np.int64)
    length = np.zeros((3, days), dtype=np.int64)
    nights = np.zeros((3, days - 1), dtype=np.int64)
    nights[:] = np.array(start.nights, dtype=np.int64)
    state = State(
        random=np.array([_mix(seed)], dtype=np.uint64),
        score=np.zeros(8, dtype=np.int64),
        seq=seq,
        length=length,
        nights=nights,
        drive=np.zeros((3, days), dtype=np.int64),
        travel=np.zeros((3, days), dtype=np.int64),
        early=np.zeros((2, days, width), dtype=np.int64),
        late=np.zeros((2, days, width), dtype=np.int64),
        fed=np.zeros(days, dtype=np.int64),
        where=np.full(n, -1, dtype=np.int64),
        category_sum=np.zeros(facts.gain_to.shape[0], dtype=np.int64),
        used=np.zeros(facts.resource_cap.shape[0], dtype=np.int64),
        group_stops=np.zeros(facts.group_is_mandatory.shape[0], dtype=np.int64),
        group_nights=np.zeros(facts.group_is_mandatory.shape[0], dtype=np.int64),
        touched=np.zeros(days, dtype=np.int64),
        is_removed=np.zeros(n, dtype=np.int64),
        removed=np.zeros(n + 1, dtype=np.int64),
        key=np.full((days, n), layout.NO_KEY, dtype=np.int64),
        candidates=np.zeros(n, dtype=np.int64),
        is_open=np.zeros(days, dtype=np.int64),
        weight=np.zeros(n, dtype=np.float64),
    )
    for day, route in enumerate(start.routes):
        length[:, day] = len(route)
        seq[:, day, 1 : len(route) + 1] = np.array(route, dtype=np.int64)
        seq[:, day, 0] = n + (facts.first_depot if day == 0 else start.nights[day - 1])
        seq[:, day, len(route) + 1] = n + (facts.last_depot if day == days - 1 else start.nights[day])
    return state


def read_best(state: State) -> Solution:
    """Return the best solution of a state."""
    return Solution(
        routes=tuple(
            tuple(int(stop) for stop in state.seq[layout.BEST, day, 1 : state.length[layout.BEST, day] + 1])
            for day in range(state.length.shape[1])
        ),
        nights=tuple(int(depot) for depot in state.nights[layout.BEST]),
    )


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


def _own(values: IntArray | BoolArray | FloatArray) -> IntArray:
    """Return a new contiguous, writable int64 array."""
    return np.array(values, dtype=np.int64, order="C", copy=True)


def _gain_alone(problem: Problem, stop: int) -> int:
    """Return what a stop adds to an empty category: the most it can ever add."""
    category, gain, lower = int(problem.category[stop]), 0, 0
    prize = int(problem.prize[stop])
    for upper, pct in zip(problem.gain_to[category], problem.gain_pct[category], strict=True):
        gain += max(min(prize, int(upper)) - lower, 0) * int(pct)
        lower = int(upper)
    return gain


def _rank_others(distance: IntArray) -> IntArray:
    """Return for each row the other columns, nearest first, ties by number."""
    n = distance.shape[0]
    if n == 0:
        return np.zeros((0, 0), dtype=np.int64)
    ranked = np.argsort(distance, axis=1, kind="stable")
    return ranked[ranked != np.arange(n)[:, None]].reshape(n, n - 1)


def _build_power_table() -> FloatArray:
    """Return share ** a for a = 0.5..2 (rows) and share = 0..1 (columns).

    Rounded to multiples of 2**-40: libraries of different machines may differ in the last bit of a power.
    """
    exponents = [0.5 + 1.5 * level / (layout.POWER_LEVELS - 1) for level in range(layout.POWER_LEVELS)]
    unit = 1 << 40
    rows = [
        [round((max(step, 0.5) / layout.POWER_STEPS) ** a * unit) / unit for step in range(layout.POWER_STEPS + 1)]
        for a in exponents
    ]
    return np.array(rows, dtype=np.float64)


def _build_minus_log_table() -> IntArray:
    steps = layout.CHANCE_STEPS
    return np.array([round(-math.log((i + 0.5) / steps) * layout.LOG_UNIT) for i in range(steps)], dtype=np.int64)


def _build_cooling_table(params: SolveParams, unit: float) -> IntArray:
    """Return the temperatures of a run: geometric from `hot` to `cold`, in hundredths of a point."""
    ratio = params.cold / params.hot
    steps = layout.COOLING_STEPS
    return np.array([round(params.hot * unit * ratio ** (i / steps)) for i in range(steps + 1)], dtype=np.int64)


def _mix(seed: int) -> int:
    """Return a well-mixed 64-bit word, never 0, of any integer (splitmix64, Steele et al., OOPSLA 2014)."""
    mask = (1 << 64) - 1
    word = (seed + 0x9E3779B97F4A7C15) & mask
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & mask
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & mask
    return (word ^ (word >> 31)) or 1
