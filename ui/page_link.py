"""The way from one page to another; language and trip go along in the address."""

from __future__ import annotations

import streamlit as st

CARRIED = ("lang", "trip")


def draw_page_link(page: str, label: str, icon: str) -> None:
    """Draw a link to a page that `app.py` has named; nothing where the app was not started there."""
    target = st.session_state.get("pages", {}).get(page)
    if target is not None:
        query = {name: st.query_params[name] for name in CARRIED if name in st.query_params}
        st.page_link(target, label=label, icon=f":material/{icon}:", query_params=query)
