"""A small itinerary made by hand over the shipped tables: two days near Hà Nội, a pause, a wait, a night."""

import dataclasses
import datetime as dt

import pytest

from planner.catalogue import load_catalogue
from planner.goods import list_products_at
from planner.model.catalogue import Catalogue
from planner.model.itinerary import (
    Certificate,
    Itinerary,
    NightStay,
    PlanDay,
    PlanLeg,
    PlanMeal,
    Provenance,
    Totals,
    Unvisited,
    Visit,
)
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.present.languages import load_messages
from planner.present.words import Words
from planner.units import LOCAL_ZONE

START, END = "gw-hanoi-old-quarter", "gw-noi-bai"
FIRST, SECOND, THIRD = "cv-bat-trang-pottery-village", "cv-van-phuc-silk-village", "cv-dong-ho-folk-painting-village"
NIGHT = "gw-hanoi-old-quarter"


def at(day: int, clock: str) -> dt.datetime:
    return dt.datetime.combine(dt.date(2027, 3, 11 + day), dt.time.fromisoformat(clock), tzinfo=LOCAL_ZONE)


def build_leg(catalogue: Catalogue, a: str, b: str, depart: dt.datetime, minutes: int) -> PlanLeg:
    ends = [catalogue.located[one] for one in (a, b)]
    return PlanLeg(
        from_id=a, to_id=b, depart=depart, minutes=minutes, drive_min=minutes, km=12.4, mode="drive", source="skeleton",
        quality="skeleton", is_schematic=True, geometry=tuple((end.lon_deg, end.lat_deg) for end in ends),
    )  # fmt: skip


def build_visit(catalogue: Catalogue, place_id: str, arrive: dt.datetime, begin: dt.datetime, minutes: int) -> Visit:
    experience = catalogue.experiences_at[place_id][0]
    return Visit(
        place_id=place_id, experience_id=experience.id, arrive=arrive, begin=begin,
        leave=begin + dt.timedelta(minutes=minutes), wait_min=0, prize=90, prize_parts={"base": 10, "interest": 80},
        price_vnd=150_000, price_basis="estimate", hours_basis="typical",
        why=(Reason(code="why_interest", params={"word": "ceramics", "points": 80}),),
        products=list_products_at(catalogue, place_id, market="JP", on=dt.date(2027, 3, 12)), is_must=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session", params=["en", "vi"])
def words(request: pytest.FixtureRequest, catalogue: Catalogue) -> Words:
    return Words(load_messages(request.param), catalogue)


@pytest.fixture(scope="session")
def english(catalogue: Catalogue) -> Words:
    return Words(load_messages("en"), catalogue)


@pytest.fixture(scope="session")
def itinerary(catalogue: Catalogue) -> Itinerary:
    return build_itinerary(catalogue)


def build_itinerary(catalogue: Catalogue) -> Itinerary:
    first = PlanDay(
        date=dt.date(2027, 3, 12), start_depot=START, end_depot=NIGHT,
        visits=(
            build_visit(catalogue, FIRST, at(1, "08:40"), at(1, "09:00"), 90),
            build_visit(catalogue, SECOND, at(1, "11:20"), at(1, "12:05"), 60),
        ),
        legs=(
            build_leg(catalogue, START, FIRST, at(1, "08:00"), 40),
            build_leg(catalogue, FIRST, SECOND, at(1, "10:30"), 50),
            build_leg(catalogue, SECOND, NIGHT, at(1, "13:05"), 30),
        ),
        meal=PlanMeal(begin=at(1, "11:20"), minutes=45, place_id=None, position=1), arrive_end=at(1, "13:35"),
        drive_min=120, hazards=("rain",),
    )  # fmt: skip
    second = PlanDay(
        date=dt.date(2027, 3, 13), start_depot=NIGHT, end_depot=END,
        visits=(build_visit(catalogue, THIRD, at(2, "09:00"), at(2, "09:00"), 75),),
        legs=(
            build_leg(catalogue, NIGHT, THIRD, at(2, "08:00"), 60),
            build_leg(catalogue, THIRD, END, at(2, "10:15"), 95),
        ),
        meal=PlanMeal(begin=at(2, "11:00"), minutes=45, place_id=None, position=1), arrive_end=at(2, "12:35"),
        drive_min=110,
    )  # fmt: skip
    return Itinerary(
        format="planner/1",
        request=TripRequest(start=START, end=END, start_date=dt.date(2027, 3, 12), days=2, home_market="JP"),
        days=(first, second),
        lodging=(
            NightStay(
                night=1, place_id=NIGHT, is_town_hotel=True, price_low_vnd=200_000, price_high_vnd=450_000,
                is_price_estimate=True, is_chosen=True,
            ),
        ),
        totals=Totals(drive_min=230, km=62.0, visits=3, cost_vnd_per_person=900_000, cost_parts={}, prize=270),
        unvisited=(
            Unvisited(
                place_id="ts-duong-lam-ancient-village", reason=Reason(code="pace_full", params={}),
                remedy=Reason(code="fuller_pace", params={}),
            ),
        ),
        certificate=Certificate(value=27_000, upper_bound=28_000, gap_pct=3.6, method="test", optimal=False),
        provenance=Provenance(
            data_version="test", sources=(), network="skeleton", seed=1, iterations=1, seconds=None,
            is_reproducible=True, software="test", candidates=3, refereed=True,
        ),
    )  # fmt: skip


def with_name(catalogue: Catalogue, place_id: str, name: str) -> Catalogue:
    """Return the catalogue with one place renamed."""
    renamed = dataclasses.replace(catalogue.places[place_id], name_vi=name, name_en=name)
    return dataclasses.replace(catalogue, places={**catalogue.places, place_id: renamed})
