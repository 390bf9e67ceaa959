"""The page that needs no network, opened from disk in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.model.itinerary import Itinerary
from planner.present.words import build_words
from planner.publish import publish
from tests.unit.present import conftest as samples

pytestmark = pytest.mark.browser
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=2'>{{ 7*191 }}"


@pytest.fixture(scope="module")
def itinerary() -> Itinerary:
    return samples.build_itinerary(load_catalogue())


@pytest.fixture
def open_file(browser, tmp_path: Path):
    """Return a function that writes a page, opens it from disk, and at the end looks for trouble."""
    contexts, outside, errors = [], [], []

    def open_file(content: bytes, *, width: int, script: bool = True):
        path = tmp_path / "trip.html"
        path.write_bytes(content)
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith(("data:", path.as_uri())) else outside.append(r.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_opens_from_disk(open_file, itinerary: Itinerary, width: int, language: str) -> None:
    catalogue = load_catalogue()
    page = open_file(publish(itinerary, catalogue, ["html"], build_words(language, catalogue))["html"], width=width)
    assert page.locator(".stop").count() > 0
    assert page.locator("#day-1 tr.stop").count() == 2
    assert sorted(page.locator(".sea-label").all_inner_texts()) == [
        "Quần đảo Hoàng Sa (Việt Nam)",
        "Quần đảo Trường Sa (Việt Nam)",
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    pins = page.locator(".leaflet-marker-icon.stop")
    assert pins.count() == 3
    page.locator("#day-2 button.show").click()
    assert pins.count() == 1
    assert page.locator("[data-layer='day-2']").first.get_attribute("aria-pressed") == "true"
    pins.first.click(force=True)
    assert page.locator(".leaflet-popup-content").count() == 1
    small = page.evaluate(
        "[...document.querySelectorAll('button, nav a')].filter(b => b.getClientRects().length"
        " && b.getBoundingClientRect().height < 44).length"
    )
    assert small == 0


def test_it_is_whole_without_script_and_prints_a_page_a_day(open_file, itinerary: Itinerary) -> None:
    import pypdf

    catalogue = load_catalogue()
    page = open_file(
        publish(itinerary, catalogue, ["html"], build_words("en", catalogue))["html"], width=1280, script=False
    )
    assert not page.locator("button:visible, .folium-map:visible").all()
    assert page.get_by_text("Scripts are switched off").is_visible()
    assert page.locator("tr.stop").count() == 3
    assert page.locator("svg.qr").count() == 2
    path = Path(page.url.removeprefix("file://")).with_suffix(".pdf")
    page.pdf(path=path, format="A4")
    pages = [one.extract_text() for one in pypdf.PdfReader(path).pages]
    assert len(pages) == 2
    assert "Day 1" in pages[0]
    assert "Day 2" in pages[1]


def test_names_stay_names(open_file, itinerary: Itinerary) -> None:
    catalogue = samples.with_name(load_catalogue(), samples.FIRST, HOSTILE)
    page = open_file(publish(itinerary, catalogue, ["html"], build_words("en", catalogue))["html"], width=1280)
    pin = page.locator(".leaflet-marker-icon.stop").first
    pin.click(force=True)
    assert "onerror='window.hacked=2'" in page.locator(".leaflet-popup-content").inner_text()
    assert "{{ 7*191 }}" in page.locator("#day-1").inner_text()
    assert page.evaluate("window.hacked") is None
