"""``planner publish``: files beside a plan, and what is refused before anything is written."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.model.itinerary import dump_plan
from planner.publish import BASKET_FORMATS, PUBLISHERS, TRIP_FORMATS, Group
from tests.support.baskets import make_itinerary
from tests.support.command import run, save_plan
from tests.unit.present.basket_samples import FIRST, SECOND, build_basket


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    catalogue = load_catalogue()
    itinerary = make_itinerary(dt.date(2027, 3, 12), days=[[FIRST], [SECOND]])
    return save_plan(tmp_path, dataclasses.replace(itinerary, basket=build_basket(catalogue, "JP")))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every format be made at once: these tests are about which files are written."""
    for identifier, publisher in PUBLISHERS.items():
        monkeypatch.setitem(PUBLISHERS, identifier, dataclasses.replace(publisher, render=lambda *_: b"made"))


def list_files(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir())


def test_formats_asked_for_are_written_beside_the_plan(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = plan.read_bytes()
    code, told, _ = run(capsys, "publish", plan, "--format", "packing,declaration-csv,json", "--lang", "vi")
    assert code == 0
    assert list_files(plan.parent) == ["plan.declaration.csv", "plan.json", "plan.packing.pdf"]
    assert told.split() == [str(plan.parent / name) for name in ("plan.packing.pdf", "plan.declaration.csv")]
    assert "Hỏi hải quan trước" in (plan.parent / "plan.declaration.csv").read_text(encoding="utf-8-sig")
    assert plan.read_bytes() == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("formats", [(), ("--format", "all")])
def test_without_a_format_everything_is_written(
    plan: Path, capsys: pytest.CaptureFixture[str], formats: tuple[str, ...]
) -> None:
    assert run(capsys, "publish", plan, "--out", plan.parent / "out" / "trip.json", *formats)[0] == 0
    made = [one for one in (*TRIP_FORMATS, *BASKET_FORMATS) if one != "json"]
    assert list_files(plan.parent / "out") == sorted("trip" + PUBLISHERS[one].suffix for one in made)


def test_the_formats_are_listed_without_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = run(capsys, "publish", "--list")
    assert code == 0
    assert [line.split()[0] for line in told.splitlines() if "*." in line] == [
        one.identifier for group in Group for one in PUBLISHERS.values() if one.group is group
    ]
    code, _, error = run(capsys, "publish")
    assert (code, error[:4]) == (2, "R003")


def test_a_client_stands_on_what_people_read(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "publish", plan, "--format", "html,jsonld", "--client", "Bà <Hoa>")[0] == 0
    assert "For Bà &lt;Hoa&gt;" in (plan.parent / "plan.html").read_text(encoding="utf-8")
    assert "Hoa" not in (plan.parent / "plan.jsonld").read_text(encoding="utf-8")


def test_a_format_that_fails_leaves_the_others(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError("no ink")

    broken = dataclasses.replace(PUBLISHERS["kml"], render=fail)
    monkeypatch.setitem(PUBLISHERS, "kml", broken)
    code, _, error = run(capsys, "publish", plan, "--format", "kml,gpx")
    assert (code, error[:4]) == (1, "P102")
    assert "kml (no ink)" in error
    assert list_files(plan.parent) == ["plan.gpx", "plan.json"]


@pytest.mark.usefixtures("quick")
def test_a_plan_without_a_basket_has_no_packing_list(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = make_itinerary(dt.date(2027, 3, 12), days=[[FIRST]])
    plan.write_text(dump_plan(bare), encoding="utf-8")
    code, _, error = run(capsys, "publish", plan, "--format", "packing")
    assert (code, error[:4]) == (2, "P103")
    assert "planner basket" in error
    assert list_files(plan.parent) == ["plan.json"]
    assert run(capsys, "publish", plan)[0] == 0
    assert list_files(plan.parent) == sorted("plan" + PUBLISHERS[one].suffix for one in TRIP_FORMATS)


def test_what_cannot_be_written_is_refused_first(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan.parent / "plan.packing.pdf").mkdir()
    code, _, error = run(capsys, "publish", plan, "--format", "gpx,packing")
    assert (code, error[:4]) == (2, "R019")
    assert list_files(plan.parent) == ["plan.json", "plan.packing.pdf"]
    assert run(capsys, "publish", plan, "--format", "docx")[2][:4] == "P101"
