"""Steps of a test on the page *Operator studio*."""

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from ui.studio_desk import Desk
from ui.studio_state import Studio

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PATIENCE_S = 240
SAMPLE = "studio-sample-01-hanoi-crafts-in-three-days"
HOSTILE = '=1+1<img src=x onerror=alert(1)>[a](b)\u202e/../"'


def open_studio(language: str = "en", **query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    for name, value in query.items():
        page.query_params[name] = value
    page._page_hash = calc_hash("studio")  # the runner can switch to pages that are files only
    return wait(page)


def get_desk(page: AppTest) -> Desk:
    desk: Desk = page.session_state.studio_desk
    return desk


def wait(page: AppTest) -> AppTest:
    """Run the page until nothing is being planned; a fragment's timer does not tick here."""
    end = time.monotonic() + PATIENCE_S
    page.run()
    while is_busy(page):
        assert time.monotonic() < end, "planning never ended"
        time.sleep(0.1)
        page.run()
    assert not page.exception
    return page


def is_busy(page: AppTest) -> bool:
    desk = get_desk(page)
    return desk.job is not None or (desk.studio is not None and desk.studio.job is not None)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return wait(page)


def show(page: AppTest, section: str) -> AppTest:
    page.segmented_control(key="studio-section").set_value(section)
    return wait(page)


def open_sample(language: str = "en") -> AppTest:
    return press(open_studio(language), SAMPLE)


def get_studio(page: AppTest) -> Studio:
    studio = get_desk(page).studio
    assert studio is not None
    return studio
