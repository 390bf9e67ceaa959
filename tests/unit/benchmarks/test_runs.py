"""What the benchmarks share, and each of them from end to end on made-up files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks import mctopmtw, ophs, peer_solvers, peers, runs, toptw, ttdp
from benchmarks.referees.toptw import check_routes
from benchmarks.runs import Run, Task, write_csv, write_routes
from planner.model.problem import Problem, Solution
from planner.optimise import SolveParams, SolveResult
from planner.optimise.solver import Progress
from tests.unit.benchmarks.made_up import write_mctopmtw, write_ophs, write_toptw, write_ttdp

RUN = Run(
    instance="c101", family="c1", days=2, seed=1, value=90, reference=100, reference_kind="proven_optimal",
    cpu_seconds=0.5, iterations=7, is_stopped=False, routes=((0, 3), ()), nights=(0,),
)  # fmt: skip
SHORT = ["--cpu-seconds", "0.02", "--seeds", "2"]


def make_table(path: Path, names: str, *lines: str) -> Path:
    path.write_text("\n".join([names, *lines]) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_toptw_task(folder: Path, optimum: int | None) -> Task:
    path = write_toptw(folder, "c101", 3)
    return Task(
        path=path, instance="c101", family="c1", days=2, seed=1, cpu_seconds=0.2, reference=1,
        reference_kind="proven_optimal", optimum=optimum,
    )  # fmt: skip


def test_a_run_ends_at_an_optimum_and_loses_nothing(tmp_path: Path) -> None:
    whole = toptw.run(make_toptw_task(tmp_path, None))
    ended = toptw.run(make_toptw_task(tmp_path, whole.value))
    assert (whole.is_stopped, ended.is_stopped) == (False, True)
    assert ended.value == whole.value
    assert ended.cpu_seconds < whole.cpu_seconds
    assert not toptw.run(make_toptw_task(tmp_path, whole.value + 1)).is_stopped


@pytest.mark.parametrize(("best", "is_stopped"), [(6600, True), (6599, False), (6601, True)])
def test_nothing_less_than_the_optimum_ends_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, best: int, is_stopped: bool
) -> None:
    def pretend(problem: Problem, params: SolveParams, *, on_progress: Progress) -> SolveResult:
        assert on_progress(1, 2, best) is not is_stopped
        return SolveResult(Solution(((), ()), (0,)), 0, True, (), 1, 0.1)

    monkeypatch.setattr(runs, "solve", pretend)
    assert toptw.run(make_toptw_task(tmp_path, 66)).is_stopped is is_stopped


def test_a_referee_that_disagrees_stops_the_benchmark(tmp_path: Path) -> None:
    task = make_toptw_task(tmp_path, None)
    problem = toptw.build_toptw_problem(toptw.load_toptw(task.path), 2)
    with pytest.raises(ValueError, match="the file says 1"):
        runs.solve_task(task, problem, lambda _: 1)


@pytest.mark.parametrize(("value", "gap"), [(90, 10.0), (100, 0.0), (105, -5.0)])
def test_gap(value: int, gap: float) -> None:
    assert replace(RUN, value=value).gap_pct == pytest.approx(gap)


def test_only_the_best_routes_above_the_reference_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    above = [replace(RUN, value=101), replace(RUN, value=103, seed=2), replace(RUN, value=102, seed=3)]
    equal = replace(RUN, instance="c102", value=100)
    assert write_routes(path, [RUN, equal, *above], first_stop=1) == 1
    (kept,) = json.loads(path.read_text(encoding="utf-8"))
    assert kept == {"instance": "c101", "m": 2, "seed": 2, "value": 103, "reference": 100, "routes": [[1, 4], []]}


def test_csv_has_a_line_per_run_without_the_routes(tmp_path: Path) -> None:
    write_csv(tmp_path / "runs.csv", [RUN])
    (row,) = read(tmp_path / "runs.csv")
    assert (row["value"], row["gap_pct"], row["is_stopped"]) == ("90", "10.0000", "False")
    assert not {"routes", "nights"} & set(row)


def test_summary_counts_runs_at_and_above_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    stopped = replace(RUN, value=100, is_stopped=True, family="pr")
    runs.print_runs([RUN, stopped, replace(RUN, value=110)], 1.0, ("c1", "pr", "r1"))
    lines = {words[0]: words[1:] for line in capsys.readouterr().out.splitlines() if (words := line.split())}
    assert lines["c1"] == ["2", "0.000", "10.00", "0", "1"]
    assert lines["pr"] == ["1", "0.000", "0.00", "1", "0"]
    assert lines["1"][:3] == ["runs", "ended", "early"]
    assert "r1" not in lines


def test_proven_optima_are_counted_by_some_and_by_every_seed(capsys: pytest.CaptureFixture[str]) -> None:
    other = replace(RUN, instance="c102", value=100)
    toptw.print_optima([RUN, replace(RUN, value=100, seed=2), other, replace(other, days=3, value=1)])
    said = capsys.readouterr().out
    assert "2 of 3 reached by some seed, 1 by every seed" in said
    assert "c101 m=2, c102 m=3" in said


def test_toptw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("c101", "pr01"):
        write_toptw(tmp_path, name, 1)
    bks = make_table(
        tmp_path / "bks.csv", "instance,m,reference_value,status",
        "c101,1,1,best_seen_lower_bound", "c101,2,1000,proven_optimal", "pr01,1,1000,x", "pr01,2,1000,x",
    )  # fmt: skip
    routes, table = tmp_path / "routes.json", tmp_path / "out.csv"
    options = ["--instances", str(tmp_path), "--bks", str(bks), "--vehicles", "1,2"]
    assert toptw.main([*options, *SHORT, "--routes", str(routes), "--csv", str(table)]) == 0
    assert len(read(table)) == 8
    said = capsys.readouterr().out
    assert "proven optima: 0 of 1 reached" in said
    assert "value above the reference: 1" in said
    (kept,) = json.loads(routes.read_text(encoding="utf-8"))
    assert check_routes(tmp_path / "c101.txt", kept["routes"]) == kept["value"]


def test_toptw_of_one_name_and_of_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("c101", "c102"):
        write_toptw(tmp_path, name, 1)
    bks = make_table(tmp_path / "bks.csv", "instance,m,reference_value,status", "c102,1,1000,x")
    options = ["--instances", str(tmp_path), "--bks", str(bks), "--vehicles", "1", *SHORT]
    assert toptw.main([*options, "--only", "c102"]) == 0
    with pytest.raises(SystemExit):
        toptw.main([*options, "--only", "c999"])
    assert "no instance files" in capsys.readouterr().err


def test_mctopmtw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_mctopmtw(tmp_path, "c101", 1, days=2)
    write_mctopmtw(tmp_path, "r101", 1, days=1)
    bks = make_table(
        tmp_path / "bks.csv", "m,instance,benchmark,grils_best,grils_avg,grils_worst",
        "2,c101,1000.0,900.0,1.5,1", "1,r101,1000.0,950.0,900.0,1",
    )  # fmt: skip
    assert mctopmtw.main(["--instances", str(tmp_path), "--bks", str(bks), *SHORT]) == 0
    said = capsys.readouterr().out
    assert "GRILS best of 10: better on 0, equal on 0, worse on 2 of 2 problems" in said
    assert "GRILS average: better on 1, equal on 0, worse on 1 of 2 problems" in said
    (together,) = [line.split() for line in said.splitlines() if line.startswith("all") and line.count(".") == 3]
    assert together[3:] == ["7.500", "54.925"]


def test_ophs_makes_long_runs_where_no_optimum_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_ophs(tmp_path, "66-40-1-2", 1)
    write_ophs(tmp_path, "100-50-2-3", 2)
    own, table = tmp_path / "own.csv", tmp_path / "out.csv"
    options = ["--instances", str(tmp_path), "--bks", str(own), *SHORT, "--csv", str(table)]
    assert ophs.main([*options, "--reference-seconds", "0.05"]) == 0
    (kept,) = read(own)
    assert (kept["instance"], kept["seed"]) == ("100-50-2-3", str(ophs.LONG_SEED))
    assert {row["instance"]: row["reference_kind"] for row in read(table)} == {
        "66-40-1-2": ophs.OPTIMUM, "100-50-2-3": ophs.OWN_OP,
    }  # fmt: skip
    assert f"{ophs.TRIP_TOLERANCE:g}" in capsys.readouterr().out


def test_ophs_references() -> None:
    known = ophs.load_op_references()
    assert known["T1", Fraction(72)] == ophs.Reference(265, ophs.OPTIMUM)
    own, better = ophs.Reference(100, ophs.OWN_OP), ophs.Reference(101, ophs.OWN_RUN)
    assert ophs.choose_reference(own, better) == better
    assert ophs.choose_reference(ophs.Reference(99, ophs.OPTIMUM), better).kind == ophs.OPTIMUM
    assert ophs.choose_reference(own, None) == own
    assert ophs.choose_reference(None, None).value == 0


def test_a_worse_long_run_does_not_replace_a_better_one(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    ophs.write_own_references(path, [RUN], 60)
    ophs.write_own_references(path, [replace(RUN, value=80), replace(RUN, instance="x", value=5)], 1)
    assert ophs.load_own_references(path) == {
        "c101": ophs.Reference(90, ophs.OWN_RUN), "x": ophs.Reference(5, ophs.OWN_RUN),
    }  # fmt: skip


def test_ttdp(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, days in ((1, 1), (2, 3)):
        write_ttdp(tmp_path, f"t{number}", number, days=days)
    assert ttdp.main(["--instances", str(tmp_path), *SHORT, "--long-seconds", "0.05", "--bound"]) == 0
    said = capsys.readouterr().out
    assert "mean 100.000 %, least 100.00 %; all 4 short and 2 long runs are feasible" in said
    assert "below the upper bound" in said


def make_peer_options(folder: Path, *solvers: str) -> list[str]:
    write_toptw(folder, "c101", 5)
    bks = make_table(folder / "bks.csv", "instance,m,reference_value,status", "c101,2,1000,x")
    names = ",".join(solvers)
    return ["--instances", str(folder), "--bks", str(bks), "--vehicles", "2", *SHORT, "--solvers", names]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("module", "solvers"),
    [("pyvrp", ["PyVRP tuned", "PyVRP documented"]), ("ortools", ["OR-Tools"]), ("vroom", ["VROOM"])],
)
def test_peers_answer_with_routes_that_the_referee_accepts(tmp_path: Path, module: str, solvers: list[str]) -> None:
    pytest.importorskip(module, reason=f"{module} is not installed; pip install '.[bench]' brings it")
    table = tmp_path / "out.csv"
    assert peers.main([*make_peer_options(tmp_path, "ours", *solvers), "--csv", str(table)]) == 0
    found = {(row["solver"], row["seed"]): int(row["value"]) for row in read(table)}
    assert {solver for solver, _ in found} == {"ours", *solvers}
    assert len(found) == 2 + sum(2 if peer_solvers.IS_SEEDED[solver] else 1 for solver in solvers)
    # Of six stops every solver finds the best trip, if it is asked the same question.
    assert {value for (solver, _), value in found.items() if solver != "PyVRP documented"} == {found["ours", "1"]}


def test_a_peer_that_is_not_installed_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(peer_solvers.PACKAGES, "VROOM", "no-such-package-at-all")
    assert peers.main(make_peer_options(tmp_path, "ours", "VROOM")) == 0
    said = capsys.readouterr().out
    assert "VROOM left out: no-such-package-at-all is not installed; pip install '.[bench]' brings it" in said


def test_unknown_solvers_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        peers.main(make_peer_options(tmp_path, "theirs"))
    assert "unknown solvers: theirs" in capsys.readouterr().err


def test_ratios_of_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    def make(solver: str, instance: str, family: str, value: int) -> peers.PeerRun:
        return peers.PeerRun(solver, instance, family, 1, 1, value, 100, 100 - value, 1.0)

    answers = [
        make("ours", "c101", "c1", 98), make("VROOM", "c101", "c1", 90),
        make("ours", "c102", "c1", 98), make("VROOM", "c102", "c1", 90),
        make("ours", "r101", "r1", 100), make("VROOM", "r101", "r1", 100),
    ]  # fmt: skip
    peers.print_table(answers, {"ours": "", "VROOM": "1"})
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].split() == ["VROOM", "1", "5.0", "no", "gap", "5.0"]
    peers.print_duels(answers, ["ours", "VROOM"])
    assert capsys.readouterr().out == "ours against VROOM: better on 2, equal on 1, worse on 0\n"
