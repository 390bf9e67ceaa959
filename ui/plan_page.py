"""The page *Plan a trip*: ask, wait with something to see, read the answer, change it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.errors import NoFeasibleTripError, PreparationError
from planner.model.request import TripRequest
from planner.plan import apply_change
from planner.present.words import Words
from ui import basket_state, resources
from ui.answer_view import draw_answer
from ui.error_words import tell_error
from ui.form import FormError, begin_own, draw_form, find_draft, keep_form, load_form, read_form, summarise
from ui.infeasible_view import draw_reasons
from ui.job import PlanJob, Task
from ui.language import get_language
from ui.manners import draw_back
from ui.page_head import draw_head
from ui.page_link import draw_page_link
from ui.plan_style import build_plan_style
from ui.progress_view import watch
from ui.safe import plain
from ui.start_view import draw_start
from ui.state import collect, edit, get_trip, show_sample_instead, start_planning, start_replanning
from ui.style import draw_style, find_palette
from ui.trip import Trip
from ui.trip_link import heed_address

FORM = "form-box"
"""Whether the form is open."""
_TOLD = "told_job"
"""Of the session: the job whose beginning was said last."""


def draw_page() -> None:
    """Draw the page once."""
    palette = find_palette()
    draw_style(palette)
    st.html(f"<style>{build_plan_style(palette, resources.get_silhouette())}</style>")
    language = get_language()
    words = resources.get_words(language)
    basket_state.hold_link()
    trip = get_trip(language)
    collect(trip)
    show_sample_instead(trip, language)
    draw_head(words.messages("app.name"), words.messages("app.tagline"), words, keep_form)
    # What comes and goes has a place of its own, so that the map below never moves in the page's tree:
    # a component that moves is loaded anew. It stands above the form, so that who sends the form sees it.
    with st.container(key="messages"):
        for notice in trip.notices:
            st.warning(words.messages(notice))
        _draw_failure(trip, words)
    with st.container(key="progress"):
        if trip.job is not None and not trip.is_first_look:
            _tell_once(trip.job, words)
            watch(trip, words)
            if trip.job.task is Task.PLAN and trip.now.itinerary is not None:
                st.caption(words.messages("progress.last_plan"))
    draw_back(words.messages("edit.undo"), heed_address)
    with st.container(key="begin"):
        draw_start(trip, words, lambda: _open_own(trip))
    _draw_request(trip, words)
    with st.container(key="first-progress"):  # nobody asked for it: it does not push the cards down
        if trip.job is not None and trip.is_first_look:
            watch(trip, words)
    with st.container(key="to-basket"):
        if trip.now.itinerary is not None:
            draw_page_link("basket", words.messages("basket.open"), "redeem")
    draw_answer(trip, words, palette)


def _tell_once(job: PlanJob, words: Words) -> None:
    """Say what has begun where it is seen wherever the visitor has scrolled to."""
    if st.session_state.get(_TOLD) is not job:
        st.session_state[_TOLD] = job
        st.toast(words.messages(job.task), icon=":material/route:")


def _draw_request(trip: Trip, words: Words) -> None:
    say = words.messages
    draft = find_draft()
    title = f"**{say('form.change')}** · {summarise(trip.asked, words)}"
    if draft is not None:
        title = f"**{say('start.own')}**"
    with st.expander(title, icon=":material/tune:", key=FORM, on_change="rerun"):
        base = draft or trip.asked
        draw_form(base, words, lambda: _submit(trip, base, words))


def _open_own(trip: Trip) -> None:
    begin_own(trip.now.request)
    st.session_state[FORM] = True


def _submit(trip: Trip, base: TripRequest, words: Words) -> None:
    """Plan what the form says, and fold it: the answer is below."""
    try:
        request = read_form(base, words)
    except FormError as error:
        st.session_state.form_problem = str(error)
        st.toast(plain(str(error)), icon=":material/error:")  # the message above the form may be out of sight
        return
    load_form(request)
    st.session_state[FORM] = False
    start_planning(trip, request)


def _draw_failure(trip: Trip, words: Words) -> None:
    say = words.messages
    if problem := st.session_state.pop("form_problem", None):
        st.error(say("form.invalid", message=plain(problem)))
    if trip.is_broken:
        st.error(say("progress.failed"))
    if trip.stale is not None:
        st.warning(say("form.stale_url", message=plain(tell_error(trip.stale, words))))
    error = trip.failure
    if error is None:
        return
    if isinstance(error, NoFeasibleTripError):
        _draw_infeasible(trip, error, words)
        return
    if isinstance(error, PreparationError):  # no fault of the request
        st.error(say("error.E004"))
        return
    st.error(say("form.invalid", message=plain(tell_error(error, words))))


def _draw_infeasible(trip: Trip, error: NoFeasibleTripError, words: Words) -> None:
    say = words.messages
    is_edit = error.code == "P011"
    st.error(say("edit.impossible") if is_edit else say("progress.infeasible"))
    draw_reasons(error, "infeasible", words, lambda change: _apply(trip, change, is_edit))
    if trip.now.itinerary is not None:
        st.caption(say("progress.last_plan"))


def _apply(trip: Trip, change: dict[str, Any], is_edit: bool) -> None:
    changed = apply_change(trip.asked, change)
    load_form(changed)
    if is_edit:
        edit(trip, changed)
        start_replanning(trip)
    else:
        start_planning(trip, changed)
