import numpy as np
import pytest
from network_builders import SPEEDS

from planner.errors import TravelTimeError
from planner.model.travel import QUALITY_ORDER, GeoPoint, Quality, Vehicle
from planner.network import GreatCircleSource
from planner.network.great_circle import NOTE_ESTIMATE

DEGREE_KM = 111.195
CAR = Vehicle.CAR4


def place(name: str, east_km: float) -> GeoPoint:
    return GeoPoint(name, east_km / DEGREE_KM, 0.0)


@pytest.mark.parametrize(
    ("crow_km", "detour", "kph"),
    [(50, 1.22, 38.0), (300 / 1.36, 1.36, 40.4), (600 / 1.47, 1.47, 45.4), (900, 1.47, 45.4)],
)
def test_detour_and_speed_follow_the_length(crow_km: float, detour: float, kph: float) -> None:
    leg = GreatCircleSource(SPEEDS).leg(place("a", 0), place("b", crow_km), CAR)
    assert leg.metres == pytest.approx(crow_km * detour * 1000, rel=1e-4)
    assert leg.minutes == pytest.approx(crow_km * detour / kph * 60, abs=1)


def test_farther_is_never_faster() -> None:
    points = [place("start", 0), *(place(f"p{km}", km) for km in range(1, 1800, 7))]
    matrix = GreatCircleSource(SPEEDS).matrix(points, CAR)
    assert (np.diff(matrix.minutes[0]) >= 0).all()
    assert (np.diff(matrix.metres[0]) > 0).all()


def test_everything_is_an_estimate_and_islands_are_said_to_be_unknown() -> None:
    source = GreatCircleSource(SPEEDS)
    points = [place("a", 0), place("b", 80), place("c", 300)]
    matrix = source.matrix(points, CAR)
    assert matrix.reachable.all()
    assert (matrix.quality == QUALITY_ORDER.index(Quality.ESTIMATE)).all()
    leg = source.leg(points[0], points[1], CAR)
    assert (leg.quality, leg.notes, leg.is_schematic) == (Quality.ESTIMATE, (NOTE_ESTIMATE,), True)
    assert (leg.minutes, leg.drive_min, leg.metres) == (
        matrix.minutes[0, 1], matrix.drive_min[0, 1], matrix.metres[0, 1]
    )  # fmt: skip


def test_vehicles_keep_their_factor() -> None:
    source, a, b = GreatCircleSource(SPEEDS), place("a", 0), place("b", 50)
    car, coach, bicycle = (source.leg(a, b, v).minutes for v in (CAR, Vehicle.COACH45, Vehicle.BICYCLE))
    assert coach == pytest.approx(2 * car, abs=1)
    assert bicycle == pytest.approx(50 * 1.22 / 15 * 60, abs=1)


def test_same_place_floor_and_bad_points() -> None:
    source = GreatCircleSource(SPEEDS)
    assert source.matrix([place("a", 0), place("a", 0), place("b", 0)], CAR).minutes.tolist() == [
        [0, 0, 5], [0, 0, 5], [5, 5, 0]
    ]  # fmt: skip
    with pytest.raises(TravelTimeError):
        source.matrix([place("a", float("inf"))], CAR)
