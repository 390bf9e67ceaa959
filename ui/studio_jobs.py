"""Planning for the studio, beside the page; nothing here knows a session."""

from __future__ import annotations

import dataclasses

from planner.errors import NoFeasibleTripError
from planner.model.edits import Edits
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.plan import OnProgress, PlanProgress
from ui import resources
from ui.job import PlanJob, Task


def build_plan_job(request: TripRequest) -> PlanJob:
    """Return a job that plans a request."""
    return PlanJob(request, _plan)


def build_replan_job(itinerary: Itinerary, request: TripRequest) -> PlanJob:
    """Return a job that makes the plan of a changed request, with as much of the old plan as can be kept."""
    changed = dataclasses.replace(itinerary, request=request)
    return PlanJob(request, lambda _, report: _replan(changed, report), task=Task.REPLAN, base=itinerary)


def _plan(request: TripRequest, report: OnProgress) -> Itinerary:
    _prepare(report)
    return resources.get_planner().plan(request, on_progress=report)


def _replan(itinerary: Itinerary, report: OnProgress) -> Itinerary:
    _prepare(report)
    answer = resources.get_planner().replan(itinerary, Edits(looks_again=True))
    if not answer.is_possible:
        raise NoFeasibleTripError("P011", "the plan cannot be changed so", reasons=answer.conflicts)
    return answer.itinerary


def _prepare(report: OnProgress) -> None:
    """Wait until the optimiser is compiled."""
    resources.get_preparation().wait(lambda: report(PlanProgress("prepare", 0, 1, None)))
