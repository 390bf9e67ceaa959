"""Requests that are odd but allowed, and texts that are no request: each once broke a plan or its refusal."""

import datetime as dt

import pytest

from planner.errors import NoFeasibleTripError, RequestError
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.optimise import SolveParams
from planner.plan import Planner, apply_change, build_request, parse_request
from planner.plan.diagnose import merge_changes

BRIEF = SolveParams(iterations=300)
POTTERY = "cv-bat-trang-pottery-village"
HOMESTAY = "lo-ang-village-homestays-thai"
PLAIN = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": 1}
YAML = "start: gw-hanoi-old-quarter\nstart_date: 2027-03-12\ndays: 1\n"


def plan(planner: Planner, **changes: object) -> Itinerary:
    plan = planner.plan(build_request({**PLAIN, **changes}), BRIEF)
    assert planner.check(plan) == ()
    return plan


@pytest.mark.parametrize("home", ["VN", "vn", " Việt Nam ", "Vietnam", "Viet Nam"])
def test_who_lives_here_carries_nothing_over_a_border(planner: Planner, home: str) -> None:
    visits = plan(planner, home_market=home, interests={"ceramics": 3}).days[0].visits
    products = [product for visit in visits for product in visit.products]
    assert products
    assert all(product.verdict is None for product in products)


def test_a_country_is_named_by_its_code_in_warnings(planner: Planner) -> None:
    warnings = {w.code: w.params for w in plan(planner, home_market="Brazil").warnings}
    assert warnings["warn_market_without_rules"] == {"market": "BR"}


def test_a_pin_hour_may_lack_its_zero(planner: Planner) -> None:
    (visit,) = (v for v in plan(planner, pins=[{"place": POTTERY, "day": 1, "at": "9:00"}]).days[0].visits if v.is_must)
    assert visit.begin.hour == 9


def test_a_pinned_homestay_is_slept_at_on_its_night_only(planner: Planner) -> None:
    fields = {"start": "gw-moc-chau", "days": 3, "pins": [{"place": HOMESTAY, "day": 2}]}
    trip = plan(planner, **fields)
    days = {d for d, day in enumerate(trip.days, 1) for visit in day.visits if visit.place_id == HOMESTAY}
    days |= {stay.night for stay in trip.lodging if stay.place_id == HOMESTAY}
    assert 2 in days


def test_a_pinned_hour_at_a_homestay_is_a_visit(planner: Planner) -> None:
    request = build_request(
        {**PLAIN, "start": "gw-moc-chau", "days": 2, "pins": [{"place": HOMESTAY, "day": 1, "at": "11:30"}]}
    )
    built = planner.build(request)
    homestay = [depot.id for depot in built.depots].index(HOMESTAY)
    assert built.problem.depot_group[homestay] == -1


def test_a_place_and_one_of_its_experiences_are_one_wish(planner: Planner) -> None:
    experience = f"ex-{POTTERY}-1"
    visits = plan(planner, must_visit=[POTTERY, experience]).days[0].visits
    assert experience in {visit.experience_id for visit in visits}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pins": [{"place": POTTERY, "day": 1}], "exclude": [POTTERY]}, "in pins and in exclude"),
        ({"days": 2, "lodging": HOMESTAY, "exclude": [HOMESTAY]}, "in lodging and in exclude"),
        ({"pins": [{"place": POTTERY, "day": 1}, {"place": POTTERY, "day": 1, "at": "09:00"}]}, "pinned twice"),
        ({"budget_vnd_per_person": 10**30}, "less than or equal"),
        ({"title": "a\ud800b"}, "unicode"),
        ({"must_visit": ["a\ud800b"]}, "surrogate"),
        ({"start_date": "9999-12-31", "days": 3}, "last date"),
        ({"day_start": "०८:३०"}, "expected a time"),
        ({"must_visit": [["x"] * 1000]}, "got a list"),
    ],
)
def test_contradictions_and_nonsense_are_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(RequestError, match=words) as caught:
        build_request({**PLAIN, **changes})
    assert caught.value.code == "R002"
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"must_visit": [f"ex-{POTTERY}-1"], "exclude": [POTTERY]}, "R013"),
        ({"start_date": "9999-01-01", "days": 3}, "R014"),
        ({"start_date": "2100-12-31", "days": 2}, "R014"),
    ],
)
def test_what_only_the_catalogue_or_calendar_can_tell_is_refused(
    planner: Planner, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RequestError) as caught:
        planner.plan(build_request({**PLAIN, **changes}), BRIEF)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " + "[" * 20_000,
        '{"days": ' + "9" * 5000 + "}",
        '{"days": 1, "days": 2}',
        YAML + "days: 2\n",
        YAML + "must_visit: &a [*a]\n",
        "a: &a [x, x]\nb: &b [*a, *a]\n",
        YAML + "title: " + "x" * 1_000_001,
        "!!python/object/apply:os.system ['true']",
    ],
)
def test_a_text_that_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse_request(text)
    assert caught.value.code == "R001"
    assert "\n" not in str(caught.value)


def test_a_trip_worth_less_than_its_driving_is_still_sound(planner: Planner) -> None:
    trip = plan(planner, end="gw-hai-phong-city", day_start="12:00", day_end="15:00", interests={})
    assert trip.certificate.value <= trip.certificate.upper_bound


def test_yaml_keeps_times_dates_and_norway() -> None:
    request = parse_request(YAML + "day_start: 10:30\nday_end: 18:00\nhome_market: NO\nday_starts: {1: 05:00}\n")
    assert request == TripRequest(
        start="gw-hanoi-old-quarter",
        start_date=dt.date(2027, 3, 12),
        days=1,
        day_start="10:30",
        day_end="18:00",
        home_market="NO",
        day_starts={1: "05:00"},
    )


def test_an_experience_that_cannot_be_had_is_named_with_a_change_that_helps(planner: Planner) -> None:
    hard = "ex-cv-van-ly-salt-village-1"
    request = build_request({**PLAIN, "start": "gw-ninh-binh", "max_effort": 1, "must_visit": [hard]})
    with pytest.raises(NoFeasibleTripError) as caught:
        planner.plan(request, BRIEF)
    (found,) = caught.value.reasons
    assert found.reason.code == "inf_effort"  # type: ignore[attr-defined]
    assert found.change == {"max_effort": 2}  # type: ignore[attr-defined]


def test_several_impossible_wishes_are_given_up_together(planner: Planner) -> None:
    far = ["ts-ca-mau-cape-national-park", "lo-lo-lo-chai-homestays-lo-lo"]
    request = build_request({**PLAIN, "must_visit": [POTTERY, *far]})
    with pytest.raises(NoFeasibleTripError) as caught:
        planner.plan(request, BRIEF)
    changes = [reason.change for reason in caught.value.reasons if reason.change]  # type: ignore[attr-defined]
    assert merge_changes(request, changes) == {"must_visit": (POTTERY,)}
    assert planner.plan(apply_change(request, {"must_visit": [POTTERY]}), BRIEF)
