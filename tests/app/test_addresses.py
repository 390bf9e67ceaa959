"""The trip stands in the address of every page, and the browser's Back button is heeded."""

import pytest
from streamlit.testing.v1 import AppTest

from planner.model.request import TripRequest
from planner.present.languages import load_messages
from tests.app.pages import open_page, press, run_until_planned, turn_to
from ui.link import write_token

STALE = {
    "start": {"start": "gw-nowhere"},
    "must": {"must_visit": ("cv-nowhere",)},
    "interest": {"interests": {"nonsense": 2}},
    "date": {"start_date": "2999-01-01"},
}


def go_back(page: AppTest, token: str | None) -> AppTest:
    """Do what the browser and the page's script do: another address, then the hidden button."""
    page.query_params.pop("trip", None)
    if token is not None:
        page.query_params["trip"] = token
    return press(page, "heed-back")


def list_names(page: AppTest) -> list[str]:
    return [visit.place_id for visit in page.session_state.trip_state.now.itinerary.days[0].visits]


def test_back_and_forward_are_steps_of_the_history() -> None:
    page = press(open_page("en"), "lock-0-0")
    locked, before = page.query_params["trip"], list_names(page)
    press(page, "down-0-0")
    moved, after = page.query_params["trip"], list_names(page)
    assert (locked, before) != (moved, after)
    go_back(page, locked)
    assert list_names(page) == before
    assert page.query_params["trip"] == locked
    go_back(page, moved)
    assert list_names(page) == after
    go_back(page, None)  # where the visitor came in; there is a trip now, and its link
    assert list_names(page) == before
    assert not page.session_state.trip_state.can_undo
    assert "trip" in page.query_params


def test_back_to_a_trip_of_another_session_opens_it() -> None:
    token = press(open_page("en"), "take-sample-02").query_params["trip"]
    page = press(open_page("en"), "lock-0-0")
    go_back(page, token)
    run_until_planned(page)
    assert page.query_params["trip"] == token
    assert page.session_state.trip_state.now.itinerary is not None


@pytest.mark.parametrize("name", ["data", "about", "studio"])
def test_every_page_keeps_the_trip_in_its_address(name: str) -> None:
    page = press(open_page("en"), "lock-0-0")
    token = page.query_params["trip"]
    turn_to(page, name)
    assert page.query_params["trip"] == token
    again = turn_to(open_page("en"), name)  # somebody who has only the address
    del again.session_state["trip_state"]
    again.query_params["trip"] = token
    again.run()
    turn_to(again, "plan")
    assert again.query_params["trip"] == token


@pytest.mark.parametrize("fault", STALE)
def test_a_link_of_other_data_shows_the_sample_and_says_why(fault: str) -> None:
    fields = {"start": "gw-noi-bai", "start_date": "2027-03-12", "days": 2} | STALE[fault]
    page = open_page("en", trip=write_token(TripRequest.model_validate(fields)))
    assert not page.exception
    told = load_messages("en")("form.stale_url", message="|").partition("|")
    assert any(told[0] in warning.value and told[2] in warning.value for warning in page.warning)
    assert page.session_state.trip_state.now.itinerary is not None
    assert "trip" not in page.query_params
    press(page, "take-sample-02")
    assert not any(told[2] in warning.value for warning in page.warning)


def test_a_plan_made_around_changes_comes_back_as_a_plan() -> None:
    page = open_page("en")
    press(page, "lock-0-1")
    press(page, "exclude-0-0")
    view = page.session_state.trip_state.plan_number
    press(page, "around")
    trip = page.session_state.trip_state
    assert not trip.now.is_edited
    assert trip.plan_number == view, "the map stays"
    again = open_page("en", trip=page.query_params["trip"]).session_state.trip_state
    assert not again.now.is_edited
    assert [day.visits for day in again.now.itinerary.days] == [day.visits for day in trip.now.itinerary.days]
