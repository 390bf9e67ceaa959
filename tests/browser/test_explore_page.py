"""What a visitor does on *Explore*, in a real browser: filter, add, plan; map and list in step."""

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from planner.present.languages import load_messages
from tests.browser.steps import STILL, expect_address, press
from ui.link import read_token

pytestmark = pytest.mark.browser
EN = load_messages("en")


@pytest.fixture
def open_explore(open_tab):
    """Return a function that opens the page and waits for its map."""

    def open_explore(query: str = "lang=en", **how):
        page = open_tab(f"explore?{query}", **how)
        page.frame_locator("iframe[title*='folium']").locator(".leaflet-container").wait_for(timeout=240_000)
        wait_for_count(page, "count >= 0")
        page.locator(STILL).wait_for()
        return page

    return open_explore


def find_map(page):
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def wait_for_count(page, is_right: str) -> int:
    """Wait until the number of points on the map is right, and return it."""
    there = f"() => window.filteredPoints && (count => {is_right})(window.filteredPoints.count())"
    find_map(page).wait_for_function(there, timeout=60_000)
    return find_map(page).evaluate("window.filteredPoints.count()")


@pytest.mark.parametrize("times", ["planned", "known"])  # the second time the answer is there at once
def test_filter_add_plan(open_explore, times: str) -> None:
    page = open_explore()
    whole = wait_for_count(page, "count > 0")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url) if "streamlit_folium" in frame.url else None)
    page.locator(".st-key-explore-text input").fill("bat trang")
    found = wait_for_count(page, f"count > 0 && count < {whole}")
    page.locator(".st-key-explore-row-cv-bat-trang-pottery-village button").click()
    page.locator(".st-key-explore-place .rp-look-name").wait_for()
    press(page, "explore-must")
    page.get_by_text(EN("explore.is_must")).wait_for()
    assert wait_for_count(page, "count > 0") == found
    assert loads == []
    expect_address(page, "text=bat")
    expect_address(page, "trip=")
    page.locator(".st-key-explore-plan button").click()
    page.wait_for_url(lambda url: "/explore" not in url, timeout=60_000)
    page.frame_locator("iframe[title*='folium']").locator(".stop").first.wait_for(state="attached", timeout=240_000)
    expect_address(page, "trip=")
    token = parse_qs(urlsplit(page.url).query)["trip"][0]
    assert read_token(token).request.must_visit == ("cv-bat-trang-pottery-village",)
    page.locator(".st-key-day button").first.click()  # the whole trip
    stop = ".stop[title*='Bat Trang pottery village']"
    page.frame_locator("iframe[title*='folium']").locator(stop).wait_for(state="attached", timeout=60_000)


def test_a_click_on_the_map_opens_the_place_and_turns_the_list(open_explore) -> None:
    page = open_explore("lang=en&category=ceramics")
    frame = find_map(page)
    x, y, place_id = frame.evaluate("window.filteredPoints.spot(window.map.getSize().x / 2, 200)")
    box = page.locator("iframe[title*='folium']").bounding_box()
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url) if "streamlit_folium" in frame.url else None)
    page.mouse.move(box["x"] + x, box["y"] + y)
    frame.locator(".leaflet-tooltip").wait_for()
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.locator(f"[class*='st-key-explore-row-chosen-{place_id}']").wait_for(timeout=20_000)
    expect_address(page, f"place={place_id}")
    press(page, "explore-close-places")
    page.mouse.click(box["x"] + x, box["y"] + y)  # the same again
    page.locator(f"[class*='st-key-explore-row-chosen-{place_id}']").wait_for(timeout=20_000)
    assert loads == []


def test_the_list_is_used_by_keyboard_alone(open_explore) -> None:
    page = open_explore("lang=en&province=Hu%E1%BA%BF")
    row = page.locator("[class*='st-key-explore-row-'] button").nth(1)
    row.focus()
    page.keyboard.press("Enter")
    page.locator(".st-key-explore-place .rp-look-name").wait_for()
    name = page.locator(".st-key-explore-place .rp-look-name").inner_text()
    row.filter(has_text=name).wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_nothing_overflows_and_targets_are_large(open_explore, width: int, scheme: str) -> None:
    page = open_explore("lang=vi&place=cv-bat-trang-pottery-village&market=JP", width=width, scheme=scheme)
    page.locator(".st-key-explore-place .rp-look-name").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    rows = page.locator("[class*='st-key-explore-row-'] button")
    heights = [rows.nth(number).bounding_box()["height"] for number in range(rows.count())]
    assert len(heights) == 10
    assert min(heights) >= 44


def test_an_officer_saves_all_ocop_places_of_a_province(open_explore) -> None:
    page = open_explore("lang=en&province=~B%E1%BA%BFn%20Tre&date=2026-11-22", width=390)
    before = wait_for_count(page, "count > 2")
    toggle = page.locator(".st-key-explore-ocop")
    assert toggle.locator("label").first.bounding_box()["height"] >= 44
    toggle.get_by_text(EN("explore.filter_ocop"), exact=True).click()
    assert wait_for_count(page, f"count > 0 && count < {before}") == 2
    expect_address(page, "ocop=True")
    page.get_by_text("stars unknown (at least in part) at 2 of 2").wait_for()
    save = page.locator(".st-key-explore-download button")
    assert save.bounding_box()["height"] >= 44
    with page.expect_download() as saved:
        save.click()
    text = Path(saved.value.path()).read_bytes().decode("utf-8-sig")
    assert saved.value.suggested_filename == "places-2026-11-22.csv"
    assert {row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))} == {"pr-donga", "pr-cuulong"}
