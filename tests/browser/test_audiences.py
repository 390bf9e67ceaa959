"""The main path of each audience from its beginning to the file in hand, on a desk and on a phone."""

import io

import openpyxl
import pypdf
import pytest

from planner.present.languages import load_messages
from tests.browser.steps import (
    expect_stops,
    expect_trip,
    fill_number,
    go,
    press,
    read_stops,
    save_from,
    settle,
    wait_for_plan,
)
from ui import resources

pytestmark = pytest.mark.browser
EN = load_messages("en")
SIZES = [(1280, "light"), (390, "dark")]


def read_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def assert_fits(page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_visitor(open_page, width: int, scheme: str) -> None:
    page = open_page("?lang=en", width=width, scheme=scheme)
    title = resources.name_sample("03", "en")
    press(page, "take-sample-03")
    expect_trip(page, lambda saved: saved.request.title == title)
    wait_for_plan(page)
    page.get_by_text(EN("form.change")).first.click()
    interests = page.locator(".st-key-form-love input")
    interests.click()
    interests.type("tea")
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.locator(".st-key-submit button:visible").first.click()
    expect_trip(page, lambda saved: "tea" in saved.request.interests)
    wait_for_plan(page)

    before = read_stops(page)
    assert len(before) >= 2
    press(page, "lock-0-0")
    page.locator(".st-key-unlock-0-0 button:visible").first.wait_for(timeout=20_000)
    page.locator("[class*='st-key-swap-'] button:visible").nth(1).click()
    taking = page.locator("[class*='st-key-swap-take-'] button:visible").first
    taking.wait_for(timeout=120_000)
    settle(page)
    taking.click()
    taking.wait_for(state="detached")
    settle(page)
    swapped = read_stops(page)
    assert swapped != before
    assert swapped[0] == before[0], "what is locked stays"
    press(page, "undo")
    expect_stops(page, before)
    assert_fits(page, width)

    page.locator(".st-key-export button:visible").first.click()
    page.get_by_role("button", name=EN("out.brochure"), exact=True).first.click()
    button = page.locator(".st-key-export-save-brochure button:visible").first
    button.wait_for(timeout=120_000)
    brochure = save_from(page, button)
    assert before[0].split("\n")[0].split(". ")[-1][:12] in read_pdf(brochure)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")

    page.locator(".st-key-to-basket a").first.click()
    page.locator(".st-key-basket-toolbar").wait_for(timeout=120_000)
    settle(page)
    page.get_by_role("button", name=EN("out.packing"), exact=True).first.click()
    button = page.locator(".st-key-basket-save-packing button:visible").first
    button.wait_for(timeout=120_000)
    packing = save_from(page, button)
    assert packing.startswith(b"%PDF")
    assert_fits(page, width)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_an_operator(open_page, width: int, scheme: str) -> None:
    page = open_page("?lang=en", width=width, scheme=scheme)
    go(page, "studio")
    new = page.locator("[data-testid=stExpander] details").filter(has_text=EN("studio.begin_new")).first
    if new.get_attribute("open") is None:
        new.locator("summary").click()
    press(page, "studio-sample-01-hanoi-crafts-in-three-days")
    page.locator(".st-key-studio-close button:visible").first.wait_for(timeout=120_000)
    settle(page)
    press(page, "studio-close")
    card = page.locator("[class*='st-key-saved-']").first
    card.locator("[class*='st-key-studio-template-'] button:visible").first.click()
    settle(page)
    card.locator("[class*='st-key-studio-copy-'] button:visible").first.click()
    client = page.locator(".st-key-studio-copy-client input")
    client.wait_for(timeout=30_000)
    client.fill("Club des amis")
    page.locator(".st-key-studio-copy-size input").fill("14")
    page.get_by_role("button", name=EN("studio.copy_do")).click()
    page.locator(".st-key-studio-close button:visible").first.wait_for(timeout=120_000)
    settle(page)
    page.wait_for_function("document.querySelector('.st-key-studio-adults input').value === '14'")
    page.locator(".st-key-studio-strip").filter(has_text=EN("vehicle.van16")).wait_for()

    choose_section(page, "costs")
    fill_number(page, "studio-rate-vehicle_day", "2400000")
    fill_number(page, "studio-term-markup_pct", "20")
    choose_section(page, "variants")
    page.locator(".st-key-studio-variant-name input").fill("as offered first")
    page.get_by_role("button", name=EN("studio.variant_save")).click()
    page.get_by_text("as offered first").first.wait_for(timeout=30_000)
    settle(page)
    assert_fits(page, width)

    choose_section(page, "files")
    internal = EN("studio.internal", format=EN("out.xlsx"))  # with costs and markup: never chosen beforehand
    page.get_by_role("button", name=internal, exact=True).first.click()
    page.get_by_text(EN("studio.internal_note")).wait_for()
    settle(page)
    page.locator(".st-key-studio-make button:visible").first.click()
    sheet = page.locator(".st-key-studio-file-xlsx button:visible").first
    sheet.wait_for(timeout=180_000)
    settle(page)
    book = openpyxl.load_workbook(io.BytesIO(save_from(page, sheet)))
    assert any("14" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    brochure = read_pdf(save_from(page, page.locator(".st-key-studio-file-brochure button:visible").first))
    assert "Club des amis" in brochure
    assert_fits(page, width)


def choose_section(page, name: str) -> None:
    label = EN(f"studio.section_{name}")
    page.locator(".st-key-studio-section").get_by_text(label, exact=True).first.click()
    settle(page)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_an_explorer(open_page, width: int, scheme: str) -> None:
    page = open_page("?lang=en", width=width, scheme=scheme)
    go(page, "explore")
    search = page.locator(".st-key-explore-filters input").first
    search.fill("bat trang pottery")
    search.press("Enter")
    settle(page)
    row = page.locator(".st-key-explore-list [class*='st-key-explore-row-'] button:visible").first
    row.filter(has_text="Bat Trang").click()
    settle(page)
    press(page, "explore-must")
    assert_fits(page, width)
    press(page, "explore-plan")
    wait_for_plan(page)
    page.frame_locator("iframe[title*='folium']").locator(".stop").first.wait_for(state="attached", timeout=60_000)
    page.get_by_text(EN("day.all"), exact=True).first.click()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.includes('Bat Trang')")


def test_a_copied_link_shows_the_same_in_another_browser(open_page, browser) -> None:
    page = open_page("?lang=en")
    names = read_stops(page)
    press(page, "lock-0-0")
    page.locator(".st-key-more-0-1 button:visible").first.click()
    page.locator(".st-key-up-0-1 button:visible").first.wait_for()
    press(page, "up-0-1")
    page.keyboard.press("Escape")
    settle(page)
    stops = [names[1], names[0], *names[2:]]
    expect_stops(page, stops)
    expect_trip(page, lambda saved: saved.orders is not None)
    locked = page.locator("[class*='st-key-unlock-0-']").count()
    query = "?" + page.url.split("?", 1)[1]
    other = open_page(query, width=390, scheme="dark", locale="vi")
    expect_stops(other, stops)
    settle(other)
    assert other.locator("[class*='st-key-unlock-0-']").count() == locked >= 1
