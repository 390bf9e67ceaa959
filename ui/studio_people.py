"""The group of a trip and the vehicle that carries it; no Streamlit here."""

from __future__ import annotations

import dataclasses
from typing import Any

from planner.costing import VehicleChoice, build_terms, choose_vehicles
from planner.model.itinerary import Itinerary
from planner.model.quote import QuoteTerms
from planner.model.travel import Vehicle
from planner.present.words import Words
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


def compare_terms(before: QuoteTerms, after: QuoteTerms) -> dict[str, Any]:
    """Return the terms that changed, by field."""
    return {
        one.name: getattr(after, one.name)
        for one in dataclasses.fields(QuoteTerms)
        if getattr(after, one.name) != getattr(before, one.name)
    }


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


def choose_for_copy(document: TripDocument, size: int) -> VehicleChoice:
    """Return the vehicles that a copy of a trip goes in with so many guests; see `keep_choice`."""
    return choose_vehicles(
        size,
        has_guide=document.terms.has_guide,
        fixed=keep_choice(document, size),
        planned=document.itinerary.request.vehicle,
    )


def tell_vehicles(vehicle: Vehicle, count: int, words: Words) -> str:
    """Return vehicles of one kind in words."""
    name = words.messages(f"vehicle.{vehicle}")
    return name if count == 1 else f"{count} × {name}"


def tell_copy_vehicle(document: TripDocument, size: int, words: Words) -> str:
    """Return which vehicle a copy of a trip goes in with so many guests, and why it is that one."""
    say, fixed, choice = words.messages, document.terms.vehicle, choose_for_copy(document, size)
    if choice.vehicle.guest_seats is None:
        return say("studio.copy_own", vehicle=say(f"vehicle.{choice.vehicle}"))
    told = tell_vehicles(choice.vehicle, choice.vehicles, words)
    if fixed is None or fixed.guest_seats is None:
        return say("studio.copy_smallest", vehicle=told)
    guests = fixed.guest_seats - document.terms.has_guide
    if choice.vehicle == fixed:
        return say("studio.copy_kept", vehicle=told, count=guests)
    return say("studio.copy_larger", vehicle=told, before=say(f"vehicle.{fixed}"), count=guests)


def list_vehicles(size: int, *, has_guide: bool) -> list[Vehicle]:
    """Return the vehicles that one of seats all, and those that everybody rides alone."""
    needed = size + has_guide
    return [one for one in Vehicle if one.guest_seats is None or one.guest_seats >= needed]
