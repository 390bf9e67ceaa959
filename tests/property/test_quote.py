"""Quotes of made-up trips, held against a second reckoning that shares no code with the first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.costing import build_quote
from planner.model.itinerary import Itinerary, PlanDay
from planner.model.quote import UNITS_OF, CostKind, ManualLine, Quote, QuoteTerms, Rate, RateUnit
from planner.model.travel import Vehicle
from tests.unit.present.conftest import FIRST, NIGHT, SECOND, build_itinerary

CATALOGUE = load_catalogue()
FIRST_DAY = dt.date(2027, 3, 12)
KEYS = {
    CostKind.ENTRANCE: ["", FIRST, SECOND],
    CostKind.WORKSHOP: ["", *(one.id for place in (FIRST, SECOND) for one in CATALOGUE.experiences_at[place][:1])],
    CostKind.MEAL: [""],
    CostKind.VEHICLE_KM: ["", *(one.value for one in Vehicle)],
    CostKind.VEHICLE_DAY: ["", *(one.value for one in Vehicle)],
    CostKind.DRIVER: ["", "van16"],
    CostKind.LODGING: ["", NIGHT],
    CostKind.GUIDE: ["", "fr"],
    CostKind.OTHER: ["ferry"],
}


@st.composite
def draw_rates(draw: st.DrawFn) -> Rate:
    kind = draw(st.sampled_from(list(CostKind)))
    begins = draw(st.none() | st.integers(-2, 2))
    lasts = draw(st.none() | st.integers(0, 3))
    start = None if begins is None else FIRST_DAY + dt.timedelta(begins)
    return Rate(
        kind=kind,
        key=draw(st.sampled_from(KEYS[kind])),
        unit=draw(st.sampled_from(UNITS_OF[kind])),
        vnd=draw(st.integers(0, 5_000_000)),
        from_date=start,
        to_date=None if lasts is None else (start or FIRST_DAY) + dt.timedelta(lasts),
    )


@st.composite
def draw_terms(draw: st.DrawFn) -> QuoteTerms:
    sizes = draw(st.lists(st.integers(1, 90), min_size=1, max_size=4))
    return QuoteTerms(
        group_size=sizes[0],
        group_sizes=tuple(sizes[1:]),
        free_places=draw(st.integers(0, min(3, min(sizes) - 1))),
        markup_pct=draw(st.integers(0, 30_000)) / 100,
        per_room=draw(st.integers(1, 4)),
        has_guide=draw(st.booleans()),
        guide_language=draw(st.sampled_from(["", "fr"])),
        vehicle=draw(st.none() | st.sampled_from(list(Vehicle))),
        empty_km=draw(st.integers(0, 300)),
        rounding_vnd=draw(st.sampled_from([1, 500, 1000, 10_000])),
    )


@st.composite
def draw_trips(draw: st.DrawFn) -> Itinerary:
    made = build_itinerary(CATALOGUE)
    vehicle = draw(st.sampled_from([Vehicle.CAR7, Vehicle.BICYCLE, Vehicle.COACH45]))
    days = tuple(draw_day(draw, day) for day in made.days)
    meals = draw(st.none() | st.integers(0, 400_000))
    totals = dataclasses.replace(made.totals, cost_parts={} if meals is None else {"meals": meals})
    request = made.request.model_copy(update={"vehicle": vehicle})
    return dataclasses.replace(made, days=days, totals=totals, request=request)


def draw_day(draw: st.DrawFn, day: PlanDay) -> PlanDay:
    modes = [draw(st.sampled_from(["drive", "walk", "ferry"])) for _ in day.legs]
    legs = tuple(
        dataclasses.replace(leg, mode=mode, km=draw(st.integers(0, 900)) / 10)
        for leg, mode in zip(day.legs, modes, strict=True)
    )
    visits = tuple(
        dataclasses.replace(visit, experience_id=draw(st.sampled_from([visit.experience_id, None])))
        for visit in day.visits
    )
    meal = day.meal if draw(st.booleans()) else None
    return dataclasses.replace(day, legs=legs, visits=visits, meal=meal)


MANUAL = st.builds(
    ManualLine,
    label=st.just("extra"),
    unit=st.sampled_from([unit for unit in RateUnit if unit != RateUnit.PER_KM]),
    vnd=st.integers(0, 1_000_000),
    day=st.none() | st.integers(1, 2),
)


def look_up(rates: list[Rate], kind: CostKind, keys: list[str], on: dt.date) -> Rate | None:
    for key in keys:
        found: Rate | None = None
        for rate in rates:
            starts, ends = rate.from_date or dt.date(1, 1, 1), rate.to_date or dt.date(9999, 12, 31)
            if rate.kind == kind and rate.key == key and starts <= on <= ends:
                length = ends - starts
                old = found and (found.to_date or dt.date(9999, 12, 31)) - (found.from_date or dt.date(1, 1, 1))
                if old is None or length <= old:
                    found = rate
        if found is not None:
            return found
    return None


def reckon(  # noqa: C901 - one long sheet of paper
    trip: Itinerary, rates: list[Rate], terms: QuoteTerms, manual: list[ManualLine], size: int
) -> tuple[int, int]:
    """Return the net price of a group and how many things have no price, step by step as one would on paper."""
    seats = {"car4": 3, "car7": 6, "van16": 15, "bus29": 28, "coach45": 44}
    heads = size + (1 if terms.has_guide else 0)
    wanted = terms.vehicle.value if terms.vehicle else None
    if wanted is None:
        own = trip.request.vehicle.value
        wanted = own if own not in seats else next((name for name, room in seats.items() if room >= heads), "coach45")
    vehicles = ceil(Fraction(heads, seats.get(wanted, 1)))
    rooms = ceil(Fraction(size, terms.per_room))
    net = unknown = 0

    def pay(rate: Rate | None, known: int | None, times: int = 1) -> None:
        nonlocal net, unknown
        if rate is None and known is None:
            unknown += 1
        elif rate is None:
            net += size * (known or 0)
        else:
            times *= {"per_person": size, "per_room_night": rooms}.get(rate.unit.value, 1)
            net += times * rate.vnd

    meals = sum(day.meal is not None for day in trip.days)
    cost = trip.totals.cost_parts.get("meals")
    has_vehicle_gap = has_guide_gap = False
    for number, day in enumerate(trip.days):
        for visit in day.visits:
            ticket = CATALOGUE.places[visit.place_id].ticket_vnd
            entrance = look_up(rates, CostKind.ENTRANCE, [visit.place_id, ""], day.date)
            if visit.experience_id is None:
                pay(entrance, ticket)
                continue
            experience = CATALOGUE.experiences[visit.experience_id]
            assert experience.kind not in ("visit", "museum", "photo")
            assert ticket is None
            if (only_here := look_up(rates, CostKind.ENTRANCE, [visit.place_id], day.date)) is not None:
                pay(only_here, None)
            pay(look_up(rates, CostKind.WORKSHOP, [experience.id, ""], day.date), experience.price_high_vnd)
        if day.meal is not None:
            known = None if cost is None else ceil(Fraction(cost, meals))
            pay(look_up(rates, CostKind.MEAL, [""], day.date), known)
        for leg in day.legs:
            if leg.mode == "ferry":
                pay(look_up(rates, CostKind.OTHER, ["ferry"], day.date), None)
        for stay in trip.lodging:
            if stay.night == number + 1:
                pay(look_up(rates, CostKind.LODGING, [stay.place_id, ""], day.date), stay.price_high_vnd)
        km = ceil(sum(Fraction(round(leg.km * 10), 10) for leg in day.legs if leg.mode != "walk"))
        km += terms.empty_km if number == 0 else 0
        by_km, by_day, driver = (
            look_up(rates, kind, [wanted, ""], day.date)
            for kind in (CostKind.VEHICLE_KM, CostKind.VEHICLE_DAY, CostKind.DRIVER)
        )
        has_vehicle_gap |= by_km is None and by_day is None
        net += vehicles * sum(
            (km * by_km.vnd if by_km else 0, by_day.vnd if by_day else 0, driver.vnd if driver else 0)
        )
        if terms.has_guide:
            guide = look_up(rates, CostKind.GUIDE, [terms.guide_language, ""], day.date)
            has_guide_gap |= guide is None
            net += guide.vnd if guide else 0
    for line in manual:
        times = {"per_person": size, "per_room_night": rooms}.get(line.unit.value, 1)
        if line.day is None:
            times *= {"per_day": len(trip.days), "per_room_night": len(trip.days) - 1}.get(line.unit.value, 1)
        net += times * line.vnd
    return net, unknown + has_vehicle_gap + has_guide_gap


@settings(max_examples=150)
@given(draw_trips(), st.lists(draw_rates(), max_size=14), draw_terms(), st.lists(MANUAL, max_size=2))
def test_a_quote_is_what_paper_and_pencil_give(
    trip: Itinerary, rates: list[Rate], terms: QuoteTerms, manual: list[ManualLine]
) -> None:
    quote = build_quote(CATALOGUE, trip, rates, terms, manual)
    for price in quote.per_head:
        net, unknown = reckon(trip, rates, terms, manual, price.size)
        payers = price.size - terms.free_places
        assert (price.net_vnd, price.is_complete) == (net, unknown == 0)
        assert price.net_per_head_vnd == ceil(Fraction(net, payers))
        share = Fraction(net, payers) * (1 + Fraction(round(terms.markup_pct * 100), 10_000))
        assert price.sell_per_head_vnd == ceil(share / terms.rounding_vnd) * terms.rounding_vnd
    own = quote.get_head_price()
    assert (quote.net_vnd, quote.sell_vnd) == (own.net_vnd, own.sell_per_head_vnd * own.payers)
    assert quote.net_vnd == sum(line.total_vnd or 0 for line in quote.lines)
    assert all((line.unit_vnd is None) == (line.total_vnd is None) for line in quote.lines)
    assert all(line.total_vnd in (None, line.quantity * (line.unit_vnd or 0)) for line in quote.lines)


@settings(max_examples=100)
@given(draw_trips(), st.lists(draw_rates(), min_size=1, max_size=10), draw_terms(), st.data())
def test_a_higher_rate_never_lowers_a_price(
    trip: Itinerary, rates: list[Rate], terms: QuoteTerms, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(rates) - 1))
    raised = dataclasses.replace(rates[position], vnd=rates[position].vnd + data.draw(st.integers(1, 100_000)))
    before = build_quote(CATALOGUE, trip, rates, terms)
    after = build_quote(CATALOGUE, trip, [*rates[:position], raised, *rates[position + 1 :]], terms)
    for low, high in zip(before.per_head, after.per_head, strict=True):
        assert high.net_vnd >= low.net_vnd
        assert high.sell_per_head_vnd >= low.sell_per_head_vnd


@settings(max_examples=60)
@given(draw_trips(), draw_terms(), st.integers(1, 3_000_000), st.integers(1, 1_500_000))
def test_what_the_group_pays_weighs_less_on_each_of_more(
    trip: Itinerary, terms: QuoteTerms, day_vnd: int, guide_vnd: int
) -> None:
    """Within one vehicle class and the same number of vehicles, each payer's share of group costs falls."""
    rates = [
        Rate(kind=CostKind.VEHICLE_DAY, unit=RateUnit.PER_DAY, vnd=day_vnd),
        Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=guide_vnd),
        *(
            Rate(kind=kind, unit=RateUnit.PER_GROUP, vnd=0, key=key)
            for kind in (CostKind.ENTRANCE, CostKind.WORKSHOP, CostKind.MEAL, CostKind.LODGING, CostKind.OTHER)
            for key in KEYS[kind]
        ),
    ]
    terms = dataclasses.replace(terms, group_sizes=tuple(range(terms.free_places + 1, 50)))
    quote: Quote = build_quote(CATALOGUE, trip, rates, terms)
    for small, large in zip(quote.per_head, quote.per_head[1:], strict=False):
        if (small.vehicle, small.vehicles) == (large.vehicle, large.vehicles):
            assert large.net_vnd == small.net_vnd
            assert large.net_per_head_vnd <= small.net_per_head_vnd
            assert large.sell_per_head_vnd <= small.sell_per_head_vnd


def test_the_second_reckoning_can_disagree() -> None:
    trip = build_itinerary(CATALOGUE)
    terms = QuoteTerms(group_size=5)
    with pytest.raises(AssertionError):
        assert build_quote(CATALOGUE, trip, (), terms).net_vnd == reckon(trip, [], terms, [], 6)[0]
