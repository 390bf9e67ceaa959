"""The list of the page *Explore*: what passes the filters, by pages, each row a button; the way out of an empty one."""

from __future__ import annotations

from math import ceil

import numpy as np
import streamlit as st

from planner.plan.explore import Found
from planner.plan.explore_index import get_category
from planner.present.explore import ListLine, describe_good_line, describe_place_line
from planner.present.explore_ocop import tell_ocop
from planner.present.words import Words
from ui.explore_resources import get_explorer, rank_goods, rank_places
from ui.explore_state import PRODUCTS, Explore, build_query, reset
from ui.safe import plain

PAGE_ROWS = 10


def draw_count(explore: Explore, found: Found, words: Words) -> None:
    """Draw how much was found of how much there is."""
    say, index = words.messages, get_explorer().index
    is_goods = explore.view == PRODUCTS
    count, whole = (len(found.goods), len(index.goods)) if is_goods else (len(found.places), len(index.places))
    told = f"**{say(f'explore.count_{explore.view}', count=count, number=say.number(count))}**"
    if count < whole:
        told += f" {say('explore.of_all', number=say.number(whole))}"
    if is_goods:
        shown = say("explore.on_map", count=len(found.places), number=say.number(len(found.places)))
        told += f" · {shown}"
    st.markdown(told)
    if found.is_near:
        st.caption(say("explore.near"))


def draw_list(explore: Explore, found: Found, words: Words) -> None:
    """Draw the page of the list that is looked at."""
    rows = sort_found(explore, found, words.language)
    if not rows:
        _draw_empty(explore, words)
        return
    pages = ceil(len(rows) / PAGE_ROWS)
    _turn(explore, rows, pages)
    start = (explore.page - 1) * PAGE_ROWS
    with st.container(key="explore-list", gap="xsmall"):
        for number in rows[start : start + PAGE_ROWS]:
            _draw_row(explore, found, number, words)
    if pages > 1:
        # A widget of another key begins at another page.
        key = f"explore-page-{pages}-{explore.turns}"
        st.pagination(pages, default=explore.page, key=key, max_visible_pages=5, on_change=_go, args=(explore, key))


def sort_found(explore: Explore, found: Found, language: str) -> list[int]:
    """Return positions of places or goods: what is called as was asked first, then as their language sorts them."""
    explorer, text = get_explorer(), explore.values["text"]
    if explore.view == PRODUCTS:
        ranks, grades, numbers = rank_goods(language), explorer.grade_goods(text), found.goods
    else:
        ranks, grades, numbers = rank_places(language), explorer.grade_places(text), found.places
    order = np.lexsort((ranks[numbers], grades[numbers]))
    return [int(number) for number in numbers[order]]


def _turn(explore: Explore, rows: list[int], pages: int) -> None:
    """Turn to the page of what was chosen elsewhere."""
    index = get_explorer().index
    positions, chosen = (
        (index.good_position, explore.good) if explore.view == PRODUCTS else (index.place_position, explore.place)
    )
    if explore.follows and chosen is not None and (number := positions[chosen]) in rows:
        explore.page = rows.index(number) // PAGE_ROWS + 1
    explore.follows = False
    explore.page = max(1, min(explore.page, pages))
    if explore.page != explore.drawn_page:
        explore.turns += 1
    explore.drawn_page = explore.page


def _draw_row(explore: Explore, found: Found, number: int, words: Words) -> None:
    explorer = get_explorer()
    if explore.view == PRODUCTS:
        good = explorer.index.goods[number]
        identifier, is_chosen = good.key, good.key == explore.good
        places = explorer.list_places_of(number)
        line = describe_good_line(good, int(np.isin(places, found.places).sum()), len(places), words)
    else:
        place = explorer.index.places[number]
        identifier, is_chosen = place.id, place.id == explore.place
        line = describe_place_line(place, get_category(place), words)
        if (explore.values["ocop"] or explore.values["stars"]) and (ocop := explorer.find_ocop(number)) is not None:
            line = ListLine(line.name, f"{line.note} · {tell_ocop(ocop, words)}")
    st.button(
        f"**{plain(line.name)}** :small[{plain(line.note)}]",
        key=f"explore-row-{'chosen-' if is_chosen else ''}{identifier}",
        on_click=choose,
        args=(explore, explore.view, identifier),
        width="stretch",
        wrap=True,
    )


def choose(explore: Explore, view: str, identifier: str | None, *, follows: bool = False) -> None:
    """Choose a place or a product, or, with None, nothing any more."""
    if view == PRODUCTS:
        explore.good = identifier
    else:
        explore.place = identifier
    explore.follows = follows
    explore.notices.clear()


def _go(explore: Explore, key: str) -> None:
    explore.page = explore.drawn_page = st.session_state[key]


def _draw_empty(explore: Explore, words: Words) -> None:
    """Draw which filters to loosen, and what each would let in."""
    say = words.messages
    is_goods = explore.view == PRODUCTS
    looser = get_explorer().list_looser(build_query(explore), goods=is_goods)
    with st.container(border=True, key="explore-empty"):
        st.markdown(f":material/search_off: {say('explore.empty')}")
        for name, count in looser[:4]:
            found = say(f"explore.count_{explore.view}", count=count, number=say.number(count))
            st.button(
                say("explore.loosen", filter=say(f"explore.filter_{name}"), found=found),
                key=f"explore-loosen-{name}",
                on_click=reset,
                args=(explore, (name,)),
            )
        if not looser:
            st.caption(say("explore.empty_all"))
