"""The page *Operator studio* under Streamlit's own test runner, with the real planner and a store of its own."""

import dataclasses
import datetime as dt
import time

import pytest

from planner.model.quote import CostKind
from planner.model.travel import Vehicle
from planner.plan.batch import read_batch
from planner.present.languages import load_messages
from planner.store import Store
from tests.app.pages import get_html
from tests.app.studio_steps import (
    HOSTILE,
    PATIENCE_S,
    SAMPLE,
    get_desk,
    get_studio,
    open_sample,
    open_studio,
    press,
    show,
    wait,
)
from ui import resources
from ui.safe import plain
from ui.studio_batch_view import Batch
from ui.studio_rows import list_rows


@pytest.mark.parametrize("language", ["en", "vi"])
def test_an_empty_store_leads_to_a_first_trip_and_every_part_of_it_works(url: str, language: str) -> None:
    page = open_studio(language)
    say = load_messages(language)
    assert say("studio.empty") in [info.value for info in page.info]
    press(page, SAMPLE)
    assert get_studio(page).trip_id == page.query_params["saved"]
    for section in ("stops", "costs", "variants", "files"):
        show(page, section)
        assert not page.error
        assert "studio." not in get_html(page).replace(get_studio(page).title, "")
    press(page, "studio-close")
    assert "saved" not in page.query_params
    assert [one.key for one in page.button if one.key.startswith("studio-open-")]


def test_from_template_to_an_offer_for_fourteen(store: Store) -> None:
    page = open_sample()
    template = get_studio(page).trip_id
    press(page, "studio-close")
    press(page, f"studio-template-{template}")
    assert store.load(template).trip.is_template

    press(page, f"studio-copy-{template}")
    page.text_input(key="studio-copy-client").set_value("Club des amis")
    vehicle = load_messages("en")("vehicle.car7")
    page.number_input(key="studio-copy-size").set_value(5).run()
    assert any(plain(vehicle) in one.value for one in page.caption), "the remark follows the size that is typed"
    page.number_input(key="studio-copy-size").set_value(14).run()
    assert not any(plain(vehicle) in one.value for one in page.caption)
    page.date_input(key="studio-copy-date").set_value(dt.date(2027, 11, 10))
    next(one for one in page.button if one.label == load_messages("en")("studio.copy_do")).click()
    wait(page)
    studio = get_studio(page)
    assert studio.trip_id != template
    request = studio.itinerary.request
    assert (request.party.size, request.vehicle, request.start_date) == (14, Vehicle.VAN16, dt.date(2027, 11, 10))
    assert studio.itinerary.provenance.refereed
    assert studio.document.client == "Club des amis"
    assert store.load(template).document.itinerary.request.party.size == 2

    say = load_messages("en")
    show(page, "costs")
    assert any("at least" in text or "lower bound" in text for text in (one.value for one in page.warning))
    missing = [one.value for one in page.caption if "not known yet" in one.value]
    assert len(missing) == 1
    assert plain(say("studio.section_costs")) in missing[0], "what is not known is to be filled in there"
    assert say("studio.incomplete") in get_html(page), "no sum is told without the vehicle"
    assert "≥" not in get_html(page)
    named = f"{say('sheet.whole_trip')} · {say('quote.kind_vehicle_day')} · {say('vehicle.van16')}"
    assert any(plain(named) in one.value for one in page.warning), "what is unknown is named"
    day_rate = f"studio-rate-{CostKind.VEHICLE_DAY}"
    page.text_input(key=day_rate).set_value("2.4")
    wait(page)
    assert "2\\.4" in page.error[0].value, "what may mean two amounts is refused in words"
    assert page.text_input(key=day_rate).value == "2.4", "and stays to be mended"
    assert not get_studio(page).document.rates
    page.text_input(key=day_rate).set_value("2.400.000")
    wait(page)
    assert not page.error
    assert page.text_input(key=day_rate).value == "2,400,000"
    assert load_messages("en")("studio.incomplete") in get_html(page), "sizes that take another vehicle"
    page.text_input(key=f"{day_rate}-{Vehicle.CAR7}").set_value("1.500.000")
    wait(page)
    page.number_input(key="studio-term-markup_pct").set_value(20.0)
    wait(page)
    head = page.session_state.studio_desk.studio.quotes[0][1].get_head_price()
    assert (head.size, head.vehicle, head.vehicles) == (14, Vehicle.VAN16, 1)
    assert head.vehicle_vnd == 2_400_000 * len(studio.itinerary.days)
    assert head.sell_per_head_vnd >= head.net_vnd * 1.2 / 14

    show(page, "variants")
    page.text_input(key="studio-variant-name").set_value("as offered first")
    next(one for one in page.button if one.label == load_messages("en")("studio.variant_save")).click()
    wait(page)
    show(page, "stops")
    press(page, "studio-exclude")
    show(page, "variants")
    assert page.selectbox(key="studio-compare").value.name == "as offered first"
    assert load_messages("en")("studio.change_removed") in get_html(page)

    show(page, "files")
    page.text_input(key="studio-letterhead-name").set_value(HOSTILE)
    wait(page)
    page.session_state["studio-formats"] = ["xlsx", "ics", "gpx"]
    press(page, "studio-make")
    assert not [one.value for one in page.warning if "could not" in one.value]
    made = get_studio(page).made
    assert set(made.documents) == {"xlsx", "ics", "gpx"}
    assert made.documents["xlsx"].startswith(b"PK")
    assert store.load(studio.trip_id).document.letterhead.name == HOSTILE.strip()


def test_the_country_of_the_guests_is_open_in_a_sample_asked_for_and_told(store: Store) -> None:
    say = load_messages("vi")
    page = open_sample("vi")
    studio = get_studio(page)
    assert studio.itinerary.request.home_market is None, "the sample's own is that of a Japanese couple"
    assert say("studio.home_unsaid") in [one.value for one in page.caption]
    before = [[(one.place_id, one.begin) for one in day.visits] for day in studio.itinerary.days]
    page.selectbox(key="studio-home").set_value("KR")
    wait(page)
    studio = get_studio(page)
    products = [one for day in studio.itinerary.days for visit in day.visits for one in visit.products]
    assert studio.itinerary.request.home_market == "KR"
    assert any(one.verdict is not None for one in products)
    assert [[(one.place_id, one.begin) for one in day.visits] for day in studio.itinerary.days] == before
    assert say("studio.home_unsaid") not in [one.value for one in page.caption]
    press(page, "studio-close")
    press(page, f"studio-copy-{studio.trip_id}")
    assert page.selectbox(key="studio-copy-home").value == "KR"
    page.selectbox(key="studio-copy-home").set_value("VN")
    page.button(key="studio-copy-do").click().run()
    copy = get_studio(page)
    assert get_desk(page).job is None, "nothing is to be planned anew"
    assert copy.trip_id != studio.trip_id
    assert copy.itinerary.request.home_market == "VN"
    assert not [one for day in copy.itinerary.days for v in day.visits for one in v.products if one.verdict is not None]
    assert store.load(studio.trip_id).document.itinerary.request.home_market == "KR"


def test_the_client_reads_the_prices_that_are_chosen(url: str) -> None:
    page = show(open_sample(), "files")
    assert page.multiselect(key="studio-offered").value == []
    assert get_studio(page).document.terms.sizes_offered == (2,)
    page.multiselect(key="studio-offered").set_value([14, 4])
    wait(page)
    assert get_studio(page).document.terms.sizes_offered == (2, 4, 14)


def test_the_form_of_a_copy_begins_with_its_trip_and_stays_where_the_copy_cannot_be_had(store: Store) -> None:
    page = open_sample()
    first = get_studio(page)
    document = dataclasses.replace(
        first.document, terms=dataclasses.replace(first.document.terms, free_places=1, group_sizes=(4,))
    )
    second = store.create(document, title="Second", client="")
    press(page, "studio-close")
    press(page, f"studio-copy-{first.trip_id}")
    assert page.text_input(key="studio-copy-title").value == first.title
    page.text_input(key="studio-copy-title").set_value("Written for the first").run()
    page.text_input(key="studio-copy-client").set_value("Client of the first").run()
    assert page.text_input(key="studio-copy-title").value == "Written for the first"
    press(page, f"studio-copy-{second}")
    assert page.text_input(key="studio-copy-title").value == "Second"
    assert page.text_input(key="studio-copy-client").value == ""
    page.text_input(key="studio-copy-client").set_value("Nobody pays")
    page.number_input(key="studio-copy-size").set_value(1)
    press(page, "studio-copy-do")
    assert page.error, "nobody would be left to pay"
    assert page.text_input(key="studio-copy-client").value == "Nobody pays"
    page.number_input(key="studio-copy-size").set_value(2)
    press(page, "studio-copy-do")
    assert not page.error
    assert get_studio(page).document.client == "Nobody pays"
    assert store.load(first.trip_id).trip.client == ""


def test_stops_move_are_kept_and_come_back(url: str) -> None:
    page = open_sample()
    first = get_studio(page).itinerary
    page.selectbox(key="studio-stop").set_value(list_rows(first)[0].key)
    wait(page)
    press(page, "studio-down")
    moved = get_studio(page).itinerary
    places = [visit.place_id for visit in first.days[0].visits]
    assert [visit.place_id for visit in moved.days[0].visits][:2] == places[1::-1]
    assert page.selectbox(key="studio-stop").value[0] == places[0]
    press(page, "studio-undo")
    assert get_studio(page).itinerary is first
    press(page, "studio-redo")
    assert get_studio(page).itinerary is moved
    press(page, "studio-undo")
    press(page, "studio-lock")
    assert get_studio(page).itinerary.request.pins
    assert not get_studio(page).can_redo


def test_a_late_trip_says_which_stop_and_is_mended(url: str) -> None:
    from ui.studio_edit_view import take_row

    page = open_sample()
    studio = get_studio(page)
    row = list_rows(studio.itinerary)[0]
    take_row(studio, row, {"minutes": 200})
    wait(page)
    assert studio.now.violations
    html = get_html(page)
    assert load_messages("en")("studio.faults", count=len(studio.now.violations)).split(" ", 1)[1] in html
    press(page, "studio-mend")
    after = get_studio(page)
    assert not after.now.violations
    assert after.itinerary.request.visit_minutes == {row.key[1]: 200}
    assert [one.minutes for one in list_rows(after.itinerary) if one.key == row.key] in ([200], [])


def test_prices_and_refused_hours_in_the_table(url: str) -> None:
    from ui.studio_edit_view import take_row

    page = open_sample()
    studio = get_studio(page)
    row = list_rows(studio.itinerary)[0]
    take_row(studio, row, {"price": "777.000"})
    assert [rate.vnd for rate in studio.document.rates] == [777_000]
    take_row(studio, row, {"price": "7.77"})
    assert [rate.vnd for rate in studio.document.rates] == [777_000]
    wait(page)
    assert any("7\\.77" in one.value for one in page.error)
    take_row(studio, row, {"price": None})
    assert studio.document.rates == ()
    before = studio.itinerary
    take_row(studio, row, {"begin": "03:00:00"})
    wait(page)
    assert studio.itinerary is before
    assert page.error or page.info


def test_hostile_names_are_inert_on_every_part(store: Store) -> None:
    page = open_sample()
    studio = get_studio(page)
    studio.title = HOSTILE
    show(page, "files")
    page.text_input(key="studio-client").set_value(HOSTILE)
    wait(page)
    for section in ("stops", "costs", "variants", "files"):
        show(page, section)
        assert "<img" not in get_html(page)
    store.rename(studio.trip_id, HOSTILE)
    press(page, "studio-close")
    html = get_html(page)
    assert "onerror" in html
    assert "<img" not in html


def test_a_redraw_prices_and_plans_nothing_anew(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import studio_state

    page = open_sample()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr(studio_state, "build_quote", refuse)
    monkeypatch.setattr(resources.get_planner(), "retime", refuse)
    for section in ("costs", "files", "stops"):
        show(page, section)


def test_a_table_of_requests_is_planned_saved_and_packed(store: Store) -> None:
    table = (
        "name,title,start,start_date,days,interests\n"
        f'one,"{HOSTILE.replace(chr(34), "")}",gw-hanoi-old-quarter,2027-03-12,1,ceramics:3\n'
        "two,Second,gw-nowhere,2027-03-12,1,ceramics:3\n"
    )
    page = open_studio()
    page.segmented_control(key="studio-list").set_value("batch")
    wait(page)
    page.session_state["studio-batch"] = Batch(*read_batch(table, resources.get_catalogue()))
    page.run()
    html = get_html(page)
    assert "gw-nowhere" in html
    page.button(key="studio-batch-start").click().run()
    end = time.monotonic() + PATIENCE_S
    while not page.session_state["studio-batch"].job.is_done:
        assert time.monotonic() < end, "planning never ended"
        time.sleep(0.1)
    page.run()
    assert not page.exception
    assert load_messages("en")("studio.batch_done", count=1) in [one.value for one in page.success]
    assert "<img" not in get_html(page)
    page.button(key="studio-batch-save").click().run()
    (trip,) = store.list_trips()
    assert store.load(trip.id).document.itinerary.request.interests == {"ceramics": 3}
    assert page.button(key="studio-batch-save").disabled
