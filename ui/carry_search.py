"""Finding a good by what people call it: its own names count most, then what is said of it, then who lives by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from planner.plan.explore_text import Mask, TextSearch, join_words, list_words
from planner.present.take_home import Askable

_UNSPACED: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
"""Kana and Chinese characters."""


class FoundGoods(NamedTuple):
    """Goods by how well they answer to a text."""

    keys: tuple[str, ...]
    is_near: bool
    """Whether nothing has the words of the text, and these are spelt much like them."""


class GoodsSearch:
    """Looks among the goods of one language; holds facts alone, so all visitors may share it."""

    def __init__(self, goods: Sequence[Askable]) -> None:
        self.goods = {good.key: good for good in goods}
        depths = range(1, 1 + max((len(good.texts) for good in goods), default=0))
        self._searches = [_build_search([good.texts[:depth] for good in goods]) for depth in depths]
        self._kin = _build_search([(*good.texts, good.kin) for good in goods])

    def find(self, text: str) -> FoundGoods:
        """Return the goods that have every word of a text, the nearest names first; all of them for an empty one.

        Where none has, words of goods under the same rules count, too. Where that does not help, those with words spelt
        like them come first, then those with some of the words.
        """
        text = _part(text)
        answers = [search.find(text) for search in self._searches]
        kin, is_kin_near = self._kin.find(text)
        if found := self._join(mask for mask, is_near in answers if not is_near):
            return FoundGoods(found, False)
        if not is_kin_near and kin.any():
            return FoundGoods(self._join([kin]), False)
        words = [search.find(word) for word in list_words(text) for search in self._searches]
        found = self._join(mask for mask, _ in (*answers, *(one for one in words if not one[1])))
        return FoundGoods(found, bool(found))

    def _join(self, masks: Iterable[Mask]) -> tuple[str, ...]:
        """Return the goods of several answers, each once, those of the first answer first."""
        keys = [*self.goods]
        return tuple(dict.fromkeys(keys[number] for mask in masks for number in np.flatnonzero(mask)))


def _build_search(goods: Iterable[Iterable[Iterable[str]]]) -> TextSearch:
    return TextSearch([join_words(*(_part(text) for level in levels for text in level)) for levels in goods])


def _part(text: str) -> str:
    """Return a text with blanks around letters of scripts that write none between words, so that each is a word."""
    return _UNSPACED.sub(r" \g<0> ", text)
