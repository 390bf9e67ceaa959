"""Small made-up networks with round numbers, on the equator, where a degree is 111.195 km both ways."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.roads import RoadLeg, RoadNode, SpeedRow
from planner.model.travel import GeoPoint
from planner.network import SkeletonSource

TERRAINS = ("plain", "delta", "hill", "mountain", "city")
SPEEDS = (
    SpeedRow("speed", "expressway", 120, 120, 120, 120, 120, "km/h"),
    SpeedRow("speed", "trunk", 60, 60, 60, 30, 30, "km/h"),
    SpeedRow("speed", "secondary", 40, 40, 40, 20, 20, "km/h"),
    SpeedRow("speed", "access", 28, 28, 28, 14, 14, "km/h"),
    SpeedRow("vehicle", "car4", 1, 1, 1, 1, 1, "factor"),
    SpeedRow("vehicle", "car7", 1, 1, 1, 1, 1, "factor"),
    SpeedRow("vehicle", "coach45", 0.5, 0.5, 0.5, 0.5, 0.5, "factor"),
    SpeedRow("vehicle", "motorbike", 0.8, 0.8, 0.8, 1.0, 1.2, "factor"),
    SpeedRow("vehicle", "bicycle", 15, 15, 10, 6, 12, "km/h"),
    SpeedRow("rest", "planned_stop_minutes", 15, None, None, None, None, "min"),
)
"""A trunk road on the plain takes one minute per kilometre; access ways, three per great-circle kilometre."""


def make_node(node_id: str, lon_deg: float, lat_deg: float, kind: str = "town") -> RoadNode:
    return RoadNode(
        id=node_id, name_vi=node_id.title(), kind=kind, lon_deg=lon_deg, lat_deg=lat_deg, province="P",
        coordinate_source="test", coord_uncertainty_km=0.5,
    )  # fmt: skip


def make_leg(
    ends: str,
    km: float,
    road_class: str = "trunk",
    terrain: str = "plain",
    *,
    ref: str = "QL1",
    confidence: str = "medium",
) -> RoadLeg:
    """A road between two nodes, written ``a-b``."""
    start, end = ends.split("-")
    return RoadLeg(
        id=f"{ends}/{road_class}/{km:g}", from_node=start, to_node=end, ref=ref, road_class=road_class, terrain=terrain,
        km=km, km_source="test", minutes_override=None, wait_min=None, takes=None, toll=None, note=None,
        confidence=confidence,
    )  # fmt: skip


def make_ferry(
    ends: str, takes: str, *, crossing_min: int = 30, wait_min: int = 20, km: float = 30, note: str | None = None
) -> RoadLeg:
    """A boat between two nodes, written ``a-b``."""
    start, end = ends.split("-")
    return RoadLeg(
        id=f"{ends}/{takes}", from_node=start, to_node=end, ref=f"boat {ends}", road_class="ferry", terrain=None, km=km,
        km_source="test", minutes_override=crossing_min, wait_min=wait_min, takes=takes, toll=None, note=note,
        confidence="medium",
    )  # fmt: skip


def build_source(
    nodes: Sequence[RoadNode], legs: Sequence[RoadLeg], speeds: Sequence[SpeedRow] = SPEEDS
) -> SkeletonSource:
    return SkeletonSource.build({node.id: node for node in nodes}, legs, speeds)


def point_at(node: RoadNode, north_km: float = 0.0, east_km: float = 0.0, uncertainty_km: float = 0.0) -> GeoPoint:
    """A site at a distance from a node; its id tells where."""
    return GeoPoint(
        f"site {node.id} {north_km:g} {east_km:g}",
        node.lon_deg + east_km / 111.195,
        node.lat_deg + north_km / 111.195,
        uncertainty_km,
    )
