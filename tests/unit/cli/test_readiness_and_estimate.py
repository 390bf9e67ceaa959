"""``planner readiness`` and ``planner estimate`` as their users meet them."""

import json
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.present.words import build_words
from tests.property.plan_examples import PLAN, ask
from tests.support.command import run, save_plan


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return save_plan(tmp_path, ask(home_market="US")(PLAN))


def test_readiness_tells_source_date_and_confidence_of_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "readiness", "p-nuoc-mam-thanh-quoc-43-do-dam", "--market", "Germany")
    assert status == 0
    lines = [line for line in text.splitlines() if line.startswith(("  met", "  missing", "  unknown"))]
    assert len(lines) >= 8
    assert all("Source: " in line and "Confidence: " in line for line in lines)
    assert any("approved for export to the EU, by law" in line and line.startswith("  unknown") for line in lines)
    assert any("Phú Quốc" in line and line.startswith("  met") for line in lines)
    assert "not an export licence" in text
    assert "The list is not complete" in text
    assert "Check before you fly" in text
    assert "A visitor taking one pack home, by the rules at the border alone: within the limit." in text
    assert "The airline, Viet Nam's rules on goods that leave it and the shelf life decide, too" in text
    assert "missing" not in text.replace("still missing or unknown", "")


def test_readiness_speaks_vietnamese_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "readiness", "p-nuoc-mam-le-gia", "--market", "JP", "--lang", "vi")
    assert status == 0
    assert "Đang mở: Nhật Bản." in text
    assert "không phải giấy phép xuất khẩu" in text
    status, text, _ = run(capsys, "readiness", "p-nuoc-mam-le-gia", "--json")
    found = json.loads(text)
    assert status == 0
    assert set(found["open_now"]) == {"US", "JP", "TW", "AU", "NZ", "SG"}
    assert {check["state"] for stand in found["markets"] for check in stand["checks"]} == {"unknown"}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_readiness_claims_of_the_journey_home_no_more_than_carry_says(
    capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """Of fish sauce the border says yes and the airline "ask": readiness must say that it speaks of the border."""
    product, words = "p-nuoc-mam-le-gia", build_words(language, load_catalogue())
    _, text, _ = run(capsys, "readiness", product, "--market", "JP", "--lang", language)
    carried = json.loads(run(capsys, "carry", product, "--market", "JP", "--json")[1])
    assert (carried["border_verdict"], carried["carriage"], carried["is_green"]) == ("ok", "ask", False)
    (line,) = [line for line in text.splitlines() if words.messages("verdict.ok") in line]
    border = {"en": "by the rules at the border alone", "vi": "chỉ xét quy định tại cửa khẩu nước đến"}[language]
    assert f"{border}: {words.messages('verdict.ok')}." in line
    assert words.messages("ready.border_only") in text
    assert "planner carry" in words.messages("ready.border_only")


def test_a_province_is_ranked(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "readiness", "--province", "thanh hoa")
    assert status == 0
    assert text.splitlines()[0].startswith("Thanh Hóa: 16 products")
    assert "1. Nước mắm Lê Gia (p-nuoc-mam-le-gia): 6 -> 8" in text
    status, text, _ = run(capsys, "readiness", "--province", "Kiên Giang", "--lang", "vi")
    assert "địa giới trước tháng 7/2025" in text.splitlines()[0]
    status, text, _ = run(capsys, "readiness", "--producer", "pr-legia", "--json")
    assert json.loads(text)["scope"] == "producer"


def test_estimate_of_the_country_is_a_range_with_its_assumptions(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "estimate")
    assert status == 0
    assert "USD 53.6 million to USD 606 million (estimate)" in text
    for words in ("At a share of 2 %: USD 53.6 million", "20 %: USD 536 million", "Ceiling: USD 996 million"):
        assert words in text
    for words in (
        "Prices of the 2019 survey",
        "16 (2003)",
        "nobody measures it",
        "Share of shopping in spending: 12.4 %",
    ):
        assert words in text
    assert all("Source: " in line for line in text.splitlines() if line.startswith("- "))


def test_estimate_of_a_plan_and_of_its_year(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "estimate", plan_file, "--json")
    trip = json.loads(text)
    assert (status, trip["scope"], trip["market"]) == (0, "trip", "US")
    party = PLAN.request.party
    assert trip["visitors"]["low"] == party.adults + party.children
    assert trip["usd"]["low"] < trip["usd"]["high"]
    status, text, _ = run(capsys, "estimate", plan_file, "--trips-per-year", 20, "--share", "2-20", "--json")
    assert json.loads(text)["usd"]["high"] == pytest.approx(20 * trip["usd"]["high"])
    status, text, _ = run(capsys, "estimate", plan_file, "--market", "JP", "--lang", "vi")
    assert "chuyến đi này, khách từ: Nhật Bản" in text
    assert "(ước tính)" in text
    assert "cả chuyến thăm" in text


def test_a_single_share_is_not_sold_as_certain(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "estimate", "--market", "KR", "--share", "5")
    assert status == 0
    assert "if every assumption held exactly (estimate)" in text
    assert "5 % (set by you)" in text
    assert "give ranges" in text


def test_a_market_that_nobody_counts(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "estimate", "--market", "EU")
    assert status == 0
    assert "total not known" in text
    assert "BE, DE, DK, NL" in text
    assert "No source counts the visitors of this market" in text


BAD = {
    ("estimate", "--share", "20-2"): ("G154", "lower number first"),
    ("estimate", "--share", "0-200"): ("G153", "0 to 100"),
    ("estimate", "--share=-3"): ("G153", "-3"),
    ("estimate", "--share", "2-"): ("G153", "2-20"),
    ("estimate", "--share", "nan"): ("G153", "0 to 100"),
    ("estimate", "--share", "much"): ("G153", "2-20"),
    ("estimate", "--market", "Japn"): ("G101", "JP"),
    ("estimate", "--market", "Việt Nam"): ("G156", "--market"),
    ("estimate", "--trips-per-year", "5"): ("R009", "PLAN.json"),
    ("estimate", "--stay-days", "5"): ("R009", "PLAN.json"),
    ("estimate", "nowhere.json"): ("R003", "nowhere.json"),
    ("readiness",): ("R009", "PRODUCT_ID"),
    ("readiness", "p-nuoc-mam-le-gia", "--province", "Hà Nội"): ("R009", "PRODUCT_ID"),
    ("readiness", "--province", "Hà Nội", "--market", "JP"): ("R009", "PRODUCT_ID"),
    ("readiness", "p-nuoc-mam-legia"): ("G150", "p-nuoc-mam-le-gia"),
    ("readiness", "p-nuoc-mam-le-gia", "--market", "Japn"): ("G101", "JP"),
    ("readiness", "--province", "Than Hoa"): ("G151", "Thanh Hóa"),
    ("readiness", "--producer", "pr-leg"): ("G152", "pr-legia"),
}


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_bad_input_gets_one_line_and_exit_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, words = BAD[arguments]
    status, text, error = run(capsys, *arguments)
    assert (status, text) == (2, "")
    assert error.startswith(code)
    assert words in error
    assert error.strip().count("\n") == 0


@pytest.mark.parametrize("trips", [-1, 0])
def test_negative_trips_are_refused(trips: int, plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = run(capsys, "estimate", plan_file, f"--trips-per-year={trips}")
    assert status == 2
    assert error.startswith("G155 [trips_per_year]")
    assert run(capsys, "estimate", plan_file, "--arrivals", "5")[0] == 2
