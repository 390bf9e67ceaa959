"""A day, or the whole trip, on paper: a page to look at, to print, and to keep; made when somebody asks for it."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.model.itinerary import Itinerary
from planner.present.words import Words
from planner.publish import safe_file_name
from planner.publish.day_page import render_day_page

HEIGHT_PX = 560


def draw_print(itinerary: Itinerary, day_index: int | None, words: Words) -> None:
    """Draw the button that opens the page of a day, counted from 0, or with None that of the whole trip."""
    say = words.messages
    about = say("print.help_trip") if day_index is None else say("print.help", number=day_index + 1)
    label = say("print.open_trip" if day_index is None else "print.open")
    if st.button(label, key="print-day", icon=":material/print:", help=about):
        st.dialog(_name(day_index, words), width="large", icon=":material/print:")(_draw_page)(
            itinerary, day_index, words
        )


def _name(day_index: int | None, words: Words) -> str:
    say = words.messages
    return say("print.title_trip") if day_index is None else say("print.title", number=day_index + 1)


def _draw_page(itinerary: Itinerary, day_index: int | None, words: Words) -> None:
    request = itinerary.request.model_copy(update={"language": words.language})
    page = render_day_page(dataclasses.replace(itinerary, request=request), day_index, words)
    say = words.messages
    name = safe_file_name(request.title or say("day.all")) + ("" if day_index is None else f"-{day_index + 1}")
    st.download_button(
        say("print.save"),
        page,
        file_name=f"{name}.html",
        mime="text/html",
        icon=":material/save:",
        on_click="ignore",
        key="save-day",
    )
    st.iframe(page, height=HEIGHT_PX, alt=_name(day_index, words))
