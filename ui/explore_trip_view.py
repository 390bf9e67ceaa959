"""From *Explore* into the trip: ask for a place, take it out, undo, and go on to the plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from planner.model.catalogue import Catalogue
from planner.model.place import Gateway, Located
from planner.model.request import TripRequest
from planner.plan import apply_change, forget_place, list_names
from planner.present.words import Words
from planner.units import great_circle_m, today
from ui import edits
from ui.form import drop_draft
from ui.page_link import draw_page_link
from ui.safe import plain
from ui.state import begin_trip, edit, find_trip, start_planning
from ui.trip import Trip

NEW_TRIP_DAYS = 2
BEGINS_IN = dt.timedelta(days=14)
"""From today, for a trip of which no later day was asked for."""
_BEGUN = "explore-begun"
"""Where the session notes that a trip was begun here, to say it once."""


def draw_trip(words: Words) -> None:
    """Draw the trip in a line: how many places are asked for, undo and redo, and the way to the plan."""
    say = words.messages
    trip = find_own_trip(words)
    if st.session_state.pop(_BEGUN, False) and trip is not None:
        start = plain(words.name(trip.now.request.start))
        st.info(say("explore.begun", start=start, page=say("page.plan")), icon=":material/route:")
    with st.container(horizontal=True, vertical_alignment="center", key="explore-trip"):
        if trip is None:
            st.caption(say("explore.trip_none"))
            return
        request = trip.now.request
        count = len({*request.must_visit, *request.nice_to_visit})
        st.markdown(f"**{say('explore.trip')}** · {say('explore.trip_wishes', count=count)}", width="content")
        for verb, by, can in (("undo", -1, trip.can_undo), ("redo", 1, trip.can_redo)):
            st.button(
                say(f"edit.{verb}"),
                icon=f":material/{verb}:",
                key=f"explore-{verb}",
                on_click=trip.step,
                args=(by,),
                disabled=not can or trip.job is not None,
            )
        is_planned = trip.now.itinerary is not None and not trip.now.is_edited
        if is_planned or trip.job is not None:
            draw_page_link("plan", say("explore.to_plan"), "route")
        elif st.button(say("explore.plan"), icon=":material/route:", key="explore-plan", type="primary"):
            drop_draft()
            start_planning(trip, request)
            if (page := st.session_state.get("pages", {}).get("plan")) is not None:
                st.switch_page(page, query_params={"lang": words.language})


def draw_wish(place_id: str, values: dict[str, Any], words: Words) -> None:
    """Draw what the trip says of a place, with the buttons that change it."""
    say = words.messages
    located = words.catalogue.located[place_id]
    if not located.is_routable:
        return
    trip = find_own_trip(words)
    request = None if trip is None else trip.now.request
    names = set(list_names(place_id, words.catalogue))
    is_must = request is not None and not names.isdisjoint(request.must_visit)
    is_nice = request is not None and not names.isdisjoint(request.nice_to_visit)
    is_stop = trip is not None and _is_stop(trip, place_id)
    if is_must or is_nice or is_stop:
        st.caption(say(f"explore.is_{'must' if is_must else 'nice' if is_nice else 'planned'}"))
    is_busy = trip is not None and trip.job is not None
    with st.container(horizontal=True, key="explore-wish"):
        for verb, must in (("must", True), ("nice", False)):
            if not (is_must if must else is_nice):
                st.button(
                    say(f"map.add_{verb}"),
                    icon=f":material/{'add_task' if must else 'favorite'}:",
                    key=f"explore-{verb}",
                    type="primary" if must and not is_nice else "secondary",
                    on_click=_want,
                    args=(place_id, values, words, must),
                    disabled=is_busy,
                )
        if is_must or is_nice or is_stop:
            st.button(
                say("explore.remove"),
                icon=":material/remove_circle:",
                key="explore-remove",
                on_click=_remove,
                args=(trip, place_id, words.catalogue),
                disabled=is_busy,
            )


def find_own_trip(words: Words) -> Trip | None:
    """Return the visitor's trip; None where there is none but the one that the page of the plan shows to look at."""
    trip = find_trip(words.language)
    return None if trip is None or trip.is_first_look else trip


def find_nearest_gateway(catalogue: Catalogue, located: Located) -> Gateway | None:
    """Return the gateway where a trip may begin that lies nearest to a place, as the crow flies."""
    starts = [gateway for gateway in catalogue.gateways.values() if gateway.can_start and gateway.is_routable]
    return min(
        starts,
        key=lambda gateway: great_circle_m(gateway.lon_deg, gateway.lat_deg, located.lon_deg, located.lat_deg),
        default=None,
    )


def _is_stop(trip: Trip, place_id: str) -> bool:
    itinerary = trip.now.itinerary
    return itinerary is not None and any(place_id == key[0] for order in edits.list_orders(itinerary) for key in order)


def _want(place_id: str, values: dict[str, Any], words: Words, is_must: bool) -> None:
    """Ask for a place in the visitor's trip, or in one begun near it."""
    trip = find_own_trip(words) or _begin(place_id, values, words)
    if trip is not None:
        names = list_names(place_id, words.catalogue)
        request = trip.now.request
        others = {
            field: tuple(one for one in getattr(request, field) if one not in names)
            for field in ("must_visit", "nice_to_visit")
        }
        edit(trip, edits.want(apply_change(request, others), place_id, is_must=is_must))


def _begin(place_id: str, values: dict[str, Any], words: Words) -> Trip | None:
    """Begin a round trip from the nearest gateway; the visitor plans it when all wishes are there."""
    gateway = find_nearest_gateway(words.catalogue, words.catalogue.located[place_id])
    if gateway is None:
        return None
    request = TripRequest(
        start=gateway.id,
        start_date=values["date"] if values["date"] > today() else today() + BEGINS_IN,
        days=NEW_TRIP_DAYS,
        home_market=values["market"],
        language=words.language,
    )
    drop_draft()
    st.session_state[_BEGUN] = True
    return begin_trip(request)


def _remove(trip: Trip, place_id: str, catalogue: Catalogue) -> None:
    """Take a place out of wishes, locks and plan, without forbidding it."""
    itinerary = trip.now.itinerary
    orders = None if itinerary is None else edits.remove(edits.list_orders(itinerary), place_id)
    edit(trip, forget_place(trip.now.request, place_id, catalogue), orders)
