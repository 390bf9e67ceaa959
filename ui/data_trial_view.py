"""Tables of one's own on trial: what would change, what is wrong with them, and the overlay to start with."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable

import streamlit as st

from planner.catalogue.trial import Trial, try_tables
from planner.catalogue.uploads import SUFFIXES, read_upload
from planner.errors import CatalogueError, Finding, RequestError
from planner.present.words import Words
from ui.safe import plain

PREVIEW_ROWS = 5
SHOWN_FINDINGS = 500
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can name: equal tables give equal bytes."""


def draw_trial(words: Words) -> None:
    """Draw the upload and what came of it."""
    say = words.messages
    st.header(say("data.upload"))
    st.markdown(say("data.upload_note"))
    files = st.file_uploader(
        say("data.upload_field"), type=[suffix[1:] for suffix in SUFFIXES], accept_multiple_files=True, key="upload"
    )
    if not files:
        return
    try:
        with st.spinner(say("data.checking")):
            tables: dict[str, bytes] = {}
            for file in files:
                tables |= read_upload(file.name, file.getvalue())
            trial = try_tables(tables)
    except (CatalogueError, RequestError) as error:
        st.error(say("data.unreadable", message=plain(error.message), remedy=plain(error.remedy)))
        return
    _draw_trial(trial, words)


def _draw_trial(trial: Trial, words: Words) -> None:
    say = words.messages
    for table in trial.tables:
        told = say("data.upload_table", path=table.path, added=table.added, replaced=table.replaced)
        st.markdown(f"**{plain(told)}**")
        rows = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig", errors="replace"), newline=""))
        with st.expander(say("data.preview"), icon=":material/table:"):
            st.dataframe([row for row, _ in zip(rows, range(PREVIEW_ROWS), strict=False)], hide_index=True)
    if trial.findings:
        draw_findings(trial.findings, words)
    if not trial.is_fit:
        st.error(say("data.upload_unfit"))
        return
    st.success(say("data.upload_fit"))
    st.markdown(plain(say("data.upload_next")))
    st.download_button(
        say("data.upload_download"),
        _pack(trial),
        file_name="overlay.zip",
        mime="application/zip",
        icon=":material/download:",
        key="download-overlay",
        on_click="ignore",
    )


def draw_findings(findings: Iterable[Finding], words: Words) -> None:
    """Draw problems row by row, errors first."""
    say = words.messages
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    errors = sum(finding.severity == "error" for finding in ordered)
    told = say("data.check_found", errors=errors, warnings=len(ordered) - errors)
    (st.error if errors else st.warning)(told)
    st.dataframe(
        [
            {
                say("data.finding_severity"): say(f"data.severity_{finding.severity}"),
                say("data.finding_table"): finding.table,
                say("data.finding_row"): finding.row or None,
                say("data.finding_column"): finding.column,
                say("data.finding_problem"): finding.message,
                say("data.finding_remedy"): finding.remedy,
                say("data.finding_code"): finding.code,
            }
            for finding in ordered[:SHOWN_FINDINGS]
        ],
        hide_index=True,
    )


def _pack(trial: Trial) -> bytes:
    """Return the tables at their places in a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in trial.tables:
            archive.writestr(zipfile.ZipInfo(table.path, _ZIP_DATE), table.content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
