"""Facts that the maps of all visitors fetch: written beside the page once per server."""

from __future__ import annotations

import json

import streamlit as st

from planner.present.served import serve_facts
from ui import resources

STATIC = resources.ROOT / "static"


@st.cache_resource(show_spinner=False)
def get_provinces_address() -> str:
    """Return the address of the province shapes."""
    return serve_facts(STATIC, "provinces", resources.get_provinces())


@st.cache_resource(show_spinner=False)
def get_dots_address(language: str) -> str:
    """Return the address of every place as a dot, labelled in a language."""
    rows = json.dumps(resources.get_place_rows(language), ensure_ascii=False, separators=(",", ":"))
    return serve_facts(STATIC, f"dots-{language}", rows)
