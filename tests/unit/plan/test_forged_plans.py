"""A saved plan that somebody changed: the referee names it, whatever was done to the file."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from planner.model.itinerary import Certificate, dump_plan, load_plan
from planner.optimise import SolveParams
from planner.optimise.certificate import METHOD
from planner.plan import Planner, build_request

FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no ways": lambda plan: plan["days"][0].update(legs=[]),
    "no night": lambda plan: plan.update(lodging=[]),
    "a night more": lambda plan: plan["lodging"].append(plan["lodging"][0]),
    "a time without offset": lambda plan: plan["days"][0]["visits"][0].update(begin="2027-03-12T09:00:00"),
    "the first year": lambda plan: plan["days"][0]["visits"][0].update(begin="0001-01-01T00:00:00+07:00"),
    "odd seconds": lambda plan: plan["days"][0]["visits"][0].update(
        begin=plan["days"][0]["visits"][0]["begin"].replace(":00+", ":20+")
    ),
    "a must that is none": lambda plan: plan["days"][0]["visits"][0].update(is_must=True),
    "a price from nowhere": lambda plan: plan["days"][0]["visits"][0].update(price_basis="guess"),
    "fair weather": lambda plan: plan["days"][0].update(hazards=["none"]),
    "no reasons": lambda plan: plan.update(unvisited=[]),
    "no warnings": lambda plan: plan.update(warnings=[]),
    "a bound of one's own": lambda plan: plan["certificate"].update(
        upper_bound=plan["certificate"]["value"], gap_pct=0.0, optimal=True
    ),
}


@pytest.fixture(scope="module")
def text(planner: Planner) -> str:
    fields = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": 2, "interests": {"ceramics": 3}}
    return dump_plan(planner.plan(build_request(fields), SolveParams(iterations=300)))


def test_the_plan_itself_is_sound(planner: Planner, text: str) -> None:
    assert planner.check(load_plan(text)) == ()


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_plan_is_named(planner: Planner, text: str, name: str) -> None:
    plan = json.loads(text)
    FORGERIES[name](plan)
    assert planner.check(load_plan(json.dumps(plan)))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_timed_bound_below_what_a_short_search_finds_is_refused(planner: Planner, text: str, share: float) -> None:
    """Nobody proves again what took seconds; a better plan is found all the same."""
    plan = load_plan(text)
    first_visits = [[(visit.place_id, visit.experience_id) for visit in day.visits][:1] for day in plan.days]
    poor, violations = planner.retime(plan, first_visits)
    assert violations == ()
    value, best = poor.certificate.value, plan.certificate.value
    low = round(value + share * (best - 1 - value))
    assert value <= low < best
    certificate = Certificate(
        value=value,
        upper_bound=low,
        gap_pct=round(100 * (low - value) / low, 2),
        method=METHOD,
        optimal=value == low,
        seconds=60,
    )
    (found,) = planner.check(replace(poor, certificate=certificate))
    assert found.code == "certificate"
    assert "was found" in found.message


def test_endless_kilometres_are_no_plan(text: str) -> None:
    plan = json.loads(text)
    plan["days"][0]["legs"][0]["km"] = float("inf")
    with pytest.raises(ValidationError):
        load_plan(json.dumps(plan))
