"""What the skeleton is before any vehicle drives on it: numbered nodes, legs, and pieces of land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from planner.errors import TravelTimeError
from planner.model.roads import RoadLeg, RoadNode
from planner.units import EARTH_RADIUS_M

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

FERRY: Final = "ferry"
KM_PER_DEGREE: Final = EARTH_RADIUS_M / 1000 * np.pi / 180
MIDDLE_LAT_DEG: Final = 16.0
"""Viet Nam reaches from 8 to 23.5 degrees north; a plane scaled here is at most 5 % off in x."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The skeleton as arrays over `n` nodes and `m` legs; build it with `build_ground`.

    Parameters
    ----------
    nodes, legs
        The facts, in the order in which they are numbered.
    lon_deg, lat_deg
        Coordinates of the nodes, shape (n,).
    tail, head
        Node numbers of the legs' ends, shape (m,).
    land
        Number of the piece of land a node lies on, shape (n,): nodes joined by roads, ferries left
        out. The mainland is the largest piece.
    node_tree
        Nodes as points on the unit sphere; chord length orders like the great circle.
    road_tree, road_legs
        Road legs as straight lines in the scaled plane of `to_plane`, and their leg numbers.
    """

    nodes: tuple[RoadNode, ...]
    legs: tuple[RoadLeg, ...]
    lon_deg: FloatArray
    lat_deg: FloatArray
    tail: IndexArray
    head: IndexArray
    land: IndexArray
    node_tree: cKDTree
    road_tree: shapely.STRtree
    road_legs: IndexArray

    def locate(self, leg: IndexArray, position: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return lon, lat at a share (0 tail, 1 head) of the straight lines of legs."""
        tail, head = self.tail[leg], self.head[leg]
        return (
            self.lon_deg[tail] + position * (self.lon_deg[head] - self.lon_deg[tail]),
            self.lat_deg[tail] + position * (self.lat_deg[head] - self.lat_deg[tail]),
        )


def build_ground(nodes: Mapping[str, RoadNode], legs: Sequence[RoadLeg]) -> Ground:
    """Return nodes and legs as arrays with their spatial indices.

    Raises
    ------
    TravelTimeError
        N303 when there is no node, a leg names an unknown node, or has no length or crossing time.
    """
    if not nodes:
        raise TravelTimeError("N303", "the road skeleton has no nodes", remedy="check road_nodes", where="road_nodes")
    number = {node_id: index for index, node_id in enumerate(nodes)}
    for leg in legs:
        _check_leg(leg, number)
    lon_deg = np.array([node.lon_deg for node in nodes.values()])
    lat_deg = np.array([node.lat_deg for node in nodes.values()])
    tail = np.array([number[leg.from_node] for leg in legs], dtype=np.intp)
    head = np.array([number[leg.to_node] for leg in legs], dtype=np.intp)
    road = np.array([index for index, leg in enumerate(legs) if leg.road_class != FERRY], dtype=np.intp)
    if not road.size:
        raise TravelTimeError("N303", "the road skeleton has no roads", remedy="check road_legs", where="road_legs")
    shape = (len(nodes), len(nodes))
    links = coo_matrix((np.ones(road.size), (tail[road], head[road])), shape=shape)
    _, land = connected_components(links, directed=False)
    plane = to_plane(lon_deg, lat_deg)
    lines = [shapely.LineString(ends) for ends in np.stack((plane[tail[road]], plane[head[road]]), axis=1)]
    return Ground(
        tuple(nodes.values()), tuple(legs), lon_deg, lat_deg, tail, head, land.astype(np.intp),
        cKDTree(to_sphere(lon_deg, lat_deg)), shapely.STRtree(lines), road,
    )  # fmt: skip


def _check_leg(leg: RoadLeg, known: Mapping[str, int]) -> None:
    for node_id in (leg.from_node, leg.to_node):
        if node_id not in known:
            msg = f"leg {leg.id} names node {node_id!r}, which does not exist"
            raise TravelTimeError("N303", msg, remedy="correct the id or add the node", where=f"road_legs:{leg.id}")
    if not leg.km > 0:
        msg = f"leg {leg.id} is {leg.km} km long"
        raise TravelTimeError("N303", msg, remedy="give its length in km", where=f"road_legs:{leg.id}:km")
    is_complete = None not in (leg.minutes_override, leg.wait_min) and leg.takes in ("cars", "passengers")
    if leg.road_class == FERRY and not is_complete:
        msg = f"ferry {leg.id} needs minutes_override, wait_min, and takes = cars or passengers"
        raise TravelTimeError("N303", msg, remedy="fill the three columns", where=f"road_legs:{leg.id}")


def to_sphere(lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Return points on the unit sphere, shape (n, 3)."""
    lam, phi = np.radians(lon_deg), np.radians(lat_deg)
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)), axis=-1)


def chord_to_km(chord: FloatArray) -> FloatArray:
    """Return great-circle kilometres of chords of the unit sphere; infinity stays infinity."""
    arc = 2 * np.arcsin(np.minimum(chord, 2.0) / 2)
    return np.where(np.isfinite(chord), arc * EARTH_RADIUS_M / 1000, np.inf)


def to_plane(lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Return points in kilometres on a plane true at 16 degrees north, shape (n, 2): for finding, not for measuring."""
    scale = KM_PER_DEGREE * np.cos(np.radians(MIDDLE_LAT_DEG))
    return np.stack((lon_deg * scale, lat_deg * KM_PER_DEGREE), axis=-1)


def measure_km(
    lon_a_deg: FloatArray, lat_a_deg: FloatArray, lon_b_deg: FloatArray, lat_b_deg: FloatArray
) -> FloatArray:
    """Return great-circle kilometres, element by element (haversine formula)."""
    phi_a, phi_b = np.radians(lat_a_deg), np.radians(lat_b_deg)
    half_lam = np.radians(lon_b_deg - lon_a_deg) / 2
    h = np.sin((phi_b - phi_a) / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lam) ** 2
    result: FloatArray = 2 * EARTH_RADIUS_M / 1000 * np.arcsin(np.sqrt(np.minimum(1.0, h)))
    return result
