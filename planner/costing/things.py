"""What a trip pays for, and what the catalogue knows of the price; nothing here knows the size of the group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, NightStay, PlanDay, Visit
from planner.model.place import Experience, Place
from planner.model.quote import FERRY, CostKind, CostSource, RateUnit

INCLUSIVE_KINDS = frozenset({"visit", "museum", "photo"})
"""Kinds of experiences that are the visit itself: their price and the entrance are paid once, the higher of the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something to be paid for."""

    kind: CostKind
    day: int
    """From 1."""
    on: date
    place_id: str | None
    key: str
    keys: tuple[str, ...]
    """Keys that a rate may have, the most particular first."""
    unit: RateUnit
    count: int = 1
    known_vnd: int | None = None
    """What the catalogue says per person, the high end of a band."""
    source: CostSource = CostSource.UNKNOWN
    is_optional: bool = False
    """Whether it is paid only if the operator has a rate for it."""


@dataclass(frozen=True, slots=True)
class _Known:
    vnd: int | None = None
    source: CostSource = field(default=CostSource.UNKNOWN)


def list_things(catalogue: Catalogue, itinerary: Itinerary) -> tuple[Thing, ...]:
    """Return entrances, activities, meals, boats and beds of a trip, in its order.

    Vehicles, drivers and guides are not among them: they are paid by the day or kilometre, see `quote`.
    """
    meal_vnd = _find_meal_vnd(itinerary)
    things: list[Thing] = []
    for number, day in enumerate(itinerary.days, 1):
        for visit in day.visits:
            things.extend(_list_visit(catalogue, visit, number, day.date))
        if day.meal is not None:
            place_id = day.meal.place_id
            known = _Known() if meal_vnd is None else _Known(meal_vnd, CostSource.ESTIMATE)
            things.append(_build(CostKind.MEAL, number, day.date, place_id, place_id or "", known))
        things.extend(_list_boats(day, number))
        things.extend(
            thing
            for stay in itinerary.lodging
            if stay.night == number
            for thing in _list_night(catalogue, stay, day.date)
        )
    return tuple(things)


def count_km(day: PlanDay) -> int:
    """Return the kilometres of a day's legs, rounded up; walks are not driven, boats are not told apart from drives."""
    return ceil(round(sum(leg.km for leg in day.legs if leg.mode != "walk"), 3))


def _list_visit(catalogue: Catalogue, visit: Visit, number: int, on: date) -> Iterator[Thing]:
    located = catalogue.located.get(visit.place_id)
    ticket_vnd = located.ticket_vnd if isinstance(located, Place) else None
    ticket = _Known() if ticket_vnd is None else _Known(ticket_vnd, _name_ticket(ticket_vnd))
    experience = catalogue.experiences.get(visit.experience_id or "")
    if experience is None and visit.experience_id is not None:
        # The catalogue of the plan knew it, this one does not: what the plan says is all there is.
        known = _Known(visit.price_vnd, CostSource.ESTIMATE)
        yield _build(CostKind.WORKSHOP, number, on, visit.place_id, visit.experience_id, known)
    elif experience is None:
        yield _build(CostKind.ENTRANCE, number, on, visit.place_id, visit.place_id, ticket)
    elif experience.price_basis == "ticket_from_places_csv":
        known = _Known(experience.price_high_vnd, _name_ticket(experience.price_high_vnd))
        yield _build(CostKind.ENTRANCE, number, on, visit.place_id, visit.place_id, known)
    elif experience.kind in INCLUSIVE_KINDS:
        known = _price(experience)
        is_ticket_higher = ticket_vnd is not None and ticket_vnd >= experience.price_high_vnd
        known = ticket if is_ticket_higher else known
        yield _build(CostKind.ENTRANCE, number, on, visit.place_id, visit.place_id, known)
    else:
        # Whether a place without a known ticket asks for one beside the activity, only the operator can say.
        is_optional = ticket_vnd is None
        keys = (visit.place_id,) if is_optional else None
        entrance = _build(CostKind.ENTRANCE, number, on, visit.place_id, visit.place_id, ticket, keys=keys)
        yield replace(entrance, is_optional=is_optional)
        yield _build(CostKind.WORKSHOP, number, on, visit.place_id, experience.id, _price(experience))


def _list_night(catalogue: Catalogue, stay: NightStay, on: date) -> Iterator[Thing]:
    dinner = catalogue.experiences.get(stay.dinner_experience_id or "")
    bed_vnd = stay.price_high_vnd - (dinner.price_high_vnd if dinner is not None else 0)
    if dinner is not None:
        keys = (dinner.id, "")
        yield _build(CostKind.MEAL, stay.night, on, stay.place_id, dinner.id, _price(dinner), keys=keys)
    source = CostSource.ESTIMATE if stay.is_price_estimate else CostSource.TICKET
    yield _build(CostKind.LODGING, stay.night, on, stay.place_id, stay.place_id, _Known(max(0, bed_vnd), source))


def _list_boats(day: PlanDay, number: int) -> Iterator[Thing]:
    for leg in day.legs:
        if leg.mode == "ferry":
            keys = (FERRY,)
            yield _build(CostKind.OTHER, number, day.date, leg.to_id, FERRY, _Known(), keys=keys)


def _build(
    kind: CostKind,
    day: int,
    on: date,
    place_id: str | None,
    key: str,
    known: _Known,
    *,
    keys: tuple[str, ...] | None = None,
) -> Thing:
    return Thing(
        kind=kind,
        day=day,
        on=on,
        place_id=place_id,
        key=key,
        keys=keys or tuple(dict.fromkeys((key, ""))),
        unit=RateUnit.PER_PERSON,
        known_vnd=known.vnd,
        source=known.source,
    )


def _price(experience: Experience) -> _Known:
    vnd = experience.price_high_vnd
    return _Known(vnd, CostSource.FREE if experience.price_basis == "free" else CostSource.ESTIMATE)


def _name_ticket(vnd: int) -> CostSource:
    return CostSource.TICKET if vnd else CostSource.FREE


def _find_meal_vnd(itinerary: Itinerary) -> int | None:
    """Return what the plan reckons a midday meal at, per person; None where it does not say."""
    meals = sum(day.meal is not None for day in itinerary.days)
    total = itinerary.totals.cost_parts.get("meals")
    return None if total is None or meals == 0 else ceil(total / meals)
