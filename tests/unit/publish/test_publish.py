"""Files made of an itinerary: read back by a foreign parser, with hostile text inert."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import gpxpy
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import publish as module
from planner.errors import RequestError
from planner.inert import remove_controls
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, load_plan
from planner.model.quote import Proposal, Quote, QuoteTerms
from planner.present.words import build_words
from planner.publish import (
    PUBLISHERS,
    TRIP_FORMATS,
    Publisher,
    PublishError,
    list_available,
    list_formats,
    publish,
)
from planner.publish.stations import list_trip_notes
from tests.support.trips import POINTS, make_catalogue, make_itinerary, make_located


def publish_all(itinerary: Itinerary, catalogue: Catalogue, formats: Iterable[str]) -> dict[str, bytes]:
    return publish(itinerary, catalogue, formats, build_words(itinerary.request.language, catalogue))


def render(name: str, itinerary: Itinerary, catalogue: Catalogue | None = None) -> str:
    return publish_all(itinerary, catalogue or make_catalogue(), [name])[name].decode()


def test_gpx_holds_every_stop_in_order_with_lat_and_lon_in_their_places() -> None:
    gpx = gpxpy.parse(render("gpx", make_itinerary()))
    assert [(w.longitude, w.latitude) for w in gpx.waypoints] == [
        POINTS[place_id] for place_id in ("gw-a", "cv-b", "lo-c", "cv-d", "gw-a")
    ]
    assert [w.name for w in gpx.waypoints][1] == "1.1 Làng cv-b"
    assert [[(p.longitude, p.latitude) for p in route.points] for route in gpx.routes] == [
        [POINTS["gw-a"], POINTS["cv-b"], POINTS["lo-c"]],
        [POINTS["lo-c"], POINTS["cv-d"], POINTS["gw-a"]],
    ]


def test_gpx_times_are_utc_and_its_text_is_local() -> None:
    gpx = gpxpy.parse(render("gpx", make_itinerary()))
    visit = gpx.waypoints[1]
    assert visit.time == dt.datetime(2027, 3, 12, 2, 0, tzinfo=dt.UTC)
    assert visit.description is not None
    assert visit.description.startswith("09:00-10:00")


def test_schematic_legs_are_never_a_track() -> None:
    assert gpxpy.parse(render("gpx", make_itinerary())).tracks == []
    routed = gpxpy.parse(render("gpx", make_itinerary(is_schematic=False))).tracks
    assert len(routed) == 2
    assert [len(track.segments) for track in routed] == [1, 1]
    assert [(p.longitude, p.latitude) for p in routed[0].segments[0].points] == [POINTS["gw-a"], POINTS["cv-b"]]


def test_gpx_names_follow_the_language_of_the_request() -> None:
    catalogue = make_catalogue(make_located("cv-b", name_en="Village B"))
    assert "1.1 Village B" in render("gpx", make_itinerary(language="en"), catalogue)
    assert "1.1 Làng cv-b" in render("gpx", make_itinerary(language="vi"), catalogue)


def test_approximate_points_say_so() -> None:
    catalogue = make_catalogue(make_located("cv-b", coord_uncertainty_km=4.0))
    assert "± 4 km" in render("gpx", make_itinerary(), catalogue)
    assert "±" not in render("gpx", make_itinerary())


def test_json_is_the_plan_itself() -> None:
    itinerary = make_itinerary()
    assert load_plan(render("json", itinerary)) == itinerary


def test_json_keeps_to_the_published_schema() -> None:
    schema = json.loads((Path(__file__).parents[3] / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
    plan = json.loads(render("json", make_itinerary()))
    jsonschema.validate(plan, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plan, "format": "planner/0"}, schema)


@pytest.mark.parametrize("name", sorted(TRIP_FORMATS))
def test_same_plan_gives_the_same_bytes(name: str) -> None:
    itinerary, catalogue = make_itinerary(), make_catalogue()
    assert publish_all(itinerary, catalogue, [name]) == publish_all(make_itinerary(), make_catalogue(), [name])


@given(st.text(max_size=60))
def test_hostile_text_stays_text(text: str) -> None:
    hostile = f"{text}</name><script>alert(1)</script>&evil;\x00\x1b[2J"
    catalogue = make_catalogue(make_located("cv-b", name_en=hostile))
    root = ElementTree.fromstring(render("gpx", make_itinerary(), catalogue))
    tags = {re.sub(r"\{.*\}", "", element.tag) for element in root.iter()}
    assert "script" not in tags
    names = [element.text for element in root.iter("{http://www.topografix.com/GPX/1/1}name")]
    assert remove_controls(f"1.1 {hostile}") in names


def test_hostile_title_is_inert_in_every_format() -> None:
    itinerary = make_itinerary(title='"}]<script>\x07')
    documents = publish_all(itinerary, make_catalogue(), TRIP_FORMATS)
    assert b"<script>" not in documents["gpx"]
    assert load_plan(documents["json"]).request.title == itinerary.request.title


def test_a_broken_format_names_itself_and_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(itinerary: Itinerary, catalogue: Catalogue, words: object, proposal: object) -> str:
        raise OSError("no ink")

    broken = Publisher("broken", ".x", "text/plain", fail)
    monkeypatch.setattr(module, "PUBLISHERS", {**PUBLISHERS, "broken": broken})
    with pytest.raises(PublishError, match=r"broken \(no ink\)") as caught:
        publish_all(make_itinerary(), make_catalogue(), ["gpx", "broken", "json"])
    assert set(caught.value.documents) == {"gpx", "json"}
    assert caught.value.exit_code == 1


def test_a_place_unknown_to_the_catalogue_fails_its_format_alone() -> None:
    empty = dataclasses.replace(make_catalogue(), places={})
    with pytest.raises(PublishError, match="cv-b") as caught:
        publish_all(make_itinerary(), empty, ["gpx", "json"])
    assert set(caught.value.documents) == {"json"}


def test_what_needs_a_quote_is_refused_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    priced = dataclasses.replace(PUBLISHERS["json"], identifier="priced", needs_quote=True)
    monkeypatch.setattr(module, "PUBLISHERS", {**PUBLISHERS, "priced": priced})
    assert "priced" not in list_available(make_itinerary())
    with pytest.raises(RequestError) as caught:
        publish_all(make_itinerary(), make_catalogue(), ["gpx", "priced"])
    assert caught.value.code == "P104"
    terms = QuoteTerms()
    quote = Quote(terms=terms, lines=(), net_vnd=0, sell_vnd=0, per_head=(), warnings=(), is_complete=True)
    assert "priced" in list_available(make_itinerary(), Proposal(quote=quote))


def test_formats_are_read_from_a_list_in_one_word() -> None:
    assert list_formats(" GPX,json,gpx,") == ("gpx", "json")
    with pytest.raises(RequestError, match="'pfd'") as caught:
        list_formats("gpx,pfd")
    assert (caught.value.code, caught.value.exit_code) == ("P101", 2)


def test_every_publisher_is_registered_under_its_own_name() -> None:
    assert all(name == publisher.identifier for name, publisher in PUBLISHERS.items())
    assert all(publisher.suffix.startswith(".") and "/" in publisher.media_type for publisher in PUBLISHERS.values())


def test_a_file_tells_in_words_what_travel_times_rest_on() -> None:
    words = build_words("en", make_catalogue())
    trip = make_itinerary()
    made = dataclasses.replace(trip.provenance, data_version="2026.11.0+8636ef", network="embedded skeleton, 2026.11.0")
    told = list_trip_notes(dataclasses.replace(trip, provenance=made), words)[-1]
    assert told == "Data 2026.11.0; travel times: a schematic road model."
    assert (
        "my matrix"
        in list_trip_notes(dataclasses.replace(trip, provenance=dataclasses.replace(made, network="my matrix")), words)[
            -1
        ]
    )
