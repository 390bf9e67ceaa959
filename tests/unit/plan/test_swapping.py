"""Another place instead of a stop: what is told of a swap is what making it gives."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.model.itinerary import Itinerary
from planner.model.request import Pin, TripRequest
from planner.optimise import SolveParams
from planner.plan import Planner, PlanProgress, Swap
from planner.plan.swapping import MAX_AWAY_KM, MAX_TOLD

POTTERY = "cv-bat-trang-pottery-village"
REQUEST = TripRequest(
    start="gw-hanoi-old-quarter", start_date=dt.date(2027, 3, 12), days=2, interests={"ceramics": 3, "silk": 2},
    must_visit=(POTTERY,),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan(planner: Planner) -> Itinerary:
    return planner.plan(REQUEST, SolveParams(iterations=1_000))


def list_stops(plan: Itinerary) -> list[tuple[int, int, str]]:
    return [(d, p, visit.place_id) for d, day in enumerate(plan.days) for p, visit in enumerate(day.visits)]


def make(planner: Planner, plan: Itinerary, swap: Swap) -> Itinerary:
    made, violations = planner.retime(replace(plan, request=swap.request), swap.orders)
    assert violations == ()
    return made


def test_a_swap_changes_what_it_says(planner: Planner, plan: Itinerary) -> None:
    tried = 0
    for day, position, place_id in list_stops(plan):
        swaps = planner.find_swaps(plan, day, position)
        assert len(swaps) <= MAX_TOLD
        assert len({swap.place_id for swap in swaps}) == len(swaps)
        for swap in swaps:
            tried += 1
            made = make(planner, plan, swap)
            assert set(made.place_ids) == set(plan.place_ids) - {place_id} | {swap.place_id}
            assert made.totals.drive_min - plan.totals.drive_min == swap.drive_min
            assert made.totals.cost_vnd_per_person - plan.totals.cost_vnd_per_person == swap.cost_vnd_per_person
            assert made.certificate.value - plan.certificate.value == swap.worth
            assert [stay.place_id for stay in made.lodging] == [stay.place_id for stay in plan.lodging]
            assert swap.away_km <= MAX_AWAY_KM
    assert tried >= 3


def test_places_of_its_kind_come_first_and_dearer_ones_last(planner: Planner, plan: Itinerary) -> None:
    for day, position, _ in list_stops(plan):
        swaps = planner.find_swaps(plan, day, position)
        assert [(not swap.is_alike, -swap.worth) for swap in swaps] == sorted(
            (not swap.is_alike, -swap.worth) for swap in swaps
        )


def test_who_swaps_a_wanted_or_locked_place_wants_it_no_longer(planner: Planner, plan: Itinerary) -> None:
    day, position, _ = next(stop for stop in list_stops(plan) if stop[2] == POTTERY)
    visit = plan.days[day].visits[position]
    pinned = REQUEST.model_copy(update={"pins": (Pin(place=visit.experience_id or POTTERY, day=day + 1),)})
    swaps = planner.find_swaps(replace(plan, request=pinned), day, position)
    assert swaps
    assert swaps[0].request.must_visit == ()
    assert swaps[0].request.pins == ()
    make(planner, plan, swaps[0])


def test_the_search_can_be_stopped(planner: Planner, plan: Itinerary) -> None:
    told: list[PlanProgress] = []

    def stop(progress: PlanProgress) -> bool:
        told.append(progress)
        return False

    assert planner.find_swaps(plan, 0, 0, on_progress=stop) == ()
    assert len(told) == 1
