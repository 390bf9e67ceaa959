"""Reserve for slow roads, and how sure the times of a plan are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.check import check_solution
from planner.errors import RequestError
from planner.model.problem import DaySchedule, Problem, Solution, Violation
from planner.model.request import Punctuality
from planner.model.settings import PunctualityRules
from planner.model.travel import TravelMatrix, TravelSpread
from planner.optimise import schedule, schedule_day, time_day, time_day_like
from planner.optimise.robust import NoiseParams, Robustness, TripNoise, simulate


def find_noise(matrix: TravelMatrix, rows: npt.NDArray[np.intp]) -> TripNoise | None:
    """Return how travel between some rows of a matrix scatters; None where its source cannot tell."""
    if matrix.spread is None:
        return None
    square = np.ix_(rows, rows)
    spread = TravelSpread(
        spread_s=matrix.spread.spread_s[square],
        wait_min=matrix.spread.wait_min[square],
        still_min=matrix.spread.still_min[square],
    )
    return TripNoise.build(matrix.minutes[square], spread)


def add_reserve(
    problem: Problem, noise: TripNoise | None, punctuality: Punctuality, rules: PunctualityRules
) -> Problem:
    """Return the problem that is searched: with `safe`, every leg takes as long as it does in `reserve_pct` cases.

    Driving stays what it is: the reserve is for standing in traffic as well, and no law counts it.

    Raises
    ------
    RequestError
        R020 when reserve is asked for and the source of travel times does not tell how far they scatter.
    """
    if punctuality is Punctuality.USUAL:
        return problem
    if noise is None:
        message = "this source of travel times does not tell how far they scatter, so no reserve can be kept"
        raise RequestError("R020", message, where="punctuality", remedy="ask for punctuality usual")
    return replace(problem, travel_min=problem.travel_min + noise.get_reserve_min(rules.reserve_pct))


def remove_reserve(problem: Problem, noise: TripNoise | None) -> Problem:
    """Return the problem in usual travel times, in which plans are timed."""
    return problem if noise is None else replace(problem, travel_min=np.ascontiguousarray(noise.travel_min))


def time_trip(searched: Problem, timed: Problem, solution: Solution) -> tuple[DaySchedule, ...]:
    """Return the times of a solution in usual travel times.

    A day that keeps its rules with the reserve leaves early enough for it, and is fed where the reserve
    allows; otherwise the times are the soonest, late where they must be.
    """
    days = []
    for day, route in enumerate(solution.routes):
        where = day, solution.get_start(timed, day), solution.get_end(timed, day), route
        reserved = schedule_day(searched, *where) if _has_reserve(searched, timed) else None
        days.append(time_day(timed, *where) if reserved is None else time_day_like(timed, *where, reserved))
    return tuple(days)


def check_reserve(searched: Problem, timed: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Return a violation when a solution does not keep its rules with every leg at its reserved length."""
    if not _has_reserve(searched, timed):
        return ()
    schedules = schedule(searched, solution)
    if schedules is None or check_solution(searched, solution, schedules):
        return (Violation("reserve", None, "the plan has no reserve for slow roads on every leg, as asked"),)
    return ()


def find_robustness(
    timed: Problem,
    noise: TripNoise | None,
    solution: Solution,
    schedules: Sequence[DaySchedule],
    rules: PunctualityRules,
    appointments: Sequence[int] = (),
) -> Robustness | None:
    """Return how sure the times of a plan are; None where the source of travel times cannot tell.

    Stops in `appointments`, whose hour the party itself has set, may begin `grace_min` later and are on time.
    """
    if noise is None:
        return None
    params = NoiseParams(scenarios=rules.scenarios, day_share=rules.day_share_pct / 100)
    return simulate(_give_grace(timed, appointments, rules.grace_min), solution, schedules, noise, params)


def _give_grace(problem: Problem, stops: Sequence[int], grace_min: int) -> Problem:
    """Return the problem with more time to begin at some stops, wherever their window is a single minute."""
    rows = np.array(stops, dtype=np.intp)
    closes = problem.window_close_min.copy()
    closes[:, rows] += np.where(closes[:, rows] == problem.window_open_min[:, rows], grace_min, 0).astype(closes.dtype)
    return replace(problem, window_close_min=closes)


def _has_reserve(searched: Problem, timed: Problem) -> bool:
    return not np.array_equal(searched.travel_min, timed.travel_min)


def to_pct(share: float) -> int:
    """Return whole per cent, rounded down: only what never failed is 100."""
    return int(100 * share + 1e-9)
