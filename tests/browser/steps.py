"""Steps that walks through the pages share."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ui.link import SavedTrip, read_token

STILL = "[data-testid=stApp][data-test-script-state=notRunning]"
BUSY = "[data-testid=stApp]:not([data-test-script-state=notRunning])"
STOPS = "[class*='st-key-stop-0'] h4"
"""Names of the first day's stops."""


def settle(page, wait_ms: int = 700) -> None:
    """Wait until the server has heard, has answered, and the page is drawn."""
    from playwright.sync_api import TimeoutError as NothingHeard  # here, as the suite also runs without it

    # What asks nothing of the server, and an answer too quick to be seen, end the first wait.
    with contextlib.suppress(NothingHeard):
        page.locator(BUSY).wait_for(timeout=3000)
    page.locator(STILL).wait_for(timeout=120_000)
    page.wait_for_timeout(wait_ms)


def read_stops(page) -> list[str]:
    """Return the names of the first day's stops."""
    return page.locator(STOPS).all_inner_texts()


def expect_stops(page, names: list[str]) -> None:
    """Wait until the first day has these stops, in this order."""
    from playwright.sync_api import expect

    expect(page.locator(STOPS)).to_have_text(names, use_inner_text=True)


def expect_address(page, part: str) -> None:
    """Wait until the address has this part."""
    page.wait_for_url(lambda url: part in url)


def expect_trip(page, is_right: Callable[[SavedTrip], bool]) -> None:
    """Wait until the trip in the address is right."""

    def holds(address: str) -> bool:
        token = parse_qs(urlsplit(address).query).get("trip")
        return token is not None and is_right(read_token(token[0]))

    page.wait_for_url(holds)


def wait_for_plan(page) -> None:
    """Wait until nothing is being planned and the plan can be edited."""
    settle(page)
    page.locator(".st-key-replan button:visible:not([disabled])").first.wait_for(timeout=120_000)
    settle(page)


def save_picture(page, name: str, tmp_path: Path) -> None:
    """Keep a screenshot; `SCREENSHOTS` names a folder for those who want to look at them."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def press(page, key: str) -> None:
    """Press the button of a key, wherever on the page it stands."""
    page.locator(f".st-key-{key} button:visible").first.click()
    settle(page)


def go(page, name: str) -> None:
    """Go to a page by the menu, which is folded at a phone's width."""
    link = page.locator(f"[data-testid=stTopNavLink][href*='/{name}']:visible")
    if link.count() == 0:
        page.get_by_test_id("stExpandSidebarButton").click()
        link = page.locator(f"[data-testid=stSidebarNavLink][href*='/{name}']:visible")
    link.first.click()
    settle(page, 1500)
    page.locator("[data-testid=stSidebar][aria-expanded=true]").wait_for(state="detached")


def fill_number(page, key: str, value: str) -> None:
    """Type a number as a person does, and leave the field."""
    field = page.locator(f".st-key-{key} input:visible").first
    field.fill(value)
    field.press("Enter")
    settle(page)


def save_from(page, button) -> bytes:
    """Press a download button and return the file."""
    with page.expect_download(timeout=120_000) as download:
        button.click()
    return Path(download.value.path()).read_bytes()
