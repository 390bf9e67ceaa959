"""The use case: what a request changes in the answer, edits and their re-timing, the caches."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from planner.errors import NoFeasibleTripError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.request import Pin, TripRequest
from planner.model.travel import Vehicle
from planner.optimise import SolveParams
from planner.plan import Planner, PlanProgress, apply_change
from planner.settings import DEFAULT_PATH, load_settings

BRIEF = SolveParams(iterations=1_000)
POTTERY = "cv-bat-trang-pottery-village"
MUSEUM = "ts-vietnam-museum-of-ethnology"


def make_request(**changes: object) -> TripRequest:
    fields = {"start": "gw-hanoi-old-quarter", "start_date": dt.date(2027, 3, 12), "days": 1, "vehicle": Vehicle.CAR7}
    return TripRequest.model_validate({**fields, "interests": {"ceramics": 3, "silk": 2}, **changes})


def list_visited(plan: Itinerary) -> list[str]:
    return [visit.place_id for day in plan.days for visit in day.visits]


def list_orders(plan: Itinerary) -> list[list[tuple[str, str | None]]]:
    return [[(visit.place_id, visit.experience_id) for visit in day.visits] for day in plan.days]


def test_interests_shape_the_trip(planner: Planner) -> None:
    potters = planner.plan(make_request(interests={"ceramics": 3}), BRIEF)
    temples = planner.plan(make_request(interests={"temple": 3}), BRIEF)
    assert POTTERY in list_visited(potters)
    assert set(list_visited(potters)) != set(list_visited(temples))
    best = max((visit for visit in potters.days[0].visits), key=lambda visit: visit.prize)
    assert best.prize_parts["interest"] == 120


def test_a_pin_holds_day_and_hour(planner: Planner) -> None:
    request = make_request(days=2, pins=(Pin(place=POTTERY, day=2, at="10:00"),))
    plan = planner.plan(request, BRIEF)
    (visit,) = (visit for visit in plan.days[1].visits if visit.place_id == POTTERY)
    assert visit.begin.strftime("%H:%M") == "10:00"
    assert visit.is_must


def test_what_is_excluded_stays_out_and_says_so(planner: Planner) -> None:
    plan = planner.plan(make_request(exclude=(POTTERY,)), BRIEF)
    assert POTTERY not in list_visited(plan)
    (left,) = (left for left in plan.unvisited if left.place_id == POTTERY)
    assert left.reason.code == "excluded"
    assert left.remedy is not None
    assert left.remedy.code == "allow_place"


def test_an_experience_asked_for_by_name_is_the_one_planned(planner: Planner) -> None:
    both = (f"ex-{POTTERY}-1", f"ex-{POTTERY}-2")
    plan = planner.plan(make_request(must_visit=both), BRIEF)
    assert set(both) <= {visit.experience_id for visit in plan.days[0].visits}


def test_a_closed_wanted_place_names_the_nearest_open_date(planner: Planner) -> None:
    monday = make_request(start_date=dt.date(2027, 3, 15), must_visit=(MUSEUM,))
    with pytest.raises(NoFeasibleTripError) as caught:
        planner.plan(monday, BRIEF)
    (reason,) = caught.value.reasons
    assert reason.reason.code == "inf_closed"  # type: ignore[attr-defined]
    assert reason.change == {"start_date": dt.date(2027, 3, 16)}  # type: ignore[attr-defined]
    assert MUSEUM in list_visited(planner.plan(apply_change(monday, reason.change), BRIEF))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"must_visit": ("lo-lo-lo-chai-homestays-lo-lo",), "days": 2}, "inf_too_far"),
        ({"must_visit": ("cv-bao-ha-carving-and-puppetry-village",)}, "inf_not_located"),
        ({"must_visit": (POTTERY,), "budget_vnd_per_person": 100_000}, "inf_budget"),
        ({"must_visit": (POTTERY,), "max_drive_h_per_day": 0.5}, "inf_too_far"),
        ({"must_visit": (POTTERY,), "day_end": "09:00"}, "inf_jointly_hours"),
    ],
)
def test_an_impossible_request_says_why_and_the_change_it_names_works(
    changes: dict[str, object], code: str, planner: Planner, catalogue: Catalogue
) -> None:
    if code == "inf_not_located":
        unlocated = next(p.id for p in catalogue.places.values() if not p.is_routable and p.old_province == "Hải Phòng")
        changes = {"must_visit": (unlocated,)}
    request = make_request(**changes)
    with pytest.raises(NoFeasibleTripError) as caught:
        planner.plan(request, BRIEF)
    (reason,) = caught.value.reasons
    assert reason.reason.code == code  # type: ignore[attr-defined]
    change = reason.change  # type: ignore[attr-defined]
    assert change is not None
    assert planner.plan(apply_change(request, change), BRIEF).provenance.refereed


def test_a_visit_without_an_end_to_reach_is_refused(planner: Planner) -> None:
    # No bicycle crosses the country in a day.
    with pytest.raises(NoFeasibleTripError) as caught:
        planner.plan(make_request(end="gw-hcmc-district-1", vehicle=Vehicle.BICYCLE), BRIEF)
    assert caught.value.reasons


def test_retiming_the_same_order_changes_nothing(planner: Planner) -> None:
    plan = planner.plan(make_request(days=2), BRIEF)
    again, violations = planner.retime(plan, list_orders(plan))
    assert violations == ()
    assert again.days == plan.days


def test_a_bad_order_is_timed_and_its_faults_are_named(planner: Planner) -> None:
    plan = planner.plan(make_request(pins=(Pin(place=POTTERY, day=1, at="09:30"),)), BRIEF)
    (order,) = list_orders(plan)
    assert len(order) >= 3
    order.remove((POTTERY, plan.days[0].visits[[v.place_id for v in plan.days[0].visits].index(POTTERY)].experience_id))
    order.append(next((v.place_id, v.experience_id) for v in plan.days[0].visits if v.place_id == POTTERY))
    edited, violations = planner.retime(plan, [order])
    assert [visit.place_id for visit in edited.days[0].visits][-1] == POTTERY
    assert {violation.code for violation in violations} & {"window", "closed"}
    assert not edited.provenance.refereed


def test_a_place_added_by_hand_is_timed_although_it_was_no_candidate(planner: Planner) -> None:
    plan = planner.plan(make_request(), BRIEF)
    far = "ts-cai-rang-floating-market"
    edited, violations = planner.retime(plan, [[*list_orders(plan)[0], (far, f"ex-{far}-1")]])
    assert list_visited(edited)[-1] == far
    assert violations


def test_progress_is_told_and_can_stop(planner: Planner) -> None:
    seen: list[PlanProgress] = []

    def stop_early(now: PlanProgress) -> bool:
        seen.append(now)
        return now.stage != "search"

    plan = planner.plan(make_request(), SolveParams(iterations=1_000_000), on_progress=stop_early)
    assert plan.provenance.iterations < 1_000_000
    assert not plan.provenance.is_reproducible
    assert {now.stage for now in seen} == {"places", "search", "certify", "write"}


def test_a_dawn_start_opens_a_dawn_market(planner: Planner) -> None:
    boat = "ex-ts-cai-rang-floating-market-1"
    base = {"start": "gw-can-tho", "must_visit": (boat,), "interests": {}}
    with pytest.raises(NoFeasibleTripError):
        planner.plan(make_request(**base), BRIEF)
    plan = planner.plan(make_request(**base, day_starts={1: "05:30"}), BRIEF)
    (visit,) = (visit for visit in plan.days[0].visits if visit.experience_id == boat)
    assert visit.leave.hour < 9


def test_settings_refuse_a_misspelt_key(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(DEFAULT_PATH.read_text(encoding="utf-8").replace("wish =", "whish ="), encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        load_settings(path)
    assert "whish" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('meal_earliest = "11:00"', 'meal_earliest = "15:00"'),
        ('meal_earliest = "11:00"', 'meal_earliest = "noon"'),
        ("relaxed = 4, balanced = 5, full = 7", "relaxed = 4"),
        ("[[180, 100], [340, 60]", "[[180, 60], [340, 100]"),
    ],
)
def test_settings_refuse_what_makes_no_day(tmp_path: Path, old: str, new: str) -> None:
    text = DEFAULT_PATH.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "settings.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        load_settings(path)
    assert caught.value.code == "R093"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("max_stops = 220", "max_stops = 0", "max_stops"),
        ("drive_cost_per_min = 50", "drive_cost_per_min = -1", "drive_cost_per_min"),
        ("[trip.not_offered]", "[trip.not_offered]\n[extra]", "extra"),
    ],
)
def test_settings_refuse_values_that_make_no_plan(old: str, new: str, word: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    text = DEFAULT_PATH.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        load_settings(path)
    assert word in str(caught.value)


@pytest.mark.parametrize(("language", "name"), [("en", "National Day"), ("vi", "Quốc khánh")])
def test_holidays_are_named_in_the_language_of_the_request(planner: Planner, language: str, name: str) -> None:
    request = TripRequest(start="gw-hanoi-old-quarter", start_date=dt.date(2027, 9, 2), days=1, language=language)
    assert name in planner.plan(request, SolveParams(iterations=200)).days[0].holidays


def test_minutes_that_the_request_sets_are_spent_refereed_and_read_back(planner: Planner) -> None:
    plan = planner.plan(make_request(must_visit=(POTTERY,)), BRIEF)
    (visit,) = (visit for visit in plan.days[0].visits if visit.place_id == POTTERY)
    usual = round((visit.leave - visit.begin).total_seconds() / 60)
    asked = plan.request.model_copy(update={"visit_minutes": {visit.experience_id or POTTERY: usual + 25}})
    longer, violations = planner.retime(dataclasses.replace(plan, request=asked), list_orders(plan))
    (again,) = (visit for visit in longer.days[0].visits if visit.place_id == POTTERY)
    assert (again.leave - again.begin).total_seconds() == 60 * (usual + 25)
    assert longer.days[0].arrive_end > plan.days[0].arrive_end
    if not violations:
        assert planner.check(longer) == ()
    forged = dataclasses.replace(longer, request=plan.request)
    assert any(one.code == "fact" for one in planner.check(forged))


def test_minutes_of_an_experience_go_before_those_of_its_place(planner: Planner, catalogue: Catalogue) -> None:
    first = next(one for one in catalogue.experiences_at[POTTERY] if one.is_family_friendly)
    request = make_request(must_visit=(first.id,), visit_minutes={POTTERY: 50, first.id: 75})
    (visit,) = (one for one in planner.plan(request, BRIEF).days[0].visits if one.experience_id == first.id)
    assert (visit.leave - visit.begin).total_seconds() == 60 * 75


def test_minutes_for_a_place_nobody_knows_are_refused(planner: Planner) -> None:
    with pytest.raises(RequestError, match="unknown id") as caught:
        planner.plan(make_request(visit_minutes={"cv-nowhere": 60}), BRIEF)
    assert (caught.value.code, caught.value.where) == ("R011", "visit_minutes")
