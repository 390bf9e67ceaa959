"""Places that are not in the trip: the reason, and a button with the smallest change that would admit them."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.model.itinerary import Unvisited
from planner.model.reason import Reason
from planner.present.words import Words
from ui import edits
from ui.form import load_form
from ui.safe import plain
from ui.state import edit, start_planning
from ui.trip import Trip
from ui.whatif_view import draw_button, draw_reply


def draw_left_out(trip: Trip, words: Words) -> None:
    """Draw the list, folded."""
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    say = words.messages
    if not itinerary.unvisited:
        st.caption(say("left.none"))
        return
    with st.expander(say("left.title", count=len(itinerary.unvisited)), icon=":material/help:"):
        for place in itinerary.unvisited:
            _draw_place(trip, place, words)


def _draw_place(trip: Trip, place: Unvisited, words: Words) -> None:
    say = words.messages
    text, action = st.columns(2, vertical_alignment="center")
    with text:
        st.html(
            f"<div><b>{escape(words.glossed_name(place.place_id))}</b> "
            f'<span class="rp-soft">{escape(words.address(place.place_id))}</span><br>'
            f"{escape(say('left.why', reason=words.reason(place.reason)))}</div>"
        )
    with action, st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _draw_remedy(trip, place, words)
        if place.remedy is None or place.remedy.code != "give_point":
            draw_button(trip, place.place_id, f"with-{place.place_id}", words, is_in_trip=False)
    draw_reply(trip, place.place_id, f"with-{place.place_id}", words, is_in_trip=False)


def _draw_remedy(trip: Trip, place: Unvisited, words: Words) -> None:
    say, remedy = words.messages, place.remedy
    if remedy is None:
        return
    change = words.reason(remedy)
    if edits.can_apply(remedy, trip.now.request):
        st.button(
            say("progress.apply", change=plain(change)),
            key=f"remedy-{place.place_id}",
            on_click=_apply,
            args=(trip, place.place_id, remedy),
            disabled=trip.job is not None,
        )
    else:
        st.caption(say("progress.remedy", remedy=plain(change)))


def _apply(trip: Trip, place_id: str, remedy: Reason) -> None:
    changed = edits.apply_remedy(trip.now.request, place_id, remedy)
    if changed is not None:
        load_form(changed)
        start_planning(trip, changed)


def draw_wish(trip: Trip, place_id: str, words: Words) -> None:
    """Draw a place of the map that is not in the trip, with buttons that ask for it."""
    say = words.messages
    located = words.catalogue.located.get(place_id)
    if located is None:
        return
    notes = [words.address(place_id)]
    if place := words.catalogue.places.get(place_id):
        notes.append(words.word(place.category))
    with st.container(border=True, key="wish"):
        st.html(
            f'<p class="rp-note">{escape(say("map.chosen"))}</p><b>{escape(words.glossed_name(place_id))}</b> '
            f'<span class="rp-soft">{escape(" · ".join(notes))}</span>'
        )
        if place_id in words.catalogue.gateways or not located.is_routable:
            return
        with st.container(horizontal=True):
            for verb, is_must in (("must", True), ("nice", False)):
                st.button(
                    say(f"map.add_{verb}"),
                    key=f"wish-{verb}",
                    on_click=_want,
                    args=(trip, place_id, is_must),
                    disabled=trip.job is not None,
                )


def _want(trip: Trip, place_id: str, is_must: bool) -> None:
    changed = edits.want(trip.now.request, place_id, is_must=is_must)
    load_form(changed)
    edit(trip, changed)
