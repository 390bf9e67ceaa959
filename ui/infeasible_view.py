"""Why no trip satisfies a request, each reason with a button for the smallest change that helps."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from planner.errors import NoFeasibleTripError
from planner.model.itinerary import Infeasibility
from planner.present.languages import capitalise
from planner.present.words import Words
from ui.safe import plain

Take = Callable[[dict[str, Any]], None]
"""Carries out a change of the request."""


def draw_reasons(error: NoFeasibleTripError, key: str, words: Words, take: Take) -> None:
    """Draw what stands in the way; a change that only the visitor can make is told in words.

    Parameters
    ----------
    key
        Begin of the buttons' keys; a number follows.
    """
    say = words.messages
    for number, found in enumerate(error.reasons):
        if not isinstance(found, Infeasibility):
            continue
        st.html(f"<p><b>{escape(capitalise(words.reason(found.reason)))}</b></p>")
        if found.remedy is None:
            continue
        remedy = plain(words.reason(found.remedy))
        if found.change is None:
            st.caption(say("progress.remedy", remedy=remedy))
            continue
        st.button(
            say("progress.apply", change=remedy),
            key=f"{key}-{number}",
            type="primary",
            on_click=take,
            args=(found.change,),
        )
