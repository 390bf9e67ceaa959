"""What people call the words that a table of requests may hold."""

from __future__ import annotations

from collections.abc import Callable

from planner.model.catalogue import Catalogue
from planner.present.languages import LANGUAGES, WHOLE, load_messages
from planner.present.words import Words


def build_label(catalogue: Catalogue) -> Callable[[str, str], tuple[str, ...]]:
    """Return a function that gives the labels of a word by its family, in the languages that say everything."""
    speakers = [Words(load_messages(code), catalogue) for code in LANGUAGES if code in WHOLE]

    def label(family: str, value: str) -> tuple[str, ...]:
        if family == "interest":
            return tuple(words.word(value) for words in speakers)
        return tuple(words.messages(f"{family}.{value}") for words in speakers)

    return label
