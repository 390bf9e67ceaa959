"""From options to arrays: which stops and night places the optimiser sees, and the `Problem` of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from planner.errors import NoFeasibleTripError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility
from planner.model.place import Gateway, Located, Lodging
from planner.model.problem import Problem, Solution
from planner.model.reason import Reason
from planner.model.settings import Settings, TripRules
from planner.optimise.mandatory import MAX_GROUPS, find_mandatory_route
from planner.optimise.robust import TripNoise
from planner.optimise.score import score_night
from planner.plan.atlas import TravelAtlas, TravelTable
from planner.plan.candidates import Candidates
from planner.plan.ceilings import PrizeCeilings
from planner.plan.horizon import Horizon, list_fixed_nights, list_meal_days
from planner.plan.nearness import Nearness
from planner.plan.nights import NightPlace, choose_nights, list_night_places, thin_nights
from planner.plan.options import MAX_WINDOWS, Option, OptionBuilder
from planner.plan.punctuality import add_reserve, find_noise, remove_reserve
from planner.plan.requests import CheckedRequest
from planner.units import parse_clock

NO_BUDGET = 1 << 40
"""Cap of the money row when the request names none; far above any sum of prices."""

MUST_VARIANT_PCT = 80
"""A way to see a wanted place is kept when its prize is at least this share of the best way's."""


@dataclass(frozen=True, slots=True)
class Backbone:
    """The wanted places alone: the least driving and the least money with which they can be visited."""

    is_searched: bool
    """False when there are too many wanted places to search exactly."""
    by_drive: Solution | None
    by_money: Solution | None
    drive_min: int
    """Least driving over the trip; 0 when there is no way."""
    money_vnd: int
    """Least cost per person of stops and nights; 0 when there is no way."""

    def is_possible(self, problem: Problem) -> bool:
        """Whether the wanted places fit the trip, as far as each limit by itself can tell."""
        if not self.is_searched:
            return True
        trip_cap_min = problem.trip_drive_cap_min
        is_drivable = self.by_drive is not None and not 0 <= trip_cap_min < self.drive_min
        return is_drivable and self.money_vnd <= int(problem.resource_cap[0])

    def get_start(self, problem: Problem) -> Solution | None:
        """Return the one of the two that keeps the budget, to begin the search from."""
        if self.by_drive is not None and get_money_vnd(problem, self.by_drive) <= int(problem.resource_cap[0]):
            return self.by_drive
        return self.by_money

    def renumber(self, bare: BuiltTrip, built: BuiltTrip) -> Backbone:
        """Return the same with the numbers of another problem; parts that it cannot hold are dropped."""
        return replace(
            self, by_drive=renumber(self.by_drive, bare, built), by_money=renumber(self.by_money, bare, built)
        )


NO_BACKBONE = Backbone(False, None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class BuiltTrip:
    """A problem with the meaning of its numbers."""

    checked: CheckedRequest
    problem: Problem
    options: tuple[Option, ...]
    """Stop number -> option."""
    depots: tuple[Located, ...]
    """Depot number -> gateway or lodging."""
    nights: Mapping[int, NightPlace]
    """Depot number -> night place, for those where a night can be spent."""
    groups: tuple[str, ...]
    """Group number -> place or experience id."""
    rejected: Mapping[str, Reason]
    """Place id -> why it is no stop of this problem."""
    meal_vnd: int
    """Midday meals of the whole trip per person, already taken off the budget."""
    backbone: Backbone
    """Whether, and how, the wanted places alone can be visited."""
    noise: TripNoise | None
    """How travel times scatter; None where their source cannot tell."""

    @property
    def timed(self) -> Problem:
        """The problem in usual travel times, without reserve: plans are timed and refereed in it."""
        return remove_reserve(self.problem, self.noise)

    @property
    def appointments(self) -> tuple[int, ...]:
        """Stops whose hour the party itself has set."""
        set_hours = {pin.place for pin in self.checked.request.pins if pin.at is not None}
        return tuple(i for i, option in enumerate(self.options) if not set_hours.isdisjoint(option.key))


def build_trip(
    checked: CheckedRequest,
    catalogue: Catalogue,
    atlas: TravelAtlas,
    builder: OptionBuilder,
    ceilings: PrizeCeilings,
    settings: Settings,
    extra: Sequence[str] = (),
) -> BuiltTrip:
    """Return the problem of a request.

    `extra` are place and lodging ids that must be among the stops and beds although they may not be
    promising (from an edited plan). The same arguments always give the same numbers.
    """
    drive_cap_min = get_drive_cap_min(checked, settings.trip)
    trip_cap_min = min(drive_cap_min * checked.request.days, get_trip_cap_min(checked, settings.trip))
    near = Nearness(checked, catalogue, atlas, extra)
    horizon = Horizon(checked, atlas, drive_cap_min, settings.trip)
    candidates = Candidates(checked, catalogue, builder, near, horizon, trip_cap_min, extra)
    selection = candidates.choose(ceilings.get(checked.request), settings.trip.max_stops)
    options, rejected = selection.options, selection.rejected
    places = list_night_places(checked, catalogue, near, horizon, trip_cap_min, settings.trip)
    if checked.request.days > 1 and not places:
        reason = Infeasibility(reason=Reason(code="inf_no_lodging", params={}), remedy=None, change=None)
        raise tell_infeasible((reason,))
    named = (*list_fixed_nights(checked.request), *checked.must_places, *checked.request.nice_to_visit, *extra)
    places = thin_nights(places, named, near)

    table = atlas.get_table([*(o.located.id for o in options), checked.start.id, checked.end.id, *places])

    def fill(options: Sequence[Option], nights: Mapping[str, NightPlace]) -> BuiltTrip:
        depots, night_is_option = _number_depots(checked, catalogue, nights)
        seen_by_night = _keep_pinned_nights(checked, depots, night_is_option)
        problem, groups, meal_vnd = _fill(
            checked, table, options, depots, nights, night_is_option, seen_by_night, drive_cap_min, settings
        )
        by_number = {j: nights[d.id] for j, d in enumerate(depots) if d.id in nights}
        noise = find_noise(table.matrix, table.rows([*(o.located.id for o in options), *(d.id for d in depots)]))
        problem = add_reserve(problem, noise, checked.request.punctuality, settings.punctuality)
        return BuiltTrip(
            checked, problem, tuple(options), depots, by_number, groups, rejected, meal_vnd, NO_BACKBONE, noise
        )

    # The wanted places alone, with every bed there is: exact, and quick because they are few. Who
    # insists on a place wants the best of it; lesser ways to see it serve where that is impossible.
    must = {*checked.must_places, *checked.must_experiences}
    best = _keep_best_variants(options, must)
    bare = fill([option for option in best if option.group in must], places)
    backbone, needed = find_backbone(bare)
    if backbone.is_possible(bare.problem):
        options = best
    else:
        bare = fill([option for option in options if option.group in must], places)
        backbone, needed = find_backbone(bare)
    nights = choose_nights(places, [*needed, *named], near, table, options, settings.trip.max_night_options)
    built = fill(options, nights)
    return replace(built, backbone=backbone.renumber(bare, built))


def tell_infeasible(reasons: tuple[Infeasibility, ...]) -> NoFeasibleTripError:
    """Return the error that carries the reasons and the changes that mend them."""
    codes = ", ".join(f"{r.reason.code} {r.reason.params}" for r in reasons)
    remedies = "; ".join(str(r.change) for r in reasons if r.change)
    return NoFeasibleTripError("P010", f"no trip satisfies this request: {codes}", reasons=reasons, remedy=remedies)


def get_drive_cap_min(checked: CheckedRequest, rules: TripRules) -> int:
    """Return the day's driving cap in minutes: the request's, else by pace."""
    hours = checked.request.max_drive_h_per_day
    return round(60 * (rules.drive_h_by_pace[checked.request.pace] if hours is None else hours))


def get_trip_cap_min(checked: CheckedRequest, rules: TripRules) -> int:
    """Return the driving of the whole trip that the law allows, in minutes."""
    return rules.driver_week_min * ((checked.request.days + 6) // 7)


def _keep_best_variants(options: Sequence[Option], must: Collection[str]) -> tuple[Option, ...]:
    top: dict[str, int] = {}
    for option in options:
        top[option.group] = max(top.get(option.group, 0), option.prize)
    return tuple(
        option
        for option in options
        if option.group not in must or option.prize * 100 >= top[option.group] * MUST_VARIANT_PCT
    )


def find_backbone(bare: BuiltTrip) -> tuple[Backbone, list[str]]:
    """Return how the wanted places alone can be visited, and the ids of the beds that this takes."""
    problem = bare.problem
    if int(problem.group_is_mandatory.sum()) > MAX_GROUPS:
        return NO_BACKBONE, []
    if not problem.night_is_option.any(axis=1).all():
        return Backbone(True, None, None, 0, 0), []
    by_drive = find_mandatory_route(problem, "drive")
    if by_drive is None:
        return Backbone(True, None, None, 0, 0), []
    has_budget = int(problem.resource_cap[0]) < NO_BUDGET
    by_money = find_mandatory_route(problem, "money") if has_budget else by_drive
    backbone = Backbone(True, by_drive, by_money, get_drive_min(problem, by_drive), get_money_vnd(problem, by_money))
    nights = [*by_drive.nights, *(by_money.nights if by_money else ())]
    return backbone, [bare.depots[j].id for j in dict.fromkeys(nights)]


def get_money_vnd(problem: Problem, solution: Solution | None) -> int:
    """Return the cost of stops and nights per person."""
    if solution is None:
        return 0
    stops = sum(int(problem.resource_use[0, i]) for route in solution.routes for i in route)
    return stops + sum(int(problem.depot_resource_use[0, j]) for j in solution.nights)


def get_drive_min(problem: Problem, solution: Solution) -> int:
    """Return the driving minutes of a whole solution."""
    total, n = 0, problem.n_stops
    for day, route in enumerate(solution.routes):
        rows = [n + solution.get_start(problem, day), *route, n + solution.get_end(problem, day)]
        total += sum(int(problem.drive_min[a, b]) for a, b in pairwise(rows))
    return total


def renumber(solution: Solution | None, bare: BuiltTrip, built: BuiltTrip) -> Solution | None:
    """Return a solution of one problem in the numbers of another that has all its stops and depots."""
    if solution is None:
        return None
    stop = {option.key: i for i, option in enumerate(built.options)}
    depot = {one.id: j for j, one in enumerate(built.depots)}
    routes = tuple(tuple(stop[bare.options[i].key] for i in route) for route in solution.routes)
    return Solution(routes, tuple(depot[bare.depots[j].id] for j in solution.nights))


def _number_depots(
    checked: CheckedRequest, catalogue: Catalogue, nights: Mapping[str, NightPlace]
) -> tuple[tuple[Located, ...], npt.NDArray[np.bool_]]:
    request = checked.request
    ids = list(dict.fromkeys([checked.start.id, checked.end.id, *nights]))
    option = np.zeros((request.days - 1, len(ids)), dtype=np.bool_)
    for night, one in enumerate(list_fixed_nights(checked.request)):
        for j, depot in enumerate(ids):
            option[night, j] = depot in nights if one == "choose" else depot == one
    return tuple(catalogue.located[one] for one in ids), option


def _keep_pinned_nights(
    checked: CheckedRequest, depots: Sequence[Located], night_is_option: npt.NDArray[np.bool_]
) -> set[str]:
    """Return the wanted places that a night satisfies; takes a pinned one out of every other night.

    A pin without an hour is kept by a night of its day as by a visit on it. Where the place must be slept at
    on another night, or the pin names an hour, only a visit keeps the pin.
    """
    seen = set(checked.must_places)
    pins = {pin.place: pin for pin in checked.request.pins}
    for j, depot in enumerate(depots):
        pin = pins.get(depot.id)
        if pin is None:
            continue
        others = np.arange(len(night_is_option)) != pin.day - 1
        is_bound = night_is_option[:, j] & (night_is_option.sum(axis=1) == 1)
        if pin.at is not None or (is_bound & others).any():
            seen.discard(depot.id)
        else:
            night_is_option[others, j] = False
    return seen


def _fill(
    checked: CheckedRequest,
    table: TravelTable,
    options: Sequence[Option],
    depots: Sequence[Located],
    nights: Mapping[str, NightPlace],
    night_is_option: npt.NDArray[np.bool_],
    seen_by_night: Collection[str],
    drive_cap_min: int,
    settings: Settings,
) -> tuple[Problem, tuple[str, ...], int]:
    request, rules = checked.request, settings.trip
    days, n = request.days, len(options)
    rows = table.rows([*(o.located.id for o in options), *(d.id for d in depots)])
    square = np.ix_(rows, rows)
    opens, closes = _fill_windows(options, days)
    category, gain_to, gain_pct = _fill_gains(options, rules)
    must = (*checked.must_places, *checked.must_experiences)
    groups = tuple(dict.fromkeys([*(o.group for o in options), *must]))
    number = {one: g for g, one in enumerate(groups)}
    latest = parse_clock(rules.meal_latest_end) - rules.meal_min
    earliest = parse_clock(rules.meal_earliest)
    starts = [request.get_day_start_min(d) for d in range(days)]
    has_meal = list_meal_days(request, rules)
    meal_vnd = rules.meal_high_vnd * sum(has_meal)
    budget = NO_BUDGET if request.budget_vnd_per_person is None else request.budget_vnd_per_person - meal_vnd
    problem = Problem(
        travel_min=_copy(table.matrix.minutes[square]),
        drive_min=_copy(table.matrix.drive_min[square]),
        service_min=_ints([o.service_min for o in options]),
        prize=_ints([max(0, o.prize) for o in options]),
        window_open_min=opens,
        window_close_min=closes,
        category=category,
        gain_to=gain_to,
        gain_pct=gain_pct,
        group=_ints([number[o.group] for o in options]),
        group_is_mandatory=np.array([one in must for one in groups], dtype=np.bool_),
        serves_meal=np.array([o.serves_meal for o in options], dtype=np.bool_).reshape(n),
        stop_capacity=np.full(n, -1, dtype=np.int64),
        depot_capacity=_ints([getattr(d, "capacity_per_house", None) or -1 for d in depots]),
        resource_use=_ints([o.price_vnd for o in options]).reshape(1, n),
        depot_resource_use=_ints([nights[d.id].high_vnd if d.id in nights else 0 for d in depots]).reshape(1, -1),
        resource_cap=_ints([budget]),
        day_start_min=_ints(starts),
        day_end_min=np.full(days, request.day_end_min, dtype=np.int64),
        drive_cap_min=np.full(days, drive_cap_min, dtype=np.int64),
        max_visits=np.full(days, rules.visits_by_pace[request.pace], dtype=np.int64),
        meal_required=np.array(has_meal, dtype=np.bool_),
        start_depot=0,
        end_depot=[d.id for d in depots].index(checked.end.id),
        night_is_option=night_is_option,
        depot_prize=_ints([score_depot(d, checked, settings) for d in depots]),
        depot_group=_ints([number[d.id] if d.id in seen_by_night else -1 for d in depots]),
        group_size=request.party.size,
        drive_cost=rules.drive_cost_per_min,
        trip_drive_cap_min=get_trip_cap_min(checked, rules),
        meal_earliest_min=earliest,
        meal_latest_min=latest,
        meal_min=rules.meal_min,
    )
    return problem, groups, meal_vnd


def score_depot(depot: Located, checked: CheckedRequest, settings: Settings) -> int:
    """Return the points of a night at a depot."""
    wish = settings.prize.wish if depot.id in checked.request.nice_to_visit else 0
    return wish + score_night(
        is_homestay=isinstance(depot, Lodging),
        words=() if isinstance(depot, Gateway) else ("homestay_meal", "dinner"),
        recognition=getattr(depot, "recognition", None),
        interests=checked.request.interests,
        weights=settings.prize,
    )


def _fill_windows(options: Sequence[Option], days: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    width = max((len(day) for o in options for day in o.windows), default=1)
    width = min(max(width, 1), MAX_WINDOWS)
    opens = np.zeros((days, len(options), width), dtype=np.int64)
    closes = np.full((days, len(options), width), -1, dtype=np.int64)
    for i, option in enumerate(options):
        for d, day in enumerate(option.windows):
            for w, (first, last) in enumerate(day):
                opens[d, i, w], closes[d, i, w] = first, last
    return opens, closes


def _fill_gains(
    options: Sequence[Option], rules: TripRules
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    names = [get_category(o) for o in options]
    numbers = {name: c for c, name in enumerate(dict.fromkeys(names))}
    total = sum(max(0, o.prize) for o in options) + 1
    ends = [total if points == 0 else min(points, total) for points, _ in rules.gain_steps]
    rows = max(1, len(numbers))
    gain_to = np.tile(_ints(ends), (rows, 1))
    gain_pct = np.tile(_ints([pct for _, pct in rules.gain_steps]), (rows, 1))
    return _ints([numbers[name] for name in names]), gain_to, gain_pct


def get_category(option: Option) -> str:
    """Return the category within which the prize of an option counts less the more there is of it."""
    return getattr(option.located, "category", option.located.kind)


def _ints(values: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _copy(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.ascontiguousarray(values, dtype=np.int64)
