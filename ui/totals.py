"""Figures in a row, each with its label."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st


def draw_totals(cells: Iterable[tuple[str, str]]) -> None:
    """Draw labels with their values, every text escaped here."""
    items = "".join(
        f'<div class="rp-total"><span>{escape(label)}</span><b>{escape(value)}</b></div>' for label, value in cells
    )
    st.html(f'<div class="rp-totals">{items}</div>')
