"""The page *Explore*: all places and products, map and list in step, filters, and the way into the trip."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit_folium import st_folium

from planner.plan.explore import Found
from planner.present.explore_map import KINDS, build_explore_map, build_shown_group
from planner.present.palette import Palette
from planner.present.words import Words
from ui import resources
from ui.explore_defaults import follow_trip
from ui.explore_detail_view import draw_detail
from ui.explore_filter_view import draw_filters
from ui.explore_list_view import choose, draw_count, draw_list
from ui.explore_resources import get_explorer, get_points
from ui.explore_state import PLACES, Explore, build_query, get_explore, seed_widgets, write_link
from ui.explore_style import build_explore_style
from ui.explore_sum_view import draw_sum
from ui.explore_trip_view import draw_trip
from ui.language import get_language
from ui.map_view import HEIGHT_PX, find_trouble
from ui.page_head import draw_head
from ui.served import get_provinces_address
from ui.state import collect, find_trip
from ui.style import draw_style, find_palette
from ui.trip_link import take_notices

_CLICK, _CLICKS = "last_object_clicked_tooltip", "last_object_clicked_count"


def draw_page() -> None:
    """Draw the page once."""
    palette = find_palette()
    draw_style(palette)
    st.html(f"<style>{build_explore_style(palette)}</style>")
    words = resources.get_words(get_language())
    say = words.messages
    explore = get_explore()
    if (trip := find_trip(words.language)) is not None:
        collect(trip)
    explore.notices += take_notices()
    draw_head(say("page.explore"), say("explore.tagline"), words)
    # What comes and goes has a place of its own, so that the map below never moves in the page's tree.
    with st.container(key="messages"):
        for notice in (*explore.notices, *(() if trip is None else trip.notices)):
            st.warning(say(notice))
    with st.container(key="explore-trip-box"):
        draw_trip(words)
    follow_trip(explore, words)
    seed_widgets(explore, words.language)
    draw_filters(explore, words)
    write_link(explore)
    found = get_explorer().find(build_query(explore))
    left, right = st.columns([6, 5], gap="medium")
    with left, st.container(key="map-box"):
        _draw_map(explore, found, words, palette)
    with right:
        with st.container(key="explore-detail"):
            draw_detail(explore, found, words)
        draw_count(explore, found, words)
        draw_list(explore, found, words)
        draw_sum(explore, found, words)


def _draw_map(explore: Explore, found: Found, words: Words, palette: Palette) -> None:
    say = words.messages
    if trouble := find_trouble():
        st.warning(say(trouble))
        return
    points, positions = get_points(words.language)
    base = build_explore_map(points, get_provinces_address(), palette, say("map.note"))
    asked = explore.values
    view = "/".join([asked["text"], *asked["province"], *asked["region"]])
    shown = build_shown_group(found.places, positions, explore.place, palette, view=view)
    key = f"explore-map-{words.language}-{palette.name}"
    st_folium(
        base,
        key=key,
        use_container_width=True,
        height=HEIGHT_PX,
        feature_group_to_add=shown,
        returned_objects=[_CLICK, _CLICKS],
        on_change=lambda: _take_click(explore, key),
    )
    items = "".join(
        f'<li><i class="rp-dot rp-dot-{kind}"></i>{escape(say(f"explore.dot_{kind}"))}</li>' for kind in KINDS
    )
    st.html(f'<ul class="rp-legend">{items}</ul>')
    with st.popover(say("map.about"), icon=":material/info:", type="tertiary"):
        st.caption(say("explore.legend"))
        st.caption(say("map.note"))


def _take_click(explore: Explore, key: str) -> None:
    """Choose the place that was clicked; this is called before the page is drawn."""
    tooltip = (st.session_state.get(key) or {}).get(_CLICK) or ""
    _, divider, place_id = tooltip.rpartition("|")
    if divider and place_id.strip() in get_explorer().index.place_position:
        choose(explore, PLACES, place_id.strip(), follows=True)
