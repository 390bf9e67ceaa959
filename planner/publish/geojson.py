"""GeoJSON (RFC 7946): stops, ends, beds and ways of a trip with all that the plan knows of them.

Property names are fixed English with their units, as in the tables; texts for people are in the language asked for.
What is not known is null, never 0.
"""

from __future__ import annotations

import json
from typing import Any

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, Visit, VisitProduct
from planner.model.place import Place
from planner.model.travel import LonLat
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.stations import Station, Way, list_stations, list_trip_notes, list_ways

_DECIMALS = 6
"""Of degrees: a tenth of a metre."""


def render_geojson(itinerary: Itinerary, words: Words) -> str:
    """Return the itinerary as a feature collection: points in the order of the trip, then lines.

    A line with ``is_schematic`` joins the towns on the way and is no road to follow.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    stations, ways = list_stations(itinerary, words), list_ways(itinerary, words)
    every = [(s.located.lon_deg, s.located.lat_deg) for s in stations] + [point for way in ways for point in way.points]
    collection = {
        "type": "FeatureCollection",
        "bbox": [round(limit, _DECIMALS) for limit in _find_box(every)],
        "name": name_trip(itinerary.request, words),
        "description": list(list_trip_notes(itinerary, words)),
        "language": words.language,
        "data_version": remove_controls(itinerary.provenance.data_version),
        "features": [
            *(_build_point(number, station, words) for number, station in enumerate(stations, start=1)),
            *(_build_line(way) for way in ways),
        ],
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def describe_station(station: Station, words: Words) -> dict[str, Any]:
    """Return the facts of a point as properties, without those of its products."""
    located, night = station.located, station.night
    facts: dict[str, Any] = {
        "kind": station.kind.value,
        "day": station.day,
        "number": station.number,
        "place_id": located.id,
        "name": station.name,
        "name_vi": located.name_vi,
        "category": located.category if isinstance(located, Place) else located.kind,
        "province": located.province,
        "begin": station.begin.isoformat(),
        "end": station.end.isoformat(),
        "coord_uncertainty_km": located.coord_uncertainty_km,
        "is_approximate": located.is_approximate,
        "note": " · ".join(station.notes),
    }
    if station.visit is not None:
        facts |= _describe_visit(station.visit, words)
    if night is not None:
        facts |= {
            "night": night.night,
            "is_town_hotel": night.is_town_hotel,
            "price_low_vnd_per_person": night.price_low_vnd or None,
            "price_high_vnd_per_person": night.price_high_vnd or None,
            "is_price_estimate": night.is_price_estimate,
        }
    return _clean(facts)


def describe_way(way: Way) -> dict[str, Any]:
    """Return the facts of a leg as properties."""
    leg = way.leg
    facts = {
        "kind": "way",
        "day": way.day,
        "number": way.number,
        "from_id": leg.from_id,
        "to_id": leg.to_id,
        "name": way.name,
        "begin": leg.depart.isoformat(),
        "end": way.arrive.isoformat(),
        "minutes": leg.minutes,
        "drive_min": leg.drive_min,
        "km": leg.km,
        "mode": leg.mode,
        "source": leg.source,
        "quality": leg.quality,
        "is_schematic": leg.is_schematic,
        "note": " · ".join(way.notes),
    }
    return _clean(facts)


def _describe_visit(visit: Visit, words: Words) -> dict[str, Any]:
    is_known = visit.price_vnd > 0 or visit.price_basis == "free"
    return {
        "experience_id": visit.experience_id,
        "experience": words.visit_title(visit),
        "arrive": visit.arrive.isoformat(),
        "wait_min": visit.wait_min,
        "price_vnd_per_person": visit.price_vnd if is_known else None,
        "price_basis": visit.price_basis,
        "hours_basis": visit.hours_basis,
        "is_must": visit.is_must,
        "on_time_pct": visit.on_time_pct,
    }


def _describe_product(product: VisitProduct, words: Words) -> dict[str, Any]:
    return {
        "product_id": product.product_id,
        "product_type": product.product_type,
        "name": words.product(product),
        "stars": product.stars,
        "stars_note": product.stars_note,
        "availability": product.availability,
        "price_vnd": product.price_vnd,
        "typical_price_low_vnd": product.price_low_vnd,
        "typical_price_high_vnd": product.price_high_vnd,
        "verdict": None if product.verdict is None else product.verdict.value,
        "is_green": product.is_green if product.verdict is not None else None,
        "verdict_as_of": product.verdict_as_of,
        "verdict_sources": list(product.verdict_sources),
    }


def _build_point(number: int, station: Station, words: Words) -> dict[str, Any]:
    facts = describe_station(station, words)
    if station.visit is not None:
        facts["products"] = [_clean(_describe_product(product, words)) for product in station.visit.products]
    at = _round((station.located.lon_deg, station.located.lat_deg))
    return {
        "type": "Feature",
        "id": f"point-{number}",
        "geometry": {"type": "Point", "coordinates": at},
        "properties": facts,
    }


def _build_line(way: Way) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"way-{way.day}-{way.number}",
        "geometry": {"type": "LineString", "coordinates": [_round(point) for point in way.points]},
        "properties": describe_way(way),
    }


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts whose texts, also those in lists, hold no control characters."""

    def clean(value: Any) -> Any:
        if isinstance(value, list):
            return [clean(one) for one in value]
        return remove_controls(value) if isinstance(value, str) else value

    return {key: clean(value) for key, value in facts.items()}


def _round(point: LonLat) -> list[float]:
    return [round(point[0], _DECIMALS), round(point[1], _DECIMALS)]


def _find_box(points: list[LonLat]) -> tuple[float, float, float, float]:
    """Return west, south, east, north."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)
