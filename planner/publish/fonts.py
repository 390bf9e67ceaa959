"""The typeface of printed documents: Be Vietnam Pro, drawn for Vietnamese, from an installed package.

Only the glyphs used are embedded. What the typeface does not have is shown as `UNPRINTABLE`, never as
an empty box or a wrong letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from planner.publish.names import remove_controls

REGULAR: Final = "BeVietnamPro-Regular"
STRONG: Final = "BeVietnamPro-SemiBold"
SLANTED: Final = "BeVietnamPro-Italic"

UNPRINTABLE: Final = "[?]"
"""Stands for one or more characters that the typeface lacks."""
MAX_PRINTED: Final = 240
"""Characters of a text of the tables or the traveller that are printed; longer ones end in an ellipsis."""

_PACKAGE: Final = "fontpkg_be_vietnam_pro"


@cache
def register_fonts() -> frozenset[int]:
    """Make the typeface known to the PDF library and return the code points that it has."""
    covered: frozenset[int] | None = None
    for name in (REGULAR, STRONG, SLANTED):
        with as_file(files(_PACKAGE) / "files" / f"{name}.ttf") as path:
            font = TTFont(name, path)
        pdfmetrics.registerFont(font)
        points = frozenset(font.face.charToGlyph)
        covered = points if covered is None else covered & points
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=STRONG, italic=SLANTED, boldItalic=STRONG)
    return covered or frozenset()


def make_printable(text: str, limit: int = MAX_PRINTED) -> str:
    """Return text as it can be printed: composed, on one line, with known letters, at most `limit` long."""
    plain = unicodedata.normalize("NFC", remove_controls(text))
    if len(plain) > limit:
        plain = plain[: limit - 1].rstrip() + "…"
    covered = register_fonts()
    marked = "".join(char if ord(char) in covered else "\0" for char in plain)
    return re.sub("\0+", UNPRINTABLE, marked)
