"""The style sheet of the page *Plan a trip*, beside the one that all pages share."""

from __future__ import annotations

from planner.present.cards import build_mask
from planner.present.palette import Palette
from planner.present.silhouette import HEIGHT, WIDTH


def build_plan_style(palette: Palette, silhouette: str) -> str:
    """Return the style sheet in one palette.

    Parameters
    ----------
    silhouette
        The drawing of the country, from `planner.present.silhouette`.
    """
    plain_ground, plain_ink = palette.tones["plain"]
    return f"""
    .rp-start-title {{ font-size: 1.3rem; margin: .4rem 0 .1rem; padding: 0 }}
    .st-key-start {{ padding-bottom: .4rem }}
    .st-key-start-cards {{ overflow-x: auto; padding: .2rem .2rem .7rem; scroll-snap-type: x proximity }}
    .st-key-start-cards {{ align-items: stretch }}
    .st-key-start-cards > * {{ flex: none; scroll-snap-align: start; height: auto }}
    .st-key-start-cards [class*="st-key-start-"] {{ justify-content: space-between; height: 100% }}
    .rp-card {{ display: flex; gap: .6rem; justify-content: space-between; min-height: 5.4rem }}
    .rp-card-text h3 {{ margin: 0; padding: 0; font-size: 1.02rem; line-height: 1.3; font-weight: 650 }}
    .rp-card-text p {{ margin: .2rem 0 0; font-size: .85rem; line-height: 1.4 }}
    .rp-where {{ position: relative; flex: none; width: 62px; height: {62 * HEIGHT / WIDTH:.0f}px; align-self: center }}
    .rp-land {{ position: absolute; inset: 0; color: {palette.dot}; opacity: .5;
        {build_mask(silhouette, WIDTH, HEIGHT)} }}
    .rp-where i {{ position: absolute; width: 6px; height: 6px; margin: -3px; border-radius: 50%;
        background: {palette.accent}; box-shadow: 0 0 0 1.5px {palette.card} }}
    .rp-flag {{ display: flex; gap: .5rem; align-items: flex-start; margin: .35rem 0 .2rem; font-size: .88rem }}
    .rp-flag .rp-badge {{ flex: none }}
    .rp-flag ul, .rp-flags {{ list-style: none; margin: 0 !important; padding: 0 !important }}
    .rp-flag li, .rp-flags li {{ margin: 0 0 .2rem !important; line-height: 1.45; font-size: .88rem }}
    .rp-flag-day {{ margin: .5rem 0 .25rem; padding: 0; font-size: .95rem; font-weight: 650 }}
    .rp-profile {{ margin: .1rem 0 .4rem }}
    .rp-day-strip {{ display: block; width: 100%; height: 20px; border-radius: 5px }}
    .rp-hours {{ position: relative; height: 1.05rem; font-size: .75rem; color: {palette.soft};
        font-variant-numeric: tabular-nums }}
    .rp-hours i {{ position: absolute; white-space: nowrap; transform: translateX(-50%); font-style: normal }}
    .rp-profile-day {{ display: grid; grid-template-columns: 4.2rem 1fr; gap: .4rem; align-items: center;
        font-size: .85rem; color: {palette.soft}; margin-bottom: .25rem }}
    .rp-legend {{ list-style: none; display: flex; flex-wrap: wrap; gap: .15rem .9rem; margin: .2rem 0 0 !important;
        padding: 0 !important; font-size: .82rem; color: {palette.soft} }}
    .rp-legend li {{ margin: 0 !important; display: flex; align-items: center; gap: .35rem; font-size: .82rem }}
    .rp-legend img {{ width: 14px; height: 14px; border: 1px solid {palette.rule}; border-radius: 3px }}
    .rp-legend b {{ color: {palette.ink}; font-weight: 600 }}
    .rp-small-head {{ font-size: 1.02rem; margin: .2rem 0 .4rem; padding: 0 }}
    .rp-swap-title {{ margin: .3rem 0 0; padding: 0; font-size: .95rem }}
    [class*="st-key-swap-card-"] > :first-child {{ min-width: 0; flex: 1 1 12rem }}
    [class*="st-key-swap-card-"] {{ background: {plain_ground}; color: {plain_ink}; padding: .6rem .8rem }}
    [class*="st-key-swap-card-"] .rp-why li {{ background: {palette.card}; color: {palette.ink} }}
    [class*="st-key-swap-card-"] .rp-soft {{ color: {plain_ink} }}
    [class*="st-key-answer-"]:empty, .st-key-day-help:empty, .st-key-first-progress:empty {{ display: none }}
    button .stMarkdownColoredText {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
        clip-path: inset(50%); white-space: nowrap }}
    @media (max-width: 640px) {{
        .stMainBlockContainer {{ padding-bottom: 7rem }}
        .st-key-day-bar {{ position: fixed; inset: auto 0 0 0; z-index: 90; width: 100% !important;
            background: {palette.card}; border-top: 1px solid {palette.rule}; flex-wrap: nowrap !important;
            padding: .4rem .6rem calc(.4rem + env(safe-area-inset-bottom)); gap: .4rem;
            box-shadow: 0 -4px 14px rgba(0, 0, 0, .12) }}
        .st-key-day-bar > * {{ flex: none }}
        .st-key-day-bar > :first-child {{ flex: 1 1 auto; min-width: 0; overflow-x: auto }}
        .st-key-day-bar [data-testid="stButtonGroup"] > div {{ flex-wrap: nowrap; scrollbar-width: none }}
        .st-key-day-bar [data-testid="stButtonGroup"] > div:has(button:nth-of-type(4)) {{ padding-inline-end: 14px;
            mask-image: linear-gradient(to right, #000 calc(100% - 16px), transparent) }}
        .st-key-day-bar [data-testid="stButtonGroup"] button {{ padding-inline: .35rem; flex: none }}
        .st-key-day-bar [data-testid="stButtonGroup"] button p {{ font-size: .85rem }}
        .st-key-toolbar > :has(> .st-key-day-bar) {{ position: absolute }}
        .st-key-day-bar button {{ min-height: 44px !important; min-width: 44px }}
        .st-key-day-bar .stButton p {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
            clip-path: inset(50%) }}
        .rp-profile-day {{ grid-template-columns: 3.4rem 1fr }}
    }}
    @media print {{ .st-key-day-bar {{ position: static }} }}
    """
