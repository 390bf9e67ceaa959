"""The page *Data*: what is known and how well, the tables themselves, and tables of one's own on trial."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from planner.catalogue import find_data_dir, validate_catalogue
from planner.catalogue.inventory import TableFacts, list_tables, measure_knowledge, read_rows
from planner.errors import CatalogueError
from planner.goods.coverage import list_rule_coverage
from planner.present.palette import Palette
from planner.present.words import Words
from planner.publish.spreadsheet import render_csv
from planner.units import today
from ui import resources
from ui.data_trial_view import draw_findings, draw_trial
from ui.download import draw_download
from ui.language import get_language
from ui.page_head import draw_head
from ui.safe import plain
from ui.style import draw_style, find_palette

SHOWN_ROWS = 500
"""More are found by searching; a browser need not hold them all."""


def draw_page() -> None:
    """Draw the page once."""
    palette = find_palette()
    draw_style(palette)
    words = resources.get_words(get_language())
    say = words.messages
    draw_head(say("page.data"), say("data.tagline"), words)
    st.html(f'<p class="rp-note">{escape(say("data.version", version=words.catalogue.version))}</p>')
    knowledge, tables = st.columns([4, 7], gap="large")
    with knowledge:
        _draw_knowledge(words, palette)
        _draw_check(words)
    with tables:
        try:
            _draw_tables(words)
        except CatalogueError as error:
            st.error(say("data.trouble", message=plain(error.message)))
        draw_trial(words)


def _draw_knowledge(words: Words, palette: Palette) -> None:
    say = words.messages
    st.header(say("data.known"))
    meters = []
    for row in measure_knowledge(words.catalogue):
        told = say("data.known_of", known=say.number(row.known), total=say.number(row.total))
        meters.append(
            f'<div class="rp-meter"><div class="rp-meter-head"><b>{escape(say(f"data.known_{row.what}"))}</b>'
            f"<span>{escape(told)}</span></div>"
            f'<div class="rp-track" aria-hidden="true"><i style="width:{100 * row.share:.1f}%;'
            f'background:{palette.link}"></i></div></div>'
        )
    st.html("".join(meters))
    st.caption(say("data.known_note"))
    rules = list_rule_coverage(words.catalogue, today())[-1]
    st.markdown(f"**{say('data.rules')}**")
    st.markdown(
        say(
            "data.rules_told",
            rules=rules.rules,
            high=rules.high,
            medium=rules.medium,
            low=rules.low,
            address=rules.address,
            stale=rules.stale,
        )
    )


def _draw_check(words: Words) -> None:
    say = words.messages
    if not st.button(say("data.check"), key="check-data", icon=":material/fact_check:"):
        return
    with st.spinner(say("data.checking")):
        findings = validate_catalogue(find_data_dir(), *resources.list_overlays())
    if findings:
        draw_findings(findings, words)
    else:
        st.success(say("data.check_none"))


def _draw_tables(words: Words) -> None:
    say = words.messages
    st.header(say("data.tables"))
    tables = {table.name: table for table in list_tables()}
    chosen = st.selectbox(
        say("data.table"),
        list(tables),
        format_func=lambda name: f"{tables[name].title} ({tables[name].path})",
        key="table",
        placeholder=say("form.choose"),
        bind="query-params",
        index=list(tables).index("places") if "places" in tables else 0,
    )
    table = tables[chosen]
    st.caption(say("data.table_language"))
    st.markdown(plain(table.description))
    as_of = say("data.table_as_of", date=table.date, licences=", ".join(table.licences), path=table.path)
    lines = [as_of]
    if table.method:
        lines.append(say("data.made_by", method=table.method))
    sources = [title if address is None else f"{title} <{address}>" for title, address in table.sources]
    if sources:
        lines.append(say("data.from", sources="; ".join(sources)))
    st.html("".join(f'<p class="rp-note">{escape(line)}</p>' for line in lines))
    if table.columns:
        _draw_rows(table, words)
    else:
        st.info(say("data.document"))


def _draw_rows(table: TableFacts, words: Words) -> None:
    say = words.messages
    rows = read_rows(table, *resources.list_overlays())
    sought = st.text_input(say("data.find"), key="find-row", icon=":material/search:").strip().casefold()
    found = [row for row in rows if sought in " ".join(map(str, row.values())).casefold()] if sought else list(rows)
    told = say("data.rows", count=len(rows))
    st.caption(say("data.rows_found", found=say.number(len(found)), rows=told) if sought else told)
    if found:
        st.dataframe(found[:SHOWN_ROWS], hide_index=True, height=320, key="rows")
    else:
        st.info(say("data.no_rows"), icon=":material/search_off:")
    draw_download(
        say("data.download"),
        lambda: _build_csv(table.name, _digest(rows), table, rows),
        file_name=table.path.rpartition("/")[2],
        words=words,
        mime="text/csv",
        key="download-table",
    )
    with st.expander(say("data.columns"), icon=":material/help:"):
        named = (say("data.column"), say("data.column_type"), say("data.column_unit"), say("data.column_meaning"))
        st.table(
            [
                dict(zip(named, (one.name, one.type, one.unit or "", plain(one.description)), strict=True))
                for one in table.columns
            ]
        )


def _digest(rows: Sequence[Mapping[str, str]]) -> str:
    return hashlib.sha256("\0".join(cell for row in rows for cell in row.values()).encode()).hexdigest()


@st.cache_resource(show_spinner=False, max_entries=64)
def _build_csv(name: str, digest: str, _table: TableFacts, _rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a table as a file; made once for its content, since the page is drawn anew at every search."""
    header = [column.name for column in _table.columns]
    return render_csv(header, [[row.get(one) or None for one in header] for row in _rows])
