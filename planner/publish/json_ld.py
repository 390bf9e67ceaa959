"""JSON-LD of schema.org: the trip as a `TouristTrip` with a sub-trip per day, its products as `Product`.

For search engines and other agents, to be put into a page or beside it. Only what the plan states: an `Offer` stands
where a price is known, never where it is an estimate; the trip itself has one only where an operator has priced it
wholly. The client of a proposal is nobody's business and left out.

Terms are those of https://schema.org (version 29): TouristTrip, ItemList, ListItem, TouristAttraction, Place,
GeoCoordinates, PostalAddress, Product, Offer, PropertyValue, TravelAgency.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, PlanDay, Visit, VisitProduct, get_digest
from planner.model.place import Located
from planner.model.quote import Letterhead, Proposal
from planner.present.trip_name import name_trip
from planner.present.words import Words
from planner.publish.stations import find_departure, list_trip_notes, localise, tell_day, tell_uncertainty

CONTEXT: Final = "https://schema.org"
Node = dict[str, Any]


def render_json_ld(itinerary: Itinerary, words: Words, proposal: Proposal) -> str:
    """Return the itinerary as one JSON-LD document; it may stand inside a ``script`` element as it is.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    base = f"urn:trip:{get_digest(itinerary)}"
    days = [_build_day(base, number, day, words) for number, day in enumerate(itinerary.days, start=1)]
    trip: Node = {
        "@type": "TouristTrip",
        "@id": base,
        "name": name_trip(itinerary.request, words),
        "description": " ".join(list_trip_notes(itinerary, words)),
        "touristType": [remove_controls(words.word(word)) for word in itinerary.request.interests],
        "tripOrigin": _build_place(words.catalogue.get_located(itinerary.request.start), words),
        "departureTime": days[0]["departureTime"],
        "arrivalTime": days[-1]["arrivalTime"],
        "itinerary": _build_list([v for day in itinerary.days for v in day.visits], words),
        "subTrip": days,
    }
    if proposal.letterhead is not None and proposal.letterhead.name.strip():
        trip["provider"] = _build_provider(proposal.letterhead)
    if (offer := _find_trip_offer(proposal)) is not None:
        trip["offers"] = offer
    graph = [_drop_empty(trip), *_list_products(base, itinerary, words)]
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c") + "\n"


def _build_day(base: str, number: int, day: PlanDay, words: Words) -> Node:
    return {
        "@type": "TouristTrip",
        "@id": f"{base}:day-{number}",
        "name": remove_controls(tell_day(day, number, words)),
        "departureTime": localise(find_departure(day)).isoformat(),
        "arrivalTime": localise(day.arrive_end).isoformat(),
        "itinerary": _build_list(list(day.visits), words),
        "partOfTrip": {"@id": base},
    }


def _build_list(visits: list[Visit], words: Words) -> Node:
    """Return the places of some visits in order, with what is done there."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": remove_controls(words.visit_title(visit)),
            "item": _build_place(words.catalogue.get_located(visit.place_id), words, "TouristAttraction"),
        }
        for position, visit in enumerate(visits, start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _build_place(located: Located, words: Words, kind: str = "Place") -> Node:
    address = {
        "@type": "PostalAddress",
        "addressCountry": "VN",
        "addressRegion": remove_controls(located.province),
        "addressLocality": remove_controls(located.commune or ""),
    }
    return _drop_empty(
        {
            "@type": kind,
            "@id": _name_place(located.id),
            "name": remove_controls(words.name(located.id)),
            "alternateName": remove_controls(located.name_vi) if words.name(located.id) != located.name_vi else None,
            "description": tell_uncertainty(located, words),
            "address": _drop_empty(address),
            "geo": {"@type": "GeoCoordinates", "latitude": located.lat_deg, "longitude": located.lon_deg},
        }
    )


def _list_products(base: str, itinerary: Itinerary, words: Words) -> list[Node]:
    """Return the products of the trip, each with all places of the trip where it may be had."""
    places: dict[str, list[str]] = {}
    first: dict[str, VisitProduct] = {}
    for day in itinerary.days:
        for visit in day.visits:
            for product in visit.products:
                key = product.product_id or f"{product.product_type}:{visit.place_id}"
                first.setdefault(key, product)
                if visit.place_id not in places.setdefault(key, []):
                    places[key].append(visit.place_id)
    return [
        _build_product(f"{base}:{quote(key, safe='')}", product, places[key], words) for key, product in first.items()
    ]


def _build_product(node_id: str, product: VisitProduct, place_ids: list[str], words: Words) -> Node:
    say = words.messages
    at = [{"@id": _name_place(place_id)} for place_id in place_ids]
    where = say.join(words.name(place_id) for place_id in place_ids)
    facts = [(say(f"availability.{product.availability}"), where, "availability"), *_list_verdict(product, words)]
    node: Node = {
        "@type": "Product",
        "@id": node_id,
        "name": remove_controls(words.product(product)),
        "category": remove_controls(words.word(product.product_type)),
        "award": remove_controls(words.stars(product)) if product.stars_note == "certified" else None,
        "countryOfOrigin": {"@type": "Country", "name": "Viet Nam"} if product.product_id else None,
        "additionalProperty": [_build_property(*fact) for fact in facts],
    }
    if product.price_vnd is not None:
        node["offers"] = {
            "@type": "Offer",
            "price": product.price_vnd,
            "priceCurrency": "VND",
            "availableAtOrFrom": at,
        }
    return _drop_empty(node)


def _list_verdict(product: VisitProduct, words: Words) -> list[tuple[str, str, str]]:
    badge = words.badge(product)
    if badge is None:
        return []
    return [(words.messages("verdict.why"), " ".join((badge.word, *words.verdict_notes(product))), "carry-home")]


def _build_property(name: str, value: str, key: str) -> Node:
    return {
        "@type": "PropertyValue",
        "propertyID": key,
        "name": remove_controls(name),
        "value": remove_controls(value),
    }


def _build_provider(letterhead: Letterhead) -> Node:
    return _drop_empty(
        {
            "@type": "TravelAgency",
            "name": remove_controls(letterhead.name),
            "telephone": remove_controls(letterhead.phone),
            "email": remove_controls(letterhead.email),
            "address": remove_controls(letterhead.address),
            "identifier": remove_controls(letterhead.licence),
        }
    )


def _find_trip_offer(proposal: Proposal) -> Node | None:
    """Return the price per head of the quoted group; None without a quote, or where a part of it is not known."""
    if proposal.quote is None or not proposal.quote.is_complete:
        return None
    head = proposal.quote.get_head_price()
    return {
        "@type": "Offer",
        "price": head.sell_per_head_vnd,
        "priceCurrency": "VND",
        "eligibleQuantity": {"@type": "QuantitativeValue", "value": head.size, "unitText": "person"},
    }


def _name_place(place_id: str) -> str:
    return f"urn:place:{quote(place_id, safe='')}"


def _drop_empty(node: Node) -> Node:
    """Return a node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
