import pytest
from network_builders import SPEEDS, make_leg

from planner.errors import TravelTimeError
from planner.model.roads import SpeedRow
from planner.model.travel import Vehicle
from planner.network.speeds import SpeedTable, may_use


def test_speed_is_the_cars_times_the_vehicles_factor_of_the_terrain() -> None:
    table = SpeedTable.build(SPEEDS)
    assert table.get_kph("trunk", "mountain", Vehicle.CAR4) == 30
    assert table.get_kph("trunk", "plain", Vehicle.COACH45) == 30
    assert table.get_kph("secondary", "city", Vehicle.MOTORBIKE) == pytest.approx(24)


def test_bicycle_has_its_own_speed_on_every_class() -> None:
    table = SpeedTable.build(SPEEDS)
    assert {table.get_kph(road, "hill", Vehicle.BICYCLE) for road in ("trunk", "secondary", "access")} == {10}


def test_two_wheels_may_not_use_expressways() -> None:
    expressway, trunk = make_leg("a-b", 1, "expressway"), make_leg("a-b", 1)
    barred = {vehicle for vehicle in Vehicle if not may_use(vehicle, expressway)}
    assert barred == {Vehicle.MOTORBIKE, Vehicle.BICYCLE}
    assert all(may_use(vehicle, trunk) for vehicle in Vehicle)


@pytest.mark.parametrize(
    ("road_class", "terrain", "vehicle"),
    [("primary", "plain", Vehicle.CAR4), ("trunk", None, Vehicle.CAR4), ("trunk", "plain", Vehicle.VAN16)],
)
def test_a_gap_in_the_table_is_named(road_class: str, terrain: str | None, vehicle: Vehicle) -> None:
    with pytest.raises(TravelTimeError, match="nothing on") as caught:
        SpeedTable.build(SPEEDS).get_kph(road_class, terrain, vehicle)
    assert caught.value.code == "N302"


@pytest.mark.parametrize("value", [0.0, -5.0, float("nan")])
def test_a_speed_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(TravelTimeError) as caught:
        SpeedTable.build([*SPEEDS, SpeedRow("speed", "tertiary", value, None, None, None, None, "km/h")])
    assert (caught.value.code, caught.value.where) == ("N301", "road_speeds:tertiary")


def test_the_planned_rest_must_be_stated() -> None:
    with pytest.raises(TravelTimeError, match="planned_stop_minutes"):
        SpeedTable.build([row for row in SPEEDS if row.kind != "rest"])
