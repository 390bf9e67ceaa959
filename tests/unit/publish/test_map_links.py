"""Links into map apps: whole days, within the limits of the apps, with names escaped."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.itinerary import PlanDay
from planner.model.place import Place
from planner.model.travel import Vehicle
from planner.publish.map_links import MAX_WAYPOINTS, DayLink, build_geo_uri, find_day_link, list_day_links
from tests.support.trips import POINTS, at, make_catalogue, make_itinerary, make_leg, make_located, make_visit


def make_day(*stops: str) -> PlanDay:
    """Return a day from the gateway over some stops and back; only the places matter."""
    day = make_itinerary().days[0]
    visits = tuple(make_visit(stop, at(1, 9)) for stop in stops)
    return dataclasses.replace(day, start_depot="gw-a", end_depot="gw-a", visits=visits)


def make_places(count: int) -> list[Place]:
    places = [make_located("cv-b", id=f"cv-{n}", lon_deg=105.0 + n / 100, lat_deg=20.5) for n in range(count)]
    return [place for place in places if isinstance(place, Place)]


def at_text(place_id: str) -> str:
    lon, lat = POINTS[place_id]
    return f"{lat:.5f},{lon:.5f}"


def of_app(links: tuple[DayLink, ...], app: str) -> list[DayLink]:
    return [link for link in links if link.app == app]


def test_a_day_opens_with_all_its_stops_in_order() -> None:
    links = list_day_links(make_itinerary().days[0], make_catalogue())
    assert [link.app for link in links] == ["google", "apple", "osmand", "organic"]
    google, apple, osmand, organic = (parse_qs(urlsplit(link.url).query) for link in links)
    start, stop, end = at_text("gw-a"), at_text("cv-b"), at_text("lo-c")
    assert google == {
        "api": ["1"], "origin": [start], "destination": [end], "waypoints": [stop], "travelmode": ["driving"],
    }  # fmt: skip
    assert apple == {"source": [start], "destination": [end], "waypoint": [stop], "mode": ["driving"]}
    assert osmand == {"start": [start], "end": [end], "via": [stop], "profile": ["car"]}
    assert organic["ll"] == [start, stop, end]
    assert organic["n"] == ["Làng gw-a", "Làng cv-b", "Làng lo-c"]


def test_latitude_comes_first() -> None:
    link = list_day_links(make_itinerary().days[0], make_catalogue())[0]
    lat, lon = parse_qs(urlsplit(link.url).query)["origin"][0].split(",")
    assert (float(lon), float(lat)) == POINTS["gw-a"]


@pytest.mark.parametrize("count", [1, 9, 10, 19, 20, 35])
def test_a_long_day_is_divided_and_no_stop_is_lost(count: int) -> None:
    places = make_places(count)
    catalogue = make_catalogue(*places)
    links = of_app(list_day_links(make_day(*(place.id for place in places)), catalogue), "google")
    joined: list[str] = []
    for link in links:
        query = dict(parse_qsl(urlsplit(link.url).query))
        between = query["waypoints"].split("|") if "waypoints" in query else []
        assert len(between) <= MAX_WAYPOINTS
        assert len(link.url) <= 2048
        part = [query["origin"], *between, query["destination"]]
        assert not joined or joined[-1] == part[0]
        joined += part if not joined else part[1:]
    assert joined == [at_text("gw-a"), *(f"{p.lat_deg:.5f},{p.lon_deg:.5f}" for p in places), at_text("gw-a")]
    assert [(link.part, link.parts) for link in links] == [(n, len(links)) for n in range(1, len(links) + 1)]
    assert len(links) == -(-(count + 1) // (MAX_WAYPOINTS + 1))


def test_bicycles_are_not_sent_to_the_roads_of_cars() -> None:
    urls = [link.url for link in list_day_links(make_day("cv-b"), make_catalogue(), vehicle=Vehicle.BICYCLE)]
    assert "travelmode=bicycling" in urls[0]
    assert "mode=cycling" in urls[1]
    assert "profile=bicycle" in urls[2]


def test_what_a_link_cannot_do_is_said() -> None:
    unsure = make_catalogue(make_located("cv-b", coord_uncertainty_km=5.0))
    assert all("approximate" in link.notes for link in list_day_links(make_day("cv-b"), unsure))
    day = make_day("cv-b")
    ferry = dataclasses.replace(make_leg("gw-a", "cv-b", at(1, 8)), mode="ferry")
    boat = list_day_links(dataclasses.replace(day, legs=(ferry, *day.legs[1:])), make_catalogue())
    assert [link.app for link in boat if "boat" in link.notes] == ["google", "apple", "osmand"]
    places = make_places(5)
    many = list_day_links(make_day(*(place.id for place in places)), make_catalogue(*places))
    assert [link.app for link in many if "phone_browser" in link.notes] == ["google"]
    assert [link.app for link in many if "pins" in link.notes] == ["organic"]


def test_a_day_in_one_place_has_pins_alone() -> None:
    links = list_day_links(make_day(), make_catalogue())
    assert [link.app for link in links] == ["organic"]
    assert find_day_link(make_day(), make_catalogue()) is None


def test_the_code_on_paper_is_a_link_of_the_web() -> None:
    link = find_day_link(make_day("cv-b"), make_catalogue())
    assert link is not None
    assert link.url.startswith("https://www.google.com/maps/dir/?api=1&")


@given(st.text(max_size=200))
def test_names_never_break_an_address(text: str) -> None:
    hostile = f"{text}&ll=0,0#?%/\\\"'<>)(\r\n"
    located = make_located("cv-b", name_en=hostile)
    catalogue = make_catalogue(located)
    for link in list_day_links(make_day("cv-b"), catalogue):
        assert link.url.isascii()
        assert not set(link.url) & set(" \"'<>\\\r\n#")
    pins = parse_qs(urlsplit(list_day_links(make_day("cv-b"), catalogue)[-1].url).query, keep_blank_values=True)
    assert len(pins["ll"]) == 3
    uri = build_geo_uri(located, "en")
    assert uri.isascii()
    assert uri.count("(") == uri.count(")") == 1
