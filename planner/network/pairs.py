"""The fastest way for every pair of points: over the network, along one leg, or straight across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.model.travel import BoolArray, IntArray
from planner.network.ground import FloatArray, IndexArray, measure_km
from planner.network.snap import NEAR_KM, REMOTE_KM, Anchors, time_access
from planner.network.vehicle_network import VehicleNetwork

DIRECT_KM: Final = 15.0
"""Points as close as this (great circle) may be joined straight across the land."""

UNREACHABLE, NETWORK, ALONG_LEG, DIRECT = range(4)


@dataclass(slots=True, eq=False)
class Ways:
    """Fastest ways of `q` pairs; every array, shape (q,), describes the same way of its pair.

    Parameters
    ----------
    kind
        `UNREACHABLE`, `NETWORK`, `ALONG_LEG` or `DIRECT`.
    near, far
        Anchor slots used at the two points; of `NETWORK` among all ways, of `ALONG_LEG` among the legs.
    time_ms, drive_ms, metres
        Without planned rests; infinite time where unreachable.
    spread_ms, wait_ms
        One standard deviation of the time on the move; usual waits for boats.
    is_low, is_remote
        Low confidence somewhere on the way; an access way longer than `REMOTE_KM`.
    """

    kind: IntArray
    near: IndexArray
    far: IndexArray
    time_ms: FloatArray
    drive_ms: IntArray
    metres: IntArray
    spread_ms: IntArray
    wait_ms: IntArray
    is_low: BoolArray
    is_remote: BoolArray


def find_ways(
    network: VehicleNetwork,
    anchors: Anchors,
    lon_deg: FloatArray,
    lat_deg: FloatArray,
    one: IndexArray,
    other: IndexArray,
) -> Ways:
    """Return the fastest way of each pair of points (one[i], other[i]).

    Network ways cost O(p n k + q k) for p points where pairs begin, n nodes near those where they end, k
    anchors and q pairs: first the best way from each point to each node, then the best anchor of the other end.
    """
    ways = _go_over_network(network, anchors, one, other)
    _go_along_one_leg(ways, network, anchors, one, other)
    _go_straight(ways, anchors, lon_deg, lat_deg, one, other)
    return ways


def _go_over_network(network: VehicleNetwork, anchors: Anchors, one: IndexArray, other: IndexArray) -> Ways:
    slots = anchors.node.shape[1]
    # Only points that ways begin at, and nodes that they may leave the network by: few, where few ends are asked.
    begins, row = np.unique(one, return_inverse=True)
    ends, end_row = np.unique(other, return_inverse=True)
    leaves, column = np.unique(anchors.node[ends], return_inverse=True)
    column = column.reshape(ends.size, slots)[end_row]
    to_node_ms = np.full((begins.size, leaves.size), np.inf)
    via = np.zeros(to_node_ms.shape, dtype=np.int8)
    for slot in range(slots):
        cost = anchors.time_ms[begins, slot, None] + network.travel_ms[np.ix_(anchors.node[begins, slot], leaves)]
        is_better = cost < to_node_ms
        to_node_ms[is_better], via[is_better] = cost[is_better], slot
    time_ms = np.full(one.size, np.inf)
    far = np.zeros(one.size, dtype=np.intp)
    for slot in range(slots):
        cost = to_node_ms[row, column[:, slot]] + anchors.time_ms[other, slot]
        is_better = cost < time_ms
        time_ms[is_better], far[is_better] = cost[is_better], slot
    last = anchors.node[other, far]
    near = via[row, column[np.arange(one.size), far]].astype(np.intp)
    first = anchors.node[one, near]
    is_reached = np.isfinite(time_ms)
    access_ms = np.where(is_reached, anchors.time_ms[one, near] + anchors.time_ms[other, far], 0.0)
    return Ways(
        kind=np.where(is_reached, NETWORK, UNREACHABLE),
        near=near,
        far=far,
        time_ms=time_ms,
        drive_ms=network.drive_ms[first, last] + access_ms.astype(np.int64),
        metres=anchors.metres[one, near] + network.metres[first, last] + anchors.metres[other, far],
        spread_ms=anchors.spread_ms[one, near] + network.spread_ms[first, last] + anchors.spread_ms[other, far],
        wait_ms=network.wait_ms[first, last],
        is_low=anchors.is_low[one, near] | network.is_low[first, last] | anchors.is_low[other, far],
        is_remote=np.maximum(anchors.crow_km[one, near], anchors.crow_km[other, far]) > REMOTE_KM,
    )


def _go_along_one_leg(
    ways: Ways, network: VehicleNetwork, anchors: Anchors, one: IndexArray, other: IndexArray
) -> None:
    """Points joined to the same leg need not travel by way of its ends."""
    slots = anchors.leg.shape[1]
    for near in range(slots):
        for far in range(slots):
            leg = anchors.leg[one, near]
            pairs = np.flatnonzero((leg >= 0) & (leg == anchors.leg[other, far]))
            a, b, leg = one[pairs], other[pairs], leg[pairs]
            share = np.abs(anchors.position[a, near] - anchors.position[b, far])
            access_ms = anchors.leg_access_ms[a, near] + anchors.leg_access_ms[b, far]
            time_ms = access_ms + np.round(share * network.leg_ms[leg])
            access_m = anchors.leg_access_m[a, near] + anchors.leg_access_m[b, far]
            metres = access_m + np.round(share * network.leg_m[leg]).astype(np.int64)
            access_spread_ms = (
                anchors.access_spread[a] * anchors.leg_access_ms[a, near]
                + anchors.access_spread[b] * anchors.leg_access_ms[b, far]
            )
            spread_ms = np.round(access_spread_ms + share * network.leg_spread_ms[leg]).astype(np.int64)
            is_low = network.leg_is_low[leg]
            _take_if_faster(ways, pairs, ALONG_LEG, near, far, time_ms, metres, spread_ms, is_low)


def _go_straight(
    ways: Ways, anchors: Anchors, lon_deg: FloatArray, lat_deg: FloatArray, one: IndexArray, other: IndexArray
) -> None:
    """Neighbours on one piece of land that are closer to each other than, together, to the network.

    Between two nodes the network knows the true length. Farther apart a straight line would cross
    the rivers and ranges that the roads go round.
    """
    crow_km = measure_km(lon_deg[one], lat_deg[one], lon_deg[other], lat_deg[other])
    reach_km = np.clip(anchors.nearest_km[one] + anchors.nearest_km[other], NEAR_KM, DIRECT_KM)
    is_one_land = (anchors.land[one] == anchors.land[other]) & (anchors.land[one] >= 0)
    is_between_nodes = anchors.is_on_node[one] & anchors.is_on_node[other]
    pairs = np.flatnonzero(is_one_land & ~is_between_nodes & (crow_km <= reach_km))
    kph = np.minimum(anchors.access_kph[one[pairs]], anchors.access_kph[other[pairs]])
    time_ms, metres = time_access(crow_km[pairs], kph)
    share = np.maximum(anchors.access_spread[one[pairs]], anchors.access_spread[other[pairs]])
    spread_ms = np.round(share * time_ms).astype(np.int64)
    _take_if_faster(ways, pairs, DIRECT, 0, 0, time_ms, metres, spread_ms, np.zeros(pairs.size, dtype=np.bool_))


def _take_if_faster(
    ways: Ways,
    pairs: IndexArray, kind: int, near: int, far: int,
    time_ms: FloatArray, metres: IntArray, spread_ms: IntArray, is_low: BoolArray,
) -> None:  # fmt: skip
    """Replace ways by others, driven all along, where those are strictly faster."""
    is_faster = time_ms < ways.time_ms[pairs]
    rows = pairs[is_faster]
    ways.kind[rows], ways.near[rows], ways.far[rows] = kind, near, far
    ways.time_ms[rows], ways.drive_ms[rows] = time_ms[is_faster], time_ms[is_faster].astype(np.int64)
    ways.spread_ms[rows], ways.wait_ms[rows] = spread_ms[is_faster], 0
    ways.metres[rows], ways.is_low[rows], ways.is_remote[rows] = metres[is_faster], is_low[is_faster], False
