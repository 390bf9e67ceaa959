"""Plans changed by their traveller: what is locked stays, the rest changes only where it pays."""

import datetime as dt
from pathlib import Path

import pytest

from planner.errors import RequestError, UnknownIdError
from planner.model.edits import Edits, Lock, Move, Replanned
from planner.model.itinerary import Itinerary, dump_plan, load_plan
from planner.model.request import Pin
from planner.optimise import SolveParams
from planner.plan import Planner, PlanProgress, apply_change, parse_request
from planner.plan.editing import apply_edits

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
BRIEF = SolveParams(iterations=300)
LOTUS = "cv-quang-an-lotus-tea"
Where = dict[tuple[str, str | None], tuple[int, dt.datetime]]


@pytest.fixture(scope="module")
def plan(planner: Planner) -> Itinerary:
    text = (EXAMPLES / "01-hanoi-crafts-in-three-days.json").read_text(encoding="utf-8")
    return planner.plan(parse_request(text), SolveParams(iterations=2_000))


def find_stops(itinerary: Itinerary) -> Where:
    return {
        (visit.place_id, visit.experience_id): (number, visit.begin)
        for number, day in enumerate(itinerary.days, 1)
        for visit in day.visits
    }


def list_places(itinerary: Itinerary) -> list[str]:
    return [visit.place_id for day in itinerary.days for visit in day.visits]


def find_left_out(itinerary: Itinerary) -> str:
    return next(left.place_id for left in itinerary.unvisited if left.reason.code in ("pace_full", "lower_prize"))


def test_without_edits_nothing_changes(planner: Planner, plan: Itinerary) -> None:
    answer = planner.replan(plan, Edits())
    assert answer.itinerary is plan
    assert answer.kept == plan.totals.visits
    assert answer.changes == ()
    assert answer.is_possible


def test_a_new_must_see_moves_nothing_that_is_locked(planner: Planner, plan: Itinerary) -> None:
    first, last = plan.days[0].visits[0], plan.days[2].visits[1]
    wanted = find_left_out(plan)
    edits = Edits(locks=(Lock(place=first.place_id), Lock(place=last.place_id, day=3)), adds=(wanted,))
    answer = planner.replan(plan, edits, BRIEF)
    assert answer.is_possible
    before, after = find_stops(plan), find_stops(answer.itinerary)
    for visit in (first, last):
        key = (visit.place_id, visit.experience_id)
        assert after[key] == before[key]
    assert wanted in list_places(answer.itinerary)
    assert planner.check(answer.itinerary) == ()
    assert answer.itinerary.provenance.refereed
    assert answer.kept >= plan.totals.visits - 3


def test_the_new_request_carries_the_edits_and_can_be_planned_again(planner: Planner, plan: Itinerary) -> None:
    visit, gone = plan.days[0].visits[0], plan.days[1].visits[-1]
    edits = Edits(locks=(Lock(place=visit.place_id),), drops=(gone.place_id,))
    request = planner.replan(plan, edits, BRIEF).itinerary.request
    assert request.pins == (Pin(place=visit.experience_id or visit.place_id, day=1, at=f"{visit.begin:%H:%M}"),)
    assert gone.place_id in request.exclude
    again = find_stops(planner.plan(request, BRIEF))
    assert again[visit.place_id, visit.experience_id] == (1, visit.begin)
    assert gone.place_id not in {place for place, _ in again}


def test_a_saved_plan_may_be_changed_and_checked(planner: Planner, plan: Itinerary) -> None:
    saved = load_plan(dump_plan(plan))
    gone = saved.days[1].visits[0].place_id
    must = {name for name in saved.request.must_visit if name != gone}
    answer = planner.replan(saved, Edits(drops=(gone,)), BRIEF)
    assert gone not in list_places(answer.itinerary)
    assert must <= set(list_places(answer.itinerary))
    assert planner.check(load_plan(dump_plan(answer.itinerary))) == ()
    assert answer.itinerary.provenance.based_on is not None


def test_a_visit_goes_to_the_day_it_is_moved_to(planner: Planner, plan: Itinerary) -> None:
    place = plan.days[0].visits[1].place_id
    answer = planner.replan(plan, Edits(moves=(Move(place=place, day=3),)), BRIEF)
    assert place in [visit.place_id for visit in answer.itinerary.days[2].visits]
    (change,) = (change for change in answer.changes if change.place_id == place)
    assert (change.kind, change.day_before, change.day_after) == ("moved", 1, 3)


def test_a_locked_night_stays(planner: Planner, plan: Itinerary) -> None:
    bed = plan.lodging[0].place_id
    edits = Edits(locks=(Lock(place=bed, day=1),), drops=(plan.days[0].visits[-1].place_id,))
    answer = planner.replan(plan, edits, BRIEF)
    assert answer.itinerary.lodging[0].place_id == bed
    assert not answer.itinerary.lodging[0].is_chosen


def test_a_freed_visit_is_free_again(planner: Planner, plan: Itinerary) -> None:
    place = plan.days[0].visits[1].place_id
    locked = planner.replan(plan, Edits(locks=(Lock(place=place),)), BRIEF).itinerary
    freed = planner.replan(locked, Edits(frees=(place,)), BRIEF).itinerary
    assert freed.request.pins == ()
    assert freed.request == plan.request


def test_the_same_edits_give_the_same_bytes(planner: Planner, plan: Itinerary) -> None:
    edits = Edits(drops=(plan.days[0].visits[-1].place_id,))
    one, other = (planner.replan(plan, edits, BRIEF) for _ in range(2))
    assert dump_plan(one.itinerary) == dump_plan(other.itinerary)
    assert one.changes == other.changes


def test_what_cannot_be_added_is_named_and_the_old_plan_kept(planner: Planner, plan: Itinerary) -> None:
    far = "lo-lo-lo-chai-homestays-lo-lo"
    answer = planner.replan(plan, Edits(locks=(Lock(place=plan.days[0].visits[0].place_id),), adds=(far,)), BRIEF)
    assert not answer.is_possible
    assert answer.itinerary is plan
    (conflict,) = answer.conflicts
    assert conflict.reason.code == "inf_wanted"
    assert conflict.remedy is not None
    assert conflict.remedy.params == {"place": far}


def test_each_remedy_of_a_refusal_gives_a_plan(planner: Planner, plan: Itinerary) -> None:
    # Every visit of the trip keeps its minute, and no day takes one more at this pace.
    locks = tuple(Lock(place=place) for place in list_places(plan))
    edits = Edits(locks=locks, adds=(find_left_out(plan),))
    answer = planner.replan(plan, edits, BRIEF)
    assert answer.conflicts
    assert {conflict.reason.code for conflict in answer.conflicts} <= {"inf_wanted", "inf_locked_day"}
    request = apply_edits(plan, edits, planner.catalogue)
    for conflict in answer.conflicts:
        assert conflict.change is not None
        assert planner.plan(apply_change(request, conflict.change), SolveParams(iterations=1_000)).provenance.refereed


@pytest.mark.parametrize(
    ("edits", "code", "word"),
    [
        (Edits(locks=(Lock(place="cv-bat-trang-potery"),)), "R022", "cv-bat-trang-pottery-village"),
        (Edits(adds=("cv-bat-trang-potery",)), "R011", "cv-bat-trang-pottery-village"),
        (Edits(drops=("cv-bat-trang-potery",)), "R011", "cv-bat-trang-pottery-village"),
        (Edits(moves=(Move(place="cv-bat-trang-pottery-village", day=9),)), "R021", "1 to 3"),
        (
            Edits(locks=(Lock(place="cv-bat-trang-pottery-village"),), drops=("cv-bat-trang-pottery-village",)),
            "R021",
            "both locked and dropped",
        ),
        (Edits(adds=(LOTUS,), drops=(LOTUS,)), "R021", "both added and dropped"),
    ],
)
def test_edits_that_mean_nothing_are_refused_in_one_line(
    planner: Planner, plan: Itinerary, edits: Edits, code: str, word: str
) -> None:
    with pytest.raises((RequestError, UnknownIdError)) as caught:
        planner.replan(plan, edits, BRIEF)
    assert caught.value.code == code
    assert word in str(caught.value)


def test_a_lock_on_another_day_says_where_the_visit_is(planner: Planner, plan: Itinerary) -> None:
    place = plan.days[0].visits[0].place_id
    with pytest.raises(RequestError, match="on day 1"):
        planner.replan(plan, Edits(locks=(Lock(place=place, day=2),)), BRIEF)


def test_changes_are_told_place_by_place(planner: Planner, plan: Itinerary) -> None:
    gone = plan.days[0].visits[-1].place_id
    answer: Replanned = planner.replan(plan, Edits(drops=(gone,)), BRIEF)
    kinds = {change.place_id: change.kind for change in answer.changes}
    assert kinds[gone] == "removed"
    before, after = set(list_places(plan)), set(list_places(answer.itinerary))
    assert {place for place, kind in kinds.items() if kind == "added"} == after - before
    assert {place for place, kind in kinds.items() if kind == "removed"} == before - after


def test_a_stopped_search_ends_at_once_and_keeps_what_was_found(planner: Planner, plan: Itinerary) -> None:
    told: list[PlanProgress] = []

    def stop(progress: PlanProgress) -> bool:
        told.append(progress)
        return False

    edits, params = Edits(adds=(find_left_out(plan),)), SolveParams(iterations=200_000)
    answer = planner.replan(plan, edits, params, on_progress=stop)
    assert {progress.stage for progress in told} <= {"search", "diagnose"}
    assert all(progress.done < progress.total for progress in told)
    assert answer.itinerary.provenance.iterations < params.iterations
    far = "lo-lo-lo-chai-homestays-lo-lo"
    locked = Edits(locks=(Lock(place=plan.days[0].visits[0].place_id),), adds=(far,))
    told.clear()
    assert not planner.replan(plan, locked, params, on_progress=stop).is_possible
    assert [progress.done for progress in told if progress.stage == "diagnose"] in ([0], [0, 0])
