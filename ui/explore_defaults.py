"""The home country and the day of *Explore* are those of the visitor's trip until the visitor chooses others."""

from __future__ import annotations

import streamlit as st

from planner.catalogue.calendar import LAST_DATE
from planner.model.request import TripRequest
from planner.present.words import Words
from planner.units import today
from ui.explore_state import FIRST_DATE, Explore, key_of, pull_widgets
from ui.explore_trip_view import find_own_trip
from ui.safe import plain


def follow_trip(explore: Explore, words: Words) -> None:
    """Take home country and first day over from the trip; to be called before the filters are drawn.

    What the visitor or the address has chosen stays: only a value that is as it was at first, or was taken over from
    the trip before, changes with the trip.
    """
    trip = find_own_trip(words)
    if trip is None:
        return
    pull_widgets(explore)
    for name, value in _list_defaults(trip.now.request).items():
        at_first = today() if name == "date" else None
        is_chosen = explore.values[name] != explore.adopted.get(name, at_first)
        if not is_chosen and explore.values[name] != value:
            explore.values[name] = value
            if key_of(name) in st.session_state:
                st.session_state[key_of(name)] = value
        if explore.values[name] == value:
            explore.adopted[name] = value


def draw_source_of_defaults(explore: Explore, words: Words) -> None:
    """Say which of home country and day are those of the trip."""
    say, trip = words.messages, find_own_trip(words)
    if trip is None:
        return
    same = [name for name, value in _list_defaults(trip.now.request).items() if explore.values[name] == value]
    told = {"date": say.date(explore.values["date"])}
    if explore.values["market"] is not None:
        told["market"] = say.country(explore.values["market"])
    if same:
        what = plain(say.join([told[name] for name in same]))
        st.caption(f":material/route: {say('explore.from_trip', what=what)}")


def _list_defaults(request: TripRequest) -> dict[str, object]:
    """Return what a trip says of home and day; a date that the calendars do not reach says nothing."""
    defaults: dict[str, object] = {}
    if FIRST_DATE <= request.start_date <= LAST_DATE:
        defaults["date"] = request.start_date
    if request.home_market is not None:
        defaults["market"] = request.home_market
    return defaults
