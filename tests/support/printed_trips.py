"""Trips over the shipped tables for tests of paper: many stops, goods, nights, meals; made by hand, no solver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from planner.goods.offers import list_products_at
from planner.model.catalogue import Catalogue
from planner.model.itinerary import (
    PLAN_FORMAT,
    Certificate,
    Itinerary,
    NightStay,
    PlanDay,
    PlanLeg,
    PlanMeal,
    Provenance,
    Totals,
    Visit,
)
from planner.model.place import Place
from planner.model.quote import (
    UNITS_OF,
    CostKind,
    CostLine,
    CostSource,
    HeadPrice,
    Letterhead,
    Proposal,
    Quote,
    QuoteTerms,
)
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.travel import Vehicle
from planner.units import LOCAL_ZONE, great_circle_m

START = dt.date(2027, 3, 12)
GATEWAY = "gw-noi-bai"
WARNINGS = (
    ("warn_hours_unknown", {"count": 2}),
    ("warn_hours_typical", {"count": 18}),
    ("warn_estimate_prices", {}),
    ("warn_time_budget", {}),
)
NET_VND = 7_654_321
SELL_VND = 9_130_000


def list_stops(catalogue: Catalogue, count: int) -> list[Place]:
    """Return places near the gateway, the nearest first."""
    home = catalogue.get_located(GATEWAY)
    routable = [place for place in catalogue.places.values() if place.is_routable]
    routable.sort(key=lambda p: (great_circle_m(home.lon_deg, home.lat_deg, p.lon_deg, p.lat_deg), p.id))
    return routable[:count]


def make_trip(
    catalogue: Catalogue,
    stops_per_day: Sequence[int] = (3, 2),
    *,
    market: str | None = "JP",
    title: str = "Làng nghề quanh Hà Nội",
    language: str = "en",
) -> Itinerary:
    """Return a trip with so many stops on each of its days."""
    stops = list_stops(catalogue, sum(stops_per_day))
    bed = next(iter(catalogue.lodgings))
    days, taken = [], 0
    for index, count in enumerate(stops_per_day):
        start = GATEWAY if index == 0 else bed
        end = GATEWAY if index == len(stops_per_day) - 1 else bed
        chosen = stops[taken : taken + count]
        days.append(_make_day(catalogue, index, start, end, [place.id for place in chosen], market))
        taken += count
    return Itinerary(
        format=PLAN_FORMAT,
        request=TripRequest(
            title=title, start=GATEWAY, start_date=START, days=len(days), home_market=market, language=language
        ),
        days=tuple(days),
        lodging=tuple(
            NightStay(night=n, place_id=bed, is_town_hotel=n % 2 == 0, price_low_vnd=150_000, price_high_vnd=400_000,
                      is_price_estimate=True, is_chosen=True)
            for n in range(1, len(days))
        ),
        totals=Totals(drive_min=240, km=160.0, visits=taken, cost_vnd_per_person=1_250_000,
                      cost_parts={"visits": 500_000, "lodging": 400_000, "meals": 350_000}, prize=100.0),
        unvisited=(),
        certificate=Certificate(value=100, upper_bound=104, gap_pct=3.8, method="test", optimal=False),
        provenance=Provenance(data_version="2026.11.0+test", sources=("data/LICENSES.md",), network="by hand", seed=1,
                              iterations=1, seconds=None, is_reproducible=True, software="planner test", candidates=9,
                              refereed=True),
        warnings=tuple(Reason(code=code, params=params) for code, params in WARNINGS),
    )  # fmt: skip


def _make_day(
    catalogue: Catalogue, index: int, start: str, end: str, place_ids: Sequence[str], market: str | None
) -> PlanDay:
    on = START + dt.timedelta(days=index)
    now = dt.datetime.combine(on, dt.time(7, 30), tzinfo=LOCAL_ZONE)
    legs, visits = [], []
    here = start
    for number, place_id in enumerate(place_ids):
        legs.append(_make_leg(catalogue, here, place_id, now, is_schematic=number % 2 == 0))
        now += dt.timedelta(minutes=25)
        visits.append(_make_visit(catalogue, place_id, now, market, number))
        now = visits[-1].leave
        here = place_id
    legs.append(_make_leg(catalogue, here, end, now, is_schematic=True))
    meal = PlanMeal(begin=visits[0].begin, minutes=45, place_id=visits[0].place_id, position=0) if visits else None
    return PlanDay(
        date=on, start_depot=start, end_depot=end, visits=tuple(visits), legs=tuple(legs), meal=meal,
        arrive_end=now + dt.timedelta(minutes=25), drive_min=25 * len(legs),
        hazards=("rain",) if index == 0 else (), holidays=("Lễ hội Lim",) if index == 0 else (),
    )  # fmt: skip


def _make_leg(catalogue: Catalogue, a: str, b: str, depart: dt.datetime, *, is_schematic: bool) -> PlanLeg:
    ends = catalogue.get_located(a), catalogue.get_located(b)
    return PlanLeg(
        from_id=a, to_id=b, depart=depart, minutes=25, drive_min=25, km=17.4, mode="drive", source="test",
        quality="skeleton", is_schematic=is_schematic,
        geometry=tuple((one.lon_deg, one.lat_deg) for one in ends), notes=("drive: Sơn Tây",),
    )  # fmt: skip


def _make_visit(catalogue: Catalogue, place_id: str, begin: dt.datetime, market: str | None, number: int) -> Visit:
    done = catalogue.experiences_at.get(place_id, ())
    why = [Reason(code="why_interest", params={"word": word, "points": 40}) for word in ("ceramics", "workshop")]
    return Visit(
        place_id=place_id, experience_id=done[0].id if done else None, arrive=begin, begin=begin,
        leave=begin + dt.timedelta(minutes=65), wait_min=0, prize=80, prize_parts={"interest": 80},
        price_vnd=120_000, price_basis="estimate", hours_basis=("unknown", "typical", "sourced")[number % 3],
        why=tuple(why), products=list_products_at(catalogue, place_id, market=market, on=begin.date()),
    )  # fmt: skip


def rename(catalogue: Catalogue, itinerary: Itinerary, name: str) -> Catalogue:
    """Return a catalogue in which every stop of a trip has another name."""
    wanted = set(itinerary.place_ids)
    places = {
        key: replace(place, name_vi=name, name_en=name, status_note=name, commune=name) if key in wanted else place
        for key, place in catalogue.places.items()
    }
    return replace(catalogue, places=places)


def make_proposal(place_id: str, *, client: str = "Gia đình Nguyễn Thị Hạnh") -> Proposal:
    """Return an offer whose net prices must stay the operator's own."""
    terms = QuoteTerms(group_size=4, group_sizes=(2, 4, 6), offered_sizes=(2, 6), markup_pct=19.25)
    prices = tuple(
        HeadPrice(size=size, payers=size, vehicle=Vehicle.CAR7, vehicles=1,
                  vehicle_vnd=None if size == 6 else 99_999, net_vnd=NET_VND * size,
                  net_per_head_vnd=NET_VND, sell_per_head_vnd=SELL_VND, is_complete=size == 4)
        for size in (2, 4, 6)
    )  # fmt: skip
    lines = (
        _make_line(CostKind.ENTRANCE, place_id, 54_321),
        _make_line(CostKind.LODGING, None, 65_432),
        _make_line(CostKind.VEHICLE_DAY, None, None),
    )
    quote = Quote(terms=terms, lines=lines, net_vnd=NET_VND * 4, sell_vnd=SELL_VND * 4, per_head=prices, warnings=(),
                  is_complete=False)  # fmt: skip
    letterhead = Letterhead(name="Lữ hành Thử Nghiệm", email="test@example.com", licence="GP-TEST")
    return Proposal(client=client, letterhead=letterhead, quote=quote)


def _make_line(kind: CostKind, place_id: str | None, vnd: int | None) -> CostLine:
    return CostLine(
        kind=kind, day=None, place_id=place_id, key="", label=None, unit=UNITS_OF[kind][0], count=1, quantity=4,
        unit_vnd=vnd, total_vnd=None if vnd is None else vnd * 4, is_estimate=False, source=CostSource.RATE,
        note="hợp đồng mật",
    )  # fmt: skip
