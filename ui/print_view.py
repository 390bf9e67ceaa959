"""A day on paper: a page to look at, to print, and to keep; made when somebody asks for it."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.model.itinerary import Itinerary
from planner.present.words import Words
from planner.publish import safe_file_name
from planner.publish.day_page import render_day_page

HEIGHT_PX = 560


def draw_print(itinerary: Itinerary, day_index: int, words: Words) -> None:
    """Draw the button that opens the page of a day, counted from 0."""
    say = words.messages
    if st.button(
        say("print.open"), key="print-day", icon=":material/print:", help=say("print.help", number=day_index + 1)
    ):
        title = say("print.title", number=day_index + 1)
        st.dialog(title, width="large", icon=":material/print:")(_draw_page)(itinerary, day_index, words)


def _draw_page(itinerary: Itinerary, day_index: int, words: Words) -> None:
    request = itinerary.request.model_copy(update={"language": words.language})
    page = render_day_page(dataclasses.replace(itinerary, request=request), day_index, words)
    say = words.messages
    name = f"{safe_file_name(request.title or say('day.all'))}-{day_index + 1}.html"
    st.download_button(
        say("print.save"),
        page,
        file_name=name,
        mime="text/html",
        icon=":material/save:",
        on_click="ignore",
        key="save-day",
    )
    st.iframe(page, height=HEIGHT_PX, alt=say("print.title", number=day_index + 1))
