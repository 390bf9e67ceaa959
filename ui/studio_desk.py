"""What lies on the operator's desk: the open trip, one that is being planned, and how trips come and go."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from planner.errors import PlannerError
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.plan import apply_change
from planner.store import SavedTrip, StoreError, TripDocument
from ui import resources
from ui.edits import list_orders
from ui.job import PlanJob
from ui.planning import build_plan_job, build_replan_job
from ui.studio_people import begin_terms, fit_group, keep_choice
from ui.studio_shelf import find_store
from ui.studio_state import Draft, Notice, Studio, autosave, check_again

KEY = "studio_desk"
SAVED = "saved"
"""Name of the query parameter with the id of the open trip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A trip that will be there when its plan is."""

    title: str
    client: str = ""
    document: TripDocument | None = None
    """What it is copied from; None = a trip without prices yet."""


@dataclass(kw_only=True)
class Desk:
    """One visitor's desk; lives in the session."""

    studio: Studio | None = None
    job: PlanJob | None = None
    """Of a trip that is not there yet."""
    pending: Pending | None = None
    wanted: tuple[TripRequest, Pending] | None = None
    """What was asked for when the last job failed, for remedies to build on."""
    failure: PlannerError | None = None
    is_broken: bool = False
    notices: list[Notice] = field(default_factory=list)
    deleted: tuple[str, str] | None = None
    """Id and title of the trip that was deleted last, to take it back."""


def get_desk() -> Desk:
    """Return the visitor's desk."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Desk()
    desk: Desk = st.session_state[KEY]
    return desk


def follow_address(desk: Desk) -> None:
    """Open the trip that the address names, and keep the open trip in the address."""
    wanted = st.query_params.get(SAVED)
    here = desk.studio.trip_id if desk.studio is not None else None
    if wanted is not None and wanted != here and not open_saved(desk, wanted):
        desk.notices.append(("studio.bad_id", {}))
    opened = desk.studio.trip_id if desk.studio is not None else None
    if opened is None:
        st.query_params.pop(SAVED, None)
    elif opened != wanted:
        st.query_params[SAVED] = opened


def open_saved(desk: Desk, trip_id: str, number: int | None = None) -> bool:
    """Open a saved trip; return whether there is one that opens."""
    store = find_store()
    if store is None:
        return False
    try:
        found = store.load(trip_id, number)
    except StoreError as error:
        desk.failure = error
        return False
    if found.trip.deleted_at is not None:
        return False
    if close(desk):
        _lay_open(desk, found)
    return True


def _lay_open(desk: Desk, found: SavedTrip) -> None:
    studio = Studio(
        history=[Draft(document=found.document)],
        title=found.trip.title,
        trip_id=found.trip.id,
        based_on=found.trip.newest,
        is_template=found.trip.is_template,
        saved=found.document,
        saved_at=found.trip.updated_at,
    )
    check_again(studio)
    desk.studio = studio
    st.query_params[SAVED] = found.trip.id


def open_new(desk: Desk, document: TripDocument, title: str) -> None:
    """Save a new trip and open it; without a store it is open all the same."""
    if not close(desk):
        return
    studio = Studio(history=[Draft(document=document)], title=title or "–")
    autosave(studio)
    check_again(studio)
    desk.studio = studio


def close(desk: Desk) -> bool:
    """Put the open trip away, saved; return False, and leave it open, where it cannot be saved."""
    studio = desk.studio
    if studio is not None:
        autosave(studio)
        try:
            is_safe = _keep_copy(desk, studio) or studio.saved is studio.document
        except StoreError as error:
            desk.failure, is_safe = error, False
        if not is_safe:
            studio.is_leaving = True
            return False
    discard(desk)
    return True


def _keep_copy(desk: Desk, studio: Studio) -> bool:
    """Save a trip that others have saved meanwhile, and nobody has chosen, beside theirs; return whether it is one."""
    store = find_store()
    if studio.conflict is None or store is None:
        return False
    store.create(studio.document, title=studio.title, client=studio.document.client)
    desk.notices.append(("studio.kept_copy", {"name": studio.title}))
    return True


def discard(desk: Desk) -> None:
    """Put the open trip away as the store has it, or not at all."""
    if desk.studio is not None and desk.studio.job is not None:
        desk.studio.job.stop()
    desk.studio, desk.failure, desk.is_broken = None, None, False
    st.query_params.pop(SAVED, None)


def take_itinerary(desk: Desk, itinerary: Itinerary, title: str) -> None:
    """Open a plan as a new trip."""
    open_new(desk, TripDocument(itinerary=itinerary, terms=begin_terms(itinerary)), title or itinerary.request.title)


def plan_new(desk: Desk, request: TripRequest, title: str) -> None:
    """Plan a request; the trip opens when it is planned."""
    _start(desk, build_plan_job(request), Pending(title=title))


def copy_for_client(
    desk: Desk, trip_id: str, *, title: str, client: str, size: int, start: dt.date, home: str | None
) -> bool:
    """Copy a saved trip for a client, with the client's group, date and country; re-planned where those change it.

    Returns False, and says why, where such a copy cannot be had.
    """
    store = find_store()
    if store is None:
        return False
    try:
        document = store.load(trip_id).document
    except StoreError as error:
        desk.failure = error
        return False
    try:
        people, terms = fit_group(document, adults=size, children=0, vehicle=keep_choice(document, size))
        changes = {**people, "start_date": start.isoformat(), "home_market": home}
        request = apply_change(document.itinerary.request, changes)
    except PlannerError as error:
        desk.failure = error
        return False
    except ValueError:  # the request contradicts itself
        desk.notices.append(("studio.refused", {}))
        return False
    document = dataclasses.replace(document, client=client, terms=terms)
    as_before = document.itinerary.request
    if request.model_copy(update={"home_market": as_before.home_market}) == as_before:
        judged = _judge_for(document.itinerary, home)
        if judged is not None:
            open_new(desk, dataclasses.replace(document, itinerary=judged), title)
            return True
    pending = Pending(title=title, client=client, document=document)
    _start(desk, build_replan_job(document.itinerary, request), pending)
    return True


def _judge_for(itinerary: Itinerary, home: str | None) -> Itinerary | None:
    """Return a trip as it is for guests of a country; None where the facts of today do not know its stops."""
    request = itinerary.request
    if home == request.home_market:
        return itinerary
    asked = dataclasses.replace(itinerary, request=request.model_copy(update={"home_market": home}))
    try:
        return resources.get_planner().retime(asked, list_orders(itinerary))[0]
    except (PlannerError, KeyError):
        return None


def plan_changed(desk: Desk, change: Mapping[str, Any]) -> None:
    """Plan the trip that there was no plan of with a change that makes one."""
    if desk.wanted is None:
        return
    asked, pending = desk.wanted
    request = apply_change(asked, change)
    source = pending.document
    _start(desk, build_plan_job(request) if source is None else build_replan_job(source.itinerary, request), pending)


def _start(desk: Desk, job: PlanJob, pending: Pending) -> None:
    desk.failure, desk.is_broken = None, False
    desk.job, desk.pending = job, pending
    job.start()


def collect_new(desk: Desk) -> None:
    """Open the trip whose plan is made."""
    job, pending = desk.job, desk.pending
    if job is None or pending is None or not job.is_done:
        return
    desk.job = desk.pending = None
    if job.itinerary is None:
        desk.failure, desk.is_broken = job.failure, job.is_broken
        desk.wanted = (job.request, pending)
    elif pending.document is None:
        take_itinerary(desk, job.itinerary, pending.title)
    else:
        open_new(desk, dataclasses.replace(pending.document, itinerary=job.itinerary), pending.title)
