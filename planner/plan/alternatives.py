"""Plans for one request that differ in substance: as asked, slower, and along another theme."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np

from planner.catalogue.calendar import TripCalendar
from planner.errors import NoFeasibleTripError
from planner.model.alternatives import (
    Alternative,
    AlternativeFacts,
    Alternatives,
    PlanPair,
)
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, get_digest
from planner.model.problem import Problem
from planner.model.reason import Reason
from planner.model.request import Pace, TripRequest
from planner.model.settings import AlternativeProfile, Settings, TripRules
from planner.optimise import SolveParams, SolveResult, get_value, solve
from planner.plan.build import BuiltTrip, get_category, score_depot
from planner.plan.diagnose import apply_change, find_backbone_reason
from planner.plan.options import OptionBuilder
from planner.plan.requests import check_request
from planner.units import format_clock

BALANCED = "balanced"
MAKERS = ("craft_village", "ocop_producer")
_PACES = tuple(Pace)

Limits = dict[str, int]
OnShare = Callable[[float, float | None], bool]
"""Told the share done, 0-1, and the best worth so far in points; False stops."""


@dataclass(frozen=True, slots=True)
class _Made:
    profile: str
    changes: dict[str, Any]
    limits: Limits
    itinerary: Itinerary


@dataclass(slots=True, kw_only=True)
class AlternativePlanner:
    """Makes the alternatives of one request."""

    catalogue: Catalogue
    calendar: TripCalendar
    settings: Settings
    params: SolveParams
    plan: Callable[[TripRequest, OnShare], Itinerary]
    build: Callable[[TripRequest], BuiltTrip]
    write: Callable[[BuiltTrip, SolveResult, SolveParams], Itinerary]
    report: OnShare
    is_stopped: bool = field(default=False, init=False)
    notes: list[Reason] = field(default_factory=list, init=False)

    def make(self, request: TripRequest) -> Alternatives:
        """Return the balanced, the relaxed and a themed plan.

        Each keeps dates, budget, vehicle, musts, pins and exclusions of the request. A plan that is less than
        `min_distance_pct` apart from another is searched again with no prize for the least prized of the
        places they share, at last for all of them, and taken as it is, with a note, where that does not help.

        Raises
        ------
        RequestError, NoFeasibleTripError
            When the request itself has no plan (see `Planner.plan`).
        """
        balanced = self.plan(request, self._get_reporter(0))
        plans = [_Made(BALANCED, {}, {}, balanced)]
        for number, name in enumerate(self._choose_profiles(request), 1):
            made = None if self.is_stopped else self._make_one(name, request, plans, self._get_reporter(number))
            if made is not None:
                plans.append(made)
            else:
                code = "alt_stopped" if self.is_stopped else "alt_none"
                self.notes.append(Reason(code=code, params={"profile": name}))
        alternatives = tuple(
            Alternative(
                profile=one.profile,
                changes=one.changes,
                limits=one.limits,
                facts=self._sum_up(request, one.itinerary),
                itinerary=one.itinerary,
            )
            for one in plans
        )
        return Alternatives(
            format="alternatives/1",
            request=request,
            plans=alternatives,
            pairs=tuple(_compare(one, other) for one, other in combinations(alternatives, 2)),
            min_distance_pct=self.settings.alternatives.min_distance_pct,
            notes=tuple(self.notes),
        )

    def _get_reporter(self, number: int) -> OnShare:
        count = 2 + sum(not profile.is_theme for profile in self.settings.alternatives.profiles.values())

        def report(share: float, best: float | None) -> bool:
            self.is_stopped = not self.report((number + share) / count, best) or self.is_stopped
            return not self.is_stopped

        return report

    def _choose_profiles(self, request: TripRequest) -> list[str]:
        """Return the profiles to plan: all that are no theme, and the theme that differs most from the request.

        A theme that fewer than `min_offer` places within reach answer to gives way to one that more do.
        """
        rules = self.settings.alternatives
        words = [(option.located.id, option.words) for option in self.build(request).options]

        def rank(name: str) -> tuple[bool, float, int]:
            themed = rules.profiles[name].interests
            offer = len({place for place, known in words if known & set(themed)})
            return offer >= rules.min_offer, get_shift(request.interests, themed), offer

        themes = [name for name, profile in rules.profiles.items() if profile.is_theme]
        calm = [name for name, profile in rules.profiles.items() if not profile.is_theme]
        return [*calm, max(themes, key=rank)] if themes else calm

    def _make_one(self, name: str, request: TripRequest, plans: Sequence[_Made], report: OnShare) -> _Made | None:
        """Return a plan of a profile, with less of what it asks for where all of it leaves no room; None = none."""
        others = {one.profile: set(one.itinerary.place_ids) for one in plans}
        for step, (changes, limits) in enumerate(_list_steps(request, self.settings, name, plans[0].itinerary)):
            try:
                built = self.build(apply_change(request, changes))
            except (NoFeasibleTripError, ValueError):
                continue
            found = None if find_backbone_reason(built) else self._search_apart(name, built, limits, others, report)
            if found is not None:
                if step:
                    self.notes.append(Reason(code="alt_eased", params={"profile": name}))
                plan = self.write(built, found, self.params)
                based = replace(plan.provenance, based_on=get_digest(plans[0].itinerary))
                return _Made(name, changes, limits, replace(plan, provenance=based))
        return None

    def _search_apart(
        self, name: str, built: BuiltTrip, limits: Limits, others: Mapping[str, set[str]], report: OnShare
    ) -> SolveResult | None:
        """Return the first solution far enough from the other plans, else the farthest; None where there is none."""
        rules = self.settings.alternatives
        given_up: set[str] = set()
        best: SolveResult | None = None
        nearest = (-1, "")
        for attempt in range(rules.tries + 1):
            result = _solve(built, _restrict(built, limits, given_up), self.params, report)
            if not result.is_feasible:
                break
            places = {built.options[stop].located.id for route in result.solution.routes for stop in route}
            distance = min((get_distance_pct(places, theirs), other) for other, theirs in others.items())
            if distance[0] > nearest[0]:
                nearest, best = distance, result
            if distance[0] >= rules.min_distance_pct or self.is_stopped:
                return result
            for theirs in others.values():
                excess = None if attempt + 1 == rules.tries else _count_excess(places, theirs, rules.min_distance_pct)
                given_up |= set(_list_cheapest(built, places & theirs)[:excess])
        if best is not None:
            told: dict[str, str | int | float] = {"profile": name, "other": nearest[1], "share": nearest[0]}
            self.notes.append(Reason(code="alt_too_similar", params=told | {"wanted": rules.min_distance_pct}))
        return best

    def _sum_up(self, request: TripRequest, plan: Itinerary) -> AlternativeFacts:
        visits = [visit for day in plan.days for visit in day.visits]
        products = {
            product.product_id or product.product_type: product for visit in visits for product in visit.products
        }
        places = self.catalogue.places
        hours = sum(request.day_end_min - request.get_day_start_min(day) for day in range(request.days))
        busy = sum(leg.minutes for day in plan.days for leg in day.legs)
        busy += sum(int((visit.leave - visit.begin).total_seconds()) // 60 for visit in visits)
        busy += sum(day.meal.minutes for day in plan.days if day.meal is not None and day.meal.place_id is None)
        return AlternativeFacts(
            visits=plan.totals.visits,
            drive_min=plan.totals.drive_min,
            free_min=hours - busy,
            cost_vnd_per_person=plan.totals.cost_vnd_per_person,
            products=len(products),
            starred_products=sum(one.stars is not None and one.product_id is not None for one in products.values()),
            makers=sum(visit.place_id in places and places[visit.place_id].kind in MAKERS for visit in visits),
            value_as_asked=self._get_value_as_asked(request, plan),
        )

    def _get_value_as_asked(self, request: TripRequest, plan: Itinerary) -> int:
        """Return what a plan is worth under the weights of a request that may not be its own, hundredths."""
        rules = self.settings.trip
        checked = check_request(request, self.catalogue, self.calendar)
        every_way = replace(self.settings, trip=replace(rules, variants_per_place=1 << 16))
        builder = OptionBuilder(checked, self.catalogue, self.calendar, every_way)
        points: dict[str, int] = {}
        for day in plan.days:
            for visit in day.visits:
                options, _ = builder.list_options(self.catalogue.located[visit.place_id])
                key = (visit.place_id, visit.experience_id)
                option = next(one for one in options if one.key == key)
                points[get_category(option)] = points.get(get_category(option), 0) + max(0, option.prize)
        value = sum(_count_gain(total, rules) for total in points.values())
        nights = [self.catalogue.located[stay.place_id] for stay in plan.lodging]
        value += 100 * sum(score_depot(night, checked, self.settings) for night in nights)
        return value - rules.drive_cost_per_min * plan.totals.drive_min


def get_distance_pct(one: Iterable[str], other: Iterable[str]) -> int:
    """Return the Jaccard distance of two sets in per cent, rounded down; 0 of two empty ones."""
    a, b = set(one), set(other)
    return 100 * len(a ^ b) // len(a | b) if a | b else 0


def _compare(one: Alternative, other: Alternative) -> PlanPair:
    a, b = one.itinerary.place_ids, other.itinerary.place_ids
    shared = tuple(place for place in a if place in set(b))
    return PlanPair(one=one.profile, other=other.profile, shared=shared, distance_pct=get_distance_pct(a, b))


def _list_steps(
    request: TripRequest, settings: Settings, name: str, balanced: Itinerary
) -> Iterator[tuple[dict[str, Any], Limits]]:
    """Yield what a profile changes and the limits it sets, and then ever less of them."""
    profile = settings.alternatives.profiles[name]
    mind: dict[str, Any] = {}
    if profile.interests or profile.lowered:
        mind["interests"] = _shift(request, profile)
    if profile.pace != "as_asked" and _PACES.index(profile.pace) < _PACES.index(request.pace):
        mind["pace"] = profile.pace.value
        if request.max_drive_h_per_day is None:
            # A slower pace would lower the cap of the day, too, and with it the reach of the trip.
            mind["max_drive_h_per_day"] = settings.trip.drive_h_by_pace[request.pace]
    hours: dict[str, Any] = {}
    if profile.start_later_min:
        hours["day_start"] = format_clock(request.day_start_min + profile.start_later_min)
    if profile.end_earlier_min:
        hours["day_end"] = format_clock(request.day_end_min - profile.end_earlier_min)
    half = (profile.drive_pct + 100) // 2
    told: list[tuple[dict[str, Any], Limits]] = []
    for changes, fewer, drive_pct in (
        (mind | hours, profile.fewer_visits, profile.drive_pct),
        (mind | hours, profile.fewer_visits, half),
        (mind, profile.fewer_visits, half),
        (mind, 0, 100),
    ):
        step = changes, _get_limits(request, balanced, fewer, drive_pct if profile.drive_pct else 0)
        if step not in told:
            told.append(step)
            yield step


def _get_limits(request: TripRequest, balanced: Itinerary, fewer: int, drive_pct: int) -> Limits:
    limits: Limits = {}
    if drive_pct:
        limits["drive_min"] = balanced.totals.drive_min * drive_pct // 100
        # One visit a day is a poor trip, however relaxed.
        limits["visits_per_day"] = max(2, -(-balanced.totals.visits // request.days) - fewer)
    return limits


def _shift(request: TripRequest, profile: AlternativeProfile) -> dict[str, int]:
    """Return the interests of a request with those of a theme, which weigh at least what it says."""
    shifted = {word: max(1, weight - profile.lowered) for word, weight in request.interests.items()}
    return shifted | {word: max(weight, request.interests.get(word, 0)) for word, weight in profile.interests.items()}


def get_shift(asked: Mapping[str, int], shifted: Mapping[str, int]) -> float:
    """Return how far two sets of interests are apart, 0-1: half the sum of differences between their shares."""
    if not asked or not shifted:
        return float(bool(asked) != bool(shifted))
    words = sorted({*asked, *shifted})
    here, there = sum(asked.values()), sum(shifted.values())
    return sum(abs(asked.get(word, 0) / here - shifted.get(word, 0) / there) for word in words) / 2


def _count_gain(points: int, rules: TripRules) -> int:
    """Return what the prizes of one category are worth together, in hundredths."""
    gain, lower = 0, 0
    for upper, pct in rules.gain_steps:
        end = points if upper == 0 else min(points, upper)
        gain += max(0, end - lower) * pct
        lower = max(lower, end)
    return gain


def _restrict(built: BuiltTrip, limits: Limits, given_up: Collection[str]) -> Problem:
    """Return the problem within limits, some places worth nothing unless they must be seen."""
    problem = built.problem
    prize = problem.prize.copy()
    for stop, option in enumerate(built.options):
        if option.located.id in given_up and not problem.group_is_mandatory[problem.group[stop]]:
            prize[stop] = 0
    cap, most = problem.trip_drive_cap_min, limits.get("drive_min", -1)
    return replace(
        problem,
        prize=prize,
        max_visits=np.minimum(problem.max_visits, limits.get("visits_per_day", problem.n_stops)),
        trip_drive_cap_min=max(cap, most) if min(cap, most) < 0 else min(cap, most),
    )


def _count_excess(places: Collection[str], theirs: Collection[str], min_distance_pct: int) -> int:
    """Return how many shared places too many there are, if each were replaced by another one."""
    shared = len(set(places) & set(theirs))
    excess, both = 0, len(places) + len(theirs)
    while excess < shared and 100 * (both - 2 * (shared - excess)) < min_distance_pct * (both - (shared - excess)):
        excess += 1
    return excess


def _list_cheapest(built: BuiltTrip, places: Collection[str]) -> list[str]:
    """Return those of some places that need not be seen, the least prized first."""
    worth: dict[str, int] = {}
    must = built.problem.group_is_mandatory[built.problem.group]
    for stop, option in enumerate(built.options):
        if option.located.id in places:
            worth[option.located.id] = max(worth.get(option.located.id, 0), 1 << 20 if must[stop] else option.prize)
    return sorted((one for one, points in worth.items() if points < 1 << 20), key=lambda one: (worth[one], one))


def _solve(built: BuiltTrip, problem: Problem, params: SolveParams, report: OnShare) -> SolveResult:
    """Search a problem that differs from the built one in prizes and limits; the value is the built one's."""

    def on_progress(done: int, total: int, best: int) -> bool:
        return report(done / max(total, 1), None)

    result = solve(problem, params, start=built.backbone.get_start(problem), on_progress=on_progress)
    return replace(result, value=get_value(built.problem, result.solution))
