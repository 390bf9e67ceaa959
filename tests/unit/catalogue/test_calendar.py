"""Known days of the Vietnamese calendars, and the rules by which a place is open."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue.calendar import (
    ASSUMED_HOURS_MIN,
    FIRST_DATE,
    LAST_DATE,
    TripCalendar,
    is_festival_on,
    parse_opening_hours,
)
from planner.catalogue.lunar import ANIMALS, get_day_branch, get_lunar, parse_lunar_days
from planner.catalogue.seasons import EFFECTS
from planner.model.catalogue import Catalogue
from planner.model.place import Experience, Festival, Place, SeasonEvent, SeasonScore

TET_2027 = dt.date(2027, 2, 6)
DATES = st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31))


def make_place(**changes: Any) -> Place:
    facts: dict[str, Any] = {
        "id": "ts-somewhere", "kind": "tourist_site", "name_vi": "Đâu đó", "name_en": "Somewhere",
        "lon_deg": 105.8, "lat_deg": 21.0, "coord_uncertainty_km": 0.1, "province": "Hà Nội",
        "old_province": "Hà Nội", "category": "museum", "coordinate_source": "test", "point_kind": "site",
        "visit_minutes": 60,
    }  # fmt: skip
    return Place(**{**facts, **changes})


def make_experience(**changes: Any) -> Experience:
    facts: dict[str, Any] = {
        "id": "ex-ts-somewhere-1", "place_id": "ts-somewhere", "name_en": "Look", "name_vi": "Xem",
        "kind": "visit", "subkind": None, "minutes_typical": 60, "minutes_min": 30, "price_low_vnd": 0,
        "price_high_vnd": 0, "price_basis": "free", "best_months": frozenset(range(1, 13)),
        "opening_hours": "Mo-Su 08:00-17:00", "opening_hours_basis": "source",
    }  # fmt: skip
    return Experience(**{**facts, **changes})


def make_festival(**changes: Any) -> Festival:
    facts: dict[str, Any] = {
        "id": "fe-one", "name_vi": "Hội", "name_en": "Fair", "calendar": "lunar", "start_month_day": "1-6",
        "end_month_day": "1-8", "old_province": "Hà Nội", "province": "Hà Nội", "notes": None,
        "source": "test", "confidence": "approx",
    }  # fmt: skip
    return Festival(**{**facts, **changes})


def make_event(**changes: Any) -> SeasonEvent:
    facts: dict[str, Any] = {
        "id": "event", "title": "Event", "season_regions": ("rrd",), "start_date": "2027-06-01",
        "end_date": "2027-06-30", "factor": 0.5, "effect": "closures", "source": "test", "confidence": "low",
    }  # fmt: skip
    return SeasonEvent(**{**facts, **changes})


def make_catalogue(
    experiences: tuple[Experience, ...] = (),
    festivals: tuple[Festival, ...] = (),
    events: tuple[SeasonEvent, ...] = (),
) -> Catalogue:
    empty: dict[str, Any] = {
        field.name: () if str(field.type).startswith("tuple") else {} for field in dataclasses.fields(Catalogue)
    }
    scores = {
        (region, month): SeasonScore(region, month, 0.9 - month / 20, ("rain",), "test", "test", "medium")
        for region in ("rrd", "mku")
        for month in range(1, 13)
    }
    return Catalogue(
        **{
            **empty,
            "version": "test",
            "experiences": {e.id: e for e in experiences},
            "festivals": {f.id: f for f in festivals},
            "season_events": events,
            "season_region_of": {"Hà Nội": "rrd", "An Giang": "mku"},
            "season_scores": scores,
        }
    )


@pytest.fixture
def calendar() -> TripCalendar:
    return TripCalendar(make_catalogue())


# --- Lunar days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "lunar"),
    [
        (dt.date(2026, 2, 17), (1, 1, 2026, False)),
        (TET_2027, (1, 1, 2027, False)),
        (dt.date(2030, 2, 2), (1, 1, 2030, False)),  # A Chinese calendar says 3 February.
        (dt.date(2027, 4, 16), (10, 3, 2027, False)),  # Hung Kings' day.
        (dt.date(2028, 6, 23), (1, 5, 2028, True)),
    ],
)
def test_lunar_days_are_those_of_viet_nam(on: dt.date, lunar: tuple[int, int, int, bool]) -> None:
    assert get_lunar(on) == lunar


def test_two_packages_agree_on_the_feasts_of_the_moon() -> None:
    """`holidays` has its own table of lunar feasts; `lunar-vn` computes them."""
    calendar = TripCalendar(make_catalogue())
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=i) for i in range(366 * 30)]
    tet = [day for day in days if "Lunar New Year" in calendar.list_holidays(day)]
    kings = [day for day in days if "Hung Kings' Commemoration Day" in calendar.list_holidays(day)]
    assert len(tet) == len(kings) == 30
    assert {get_lunar(day)[:2] for day in tet} == {(1, 1)}
    assert {get_lunar(day)[:2] for day in kings} == {(10, 3)}


def test_day_branch_of_a_known_day() -> None:
    assert ANIMALS[get_day_branch(dt.date(2000, 1, 1))] == "Horse"


@pytest.mark.parametrize("text", ["", "0,4", "31", "1-6..13-1", "1-31", "zodiac:Unicorn", "4;10", "*-*"])
def test_texts_that_are_no_lunar_days_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"lunar|animals"):
        parse_lunar_days(text)


@given(DATES)
def test_six_day_markets_come_every_six_days(on: dt.date) -> None:
    rule = parse_lunar_days("zodiac:Tiger,Monkey")
    assert sum(rule.holds(on + dt.timedelta(days=shift)) for shift in range(6)) == 1


@given(DATES)
def test_days_of_the_month_hold_in_every_month(on: dt.date) -> None:
    assert parse_lunar_days("*-14").holds(on) == (get_lunar(on).day == 14)
    assert parse_lunar_days("4,14").holds(on) == (get_lunar(on).day in (4, 14))


def test_feast_in_a_doubled_month_is_kept_once() -> None:
    rule = parse_lunar_days("5-5")
    days = [dt.date(2028, 1, 1) + dt.timedelta(days=i) for i in range(366)]
    assert [day for day in days if rule.holds(day)] == [dt.date(2028, 5, 28)]


def test_long_pilgrimage_runs_on_through_a_leap_month() -> None:
    rule = parse_lunar_days("1-6..3-30")
    leap_second_month = dt.date(2023, 4, 1)
    assert get_lunar(leap_second_month) == (11, 2, 2023, True)
    assert rule.holds(leap_second_month)


def test_lunar_window_may_cross_the_year() -> None:
    rule = parse_lunar_days("12-23..1-3")
    assert rule.holds(TET_2027 - dt.timedelta(days=2))
    assert rule.holds(TET_2027 + dt.timedelta(days=2))
    assert not rule.holds(TET_2027 + dt.timedelta(days=3))


# --- Hours --------------------------------------------------------------------------------------


def test_hours_of_a_day_with_a_noon_break(calendar: TripCalendar) -> None:
    experience = make_experience(opening_hours="Tu-Su 08:00-11:30,13:30-17:00", opening_hours_basis="typical")
    opening = calendar.get_opening(experience, make_place(), dt.date(2027, 3, 2))
    assert opening.intervals == ((480, 690), (810, 1020))
    assert opening.basis == "typical"
    assert opening.closed_reason is None


@pytest.mark.parametrize(
    ("basis", "expected"),
    [("source", "sourced"), ("places.csv", "sourced"), ("typical", "typical"), ("known_from_memory", "typical")],
)
def test_basis_says_how_far_hours_can_be_trusted(calendar: TripCalendar, basis: str, expected: str) -> None:
    experience = make_experience(opening_hours_basis=basis)
    assert calendar.get_opening(experience, make_place(), dt.date(2027, 3, 2)).basis == expected


def test_night_beyond_midnight_is_clipped(calendar: TripCalendar) -> None:
    experience = make_experience(opening_hours="Fr 19:00-26:00")
    assert calendar.get_opening(experience, make_place(), dt.date(2027, 3, 5)).intervals == ((1140, 1440),)
    assert calendar.get_opening(experience, make_place(), dt.date(2027, 3, 6)).intervals == ((0, 120),)


@pytest.mark.parametrize(
    ("changes", "on", "reason"),
    [
        ({"opening_hours": "Tu-Su 08:00-17:00"}, dt.date(2027, 3, 1), "weekly_closing"),
        ({"opening_hours": "Su 06:00-12:00", "market_days": "Su"}, dt.date(2027, 3, 1), "not_market_day"),
        ({"opening_hours": "unknown", "lunar_days": "2,7"}, dt.date(2027, 3, 1), "not_market_day"),
        ({"opening_hours": "Nov-Mar Mo-Su 08:00-17:00"}, dt.date(2027, 7, 1), "hours_closed"),
        ({"opening_hours": "Mo-Su 08:00-17:00; PH off"}, dt.date(2027, 4, 16), "public_holiday"),
        ({"opening_hours": "Mo-Su 08:00-17:00; PH off"}, dt.date(2027, 2, 8), "tet"),
        ({"opening_hours": "unknown"}, dt.date(2027, 3, 1), "hours_unknown"),
    ],
)
def test_closed_days_say_why(calendar: TripCalendar, changes: dict[str, str], on: dt.date, reason: str) -> None:
    opening = calendar.get_opening(make_experience(**changes), make_place(), on)
    assert opening.intervals == ()
    assert opening.closed_reason == reason


def test_holidays_by_the_moon_are_fed_to_the_hours(calendar: TripCalendar) -> None:
    only_on_holidays = make_experience(opening_hours='PH,We 09:00-12:00 "PH in a comment"')
    hung_kings_friday = dt.date(2027, 4, 16)
    assert calendar.get_opening(only_on_holidays, make_place(), hung_kings_friday).intervals == ((540, 720),)
    assert not calendar.get_opening(only_on_holidays, make_place(), dt.date(2027, 4, 9)).is_open


def test_tet_closes_nothing_by_itself(calendar: TripCalendar) -> None:
    assert calendar.is_tet(TET_2027)
    assert calendar.get_opening(make_experience(), make_place(), TET_2027).is_open


def test_places_without_experiences_have_their_own_hours_or_assumed_ones(calendar: TripCalendar) -> None:
    monday = dt.date(2027, 3, 1)
    stated = calendar.get_opening(None, make_place(opening_hours="Mo 07:00-11:00"), monday)
    assumed = calendar.get_opening(None, make_place(), monday)
    assert (stated.intervals, stated.basis) == (((420, 660),), "sourced")
    assert (assumed.intervals, assumed.basis) == ((ASSUMED_HOURS_MIN,), "unknown")


def test_lunar_market_opens_on_its_days_in_its_stated_hours(calendar: TripCalendar) -> None:
    market = make_experience(
        opening_hours='05:00-15:00 unknown "lunar Tiger and Monkey days"', lunar_days="zodiac:Tiger,Monkey"
    )
    tiger_day = next(
        day for day in (dt.date(2027, 3, 1) + dt.timedelta(days=i) for i in range(12)) if get_day_branch(day) == 2
    )
    assert calendar.get_opening(market, make_place(), tiger_day).intervals == ((300, 900),)
    assert calendar.get_opening(market, make_place(), tiger_day).basis == "sourced"
    assert calendar.get_opening(market, make_place(), tiger_day + dt.timedelta(days=1)).intervals == ()


def test_bad_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="opening_hours"):
        parse_opening_hours("from eight to five")


@given(
    DATES,
    st.sampled_from(
        [
            "24/7", "unknown", "Mo-Su 19:00-02:00", "Mo-Fr 08:00-12:00,11:00-17:00; PH off", "PH 09:00-10:00",
            "Apr-Oct Tu-Th 07:30-10:30; Nov-Mar Sa 08:00-11:30", "Sa-Su 00:00-24:00", '06:00-09:00 unknown "moon"',
        ]
    ),
    st.sampled_from([None, "4,10", "1-6..3-30", "zodiac:Rat,Pig"]),
)  # fmt: skip
def test_intervals_are_sorted_disjoint_and_a_closed_day_has_a_reason(
    on: dt.date, hours: str, lunar_days: str | None
) -> None:
    calendar = TripCalendar(make_catalogue())
    opening = calendar.get_opening(make_experience(opening_hours=hours, lunar_days=lunar_days), make_place(), on)
    flat = [minute for interval in opening.intervals for minute in interval]
    assert flat == sorted(set(flat))
    assert all(0 <= minute <= 1440 for minute in flat)
    assert (opening.closed_reason is None) == bool(opening.intervals)


# --- Festivals ----------------------------------------------------------------------------------


def make_festival_experience(**changes: Any) -> Experience:
    return make_experience(opening_hours="unknown", kind="festival", festival_id="fe-one", tier="festival", **changes)


def test_festival_experience_exists_only_on_its_dates() -> None:
    experience = make_festival_experience()
    calendar = TripCalendar(make_catalogue((experience,), (make_festival(),)))
    first, after = TET_2027 + dt.timedelta(days=5), TET_2027 + dt.timedelta(days=8)
    assert calendar.get_opening(experience, make_place(), first).intervals == (ASSUMED_HOURS_MIN,)
    assert calendar.get_opening(experience, make_place(), first).basis == "unknown"
    closed = calendar.get_opening(experience, make_place(), after)
    assert (closed.closed_reason, closed.are_dates_known) == ("festival_not_on", True)


def test_festival_in_the_cham_calendar_has_no_known_dates() -> None:
    experience = make_festival_experience()
    festival = make_festival(calendar="cham", start_month_day="7-1", end_month_day="7-1")
    calendar = TripCalendar(make_catalogue((experience,), (festival,)))
    opening = calendar.get_opening(experience, make_place(), dt.date(2027, 10, 1))
    assert (opening.closed_reason, opening.are_dates_known) == ("festival_not_on", False)
    own = dataclasses.replace(experience, lunar_days="3-10")
    assert calendar.get_opening(own, make_place(), dt.date(2027, 4, 16)).is_open


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({"calendar": "solar", "start_month_day": "12-25", "end_month_day": "1-5"}, dt.date(2027, 1, 5), True),
        ({"calendar": "solar", "start_month_day": "12-25", "end_month_day": "1-5"}, dt.date(2027, 1, 6), False),
        ({"start_month_day": "*-14", "end_month_day": "*-14"}, TET_2027 + dt.timedelta(days=13), True),
        ({"start_month_day": "*-14", "end_month_day": "*-14"}, TET_2027 + dt.timedelta(days=14), False),
        ({"notes": "approx., odd years"}, TET_2027 + dt.timedelta(days=6), True),
        ({"notes": "approx., even years"}, TET_2027 + dt.timedelta(days=6), False),
        ({"notes": "even years flagship; dates vary"}, TET_2027 + dt.timedelta(days=6), True),
        ({"start_month_day": None, "end_month_day": None}, TET_2027, False),
    ],
)
def test_festival_dates(changes: dict[str, Any], on: dt.date, expected: bool) -> None:
    assert is_festival_on(make_festival(**changes), on) is expected


def test_festivals_of_a_province_include_the_nationwide_ones() -> None:
    here, everywhere = make_festival(), make_festival(id="fe-all", old_province=None, province=None)
    calendar = TripCalendar(make_catalogue(festivals=(here, everywhere)))
    on = TET_2027 + dt.timedelta(days=5)
    assert calendar.list_festivals(on, "Hà Nội") == (here, everywhere)
    assert calendar.list_festivals(on, "An Giang") == (everywhere,)
    assert calendar.list_festivals(on) == (here, everywhere)


# --- Holidays and reach -------------------------------------------------------------------------


def test_holidays_have_names_in_two_languages(calendar: TripCalendar) -> None:
    assert calendar.list_holidays(dt.date(2027, 4, 16)) == ("Hung Kings' Commemoration Day",)
    assert calendar.list_holidays(dt.date(2027, 4, 16), "vi") == ("Ngày Giỗ Tổ Hùng Vương",)
    assert calendar.list_holidays(dt.date(2027, 3, 3)) == ()


def test_two_visitors_at_once_see_the_same_holidays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second asks while the library is still filling the year for the first."""
    calendar = TripCalendar(make_catalogue())
    national_day = dt.date(1983, 9, 2)  # A year that no other test asks for: nothing of it is known yet.
    is_filling, may_go_on = threading.Event(), threading.Event()
    fill = holidays.HolidayBase._populate

    def fill_slowly_once(self: holidays.HolidayBase, year: int) -> None:
        if not is_filling.is_set():
            is_filling.set()
            assert may_go_on.wait(30)
        fill(self, year)

    monkeypatch.setattr(holidays.HolidayBase, "_populate", fill_slowly_once)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(calendar.list_holidays, national_day, "vi")
        assert is_filling.wait(30)
        second = calendar.list_holidays(national_day, "vi")
        may_go_on.set()
        assert first.result() == second == ("Quốc khánh",)


def test_tet_is_the_eve_three_days_and_days_off(calendar: TripCalendar) -> None:
    around = [TET_2027 + dt.timedelta(days=shift) for shift in range(-4, 8)]
    assert [day for day in around if calendar.is_tet(day)] == [
        TET_2027 + dt.timedelta(days=shift) for shift in range(-2, 5)
    ]


def test_calendar_answers_at_both_of_its_ends(calendar: TripCalendar) -> None:
    for on in (FIRST_DATE, LAST_DATE):
        assert calendar.is_supported(on)
        calendar.is_tet(on)
        assert calendar.get_lunar(on).day >= 1
    assert not calendar.is_supported(FIRST_DATE - dt.timedelta(days=1))
    assert not calendar.is_supported(dt.date(2101, 1, 1))


# --- Seasons ------------------------------------------------------------------------------------

JUNE = dt.date(2027, 6, 15)


@pytest.mark.parametrize(
    ("effect", "place", "experience", "bears"),
    [
        ("closures", {}, {}, True),
        ("boats suspended at times", {}, {"kind": "boat"}, True),
        ("boats suspended at times", {}, {"kind": "trek"}, False),
        ("river caves closed at times", {"category": "cave"}, {}, True),
        ("river caves closed at times", {}, {"kind": "boat", "name_en": "River-cave boat"}, True),
        ("river caves closed at times", {}, {"kind": "boat"}, False),
        ("one site closed", {"name_en": "Mausoleum of Event"}, {}, False),
        ("one site closed", {"name_en": "Event"}, {}, True),
        ("flooded minor roads", {}, {}, True),
        ("flooded minor roads", {}, {"kind": "boat"}, False),
        ("crowds at festival sites only", {}, {}, False),
    ],
)
def test_event_lessens_only_what_its_effect_is_about(
    effect: str, place: dict[str, str], experience: dict[str, str], bears: bool
) -> None:
    calendar = TripCalendar(make_catalogue(events=(make_event(effect=effect),)))
    view = calendar.get_season(make_place(**place), make_experience(**experience), JUNE)
    assert view.event_factor == (0.5 if bears else 1.0)
    assert bool(view.events) is bears


def test_event_is_bound_to_its_region_and_dates() -> None:
    calendar = TripCalendar(make_catalogue(events=(make_event(),)))
    elsewhere = calendar.get_season(make_place(old_province="An Giang"), None, JUNE)
    later = calendar.get_season(make_place(), None, dt.date(2027, 7, 1))
    assert elsewhere.event_factor == later.event_factor == 1.0
    assert elsewhere.are_events_known
    assert not later.are_events_known


def test_crowds_of_a_festival_are_at_its_sites_while_it_lasts() -> None:
    experience = make_festival_experience()
    event = make_event(effect="crowds at festival sites only", start_date="2027-02-01", end_date="2027-05-30")
    calendar = TripCalendar(make_catalogue((experience,), (make_festival(),), (event,)))
    during, after = TET_2027 + dt.timedelta(days=5), TET_2027 + dt.timedelta(days=20)
    assert calendar.get_season(make_place(), None, during).event_factor == 0.5
    assert calendar.get_season(make_place(), None, after).event_factor == 1.0
    assert calendar.get_season(make_place(id="ts-other"), None, during).event_factor == 1.0


def test_factors_multiply() -> None:
    calendar = TripCalendar(make_catalogue(events=(make_event(), make_event(id="two", effect="crowds", factor=0.4))))
    assert calendar.get_season(make_place(), None, JUNE).event_factor == pytest.approx(0.2)


def test_tet_of_a_year_without_a_row_takes_the_factor_of_a_known_one() -> None:
    row = make_event(id="tet_2027", season_regions=("*",), start_date="2027-02-04", end_date="2027-02-10", factor=0.1)
    calendar = TripCalendar(make_catalogue(events=(row,)))
    assert calendar.get_season(make_place(), None, TET_2027).events == (row,)
    derived = calendar.get_season(make_place(), None, dt.date(2029, 2, 13))
    assert derived.event_factor == 0.1
    assert [event.id for event in derived.events] == ["tet_2029"]
    assert not derived.are_events_known


def test_score_is_that_of_the_month_in_the_old_province() -> None:
    view = TripCalendar(make_catalogue()).get_season(make_place(), None, JUNE)
    assert view.score == pytest.approx(0.6)
    assert view.hazards == ("rain",)


def test_every_effect_has_a_rule() -> None:
    assert set(EFFECTS) >= {"closures", "partial closures", "crowds"}
