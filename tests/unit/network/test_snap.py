"""How points join the network."""

import pytest
from network_builders import build_source, make_ferry, make_leg, make_node, point_at

from planner.model.travel import GeoPoint, Quality, Vehicle

A, B = make_node("a", 0.0, 0.0), make_node("b", 1.0, 0.0)
CAR = Vehicle.CAR4
ACCESS_MIN_PER_KM = 1.4 * 60 / 28


def test_access_is_1_4_times_the_great_circle_at_the_speed_of_the_terrain() -> None:
    for terrain, pace in (("hill", 1.0), ("mountain", 2.0)):
        source = build_source([A, B], [make_leg("a-b", 60, "expressway", terrain)])
        leg = source.leg(point_at(A, north_km=10), point_at(B), CAR)
        assert leg.minutes == pytest.approx(10 * ACCESS_MIN_PER_KM * pace + 30, abs=1)
        assert leg.metres == pytest.approx(74_000, abs=10)


@pytest.mark.parametrize(("vehicle", "kph"), [(Vehicle.COACH45, 14), (Vehicle.MOTORBIKE, 22.4), (Vehicle.BICYCLE, 15)])
def test_every_vehicle_keeps_its_own_pace_on_access_ways(vehicle: Vehicle, kph: float) -> None:
    source = build_source([A, B], [make_leg("a-b", 0.1)])
    leg = source.leg(point_at(A, north_km=10), point_at(A), vehicle)
    assert leg.drive_min == pytest.approx(14 / kph * 60, abs=1)


def test_on_the_plain_a_point_joins_a_leg_along_its_line() -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    middle = GeoPoint("middle", 0.5, 0.01)
    leg = source.leg(middle, point_at(B), CAR)
    assert leg.metres == pytest.approx(1.4 * 1112 + 60_000, rel=0.001)
    assert leg.geometry[1] == pytest.approx((0.5, 0.0))


def test_in_mountains_a_point_joins_at_nodes_only() -> None:
    source = build_source([A, B], [make_leg("a-b", 150, terrain="mountain")])
    middle = GeoPoint("middle", 0.3, 0.01)
    leg = source.leg(middle, point_at(A), CAR)
    assert len(leg.geometry) == 2
    assert leg.metres == pytest.approx(1.4 * 33_377, rel=0.001)
    assert leg.quality is Quality.REMOTE


def test_nobody_joins_an_expressway_between_its_interchanges() -> None:
    source = build_source([A, B], [make_leg("a-b", 120, "expressway")])
    leg = source.leg(GeoPoint("middle", 0.3, 0.01), point_at(A), CAR)
    assert leg.metres == pytest.approx(1.4 * 33_377, rel=0.001)


def test_two_points_on_one_leg_do_not_travel_by_way_of_its_ends() -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    west, east = GeoPoint("west", 0.3, 0.0), GeoPoint("east", 0.7, 0.0)
    assert source.leg(west, east, CAR).metres == pytest.approx(48_000, abs=2)


def test_only_the_own_shore_serves() -> None:
    """Two points 2 km apart on either side of the water: the nearest node decides the shore, and its shore the way."""
    isle = make_node("isle", 0.0, 0.10)
    legs = [make_leg("a-b", 120), make_ferry("a-isle", "cars", crossing_min=200)]
    source = build_source([A, B, isle], legs)
    on_island, on_mainland = GeoPoint("on island", 0.0, 0.06), GeoPoint("on mainland", 0.0, 0.04)
    leg = source.leg(on_island, on_mainland, CAR)
    assert leg.mode == "ferry"
    assert leg.minutes > 200


def test_neighbours_far_from_the_road_meet_straight_across_and_say_so() -> None:
    source = build_source([A, B], [make_leg("a-b", 120)])
    one, other = GeoPoint("one", 0.5, 0.08), GeoPoint("other", 0.53, 0.08)
    leg = source.leg(one, other, CAR)
    assert leg.quality is Quality.ESTIMATE
    assert leg.metres == pytest.approx(1.4 * 3_336, rel=0.001)
    assert len(leg.geometry) == 2


def test_villages_beside_their_own_roads_do_not_meet_straight_across() -> None:
    """Two parallel roads 13 km apart with a lake between them, joined at one end only."""
    north_a, north_b = make_node("na", 0.0, 0.12), make_node("nb", 1.0, 0.12)
    legs = [make_leg("a-b", 120), make_leg("na-nb", 120), make_leg("a-na", 80)]
    source = build_source([A, B, north_a, north_b], legs)
    leg = source.leg(GeoPoint("south", 0.9, 0.005), GeoPoint("north", 0.9, 0.115), CAR)
    assert leg.metres > 280_000
    assert leg.quality is Quality.SKELETON


def test_a_town_does_not_reach_its_second_neighbour_across_the_country() -> None:
    """`c` is 14 km from the point as the crow flies, 200 km by road, and the point lies 1 km from `a`."""
    c = make_node("c", 0.0, 0.13)
    source = build_source([A, B, c], [make_leg("a-b", 100, terrain="hill"), make_leg("b-c", 100, terrain="hill")])
    assert source.leg(point_at(A, north_km=1), point_at(c), CAR).metres > 200_000


def test_between_two_nodes_the_network_knows_best() -> None:
    near = make_node("near", 0.02, 0.0)
    source = build_source([A, near], [make_leg("a-near", 20, terrain="mountain")])
    assert source.leg(point_at(A), point_at(near), CAR).metres == 20_000


def test_where_only_an_expressway_leads_two_wheels_join_elsewhere() -> None:
    outpost = make_node("outpost", -0.1, 0.0)
    source = build_source([A, B, outpost], [make_leg("a-b", 120), make_leg("outpost-a", 15, "expressway")])
    site = point_at(outpost)
    assert source.leg(site, point_at(B), CAR).metres == 135_000
    by_bicycle = source.leg(site, point_at(B), Vehicle.BICYCLE)
    assert by_bicycle.metres == pytest.approx(120_000 + 1.4 * 11_120, abs=10)


def test_a_point_between_two_roads_joins_both() -> None:
    """The nearer road does not lead to the farther one but round a lake."""
    north_a, north_b = make_node("na", 0.0, 0.05), make_node("nb", 1.0, 0.05)
    legs = [make_leg("a-b", 120), make_leg("na-nb", 120), make_leg("a-na", 200)]
    source = build_source([A, B, north_a, north_b], legs)
    between = GeoPoint("between", 0.5, 0.022)
    assert source.leg(between, point_at(B), CAR).metres < 70_000
    assert source.leg(between, point_at(north_b), CAR).metres < 70_000


@pytest.mark.parametrize("lon_deg", [0.4, 0.6])
def test_a_point_on_a_doubtful_leg_lowers_the_quality_in_both_directions(lon_deg: float) -> None:
    c = make_node("c", 0.5, 1.0)
    legs = [make_leg("a-b", 120, confidence="low"), make_leg("a-c", 130), make_leg("b-c", 130)]
    source = build_source([A, B, c], legs)
    site = GeoPoint("site", lon_deg, 0.0)
    assert source.leg(site, point_at(c), CAR).quality is Quality.SKELETON_LOW
    assert source.leg(point_at(c), site, CAR).quality is Quality.SKELETON_LOW
