"""KML 2.2 (OGC 07-147r2): a folder per day with its stops as points and its ways as lines, for Google Earth and others.

There is no well-kept library for writing it under a permissive licence (simplekml and fastkml are under the LGPL), and
the few elements needed are written with the standard library in the order that the schema asks for.

A description is HTML to those who read KML, a name plain text: text of the tables is escaped for both.
"""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Final
from xml.etree import ElementTree as ET

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary
from planner.model.travel import LonLat
from planner.present.palette import LIGHT
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.stations import (
    Station,
    StationKind,
    Way,
    list_stations,
    list_trip_notes,
    list_ways,
    localise,
    tell_day,
)

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_WAY_PX, _SCHEMATIC_PX = 4, 2
_OPAQUE, _FAINT = "ff", "99"


def render_kml(itinerary: Itinerary, words: Words) -> str:
    """Return the itinerary as KML 2.2.

    Each day has the colour that it has on the map. A schematic way is drawn thin and faint, and says in its description
    and in `is_schematic` that it is no road to follow: the format knows no dashes.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    stations, ways = list_stations(itinerary, words), list_ways(itinerary, words)
    root = ET.Element("kml", {"xmlns": NAMESPACE})
    document = ET.SubElement(root, "Document")
    _add(document, "name", name_trip(itinerary.request, words))
    _add(document, "description", _as_html(list_trip_notes(itinerary, words)))
    for number in range(1, len(itinerary.days) + 1):
        _add_styles(document, number)
    for number, day in enumerate(itinerary.days, start=1):
        folder = ET.SubElement(document, "Folder")
        _add(folder, "name", remove_controls(tell_day(day, number, words)))
        _add(folder, "open", "1")
        of_day = [station for station in stations if station.day == number]
        for key, chosen in (
            ("export.stops", [one for one in of_day if one.kind is StationKind.STOP]),
            ("export.ends", [one for one in of_day if one.kind is not StationKind.STOP]),
        ):
            points = _add_folder(folder, words.messages(key)) if chosen else folder
            for station in chosen:
                _add_station(points, station, words)
        lines = _add_folder(folder, words.messages("export.ways"))
        for way in ways:
            if way.day == number:
                _add_way(lines, way)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = text
    return element


def _add_folder(parent: ET.Element, name: str) -> ET.Element:
    folder = ET.SubElement(parent, "Folder")
    _add(folder, "name", name)
    return folder


def _add_styles(document: ET.Element, day: int) -> None:
    """Add the styles of a day: its points, its ways, its schematic ways."""
    colour = LIGHT.day(day - 1)
    style = ET.SubElement(document, "Style", {"id": f"stop-{day}"})
    icon = ET.SubElement(style, "IconStyle")
    _add(icon, "color", _as_colour(colour, _OPAQUE))
    # Shown is the description alone, in which every text is escaped; a name would be taken for HTML.
    _add(ET.SubElement(style, "BalloonStyle"), "text", "$[description]")
    for name, alpha, width in (("way", _OPAQUE, _WAY_PX), ("schematic", _FAINT, _SCHEMATIC_PX)):
        style = ET.SubElement(document, "Style", {"id": f"{name}-{day}"})
        line = ET.SubElement(style, "LineStyle")
        _add(line, "color", _as_colour(colour, alpha))
        _add(line, "width", str(width))
        _add(ET.SubElement(style, "BalloonStyle"), "text", "$[description]")


def _as_colour(colour: str, alpha: str) -> str:
    """Return ``#rrggbb`` as KML writes it, ``aabbggrr``."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{alpha}{blue}{green}{red}".lower()


def _add_station(folder: ET.Element, station: Station, words: Words) -> None:
    label = f"{station.day}.{station.number} {station.name}" if station.number else station.name
    facts = {
        "kind": station.kind.value,
        "day": str(station.day),
        "uncertainty_km": f"{station.located.coord_uncertainty_km:g}",
    }
    if station.kind is StationKind.NIGHT:
        label = remove_controls(words.messages("map.night", name=station.name))
    placemark = _add_placemark(folder, label, station.notes, (station.begin, station.end), f"stop-{station.day}", facts)
    point = ET.SubElement(placemark, "Point")
    _add(point, "coordinates", _as_coordinates([(station.located.lon_deg, station.located.lat_deg)]))


def _add_way(folder: ET.Element, way: Way) -> None:
    style = f"{'schematic' if way.leg.is_schematic else 'way'}-{way.day}"
    facts = {
        "kind": "way",
        "day": str(way.day),
        "mode": remove_controls(way.leg.mode),
        "km": f"{way.leg.km:g}",
        "minutes": str(way.leg.minutes),
        "quality": remove_controls(way.leg.quality),
        "is_schematic": str(way.leg.is_schematic).lower(),
    }
    placemark = _add_placemark(folder, way.name, way.notes, (way.leg.depart, way.arrive), style, facts)
    line = ET.SubElement(placemark, "LineString")
    _add(line, "tessellate", "1")
    _add(line, "coordinates", _as_coordinates(way.points))


def _add_placemark(
    folder: ET.Element,
    name: str,
    notes: tuple[str, ...],
    span: tuple[dt.datetime, dt.datetime],
    style: str,
    facts: dict[str, str],
) -> ET.Element:
    """Add a place mark without its geometry, which the schema wants last."""
    placemark = ET.SubElement(folder, "Placemark")
    _add(placemark, "name", name)
    _add(placemark, "description", _as_html((name, *notes)))
    time = ET.SubElement(placemark, "TimeSpan")
    _add(time, "begin", localise(span[0]).isoformat())
    _add(time, "end", localise(span[1]).isoformat())
    _add(placemark, "styleUrl", f"#{style}")
    extended = ET.SubElement(placemark, "ExtendedData")
    for key, value in facts.items():
        _add(ET.SubElement(extended, "Data", {"name": key}), "value", value)
    return placemark


def _as_html(lines: tuple[str, ...]) -> str:
    return "<br>".join(escape(line) for line in lines)


def _as_coordinates(points: list[LonLat] | tuple[LonLat, ...]) -> str:
    return " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in points)
