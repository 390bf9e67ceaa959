"""Least travel among many points, however many of them lie on the way: lower bounds, without a matrix.

A matrix over `p` points has p^2 entries. Which of 15,000 places a trip could see at all needs only the ways
from the few points where it must be, and must not be fooled by a matrix that is not closed under the triangle
inequality: the way by a site between two roads may be shorter than the direct one. So points, joints on legs and
road nodes are put into one sparse graph, which holds every piece that a way of `planner.network.pairs` is made of,
and one Dijkstra search gives the least over all chains of pieces. Planned rests, the least minutes of a way,
rounding up and the rule whose vehicle it is only ever lengthen a way, so that no chain of ways is shorter.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from planner.model.travel import IntArray
from planner.network.ground import FERRY, FloatArray, Ground, IndexArray, chord_to_km, to_sphere
from planner.network.pairs import DIRECT_KM
from planner.network.snap import NEAR_KM, NEAREST_NODES, Anchors, time_access
from planner.network.vehicle_network import MS_PER_MIN, VehicleNetwork
from planner.units import EARTH_RADIUS_M


class LeastTravel:
    """Least driving and least time from any of a fixed list of points to all others, with one vehicle.

    Symmetric, as the skeleton is. Each search costs O(e log e) for the `e` pieces of the graph; about 40
    ms for 15,000 points.
    """

    def __init__(
        self, ground: Ground, network: VehicleNetwork, anchors: Anchors, lon_deg: FloatArray, lat_deg: FloatArray
    ) -> None:
        self._points = lon_deg.size
        tail, head, time_ms, drive_ms = _list_pieces(ground, network, anchors, lon_deg, lat_deg)
        size = int(max(tail.max(initial=0), head.max(initial=0))) + 1
        self._time = _build_graph(tail, head, time_ms, size)
        self._drive = _build_graph(tail, head, drive_ms, size)

    def get_drive_min(self, start: int) -> IntArray:
        """Return minutes of driving from point `start` to every point, rounded down, shape (p,); -1 = no way."""
        return self._search(self._drive, start)

    def get_travel_min(self, start: int) -> IntArray:
        """Return minutes of travel from point `start` to every point, rounded down, shape (p,); -1 = no way."""
        return self._search(self._time, start)

    def _search(self, graph: csr_matrix, start: int) -> IntArray:
        cost_ms = dijkstra(graph, directed=False, indices=start)[: self._points]
        minutes = np.where(np.isfinite(cost_ms), cost_ms, -MS_PER_MIN) // MS_PER_MIN
        return np.asarray(minutes, dtype=np.int64)


def _build_graph(tail: IndexArray, head: IndexArray, cost_ms: FloatArray, size: int) -> csr_matrix:
    """Return the sparse graph with the least of parallel pieces: a sparse matrix would add them up."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort((cost_ms, high, low))
    low, high, cost_ms = low[order], high[order], cost_ms[order]
    is_first = np.ones(low.size, dtype=np.bool_)
    is_first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return csr_matrix((cost_ms[is_first], (low[is_first], high[is_first])), shape=(size, size))


def _list_pieces(
    ground: Ground, network: VehicleNetwork, anchors: Anchors, lon_deg: FloatArray, lat_deg: FloatArray
) -> tuple[IndexArray, IndexArray, FloatArray, FloatArray]:
    """Return tail, head, milliseconds of travel and of driving of all pieces.

    Numbered are first the points, then the road nodes, then the joints of points on legs.
    """
    points, nodes = lon_deg.size, ground.lon_deg.size
    is_road = np.array([leg.road_class != FERRY for leg in ground.legs], dtype=np.bool_)
    usable = np.flatnonzero(np.isfinite(network.leg_ms))
    legs = (points + ground.tail[usable], points + ground.head[usable], network.leg_ms[usable])
    row, slot = np.nonzero(np.isfinite(anchors.time_ms[:, :NEAREST_NODES]))
    entries = (row, points + anchors.node[row, slot], anchors.time_ms[row, slot])
    driven = [entries, *_list_joints(ground, network, anchors, points, nodes)]
    driven.append(_list_direct(anchors, lon_deg, lat_deg))
    tail, head, cost_ms = (np.concatenate(parts) for parts in zip(legs, *driven, strict=True))
    drive_ms = np.concatenate((np.where(is_road[usable], legs[2], 0.0), *(part[2] for part in driven)))
    return tail, head, cost_ms, drive_ms


def _list_joints(
    ground: Ground, network: VehicleNetwork, anchors: Anchors, points: int, nodes: int
) -> list[tuple[IndexArray, IndexArray, FloatArray]]:
    """Pieces from points to their joints, and along legs from joint to joint and on to both ends.

    Lengths along legs are made a millisecond shorter, for those of whole ways are rounded on their own.
    """
    row, slot = np.nonzero((anchors.leg >= 0) & np.isfinite(anchors.leg_access_ms))
    leg, position = anchors.leg[row, slot], anchors.position[row, slot]
    order = np.lexsort((position, leg))
    row, slot, leg, position = row[order], slot[order], leg[order], position[order]
    joint = points + nodes + np.arange(row.size)
    is_next = np.flatnonzero(leg[1:] == leg[:-1])
    first, last = np.flatnonzero(np.diff(leg, prepend=-1)), np.flatnonzero(np.diff(leg, append=-1))
    leg_ms = network.leg_ms[leg]

    def cut(cost_ms: FloatArray) -> FloatArray:
        cut_ms: FloatArray = np.maximum(np.floor(cost_ms) - 1, 0.0)
        return cut_ms

    return [
        (row, joint, cut(anchors.leg_access_ms[row, slot])),
        (joint[is_next], joint[is_next + 1], cut((position[is_next + 1] - position[is_next]) * leg_ms[is_next])),
        (joint[first], points + ground.tail[leg[first]], cut(position[first] * leg_ms[first])),
        (joint[last], points + ground.head[leg[last]], cut((1 - position[last]) * leg_ms[last])),
    ]


def _list_direct(
    anchors: Anchors, lon_deg: FloatArray, lat_deg: FloatArray
) -> tuple[IndexArray, IndexArray, FloatArray]:
    """Pieces straight across the land between neighbours, as `planner.network.pairs` allows them."""
    sphere = to_sphere(lon_deg, lat_deg)
    chord = 2 * np.sin(DIRECT_KM * 1000 / EARTH_RADIUS_M / 2) * 1.000001
    pairs = cKDTree(sphere).query_pairs(chord, output_type="ndarray")
    one, other = pairs[:, 0], pairs[:, 1]
    is_one_land = (anchors.land[one] == anchors.land[other]) & (anchors.land[one] >= 0)
    one, other = one[is_one_land], other[is_one_land]
    crow_km = chord_to_km(np.linalg.norm(sphere[one] - sphere[other], axis=1))
    reach_km = np.clip(anchors.nearest_km[one] + anchors.nearest_km[other], NEAR_KM, DIRECT_KM) * 1.000001
    is_near = (crow_km <= reach_km) & ~(anchors.is_on_node[one] & anchors.is_on_node[other])
    one, other, crow_km = one[is_near], other[is_near], crow_km[is_near]
    kph = np.minimum(anchors.access_kph[one], anchors.access_kph[other])
    cost_ms, _ = time_access(crow_km, kph)
    return one, other, np.maximum(cost_ms - 1, 0.0)
