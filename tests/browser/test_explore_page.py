"""What a visitor does on *Explore*, in a real browser: filter, add, plan; map and list in step."""

from urllib.parse import parse_qs, urlsplit

import pytest

from planner.present.languages import load_messages
from ui.link import read_token

pytestmark = pytest.mark.browser
EN = load_messages("en")
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Asked for below the address of a page by Streamlit itself when one comes in there; the answer 404 is harmless."""


@pytest.fixture
def open_explore(browser, server: str):
    """Return a function that opens the page and waits for its map; nothing may go wrong meanwhile."""
    contexts, troubles = [], []

    def open_explore(query: str = "lang=en", *, width: int = 1280, scheme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en")
        contexts.append(context)
        page = context.new_page()
        local = (server, server.replace("http", "ws"), "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(local) else troubles.append(r.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "response",
            lambda r: troubles.append(r.url) if r.status >= 400 and not r.url.endswith(PROBES) else None,
        )
        page.goto(f"{server}/explore?{query}")
        page.frame_locator("iframe[title*='folium']").locator(".leaflet-container").wait_for(timeout=240_000)
        wait_for_count(page, "count >= 0")
        page.locator(READY).wait_for(timeout=60_000)
        return page

    yield open_explore
    for context in contexts:
        context.close()
    assert troubles == []


def find_map(page):
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def wait_for_count(page, is_right: str) -> int:
    """Wait until the number of points on the map is right, and return it."""
    there = f"() => window.filteredPoints && (count => {is_right})(window.filteredPoints.count())"
    find_map(page).wait_for_function(there, timeout=60_000)
    return find_map(page).evaluate("window.filteredPoints.count()")


def press(page, key: str) -> None:
    page.locator(f".st-key-{key} button:visible").first.click()
    page.wait_for_timeout(300)
    page.locator(READY).wait_for(timeout=60_000)


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
    assert "text=bat" in page.url
    assert "trip=" in page.url
    page.locator(".st-key-explore-plan button").click()
    page.wait_for_url(lambda url: "/explore" not in url, timeout=60_000)
    page.frame_locator("iframe[title*='folium']").locator(".stop").first.wait_for(state="attached", timeout=240_000)
    page.wait_for_url(lambda url: "trip=" in url)
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
    assert f"place={place_id}" in page.url
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
    assert name in row.inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_nothing_overflows_and_targets_are_large(open_explore, width: int, scheme: str) -> None:
    page = open_explore("lang=vi&place=cv-bat-trang-pottery-village&market=JP", width=width, scheme=scheme)
    page.locator(".st-key-explore-place .rp-look-name").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    rows = page.locator("[class*='st-key-explore-row-'] button")
    heights = [rows.nth(number).bounding_box()["height"] for number in range(rows.count())]
    assert len(heights) == 10
    assert min(heights) >= 44
