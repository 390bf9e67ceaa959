"""``planner quote``: prices of a saved plan, rates from a file, the cost sheet."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.catalogue import load_catalogue
from planner.cli import common
from tests.support.command import run, save_plan
from tests.unit.present.conftest import build_itinerary


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return save_plan(tmp_path, build_itinerary(load_catalogue()))


def test_a_template_is_filled_in_and_priced(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates, sheet = plan.parent / "rates.csv", plan.parent / "offer.xlsx"
    assert run(capsys, "quote", plan, "--template", rates)[:2] == (0, f"{rates}\n")
    text = rates.read_text(encoding="utf-8-sig")
    text = text.replace("per_person,,", "per_person,50k,").replace("van16,per_km,,", "van16,per_km,11.500,")
    rates.write_text(text.replace("per_day,,", "per_dy,1,"), encoding="utf-8")
    options = ("--rates", rates, "--group", "14", "--sizes", "6,14", "--markup", "12.5", "--guide", "--out", sheet)
    code, told, complaints = run(capsys, "quote", plan, *options)
    assert code == 0
    assert "per_dy" in complaints
    assert "Choose one of: per_day." in complaints
    assert "The price of 1 thing is not known" in told
    assert load_workbook(sheet)["Prices"]["A4"].value == 6
    code, told, _ = run(capsys, "quote", plan, *options, "--json")
    answer = json.loads(told)
    assert code == 0
    assert [price["size"] for price in answer["quote"]["per_head"]] == [6, 14]
    assert {finding["code"] for finding in answer["findings"]} == {"rate_unknown_word"}
    assert all(finding["row"] > 1 and finding["remedy"] for finding in answer["findings"])


def test_a_narrow_terminal_breaks_between_words(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common.out, "_width", 80)
    code, told, _ = run(capsys, "quote", plan, "--markup", "20", "--sizes", "10,14")
    assert code == 0
    tables = told.split("!")[0].splitlines()
    assert max(map(len, tables)) <= 80
    assert "…" not in told
    assert set(told.split()) >= {"Activity", "Quantity"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--sizes", "10,many"), "Q003"),
        (("--sizes", "0"), "Q003"),
        (("--free", "2", "--group", "2"), "Q003"),
        (("--markup", "-3"), "Q003"),
        (("--rates", "nowhere.csv"), "R003"),
        (("--out", "."), "R019"),
        (("--group", "0"), "R009"),
        (("--vehicle", "tank"), "R009"),
    ],
)
def test_what_cannot_be_priced(
    plan: Path, arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code, _, complaints = run(capsys, "quote", plan, *arguments)
    assert exit_code == 2
    assert complaints.startswith(code)
    assert "Traceback" not in complaints


def test_a_file_that_holds_no_rates(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code, told, _ = run(capsys, "quote", plan, "--rates", plan, "--json")
    assert exit_code == 2
    assert json.loads(told)["error"]["code"] == "Q010"
