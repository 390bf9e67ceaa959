"""What a visitor does on *Plan a trip*, in a real browser."""

from pathlib import Path

import gpxpy
import pytest

from planner.model.itinerary import load_plan
from planner.present.languages import load_messages
from tests.browser.steps import (
    STOPS,
    expect_address,
    expect_stops,
    expect_trip,
    press,
    read_stops,
    save_picture,
    settle,
    wait_for_plan,
)

pytestmark = pytest.mark.browser
EN, VI = load_messages("en"), load_messages("vi")

LAYERS = """() => Object.values(window.map._layers)
    .filter(layer => layer instanceof L.Polyline && !(layer instanceof L.Polygon))
    .map(layer => [layer.options.dashArray, layer.getTooltip() ? layer.getTooltip().getContent() : ""])"""


def map_frame(page):
    return page.frame_locator("iframe[title*='folium']")


def map_window(page):
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def change(page, verb: str, keys: str) -> None:
    """Press a button of the menu *Change this visit*."""
    page.locator(f".st-key-more-{keys} button:visible").first.click()
    page.locator(f".st-key-{verb}-{keys} button:visible").first.wait_for()
    press(page, f"{verb}-{keys}")
    page.keyboard.press("Escape")
    page.locator(f".st-key-{verb}-{keys} button:visible").first.wait_for(state="hidden")


VISITS = """() => [...document.querySelectorAll("[class*='st-key-stop-0']")]
    .map(stop => [stop.querySelector("h4")?.innerText, stop.querySelector(".rp-clock")?.innerText])
    .filter(([name, clock]) => name && clock)"""
"""Names and times of the first day's visits, read at one moment: the page may be drawn anew meanwhile."""


def wait_for_visits(page, wanted: list[list[str]]) -> None:
    """Wait until the first day has these visits at these times."""
    there = f"wanted => {{ const now = ({VISITS})().map(String); return wanted.every(one => now.includes(one)); }}"
    page.wait_for_function(there, arg=[",".join(one) for one in wanted], timeout=20_000)


def test_sample_is_on_the_map(open_page) -> None:
    page = open_page("?lang=en")
    frame = map_frame(page)
    numbers = frame.locator(".stop .rp-pin").all_inner_texts()
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert len(numbers) >= 2
    ways = map_window(page).evaluate(LAYERS)
    tooltips = [tooltip for _, tooltip in ways if tooltip]
    assert len(tooltips) == len(numbers) + 1
    assert [dash for dash, tooltip in ways if not tooltip] == ["6 7"] * len(tooltips)
    for tooltip in tooltips:
        assert " km" in tooltip
        assert " min" in tooltip
    labels = frame.locator(".sea-label").all_text_contents()
    assert "Quần đảo Hoàng Sa (Việt Nam)" in labels
    assert "Quần đảo Trường Sa (Việt Nam)" in labels


def test_click_on_a_stop_shows_its_products(open_page) -> None:
    page = open_page("?lang=en")
    map_frame(page).locator(".stop").first.click(force=True)
    popup = map_frame(page).locator(".leaflet-popup-content")
    popup.wait_for()
    card = page.locator(".st-key-chosen-stop")
    card.wait_for(timeout=30_000)
    name = page.locator(".st-key-stop-chosen-0-0 h4").inner_text()
    assert name in popup.inner_text()
    assert name in card.inner_text()
    products = card.locator(".rp-product-name")
    assert products.count() >= 1
    assert card.locator(".rp-badge").count() >= 1
    first = products.first.inner_text().split("\n")[0]
    assert first in popup.inner_text() or popup.locator("li").count() >= 1
    assert popup.is_visible(), "the popup stays open while the page answers"


def test_changing_the_day_keeps_the_map(open_page) -> None:
    page = open_page("?lang=en")
    map_window(page).evaluate("() => { window.sameMap = true }")
    first = map_window(page).evaluate("() => window.map.getBounds().toBBoxString()")
    page.locator(".st-key-day button:visible").get_by_text(EN("day.tab", number=2), exact=True).first.click()
    page.get_by_text(EN("day.heading", number=2, date="").rstrip()).first.wait_for(timeout=30_000)
    map_window(page).wait_for_function("first => window.map.getBounds().toBBoxString() !== first", arg=first)
    assert map_window(page).evaluate("() => window.sameMap") is True


def test_edit_and_plan_again(open_page) -> None:
    page = open_page("?lang=en")
    names = read_stops(page)
    map_window(page).evaluate("() => { window.sameMap = true }")
    view = map_window(page).evaluate("() => window.map.getBounds().toBBoxString()")

    change(page, "down", "0-0")
    expect_stops(page, [names[1], names[0], *names[2:]])
    assert map_window(page).evaluate("() => window.sameMap") is True
    assert map_window(page).evaluate("() => window.map.getBounds().toBBoxString()") == view

    change(page, "exclude", "0-0")
    expect_stops(page, [names[0], *names[2:]])
    page.get_by_text(EN("edit.pending")).or_(page.get_by_text(EN("edit.violations"))).first.wait_for()

    press(page, "replan")
    wait_for_plan(page)
    page.get_by_text(EN("edit.violations")).wait_for(state="detached")
    assert names[1] not in read_stops(page)

    press(page, "undo")
    expect_stops(page, [names[0], *names[2:]])


def test_lock_two_leave_one_out_replan_and_take_another_plan(open_page) -> None:
    page = open_page("?lang=en")
    heads = page.locator(STOPS)
    kept = page.evaluate(VISITS)[:2]
    assert len(kept) == 2
    gone = heads.nth(2).inner_text()
    press(page, "lock-0-0")
    press(page, "lock-0-1")
    change(page, "exclude", "0-2")
    press(page, "around")
    wait_for_plan(page)
    page.get_by_text(EN("edit.replanned", count=0)[:9]).first.wait_for()
    wait_for_visits(page, kept)
    assert gone not in [name for name, _ in page.evaluate(VISITS)]

    page.get_by_text(EN("alt.title")).first.click()
    press(page, "compare")
    wait_for_plan(page)
    page.locator("[class*='st-key-alternative-'] h4").nth(2).wait_for()
    press(page, "take-relaxed")
    page.get_by_role("button", name=EN("alt.shown")).first.wait_for()
    press(page, "undo")
    wait_for_visits(page, kept)


def read_clock(page) -> list[tuple[str, str]]:
    """Name and time of each numbered stop of the whole trip, in order."""
    page.get_by_text(EN("day.all"), exact=True).first.click()
    page.locator(".rp-profile-day").first.wait_for()
    settle(page)
    rows = page.locator(".rp-row:has(.rp-clock + span)").all_inner_texts()
    return [tuple(row.split("\n")[:2]) for row in rows]


def test_a_link_shows_the_same_trip_to_somebody_else(open_page) -> None:
    page = open_page("?lang=en")
    names = read_stops(page)
    press(page, "lock-0-1")
    change(page, "down", "0-0")
    kept = [names[1], names[0], *names[2:]]
    expect_stops(page, kept)
    expect_trip(page, lambda saved: saved.orders is not None)
    stops = read_clock(page)
    there = open_page("?" + page.url.partition("?")[2])
    there.get_by_text(EN("edit.pending")).or_(there.get_by_text(EN("edit.violations"))).first.wait_for(timeout=60_000)
    expect_stops(there, kept)
    there.locator(".st-key-unlock-0-0 button").first.wait_for()
    assert read_clock(there) == stops


def test_back_shows_the_trip_of_the_address(open_page) -> None:
    page = open_page("?lang=en")
    names = read_stops(page)
    press(page, "lock-0-1")
    expect_trip(page, lambda saved: len(saved.request.must_visit) >= 1)
    change(page, "down", "0-0")
    expect_stops(page, [names[1], names[0], *names[2:]])
    expect_trip(page, lambda saved: saved.orders is not None)
    page.go_back()
    expect_stops(page, names)
    page.locator(".st-key-unlock-0-1 button").first.wait_for()
    page.go_forward()
    expect_stops(page, [names[1], names[0], *names[2:]])


def test_a_swap_keeps_the_map_where_it_is(open_page) -> None:
    page = open_page("?lang=en")
    names = read_stops(page)
    window = map_window(page)
    window.evaluate("() => { window.sameMap = true; window.map.setZoom(window.map.getZoom() - 1, {animate: false}) }")
    view = window.evaluate("() => window.map.getBounds().toBBoxString()")
    press(page, "swap-0-0")
    page.locator(".st-key-swap-card-0-0-0").wait_for(timeout=30_000)
    taken = page.locator(".st-key-swap-card-0-0-0")
    press(page, "swap-take-0-0-0")
    taken.wait_for(state="detached")
    assert read_stops(page) != names
    assert map_window(page).evaluate("() => window.sameMap") is True
    assert map_window(page).evaluate("() => window.map.getBounds().toBBoxString()") == view
    press(page, "undo")
    expect_stops(page, names)


def test_what_breaks_is_marked_and_mended_by_keyboard(open_page) -> None:
    page = open_page("?lang=en")
    for position in range(3):
        change(page, "down", f"0-{position}")
    page.locator(".rp-flag .rp-bad").first.wait_for()
    assert EN("flag.state_problem") in page.locator(".rp-flag .rp-bad").first.inner_text()
    page.locator(".st-key-mend-0-0 button:visible").first.focus()
    page.keyboard.press("Enter")
    page.locator(".rp-flag .rp-bad").first.wait_for(state="detached", timeout=60_000)


def test_buttons_name_what_they_act_on(open_page) -> None:
    page = open_page("?lang=en")
    name = page.locator(".st-key-stop-0-0 h4").inner_text().strip()
    for verb in ("lock", "swap"):
        label = page.locator(f".st-key-{verb}-0-0 button:visible").first
        assert name in label.inner_text()
        hidden = label.locator(".stMarkdownColoredText").bounding_box()
        assert hidden is not None
        assert hidden["width"] <= 1


def test_a_day_on_paper(open_page) -> None:
    page = open_page("?lang=en")
    press(page, "print-day")
    sheet = page.frame_locator("[data-testid=stDialog] iframe")
    sheet.locator("h1").wait_for(timeout=30_000)
    assert sheet.locator("tr.stop").count() == page.locator(STOPS).count()
    frame = next(frame for frame in page.frames if frame.url == "about:srcdoc")
    frame.evaluate("() => { window.print = () => { window.printed = true } }")
    sheet.locator("nav button").click()
    assert frame.evaluate("() => window.printed") is True


def test_the_day_bar_is_in_reach_of_the_thumb(open_page) -> None:
    page = open_page("?lang=en", width=390, height=844)
    bar = page.locator(".st-key-day-bar")
    for place in (0, 2000):
        page.evaluate("y => document.querySelector('[data-testid=stMain]').scrollTo(0, y)", place)
        page.wait_for_timeout(300)
        box = bar.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] == 844
        assert box["x"] + box["width"] <= 390
    for button in bar.locator("button:visible").all():
        box = button.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
    days = bar.locator("[data-testid=stButtonGroup] button").all()
    assert len(days) == 1 + 3
    last, undo = days[-1].bounding_box(), bar.locator(".st-key-undo button").bounding_box()
    assert last["x"] + last["width"] <= undo["x"]


def test_language_switch(open_page) -> None:
    page = open_page("?lang=en")
    page.locator(".st-key-language button").click()
    page.get_by_role("option", name="Tiếng Việt").click()
    page.get_by_text(VI("edit.replan")).first.wait_for(timeout=30_000)
    expect_address(page, "lang=vi")
    page.get_by_text(EN("edit.replan"), exact=True).wait_for(state="detached")
    assert page.get_by_text(VI("form.change")).count() == 1
    map_frame(page).locator(".stop").first.wait_for(state="attached", timeout=60_000)


def test_downloads_are_what_they_say(open_page, tmp_path: Path) -> None:
    page = open_page("?lang=en")
    press(page, "export")
    for identifier, suffix in (("json", ".json"), ("gpx", ".gpx")):
        page.get_by_role("button", name=EN(f"out.{identifier}"), exact=True).first.click()
        button = page.locator(f".st-key-export-save-{identifier} button:visible").first
        button.wait_for(timeout=60_000)
        with page.expect_download() as info:
            button.click()
        target = tmp_path / f"plan{suffix}"
        info.value.save_as(target)
        assert info.value.suggested_filename.endswith(suffix)
        text = target.read_text(encoding="utf-8")
        if identifier == "json":
            plan = load_plan(text)
            assert plan.days
        else:
            assert gpxpy.parse(text).waypoints or gpxpy.parse(text).routes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_small_screen_fits_and_shows_the_map_first(open_page, language: str, scheme: str, tmp_path: Path) -> None:
    page = open_page(f"?lang={language}", width=390, height=844, scheme=scheme)
    widths = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain], html')].map(e => [e.scrollWidth, e.clientWidth])"
    )
    for content, room in widths:
        assert content <= room
    for text in page.locator(".rp-stop > div:last-child").all():
        box = text.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    frame = page.locator("iframe[title*='folium']").bounding_box()
    card = page.locator("[class*='st-key-stop-0']").first.bounding_box()
    assert frame is not None
    assert card is not None
    assert frame["y"] + frame["height"] <= card["y"]
    for button in page.locator("[class*='st-key-buttons-0-0'] button:visible").all():
        assert button.bounding_box()["height"] >= 44
    save_picture(page, f"{language}-390-{scheme}", tmp_path)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("vi", "dark")])
def test_wide_screen_in_both_themes(open_page, language: str, scheme: str, tmp_path: Path) -> None:
    page = open_page(f"?lang={language}", scheme=scheme)
    ground = page.evaluate("() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert ground == {"light": "rgb(251, 249, 244)", "dark": "rgb(20, 23, 31)"}[scheme]
    save_picture(page, f"{language}-1280-{scheme}", tmp_path)
