"""The use case: request -> itinerary. Declares what it needs of others, and wires the rooms together."""

from planner.plan.diagnose import apply_change
from planner.plan.editing import exclude_place, forget_place, list_names
from planner.plan.interests import list_interests
from planner.plan.mending import Mend
from planner.plan.planner import Planner, StopKey
from planner.plan.progress import OnProgress, PlanProgress
from planner.plan.replan import compare_plans
from planner.plan.requests import build_request, parse_request
from planner.plan.source import TravelTimeSource
from planner.plan.swapping import Swap

__all__ = [
    "Mend",
    "OnProgress",
    "PlanProgress",
    "Planner",
    "StopKey",
    "Swap",
    "TravelTimeSource",
    "apply_change",
    "build_request",
    "compare_plans",
    "exclude_place",
    "forget_place",
    "list_interests",
    "list_names",
    "parse_request",
]
