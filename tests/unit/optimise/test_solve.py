"""The door to the search: reproducible, interruptible, honest about what it could not do."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, as_kernel_arrays, get_value, solve
from planner.optimise.kernels import search
from planner.optimise.kernels.jit import PACKAGE_STAMP, PackageCache, get_package_stamp
from tests.property.problems import draw_problem
from tests.unit.optimise.cases import make_plain

PARAMS = SolveParams(seed=5, iterations=600)


def _problem(seed: int = 3) -> Problem:
    return draw_problem(Random(seed), max_stops=9)


def fingerprint() -> str:
    """Return a digest of several results; also run by a process of its own."""
    results = [solve(_problem(seed), PARAMS) for seed in range(12)]
    text = repr([(r.solution, r.value, r.iterations, r.missing_groups, r.is_feasible) for r in results])
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_question_has_the_same_answer_in_every_process() -> None:
    code = "from tests.unit.optimise.test_solve import fingerprint; print(fingerprint())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == fingerprint() == fingerprint()


def test_the_seed_and_the_budget_matter() -> None:
    problem = _problem()
    words = {int(as_kernel_arrays(problem, SolveParams(seed=seed)).random[0]) for seed in range(-3, 30)}
    assert len(words) == 33
    assert solve(problem, SolveParams(iterations=37)).iterations == 37


def test_progress_is_reported_and_stops_the_search() -> None:
    calls: list[tuple[int, int, int]] = []

    def stop_at_second(done: int, total: int, best: int) -> bool:
        calls.append((done, total, best))
        return len(calls) < 2

    result = solve(_problem(), SolveParams(iterations=10_000_000), on_progress=stop_at_second)
    assert len(calls) == 2
    assert calls[0][0] < calls[1][0] == result.iterations < calls[1][1] == 10_000_000
    assert calls[0][2] <= calls[1][2]


def test_watching_does_not_change_the_answer() -> None:
    watched = solve(_problem(), PARAMS, on_progress=lambda *_: True)
    assert watched.solution == solve(_problem(), PARAMS).solution


def test_a_budget_in_seconds_is_kept() -> None:
    result = solve(_problem(), SolveParams(seconds=0.2))
    assert result.iterations > 0
    assert result.cpu_seconds < 1


def test_no_iterations_keep_the_start_and_polish_it() -> None:
    problem = _problem()
    best = solve(problem, PARAMS)
    again = solve(problem, SolveParams(iterations=0), start=best.solution)
    assert again.value == best.value
    assert again.iterations == 0


def test_an_end_out_of_reach_is_said_to_be_infeasible() -> None:
    problem = make_plain(_problem())
    cut = problem.travel_min.copy()
    cut[:, problem.n_stops + problem.end_depot] = -1
    result = solve(replace(problem, travel_min=cut, drive_min=np.where(cut < 0, -1, 0)), PARAMS)
    assert not result.is_feasible
    assert result.solution.routes == ((),) * problem.n_days


def test_mandatory_groups_that_cannot_be_placed_are_named() -> None:
    problem = make_plain(_problem())
    group = int(problem.group[0])
    mandatory = np.zeros_like(problem.group_is_mandatory)
    mandatory[group] = True
    closed = np.full_like(problem.window_close_min, -1)
    impossible = replace(
        problem,
        group_is_mandatory=mandatory,
        window_close_min=closed,
        depot_group=np.full_like(problem.depot_group, -1),
    )
    result = solve(impossible, PARAMS)
    assert result.missing_groups == (group,)
    assert not result.is_feasible


def test_a_night_there_satisfies_a_mandatory_group() -> None:
    problem = make_plain(_problem())
    group = int(problem.group[0])
    mandatory = np.zeros_like(problem.group_is_mandatory)
    mandatory[group] = True
    if problem.n_days == 1:
        pytest.fail("the example needs a night")
    everywhere = np.full_like(problem.depot_group, group)
    result = solve(replace(problem, group_is_mandatory=mandatory, depot_group=everywhere), PARAMS)
    assert result.missing_groups == ()


def test_value_counts_concave_gains_nights_and_driving() -> None:
    problem = replace(
        make_plain(draw_problem(Random(3), max_stops=9)), drive_cost=7, depot_prize=np.full(_problem().n_depots, 2)
    )
    empty = Solution(routes=((),) * problem.n_days, nights=(0,) * problem.n_nights)
    depots = [problem.start_depot, *empty.nights, problem.end_depot]
    driven = sum(max(int(problem.drive_min[problem.n_stops + a, problem.n_stops + b]), 0) for a, b in pairwise(depots))
    assert get_value(problem, empty) == 200 * problem.n_nights - 7 * driven


@pytest.mark.parametrize(
    "wrong",
    [{"iterations": -1}, {"seconds": 0.0}, {"max_ruin": 0}, {"noise_pct": 101}, {"hot": 0.1, "cold": 0.2}],
)
def test_senseless_parameters_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"budget|max_ruin|noise_pct|temperatures"):
        SolveParams(**wrong)


def test_a_change_in_any_kernel_file_makes_all_caches_stale(tmp_path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "b.py").write_text("y = 1")
    before = get_package_stamp(tmp_path)
    (tmp_path / "b.py").write_text("y = 2")
    assert get_package_stamp(tmp_path) != before
    assert isinstance(search.run._cache, PackageCache)
    assert search.run._cache._cache_file._source_stamp == PACKAGE_STAMP
