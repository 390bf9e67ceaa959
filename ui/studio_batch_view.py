"""Many requests at once: a table in, what is wrong with its rows, plans out, saved or as one archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from planner.errors import PlannerError
from planner.plan import OnProgress, PlanProgress
from planner.plan.batch import BatchAnswer, BatchFinding, BatchRow, BatchTableError, plan_batch, read_batch
from planner.present.batch import build_label
from planner.present.languages import capitalise
from planner.present.words import Words
from planner.store import StoreError, TripDocument
from ui import resources
from ui.archive import pack_files
from ui.error_words import tell_in_english
from ui.progress_view import POLL_SECONDS
from ui.safe import plain
from ui.studio_batch import BatchJob, find_share, list_plans
from ui.studio_batch_guide import draw_guide
from ui.studio_desk import Desk
from ui.studio_people import begin_terms
from ui.studio_shelf import find_store

_BATCH = "studio-batch"
_FILE = "studio-batch-file"
_LACKING = "studio-batch-lacking"
"""Of the session: columns that the file last uploaded lacks; empty where it is no table at all."""


@dataclass
class Batch:
    """A table that was read."""

    rows: tuple[BatchRow, ...]
    findings: tuple[BatchFinding, ...]
    job: BatchJob | None = None
    saved: set[int] = field(default_factory=set)
    """Rows, as a spreadsheet counts them, whose plans are in the store."""


def draw_batch(desk: Desk, words: Words) -> None:
    """Draw upload, findings, progress and results."""
    say = words.messages
    st.caption(say("studio.batch_about"))
    st.file_uploader(
        say("studio.batch_upload"), type=["csv", "txt"], key=_FILE, on_change=_take_file, args=(desk,), width=520
    )
    draw_guide(words)
    lacking: tuple[str, ...] | None = st.session_state.get(_LACKING)
    if lacking is not None:
        told = say("studio.batch_lacking", columns=say.join(lacking)) if lacking else say("studio.batch_no_table")
        st.error(plain(told))
    batch: Batch | None = st.session_state.get(_BATCH)
    if batch is None:
        return
    _draw_findings(batch, words)
    if batch.job is None:
        _draw_start(batch, words)
    elif not batch.job.is_done:
        _watch(batch.job, words)
    else:
        _draw_results(desk, batch, batch.job, words)


def _take_file(desk: Desk) -> None:
    file = st.session_state.get(_FILE)
    old: Batch | None = st.session_state.pop(_BATCH, None)
    st.session_state.pop(_LACKING, None)
    if old is not None and old.job is not None:
        old.job.drop()
    if file is None:
        return
    desk.failure = None
    catalogue = resources.get_catalogue()
    try:
        rows, findings = read_batch(file.getvalue(), catalogue, file.name, build_label(catalogue))
    except PlannerError as error:
        st.session_state[_LACKING] = error.lacking if isinstance(error, BatchTableError) else ()
        return
    st.session_state[_BATCH] = Batch(rows, findings)


def _draw_findings(batch: Batch, words: Words) -> None:
    if not batch.findings:
        return
    say = words.messages
    head = "".join(f'<th scope="col">{escape(say(f"studio.{name}"))}</th>' for name in ("row", "column", "why"))
    rows = "".join(
        f'<tr><td>{one.row}</td><td class="rp-keep">{escape(one.column)}</td>'
        f"<td>{escape(tell_finding(one, words))}</td></tr>"
        for one in batch.findings
    )
    st.html(
        f'<div class="rp-scroll"><table class="rp-sheet"><caption>{escape(say("studio.batch_findings"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _draw_start(batch: Batch, words: Words) -> None:
    say = words.messages
    if not batch.rows:
        st.warning(say("studio.batch_none"), icon=":material/warning:")
        return
    st.info(say("studio.batch_good", count=len(batch.rows)), icon=":material/checklist:")
    st.button(
        say("studio.batch_start", count=len(batch.rows)),
        key="studio-batch-start",
        type="primary",
        icon=":material/route:",
        on_click=_start,
        args=(batch,),
    )


def _start(batch: Batch) -> None:
    preparation, planner = resources.get_preparation(), resources.get_planner()

    def plan(rows: Sequence[BatchRow], report: OnProgress) -> Iterator[BatchAnswer]:
        preparation.wait(lambda: report(PlanProgress("prepare", 0, 1, None)))
        return plan_batch(planner, rows, on_progress=report)

    batch.job = BatchJob(batch.rows, plan)
    batch.job.start()


@st.fragment(run_every=POLL_SECONDS)
def _watch(job: BatchJob, words: Words) -> None:
    """Show how far the table is; when it is done, run the whole page again."""
    if job.is_done:
        st.rerun()
        return
    say, done, total = words.messages, len(job.answers), len(job.rows)
    now = job.current
    told = say("studio.batch_running", done=done, total=total, name="" if now is None else now.name)
    st.progress(find_share(done, total, job.progress), told)
    if job.progress is not None:
        stage = say.find(f"stage.{job.progress.stage}") or job.progress.stage
        st.caption(f"{say('progress.seconds', seconds=round(job.row_seconds))} · {say('progress.stage', stage=stage)}")
    st.button(
        say("studio.batch_stopping" if job.is_stopping else "studio.batch_stop"),
        key="studio-batch-stop",
        icon=":material/stop_circle:",
        on_click=job.stop,
        disabled=job.is_stopping,
    )


def _draw_results(desk: Desk, batch: Batch, job: BatchJob, words: Words) -> None:
    say = words.messages
    if job.is_broken:
        st.error(say("progress.failed"))
    planned = [answer for answer in job.answers if answer.itinerary is not None]
    st.success(say("studio.batch_done", count=len(planned)), icon=":material/check:")
    with st.container(horizontal=True, key="studio-batch-buttons"):
        st.button(
            say("studio.batch_save"),
            key="studio-batch-save",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            args=(desk, batch, planned),
            disabled=all(answer.row.row in batch.saved for answer in planned) or find_store() is None,
        )
        st.download_button(
            say("studio.batch_zip"),
            lambda: pack_files(list_plans(planned)),
            file_name="trips.zip",
            mime="application/zip",
            key="studio-batch-zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            disabled=not planned,
        )
    head = "".join(f'<th scope="col">{escape(say(f"studio.{name}"))}</th>' for name in ("row", "title", "batch_result"))
    rows = "".join(
        f"<tr><td>{one.row.row}</td><td>{escape(_name(one.row))}</td><td>{escape(_tell_answer(one, words))}</td></tr>"
        for one in job.answers
    )
    st.html(
        f'<div class="rp-scroll"><table class="rp-sheet"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _name(row: BatchRow) -> str:
    return row.request.title or row.name


def _tell_answer(answer: BatchAnswer, words: Words) -> str:
    say = words.messages
    if answer.itinerary is not None:
        totals = answer.itinerary.totals
        return f"{say('studio.batch_visits', count=totals.visits)} · {say.km(totals.km)}"
    finding = answer.finding
    if finding is None:
        return ""
    told = [capitalise(words.reason(one.reason)) for one in finding.reasons] or [tell_finding(finding, words)]
    return say("studio.batch_failed", reason=" ".join(told))


def tell_finding(finding: BatchFinding, words: Words) -> str:
    """Return why a row gives no plan, and what to do."""
    if finding.told is not None and finding.advice is not None:
        return f"{words.reason(finding.told)} {words.reason(finding.advice)}"
    return tell_in_english(finding)


def _save(desk: Desk, batch: Batch, planned: list[BatchAnswer]) -> None:
    """Save the plans that are not saved yet; where that fails on the way, the rest waits for the next press."""
    store = find_store()
    if store is None:
        return
    desk.failure, before = None, len(batch.saved)
    for answer in planned:
        itinerary = answer.itinerary
        if itinerary is None or answer.row.row in batch.saved:
            continue
        document = TripDocument(itinerary=itinerary, terms=begin_terms(itinerary))
        try:
            store.create(document, title=_name(answer.row))
        except StoreError as error:
            desk.failure = error
            break
        batch.saved.add(answer.row.row)
    if len(batch.saved) > before:
        desk.notices.append(("studio.batch_saved", {"count": len(batch.saved) - before}))
