"""Words in names, whatever their case and marks, and names spelt much like what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from planner.folding import fold

NEAR_PCT: Final = 75.0
"""Words at least so alike stand for one that is misspelt (normalised insertions and deletions)."""
MAX_NEAR: Final = 5
MIN_NEAR_LETTERS: Final = 3

Mask = NDArray[np.bool_]
_WORD: Final = re.compile(r"\w+")


def list_words(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


def join_words(*parts: str | None) -> str:
    """Return the folded words of all parts, each after a blank, as `TextSearch` reads them."""
    return "".join(f" {word}" for part in parts if part for word in list_words(part))


def list_name_words(*names: str | None) -> tuple[str, ...]:
    """Return the folded words of each name, a blank on either side of each word, as `NameGrades` reads them."""
    return tuple(dict.fromkeys(f"{words} " for name in names if (words := join_words(name))))


class Grade(IntEnum):
    """How well a name is what was asked for, the best first."""

    EXACT = 0
    PREFIX = 1
    """It begins with the words asked for."""
    WHOLE_WORDS = 2
    """It has them side by side further on."""
    UNFINISHED_PREFIX = 3
    """It begins with them, the last of them a beginning."""
    UNFINISHED = 4
    """It has them side by side further on, the last of them a beginning."""
    INSIDE = 5
    """They begin within a word."""
    ELSEWHERE = 6
    """They are found apart from each other, in the place's province or products, or are spelt otherwise."""


class NameGrades:
    """Grades names by a question, so that what is called like it stands before what merely has it.

    Parameters
    ----------
    names
        Of each thing, from `list_name_words`.
    """

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        self._names = names
        self._grade = lru_cache(maxsize=64)(self._build)

    def grade(self, question: str) -> NDArray[np.int8]:
        """Return the best `Grade` of each thing's names; all are alike where nothing is asked."""
        return self._grade(" ".join(list_words(question)))

    def _build(self, question: str) -> NDArray[np.int8]:
        best = [_ELSEWHERE] * len(self._names)
        if question:
            whole, start = f" {question} ", f" {question}"
            for number, names in enumerate(self._names):
                for name in names:
                    if question in name and (grade := _grade(name, whole, start)) < best[number]:
                        best[number] = grade
        grades = np.array(best, dtype=np.int8)
        grades.setflags(write=False)
        return grades


_EXACT, _PREFIX, _WHOLE_WORDS, _UNFINISHED_PREFIX, _UNFINISHED, _INSIDE, _ELSEWHERE = map(int, Grade)
"""Plain numbers: tens of thousands of names are graded while somebody types."""


def _grade(name: str, whole: str, start: str) -> int:
    """Return the grade of a name that has the letters of a question, which `whole` and `start` are between blanks."""
    if whole in name:
        if name == whole:
            return _EXACT
        return _PREFIX if name.startswith(whole) else _WHOLE_WORDS
    if start in name:
        return _UNFINISHED_PREFIX if name.startswith(start) else _UNFINISHED
    return _INSIDE


class TextSearch:
    """Finds the texts that have all words of a question.

    Parameters
    ----------
    texts
        From `join_words`.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(f"{text} " for text in texts)

    def find(self, question: str) -> tuple[Mask, bool]:
        """Return which texts have all words of a question, and whether they have words near them only.

        The last word may be the beginning of one, since it may still be being typed. Where no text has
        them all, one word may be misspelt, then all of them may be.
        """
        words = list_words(question)
        exact = [self._match((f"{word} ",)) for word in words[:-1]] + [self._match((word,)) for word in words[-1:]]
        mask = self._all(exact)
        if mask.any() or not words:
            return mask, False
        near = [self._match(self._list_near(word)) for word in words]
        one_off = [self._all([*exact[:number], near[number], *exact[number + 1 :]]) for number in range(len(words))]
        mask = np.logical_or.reduce(one_off)
        mask = mask if mask.any() else self._all(near)
        return mask, bool(mask.any())

    def _match(self, words: Sequence[str]) -> Mask:
        starts = tuple(f" {word}" for word in words)
        if len(starts) == 1:
            return np.array([starts[0] in text for text in self._texts], dtype=np.bool_)
        return np.array([any(start in text for start in starts) for text in self._texts], dtype=np.bool_)

    def _all(self, masks: Sequence[Mask]) -> Mask:
        whole: Mask = np.logical_and.reduce([np.ones(len(self._texts), dtype=np.bool_), *masks])
        return whole

    def _list_near(self, word: str) -> tuple[str, ...]:
        """Return a word with those most like it; a very short one is like too many."""
        if len(word) < MIN_NEAR_LETTERS:
            return (word,)
        near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=NEAR_PCT, limit=MAX_NEAR)
        return (word, *(found for found, _, _ in near))

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        return tuple(sorted({word for text in self._texts for word in text.split()}))
