"""Where saved trips are kept: one store for all who use this server, or the reason why there is none."""

from __future__ import annotations

import time

import streamlit as st

from planner.errors import PlannerError
from planner.store import Store, StoreError, find_store_url
from ui.error_words import tell_in_english
from ui.safe import plain

RETRY_S = 10
"""A store that could not be opened is tried again after so many seconds."""
_TROUBLE = "studio_store_trouble"


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Store:
    return Store.open(url)


def find_store() -> Store | None:
    """Return the store of this server; None where it cannot be opened, see `find_trouble`."""
    known: tuple[float, PlannerError] | None = st.session_state.get(_TROUBLE)
    if known is not None and time.monotonic() - known[0] < RETRY_S:
        return None
    try:
        store = _open(find_store_url())
    except PlannerError as error:
        st.session_state[_TROUBLE] = (time.monotonic(), error)
        return None
    st.session_state.pop(_TROUBLE, None)
    return store


def find_trouble() -> PlannerError | None:
    """Return why there is no store, None where there is one."""
    return None if find_store() is not None else st.session_state[_TROUBLE][1]


def draw_unreadable(error: StoreError) -> None:
    """Say, where saved trips would stand, why they cannot be read; the rest of the page goes on."""
    st.error(plain(tell_in_english(error)), icon=":material/database_off:")
