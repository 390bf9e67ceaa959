"""Files for other programs, each read back by a program that is not ours."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import io
import json
import re
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import pyogrio
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from planner.catalogue import load_catalogue
from planner.inert import remove_controls
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, PlanMeal
from planner.model.quote import HeadPrice, Letterhead, Proposal, Quote, QuoteTerms
from planner.model.travel import Vehicle
from planner.present.palette import LIGHT
from planner.present.words import build_words
from planner.publish import publish
from planner.publish.geopackage import LAYERS
from planner.units import LOCAL_ZONE
from tests.support.trips import POINTS, at, make_catalogue, make_itinerary, make_located
from tests.unit.present import conftest as samples

KML = "{http://www.opengis.net/kml/2.2}"
FEATURE_ORDER = ("name", "open", "description", "TimeSpan", "styleUrl", "Style", "ExtendedData", "Point", "LineString")
"""Order of the elements used, as the sequences of the KML 2.2 schema give it."""


def render(name: str, itinerary: Itinerary, catalogue: Catalogue | None = None, **changes: Any) -> bytes:
    chosen = catalogue or make_catalogue()
    words = build_words(itinerary.request.language, chosen)
    return publish(itinerary, chosen, [name], words, Proposal(**changes))[name]


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def trip(shipped: Catalogue) -> Itinerary:
    return samples.build_itinerary(shipped)


def with_meals(itinerary: Itinerary) -> Itinerary:
    """Return the trip with a pause on its first day and a meal at the stop of its second."""
    meals = (
        PlanMeal(begin=at(1, 10), minutes=45, place_id=None, position=1),
        PlanMeal(begin=at(2, 9, 10), minutes=40, place_id="cv-d", position=0),
    )
    days = tuple(dataclasses.replace(day, meal=meal) for day, meal in zip(itinerary.days, meals, strict=True))
    return dataclasses.replace(itinerary, days=days)


# KML


def test_kml_is_read_by_gdal_as_folders_of_points_and_lines() -> None:
    content = render("kml", make_itinerary())
    layers = pyogrio.list_layers(io.BytesIO(content))
    points, lines = [], []
    for name, _ in layers:
        frame = pyogrio.read_dataframe(io.BytesIO(content), layer=name)
        points += [(row.Name, row.geometry) for row in frame.itertuples() if row.geometry.geom_type == "Point"]
        lines += [row.geometry for row in frame.itertuples() if row.geometry.geom_type == "LineString"]
    assert [(name, round(p.x, 5), round(p.y, 5)) for name, p in points] == [
        ("1.1 Làng cv-b", *POINTS["cv-b"]),
        ("Làng gw-a", *POINTS["gw-a"]),
        ("Night: Làng lo-c", *POINTS["lo-c"]),
        ("2.1 Làng cv-d", *POINTS["cv-d"]),
        ("Làng gw-a", *POINTS["gw-a"]),
    ]
    assert [(round(x, 5), round(y, 5)) for x, y, *_ in lines[0].coords] == [POINTS["gw-a"], POINTS["cv-b"]]
    assert len(lines) == 4


def test_kml_elements_stand_in_the_order_of_the_schema() -> None:
    root = ElementTree.fromstring(render("kml", make_itinerary()))
    for element in root.iter():
        if element.tag in (f"{KML}Document", f"{KML}Folder", f"{KML}Placemark"):
            tags = [child.tag.removeprefix(KML) for child in element]
            known = [FEATURE_ORDER.index(tag) for tag in tags if tag not in ("Folder", "Placemark")]
            assert known == sorted(known), tags
            assert tags.index("name") == 0
    styles = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    assert {url.text for url in root.iter(f"{KML}styleUrl")} <= styles


def test_kml_has_a_folder_a_day_in_the_colour_of_the_day() -> None:
    root = ElementTree.fromstring(render("kml", make_itinerary()))
    folders = [one.findtext(f"{KML}name") for one in root.findall(f"{KML}Document/{KML}Folder")]
    assert folders == ["Day 1 · Fri, 12 Mar 2027", "Day 2 · Sat, 13 Mar 2027"]
    colours = {style.get("id"): style.findtext(f".//{KML}color") for style in root.iter(f"{KML}Style")}
    red, green, blue = (LIGHT.day(1)[i : i + 2] for i in (1, 3, 5))
    assert colours["stop-2"] == f"ff{blue}{green}{red}"


def test_kml_marks_schematic_ways() -> None:
    root = ElementTree.fromstring(render("kml", make_itinerary(is_schematic=False)))
    ways = [one for one in root.iter(f"{KML}Placemark") if one.find(f"{KML}LineString") is not None]
    styles = [(way.findtext(f"{KML}styleUrl") or "").split("-")[0] for way in ways]
    assert styles == ["#way", "#schematic"] * 2
    warned = ["no road to follow" in (way.findtext(f"{KML}description") or "") for way in ways]
    assert warned == [False, True] * 2


# iCalendar


def test_calendar_has_an_event_for_each_visit_meal_and_night() -> None:
    content = render("ics", with_meals(make_itinerary()))
    calendar = icalendar.Calendar.from_ical(content)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 2 + 2 + 1
    visit = events[0]
    assert visit.decoded("dtstart") == at(1, 9)
    assert visit.decoded("dtend") == at(1, 10)
    assert visit["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert visit["geo"].to_ical() == "20.98;105.91"
    assert "Làng cv-b" in visit["location"]
    night = next(event for event in events if event["transp"] == "TRANSPARENT")
    assert night.decoded("dtstart") == at(1, 11)
    assert night.decoded("dtend") == at(2, 8)
    assert [event.decoded("dtstart") for event in events] == sorted(event.decoded("dtstart") for event in events)


def test_calendar_is_read_by_a_second_program_with_its_time_zone() -> None:
    text = render("ics", with_meals(make_itinerary())).decode()
    calendar = vobject.readOne(text)
    zone = calendar.vtimezone.tzinfo
    assert zone.utcoffset(dt.datetime(2027, 3, 12)) == dt.timedelta(hours=7)
    events = calendar.vevent_list
    assert len({event.uid.value for event in events}) == len(events) == 5
    assert events[0].dtstart.value == at(1, 9)
    calendar.validate(raiseException=True)


def test_calendar_lines_are_folded_and_nobody_is_woken() -> None:
    content = render("ics", make_itinerary())
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert b"VALARM" not in content
    for line in lines:
        line.decode()  # no letter is cut in two


def test_calendar_reads_no_clock_and_its_events_keep_their_names() -> None:
    first, again = make_itinerary(), make_itinerary()
    assert render("ics", first) == render("ics", again)
    later = dataclasses.replace(first.days[0].visits[0], begin=at(1, 9, 30), leave=at(1, 10, 30))
    day = dataclasses.replace(first.days[0], visits=(later,))
    moved = dataclasses.replace(first, days=(day, first.days[1]))
    assert list_names(render("ics", moved)) == list_names(render("ics", first))
    assert list_names(render("ics", first, client="An")) != list_names(render("ics", first))
    stamps = {event.decoded("dtstamp") for event in icalendar.Calendar.from_ical(render("ics", first)).walk("VEVENT")}
    assert stamps == {dt.datetime(2027, 3, 12, tzinfo=LOCAL_ZONE).astimezone(dt.UTC)}


def list_names(content: bytes) -> list[str]:
    return [str(event["uid"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]


# GeoJSON and GeoPackage


def test_geojson_keeps_to_its_standard_and_is_read_by_gdal() -> None:
    content = render("geojson", make_itinerary())
    collection = json.loads(content)
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    assert collection["bbox"] == [105.85, 20.4, 106.2, 21.03]
    assert len({feature["id"] for feature in collection["features"]}) == len(collection["features"]) == 9
    frame = pyogrio.read_dataframe(io.BytesIO(content))
    assert frame.crs.to_epsg() == 4326
    assert list(frame.geometry.geom_type) == ["Point"] * 5 + ["LineString"] * 4
    stop = collection["features"][1]
    assert stop["geometry"]["coordinates"] == list(POINTS["cv-b"])
    assert stop["properties"]["begin"] == "2027-03-12T09:00:00+07:00"
    way = collection["features"][-1]["properties"]
    assert (way["quality"], way["is_schematic"], way["minutes"]) == ("skeleton", True, 30)


def test_an_unknown_price_is_null_and_a_free_one_is_zero() -> None:
    plan = make_itinerary()
    unknown = dataclasses.replace(plan.days[0].visits[0], price_basis="estimate")
    day = dataclasses.replace(plan.days[0], visits=(unknown,))
    features = json.loads(render("geojson", dataclasses.replace(plan, days=(day, plan.days[1]))))["features"]
    prices = [f["properties"]["price_vnd_per_person"] for f in features if f["properties"]["kind"] == "stop"]
    assert prices == [None, 0]


def test_geopackage_holds_its_layers_and_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "trip.gpkg"
    path.write_bytes(render("geopackage", make_itinerary()))
    assert sorted(name for name, _ in pyogrio.list_layers(path)) == sorted(LAYERS)
    counts = {layer: len(pyogrio.read_dataframe(path, layer=layer)) for layer in LAYERS}
    assert counts == {"stops": 2, "legs": 4, "nights": 1, "gateways": 2}
    stops = pyogrio.read_dataframe(path, layer="stops")
    assert stops.crs.to_epsg() == 4326
    assert [(p.x, p.y) for p in stops.geometry] == [POINTS["cv-b"], POINTS["cv-d"]]
    legs = pyogrio.read_dataframe(path, layer="legs")
    assert list(legs.is_schematic) == [True] * 4
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        written = database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
    database.close()
    assert written == [("2027-03-13T00:00:00.000Z",)]


def test_geopackage_of_one_day_has_an_empty_layer_of_nights(tmp_path: Path) -> None:
    plan = make_itinerary()
    path = tmp_path / "day.gpkg"
    path.write_bytes(render("geopackage", dataclasses.replace(plan, days=plan.days[:1], lodging=())))
    assert len(pyogrio.read_dataframe(path, layer="nights")) == 0


def test_geopackage_gives_the_same_bytes_and_leaves_the_option_of_gdal_as_it_was() -> None:
    assert render("geopackage", make_itinerary()) == render("geopackage", make_itinerary())
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


# JSON-LD

SCHEMA = "https://schema.org/"
TERMS = {
    "TouristTrip": "name description touristType tripOrigin departureTime arrivalTime itinerary subTrip partOfTrip "
    "provider offers",
    "ItemList": "numberOfItems itemListElement",
    "ListItem": "position name item",
    "TouristAttraction": "name alternateName description address geo",
    "Place": "name alternateName description address geo",
    "PostalAddress": "addressCountry addressRegion addressLocality",
    "GeoCoordinates": "latitude longitude",
    "Product": "name category award countryOfOrigin additionalProperty offers",
    "Country": "name",
    "PropertyValue": "propertyID name value",
    "Offer": "price priceCurrency availableAtOrFrom eligibleQuantity",
    "QuantitativeValue": "value unitText",
    "TravelAgency": "name telephone email address identifier",
}
"""Types and their properties as schema.org defines them, of those that we use."""


def expand(content: bytes) -> list[dict[str, Any]]:
    """Return the nodes as a JSON-LD processor sees them; the context comes from here, not from the network."""

    def load(url: str, _: object) -> dict[str, Any]:
        assert url.rstrip("/") == "https://schema.org"
        document = {"@context": {"@vocab": SCHEMA, "id": "@id", "type": "@type"}}
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

    nodes: list[dict[str, Any]] = jsonld.flatten(json.loads(content), options={"documentLoader": load})
    return nodes


def test_json_ld_speaks_schema_org_and_nothing_else(trip: Itinerary, shipped: Catalogue) -> None:
    head = Letterhead(name="Operator", phone="1", email="a@b.c", address="Hà Nội", licence="79")
    nodes = expand(render("jsonld", trip, shipped, letterhead=head))
    used: defaultdict[str, set[str]] = defaultdict(set)
    for node in nodes:
        kinds = [kind.removeprefix(SCHEMA) for kind in node.get("@type", [])]
        assert len(set(kinds) - {"Place"}) <= 1, kinds
        terms = {key.removeprefix(SCHEMA) for key in node if not key.startswith("@")}
        allowed = {term for kind in kinds for term in TERMS[kind].split()}
        assert terms <= allowed, (kinds, terms - allowed)
        for kind in kinds:
            used[kind] |= terms
    assert {"TouristTrip", "Product", "TravelAgency", "TouristAttraction"} <= set(used)


def test_json_ld_tells_days_and_places_in_order(trip: Itinerary, shipped: Catalogue) -> None:
    graph = json.loads(render("jsonld", trip, shipped))["@graph"]
    whole = graph[0]
    names = [item["item"]["name"] for item in whole["itinerary"]["itemListElement"]]
    assert names == ["Bat Trang pottery village", "Van Phuc silk village", "Dong Ho folk painting village"]
    assert [day["itinerary"]["numberOfItems"] for day in whole["subTrip"]] == [2, 1]
    assert whole["subTrip"][0]["departureTime"] == "2027-03-12T08:00:00+07:00"
    assert "provider" not in whole
    assert "offers" not in whole


def test_json_ld_offers_only_what_has_a_known_price(trip: Itinerary, shipped: Catalogue) -> None:
    visit = trip.days[0].visits[0]
    priced = dataclasses.replace(visit.products[0], price_vnd=120_000)
    bare = [dataclasses.replace(one, price_vnd=None) for one in visit.products[1:]]
    day = dataclasses.replace(
        trip.days[0], visits=(dataclasses.replace(visit, products=(priced, *bare)), *trip.days[0].visits[1:])
    )
    graph = json.loads(render("jsonld", dataclasses.replace(trip, days=(day, trip.days[1])), shipped))["@graph"]
    products = [node for node in graph if node["@type"] == "Product"]
    offers = [node["offers"] for node in products if "offers" in node]
    assert len(products) > 3
    assert [(one["price"], one["priceCurrency"]) for one in offers] == [(120_000, "VND")]
    told = {entry["propertyID"] for node in products for entry in node["additionalProperty"]}
    assert told == {"availability", "carry-home"}


def test_json_ld_names_the_operator_never_the_client(trip: Itinerary, shipped: Catalogue) -> None:
    content = render("jsonld", trip, shipped, client="Frau Muster", letterhead=Letterhead(name="Lữ hành A"))
    assert "Muster" not in content.decode()
    assert json.loads(content)["@graph"][0]["provider"] == {"@type": "TravelAgency", "name": "Lữ hành A"}


@pytest.mark.parametrize("is_complete", [True, False])
def test_the_trip_is_offered_only_where_all_of_it_is_priced(is_complete: bool) -> None:
    head = HeadPrice(
        size=10, payers=10, vehicle=Vehicle.VAN16, vehicles=1, vehicle_vnd=1, net_vnd=1, net_per_head_vnd=1,
        sell_per_head_vnd=2_450_000, is_complete=is_complete,
    )  # fmt: skip
    quote = Quote(
        terms=QuoteTerms(group_size=10), lines=(), net_vnd=1, sell_vnd=24_500_000, per_head=(head,), warnings=(),
        is_complete=is_complete,
    )  # fmt: skip
    offer = json.loads(render("jsonld", make_itinerary(), quote=quote))["@graph"][0].get("offers")
    assert (offer is not None) is is_complete
    if offer is not None:
        assert (offer["price"], offer["priceCurrency"], offer["eligibleQuantity"]["value"]) == (2_450_000, "VND", 10)


# Hostile text in each of them


@given(st.text(max_size=40))
def test_hostile_names_come_back_as_they_were(text: str) -> None:
    hostile = f"{text}]]></name><script>alert(1)</script>&evil;\\,;\r\nBEGIN:VALARM\x00\x1b[2J\u202e"
    catalogue = make_catalogue(make_located("cv-b", name_en=hostile))
    itinerary, clean = make_itinerary(title=hostile), remove_controls(hostile)
    label = f"1.1 {clean}"
    root = ElementTree.fromstring(render("kml", itinerary, catalogue))
    assert "script" not in {element.tag.removeprefix(KML) for element in root.iter()}
    assert root.findtext(f"{KML}Document/{KML}name") == clean
    stop = next(one for one in root.iter(f"{KML}Placemark") if (one.findtext(f"{KML}name") or "").startswith("1.1 "))
    assert stop.findtext(f"{KML}name") == label
    description = stop.findtext(f"{KML}description") or ""
    assert html.unescape(description.split("<br>")[0]) == label
    assert "<script" not in description

    content = render("ics", itinerary, catalogue)
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.walk("VALARM") == []
    assert clean in str(calendar.walk("VEVENT")[0]["summary"])
    assert re.sub(r"\\(.)", r"\1", str(calendar["name"])) == clean  # RFC 5545, 3.3.11

    collection = json.loads(render("geojson", itinerary, catalogue))
    assert (collection["name"], collection["features"][1]["properties"]["name"]) == (clean, clean)
    document = render("jsonld", itinerary, catalogue)
    assert b"<" not in document
    assert json.loads(document)["@graph"][0]["name"] == clean
