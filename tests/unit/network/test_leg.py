"""What a leg tells people: parts, names, notes, drawing."""

from itertools import pairwise

import pytest
from network_builders import SPEEDS, build_source, make_ferry, make_leg, make_node, point_at

from planner.model.travel import Leg, Vehicle
from planner.network import SkeletonSource
from planner.network.describe import NOTE_DIRECT, NOTE_REMOTE, NOTE_TRANSFER, get_road_number

CAR = Vehicle.CAR4
NODES = [
    make_node("a", 0.0, 0.0), make_node("fork", 0.5, 0.0, kind="junction"), make_node("b", 1.0, 0.0),
    make_node("berth", 1.5, 0.0, kind="ferry_berth"), make_node("isle", 1.5, 0.5, kind="ferry_berth"),
    make_node("inn", 1.5, 0.8),
]  # fmt: skip
A, FORK, B, BERTH, ISLE, INN = NODES
ROADS = [make_leg("a-fork", 30, ref="QL6"), make_leg("fork-b", 40, ref="QL6"), make_leg("b-berth", 60, ref="DT12")]


def to_inn(takes: str, note: str | None = None, vehicle: Vehicle = CAR) -> Leg:
    legs = [*ROADS, make_ferry("berth-isle", takes, note=note), make_leg("isle-inn", 10, ref="local")]
    return build_source(NODES, legs).leg(point_at(A), point_at(INN), vehicle)


def test_a_passenger_boat_is_told_as_wait_boat_and_change_of_vehicle() -> None:
    leg = to_inn("passengers", "passengers only; few sailings a day")
    assert [(part.mode, part.minutes, part.name) for part in leg.parts] == [
        ("drive", 70, "QL6"),
        ("rest", 15, ""),
        ("drive", 60, ""),
        ("wait", 20, "Berth"),
        ("ferry", 30, "Berth – Isle"),
        ("transfer", 15, "Isle"),
        ("drive", 10, ""),
    ]
    assert leg.mode == "ferry"
    assert leg.notes == ("boat berth-isle: passengers only; few sailings a day", NOTE_TRANSFER)
    assert leg.parts[4].note == "passengers only; few sailings a day"


def test_a_car_ferry_carries_the_vehicle_along() -> None:
    leg = to_inn("cars", "takes cars;")
    assert [part.mode for part in leg.parts] == ["drive", "rest", "drive", "wait", "car_ferry", "drive"]
    assert leg.notes == ("boat berth-isle: takes cars",)
    assert leg.drive_min == 140


@pytest.mark.parametrize("takes", ["cars", "passengers"])
@pytest.mark.parametrize("vehicle", [Vehicle.CAR4, Vehicle.COACH45, Vehicle.BICYCLE])
def test_parts_sum_to_the_leg(takes: str, vehicle: Vehicle) -> None:
    leg = to_inn(takes, vehicle=vehicle)
    assert sum(part.minutes for part in leg.parts) == leg.minutes
    assert sum(part.metres for part in leg.parts) == leg.metres
    assert sum(part.minutes for part in leg.parts if part.mode == "rest") == 15 * (leg.drive_min // 120)


def test_the_way_back_is_the_same_way_turned_round() -> None:
    source = build_source(NODES, [*ROADS, make_ferry("berth-isle", "passengers"), make_leg("isle-inn", 10)])
    there, back = source.leg(point_at(A), point_at(INN), CAR), source.leg(point_at(INN), point_at(A), CAR)
    assert (back.minutes, back.drive_min, back.metres) == (there.minutes, there.drive_min, there.metres)
    assert back.geometry == there.geometry[::-1]
    assert (back.from_id, back.to_id) == (there.to_id, there.from_id)
    boat = next(part for part in back.parts if part.mode == "ferry")
    assert boat.name == "Isle – Berth"


def test_the_drawing_joins_the_nodes_by_straight_lines() -> None:
    leg = to_inn("cars")
    assert leg.geometry == tuple((node.lon_deg, node.lat_deg) for node in NODES)
    assert leg.is_schematic


def test_towns_on_the_way_are_named_and_junctions_are_not() -> None:
    leg = to_inn("cars")
    assert [part.note for part in leg.parts if part.mode == "drive"] == ["B", "", ""]


def test_a_long_part_names_cities_before_towns_in_order_of_travel() -> None:
    towns = [make_node(f"t{k}", k / 10, 0.0, "city" if k in (3, 8) else "town") for k in range(10)]
    legs = [make_leg(f"{a.id}-{b.id}", 11) for a, b in pairwise(towns)]
    leg = build_source(towns, legs).leg(point_at(towns[0]), point_at(towns[-1]), CAR)
    assert [part.note for part in leg.parts] == ["T1, T2, T3, T8"]


@pytest.mark.parametrize(
    ("ref", "shown"),
    [
        ("QL1", "QL1"), ("QL4C", "QL4C"), ("CT05", "CT05"), ("QLN2", "QLN2"), ("CTlink", ""), ("QL1link", ""),
        ("DT741", ""), ("local", ""), ("QLHCM", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_numbers_of_national_roads_are_shown(ref: str, shown: str) -> None:
    assert get_road_number(ref) == shown


@pytest.mark.parametrize(
    ("vehicle", "mode"), [(Vehicle.COACH45, "drive"), (Vehicle.MOTORBIKE, "ride"), (Vehicle.BICYCLE, "ride")]
)
def test_mode_of_a_leg_without_boats(vehicle: Vehicle, mode: str) -> None:
    source = build_source([A, B], [make_leg("a-b", 20)])
    assert source.leg(point_at(A), point_at(B), vehicle).mode == mode


def test_a_remote_end_and_a_straight_line_are_said_in_the_notes() -> None:
    source = build_source([A, B], [make_leg("a-b", 120, terrain="hill")])
    far = point_at(A, north_km=20)
    assert source.leg(far, point_at(B), CAR).notes == (NOTE_REMOTE,)
    assert source.leg(far, point_at(A, north_km=21), CAR).notes == (NOTE_DIRECT,)


def test_a_leg_shorter_than_the_floor_accounts_for_the_rest_of_it() -> None:
    source = build_source([A, B], [make_leg("a-b", 2)])
    leg = source.leg(point_at(A), point_at(B), CAR)
    assert [(part.mode, part.minutes) for part in leg.parts] == [("drive", 2), ("walk", 3)]


def test_staying_takes_no_time() -> None:
    source = build_source([A, B], [make_leg("a-b", 2)])
    leg = source.leg(point_at(A), point_at(A), CAR)
    assert (leg.minutes, leg.metres, leg.parts) == (0, 0, ())


def test_the_source_is_named_with_its_date() -> None:
    assert to_inn("cars").source == "embedded skeleton"
    nodes = {node.id: node for node in NODES}
    source = SkeletonSource.build(nodes, ROADS, SPEEDS, dated="2026-11-21")
    assert source.leg(point_at(A), point_at(B), CAR).source == source.name == "embedded skeleton, 2026-11-21"
