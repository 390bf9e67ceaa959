"""Text without marks, as people type Vietnamese names on any keyboard."""

from __future__ import annotations

import unicodedata

_STROKES = str.maketrans("đĐ", "dD")
"""The stroke is part of the letter, which no normal form takes apart."""


def strip_marks(text: str) -> str:
    """Return text without tone marks, circumflexes, horns and strokes; case stays.

    Examples
    --------
    >>> strip_marks("Đồng Tháp")
    'Dong Thap'
    """
    parts = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(part for part in parts if not unicodedata.combining(part))


def fold(text: str) -> str:
    """Return text in lower case without marks: ``Đồng Tháp`` and ``dong thap`` become the same."""
    return strip_marks(text.casefold())
