"""The readers and referees on the published files, where they are at hand.

Set PLANNER_BENCHMARKS to a folder that has `toptw`, `mctopmtw`, `ophs` and `ttdp`. The files carry no licence
and are no part of this repository.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.instances import load_mctopmtw, load_ophs, load_toptw, load_ttdp
from benchmarks.ophs import load_op_references
from benchmarks.referees.mctopmtw import check_mctopmtw
from benchmarks.referees.toptw import check_routes

FOLDER = Path(os.environ.get("PLANNER_BENCHMARKS", ""))
pytestmark = pytest.mark.skipif(
    "PLANNER_BENCHMARKS" not in os.environ,
    reason="the published instances are not here; PLANNER_BENCHMARKS names their folder",
)


@pytest.mark.parametrize(
    ("pattern", "load", "count"),
    [
        ("toptw/*.txt", load_toptw, 39),
        ("mctopmtw/MCTOPMTW-*.txt", load_mctopmtw, 116),
        ("ophs/*/*.ophs", load_ophs, 184),
        ("ttdp/t*.txt", load_ttdp, 50),
    ],
)
def test_every_file_is_read(pattern: str, load: object, count: int) -> None:
    assert callable(load)
    assert len([load(path) for path in FOLDER.glob(pattern)]) == count


@pytest.mark.parametrize(
    ("name", "route", "prize"),
    [
        ("r101", "59 5 83 16 85 26 13 89 58", 198),
        ("pr01", "9 24 47 12 38 30 2 32 37 10 11 45 28 1 16 36 31 35 34 22 7", 308),
    ],
)
def test_known_routes_are_worth_what_is_known(name: str, route: str, prize: int) -> None:
    assert check_routes(FOLDER / "toptw" / f"{name}.txt", [[int(row) for row in route.split()]]) == prize


@pytest.mark.parametrize(
    ("name", "routes", "prize", "fees"),
    [
        ("1-r101", ["59 5 83 16 85 26 13 89 58"], 198, 405),
        ("2-r106", ["94 95 59 85 16 44 86 5 82 48 31", "72 75 39 23 67 54 68 12 26 58"], 529, 1212),
    ],
)
def test_the_routes_a_file_was_built_around_use_its_budget_up(
    name: str, routes: list[str], prize: int, fees: int
) -> None:
    path = FOLDER / "mctopmtw" / f"MCTOPMTW-{name}.txt"
    rows = [[int(row) for row in route.split()] for route in routes]
    assert check_mctopmtw(path, [[row + 1 for row in route] for route in rows]) == prize
    instance = load_mctopmtw(path)
    visited = [row - 1 for route in rows for row in route]
    assert instance.use[:, visited].sum(axis=1).tolist() == instance.cap.tolist()
    assert instance.cap[0] == fees


def test_every_tour_with_hotels_has_a_reference() -> None:
    known = load_op_references()
    for path in FOLDER.glob("ophs/*/*.ophs"):
        instance = load_ophs(path)
        assert (instance.graph, instance.tmax) in known, path.name
