"""Minutes, driving, metres and quality between points, on networks small enough to reckon by hand."""

import numpy as np
import pytest
from network_builders import build_source, make_ferry, make_leg, make_node, point_at

from planner.errors import TravelTimeError, UnreachableError
from planner.model.roads import RoadLeg
from planner.model.travel import QUALITY_ORDER, GeoPoint, Quality, TravelMatrix, Vehicle

A, B, C = make_node("a", 0.0, 0.0), make_node("b", 1.0, 0.0), make_node("c", 2.0, 0.0)
ISLE, FAR_ISLE = make_node("isle", 1.0, 1.0), make_node("far", 1.0, 2.0)
CAR = Vehicle.CAR4


def travel(legs: list[RoadLeg], vehicle: Vehicle = CAR, ends: str = "a-c") -> tuple[int, int, int]:
    """Minutes, driving minutes and metres between two nodes of the network that the legs make."""
    nodes = {node.id: node for node in (A, B, C, ISLE, FAR_ISLE)}
    used = {end for leg in legs for end in (leg.from_node, leg.to_node)}
    source = build_source([node for node_id, node in nodes.items() if node_id in used], legs)
    start, end = ends.split("-")
    matrix = source.matrix([point_at(nodes[start]), point_at(nodes[end])], vehicle)
    return int(matrix.minutes[0, 1]), int(matrix.drive_min[0, 1]), int(matrix.metres[0, 1])


def get_quality(matrix: TravelMatrix) -> Quality:
    return QUALITY_ORDER[matrix.quality[0, 1]]


def test_minutes_are_kilometres_over_speed_rounded_up() -> None:
    assert travel([make_leg("a-c", 60)]) == (60, 60, 60_000)
    assert travel([make_leg("a-c", 60.1)]) == (61, 61, 60_100)
    assert travel([make_leg("a-c", 30)], Vehicle.COACH45) == (60, 60, 30_000)
    assert travel([make_leg("a-c", 15, terrain="mountain")], Vehicle.BICYCLE) == (165, 150, 15_000)


def test_legs_are_added_before_rounding() -> None:
    assert travel([make_leg("a-b", 20.4), make_leg("b-c", 20.4)]) == (41, 41, 40_800)


@pytest.mark.parametrize(
    ("km", "rests"), [(119.9, 0), (120, 1), (121, 1), (239.9, 1), (240, 2)]
)  # fmt: skip
def test_a_quarter_of_an_hour_of_rest_per_full_two_hours_at_the_wheel(km: float, rests: int) -> None:
    minutes, drive_min, _ = travel([make_leg("a-c", km)])
    assert drive_min == np.ceil(km)
    assert minutes == drive_min + 15 * rests


def test_time_on_a_boat_counts_towards_no_rest() -> None:
    legs = [make_leg("a-b", 100), make_ferry("b-c", "cars", crossing_min=100), make_leg("a-c", 500)]
    assert travel(legs) == (220, 100, 130_000)


def test_the_fastest_way_is_taken_and_its_own_length_is_told() -> None:
    short_and_slow = make_leg("a-c", 50, terrain="mountain")
    assert travel([short_and_slow, make_leg("a-b", 45), make_leg("b-c", 45)]) == (90, 90, 90_000)


def test_parallel_legs_are_reduced_to_the_fastest_allowed_one() -> None:
    legs = [make_leg("a-c", 60), make_leg("a-c", 80, "expressway"), make_leg("c-a", 90, "secondary")]
    assert travel(legs) == (40, 40, 80_000)
    assert travel(legs, Vehicle.MOTORBIKE) == (75, 75, 60_000)
    assert travel(legs[::-1]) == (40, 40, 80_000)


def test_a_boat_takes_its_own_time_whatever_is_on_board() -> None:
    legs = [make_leg("a-b", 10), make_ferry("b-c", "cars", crossing_min=30, wait_min=20)]
    assert travel(legs) == (60, 10, 40_000)
    assert travel(legs, Vehicle.COACH45) == (70, 20, 40_000)
    assert travel(legs, Vehicle.BICYCLE) == (90, 40, 40_000)


@pytest.mark.parametrize("vehicle", [Vehicle.CAR4, Vehicle.MOTORBIKE, Vehicle.BICYCLE])
def test_after_a_passenger_boat_a_hired_vehicle_goes_on(vehicle: Vehicle) -> None:
    by_ferry, on_board = (
        [make_leg("a-b", 20), make_ferry("b-isle", takes), make_leg("isle-far", 12)] for takes in ("cars", "passengers")
    )
    carried, left = travel(by_ferry, vehicle, "a-far"), travel(on_board, vehicle, "a-far")
    assert left == (carried[0] + 15, *carried[1:])


def test_the_own_vehicle_is_not_left_behind_by_a_short_cut_over_the_sea() -> None:
    boats = [make_ferry("a-isle", "passengers"), make_ferry("isle-c", "passengers")]
    mainland = [make_leg("a-b", 50), make_leg("b-c", 250)]
    assert travel([*mainland, *boats]) == (300 + 2 * 15, 300, 300_000)
    carried = [make_ferry("a-isle", "cars"), make_ferry("isle-c", "cars")]
    assert travel([*mainland, *carried]) == (100, 0, 60_000)


def test_a_hired_vehicle_is_not_taken_off_its_island() -> None:
    """To the island by passenger boat, away from it by car ferry: there is no vehicle to drive on in."""
    legs = [make_leg("a-b", 50), make_leg("b-c", 250), make_ferry("a-isle", "passengers"), make_ferry("isle-c", "cars")]
    assert travel(legs)[1] == 300
    assert travel(legs, ends="isle-c") == (50, 0, 30_000)
    assert travel(legs, ends="a-isle") == (65, 0, 30_000)


def test_islands_are_reached_over_islands_and_from_one_to_another_over_the_mainland() -> None:
    hop = [make_leg("a-b", 10), make_ferry("b-isle", "passengers"), make_ferry("isle-far", "passengers")]
    assert travel(hop, ends="a-far") == (10 + 65 + 65, 10, 70_000)
    star = [make_leg("a-b", 10), make_ferry("a-isle", "passengers"), make_ferry("b-far", "passengers")]
    assert travel(star, ends="isle-far") == (65 + 10 + 65, 10, 70_000)


def test_without_ferries_an_island_is_out_of_reach_and_no_number_says_otherwise() -> None:
    source = build_source([A, B, ISLE], [make_leg("a-b", 10)])
    points = [point_at(A), point_at(B), point_at(ISLE)]
    matrix = source.matrix(points, CAR)
    assert matrix.reachable.tolist() == [[True, True, False], [True, True, False], [False, False, True]]
    for array in (matrix.minutes, matrix.drive_min, matrix.metres):
        assert (array[~matrix.reachable] == -1).all()
    with pytest.raises(UnreachableError, match="site a 0 0 to site isle 0 0 by car4") as caught:
        source.leg(points[0], points[2], CAR)
    assert caught.value.code == "N401"


def test_a_point_far_from_every_road_is_outside_the_network() -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    lost = GeoPoint("lost", 0.0, 0.6)
    assert not source.matrix([point_at(A), lost], CAR).reachable[0, 1]
    with pytest.raises(UnreachableError, match="lost lies more than 60 km") as caught:
        source.leg(point_at(A), lost, CAR)
    assert caught.value.code == "N402"


@pytest.mark.parametrize(("lon_deg", "lat_deg"), [(float("nan"), 0.0), (0.0, 105.8), (181.0, 0.0)])
def test_a_point_that_is_nowhere_on_earth_is_refused(lon_deg: float, lat_deg: float) -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    with pytest.raises(TravelTimeError, match="nowhere on Earth"):
        source.matrix([point_at(A), GeoPoint("x", lon_deg, lat_deg)], CAR)


def test_two_places_on_one_point_are_five_minutes_apart_and_one_place_none() -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    here, twin = GeoPoint("here", 0.0, 0.05), GeoPoint("twin", 0.0, 0.05)
    matrix = source.matrix([here, twin, here], CAR)
    assert matrix.minutes.tolist() == [[0, 5, 0], [5, 0, 5], [0, 5, 0]]
    assert not matrix.metres.any()
    assert not matrix.drive_min.any()


def test_the_floor_does_not_touch_longer_ways() -> None:
    assert travel([make_leg("a-c", 4)]) == (5, 4, 4_000)
    assert travel([make_leg("a-c", 5)]) == (5, 5, 5_000)
    assert travel([make_leg("a-c", 5.1)]) == (6, 6, 5_100)


def test_no_points_and_one_point_are_matrices_too() -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    assert source.matrix([], CAR).minutes.shape == (0, 0)
    assert source.matrix([point_at(A)], CAR).minutes.tolist() == [[0]]


def test_quality_is_the_worst_on_the_way() -> None:
    sure, doubtful = make_leg("a-b", 60), make_leg("b-c", 60, confidence="low")
    source = build_source([A, B, C], [sure, doubtful])
    assert get_quality(source.matrix([point_at(A), point_at(B)], CAR)) is Quality.SKELETON
    assert get_quality(source.matrix([point_at(A), point_at(C)], CAR)) is Quality.SKELETON_LOW
    assert get_quality(source.matrix([point_at(A), point_at(B, uncertainty_km=2)], CAR)) is Quality.SKELETON_LOW
    assert get_quality(source.matrix([point_at(A), point_at(B, uncertainty_km=1.9)], CAR)) is Quality.SKELETON


@pytest.mark.parametrize(("north_km", "expected"), [(14.9, Quality.SKELETON), (15.1, Quality.REMOTE)])
def test_far_from_the_network_is_remote(north_km: float, expected: Quality) -> None:
    source = build_source([A, B], [make_leg("a-b", 120, terrain="hill")])
    matrix = source.matrix([point_at(A, north_km=north_km), point_at(B)], CAR)
    assert get_quality(matrix) is expected


def test_a_doubtful_leg_beside_the_way_does_not_matter() -> None:
    source = build_source([A, B, C], [make_leg("a-c", 60), make_leg("a-b", 1, confidence="low")])
    assert get_quality(source.matrix([point_at(A), point_at(C)], CAR)) is Quality.SKELETON


def test_of_two_equally_fast_ways_both_directions_take_the_same_one() -> None:
    """40 minutes each: 40 km of trunk road, or 80 km of expressway."""
    north, south = make_node("north", 1.0, 0.5), make_node("south", 1.0, -0.5)
    legs = [
        make_leg("a-north", 20), make_leg("north-c", 20),
        make_leg("c-south", 40, "expressway"), make_leg("south-a", 40, "expressway"),
    ]  # fmt: skip
    for nodes in ([A, C, north, south], [C, south, north, A], [south, A, C, north]):
        source = build_source(nodes, legs)
        there, back = source.leg(point_at(A), point_at(C), CAR), source.leg(point_at(C), point_at(A), CAR)
        assert there.metres == back.metres == source.matrix([point_at(C), point_at(A)], CAR).metres[0, 1]
        assert there.geometry == back.geometry[::-1]


def test_of_two_equally_fast_ways_between_sites_both_directions_take_the_same_one() -> None:
    """Each site lies in the middle of its leg, and an equally fast way leads from either end of it."""
    corners = [make_node("a", 0.0, 0.0), make_node("b", 0.0, 1.0), make_node("c", 1.0, 0.0), make_node("d", 1.0, 1.0)]
    legs = [make_leg("a-b", 120), make_leg("c-d", 120), make_leg("a-d", 200), make_leg("b-c", 400, "expressway")]
    source = build_source(corners, legs)
    west, east = GeoPoint("west", 0.0, 0.5), GeoPoint("east", 1.0, 0.5)
    there, back = source.leg(west, east, CAR), source.leg(east, west, CAR)
    assert there.metres == back.metres
    assert (source.matrix([west, east], CAR).metres == source.matrix([east, west], CAR).metres).all()
    assert source.matrix([east, west], CAR).metres[0, 1] == there.metres


def test_on_a_grid_full_of_ties_all_figures_are_symmetric_and_those_of_the_path() -> None:
    """Every leg takes 20 minutes, every other one is an expressway of twice the length."""
    nodes = [make_node(f"g{x}{y}", x / 2, y / 2) for y in (1, 3, 0, 2) for x in (3, 0, 2, 1)]
    pairs = [
        (a, b) for a in nodes for b in nodes if (b.lon_deg - a.lon_deg, b.lat_deg - a.lat_deg) in ((0.5, 0), (0, 0.5))
    ]
    legs = [
        make_leg(f"{a.id}-{b.id}", 40, "expressway") if number % 3 else make_leg(f"{a.id}-{b.id}", 20)
        for number, (a, b) in enumerate(pairs)
    ]
    network = build_source(nodes, legs).get_network(CAR)
    assert np.array_equal(network.metres, network.metres.T)
    for start in range(16):
        for end in range(16):
            on_path = [leg for leg, _, _ in network.list_path(start, end)]
            assert network.metres[start, end] == network.leg_m[on_path].sum()
