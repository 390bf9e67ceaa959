"""The open trip of the studio without its page: what is typed while it is planned, and how it gets into the store."""

import dataclasses
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError, PlannerError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import CostKind, QuoteTerms, Rate, RateUnit
from planner.model.request import Party, TripRequest
from planner.store import Store, StoreError, TripDocument
from tests.unit.present.conftest import build_itinerary
from ui import studio_state
from ui.studio_state import (
    Draft,
    Studio,
    autosave,
    change_document,
    change_terms,
    collect,
    foresee_terms,
    rename,
    start_replanning,
)

VAN = Rate(kind=CostKind.VEHICLE_DAY, key="van16", unit=RateUnit.PER_DAY, vnd=2_400_000)


class FakeJob:
    """A job of planning that is done when a test says so."""

    def __init__(self, itinerary: Itinerary, request: TripRequest) -> None:
        self.base = itinerary
        self.request = request
        self.itinerary: Itinerary | None = None
        self.failure: PlannerError | None = None
        self.is_broken = False

    @property
    def is_done(self) -> bool:
        return self.itinerary is not None or self.failure is not None

    def start(self) -> None:
        """Begin."""

    def succeed(self) -> None:
        """Be done with a plan of what was asked for."""
        self.itinerary = dataclasses.replace(self.base, request=self.request)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def studio(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setattr(studio_state, "build_replan_job", FakeJob)
    terms = QuoteTerms(group_size=2, group_sizes=(4, 14))
    return Studio(
        history=[Draft(document=TripDocument(itinerary=build_itinerary(catalogue), terms=terms))], title="Trip"
    )


def ask_for(studio: Studio, size: int) -> FakeJob:
    """Plan the trip for another group, and return the job."""
    request = studio.itinerary.request.model_copy(update={"party": Party(adults=size)})
    start_replanning(studio, request, changes={"group_size": size})
    assert isinstance(studio.job, FakeJob)
    return studio.job


def test_what_is_typed_while_the_trip_is_planned_stays(studio: Studio) -> None:
    job = ask_for(studio, 14)
    change_document(studio, dataclasses.replace(studio.document, rates=(VAN,), client="Typed meanwhile"))
    change_terms(studio, markup_pct=20.0)
    assert foresee_terms(studio) == dataclasses.replace(studio.document.terms, group_size=14)
    job.succeed()
    collect(studio)
    assert studio.itinerary.request.party.size == 14
    assert studio.document.rates == (VAN,)
    assert studio.document.client == "Typed meanwhile"
    assert (studio.document.terms.group_size, studio.document.terms.markup_pct) == (14, 20.0)
    studio.step(-1)
    assert (studio.document.terms.group_size, studio.document.rates) == (2, (VAN,))


def test_what_is_typed_while_a_failing_job_runs_stays_with_its_remedy(studio: Studio) -> None:
    job = ask_for(studio, 14)
    change_terms(studio, markup_pct=20.0)
    job.failure = NoFeasibleTripError("P011", "not so", reasons=())
    collect(studio)
    assert studio.failure is job.failure
    assert studio.document.terms.group_size == 2
    assert studio.wanted is not None
    request, changes = studio.wanted
    start_replanning(studio, request, changes=changes)
    assert isinstance(studio.job, FakeJob)
    studio.job.succeed()
    collect(studio)
    assert (studio.document.terms.group_size, studio.document.terms.markup_pct) == (14, 20.0)


def test_terms_typed_meanwhile_that_leave_nobody_to_pay_yield_to_the_group(studio: Studio) -> None:
    change_terms(studio, group_size=14, group_sizes=(14,))
    job = ask_for(studio, 2)
    change_terms(studio, free_places=2, markup_pct=20.0)
    assert studio.failure is None
    job.succeed()
    collect(studio)
    terms = studio.document.terms
    assert (terms.group_size, terms.free_places, terms.markup_pct) == (2, 0, 20.0)
    assert studio.failure is not None, "it is said"
    assert studio.failure.code == "Q003"


def test_a_trip_opened_without_a_store_gets_into_it_as_soon_as_there_is_one(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio_state, "find_store", lambda: None)
    change_document(studio, dataclasses.replace(studio.document, rates=(VAN,), client="Client"))
    rename(studio, "Renamed")
    autosave(studio)
    assert (studio.trip_id, studio.saved) == (None, None)

    store = Store.open(str(tmp_path / "trips.sqlite"))
    monkeypatch.setattr(studio_state, "find_store", lambda: store)
    autosave(studio)
    assert studio.trip_id is not None
    saved = store.load(studio.trip_id)
    assert (saved.trip.title, saved.trip.client, saved.document) == ("Renamed", "Client", studio.document)
    change_document(studio, dataclasses.replace(studio.document, rates=()))
    autosave(studio)
    assert store.load(studio.trip_id).document.rates == ()
    assert len(store.list_trips()) == 1


def test_a_trip_that_a_failing_store_refused_is_saved_when_the_store_is_well(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(str(tmp_path / "trips.sqlite"))
    monkeypatch.setattr(studio_state, "find_store", lambda: store)
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> str:
            raise StoreError("S005", "the disk is full")

        broken.setattr(store, "create", fail)
        autosave(studio)
    assert studio.failure is not None
    assert studio.trip_id is None
    autosave(studio)
    assert studio.failure is None, "it is told no longer"
    assert [trip.id for trip in store.list_trips()] == [studio.trip_id]
