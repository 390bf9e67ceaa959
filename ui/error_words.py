"""Errors in words: what is wrong and what heals it, told alike on every page."""

from __future__ import annotations

from typing import Protocol

from planner.errors import PlannerError, UnknownIdError
from planner.present.words import Words


class Problem(Protocol):
    """An error, a finding, or whatever else says what is wrong and what to do."""

    @property
    def message(self) -> str:
        """What is wrong."""

    @property
    def remedy(self) -> str:
        """What to do; empty where that is not known."""


def tell_error(error: PlannerError, words: Words) -> str:
    """Return an error in the reader's language by its code; one that only programs and files can cause, in English."""
    if isinstance(error, UnknownIdError) and error.nearest:
        nearest = ", ".join(words.name(one) for one in error.nearest)
        return words.messages("error.unknown", message=error.message, nearest=nearest)
    return words.messages.find(f"error.{error.code}") or tell_in_english(error)


def tell_in_english(problem: Problem) -> str:
    """Return the exact text: what is wrong, and what to do where that is known."""
    return f"{problem.message} → {problem.remedy}" if problem.remedy else problem.message
