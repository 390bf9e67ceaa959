"""A quote: every cost of a trip by line, and what each who pays is asked, by size of the group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.costing.rate_book import RateBook
from planner.costing.things import Thing, count_km, list_things
from planner.costing.vehicles import VehicleChoice, choose_vehicles
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import (
    MAX_GROUP,
    CostKind,
    CostLine,
    CostSource,
    HeadPrice,
    ManualLine,
    Quote,
    QuoteTerms,
    Rate,
    RateUnit,
)
from planner.model.reason import Reason

VEHICLE_KINDS = frozenset({CostKind.VEHICLE_KM, CostKind.VEHICLE_DAY, CostKind.DRIVER})
"""Kinds that are paid once for each vehicle."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A size of the group with what follows from it."""

    size: int
    rooms: int
    choice: VehicleChoice


@dataclass(frozen=True, slots=True)
class _Context:
    catalogue: Catalogue
    itinerary: Itinerary
    things: tuple[Thing, ...]
    book: RateBook
    terms: QuoteTerms
    manual: tuple[ManualLine, ...]


def build_terms(itinerary: Itinerary) -> QuoteTerms:
    """Return the terms that nobody has touched yet: the party of the request, no markup, no guide."""
    return QuoteTerms(group_size=min(itinerary.request.party.size, MAX_GROUP))


def build_quote(
    catalogue: Catalogue,
    itinerary: Itinerary,
    rates: Sequence[Rate] = (),
    terms: QuoteTerms | None = None,
    manual: Sequence[ManualLine] = (),
) -> Quote:
    """Return what a trip costs and sells for.

    A price is the operator's rate; where there is none, the ticket that the catalogue states, or the high end of
    its band, marked as an estimate. Vehicles and guides have no price but the operator's. Children are priced as
    adults. What nobody states a price for is a line without one, and the quote says that it is incomplete.

    Parameters
    ----------
    rates
        Net prices of the operator.
    terms
        None = those of `build_terms`.
    manual
        Lines added by hand.
    """
    context = _Context(
        catalogue=catalogue,
        itinerary=itinerary,
        things=list_things(catalogue, itinerary),
        book=RateBook(rates),
        terms=terms or build_terms(itinerary),
        manual=tuple(manual),
    )
    terms = context.terms
    lines_of = {size: _list_lines(context, _form_group(context, size)) for size in terms.sizes}
    per_head = tuple(_price_head(_form_group(context, size), lines, terms) for size, lines in lines_of.items())
    lines = lines_of[terms.group_size]
    own = next(price for price in per_head if price.size == terms.group_size)
    return Quote(
        terms=terms,
        lines=lines,
        net_vnd=own.net_vnd,
        sell_vnd=own.sell_vnd,
        per_head=per_head,
        warnings=tuple(_list_warnings(context, lines, per_head)),
        is_complete=own.is_complete,
    )


def get_sell_per_head(net_vnd: int, payers: int, terms: QuoteTerms) -> int:
    """Return net with markup per payer, rounded up to the rounding of the terms, in whole dong throughout."""
    step = 10_000 * payers * terms.rounding_vnd
    return -(-net_vnd * (10_000 + terms.markup_bp) // step) * terms.rounding_vnd


def _form_group(context: _Context, size: int) -> _Group:
    terms = context.terms
    planned = context.itinerary.request.vehicle
    choice = choose_vehicles(size, has_guide=terms.has_guide, fixed=terms.vehicle, planned=planned)
    return _Group(size=size, rooms=-(-size // terms.per_room), choice=choice)


def _list_lines(context: _Context, group: _Group) -> tuple[CostLine, ...]:
    lines = [line for thing in context.things if (line := _price_thing(thing, context.book, group)) is not None]
    by_hand = [_price_manual(manual, context.itinerary, group) for manual in context.manual]
    days = range(1, len(context.itinerary.days) + 1)
    ordered = [line for day in days for line in (*lines, *by_hand) if line.day == day]
    transport = (*_list_vehicle_lines(context, group), *_list_guide_lines(context, group))
    return (*ordered, *_merge(transport), *(line for line in by_hand if line.day not in days))


def _price_thing(thing: Thing, book: RateBook, group: _Group) -> CostLine | None:
    rate = book.find(thing.kind, thing.keys, thing.on)
    if rate is not None:
        return _build_line(
            thing.kind, thing.day, thing.place_id, thing.key, rate.unit, thing.count, group, thing.on, rate=rate
        )
    if thing.is_optional:
        return None
    line = _build_line(thing.kind, thing.day, thing.place_id, thing.key, thing.unit, thing.count, group, thing.on)
    if thing.known_vnd is None:
        return line
    is_estimate = thing.source == CostSource.ESTIMATE
    total_vnd = line.quantity * thing.known_vnd
    return replace(line, unit_vnd=thing.known_vnd, total_vnd=total_vnd, is_estimate=is_estimate, source=thing.source)


def _price_manual(manual: ManualLine, itinerary: Itinerary, group: _Group) -> CostLine:
    nights = len(itinerary.days) - 1
    times = {RateUnit.PER_DAY: len(itinerary.days), RateUnit.PER_ROOM_NIGHT: nights}
    count = 1 if manual.day is not None else times.get(manual.unit, 1)
    line = _build_line(CostKind.OTHER, manual.day, None, "", manual.unit, count, group, None)
    return replace(
        line,
        label=manual.label,
        unit_vnd=manual.vnd,
        total_vnd=line.quantity * manual.vnd,
        source=CostSource.MANUAL,
    )


def _list_vehicle_lines(context: _Context, group: _Group) -> Iterator[CostLine]:
    """Yield the vehicle day by day: by the kilometre, by the day, or both; a day with neither has an unknown price."""
    vehicle = group.choice.vehicle.value
    keys = (vehicle, "")
    for number, day in enumerate(context.itinerary.days, 1):
        km = count_km(day) + (context.terms.empty_km if number == 1 else 0)
        by_km = context.book.find(CostKind.VEHICLE_KM, keys, day.date)
        by_day = context.book.find(CostKind.VEHICLE_DAY, keys, day.date)
        if by_km is not None:
            yield _build_line(CostKind.VEHICLE_KM, None, None, vehicle, by_km.unit, km, group, day.date, rate=by_km)
        if by_day is not None or by_km is None:
            yield _build_line(
                CostKind.VEHICLE_DAY, None, None, vehicle, RateUnit.PER_DAY, 1, group, day.date, rate=by_day
            )
        driver = context.book.find(CostKind.DRIVER, keys, day.date)
        if driver is not None:
            yield _build_line(CostKind.DRIVER, None, None, vehicle, driver.unit, 1, group, day.date, rate=driver)


def _list_guide_lines(context: _Context, group: _Group) -> Iterator[CostLine]:
    if not context.terms.has_guide:
        return
    language = context.terms.guide_language
    for day in context.itinerary.days:
        rate = context.book.find(CostKind.GUIDE, tuple(dict.fromkeys((language, ""))), day.date)
        yield _build_line(CostKind.GUIDE, None, None, language, RateUnit.PER_DAY, 1, group, day.date, rate=rate)


def _build_line(
    kind: CostKind,
    day: int | None,
    place_id: str | None,
    key: str,
    unit: RateUnit,
    count: int,
    group: _Group,
    on: date | None,
    *,
    rate: Rate | None = None,
) -> CostLine:
    quantity = count * get_multiplier(kind, unit, size=group.size, rooms=group.rooms, vehicles=group.choice.vehicles)
    return CostLine(
        kind=kind,
        day=day,
        place_id=place_id,
        key=key,
        label=None,
        unit=unit,
        count=count,
        quantity=quantity,
        unit_vnd=None if rate is None else rate.vnd,
        total_vnd=None if rate is None else quantity * rate.vnd,
        is_estimate=False,
        source=CostSource.UNKNOWN if rate is None else CostSource.RATE,
        note="" if rate is None else "; ".join(part for part in (rate.note, rate.source) if part),
        dates=() if on is None else (on,),
    )


def get_multiplier(kind: CostKind, unit: RateUnit, *, size: int, rooms: int, vehicles: int) -> int:
    """Return how often a group pays for one count of a line."""
    if kind in VEHICLE_KINDS:
        return vehicles
    return {RateUnit.PER_PERSON: size, RateUnit.PER_ROOM_NIGHT: rooms}.get(unit, 1)


def _merge(lines: Iterable[CostLine]) -> tuple[CostLine, ...]:
    """Return lines of single days as lines of the trip: one for each price that a thing has on the way."""
    merged: dict[tuple[CostKind, str, int | None, str], CostLine] = {}
    for line in lines:
        name = (line.kind, line.key, line.unit_vnd, line.note)
        if (old := merged.get(name)) is None:
            merged[name] = line
            continue
        total_vnd = None if old.total_vnd is None or line.total_vnd is None else old.total_vnd + line.total_vnd
        merged[name] = replace(
            old,
            count=old.count + line.count,
            quantity=old.quantity + line.quantity,
            total_vnd=total_vnd,
            dates=(*old.dates, *line.dates),
        )
    return tuple(merged.values())


def _price_head(group: _Group, lines: Sequence[CostLine], terms: QuoteTerms) -> HeadPrice:
    payers = terms.count_payers(group.size)
    net_vnd = sum(line.total_vnd or 0 for line in lines)
    vehicle_lines = [line for line in lines if line.kind in VEHICLE_KINDS]
    is_vehicle_known = all(line.total_vnd is not None for line in vehicle_lines)
    vehicle_vnd = sum(line.total_vnd or 0 for line in vehicle_lines) // group.choice.vehicles
    return HeadPrice(
        size=group.size,
        payers=payers,
        vehicle=group.choice.vehicle,
        vehicles=group.choice.vehicles,
        vehicle_vnd=vehicle_vnd if is_vehicle_known else None,
        net_vnd=net_vnd,
        net_per_head_vnd=-(-net_vnd // payers),
        sell_per_head_vnd=get_sell_per_head(net_vnd, payers, terms),
        is_complete=all(line.total_vnd is not None for line in lines),
    )


def _list_warnings(context: _Context, lines: Sequence[CostLine], per_head: Sequence[HeadPrice]) -> Iterator[Reason]:
    unknown = sum(line.total_vnd is None for line in lines)
    if unknown:
        yield Reason(code="quote_incomplete", params={"count": unknown})
    lacking = [str(price.size) for price in per_head if price.vehicle_vnd is None]
    if lacking:
        yield Reason(code="quote_vehicle_unknown", params={"sizes": ", ".join(lacking)})
    estimates = [line for line in lines if line.is_estimate]
    if estimates:
        vnd = sum(line.total_vnd or 0 for line in estimates)
        yield Reason(code="quote_estimates", params={"count": len(estimates), "vnd": vnd})
    planned = context.itinerary.request.vehicle
    own = choose_vehicles(
        context.terms.group_size, has_guide=context.terms.has_guide, fixed=context.terms.vehicle, planned=planned
    )
    if own.vehicle != planned:
        yield Reason(code="quote_other_vehicle", params={"vehicle": own.vehicle.value, "planned": planned.value})
    if any(line.kind == CostKind.VEHICLE_KM for line in lines):
        yield Reason(code="quote_km_estimate", params={"km": sum(count_km(day) for day in context.itinerary.days)})
    if context.itinerary.request.party.children:
        yield Reason(code="quote_children", params={"count": context.itinerary.request.party.children})
