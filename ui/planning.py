"""Jobs of planning for all pages: they wait until the optimiser is compiled, and know nothing of any session."""

from __future__ import annotations

import dataclasses

from planner.errors import NoFeasibleTripError
from planner.model.alternatives import Alternatives
from planner.model.edits import Edits
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.plan import OnProgress, Planner, PlanProgress
from ui import resources
from ui.job import CompareJob, PlanJob, Task

PROOF_SECONDS = 10
"""CPU seconds of a longer proof."""


def build_plan_job(request: TripRequest) -> PlanJob:
    """Return a job that plans a request."""
    return PlanJob(request, _plan)


def build_replan_job(itinerary: Itinerary, request: TripRequest) -> PlanJob:
    """Return a job that makes the plan of a changed request, with as much of the old plan as can be kept."""
    changed = dataclasses.replace(itinerary, request=request)
    return PlanJob(request, lambda _, report: _replan(changed, report), task=Task.REPLAN, base=changed)


def build_proof_job(itinerary: Itinerary, request: TripRequest) -> PlanJob:
    """Return a job that finds out more closely how good a plan provably is."""
    return PlanJob(request, lambda _, report: _prove(itinerary, report), task=Task.PROVE, base=itinerary)


def build_compare_job(request: TripRequest) -> CompareJob:
    """Return a job that makes plans of a request that differ in substance."""
    return CompareJob(request, _compare)


def _plan(request: TripRequest, report: OnProgress) -> Itinerary:
    return _get_planner(report).plan(request, on_progress=report)


def _replan(itinerary: Itinerary, report: OnProgress) -> Itinerary:
    answer = _get_planner(report).replan(itinerary, Edits(looks_again=True), on_progress=report)
    if not answer.is_possible:
        raise NoFeasibleTripError("P011", "the plan cannot be changed so", reasons=answer.conflicts)
    return answer.itinerary


def _prove(itinerary: Itinerary, report: OnProgress) -> Itinerary:
    return _get_planner(report).certify(itinerary, PROOF_SECONDS, on_progress=report)


def _compare(request: TripRequest, report: OnProgress) -> Alternatives:
    return _get_planner(report).plan_alternatives(request, on_progress=report)


def _get_planner(report: OnProgress) -> Planner:
    """Return the planner as soon as the optimiser is compiled; the facts are read while it is."""
    preparation, planner = resources.get_preparation(), resources.get_planner()
    preparation.wait(lambda: report(PlanProgress("prepare", 0, 1, None)))
    return planner
