"""What the visitor does with the trip: asking, taking answers, editing."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.errors import PlannerError, RequestError
from planner.model.edits import Replanned
from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.model.request import TripRequest
from planner.plan import compare_plans
from ui import resources
from ui.edits import list_orders
from ui.history import History
from ui.job import CompareJob, Task, give_up
from ui.link import Nights, Orders
from ui.planning import build_compare_job, build_plan_job, build_proof_job, build_replan_job
from ui.trip import TOKEN, Snapshot, Trip, remember_in_link
from ui.trip_link import read_link, take_notices


def get_trip(language: str) -> Trip:
    """Return the visitor's trip; at the first look, the one of the link or the first sample, being planned."""
    if "trip_state" not in st.session_state:
        opened = _open_trip(language)
        st.session_state.trip_state = opened
        _plan(opened, opened.now.request)
    trip: Trip = st.session_state.trip_state
    return trip


def find_trip(language: str, request: TripRequest | None = None) -> Trip | None:
    """Return the visitor's trip, that of the link, or, being planned, that of a request; None without any of them."""
    if "trip_state" not in st.session_state:
        if request is not None:
            start_planning(begin_trip(request), request)
        elif read_link() is None:
            return None
    return get_trip(language)


def begin_trip(request: TripRequest) -> Trip:
    """Return a trip that nothing but its request is known of, in the place of the one that is shown."""
    if (shown := st.session_state.get("trip_state")) is not None:
        give_up(shown)
    trip = Trip(history=[Snapshot(request)])
    st.session_state.trip_state = trip
    return trip


def start_planning(trip: Trip, request: TripRequest) -> None:
    """Plan a request: at once where the answer is known, else in a thread of its own."""
    _leave_off(trip)
    trip.is_first_look = False
    trip.is_of_link = False
    trip.wanted = None
    _plan(trip, request)


def _leave_off(trip: Trip) -> None:
    """End what goes on for something that was asked before."""
    give_up(trip)
    trip.forget_messages()


def _plan(trip: Trip, request: TripRequest) -> None:
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
    _leave_off(trip)
    trip.job = build_replan_job(now.itinerary, now.request)
    trip.job.start()


def start_proving(trip: Trip) -> None:
    """Find out more closely how good the plan provably is; a better one found on the way takes its place."""
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    _leave_off(trip)
    trip.job = build_proof_job(itinerary, trip.now.request)
    trip.job.start()


def start_comparing(trip: Trip) -> None:
    """Make alternative plans of the request that is shown, or of the one that the shown alternative was made for."""
    request, known = trip.now.request, trip.alternatives
    if known is not None and request in [plan.itinerary.request for plan in known.plans]:
        request = known.request
    _leave_off(trip)
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
        _take_refusal(trip, job.request)
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


def _take_refusal(trip: Trip, request: TripRequest) -> None:
    """Hold on to what could not be planned; what is shown, its link and the way back stay as they are."""
    trip.refused, trip.wanted = request, None
    if trip.now.itinerary is not None:
        return
    if trip.now.request != request:
        History.push(trip, Snapshot(request))  # not an answer: the refusal stays
    if not trip.is_first_look:
        remember_in_link(trip.now)


def _take_proof(trip: Trip, before: Itinerary, proved: Itinerary) -> None:
    """Put the new certificate on the plan that is shown; a better plan is a step of its own, which undo takes back."""
    if trip.now.itinerary is not before:
        return  # it says nothing of the plan that has taken its place
    if proved.certificate.value > before.certificate.value:
        _show(trip, before.request, proved)
        trip.notices.append("proof.better")
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
            trip.notices[:] = ["edit.refused"]
            return
    trip.push(Snapshot(request, itinerary, violations, is_edited=True, was_stopped=now.was_stopped))


def _retime(itinerary: Itinerary, request: TripRequest, orders: Orders) -> tuple[Itinerary, tuple[Violation, ...]]:
    """Return the visits in the given order under the changed request, or, where none can meet it, under the old one."""
    planner = resources.get_planner()
    try:
        return planner.retime(dataclasses.replace(itinerary, request=request), orders)
    except (PlannerError, KeyError):
        return planner.retime(itinerary, orders)


def _open_trip(language: str) -> Trip:
    wanted = read_link()
    if wanted is None:
        request = resources.get_sample(next(iter(resources.list_samples())), language)
    else:
        request = wanted.request.model_copy(update={"language": language})
    is_of_link = wanted is not None
    return Trip(
        history=[Snapshot(request)],
        wanted=wanted,
        notices=take_notices(),
        is_of_link=is_of_link,
        is_first_look=not is_of_link,
    )


def show_sample_instead(trip: Trip, language: str) -> None:
    """Show the first sample where a link asks for what today's data does not have; say why, and free the address."""
    if trip.now.itinerary is not None or not trip.is_of_link or not isinstance(trip.failure, RequestError):
        return
    trip.stale, trip.failure, trip.refused = trip.failure, None, None
    trip.is_of_link, trip.is_first_look = False, True
    st.query_params.pop(TOKEN, None)
    trip.restart(Snapshot(resources.get_sample(next(iter(resources.list_samples())), language)))
    _plan(trip, trip.now.request)


def take(trip: Trip, itinerary: Itinerary) -> None:
    """Show a plan that the visitor has chosen instead of the one that is shown; undo brings that one back."""
    give_up(trip)
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
    if replanned is None:
        trip.plan_number += 1
    st.session_state.pop("chosen", None)
    if trip.now.itinerary is None and len(trip.history) == 1:
        trip.restart(snapshot)
        if not trip.is_first_look:
            remember_in_link(snapshot)
    else:
        trip.push(snapshot)
    wanted, trip.wanted = trip.wanted, None
    if wanted is not None and wanted.orders is not None:
        edit(trip, request, wanted.orders, wanted.nights)
        if wanted.is_settled and not trip.now.violations:
            trip.replace(dataclasses.replace(trip.now, is_edited=False, is_chosen=True))
            remember_in_link(trip.now)
