"""Changing a planned trip on the page: what is locked stays, and plans are compared side by side."""

import pytest

from planner.model.itinerary import Itinerary
from planner.present.languages import load_messages
from tests.app.pages import get_html, open_page, press
from ui import planning
from ui.link import read_token


def find_begins(itinerary: Itinerary) -> dict[str, tuple[int, object]]:
    return {
        visit.place_id: (number, visit.begin) for number, day in enumerate(itinerary.days, 1) for visit in day.visits
    }


def want(page, place: str) -> None:
    page.session_state["chosen"] = place
    page.run()
    press(page, "wish-must")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_must_see_is_changed_two_visits_are_locked_and_nothing_locked_moves(language: str) -> None:
    page = open_page(language)
    first = page.session_state.trip_state.now.itinerary
    locked = [first.days[0].visits[0].place_id, first.days[0].visits[1].place_id]
    press(page, "lock-0-0")
    press(page, "lock-0-1")
    new = next(left.place_id for left in first.unvisited if left.reason.code == "pace_full")
    want(page, new)
    edited = page.session_state.trip_state.now
    assert edited.is_edited
    assert new in edited.request.must_visit

    press(page, "around")
    now = page.session_state.trip_state.now
    assert not page.exception
    assert not now.is_edited
    assert not now.violations
    before, after = find_begins(first), find_begins(now.itinerary)
    assert new in after
    assert {place: after[place] for place in locked} == {place: before[place] for place in locked}
    assert now.itinerary.provenance.refereed
    say = load_messages(language)
    assert any(say("edit.replanned", count=now.replanned.kept) in info.value.replace("\\", "") for info in page.info)
    assert read_token(page.query_params["trip"])[1] is not None

    press(page, "undo")
    assert page.session_state.trip_state.now is edited
    press(page, "redo")
    assert page.session_state.trip_state.now is now


def test_a_visit_left_out_stays_out_and_the_others_on_their_days() -> None:
    page = open_page("en")
    first = page.session_state.trip_state.now.itinerary
    must = set(first.request.must_visit)
    position = next(n for n, visit in enumerate(first.days[0].visits) if visit.place_id not in must)
    gone = first.days[0].visits[position].place_id
    press(page, f"exclude-0-{position}")
    press(page, "around")
    now = page.session_state.trip_state.now
    before, after = find_begins(first), find_begins(now.itinerary)
    assert gone not in after
    stay = [place for place in before if place in after and before[place][0] == after[place][0]]
    assert len(stay) >= len(before) - 3
    assert now.replanned.kept == len(stay)


def test_what_cannot_be_had_is_said_and_the_plan_kept() -> None:
    page = open_page("en")
    far = "lo-lo-lo-chai-homestays-lo-lo"
    press(page, "lock-0-0")
    want(page, far)
    edited = page.session_state.trip_state.now
    press(page, "around")
    assert not page.exception
    assert page.error[0].value == load_messages("en")("edit.impossible")
    assert page.session_state.trip_state.now is edited
    press(page, "infeasible-0")
    now = page.session_state.trip_state.now
    assert not page.exception
    assert far not in now.request.must_visit
    assert now.itinerary.provenance.refereed


def test_alternatives_show_three_different_plans_and_one_is_taken() -> None:
    page = open_page("en")
    first = page.session_state.trip_state.now
    press(page, "compare")
    assert not page.exception
    found = page.session_state.trip_state.alternatives
    assert len(found.plans) == 3
    visited = [frozenset(find_begins(plan.itinerary)) for plan in found.plans]
    assert len(set(visited)) == 3
    assert found.is_distinct
    html, say = get_html(page), load_messages("en")
    for plan in found.plans:
        assert say(f"alternative.{plan.profile}") in html
    assert page.session_state.trip_state.now is first

    press(page, "take-relaxed")
    taken = page.session_state.trip_state.now
    assert taken.itinerary.days == found.plans[1].itinerary.days
    assert taken.request == found.plans[1].itinerary.request
    assert page.button(key="take-relaxed").disabled
    press(page, "undo")
    assert page.session_state.trip_state.now is first


def test_a_longer_proof_keeps_the_plan_or_betters_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PROOF_SECONDS", 2)
    page = open_page("en")
    before = page.session_state.trip_state.now
    press(page, "prove")
    assert not page.exception
    assert not page.error
    now, known = page.session_state.trip_state.now, before.itinerary.certificate
    assert now.request == before.request
    assert now.itinerary.certificate.value >= known.value
    assert now.itinerary.certificate.upper_bound <= known.upper_bound
    if now.itinerary.certificate.value > known.value:
        press(page, "undo")
    assert page.session_state.trip_state.now.itinerary.days == before.itinerary.days
