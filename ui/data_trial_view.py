"""Tables of one's own on trial: what would change, what is wrong with them, and the overlay to start with."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import streamlit as st

from planner.catalogue.trial import EDITED, Trial, check_upload, render_template, try_tables
from planner.catalogue.uploads import SUFFIXES, UploadError, read_upload
from planner.errors import CatalogueError, Finding
from planner.present.words import Words
from ui.safe import plain

LACKING: Final = "C004"
"""Code of a column that is missing; all those of a table are told in one sentence."""
TOLD_IN_WORDS: Final = frozenset(
    (
        "C002",
        "C003",
        "C004",
        "C005",
        "C012",
        "C020",
        "C021",
        "C022",
        "C023",
        "C024",
        "C025",
        "C026",
        "C030",
        "C032",
        "C045",
        "C050",
    )
)
"""Codes of the commonest problems, which are told in the reader's language; the others stay in English, and say so."""
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
    tables: dict[str, bytes] = {}
    for file in files:
        try:
            for name, content in read_upload(file.name, file.getvalue()).items():
                try:
                    check_upload(name, content)
                    tables[name] = content
                except UploadError as error:
                    st.error(_tell_refusal(error, words))
        except UploadError as error:
            st.error(_tell_refusal(error, words))
    if not tables:
        return
    try:
        with st.spinner(say("data.checking")):
            trial = try_tables(tables)
    except CatalogueError as error:
        st.error(say("data.unreadable", message=plain(error.message), remedy=plain(error.remedy)))
        return
    _draw_trial(trial, words)


def _tell_refusal(error: UploadError, words: Words) -> str:
    """Return in words why a file is not tried, and what to do."""
    return plain(
        words.messages(
            f"data.refused_{error.kind}",
            name=error.name,
            tables=", ".join(f"{table}.csv" for table in EDITED),
            kinds=", ".join(SUFFIXES),
        )
    )


def _draw_trial(trial: Trial, words: Words) -> None:
    say = words.messages
    for table in trial.tables:
        told = say("data.upload_table", path=table.path, added=table.added, replaced=table.replaced)
        st.markdown(f"**{plain(told)}**")
        rows = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig", errors="replace"), newline=""))
        with st.expander(say("data.preview"), icon=":material/table:"):
            st.dataframe([row for row, _ in zip(rows, range(PREVIEW_ROWS), strict=False)], hide_index=True)
    _draw_lacking(trial, words)
    others = [finding for finding in trial.findings if finding.code != LACKING]
    if others:
        draw_findings(others, words)
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


def _draw_lacking(trial: Trial, words: Words) -> None:
    """Draw one sentence for all columns that a table lacks, with a file that has them to begin with."""
    say = words.messages
    lacking: dict[str, list[str]] = defaultdict(list)
    for finding in trial.findings:
        if finding.code == LACKING:
            lacking[finding.table].append(finding.column)
    for table, columns in lacking.items():
        told = say("data.lacking", table=f"{table}.csv", count=len(columns), columns=", ".join(columns))
        st.error(plain(told))
        st.download_button(
            say("data.template", name=f"{table}.csv"),
            render_template(table),
            file_name=f"{table}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"template-{table}",
            on_click="ignore",
        )


def draw_findings(findings: Iterable[Finding], words: Words) -> None:
    """Draw problems row by row, errors first."""
    say = words.messages
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    errors = sum(finding.severity == "error" for finding in ordered)
    told = say("data.check_found", errors=errors, warnings=len(ordered) - errors)
    (st.error if errors else st.warning)(told)
    st.dataframe([_list_cells(finding, words) for finding in ordered[:SHOWN_FINDINGS]], hide_index=True)


def _list_cells(finding: Finding, words: Words) -> dict[str, str | int | None]:
    """Return a problem as a row: in words by its code where there are some, the exact text in English beside them."""
    say = words.messages
    problem, remedy = finding.message, finding.remedy
    detail = {}
    if words.language != "en":
        if finding.code in TOLD_IN_WORDS:
            problem, remedy = say(f"data.problem_{finding.code}"), say(f"data.remedy_{finding.code}")
        else:
            problem, remedy = (say("data.in_english", text=text) for text in (finding.message, finding.remedy))
        detail = {say("data.finding_detail"): f"{finding.message} -> {finding.remedy}"}
    return {
        say("data.finding_severity"): say(f"data.severity_{finding.severity}"),
        say("data.finding_table"): finding.table,
        say("data.finding_row"): finding.row or None,
        say("data.finding_column"): finding.column,
        say("data.finding_problem"): problem,
        say("data.finding_remedy"): remedy,
        **detail,
        say("data.finding_code"): finding.code,
    }


def _pack(trial: Trial) -> bytes:
    """Return the tables at their places in a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in trial.tables:
            archive.writestr(zipfile.ZipInfo(table.path, _ZIP_DATE), table.content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
