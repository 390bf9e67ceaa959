"""How a table of requests is written: the template, every column, every name that may stand in one."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.plan.batch import BATCH_COLUMNS
from planner.present.languages import LANGUAGES, WHOLE
from planner.present.words import Words
from ui import resources
from ui.studio_batch_table import (
    NAME_HEADS,
    build_template,
    find_example,
    list_names,
    pack_names,
    tell_column,
)

_HEIGHT_PX = 360


def draw_guide(words: Words) -> None:
    """Draw the template, and folded what may stand in it."""
    say = words.messages
    spoken = words if words.language in WHOLE else resources.get_words(LANGUAGES[0])
    st.download_button(
        say("studio.batch_template"),
        build_template(spoken),
        file_name="requests.csv",
        mime="text/csv",
        key="studio-batch-template",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
    guide = st.expander(
        say("studio.batch_guide"), icon=":material/menu_book:", key="studio-batch-guide", on_change="rerun"
    )
    if not guide.open:
        return
    with guide:
        st.caption(say("studio.batch_guide_about"))
        st.html(_build_columns(spoken))
        st.markdown(f"**{say('studio.batch_names')}**")
        rows = [dict(zip(NAME_HEADS, row, strict=True)) for row in list_names(spoken.language)]
        column = st.column_config.TextColumn
        st.dataframe(
            rows,
            hide_index=True,
            height=_HEIGHT_PX,
            column_config={name: column(say(f"studio.batch_{name}")) for name in NAME_HEADS},
        )
        st.download_button(
            say("studio.batch_names_save"),
            pack_names(spoken.language),
            file_name="names.csv",
            mime="text/csv",
            key="studio-batch-names",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )


def _build_columns(words: Words) -> str:
    say = words.messages
    heads = "".join(
        f'<th scope="col">{escape(say(f"studio.{name}"))}</th>' for name in ("column", "batch_meaning", "batch_example")
    )
    rows = "".join(
        f"<tr><td><code>{escape(column)}</code></td><td>{escape(tell_column(column, words))}</td>"
        f"<td>{escape(find_example(column, words))}</td></tr>"
        for column in BATCH_COLUMNS
    )
    return (
        f'<div class="rp-scroll"><table class="rp-sheet"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
