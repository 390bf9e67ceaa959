"""The use case: a request in, a refereed itinerary out. The only place that knows how the parts fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from planner.catalogue.calendar import TripCalendar
from planner.check import check_plan, check_solution, recompute_value
from planner.errors import NoFeasibleTripError, RefereeError
from planner.model.alternatives import Alternatives
from planner.model.basket import Wishes
from planner.model.catalogue import Catalogue
from planner.model.edits import Edits, Replanned
from planner.model.itinerary import Certificate, Infeasibility, Itinerary, Provenance
from planner.model.problem import DaySchedule, Solution, Violation
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.settings import Settings
from planner.model.travel import Vehicle
from planner.model.whatif import Contribution, Counterfactual
from planner.optimise import SolveParams, SolveResult, schedule, solve
from planner.optimise.bound import get_upper_bound
from planner.plan.alternatives import AlternativePlanner, OnShare
from planner.plan.assemble import assemble
from planner.plan.atlas import TravelAtlas
from planner.plan.basket import BasketPlanner
from planner.plan.build import BuiltTrip, build_trip, tell_infeasible
from planner.plan.ceilings import PrizeCeilings
from planner.plan.diagnose import find_backbone_reason, find_single_reasons
from planner.plan.explain import explain_unvisited
from planner.plan.mending import Mend, Mender
from planner.plan.options import OptionBuilder
from planner.plan.progress import OnProgress, PlanProgress, report_progress
from planner.plan.proof import OnBound, Proof, Prover, check_bound, get_gap_pct, prove
from planner.plan.provenance import describe_run
from planner.plan.punctuality import check_reserve, find_robustness, time_trip
from planner.plan.rebuild import Rebuilder
from planner.plan.refusal import Refusals
from planner.plan.replan import Replanner
from planner.plan.requests import check_request
from planner.plan.saved import compare, read_solution
from planner.plan.source import TravelTimeSource
from planner.plan.swapping import Swap, Swapper
from planner.plan.whatif import Questioner

GLANCE_ITERATIONS = 2_000
"""Of the search that a request is given although its wanted places seem not to fit together."""
RETRY_SEEDS = 2
"""Further seeds tried before a request is called infeasible."""
_UNREADABLE = frozenset({"dates", "legs", "nights"})
"""Violations that leave no days, ways and nights to time again."""

StopKey = tuple[str, str | None]
"""Place id and experience id (None = to see and buy)."""


class Planner:
    """Plans trips over one catalogue, with one source of travel times and one set of settings.

    Keeps what does not change between requests (calendar, travel tables); safe to share between
    users because nothing of a request is kept but a small cache of problems, keyed by the request.
    """

    def __init__(self, catalogue: Catalogue, travel: TravelTimeSource, settings: Settings) -> None:
        self.catalogue = catalogue
        self.travel = travel
        self.settings = settings
        self.calendar = TripCalendar(catalogue)
        self._atlases: dict[Vehicle, TravelAtlas] = {}
        self._ceilings: dict[int, PrizeCeilings] = {}
        self._build_cached = lru_cache(maxsize=16)(self._build)
        self._rebuilder = Rebuilder(build=self.build, write=self._write)
        self._baskets = BasketPlanner(catalogue=catalogue, settings=settings)

    def plan(
        self,
        request: TripRequest,
        params: SolveParams | None = None,
        *,
        certify_seconds: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Itinerary:
        """Return the best itinerary found for a request, checked by the referee.

        With `certify_seconds` its certificate, and the plan where a better one is found on the way, have so
        many CPU seconds beside the search; otherwise a small fixed amount of work.

        Raises
        ------
        RequestError
            When the request cannot be understood (see `check_request`).
        NoFeasibleTripError
            When no itinerary satisfies it; carries reasons and the smallest change that helps.
        RefereeError
            When the referee finds a fault in our own answer, which is then not returned.
        """
        params = params or SolveParams()
        report_progress(on_progress, "places", 0, 1, None)
        try:
            built = self.build(request)
        except NoFeasibleTripError as error:
            reasons = tuple(reason for reason in error.reasons if isinstance(reason, Infeasibility))
            raise tell_infeasible(self._refusals(on_progress).complete_single(request, reasons)) from None
        reason = find_backbone_reason(built)
        if reason is not None and reason.change is not None:
            raise tell_infeasible((reason,))
        # The backbone takes it that no stop shortens a way. Where a leg of the road model is longer than
        # a detour, a short search may still find a trip, so one is made before the request is refused.
        start = built.backbone.get_start(built.problem)
        if reason is not None:
            glance = solve(built.problem, SolveParams(seed=params.seed, iterations=GLANCE_ITERATIONS), start=start)
            if not glance.is_feasible:
                raise tell_infeasible((self._refusals(on_progress).complete(built.checked, reason),))
            start = glance.solution
        result = self._search(built, params, on_progress, start)
        if not result.is_feasible:
            missing = [built.groups[g] for g in result.missing_groups]
            unproved = Reason(code="inf_not_found", params={"places": ";".join(missing)})
            found = Infeasibility(reason=unproved, remedy=None, change=None)
            raise tell_infeasible((self._refusals(on_progress).complete(built.checked, found),))
        report_progress(on_progress, "write", 1, 1, result.value / 100)
        result, proof = prove(built.problem, result, certify_seconds, self._on_bound(on_progress))
        return self._write(built, result, params, proof)

    def certify(self, itinerary: Itinerary, seconds: float, *, on_progress: OnProgress | None = None) -> Itinerary:
        """Return the plan, or a better one, with the best certificate of some CPU seconds; see `Prover.certify`."""
        prover = Prover(build=self._rebuilder.build_like, write=self._write)
        return self._baskets.renew(itinerary, prover.certify(itinerary, seconds, self._on_bound(on_progress)))

    def plan_basket(
        self,
        itinerary: Itinerary,
        wishes: Wishes | None = None,
        *,
        days_until_home: int = 1,
        luggage_kg_per_person: float | None = None,
    ) -> Itinerary:
        """Return the itinerary with what to buy on it and take home; see `BasketPlanner.plan`."""
        return self._baskets.plan(
            itinerary, wishes, days_until_home=days_until_home, luggage_kg_per_person=luggage_kg_per_person
        )

    def build(self, request: TripRequest, extra: Sequence[str] = ()) -> BuiltTrip:
        """Return the problem of a request, or say why a wanted place is impossible by itself."""
        return self._build_cached(request.model_dump_json(), tuple(extra))

    def retime(
        self, itinerary: Itinerary, orders: Sequence[Sequence[StopKey]]
    ) -> tuple[Itinerary, tuple[Violation, ...]]:
        """Return the itinerary with the visits of each day in a given order, and the rules it now breaks.

        The nights stay as they are. Times come from the same schedule code as a planned trip; where
        the order cannot be kept in time they are late, and the violations say by how much.
        """
        wanted = [place_id for order in orders for place_id, _ in order]
        beds = [stay.place_id for stay in itinerary.lodging]
        built = self._rebuilder.build_with(itinerary.request, wanted, beds)
        number = {option.key: i for i, option in enumerate(built.options)}
        depot = {d.id: j for j, d in enumerate(built.depots)}
        solution = Solution(
            tuple(tuple(number[key] for key in order) for order in orders),
            tuple(depot[stay.place_id] for stay in itinerary.lodging),
        )
        problem = built.timed
        schedules = time_trip(built.problem, problem, solution)
        violations = check_solution(problem, solution, schedules) + check_reserve(built.problem, problem, solution)
        value = recompute_value(problem, solution)
        # A late day breaks rules, so it may be worth more than any plan that keeps them.
        plain = get_upper_bound(problem)
        bound = max(plain.value, value)
        edited = self._assemble(
            built,
            solution,
            schedules,
            Certificate(
                value=value,
                upper_bound=bound,
                gap_pct=get_gap_pct(value, bound),
                method=plain.method,
                optimal=False,
            ),
            replace(itinerary.provenance, is_reproducible=False, refereed=not violations),
        )
        return self._baskets.renew(itinerary, edited), violations

    def replan(
        self,
        itinerary: Itinerary,
        edits: Edits,
        params: SolveParams | None = None,
        *,
        on_progress: OnProgress | None = None,
    ) -> Replanned:
        """Return the plan with edits kept and the rest left as it is unless a change pays; see `Replanner.replan`."""
        rules, rebuilder = self.settings.replan, self._rebuilder
        replanner = Replanner(catalogue=self.catalogue, rules=rules, rebuilder=rebuilder, on_progress=on_progress)
        answer = replanner.replan(itinerary, edits, params)
        return replace(answer, itinerary=self._baskets.renew(itinerary, answer.itinerary))

    def find_mends(
        self, itinerary: Itinerary, day: int | None, *, on_progress: OnProgress | None = None
    ) -> tuple[Mend, ...]:
        """Return the smallest changes that mend a day of an edited plan, or the trip as a whole; see `Mender.find`."""
        mender = Mender(catalogue=self.catalogue, settings=self.settings, rebuilder=self._rebuilder)
        return mender.find(itinerary, day, on_progress)

    def find_swaps(
        self, itinerary: Itinerary, day: int, position: int, *, on_progress: OnProgress | None = None
    ) -> tuple[Swap, ...]:
        """Return other places for a visit, with what each changes; see `Swapper.find`."""
        swapper = Swapper(catalogue=self.catalogue, rebuilder=self._rebuilder)
        return swapper.find(itinerary, day, position, on_progress)

    def explain_place(
        self,
        itinerary: Itinerary,
        place_id: str,
        params: SolveParams | None = None,
        on_progress: OnProgress | None = None,
    ) -> Counterfactual:
        """Return why a place is not in a plan, and the best plan found with it; see `Questioner.explain_place`."""
        answer = self._questioner(on_progress).explain_place(itinerary, place_id, params)
        return self._baskets.renew_other(itinerary, answer)

    def explain_visit(
        self,
        itinerary: Itinerary,
        place_id: str,
        params: SolveParams | None = None,
        on_progress: OnProgress | None = None,
    ) -> Counterfactual:
        """Return what a place adds to a plan, and the best plan found without it; see `Questioner.explain_visit`."""
        answer = self._questioner(on_progress).explain_visit(itinerary, place_id, params)
        return self._baskets.renew_other(itinerary, answer)

    def find_contribution(self, itinerary: Itinerary, place_id: str) -> Contribution | None:
        """Return what a place brings to a plan as it stands, without looking for another plan."""
        return self._questioner(None).find_contribution(itinerary, place_id)

    def plan_alternatives(
        self, request: TripRequest, params: SolveParams | None = None, *, on_progress: OnProgress | None = None
    ) -> Alternatives:
        """Return plans that differ in substance; see `AlternativePlanner.make`."""

        def plan(asked: TripRequest, told: OnShare) -> Itinerary:
            def report(now: PlanProgress) -> bool:
                return told(now.done / max(now.total, 1) if now.stage == "search" else 0.0, now.best_prize)

            return self.plan(asked, params, on_progress=report)

        return AlternativePlanner(
            catalogue=self.catalogue,
            calendar=self.calendar,
            settings=self.settings,
            params=params or SolveParams(),
            plan=plan,
            build=self.build,
            write=self._write,
            report=lambda share, best: report_progress(on_progress, "search", round(1000 * share), 1000, best),
        ).make(request)

    def check(self, itinerary: Itinerary) -> tuple[Violation, ...]:
        """Referee a saved plan: its form, and every time, price and rule against the data of today."""
        broken = list(check_plan(itinerary))
        if any(violation.code in _UNREADABLE for violation in broken):
            return tuple(broken)
        try:
            beds = [stay.place_id for stay in itinerary.lodging]
            built = self._rebuilder.build_with(itinerary.request, itinerary.place_ids, beds)
        except NoFeasibleTripError as error:
            return (*broken, Violation("request", None, str(error)))
        solution, schedules, strange = read_solution(built, itinerary)
        if strange:
            return (*broken, *strange)
        broken += check_solution(built.timed, solution, schedules)
        broken += check_reserve(built.problem, built.timed, solution)
        value = recompute_value(built.problem, solution)
        if value != itinerary.certificate.value:
            message = f"the plan states a value of {itinerary.certificate.value}, the data give {value}"
            broken.append(Violation("value", None, message))
        if not broken and (wrong := check_bound(built.problem, solution, itinerary.certificate)) is not None:
            broken.append(wrong)
        if not broken:
            again = self._assemble(built, solution, schedules, itinerary.certificate, itinerary.provenance)
            broken += compare(itinerary, again)
            broken += self._baskets.check(itinerary)
        return tuple(broken)

    def _build(self, request_json: str, extra: tuple[str, ...]) -> BuiltTrip:
        request = TripRequest.model_validate_json(request_json)
        checked = check_request(request, self.catalogue, self.calendar)
        atlas = self._get_atlas(request.vehicle)
        builder = OptionBuilder(checked, self.catalogue, self.calendar, self.settings)
        reasons = find_single_reasons(checked, self.catalogue, atlas, builder, self.calendar, self.settings)
        if reasons:
            raise tell_infeasible(reasons)
        ceilings = self._get_ceilings(request.start_date.year)
        return build_trip(checked, self.catalogue, atlas, builder, ceilings, self.settings, extra)

    def _get_atlas(self, vehicle: Vehicle) -> TravelAtlas:
        if vehicle not in self._atlases:
            located = [one for one in self.catalogue.located.values() if one.is_routable]
            self._atlases[vehicle] = TravelAtlas(located, self.travel, vehicle)
        return self._atlases[vehicle]

    def _get_ceilings(self, year: int) -> PrizeCeilings:
        if year not in self._ceilings:
            self._ceilings[year] = PrizeCeilings(self.catalogue, self.settings, year)
        return self._ceilings[year]

    def _search(
        self, built: BuiltTrip, params: SolveParams, on_progress: OnProgress | None, start: Solution | None
    ) -> SolveResult:
        def report(done: int, total: int, best_value: int) -> bool:
            # Below zero something wanted is still missing: no worth that anybody should be shown.
            return report_progress(on_progress, "search", done, total, best_value / 100 if best_value >= 0 else None)

        result = solve(built.problem, params, start=start, on_progress=report)
        for extra_seed in range(1, RETRY_SEEDS + 1):
            if result.is_feasible:
                break
            again = replace(params, seed=params.seed + extra_seed)
            result = solve(built.problem, again, start=start, on_progress=report)
        return result

    def _write(
        self, built: BuiltTrip, result: SolveResult, params: SolveParams, proof: Proof | None = None
    ) -> Itinerary:
        if schedule(built.problem, result.solution) is None:
            raise RefereeError("P001", "the optimiser returned a plan without a schedule", remedy="report this request")
        schedules = time_trip(built.problem, built.timed, result.solution)
        violations = check_solution(built.timed, result.solution, schedules)
        violations += check_reserve(built.problem, built.timed, result.solution)
        if violations:
            raise RefereeError("P002", violations[0].message, remedy="report this request")
        value = recompute_value(built.problem, result.solution)
        if value != result.value:
            raise RefereeError("P003", f"stated value {result.value}, recomputed {value}", remedy="report this request")
        proof = proof or Proof(get_upper_bound(built.problem))
        itinerary = self._assemble(
            built,
            result.solution,
            schedules,
            proof.write(value),
            describe_run(result, params, proof, built.problem.n_stops, self.catalogue.version, self.travel.name),
        )
        if violations := check_plan(itinerary):
            raise RefereeError("P004", violations[0].message, remedy="report this request")
        return itinerary

    def _assemble(
        self,
        built: BuiltTrip,
        solution: Solution,
        schedules: Sequence[DaySchedule],
        certificate: Certificate,
        provenance: Provenance,
    ) -> Itinerary:
        return assemble(
            built,
            solution,
            schedules,
            catalogue=self.catalogue,
            calendar=self.calendar,
            travel=self.travel,
            rules=self.settings.trip,
            robustness=find_robustness(
                built.timed, built.noise, solution, schedules, self.settings.punctuality, built.appointments
            ),
            unvisited=explain_unvisited(built, solution, self.catalogue, self.calendar),
            certificate=certificate,
            provenance=provenance,
            warnings=built.checked.warnings,
        )

    def _on_bound(self, on_progress: OnProgress | None) -> OnBound:
        return lambda rounds, value, _: report_progress(on_progress, "certify", rounds, rounds + 1, value / 100)

    def _questioner(self, on_progress: OnProgress | None) -> Questioner:
        return Questioner(
            rebuilder=self._rebuilder,
            refusals=self._refusals(on_progress),
            report=lambda done, total, _: report_progress(on_progress, "search", done, total, None),
        )

    def _refusals(self, on_progress: OnProgress | None) -> Refusals:
        return Refusals(
            catalogue=self.catalogue,
            calendar=self.calendar,
            settings=self.settings,
            build=self.build,
            report=lambda attempts: report_progress(on_progress, "diagnose", attempts, attempts + 1, None),
        )
