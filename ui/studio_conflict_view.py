"""What cannot simply be saved: two people changed the same trip, or there is no store when it is put away."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from planner.present.words import Words
from planner.store import StoreError
from ui.safe import plain
from ui.studio_desk import Desk, discard, open_new, open_saved
from ui.studio_shelf import find_store
from ui.studio_state import Studio


def draw_conflict(desk: Desk, studio: Studio, words: Words) -> None:
    """Draw the three ways out."""
    say, conflict = words.messages, studio.conflict
    if conflict is None:
        return
    with st.container(border=True, key="studio-conflict"):
        st.warning(plain(say("studio.conflict", number=conflict.newest)), icon=":material/call_split:")
        with st.container(horizontal=True):
            for way, icon in (("mine", "save"), ("theirs", "download"), ("both", "content_copy")):
                st.button(
                    say(f"studio.keep_{way}"),
                    key=f"studio-keep-{way}",
                    icon=f":material/{icon}:",
                    help=say(f"studio.keep_{way}_help"),
                    on_click=settle,
                    args=(desk, studio, way, say("studio.set_aside"), say("studio.copy_of", name=studio.title)),
                )


def settle(desk: Desk, studio: Studio, way: str, note: str, title: str) -> None:
    """Settle a conflict: ours on top of theirs, theirs on top of ours, or ours as a trip of its own."""
    store, mine = find_store(), studio.document
    if store is None or studio.trip_id is None:
        return
    try:
        theirs = store.load(studio.trip_id)
        if way == "both":
            studio.conflict, studio.saved = None, mine  # put away without saving over theirs
            open_new(desk, mine, title)
            return
        store.save(studio.trip_id, theirs.document, note=note)  # an autosave might be dropped some day
        studio.based_on = store.save(studio.trip_id, mine, note=note if way == "theirs" else "")
        if way == "theirs":
            studio.based_on = store.save(studio.trip_id, theirs.document)
    except StoreError as error:
        studio.failure = error
        return
    studio.conflict, studio.saved = None, mine
    studio.saved_at = dt.datetime.now(dt.UTC)
    if way == "theirs":
        studio.saved = studio.document
        open_saved(desk, studio.trip_id)


def draw_leaving(desk: Desk, studio: Studio, words: Words) -> None:
    """Draw the choice for a trip that was to be put away and could not be saved."""
    if not studio.is_leaving:
        return
    say = words.messages
    with st.container(border=True, key="studio-leaving"):
        st.warning(say("studio.still_open"), icon=":material/warning:")
        with st.container(horizontal=True):
            st.button(say("studio.stay"), key="studio-stay", icon=":material/edit:", on_click=_stay, args=(studio,))
            st.button(
                say("studio.discard"),
                key="studio-discard",
                icon=":material/delete_forever:",
                on_click=discard,
                args=(desk,),
            )


def _stay(studio: Studio) -> None:
    studio.is_leaving = False
