"""What would it cost, and what if not: a question beside a place, its answer, and a way to take the other trip."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from planner.model.itinerary import Itinerary
from planner.model.whatif import Counterfactual
from planner.plan import OnProgress
from planner.present.whatif import describe_counterfactual
from planner.present.words import Words
from ui import resources
from ui.form import load_form
from ui.question import close, find_answer, is_open, toggle
from ui.safe import name_after, plain
from ui.state import take
from ui.trip import Trip


def draw_button(trip: Trip, place_id: str, key: str, words: Words, *, is_in_trip: bool) -> None:
    """Draw the button that asks about a place of the trip, or about one that it lacks."""
    say = words.messages
    name = plain(words.name(place_id))
    st.button(
        name_after(say("ask.without") if is_in_trip else say("ask.with"), name),
        key=f"ask-{key}",
        icon=":material/balance:",
        help=say("ask.without_help", name=name) if is_in_trip else say("ask.with_help", name=name),
        on_click=toggle,
        args=(key,),
        disabled=trip.job is not None or bool(trip.now.violations),
        type="tertiary",
    )


def draw_reply(trip: Trip, place_id: str, key: str, words: Words, *, is_in_trip: bool) -> None:
    """Draw the answer where its question was asked; until it is found, how far that is."""
    itinerary = trip.now.itinerary
    if itinerary is None or not is_open(key) or trip.job is not None or trip.now.violations:
        return
    say = words.messages
    question = find_answer(itinerary, key, partial(_ask, itinerary, place_id, is_in_trip), say("ask.working"), words)
    if question is None:
        return
    found = question.answer
    if found is None:
        st.warning(say("ask.failed"))
        return
    answer = describe_counterfactual(found, words)
    lines = "".join(f"<li>{escape(line)}</li>" for line in (*answer.share, *answer.changes))
    st.html(f'<div role="status"><b>{escape(answer.headline)}</b><ul class="rp-why">{lines}</ul></div>')
    if found.itinerary is not None:
        st.button(
            say("ask.take"), key=f"take-{key}", icon=":material/check:", on_click=_take, args=(trip, found.itinerary)
        )


def _ask(itinerary: Itinerary, place_id: str, is_in_trip: bool, report: OnProgress) -> Counterfactual:
    planner = resources.get_planner()
    ask = planner.explain_visit if is_in_trip else planner.explain_place
    return ask(itinerary, place_id, on_progress=report)


def _take(trip: Trip, itinerary: Itinerary) -> None:
    close()
    load_form(itinerary.request)
    take(trip, itinerary)
