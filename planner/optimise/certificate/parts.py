"""Parts of a problem, and how to divide one in two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from planner.model.problem import Problem
from planner.model.travel import BoolArray, IntArray
from planner.optimise.certificate.pricing import Column

_MIN_WEIGHT: Final = 0.02
"""Nothing is divided over a share of the mixture smaller than this, or so near to 1."""
_VISITS_TRIED: Final = 6
_GROUPS_TRIED: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The solutions that keep to certain stops, depots and groups."""

    bound: int
    """None of them is worth more."""
    stops: BoolArray
    """(D, n) may be visited that day."""
    evenings: BoolArray
    """(D + 1, k): where the day may start; entry D is the end of the trip."""
    required: frozenset[int] = frozenset()
    """Groups to be visited, besides the mandatory ones."""
    prices: IntArray | None = None
    """Prices of the bound."""
    keeps_ways: bool = False
    """Whether no way is closed over left-out stops any more, so that every day of a mixture is a true day."""

    def tighten(self, bound: int, prices: IntArray) -> Part:
        """Return the part with a bound, if it is the better one."""
        return replace(self, bound=bound, prices=prices) if bound < self.bound or self.prices is None else self

    def restrict(self, stops: BoolArray, evenings: BoolArray) -> Part:
        """Return what of the part keeps to further stops and depots."""
        return replace(self, stops=self.stops & stops, evenings=self.evenings & evenings)


Division = tuple[Part, Part]
"""Two parts that between them hold every solution of the one they come from."""


def list_divisions(problem: Problem, part: Part, days: list[tuple[Column, float]]) -> Iterator[Division]:
    """Yield divisions that a mixture of days with weights cannot satisfy whole.

    By the place of a night, by the day of a visit, and by whether a group is seen at all.
    """
    nights = np.zeros((problem.n_days, problem.n_depots))
    visits: dict[tuple[int, int], float] = {}
    seen: dict[int, float] = {}
    for column, weight in days:
        nights[column.day, column.end] += weight
        for stop in column.route:
            group = int(problem.group[stop])
            visits[group, column.day] = visits.get((group, column.day), 0.0) + weight
            seen[group] = seen.get(group, 0.0) + weight
    for night in range(problem.n_nights):
        if (nights[night] > _MIN_WEIGHT).sum() > 1:
            yield _split_night(problem, part, night, nights[night])
    open_visits = [(abs(w - 0.5), key) for key, w in visits.items() if _is_open(w)]
    for _, (group, day) in sorted(open_visits)[:_VISITS_TRIED]:
        yield _split_visit(problem, part, group, day)
    open_groups = [(abs(w - 0.5), group) for group, w in seen.items() if _is_open(w)]
    for _, group in sorted(open_groups)[:_GROUPS_TRIED]:
        yield _split_group(problem, part, group)


def _is_open(weight: float) -> bool:
    return _MIN_WEIGHT < weight < 1 - _MIN_WEIGHT


def _split_night(problem: Problem, part: Part, night: int, weight: npt.NDArray[np.float64]) -> Division:
    """Divide the depots of a night by which of the two most used ones is nearer."""
    one, other = np.argsort(-weight, kind="stable")[:2]
    n = problem.n_stops
    ways = np.where(problem.travel_min < 0, 1 << 30, problem.travel_min)[n:, n:]
    ways = ways + ways.T
    is_near_one = ways[:, one] <= ways[:, other]
    is_near_one[one], is_near_one[other] = True, False
    here, there = part.evenings.copy(), part.evenings.copy()
    here[night + 1] &= is_near_one
    there[night + 1] &= ~is_near_one
    return replace(part, evenings=here), replace(part, evenings=there)


def _split_visit(problem: Problem, part: Part, group: int, day: int) -> Division:
    """Divide by whether a group is visited on a day."""
    members = problem.group == group
    off_day = part.stops.copy()
    off_day[day, members] = False
    if (problem.depot_group == group).any():  # a night may stand for a visit, so the day cannot be demanded
        return _split_group(problem, part, group)
    on_day = part.stops.copy()
    on_day[:, members] = False
    on_day[day, members] = part.stops[day, members]
    return replace(part, stops=on_day, required=part.required | {group}), replace(part, stops=off_day)


def _split_group(problem: Problem, part: Part, group: int) -> Division:
    """Divide by whether a group is visited at all."""
    without = part.stops.copy()
    without[:, problem.group == group] = False
    return replace(part, required=part.required | {group}), replace(part, stops=without)
