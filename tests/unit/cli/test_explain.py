"""``planner explain``: reasons, counterfactuals, exit codes."""

import json
from pathlib import Path

import pytest

from planner.model.itinerary import load_plan
from tests.support.command import make_plan, run

REQUEST = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": 1, "interests": {"ceramics": 3}}
FAR = "lo-lo-lo-chai-homestays-lo-lo"


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plan(tmp_path_factory.mktemp("explain"), REQUEST, iterations=1000)


def test_all_is_told_of_a_plan(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    itinerary = load_plan(plan_file.read_text(encoding="utf-8"))
    status, text, _ = run(capsys, "explain", plan_file)
    assert status == 0
    assert "In the trip" in text
    assert "Left out" in text
    status, text, _ = run(capsys, "explain", plan_file, "--json")
    told = json.loads(text)
    assert status == 0
    assert [one["place_id"] for one in told["visits"]] == [v.place_id for v in itinerary.days[0].visits]
    assert [one["reason"]["code"] for one in told["left_out"]] == [left.reason.code for left in itinerary.unvisited]


def test_named_places_are_answered_and_the_other_plan_is_written(
    plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    itinerary = load_plan(plan_file.read_text(encoding="utf-8"))
    visited = itinerary.days[0].visits[0].place_id
    other = next(left.place_id for left in itinerary.unvisited if left.remedy and left.remedy.code == "add_must")
    asked = ("--place", visited, "--place", other, "--iterations", 500)
    status, text, _ = run(capsys, "explain", plan_file, *asked, "--json")
    without, with_it = json.loads(text)["counterfactuals"]
    assert status == 0
    assert (without["question"], with_it["question"]) == ("without", "with")
    assert without["contribution"]["worth"] >= without["loss"]
    assert "itinerary" not in with_it
    target = tmp_path / "other.json"
    status, text, _ = run(capsys, "explain", plan_file, "--place", other, "--iterations", 500, "--out", target)
    assert status == 0
    assert "points" in text
    written = load_plan(target.read_text(encoding="utf-8"))
    assert other in written.request.must_visit
    assert itinerary.certificate.value - written.certificate.value == with_it["loss"]
    assert run(capsys, "check", target)[0] == 0


def test_no_plan_with_a_place_exits_3(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "explain", plan_file, "--place", FAR)
    assert status == 3
    assert "No trip can have" in text
    status, text, _ = run(capsys, "explain", plan_file, "--place", FAR, "--json")
    assert status == 3
    (told,) = json.loads(text)["counterfactuals"]
    assert told["outcome"] == "impossible"
    assert told["reasons"][0]["reason"]["code"] == "inf_too_far"


def test_an_unknown_place_exits_2_with_the_nearest(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = run(capsys, "explain", plan_file, "--place", "cv-bat-trang-potery")
    assert status == 2
    assert error.startswith("R011")
    assert "cv-bat-trang-pottery-village" in error


def test_a_plan_that_breaks_rules_is_not_explained(
    plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    plan["days"][0]["visits"][0]["price_vnd"] += 1
    tampered = tmp_path / "tampered.json"
    tampered.write_text(json.dumps(plan), encoding="utf-8")
    status, _, error = run(capsys, "explain", tampered)
    assert status == 2
    assert error.startswith("R023")
    status, _, error = run(capsys, "explain", plan_file, "--out", tmp_path / "x.json")
    assert status == 2
    assert error.startswith("R004")
