"""Travel times and distances: between any two points, and along the place graph."""

from planner.network.great_circle import GreatCircleSource
from planner.network.place_graph import build_place_graph, find_path, list_places_near_leg
from planner.network.skeleton import SkeletonSource

__all__ = ["GreatCircleSource", "SkeletonSource", "build_place_graph", "find_path", "list_places_near_leg"]
