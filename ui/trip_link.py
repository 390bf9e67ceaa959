"""The trip in the address bar: held on every page, read where somebody comes in, heeded where the browser goes back."""

from __future__ import annotations

import streamlit as st

from ui.job import give_up
from ui.link import BadLinkError, SavedTrip, read_token
from ui.trip import TOKEN, Trip, remember_in_link, tell_token

_HELD = "trip_link_held"
"""Of the session: the token of a link whose trip no page has shown yet."""
_UNREAD = "trip_link_unread"
"""Of the session: keys of what is to be said of a link that brought no trip."""


def hold_in_link() -> None:
    """Keep the visitor's trip, or that of the link by which the visitor came, in the address of every page.

    A page that does not plan leaves the link unread: the trip is there when a page that shows it is opened.
    """
    trip: Trip | None = st.session_state.get("trip_state")
    if trip is not None:
        st.session_state.pop(_HELD, None)
        if TOKEN not in st.query_params and (trip.is_in_link or not trip.is_first_look):
            remember_in_link(trip.now)
    elif TOKEN in st.query_params:
        st.session_state[_HELD] = st.query_params[TOKEN]
    elif _HELD in st.session_state:
        st.query_params[TOKEN] = st.session_state[_HELD]


def read_link() -> SavedTrip | None:
    """Return the trip of the address; one that cannot be read is taken out of it, and that will be said."""
    token = st.query_params.get(TOKEN)
    if token is None:
        return None
    try:
        return read_token(token)
    except BadLinkError:
        del st.query_params[TOKEN]
        st.session_state.pop(_HELD, None)
        st.session_state[_UNREAD] = ["form.bad_url"]
        return None


def take_notices() -> list[str]:
    """Return the keys of what is to be said of a link that brought no trip; it is said once."""
    told: list[str] = st.session_state.pop(_UNREAD, [])
    return told


def heed_address() -> None:
    """Show the state that the address names: the browser's Back button changes the address alone.

    A trip that this session has not seen is opened from the address by the next run.
    """
    trip: Trip | None = st.session_state.get("trip_state")
    if trip is None:
        return
    give_up(trip)
    token = st.query_params.get(TOKEN)
    named = [n for n, state in enumerate(trip.history) if token == tell_token(state)]
    if token is None:
        named = [0]  # where the visitor came in
    if named:
        trip.step(min(named, key=lambda n: abs(n - trip.cursor)) - trip.cursor)
    else:
        del st.session_state.trip_state
