"""The skeleton for one vehicle: all shortest paths between nodes, and what lies along them.

Times are whole milliseconds and lengths whole metres, so that sums do not depend on the order of
adding: the matrix is exactly symmetric and exactly closed under the triangle inequality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from planner.model.roads import RoadLeg
from planner.model.travel import BoolArray, IntArray, Vehicle
from planner.network.ground import FERRY, FloatArray, Ground, IndexArray
from planner.network.speeds import SpeedTable, may_use

Scalar = TypeVar("Scalar", bound=np.generic)

MS_PER_MIN: Final = 60_000
TRANSFER_MIN: Final = 15
"""From a passenger boat into a hired vehicle of the same class, or back into one's own."""


@dataclass(frozen=True, slots=True, eq=False)
class VehicleNetwork:
    """Shortest paths of one vehicle over `n` nodes; build it with `build_vehicle_network`.

    Parameters
    ----------
    leg_ms, leg_drive_ms, leg_m, leg_is_low
        Shape (m,), over all legs: door-to-door time, the part of it at the wheel, length, whether the
        leg's confidence is low. `leg_ms` is infinite where the vehicle may not go.
    leg_between
        Shape (n, n): number of the fastest leg joining two nodes, -1 where there is none.
    before
        Shape (n, n): node before `j` on the fastest path from `i`, negative where there is none.
    travel_ms, drive_ms, metres, is_low
        Shape (n, n), all along the same fastest path; `travel_ms` is infinite where no path leads,
        planned rests are not in it.
    serves
        Shape (n,): whether sites may be attached to the node: it belongs to the largest part of its
        piece of land that this vehicle can ride on.
    """

    vehicle: Vehicle
    leg_ms: FloatArray
    leg_drive_ms: FloatArray
    leg_m: IntArray
    leg_is_low: BoolArray
    leg_between: npt.NDArray[np.int32]
    before: npt.NDArray[np.int32]
    travel_ms: FloatArray
    drive_ms: IntArray
    metres: IntArray
    is_low: BoolArray
    serves: BoolArray

    def list_path(self, start: int, end: int) -> list[int]:
        """Return the nodes of the fastest path, ends included; the way back is the same path reversed."""
        root, node = min(start, end), max(start, end)
        path = [node]
        while node != root:
            node = int(self.before[root, node])
            path.append(node)
        return path if start > end else path[::-1]


def build_vehicle_network(ground: Ground, speeds: SpeedTable, vehicle: Vehicle) -> VehicleNetwork:
    """Return all shortest paths of a vehicle (Dijkstra from every node, once).

    Parallel legs are reduced to the fastest allowed one before the sparse matrix is made, which
    would add them up otherwise.
    """
    times = [_time_leg(leg, speeds, vehicle) for leg in ground.legs]
    leg_ms = np.array([travel for travel, _ in times], dtype=np.float64)
    leg_drive_ms = np.array([drive for _, drive in times], dtype=np.float64)
    leg_m = np.array([round(leg.km * 1000) for leg in ground.legs], dtype=np.int64)
    leg_is_low = np.array([leg.confidence == "low" for leg in ground.legs], dtype=np.bool_)
    leg_between = _find_fastest_legs(ground, leg_ms)
    tail, head = np.nonzero(leg_between >= 0)
    weights = csr_matrix((leg_ms[leg_between[tail, head]], (tail, head)), shape=leg_between.shape)
    travel_ms, before = dijkstra(weights, directed=True, return_predecessors=True)
    drive, metres, low = _add_along_paths(
        before, leg_between, (leg_drive_ms.astype(np.int64), leg_m, leg_is_low.astype(np.int64))
    )
    return VehicleNetwork(
        vehicle, leg_ms, leg_drive_ms, leg_m, leg_is_low, leg_between, before,
        _mirror(travel_ms), _mirror(drive), _mirror(metres), _mirror(low) > 0, _find_serving(ground, leg_ms),
    )  # fmt: skip


def _time_leg(leg: RoadLeg, speeds: SpeedTable, vehicle: Vehicle) -> tuple[float, float]:
    """Milliseconds door to door and at the wheel. A boat takes its own time, whoever is on board."""
    if not may_use(vehicle, leg):
        return np.inf, 0.0
    if leg.road_class == FERRY:
        transfer_min = TRANSFER_MIN if leg.takes == "passengers" else 0
        return float(((leg.wait_min or 0) + (leg.minutes_override or 0) + transfer_min) * MS_PER_MIN), 0.0
    drive = to_ms(leg.km, speeds.get_kph(leg.road_class, leg.terrain, vehicle))
    return drive, drive


def to_ms(km: float, kph: float) -> float:
    """Return the whole milliseconds that a length takes at a speed, as a float."""
    return float(round(km / kph * 60 * MS_PER_MIN))


def _find_fastest_legs(ground: Ground, leg_ms: FloatArray) -> npt.NDArray[np.int32]:
    n = len(ground.nodes)
    between = np.full((n, n), -1, dtype=np.int32)
    slowest_first = np.argsort(-leg_ms, kind="stable")
    usable = slowest_first[np.isfinite(leg_ms[slowest_first])]
    for leg in usable:  # the fastest is written last and stays
        between[ground.tail[leg], ground.head[leg]] = between[ground.head[leg], ground.tail[leg]] = leg
    np.fill_diagonal(between, -1)
    return between


def _add_along_paths(
    before: npt.NDArray[np.int32], leg_between: npt.NDArray[np.int32], amounts: tuple[IntArray, ...]
) -> list[IntArray]:
    """Sum amounts of legs along every path of the predecessor trees, by doubling the jumps.

    After `k` rounds an entry holds the sum over the last 2^k legs of its path, so the rounds needed
    grow as the logarithm of the longest path.
    """
    columns = np.broadcast_to(np.arange(before.shape[0]), before.shape)
    has_before = before >= 0
    jump = np.where(has_before, before, columns).astype(np.intp)
    leg = leg_between[jump, columns]
    sums = [np.where(has_before, amount[leg], 0) for amount in amounts]
    while True:
        farther = np.take_along_axis(jump, jump, axis=1)
        for total in sums:
            total += np.take_along_axis(total, jump, axis=1)
        if np.array_equal(farther, jump):
            return sums
        jump = farther


def _mirror(matrix: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Copy the upper triangle over the lower one: of several equally fast paths, both ways show the same."""
    return np.where(np.tri(matrix.shape[0], k=-1, dtype=bool), matrix.T, matrix)


def _find_serving(ground: Ground, leg_ms: FloatArray) -> BoolArray:
    """Nodes in the largest road-joined part of their piece of land, by what this vehicle may use."""
    n = len(ground.nodes)
    is_road = np.array([leg.road_class != FERRY for leg in ground.legs], dtype=np.bool_)
    usable: IndexArray = np.flatnonzero(np.isfinite(leg_ms) & is_road)
    links = csr_matrix((np.ones(usable.size), (ground.tail[usable], ground.head[usable])), shape=(n, n))
    count, part = connected_components(links, directed=False)
    size = np.bincount(part, minlength=count)
    largest_on_land = np.zeros(int(ground.land.max()) + 1, dtype=np.int64)
    np.maximum.at(largest_on_land, ground.land, size[part])
    return np.asarray(size[part] == largest_on_land[ground.land], dtype=np.bool_)
