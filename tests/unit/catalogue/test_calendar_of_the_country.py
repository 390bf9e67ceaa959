"""The calendar over the shipped tables: days that people who live there know."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from planner.catalogue import load_catalogue
from planner.catalogue.calendar import DayOpening, TripCalendar
from planner.catalogue.lunar import ANIMALS, get_day_branch
from planner.catalogue.seasons import EFFECTS
from planner.model.catalogue import Catalogue

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.json"))
YEAR_2027 = [dt.date(2027, 1, 1) + dt.timedelta(days=i) for i in range(365)]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def calendar(catalogue: Catalogue) -> TripCalendar:
    return TripCalendar(catalogue)


def open_on(catalogue: Catalogue, calendar: TripCalendar, experience_id: str, on: dt.date) -> DayOpening:
    experience = catalogue.experiences[experience_id]
    return calendar.get_opening(experience, catalogue.located[experience.place_id], on)


def list_open_days(catalogue: Catalogue, calendar: TripCalendar, experience_id: str) -> list[dt.date]:
    return [on for on in YEAR_2027 if open_on(catalogue, calendar, experience_id, on).is_open]


@pytest.mark.parametrize(
    ("experience_id", "weekdays"),
    [
        ("ex-ts-bac-ha-sunday-market-1", {6}),
        ("ex-ts-can-cau-saturday-market-1", {5}),
        ("ex-ts-vietnam-museum-of-ethnology-1", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_weekly_days(catalogue: Catalogue, calendar: TripCalendar, experience_id: str, weekdays: set[int]) -> None:
    assert {on.weekday() for on in list_open_days(catalogue, calendar, experience_id)} == weekdays


def test_bac_ha_is_no_market_on_saturday(catalogue: Catalogue, calendar: TripCalendar) -> None:
    saturday = open_on(catalogue, calendar, "ex-ts-bac-ha-sunday-market-1", dt.date(2027, 3, 6))
    assert saturday.closed_reason == "not_market_day"


def test_ethnology_museum_rests_on_monday(catalogue: Catalogue, calendar: TripCalendar) -> None:
    monday = open_on(catalogue, calendar, "ex-ts-vietnam-museum-of-ethnology-1", dt.date(2027, 3, 1))
    assert monday.closed_reason == "weekly_closing"
    assert monday.basis == "typical", "the table knows these hours from memory only"


@pytest.mark.parametrize(
    ("experience_id", "animals"),
    [
        ("ex-ts-lung-phin-rotating-market-1", {"Tiger", "Monkey"}),
        ("ex-ts-sa-phin-rotating-market-1", {"Snake", "Pig"}),
    ],
)
def test_rotating_markets_follow_the_animals(
    catalogue: Catalogue, calendar: TripCalendar, experience_id: str, animals: set[str]
) -> None:
    days = list_open_days(catalogue, calendar, experience_id)
    assert {ANIMALS[get_day_branch(on)] for on in days} == animals
    assert {(b - a).days for a, b in pairwise(days)} == {6}
    assert open_on(catalogue, calendar, experience_id, days[0]).intervals == ((300, 900),)


def test_khau_vai_follows_the_moon(catalogue: Catalogue, calendar: TripCalendar) -> None:
    days = list_open_days(catalogue, calendar, "ex-ts-khau-vai-market-1")
    assert {calendar.get_lunar(on).day for on in days} == {2, 7, 12, 17, 22, 27}
    love_market = list_open_days(catalogue, calendar, "ex-ts-khau-vai-market-2")
    assert love_market == [dt.date(2027, 5, 2), dt.date(2027, 5, 3)]


def test_hung_kings_day_is_holiday_and_feast(catalogue: Catalogue, calendar: TripCalendar) -> None:
    on = dt.date(2027, 4, 16)
    assert calendar.list_holidays(on) == ("Hung Kings' Commemoration Day",)
    assert "fe-hung-kings-commemoration" in {festival.id for festival in calendar.list_festivals(on, "Phú Thọ")}
    assert list_open_days(catalogue, calendar, "ex-ts-hung-kings-temple-2") == [on]


def test_kate_has_no_known_dates(catalogue: Catalogue, calendar: TripCalendar) -> None:
    opening = open_on(catalogue, calendar, "ex-ts-po-klong-garai-towers-2", dt.date(2027, 10, 1))
    assert not opening.are_dates_known


def test_every_other_experience_is_open_some_day_within_two_years(catalogue: Catalogue, calendar: TripCalendar) -> None:
    days = [*YEAR_2027, *(on + dt.timedelta(days=365) for on in YEAR_2027)]
    never = {
        e.id
        for e in catalogue.experiences.values()
        if not any(open_on(catalogue, calendar, e.id, on).is_open for on in days)
    }
    assert never == {"ex-ts-po-klong-garai-towers-2"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_wanted_place_of_an_example_is_open_on_the_trip(
    catalogue: Catalogue, calendar: TripCalendar, path: Path
) -> None:
    request: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    first = dt.date.fromisoformat(request["start_date"])
    dates = [first + dt.timedelta(days=i) for i in range(request["days"])]
    for place_id in request["must_visit"]:
        experiences = catalogue.experiences_at.get(place_id) or (None,)
        located = catalogue.located[place_id]
        assert any(calendar.get_opening(e, located, on).is_open for e in experiences for on in dates), place_id


def test_every_effect_word_of_the_table_is_understood(catalogue: Catalogue) -> None:
    assert {event.effect for event in catalogue.season_events} <= set(EFFECTS)


def test_mausoleum_repairs_lessen_the_mausoleum_alone(catalogue: Catalogue, calendar: TripCalendar) -> None:
    on = dt.date(2027, 7, 1)
    factors = {
        place_id: calendar.get_season(catalogue.located[place_id], None, on).event_factor
        for place_id in ("ts-ho-chi-minh-mausoleum", "ts-vietnam-museum-of-ethnology")
    }
    assert factors == {"ts-ho-chi-minh-mausoleum": pytest.approx(0.9), "ts-vietnam-museum-of-ethnology": 1.0}


def test_tet_lessens_a_village_but_does_not_close_it(catalogue: Catalogue, calendar: TripCalendar) -> None:
    village = catalogue.places["cv-bat-trang-pottery-village"]
    view = calendar.get_season(village, None, dt.date(2027, 2, 7))
    assert view.event_factor == pytest.approx(0.1)
    assert [event.id for event in view.events] == ["tet_2027"]
