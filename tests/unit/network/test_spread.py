"""How far travel times scatter, on networks small enough to reckon by hand, and the shipped figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from network_builders import SPEEDS, build_source, make_ferry, make_leg, make_node, point_at

from benchmarks.roads_accuracy import load_pairs
from benchmarks.travel_noise import GROUPS, LEAST_DRIVES, Drive, Spread, calibrate, choose, format_report, list_drives
from planner.catalogue import find_data_dir, load_catalogue
from planner.errors import TravelTimeError
from planner.model.catalogue import Catalogue
from planner.model.roads import RoadLeg, SpeedRow
from planner.model.travel import TravelSpread, Vehicle
from planner.network import SkeletonSource
from planner.network.great_circle import SPREAD, GreatCircleSource

SCATTERED = (
    *SPEEDS,
    SpeedRow("spread", "expressway", 0.3, 0.3, 0.3, 0.3, 0.3, "share"),
    SpeedRow("spread", "trunk", 0.1, 0.1, 0.2, 0.2, 0.2, "share"),
    SpeedRow("spread", "secondary", 0.2, 0.2, 0.2, 0.2, 0.2, "share"),
    SpeedRow("spread", "access", 0.5, 0.5, 0.5, 0.5, 0.5, "share"),
    SpeedRow("spread", "low_confidence", 1.5, None, None, None, None, "factor"),
)
A, B, C = make_node("a", 0.0, 0.0), make_node("b", 1.0, 0.0), make_node("c", 2.0, 0.0)
ISLE = make_node("isle", 1.0, 1.0)
PAIRS = find_data_dir() / "validation" / "road_validation_pairs.csv"


def ask(legs: list[RoadLeg], ends: str = "a-c", *, uncertainty_km: float = 0.0) -> tuple[int, int, int]:
    """Spread in seconds, waiting and still minutes between two nodes."""
    nodes = {node.id: node for node in (A, B, C, ISLE)}
    used = {end for leg in legs for end in (leg.from_node, leg.to_node)}
    source = build_source([node for node_id, node in nodes.items() if node_id in used], legs, SCATTERED)
    start, end = ends.split("-")
    points = [point_at(nodes[start]), point_at(nodes[end], uncertainty_km=uncertainty_km)]
    spread = source.matrix(points, Vehicle.CAR4).spread
    assert spread is not None
    for values in (spread.spread_s, spread.wait_min, spread.still_min):
        assert (values == values.T).all()
        assert (values.diagonal() == 0).all()
    return int(spread.spread_s[0, 1]), int(spread.wait_min[0, 1]), int(spread.still_min[0, 1])


def test_spread_is_a_share_of_the_time_by_class_and_terrain_and_adds_up() -> None:
    assert ask([make_leg("a-c", 60)]) == (360, 0, 0)
    assert ask([make_leg("a-c", 60, terrain="hill")]) == (720, 0, 0)
    assert ask([make_leg("a-b", 30), make_leg("b-c", 20, "secondary")]) == (180 + 360, 0, 0)


def test_a_leg_of_low_confidence_scatters_more() -> None:
    assert ask([make_leg("a-c", 60, confidence="low")]) == (540, 0, 0)


def test_rests_and_crossings_are_still_and_waits_are_counted_apart() -> None:
    assert ask([make_leg("a-c", 240)]) == (1440, 0, 30)
    boat = make_ferry("b-isle", "cars", crossing_min=30, wait_min=20)
    assert ask([make_leg("a-b", 60), boat], "a-isle") == (360, 20, 30)
    on_foot = make_ferry("b-isle", "passengers", crossing_min=30, wait_min=20)
    assert ask([make_leg("a-b", 60), on_foot], "a-isle") == (360, 20, 45)


def test_a_place_known_to_some_kilometres_widens_the_way() -> None:
    """Half of 4 km is one deviation; 2 km are 2.8 km of road, six minutes at 28 km/h; in quadrature with 6 min."""
    assert ask([make_leg("a-c", 60)], uncertainty_km=4) == (round(360 * np.sqrt(2)), 0, 0)


def test_access_ways_scatter_by_their_own_share() -> None:
    source = build_source([A, C], [make_leg("a-c", 250, terrain="hill")], SCATTERED)
    matrix = source.matrix([point_at(A, north_km=10), point_at(A)], Vehicle.CAR4)
    assert matrix.spread is not None
    # 14 km of road at 28 km/h: half an hour, half of which is one deviation.
    assert int(matrix.spread.spread_s[0, 1]) == pytest.approx(900, abs=2)


def test_where_no_way_leads_nothing_scatters() -> None:
    source = build_source([A, B, ISLE], [make_leg("a-b", 112)], SCATTERED)
    matrix = source.matrix([point_at(A), point_at(ISLE)], Vehicle.CAR4)
    assert not matrix.reachable[0, 1]
    assert matrix.spread is not None
    assert int(matrix.spread.spread_s[0, 1]) == 0


def test_a_table_without_spreads_tells_nothing_and_one_with_gaps_is_refused() -> None:
    legs = [make_leg("a-c", 250)]
    assert build_source([A, C], legs).matrix([point_at(A), point_at(C)], Vehicle.CAR4).spread is None
    gap = [row for row in SCATTERED if (row.kind, row.key) != ("spread", "trunk")]
    with pytest.raises(TravelTimeError) as caught:
        build_source([A, C], legs, gap).matrix([point_at(A), point_at(C)], Vehicle.CAR4)
    assert caught.value.code == "N302"


def test_the_great_circle_scatters_by_a_quarter() -> None:
    matrix = GreatCircleSource(SPEEDS).matrix([point_at(A), point_at(B)], Vehicle.CAR4)
    assert isinstance(matrix.spread, TravelSpread)
    assert int(matrix.spread.spread_s[0, 1]) == round(60 * SPREAD * int(matrix.minutes[0, 1]))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def drives(catalogue: Catalogue) -> list[Drive]:
    return list_drives(load_pairs(PAIRS), catalogue)


def test_the_shipped_spreads_are_those_of_the_calibration(catalogue: Catalogue, drives: list[Drive]) -> None:
    assert len(drives) == 131
    rows = {row.key: row for row in catalogue.speeds if row.kind == "spread"}
    compared = 0
    for road_class, row in rows.items():
        for terrain, group in GROUPS.items():
            if (road_class, group) in calibrate(drives):
                compared += 1
                shipped = getattr(row, terrain)
                assert shipped == pytest.approx(round(choose((road_class, group), drives), 2)), (road_class, terrain)
    assert compared == 15


def test_cells_with_few_drives_take_the_spread_of_their_terrain(drives: list[Drive]) -> None:
    fitted = calibrate(drives)
    assert fitted["expressway", "city"].drives < LEAST_DRIVES
    assert choose(("expressway", "city"), drives) == choose(("secondary", "city"), drives)
    assert choose(("expressway", "city"), drives) != choose(("trunk", "city"), drives)


def test_spread_is_the_weighted_root_mean_square() -> None:
    spread = Spread.of([0.1, -0.3, 9.0], [1, 1, 0])
    assert (spread.drives, spread.rms, spread.bias) == pytest.approx((2, np.sqrt(0.05), -0.1))


def test_every_pair_of_shipped_places_has_moving_time_and_a_spread(catalogue: Catalogue) -> None:
    source = SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, catalogue.speeds)
    points = [one.point for one in catalogue.located.values() if one.is_routable][::5]
    matrix = source.matrix(points, Vehicle.CAR7)
    assert matrix.spread is not None
    moving_min = matrix.minutes - matrix.spread.wait_min - matrix.spread.still_min
    is_way = matrix.reachable & (matrix.minutes > 0)
    assert (moving_min[is_way] >= matrix.drive_min[is_way]).all()
    long = is_way & (matrix.drive_min > 120)
    share = matrix.spread.spread_s[long] / 60 / moving_min[long]
    assert share.min() > 0.12
    assert share.max() < 0.5


def test_the_manual_shows_the_table_that_the_script_prints(drives: list[Drive]) -> None:
    manual = Path(__file__).parents[3] / "docs" / "network.md"
    assert format_report(drives) in manual.read_text(encoding="utf-8")
