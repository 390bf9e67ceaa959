"""How far planning is, until it is done; both pages show it."""

from __future__ import annotations

import streamlit as st

from planner.present.words import Words
from ui.job import PlanJob, Planning, Task, give_up
from ui.planning import PROOF_SECONDS

POLL_SECONDS = 0.5


@st.fragment(run_every=POLL_SECONDS)
def watch(trip: Planning, words: Words) -> None:
    """Show how far planning is; when it is done, run the whole page again."""
    job = trip.job
    if job is None or job.is_done:
        st.rerun()
        return
    say = words.messages
    progress = job.progress
    lines = [say("progress.seconds", seconds=round(job.seconds))]
    if progress is not None:
        lines.append(say("progress.stage", stage=say.find(f"stage.{progress.stage}") or progress.stage))
    if job.best_prize is not None and job.task is not Task.PROVE:
        lines.append(say("progress.best", points=say.points(round(job.best_prize))))
    box = st.status(say(job.task), expanded=True)
    box.write(" · ".join(lines))
    share = _find_share(job)
    if share is not None:
        box.progress(share)
    elif progress is not None and progress.stage == "prepare":
        box.caption(say("progress.prepare"))
    if job.task is Task.REPLAN:  # half of it is no plan: who stops it keeps the old one
        box.button(say("swap.stop"), key="stop", icon=":material/stop_circle:", on_click=give_up, args=(trip,))
        return
    box.button(
        say("progress.stopping" if job.is_stopping else "progress.stop"),
        key="stop",
        icon=":material/stop_circle:",
        on_click=job.stop,
        disabled=job.is_stopping,
    )


def _find_share(job: PlanJob) -> float | None:
    """Return how much of a job is done, from 0 to 1; None where that is not known."""
    progress = job.progress
    if progress is None or progress.total <= 1:
        return None
    if progress.stage == "certify" and job.task is Task.PROVE:  # of seconds; how many rounds there will be, none knows
        return min(1.0, job.seconds / PROOF_SECONDS)
    return min(1.0, progress.done / progress.total)
