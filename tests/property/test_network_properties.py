"""What holds of travel times on every network: random small ones, with islands, boats and parallel legs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import networkx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.errors import UnreachableError
from planner.model.roads import RoadLeg, RoadNode, SpeedRow
from planner.model.travel import QUALITY_ORDER, GeoPoint, Vehicle
from planner.network import SkeletonSource
from planner.units import great_circle_m

SPEEDS = (
    SpeedRow("speed", "expressway", 100, 100, 100, 100, 100, "km/h"),
    SpeedRow("speed", "trunk", 50, 50, 50, 25, 25, "km/h"),
    SpeedRow("speed", "access", 25, 25, 25, 20, 20, "km/h"),
    SpeedRow("vehicle", "car4", 1, 1, 1, 1, 1, "factor"),
    SpeedRow("vehicle", "coach45", 0.8, 0.8, 0.8, 0.5, 0.5, "factor"),
    SpeedRow("vehicle", "bicycle", 12, 12, 10, 8, 12, "km/h"),
    SpeedRow("rest", "planned_stop_minutes", 15, None, None, None, None, "min"),
)
CAR_KPH = {"expressway": dict.fromkeys(("plain", "mountain"), 100), "trunk": {"plain": 50, "mountain": 25}}
VEHICLES = st.sampled_from([Vehicle.CAR4, Vehicle.COACH45, Vehicle.BICYCLE])
MS_PER_MIN = 60_000
MOVES = {
    None: (("before", "before"), ("own", "own"), ("after", "after")),
    "cars": (("own", "own"),),
    "passengers": (("before", "before"), ("before", "own"), ("own", "after"), ("after", "after")),
}
"""Whose vehicle before and after a leg, by what it takes: a road, a car ferry, a passenger boat."""


@dataclass(frozen=True)
class World:
    """A country of a few nodes: the legs may leave several pieces of land, boats may join them or not."""

    nodes: dict[str, RoadNode]
    legs: tuple[RoadLeg, ...]

    def build(self) -> SkeletonSource:
        return SkeletonSource.build(self.nodes, self.legs, SPEEDS)

    def list_lands(self) -> list[set[str]]:
        """Pieces of land, the mainland first."""
        roads = networkx.Graph()
        roads.add_nodes_from(self.nodes)
        roads.add_edges_from((leg.from_node, leg.to_node) for leg in self.legs if leg.road_class != "ferry")
        return sorted(networkx.connected_components(roads), key=len, reverse=True)


def draw_world(random: Random) -> World:
    spots = random.sample([(lon, lat) for lon in range(6) for lat in range(6)], random.randint(3, 7))
    nodes = {
        f"n{k}": RoadNode(
            id=f"n{k}", name_vi=f"N{k}", kind=random.choice(("town", "city", "junction")),
            lon_deg=105 + 0.08 * lon, lat_deg=16 + 0.08 * lat, province="P", coordinate_source="test",
            coord_uncertainty_km=0.5,
        )
        for k, (lon, lat) in enumerate(spots)
    }  # fmt: skip
    legs = [draw_leg(random, nodes, number, is_boat=False) for number in range(random.randint(1, 8))]
    legs += [draw_leg(random, nodes, 100 + number, is_boat=True) for number in range(random.randint(0, 5))]
    return World(nodes, tuple(legs))


def draw_leg(random: Random, nodes: dict[str, RoadNode], number: int, *, is_boat: bool) -> RoadLeg:
    a, b = random.sample(sorted(nodes), 2)
    crow_km = great_circle_m(nodes[a].lon_deg, nodes[a].lat_deg, nodes[b].lon_deg, nodes[b].lat_deg) / 1000
    return RoadLeg(
        id=f"L{number}", from_node=a, to_node=b, ref="QL1",
        road_class="ferry" if is_boat else random.choice(("trunk", "trunk", "expressway")),
        terrain=None if is_boat else random.choice(("plain", "mountain")),
        km=float(np.ceil(crow_km * random.choice((1.0, 1.2, 3.0, 12.0)))), km_source="test",
        minutes_override=random.choice((5, 30)) if is_boat else None,
        wait_min=random.choice((0, 20)) if is_boat else None,
        takes=random.choice(("cars", "passengers")) if is_boat else None, toll=None, note=None,
        confidence=random.choice(("medium", "medium", "low")),
    )  # fmt: skip


def draw_points(random: Random, world: World) -> list[GeoPoint]:
    """Sites: on nodes, near them, between them, and now and then far away."""
    points = []
    for k in range(random.randint(2, 6)):
        node = world.nodes[random.choice(sorted(world.nodes))]
        reach = random.choice((0.0, 0.001, 0.03, 0.1, 0.5))
        lon_deg, lat_deg = (axis + random.choice((-1, 0, 1)) * reach for axis in (node.lon_deg, node.lat_deg))
        points.append(GeoPoint(f"p{k}", lon_deg, lat_deg, random.choice((0.0, 3.0))))
    return points


worlds = st.randoms(use_true_random=False).map(draw_world)


def find_naively_ms(world: World, vehicle: Vehicle, start: str) -> dict[str, float]:
    """Bellman-Ford over (node, whose vehicle), straight from the rules in `docs/network.md`."""
    mainland = world.list_lands()[0]
    known = {(start, "own"): 0.0} | ({} if start in mainland else {(start, "before"): 0.0, (start, "after"): 0.0})
    for _ in range(3 * len(world.nodes) + 1):
        for leg in world.legs:
            for a, b in ((leg.from_node, leg.to_node), (leg.to_node, leg.from_node)):
                for old, new in MOVES[leg.takes]:
                    if any(s != "own" and node in mainland for node, s in ((a, old), (b, new))):
                        continue
                    cost = known.get((a, old), np.inf) + _time_ms(leg, vehicle)
                    known[b, new] = min(known.get((b, new), np.inf), cost)
    best: dict[str, float] = {}
    for (node, state), cost in known.items():
        if state != "before" or node == start:
            best[node] = min(best.get(node, np.inf), cost)
    return best


def _time_ms(leg: RoadLeg, vehicle: Vehicle) -> float:
    if leg.road_class == "ferry":
        assert leg.minutes_override is not None
        assert leg.wait_min is not None
        return MS_PER_MIN * (leg.minutes_override + leg.wait_min + (15 if leg.takes == "passengers" else 0))
    assert leg.terrain is not None
    if vehicle is Vehicle.BICYCLE:
        if leg.road_class == "expressway":
            return np.inf
        kph = 12.0 if leg.terrain == "plain" else 8.0
    else:
        factor = 1 if vehicle is Vehicle.CAR4 else 0.8 if leg.terrain == "plain" else 0.5
        kph = CAR_KPH[leg.road_class][leg.terrain] * factor
    return round(leg.km / kph * 60 * MS_PER_MIN)


@given(worlds, VEHICLES)
def test_times_between_nodes_equal_the_naive_ones(world: World, vehicle: Vehicle) -> None:
    lands = world.list_lands()
    assume(len(lands) == 1 or len(lands[0]) > len(lands[1]))  # which of two equal lands is the mainland is open
    network = world.build().get_network(vehicle)
    for row, start in enumerate(world.nodes):
        naive = find_naively_ms(world, vehicle, start)
        assert network.travel_ms[row].tolist() == [naive.get(node, np.inf) for node in world.nodes]


@given(worlds, VEHICLES)
def test_what_is_said_of_a_path_is_the_sum_over_its_legs(world: World, vehicle: Vehicle) -> None:
    network = world.build().get_network(vehicle)
    n = len(world.nodes)
    for start in range(n):
        for end in range(n):
            if not np.isfinite(network.travel_ms[start, end]):
                continue
            path = network.list_path(start, end)
            stops = [start, *(after for _, _, after in path)]
            assert stops[-1] == end
            assert [(a, b) for _, a, b in path] == list(pairwise(stops))
            legs = [leg for leg, _, _ in path]
            roads = [leg for leg in legs if world.legs[leg].road_class != "ferry"]
            assert network.travel_ms[start, end] == network.leg_ms[legs].sum()
            assert network.drive_ms[start, end] == network.leg_ms[roads].sum()
            assert network.metres[start, end] == network.leg_m[legs].sum()
            assert network.is_low[start, end] == any(world.legs[leg].confidence == "low" for leg in legs)
            if vehicle is Vehicle.BICYCLE:
                assert "expressway" not in {world.legs[leg].road_class for leg in legs}


@given(worlds, VEHICLES)
def test_times_between_nodes_are_symmetric_and_closed_over_mainland_nodes(world: World, vehicle: Vehicle) -> None:
    """Over an island node they need not be: who changes boats there has left a vehicle behind."""
    network = world.build().get_network(vehicle)
    for array in (network.travel_ms, network.drive_ms, network.metres, network.is_low):
        assert np.array_equal(array, array.T)
    lands = world.list_lands()
    assume(len(lands) == 1 or len(lands[0]) > len(lands[1]))
    ids = list(world.nodes)
    for node in lands[0]:
        k = ids.index(node)
        assert (network.travel_ms <= network.travel_ms[:, [k]] + network.travel_ms[[k], :]).all()


@given(worlds, VEHICLES, st.randoms(use_true_random=False))
def test_leg_and_matrix_agree_for_any_points_in_any_order(world: World, vehicle: Vehicle, random: Random) -> None:
    source, points = world.build(), draw_points(random, world)
    matrix = source.matrix(points, vehicle)
    for array in (matrix.reachable, matrix.minutes, matrix.drive_min, matrix.metres, matrix.quality):
        assert np.array_equal(array, array.T)
    for i, a in enumerate(points):
        for j, b in enumerate(points):
            if not matrix.reachable[i, j]:
                with pytest.raises(UnreachableError):
                    source.leg(a, b, vehicle)
                continue
            leg = source.leg(a, b, vehicle)
            assert (leg.minutes, leg.drive_min, leg.metres, leg.quality) == (
                matrix.minutes[i, j], matrix.drive_min[i, j], matrix.metres[i, j], QUALITY_ORDER[matrix.quality[i, j]],
            )  # fmt: skip
            assert sum(part.minutes for part in leg.parts) == leg.minutes
            assert sum(part.metres for part in leg.parts) == leg.metres
            assert leg.geometry[0] == (a.lon_deg, a.lat_deg)
            assert leg.geometry[-1] == (b.lon_deg, b.lat_deg)
            assert leg.metres >= 0.99 * great_circle_m(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg) - 1


@given(worlds, VEHICLES, st.randoms(use_true_random=False))
def test_other_points_do_not_change_an_answer(world: World, vehicle: Vehicle, random: Random) -> None:
    source, points = world.build(), draw_points(random, world)
    order = random.sample(range(len(points)), len(points))
    chosen = order[: random.randint(2, len(points))]
    whole, part = source.matrix(points, vehicle), source.matrix([points[k] for k in chosen], vehicle)
    for name in ("reachable", "minutes", "drive_min", "metres", "quality"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[np.ix_(chosen, chosen)])


@given(worlds, VEHICLES, st.randoms(use_true_random=False), st.booleans())
def test_one_more_leg_never_lengthens_the_way_between_nodes(
    world: World, vehicle: Vehicle, random: Random, is_boat: bool
) -> None:
    """A road that joins two pieces of land is left out: it ends the hiring of vehicles on what was an island."""
    leg = draw_leg(random, world.nodes, 999, is_boat=is_boat)
    assume(is_boat or any({leg.from_node, leg.to_node} <= land for land in world.list_lands()))
    before = world.build().get_network(vehicle)
    after = replace(world, legs=(*world.legs, leg)).build().get_network(vehicle)
    assert (after.travel_ms <= before.travel_ms).all()


@given(worlds)
def test_a_slower_vehicle_is_never_faster_between_nodes(world: World) -> None:
    source = world.build()
    car, coach, bicycle = (source.get_network(v).travel_ms for v in (Vehicle.CAR4, Vehicle.COACH45, Vehicle.BICYCLE))
    assert (coach >= car).all()
    assert (bicycle >= coach).all()


@given(worlds)
def test_without_boats_every_piece_of_land_is_for_itself(world: World) -> None:
    roads: Sequence[RoadLeg] = [leg for leg in world.legs if leg.road_class != "ferry"]
    network = replace(world, legs=tuple(roads)).build().get_network(Vehicle.CAR4)
    ids = list(world.nodes)
    for land in world.list_lands():
        inside = np.isin(ids, sorted(land))
        assert not np.isfinite(network.travel_ms[np.ix_(inside, ~inside)]).any()
        assert np.isfinite(network.travel_ms[np.ix_(inside, inside)]).all()
