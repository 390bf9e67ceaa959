"""What is not in the basket: why, and a button that puts it in anyway."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.model.basket import LeftOut
from planner.present.basket import name_article, name_place, tell_price, tell_stars
from planner.present.sources import tell_reason
from planner.present.words import Words
from ui.basket_state import BY_HAND, Shopping, set_packs
from ui.safe import plain

AT_ONCE = 12
"""Rows shown before the visitor asks for more."""
KEY = "left-shown"


def draw_left_out(shopping: Shopping, words: Words) -> None:
    """Draw the offers left out, folded; the first few, and more on demand."""
    basket, say = shopping.now.basket, words.messages
    if basket is None or not basket.left_out:
        return
    shown = st.session_state.setdefault(KEY, AT_ONCE)
    with st.expander(say("basket.left_title", count=len(basket.left_out)), icon=":material/help:", key="left-box"):
        for left in basket.left_out[:shown]:
            _draw_row(shopping, left, words)
        if len(basket.left_out) > shown:
            more = min(AT_ONCE, len(basket.left_out) - shown)
            st.button(say("basket.left_more", count=more), key="left-more", on_click=_show_more, type="tertiary")


def _draw_row(shopping: Shopping, left: LeftOut, words: Words) -> None:
    say, article, place_id = words.messages, left.offer.article, left.offer.place_id
    name = name_article(article, words)
    glyphs, _ = tell_stars(article, words)
    stars = f' <span class="rp-stars" aria-hidden="true">{glyphs}</span>' if glyphs else ""
    place = say("basket.left_where", day=left.offer.day, place=name_place(place_id, left.offer.place_name_vi, words))
    text, action = st.columns([5, 2], vertical_alignment="center")
    with text:
        st.html(
            f'<div><b>{escape(name)}</b>{stars} <span class="rp-soft">{escape(place)} · '
            f"{escape(tell_price(article, words))}</span><br>"
            f"{escape(_tell_why(shopping, left, words))}</div>"
        )
    action.button(
        say("basket.put_in"),
        key=f"put-{place_id}-{article.key}",
        icon=":material/add_shopping_cart:",
        help=say("basket.put_in_help", name=plain(name)),
        on_click=set_packs,
        args=(shopping, article.key, place_id, 1),
    )


def _tell_why(shopping: Shopping, left: LeftOut, words: Words) -> str:
    """Return why something was left out; where only a check was made, for another traveller say, nobody knows."""
    chosen = {fixed[:2] for fixed in shopping.now.wishes.fixed}
    if left.reason.code == BY_HAND and (left.offer.article.key, left.offer.place_id) not in chosen:
        return words.messages("basket.left_unasked")
    return words.messages("left.why", reason=tell_reason(left.reason, words))


def _show_more() -> None:
    st.session_state[KEY] = st.session_state.get(KEY, AT_ONCE) + AT_ONCE
