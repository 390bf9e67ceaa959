"""Referees of instance files: agreement with the planner's own check, and planted faults."""

from __future__ import annotations

import random
from pathlib import Path

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
from benchmarks.referees.mctopmtw import check_mctopmtw
from benchmarks.referees.ophs import check_ophs
from benchmarks.referees.toptw import check_routes
from benchmarks.referees.ttdp import check_ttdp
from planner.check import check_solution
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, solve, time_day
from tests.unit.benchmarks.made_up import write_mctopmtw, write_ophs, write_toptw, write_ttdp

SEEDS = range(4)


def make(family: str, folder: Path, seed: int) -> tuple[Path, Problem]:
    if family in ("c101", "pr01"):
        path = write_toptw(folder, family, seed)
        return path, build_toptw_problem(load_toptw(path), 2)
    if family == "mctopmtw":
        path = write_mctopmtw(folder, "r101", seed)
        return path, build_mctopmtw_problem(load_mctopmtw(path))
    if family == "ophs":
        path = write_ophs(folder, "T1-40-2-2", seed)
        return path, build_ophs_problem(load_ophs(path))
    path = write_ttdp(folder, "t1", seed)
    return path, build_ttdp_problem(load_ttdp(path))


def ask_referee(family: str, path: Path, problem: Problem, solution: Solution) -> int:
    """Return the prize, or raise ValueError, with stops in the numbers of the file."""
    first = {"mctopmtw": 2, "ophs": problem.n_depots}.get(family, 1)
    routes = [[stop + first for stop in route] for route in solution.routes]
    if family in ("c101", "pr01"):
        return check_routes(path, routes)
    if family == "mctopmtw":
        return check_mctopmtw(path, routes)
    if family == "ophs":
        return check_ophs(path, routes, solution.nights)
    return check_ttdp(path, routes)


def draw_solution(problem: Problem, draw: random.Random) -> Solution:
    stops = draw.sample(range(problem.n_stops), draw.randint(1, 4))
    cut = draw.randint(0, len(stops))
    return Solution((tuple(stops[:cut]), tuple(stops[cut:])), (draw.randrange(problem.n_depots),))


def is_allowed(problem: Problem, solution: Solution) -> bool:
    times = [
        time_day(problem, d, solution.get_start(problem, d), solution.get_end(problem, d), solution.routes[d])
        for d in range(problem.n_days)
    ]
    return not check_solution(problem, solution, times)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", ["c101", "pr01", "mctopmtw", "ophs", "ttdp"])
def test_file_and_problem_allow_the_same_routes(tmp_path: Path, family: str, seed: int) -> None:
    path, problem = make(family, tmp_path, seed)
    draw = random.Random(seed)
    allowed = 0
    for _ in range(150):
        solution = draw_solution(problem, draw)
        try:
            prize = ask_referee(family, path, problem, solution)
        except ValueError:
            assert not is_allowed(problem, solution), solution
        else:
            assert is_allowed(problem, solution), solution
            assert prize == sum(int(problem.prize[stop]) for route in solution.routes for stop in route)
            allowed += 1
    assert 0 < allowed < 150


@pytest.mark.parametrize("family", ["c101", "pr01", "mctopmtw", "ophs", "ttdp"])
def test_what_the_solver_finds_is_worth_what_the_file_says(tmp_path: Path, family: str) -> None:
    path, problem = make(family, tmp_path, 9)
    result = solve(problem, SolveParams(iterations=300))
    assert result.value == 100 * ask_referee(family, path, problem, result.solution)
    assert result.value > 0


def place(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="ascii")
    return path


TOPTW = """1 2 2 1
0 100
0 0 0 0 0 0 0 0 30
1 3 4 10 7 1 2 9 9 4 5
2 3 0 2.5 3 1 0 0 19"""


@pytest.mark.parametrize(
    ("routes", "message"),
    [
        ([[2, 1]], "row 1 is reached at 9.50, after 5.00"),
        ([[1, 2], [2]], "row 2 is visited twice"),
        ([[0]], "no such rows"),
        ([[7]], "no such rows"),
    ],
)
def test_faulty_routes(tmp_path: Path, routes: list[list[int]], message: str) -> None:
    path = place(tmp_path, "c101.txt", TOPTW)
    assert check_routes(path, [[1, 2]]) == 10  # begins at 5 and at 19, the last moment of both
    with pytest.raises(ValueError, match=message):
        check_routes(path, routes)


def test_the_day_ends_at_the_depot(tmp_path: Path) -> None:
    path = place(tmp_path, "c101.txt", TOPTW.replace("0 0 30\n", "0 0 24.4\n"))
    with pytest.raises(ValueError, match=r"row 0 is reached at 24\.50"):
        check_routes(path, [[1, 2]])


MANY_WINDOWS = """2 2 10 1 9 9 9 9 9 9 9 9 1
0 0 0 0 0 0 60
2 3 4 10 9 5 10 20 30 40 1 6 1 0 0 0 0 0 0 0 0 0
3 3 0 10 4 15 18 18 35 50 0 4 0 0 0 0 0 0 0 0 0 1"""


@pytest.mark.parametrize("routes", [[[2, 3], []], [[], [2, 3]], [[], [3, 2]], [[3], [2]]])
def test_trips_that_keep_the_windows_of_their_days(tmp_path: Path, routes: list[list[int]]) -> None:
    assert check_mctopmtw(place(tmp_path, "MCTOPMTW-2-c101.txt", MANY_WINDOWS), routes) == 13


@pytest.mark.parametrize(
    ("routes", "old", "new", "message"),
    [
        ([[2, 3]], "", "", "1 routes for 2 days"),
        ([[2], [2]], "", "", "visited twice"),
        ([[4], []], "", "", "no stop 4"),
        ([[0], []], "", "", "no stop 0"),
        ([[3, 2], []], "", "", r"stop 2 is reached at 32\.00 on day 1, after its last window"),
        ([[2, 3], []], "2 2 10", "2 2 9", "fees of 10, more than 9"),
        ([[2, 3], []], "0 4 0 0", "0 4 1 0", "2 stops of type 1, more than 1"),
        ([[2, 3], []], "9 1\n0", "9 0\n0", "1 stops of type 10, more than 0"),
        ([[2, 3], []], "0 0 60", "0 0 47", r"day 1 ends at 48\.00, after 47"),
    ],
)
def test_faulty_trips(tmp_path: Path, routes: list[list[int]], old: str, new: str, message: str) -> None:
    assert MANY_WINDOWS.count(old) == 1 or not old
    path = place(tmp_path, "MCTOPMTW-2-c101.txt", MANY_WINDOWS.replace(old, new))
    with pytest.raises(ValueError, match=message):
        check_mctopmtw(path, routes)


HOTELS = """4 1 2
8.3
4.0 4.2

0 0 0
0 4 0
2 0 0
2 2 5
0 2 6
-----"""


@pytest.mark.parametrize(("routes", "nights"), [([[3], [4]], [2]), ([[], [4]], [0])])
def test_tours_within_the_tolerance(tmp_path: Path, routes: list[list[int]], nights: list[int]) -> None:
    text = HOTELS.replace("8.3", "10").replace("4.0 4.2", "4.824 4.825")  # 0.0044 and 0.0034 too short
    check_ophs(place(tmp_path, "T1-10-1-2.ophs", text), routes, nights)


@pytest.mark.parametrize(
    ("routes", "nights", "message"),
    [
        ([[3]], [2], "1 routes and 1 nights for 2 trips"),
        ([[3], []], [], "2 routes and 0 nights"),
        ([[4], [4]], [0], "visited twice"),
        ([[2], []], [0], "none"),
        ([[5], []], [0], "none"),
        ([[], []], [3], "none"),
        ([[3], []], [0], r"trip 1 is 5\.6569 long, its limit is 4\.0000"),
        ([[], [3]], [2], r"trip 2 is 4\.8284 long"),
    ],
)
def test_faulty_tours(tmp_path: Path, routes: list[list[int]], nights: list[int], message: str) -> None:
    path = place(tmp_path, "T1-8-1-2.ophs", HOTELS)
    assert check_ophs(path, [[4], []], [0]) == 6
    with pytest.raises(ValueError, match=message):
        check_ophs(path, routes, nights)


def test_the_whole_tour_has_a_limit_without_tolerance(tmp_path: Path) -> None:
    path = place(tmp_path, "T1-8-1-2.ophs", HOTELS.replace("8.3", "7.999"))
    with pytest.raises(ValueError, match=r"the tour is 8\.0000 long, its limit is 7\.9990"):
        check_ophs(path, [[4], []], [0])


WEEK = """20 2 6 2 9 250 10 10 10 10 10 10 10 10 10 10
0 0 0 0 0 500 540
1 3 0 10 9 2 510 512 0 0 0 0 0 0 0 0 0 0 0 1439 0
2 3 4 10 4 2 0 1439 0 0 0 0 0 0 0 0 0 0 500 516 0"""


@pytest.mark.parametrize(
    ("routes", "prize"), [([[1], [2]], 13), ([[1], []], 9), ([[2, 1], []], 13), ([[], [1, 2]], 13)]
)
def test_days_that_keep_the_hours(tmp_path: Path, routes: list[list[int]], prize: int) -> None:
    assert check_ttdp(place(tmp_path, "t1.txt", WEEK), routes) == prize


@pytest.mark.parametrize(
    ("routes", "old", "new", "message"),
    [
        ([[1]], "", "", "1 routes for 2 days"),
        ([[1], [1]], "", "", "unknown or visited twice"),
        ([[3], []], "", "", "unknown or visited twice"),
        ([[0], []], "", "", "unknown or visited twice"),
        ([[1, 2], []], "", "", r"stop 2 is reached at 517\.00, after 516"),
        ([[], [2, 1]], "", "", r"stop 1 is reached at 519\.00, after 512"),
        ([[1], []], "20 2 6", "20 2 5", "closed on weekday 5"),
        ([[2, 1], []], "500 540", "500 530", r"day 1 ends at 532\.00, after 530"),
    ],
)
def test_faulty_days(tmp_path: Path, routes: list[list[int]], old: str, new: str, message: str) -> None:
    path = place(tmp_path, "t1.txt", WEEK.replace(old, new))
    with pytest.raises(ValueError, match=message):
        check_ttdp(path, routes)
