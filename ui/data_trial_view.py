"""Tables of one's own on trial: what would change, what is wrong with them, and the overlay to start with."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from planner.catalogue.trial import EDITED, Trial, gather_tables, list_first_rows, render_template, try_tables
from planner.catalogue.uploads import MAX_BYTES, SUFFIXES, UploadError
from planner.errors import CatalogueError, Finding
from planner.present.words import Words
from ui import resources
from ui.archive import pack_files
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
_TRIED = "data_tried"


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of some files, kept while they lie there: every touch of the page draws it anew."""

    digest: str
    refused: tuple[UploadError, ...]
    trial: Trial | None = None
    failure: CatalogueError | None = None


def draw_trial(words: Words) -> None:
    """Draw the upload and what came of it."""
    say = words.messages
    st.header(say("data.upload"))
    st.markdown(say("data.upload_note"))
    files = st.file_uploader(
        say("data.upload_field"),
        type=[suffix[1:] for suffix in SUFFIXES],
        accept_multiple_files=True,
        max_upload_size=MAX_BYTES // 1_000_000,
        key="upload",
    )
    if not files:
        st.session_state.pop(_TRIED, None)
        return
    tried = _find_tried([(file.name, file.getvalue()) for file in files], words)
    for error in tried.refused:
        st.error(_tell_refusal(error, words))
    if tried.failure is not None:
        st.error(say("data.unreadable", message=plain(tried.failure.message), remedy=plain(tried.failure.remedy)))
    if tried.trial is not None:
        _draw_trial(tried.trial, words)


def _find_tried(files: list[tuple[str, bytes]], words: Words) -> _Tried:
    digest = hashlib.sha256(repr([(name, hashlib.sha256(content).digest()) for name, content in files]).encode())
    tried: _Tried | None = st.session_state.get(_TRIED)
    if tried is None or tried.digest != digest.hexdigest():
        with st.spinner(words.messages("data.checking")):
            tried = _try(files, digest.hexdigest())
        st.session_state[_TRIED] = tried
    return tried


def _try(files: list[tuple[str, bytes]], digest: str) -> _Tried:
    tables, refused = gather_tables(files)
    if not tables:
        return _Tried(digest, refused)
    try:
        return _Tried(digest, refused, trial=try_tables(tables, *resources.list_overlays()))
    except CatalogueError as error:
        return _Tried(digest, refused, failure=error)


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
        with st.expander(say("data.preview"), icon=":material/table:"):
            st.dataframe(list(list_first_rows(table.content, PREVIEW_ROWS)), hide_index=True)
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
        pack_files({table.path: table.content for table in trial.tables}),
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
