"""The map: land and archipelagos, every place as a light dot, one day's numbered stops and ways.

The base (`build_map`) is the same for every trip of a language and theme, so the page never reloads
it; the trip comes as a layer of its own (`build_day_group`). Both are made anew for each page run,
since an element that has been drawn once must not be drawn again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from math import cos, pi, radians, sin
from typing import Any, Final

import folium

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, PlanDay, PlanLeg
from planner.model.place import Located
from planner.model.travel import LonLat
from planner.present.cards import build_map_style, draw_popup
from planner.present.elements import (
    CanvasPoints,
    FitOnce,
    Layer,
    LocalMap,
    MapSetup,
    Pins,
    SeaLabels,
    ServedPoints,
    ServedShapes,
    Shapes,
    Ways,
)
from planner.present.languages import clock
from planner.present.palette import Palette
from planner.present.ways import list_new_pieces
from planner.present.words import Words

ARCHIPELAGOS: Final = (
    ("Quần đảo Hoàng Sa (Việt Nam)", 112.0, 16.5),
    ("Quần đảo Trường Sa (Việt Nam)", 113.5, 9.5),
)
"""Name, lon, lat: on every map, since the simplified province shapes leave both out."""

CENTRE: Final = (16.2, 109.0)
"""Latitude and longitude of the first view, with room for the names of the archipelagos; the trip's layer shows its
own bounds at once."""

ZOOM_STEP: Final = 0.1
"""So small that what is looked at fills the frame; there are no tiles to blur between whole steps."""

SHOWN_FROM_KM: Final = 0.05
"""Shorter ways would read as 0 km."""

_FAN_DEG: Final = 0.0015
_CREDIT: Final = (
    '<a href="https://leafletjs.com">Leaflet</a> · <a href="https://www.geonames.org">GeoNames</a> CC BY 4.0'
)
_BED: Final = (
    '<svg viewBox="0 0 24 24" width="17" height="17" fill="currentColor" aria-hidden="true">'
    '<path d="M2 5h2v8h16v-2a4 4 0 0 0-4-4h-6v4H6V7h10a6 6 0 0 1 6 6v6h-2v-3H4v3H2z"/></svg>'
)
_FLAG: Final = (
    '<svg viewBox="0 0 24 24" width="16" height="16" fill="currentColor" aria-hidden="true">'
    '<path d="M5 3h14l-3 5 3 5H7v8H5z"/></svg>'
)

PlaceRow = tuple[float, float, int, str, str]
"""Latitude, longitude, style (0 place, 1 lodging, 2 not located), escaped label, escaped id."""


def build_place_rows(catalogue: Catalogue, words: Words) -> list[PlaceRow]:
    """Return every place and lodging as a dot; those that share a point are fanned out around it."""
    positions = fan_out([*catalogue.places.values(), *catalogue.lodgings.values()])
    rows: list[PlaceRow] = []
    for place_id, (lat_deg, lon_deg) in positions.items():
        located = catalogue.located[place_id]
        style = 2 if not located.is_routable else 1 if place_id in catalogue.lodgings else 0
        label = escape(label_place(located, words))
        rows.append((round(lat_deg, 5), round(lon_deg, 5), style, label, escape(place_id)))
    return rows


def label_place(located: Located, words: Words) -> str:
    """Return the name of a place as its dot tells it: with how well it is located, where that is not well."""
    name = words.glossed_name(located.id)
    if not located.is_routable:
        return words.messages("map.not_located", name=name)
    return words.messages("map.approximate", name=name) if located.is_approximate else name


def fan_out(located: Iterable[Located]) -> dict[str, tuple[float, float]]:
    """Return (lat, lon) by id; rows of one and the same point stand on a small circle around it."""
    shared: defaultdict[tuple[float, float], list[str]] = defaultdict(list)
    for row in located:
        shared[row.lat_deg, row.lon_deg].append(row.id)
    positions = {}
    for (lat_deg, lon_deg), ids in shared.items():
        for number, place_id in enumerate(ids):
            turn = 2 * pi * number / len(ids)
            reach = _FAN_DEG if len(ids) > 1 else 0.0
            positions[place_id] = (
                lat_deg + reach * sin(turn),
                lon_deg + reach * cos(turn) / cos(radians(lat_deg)),
            )
    return positions


def build_map(place_rows: Sequence[PlaceRow], provinces_geojson: str, palette: Palette, note: str) -> LocalMap:
    """Return the base map: sea, land, names on the sea, all places.

    Parameters
    ----------
    place_rows
        From `build_place_rows`; cached by the page, being the same for all trips.
    provinces_geojson
        Text of the province polygons.
    note
        Plain text for the credit line, e.g. that the map is schematic.
    """
    base = _begin_map(palette, note)
    Shapes(provinces_geojson, fill=palette.land, border=palette.border).add_to(base)
    _add_names(base)
    dots = folium.FeatureGroup("Places", control=False).add_to(base)
    CanvasPoints(place_rows, _dot_styles(palette)).add_to(dots)
    return base


def build_served_map(points: Layer | str, provinces: str, palette: Palette, note: str) -> LocalMap:
    """Return the base map with land and places from files beside the page: small, however many they are.

    Parameters
    ----------
    points
        Address of the rows of `build_place_rows` as JSON, or a layer that shows places in its own way.
    provinces
        Address of the province polygons.
    """
    base = _begin_map(palette, note)
    ServedShapes(provinces, fill=palette.land, border=palette.border).add_to(base)
    _add_names(base)
    (ServedPoints(points, _dot_styles(palette)) if isinstance(points, str) else points).add_to(base)
    return base


def _begin_map(palette: Palette, note: str) -> LocalMap:
    base = LocalMap(
        CENTRE,
        zoom_start=6,
        tiles=None,
        prefer_canvas=True,
        control_scale=True,
        maxZoom=16,
        minZoom=4,
        zoomSnap=ZOOM_STEP,
    )
    MapSetup(prefix=f"{_CREDIT} · {escape(note)}", sea=palette.sea, style=build_map_style(palette)).add_to(base)
    return base


def _add_names(base: LocalMap) -> None:
    names = folium.FeatureGroup("Names", control=False).add_to(base)
    SeaLabels([{"at": [lat, lon], "html": escape(name)} for name, lon, lat in ARCHIPELAGOS]).add_to(names)


def build_day_group(
    itinerary: Itinerary, words: Words, palette: Palette, *, day_index: int | None, view: str
) -> folium.FeatureGroup:
    """Return the layer of one day, or of the whole trip with `day_index` None.

    Parameters
    ----------
    view
        Names what is looked at; the map moves to the layer's bounds when it differs from the last one.
    """
    group = folium.FeatureGroup("Trip")
    days = range(len(itinerary.days)) if day_index is None else (day_index,)
    ways = [way for d in days for way in _draw_ways(itinerary.days[d], palette.day(d), words)]
    pins = [pin for d in days for pin in _draw_stops(itinerary.days[d], palette.day(d), words)]
    pins += _draw_depots(itinerary, days, words)
    _spread(pins)
    bounds = _bounds([p["at"] for p in pins] + [point for way in ways for point in way["points"]])
    FitOnce(bounds, view).add_to(group)
    Ways(ways).add_to(group)
    Pins(pins).add_to(group)
    return group


def describe_leg(leg: PlanLeg, words: Words, minutes: str | None = None) -> str:
    """Return kilometres, minutes (as told, if given) and how far they can be trusted, as plain text."""
    speak = words.messages
    near = leg.km < SHOWN_FROM_KM
    parts = [speak("unit.km_near") if near else speak.km(leg.km), minutes or speak.span(leg.minutes)]
    if leg.mode not in ("drive", "ride"):
        parts.append(speak.find(f"mode.{leg.mode}") or leg.mode)
    parts.append(speak.find(f"quality.{leg.quality}") or leg.quality)
    return " · ".join(parts)


def _dot_styles(palette: Palette) -> list[dict[str, Any]]:
    place = {"radius": 3.5, "weight": 1, "color": palette.dot, "fillColor": palette.dot, "fillOpacity": 0.55}
    lodging = {**place, "fillColor": palette.land, "fillOpacity": 1, "weight": 1.5}
    unlocated = {**place, "fillOpacity": 0, "dashArray": "2 2"}
    return [place, lodging, unlocated]


def _draw_ways(day: PlanDay, colour: str, words: Words) -> list[dict[str, Any]]:
    """Return the legs of a day; a stretch driven twice is drawn once, for two rows of dashes look like a solid line."""
    seen: set[frozenset[LonLat]] = set()
    ways = []
    for leg in day.legs:
        points = list(leg.geometry)
        if len(points) < 2:
            ends = (words.catalogue.located[leg.from_id], words.catalogue.located[leg.to_id])
            points = [(end.lon_deg, end.lat_deg) for end in ends]
        title = words.messages("map.leg", start=words.name(leg.from_id), end=words.name(leg.to_id))
        ways.append(
            {
                "points": _turn(points),
                "drawn": [_turn(piece) for piece in list_new_pieces(points, seen)],
                "colour": colour,
                "dash": "6 7" if leg.is_schematic else None,
                "tooltip": f"{escape(title)}<br>{escape(describe_leg(leg, words))}",
            }
        )
    return ways


def _turn(points: Iterable[LonLat]) -> list[list[float]]:
    """Return points as the map wants them: latitude first."""
    return [[lat, lon] for lon, lat in points]


def _draw_stops(day: PlanDay, colour: str, words: Words) -> list[dict[str, Any]]:
    pins = []
    for number, visit in enumerate(day.visits, start=1):
        place = words.catalogue.located[visit.place_id]
        name = words.name(visit.place_id)
        pins.append(
            {
                "at": [place.lat_deg, place.lon_deg],
                "badge": f'<div class="rp-pin" style="background:{colour}">{number}</div>',
                "title": words.messages("map.stop_title", number=number, name=name),
                "tooltip": f"{number}. {escape(name)} · {clock(visit.begin)}",
                "popup": draw_popup(visit, number, words),
                "kind": "stop",
                "id": visit.place_id,
                "front": 500,
            }
        )
    return pins


def _draw_depots(itinerary: Itinerary, days: Iterable[int], words: Words) -> list[dict[str, Any]]:
    """Return gateways and beds of the given days, each place once."""
    pins: dict[str, dict[str, Any]] = {}
    for index in days:
        day = itinerary.days[index]
        for place_id in (day.start_depot, day.end_depot):
            place = words.catalogue.located[place_id]
            is_gateway = place_id in (itinerary.request.start, itinerary.request.end_or_start)
            label = words.messages("map.gateway" if is_gateway else "map.night", name=words.name(place_id))
            pins[place_id] = {
                "at": [place.lat_deg, place.lon_deg],
                "badge": f'<div class="rp-pin rp-depot">{_FLAG if is_gateway else _BED}</div>',
                "title": label,
                "tooltip": escape(label),
                "popup": f'<div class="rp-popup"><b>{escape(label)}</b></div>',
                "kind": "depot",
                "id": place_id,
                "front": 0,
            }
    return list(pins.values())


def _spread(pins: list[dict[str, Any]]) -> None:
    """Move pins of (nearly) one point apart by pixels, so that each number can be read."""
    seen: defaultdict[tuple[float, float], int] = defaultdict(int)
    for pin in pins:
        key = (round(pin["at"][0], 3), round(pin["at"][1], 3))
        pin["shift"] = 26 * seen[key]
        seen[key] += 1


def _bounds(points: Sequence[Sequence[float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return (min(lats), min(lons)), (max(lats), max(lons))
