"""What would it cost, and what if not: a question beside a place, its answer, and a way to take the other trip."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from planner.errors import PlannerError
from planner.model.itinerary import Itinerary
from planner.model.whatif import Counterfactual
from planner.plan import PlanProgress
from planner.present.whatif import describe_counterfactual
from planner.present.words import Words
from ui import resources
from ui.form import load_form
from ui.safe import plain
from ui.state import Trip, take

Answers = dict[str, Counterfactual | None]
"""Key of a question -> its answer, None where the question cannot be answered."""


def draw_button(trip: Trip, place_id: str, key: str, words: Words, *, is_in_trip: bool) -> None:
    """Draw the button that asks about a place of the trip, or about one that it lacks."""
    say = words.messages
    name = plain(words.name(place_id))
    st.button(
        say("ask.without") if is_in_trip else say("ask.with"),
        key=f"ask-{key}",
        icon=":material/balance:",
        help=say("ask.without_help", name=name) if is_in_trip else say("ask.with_help", name=name),
        on_click=_ask,
        args=(key,),
        disabled=trip.job is not None or bool(trip.now.violations),
        type="tertiary",
    )


def draw_reply(trip: Trip, place_id: str, key: str, words: Words, *, is_in_trip: bool) -> None:
    """Draw the answer where its question was asked; the first time, find it while a bar shows how far that is."""
    itinerary = trip.now.itinerary
    if itinerary is None or st.session_state.get("asked") != key or trip.job is not None or trip.now.violations:
        return
    answers = _get_answers(itinerary)
    if key not in answers:
        answers[key] = _find(itinerary, place_id, words, is_in_trip=is_in_trip)
    found, say = answers[key], words.messages
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


def _ask(key: str) -> None:
    """Ask, or fold an answer away by asking again."""
    st.session_state.asked = None if st.session_state.get("asked") == key else key


def _get_answers(itinerary: Itinerary) -> Answers:
    """Return the answers about this very plan; those about another one are forgotten."""
    kept: dict[str, Any] = st.session_state.get("answers", {})
    if kept.get("of") is not itinerary:
        kept = {"of": itinerary, "found": {}}
        st.session_state.answers = kept
    answers: Answers = kept["found"]
    return answers


def _find(itinerary: Itinerary, place_id: str, words: Words, *, is_in_trip: bool) -> Counterfactual | None:
    bar = st.progress(0.0, text=words.messages("ask.working"))
    planner = resources.get_planner()
    ask = planner.explain_visit if is_in_trip else planner.explain_place
    try:
        return ask(itinerary, place_id, on_progress=_build_report(bar.progress, words))
    except PlannerError:
        return None
    finally:
        bar.empty()


def _build_report(draw: Callable[[float, str], object], words: Words) -> Callable[[PlanProgress], bool]:
    shown = 0.0

    def report(progress: PlanProgress) -> bool:
        nonlocal shown
        share = min(1.0, progress.done / max(progress.total, 1))
        if share >= shown + 0.1:  # the page is told in tenths, not with every chunk of the search
            shown = share
            draw(share, words.messages("ask.working"))
        return True

    return report


def _take(trip: Trip, itinerary: Itinerary) -> None:
    st.session_state.asked = None
    load_form(itinerary.request)
    take(trip, itinerary)
