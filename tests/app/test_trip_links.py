"""The trip in the address: what it names, what it brings back, and what is said where it cannot be read."""

from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.model.request import TripRequest
from planner.present.languages import load_messages
from tests.app.pages import APP, PATIENCE_S, EndlessPlanner, open_page, press, run_until_planned, turn_to
from ui import resources
from ui.job import PlanCache
from ui.link import SavedTrip, read_basket, read_token, write_token

EN = load_messages("en")


def read_copied(page: AppTest) -> dict[str, str]:
    """Return the query of the link that is there for copying."""
    query = parse_qs(urlsplit(next(code.value for code in page.code if "trip=" in code.value)).query)
    return {name: values[0] for name, values in query.items()}


def test_the_order_of_a_link_is_not_put_on_the_trip_that_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PlanCache()
    monkeypatch.setattr(resources, "get_plan_cache", lambda: cache)
    answer = press(open_page("en"), "take-sample-02").session_state.trip_state.now.itinerary
    sample = resources.get_sample(list(resources.list_samples())[1], "en")
    linked = TripRequest(start="gw-noi-bai", start_date="2027-03-12", days=sample.days - 1)
    monkeypatch.setattr(resources, "get_planner", lambda: EndlessPlanner(answer))
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = "en"
    page.query_params["trip"] = write_token(linked, ((),) * linked.days, ("lo-x",) * (linked.days - 1))
    page.session_state["samples"] = True
    page.run()
    assert page.session_state.trip_state.job.request == linked
    page.button(key="take-sample-02").click().run()
    assert not page.exception
    now = page.session_state.trip_state.now
    assert now.request == sample
    assert not now.is_edited
    assert not page.warning
    assert read_token(page.query_params["trip"]) == SavedTrip(sample, None, None)


def open_impossible() -> AppTest:
    page = open_page("en")
    page.number_input(key="form-days").set_value(1)
    page.multiselect(key="form-must").set_value(["cv-bat-trang-pottery-village", "cv-sa-dec-flower-village"])
    page.button(key="submit").click()
    return run_until_planned(page)


def test_a_refused_request_leaves_plan_link_and_way_back_as_they_were() -> None:
    before = open_page("en").session_state.trip_state.now
    page = open_impossible()
    assert page.error
    trip = page.session_state.trip_state
    assert trip.now.itinerary.days == before.itinerary.days
    assert trip.now.request == before.request
    assert not trip.can_undo
    assert read_token(read_copied(page)["trip"]).request == before.request
    assert trip.asked.days == 1
    assert page.number_input(key="form-days").value == 1
    turn_to(page, "about")
    turn_to(page, "plan")
    assert page.error
    assert page.number_input(key="form-days").value == 1, "what was refused is there to be changed"
    press(page, "lock-0-0")
    assert not page.error
    assert trip.now.request.days == before.request.days


@pytest.mark.parametrize("name", ["basket", "explore"])
def test_a_broken_link_is_said_on_every_page_that_has_a_trip(name: str) -> None:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = "en"
    page.query_params["trip"] = "tampered"
    page._page_hash = calc_hash(name)
    page.run()
    assert not page.exception
    assert [one.value for one in page.warning] == [EN("form.bad_url")]
    assert "trip_state" not in page.session_state
    assert "trip" not in page.query_params
    turn_to(page, "plan")
    assert page.session_state.trip_state.is_first_look
    assert not page.warning


def test_what_a_broken_link_gives_is_said_until_the_next_step() -> None:
    page = open_page("en", trip="tampered")
    assert [one.value for one in page.warning] == [EN("form.bad_url")]
    page.run()
    assert [one.value for one in page.warning] == [EN("form.bad_url")]
    press(page, "lock-0-0")
    assert not page.warning


def test_the_link_for_copying_holds_the_basket() -> None:
    page = open_page("en", trip=write_token(next(iter(resources.list_samples().values()))))
    assert set(read_copied(page)) == {"trip"}
    turn_to(page, "basket")
    line = page.session_state.basket_state.now.basket.lines[0]
    key, place_id = line.offer.article.key, line.offer.place_id
    page.number_input(key=f"packs-{place_id}-{key}").set_value(line.quantity + 1).run()
    changed = page.session_state.basket_state.now
    turn_to(page, "plan")
    copied = read_copied(page)
    assert read_basket(copied["basket"]).packs[key, place_id] == line.quantity + 1

    there = open_page("en", **copied)
    assert read_copied(there)["basket"] == copied["basket"]
    turn_to(there, "basket")
    assert not there.warning
    brought = there.session_state.basket_state.now
    assert brought.wishes == changed.wishes
    assert [(one.offer, one.quantity) for one in brought.basket.lines] == [
        (one.offer, one.quantity) for one in changed.basket.lines
    ]

    press(turn_to(page, "plan"), "exclude-0-0")
    saved = read_basket(read_copied(page)["basket"])
    assert saved.packs is None, "packs belong to the stops that they were chosen for"
    assert saved.traveller["adults"] == changed.traveller.adults
