"""The style sheet of the page *Explore*."""

from __future__ import annotations

from planner.present.explore_map import KINDS, list_colours
from planner.present.palette import Palette


def build_explore_style(palette: Palette) -> str:
    """Return it in one palette."""
    dots = "".join(
        f".rp-dot-{kind} {{ background: {colour}; border-color: {colour} }}"
        for kind, colour in zip(KINDS, list_colours(palette), strict=True)
    )
    return f"""
    [class*="st-key-explore-row-"] button {{ justify-content: flex-start; text-align: start; min-height: 44px;
        padding: .35rem .7rem; line-height: 1.35 }}
    [class*="st-key-explore-row-"] button > div {{ justify-content: flex-start; width: 100% }}
    [class*="st-key-explore-row-"] button p {{ text-align: start; overflow-wrap: anywhere }}
    [class*="st-key-explore-row-"] button strong ~ span {{ color: {palette.soft}; font-weight: 400 }}
    [class*="st-key-explore-row-chosen-"] button {{ border-color: {palette.accent};
        box-shadow: inset 3px 0 0 {palette.accent} }}
    .st-key-explore-close-places, .st-key-explore-close-products {{ align-self: flex-end; margin-bottom: -2.9rem;
        z-index: 1 }}
    .rp-look {{ overflow-wrap: anywhere }}
    .rp-look p {{ margin: .15rem 0; font-size: .92rem; line-height: 1.45 }}
    .rp-look-name {{ margin: 0; padding: 0 4.5rem 0 0; font-size: 1.12rem; font-weight: 700; line-height: 1.35 }}
    .rp-look-title {{ margin: .8rem 0 .2rem; padding: 0; font-size: .95rem; font-weight: 650 }}
    .rp-look .rp-products {{ margin-top: .3rem !important }}
    .rp-legend {{ display: flex; flex-wrap: wrap; gap: .2rem .9rem; margin: 0; padding: 0; list-style: none;
        font-size: .82rem; color: {palette.soft} }}
    .rp-legend li {{ display: inline-flex; align-items: center; gap: .35rem; margin: 0 !important }}
    .rp-dot {{ width: .7rem; height: .7rem; border-radius: 50%; border: 2px solid; flex: none }}
    {dots}
    .rp-dot-stay {{ background: transparent }}
    .st-key-explore-list, .st-key-explore-list-places {{ gap: .4rem }}
    @media (max-width: 640px) {{
        .st-key-explore-look, :has(> .st-key-explore-look) {{ height: auto !important; max-height: none }}
        .st-key-explore-filters [data-testid="stPills"] button {{ min-height: 44px }}
        .st-key-explore-ocop label, .st-key-explore-festival label {{ min-height: 44px; align-items: center }}
        .st-key-explore-download button {{ min-height: 44px }}
    }}
    """
