"""A map over a catalogue whose names attack it, in a real browser."""

from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.present.languages import load_messages
from planner.present.leaflet import SERVED_AT, install_leaflet
from planner.present.map import build_day_group, build_map, build_place_rows
from planner.present.palette import LIGHT
from planner.present.words import Words
from tests.unit.present import conftest as samples

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=2'>`${window.hacked=3}`"
    " {{ 7*191 }} {% raw %} {# ' \" \\ \u2028"
)


def test_names_stay_names(browser, tmp_path: Path) -> None:
    catalogue = samples.with_name(load_catalogue(), samples.FIRST, HOSTILE)
    words = Words(load_messages("en"), catalogue)
    itinerary = samples.build_itinerary(catalogue)
    provinces = (ROOT / "data" / "admin" / "provinces_34_simplified.geojson").read_text(encoding="utf-8")
    page_map = build_map(build_place_rows(catalogue, words), provinces, LIGHT, HOSTILE)
    build_day_group(itinerary, words, LIGHT, day_index=0, view="v").add_to(page_map)
    folder = tmp_path / "component" / "map"
    folder.mkdir(parents=True)
    install_leaflet((folder / SERVED_AT).resolve().parent)
    (folder / "index.html").write_text(page_map.get_root().render(), encoding="utf-8")

    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto((folder / "index.html").as_uri())
    page.locator(".stop").first.wait_for(state="attached")
    page.locator(".stop").first.click(force=True)
    popup = page.locator(".leaflet-popup-content").inner_text()
    assert "onerror='window.hacked=2'" in popup
    assert "{{ 7*191 }}" in popup
    page.locator(".stop").first.hover(force=True)
    assert page.evaluate("window.hacked") is None
    assert errors == []
    assert [r for r in requests if not r.startswith(("file:", "data:"))] == []
    assert [r for r in requests if r.endswith("/x")] == []
    context.close()
