"""Files of the studio: what they were made of is known, and old ones are never told as current."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from planner.model.quote import CostKind, QuoteTerms, Rate, RateUnit
from planner.present.languages import load_messages
from planner.publish import PUBLISHERS
from planner.store import TripDocument
from tests.unit.present.conftest import build_itinerary
from ui import resources, studio_state
from ui.studio_state import Draft, Studio, change_document, rename

OLD = load_messages("en")("studio.files_old")
GUIDE = Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=1_000_000)


def draw() -> None:
    """Draw the files of the trip that lies in the session; runs as a script of its own."""
    import streamlit as st

    from ui import resources
    from ui.studio_files_view import draw_files

    draw_files(st.session_state.trip, resources.get_words(st.session_state.language))


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    for identifier, publisher in PUBLISHERS.items():
        monkeypatch.setitem(PUBLISHERS, identifier, dataclasses.replace(publisher, render=lambda *_: b"made"))
    monkeypatch.setattr(studio_state, "find_store", lambda: None)
    terms = QuoteTerms(group_size=2, has_guide=True)
    document = TripDocument(itinerary=build_itinerary(resources.get_catalogue()), terms=terms)
    return Studio(history=[Draft(document=document)], title="First")


@pytest.fixture
def page(studio: Studio) -> AppTest:
    """Return the page after a file was made."""
    page = AppTest.from_function(draw, default_timeout=60)
    page.session_state["trip"], page.session_state["language"] = studio, "en"
    page.session_state["studio-formats"] = ["gpx"]
    page.run().button(key="studio-make").click().run()
    assert not page.exception
    assert studio.made is not None
    assert list(studio.made.documents) == ["gpx"]
    assert page.get("download_button")
    assert not is_old(page)
    return page


def is_old(page: AppTest) -> bool:
    return OLD in [one.value for one in page.run().info]


def test_a_price_makes_files_old_and_the_way_back_makes_them_current(page: AppTest, studio: Studio) -> None:
    change_document(studio, dataclasses.replace(studio.document, rates=(GUIDE,)))
    assert is_old(page)
    studio.step(-1)
    assert not is_old(page)


def test_a_title_makes_files_old_and_they_keep_their_own_name(page: AppTest, studio: Studio) -> None:
    rename(studio, "Second")
    assert is_old(page)
    assert studio.made is not None
    assert studio.made.name == "first"


def test_a_refused_entry_leaves_files_current(page: AppTest, studio: Studio) -> None:
    studio.revision += 1
    assert not is_old(page)


def test_another_language_makes_files_old(page: AppTest) -> None:
    page.session_state["language"] = "vi"
    assert load_messages("vi")("studio.files_old") in [one.value for one in page.run().info]


def test_a_trip_reopened_at_another_price_is_another_source(page: AppTest, studio: Studio) -> None:
    """Its changes are counted from 0 again."""
    again = dataclasses.replace(studio.document, rates=(GUIDE,))
    page.session_state["trip"] = Studio(history=[Draft(document=again)], title="First", made=studio.made)
    assert is_old(page)


def test_files_of_one_trip_are_not_those_of_the_next(page: AppTest, studio: Studio) -> None:
    page.session_state["trip"] = Studio(history=[Draft(document=studio.document)], title="Other")
    page.run()
    assert not page.get("download_button")
