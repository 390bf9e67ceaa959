"""A question about the plan that takes a moment: asked beside the page, answered where it was asked, to be stopped.

Answers belong to the very plan that they speak of; another plan, and they are forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from planner.errors import PlannerError
from planner.model.itinerary import Itinerary
from planner.plan import OnProgress, PlanProgress
from planner.present.words import Words
from ui.job import Work

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")
AT_ONCE_SECONDS = 0.25
"""An answer that comes so soon is shown without any sign of waiting."""
POLL_SECONDS = 0.4
_ASKED, _ANSWERS = "asked", "answers"


class Question(Work, Generic[Answer]):
    """One question of one visitor; stopped, it has no answer, whatever the thread still finds."""

    def __init__(self, ask: Callable[[OnProgress], Answer]) -> None:
        super().__init__()
        self.answer: Answer | None = None
        """None until it is found, and where it cannot be: a fault, not a no."""
        self.share = 0.0
        """How much of the work is done, 0 to 1."""
        self._ask = ask
        self.start()
        self._thread.join(AT_ONCE_SECONDS)

    @property
    def is_done(self) -> bool:
        """Whether there is an answer, or will be none."""
        return self.is_stopping or not self._thread.is_alive()

    def _report(self, progress: PlanProgress) -> bool:
        self.share = min(1.0, progress.done / max(progress.total, 1))
        return not self.is_stopping

    def _do(self) -> None:
        try:
            self.answer = self._ask(self._report)
        except PlannerError as error:
            logger.warning("no answer: %s", error)


def toggle(key: str) -> None:
    """Open a question, or fold it away by asking again."""
    was_open = is_open(key)
    close()
    if not was_open:
        st.session_state[_ASKED] = key


def is_open(key: str) -> bool:
    """Whether this is the question that the visitor has open."""
    return bool(st.session_state.get(_ASKED) == key)


def close() -> None:
    """Fold away whatever is open; a question without an answer ends, and is asked anew when it is opened again."""
    found: dict[str, Question[object]] = st.session_state.get(_ANSWERS, {}).get("found", {})
    key = st.session_state.get(_ASKED)
    if key in found and found[key].answer is None:
        found.pop(key).stop()
    st.session_state[_ASKED] = None


def find_answer(
    itinerary: Itinerary, key: str, ask: Callable[[OnProgress], Answer], waiting: str, words: Words
) -> Question[Answer] | None:
    """Return the question once it is answered; until then show how far that is, and return None."""
    kept = st.session_state.get(_ANSWERS)
    if kept is None or kept["of"] is not itinerary:
        for old in kept["found"].values() if kept else ():
            old.stop()
        kept = {"of": itinerary, "found": {}}
        st.session_state[_ANSWERS] = kept
    found: dict[str, Question[Answer]] = kept["found"]
    if key not in found:
        found[key] = Question(ask)
    question = found[key]
    if not question.is_done:
        _watch(question, waiting, words)
        return None
    if question.is_stopping:
        if is_open(key):
            close()
        st.caption(words.messages("swap.stopped"))
        return None
    return question


@st.fragment(run_every=POLL_SECONDS)
def _watch(question: Question[Answer], waiting: str, words: Words) -> None:
    if question.is_done:
        st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(question.share, text=waiting)
        stop = words.messages("swap.stop")
        st.button(stop, key="stop-asking", icon=":material/stop_circle:", on_click=question.stop)
