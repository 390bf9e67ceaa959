"""What publishers ask of the words of a language. They do not make sentences themselves.

The caller hands over the words (`planner.present.words.build_words`): so a document says the same
as the screen, in the same language, and the publishers need to know nothing of pages and maps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from planner.model.reason import Reason


class Messages(Protocol):
    """The texts of one language."""

    @property
    def code(self) -> str:
        """Language of the texts, ISO 639-1."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key with its placeholders filled."""

    def find(self, key: str) -> str | None:
        """Return the text of a key without placeholders, or None where there is none."""

    def date(self, day: dt.date) -> str:
        """Return a date with its weekday."""

    def money(self, vnd: int) -> str:
        """Return an amount of Vietnamese dong."""

    def price_band(self, low_vnd: int, high_vnd: int) -> str:
        """Return a band of prices; one amount where both ends are equal."""

    def number(self, value: float) -> str:
        """Return a number with at most two decimals."""

    def country(self, code: str) -> str:
        """Return the name of a country or of the European Union."""

    def join(self, parts: Iterable[str]) -> str:
        """Return a list in words."""


class Words(Protocol):
    """Sentences about one catalogue in one language."""

    @property
    def messages(self) -> Messages:
        """The texts that sentences are made of."""

    def name(self, place_id: str) -> str:
        """Return the name of a place; the id itself where it is unknown."""

    def address(self, place_id: str) -> str:
        """Return the province of a place, with its former one where that has changed."""

    def reason(self, reason: Reason) -> str:
        """Return the sentence of a reason."""

    def verdict_reason(self, reason: str) -> str:
        """Return the sentence of one reason of a verdict, such as ``category:fish_sauce:declare``."""

    def word(self, word: str) -> str:
        """Return the label of a product group, product type or interest word."""
