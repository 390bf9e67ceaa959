"""Steps that the tests of several pages share: opening, pressing, waiting, reading."""

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.plan import PlanProgress

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PATIENCE_S = 240


def run_until_planned(page: AppTest) -> AppTest:
    """Run the page until nothing is being planned; a fragment's timer does not tick here."""
    end = time.monotonic() + PATIENCE_S
    page.run()
    while "trip_state" in page.session_state and page.session_state.trip_state.job is not None:
        assert time.monotonic() < end, "planning never ended"
        time.sleep(0.2)
        page.run()
    return page


def open_page(language: str, **query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    for name, value in query.items():
        page.query_params[name] = value
    return run_until_planned(page)


def turn_to(page: AppTest, name: str) -> AppTest:
    """Go to another page, whose address holds nothing of this one."""
    page._page_hash = calc_hash(name)  # the runner can switch to pages that are files only
    page.query_params.clear()
    page.query_params["lang"] = "en"
    return run_until_planned(page)


def get_html(page: AppTest) -> str:
    return " ".join(str(block.value if hasattr(block, "value") else block.proto.body) for block in page.get("html"))


def list_labels(page: AppTest) -> set[str]:
    """Return what the buttons say to the eye; the name of what they act on follows it."""
    return {button.label.partition(" :gray[")[0] for button in page.button}


def wait_for_answer(page: AppTest, key: str):
    """Run the page until a question is answered."""
    end = time.monotonic() + PATIENCE_S
    page.run()
    while not page.session_state.answers["found"][key].is_done:
        assert time.monotonic() < end, "no answer"
        time.sleep(0.1)
    page.run()
    assert not page.exception
    return page.session_state.answers["found"][key].answer


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run_until_planned(page)


class EndlessPlanner:
    """Plans until it is told to stop, then answers with the plan it was given."""

    def __init__(self, answer) -> None:
        self.answer = answer

    def plan(self, request, on_progress):
        while on_progress(PlanProgress("search", 1, 2, 123.0)):
            time.sleep(0.01)
        return self.answer
