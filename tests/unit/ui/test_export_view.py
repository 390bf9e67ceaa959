"""The Export menu: nothing is made before it is asked for, a format that fails is named, and names stay names."""

from __future__ import annotations

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from planner.model.quote import Letterhead, Proposal
from planner.publish import BASKET_FORMATS, PUBLISHERS, QUOTE_FORMATS
from ui import export_view


def draw() -> None:
    """Draw the button of a trip; runs as a script of its own."""
    from planner.present.words import build_words
    from tests.support.trips import make_catalogue, make_itinerary
    from ui.export_view import draw_export

    draw_export(make_itinerary(title="Two days"), build_words("en", make_catalogue()))


def draw_opened() -> None:
    """Draw what the dialog of a trip shows, unless it is closed; runs as a script of its own."""
    import streamlit as st

    from planner.present.words import build_words
    from tests.support.trips import make_catalogue, make_itinerary
    from ui.export_view import draw_menu

    if not st.checkbox("closed"):
        title = st.session_state.get("title", "Two days")
        draw_menu(make_itinerary(title=title), build_words("en", make_catalogue()))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the formats made, in order; each is made at once."""
    made: list[str] = []

    def note(identifier: str):
        def render(*_: object) -> bytes:
            made.append(identifier)
            if identifier == "kml":
                raise OSError("no *ink*")
            return b"x" * 2400

        return render

    for identifier, publisher in PUBLISHERS.items():
        monkeypatch.setitem(PUBLISHERS, identifier, dataclasses.replace(publisher, render=note(identifier)))
    return made


def open_menu() -> AppTest:
    return AppTest.from_function(draw_opened).run(timeout=60)


def test_a_closed_menu_makes_nothing(made: list[str]) -> None:
    test = AppTest.from_function(draw).run(timeout=60)
    assert not test.exception
    assert list(test.pills) == []
    assert made == []


def test_the_button_opens_the_menu(made: list[str]) -> None:
    test = AppTest.from_function(draw).run(timeout=60)
    test.button(key="export").click().run(timeout=60)
    assert not test.exception
    assert {"export-way", "export-program", "export-day"} <= {pills.key for pills in test.pills}
    assert made == []


def test_a_menu_opened_again_has_what_was_chosen(made: list[str]) -> None:
    test = open_menu()
    test.pills(key="export-way").set_value(["ics"]).run(timeout=60)
    test.checkbox[0].check().run(timeout=60)
    assert list(test.pills) == []
    test.checkbox[0].uncheck().run(timeout=60)
    assert test.pills(key="export-way").value == ["ics"]
    assert len(test.get("download_button")) == 1
    assert made == ["ics"]


def test_a_plan_that_was_changed_begins_with_nothing_chosen(made: list[str]) -> None:
    test = open_menu()
    test.pills(key="export-way").set_value(["ics"]).run(timeout=60)
    test.checkbox[0].check().run(timeout=60)
    test.session_state["title"] = "Three days"
    test.checkbox[0].uncheck().run(timeout=60)
    assert test.pills(key="export-way").value == []
    assert made == ["ics"]


def test_an_open_menu_lists_what_the_trip_has_and_makes_nothing(made: list[str]) -> None:
    test = open_menu()
    assert not test.exception
    assert made == []
    offered = set(PUBLISHERS) - {*BASKET_FORMATS, *QUOTE_FORMATS}
    groups = [pills for pills in test.pills if pills.key != "export-day"]
    assert {pills.key for pills in groups} == {"export-way", "export-program"}
    assert sum(len(pills.options) for pills in groups) == len(offered)


def test_what_is_chosen_is_made_once(made: list[str]) -> None:
    test = open_menu()
    test.pills(key="export-way").set_value(["ics"]).run(timeout=60)
    test.pills(key="export-program").set_value(["geojson"]).run(timeout=60)
    assert made == ["ics", "geojson"]
    labels = [button.proto.label for button in test.get("download_button")]
    assert labels == ["Save two-days.ics (2 kB)", "Save two-days.geojson (2 kB)"]


def test_a_format_that_fails_is_named_and_leaves_the_others(made: list[str]) -> None:
    test = open_menu()
    test.pills(key="export-way").set_value(["kml", "gpx"]).run(timeout=60)
    assert not test.exception
    assert [button.proto.label for button in test.get("download_button")] == ["Save two-days.gpx (2 kB)"]
    assert len(test.warning) == 1
    told = test.warning[0].value
    assert "KML" in told
    assert r"no \*ink\*" in told


def test_a_day_opens_in_map_apps() -> None:
    test = open_menu()
    test.pills(key="export-day").set_value(1).run(timeout=60)
    assert not test.exception
    links = [one.proto.url for one in test.get("link_button")]
    assert [link.split(":")[0] for link in links] == ["https", "https", "https", "om"]
    assert any("Organic Maps" in caption.value for caption in test.caption)


def test_two_proposals_of_one_plan_are_two_files() -> None:
    plain, other = Proposal(), Proposal(letterhead=Letterhead(name="A"))
    assert export_view._digest(plain) == export_view._digest(Proposal())
    assert export_view._digest(plain) != export_view._digest(other)
