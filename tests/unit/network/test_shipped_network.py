"""What must hold of the road tables that are shipped, whoever mends a leg."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import networkx
import numpy as np
import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.travel import GeoPoint, Quality, Vehicle
from planner.network import SkeletonSource, build_place_graph, find_path
from planner.network.describe import NOTE_TRANSFER
from planner.network.speeds import TERRAINS
from planner.units import great_circle_m

PASSENGER_BOAT_ISLANDS = {
    "conson", "bendam", "coong", "lyson", "anhails", "coto", "quanlan", "minhchau", "ngocvung", "honson", "namdu",
    "tienhaix", "phuquy", "culaocham", "conco", "binhba",
}  # fmt: skip
CAR_FERRY_ISLANDS = {
    "catba", "benbeo", "gialuan", "phulong", "duongdong", "anthoi", "baithom", "baivong", "ganhdau", "sanbayphuquoc",
    "culaodung", "canthanh", "binhkhanh", "tacsuat",
}  # fmt: skip


@lru_cache(maxsize=1)
def get_catalogue() -> Catalogue:
    return load_catalogue()


@lru_cache(maxsize=1)
def get_source() -> SkeletonSource:
    catalogue = get_catalogue()
    return SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, catalogue.speeds)


def without(takes: set[str]) -> SkeletonSource:
    """The network without the ferries that take these."""
    catalogue = get_catalogue()
    kept = [leg for leg in catalogue.road_legs if leg.takes not in takes]
    return SkeletonSource.build(catalogue.road_nodes, kept, catalogue.speeds)


def point(node_id: str) -> GeoPoint:
    node = get_catalogue().road_nodes[node_id]
    return GeoPoint(node_id, node.lon_deg, node.lat_deg)


def list_reached(source: SkeletonSource, start: str = "hanoi") -> set[str]:
    ids = list(get_catalogue().road_nodes)
    reached = np.isfinite(source.get_network(Vehicle.CAR4).travel_ms[ids.index(start)])
    return {node_id for node_id, is_reached in zip(ids, reached, strict=True) if is_reached}


def test_no_leg_is_shorter_than_the_straight_line() -> None:
    """Lengths are given to 0.1 km."""
    nodes = get_catalogue().road_nodes
    short = []
    for leg in get_catalogue().road_legs:
        a, b = nodes[leg.from_node], nodes[leg.to_node]
        if leg.km + 0.05 < 0.99 * great_circle_m(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg) / 1000:
            short.append(leg.id)
    assert short == []


def test_car_speeds_on_roads_are_believable() -> None:
    network = get_source().get_network(Vehicle.CAR4)
    is_road = np.array([leg.road_class != "ferry" for leg in get_catalogue().road_legs])
    kph = network.leg_m[is_road] / 1000 / (network.leg_ms[is_road] / 3_600_000)
    assert kph.min() >= 12
    assert kph.max() <= 90


def test_the_country_hangs_together_and_without_boats_the_islands_do_not() -> None:
    everything = set(get_catalogue().road_nodes)
    assert list_reached(get_source()) == everything
    islands = PASSENGER_BOAT_ISLANDS | CAR_FERRY_ISLANDS
    assert everything - list_reached(without({"passengers"})) == PASSENGER_BOAT_ISLANDS
    assert everything - list_reached(without({"passengers", "cars"})) == islands


@pytest.mark.parametrize("island", sorted(PASSENGER_BOAT_ISLANDS))
@pytest.mark.parametrize("vehicle", [Vehicle.CAR7, Vehicle.BICYCLE])
def test_islands_with_passenger_boats_are_reached_with_a_change_of_vehicle(island: str, vehicle: Vehicle) -> None:
    leg = get_source().leg(point("hanoi"), point(island), vehicle)
    assert leg.mode == "ferry"
    assert {"wait", "ferry", "transfer"} <= {part.mode for part in leg.parts}
    assert NOTE_TRANSFER in leg.notes


@pytest.mark.parametrize("vehicle", list(Vehicle))
def test_cat_ba_from_ha_long_is_a_car_ferry_without_a_change(vehicle: Vehicle) -> None:
    leg = get_source().leg(point("tuanchau"), point("gialuan"), vehicle)
    assert [part.mode for part in leg.parts] == ["wait", "car_ferry"]
    assert leg.drive_min == 0
    assert any("few sailings a day" in note for note in leg.notes)


@pytest.mark.parametrize("vehicle", list(Vehicle))
def test_matrices_of_nodes_are_symmetric_and_closed_over_the_mainland(vehicle: Vehicle) -> None:
    network = get_source().get_network(vehicle)
    for array in (network.travel_ms, network.drive_ms, network.metres, network.is_low):
        assert np.array_equal(array, array.T)
    ids = list(get_catalogue().road_nodes)
    islands = PASSENGER_BOAT_ISLANDS | CAR_FERRY_ISLANDS
    mainland = [k for k, node_id in enumerate(ids) if node_id not in islands]
    for middle in mainland[::20]:
        over = network.travel_ms[:, middle, None] + network.travel_ms[None, middle, :]
        assert (network.travel_ms <= over).all()


@pytest.mark.parametrize("vehicle", [Vehicle.MOTORBIKE, Vehicle.BICYCLE])
def test_two_wheels_never_meet_an_expressway(vehicle: Vehicle) -> None:
    network = get_source().get_network(vehicle)
    used = np.unique(network.states.leg_between)
    classes = {get_catalogue().road_legs[leg].road_class for leg in used[used >= 0]}
    assert classes == {"trunk", "secondary", "ferry"}


@pytest.mark.parametrize(
    "slower", [Vehicle.CAR7, Vehicle.VAN16, Vehicle.BUS29, Vehicle.COACH45, Vehicle.BICYCLE]
)  # fmt: skip
def test_a_slower_vehicle_is_never_faster_than_the_car(slower: Vehicle) -> None:
    """The motorbike is left out: on mountain and city legs it is as fast or faster."""
    car, other = (get_source().get_network(vehicle).travel_ms for vehicle in (Vehicle.CAR4, slower))
    assert (other >= car).all()


def test_between_mainland_towns_nobody_leaves_the_own_vehicle_at_a_berth() -> None:
    """Rạch Giá - Hà Tiên over Phú Quốc and Vũng Tàu - Trần Đề over Côn Đảo would be quicker than to cycle."""
    for start, end in (("rachgia", "hatien"), ("cangcaudavt", "cangtrande")):
        leg = get_source().leg(point(start), point(end), Vehicle.BICYCLE)
        assert "transfer" not in {part.mode for part in leg.parts}


def test_every_routable_place_is_reached_by_every_vehicle() -> None:
    points = [place.point for place in get_catalogue().located.values() if place.is_routable]
    for vehicle in (Vehicle.CAR7, Vehicle.BICYCLE):
        matrix = get_source().matrix(points, vehicle)
        assert matrix.reachable.all()
        off_diagonal = matrix.minutes[~np.eye(len(points), dtype=bool)]
        assert off_diagonal.min() >= 5
        assert (matrix.drive_min <= matrix.minutes).all()


def test_sites_on_islands_join_their_own_island() -> None:
    by_road_only = without({"passengers", "cars"})
    places = get_catalogue().located
    mainland = places["gw-hanoi-old-quarter"].point
    for place_id in ("ts-con-dao", "gw-phu-quoc-airport"):
        assert not by_road_only.matrix([mainland, places[place_id].point], Vehicle.CAR7).reachable[0, 1]


def test_the_spratlys_and_bangkok_are_outside_the_network() -> None:
    for lost in (GeoPoint("Trường Sa", 111.92, 8.64), GeoPoint("Bangkok", 100.5, 13.75)):
        assert not get_source().matrix([point("hanoi"), lost], Vehicle.CAR7).reachable[0, 1]


def test_the_place_graph_explains_the_minutes_of_the_source() -> None:
    catalogue = get_catalogue()
    graph = build_place_graph(catalogue.located.values(), catalogue.road_nodes, catalogue.road_legs, catalogue.speeds)
    assert isinstance(graph, networkx.MultiGraph)
    ids = [place.id for place in catalogue.located.values() if place.is_routable]
    for start, end in zip(ids[::40], ids[13::40], strict=False):
        path = find_path(graph, start, end)
        assert path is not None
        minutes = sum(min(edge["minutes"] for edge in graph[a][b].values()) for a, b in pairwise(path))
        leg = get_source().leg(catalogue.located[start].point, catalogue.located[end].point, Vehicle.CAR4)
        if leg.quality is Quality.ESTIMATE:
            continue
        rest_min = sum(part.minutes for part in leg.parts if part.mode == "rest")
        assert leg.minutes == pytest.approx(minutes + rest_min, abs=1)


def test_tables_edited_by_the_user_are_obeyed() -> None:
    catalogue = get_catalogue()
    halved = [
        replace(row, **{terrain: getattr(row, terrain) / 2 for terrain in TERRAINS}) if row.kind == "speed" else row
        for row in catalogue.speeds
    ]
    slow = SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, halved)
    a, b = point("hanoi"), point("haiphong")
    assert slow.leg(a, b, Vehicle.CAR4).drive_min > 1.9 * get_source().leg(a, b, Vehicle.CAR4).drive_min
