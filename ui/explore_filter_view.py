"""The filters of the page *Explore*."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import streamlit as st

from planner.catalogue.calendar import LAST_DATE
from planner.folding import strip_marks
from planner.model.explore import CarryLevel, HoursState, PointState, SeasonLevel
from planner.present.explore import name_category, name_festivals, name_region
from planner.present.explore_ocop import tell_stars
from planner.present.words import Words
from ui.explore_defaults import draw_source_of_defaults
from ui.explore_resources import get_explorer, list_province_options
from ui.explore_state import (
    FIRST_DATE,
    MAX_TEXT,
    PLACES,
    PRODUCTS,
    Explore,
    key_of,
    list_good_words,
    list_in_use,
    pull_widgets,
    reset,
)
from ui.markets import list_markets, name_market
from ui.safe import plain

STARS = (5, 4, 3, 0)
"""0 = unknown."""


def draw_filters(explore: Explore, words: Words) -> None:
    """Draw all filters; afterwards `explore` holds what they say."""
    say, index = words.messages, get_explorer().index
    turn = _turn_back(explore)
    with st.container(key="explore-filters"):
        first = st.columns([3, 3, 3, 3], vertical_alignment="bottom")
        first[0].text_input(
            say("explore.filter_text"),
            key=key_of("text"),
            placeholder=say("explore.search_placeholder"),
            icon=":material/search:",
            type="search",
            max_chars=MAX_TEXT,
            live="350ms",
            on_change=turn,
        )
        with first[1]:
            _draw_choice("province", list(list_province_options()), _name_province(words), words, turn)
        with first[2]:
            _draw_choice("category", _sort(index.category.words, lambda c: name_category(c, words)),
                         lambda c: name_category(c, words), words, turn)  # fmt: skip
        with first[3]:
            _draw_choice("goods", _sort(list_good_words(), words.word), words.word, words, turn)
        with st.container(horizontal=True, vertical_alignment="center", key="explore-ocop-bar"):
            st.toggle(say("explore.filter_ocop"), key=key_of("ocop"), help=say("explore.ocop_help"), on_change=turn)
            st.pills(
                say("explore.filter_stars"),
                STARS,
                selection_mode="multi",
                format_func=lambda stars: tell_stars(stars, words),
                key=key_of("stars"),
                help=say("explore.stars_note"),
                on_change=turn,
                wrap=True,
                width="content",
            )
        in_use = [say(f"explore.filter_{name}") for name in list_in_use(explore)]
        with st.expander(say("explore.more_filters"), icon=":material/tune:"):
            _draw_more(explore, words, turn)
        with st.container(horizontal=True, vertical_alignment="center", key="explore-bar"):
            st.segmented_control(
                say("explore.view"),
                (PLACES, PRODUCTS),
                format_func=lambda view: say(f"explore.view_{view}"),
                key=key_of("view"),
                required=True,
                label_visibility="collapsed",
                on_change=turn,
            )
            if in_use:
                st.caption(say("explore.in_use", count=len(in_use), names=say.join(in_use)), width="content")
                st.button(
                    say("explore.reset"),
                    icon=":material/filter_alt_off:",
                    key="explore-reset",
                    on_click=reset,
                    args=(explore,),
                )
        draw_source_of_defaults(explore, words)
    pull_widgets(explore)


def _draw_more(explore: Explore, words: Words, turn: Callable[[], None]) -> None:
    say, index = words.messages, get_explorer().index
    first = st.columns(4, vertical_alignment="bottom")
    first[0].date_input(
        say("explore.date"),
        key=key_of("date"),
        format="DD/MM/YYYY",
        min_value=FIRST_DATE,
        max_value=LAST_DATE,
        on_change=turn,
    )
    first[1].time_input(
        say("explore.filter_time"),
        key=key_of("time"),
        step=dt.timedelta(minutes=15),
        help=say("explore.time_help"),
        on_change=turn,
    )
    with first[2]:
        _draw_choice("region", _sort(index.region.words, lambda r: name_region(r, words)),
                     lambda r: name_region(r, words), words, turn)  # fmt: skip
    with first[3]:
        _draw_choice("activity", _sort(index.kinds, words.word), words.word, words, turn)
    second = st.columns(2)
    with second[0]:
        _draw_states("hours", list(HoursState), words, turn)
        _draw_states("season", list(SeasonLevel), words, turn)
        st.toggle(say("explore.filter_festival"), key=key_of("festival"), on_change=turn)
        if explore.values["festival"]:
            festivals = get_explorer().list_festivals(explore.values["date"])
            if festivals:
                st.caption(say("explore.festivals_on", names=plain(name_festivals(festivals, words))))
        _draw_states("point", list(PointState), words, turn)
    with second[1]:
        st.selectbox(
            say("explore.market"),
            list_markets(words, explore.values["market"]),
            format_func=name_market(words),
            key=key_of("market"),
            placeholder=say("form.market_none"),
            filter_mode="contains",
            on_change=turn,
        )
        has_market = st.session_state.get(key_of("market")) is not None
        _draw_states("carry", list(CarryLevel), words, turn, disabled=not has_market)
        if not has_market:
            st.caption(say("explore.carry_no_market"))


def _draw_choice(
    name: str, options: Sequence[str], label: Callable[[str], str], words: Words, turn: Callable[[], None]
) -> None:
    say = words.messages
    st.multiselect(
        say(f"explore.filter_{name}"),
        options,
        format_func=label,
        key=key_of(name),
        placeholder=say("explore.any"),
        filter_mode="contains",
        on_change=turn,
        wrap=True,
    )


def _draw_states(
    name: str, states: Sequence[str], words: Words, turn: Callable[[], None], *, disabled: bool = False
) -> None:
    say = words.messages
    st.pills(
        say(f"explore.filter_{name}"),
        [str(state) for state in states],
        selection_mode="multi",
        format_func=lambda state: say(f"explore.{name}_{state}"),
        key=key_of(name),
        on_change=turn,
        disabled=disabled,
        wrap=True,
    )


def _name_province(words: Words) -> Callable[[str], str]:
    """Return a function that names an option so that both names find it, typed with or without marks."""
    say, options = words.messages, list_province_options()

    def name(option: str) -> str:
        today, former = options[option]
        if former is None:
            told, typed = today, strip_marks(today)
        elif former == today:
            told, typed = say("explore.old_same", old=former), strip_marks(former)
        else:
            told = say("explore.old_province", old=former, province=today)
            typed = strip_marks(former)
        return told if typed in told else f"{told} · {typed}"

    return name


def _sort(options: Sequence[str], label: Callable[[str], str]) -> list[str]:
    return sorted(options, key=lambda option: strip_marks(label(option)).casefold())


def _turn_back(explore: Explore) -> Callable[[], None]:
    """Return a callback that turns to the first page, since another list follows."""

    def turn() -> None:
        explore.page = 1
        explore.follows = False
        explore.notices.clear()

    return turn
