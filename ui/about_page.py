"""The page *About and method*: what this is, how a trip is made, and how sure it is."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.catalogue.inventory import list_tables
from planner.errors import CatalogueError
from planner.present.words import Words
from ui import resources
from ui.language import get_language
from ui.page_head import draw_head
from ui.page_link import draw_page_link
from ui.style import draw_style, find_palette

_STYLE = """<style>
.rp-prose { max-width: 46rem; font-size: 1rem; line-height: 1.6 }
.rp-prose h2 { font-size: 1.15rem; font-weight: 700; margin: 1.3rem 0 .3rem; padding: 0 }
.rp-prose p { margin: 0 }
.rp-prose ul { margin: 0; padding-left: 1.2rem }
.rp-prose li { margin: 0 0 .35rem; font-size: 1rem }
</style>"""
SECTIONS = (
    ("what_title", ("what",)),
    ("how_title", ("how_points", "how_search", "how_referee", "how_proof")),
    ("sure_title", ("sure_hours", "sure_prices", "sure_roads", "sure_points")),
    ("goods_title", ("goods",)),
    ("map_title", ("map",)),
    ("yours_title", ("yours", "shared")),
)


def draw_page() -> None:
    """Draw the page once."""
    draw_style(find_palette())
    words = resources.get_words(get_language())
    say = words.messages
    draw_head(say("page.about"), say("method.tagline"), words)
    parts = [(say(f"method.{title}"), [say(f"method.{key}") for key in keys]) for title, keys in SECTIONS]
    parts.append((say("method.data_title"), [_tell_data(words)]))
    parts.append((say("method.licences_title"), [say("method.licences")]))
    parts.append((say("method.more_title"), [say("method.more")]))
    st.html(_STYLE)
    st.html(f'<div class="rp-prose">{"".join(_draw_section(title, texts) for title, texts in parts)}</div>')
    with st.container(horizontal=True, key="about-links"):
        draw_page_link("plan", say("method.start"), "route")
        draw_page_link("data", say("method.open_data"), "table")


def _draw_section(title: str, texts: list[str]) -> str:
    """Return a heading with a paragraph, or with a list where there is more to say."""
    if len(texts) == 1:
        body = f"<p>{escape(texts[0])}</p>"
    else:
        body = f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _tell_data(words: Words) -> str:
    catalogue, say = words.catalogue, words.messages
    try:
        date = max(table.date for table in list_tables())
    except CatalogueError:
        date = "?"
    return say(
        "method.data",
        places=say.number(len(catalogue.places)),
        experiences=say.number(len(catalogue.experiences)),
        products=say.number(len(catalogue.products)),
        rules=say.number(len(catalogue.carry_home)),
        markets=len({market for market, _ in catalogue.carry_home}),
        version=catalogue.version,
        date=date,
    )
