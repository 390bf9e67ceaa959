"""Hostile text made harmless: for screens and XML, and for spreadsheets."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LEADS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫"
"""What a formula begins with, and the full-width and small forms that East Asian settings take for the same."""
_FORMULA: Final = re.compile(rf"(^|[,;|\"'])(\s*)(?=[{_LEADS}])")


def remove_controls(text: str) -> str:
    """Return text without what XML 1.0 or a reader's screen cannot carry.

    Control, format and surrogate characters and private code points go; line breaks and tabs
    become spaces.
    """
    spaced = re.sub(r"\s+", " ", text)
    return "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()


def neutralise(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, without control and direction characters.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236; the rule of
    OWASP's *CSV Injection*). Excel splits by the separator of its own locale, often a semicolon: therefore a
    formula that begins behind a separator or a quote inside a text is disarmed, too.

    Examples
    --------
    >>> print(neutralise("=1+1"), neutralise("a;=1"), neutralise("Chè Tân Cương"))
    '=1+1 a;'=1 Chè Tân Cương
    """
    return _FORMULA.sub(r"\1\2'", remove_controls(text))
