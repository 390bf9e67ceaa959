"""Prices that an operator sets by hand, as changes of its rates; no Streamlit here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from planner.costing import VEHICLE_KINDS
from planner.costing.rate_book import RateBook
from planner.model.quote import CostKind, CostLine, CostSource, Quote, Rate, RateUnit
from planner.model.travel import Vehicle
from planner.plan import StopKey

Rates = tuple[Rate, ...]
_OF_A_VISIT = (CostKind.WORKSHOP, CostKind.ENTRANCE)
"""What a visit costs, the one to show first."""


@dataclass(frozen=True, slots=True)
class VehicleNeed:
    """A vehicle that some sizes of the group take."""

    vehicle: Vehicle
    sizes: tuple[int, ...]
    is_known: bool
    """Whether the operator has a price for it on every day of the trip."""


def list_vehicle_needs(quote: Quote) -> list[VehicleNeed]:
    """Return the vehicles that the sizes of a quote take, that of its own group first."""
    own = quote.get_head_price().vehicle
    vehicles = dict.fromkeys((own, *(head.vehicle for head in quote.per_head)))
    needs = []
    for vehicle in vehicles:
        heads = [head for head in quote.per_head if head.vehicle == vehicle]
        is_known = all(head.vehicle_vnd is not None for head in heads)
        needs.append(VehicleNeed(vehicle, tuple(head.size for head in heads), is_known))
    return needs


def list_unknown(quote: Quote) -> list[CostLine]:
    """Return a line for every thing on the way without a price; vehicles and the guide are no such things."""
    elsewhere = VEHICLE_KINDS | {CostKind.GUIDE}
    first: dict[tuple[CostKind, str], CostLine] = {}
    for line in quote.lines:
        if line.total_vnd is None and line.kind not in elsewhere:
            first.setdefault((line.kind, line.key), line)
    return list(first.values())


def find_stop_line(quote: Quote, key: StopKey, day: int) -> CostLine | None:
    """Return the line of a visit: of what is done there, else of its entrance; None where nothing is paid."""
    here = [line for line in quote.lines if line.day == day and line.place_id == key[0]]
    for kind in _OF_A_VISIT:
        for line in here:
            if line.kind is kind and line.key in key:
                return line
    return None


def is_priced_by_rate(line: CostLine) -> bool:
    """Whether a line's price can be set as a rate; lines added by hand have their own table."""
    return line.source is not CostSource.MANUAL


def set_unit_price(rates: Rates, line: CostLine, vnd: int | None) -> Rates:
    """Return the rates with the price of a cost line set, or with None taken back.

    A rate for this very thing that holds on a day of the line keeps its season, unit and source; without one, a rate
    without a season is added. Taking back removes this thing's own rates of those days; one for all of its kind stays.
    Seasons that the line is not paid in keep their price.
    """
    for on in line.dates:
        rates = set_rate(rates, line.kind, line.key, line.unit, vnd, on)
    return rates


def set_rate(rates: Rates, kind: CostKind, key: str, unit: RateUnit, vnd: int | None, on: dt.date) -> Rates:
    """Return the rates with the price of a thing on a day set; see `set_unit_price`."""
    old = RateBook(rates).find(kind, (key,), on)
    if vnd is None:
        return rates if old is None else set_rate(_without(rates, old), kind, key, unit, None, on)
    if old is None:
        return (*rates, Rate(kind=kind, key=key, unit=unit, vnd=vnd))
    new = Rate(
        kind=kind,
        key=key,
        unit=old.unit,
        vnd=vnd,
        from_date=old.from_date,
        to_date=old.to_date,
        note=old.note,
        source=old.source,
    )
    return tuple(new if one is old else one for one in rates)


def find_price(rates: Iterable[Rate], kind: CostKind, key: str, on: dt.date) -> int | None:
    """Return the operator's price for a thing on a day, one for all of its kind included; None without any."""
    rate = RateBook(rates).find(kind, tuple(dict.fromkeys((key, ""))), on)
    return None if rate is None else rate.vnd


def merge_rates(rates: Rates, new: Rates) -> Rates:
    """Return the rates with those of a file; what the file prices for the same thing and season is replaced."""
    seasons = {_name(one) for one in new}
    return (*(one for one in rates if _name(one) not in seasons), *new)


def _without(rates: Rates, gone: Rate) -> Rates:
    return tuple(one for one in rates if one is not gone)


def _name(rate: Rate) -> tuple[object, ...]:
    return rate.kind, rate.key, rate.from_date, rate.to_date
