"""Files to be saved: made before their button is drawn, so that one that cannot be made is named in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from planner.errors import PlannerError
from planner.present.words import Words
from ui.safe import plain

_MAX_REASON: Final = 300
"""Characters of an error that are shown."""


def draw_download(label: str, make: Callable[[], str | bytes], *, file_name: str, words: Words, **how: Any) -> None:
    """Draw a button that saves a file; where it cannot be made, say so by its name and leave the rest of the page.

    A button that made its file when pressed could only fail behind the visitor's back.

    Parameters
    ----------
    how
        Passed on to `streamlit.download_button`.
    """
    try:
        content = make()
    except Exception as error:  # One broken file must not keep the page from the visitor.
        draw_failure(file_name, error, words)
        return
    how = {"icon": ":material/download:", "on_click": "ignore"} | how
    st.download_button(label, content, file_name=file_name, **how)


def draw_failure(name: str, error: Exception, words: Words) -> None:
    """Say which file could not be made, and why."""
    reason = error.message if isinstance(error, PlannerError) else f"{type(error).__name__}: {error}"
    told = words.messages("out.failed", format=name)
    more = words.messages("export.why_failed", reason=reason[:_MAX_REASON])
    st.warning(f"{plain(told)} {plain(more)}", icon=":material/warning:")
