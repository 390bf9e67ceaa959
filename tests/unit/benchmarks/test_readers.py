"""Readers of instance files: rounding, windows of each day, and no token unaccounted for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.instances import (
    build_mctopmtw_problem,
    build_ophs_problem,
    build_toptw_problem,
    build_ttdp_problem,
    load_mctopmtw,
    load_ophs,
    load_toptw,
    load_ttdp,
)
from benchmarks.readers.ophs import SCALE
from benchmarks.readers.toptw import get_family
from tests.unit.benchmarks.made_up import write_mctopmtw, write_ophs, write_toptw, write_ttdp

TOPTW = """1 2 2 1
0 100
0 0 0 0 0 0 0 0 50
1 3 4 10 7 1 2 9 9 5 20
2 1 1 2.5 3 1 0 0 30"""
DAY_WINDOWS = """{days} 1 100 1 1 1 1 1 1 1 1 1 1
0 0 0 0 0 0 100
2 1 1 5 9 10 20.5 30 40 {last} {flag} 7 1 0 0 0 0 0 0 0 0 1"""
WEEK = """20 3 5 1 9 250 10 10 10 10 10 10 10 10 10 10
0 0 0 0 0 510 1210
1 1 1 30 9 2 540 990 0 0 510 930 1 2 3 4 0 0 0 1439 0"""
HOTELS = """4 1 2
12
5.5 6.50005

0 0 0
3 4 0
1 1 0
1 0 5
0 2 6
-----"""


def write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="ascii")
    return path


def test_solomon_distances_are_cut_to_one_decimal_and_cordeau_ones_to_two(tmp_path: Path) -> None:
    solomon, cordeau = (load_toptw(write(tmp_path, f"{name}.txt", TOPTW)) for name in ("r101", "pr01"))
    assert (solomon.scale, cordeau.scale) == (10, 100)
    assert solomon.travel.tolist() == [[0, 50, 14], [50, 0, 36], [14, 36, 0]]
    assert cordeau.travel.tolist() == [[0, 500, 141], [500, 0, 360], [141, 360, 0]]
    assert solomon.service.tolist() == [0, 100, 25]


def test_windows_are_the_last_two_tokens_after_a_list_of_any_length(tmp_path: Path) -> None:
    instance = load_toptw(write(tmp_path, "c101.txt", TOPTW))
    assert instance.opens.tolist() == [0, 50, 0]
    assert instance.closes.tolist() == [500, 200, 300]
    problem = build_toptw_problem(instance, 3)
    assert problem.travel_min.tolist() == [[0, 36, 50], [36, 0, 14], [50, 14, 0]]
    assert problem.prize.tolist() == [7, 3]
    assert problem.day_end_min.tolist() == [500, 500, 500]


@pytest.mark.parametrize(("name", "family"), [("c101", "c1"), ("r112", "r1"), ("rc208", "rc2"), ("pr01", "pr")])
def test_families(name: str, family: str) -> None:
    assert get_family(name) == family


FIRST_PAIR, SECOND_PAIR = [(100, 205), (300, 400)], [(205, 300), (400, 500)]


@pytest.mark.parametrize(("flag", "odd", "even"), [(1, FIRST_PAIR, SECOND_PAIR), (0, SECOND_PAIR, FIRST_PAIR)])
def test_the_flag_and_the_parity_of_the_day_choose_two_of_four_windows(
    tmp_path: Path, flag: int, odd: list[tuple[int, int]], even: list[tuple[int, int]]
) -> None:
    instance = load_mctopmtw(write(tmp_path, "MCTOPMTW-4-r101.txt", DAY_WINDOWS.format(days=4, flag=flag, last=50)))
    problem = build_mctopmtw_problem(instance)
    windows = np.stack([problem.window_open_min[:, 0], problem.window_close_min[:, 0]], axis=-1)
    assert [[tuple(pair) for pair in day] for day in windows.tolist()] == [odd, even, odd, even]


def test_windows_that_meet_become_one(tmp_path: Path) -> None:
    text = DAY_WINDOWS.format(days=1, flag=1, last=50).replace("20.5 30", "30 30")
    instance = load_mctopmtw(write(tmp_path, "MCTOPMTW-1-r101.txt", text))
    assert instance.window_open.tolist() == [[[100, 0]]]
    assert instance.window_close.tolist() == [[[400, -1]]]


def test_fees_and_types_are_resources(tmp_path: Path) -> None:
    instance = load_mctopmtw(write(tmp_path, "MCTOPMTW-1-r101.txt", DAY_WINDOWS.format(days=1, flag=1, last=50)))
    problem = build_mctopmtw_problem(instance)
    assert problem.resource_use[:, 0].tolist() == [7, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert problem.resource_cap.tolist() == [100, *[1] * 10]


def test_each_day_has_the_hours_of_its_weekday(tmp_path: Path) -> None:
    problem = build_ttdp_problem(load_ttdp(write(tmp_path, "t1.txt", WEEK)))
    # The first day is weekday 5 (closed), then 6 (always open), then 0.
    assert problem.window_open_min[:, 0, 0].tolist() == [0, 0, 54_000]
    assert problem.window_close_min[:, 0, 0].tolist() == [-1, 143_900, 99_000]
    assert problem.day_start_min.tolist() == [51_000] * 3
    assert problem.travel_min.tolist() == [[0, 141], [141, 0]]


def test_hotels_are_depots_and_limits_take_the_tolerance(tmp_path: Path) -> None:
    instance = load_ophs(write(tmp_path, "T1-12-1-2.ophs", HOTELS))
    problem = build_ophs_problem(instance)
    assert (problem.n_stops, problem.n_depots, problem.start_depot, problem.end_depot) == (2, 3, 0, 1)
    assert problem.night_is_option.tolist() == [[True] * 3]
    assert problem.day_end_min.tolist() == [round(5.505 * SCALE), int(6.50505 * SCALE)]
    assert problem.travel_min[2, 3] == 5 * SCALE  # start to end, a whole number
    assert problem.travel_min[0, 1] == int(5**0.5 * SCALE) + 1  # never shorter than in the file
    assert problem.trip_drive_cap_min == 12 * SCALE
    assert (instance.graph, instance.tmax, instance.family) == ("T1", 12, "1-2")


def test_the_limit_of_the_tour_is_left_out_where_the_trips_cannot_reach_it(tmp_path: Path) -> None:
    problem = build_ophs_problem(load_ophs(write(tmp_path, "T1-12-1-2.ophs", HOTELS.replace("6.50005", "6.4"))))
    assert problem.trip_drive_cap_min == -1


FAMILIES = [
    pytest.param(load_toptw, lambda folder: write_toptw(folder, "c101", 1), id="toptw"),
    pytest.param(load_mctopmtw, lambda folder: write_mctopmtw(folder, "c101", 1), id="mctopmtw"),
    pytest.param(load_ophs, lambda folder: write_ophs(folder, "T1-40-2-2", 1), id="ophs"),
    pytest.param(load_ttdp, lambda folder: write_ttdp(folder, "t1", 1), id="ttdp"),
]
Load = Callable[[Path], object]
Write = Callable[[Path], Path]


def list_spoilt(text: str) -> list[tuple[str, str]]:
    """Return (what was done, text): each line with a token less, one more, a word for a number; a line less."""
    lines = text.split("\n")
    spoilt = []
    for at, line in enumerate(lines):
        if not line.strip() or set(line) == {"-"}:
            continue
        for what, changed in (
            ("last token removed", line.split()[:-1]),
            ("token added", [*line.split(), "7"]),
            ("word for a number", ["x", *line.split()[1:]]),
        ):
            spoilt.append((f"line {at + 1}: {what}", "\n".join([*lines[:at], " ".join(changed), *lines[at + 1 :]])))
    spoilt.append(("a line removed", "\n".join([*lines[:-2], lines[-1]])))
    return spoilt


@pytest.mark.parametrize(("load", "write_one"), FAMILIES)
def test_every_token_is_accounted_for(tmp_path: Path, load: Load, write_one: Write) -> None:
    path = write_one(tmp_path)
    text = path.read_text(encoding="ascii")
    load(path)
    for what, spoilt in list_spoilt(text):
        path.write_text(spoilt, encoding="ascii")
        with pytest.raises(ValueError, match=rf"^{path.name}, line \d+: "):
            pytest.fail(f"accepted: {what}: {load(path)}")


@pytest.mark.parametrize(("load", "write_one"), FAMILIES)
def test_an_empty_file_is_refused(tmp_path: Path, load: Load, write_one: Write) -> None:
    path = write_one(tmp_path)
    path.write_text("", encoding="ascii")
    with pytest.raises(ValueError, match="ends after 0 lines"):
        load(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2 1 1", "3 1 1", "location 3 where 2 is due"),
        ("10 20.5", "10.05 20.5", "finer than 1/10"),
        (" 1 7 ", " 2 7 ", "not 0 or 1"),
        ("30 40", "30 29", "do not ascend"),
        ("9 10", "-9 10", "negative"),
        ("9 10", "nan 10", "not a number"),
        ("1 1 100", "0 1 100", "at least one day"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = DAY_WINDOWS.format(days=1, flag=1, last=50)
    assert old in text
    with pytest.raises(ValueError, match=message):
        load_mctopmtw(write(tmp_path, "MCTOPMTW-1-r101.txt", text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("0 0 0\n3", "0 0 4\n3", "hotel has no score"), ("-----", "--x--", "dashes"), ("4 1 2", "1 1 2", "two hotels")],
)
def test_tours_that_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load_ophs(write(tmp_path, "T1-12-1-2.ophs", HOTELS.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "message"), [("540 990", "990 540", "opens at 990"), ("20 3 5", "20 3 7", "weekday from 0 to 6")]
)
def test_weeks_that_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load_ttdp(write(tmp_path, "t1.txt", WEEK.replace(old, new, 1)))
