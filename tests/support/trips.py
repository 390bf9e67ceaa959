"""A trip of two days over a catalogue of four places, made by hand: nothing but what files are made of."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from planner.model.catalogue import Catalogue
from planner.model.itinerary import (
    PLAN_FORMAT,
    Certificate,
    Itinerary,
    NightStay,
    PlanDay,
    PlanLeg,
    Provenance,
    Totals,
    Visit,
)
from planner.model.place import Gateway, Located, Lodging, Place
from planner.model.request import TripRequest
from planner.units import LOCAL_ZONE

POINTS = {"gw-a": (105.85, 21.03), "cv-b": (105.91, 20.98), "lo-c": (106.0, 20.5), "cv-d": (106.2, 20.4)}


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2027, 3, 11 + day, hour, minute, tzinfo=LOCAL_ZONE)


def make_located(place_id: str, name_en: str | None = None, **changes: Any) -> Located:
    lon, lat = POINTS[place_id]
    shared: dict[str, Any] = {
        "id": place_id, "kind": "craft_village", "name_vi": f"Làng {place_id}", "name_en": name_en, "lon_deg": lon,
        "lat_deg": lat, "coord_uncertainty_km": 0.1, "province": "Hà Nội", "old_province": "Hà Nội", **changes,
    }  # fmt: skip
    if place_id.startswith("gw"):
        return Gateway(season_region="rrd", has_vat_refund=False, **shared)
    if place_id.startswith("lo"):
        return Lodging(**shared)
    return Place(category="ceramics", coordinate_source="test", point_kind="site", visit_minutes=60, **shared)


def make_catalogue(*located: Located) -> Catalogue:
    rows = {place_id: make_located(place_id) for place_id in POINTS} | {one.id: one for one in located}
    empty: dict[str, Any] = {
        field.name: () if str(field.type).startswith("tuple") else {} for field in dataclasses.fields(Catalogue)
    }
    tables = {"places": Place, "lodgings": Lodging, "gateways": Gateway}
    chosen = {name: {i: r for i, r in rows.items() if isinstance(r, kind)} for name, kind in tables.items()}
    return Catalogue(**{**empty, "version": "test", **chosen})


def make_leg(from_id: str, to_id: str, depart: dt.datetime, *, is_schematic: bool = True) -> PlanLeg:
    return PlanLeg(
        from_id=from_id, to_id=to_id, depart=depart, minutes=30, drive_min=30, km=20.0, mode="drive", source="test",
        quality="skeleton" if is_schematic else "routed", is_schematic=is_schematic,
        geometry=(POINTS[from_id], POINTS[to_id]),
    )  # fmt: skip


def make_visit(place_id: str, begin: dt.datetime) -> Visit:
    return Visit(
        place_id=place_id, experience_id=None, arrive=begin, begin=begin, leave=begin + dt.timedelta(hours=1),
        wait_min=0, prize=10, prize_parts={"base": 10}, price_vnd=0, price_basis="free", hours_basis="typical",
        why=(), products=(),
    )  # fmt: skip


def make_itinerary(title: str = "Two days", language: str = "en", *, is_schematic: bool = True) -> Itinerary:
    days = tuple(
        PlanDay(
            date=at(number, 0).date(), start_depot=start, end_depot=end, visits=(make_visit(stop, at(number, 9)),),
            legs=(
                make_leg(start, stop, at(number, 8), is_schematic=is_schematic),
                make_leg(stop, end, at(number, 10)),
            ),
            meal=None, arrive_end=at(number, 11), drive_min=60,
        )
        for number, (start, stop, end) in enumerate([("gw-a", "cv-b", "lo-c"), ("lo-c", "cv-d", "gw-a")], start=1)
    )  # fmt: skip
    return Itinerary(
        format=PLAN_FORMAT,
        request=TripRequest(title=title, start="gw-a", start_date=dt.date(2027, 3, 12), days=2, language=language),
        days=days,
        lodging=(NightStay(night=1, place_id="lo-c", is_town_hotel=False, price_low_vnd=1, price_high_vnd=2,
                           is_price_estimate=True, is_chosen=True),),
        totals=Totals(drive_min=120, km=80.0, visits=2, cost_vnd_per_person=2, cost_parts={"lodging": 2}, prize=20),
        unvisited=(),
        certificate=Certificate(value=20, upper_bound=20, gap_pct=0.0, method="test", optimal=True),
        provenance=Provenance(data_version="1", sources=(), network="test", seed=0, iterations=1, seconds=None,
                              is_reproducible=True, software="planner 0", candidates=2, refereed=True),
    )  # fmt: skip
