"""Trips and offers for tests of the basket: nothing but what the basket reads of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from planner.goods.articles import list_offers_at
from planner.model.basket import Offer, Traveller
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Certificate, Itinerary, NightStay, PlanDay, Provenance, Totals, Visit
from planner.model.request import TripRequest


def make_itinerary(start: date, *, days: Sequence[Sequence[str]], beds: Sequence[str] = ()) -> Itinerary:
    """Return a trip that visits places on its days and sleeps at others; times and prizes are of no matter."""
    return Itinerary(
        format="planner/1",
        request=TripRequest(start="gw-noi-bai", start_date=start, days=len(days)),
        days=tuple(_make_day(start + timedelta(days=number), places) for number, places in enumerate(days)),
        lodging=tuple(
            NightStay(
                night=night,
                place_id=place_id,
                is_town_hotel=False,
                price_low_vnd=0,
                price_high_vnd=0,
                is_price_estimate=True,
                is_chosen=True,
            )
            for night, place_id in enumerate(beds, start=1)
        ),
        totals=Totals(drive_min=0, km=0.0, visits=0, cost_vnd_per_person=0, cost_parts={}, prize=0.0),
        unvisited=(),
        certificate=Certificate(value=0, upper_bound=0, gap_pct=0.0, method="none", optimal=False),
        provenance=Provenance(
            data_version="test",
            sources=(),
            network="test",
            seed=1,
            iterations=0,
            seconds=None,
            is_reproducible=True,
            software="test",
            candidates=0,
            refereed=False,
        ),
    )


def _make_day(on: date, places: Sequence[str]) -> PlanDay:
    noon = datetime.combine(on, time(12))
    return PlanDay(
        date=on,
        start_depot="gw-noi-bai",
        end_depot="gw-noi-bai",
        visits=tuple(
            Visit(
                place_id=place_id,
                experience_id=None,
                arrive=noon,
                begin=noon,
                leave=noon,
                wait_min=0,
                prize=0,
                prize_parts={},
                price_vnd=0,
                price_basis="none",
                hours_basis="unknown",
                why=(),
                products=(),
            )
            for place_id in places
        ),
        legs=(),
        meal=None,
        arrive_end=noon,
        drive_min=0,
    )


def draw_offers(
    catalogue: Catalogue, count: int, seed: int, *, start: date, days: int = 14, places_per_day: int = 20
) -> tuple[Offer, ...]:
    """Return so many offers of places of the catalogue in a random order, day after day."""
    places = sorted(catalogue.located)
    random.Random(seed).shuffle(places)
    offers: list[Offer] = []
    for number, place_id in enumerate(places):
        day = 1 + min(days - 1, number // places_per_day)
        offers += list_offers_at(catalogue, place_id, day=day, on=start + timedelta(days=day - 1))
        if len(offers) >= count:
            break
    return tuple(offers[:count])


def make_traveller(market: str | None = "JP", **changes: object) -> Traveller:
    """Return a couple with a child that flies home from Ha Noi two weeks after the beginning of March 2027."""
    facts: dict[str, object] = {
        "market": market,
        "adults": 2,
        "children": 1,
        "leaves_on": date(2027, 3, 15),
        "leaves_from": "gw-noi-bai",
    }
    return Traveller(**(facts | changes))
