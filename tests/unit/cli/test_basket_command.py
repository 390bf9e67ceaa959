"""``planner basket`` and ``planner plan --basket``: what is told, what is written, what is refused."""

import json
from pathlib import Path

import pytest

from planner.model.itinerary import load_plan
from tests.support.command import make_plan, run, write_request

REQUEST = {
    "start": "gw-hanoi-old-quarter",
    "start_date": "2027-03-12",
    "days": 1,
    "interests": {"ceramics": 3, "shopping": 1},
    "home_market": "JP",
    "shopping_budget_vnd_per_person": 2_000_000,
}


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plan(tmp_path_factory.mktemp("basket"), REQUEST, iterations=500)


def test_each_purchase_is_told_with_its_rule_date_source_and_confidence(
    plan_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text, _ = run(capsys, "basket", plan_file, "--gifts", "4:tea,ceramics", "--gifts", "2")
    assert status == 0
    status, told, _ = run(capsys, "basket", plan_file, "--gifts", "4:tea,ceramics", "--gifts", "2", "--json")
    assert status == 0
    basket = json.loads(told)
    assert [gift["people"] for gift in basket["wishes"]["gifts"]] == [4, 2]
    assert basket["wishes"]["budget_vnd"] == 4_000_000
    assert basket["lines"]
    count = len(basket["lines"])
    # Beside every verdict stand date, confidence and the advice to check before the flight; once more at the end.
    assert text.count("Check before you fly") >= count
    assert text.count("Rule of: ") == count
    assert text.count("confidence: ") >= 2 * count
    assert "source: " in text
    for heading in ("Tax refund on leaving", "checked luggage", "articles left out"):
        assert heading in text


def test_vietnamese_is_spoken(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "basket", plan_file, "--lang", "vi")
    assert status == 0
    assert "Check before you fly" not in text
    assert "độ tin cậy" in text.casefold()


def test_the_plan_is_written_with_its_basket_and_passes_the_referee(
    plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "shopped.json"
    asked = ("--budget", 500_000, "--luggage-kg", 3, "--days-until-home", 2, "--out", target)
    assert run(capsys, "basket", plan_file, *asked)[0] == 0
    before = load_plan(plan_file.read_text(encoding="utf-8"))
    after = load_plan(target.read_text(encoding="utf-8"))
    assert before.basket is None
    assert after.basket is not None
    assert after.days == before.days
    assert after.basket.spend_high_vnd <= 500_000
    assert after.basket.traveller.days_until_home == 2
    assert run(capsys, "check", target)[0] == 0


def test_a_plan_is_made_with_its_basket_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request, target = write_request(tmp_path, REQUEST), tmp_path / "plan.json"
    status, text, _ = run(capsys, "plan", request, "--iterations", 300, "--basket", "--out", target)
    assert status == 0
    assert "Tax refund on leaving" in text
    assert load_plan(target.read_text(encoding="utf-8")).basket is not None


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--gifts", "tea"), "R024", "4:tea,ceramics"),
        (("--gifts", "0:tea"), "R024", "people"),
        (("--gifts", "99999"), "R024", "PEOPLE"),
        (("--gifts", "2:tee"), "R025", "tea"),
        (("--budget", "-5"), "R024", "budget"),
        (("--luggage-kg", "1000"), "G111", "kg"),
        (("--days-until-home", "400"), "R024", "days"),
    ],
)
def test_bad_wishes_exit_2_with_one_line(
    plan_file: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: str, told: str
) -> None:
    status, _, error = run(capsys, "basket", plan_file, *arguments)
    assert status == 2
    assert error.startswith(code)
    assert told in error
    assert len(error.strip().splitlines()) == 1


def test_a_plan_that_breaks_its_rules_is_not_shopped_for(
    plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fields = json.loads(plan_file.read_text(encoding="utf-8"))
    fields["totals"]["visits"] += 1
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(fields), encoding="utf-8")
    status, _, error = run(capsys, "basket", broken)
    assert status == 2
    assert error.startswith("R023")
