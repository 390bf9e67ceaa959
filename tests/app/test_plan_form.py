"""The form of the plan page: what is asked, contradictions, amounts, and a trip of one's own."""

import dataclasses

import pytest
from streamlit.util import calc_hash

from planner.model.request import TripRequest
from planner.present.languages import load_messages
from planner.units import today
from tests.app.pages import (
    open_page,
    press,
    run_until_planned,
)
from ui import resources
from ui.form import OWN_BEGINS_IN, OWN_DAYS
from ui.link import SavedTrip, read_token
from ui.safe import plain


def test_form_is_read_and_planned() -> None:
    page = open_page("en")
    page.number_input(key="form-days").set_value(1)
    for wish in ("must", "nice"):
        page.multiselect(key=f"form-{wish}").set_value([])
    page.selectbox(key="form-vehicle").set_value("motorbike")
    page.selectbox(key="form-punctuality").set_value("safe")
    page.multiselect(key="form-love").set_value(["silk"])
    page.button(key="submit").click()
    run_until_planned(page)
    assert not page.exception
    now = page.session_state.trip_state.now
    assert now.request.days == 1
    assert now.request.vehicle == "motorbike"
    assert now.request.punctuality == "safe"
    assert "on time in" in " ".join(html.proto.body for html in page.get("html"))
    assert now.request.interests["silk"] == 3
    assert now.itinerary is not None
    assert len(now.itinerary.days) == 1
    assert read_token(page.query_params["trip"]) == SavedTrip(now.request, None, None)


def test_contradictions_of_the_form_are_said_inline() -> None:
    import datetime as dt

    page = open_page("en")
    before = page.session_state.trip_state.now
    page.time_input(key="form-day_end").set_value(dt.time(7, 0))
    page.button(key="submit").click()
    page.run()
    assert not page.exception
    assert any(load_messages("en")("error.hours").rstrip(".") in error.value.replace("\\", "") for error in page.error)
    assert page.session_state.trip_state.now is before


def test_an_impossible_request_offers_the_change_that_helps() -> None:
    page = open_page("en")
    page.number_input(key="form-days").set_value(1)
    page.multiselect(key="form-must").set_value(["cv-bat-trang-pottery-village", "cv-sa-dec-flower-village"])
    page.button(key="submit").click()
    run_until_planned(page)
    assert not page.exception
    assert page.error[0].value == load_messages("en")("progress.infeasible")
    reasons = page.session_state.trip_state.failure.reasons
    number, offered = next((n, one) for n, one in enumerate(reasons) if one.change is not None)
    words = resources.get_words("en")
    assert words.reason(offered.remedy) in page.button(key=f"infeasible-{number}").label.replace("\\", "")
    press(page, f"infeasible-{number}")
    assert not page.exception
    assert not page.error
    now = page.session_state.trip_state.now
    assert {name: getattr(now.request, name) for name in offered.change} == offered.change
    assert now.itinerary.provenance.refereed


def test_a_trip_of_ones_own_begins_with_nothing_of_the_sample() -> None:
    page = open_page("en")
    sample = page.session_state.trip_state.now.request
    assert sample.home_market
    assert sample.must_visit
    page.button(key="start-form").click().run()
    assert page.text_input(key="form-title").value == ""
    for empty in ("love", "like", "enjoy", "must", "nice", "exclude"):
        assert page.multiselect(key=f"form-{empty}").value == []
    for empty in ("luggage", "drive_cap"):
        assert page.number_input(key=f"form-{empty}").value is None
    for empty in ("budget", "shopping_budget"):
        assert page.text_input(key=f"form-{empty}").value == ""
    assert page.selectbox(key="form-market").value is None
    assert page.date_input(key="form-start_date").value == today() + OWN_BEGINS_IN
    page.button(key="submit").click()
    run_until_planned(page)
    assert not page.exception
    assert not page.error
    now = page.session_state.trip_state.now
    bare = TripRequest(start=sample.start, end=sample.end_or_start, start_date=today() + OWN_BEGINS_IN, days=OWN_DAYS)
    assert now.request == bare
    assert len(now.itinerary.days) == OWN_DAYS
    assert page.session_state["form-box"] is False


def test_a_trip_of_ones_own_is_still_there_after_another_page() -> None:
    page = open_page("en")
    trip = page.session_state.trip_state
    sample = trip.now.request.model_copy(update={"day_starts": {1: "05:00"}})
    trip.replace(dataclasses.replace(trip.now, request=sample))
    page.button(key="start-form").click().run()
    for name in ("about", "plan", "plan"):
        page._page_hash = calc_hash(name)
        page.run()
    assert not page.exception
    assert f"**{load_messages('en')('start.own')}**" in [box.label for box in page.expander]
    assert page.text_input(key="form-title").value == ""
    page.button(key="submit").click()
    run_until_planned(page)
    begins_on = today() + OWN_BEGINS_IN
    bare = TripRequest(start=sample.start, end=sample.end_or_start, start_date=begins_on, days=OWN_DAYS)
    assert trip.now.request == bare
    press(page, "lock-0-0")
    assert trip.now.request.pins
    page._page_hash = calc_hash("about")
    page.run()
    page._page_hash = calc_hash("plan")
    page.run()
    assert f"**{load_messages('en')('start.own')}**" not in [box.label for box in page.expander]
    assert page.number_input(key="form-days").value == OWN_DAYS


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "1.800.000", "1,800,000"),
        ("en", "1800000", "1,800,000"),
        ("vi", "1,800,000", "1.800.000"),
        ("fr", "1,8 triệu", "1\u202f800\u202f000"),
    ],
)
def test_a_budget_is_read_as_people_write_it(language: str, typed: str, shown: str) -> None:
    page = open_page(language)
    page.text_input(key="form-budget").set_value(typed)
    page.text_input(key="form-shopping_budget").set_value("0")
    page.button(key="submit").click()
    run_until_planned(page)
    assert not page.exception
    request = page.session_state.trip_state.now.request
    assert (request.budget_vnd_per_person, request.shopping_budget_vnd_per_person) == (1_800_000, 0)
    assert read_token(page.query_params["trip"]).request.budget_vnd_per_person == 1_800_000
    assert page.text_input(key="form-budget").value == shown
    page.selectbox(key="lang").set_value("vi" if language != "vi" else "en").run()
    assert page.text_input(key="form-budget").value == ("1.800.000" if language != "vi" else "1,800,000")
    page.text_input(key="form-budget").set_value("")
    page.button(key="submit").click()
    run_until_planned(page)
    assert page.session_state.trip_state.now.request.budget_vnd_per_person is None
    assert page.text_input(key="form-budget").value == ""


@pytest.mark.parametrize("typed", ["1.8", "-1800000", "much <b>[a](b)", "99.000.000.000.000"])
def test_a_budget_that_cannot_be_read_is_told_at_its_field_and_nothing_is_lost(typed: str) -> None:
    page = open_page("en")
    before = page.session_state.trip_state.now
    page.button(key="start-form").click().run()
    page.text_input(key="form-title").set_value("Our year")
    page.text_input(key="form-budget").set_value(typed)
    page.text_input(key="form-shopping_budget").set_value("500.000")
    page.button(key="submit").click().run()
    assert not page.exception
    assert page.session_state.trip_state.job is None
    assert page.session_state.trip_state.now is before
    label = load_messages("en")("form.budget")
    told = [one.value for one in page.error if plain(label) in one.value]
    assert len(told) == 2, "above the form, and at the field"
    assert all(plain(typed) in one for one in told)
    assert page.text_input(key="form-budget").value == typed
    assert page.text_input(key="form-shopping_budget").value == "500,000"
    assert page.text_input(key="form-title").value == "Our year"
    assert page.session_state["form-box"] is True
    page.text_input(key="form-budget").set_value("9.000.000")
    page.button(key="submit").click()
    run_until_planned(page)
    assert not page.error
    request = page.session_state.trip_state.now.request
    assert (request.title, request.budget_vnd_per_person) == ("Our year", 9_000_000)
    assert request.shopping_budget_vnd_per_person == 500_000


def test_the_title_of_a_sample_stays_with_its_route_and_that_of_the_visitor_with_the_trip() -> None:
    page = open_page("en")
    sample = page.session_state.trip_state.now.request
    assert page.text_input(key="form-title").value == sample.title
    page.selectbox(key="form-start").set_value("gw-da-nang-airport")
    page.button(key="submit").click()
    page.run()
    trip = page.session_state.trip_state
    assert trip.asked.title == ""
    assert page.text_input(key="form-title").value == ""
    run_until_planned(page)
    page.text_input(key="form-title").set_value("Our year")
    page.number_input(key="form-days").set_value(2)
    page.button(key="submit").click()
    page.run()
    trip = page.session_state.trip_state
    assert trip.asked.title == "Our year"


def test_a_sample_goes_home_to_where_its_reader_lives() -> None:
    for language, home in (("ko", "KR"), ("ja", "JP"), ("zh", "CN"), ("fr", "FR")):
        assert {resources.get_sample(name, language).home_market for name in resources.list_samples()} == {home}
    for name, sample in resources.list_samples().items():
        assert resources.get_sample(name, "vi").home_market == resources.get_sample(name, "en").home_market
        assert resources.get_sample(name, "en").home_market == sample.home_market
