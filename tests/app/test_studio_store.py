"""Trips of the studio in their store: lost sessions, conflicts, deletions, and a store that fails or is not there."""

import dataclasses
import sqlite3
from pathlib import Path

import pytest

from planner.present.languages import load_messages
from planner.store import Store
from tests.app.studio_steps import (
    SAMPLE,
    get_desk,
    get_studio,
    open_sample,
    open_studio,
    press,
    show,
    wait,
)
from ui import studio_shelf


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
