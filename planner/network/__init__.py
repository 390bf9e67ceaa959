"""Travel times and distances: between any two points, and along the place graph."""

from planner.network.skeleton import SkeletonSource

__all__ = ["SkeletonSource"]
