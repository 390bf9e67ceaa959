"""The skeleton for one vehicle: all shortest paths between nodes, and what lies along them.

Times are whole milliseconds and lengths whole metres, so that sums do not depend on the order of
adding and the matrices are exactly symmetric.

**Whose vehicle.** A passenger boat leaves the party's own vehicle at the berth; on the island they
hire one of the same class. They cannot come ashore on the mainland elsewhere and drive on in the
vehicle they left behind. So a path runs through three states: *before* (on islands, hired), *own*
(the party's vehicle, which car ferries carry along), *after* (on islands, hired again). Passenger
boats lead from before to own and from own to after; the states before and after exist off the
mainland only. A path between two mainland nodes is thus driven in the own vehicle from end to end.
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
    leg_ms, leg_m, leg_is_low, leg_spread_ms
        Shape (m,), over all legs: door-to-door time, length, whether the leg's confidence is low, one
        standard deviation of the time. `leg_ms` is infinite where the vehicle may not go.
    states
        The states and the shortest paths between them.
    first_state, last_state
        Shape (n, n): states in which the fastest path between two nodes starts and ends.
    travel_ms, drive_ms, metres, is_low, spread_ms, wait_ms
        Shape (n, n), all along the same fastest path; `travel_ms` is infinite where no path leads,
        planned rests are not in it. Spreads add up along a path, as if all of it were slow or quick
        together: quoted drives scatter by much the same share however long they are.
    serves
        Shape (n,): whether sites may be attached to the node: it belongs to the largest part of its
        piece of land that this vehicle can ride on.
    """

    vehicle: Vehicle
    leg_ms: FloatArray
    leg_m: IntArray
    leg_is_low: BoolArray
    leg_spread_ms: IntArray
    states: _States
    first_state: IndexArray
    last_state: IndexArray
    travel_ms: FloatArray
    drive_ms: IntArray
    metres: IntArray
    is_low: BoolArray
    spread_ms: IntArray
    wait_ms: IntArray
    serves: BoolArray

    def list_path(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return the fastest path between two nodes that it can join, as (leg, from node, to node).

        The way back is the same path turned round.
        """
        root, goal = min(start, end), max(start, end)
        first, state = int(self.first_state[root, goal]), int(self.last_state[root, goal])
        steps = []
        while state != first:
            previous = int(self.states.before[first, state])
            leg = int(self.states.leg_between[previous, state])
            steps.append((leg, int(self.states.node[previous]), int(self.states.node[state])))
            state = previous
        return steps[::-1] if start == root else [(leg, b, a) for leg, a, b in steps]


@dataclass(frozen=True, slots=True, eq=False)
class _States:
    """Shortest paths over (node, whose vehicle).

    Parameters
    ----------
    node
        Node of each of `s` states, shape (s,). The first `n` states are *own*.
    hired_before, hired_after
        States of the nodes with a hired vehicle, shape (n,); -1 on the mainland.
    leg_between
        Shape (s, s): number of the fastest leg from one state to another, -1 where there is none.
    before
        Shape (s, s): state before `j` on the fastest path from `i`, negative where there is none.
    """

    node: IndexArray
    hired_before: IndexArray
    hired_after: IndexArray
    leg_between: npt.NDArray[np.int32]
    before: npt.NDArray[np.int32]


def build_vehicle_network(ground: Ground, speeds: SpeedTable, vehicle: Vehicle) -> VehicleNetwork:
    """Return all shortest paths of a vehicle (Dijkstra from every node, once)."""
    times = [_time_leg(leg, speeds, vehicle) for leg in ground.legs]
    leg_ms = np.array([travel for travel, _ in times], dtype=np.float64)
    leg_drive_ms = np.array([drive for _, drive in times], dtype=np.int64)
    leg_m = np.array([round(leg.km * 1000) for leg in ground.legs], dtype=np.int64)
    leg_is_low = np.array([leg.confidence == "low" for leg in ground.legs], dtype=np.bool_)
    leg_spread_ms = _list_spreads(ground, speeds, leg_drive_ms, leg_is_low)
    leg_wait_ms = np.array([(leg.wait_min or 0) * MS_PER_MIN for leg in ground.legs], dtype=np.int64)
    node, hired_before, hired_after = _number_states(ground.land)
    leg_between = _find_fastest_legs(ground, leg_ms, node.size, hired_before, hired_after)
    tail, head = np.nonzero(leg_between >= 0)
    weights = csr_matrix((leg_ms[leg_between[tail, head]], (tail, head)), shape=leg_between.shape)
    travel_ms, before = dijkstra(weights, directed=True, return_predecessors=True)
    first, last = _choose_states(travel_ms, hired_before, hired_after)
    amounts = (leg_drive_ms, leg_m, leg_is_low.astype(np.int64), leg_spread_ms, leg_wait_ms)
    along = _add_along_paths(before, leg_between, amounts)
    drive_ms, metres, low, spread_ms, wait_ms = (_mirror(total[first, last]) for total in along)
    return VehicleNetwork(
        vehicle=vehicle, leg_ms=leg_ms, leg_m=leg_m, leg_is_low=leg_is_low, leg_spread_ms=leg_spread_ms,
        states=_States(node, hired_before, hired_after, leg_between, before), first_state=first, last_state=last,
        travel_ms=_mirror(travel_ms[first, last]), drive_ms=drive_ms, metres=metres, is_low=low > 0,
        spread_ms=spread_ms, wait_ms=wait_ms, serves=_find_serving(ground, leg_ms),
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


def _list_spreads(ground: Ground, speeds: SpeedTable, drive_ms: IntArray, is_low: BoolArray) -> IntArray:
    """Milliseconds of one standard deviation per leg. Boats are as quick as they are; waits are counted apart."""
    shares = [
        0.0 if leg.road_class == FERRY else speeds.get_spread(leg.road_class, leg.terrain, is_low=bool(low))
        for leg, low in zip(ground.legs, is_low, strict=True)
    ]
    spread_ms: IntArray = np.round(drive_ms * np.array(shares)).astype(np.int64)
    return spread_ms


def to_ms(km: float, kph: float) -> float:
    """Return the whole milliseconds that a length takes at a speed, as a float."""
    return float(round(km / kph * 60 * MS_PER_MIN))


def _number_states(land: IndexArray) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Node of every state, and per node its states with a hired vehicle (-1 on the mainland)."""
    n = land.size
    islands = np.flatnonzero(land != np.bincount(land).argmax())
    hired_before, hired_after = np.full(n, -1, dtype=np.intp), np.full(n, -1, dtype=np.intp)
    hired_before[islands] = n + np.arange(islands.size)
    hired_after[islands] = n + islands.size + np.arange(islands.size)
    return np.concatenate((np.arange(n, dtype=np.intp), islands, islands)), hired_before, hired_after


def _find_fastest_legs(
    ground: Ground, leg_ms: FloatArray, n_states: int, hired_before: IndexArray, hired_after: IndexArray
) -> npt.NDArray[np.int32]:
    """Reduce parallel legs to the fastest allowed one per pair of states: a sparse matrix would add them up."""
    between = np.full((n_states, n_states), -1, dtype=np.int32)
    slowest_first = np.argsort(-leg_ms, kind="stable")
    own = np.arange(ground.lon_deg.size)
    within = {"road": (own, hired_before, hired_after), "cars": (own,), "passengers": (hired_before, hired_after)}
    across = {"passengers": ((own, hired_after), (hired_before, own))}
    for number in slowest_first[np.isfinite(leg_ms[slowest_first])]:  # the fastest is written last and stays
        takes = ground.legs[number].takes if ground.legs[number].road_class == FERRY else "road"
        moves = [(state, state) for state in within[str(takes)]] + list(across.get(str(takes), ()))
        ends = int(ground.tail[number]), int(ground.head[number])
        for start, end in (ends, ends[::-1]):
            for leaving, arriving in moves:
                if leaving[start] >= 0 and arriving[end] >= 0 and start != end:
                    between[leaving[start], arriving[end]] = number
    return between


def _choose_states(
    travel_ms: FloatArray, hired_before: IndexArray, hired_after: IndexArray
) -> tuple[IndexArray, IndexArray]:
    """States in which the fastest path of every pair of nodes starts and ends, shape (n, n) each.

    The own vehicle stands ready wherever a path starts, or a hired one does.
    """
    n = hired_before.size
    own = np.arange(n, dtype=np.intp)
    before, after = (np.where(hired >= 0, hired, own) for hired in (hired_before, hired_after))
    best = np.full((n, n), np.inf)
    first, last = np.repeat(own[:, None], n, axis=1), np.repeat(own[None, :], n, axis=0)
    for starts, ends in ((own, own), (before, own), (own, after), (before, after)):
        cost = travel_ms[np.ix_(starts, ends)]
        is_better = cost < best
        best[is_better] = cost[is_better]
        first[is_better] = np.broadcast_to(starts[:, None], (n, n))[is_better]
        last[is_better] = np.broadcast_to(ends[None, :], (n, n))[is_better]
    return first, last


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
