"""Trying stops in a finished trip: what a visit more, or one instead of others, would bring and break.

The nights and the order of the other visits stay as they are. What a trial says of such changes is exact:
rules and value are those of `planner.model.problem`, times come from the schedule of the plan itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from planner.model.problem import DaySchedule, Problem, Solution
from planner.optimise import schedule_day
from planner.optimise.value import get_category_gain


@dataclass(frozen=True, slots=True)
class Move:
    """A stop put into a day, beside or instead of visits of that day."""

    stop: int
    day: int
    position: int
    """Index among the visits that stay."""
    gone: tuple[int, ...]
    """Stops that leave the day for it."""
    gain: int
    """Change of what the prizes count, hundredths."""
    drive_min: int
    """Change of the driving of the trip."""
    worth: int
    """Change of the value of the trip, hundredths: the gain less the cost of the driving."""


class Trial:
    """A trip in which stops are tried.

    Arrays are read into lists once: many thousand single numbers are looked at.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.solution = solution
        self.days = range(problem.n_days)
        self._travel: list[list[int]] = problem.travel_min.tolist()
        self._drive: list[list[int]] = problem.drive_min.tolist()
        self._use: list[list[int]] = problem.resource_use.tolist()
        self._prize: list[int] = problem.prize.tolist()
        self._category: list[int] = problem.category.tolist()
        self._group: list[int] = problem.group.tolist()
        self._service_min: list[int] = problem.service_min.tolist()
        self._drive_min = [self._get_drive_min(day, route) for day, route in enumerate(solution.routes)]
        stops = [stop for route in solution.routes for stop in route]
        self._groups = {self._group[stop]: stop for stop in stops}
        nights = problem.depot_resource_use[:, list(solution.nights)].sum(axis=1) if solution.nights else 0
        room = problem.resource_cap - problem.resource_use[:, stops].sum(axis=1) - nights
        self._room: list[int] = np.asarray(room).tolist()
        self._gains: dict[tuple[int, int], int] = {}
        self._totals = [0] * problem.gain_to.shape[0]
        for stop in stops:
            self._totals[self._category[stop]] += self._prize[stop]

    def list_insertions(self, stop: int) -> Iterator[Move]:
        """Yield every way to put a stop into the trip as it is, whatever rule it breaks; ways must exist."""
        for day in self.days:
            yield from self._list_moves(stop, day, ())

    def list_exchanges(self, stop: int) -> Iterator[Move]:
        """Yield every way to put a stop into a day instead of one visit of it that nobody insists on."""
        for day in self.days:
            for other in self.solution.routes[day]:
                if other in self.free_stops:
                    yield from self._list_moves(stop, day, (other,))

    def list_replacements(self, stop: int, day: int, other: int) -> Iterator[Move]:
        """Yield every way to put a stop into a day instead of a given visit of it."""
        yield from self._list_moves(stop, day, (other,))

    def list_emptied(self, stop: int) -> Iterator[Move]:
        """Yield the best feasible way for each day that can hold the stop alone with what somebody insists on."""
        for day in self.days:
            gone = tuple(other for other in self.solution.routes[day] if other in self.free_stops)
            if (best := self.find_best(self._list_moves(stop, day, gone))) is not None:
                yield best

    def list_day_exchanges(self, stop: int) -> Iterator[Move]:
        """Yield for each day that can hold the stop a feasible way to do so, as many visits kept as go in again.

        The visits that nobody insists on leave the day and come back one by one, the dearest first.
        """
        for best in self.list_emptied(stop):
            for other in sorted(best.gone, key=lambda one: (-self._prize[one], one)):
                fewer = tuple(one for one in best.gone if one != other)
                best = self.find_best(self._list_moves(stop, best.day, fewer)) or best
            yield best

    @cached_property
    def free_stops(self) -> frozenset[int]:
        """Stops of the trip that no mandatory group needs."""
        problem, at_night = self.problem, {int(self.problem.depot_group[j]) for j in self.solution.nights}
        stops = (stop for route in self.solution.routes for stop in route)
        return frozenset(
            stop
            for stop in stops
            if not problem.group_is_mandatory[problem.group[stop]] or int(problem.group[stop]) in at_night
        )

    def find_best(self, moves: Iterator[Move]) -> Move | None:
        """Return the feasible move that is worth most, the first among equals."""
        for move in sorted(moves, key=lambda m: -m.worth):
            if self.is_feasible(move):
                return move
        return None

    def is_feasible(self, move: Move) -> bool:
        """Whether the trip with the move breaks no rule."""
        return not self.find_broken(move) and self.find_schedule(move) is not None

    def find_broken(self, move: Move) -> frozenset[str]:
        """Return the rules other than those of time that the trip with the move breaks.

        They are named as by the referee: ``visits``, ``drive_cap``, ``trip_drive_cap``, ``resource``, ``group``,
        ``capacity``.
        """
        problem, day = self.problem, move.day
        capacity = int(problem.stop_capacity[move.stop])
        same = self._groups.get(self._group[move.stop])
        broken = {
            "drive_cap": self.get_excess_drive_min(move) > 0,
            "visits": len(self.solution.routes[day]) - len(move.gone) >= problem.max_visits[day],
            "trip_drive_cap": 0 <= problem.trip_drive_cap_min < sum(self._drive_min) + move.drive_min,
            "resource": self.get_missing(move) > 0,
            "group": same is not None and same not in move.gone,
            "capacity": 0 <= capacity < problem.group_size,
        }
        return frozenset(rule for rule, is_broken in broken.items() if is_broken)

    def get_excess_drive_min(self, move: Move) -> int:
        """Return how much more than its cap the day of a move would be driven; below zero where there is room."""
        return self._drive_min[move.day] + move.drive_min - int(self.problem.drive_cap_min[move.day])

    def get_missing(self, move: Move) -> int:
        """Return how much of the scarcest resource the trip with the move would lack; at most 0 = enough."""
        lacks = (
            use[move.stop] - sum(use[one] for one in move.gone) - room
            for use, room in zip(self._use, self._room, strict=True)
        )
        return max(lacks, default=0)

    def find_schedule(self, move: Move, problem: Problem | None = None) -> DaySchedule | None:
        """Return the times of the day with the move, or None where it cannot be kept; of an eased problem if given."""
        problem = problem or self.problem
        if problem.window_close_min[move.day, move.stop].max(initial=-1) < 0:
            return None
        route = self.get_route(move)
        start, end = self.solution.get_start(problem, move.day), self.solution.get_end(problem, move.day)
        busy_min = sum(self._travel[a][b] for a, b in pairwise(self._get_rows(move.day, route)))
        busy_min += sum(self._service_min[stop] for stop in route)
        if int(problem.day_start_min[move.day]) + busy_min > problem.day_end_min[move.day]:
            return None
        return schedule_day(problem, move.day, start, end, route)

    def get_route(self, move: Move) -> tuple[int, ...]:
        """Return the stops of the day with the move."""
        stays = [one for one in self.solution.routes[move.day] if one not in move.gone]
        return (*stays[: move.position], move.stop, *stays[move.position :])

    def get_alone_gain(self, stop: int) -> int:
        """Return what a stop would count if nothing else of its category were visited, hundredths."""
        return get_category_gain(self.problem, int(self.problem.category[stop]), int(self.problem.prize[stop]))

    def get_share(self, stops: Collection[int]) -> tuple[int, int]:
        """Return what stops of the trip add to it, all else as it stands: prizes in hundredths, driving in minutes."""
        less = [tuple(one for one in route if one not in stops) for route in self.solution.routes]
        drive_min = sum(self._drive_min[day] - self._get_drive_min(day, less[day]) for day in self.days)
        return -self._get_gain((), stops), drive_min

    def _list_moves(self, stop: int, day: int, gone: tuple[int, ...]) -> Iterator[Move]:
        stays = tuple(one for one in self.solution.routes[day] if one not in gone)
        rows = self._get_rows(day, stays)
        unreachable = {place for place, (a, b) in enumerate(pairwise(rows)) if self._travel[a][b] < 0}
        gain = self._get_gain((stop,), gone)
        base_min = sum(max(self._drive[a][b], 0) for a, b in pairwise(rows)) - self._drive_min[day]
        for place, (a, b) in enumerate(pairwise(rows)):
            if self._travel[a][stop] < 0 or self._travel[stop][b] < 0 or unreachable - {place}:
                continue
            drive_min = base_min + self._drive[a][stop] + self._drive[stop][b] - max(self._drive[a][b], 0)
            yield Move(stop, day, place, gone, gain, drive_min, gain - self.problem.drive_cost * drive_min)

    def _get_gain(self, come: Collection[int], gone: Collection[int]) -> int:
        """Return the change of what the prizes count when some stops come and others go, hundredths."""
        change: dict[int, int] = {}
        for sign, stops in ((1, come), (-1, gone)):
            for stop in stops:
                category = self._category[stop]
                change[category] = change.get(category, 0) + sign * self._prize[stop]
        return sum(
            self._get_category_gain(category, self._totals[category] + points)
            - self._get_category_gain(category, self._totals[category])
            for category, points in change.items()
        )

    def _get_category_gain(self, category: int, total: int) -> int:
        if (category, total) not in self._gains:
            self._gains[category, total] = get_category_gain(self.problem, category, total)
        return self._gains[category, total]

    def _get_rows(self, day: int, route: tuple[int, ...]) -> list[int]:
        n = self.problem.n_stops
        start, end = self.solution.get_start(self.problem, day), self.solution.get_end(self.problem, day)
        return [n + start, *route, n + end]

    def _get_drive_min(self, day: int, route: tuple[int, ...]) -> int:
        rows = self._get_rows(day, route)
        return sum(max(self._drive[a][b], 0) for a, b in pairwise(rows))


def open_all_day(problem: Problem, stop: int, day: int) -> Problem:
    """Return the problem with a stop open at any hour of a day."""
    opens, closes = problem.window_open_min.copy(), problem.window_close_min.copy()
    opens[day, stop, :], closes[day, stop, :] = 0, -1
    closes[day, stop, 0] = int(problem.day_end_min[day])
    return replace(problem, window_open_min=opens, window_close_min=closes)


def lengthen_days(problem: Problem, minutes: int) -> Problem:
    """Return the problem with every day ending later."""
    return replace(problem, day_end_min=np.asarray(problem.day_end_min + minutes))
