"""What a visitor does on *Basket and going home*, in a real browser."""

import csv
import io
import re
from pathlib import Path

import pytest

from planner.model.itinerary import load_plan
from planner.present.languages import load_messages
from planner.publish import PUBLISHERS
from tests.browser.steps import expect_address, press, save_picture, settle
from ui.basket_page import FORMATS

pytestmark = pytest.mark.browser
EN, VI = load_messages("en"), load_messages("vi")


def open_basket(open_page, query: str = "?lang=en", **how):
    """Enter by the first page, whose trip the basket is for."""
    page = open_page(query, **how)
    page.locator(".st-key-to-basket a").first.click()
    page.locator(".st-key-basket-toolbar").wait_for(timeout=120_000)
    settle(page)
    return page


PACKS = "[...document.querySelectorAll(\"[class*='st-key-packs-'] input\")].map(one => Number(one.value))"
"""Numbers of packs, read at one moment."""


def read_packs(page) -> list[int]:
    return page.evaluate(PACKS)


def expect_packs(page, packs: list[int]) -> None:
    page.wait_for_function(f"packs => String({PACKS}) === String(packs)", arg=packs)


def test_a_basket_is_edited_and_undone_and_the_link_knows(open_page) -> None:
    page = open_basket(open_page)
    before = read_packs(page)
    assert before
    page.locator("[class*='st-key-packs-'] button").last.click()
    page.get_by_text(EN("basket.edited")).first.wait_for(timeout=30_000)
    page.wait_for_function(f"sum => {PACKS}.reduce((a, b) => a + b) === sum", arg=sum(before) + 1)
    expect_address(page, "basket=")
    expect_address(page, "trip=")
    press(page, "basket-undo")
    expect_packs(page, before)


def test_packs_are_set_with_the_keyboard_alone(open_page) -> None:
    page = open_basket(open_page)
    field = page.locator("[class*='st-key-packs-'] input").first
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.get_by_text(EN("basket.edited")).first.wait_for(timeout=30_000)
    settle(page)
    assert read_packs(page)[0] == 3


def test_every_verdict_carries_its_check_source_and_shape(open_page) -> None:
    page = open_basket(open_page)
    cards = page.locator(".rp-buy").all()
    assert cards
    for card in cards:
        assert card.locator(".rp-verdict .rp-badge .rp-shape").count() >= 1
        text = card.inner_text()
        assert EN("verdict.check") in text
        assert EN("basket.basis", date="", confidence="")[:8] in text
        card.locator("summary").click()
        assert card.locator("details li").count() >= 1


def test_what_was_left_out_goes_in_anyway(open_page) -> None:
    page = open_basket(open_page)
    count = len(read_packs(page))
    page.locator(".st-key-left-box summary").click()
    page.locator("[class*='st-key-put-'] button").first.click()
    page.get_by_text(EN("basket.edited")).first.wait_for(timeout=30_000)
    page.wait_for_function(f"count => {PACKS}.length === count", arg=count + 1)


def test_documents_are_downloaded(open_page, tmp_path: Path) -> None:
    page = open_basket(open_page)
    for identifier in FORMATS:
        page.get_by_role("button", name=EN(f"out.{identifier}"), exact=True).first.click()
        button = page.locator(f".st-key-basket-save-{identifier} button:visible").first
        button.wait_for(timeout=120_000)
        with page.expect_download() as info:
            button.click()
        suffix = PUBLISHERS[identifier].suffix
        target = tmp_path / f"{identifier}{suffix}"
        info.value.save_as(target)
        assert info.value.suggested_filename.endswith(suffix)
        content = target.read_bytes()
        assert content
        if suffix.endswith(".pdf"):
            assert content.startswith(b"%PDF")
        elif suffix.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert len(rows) > 1
            assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]", cell)]
        elif suffix.endswith(".json"):
            assert load_plan(content).basket.lines


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_small_screen_fits(open_page, language: str, scheme: str, tmp_path: Path) -> None:
    page = open_basket(open_page, f"?lang={language}", width=390, height=844, scheme=scheme)
    widths = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain], html')].map(e => [e.scrollWidth, e.clientWidth])"
    )
    for content, room in widths:
        assert content <= room
    for box in (one.bounding_box() for one in page.locator(".rp-buy, .rp-meter").all()):
        assert box is None or box["x"] + box["width"] <= 390
    for button in page.locator(".st-key-basket-toolbar button:visible").all():
        assert button.bounding_box()["height"] >= 44
    save_picture(page, f"basket-{language}-390-{scheme}", tmp_path)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("vi", "dark")])
def test_wide_screen_in_both_themes(open_page, language: str, scheme: str, tmp_path: Path) -> None:
    page = open_basket(open_page, f"?lang={language}", scheme=scheme)
    title = page.locator(".rp-title")
    assert title.inner_text() == load_messages(language)("page.basket")
    header = page.locator("[data-testid=stHeader]").bounding_box()
    assert title.bounding_box()["y"] >= header["y"] + header["height"], "the bar of pages does not cover the title"
    save_picture(page, f"basket-{language}-1280-{scheme}", tmp_path)
