"""The optimisation problem as arrays, its solutions and their schedules.

Team orienteering with several time windows per stop and date, hotel choice, meal breaks, trip
resources and concave gains per category. Its special cases are the literature's TOPTW (fixed
depot, one window, linear gains), MC-TOP-MTW (several windows, resources), OPHS (nights chosen)
and TTDP (windows per weekday); see `docs/method.md`.

**Locations.** Stops are numbered 0..n-1, depots 0..k-1; in the matrices stop `i` is row `i` and
depot `j` is row `n + j`. Day `d` of D starts at depot `start_depot` (d = 0) or at the night `d - 1`
and ends at the night `d` or, on the last day, at `end_depot`.

**A day's schedule.** Leave the start depot not before `day_start_min[d]`; travel takes
`travel_min`; service of a stop *begins* inside one of its windows of that day (both ends
included), lasts `service_min`, waiting before it is allowed; the end depot is reached, with the
meal taken, not after `day_end_min[d]`.

**The meal.** Where `meal_required[d]`, the day has exactly one way of being fed:

* at a stop with `serves_meal`: service begins at `b <= meal_latest_min` and lasts until at least
  `meal_earliest_min + meal_min`, and `service_min >= meal_min`; or
* as a pause on the way to the `p`-th stop (or to the end depot): the pause begins at `y` with
  `meal_earliest_min <= y <= meal_latest_min` and not before the departure `x` from the location
  before; the next location is then ready for service at `max(x + travel, y) + meal_min` (the
  pause splits the drive, or is taken on arrival).

**Value**, an integer in hundredths of a prize point: the sum over categories of `f_c` of the prizes
taken in it, plus 100 x `depot_prize` of each night, minus `drive_cost` x minutes of driving.
`f_c` is concave and piecewise linear: the part of the sum between `gain_to[c, s - 1]` and
`gain_to[c, s]` counts `gain_pct[c, s]` hundredths per point.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from planner.model.travel import BoolArray, IntArray

MAX_MINUTE: Final = 1 << 24
"""Times, spans and windows stay below this, so that no sum in a compiled kernel can wrap."""
MAX_PRIZE: Final = 1 << 20


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """One request as arrays (see the module docstring for their meaning). All integers are int64.

    Parameters
    ----------
    travel_min, drive_min
        Shape (n + k, n + k). Door to door, and the part of it at the wheel. -1 = unreachable, in
        both; need not be symmetric, nor closed under the triangle inequality.
    service_min, prize
        Shape (n,). Non-negative; prizes are integer points.
    window_open_min, window_close_min
        Shape (D, n, W): begin of service on day d must satisfy open <= begin <= close for one w.
        Windows of a stop and day are disjoint and ascending; unused ones are open = 0, close = -1
        and stand last. A stop without a window on a day is closed then.
    category
        Shape (n,), 0..C-1.
    gain_to, gain_pct
        Shape (C, S). `gain_to` ascending, the last column at least the sum of all prizes;
        `gain_pct` non-increasing along a row, 0..100.
    group
        Shape (n,), 0..G-1: variants of one place share a group; at most one of a group is visited.
    group_is_mandatory
        Shape (G,): one stop of the group must be visited, or a night spent at a depot whose
        `depot_group` it is.
    serves_meal
        Shape (n,).
    stop_capacity, depot_capacity
        Shapes (n,), (k,): greatest group size, -1 = unknown or unlimited.
    resource_use, depot_resource_use, resource_cap
        Shapes (R, n), (R, k), (R,): sums over the trip (each night counts) stay within the cap.
        Row 0 of a trip is money in VND per person.
    day_start_min, day_end_min, drive_cap_min, max_visits, meal_required
        Shape (D,) each. `drive_cap_min` and `max_visits` bound the day's driving and stops.
    start_depot, end_depot
        Depot numbers.
    night_is_option
        Shape (D - 1, k): where each night may be spent; at least one True per row.
    depot_prize, depot_group
        Shape (k,): worth of a night there in points; group that a night there satisfies, -1 = none.
    """

    travel_min: IntArray
    drive_min: IntArray
    service_min: IntArray
    prize: IntArray
    window_open_min: IntArray
    window_close_min: IntArray
    category: IntArray
    gain_to: IntArray
    gain_pct: IntArray
    group: IntArray
    group_is_mandatory: BoolArray
    serves_meal: BoolArray
    stop_capacity: IntArray
    depot_capacity: IntArray
    resource_use: IntArray
    depot_resource_use: IntArray
    resource_cap: IntArray
    day_start_min: IntArray
    day_end_min: IntArray
    drive_cap_min: IntArray
    max_visits: IntArray
    meal_required: BoolArray
    start_depot: int
    end_depot: int
    night_is_option: BoolArray
    depot_prize: IntArray
    depot_group: IntArray
    group_size: int = 1
    drive_cost: int = 0
    trip_drive_cap_min: int = -1
    """Driving over the whole trip, -1 = no cap."""
    meal_earliest_min: int = 660
    meal_latest_min: int = 765
    meal_min: int = 45

    @property
    def n_stops(self) -> int:
        """Number of stops."""
        return int(self.service_min.shape[0])

    @property
    def n_depots(self) -> int:
        """Number of depots."""
        return int(self.depot_prize.shape[0])

    @property
    def n_days(self) -> int:
        """Number of days."""
        return int(self.day_start_min.shape[0])

    @property
    def n_nights(self) -> int:
        """Number of nights between days."""
        return self.n_days - 1

    def __post_init__(self) -> None:
        n, k, days = self.n_stops, self.n_depots, self.n_days
        groups, categories = self.group_is_mandatory.shape[0], self.gain_to.shape[0]
        resources = self.resource_cap.shape[0]
        shapes = {
            "travel_min": (n + k, n + k), "drive_min": (n + k, n + k), "service_min": (n,), "prize": (n,),
            "category": (n,), "group": (n,), "serves_meal": (n,), "stop_capacity": (n,),
            "depot_capacity": (k,), "depot_prize": (k,), "depot_group": (k,),
            "resource_use": (resources, n), "depot_resource_use": (resources, k),
            "gain_pct": self.gain_to.shape, "window_close_min": self.window_open_min.shape,
            "day_start_min": (days,), "day_end_min": (days,), "drive_cap_min": (days,),
            "max_visits": (days,), "meal_required": (days,), "night_is_option": (max(days - 1, 0), k),
        }  # fmt: skip
        for name, shape in shapes.items():
            _demand(getattr(self, name).shape == shape, f"{name} has shape {getattr(self, name).shape}, not {shape}")
        _demand(self.window_open_min.ndim == 3 and self.window_open_min.shape[:2] == (days, n), "windows are (D, n, W)")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                _demand(value.dtype in (np.int64, np.bool_), f"{field.name} must be int64 or bool, is {value.dtype}")
        _demand(days >= 1 and k >= 1, "a problem has at least one day and one depot")
        _demand(0 <= self.start_depot < k and 0 <= self.end_depot < k, "start and end must be depots")
        _demand(bool((self.travel_min >= -1).all() and (self.travel_min < MAX_MINUTE).all()), "travel_min out of range")
        _demand(bool(((self.travel_min < 0) == (self.drive_min < 0)).all()), "travel and drive disagree on reach")
        _demand(bool((self.drive_min <= self.travel_min).all()), "driving cannot take longer than travelling")
        _demand(bool((self.service_min >= 0).all() and (self.service_min < MAX_MINUTE).all()), "service out of range")
        _demand(bool((self.prize >= 0).all() and (self.prize < MAX_PRIZE).all()), "prize out of range")
        _demand(n == 0 or bool((self.group >= 0).all() and (self.group < groups).all()), "group out of range")
        _demand(n == 0 or bool((self.category >= 0).all() and (self.category < categories).all()), "category range")
        _demand(bool((np.diff(self.gain_pct, axis=1) <= 0).all() and (self.gain_pct >= 0).all()), "gains not concave")
        _demand(bool((np.diff(self.gain_to, axis=1) >= 0).all()), "gain_to must ascend")
        _demand(categories == 0 or bool((self.gain_to[:, -1] >= self.prize.sum()).all()), "gain_to ends too early")
        _demand(days == 1 or bool(self.night_is_option.any(axis=1).all()), "a night without any option")
        _demand(self.meal_earliest_min <= self.meal_latest_min, "meal window is empty")


def _demand(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Solution:
    """Which stops on which day in which order, and where the nights are spent."""

    routes: tuple[tuple[int, ...], ...]
    """Stop numbers, one tuple per day."""
    nights: tuple[int, ...]
    """Depot numbers, one per night."""

    def get_start(self, problem: Problem, day: int) -> int:
        """Depot where a day starts."""
        return problem.start_depot if day == 0 else self.nights[day - 1]

    def get_end(self, problem: Problem, day: int) -> int:
        """Depot where a day ends."""
        return problem.end_depot if day == problem.n_days - 1 else self.nights[day]


@dataclass(frozen=True, slots=True)
class Meal:
    """The midday meal of a day."""

    begin_min: int
    position: int
    """With `is_at_stop`, the index in the route of the stop that serves it; else the pause lies before
    the stop of this index (``len(route)``: before the end depot)."""
    is_at_stop: bool


@dataclass(frozen=True, slots=True)
class DaySchedule:
    """Times of one day, minutes after midnight."""

    depart_min: int
    """Leaving the start depot."""
    arrive_min: tuple[int, ...]
    """Arrival at each stop; includes a pause only where it is taken *on the way*."""
    begin_min: tuple[int, ...]
    """Begin of service at each stop."""
    finish_min: int
    """At the end depot, with the meal taken."""
    meal: Meal | None


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a solution or plan breaks, found by the referee."""

    code: str
    """Stable, e.g. ``window``, ``drive_cap``; listed in `planner.check`."""
    day: int | None
    """From 0; None = the trip as a whole."""
    message: str
    position: int | None = None
    """Index of the visit among those of the day, from 0, where one visit is at fault; None = not one alone."""
