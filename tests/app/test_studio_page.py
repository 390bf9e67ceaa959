"""The page *Operator studio* under Streamlit's own test runner, with the real planner and a store of its own."""

import dataclasses
import datetime as dt
import sqlite3
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from planner.model.quote import CostKind
from planner.model.travel import Vehicle
from planner.plan.batch import read_batch
from planner.present.languages import load_messages
from planner.store import Store
from ui import resources, studio_desk, studio_shelf
from ui.safe import plain
from ui.studio_batch_view import Batch
from ui.studio_rows import list_rows

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PATIENCE_S = 240
SAMPLE = "studio-sample-01-hanoi-crafts-in-three-days"
HOSTILE = '=1+1<img src=x onerror=alert(1)>[a](b)\u202e/../"'


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = str(tmp_path / "trips.sqlite")
    monkeypatch.setenv("PLANNER_STORE", url)
    return url


@pytest.fixture
def store(url: str) -> Store:
    return Store.open(url)


def open_studio(language: str = "en", **query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    for name, value in query.items():
        page.query_params[name] = value
    page._page_hash = calc_hash("studio")  # the runner can switch to pages that are files only
    return wait(page)


def get_desk(page: AppTest) -> studio_desk.Desk:
    desk: studio_desk.Desk = page.session_state.studio_desk
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


def get_studio(page: AppTest):
    studio = get_desk(page).studio
    assert studio is not None
    return studio


def get_html(page: AppTest) -> str:
    return " ".join(str(block.proto.body) for block in page.get("html"))


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
    assert "at least" in get_html(page)
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


def test_a_lost_session_comes_back_from_the_address(url: str) -> None:
    page = open_sample()
    saved = page.query_params["saved"]
    press(page, "studio-lock")
    here = get_studio(page)
    there = get_studio(open_studio(saved=saved))
    assert there.document == here.document
    assert there.title == here.title


def test_a_wrong_id_gives_the_list_with_a_notice(url: str) -> None:
    page = open_studio(saved="../../etc/passwd")
    assert get_desk(page).studio is None
    assert "saved" not in page.query_params
    said = load_messages("en")("studio.bad_id")
    assert any(said.split(".")[0] in info.value.replace("\\", "") for info in page.info)


@pytest.mark.parametrize("way", ["mine", "theirs", "both"])
def test_a_conflict_loses_nothing(store: Store, way: str) -> None:
    page = open_sample()
    studio = get_studio(page)
    trip_id = studio.trip_id
    theirs = dataclasses.replace(studio.document, client="theirs")
    store.save(trip_id, theirs, is_autosave=True)
    press(page, "studio-lock")
    mine = get_studio(page).document
    assert get_studio(page).conflict is not None
    assert store.load(trip_id).document == theirs
    press(page, f"studio-keep-{way}")
    now = get_studio(page)
    assert now.conflict is None
    assert now.document == (theirs if way == "theirs" else mine)
    every = [store.load(trip_id, one.number).document for one in store.list_versions(trip_id)]
    assert theirs in every
    if way == "both":
        assert now.trip_id != trip_id
        assert store.load(now.trip_id).document == mine
        assert store.load(trip_id).document == theirs
    else:
        assert mine in every
        assert store.load(trip_id).document == now.document


def test_a_deleted_trip_is_taken_back(store: Store) -> None:
    page = open_sample()
    trip_id = get_studio(page).trip_id
    press(page, "studio-close")
    press(page, f"studio-delete-{trip_id}")
    assert store.list_trips() == ()
    press(page, "studio-undelete")
    assert [trip.id for trip in store.list_trips()] == [trip_id]


def test_without_a_store_the_page_says_how_to_mend_it_and_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("PLANNER_STORE", str(blocked / "trips.sqlite"))
    page = open_studio()
    assert any("PLANNER" in warning.value for warning in page.warning)
    press(page, SAMPLE)
    assert get_studio(page).trip_id is None
    show(page, "costs")
    show(page, "variants")
    assert not page.error
    press(page, "studio-close")
    assert load_messages("en")("studio.still_open") in [one.value for one in page.warning]
    press(page, "studio-stay")
    assert get_studio(page).document, "it is not lost"
    assert load_messages("en")("studio.still_open") not in [one.value for one in page.warning]
    press(page, "studio-close")
    press(page, "studio-discard")
    assert get_desk(page).studio is None


def test_a_trip_opened_while_the_store_was_down_is_saved_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "folder"
    blocked.write_text("no folder yet")
    url = str(blocked / "trips.sqlite")
    monkeypatch.setenv("PLANNER_STORE", url)
    monkeypatch.setattr(studio_shelf, "RETRY_S", 0)
    page = press(open_studio(), SAMPLE)
    assert get_studio(page).trip_id is None
    assert "saved" not in page.query_params
    blocked.unlink()
    wait(page)
    trip_id = get_studio(page).trip_id
    assert page.query_params["saved"] in (trip_id, [trip_id])
    press(page, "studio-close")
    assert get_desk(page).studio is None
    assert [trip.id for trip in Store.open(url).list_trips()] == [trip_id]


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


def test_a_store_that_fails_later_takes_its_lists_from_the_page_and_nothing_else(url: str) -> None:
    page = open_sample()
    show(page, "variants")
    with sqlite3.connect(url) as database:
        database.execute("ALTER TABLE planner_trips RENAME TO gone")
    wait(page)
    assert any("failed" in one.value for one in page.error)
    show(page, "costs")
    assert not page.error, "nothing was to be saved"
    press(page, "studio-close")
    assert get_desk(page).studio is None
    assert any("failed" in one.value for one in page.error)
    assert page.button(key=SAMPLE), "a trip can be begun"
    with sqlite3.connect(url) as database:
        database.execute("ALTER TABLE gone RENAME TO planner_trips")
    wait(page)
    assert not page.error
    assert [one.key for one in page.button if one.key.startswith("studio-open-")]
