"""The head of a page: its title, one line of what it is for, and the choice of language."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from planner.present.words import Words
from ui.language import draw_language_choice


def draw_head(title: str, tagline: str, words: Words, on_language: Callable[[], None] | None = None) -> None:
    """Draw it; `on_language` is called when the visitor has chosen another language."""
    left, right = st.columns([8, 2], vertical_alignment="center")
    with left:
        st.html(f'<h1 class="rp-title">{escape(title)}</h1><p class="rp-tagline">{escape(tagline)}</p>')
    with right, st.container(key="language"):
        draw_language_choice(words, on_language)
