"""What the operator adds to the costs by hand: insurance, water, a gift."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.model.quote import ManualLine, RateUnit
from planner.present.words import Words
from ui.money import MAX_TYPED, draw_refused, take_typed
from ui.safe import plain
from ui.studio_state import Studio, change_document

MANUAL_UNITS = (RateUnit.PER_PERSON, RateUnit.PER_GROUP, RateUnit.PER_DAY, RateUnit.PER_ROOM_NIGHT)
_VND = "studio-manual-vnd"


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
        with st.form("studio-manual-form", border=False):
            first, second, third, fourth = st.columns([4, 3, 3, 2], vertical_alignment="bottom")
            first.text_input(say("studio.manual_label"), key="studio-manual-label", max_chars=120)
            second.text_input(say("sheet.unit_price"), key=_VND, max_chars=MAX_TYPED)
            third.selectbox(
                say("sheet.unit"),
                MANUAL_UNITS,
                format_func=lambda unit: say(f"quote.unit_{unit}"),
                key="studio-manual-unit",
                placeholder=say("form.choose"),
            )
            fourth.selectbox(
                say("sheet.day"),
                range(len(document.itinerary.days) + 1),
                format_func=lambda day: say("sheet.whole_trip") if day == 0 else str(day),
                key="studio-manual-day",
                placeholder=say("form.choose"),
            )
            st.form_submit_button(say("studio.manual_add"), icon=":material/add:", on_click=_add_manual, args=(studio,))
        draw_refused(studio.refused, _VND, say("sheet.unit_price"), words)


def _add_manual(studio: Studio) -> None:
    get = st.session_state
    label = get["studio-manual-label"].strip()
    is_amount, vnd = take_typed(studio.refused, _VND, get[_VND])
    if not is_amount:
        return
    if not label or vnd is None:
        studio.notices.append(("studio.manual_incomplete", {}))
        return
    line = ManualLine(label=label, unit=get["studio-manual-unit"], vnd=vnd, day=get["studio-manual-day"] or None)
    document = studio.document
    change_document(studio, dataclasses.replace(document, manual=(*document.manual, line)))
    get["studio-manual-label"] = get[_VND] = ""  # a line that was refused stays to be mended


def _remove_manual(studio: Studio, index: int) -> None:
    document = studio.document
    manual = tuple(line for number, line in enumerate(document.manual) if number != index)
    change_document(studio, dataclasses.replace(document, manual=manual))
