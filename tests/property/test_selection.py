"""The choice of candidates loses nothing: held against exact answers, and against searches over far more places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError
from planner.model.catalogue import Catalogue
from planner.model.request import Pace, TripRequest
from planner.model.travel import Vehicle
from planner.optimise import SolveParams, solve
from planner.plan import Planner
from planner.plan.atlas import TravelAtlas
from planner.plan.candidates import Candidates
from planner.plan.horizon import Horizon
from tests.property.oracle import find_best
from tests.support.synthetic import PREFIX, build_synthetic_catalogue

FIRST_DAY = dt.date(2027, 3, 12)
SLICES = 24


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def planner(catalogue: Catalogue) -> Planner:
    return build_planner(catalogue)


@pytest.fixture(scope="module")
def large(catalogue: Catalogue) -> Catalogue:
    return build_synthetic_catalogue(catalogue, 4_000, 400, seed=1)


@pytest.fixture(scope="module")
def large_planner(large: Catalogue) -> Planner:
    return build_planner(large)


def draw_slices(planner: Planner, count: int) -> Iterator[tuple[Catalogue, TripRequest]]:
    """Draw tiny catalogues around a gateway, with places both within and out of reach, and a request each."""
    whole = planner.catalogue
    random = np.random.default_rng(7)
    routable = [one for one in whole.located.values() if one.is_routable]
    atlas = TravelAtlas(routable, planner.travel, Vehicle.CAR7)
    starts = [g.id for g in whole.gateways.values() if g.can_start and g.can_end and g.kind == "tour_base"]
    for number in range(count):
        start = starts[random.integers(len(starts))]
        days, drive_h = int(random.integers(1, 4)), float(random.choice([1.5, 2.5, 4.0]))
        away_min = 2 * atlas.get_least_drive_min(start)
        around = np.flatnonzero((away_min <= 1.3 * 60 * drive_h * days) & (away_min >= 0.2 * 60 * drive_h))
        near_ids = [atlas.ids[k] for k in random.permutation(around)]
        places = [one for one in near_ids if one in whole.places][: 7 - days]
        beds = [one for one in near_ids if one in whole.lodgings][:2]
        if len(places) < 3 or (days > 1 and not beds):
            continue
        few = replace(
            whole,
            places={one: whole.places[one] for one in places},
            lodgings={one: whole.lodgings[one] for one in beds},
            gateways={start: whole.gateways[start]},
        )
        lodging = beds[0] if days > 1 and number % 3 == 0 else "choose"
        yield few, TripRequest(
            start=start, start_date=FIRST_DAY + dt.timedelta(days=number), days=days, max_drive_h_per_day=drive_h,
            pace=Pace.FULL, day_end="17:00", lodging=lodging, must_visit=places[:1] if number % 4 == 0 else (),
        )  # fmt: skip


def look_at_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out nothing for lying too far away or being open at the wrong time."""
    monkeypatch.setattr("planner.plan.candidates._find_far", lambda *arguments: {})
    monkeypatch.setattr(Horizon, "could_visit", lambda *arguments, **named: True)
    monkeypatch.setattr(Horizon, "find_nights", lambda self: np.ones(len(self._atlas.ids), dtype=np.bool_))
    monkeypatch.setattr(
        "planner.plan.nights._find_near", lambda near, horizon, cap: np.ones(len(near.atlas.ids), dtype=np.bool_)
    )


def test_the_optimum_over_the_chosen_is_the_optimum_over_all(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, left_out = 0, 0
    for few, request in islice(draw_slices(planner, 8 * SLICES), SLICES):
        settings = replace(planner.settings, trip=replace(planner.settings.trip, variants_per_place=1))
        try:
            chosen = Planner(few, planner.travel, settings).build(request)
        except NoFeasibleTripError:
            continue
        with monkeypatch.context() as patch:
            look_at_everything(patch)
            everything = Planner(few, planner.travel, settings).build(request)
        best, best_of_all = find_best(chosen.problem), find_best(everything.problem)
        assert (best is None) == (best_of_all is None), request
        if best is not None and best_of_all is not None:
            assert best.value == best_of_all.value, request
            seen += 1
        left_out += everything.problem.n_stops - chosen.problem.n_stops
        left_out += everything.problem.n_depots - chosen.problem.n_depots
    assert seen >= SLICES // 2
    assert left_out >= SLICES  # else the comparison says nothing


def test_synthetic_places_are_never_taken_for_real(large: Catalogue, catalogue: Catalogue) -> None:
    made = [one for one in large.located.values() if one.id not in catalogue.located]
    assert len(large.places) == 4_000
    assert len(large.lodgings) == 400
    assert all(one.id.startswith(PREFIX) and one.name_en and one.name_en.startswith("Synthetic ") for one in made)
    assert not any(one.startswith(PREFIX) for one in catalogue.located)


def draw_requests() -> list[TripRequest]:
    return [
        TripRequest(start="gw-hanoi-old-quarter", start_date=FIRST_DAY, days=2, interests={"ceramics": 3, "market": 2}),
        TripRequest(start="gw-hue", start_date=FIRST_DAY, days=3, interests={"boat": 3, "tea": 2}),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2))
def test_a_search_over_four_times_as_many_finds_nothing_better(number: int, large_planner: Planner) -> None:
    request = draw_requests()[number]
    rules = large_planner.settings.trip
    wide = replace(large_planner.settings, trip=replace(rules, max_stops=4 * rules.max_stops))
    chosen = large_planner.build(request)
    more = Planner(large_planner.catalogue, large_planner.travel, wide).build(request)
    assert chosen.problem.n_stops <= rules.max_stops < more.problem.n_stops
    values = [solve(built.problem, SolveParams(iterations=3_000)).value for built in (chosen, more)]
    assert values[0] >= 0.995 * values[1]


def test_the_first_request_and_the_second_choose_alike(large_planner: Planner, large: Catalogue) -> None:
    request = draw_requests()[0]
    first = build_planner(large).build(request)
    large_planner.build(draw_requests()[1])
    again = large_planner.build(request)
    assert [o.key for o in first.options] == [o.key for o in again.options]
    assert [d.id for d in first.depots] == [d.id for d in again.depots]
    assert np.array_equal(first.problem.travel_min, again.problem.travel_min)


def test_hardly_any_place_is_looked_at_in_full(large_planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    honest = Candidates._look

    def look(self: Candidates, place_id: str) -> object:
        looked.append(place_id)
        return honest(self, place_id)

    monkeypatch.setattr(Candidates, "_look", look)
    planner = Planner(large_planner.catalogue, large_planner.travel, large_planner.settings)
    built = planner.build(draw_requests()[0])
    assert len(set(looked)) < 600 < len(built.rejected)
