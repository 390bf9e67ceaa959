"""What the operator adds to the costs by hand: insurance, water, a gift."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.model.quote import ManualLine, RateUnit
from planner.model.request import MAX_VND
from planner.present.words import Words
from ui.safe import plain
from ui.studio_state import Studio, change_document

MANUAL_UNITS = (RateUnit.PER_PERSON, RateUnit.PER_GROUP, RateUnit.PER_DAY, RateUnit.PER_ROOM_NIGHT)


def draw_manual(studio: Studio, words: Words) -> None:
    """Draw what was added by hand, and a row to add more."""
    say, document = words.messages, studio.document
    with st.expander(say("studio.manual", count=len(document.manual)), icon=":material/playlist_add:"):
        for index, line in enumerate(document.manual):
            with st.container(horizontal=True, vertical_alignment="center", key=f"studio-manual-{index}"):
                unit = say(f"quote.unit_{line.unit}")
                when = say("sheet.whole_trip") if line.day is None else say("day.tab", number=line.day)
                st.markdown(
                    f"**{plain(line.label)}** · {plain(f'{say.money(line.vnd)} {unit} · {when}')}", width="content"
                )
                st.button(
                    say("studio.remove"),
                    key=f"studio-manual-remove-{index}",
                    icon=":material/delete:",
                    type="tertiary",
                    help=plain(line.label),
                    on_click=_remove_manual,
                    args=(studio, index),
                )
        with st.form("studio-manual-form", border=False, clear_on_submit=True):
            first, second, third, fourth = st.columns([4, 3, 3, 2], vertical_alignment="bottom")
            first.text_input(say("studio.manual_label"), key="studio-manual-label", max_chars=120)
            second.number_input(say("sheet.unit_price"), 0, MAX_VND, value=None, step=10_000, key="studio-manual-vnd")
            third.selectbox(
                say("sheet.unit"),
                MANUAL_UNITS,
                format_func=lambda unit: say(f"quote.unit_{unit}"),
                key="studio-manual-unit",
            )
            fourth.selectbox(
                say("sheet.day"),
                range(len(document.itinerary.days) + 1),
                format_func=lambda day: say("sheet.whole_trip") if day == 0 else str(day),
                key="studio-manual-day",
            )
            st.form_submit_button(say("studio.manual_add"), icon=":material/add:", on_click=_add_manual, args=(studio,))


def _add_manual(studio: Studio) -> None:
    get = st.session_state
    label, vnd = get["studio-manual-label"].strip(), get["studio-manual-vnd"]
    if not label or vnd is None:
        studio.notices.append(("studio.manual_incomplete", {}))
        return
    line = ManualLine(label=label, unit=get["studio-manual-unit"], vnd=vnd, day=get["studio-manual-day"] or None)
    document = studio.document
    change_document(studio, dataclasses.replace(document, manual=(*document.manual, line)))


def _remove_manual(studio: Studio, index: int) -> None:
    document = studio.document
    manual = tuple(line for number, line in enumerate(document.manual) if number != index)
    change_document(studio, dataclasses.replace(document, manual=manual))
