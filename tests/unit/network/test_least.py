"""Lower bounds of travel: never above what any chain of ways takes, and close to it where they can be."""

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.model.place import Located
from planner.model.travel import Vehicle
from planner.network import GreatCircleSource, SkeletonSource
from planner.plan.atlas import FAR_MIN, MAX_TABLE, TravelAtlas

STARTS = range(0, 800, 97)


@pytest.fixture(scope="module")
def located() -> list[Located]:
    return [one for one in load_catalogue().located.values() if one.is_routable]


@pytest.fixture(scope="module")
def source() -> SkeletonSource:
    planner = build_planner(load_catalogue())
    assert isinstance(planner.travel, SkeletonSource)
    return planner.travel


@pytest.mark.parametrize("vehicle", [Vehicle.CAR7, Vehicle.MOTORBIKE])
def test_no_chain_of_ways_is_shorter_than_the_least(
    vehicle: Vehicle, located: list[Located], source: SkeletonSource
) -> None:
    points = [one.point for one in located]
    matrix, least = source.matrix(points, vehicle), source.find_least(points, vehicle)
    for minutes, find, most_off in (
        (matrix.drive_min, least.get_drive_min, 8.0),
        (matrix.minutes, least.get_travel_min, 150.0),
    ):
        # A way of no time between different places is a way all the same; a zero would mean none.
        ways = np.where(matrix.reachable, np.maximum(minutes, 1e-6), 0.0)
        closed = shortest_path(ways, method="D", indices=list(STARTS))
        bounds = np.array([find(start) for start in STARTS])
        is_way = np.isfinite(closed)
        assert (bounds[is_way] <= closed[is_way] + 1e-3).all()
        assert (bounds[is_way] >= 0).all()
        # Planned rests are left out of the bound, so it is farther off in time than in driving.
        assert (closed[is_way] - bounds[is_way]).mean() < most_off


def test_the_way_from_a_point_to_itself_is_nothing(located: list[Located], source: SkeletonSource) -> None:
    least = source.find_least([one.point for one in located], Vehicle.CAR7)
    assert [int(least.get_drive_min(start)[start]) for start in STARTS] == [0] * len(STARTS)


def test_a_source_without_lower_bounds_has_them_from_its_matrix(located: list[Located]) -> None:
    few = located[:60]
    source = GreatCircleSource(load_catalogue().speeds)
    matrix = source.matrix([one.point for one in few], Vehicle.CAR7)
    atlas = TravelAtlas(few, source, Vehicle.CAR7)
    for start in (0, 7, 59):
        assert (atlas.get_least_drive_min(few[start].id) <= matrix.drive_min[start]).all()
        assert (atlas.get_least_travel_min(few[start].id) <= matrix.minutes[start]).all()
        assert (atlas.get_least_travel_min(few[start].id) < FAR_MIN).all()


def test_many_points_of_such_a_source_are_asked_for_in_strips(located: list[Located]) -> None:
    many = (located * 2)[: MAX_TABLE + 10]
    source = GreatCircleSource(load_catalogue().speeds)
    atlas = TravelAtlas(many, source, Vehicle.CAR7)
    rows = atlas.get_least_drive_min(many[3].id)
    assert rows.shape == (len(many),)
    for column in (0, 700, 900, len(many) - 1):
        pair = source.matrix((many[3].point, many[column].point), Vehicle.CAR7)
        assert rows[column] == pair.drive_min[0, 1]
