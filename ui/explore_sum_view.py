"""Beneath the count of *Explore*: how certain the result is, and the result as a table to save."""

from __future__ import annotations

import datetime as dt

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from planner.file_names import safe_file_name
from planner.plan.explore import Explorer, Found
from planner.present.explore_ocop import tell_certainty
from planner.present.words import Words
from planner.publish.found_table import FoundGood, FoundPlace, render_goods, render_places
from ui.explore_list_view import sort_found
from ui.explore_resources import get_explorer
from ui.explore_state import PRODUCTS, Explore
from ui.safe import plain


def draw_sum(explore: Explore, found: Found, words: Words) -> None:
    """Draw in a line how certain what is shown is, and the button that saves all of it, not the page alone."""
    rows = sort_found(explore, found, words.language)
    if not rows:
        return
    st.caption(plain(_tell(explore, found, words)))
    explorer, on = get_explorer(), explore.values["date"]
    make = _make_goods if explore.view == PRODUCTS else _make_places
    st.download_button(
        words.messages("explore.download"),
        lambda: make(explorer, rows, found.places, on, words),
        file_name=f"{safe_file_name(words.messages(f'explore.view_{explore.view}'))}-{on.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="explore-download",
        on_click="ignore",
    )


def _tell(explore: Explore, found: Found, words: Words) -> str:
    explorer, values, say = get_explorer(), explore.values, words.messages
    if explore.view == PRODUCTS:
        goods = found.goods[explorer.index.is_named[found.goods]]
        unknown = int((explorer.index.stars[goods] == 0).sum())
        number, whole = say.number(unknown), say.number(len(goods))
        told = say("explore.certain_products", number=number, whole=whole)
        return say("explore.certain", date=say.date(values["date"]), parts=told)
    sure = explorer.sum_certainty(found.places, values["date"])
    return tell_certainty(sure, values["date"], words, with_stars=bool(values["ocop"] or values["stars"]))


def _make_places(explorer: Explorer, rows: list[int], shown: NDArray[np.intp], on: dt.date, words: Words) -> bytes:
    """Return the places of the list, in its order; `shown` are the same."""
    places = explorer.index.places
    lines = (
        FoundPlace(
            places[number],
            explorer.get_hours(number, on, None),
            explorer.list_openings(places[number], on),
            explorer.find_ocop(number),
        )
        for number in rows
    )
    return render_places(lines, on, words)


def _make_goods(explorer: Explorer, rows: list[int], shown: NDArray[np.intp], on: dt.date, words: Words) -> bytes:
    """Return the products of the list, in its order, with how many of the places shown have them."""
    lines = (
        FoundGood(explorer.index.goods[number], int(np.isin(explorer.list_places_of(number), shown).sum()))
        for number in rows
    )
    return render_goods(lines, on, words)
