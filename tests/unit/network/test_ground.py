import dataclasses

import pytest
from network_builders import make_ferry, make_leg, make_node

from planner.errors import TravelTimeError
from planner.model.roads import RoadLeg, RoadNode
from planner.network.ground import build_ground, measure_km
from planner.units import great_circle_m

NODES = {node_id: make_node(node_id, lon_deg, 0.0) for node_id, lon_deg in (("a", 0.0), ("b", 1.0), ("isle", 2.0))}
ROAD, BOAT = make_leg("a-b", 120), make_ferry("b-isle", "cars")


def test_ferries_do_not_join_land() -> None:
    ground = build_ground(NODES, [ROAD, BOAT])
    assert ground.land[0] == ground.land[1] != ground.land[2]


@pytest.mark.parametrize(
    ("nodes", "legs"),
    [
        ({}, [ROAD]),
        (NODES, []),
        (NODES, [BOAT]),
        (NODES, [ROAD, make_leg("a-nowhere", 5)]),
        (NODES, [ROAD, make_leg("a-b", 0)]),
        (NODES, [ROAD, make_leg("a-b", float("nan"))]),
        (NODES, [ROAD, make_ferry("b-isle", "goats")]),
        (NODES, [ROAD, dataclasses.replace(BOAT, minutes_override=None)]),
        (NODES, [ROAD, dataclasses.replace(BOAT, wait_min=None)]),
    ],
)
def test_tables_that_contradict_themselves_are_refused(nodes: dict[str, RoadNode], legs: list[RoadLeg]) -> None:
    with pytest.raises(TravelTimeError) as caught:
        build_ground(nodes, legs)
    assert caught.value.code == "N303"
    assert caught.value.remedy


def test_great_circle_agrees_with_the_one_of_units() -> None:
    hanoi, saigon = (105.85, 21.03), (106.7, 10.78)
    assert float(measure_km(*hanoi, *saigon)) == pytest.approx(great_circle_m(*hanoi, *saigon) / 1000)
