"""Plans that differ in substance, each sound by itself, with their differences as data."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import NoFeasibleTripError, RequestError
from planner.model.alternatives import Alternatives, dump_differences
from planner.model.itinerary import Itinerary, dump_plan
from planner.model.request import Pace
from planner.optimise import SolveParams
from planner.plan import Planner, PlanProgress, apply_change, list_interests, parse_request
from planner.plan.alternatives import get_distance_pct, get_shift
from planner.settings import DEFAULT_PATH, load_settings

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
BRIEF = SolveParams(iterations=600)
NAMES = ("01-hanoi-crafts-in-three-days", "09-coffee-and-gongs", "11-vegetarian-family-weekend-from-saigon")


def list_places(plan: Itinerary) -> set[str]:
    return {visit.place_id for day in plan.days for visit in day.visits}


@pytest.fixture(scope="module", params=NAMES)
def found(request: pytest.FixtureRequest, planner: Planner) -> Alternatives:
    asked = parse_request((EXAMPLES / f"{request.param}.json").read_text(encoding="utf-8"))
    return planner.plan_alternatives(asked, BRIEF)


def test_three_plans_are_sound_and_far_apart(planner: Planner, found: Alternatives) -> None:
    profiles = [plan.profile for plan in found.plans]
    assert profiles[:2] == ["balanced", "relaxed"]
    assert profiles[2] in ("shopping", "crafts_deep")
    for plan in found.plans:
        assert planner.check(plan.itinerary) == ()
        assert plan.itinerary.certificate.value <= plan.itinerary.certificate.upper_bound
    assert found.is_distinct
    assert len(found.pairs) == 3
    for pair in found.pairs:
        one, other = (list_places(p.itinerary) for p in found.plans if p.profile in (pair.one, pair.other))
        assert set(pair.shared) == one & other
        assert pair.distance_pct == 100 * len(one ^ other) // len(one | other) >= 30


def test_hard_wishes_are_the_same_for_all(found: Alternatives) -> None:
    asked = found.request
    assert found.plans[0].itinerary.request == asked
    for plan in found.plans:
        request = plan.itinerary.request
        for field in ("start", "end", "start_date", "days", "vehicle", "party", "must_visit", "exclude", "pins",
                      "budget_vnd_per_person", "max_effort", "lodging"):  # fmt: skip
            assert getattr(request, field) == getattr(asked, field)
        assert {name: value for name, value in plan.changes.items() if getattr(asked, name) != value} == plan.changes
        assert request == apply_change(asked, plan.changes)
        slept = {stay.place_id for stay in plan.itinerary.lodging}
        assert set(asked.must_visit) <= list_places(plan.itinerary) | slept


def test_the_relaxed_plan_is_calmer(found: Alternatives) -> None:
    balanced, relaxed = (plan.facts for plan in found.plans[:2])
    assert relaxed.visits <= balanced.visits
    assert relaxed.drive_min <= balanced.drive_min
    assert (relaxed.visits, relaxed.drive_min) != (balanced.visits, balanced.drive_min)
    limits = found.plans[1].limits
    assert relaxed.drive_min <= limits["drive_min"]
    assert all(len(day.visits) <= limits["visits_per_day"] for day in found.plans[1].itinerary.days)


def test_facts_are_those_of_the_plans(planner: Planner, found: Alternatives) -> None:
    assert found.plans[0].facts.value_as_asked == found.plans[0].itinerary.certificate.value
    for plan in found.plans:
        visits = [visit for day in plan.itinerary.days for visit in day.visits]
        kinds = [planner.catalogue.located[visit.place_id].kind for visit in visits]
        assert plan.facts.makers == sum(kind in ("craft_village", "ocop_producer") for kind in kinds)
        named = {product.product_id: product.stars for visit in visits for product in visit.products}
        assert plan.facts.starred_products == sum(bool(stars) for one, stars in named.items() if one is not None)
        assert plan.facts.visits == len(visits)


def test_differences_are_plain_data_and_plans_say_what_they_differ_from(found: Alternatives) -> None:
    data = json.loads(json.dumps(dump_differences(found)))
    assert data["format"] == "alternatives/1"
    assert data["is_distinct"] is True
    assert [plan["profile"] for plan in data["plans"]] == [plan.profile for plan in found.plans]
    assert "itinerary" not in data["plans"][0]
    assert found.plans[0].itinerary.provenance.based_on is None
    assert all(plan.itinerary.provenance.based_on for plan in found.plans[1:])


def test_the_same_request_gives_the_same_alternatives(planner: Planner, found: Alternatives) -> None:
    again = planner.plan_alternatives(found.request, BRIEF)
    assert dump_differences(again) == dump_differences(found)
    for one, other in zip(again.plans, found.plans, strict=True):
        assert dump_plan(one.itinerary) == dump_plan(other.itinerary)


def test_where_must_sees_leave_no_choice_it_is_said(planner: Planner) -> None:
    asked = parse_request((EXAMPLES / f"{NAMES[0]}.json").read_text(encoding="utf-8"))
    plan = planner.plan(asked, BRIEF)
    # Everything that the plan visits is wanted, so that every plan must visit it.
    every = apply_change(asked, {"must_visit": sorted(list_places(plan))})
    found = planner.plan_alternatives(every, BRIEF)
    assert not found.is_distinct
    similar = [note for note in found.notes if note.code == "alt_too_similar"]
    assert similar
    assert all(int(note.params["share"]) < int(note.params["wanted"]) for note in similar)


def test_an_impossible_request_has_no_alternatives(planner: Planner) -> None:
    asked = parse_request((EXAMPLES / f"{NAMES[0]}.json").read_text(encoding="utf-8"))
    far = apply_change(asked, {"must_visit": ["ts-ca-mau-cape-national-park"]})
    with pytest.raises(NoFeasibleTripError):
        planner.plan_alternatives(far, BRIEF)


def test_stopping_keeps_what_there_is(planner: Planner) -> None:
    asked = parse_request((EXAMPLES / f"{NAMES[0]}.json").read_text(encoding="utf-8"))
    seen: list[float] = []

    def stop_in_the_second(now: PlanProgress) -> bool:
        seen.append(now.done / now.total)
        return seen[-1] < 0.4

    found = planner.plan_alternatives(asked, SolveParams(iterations=3_000), on_progress=stop_in_the_second)
    assert [plan.profile for plan in found.plans] == ["balanced", "relaxed"]
    assert [note.code for note in found.notes if note.code != "alt_too_similar"] == ["alt_stopped"]
    for plan in found.plans:
        assert planner.check(plan.itinerary) == ()


def test_distances() -> None:
    assert get_distance_pct("abc", "abd") == 50
    assert get_distance_pct("abc", "cba") == 0
    assert get_distance_pct("ab", "cd") == 100
    assert get_distance_pct("", "") == 0
    assert get_shift({"tea": 2}, {"tea": 3}) == 0
    assert get_shift({"tea": 2}, {"silk": 3}) == 1
    assert get_shift({"tea": 1, "silk": 1}, {"silk": 3}) == pytest.approx(0.5)


def test_themes_speak_words_of_the_catalogue(planner: Planner) -> None:
    known = {word for words in list_interests(planner.catalogue).values() for word in words}
    for profile in planner.settings.alternatives.profiles.values():
        assert set(profile.interests) <= known
    assert planner.settings.alternatives.profiles["relaxed"].pace == Pace.RELAXED


def test_a_theme_that_is_asked_for_already_gives_way(planner: Planner) -> None:
    asked = parse_request((EXAMPLES / f"{NAMES[0]}.json").read_text(encoding="utf-8"))
    brief = SolveParams(iterations=200)
    shoppers = apply_change(asked, {"interests": {"shopping": 3, "market": 2}})
    assert planner.plan_alternatives(shoppers, brief).plans[2].profile == "crafts_deep"
    makers = apply_change(asked, {"interests": {"workshop": 3, "demonstration": 2}})
    assert planner.plan_alternatives(makers, brief).plans[2].profile == "shopping"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("min_distance_pct = 30", "min_distance_pct = 130", "min_distance_pct"),
        ("shopping = 3, market", "shopping = 4, market", "shopping"),
        ("drive_pct = 80", "drive_pct = -1", "relaxed"),
        ('pace = "relaxed"', 'pace = "slow"', "pace"),
        ("tries = 4", "attempts = 4", "attempts"),
    ],
)
def test_settings_refuse_alternatives_that_cannot_be(old: str, new: str, word: str, tmp_path: Path) -> None:
    text = DEFAULT_PATH.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "settings.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        load_settings(path)
    assert word in str(caught.value)


def test_a_larger_distance_is_kept_too(planner: Planner) -> None:
    asked = parse_request((EXAMPLES / f"{NAMES[0]}.json").read_text(encoding="utf-8"))
    rules = replace(planner.settings, alternatives=replace(planner.settings.alternatives, min_distance_pct=60))
    found = Planner(planner.catalogue, planner.travel, rules).plan_alternatives(asked, BRIEF)
    assert min(pair.distance_pct for pair in found.pairs) >= 60
