"""Random small problems with every feature on, drawn from small numbers so that ties are common.

Random tests with times hours apart are blind to a `<` that should be `<=`. Here travel, service and
windows are a few minutes each, and `_tighten` then moves ends and caps to one unit either side of
what some route needs by nature.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
from hypothesis import strategies as st

from planner.model.problem import Problem

HORIZON_MIN = 60
"""Days lie between minute 0 and this one."""


def problems(max_stops: int = 7, max_days: int = 3) -> st.SearchStrategy[Problem]:
    """Return a strategy for small problems; it shrinks towards small numbers."""
    return st.randoms(use_true_random=False).map(lambda random: draw_problem(random, max_stops, max_days))


def rich_problems() -> st.SearchStrategy[Problem]:
    """Return a strategy for small problems with every feature at once."""
    return st.randoms(use_true_random=False).map(draw_rich_problem)


def draw_problem(random: Random, max_stops: int = 7, max_days: int = 3) -> Problem:
    """Return a random problem with at most `max_stops` stops and `max_days` days."""
    n, days = max(random.randint(0, max_stops), random.randint(0, max_stops)), random.randint(1, max_days)
    depots, categories, segments = random.randint(1, 4), random.randint(1, 3), random.randint(1, 3)
    travel, drive = _draw_matrices(random, n, depots)
    opens, closes = _draw_windows(random, days, n)
    prize = [random.randint(0, 6) for _ in range(n)]
    group = [random.randrange(i + 1) if random.randrange(4) == 0 else i for i in range(n)]
    starts = [random.randint(0, 8) for _ in range(days)]
    ends = [random.randint(40, HORIZON_MIN) for _ in range(days)]
    problem = Problem(
        travel_min=travel,
        drive_min=drive,
        service_min=_ints([random.choice((0, 1, 2, 5, 8, 12)) for _ in range(n)]),
        prize=_ints(prize),
        window_open_min=opens,
        window_close_min=closes,
        category=_ints([random.randrange(categories) for _ in range(n)]),
        gain_to=_ints([[*sorted(random.randint(0, 8) for _ in range(segments - 1)), sum(prize) + 8]] * categories),
        gain_pct=_ints(
            [sorted((random.choice((100, 80, 50, 10, 0)) for _ in range(segments)), reverse=True)
             for _ in range(categories)]
        ),
        group=_ints(group),
        group_is_mandatory=_bools([random.randrange(12) == 0 for _ in range(n + 1)]),
        serves_meal=_bools([random.randrange(2) == 0 for _ in range(n)]),
        stop_capacity=_ints([random.choice((-1, -1, -1, -1, 1, 2, 3)) for _ in range(n)]),
        depot_capacity=_ints([random.choice((-1, -1, -1, -1, 1, 2, 3)) for _ in range(depots)]),
        resource_use=_ints([[random.randint(0, 4) for _ in range(n)] for _ in range(2)]).reshape(2, n),
        depot_resource_use=_ints([[random.randint(0, 4) for _ in range(depots)] for _ in range(2)]),
        resource_cap=_ints([random.choice((8, 12, 99, 99)) for _ in range(2)]),
        day_start_min=_ints(starts),
        day_end_min=_ints(ends),
        drive_cap_min=_ints([random.choice((12, 20, 99, 99)) for _ in range(days)]),
        max_visits=_ints([random.choice((1, 3, 9, 9)) for _ in range(days)]),
        meal_required=_bools([random.randrange(2) == 0 for _ in range(days)]),
        start_depot=random.randrange(depots),
        end_depot=random.randrange(depots),
        night_is_option=_draw_night_options(random, days, depots),
        depot_prize=_ints([random.randint(0, 2) for _ in range(depots)]),
        depot_group=_ints([random.randrange(n + 1) if random.randrange(4) == 0 else -1 for _ in range(depots)]),
        group_size=random.randint(1, 2),
        drive_cost=random.choice((0, 0, 1, 5, 20)),
        trip_drive_cap_min=random.choice((-1, -1, -1, 20, 40)),
        meal_earliest_min=random.randint(5, 25),
        meal_latest_min=random.randint(25, 40),
        meal_min=random.choice((0, 3, 8, 12)),
    )  # fmt: skip
    if random.randrange(4) == 0:
        problem = _strip(problem)
    for _ in range(random.randint(0, 3)):
        problem = _tighten(random, problem)
    return _pin(random, problem) if random.randrange(5) == 0 else problem


def draw_rich_problem(random: Random, max_stops: int = 5, max_days: int = 3) -> Problem:
    """Return a random problem that has every feature at once, and mostly room for a trip that uses them.

    Two windows a day, a choice for every night, meals and stops that serve them, money and a second resource,
    a place in two variants, saturating categories, a pin, caps on the driving of a day and of the trip, a night
    that satisfies a group, a stop and a depot too small for the party, ways that are neither symmetric nor closed.
    """
    n, days, depots = random.randint(4, max_stops), random.randint(2, max_days), 4
    travel, drive = _draw_matrices(random, n, depots, longest=5, rarity=100)
    prize = [random.randint(1, 6) for _ in range(n)]
    small, lunch = random.randrange(n), random.randint(10, 24)
    problem = Problem(
        travel_min=travel,
        drive_min=drive,
        service_min=_ints([random.choice((1, 2, 5, 10, 12, 15)) for _ in range(n)]),
        prize=_ints(prize),
        category=_ints([random.randrange(2) for _ in range(n)]),
        gain_to=_ints([[random.randint(1, 5), sum(prize)] for _ in range(2)]),
        gain_pct=_ints([[100, random.choice((0, 10, 50))] for _ in range(2)]),
        group=_ints([0, 0, *range(1, n - 1)]),
        group_is_mandatory=_bools([False] * n),
        serves_meal=_bools([random.randrange(2) == 0 for _ in range(n)]),
        stop_capacity=_ints([1 if stop == small else -1 for stop in range(n)]),
        depot_capacity=_ints([-1, 2, -1, 1]),
        resource_use=_ints([[random.randint(1, 4) for _ in range(n)] for _ in range(2)]),
        depot_resource_use=_ints([[random.randint(0, 2) for _ in range(depots)] for _ in range(2)]),
        resource_cap=_ints([random.randint(6, 16), random.randint(6, 16)]),
        day_start_min=_ints([random.randint(0, 8) for _ in range(days)]),
        day_end_min=_ints([random.choice((30, 36, 42, 50)) for _ in range(days)]),
        drive_cap_min=_ints([random.choice((5, 7, 10, 24)) for _ in range(days)]),
        max_visits=_ints([random.randint(1, 4) for _ in range(days)]),
        meal_required=_bools([True, *(random.randrange(3) > 0 for _ in range(days - 1))]),
        start_depot=0,
        end_depot=0,
        night_is_option=_bools([[True, *(random.randrange(2) == 0 for _ in range(2)), True]] * (days - 1)),
        depot_prize=_ints([random.randint(0, 2) for _ in range(depots)]),
        depot_group=_ints([-1, n - 1, random.choice((0, 1)), -1]),
        group_size=2,
        drive_cost=random.choice((1, 2, 5, 20)),
        trip_drive_cap_min=random.choice((9, 12, 16, 40)),
        meal_earliest_min=lunch,
        meal_latest_min=lunch + random.randint(0, 8),
        meal_min=random.choice((5, 10, 12)),
        **_two_windows(random, days, n),
    )
    if random.randrange(2) == 0:
        problem = replace(problem, group_is_mandatory=_bools([group == n - 1 for group in range(n)]))
    return _pin(random, problem)


def _two_windows(random: Random, days: int, n: int) -> dict[str, np.ndarray]:
    """Return a morning and an afternoon for every stop and day."""
    opens, closes = np.zeros((days, n, 2), np.int64), np.zeros((days, n, 2), np.int64)
    for day in range(days):
        for stop in range(n):
            first, second = random.randint(0, 10), random.randint(24, 36)
            moments = (first, min(first + random.randint(0, 20), second - 1), second, second + random.randint(0, 12))
            opens[day, stop], closes[day, stop] = moments[::2], moments[1::2]
    return {"window_open_min": opens, "window_close_min": closes}


def _pin(random: Random, problem: Problem) -> Problem:
    """Return the problem with a wanted stop that may be visited on one day only, and there within few minutes."""
    fits = [stop for stop in range(problem.n_stops) if not 0 <= problem.stop_capacity[stop] < problem.group_size]
    if not fits:
        return problem
    stop, day = random.choice(fits), random.randrange(problem.n_days)
    opens, closes = problem.window_open_min.copy(), problem.window_close_min.copy()
    hour = random.randint(8, 30)
    opens[:, stop], closes[:, stop] = 0, -1
    opens[day, stop, 0], closes[day, stop, 0] = hour, hour + random.choice((0, 3, 9, 15))
    must = problem.group_is_mandatory.copy()
    must[problem.group[stop]] = True
    return replace(problem, window_open_min=opens, window_close_min=closes, group_is_mandatory=must)


def _strip(problem: Problem) -> Problem:
    """Return the problem in the literature's plain form: one window, no meals, driving free."""
    return replace(
        problem,
        window_open_min=problem.window_open_min[:, :, :1],
        window_close_min=problem.window_close_min[:, :, :1],
        meal_required=np.zeros(problem.n_days, np.bool_),
        drive_cap_min=np.full(problem.n_days, 2 * HORIZON_MIN),
        trip_drive_cap_min=-1,
        drive_cost=0,
    )


def _ints(values: list[object]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _bools(values: list[bool]) -> np.ndarray:
    return np.array(values, dtype=np.bool_)


def _draw_matrices(
    random: Random, n: int, depots: int, longest: int = 0, rarity: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return travel and driving: asymmetric, not closed, zero at times, one way of `rarity` missing."""
    size = n + depots
    longest, rarity = longest or random.choice((3, 6, 12)), rarity or random.choice((10, 40, 100))
    travel, drive = np.zeros((size, size), np.int64), np.zeros((size, size), np.int64)
    for a in range(size):
        for b in range(size):
            if a != b:
                minutes = random.randint(0, longest) if random.randrange(rarity) > 0 else -1
                is_all_driving = minutes <= 0 or random.randrange(2) == 0
                travel[a, b], drive[a, b] = minutes, minutes if is_all_driving else random.randint(0, minutes)
    return travel, drive


def _draw_windows(random: Random, days: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 0-3 disjoint, ascending windows per stop and day; some are a single moment."""
    opens, closes = np.zeros((days, n, 3), np.int64), np.full((days, n, 3), -1, np.int64)
    for day in range(days):
        for stop in range(n):
            moments = sorted(random.randint(0, HORIZON_MIN) for _ in range(2 * random.choice((0, 1, 2, 3))))
            windows: list[tuple[int, int]] = []
            for begin, end in zip(moments[::2], moments[1::2], strict=True):
                if not windows or begin > windows[-1][1]:
                    windows.append((begin, end))
            for slot, (begin, end) in enumerate(windows):
                opens[day, stop, slot], closes[day, stop, slot] = begin, end
    return opens, closes


def _draw_night_options(random: Random, days: int, depots: int) -> np.ndarray:
    options = np.zeros((days - 1, depots), np.bool_)
    for night in range(days - 1):
        for _ in range(random.randint(1, 3)):
            options[night, random.randrange(depots)] = True
    return options


def _tighten(random: Random, problem: Problem) -> Problem:
    """Return the problem with one end or cap moved next to what a random route of a random day needs."""
    day = random.randrange(problem.n_days)
    stops = random.sample(range(problem.n_stops), min(problem.n_stops, random.randint(0, 3)))
    starts = [problem.start_depot] if day == 0 else np.flatnonzero(problem.night_is_option[day - 1]).tolist()
    is_last = day == problem.n_days - 1
    ends = [problem.end_depot] if is_last else np.flatnonzero(problem.night_is_option[day]).tolist()
    rows = [problem.n_stops + random.choice(starts), *stops, problem.n_stops + random.choice(ends)]
    pause_at = random.randrange(len(rows) - 1) if problem.meal_required[day] else -1
    moments = _follow(problem, day, rows, pause_at)
    if moments is None:
        return problem
    begins, pause, finish = moments
    drive = sum(int(problem.drive_min[a, b]) for a, b in pairwise(rows))
    slack = random.choice((-1, 0, 0, 1))
    what = random.choice(("end", "end", "close", "drive", "trip_drive", "visits", "meal", "resource"))
    if what == "end":
        return replace(problem, day_end_min=_with(problem.day_end_min, day, finish + slack))
    if what == "drive":
        return replace(problem, drive_cap_min=_with(problem.drive_cap_min, day, max(0, drive + slack)))
    if what == "trip_drive":
        return replace(problem, trip_drive_cap_min=max(0, drive + slack))
    if what == "visits":
        return replace(problem, max_visits=_with(problem.max_visits, day, max(0, len(stops) + slack)))
    if what == "meal" and pause is not None and pause + slack >= problem.meal_earliest_min:
        return replace(problem, meal_latest_min=pause + slack)
    if what == "resource":
        used = sum(int(problem.resource_use[0, stop]) for stop in stops)
        return replace(problem, resource_cap=_with(problem.resource_cap, 0, max(0, used + slack)))
    if what == "close" and stops:
        return _close_early(problem, day, stops[-1], begins[-1] + min(slack, 0))
    return problem


def _with(values: np.ndarray, index: int, value: int) -> np.ndarray:
    changed = values.copy()
    changed[index] = value
    return changed


def _close_early(problem: Problem, day: int, stop: int, close: int) -> Problem:
    closes = problem.window_close_min.copy()
    for slot, (begin, end) in enumerate(zip(problem.window_open_min[day, stop], closes[day, stop], strict=True)):
        if begin <= close <= end:
            closes[day, stop, slot] = close
    return replace(problem, window_close_min=closes)


def _follow(problem: Problem, day: int, rows: list[int], pause_at: int) -> tuple[list[int], int | None, int] | None:
    """Return (begins, pause, finish) of following rows without delay, or None where windows shut or ways end."""
    time, begins, pause = int(problem.day_start_min[day]), [], None
    for leg, (here, there) in enumerate(pairwise(rows)):
        if problem.travel_min[here, there] < 0:
            return None
        reach = time + int(problem.travel_min[here, there])
        if leg == pause_at:
            pause = max(time, problem.meal_earliest_min)
            reach = max(reach, pause) + problem.meal_min
        if leg < len(rows) - 2:
            windows = zip(problem.window_open_min[day, there], problem.window_close_min[day, there], strict=True)
            moments = [max(reach, int(a)) for a, b in windows if max(reach, a) <= b]
            if not moments:
                return None
            begins.append(min(moments))
            reach = begins[-1] + int(problem.service_min[there])
        time = reach
    return begins, pause, time
