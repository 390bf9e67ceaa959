"""An exact answer for tiny problems, by complete enumeration, to judge the solver with.

For every chain of nights, every day and every set of stops, the orders in which the set can be
visited are explored with Pareto labels over (time, driving, fed or not). Feasible days are then
combined over disjoint sets of stops. Nothing here is shared with the solver or the referee;
`planner.model.problem` is the only law. Sets are bit masks: up to 7 stops and 3 days take a blink.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from planner.model.problem import DaySchedule, Meal, Problem, Solution


@dataclass(frozen=True)
class Answer:
    """The best value with a solution and schedules that attain it."""

    value: int
    solution: Solution
    schedules: tuple[DaySchedule, ...]


@dataclass(frozen=True)
class Label:
    """A partial day: where the traveller is (matrix row), since when, and how it came to that."""

    row: int
    time_min: int
    drive_min: int
    is_fed: bool
    route: tuple[int, ...] = ()
    arrive_min: tuple[int, ...] = ()
    begin_min: tuple[int, ...] = ()
    meal: Meal | None = None

    def dominates(self, other: Label) -> bool:
        """Whether this label can do at least as well as `other` whatever follows.

        Earlier is never worse, for waiting is allowed everywhere; who has eaten may do all that
        the hungry may, without the pause.
        """
        is_no_later = self.time_min <= other.time_min and self.drive_min <= other.drive_min
        return is_no_later and (self.is_fed or not other.is_fed)


@dataclass(frozen=True)
class Day:
    """A finished day."""

    drive_min: int
    route: tuple[int, ...]
    schedule: DaySchedule


def find_best(problem: Problem) -> Answer | None:
    """Return an optimal answer, or None when no solution is feasible."""
    best: Answer | None = None
    explored: dict[tuple[int, int], dict[int, list[Label]]] = {}
    closed: dict[tuple[int, int, int], dict[int, Day]] = {}
    for nights in product(*(_list_options(problem, night) for night in range(problem.n_days - 1))):
        depots = (problem.start_depot, *nights, problem.end_depot)
        days = []
        for day, (start, end) in enumerate(pairwise(depots)):
            if (day, start) not in explored:
                explored[day, start] = _explore_day(problem, day, start)
            if (day, start, end) not in closed:
                closed[day, start, end] = _close_day(problem, day, explored[day, start], end)
            days.append(closed[day, start, end])
        for chosen in _combine(problem, days):
            value = find_value(problem, nights, [d.route for d in chosen])
            if value is not None and (best is None or value > best.value):
                solution = Solution(tuple(d.route for d in chosen), nights)
                best = Answer(value, solution, tuple(d.schedule for d in chosen))
    return best


def find_value(problem: Problem, nights: Sequence[int], routes: Sequence[Sequence[int]]) -> int | None:
    """Return the value of a trip whose days are feasible, or None when it breaks a rule of the trip."""
    stops = [stop for route in routes for stop in route]
    groups = [int(problem.group[stop]) for stop in stops]
    if len(set(groups)) < len(groups):
        return None
    satisfied = {*groups, *(int(problem.depot_group[depot]) for depot in nights)}
    if any(must and group not in satisfied for group, must in enumerate(problem.group_is_mandatory)):
        return None
    for use, depot_use, cap in zip(problem.resource_use, problem.depot_resource_use, problem.resource_cap, strict=True):
        if sum(int(use[stop]) for stop in stops) + sum(int(depot_use[depot]) for depot in nights) > cap:
            return None
    drive = 0
    for day, route in enumerate(routes):
        start = problem.start_depot if day == 0 else nights[day - 1]
        end = problem.end_depot if day == len(routes) - 1 else nights[day]
        rows = [problem.n_stops + start, *route, problem.n_stops + end]
        drive += sum(int(problem.drive_min[a, b]) for a, b in pairwise(rows))
    if problem.trip_drive_cap_min != -1 and drive > problem.trip_drive_cap_min:
        return None
    worth = sum(100 * int(problem.depot_prize[depot]) for depot in nights) - problem.drive_cost * drive
    for category in range(problem.gain_to.shape[0]):
        points = sum(int(problem.prize[stop]) for stop in stops if problem.category[stop] == category)
        worth += sum(_get_point_worth(problem, category, point) for point in range(points))
    return worth


def _get_point_worth(problem: Problem, category: int, point: int) -> int:
    """Return the hundredths that one more point counts when `point` points have been taken."""
    for end, pct in zip(problem.gain_to[category], problem.gain_pct[category], strict=True):
        if point < end:
            return int(pct)
    msg = "the gain segments end before the prizes do"
    raise ValueError(msg)


def _list_options(problem: Problem, night: int) -> list[int]:
    options = [depot for depot in range(problem.n_depots) if problem.night_is_option[night, depot]]
    return [depot for depot in options if _has_room(problem, int(problem.depot_capacity[depot]))]


def _has_room(problem: Problem, capacity: int) -> bool:
    return capacity == -1 or problem.group_size <= capacity


def _explore_day(problem: Problem, day: int, start: int) -> dict[int, list[Label]]:
    """Return the undominated ways of visiting each set of stops, from a start depot."""
    first = Label(problem.n_stops + start, int(problem.day_start_min[day]), 0, is_fed=not problem.meal_required[day])
    found: dict[int, list[Label]] = {0: [first]}
    frontier = {(0, first.row): [first]}
    for _ in range(min(int(problem.max_visits[day]), problem.n_stops)):
        longer: dict[tuple[int, int], list[Label]] = {}
        for (mask, _row), labels in frontier.items():
            for stop in _list_candidates(problem, mask):
                kept = longer.setdefault((mask | 1 << stop, stop), [])
                for label in labels:
                    for grown in _visit(problem, day, label, stop):
                        _keep(kept, grown)
        for (mask, _row), labels in longer.items():
            found.setdefault(mask, []).extend(labels)
        frontier = longer
    return found


def _list_candidates(problem: Problem, mask: int) -> list[int]:
    taken = {int(problem.group[stop]) for stop in range(problem.n_stops) if mask >> stop & 1}
    free = [stop for stop in range(problem.n_stops) if int(problem.group[stop]) not in taken]
    return [stop for stop in free if _has_room(problem, int(problem.stop_capacity[stop]))]


def _keep(labels: list[Label], candidate: Label) -> None:
    if not any(label.dominates(candidate) for label in labels):
        labels[:] = [label for label in labels if not candidate.dominates(label)] + [candidate]


def _travel(problem: Problem, day: int, label: Label, there: int) -> Iterator[tuple[Label, int]]:
    """Yield (label at arrival, moment of being ready): straight on, and with the pause on this leg.

    The earliest pause makes for the earliest moment of being ready.
    """
    travel = int(problem.travel_min[label.row, there])
    drive = label.drive_min + int(problem.drive_min[label.row, there])
    if travel < 0 or drive > problem.drive_cap_min[day]:
        return
    reach = label.time_min + travel
    yield replace(label, row=there, time_min=reach, drive_min=drive), reach
    pause = max(label.time_min, problem.meal_earliest_min)
    if not label.is_fed and pause <= problem.meal_latest_min:
        ready = max(reach, pause) + problem.meal_min
        arrive = ready if pause <= reach else reach
        meal = Meal(pause, len(label.route), is_at_stop=False)
        yield replace(label, row=there, time_min=arrive, drive_min=drive, is_fed=True, meal=meal), ready


def _visit(problem: Problem, day: int, label: Label, stop: int) -> Iterator[Label]:
    service = int(problem.service_min[stop])
    for arrived, ready in _travel(problem, day, label, stop):
        begin = _find_begin(problem, day, stop, ready)
        if begin is not None:
            yield _serve(arrived, begin, service)
        if arrived.is_fed or not problem.serves_meal[stop] or service < problem.meal_min:
            continue
        # To be fed here it can be necessary to begin later than possible.
        not_before = max(ready, problem.meal_earliest_min + problem.meal_min - service)
        lunch = _find_begin(problem, day, stop, not_before)
        if lunch is not None and lunch <= problem.meal_latest_min:
            meal = Meal(max(lunch, problem.meal_earliest_min), len(label.route), is_at_stop=True)
            yield replace(_serve(arrived, lunch, service), is_fed=True, meal=meal)


def _find_begin(problem: Problem, day: int, stop: int, not_before: int) -> int | None:
    windows = zip(problem.window_open_min[day, stop], problem.window_close_min[day, stop], strict=True)
    moments = (max(not_before, int(opens)) for opens, closes in windows if max(not_before, opens) <= closes)
    return min(moments, default=None)


def _serve(arrived: Label, begin: int, service: int) -> Label:
    return replace(
        arrived,
        time_min=begin + service,
        route=(*arrived.route, arrived.row),
        arrive_min=(*arrived.arrive_min, arrived.time_min),
        begin_min=(*arrived.begin_min, begin),
    )


def _close_day(problem: Problem, day: int, found: dict[int, list[Label]], end: int) -> dict[int, Day]:
    """Return, for each set of stops that the day can hold, the way with least driving."""
    closed: dict[int, Day] = {}
    for mask, ways in found.items():
        for way in ways:
            for home, finish in _travel(problem, day, way, problem.n_stops + end):
                if not home.is_fed or finish > problem.day_end_min[day]:
                    continue
                if mask not in closed or home.drive_min < closed[mask].drive_min:
                    depart = int(problem.day_start_min[day])
                    schedule = DaySchedule(depart, home.arrive_min, home.begin_min, finish, home.meal)
                    closed[mask] = Day(home.drive_min, home.route, schedule)
    return closed


def _combine(problem: Problem, days: Sequence[dict[int, Day]]) -> Iterable[tuple[Day, ...]]:
    """Return, for each union of disjoint sets over the days, the trip with least driving.

    Everything but driving depends on the union and the nights alone.
    """
    trips: dict[int, tuple[int, tuple[Day, ...]]] = {0: (0, ())}
    for options in days:
        longer: dict[int, tuple[int, tuple[Day, ...]]] = {}
        for union, (drive, chosen) in trips.items():
            for mask, day in options.items():
                total = drive + day.drive_min
                if union & mask == 0 and (union | mask not in longer or total < longer[union | mask][0]):
                    longer[union | mask] = (total, (*chosen, day))
        trips = longer
    return [chosen for _, chosen in trips.values()]
