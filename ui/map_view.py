"""The map on the page: the one module that calls st_folium."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from planner.model.itinerary import Itinerary
from planner.present.leaflet import install_leaflet
from planner.present.map import build_day_group, build_served_map
from planner.present.palette import Palette
from planner.present.words import Words
from ui import resources
from ui.served import get_dots_address, get_provinces_address

HEIGHT_PX = 560
_CLICK = "last_object_clicked_tooltip"


def find_trouble() -> str | None:
    """Return the key of the message that says why the map cannot be shown, None where it can."""
    if not st.get_option("server.enableStaticServing"):
        return "app.static_off"
    try:
        install_leaflet(resources.ROOT / "static")
    except ModuleNotFoundError:
        return "app.leaflet_missing"
    return None


def draw_map(itinerary: Itinerary, day_index: int | None, view: str, words: Words, palette: Palette) -> str | None:
    """Draw the map with one day, or all; return the id of the place clicked since the last run."""
    if trouble := find_trouble():
        st.warning(words.messages(trouble))
        return None
    note = words.messages("map.note")
    base = build_served_map(get_dots_address(words.language), get_provinces_address(), palette, note)
    trip = build_day_group(itinerary, words, palette, day_index=day_index, view=view)
    answer = st_folium(
        base,
        key=f"map-{words.language}-{palette.name}",
        use_container_width=True,
        height=HEIGHT_PX,
        feature_group_to_add=trip,
        returned_objects=[_CLICK],
    )
    return _find_new_click((answer or {}).get(_CLICK))


def _find_new_click(tooltip: str | None) -> str | None:
    """Return the place of a click that was not answered yet; a rerun repeats the last one."""
    if tooltip is None or tooltip == st.session_state.get("seen_click"):
        return None
    st.session_state.seen_click = tooltip
    _, divider, place_id = tooltip.rpartition("|")
    return place_id.strip() if divider else None
