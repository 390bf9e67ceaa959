"""The plan page under Streamlit's own test runner, with the real planner."""

import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from planner.errors import PlannerError, PreparationError
from planner.model.request import TripRequest
from planner.plan import PlanProgress
from planner.present.languages import load_messages
from tests.app.pages import (
    APP,
    PATIENCE_S,
    EndlessPlanner,
    get_html,
    list_labels,
    open_page,
    press,
    run_until_planned,
    wait_for_answer,
)
from ui import resources
from ui.edits import list_orders
from ui.job import PlanCache
from ui.link import read_token, write_token
from ui.safe import plain


@pytest.mark.parametrize("language", ["en", "vi"])
def test_first_look_shows_the_planned_sample(language: str) -> None:
    page = open_page(language)
    say = load_messages(language)
    assert not page.exception
    assert not page.error
    itinerary = page.session_state.trip_state.now.itinerary
    assert itinerary is not None
    html = get_html(page)
    assert say("app.tagline").split(",")[0] in html
    assert say.date(itinerary.days[0].date) in html
    labels = list_labels(page)
    assert {say("edit.lock"), say("edit.exclude"), say("edit.up"), say("edit.down"), say("edit.replan")} <= labels


def test_language_can_be_changed_without_planning_again() -> None:
    page = open_page("en")
    before = page.session_state.trip_state.now
    page.selectbox(key="lang").set_value("vi").run()
    assert not page.exception
    assert page.session_state.trip_state.now is before
    assert load_messages("vi")("edit.exclude") in list_labels(page)
    assert page.query_params["lang"] == "vi"
    assert page.number_input(key="form-days").value == before.request.days
    assert page.selectbox(key="form-start").value == before.request.start
    assert page.multiselect(key="form-must").value == list(before.request.must_visit)
    assert page.selectbox(key="form-vehicle").value == before.request.vehicle


def test_edit_loop() -> None:
    page = open_page("en")
    trip = page.session_state.trip_state
    first = trip.now.itinerary
    assert first is not None
    places = [visit.place_id for visit in first.days[0].visits]

    press(page, "down-0-0")
    moved = page.session_state.trip_state.now
    assert moved.is_edited
    assert [v.place_id for v in moved.itinerary.days[0].visits][:2] == [places[1], places[0]]

    press(page, "exclude-0-0")
    excluded = page.session_state.trip_state.now
    assert places[1] in excluded.request.exclude
    assert places[1] not in [v.place_id for day in excluded.itinerary.days for v in day.visits]

    press(page, "lock-0-0")
    locked = page.session_state.trip_state.now
    visit = locked.itinerary.days[0].visits[0]
    assert [(pin.place, pin.day, pin.at) for pin in locked.request.pins] == [
        (visit.experience_id or places[0], 1, f"{visit.begin:%H:%M}")
    ]

    press(page, "undo")
    assert page.session_state.trip_state.now is excluded
    press(page, "redo")
    assert page.session_state.trip_state.now is locked

    press(page, "replan")
    planned = page.session_state.trip_state.now
    assert not planned.is_edited
    assert not planned.violations
    assert places[0] in [v.place_id for v in planned.itinerary.days[0].visits]
    assert places[1] not in [v.place_id for day in planned.itinerary.days for v in day.visits]
    assert not page.exception


def test_the_link_brings_the_trip_and_its_order_back() -> None:
    page = open_page("en")
    press(page, "down-0-0")
    here = page.session_state.trip_state.now
    token = page.query_params["trip"]
    there = open_page("en", trip=token).session_state.trip_state.now
    assert there.request.model_copy(update={"language": "en"}) == here.request.model_copy(update={"language": "en"})
    order = [[v.place_id for v in day.visits] for day in here.itinerary.days]
    assert [[v.place_id for v in day.visits] for day in there.itinerary.days] == order
    assert [stay.place_id for stay in there.itinerary.lodging] == [stay.place_id for stay in here.itinerary.lodging]


def test_two_visitors_do_not_see_each_other() -> None:
    one, other = open_page("en"), open_page("en")
    press(one, "exclude-0-0")
    other.run()
    assert other.session_state.trip_state.now.request.exclude == ()
    assert one.session_state.trip_state is not other.session_state.trip_state


def test_a_broken_link_gives_the_sample_with_a_notice() -> None:
    page = open_page("en", trip="tampered")
    assert not page.exception
    assert load_messages("en")("form.bad_url") in [warning.value for warning in page.warning]
    assert page.session_state.trip_state.now.itinerary is not None


def test_a_request_with_an_unknown_place_is_refused_in_words() -> None:
    request = TripRequest(start="gw-nowhere", start_date="2027-03-12", days=1)
    page = open_page("en", trip=write_token(request))
    assert not page.exception
    assert any("gw-nowhere" in told.value.replace("\\", "") for told in page.warning)


def test_stop_ends_planning_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("en")
    answer = page.session_state.trip_state.now.itinerary
    monkeypatch.setattr(resources, "get_planner", lambda: EndlessPlanner(answer))
    page.number_input(key="form-adults").set_value(3)
    page.button(key="submit").click()
    page.run()
    assert page.session_state.trip_state.job is not None
    assert page.button(key="undo").disabled
    page.button(key="stop").click()
    run_until_planned(page)
    now = page.session_state.trip_state.now
    assert now.was_stopped
    assert now.request.party.adults == 3
    assert load_messages("en")("about.stopped").split(":")[0] in get_html(page)
    assert resources.get_plan_cache().find(now.request, resources.get_catalogue().version) is None


class HeldPreparation:
    """An optimiser that is being compiled until it is let go."""

    def __init__(self, failure: PlannerError | None = None) -> None:
        self.go = threading.Event()
        self.told = threading.Event()
        self.failure = failure

    def wait(self, tell) -> None:
        while not self.go.wait(0.02):
            tell()
            self.told.set()
        if self.failure is not None:
            raise self.failure


def test_the_page_is_in_use_while_the_optimiser_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    preparation = HeldPreparation()
    monkeypatch.setattr(resources, "get_preparation", lambda: preparation)
    monkeypatch.setattr(resources, "get_plan_cache", PlanCache)
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = "en"
    page.run()
    assert preparation.told.wait(PATIENCE_S)
    page.run()
    say = load_messages("en")
    assert say("progress.prepare") in [caption.value for caption in page.caption]
    assert any(say("stage.prepare") in text.value for text in page.markdown)

    page.selectbox(key="lang").set_value("vi").run()
    name = list(resources.list_samples())[1]
    page.button(key=f"take-sample-{name[:2]}").click().run()
    assert not page.exception
    trip = page.session_state.trip_state
    assert trip.now.itinerary is None
    assert trip.job.request == resources.get_sample(name, "vi")
    page.run()
    assert load_messages("vi")("progress.running") in [status.label for status in page.status]

    preparation.go.set()
    run_until_planned(page)
    assert page.session_state.trip_state.now.itinerary is not None
    assert not page.exception
    assert not page.error


def test_an_optimiser_that_cannot_be_compiled_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    preparation = HeldPreparation(PreparationError("E004", "no folder to write to"))
    preparation.go.set()
    monkeypatch.setattr(resources, "get_preparation", lambda: preparation)
    monkeypatch.setattr(resources, "get_plan_cache", PlanCache)
    page = open_page("en")
    assert not page.exception
    assert [error.value for error in page.error] == [load_messages("en")("error.E004")]


def test_an_order_that_cannot_be_timed_is_refused_in_words() -> None:
    page = open_page("en")
    here = page.session_state.trip_state.now
    request = here.request.model_copy(update={"language": "en"})
    strange = tuple((("cv-no-such-village", None),) for _ in here.itinerary.days)
    there = open_page("en", trip=write_token(request, strange))
    assert not there.exception
    assert load_messages("en")("edit.refused") in [warning.value for warning in there.warning]
    assert there.session_state.trip_state.now.itinerary.days == here.itinerary.days


def test_what_a_place_left_out_would_cost_is_told_and_can_be_taken() -> None:
    page = open_page("en")
    before = page.session_state.trip_state.now
    place_id = next(left.place_id for left in before.itinerary.unvisited if left.remedy.code == "add_must")
    page.button(key=f"ask-with-{place_id}").click()
    found = wait_for_answer(page, f"with-{place_id}")
    assert found.question == "with"
    assert found.itinerary is not None
    assert page.session_state.trip_state.now is before
    page.button(key=f"take-with-{place_id}").click()
    page.run()
    assert not page.exception
    now = page.session_state.trip_state.now
    assert place_id in now.request.must_visit
    assert place_id in [visit.place_id for day in now.itinerary.days for visit in day.visits]
    assert now.itinerary.days == found.itinerary.days
    press(page, "undo")
    assert page.session_state.trip_state.now is before


def test_what_a_visit_brings_is_told_and_folded_away() -> None:
    page = open_page("en")
    visit = page.session_state.trip_state.now.itinerary.days[0].visits[0]
    page.button(key="ask-without-0-0").click()
    found = wait_for_answer(page, "without-0-0")
    assert found.place_id == visit.place_id
    assert found.contribution.worth == found.contribution.gain - found.contribution.drive_cost
    assert any(button.key == "take-without-0-0" for button in page.button) == (found.itinerary is not None)
    page.button(key="ask-without-0-0").click()
    page.run()
    assert not any(button.key == "take-without-0-0" for button in page.button)


def test_the_first_look_leads_and_gives_way_to_what_is_asked() -> None:
    page = open_page("en")
    say = load_messages("en")
    assert "trip" not in page.query_params
    assert say("start.title") in get_html(page)
    cards = [button.key for button in page.button if button.key.startswith("take-sample-")]
    assert len(cards) == len(resources.list_samples())
    page.button(key="start-form").click().run()
    assert page.session_state["form-box"]
    assert not page.exception
    page.button(key="take-sample-02").click()
    run_until_planned(page)
    assert not page.exception
    asked = list(resources.list_samples().values())[1]
    assert page.session_state.trip_state.now.request.must_visit == asked.must_visit
    assert read_token(page.query_params["trip"]).request.title == asked.title
    assert say("start.title") not in get_html(page)
    assert not [button for button in page.button if button.key.startswith("take-sample-")]
    assert open_page("en", trip=page.query_params["trip"]).session_state.trip_state.is_first_look is False


def test_a_trip_that_another_page_lost_from_the_address_comes_back_into_it() -> None:
    page = open_page("en")
    page.button(key="take-sample-02").click()
    run_until_planned(page)
    token = page.query_params["trip"]
    del page.query_params["trip"]
    page.run()
    assert page.query_params["trip"] == token


def test_a_stop_is_swapped_and_the_swap_undone() -> None:
    page = open_page("en")
    before = page.session_state.trip_state.now
    page.button(key="swap-0-0").click()
    swaps = wait_for_answer(page, "swap-0-0")
    assert 1 <= len(swaps) <= 3
    page.button(key="swap-take-0-0-0").click().run()
    assert not page.exception
    now = page.session_state.trip_state.now
    order = [visit.place_id for visit in now.itinerary.days[0].visits]
    number = order.index(swaps[0].place_id) + 1
    name = plain(resources.get_words("en").name(swaps[0].place_id))
    assert [toast.value for toast in page.toast] == [load_messages("en")("swap.now", name=name, number=number, day=1)]
    assert not now.violations
    places = [visit.place_id for visit in now.itinerary.days[0].visits]
    assert swaps[0].place_id in places
    assert before.itinerary.days[0].visits[0].place_id not in places
    assert now.itinerary.totals.drive_min - before.itinerary.totals.drive_min == swaps[0].drive_min
    cost = now.itinerary.totals.cost_vnd_per_person - before.itinerary.totals.cost_vnd_per_person
    assert cost == swaps[0].cost_vnd_per_person
    press(page, "undo")
    assert page.session_state.trip_state.now is before


def test_an_order_that_breaks_is_flagged_and_mended() -> None:
    page = open_page("en")
    say = load_messages("en")
    steps = 0
    while not page.session_state.trip_state.now.violations:
        press(page, f"down-0-{steps}")  # the tea at dawn goes later and later
        steps += 1
    html = get_html(page)
    assert f"</i>{say('flag.state_problem')}<" in html
    assert any(say("flag.problems", count=1) in box.label for box in page.expander)
    page.button(key="mend-0-0").click().run()
    assert not page.exception
    now = page.session_state.trip_state.now
    assert now.violations == ()
    assert f"</i>{say('flag.state_problem')}<" not in get_html(page)
    press(page, "undo")
    assert page.session_state.trip_state.now.violations


def test_a_question_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page("en")
    planner = resources.get_planner()
    go = threading.Event()

    def wait(*_: object, on_progress, **__: object) -> tuple[()]:
        while on_progress(PlanProgress("search", 1, 2, None)) and not go.wait(0.02):
            pass
        return ()

    monkeypatch.setattr(type(planner), "find_swaps", lambda self, *a, **k: wait(*a, **k))
    page.button(key="swap-0-0").click().run()
    assert not page.exception
    page.button(key="stop-asking").click().run()
    assert not page.exception
    assert load_messages("en")("swap.stopped") in [caption.value for caption in page.caption]
    assert not [button for button in page.button if button.key == "stop-asking"]


def test_a_day_goes_on_paper() -> None:
    page = open_page("vi")
    page.button(key="print-day").click().run()
    assert not page.exception
    day = page.session_state.trip_state.now.itinerary.days[0]
    sheet = page.get("iframe")[0].proto.srcdoc
    for visit in day.visits:
        assert resources.get_words("vi").name(visit.place_id) in sheet


def test_the_link_for_copying_holds_the_trip_and_no_language() -> None:
    page = open_page("ko")
    press(page, "down-0-0")
    now = page.session_state.trip_state.now
    query = parse_qs(urlsplit(next(code.value for code in page.code if "trip=" in code.value)).query)
    assert set(query) == {"trip"}
    assert read_token(query["trip"][0]).request == now.request
    assert read_token(query["trip"][0]).orders == list_orders(now.itinerary)


def test_a_locked_stop_is_called_locked() -> None:
    page = open_page("en")
    say, now = load_messages("en"), page.session_state.trip_state.now
    assert say("stop.kept") not in get_html(page)
    press(page, "lock-0-0")
    press(page, "around")
    now = page.session_state.trip_state.now
    visit = now.itinerary.days[0].visits[0]
    assert visit.place_id not in now.request.must_visit
    assert "why_must" in [reason.code for reason in visit.why]
    card = next(html.proto.body for html in page.get("html") if "rp-stop" in html.proto.body)
    assert say("stop.kept") in card
    assert say("reason.why_must") not in card
