"""A two-day trip that satisfies every rule with nothing to spare, and cases that break one rule each.

Day 1: depot 0 at 08:00, stop 0 (08:15-09:45, after 5 min of waiting), lunch on arrival at stop 1
(10:00-10:30), stop 1 (10:30-10:50), depot 1 at 11:00. Day 2: depot 1 at 09:00, stop 2, which serves
lunch (09:50-10:30), stop 3 (10:40-10:50), depot 0 at 11:00. Every leg takes 10 min, 8 of them driving.
Both days end at 11:00; caps equal use; the night at depot 1 satisfies mandatory group 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from planner.model.problem import DaySchedule, Meal, Problem, Solution

N_STOPS = 6
N_DEPOTS = 3


def build_problem(**changes: Any) -> Problem:
    """Return the problem of the module docstring with some fields replaced."""
    size = N_STOPS + N_DEPOTS
    travel = np.full((size, size), 10, np.int64)
    drive = np.full((size, size), 8, np.int64)
    np.fill_diagonal(travel, 0)
    np.fill_diagonal(drive, 0)
    opens = np.zeros((2, N_STOPS, 2), np.int64)
    closes = np.full((2, N_STOPS, 2), -1, np.int64)
    for day, stop, slot, first, last in (
        (0, 0, 0, 495, 495), (0, 0, 1, 496, 500), (0, 1, 0, 630, 640), (0, 4, 0, 0, 1000), (1, 4, 0, 0, 1000),
        (1, 2, 0, 580, 590), (1, 3, 0, 600, 640), (0, 5, 0, 0, 1000), (1, 5, 0, 0, 1000),
    ):  # fmt: skip
        opens[day, stop, slot], closes[day, stop, slot] = first, last
    problem = Problem(
        travel_min=travel,
        drive_min=drive,
        service_min=_ints(90, 20, 40, 10, 90, 0),
        prize=_ints(5, 3, 4, 2, 9, 9),
        window_open_min=opens,
        window_close_min=closes,
        category=_ints(0, 0, 1, 1, 0, 1),
        gain_to=np.array([[6, 40], [6, 40]], np.int64),
        gain_pct=np.array([[100, 50], [100, 40]], np.int64),
        group=_ints(0, 1, 2, 3, 0, 4),
        group_is_mandatory=np.array([False, False, False, True, False, True]),
        serves_meal=np.array([False, False, True, False, False, False]),
        stop_capacity=_ints(2, -1, -1, -1, -1, -1),
        depot_capacity=_ints(-1, 2, 1),
        resource_use=np.array([[1, 2, 3, 4, 0, 0], [1, 0, 0, 0, 0, 0]], np.int64),
        depot_resource_use=np.array([[0, 5, 0], [0, 0, 0]], np.int64),
        resource_cap=_ints(15, 1),
        day_start_min=_ints(480, 540),
        day_end_min=_ints(660, 660),
        drive_cap_min=_ints(24, 24),
        max_visits=_ints(2, 2),
        meal_required=np.array([True, True]),
        start_depot=0,
        end_depot=0,
        night_is_option=np.array([[False, True, True]]),
        depot_prize=_ints(0, 3, 0),
        depot_group=_ints(-1, 5, 5),
        group_size=2,
        drive_cost=2,
        trip_drive_cap_min=48,
        meal_earliest_min=600,
        meal_latest_min=660,
        meal_min=30,
    )
    return replace(problem, **changes)


VALUE = 600 + 100 + 600 + 0 + 300 - 2 * 48
"""Category 0 takes 8 points (6 full, 2 half), category 1 takes 6 (all full), the night counts 3."""

SOLUTION = Solution(routes=((0, 1), (2, 3)), nights=(1,))
DAYS = (
    DaySchedule(480, (490, 595), (495, 630), 660, Meal(600, 1, is_at_stop=False)),
    DaySchedule(540, (550, 640), (590, 640), 660, Meal(600, 0, is_at_stop=True)),
)


def _ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def put(name: str, index: Any, value: Any) -> dict[str, Any]:
    """Return a change of one entry of an array of the problem."""
    changed = getattr(build_problem(), name).copy()
    changed[index] = value
    return {name: changed}


@dataclass(frozen=True)
class Case:
    """An answer to judge: the tight trip with changes, and the codes that must come of it."""

    name: str
    codes: tuple[str, ...] = ()
    problem: Mapping[str, Any] = field(default_factory=dict)
    solution: Solution = SOLUTION
    first: Mapping[str, Any] = field(default_factory=dict)
    second: Mapping[str, Any] = field(default_factory=dict)

    def build(self) -> tuple[Problem, Solution, tuple[DaySchedule, ...]]:
        """Return the arguments of the referee."""
        days = (replace(DAYS[0], **self.first), replace(DAYS[1], **self.second))
        return build_problem(**self.problem), self.solution, days


def pause(begin_min: int, position: int = 1) -> dict[str, Any]:
    """Return a pause as a change of a day."""
    return {"meal": Meal(begin_min, position, is_at_stop=False)}


def lunch(begin_min: int, position: int = 0) -> dict[str, Any]:
    """Return a meal at a stop as a change of a day."""
    return {"meal": Meal(begin_min, position, is_at_stop=True)}


_SMALL_WAYS = put("travel_min", (0, 1), 0) | put("drive_min", (0, 1), 0)
_NO_WAY = put("travel_min", (0, 1), -1) | put("drive_min", (0, 1), -1)

ALLOWED = (
    Case("nothing to spare"),
    Case("later departure", first={"depart_min": 485, "arrive_min": (495, 595)}),
    Case("later arrival", second={"arrive_min": (560, 640)}),
    Case("second window", problem=put("service_min", 0, 85), first={"begin_min": (500, 630)}),
    Case("unlimited driving", problem={"trip_drive_cap_min": -1}),
    Case("no driving allowed nor done", problem={"trip_drive_cap_min": 0, "drive_min": 0 * build_problem().drive_min}),
    Case("a pause the moment one leaves", problem={"meal_earliest_min": 585},
         first={**pause(585), "arrive_min": (490, 625)}),
    Case("a pause on the way, then late", problem={"meal_earliest_min": 595},
         first={**pause(595), "arrive_min": (490, 626)}),
    Case("a pause at arrival", first={**pause(595)}, problem={"meal_earliest_min": 595}),
    Case("a pause in the middle of the way", problem={"meal_earliest_min": 585},
         first={**pause(594), "arrive_min": (490, 625)}),
    Case("arrival while the pause begins", first={"arrive_min": (490, 600)}),
    Case("a pause on the last way", problem=put("day_end_min", 0, 690), first={**pause(650, 2), "finish_min": 690}),
    Case("a pause at the last depot", problem=put("day_end_min", 0, 690), first={**pause(660, 2), "finish_min": 690}),
    Case("lunch in the middle", problem=put("service_min", 2, 40) | {"meal_min": 28}, second=lunch(601)),
    Case("a way of no length", problem=_SMALL_WAYS, first={"arrive_min": (490, 590)}),
    Case("no meal asked", problem=put("meal_required", 0, False), first={"meal": None}),
    Case("lunch as soon as the visit begins", problem={"meal_earliest_min": 590}, second=lunch(590)),
    Case("a pause before the first stop", problem={"meal_earliest_min": 550}, second=pause(550, 0)),
    Case("group of one", problem={"group_size": 1} | put("stop_capacity", 0, 1)),
)  # fmt: skip

BROKEN = (
    Case("a route too many", ("shape",), solution=Solution(((0, 1), (2, 3), ()), (1,))),
    Case("a night too few", ("shape",), solution=Solution(((0, 1), (2, 3)), ())),
    Case("a begin too few", ("shape",), first={"begin_min": (495,)}),
    Case("an arrival too few", ("shape",), first={"arrive_min": (490,)}),
    Case("times for other stops", ("shape",), first={"arrive_min": (490,), "begin_min": (495,)}),
    Case("a begin and a visit too few", ("shape", "visits"), problem=put("max_visits", 0, 1),
         first={"begin_min": (495,)}),
    Case("stop 6 of 6", ("unknown_stop",), solution=Solution(((0, 1, 6), (2, 3)), (1,)),
         first={"arrive_min": (490, 595, 0), "begin_min": (495, 630, 0)}),
    Case("stop -1", ("unknown_stop",), solution=Solution(((0, 1, -1), (2, 3)), (1,)),
         first={"arrive_min": (490, 595, 0), "begin_min": (495, 630, 0)}),
    Case("the same stop twice", ("duplicate_stop",), solution=Solution(((0, 1), (2, 3, 3)), (1,)),
         problem=put("max_visits", 1, 3) | put("resource_cap", 0, 19) | put("day_end_min", 1, 670)
         | put("window_close_min", (1, 3, 0), 650),
         second={"arrive_min": (550, 640, 650), "begin_min": (590, 640, 650), "finish_min": 670}),
    Case("two variants", ("group",), solution=Solution(((0, 1), (2, 4, 3)), (1,)),
         problem=put("max_visits", 1, 3) | put("drive_cap_min", 1, 32) | put("day_end_min", 1, 670)
         | put("service_min", 4, 0) | put("window_close_min", (1, 3, 0), 650) | {"trip_drive_cap_min": 56},
         second={"arrive_min": (550, 640, 650), "begin_min": (590, 640, 650), "finish_min": 670}),
    Case("mandatory stop left out", ("mandatory",), solution=Solution(((0, 1), (2,)), (1,)),
         second={"arrive_min": (550,), "begin_min": (590,), "finish_min": 640}),
    Case("mandatory night left out", ("mandatory",), problem=put("depot_group", 1, -1)),
    Case("stop too small", ("capacity",), problem=put("stop_capacity", 0, 1)),
    Case("stop for nobody", ("capacity",), problem=put("stop_capacity", 0, 0)),
    Case("lodging too small", ("capacity",), problem=put("depot_capacity", 1, 1)),
    Case("lodging for nobody", ("capacity",), problem=put("depot_capacity", 1, 0)),
    Case("no option that night", ("night_option",), problem=put("night_is_option", (0, 1), False)),
    Case("depot 3 of 3", ("night_option", "mandatory"), solution=Solution(((0, 1), (2, 3)), (3,))),
    Case("depot -1", ("night_option", "mandatory"), solution=Solution(((0, 1), (2, 3)), (-1,))),
    Case("no way", ("unreachable",), problem=_NO_WAY),
    Case("no way home", ("unreachable",), problem=put("travel_min", (3, 6), -1) | put("drive_min", (3, 6), -1)),
    Case("one visit too many", ("visits",), problem=put("max_visits", 0, 1)),
    Case("a minute over the day's cap", ("drive_cap",), problem=put("drive_cap_min", 1, 23)),
    Case("a minute over the trip's cap", ("trip_drive_cap",), problem={"trip_drive_cap_min": 47}),
    Case("no driving allowed", ("trip_drive_cap",), problem={"trip_drive_cap_min": 0}),
    Case("over the first budget", ("resource",), problem=put("resource_cap", 0, 14)),
    Case("over the second budget", ("resource",), problem=put("resource_cap", 1, 0)),
    Case("left a minute early", ("early_depart",), first={"depart_min": 479}),
    Case("first leg too quick", ("travel",), first={"arrive_min": (489, 595)}),
    Case("middle leg too quick", ("travel",), first={"arrive_min": (490, 594)}),
    Case("no time for a way of no length", ("travel",), problem=_SMALL_WAYS, first={"arrive_min": (490, 584)}),
    Case("last leg too quick", ("travel",), first={"finish_min": 659}),
    Case("served before arrival", ("begin_before_arrival",), second={"arrive_min": (591, 640)}),
    Case("closed that day", ("closed",), problem=put("window_close_min", (1, 2), -1)),
    Case("before the window", ("window",), problem=put("window_open_min", (1, 3, 0), 641)
         | put("window_close_min", (1, 3, 0), 650)),
    Case("after the window", ("window",), problem=put("window_close_min", (1, 3, 0), 639)),
    Case("between windows", ("window",), problem=put("window_open_min", (0, 0), [490, 496])
         | put("window_close_min", (0, 0), [494, 500])),
    Case("home a minute late", ("day_end",), first={"finish_min": 661}),
    Case("no meal", ("meal_missing",), first={"meal": None}),
    Case("a meal nobody asked for", ("meal_unasked",), problem=put("meal_required", 0, False)),
    Case("pause nowhere", ("meal_place",), first=pause(600, 3)),
    Case("pause before everything", ("meal_place",), first=pause(600, -1)),
    Case("lunch nowhere", ("meal_place",), second=lunch(600, 2)),
    Case("lunch before everything", ("meal_place",), second=lunch(600, -1)),
    Case("lunch at a stop that serves none", ("meal_place",), problem=put("serves_meal", 2, False)),
    Case("pause too early", ("meal_time",), first=pause(599)),
    Case("pause too late", ("meal_time",), problem=put("day_end_min", 0, 691) | {"meal_latest_min": 659},
         first={**pause(660, 2), "finish_min": 690}),
    Case("lunch too early", ("meal_time",), problem=put("day_end_min", 0, 661) | {"meal_earliest_min": 601},
         first=pause(601) | {"begin_min": (495, 631), "finish_min": 661}, second=lunch(600)),
    Case("lunch before the visit", ("meal_time",), problem={"meal_earliest_min": 589}, second=lunch(589)),
    Case("lunch beyond the visit", ("meal_time",), second=lunch(601)),
    Case("service shorter than lunch", ("meal_time",), problem=put("service_min", 2, 29),
         second={"arrive_min": (550, 640), "begin_min": (590, 640)}),
    Case("pause before leaving", ("meal_overlap",), problem={"meal_earliest_min": 580},
         first={**pause(584), "arrive_min": (490, 625)}),
    Case("pause on a way of no length", ("meal_overlap",), problem=_SMALL_WAYS, first=pause(601)),
    Case("pause into the service", ("meal_overlap",), first=pause(601)),
    Case("pause on the way, not on the clock", ("meal_overlap",), problem={"meal_earliest_min": 594}, first=pause(594)),
    Case("pause on the way, arrival within", ("meal_overlap",), problem={"meal_earliest_min": 590},
         first={**pause(590), "arrive_min": (490, 624)}),
    Case("arrival within the pause", ("meal_overlap",), first={"arrive_min": (490, 601)}),
    Case("arrival after a pause that is not on the way", ("meal_overlap",), first={"arrive_min": (490, 630)}),
    Case("pause into the finish", ("meal_overlap",), problem=put("day_end_min", 0, 690),
         first={**pause(650, 2), "finish_min": 689}),
    Case("pause on the last way before leaving", ("meal_overlap",), problem=put("day_end_min", 0, 690),
         first={**pause(649, 2), "finish_min": 690}),
)  # fmt: skip

_ONLY_THE_TRIP = put("window_close_min", (slice(None), [4, 5]), -1)
_NO_MEALS = _ONLY_THE_TRIP | {"meal_required": np.array([False, False])}
_AT_ONCE = _NO_MEALS | _SMALL_WAYS | put("window_open_min", (0, 1, 0), 580)
_AT_ONCE["window_close_min"] = _AT_ONCE["window_close_min"].copy()
_AT_ONCE["window_close_min"][0, 1, 0] = 585
_ONE_WINDOW = _NO_MEALS | {name: array[:, :, :1] for name, array in _NO_MEALS.items() if name.startswith("window")}
_ONE_WINDOW["window_open_min"] = build_problem().window_open_min[:, :, :1]
_PLAIN = _ONE_WINDOW | {"drive_cost": 0, "trip_drive_cap_min": -1, "drive_cap_min": np.array([999, 999])}
_FROM_THE_DOOR = _NO_MEALS | put("travel_min", (6, 0), 0) | put("drive_min", (6, 0), 0)
_FROM_THE_DOOR["window_open_min"] = build_problem().window_open_min.copy()
_FROM_THE_DOOR["window_open_min"][0, 0] = 480, 0
_FROM_THE_DOOR["window_close_min"] = _NO_MEALS["window_close_min"].copy()
_FROM_THE_DOOR["window_close_min"][0, 0] = 480, -1
_VIA_ANOTHER = _NO_MEALS | {"meal_earliest_min": 580, "meal_latest_min": 590, "meal_required": np.array([False, True])}
_VIA_ANOTHER |= put("travel_min", (3, [6, 7, 8]), -1) | put("drive_min", (3, [6, 7, 8]), -1)
_VIA_ANOTHER |= put("window_open_min", (1, [2, 3], 0), [560, 550])
_VIA_ANOTHER["window_close_min"] = _NO_MEALS["window_close_min"].copy()
_VIA_ANOTHER["window_close_min"][1, [2, 3], 0] = 570, 550
_MUST_DINE = {"group_is_mandatory": np.arange(N_STOPS) == 2, **put("window_open_min", (1, 2, 0), 590)}
_NO_VISITS = {"group_is_mandatory": np.zeros(N_STOPS, np.bool_), "max_visits": np.array([0, 0])}

TIGHT: dict[str, dict[str, Any]] = {
    "no other stop is open": _ONLY_THE_TRIP,
    "no meals": _NO_MEALS,
    "no meals, a minute short in the evening": _NO_MEALS | put("day_end_min", 0, 659),
    "no meals, a minute of driving short": _NO_MEALS | put("drive_cap_min", 0, 23),
    "served at the moment of leaving the stop before": _AT_ONCE,
    "served at the door of the depot": _FROM_THE_DOOR,
    "one window for each stop": _ONE_WINDOW,
    "the literature's plain form": _PLAIN,
    "over another stop to the last moment for lunch": _VIA_ANOTHER,
    "lunch at a stop takes no minutes of its own": _MUST_DINE | {"day_start_min": np.array([480, 580])},
    "the last moment for lunch": _MUST_DINE
    | {"meal_earliest_min": 580, "meal_latest_min": 590, "meal_required": np.array([False, True])},
    "the last moment for a pause": _NO_VISITS
    | {"day_start_min": np.array([630, 660]), "day_end_min": np.array([700, 700])},
    "a moment too late for a pause": _NO_VISITS
    | {"day_start_min": np.array([630, 661]), "day_end_min": np.array([700, 710])},
}
"""Changes that leave the best trip just possible, or just impossible."""
