"""One visitor's trip: what is asked, what was answered, every edit, and the way back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from planner.errors import PlannerError
from planner.model.alternatives import Alternatives
from planner.model.edits import Replanned
from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.model.request import TripRequest
from planner.plan import compare_plans
from ui import resources
from ui.edits import list_orders
from ui.history import History
from ui.job import CompareJob, PlanJob, Task
from ui.language import KEY as LANGUAGE
from ui.link import BASKET, BadLinkError, Nights, Orders, SavedTrip, read_token, write_token
from ui.planning import build_compare_job, build_plan_job, build_proof_job, build_replan_job

TOKEN = "trip"
"""Name of the query parameter that carries the trip."""


@dataclass(frozen=True)
class Snapshot:
    """A state of the trip that undo can come back to."""

    request: TripRequest
    itinerary: Itinerary | None = None
    violations: tuple[Violation, ...] = ()
    is_edited: bool = False
    """Whether request or order were changed since the plan was made."""
    was_stopped: bool = False
    replanned: Replanned | None = None
    """How the plan differs from the one before, where it was made by replanning that one."""
    is_chosen: bool = False
    """Whether the visitor took it from among others: the search for its request may give another."""


@dataclass(kw_only=True)
class Trip(History[Snapshot]):
    """The visitor's trip; lives in the session and nowhere else."""

    job: PlanJob | None = None
    failure: PlannerError | None = None
    is_broken: bool = False
    wanted: SavedTrip | None = None
    """What a link says, to be restored when its request has been planned."""
    notices: list[str] = field(default_factory=list)
    """Keys of messages to show once."""
    alternatives: Alternatives | None = None
    """Plans of one request side by side, until another request is planned."""
    is_in_link: bool = False
    """Whether the address bar carries it on every page."""
    is_first_look: bool = False
    """Whether nobody has asked for anything yet: what is shown is there for the looking."""
    plan_number: int = 0
    """Counts answers, so that the map moves for a new plan and stays for an edit."""

    def push(self, state: Snapshot) -> None:
        """Show a new state; what had been undone is gone."""
        super().push(state)
        self.is_first_look = False
        self.failure = None
        self.is_broken = False
        remember_in_link(state)

    def step(self, by: int) -> None:
        """Go back (-1) or forward (+1) in the history."""
        super().step(by)
        self.failure = None
        remember_in_link(self.now)


def get_trip(language: str) -> Trip:
    """Return the visitor's trip; at the first look, the one of the link or the first sample, being planned."""
    if "trip_state" not in st.session_state:
        opened = _open_trip(language)
        st.session_state.trip_state = opened
        start_planning(opened, opened.now.request)
        opened.is_first_look = TOKEN not in st.query_params
    trip: Trip = st.session_state.trip_state
    if TOKEN not in st.query_params and (trip.is_in_link or not trip.is_first_look):
        # The way from another page, whose address is its own, has lost it.
        remember_in_link(trip.now)
    return trip


def find_trip(language: str, request: TripRequest | None = None) -> Trip | None:
    """Return the visitor's trip, that of the link, or, being planned, that of a request; None without any of them."""
    if "trip_state" not in st.session_state:
        if request is None and TOKEN not in st.query_params:
            return None
        if request is not None:
            st.session_state.trip_state = Trip(history=[Snapshot(request)])
            start_planning(st.session_state.trip_state, request)
    return get_trip(language)


def start_planning(trip: Trip, request: TripRequest) -> None:
    """Plan a request: at once where the answer is known, else in a thread of its own."""
    trip.is_first_look = False
    trip.failure = None
    trip.is_broken = False
    known = resources.get_plan_cache().find(request, resources.get_catalogue().version)
    if known is not None:
        trip.alternatives = None
        _show(trip, request, known)
        return
    trip.job = build_plan_job(request)
    trip.job.start()


def start_replanning(trip: Trip) -> None:
    """Plan around what the visitor changed: what is locked stays, the rest changes only where it pays."""
    now = trip.now
    if now.itinerary is None:
        return
    trip.failure = None
    trip.is_broken = False
    trip.job = build_replan_job(now.itinerary, now.request)
    trip.job.start()


def start_proving(trip: Trip) -> None:
    """Find out more closely how good the plan provably is; a better one found on the way takes its place."""
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    trip.failure = None
    trip.is_broken = False
    trip.job = build_proof_job(itinerary, trip.now.request)
    trip.job.start()


def start_comparing(trip: Trip) -> None:
    """Make alternative plans of the request that is shown, or of the one that the shown alternative was made for."""
    request, known = trip.now.request, trip.alternatives
    if known is not None and request in [plan.itinerary.request for plan in known.plans]:
        request = known.request
    trip.failure = None
    trip.is_broken = False
    trip.job = build_compare_job(request)
    trip.job.start()


def collect(trip: Trip) -> bool:
    """Take over the answer of a finished job; return whether there was one."""
    job = trip.job
    if job is None or not job.is_done:
        return False
    trip.job = None
    trip.failure = job.failure
    trip.is_broken = job.is_broken
    if job.itinerary is None:
        if trip.now.request != job.request:
            History.push(trip, dataclasses.replace(trip.now, request=job.request))  # not shown as an answer
        trip.wanted = None
        return True
    if isinstance(job, CompareJob):
        trip.alternatives = job.alternatives
        return True
    if job.base is not None and job.task is Task.PROVE:
        _take_proof(trip, job.base, job.itinerary)
        return True
    if job.base is not None:
        _show(trip, job.request, job.itinerary, replanned=compare_plans(job.base, job.itinerary))
        return True
    trip.alternatives = None
    if not job.is_stopping:
        resources.get_plan_cache().keep(job.request, resources.get_catalogue().version, job.itinerary)
    _show(trip, job.request, job.itinerary, was_stopped=job.is_stopping)
    return True


def _take_proof(trip: Trip, before: Itinerary, proved: Itinerary) -> None:
    """Put the new certificate on the plan that is shown; a better plan is a step of its own, which undo takes back."""
    if proved.certificate.value > before.certificate.value:
        trip.notices.append("proof.better")
        _show(trip, before.request, proved)
    elif proved.certificate.upper_bound < before.certificate.upper_bound:
        known = dataclasses.replace(before, certificate=proved.certificate, provenance=proved.provenance)
        trip.replace(dataclasses.replace(trip.now, itinerary=known))
    else:
        trip.notices.append("proof.no_tighter")


def edit(trip: Trip, request: TripRequest, orders: Orders | None = None, nights: Nights | None = None) -> None:
    """Change the request, and with `orders` the visits and nights; times and broken rules are worked out anew."""
    now = trip.now
    itinerary, violations = now.itinerary, now.violations
    if itinerary is not None:
        if nights is not None and len(nights) == len(itinerary.lodging):
            stays = zip(itinerary.lodging, nights, strict=True)
            lodging = tuple(dataclasses.replace(stay, place_id=place_id) for stay, place_id in stays)
            itinerary = dataclasses.replace(itinerary, lodging=lodging)
        try:
            itinerary, violations = _retime(itinerary, request, list_orders(itinerary) if orders is None else orders)
        except (PlannerError, KeyError):
            trip.notices.append("edit.refused")
            return
    trip.push(Snapshot(request, itinerary, violations, is_edited=True, was_stopped=now.was_stopped))


def _retime(itinerary: Itinerary, request: TripRequest, orders: Orders) -> tuple[Itinerary, tuple[Violation, ...]]:
    """Return the visits in the given order under the changed request, or, where none can meet it, under the old one."""
    planner = resources.get_planner()
    try:
        return planner.retime(dataclasses.replace(itinerary, request=request), orders)
    except (PlannerError, KeyError):
        return planner.retime(itinerary, orders)


def remember_in_link(snapshot: Snapshot) -> None:
    """Write the trip into the address bar."""
    token = _write_token(snapshot)
    if st.query_params.get(TOKEN) != token:
        st.query_params[TOKEN] = token
    if (language := st.session_state.get(LANGUAGE)) and st.query_params.get(LANGUAGE) != language:
        st.query_params[LANGUAGE] = language


def build_address(snapshot: Snapshot) -> str:
    """Return the address of a trip with its basket, if it has one, for somebody who reads any language."""
    query = {TOKEN: _write_token(snapshot)}
    if BASKET in st.query_params:
        query[BASKET] = st.query_params[BASKET]
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(query)}"


def _write_token(snapshot: Snapshot) -> str:
    itinerary = snapshot.itinerary
    if itinerary is None or _follows_from_request(itinerary, snapshot):
        return write_token(snapshot.request)
    nights = tuple(stay.place_id for stay in itinerary.lodging)
    return write_token(snapshot.request, list_orders(itinerary), nights)


def _follows_from_request(itinerary: Itinerary, snapshot: Snapshot) -> bool:
    """Whether the request alone gives this plan: not edited, chosen, made from another, nor stopped."""
    provenance = itinerary.provenance
    is_changed = snapshot.is_edited or snapshot.is_chosen
    return provenance.is_reproducible and provenance.based_on is None and not is_changed


def _open_trip(language: str) -> Trip:
    request = resources.get_sample(next(iter(resources.list_samples())), language)
    wanted = None
    notices = []
    if token := st.query_params.get(TOKEN):
        try:
            wanted = read_token(token)
            request = wanted.request
        except BadLinkError:
            notices.append("form.bad_url")
            del st.query_params[TOKEN]
    request = request.model_copy(update={"language": language})
    return Trip(history=[Snapshot(request)], wanted=wanted, notices=notices)


def take(trip: Trip, itinerary: Itinerary) -> None:
    """Show a plan that the visitor has chosen instead of the one that is shown; undo brings that one back."""
    _show(trip, itinerary.request, itinerary, is_chosen=True)


def _show(
    trip: Trip,
    request: TripRequest,
    itinerary: Itinerary,
    *,
    was_stopped: bool = False,
    replanned: Replanned | None = None,
    is_chosen: bool = False,
) -> None:
    """Show a new answer; the first one replaces the empty state that it began with."""
    itinerary = dataclasses.replace(itinerary, request=request)
    snapshot = Snapshot(request, itinerary, was_stopped=was_stopped, replanned=replanned, is_chosen=is_chosen)
    trip.plan_number += 1
    st.session_state.pop("chosen", None)
    if trip.now.itinerary is None and len(trip.history) == 1:
        trip.restart(snapshot)
        trip.failure = None
    else:
        trip.push(snapshot)
    wanted, trip.wanted = trip.wanted, None
    if wanted is not None and wanted.orders is not None:
        edit(trip, request, wanted.orders, wanted.nights)
