"""The style sheet of the operator studio: what it has beyond the one of all pages."""

from __future__ import annotations

import streamlit as st

from planner.present.palette import Palette


def draw_studio_style(palette: Palette) -> None:
    """Put the style sheet on the page."""
    st.html(f"<style>{_build_style(palette)}</style>")


def _build_style(palette: Palette) -> str:
    plain = palette.tones["plain"]
    return f"""
    .rp-line {{ color: {palette.soft}; font-size: .85rem; margin: 0; line-height: 1.5 }}
    .rp-line b {{ color: {palette.ink}; font-weight: 600 }}
    .rp-saved-name {{ margin: 0; padding: 0; font-size: 1.12rem; line-height: 1.35; font-weight: 650;
        overflow-wrap: anywhere }}
    .rp-faults {{ list-style: none; margin: 0 !important; padding: 0 !important }}
    .rp-faults li {{ margin: 0 0 .35rem !important; font-size: .92rem; line-height: 1.45; overflow-wrap: anywhere }}
    .rp-sheet {{ width: 100%; border-collapse: collapse; font-size: .92rem; line-height: 1.45 }}
    .rp-sheet caption {{ text-align: start; color: {palette.soft}; font-size: .82rem; padding-bottom: .3rem }}
    .rp-sheet td:first-child {{ min-width: 5.5rem }}
    .rp-sheet th {{ text-align: start; font-weight: 600; color: {palette.soft}; font-size: .82rem;
        border-bottom: 1px solid {palette.rule}; padding: .3rem .5rem .3rem 0; vertical-align: bottom }}
    .rp-sheet td {{ border-bottom: 1px solid {palette.rule}; padding: .38rem .5rem .38rem 0; vertical-align: top;
        overflow-wrap: anywhere }}
    .rp-sheet .rp-num {{ text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }}
    .rp-sheet .rp-keep {{ white-space: nowrap }}
    .rp-sheet tr.rp-chosen td {{ background: {plain[0]}; font-weight: 650 }}
    .rp-sheet tr.rp-sum td {{ font-weight: 650; border-bottom: 0 }}
    .rp-sheet tr.rp-differs td {{ background: {palette.tones["care"][0]}; color: {palette.tones["care"][1]} }}
    .rp-scroll {{ overflow-x: auto }}
    .rp-bar {{ display: block; height: .7rem; min-width: 3px; border-radius: 4px; background: {palette.days[2]} }}
    .rp-bar-box {{ min-width: 6rem; width: 34% }}
    .rp-change {{ display: grid; grid-template-columns: 6.5rem 1fr; gap: .1rem .6rem; font-size: .92rem;
        line-height: 1.5; margin: .3rem 0 .8rem !important; padding: 0 !important }}
    .rp-change > div {{ margin: 0; padding: 0 }}
    .rp-change dt {{ color: {palette.soft} }}
    .rp-change dd {{ margin: 0; overflow-wrap: anywhere }}
    .st-key-studio-strip .rp-totals {{ grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)) }}
    .st-key-studio-messages:empty, .st-key-studio-progress:empty {{ display: none }}
    [class*="st-key-saved-"] {{ padding: .7rem .9rem }}
    @media (max-width: 640px) {{
        .st-key-studio-strip .rp-totals {{ grid-template-columns: repeat(2, 1fr) }}
        .rp-sheet {{ font-size: .86rem }}
        .rp-bar-box {{ display: none }}
    }}
    """
