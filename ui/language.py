"""Which language the visitor reads: the address bar, else the browser, else English."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.present.languages import LANGUAGES, NATIVE_NAMES, choose_language
from planner.present.words import Words

KEY = "lang"
"""Of the widget and of the query parameter."""
_KEPT = "lang_of_link"
_TOUCH = (
    "@media (max-width: 640px) { .st-key-language [role=group], [role=listbox] [role=option] { min-height: 44px } }"
)
_HIDDEN = ":has(> .st-key-page-language) { display: none }"
_MANNERS = {"ko": ".stApp { word-break: keep-all; overflow-wrap: break-word }"}
"""How lines break where browsers would not break them as the language does: Korean between words."""


def get_language() -> str:
    """Return the language of the page, and keep it in the address when the visitor goes to another page."""
    if KEY in st.query_params:
        st.session_state[_KEPT] = st.query_params[KEY]
    elif _KEPT in st.session_state:
        st.query_params[KEY] = st.session_state[_KEPT]
    return choose_first(st.session_state.get(KEY), st.query_params.get(KEY), st.context.locale)


def choose_first(*wishes: str | None) -> str:
    """Return the language of the first wish that names one of ours, else English; nonsense in a link is no wish."""
    known = (wish for wish in wishes if wish and wish.replace("_", "-").split("-")[0].lower() in LANGUAGES)
    return choose_language(next(known, None))


def draw_language_choice(words: Words, on_change: Callable[[], None] | None = None) -> None:
    """Draw the choice of language, each by its own name; it also writes itself into the address bar.

    `on_change` is called before that, for what a page has to hold on to while its labels change.
    The page itself is told its language as well: voices read it so, and Chinese and Japanese shapes of letters differ.
    """
    st.session_state[KEY] = words.language  # a widget of the same key on another page is another widget
    st.selectbox(
        words.messages("app.language"),
        LANGUAGES,
        format_func=lambda code: NATIVE_NAMES[code],
        key=KEY,
        label_visibility="collapsed",
        filter_mode=None,
        icon=":material/translate:",
        width=180,
        on_change=_change,
        args=(on_change,),
    )
    st.html(f"<style>{_TOUCH}{_HIDDEN}{_MANNERS.get(words.language, '')}</style>")
    with st.container(key="page-language"):
        tag = words.messages.locale_tag
        st.html(f"<script>document.documentElement.lang = '{tag}'</script>", unsafe_allow_javascript=True)


def _change(on_change: Callable[[], None] | None) -> None:
    """Put the language into the address: whoever loads the page again reads it."""
    if on_change is not None:
        on_change()
    st.query_params[KEY] = st.session_state[KEY]
