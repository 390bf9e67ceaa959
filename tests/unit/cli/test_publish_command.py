"""``planner publish``: files beside a plan, and what is refused before anything is written."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.model.itinerary import dump_plan
from tests.support.baskets import make_itinerary
from tests.support.command import run, save_plan
from tests.unit.present.basket_samples import FIRST, SECOND, build_basket


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    catalogue = load_catalogue()
    itinerary = make_itinerary(dt.date(2027, 3, 12), days=[[FIRST], [SECOND]])
    return save_plan(tmp_path, dataclasses.replace(itinerary, basket=build_basket(catalogue, "JP")))


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


def test_without_a_format_everything_is_written(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "publish", plan, "--out", plan.parent / "out" / "trip.json")[0] == 0
    assert list_files(plan.parent / "out") == [
        "trip.cards.pdf", "trip.declaration.csv", "trip.declaration.pdf", "trip.gpx", "trip.packing.csv",
        "trip.packing.pdf", "trip.record.csv", "trip.record.pdf",
    ]  # fmt: skip


def test_a_plan_without_a_basket_has_no_packing_list(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = make_itinerary(dt.date(2027, 3, 12), days=[[FIRST]])
    plan.write_text(dump_plan(bare), encoding="utf-8")
    code, _, error = run(capsys, "publish", plan, "--format", "packing")
    assert (code, error[:4]) == (2, "P103")
    assert "planner basket" in error
    assert list_files(plan.parent) == ["plan.json"]
    assert run(capsys, "publish", plan)[0] == 0
    assert list_files(plan.parent) == ["plan.gpx", "plan.json"]


def test_what_cannot_be_written_is_refused_first(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan.parent / "plan.packing.pdf").mkdir()
    code, _, error = run(capsys, "publish", plan, "--format", "gpx,packing")
    assert (code, error[:4]) == (2, "R019")
    assert list_files(plan.parent) == ["plan.json", "plan.packing.pdf"]
    assert run(capsys, "publish", plan, "--format", "docx")[2][:4] == "P101"
