"""The smallest change that mends a day: what is offered was tried, and making it helps."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.model.request import Pace, TripRequest
from planner.optimise import SolveParams
from planner.plan import Mend, Planner, PlanProgress
from planner.plan.mending import MAX_TOLD

REQUEST = TripRequest(
    start="gw-hanoi-old-quarter", start_date=dt.date(2027, 10, 14), days=2, day_start="08:30", pace=Pace.RELAXED,
    interests={"ceramics": 2, "tea": 2, "lacquer": 2, "workshop": 2}, max_drive_h_per_day=3.5,
)  # fmt: skip
Orders = tuple[tuple[tuple[str, str | None], ...], ...]


@pytest.fixture(scope="module")
def plan(planner: Planner) -> Itinerary:
    return planner.plan(REQUEST, SolveParams(iterations=2_000))


def list_orders(plan: Itinerary) -> Orders:
    return tuple(tuple((visit.place_id, visit.experience_id) for visit in day.visits) for day in plan.days)


def make(planner: Planner, plan: Itinerary, mend: Mend) -> tuple[Violation, ...]:
    _, violations = planner.retime(replace(plan, request=mend.request), mend.orders)
    return violations


def list_on(violations: tuple[Violation, ...], day: int | None) -> set[str]:
    return {one.code for one in violations if one.day == day}


def assert_mended(planner: Planner, broken: tuple[Itinerary, tuple[Violation, ...]], day: int | None) -> list[str]:
    """Make each change that is offered; return their codes."""
    plan, before = broken
    mends = planner.find_mends(plan, day)
    assert 1 <= len(mends) <= MAX_TOLD
    for mend in mends:
        after = make(planner, plan, mend)
        assert list_on(after, day) == set()
        assert {(one.code, one.day) for one in after} <= {(one.code, one.day) for one in before}
    return [mend.change.code for mend in mends]


def test_a_plan_that_keeps_its_rules_and_times_needs_nothing(planner: Planner, plan: Itinerary) -> None:
    alert_pct = planner.settings.punctuality.alert_below_pct
    sure = [
        number
        for number, day in enumerate(plan.days)
        if min(day.on_time_pct or 0, *(visit.on_time_pct or 0 for visit in day.visits)) >= alert_pct
    ]
    assert all(planner.find_mends(plan, number) == () for number in sure)
    assert planner.find_mends(plan, None) == ()


def test_an_order_that_comes_too_late_is_mended_by_another_order(planner: Planner, plan: Itinerary) -> None:
    orders = list_orders(plan)
    turned = [planner.retime(plan, (tuple(reversed(orders[0])), orders[1]))]
    turned += [planner.retime(plan, (orders[0], tuple(reversed(orders[1]))))]
    broken = [(one, number) for number, one in enumerate(turned) if list_on(one[1], number)]
    assert broken, "the trip of this test needs a day whose order matters"
    for one, number in broken:
        codes = assert_mended(planner, one, number)
        assert codes[0] in ("earlier", "later", "set_out")


def test_a_day_with_too_many_stops_gets_a_fuller_pace_or_loses_one(planner: Planner, plan: Itinerary) -> None:
    first, second = list_orders(plan)
    broken = planner.retime(plan, ((*first, second[0]), second[1:]))
    assert "visits" in list_on(broken[1], 0)
    mends = planner.find_mends(broken[0], 0)
    assert {mend.change.code for mend in mends} <= {"fuller_pace", "other_day", "leave_out"}
    for mend in mends:
        assert "visits" not in list_on(make(planner, broken[0], mend), 0)


def test_a_budget_that_is_too_small_is_told_as_it_must_be(planner: Planner, plan: Itinerary) -> None:
    poor = replace(plan, request=REQUEST.model_copy(update={"budget_vnd_per_person": 700_000}))
    broken = planner.retime(poor, list_orders(plan))
    assert "resource" in list_on(broken[1], None)
    assert assert_mended(planner, broken, None)[0] == "more_budget"
    mend = planner.find_mends(broken[0], None)[0]
    assert int(mend.change.params["vnd"]) >= plan.totals.cost_vnd_per_person
    lower = mend.request.model_copy(update={"budget_vnd_per_person": int(mend.change.params["vnd"]) - 50_000})
    assert "resource" in list_on(planner.retime(replace(plan, request=lower), list_orders(plan))[1], None)


def test_what_is_left_out_is_not_wanted_any_more(planner: Planner, plan: Itinerary) -> None:
    first, second = list_orders(plan)
    edits = ((tuple(reversed(first)), second), (first, tuple(reversed(second))))
    mends = [
        mend
        for number, orders in enumerate(edits)
        for mend in planner.find_mends(planner.retime(plan, orders)[0], number)
    ]
    left_out = [mend for mend in mends if mend.change.code == "leave_out"]
    assert left_out
    for mend in left_out:
        assert mend.change.params["place"] in mend.request.exclude


def test_the_search_for_a_change_can_be_stopped(planner: Planner, plan: Itinerary) -> None:
    first, second = list_orders(plan)
    broken, violations = planner.retime(plan, ((*first, second[0]), second[1:]))
    assert violations
    told: list[PlanProgress] = []

    def stop(progress: PlanProgress) -> bool:
        told.append(progress)
        return len(told) < 3

    assert planner.find_mends(broken, 0, on_progress=stop) == ()
    assert [progress.done for progress in told] == [0, 1, 2]
