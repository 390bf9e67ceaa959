"""Why not and what if not on real trips: the other plan is refereed, and what is said of it is true."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.errors import UnknownIdError
from planner.model.itinerary import Itinerary
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.model.travel import Vehicle
from planner.optimise import SolveParams
from planner.plan import Planner

BRIEF = SolveParams(iterations=1_000)
POTTERY = "cv-bat-trang-pottery-village"
FAR = "lo-lo-lo-chai-homestays-lo-lo"
REQUEST = TripRequest(
    start="gw-hanoi-old-quarter",
    start_date=dt.date(2027, 3, 12),
    days=2,
    vehicle=Vehicle.CAR7,
    interests={"ceramics": 3, "silk": 2},
    must_visit=(POTTERY,),
)


@pytest.fixture(scope="module")
def plan(planner: Planner) -> Itinerary:
    return planner.plan(REQUEST, BRIEF)


def list_visited(plan: Itinerary) -> list[str]:
    return [visit.place_id for day in plan.days for visit in day.visits]


def test_the_plan_with_a_place_has_it_and_all_that_was_wanted(planner: Planner, plan: Itinerary) -> None:
    asked = [left.place_id for left in plan.unvisited if left.remedy == Reason(code="add_must", params={})][:3]
    assert asked
    for place_id in asked:
        found = planner.explain_place(plan, place_id, BRIEF)
        other = found.itinerary
        assert found.outcome == "found"
        assert other is not None
        assert {place_id, POTTERY} <= set(list_visited(other))
        assert planner.check(other) == ()
        assert other.request == found.request
        assert found.loss == plan.certificate.value - other.certificate.value
        assert set(found.leaves) == set(list_visited(plan)) - set(list_visited(other))
        assert set(found.enters) == set(list_visited(other)) - set(list_visited(plan))
        assert found.drive_min == other.totals.drive_min - plan.totals.drive_min
        assert found.why is not None
        assert found.why.code == next(left.reason.code for left in plan.unvisited if left.place_id == place_id)


def test_the_plan_without_a_visit_loses_no_more_than_the_visit_adds(planner: Planner, plan: Itinerary) -> None:
    for place_id in list_visited(plan)[:3]:
        found = planner.explain_visit(plan, place_id, BRIEF)
        other, share = found.itinerary, found.contribution
        assert other is not None
        assert share is not None
        assert place_id not in list_visited(other)
        assert planner.check(other) == ()
        visit = next(v for day in plan.days for v in day.visits if v.place_id == place_id)
        assert share.prize_parts == visit.prize_parts
        assert share.gain <= 100 * visit.prize
        assert share.visit_min == (visit.leave - visit.begin).total_seconds() / 60
        assert found.loss is not None
        assert found.loss <= share.worth


def test_what_nobody_wants_any_more_is_no_must_of_the_other_plan(planner: Planner, plan: Itinerary) -> None:
    found = planner.explain_visit(plan, POTTERY, BRIEF)
    assert POTTERY in found.request.exclude
    assert POTTERY not in found.request.must_visit
    assert planner.find_contribution(plan, FAR) is None


def test_a_place_nobody_looked_at_is_added(planner: Planner, plan: Itinerary) -> None:
    looked_at = {option.located.id for option in planner.build(plan.request).options}
    strange = next(
        one.id
        for one in planner.catalogue.places.values()
        if one.id not in looked_at and one.is_routable and one.old_province == "Hà Nội"
    )
    found = planner.explain_place(plan, strange, BRIEF)
    assert found.why is not None
    if found.itinerary is not None:
        assert strange in list_visited(found.itinerary)
        assert planner.check(found.itinerary) == ()


def test_an_impossible_place_says_why_and_not_that_it_be_dropped(planner: Planner, plan: Itinerary) -> None:
    found = planner.explain_place(plan, FAR, BRIEF)
    assert found.outcome == "impossible"
    assert found.itinerary is None
    assert found.loss is None
    (reason,) = found.reasons
    assert reason.reason.code == "inf_too_far"
    assert reason.remedy is None or reason.remedy.code != "drop_must"


def test_an_unknown_place_is_refused_with_the_nearest(planner: Planner, plan: Itinerary) -> None:
    with pytest.raises(UnknownIdError) as caught:
        planner.explain_place(plan, "cv-bat-trang-potery", BRIEF)
    assert POTTERY in caught.value.nearest


def test_the_same_question_has_the_same_answer(planner: Planner, plan: Itinerary) -> None:
    place_id = plan.unvisited[0].place_id
    assert planner.explain_place(plan, place_id, BRIEF) == planner.explain_place(plan, place_id, BRIEF)


def test_a_remedy_that_was_not_tried_says_so(planner: Planner, plan: Itinerary) -> None:
    """Where a must is proposed as tried, a trip with it exists; where it is not, nothing is promised."""
    remedies = {left.place_id: left.remedy.code for left in plan.unvisited if left.remedy is not None}
    tried = [place_id for place_id, code in remedies.items() if code == "add_must"]
    assert tried
    for place_id in tried[:4]:
        assert planner.explain_place(plan, place_id, BRIEF).outcome == "found"


def leave_out(plan: Itinerary, place_id: str) -> list[list[tuple[str, str | None]]]:
    return [[(v.place_id, v.experience_id) for v in day.visits if v.place_id != place_id] for day in plan.days]


def test_the_missing_money_is_told_to_the_dong(planner: Planner, plan: Itinerary) -> None:
    visits = [visit for day in plan.days for visit in day.visits if not visit.is_must]
    dear = max(visits, key=lambda visit: visit.price_vnd)
    for short_vnd, code in ((1, "budget"), (0, "fits")):
        request = plan.request.model_copy(
            update={
                "budget_vnd_per_person": plan.totals.cost_vnd_per_person - short_vnd,
                "nice_to_visit": (dear.place_id,),
            }
        )
        edited, violations = planner.retime(replace(plan, request=request), leave_out(plan, dear.place_id))
        assert violations == ()
        (told,) = (left for left in edited.unvisited if left.place_id == dear.place_id)
        assert told.reason.code == code
        if short_vnd:
            assert told.reason.params == {"vnd": short_vnd}
            assert told.remedy == Reason(code="more_budget", params={"vnd": plan.totals.cost_vnd_per_person})


def test_a_wished_experience_whose_place_is_seen_another_way_is_told(planner: Planner) -> None:
    ways = [f"ex-{POTTERY}-{number}" for number in (1, 2)]
    plan = planner.plan(REQUEST.model_copy(update={"must_visit": (ways[0],), "nice_to_visit": (ways[1],)}), BRIEF)
    orders = [[(v.place_id, v.experience_id) for v in d.visits if v.experience_id != ways[1]] for d in plan.days]
    edited, _ = planner.retime(plan, orders)
    (told,) = (left for left in edited.unvisited if left.place_id == ways[1])
    assert told.reason == Reason(code="other_way", params={"place": ways[0]})
    assert told.remedy == Reason(code="try_must", params={})


def test_a_dinner_that_is_not_wanted_is_not_offered(planner: Planner) -> None:
    request = REQUEST.model_copy(update={"lodging": "lo-duong-lam-village-homestays"})
    (stay,) = planner.plan(request, BRIEF).lodging
    assert stay.dinner_experience_id is not None
    (again,) = planner.plan(request.model_copy(update={"exclude": (stay.dinner_experience_id,)}), BRIEF).lodging
    assert again.place_id == stay.place_id
    assert again.dinner_experience_id is None
    assert again.price_high_vnd < stay.price_high_vnd
