"""The public few, for programs: load a catalogue, plan a trip."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.network import SkeletonSource
from planner.optimise import SolveParams
from planner.plan import OnProgress, Planner, TravelTimeSource
from planner.settings import DEFAULT_PATH, load_settings


def build_planner(
    catalogue: Catalogue, travel: TravelTimeSource | None = None, *, settings_path: Path = DEFAULT_PATH
) -> Planner:
    """Return a planner over a catalogue; without a travel time source, over its road skeleton."""
    if travel is None:
        travel = SkeletonSource.build(
            catalogue.road_nodes, catalogue.road_legs, catalogue.speeds, dated=catalogue.version
        )
    return Planner(catalogue, travel, load_settings(settings_path))


def plan_trip(
    request: TripRequest,
    catalogue: Catalogue,
    travel: TravelTimeSource | None = None,
    *,
    params: SolveParams | None = None,
    on_progress: OnProgress | None = None,
) -> Itinerary:
    """Return the best refereed itinerary found for a request; see `Planner.plan` for what it raises."""
    planner = _get_planner(catalogue) if travel is None else build_planner(catalogue, travel)
    return planner.plan(request, params, on_progress=on_progress)


@lru_cache(maxsize=2)
def _get_planner(catalogue: Catalogue) -> Planner:
    """Keep the planner of a catalogue, so that a second trip need not read roads and calendar again."""
    return build_planner(catalogue)
