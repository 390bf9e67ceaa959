"""``planner batch``: plans and a report in a folder, bad rows told, and a second run that goes on."""

import csv
import json
from pathlib import Path

import pytest

from planner.model.itinerary import load_plan
from tests.support.command import run

TABLE = """name;title;start;start_date;days;interests
one;=1+1;gw-hanoi-old-quarter;2027-03-12;1;ceramics:3
lost;Lost;gw-nowhere;2027-03-12;1;
two;Two;gw-hanoi-old-quarter;13/3/2027;1;food
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "requests.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


def read_report(folder: Path) -> list[tuple[str, ...]]:
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["row"], row["outcome"], row["code"], row["file"]) for row in csv.DictReader(file)]


def test_bad_rows_are_told_and_a_second_run_goes_on(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = table.parent / "out"
    options = (table, "--out", folder, "--iterations", "50", "--format", "gpx")
    code, told, complaints = run(capsys, "batch", *options)
    assert code == 2
    assert "1 bad, 2 planned" in told
    assert complaints.startswith("row 3, start: bad R010")
    lost = ("3", "bad", "R010", "")
    assert read_report(folder) == [lost, ("2", "planned", "", "one.json"), ("4", "planned", "", "two.json")]
    assert sorted(one.name for one in folder.iterdir()) == [
        "one.gpx", "one.json", "report.csv", "two.gpx", "two.json",
    ]  # fmt: skip
    assert load_plan((folder / "one.json").read_bytes()).request.title == "=1+1"

    (folder / "one.gpx").unlink()
    (folder / "two.json").write_text('{"half', encoding="utf-8")
    before = (folder / "one.json").stat().st_mtime_ns
    code, told, _ = run(capsys, "batch", *options, "--json")
    assert code == 2
    answer = json.loads(told)
    assert answer["counts"] == {"bad": 1, "kept": 1, "planned": 1}
    assert [row["outcome"] for row in answer["rows"]] == ["bad", "kept", "planned"]
    assert (folder / "one.gpx").exists()
    assert (folder / "one.json").stat().st_mtime_ns == before
    assert load_plan((folder / "two.json").read_bytes()).request.title == "Two"

    table.write_text(TABLE.replace("ceramics:3", "ceramics:1"), encoding="utf-8")
    run(capsys, "batch", *options)
    assert read_report(folder)[1:] == [("2", "planned", "", "one.json"), ("4", "kept", "", "two.json")]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--iterations", "5", "--seconds", "1"), "R005"),
        (("--format", "packing"), "P103"),
        (("--format", "nothing"), "P101"),
        (("--out", "requests.csv"), "R019"),
    ],
)
def test_what_is_refused_before_any_work(
    table: Path,
    options: tuple[str, ...],
    code: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(table.parent)
    exit_code, _, complaints = run(capsys, "batch", table, "--out", "folder", *options)
    assert exit_code == 2
    assert complaints.startswith(code)
    assert not (table.parent / "folder").exists()


def test_a_file_that_is_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "requests.csv"
    path.write_bytes(b"\xff\xfe\xff")
    code, _, complaints = run(capsys, "batch", path, "--out", tmp_path / "out")
    assert code == 2
    assert complaints.startswith("R040")
