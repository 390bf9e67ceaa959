"""``planner basket`` and ``planner plan --basket``: what is told, what is written, what is refused."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner.cli import main
from planner.model.basket import Basket
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


@pytest.fixture(scope="module")
def shopped(plan_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with its basket."""
    target = tmp_path_factory.mktemp("shopped") / "shopped.json"
    assert main(["basket", str(plan_file), "--out", str(target)]) == 0
    return target


def load_basket(path: Path) -> Basket:
    basket = load_plan(path.read_text(encoding="utf-8")).basket
    assert basket is not None
    return basket


def test_a_price_that_was_paid_is_noted_and_stands_in_the_record(
    shopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, target = load_basket(shopped), tmp_path / "paid.json"
    first, second = before.lines[0], before.lines[1]
    key, place = first.offer.article.key, second.offer.place_id
    asked = ("--paid", f"{key}=310000", "--paid", f"{second.offer.article.key}@{place}=0", "--out", target)
    status, text, _ = run(capsys, "basket", shopped, *asked)
    assert status == 0
    assert "Paid: ₫310,000\n" in text
    assert "Paid: ₫0\n" in text
    after = load_basket(target)
    assert replace(after, noted=()) == before, "nothing is planned anew"
    assert {(one.key, one.paid_vnd, one.quantity) for one in after.noted} == {
        (key, 310_000, first.quantity),
        (second.offer.article.key, 0, second.quantity),
    }
    assert run(capsys, "check", target)[0] == 0
    assert run(capsys, "publish", target, "--format", "record-csv")[0] == 0
    rows = list(csv.DictReader((tmp_path / "paid.record.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(row["article_key"], row["paid_vnd"]) for row in rows if row["is_noted"] == "yes"} == {
        (key, "310000"),
        (second.offer.article.key, "0"),
    }
    assert run(capsys, "basket", target, "--paid", f"{key}=none", "--out", target)[0] == 0
    assert [one.key for one in load_basket(target).noted] == [second.offer.article.key]
    # A basket that is planned again keeps what was really paid.
    assert run(capsys, "basket", target, "--budget", 500_000, "--out", target)[0] == 0
    assert load_basket(target).noted == after.noted[1:]


@pytest.mark.parametrize(
    ("price", "code", "told"),
    [
        ("=5", "R026", "ARTICLE=VND"),
        ("{key}", "R026", "ARTICLE=VND"),
        ("{key}=", "R026", "ARTICLE=VND"),
        ("{key}=-5", "R026", "digits"),
        ("{key}=310.000", "R026", "digits"),
        ("{key}=٣", "R026", "digits"),
        ("{key}=1000000000001", "G123", "1000000000000"),
        ("{key}=9999999999999999", "R026", "digits"),
        ("{key}-x=5", "G122", "{key}"),
        ("{key}@nowhere=5", "G122", "{place}"),
    ],
)
def test_a_price_that_is_none_is_refused_and_nothing_is_written(
    shopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], price: str, code: str, told: str
) -> None:
    basket, target = load_basket(shopped), tmp_path / "paid.json"
    offer = basket.lines[0].offer
    names = {"key": offer.article.key, "place": offer.place_id}
    status, _, error = run(capsys, "basket", shopped, "--paid", price.format(**names), "--out", target)
    assert status == 2
    assert error.startswith(code)
    assert told.format(**names) in error
    assert len(error.strip().splitlines()) == 1
    assert not target.exists()


def test_prices_are_noted_in_a_saved_basket_alone(
    plan_file: Path, shopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    price = ("--paid", f"{load_basket(shopped).lines[0].offer.article.key}=5")
    target = ("--out", tmp_path / "paid.json")
    for plan, arguments in (
        (plan_file, (*price, *target)),
        (shopped, price),
        (shopped, (*price, *target, "--gifts", "2")),
        (shopped, (*price, *target, "--budget", "5")),
        (shopped, (*price, *target, "--luggage-kg", "5")),
        (shopped, (*price, *target, "--days-until-home", "2")),
    ):
        status, _, error = run(capsys, "basket", plan, *arguments)
        assert (status, error[:4]) == (2, "R026"), arguments
    assert not target[1].exists()


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
