"""A plan changed by its traveller: the edits kept, the rest left as it is unless a change pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.check import check_solution
from planner.errors import NoFeasibleTripError
from planner.model.catalogue import Catalogue
from planner.model.edits import ChangeKind, Edits, NightChange, Replanned, VisitChange
from planner.model.itinerary import Infeasibility, Itinerary, Visit, get_digest
from planner.model.problem import Problem, Solution
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.settings import ReplanRules
from planner.optimise import SolveParams, SolveResult, get_value, schedule, solve
from planner.optimise.value import list_missing_groups
from planner.plan.build import BuiltTrip
from planner.plan.diagnose import apply_change, find_backbone_reason
from planner.plan.editing import Undone, apply_edits, is_asked_by, list_undone
from planner.plan.progress import OnProgress, report_progress
from planner.plan.rebuild import Rebuilder
from planner.plan.repair import Wanted, choose_night, repair
from planner.plan.stability import SteadyProblem, build_steady

MAX_REMEDIES = 2
"""Ways out that are told when edits cannot be had."""
MAX_TRIALS = 8
"""Ways out that are tried."""

Stops = dict[tuple[str, str | None], tuple[int, Visit]]
"""Place and experience -> day from 1, and the visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanner:
    """Changes plans of one planner."""

    catalogue: Catalogue
    rules: ReplanRules
    rebuilder: Rebuilder
    on_progress: OnProgress | None = None
    """Told how far the search is; False ends it with what there is."""

    def replan(self, itinerary: Itinerary, edits: Edits, params: SolveParams | None = None) -> Replanned:
        """Return the plan with the edits made, or the old plan and why they cannot be had.

        Without edits the plan is returned as it is. Otherwise the search begins from the plan, repaired
        where the edits or its own faults break a rule, and earns `stay_points` for each visit that stays
        on its day; value and certificate of the answer are those of its request, without such points.

        Raises
        ------
        RequestError, UnknownIdError
            When the edits cannot be understood (see `apply_edits`).
        """
        if edits.is_empty:
            return Replanned(itinerary=itinerary, kept=itinerary.totals.visits)
        params = params or SolveParams(iterations=self.rules.iterations, hot=self.rules.hot, cold=self.rules.cold)
        request = apply_edits(itinerary, edits, self.catalogue)
        try:
            built = self.rebuilder.build_like(itinerary, request)
        except NoFeasibleTripError as error:
            told = tuple(reason for reason in error.reasons if isinstance(reason, Infeasibility))
            return Replanned(itinerary=itinerary, conflicts=self._explain(itinerary, request, told))
        result = self._search(built, itinerary, params)
        if not result.is_feasible:
            return Replanned(itinerary=itinerary, conflicts=self._explain(itinerary, request, ()))
        found = self.rebuilder.write_plan(built, result, params)
        found = replace(found, provenance=replace(found.provenance, based_on=get_digest(itinerary)))
        return compare_plans(itinerary, found)

    def _search(self, built: BuiltTrip, itinerary: Itinerary, params: SolveParams) -> SolveResult:
        problem = built.problem
        plan = read_plan(built, itinerary)
        fixed = {stop for route in plan.routes for stop in route if problem.group_is_mandatory[problem.group[stop]]}
        start = repair(problem, plan, fixed, _list_wanted(problem, plan))
        day_of = {stop: day for day, route in enumerate(plan.routes) for stop in route}
        steady = build_steady(problem, day_of, plan.nights, self.rules.stay_points, self.rules.stay_night_points)
        others: tuple[Solution | None, ...] = (built.backbone.get_start(problem), None)
        if find_backbone_reason(built) is not None:
            # Proved impossible but for ways that a detour shortens: worth a short look, not three long ones.
            params, others = replace(params, iterations=min(params.iterations, self.rules.trial_iterations)), ()
        for begin in (start, *(one for one in others if one != start)):
            result = solve(
                steady.problem,
                params,
                start=None if begin is None else steady.to_steady(begin),
                on_progress=lambda done, total, _: report_progress(self.on_progress, "search", done, total, None),
            )
            if result.is_feasible:
                break
        solution = steady.to_plain(result.solution)
        if is_feasible(problem, start) and not (
            result.is_feasible and self._pays(steady, problem, solution, start, plan.nights)
        ):
            solution = start
        is_possible = is_feasible(problem, solution)
        return replace(
            result, solution=solution, value=get_value(problem, solution), is_feasible=is_possible, missing_groups=()
        )

    def _pays(
        self, steady: SteadyProblem, problem: Problem, found: Solution, start: Solution, nights: Sequence[int]
    ) -> bool:
        """Say whether a solution is worth more than the repaired plan by the points of what it changes beyond it."""

        def score(solution: Solution) -> int:
            stays = sum(steady.day_of.get(stop) == day for day, route in enumerate(solution.routes) for stop in route)
            same = sum(one == other for one, other in zip(solution.nights, nights, strict=True))
            points = stays * self.rules.stay_points + same * self.rules.stay_night_points
            return get_value(problem, solution) + 100 * points

        return score(found) > score(start)

    def _explain(
        self, itinerary: Itinerary, request: TripRequest, told: tuple[Infeasibility, ...]
    ) -> tuple[Infeasibility, ...]:
        """Return what stands in the way: each single lock, move or wish that, taken back, gives a plan.

        What the plan was asked for before the edits is looked at only where no edit alone is at fault.
        """
        undone = list_undone(request)
        older = [one for one in undone if is_asked_by(itinerary.request, one)]
        fresh = [one for one in undone if one not in older]
        found = self._try_each(itinerary, request, fresh) or self._try_each(itinerary, request, older)
        if found or told:
            return found or tuple(replace(one, remedy=None, change=None) for one in told)
        places = dict.fromkeys([*(pin.place for pin in request.pins), *request.must_visit])
        reason = Reason(code="inf_not_found", params={"places": ";".join(places)})
        return (Infeasibility(reason=reason, remedy=None, change=None),)

    def _try_each(
        self, itinerary: Itinerary, request: TripRequest, undone: Sequence[Undone]
    ) -> tuple[Infeasibility, ...]:
        brief = SolveParams(iterations=self.rules.trial_iterations, hot=self.rules.hot, cold=self.rules.cold)
        found: dict[str, Infeasibility] = {}
        for number, (code, params, change) in enumerate(undone[:MAX_TRIALS]):
            if not report_progress(self.on_progress, "diagnose", number, MAX_TRIALS, None):
                break
            name = str(params["place"])
            if name in found or not self._is_possible(itinerary, apply_change(request, change), brief):
                continue
            found[name] = Infeasibility(
                reason=Reason(code=_REASON_OF[code], params=params),
                remedy=Reason(code=code, params={} if code == "allow_place" else {"place": name}),
                change=dict(change),
            )
            if len(found) == MAX_REMEDIES:
                break
        return tuple(found.values())

    def _is_possible(self, itinerary: Itinerary, request: TripRequest, params: SolveParams) -> bool:
        """Whether the wanted places can be visited: proved where they are few, else by a short search."""
        try:
            bare = self.rebuilder.build(request, ())
            if find_backbone_reason(bare) is not None:
                return False
            start = bare.backbone.get_start(bare.problem)
            if start is not None and is_feasible(bare.problem, start):
                return True
            return self._search(self.rebuilder.build_like(itinerary, request), itinerary, params).is_feasible
        except NoFeasibleTripError:
            return False


_REASON_OF = {
    "free_hour": "inf_locked_hour",
    "free_night": "inf_locked_night",
    "free_place": "inf_locked_day",
    "allow_place": "inf_dropped",
    "drop_must": "inf_wanted",
}


def read_plan(built: BuiltTrip, itinerary: Itinerary) -> Solution:
    """Return what of a plan can be said in the numbers of a problem: stops that exist, nights that are options.

    A place that can no longer be visited as before is left out; where no bed of the plan is left, the
    one nearest to the visits around that night is taken.
    """
    problem, n = built.problem, built.problem.n_stops
    number = {option.key: i for i, option in enumerate(built.options)}
    seen: set[int] = set()
    routes = []
    for day in itinerary.days:
        route = []
        for visit in day.visits:
            stop = number.get((visit.place_id, visit.experience_id))
            if stop is not None and int(problem.group[stop]) not in seen:
                seen.add(int(problem.group[stop]))
                route.append(stop)
        routes.append(tuple(route))
    depot = {one.id: j for j, one in enumerate(built.depots)}
    nights: list[int] = []
    for night, stay in enumerate(itinerary.lodging):
        there = depot.get(stay.place_id)
        if there is None or not problem.night_is_option[night, there]:
            start = n + (nights[-1] if nights else problem.start_depot)
            before = routes[night][-1] if routes[night] else start
            after = routes[night + 1][0] if routes[night + 1] else n + problem.end_depot
            there = choose_night(problem, night, before, after)
        nights.append(there)
    return Solution(tuple(routes), tuple(nights))


def is_feasible(problem: Problem, solution: Solution) -> bool:
    """Say whether the referee has nothing against a solution."""
    schedules = schedule(problem, solution)
    return schedules is not None and not check_solution(problem, solution, schedules)


def _list_wanted(problem: Problem, plan: Solution) -> tuple[Wanted, ...]:
    """Return what is wanted and not in the plan, or stands on a day on which it cannot be visited any more."""
    days = tuple(range(problem.n_days))
    open_days = np.asarray((problem.window_close_min >= problem.window_open_min).any(axis=2))
    usable = Solution(
        tuple(tuple(stop for stop in route if open_days[day, stop]) for day, route in enumerate(plan.routes)),
        plan.nights,
    )
    return tuple(
        Wanted(tuple(stop for stop in range(problem.n_stops) if problem.group[stop] == group), days)
        for group in list_missing_groups(problem, usable)
    )


def compare_plans(before: Itinerary, after: Itinerary) -> Replanned:
    """Return the later plan with how it differs from the earlier one, place by place in the order of days."""
    old, new = _list_stops(before), _list_stops(after)
    kept = sum(key in new and new[key][0] == day for key, (day, _) in old.items())
    changes: list[VisitChange] = []
    told: set[str] = set()
    instead = {key[0]: one for key, one in new.items() if key not in old}
    for key, (day, visit) in old.items():
        same = new.get(key) or instead.get(key[0])
        if same is None:
            changes.append(_tell("removed", (day, visit), None))
        elif key not in new or same[0] != day or same[1].begin != visit.begin:
            kind: ChangeKind = "moved" if same[0] != day else "retimed" if key in new else "other_way"
            changes.append(_tell(kind, (day, visit), same))
        told.add(key[0])
    changes += [_tell("added", None, one) for key, one in new.items() if key not in old and key[0] not in told]
    nights = tuple(
        NightChange(night=one.night, before_id=one.place_id, after_id=other.place_id)
        for one, other in zip(before.lodging, after.lodging, strict=False)
        if one.place_id != other.place_id
    )
    return Replanned(itinerary=after, changes=tuple(changes), night_changes=nights, kept=kept)


def _list_stops(itinerary: Itinerary) -> Stops:
    return {
        (visit.place_id, visit.experience_id): (number, visit)
        for number, day in enumerate(itinerary.days, 1)
        for visit in day.visits
    }


def _tell(kind: ChangeKind, before: tuple[int, Visit] | None, after: tuple[int, Visit] | None) -> VisitChange:
    one = before or after
    assert one is not None  # a change has a before or an after
    return VisitChange(
        kind=kind,
        place_id=one[1].place_id,
        day_before=None if before is None else before[0],
        begin_before=None if before is None else before[1].begin,
        day_after=None if after is None else after[0],
        begin_after=None if after is None else after[1].begin,
    )
