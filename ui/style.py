"""The page's style sheet: what the theme of `.streamlit/config.toml` cannot say."""

from __future__ import annotations

import streamlit as st

from planner.present.cards import build_mask, build_style
from planner.present.palette import Palette, get_palette
from planner.present.timeline import RowKind

_ICONS = {
    RowKind.TRAVEL: '<path d="M4 11 6 5.5h12L20 11v7h-2.5v-2h-11v2H4zm3-3.6L5.9 10.5h12.2L17 7.4z"/>',
    RowKind.WAIT: '<path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm-1 2v6l4 '
    '3 1.2-1.6L13 12V7z"/>',
    RowKind.MEAL: '<path d="M3 12h18a9 9 0 0 1-5 8H8a9 9 0 0 1-5-8zm5-9v7H6V3zm4 0v7h-2V3zm4 0v7h-2V3z"/>',
    RowKind.NIGHT: '<path d="M2 5h2v8h16v-2a4 4 0 0 0-4-4h-6v4H6V7h10a6 6 0 0 1 6 6v6h-2v-3H4v3H2z"/>',
    RowKind.END: '<path d="M5 3h14l-3 5 3 5H7v8H5z"/>',
}


def find_palette() -> Palette:
    """Return the palette of the theme that the visitor sees."""
    return get_palette(st.context.theme.type)


def draw_style(palette: Palette) -> None:
    """Put the style sheet on the page."""
    st.html(f"<style>{build_style(palette)}{_build_page_style(palette)}</style>")


def _build_page_style(palette: Palette) -> str:
    icons = "".join(f".rp-icon-{kind} {{ {build_mask(drawing, 24)} }}" for kind, drawing in _ICONS.items())
    return f"""
    {icons}
    .stMainBlockContainer {{ padding: 4.6rem 2.5rem 4rem; max-width: 1560px }}
    a:focus-visible, summary:focus-visible {{ outline: 2px solid {palette.accent}; outline-offset: 2px }}
    .rp-title {{ font-size: 1.55rem; font-weight: 750; letter-spacing: -.01em; line-height: 1.2; margin: 0 }}
    .rp-title b {{ color: {palette.accent} }}
    .rp-tagline {{ color: {palette.soft}; margin: .15rem 0 0; font-size: .95rem }}
    .rp-totals {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(118px, 1fr)); gap: .5rem }}
    .rp-total {{ background: {palette.card}; border: 1px solid {palette.rule}; border-radius: 10px;
        padding: .5rem .75rem; min-width: 0 }}
    .rp-total span {{ color: {palette.soft}; font-size: .8rem; display: block }}
    .rp-total b {{ font-size: 1.15rem; font-weight: 650; overflow-wrap: anywhere }}
    .rp-row {{ display: grid; grid-template-columns: 6.6rem 1.1rem 1fr; gap: .35rem; align-items: start;
        color: {palette.soft}; font-size: .9rem; line-height: 1.4; padding: .1rem 0 }}
    .rp-icon {{ width: 1rem; height: 1rem; margin-top: .17rem }}
    .rp-row b {{ color: {palette.ink}; font-weight: 600 }}
    .rp-clock {{ font-variant-numeric: tabular-nums; white-space: nowrap }}
    .rp-stop {{ display: flex; gap: .7rem; align-items: flex-start }}
    .rp-number {{ flex: none; width: 1.9rem; height: 1.9rem; border-radius: 50%; display: flex; align-items: center;
        justify-content: center; font-weight: 700; color: {palette.on_day} }}
    .rp-day-mark {{ flex: none; border-radius: 6px; padding: .2rem .55rem; font-size: .88rem; font-weight: 700;
        color: {palette.on_day}; white-space: nowrap }}
    .rp-stop > div:last-child {{ min-width: 0; overflow-wrap: anywhere }}
    .rp-badge {{ white-space: normal; text-align: start }}
    .rp-stop h4 {{ margin: 0; padding: 0; font-size: 1.06rem; line-height: 1.35; font-weight: 650 }}
    .rp-stop p {{ margin: .15rem 0 0; font-size: .92rem; line-height: 1.45 }}
    .rp-why {{ display: flex; flex-wrap: wrap; gap: .3rem; margin: .4rem 0 0 !important;
        padding: 0 !important; list-style: none }}
    .rp-why li {{ background: {palette.tones["plain"][0]}; color: {palette.tones["plain"][1]}; border-radius: 6px;
        padding: .05rem .5rem; font-size: .8rem; line-height: 1.6; margin: 0 !important }}
    .rp-products {{ list-style: none; margin: 0 !important; padding: 0 !important }}
    .rp-product {{ margin: 0 !important; padding: .5rem 0; border-top: 1px solid {palette.rule}; font-size: .88rem;
        line-height: 1.5 }}
    .rp-product:first-child {{ border-top: 0; padding-top: 0 }}
    .rp-product-name {{ font-weight: 600; font-size: .95rem }}
    .rp-product details ul {{ margin: .2rem 0 0; padding-left: 1.1rem }}
    .rp-product details li {{ font-size: .84rem; overflow-wrap: anywhere }}
    .rp-product summary {{ cursor: pointer; padding: .15rem 0 }}
    .rp-day-head {{ display: flex; flex-wrap: wrap; gap: .1rem .8rem; align-items: baseline; margin: .2rem 0 .3rem }}
    .rp-day-head h3 {{ margin: 0; padding: 0; font-size: 1.15rem; font-weight: 700 }}
    .rp-list {{ margin: 0; padding-left: 1.1rem; font-size: .92rem; line-height: 1.5; overflow-wrap: anywhere }}
    .rp-note {{ color: {palette.soft}; font-size: .82rem; line-height: 1.5; margin: 0; overflow-wrap: anywhere }}
    [data-testid="stHeading"] h2, [data-testid="stHeading"] h3 {{ font-size: 1.2rem; padding: .4rem 0 .2rem }}
    [data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ color: {palette.soft} !important;
        opacity: 1 !important }}
    [class*="st-key-stop-chosen"] {{ border-color: {palette.accent} !important;
        box-shadow: inset 3px 0 0 {palette.accent} }}
    .st-key-map-box iframe {{ border: 1px solid {palette.rule}; border-radius: 12px; width: 100% }}
    [data-testid="stColumn"]:has(.st-key-map-box) {{ align-self: stretch }}
    [data-testid="stColumn"]:has(.st-key-map-box) > div {{ position: sticky; top: 4.4rem; height: auto }}
    .stMultiSelect span[data-tag] {{
        background: {palette.tones["plain"][0]} !important; color: {palette.tones["plain"][1]} !important }}
    button[kind^="primary"]:enabled, button[kind^="primary"]:enabled * {{ color: {palette.on_day} !important }}
    .stButton button, .stDownloadButton button, .stPopover button {{ min-height: 2.6rem }}
    .rp-stop + .rp-products {{ margin-top: .7rem !important; border-top: 1px solid {palette.rule};
        padding-top: .6rem !important }}
    .st-key-messages:empty, .st-key-progress:empty, .st-key-edit-state:empty, .st-key-breaks:empty,
    .st-key-to-basket:empty {{ display: none }}
    .rp-buy-stop {{ display: flex; gap: .7rem; align-items: flex-start; margin-top: .4rem }}
    .rp-buy-stop h3 {{ margin: 0; padding: 0; font-size: 1.15rem; font-weight: 700; line-height: 1.35 }}
    .rp-buy-stop p {{ margin: .1rem 0 0; font-size: .88rem }}
    .rp-buy {{ border: 0; padding: 0; overflow-wrap: anywhere }}
    .rp-buy h4 {{ margin: 0; padding: 0; font-size: 1.02rem; line-height: 1.4 }}
    .rp-verdict {{ margin-top: .45rem }}
    .rp-verdict .rp-note {{ margin-top: .15rem }}
    .rp-meter {{ margin: 0 0 .9rem }}
    .rp-meter-head {{ display: flex; flex-wrap: wrap; gap: .1rem .8rem; justify-content: space-between;
        font-size: .92rem; line-height: 1.4 }}
    .rp-meter-head span {{ font-variant-numeric: tabular-nums }}
    .rp-track {{ height: .55rem; border-radius: 999px; background: {palette.tones["plain"][0]}; overflow: hidden;
        margin: .25rem 0 .35rem; border: 1px solid {palette.rule} }}
    .rp-track i {{ display: block; height: 100% }}
    .st-key-basket-checks h3, .st-key-basket-files-box h3 {{ font-size: 1.15rem; padding: .3rem 0 .2rem }}
    .rp-track .rp-good {{ background: {palette.tones["good"][1]} }}
    .rp-track .rp-care {{ background: {palette.tones["care"][1]} }}
    .rp-track .rp-bad {{ background: {palette.tones["bad"][1]} }}
    .rp-track-unknown {{ background: repeating-linear-gradient(45deg, {palette.rule} 0 6px, transparent 6px 12px) }}
    .st-key-language {{ align-items: flex-end }}
    [class*="st-key-alternative-"] h4 {{ margin: 0; padding: 0 0 .4rem; font-size: 1.06rem }}
    .st-key-proof p {{ font-size: .92rem; margin: 0 }}
    @media (max-width: 640px) {{
        .stMainBlockContainer {{ padding: 3.6rem .9rem 3rem }}
        .st-key-language {{ align-items: flex-start }}
        [data-testid="stColumn"]:has(.st-key-map-box) > div {{ position: static }}
        .rp-totals {{ grid-template-columns: repeat(3, 1fr); gap: .35rem }}
        .rp-total {{ padding: .35rem .5rem }}
        .rp-total b {{ font-size: .95rem }}
        .st-key-map-box iframe {{ height: 340px !important }}
        .stButton button, .stDownloadButton button, .stPopover button {{ min-height: 44px; min-width: 44px }}
        .st-key-basket-files button {{ min-height: 44px }}
        .rp-row {{ grid-template-columns: 5.9rem 1.1rem 1fr; font-size: .86rem }}
    }}
    """
