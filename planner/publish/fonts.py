"""The letters of printed documents: Be Vietnam Pro, drawn for Vietnamese, and Noto Sans for East Asian scripts.

A text is set in runs: what the Latin face has is set in it, so that a Vietnamese name keeps its diacritics on a Korean
page; the rest is set in the first East Asian face that has it, the one of the page's language before the others, for
the same code point is drawn differently in Chinese and in Japanese. Only the glyphs used are embedded. What no face
has is shown as `UNPRINTABLE`, never as an empty box or a wrong letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from planner.errors import MissingExtraError
from planner.inert import remove_controls
from planner.publish.typefaces import REQUIREMENT, load_font

REGULAR: Final = "BeVietnamPro-Regular"
STRONG: Final = "BeVietnamPro-SemiBold"
SLANTED: Final = "BeVietnamPro-Italic"

UNPRINTABLE: Final = "[?]"
"""Stands for one or more characters that no typeface has."""
MAX_PRINTED: Final = 240
"""Characters of a text of the tables or the traveller that are printed; longer ones end in an ellipsis."""

EAST_ASIAN: Final = {"ko": ("KR", "JP", "SC"), "zh": ("SC", "JP", "KR"), "ja": ("JP", "SC", "KR")}
"""Language -> scripts in the order in which a letter is looked for."""
_SCRIPTS: Final = ("KR", "SC", "JP")
"""The order on pages in other languages: no letter of Korean is Chinese, so names in either are set rightly."""
_WEIGHT_OF: Final = {REGULAR: "Regular", STRONG: "SemiBold", SLANTED: "Regular"}
"""East Asian scripts have no slanted letters."""
_SQUARE_MARKS: Final = frozenset("“”‘’…—·")
"""Marks that Chinese and Japanese set in full squares beside a letter of theirs, and Latin scripts do not."""
_SQUARE_LANGUAGES: Final = frozenset({"zh", "ja"})

_PACKAGE: Final = "fontpkg_be_vietnam_pro"
_language: ContextVar[str] = ContextVar("language of the page", default="en")


@contextmanager
def typeset_in(language: str) -> Iterator[None]:
    """Set what is printed inside in the manner of a language.

    Raises
    ------
    MissingExtraError
        ``E005`` when it needs a typeface that is not installed.
    """
    if language in EAST_ASIAN and load_font(EAST_ASIAN[language][0], "Regular") is None:
        message = f"pages in the language {language!r} need the typefaces of the package {REQUIREMENT}"
        remedy = f"pip install {REQUIREMENT}, or choose en, vi or fr"
        raise MissingExtraError("E005", message, remedy=remedy)
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def find_wrapping() -> str | None:
    """Return how lines break in the language of the page: ``CJK`` between any letters, None between words."""
    return "CJK" if _language.get() in _SQUARE_LANGUAGES else None


@cache
def register_fonts() -> frozenset[int]:
    """Make the Latin face known to the PDF library and return the code points that it has."""
    covered: frozenset[int] | None = None
    for name in (REGULAR, STRONG, SLANTED):
        with as_file(files(_PACKAGE) / "files" / f"{name}.ttf") as path:
            font = TTFont(name, path)
        pdfmetrics.registerFont(font)
        points = frozenset(font.face.charToGlyph)
        covered = points if covered is None else covered & points
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=STRONG, italic=SLANTED, boldItalic=STRONG)
    return covered or frozenset()


@cache
def _register_script(script: str, weight: str) -> tuple[str, frozenset[int]]:
    """Make an East Asian face known, and return its name and code points; none where it is not installed."""
    font = load_font(script, weight)
    if font is None:
        return "", frozenset()
    pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(font.fontName, *[font.fontName] * 4)
    return font.fontName, frozenset(font.face.charToGlyph)


def make_printable(text: str, limit: int = MAX_PRINTED) -> str:
    """Return text as it can be printed: composed, on one line, with known letters, at most `limit` long."""
    plain = unicodedata.normalize("NFC", remove_controls(text))
    if len(plain) > limit:
        plain = plain[: limit - 1].rstrip() + "…"
    marked = "".join(char if find_font(char) else "\0" for char in plain)
    return re.sub("\0+", UNPRINTABLE, marked)


def find_font(char: str, face: str = REGULAR, language: str | None = None) -> str | None:
    """Return the name of the font that a letter is set in where the Latin one is `face`; None where no font has it."""
    return _find_font(char, face, language or _language.get())


@cache
def _find_font(char: str, face: str, language: str) -> str | None:
    if ord(char) in register_fonts():
        return face
    return _find_east_asian(char, face, language)


@cache
def _find_east_asian(char: str, face: str, language: str) -> str | None:
    for script in EAST_ASIAN.get(language, _SCRIPTS):
        name, covered = _register_script(script, _WEIGHT_OF[face])
        if ord(char) in covered:
            return name
    return None


def split_runs(text: str, face: str = REGULAR) -> list[tuple[str, str]]:
    """Return a printable text as runs, each with the font that it is set in."""
    language = _language.get()
    fonts = [_find_font(char, face, language) or face for char in text]
    if language in _SQUARE_LANGUAGES:
        beside = zip([face, *fonts], text, [*fonts[1:], face], strict=False)
        for index, (before, char, after) in enumerate(beside):
            if char in _SQUARE_MARKS and (before != face or after != face):
                fonts[index] = _find_east_asian(char, face, language) or face
    pairs = groupby(zip(fonts, text, strict=True), key=lambda pair: pair[0])
    return [(font, "".join(char for _, char in letters)) for font, letters in pairs]


def mark_up(text: str, face: str = REGULAR) -> str:
    """Return a printable text as markup of a paragraph; whatever looks like markup in it is printed as it stands."""
    runs = split_runs(text, face)
    return "".join(escape(run) if font == face else f'<font name="{font}">{escape(run)}</font>' for font, run in runs)


def measure(text: str, face: str, size: float) -> float:
    """Return the width of a printable text, points."""
    return float(sum(pdfmetrics.stringWidth(run, font, size) for font, run in split_runs(text, face)))
