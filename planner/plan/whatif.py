"""Why not, and what if not: the trip planned again with a place that it lacks, or without one that it has.

The second search begins from the plan, so that what it answers is a plan at least as good as a repair of
it by hand; its budget is in iterations, and the same question has the same answer everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from planner.check import check_solution
from planner.errors import NoFeasibleTripError
from planner.model.edits import Edits
from planner.model.itinerary import Infeasibility, Itinerary, Visit
from planner.model.problem import Problem, Solution
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.whatif import Contribution, Counterfactual
from planner.optimise import SolveParams, SolveResult, schedule, solve
from planner.plan.build import BuiltTrip
from planner.plan.diagnose import find_backbone_reason
from planner.plan.editing import apply_edits
from planner.plan.explain import explain_places
from planner.plan.insertion import Trial
from planner.plan.rebuild import Rebuilder
from planner.plan.refusal import Refusals
from planner.plan.replan import read_plan

ITERATIONS = 8_000
"""Of the search for the other plan: some tenths of a second for a usual trip."""

NOT_FOUND = "inf_not_found"
"""Reason that says that nothing was proved."""

Question = Literal["with", "without"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questioner:
    """Answers what-if questions about plans of one planner."""

    rebuilder: Rebuilder
    refusals: Refusals
    """Says no, and knows the catalogue."""
    report: Callable[[int, int, int], bool]
    """Told how far the search is; False stops it."""

    def explain_place(self, itinerary: Itinerary, place_id: str, params: SolveParams | None = None) -> Counterfactual:
        """Return the best plan found that has a place beside all that the request wants.

        Parameters
        ----------
        itinerary
            A refereed plan.
        place_id
            A place, lodging or experience of the catalogue.
        params
            Budget of the search; some thousand iterations with the plan's seed when None.

        Raises
        ------
        RequestError
            When the request with the place cannot be understood.
        """
        request = apply_edits(itinerary, Edits(adds=(place_id,)), self.refusals.catalogue)
        answer = self._answer(itinerary, place_id, "with", request, params)
        return replace(answer, why=self._find_reason(itinerary, place_id))

    def explain_visit(self, itinerary: Itinerary, place_id: str, params: SolveParams | None = None) -> Counterfactual:
        """Return what a place of the plan contributes and the best plan found without it.

        A place that the request insists on is no longer asked for. Parameters and errors as for `explain_place`.
        """
        request = apply_edits(itinerary, Edits(drops=(place_id,)), self.refusals.catalogue)
        answer = self._answer(itinerary, place_id, "without", request, params)
        return replace(answer, contribution=self.find_contribution(itinerary, place_id))

    def find_contribution(self, itinerary: Itinerary, place_id: str) -> Contribution | None:
        """Return what a place, or an experience, brings to a plan; None where the plan does not visit it."""
        visits = [visit for day in itinerary.days for visit in day.visits if place_id in _list_names(visit)]
        if not visits:
            return None
        built = self.rebuilder.build_like(itinerary, itinerary.request)
        plan, keys = read_plan(built, itinerary), {(visit.place_id, visit.experience_id) for visit in visits}
        stops = [stop for route in plan.routes for stop in route if built.options[stop].key in keys]
        gain, drive_min = Trial(built.problem, plan).get_share(stops)
        drive_cost = built.problem.drive_cost * drive_min
        names = dict.fromkeys(name for visit in visits for name in visit.prize_parts)
        return Contribution(
            prize_parts={name: sum(visit.prize_parts.get(name, 0) for visit in visits) for name in names},
            gain=gain,
            drive_min=drive_min,
            drive_cost=drive_cost,
            worth=gain - drive_cost,
            visit_min=sum(round((visit.leave - visit.begin).total_seconds() / 60) for visit in visits),
            wait_min=sum(visit.wait_min for visit in visits),
            price_vnd=sum(visit.price_vnd for visit in visits),
        )

    def _answer(
        self,
        itinerary: Itinerary,
        place_id: str,
        question: Question,
        request: TripRequest,
        params: SolveParams | None,
    ) -> Counterfactual:
        params = params or SolveParams(seed=itinerary.provenance.seed, iterations=ITERATIONS)
        blank = Counterfactual(
            place_id=place_id, question=question, outcome="impossible", request=request, iterations=0
        )
        try:
            built = self.rebuilder.build_like(itinerary, request)
        except NoFeasibleTripError as error:
            told = tuple(reason for reason in error.reasons if isinstance(reason, Infeasibility))
            return _refuse(blank, self.refusals.complete_single(request, told))
        plan = read_plan(built, itinerary)
        result = search_from(built.problem, (plan, built.backbone.get_start(built.problem)), params, self.report)
        if not result.is_feasible:
            refused = _refuse(blank, (self._find_refusal(built, result),))
            return replace(refused, iterations=result.iterations)
        other = self.rebuilder.write_plan(built, result, params)
        return replace(compare(blank, itinerary, other), iterations=result.iterations)

    def _find_refusal(self, built: BuiltTrip, result: SolveResult) -> Infeasibility:
        found = find_backbone_reason(built)
        if found is None:
            missing = ";".join(built.groups[group] for group in result.missing_groups)
            reason = Reason(code=NOT_FOUND, params={"places": missing})
            found = Infeasibility(reason=reason, remedy=None, change=None)
        return self.refusals.complete(built.checked, found)

    def _find_reason(self, itinerary: Itinerary, place_id: str) -> Reason | None:
        built = self.rebuilder.build_like(itinerary, itinerary.request)
        plan, calendar = read_plan(built, itinerary), self.refusals.calendar
        told = explain_places(built, plan, self.refusals.catalogue, calendar, (place_id,))
        return told[0].reason if told else None


def search_from(
    problem: Problem,
    starts: Iterable[Solution | None],
    params: SolveParams,
    report: Callable[[int, int, int], bool] | None = None,
) -> SolveResult:
    """Return the best solution found from the first start that leads to a feasible one; then from nothing.

    A start may lack wanted places, and is passed over where it breaks any other rule.
    """
    result: SolveResult | None = None
    usable = [start for start in starts if start is not None and _can_begin(problem, start)]
    for start in dict.fromkeys((*usable, None)):
        result = solve(problem, params, start=start, on_progress=report)
        if result.is_feasible:
            break
    assert result is not None  # nothing is always tried
    return result


def _can_begin(problem: Problem, start: Solution) -> bool:
    times = schedule(problem, start)
    return times is not None and {one.code for one in check_solution(problem, start, times)} <= {"mandatory"}


def compare(blank: Counterfactual, plan: Itinerary, other: Itinerary) -> Counterfactual:
    """Return the counterfactual with another plan and all in which it differs from the plan."""
    old, new = plan.place_ids, other.place_ids
    slept, sleeps = ([stay.place_id for stay in one.lodging] for one in (plan, other))
    return replace(
        blank,
        outcome="found",
        loss=plan.certificate.value - other.certificate.value,
        leaves=tuple(one for one in old if one not in new),
        enters=tuple(one for one in new if one not in old),
        beds_leave=tuple(dict.fromkeys(one for one in slept if one not in sleeps)),
        beds_enter=tuple(dict.fromkeys(one for one in sleeps if one not in slept)),
        drive_min=other.totals.drive_min - plan.totals.drive_min,
        visits=other.totals.visits - plan.totals.visits,
        cost_vnd_per_person=other.totals.cost_vnd_per_person - plan.totals.cost_vnd_per_person,
        itinerary=other,
    )


def _refuse(blank: Counterfactual, reasons: tuple[Infeasibility, ...]) -> Counterfactual:
    """Return that there is no other plan; that the place be given up again is no news."""
    told = tuple(
        replace(one, remedy=None, change=None)
        if one.remedy is not None and one.remedy.params.get("place") == blank.place_id
        else one
        for one in reasons
    )
    is_open = any(one.reason.code == NOT_FOUND for one in reasons)
    return replace(blank, outcome="not_found" if is_open else "impossible", reasons=told)


def _list_names(visit: Visit) -> tuple[str, ...]:
    return (visit.place_id,) if visit.experience_id is None else (visit.place_id, visit.experience_id)
