"""How sure a plan's times are, planning with reserve, and what is said where it does not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import NoFeasibleTripError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility, Itinerary, dump_plan, load_plan
from planner.model.request import Punctuality, TripRequest
from planner.network import SkeletonSource
from planner.optimise import SolveParams
from planner.plan import Planner, apply_change, build_request, parse_request
from planner.settings import DEFAULT_PATH, load_settings

BRIEF = SolveParams(iterations=1_000)
EXAMPLES = Path(__file__).parents[3] / "examples"
FIELDS = {
    "start": "gw-hanoi-old-quarter",
    "start_date": "2027-03-12",
    "days": 2,
    "interests": {"ceramics": 3, "silk": 2, "food": 1},
    "pace": "full",
}


@pytest.fixture(scope="module")
def usual(planner: Planner) -> Itinerary:
    return planner.plan(build_request(FIELDS), BRIEF)


@pytest.fixture(scope="module")
def safe(planner: Planner) -> Itinerary:
    return planner.plan(build_request({**FIELDS, "punctuality": "safe"}), BRIEF)


def list_shares(plan: Itinerary) -> list[int | None]:
    return [one.on_time_pct for day in plan.days for one in (day, *day.visits)]


def test_every_plan_says_how_sure_its_times_are(usual: Itinerary) -> None:
    shares = [share for share in list_shares(usual) if share is not None]
    assert len(shares) == len(list_shares(usual))
    assert all(0 <= share <= 100 for share in shares)
    assert usual.totals.on_time_pct is not None
    assert usual.totals.on_time_pct <= min(shares)
    assert all(visit.slack_min is not None and visit.slack_min >= 0 for day in usual.days for visit in day.visits)


def test_the_referee_recomputes_it_and_names_a_forgery(planner: Planner, usual: Itinerary, safe: Itinerary) -> None:
    for plan in (usual, safe):
        assert planner.check(load_plan(dump_plan(plan))) == ()
    first, *others = usual.days
    boast = replace(usual, days=(replace(first, on_time_pct=(first.on_time_pct or 0) - 1), *others))
    assert [v.message for v in planner.check(boast)] == ["on_time_pct differs from the data"]
    totals = replace(usual, totals=replace(usual.totals, on_time_pct=101))
    assert [v.code for v in planner.check(totals)] == ["totals"]


def test_a_plan_that_leaves_it_unsaid_is_sound(planner: Planner, usual: Itinerary) -> None:
    silent = replace(
        usual,
        totals=replace(usual.totals, on_time_pct=None),
        days=tuple(
            replace(
                day, on_time_pct=None, slack_min=None,
                visits=tuple(replace(visit, on_time_pct=None, slack_min=None) for visit in day.visits),
            )
            for day in usual.days
        ),
    )  # fmt: skip
    assert planner.check(silent) == ()


def test_reserve_makes_the_days_surer(usual: Itinerary, safe: Itinerary) -> None:
    assert usual.totals.on_time_pct is not None
    assert safe.totals.on_time_pct is not None
    assert safe.totals.on_time_pct > usual.totals.on_time_pct
    assert min(share for share in list_shares(safe) if share is not None) >= 80


def test_times_are_usual_ones_and_a_day_leaves_early_enough_for_its_reserve(planner: Planner, safe: Itinerary) -> None:
    for day in safe.days:
        for leg, visit in zip(day.legs, day.visits, strict=False):
            minutes = round((visit.arrive - leg.depart).total_seconds() / 60)
            assert minutes in (leg.minutes, leg.minutes + 45)  # with the pause on the way
    built = planner.build(safe.request)
    assert (built.problem.travel_min >= built.timed.travel_min).all()
    assert (built.problem.travel_min > built.timed.travel_min).any()
    assert (built.problem.drive_min == built.timed.drive_min).all()


def test_a_plan_without_reserve_that_claims_one_is_named(planner: Planner, usual: Itinerary) -> None:
    claims = replace(usual, request=usual.request.model_copy(update={"punctuality": Punctuality.SAFE}))
    assert {violation.code for violation in planner.check(claims)} == {"reserve"}


def test_an_edited_order_keeps_its_reserve_or_says_that_it_does_not(planner: Planner, safe: Itinerary) -> None:
    orders = [[(v.place_id, v.experience_id) for v in day.visits] for day in safe.days]
    again, violations = planner.retime(safe, orders)
    assert violations == ()
    assert [day.visits for day in again.days] == [day.visits for day in safe.days]
    turned = [list(reversed(order)) for order in orders]
    edited, violations = planner.retime(safe, turned)
    assert list_shares(edited) != list_shares(safe)
    assert violations == () or {v.code for v in violations} >= {"reserve"}


def test_where_only_the_reserve_does_not_fit_it_is_named_and_giving_it_up_helps(
    planner: Planner, catalogue: Catalogue
) -> None:
    request = parse_request((EXAMPLES / "05-ha-giang-without-hurry.json").read_text(encoding="utf-8"))
    possible = request.model_copy(update={"max_drive_h_per_day": 7.0, "punctuality": Punctuality.SAFE})
    rules = replace(planner.settings.punctuality, reserve_pct=99)
    strict = Planner(catalogue, planner.travel, replace(planner.settings, punctuality=rules))
    with pytest.raises(NoFeasibleTripError) as caught:
        strict.plan(possible, BRIEF)
    (reason,) = caught.value.reasons
    assert isinstance(reason, Infeasibility)
    assert reason.reason.code == "inf_jointly_reserve"
    assert reason.remedy is not None
    assert reason.remedy.code == "no_reserve"
    assert reason.change == {"punctuality": "usual"}
    changed = apply_change(possible, reason.change)
    assert set(possible.must_visit) <= {v.place_id for d in strict.plan(changed, BRIEF).days for v in d.visits}


def test_a_source_that_tells_no_spread_leaves_it_unknown_and_keeps_no_reserve(catalogue: Catalogue) -> None:
    speeds = [row for row in catalogue.speeds if row.kind != "spread"]
    source = SkeletonSource.build(catalogue.road_nodes, catalogue.road_legs, speeds)
    silent = Planner(catalogue, source, load_settings())
    plan = silent.plan(build_request(FIELDS), SolveParams(iterations=100))
    assert set(list_shares(plan)) == {None}
    assert plan.totals.on_time_pct is None
    assert silent.check(plan) == ()
    with pytest.raises(RequestError) as caught:
        silent.plan(build_request({**FIELDS, "punctuality": "safe"}), SolveParams(iterations=100))
    assert caught.value.code == "R020"


@pytest.mark.parametrize("value", ["sure", "", None, 1])
def test_only_two_words_are_understood(value: object) -> None:
    with pytest.raises(RequestError) as caught:
        build_request({**FIELDS, "punctuality": value})
    assert caught.value.code == "R002"


def test_usual_is_the_default() -> None:
    assert TripRequest.model_validate(FIELDS).punctuality is Punctuality.USUAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("day_share_pct = 50", "day_share_pct = 101"),
        ("reserve_pct = 80", "reserve_pct = 40"),
        ("reserve_pct = 80", "reserve_pct = 100"),
        ("scenarios = 1000", "scenarios = 0"),
        ("alert_below_pct = 80", "alert_below_pct = -1"),
    ],
)
def test_settings_refuse_shares_that_are_none(tmp_path: Path, old: str, new: str) -> None:
    text = DEFAULT_PATH.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "settings.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        load_settings(path)
    assert caught.value.code == "R093"


def test_an_hour_of_ones_own_has_some_grace(planner: Planner, usual: Itinerary) -> None:
    visit = usual.days[0].visits[0]
    pin = {"place": visit.experience_id or visit.place_id, "day": 1, "at": f"{visit.begin:%H:%M}"}
    orders = [[(one.place_id, one.experience_id) for one in day.visits] for day in usual.days]
    pinned, violations = planner.retime(replace(usual, request=apply_change(usual.request, {"pins": [pin]})), orders)
    assert violations == ()
    first = pinned.days[0].visits[0]
    assert first.begin == visit.begin
    assert first.on_time_pct is not None
    strict = load_settings()
    strict = replace(strict, punctuality=replace(strict.punctuality, grace_min=0))
    exact, _ = Planner(planner.catalogue, planner.travel, strict).retime(pinned, orders)
    assert exact.days[0].visits[0].on_time_pct is not None
    assert first.on_time_pct > exact.days[0].visits[0].on_time_pct
    assert 0 <= (first.slack_min or 0) <= load_settings().punctuality.grace_min
