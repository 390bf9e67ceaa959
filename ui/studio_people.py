"""The group of a trip and the vehicle that carries it; no Streamlit here."""

from __future__ import annotations

import dataclasses
from typing import Any

from planner.costing import build_terms, choose_vehicles
from planner.model.itinerary import Itinerary
from planner.model.quote import QuoteTerms
from planner.model.travel import Vehicle
from planner.store import TripDocument

MAX_PLANNED = max(vehicle.guest_seats or 0 for vehicle in Vehicle)
"""Most people that one vehicle carries, and so that one trip is planned for."""

USUAL_SIZES = (2, 4, 6, 10, 14, 20)
"""Sizes of groups that a new trip is priced for at first."""
AS_NEEDED = None
"""The vehicle is the smallest that seats the group."""


def fit_group(
    document: TripDocument,
    *,
    adults: int,
    children: int,
    has_guide: bool | None = None,
    vehicle: Vehicle | None = AS_NEEDED,
) -> tuple[dict[str, Any], QuoteTerms]:
    """Return what a group changes in the request, and its terms.

    `has_guide` None leaves the guide as he is. Raises `RequestError` ``Q003`` when nobody would be left to pay.
    """
    size = adults + children
    terms = dataclasses.replace(
        document.terms,
        group_size=size,
        vehicle=vehicle,
        has_guide=document.terms.has_guide if has_guide is None else has_guide,
    )
    choice = choose_vehicles(size, has_guide=terms.has_guide, fixed=vehicle, planned=document.itinerary.request.vehicle)
    fields = {"party": {"adults": adults, "children": children}, "vehicle": choice.vehicle.value}
    return fields, terms


def begin_terms(itinerary: Itinerary) -> QuoteTerms:
    """Return the terms of a plan that becomes a product: its party and vehicle, and sizes of groups usually sold."""
    terms = dataclasses.replace(build_terms(itinerary), group_sizes=USUAL_SIZES)
    return keep_vehicle(terms, itinerary.request.vehicle)


def keep_vehicle(terms: QuoteTerms, planned: Vehicle) -> QuoteTerms:
    """Return terms that sell the vehicle that the trip was planned with, where it is not the smallest anyway."""
    choice = choose_vehicles(terms.group_size, has_guide=terms.has_guide, planned=planned)
    fits = planned in list_vehicles(terms.group_size, has_guide=terms.has_guide)
    return dataclasses.replace(terms, vehicle=planned) if fits and choice.vehicle != planned else terms


def keep_choice(document: TripDocument, size: int) -> Vehicle | None:
    """Return the vehicle that a trip is fixed to, where it seats so many guests beside the guide; else `AS_NEEDED`."""
    fixed = document.terms.vehicle
    return fixed if fixed in list_vehicles(size, has_guide=document.terms.has_guide) else AS_NEEDED


def list_vehicles(size: int, *, has_guide: bool) -> list[Vehicle]:
    """Return the vehicles that one of seats all, and those that everybody rides alone."""
    needed = size + has_guide
    return [one for one in Vehicle if one.guest_seats is None or one.guest_seats >= needed]
