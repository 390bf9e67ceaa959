"""How sure the times of a plan are: its days played through under travel times that scatter.

**The noise.** A leg takes ``still + moving x factor + wait x luck`` minutes. `still` is what takes the time
that it takes (rests, crossings). `factor` is log-normal with median 1: its logarithm is `log_sd` times
``sqrt(day_share) x (weather and traffic of the day) + sqrt(1 - day_share) x (luck of the leg)``, both standard
normal, the first shared by all legs of a day. `luck` of a boat lies evenly between 0 and 2: the party comes to
the berth at any moment between two departures.

**The policy.** The party keeps to its plan: it leaves the start depot at the planned time, follows the order,
and begins nothing before its planned time, so a quick drive gains nothing and a slow one may cost. Before a
closed window it waits for the next one of the day. Where none opens any more it still goes in and stays as long
as planned: the visit counts as missed, and what follows is judged from the cautious side, for who turns away at
a closed gate is sooner at the next stop. The pause for the meal stands before the same stop as planned, not
before its planned time; a late meal is no fault.

**On time** is a visit that begins within the window of the day that it was planned for; within a later one only
if the day still ends in time. A day is on time if the end depot is reached by its end. The trip is on time if all
its visits and days are. More travel time of any leg never helps anything of its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from planner.model.problem import DaySchedule, Problem, Solution
from planner.model.travel import BoolArray, IntArray, TravelSpread

FloatArray = npt.NDArray[np.float64]

_MASK: Final = (1 << 64) - 1
_GOLDEN: Final = 0x9E3779B97F4A7C15
_DAY, _LEG, _BOAT = range(3)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TripNoise:
    """Travel between the stops and depots of a problem as it scatters; arrays of shape (n + k, n + k).

    Parameters
    ----------
    travel_min
        Usual minutes, without any reserve; -1 = unreachable.
    still_min, wait_min
        The parts of them that never change, and that are waiting for boats.
    log_sd
        Standard deviation of the logarithm of the rest.
    """

    travel_min: IntArray
    still_min: IntArray
    wait_min: IntArray
    log_sd: FloatArray

    @classmethod
    def build(cls, travel_min: IntArray, spread: TravelSpread) -> TripNoise:
        """Return the noise of travel times with a spread.

        The log-normal factor has the stated standard deviation where its mean is 1; here its median is.
        """
        moving_min = _get_moving(travel_min, spread.still_min, spread.wait_min)
        share = np.divide(
            spread.spread_s / 60, moving_min, out=np.zeros(moving_min.shape), where=moving_min > 0, dtype=np.float64
        )
        return cls(
            travel_min=travel_min, still_min=spread.still_min, wait_min=spread.wait_min,
            log_sd=np.sqrt(np.log1p(share**2)),
        )  # fmt: skip

    @property
    def moving_min(self) -> IntArray:
        """Minutes that scatter by a factor."""
        return _get_moving(self.travel_min, self.still_min, self.wait_min)

    def get_reserve_min(self, pct: int) -> IntArray:
        """Return the whole minutes with which a leg is in time in `pct` of 100 cases, over the usual ones."""
        share = pct / 100
        factor = np.exp(float(ndtri(share)) * self.log_sd)
        over_min = self.moving_min * (factor - 1) + (2 * share - 1) * self.wait_min
        reserve: IntArray = np.maximum(np.ceil(over_min - 1e-9), 0).astype(np.int64)
        return reserve


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseParams:
    """How scenarios are drawn."""

    scenarios: int = 1000
    day_share: float = 0.5
    """Share of the variance of a leg that all legs of a day have in common."""
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """Shares of scenarios, 0 to 1, and minutes of slack."""

    visits: tuple[tuple[float, ...], ...]
    """Per day and visit: begins on time."""
    days: tuple[float, ...]
    """The day ends in time."""
    trip: float
    """All visits begin and all days end in time."""
    visit_slack_min: tuple[tuple[int, ...], ...]
    """By how much a visit may begin later than planned with nothing missed if all else goes as usual."""
    day_slack_min: tuple[int, ...]
    """From the arrival at the end depot, if all goes as usual, to the end of the day."""


@dataclass(frozen=True, slots=True, eq=False)
class DayScenarios:
    """What happened on one day in `s` scenarios."""

    begin_min: FloatArray
    """Begin of each of `v` visits, shape (v, s)."""
    is_on_time: BoolArray
    """Shape (v, s)."""
    finish_min: FloatArray
    """Shape (s,)."""
    ends_in_time: BoolArray
    """Shape (s,)."""


def simulate(
    problem: Problem,
    solution: Solution,
    schedules: Sequence[DaySchedule],
    noise: TripNoise,
    params: NoiseParams | None = None,
) -> Robustness:
    """Play a timed solution through many scenarios; the same arguments always give the same answer."""
    params = params or NoiseParams()
    played = [
        follow_day(
            problem, day, route, schedules[day], draw_travel(noise, day, _list_rows(problem, solution, day), params)
        )
        for day, route in enumerate(solution.routes)
    ]
    all_well = np.logical_and.reduce([day.ends_in_time & day.is_on_time.all(axis=0) for day in played])
    slack = [find_slack(problem, solution, day, schedules[day], noise) for day in range(problem.n_days)]
    return Robustness(
        visits=tuple(tuple(float(row.mean()) for row in day.is_on_time) for day in played),
        days=tuple(float(day.ends_in_time.mean()) for day in played),
        trip=float(all_well.mean()),
        visit_slack_min=tuple(visits for visits, _ in slack),
        day_slack_min=tuple(end for _, end in slack),
    )


def draw_travel(noise: TripNoise, day: int, rows: Sequence[int], params: NoiseParams) -> FloatArray:
    """Return minutes of travel along the rows of a day, shape (legs, scenarios)."""
    legs = tuple(np.array(list(pairwise(rows)), dtype=np.intp).T)
    own = np.array([draw_uniform((params.seed, day, _LEG, leg), params.scenarios) for leg in range(len(rows) - 1)])
    luck = np.array([draw_uniform((params.seed, day, _BOAT, leg), params.scenarios) for leg in range(len(rows) - 1)])
    common = ndtri(draw_uniform((params.seed, day, _DAY), params.scenarios))
    deviate = np.sqrt(params.day_share) * common + np.sqrt(1 - params.day_share) * ndtri(own)
    factor = np.exp(noise.log_sd[legs][:, None] * deviate)
    travel: FloatArray = (
        noise.still_min[legs][:, None]
        + noise.moving_min[legs][:, None] * factor
        + noise.wait_min[legs][:, None] * 2 * luck
    )
    return travel


def draw_uniform(key: Sequence[int], count: int) -> FloatArray:
    """Return numbers evenly spread over the open interval (0, 1), the same for the same key on every machine.

    Splitmix64 (Steele, Lea and Flood 2014) over a counter, begun at a hash of the key.
    """
    state = 0
    for part in key:
        state = int(_mix(np.array([(state ^ part) + _GOLDEN & _MASK], dtype=np.uint64))[0])
    counter = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_GOLDEN) + np.array([state], dtype=np.uint64)
    return ((_mix(counter) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def follow_day(
    problem: Problem, day: int, route: Sequence[int], schedule: DaySchedule, travel_min: FloatArray
) -> DayScenarios:
    """Follow a day's plan under given travel times, shape (legs, scenarios); see the module for the policy."""
    count = travel_min.shape[1]
    clock = np.full(count, float(schedule.depart_min))
    begin, window = np.zeros((len(route), count)), np.zeros((len(route), count), dtype=np.int64)
    for index, stop in enumerate(route):
        ready = _arrive(problem, schedule, index, clock, travel_min[index])
        ready = np.maximum(ready, schedule.begin_min[index])
        begin[index], window[index] = _enter(problem, day, stop, ready)
        clock = begin[index] + int(problem.service_min[stop])
    finish = _arrive(problem, schedule, len(route), clock, travel_min[len(route)])
    ends_in_time = finish <= int(problem.day_end_min[day])
    planned = np.array(
        [
            _enter(problem, day, stop, np.array([float(schedule.begin_min[index])]))[1][0]
            for index, stop in enumerate(route)
        ],
        dtype=np.int64,
    )[:, None]
    is_on_time = (window >= 0) & ((window == planned) | ends_in_time)
    return DayScenarios(begin, is_on_time, finish, ends_in_time)


def find_slack(
    problem: Problem, solution: Solution, day: int, schedule: DaySchedule, noise: TripNoise
) -> tuple[tuple[int, ...], int]:
    """Return the slack of every visit of a day and of its end, in minutes; below 0 where it is late as planned.

    The latest begin of each visit comes from a pass backwards from the end of the day, with usual travel times.
    """
    route, rows = solution.routes[day], _list_rows(problem, solution, day)
    latest = int(problem.day_end_min[day])
    slack = [0] * len(route)
    for index in range(len(route), 0, -1):
        stop, travel_min = route[index - 1], max(int(noise.travel_min[rows[index], rows[index + 1]]), 0)
        leave = latest - _get_pause(problem, schedule, index) - travel_min
        latest = _find_latest(problem, day, stop, leave - int(problem.service_min[stop]))
        slack[index - 1] = latest - schedule.begin_min[index - 1]
    usual = np.array([[float(max(int(noise.travel_min[leg]), 0))] for leg in pairwise(rows)])
    finish = follow_day(problem, day, route, schedule, usual).finish_min[0]
    return tuple(slack), int(problem.day_end_min[day]) - round(float(finish))


def _get_moving(travel_min: IntArray, still_min: IntArray, wait_min: IntArray) -> IntArray:
    moving: IntArray = np.maximum(travel_min - still_min - wait_min, 0)
    return moving


def _list_rows(problem: Problem, solution: Solution, day: int) -> list[int]:
    n = problem.n_stops
    return [n + solution.get_start(problem, day), *solution.routes[day], n + solution.get_end(problem, day)]


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scramble 64 bits; products wrap, as they should."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _get_pause(problem: Problem, schedule: DaySchedule, index: int) -> int:
    """Return the minutes of a pause on the way to the location of this index."""
    meal = schedule.meal
    return problem.meal_min if meal is not None and not meal.is_at_stop and meal.position == index else 0


def _arrive(
    problem: Problem, schedule: DaySchedule, index: int, clock: FloatArray, travel_min: FloatArray
) -> FloatArray:
    """Return when the party is ready at the location of this index, fed if the pause lies before it."""
    arrival = clock + travel_min
    meal = schedule.meal
    if meal is None or meal.is_at_stop or meal.position != index:
        return arrival
    ready: FloatArray = np.maximum(arrival, np.maximum(clock, meal.begin_min)) + problem.meal_min
    return ready


def _enter(problem: Problem, day: int, stop: int, ready: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return when service begins and in which window; where none opens any more, at once and in none (-1)."""
    begin, window = ready.copy(), np.full(ready.shape, -1, dtype=np.int64)
    for number, (opens, closes) in enumerate(
        zip(problem.window_open_min[day, stop], problem.window_close_min[day, stop], strict=True)
    ):
        fits = (window < 0) & (ready <= closes) & (opens <= closes)
        begin[fits], window[fits] = np.maximum(ready[fits], opens), number
    return begin, window


def _find_latest(problem: Problem, day: int, stop: int, bound: int) -> int:
    """Return the last moment within a window that is no later than `bound`; the bound itself if there is none."""
    moments = [
        min(int(closes), bound)
        for opens, closes in zip(problem.window_open_min[day, stop], problem.window_close_min[day, stop], strict=True)
        if opens <= min(int(closes), bound)
    ]
    return max(moments, default=bound)
