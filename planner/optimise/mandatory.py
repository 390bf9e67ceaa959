"""Can the mandatory places be visited at all, and how: an exact dynamic program over days and nights.

Where leaving out a stop never lengthens a day - travel and driving obey the triangle inequality, or
break it by no more than the service saved, as shortest paths do - optional stops never help
feasibility: a pause for the meal is possible anywhere, and every other limit only tightens with more
stops. Such a problem has a solution with all mandatory groups if and only if one exists that visits
nothing else. There are few such groups; the program walks day by day over (depot of the night, set
of groups done). Within a day it tries every order of the stops of the groups that remain, for all
start depots at once.

The answer is exact but for two limits that couple the days, `trip_drive_cap_min` and the trip
resources: they are minimised, one at a time, and the caller compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from planner.model.problem import Problem, Solution
from planner.model.travel import BoolArray, IntArray

NEVER: Final = 1 << 40
"""A time or cost that no comparison lets through; never shown to anybody."""
MAX_GROUPS: Final = 10
"""Beyond this the sets of groups are too many for an interactive answer."""


@dataclass(frozen=True, slots=True)
class _DayPlan:
    """Some mandatory stops in order, feasible between the depots where `cost` is below `NEVER`."""

    mask: int
    route: tuple[int, ...]
    cost: IntArray
    """Shape (k, k): from start depot to end depot."""


@dataclass(frozen=True, slots=True)
class _Front:
    """Earliest departures after the last stop, for every start depot: meal to take, and taken."""

    hungry: IntArray
    fed: IntArray
    drive: IntArray


def find_mandatory_route(problem: Problem, minimise: Literal["drive", "money"] = "drive") -> Solution | None:
    """Return a solution that visits the mandatory groups and nothing else, or None if there is none.

    Parameters
    ----------
    problem
        With at most `MAX_GROUPS` mandatory groups.
    minimise
        ``drive``: driving minutes of the whole trip; ``money``: use of resource 0, nights included.

    Returns
    -------
    Solution or None
        Of the least possible sum; None proves that no solution of the problem exists (see above).

    Raises
    ------
    ValueError
        With more mandatory groups than `MAX_GROUPS`.
    """
    return _MandatorySearch(problem, minimise).run()


class _MandatorySearch:
    def __init__(self, problem: Problem, minimise: Literal["drive", "money"]) -> None:
        self.problem = problem
        self.minimise = minimise
        self.groups = [int(g) for g in np.flatnonzero(problem.group_is_mandatory)]
        if len(self.groups) > MAX_GROUPS:
            msg = f"{len(self.groups)} mandatory groups, at most {MAX_GROUPS} can be searched exactly"
            raise ValueError(msg)
        bit_of = {g: bit for bit, g in enumerate(self.groups)}
        fits = (problem.stop_capacity < 0) | (problem.stop_capacity >= problem.group_size)
        self.stops = [[i for i in np.flatnonzero(problem.group == g).tolist() if fits[i]] for g in self.groups]
        self.night_mask = [1 << bit_of[g] if g in bit_of else 0 for g in problem.depot_group.tolist()]
        self.depot_fits = (problem.depot_capacity < 0) | (problem.depot_capacity >= problem.group_size)

    def run(self) -> Solution | None:
        problem, k = self.problem, self.problem.n_depots
        full = 1 << len(self.groups)
        value = np.full((full, k), NEVER, dtype=np.int64)
        value[0, problem.start_depot] = 0
        steps: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32], list[_DayPlan]]] = []
        for day in range(problem.n_days):
            ends = self._get_ends(day)
            plans = list(self._list_day_plans(day, value.min(axis=0) < NEVER, ends))
            following = np.full((full, k), NEVER, dtype=np.int64)
            from_depot, from_mask, by_plan = (np.full((full, k), -1, dtype=np.int32) for _ in range(3))
            for number, plan in enumerate(plans):
                for mask in range(full):
                    if mask & plan.mask or value[mask].min() >= NEVER:
                        continue
                    total = value[mask][:, None] + plan.cost
                    best = total.min(axis=0)
                    source = total.argmin(axis=0)
                    for b in np.flatnonzero(best < NEVER):
                        reached = mask | plan.mask | (self.night_mask[b] if day < problem.n_days - 1 else 0)
                        if best[b] < following[reached, b]:
                            following[reached, b] = best[b]
                            from_depot[reached, b], from_mask[reached, b] = source[b], mask
                            by_plan[reached, b] = number
            steps.append((from_depot, from_mask, by_plan, plans))
            value = following
        if value[full - 1, problem.end_depot] >= NEVER:
            return None
        return self._trace(steps, full - 1)

    def _trace(
        self,
        steps: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32], list[_DayPlan]]],
        mask: int,
    ) -> Solution:
        depot, routes, depots = self.problem.end_depot, list[tuple[int, ...]](), list[int]()
        for from_depot, from_mask, by_plan, plans in reversed(steps):
            routes.append(plans[by_plan[mask, depot]].route)
            depots.append(depot)
            mask, depot = int(from_mask[mask, depot]), int(from_depot[mask, depot])
        return Solution(tuple(reversed(routes)), tuple(reversed(depots))[:-1])

    def _get_ends(self, day: int) -> BoolArray:
        problem = self.problem
        if day < problem.n_days - 1:
            return np.asarray(problem.night_is_option[day] & self.depot_fits, dtype=np.bool_)
        ends = np.zeros(problem.n_depots, dtype=np.bool_)
        ends[problem.end_depot] = True
        return ends

    def _list_day_plans(self, day: int, starts: BoolArray, ends: BoolArray) -> Iterator[_DayPlan]:
        problem, n = self.problem, self.problem.n_stops
        begin = np.where(starts, problem.day_start_min[day], NEVER)
        never = np.full_like(begin, NEVER)
        needs_meal = bool(problem.meal_required[day])
        front = _Front(begin if needs_meal else never, never if needs_meal else begin, np.zeros_like(begin))
        depots = np.arange(n, n + problem.n_depots)

        def extend(front: _Front, rows: IntArray, mask: int, route: tuple[int, ...]) -> Iterator[_DayPlan]:
            cost = self._close(front, rows, day, ends, route)
            if cost.min() < NEVER:
                yield _DayPlan(mask, route, cost)
            if len(route) >= problem.max_visits[day]:
                return
            for bit, stops in enumerate(self.stops):
                if mask & 1 << bit:
                    continue
                for stop in stops:
                    after = self._visit(front, rows, day, stop)
                    if min(after.hungry.min(), after.fed.min()) < NEVER:
                        here = np.full_like(rows, stop)
                        yield from extend(after, here, mask | 1 << bit, (*route, stop))

        yield from extend(front, depots, 0, ())

    def _visit(self, front: _Front, rows: IntArray, day: int, stop: int) -> _Front:
        """Advance to a stop: drive, perhaps pause, wait for a window, serve."""
        problem = self.problem
        travel = problem.travel_min[rows, stop]
        drive = front.drive + problem.drive_min[rows, stop]
        is_open = (travel >= 0) & (drive <= problem.drive_cap_min[day])
        hungry, fed = self._arrive(front, travel, is_open)
        service = int(problem.service_min[stop])
        begin_hungry = self._begin(hungry, day, stop)
        begin_fed = self._begin(fed, day, stop)
        if problem.serves_meal[stop] and service >= problem.meal_min:
            earliest = problem.meal_earliest_min + problem.meal_min - service
            at_table = self._begin(np.maximum(hungry, earliest), day, stop)
            at_table = np.where(at_table <= problem.meal_latest_min, at_table, NEVER)
            begin_fed = np.minimum(begin_fed, at_table)
        return _Front(_add(begin_hungry, service), _add(begin_fed, service), drive)

    def _arrive(self, front: _Front, travel: IntArray, is_open: BoolArray) -> tuple[IntArray, IntArray]:
        """Return when the next location is ready for service, with the meal to take and taken."""
        problem = self.problem
        hungry = np.where(is_open & (front.hungry < NEVER), front.hungry + travel, NEVER)
        fed = np.where(is_open & (front.fed < NEVER), front.fed + travel, NEVER)
        paused = np.maximum(hungry, problem.meal_earliest_min) + problem.meal_min
        can_pause = (hungry < NEVER) & (front.hungry <= problem.meal_latest_min)
        return hungry, np.minimum(fed, np.where(can_pause, paused, NEVER))

    def _begin(self, ready: IntArray, day: int, stop: int) -> IntArray:
        """Return the first minute at which service may begin."""
        begin = np.full_like(ready, NEVER)
        windows = zip(
            self.problem.window_open_min[day, stop].tolist(),
            self.problem.window_close_min[day, stop].tolist(),
            strict=True,
        )
        for opens, closes in windows:
            candidate = np.maximum(ready, opens)
            begin = np.minimum(begin, np.where(candidate <= closes, candidate, NEVER))
        return begin

    def _close(self, front: _Front, rows: IntArray, day: int, ends: BoolArray, route: tuple[int, ...]) -> IntArray:
        """Return the cost of ending the day at each depot, shape (k, k)."""
        problem, n = self.problem, self.problem.n_stops
        columns = np.arange(n, n + problem.n_depots)
        travel = problem.travel_min[np.ix_(rows, columns)]
        drive = front.drive[:, None] + problem.drive_min[np.ix_(rows, columns)]
        is_open = (travel >= 0) & (drive <= problem.drive_cap_min[day]) & ends[None, :]
        wide = _Front(
            *(np.broadcast_to(part[:, None], travel.shape) for part in (front.hungry, front.fed, front.drive))
        )
        _, fed = self._arrive(wide, travel, is_open)
        if self.minimise == "drive":
            cost = drive
        else:
            use = int(problem.resource_use[0, list(route)].sum())
            nights = problem.depot_resource_use[0] if day < problem.n_days - 1 else np.zeros_like(columns)
            cost = np.broadcast_to(use + nights[None, :], travel.shape)
        return np.where(fed <= problem.day_end_min[day], cost, NEVER)


def _add(moment: IntArray, minutes: int) -> IntArray:
    return np.where(moment < NEVER, moment + minutes, NEVER)
