"""The benchmark of real trips, on one of the examples, and that of the first call."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from benchmarks import first_call, real_trips
from benchmarks.real_trips import Trip, TripRun
from planner.model.problem import Problem

RUN = TripRun("t", 0.2, 1, 100_00, True, 5, 0.2)
TRIP = Trip("t", cast(Problem, SimpleNamespace(n_days=2, n_stops=9)), None)


def test_an_example_is_solved_and_refereed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "trips.csv"
    options = ["--only", "04", "--seeds", "1", "--long-seconds", "0.3", "--csv", str(table)]
    assert real_trips.main(options) in (0, 1)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["seconds"] for row in rows] == ["0.3", "0.2", "1.0"]
    assert all(row["is_feasible"] == "True" and int(row["value"]) > 0 for row in rows)
    assert "04-cycling-ninh-binh-villages" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("short", "one_second", "missed"),
    [
        (97_00, 99_00, "every run keeps its goal"),
        (96_99, 99_00, "goals missed: t at 0.2 s"),
        (97_00, 98_99, "goals missed: t at 1 s"),
        (0, 99_00, "goals missed: t at 0.2 s"),
    ],
)
def test_every_run_has_to_keep_its_goal(
    capsys: pytest.CaptureFixture[str], short: int, one_second: int, missed: str
) -> None:
    runs = [
        replace(RUN, seconds=60.0), RUN, replace(RUN, value=short, seed=2),
        replace(RUN, seconds=1.0), replace(RUN, seconds=1.0, value=one_second),
    ]  # fmt: skip
    assert real_trips.print_trips([TRIP], runs, 60.0) is missed.startswith("every")
    assert missed in capsys.readouterr().out


def test_a_long_run_is_no_short_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        real_trips.main(["--long-seconds", "1"])
    assert "another time" in capsys.readouterr().err


@pytest.mark.parametrize(("compiling", "code"), [(20.0, 0), (20.1, 1)])
def test_the_first_call_has_a_limit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, compiling: float, code: int
) -> None:
    monkeypatch.setattr(first_call, "measure", lambda _: [(0.5, 0.6), (30.0, compiling), (0.1, 0.1)])
    assert first_call.main([]) == code
    assert f"compiling took {compiling:.1f} s on" in capsys.readouterr().out
