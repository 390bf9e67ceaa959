"""A chosen way written out as stretches in order of travel, each along one leg or access way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.model.roads import RoadLeg, RoadNode
from planner.model.travel import GeoPoint, LonLat
from planner.network.ground import FERRY, Ground
from planner.network.pairs import ALONG_LEG, DIRECT, Ways
from planner.network.snap import NEAREST_NODES, Anchors
from planner.network.vehicle_network import VehicleNetwork


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a way: a leg of the skeleton or a share of one, or an access way (`leg` is None).

    Parameters
    ----------
    start, end
        Coordinates, lon and lat.
    time_ms, metres
        Along the stretch; a ferry's time contains waiting and change of vehicle.
    leg
        The leg travelled on.
    start_node, end_node
        None where the stretch starts or ends off the nodes.
    """

    start: LonLat
    end: LonLat
    time_ms: int
    metres: int
    leg: RoadLeg | None = None
    start_node: RoadNode | None = None
    end_node: RoadNode | None = None

    @property
    def is_ferry(self) -> bool:
        """Whether it is travelled on a boat."""
        return self.leg is not None and self.leg.road_class == FERRY

    def turned(self) -> Stretch:
        """Return the stretch in the other direction."""
        return replace(
            self, start=self.end, end=self.start, start_node=self.end_node, end_node=self.start_node
        )  # fmt: skip


def trace_way(
    ground: Ground, network: VehicleNetwork, anchors: Anchors, ways: Ways, ends: tuple[GeoPoint, GeoPoint]
) -> list[Stretch]:
    """Return the stretches of the one way in `ways`, which joins points 0 and 1 of `anchors`.

    Their times and lengths sum to those of the way.
    """
    first, last = ((point.lon_deg, point.lat_deg) for point in ends)
    near, far = int(ways.near[0]), int(ways.far[0])
    if ways.kind[0] == DIRECT:
        return [Stretch(first, last, int(ways.time_ms[0]), int(ways.metres[0]))]
    if ways.kind[0] == ALONG_LEG:
        return _trace_along_leg(ground, anchors, ways, (first, last))
    start, end = int(anchors.node[0, near]), int(anchors.node[1, far])
    middle = [_trace_leg(ground, network, leg, a, b) for leg, a, b in network.list_path(start, end)]
    arriving = [stretch.turned() for stretch in reversed(_trace_access(ground, anchors, 1, far, last))]
    return [*_trace_access(ground, anchors, 0, near, first), *middle, *arriving]


def _trace_access(ground: Ground, anchors: Anchors, point: int, slot: int, site: LonLat) -> list[Stretch]:
    """From a site to the node of one of its anchors; nothing where the site lies on the node."""
    node = int(anchors.node[point, slot])
    time_ms, metres = int(anchors.time_ms[point, slot]), int(anchors.metres[point, slot])
    target = _get_coordinates(ground, node)
    if slot < NEAREST_NODES:
        way = Stretch(site, target, time_ms, metres, end_node=ground.nodes[node])
        return [way] if time_ms or metres else []
    joint_slot = (slot - NEAREST_NODES) // 2
    joint = _get_joint(ground, anchors, point, joint_slot)
    access_ms = int(anchors.leg_access_ms[point, joint_slot])
    access_m = int(anchors.leg_access_m[point, joint_slot])
    leg = ground.legs[int(anchors.leg[point, joint_slot])]
    along = Stretch(joint, target, time_ms - access_ms, metres - access_m, leg, end_node=ground.nodes[node])
    return [Stretch(site, joint, access_ms, access_m), along]


def _trace_leg(ground: Ground, network: VehicleNetwork, number: int, start: int, end: int) -> Stretch:
    return Stretch(
        _get_coordinates(ground, start), _get_coordinates(ground, end),
        int(network.leg_ms[number]), int(network.leg_m[number]),
        ground.legs[number], ground.nodes[start], ground.nodes[end],
    )  # fmt: skip


def _trace_along_leg(ground: Ground, anchors: Anchors, ways: Ways, ends: tuple[LonLat, LonLat]) -> list[Stretch]:
    slots = int(ways.near[0]), int(ways.far[0])
    joints = [_get_joint(ground, anchors, point, slot) for point, slot in enumerate(slots)]
    access_ms = [int(anchors.leg_access_ms[point, slot]) for point, slot in enumerate(slots)]
    access_m = [int(anchors.leg_access_m[point, slot]) for point, slot in enumerate(slots)]
    leg = ground.legs[int(anchors.leg[0, slots[0]])]
    return [
        Stretch(ends[0], joints[0], access_ms[0], access_m[0]),
        Stretch(joints[0], joints[1], int(ways.time_ms[0]) - sum(access_ms), int(ways.metres[0]) - sum(access_m), leg),
        Stretch(joints[1], ends[1], access_ms[1], access_m[1]),
    ]


def _get_coordinates(ground: Ground, node: int) -> LonLat:
    return float(ground.lon_deg[node]), float(ground.lat_deg[node])


def _get_joint(ground: Ground, anchors: Anchors, point: int, slot: int) -> LonLat:
    lon_deg, lat_deg = ground.locate(np.asarray(anchors.leg[point, slot]), np.asarray(anchors.position[point, slot]))
    return float(lon_deg), float(lat_deg)
