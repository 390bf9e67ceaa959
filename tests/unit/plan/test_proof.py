"""Certificates of plans: made with them, later, and proved again by the referee."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.check import check_plan
from planner.errors import RequestError
from planner.model.itinerary import Itinerary, dump_plan, load_plan
from planner.optimise import SolveParams
from planner.optimise.bound import get_upper_bound
from planner.optimise.certificate import METHOD
from planner.plan import Planner, build_request

FIELDS = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": 2, "interests": {"ceramics": 3}}
FEW = SolveParams(iterations=300)


@pytest.fixture(scope="module")
def plan(planner: Planner) -> Itinerary:
    return planner.plan(build_request(FIELDS), FEW)


@pytest.fixture(scope="module")
def proved(planner: Planner) -> Itinerary:
    return planner.plan(build_request(FIELDS), FEW, certify_seconds=8.0)


def test_every_plan_has_a_tighter_bound_than_the_relaxation(planner: Planner, plan: Itinerary) -> None:
    plain = get_upper_bound(planner.build(plan.request).problem).value
    assert plan.certificate.value <= plan.certificate.upper_bound < plain
    assert plan.certificate.method == METHOD
    assert plan.certificate.seconds is None
    assert plan.provenance.is_reproducible


def test_the_same_request_gives_the_same_bytes(planner: Planner, plan: Itinerary) -> None:
    assert dump_plan(planner.plan(build_request(FIELDS), FEW)) == dump_plan(plan)


def test_seconds_prove_more_and_are_stated(planner: Planner, plan: Itinerary, proved: Itinerary) -> None:
    assert proved.certificate.seconds == 8.0
    assert not proved.provenance.is_reproducible
    assert proved.certificate.upper_bound < plan.certificate.upper_bound
    assert proved.certificate.value >= plan.certificate.value
    assert planner.check(load_plan(dump_plan(proved))) == ()


def test_a_plan_is_certified_later(planner: Planner, plan: Itinerary) -> None:
    later = planner.certify(load_plan(dump_plan(plan)), 2.0)
    assert later.certificate.upper_bound <= plan.certificate.upper_bound
    assert later.certificate.value >= plan.certificate.value
    assert later.certificate.seconds == 2.0
    assert planner.check(later) == ()


def test_progress_can_stop_a_certificate(planner: Planner, plan: Itinerary) -> None:
    stages = []
    stopped = planner.certify(plan, 60.0, on_progress=lambda now: bool(stages.append(now.stage)))
    assert stages == ["certify"]
    assert planner.check(stopped) == ()


def test_nothing_is_proved_of_a_broken_plan(planner: Planner, plan: Itinerary) -> None:
    visits = tuple(reversed(plan.days[0].visits)) * 2
    broken = replace(plan, days=(replace(plan.days[0], visits=visits), *plan.days[1:]))
    with pytest.raises(RequestError, match="nothing can be proved"):
        planner.certify(broken, 1.0)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_bound_below_what_another_plan_is_worth_is_refused(planner: Planner, plan: Itinerary, share: float) -> None:
    kept = [[(v.place_id, v.experience_id) for v in day.visits][:1] for day in plan.days]
    poor, violations = planner.retime(plan, kept)
    assert violations == ()
    value, lie = poor.certificate.value, round(0.97 * plan.certificate.value)
    assert value < lie
    low = round(value + share * (lie - value))
    claim = replace(
        poor.certificate, upper_bound=low, gap_pct=round(100 * (low - value) / low, 2), optimal=value == low
    )
    codes = {violation.code for violation in planner.check(replace(poor, certificate=claim))}
    assert codes == {"certificate"}


def test_a_timed_proof_is_not_reproducible(proved: Itinerary) -> None:
    claim = replace(proved, provenance=replace(proved.provenance, is_reproducible=True))
    assert [violation.code for violation in check_plan(claim)] == ["provenance"]
