"""What goes on beside the page: one thing at a time, stopped when nobody waits for it, told when it fails."""

import dataclasses
import threading
import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from planner.plan import PlanProgress
from planner.present.languages import load_messages
from tests.app.pages import (
    PATIENCE_S,
    EndlessPlanner,
    open_page,
    press,
    run_until_planned,
    wait_for_answer,
)
from ui import resources
from ui.job import PlanCache, Task
from ui.link import read_token

EN = load_messages("en")


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def open_with(monkeypatch: pytest.MonkeyPatch, *known: str) -> AppTest:
    """Return the page at the first look; of the other samples, only those named are known, and planning has no end."""
    cache = PlanCache()
    monkeypatch.setattr(resources, "get_plan_cache", lambda: cache)
    page = open_page("en")
    for number in known:
        press(open_page("en"), f"take-sample-{number}")
    answer = page.session_state.trip_state.now.itinerary
    monkeypatch.setattr(resources, "get_planner", lambda: EndlessPlanner(answer))
    return page


def take_sample(page: AppTest, number: str) -> None:
    page.session_state["samples"] = True
    page.run()
    page.button(key=f"take-sample-{number}").click().run()


def test_a_job_that_was_replaced_ends_and_never_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_with(monkeypatch, "02")
    titles = [resources.get_sample(name, "en").title for name in resources.list_samples()]
    take_sample(page, "03")
    trip = page.session_state.trip_state
    first = trip.job
    assert first.request.title == titles[2]
    take_sample(page, "04")
    second = trip.job
    assert first.is_stopping
    assert second.request.title == titles[3]
    take_sample(page, "02")
    assert not page.exception
    assert trip.job is None
    assert second.is_stopping
    assert trip.now.request.title == titles[1]
    wait_for(lambda: first.is_done and second.is_done)
    page.run()
    assert trip.now.request.title == titles[1]
    assert read_token(page.query_params["trip"]).request.title == titles[1]


def test_nothing_is_wished_on_the_map_while_the_trip_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_with(monkeypatch)
    itinerary = page.session_state.trip_state.now.itinerary
    page.session_state["chosen"] = itinerary.unvisited[0].place_id
    page.run()
    assert not page.button(key="wish-must").disabled
    page.number_input(key="form-adults").set_value(3)
    page.button(key="submit").click().run()
    assert page.session_state.trip_state.job is not None
    assert page.button(key="wish-must").disabled
    assert page.button(key="wish-nice").disabled
    page.session_state.trip_state.job.stop()
    run_until_planned(page)


@pytest.mark.parametrize("is_better", [True, False])
def test_a_proof_of_another_plan_is_not_put_on_the_one_shown(is_better: bool) -> None:
    page = open_page("en")
    trip = page.session_state.trip_state
    before = trip.now.itinerary
    known = before.certificate
    tighter = dataclasses.replace(known, value=known.value + is_better, upper_bound=known.upper_bound - (not is_better))
    press(page, "lock-0-0")
    locked = trip.now

    class Done:
        is_done, is_stopping, is_broken, failure = True, False, False, None
        request, base, itinerary = before.request, before, dataclasses.replace(before, certificate=tighter)
        task = Task.PROVE

    trip.job = Done()
    page.run()
    assert not page.exception
    assert trip.job is None
    assert trip.now is locked


def test_who_stops_replanning_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("en")
    press(page, "lock-0-0")
    edited = page.session_state.trip_state.now
    ended = threading.Event()

    def replan(self, itinerary, edits, *, on_progress):
        while on_progress(PlanProgress("search", 1, 2, None)):
            time.sleep(0.01)
        ended.set()
        return

    monkeypatch.setattr(type(resources.get_planner()), "replan", replan)
    page.button(key="around").click().run()
    job = page.session_state.trip_state.job
    wait_for(lambda: job.progress is not None and job.progress.stage == "search")
    page.run()
    page.button(key="stop").click().run()
    assert not page.exception
    assert page.session_state.trip_state.job is None
    assert job.is_stopping
    assert ended.wait(PATIENCE_S)
    assert page.session_state.trip_state.now is edited


def hold_swaps(monkeypatch: pytest.MonkeyPatch) -> list[threading.Event]:
    """Have every search for other places go on until it is told to stop; return what says that it has ended."""
    ended: list[threading.Event] = []

    def find_swaps(self, *_: object, on_progress, **__: object) -> tuple[()]:
        mine = threading.Event()
        ended.append(mine)
        while on_progress(PlanProgress("search", 1, 2, None)):
            time.sleep(0.01)
        mine.set()
        return ()

    monkeypatch.setattr(type(resources.get_planner()), "find_swaps", find_swaps)
    return ended


@pytest.mark.parametrize("how", ["another question", "folded", "another plan"])
def test_a_question_that_nobody_waits_for_ends(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("en")
    ended = hold_swaps(monkeypatch)
    page.button(key="swap-0-0").click().run()
    assert len(ended) == 1
    if how == "another question":
        page.button(key="swap-0-1").click().run()
    elif how == "folded":
        page.button(key="swap-0-0").click().run()
    else:
        page.button(key="lock-0-1").click().run()
    assert not page.exception
    assert ended[0].wait(PATIENCE_S)
    page.session_state.answers["found"].clear() if how == "folded" else page.button(key="stop-asking").click().run()
    assert all(one.wait(PATIENCE_S) for one in ended)


@pytest.mark.parametrize(("question", "key", "none"), [("find_swaps", "swap-0-0", "swap.none")])
def test_a_fault_is_not_told_as_a_fact(
    question: str, key: str, none: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page("en")

    def fail(self, *_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(type(resources.get_planner()), question, fail)
        page.button(key=key).click()
        assert wait_for_answer(page, key) is None
    assert [one.value for one in page.warning] == [EN("ask.failed")]
    assert EN(none) not in [one.value for one in page.info]
    assert "work failed: Question" in caplog.text
    page.button(key=key).click().run()
    page.button(key=key).click().run()  # asked anew, it is answered
    assert wait_for_answer(page, key) is not None
    assert not page.warning


def test_a_fault_in_the_search_for_a_mend_is_not_told_as_a_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("en")

    def fail(self, *_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(resources.get_planner()), "find_mends", fail)
    steps = 0
    while not page.session_state.trip_state.now.violations:
        press(page, f"down-0-{steps}")
        steps += 1
    assert not page.exception
    assert EN("ask.failed") in [one.value for one in page.warning]
    assert EN("mend.none") not in [one.value for one in page.caption]
