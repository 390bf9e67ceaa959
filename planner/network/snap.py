"""From a point in the land onto the network: the nearest nodes of its own shore, and the nearest legs.

A leg of the skeleton is a straight line between towns. On the plain and in the delta the true road
runs close to it, so a point may join the network somewhere along the line; in hills and mountains
the road winds kilometres away from it, so points join at nodes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from scipy.spatial import cKDTree

from planner.model.travel import BoolArray, IntArray
from planner.network.ground import (
    FloatArray,
    Ground,
    IndexArray,
    chord_to_km,
    measure_km,
    to_plane,
    to_sphere,
)
from planner.network.speeds import ACCESS_CLASS, SpeedTable
from planner.network.vehicle_network import MS_PER_MIN, VehicleNetwork

NEAREST_NODES: Final = 3
NEAREST_LEGS: Final = 2
ACCESS_DETOUR: Final = 1.4
"""Road kilometres of an access way per great-circle kilometre."""
LEG_REACH_KM: Final = 15.0
"""Legs farther away than this are not joined along their line."""
REMOTE_KM: Final = 15.0
"""A longer access (great circle) makes an answer `Quality.REMOTE`."""
MAX_ACCESS_KM: Final = 60.0
"""Points farther from every node are outside the network; no commune of Viet Nam's main land is."""
NEAR_KM: Final = 3.0
"""Beside the nearest road, those serve a point that are at most this much farther away, or twice as far up to
`REMOTE_KM`. A village beside its own town does not reach another one 14 km away across a lake or a range."""
ON_NODE_KM: Final = 0.3
"""A point as close as this to a node is that node: it joins there and nowhere else."""
_FLAT: Final = ("plain", "delta")


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """The ways from `p` points onto the network, `k` per point: 3 nodes, then both ends of 2 legs.

    Parameters
    ----------
    node
        Node at which the network is entered, shape (p, k).
    time_ms, metres, crow_km
        Shape (p, k): driving time and length from the point to that node, infinite time where the slot
        is unused; great-circle length of the access way in it.
    is_low, spread_ms
        Shape (p, k): whether the way runs along a leg of low confidence; one standard deviation of its time.
    leg, position, leg_access_ms, leg_access_m
        Shape (p, 2): legs joined along their line (-1 = unused), the place of the joint from tail (0) to
        head (1), and time and road length from the point to the joint.
    land
        Piece of land, shape (p,); -1 where the point lies outside the network.
    access_kph, access_spread
        Speed of access ways around the point, and one standard deviation of their time as a share, shape (p,).
    is_on_node
        Shape (p,).
    nearest_km
        Great circle to the nearest node or joinable leg, shape (p,).
    """

    node: IndexArray
    time_ms: FloatArray
    metres: IntArray
    crow_km: FloatArray
    is_low: BoolArray
    spread_ms: IntArray
    leg: IndexArray
    position: FloatArray
    leg_access_ms: FloatArray
    leg_access_m: IntArray
    land: IndexArray
    access_kph: FloatArray
    access_spread: FloatArray
    is_on_node: BoolArray
    nearest_km: FloatArray


@dataclass(slots=True, eq=False)
class _Found:
    """Roads near `p` points: nodes and distances, legs with joints and distances, and the points' land."""

    node: IndexArray
    crow_km: FloatArray
    leg: IndexArray
    position: FloatArray
    leg_crow_km: FloatArray
    land: IndexArray

    @property
    def is_on_node(self) -> BoolArray:
        return np.asarray(self.crow_km[:, 0] <= ON_NODE_KM, dtype=np.bool_)

    @property
    def nearest_km(self) -> FloatArray:
        nearest: FloatArray = np.minimum(self.crow_km[:, 0], self.leg_crow_km.min(axis=1))
        return nearest

    def drop_far(self) -> None:
        """Keep the nearest node, and other roads as far as they can be believed to serve the point."""
        reach_km = np.maximum(np.minimum(2 * self.nearest_km, REMOTE_KM), self.nearest_km + NEAR_KM)
        reach_km[self.is_on_node] = -1.0
        others, legs = self.crow_km[:, 1:], self.leg_crow_km
        others[others > reach_km[:, None]] = np.inf
        is_far = legs > reach_km[:, None]
        self.leg[is_far], legs[is_far] = -1, np.inf


class Snapper:
    """Finds the anchors of points for one vehicle."""

    def __init__(self, ground: Ground, network: VehicleNetwork, speeds: SpeedTable) -> None:
        self._ground = ground
        self._network = network
        self._node_trees: dict[int, tuple[cKDTree, IndexArray]] = {}
        for land in range(int(ground.land.max()) + 1):
            members = np.flatnonzero(network.serves & (ground.land == land))
            self._node_trees[land] = cKDTree(to_sphere(ground.lon_deg[members], ground.lat_deg[members])), members
        self._joinable = np.array(
            [
                leg.road_class != "expressway"
                and leg.terrain in _FLAT
                and bool(network.serves[tail] and network.serves[head])
                for leg, tail, head in (
                    (ground.legs[index], ground.tail[index], ground.head[index]) for index in ground.road_legs
                )
            ],
            dtype=np.bool_,
        )
        self._access_kph = np.array(
            [
                speeds.get_kph(ACCESS_CLASS, ground.legs[index].terrain, network.vehicle)
                for index in ground.road_legs
            ]
        )  # fmt: skip
        self._access_spread = np.array(
            [speeds.get_spread(ACCESS_CLASS, ground.legs[index].terrain) for index in ground.road_legs]
        )

    def snap(self, lon_deg: FloatArray, lat_deg: FloatArray) -> Anchors:
        """Return the anchors of points.

        The nearest node of all decides the piece of land, and only nodes and legs of that piece
        serve: a point never joins the network across water.
        """
        chord, nearest = self._ground.node_tree.query(to_sphere(lon_deg, lat_deg))
        is_near = chord_to_km(chord) <= MAX_ACCESS_KM
        land = np.where(is_near, self._ground.land[nearest], -1)
        node, crow_km = self._find_nodes(lon_deg, lat_deg, land)
        leg, position, leg_crow_km = self._find_legs(lon_deg, lat_deg, land)
        found = _Found(node, crow_km, leg, position, leg_crow_km, land)
        found.drop_far()
        points = shapely.points(to_plane(lon_deg, lat_deg))
        nearest_road = self._ground.road_tree.nearest(points)
        return self._join(found, self._access_kph[nearest_road], self._access_spread[nearest_road])

    def _find_nodes(self, lon_deg: FloatArray, lat_deg: FloatArray, land: IndexArray) -> tuple[IndexArray, FloatArray]:
        """Nearest serving nodes of the points' own land, shape (p, 3), with infinity in unused slots."""
        node = np.zeros((land.size, NEAREST_NODES), dtype=np.intp)
        crow_km = np.full((land.size, NEAREST_NODES), np.inf)
        sphere = to_sphere(lon_deg, lat_deg)
        for piece in np.unique(land[land >= 0]):
            rows = np.flatnonzero(land == piece)
            tree, members = self._node_trees[int(piece)]
            chord, found = tree.query(sphere[rows], k=NEAREST_NODES)
            node[rows] = members[np.minimum(found, members.size - 1)]
            crow_km[rows] = chord_to_km(chord)
        return node, crow_km

    def _find_legs(
        self, lon_deg: FloatArray, lat_deg: FloatArray, land: IndexArray
    ) -> tuple[IndexArray, FloatArray, FloatArray]:
        """Nearest joinable legs of the points' own land, the joint along them, and its distance; shape (p, 2)."""
        ground = self._ground
        points = shapely.points(to_plane(lon_deg, lat_deg))
        margin = 1.06  # the plane shortens or stretches by 5 % at most
        row, found = ground.road_tree.query(points, predicate="dwithin", distance=LEG_REACH_KM * margin)
        leg = ground.road_legs[found]
        is_served = self._joinable[found] & (ground.land[ground.tail[leg]] == land[row])
        row, leg = row[is_served], leg[is_served]
        position, crow_km = self._project(lon_deg[row], lat_deg[row], leg)
        nearest_first = np.lexsort((leg, crow_km, row))
        nearest_first = nearest_first[crow_km[nearest_first] <= LEG_REACH_KM]
        row, leg, position, crow_km = (part[nearest_first] for part in (row, leg, position, crow_km))
        rank = np.arange(row.size) - np.searchsorted(row, row, side="left")
        is_kept = rank < NEAREST_LEGS
        best = np.full((land.size, NEAREST_LEGS), -1, dtype=np.intp)
        joint, distance = np.zeros(best.shape), np.full(best.shape, np.inf)
        slots = row[is_kept], rank[is_kept]
        best[slots], joint[slots], distance[slots] = leg[is_kept], position[is_kept], crow_km[is_kept]
        return best, joint, distance

    def _project(self, lon_deg: FloatArray, lat_deg: FloatArray, leg: IndexArray) -> tuple[FloatArray, FloatArray]:
        """Foot of the perpendicular on a leg as a share of it, and the distance, on a plane true at the point."""
        ground = self._ground
        scale = np.cos(np.radians(lat_deg))
        tail, head = ground.tail[leg], ground.head[leg]
        along_x, along_y = (
            (ground.lon_deg[head] - ground.lon_deg[tail]) * scale,
            ground.lat_deg[head] - ground.lat_deg[tail],
        )
        from_x, from_y = (lon_deg - ground.lon_deg[tail]) * scale, lat_deg - ground.lat_deg[tail]
        square = np.maximum(along_x**2 + along_y**2, np.finfo(float).tiny)
        position = np.clip((from_x * along_x + from_y * along_y) / square, 0.0, 1.0)
        foot_lon, foot_lat = ground.locate(leg, position)
        return position, measure_km(lon_deg, lat_deg, foot_lon, foot_lat)

    def _join(self, found: _Found, access_kph: FloatArray, access_spread: FloatArray) -> Anchors:
        """Turn distances into times and lengths, and each joint on a leg into ways to its two ends."""
        ground, network, leg = self._ground, self._network, found.leg
        node_ms, node_m = time_access(found.crow_km, access_kph[:, None])
        leg_ms, leg_m = time_access(found.leg_crow_km, access_kph[:, None])
        shares = np.stack((found.position, 1 - found.position), axis=2)
        is_used = leg >= 0
        along_ms = np.round(shares * np.where(is_used, network.leg_ms[leg], 0.0)[:, :, None])
        along_m = np.round(shares * np.where(is_used, network.leg_m[leg], 0)[:, :, None]).astype(np.int64)
        wide = (leg.shape[0], 2 * NEAREST_LEGS)
        leg_spread_ms = shares * np.where(is_used, network.leg_spread_ms[leg], 0)[:, :, None]
        leg_spread_ms += (_get_finite(leg_ms) * access_spread[:, None])[:, :, None]
        spread_ms = np.hstack((_get_finite(node_ms) * access_spread[:, None], leg_spread_ms.reshape(wide)))
        ends = np.stack((ground.tail[leg], ground.head[leg]), axis=2).reshape(wide)
        return Anchors(
            node=np.hstack((found.node, ends)),
            time_ms=np.hstack((node_ms, (leg_ms[:, :, None] + along_ms).reshape(wide))),
            metres=np.hstack((node_m, (leg_m[:, :, None] + along_m).reshape(wide))),
            crow_km=np.hstack((found.crow_km, np.repeat(found.leg_crow_km, 2, axis=1))),
            is_low=np.hstack(
                (np.zeros(found.node.shape, dtype=np.bool_), np.repeat(network.leg_is_low[leg], 2, axis=1))
            ),
            spread_ms=np.round(spread_ms).astype(np.int64),
            leg=leg,
            position=found.position,
            leg_access_ms=leg_ms,
            leg_access_m=leg_m,
            land=found.land,
            access_kph=access_kph,
            access_spread=access_spread,
            is_on_node=found.is_on_node,
            nearest_km=found.nearest_km,
        )


def _get_finite(time_ms: FloatArray) -> FloatArray:
    """Return times with 0 in unused slots, whose spread nobody reads."""
    return np.where(np.isfinite(time_ms), time_ms, 0.0)


def time_access(crow_km: FloatArray, kph: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return whole milliseconds and metres of access ways; infinite kilometres give infinite time and 0 metres."""
    road_km = ACCESS_DETOUR * crow_km
    metres = np.round(np.where(np.isfinite(road_km), road_km, 0.0) * 1000).astype(np.int64)
    return np.round(road_km / kph * 60 * MS_PER_MIN), metres
