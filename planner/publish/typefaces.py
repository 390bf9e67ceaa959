"""Chinese, Japanese and Korean letters on paper: Noto Sans, cut out of variable fonts as a document needs them.

The package brings each script as one variable TrueType font of 10-18 MB and some 20,000 letters, whose outlines are
those of the thinnest weight until a weight is chosen. To choose one for all letters takes a minute; a document has a
few hundred. So a face knows the letters and their widths from the whole font, and only when the document is written
are its letters taken out (fontTools) and given their weight.

A variable font may also vary the widths, but those of letters set in full squares stay as they are: only these, and
what stands in the blocks of East Asian scripts, are taken from here. All other letters belong to the Latin face.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final

from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

PACKAGE: Final = "justmytype_intl_cjk"
"""Holds the fonts (SIL Open Font License 1.1); optional."""
REQUIREMENT: Final = "justmytype-intl-cjk"
FOLDERS: Final = {"KR": "notosanskr", "SC": "notosanssc", "JP": "notosansjp"}
"""Script as the fonts name it -> folder of the package."""
WEIGHTS: Final = {"Regular": 400, "SemiBold": 600}

_EAST_ASIAN: Final = (
    range(0x1100, 0x1200),  # parts of Korean syllables
    range(0x2E80, 0xFB00),  # radicals, kana, characters, syllables; presentation forms of Latin letters follow
    range(0xFE10, 0x10000),  # vertical, half-width and full-width forms
    range(0x20000, 0x40000),  # rare characters
)
"""Blocks of Unicode whose letters do not change their widths with their weight."""
_SQUARE: Final = 1000
"""Advance of a letter in a full square, in thousandths of the size."""
_EMBEDDED: Final = frozenset({0, 32})
"""Codes that the PDF library puts into every part of a font."""
_NOT_NEEDED: Final = ["GSUB", "GPOS", "GDEF", "BASE", "HVAR", "VVAR", "STAT", "vhea", "vmtx", "VORG"]
"""Tables that a page has no use for: ligatures, vertical setting, widths by weight (the outlines know them, too)."""


class VariableFace(TTFontFace):  # type: ignore[misc]
    """One weight of a variable font.

    Parameters
    ----------
    name
        PostScript name of the weight.
    content
        The whole variable font.
    weight
        On its axis ``wght``.
    """

    name: Any
    charToGlyph: dict[int, int]  # noqa: N815 - the library's own name

    def __init__(self, name: str, content: bytes, weight: int) -> None:
        super().__init__(io.BytesIO(content))
        self.name = type(self.name)(name.encode())
        self.charToGlyph = {code: glyph for code, glyph in self.charToGlyph.items() if self._is_ours(code)}
        self._content, self._weight = content, weight
        self._ttf_data = b""  # of the thinnest weight: nothing is ever written from it
        self._written: TTFontFace | None = None

    def _is_ours(self, code: int) -> bool:
        is_east_asian = any(code in block for block in _EAST_ASIAN)
        return is_east_asian or code in _EMBEDDED or self.charWidths.get(code) == _SQUARE

    def prepare(self, codes: set[int]) -> None:
        """Give their weight to the letters of a document, which `makeSubset` then takes parts of."""
        from fontTools import subset  # comes with the optional typefaces, and takes a while to load
        from fontTools.ttLib import TTFont as FontTables
        from fontTools.varLib import instancer

        font = FontTables(io.BytesIO(self._content), lazy=True, recalcTimestamp=False)
        options = subset.Options()
        options.layout_features = []
        options.notdef_outline = True
        options.drop_tables += _NOT_NEEDED
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(codes | _EMBEDDED))
        cutter.subset(font)
        instancer.instantiateVariableFont(font, {"wght": self._weight}, inplace=True)
        target = io.BytesIO()
        font.save(target)
        self._written = TTFontFace(io.BytesIO(target.getvalue()))

    def makeSubset(self, subset: list[int]) -> Any:  # noqa: N802 - the library's own name
        """Return a part of the letters that `prepare` made, as a TrueType font."""
        if self._written is None:
            self.prepare(set(subset))
        return None if self._written is None else self._written.makeSubset(subset)

    def release(self) -> None:
        """Forget the letters of a document that is written."""
        self._written = None


class VariableFont(TTFont):  # type: ignore[misc]
    """A font of the PDF library whose face is made when a document is written."""

    def __init__(self, name: str, content: bytes, weight: int) -> None:
        super().__init__(name, io.BytesIO(content), asciiReadable=False, shapable=False)
        self.face = VariableFace(name, content, weight)

    def addObjects(self, document: Any) -> None:  # noqa: N802 - the library's own name
        """Write the letters of a document, all parts of them cut out at once."""
        state = self.state.get(document)
        self.face.prepare(set() if state is None else {code for part in state.subsets for code in part})
        super().addObjects(document)
        self.face.release()


@cache
def load_font(script: str, weight: str) -> VariableFont | None:
    """Return a font of a script in `FOLDERS` in a weight of `WEIGHTS`; None where the package is not installed."""
    content = _load_content(script)
    return None if content is None else VariableFont(f"NotoSans{script}-{weight}", content, WEIGHTS[weight])


@cache
def _load_content(script: str) -> bytes | None:
    try:
        package = files(PACKAGE)
    except ModuleNotFoundError:
        return None
    source = package / "fonts" / "ofl" / FOLDERS[script] / f"NotoSans{script}[wght].ttf"
    with as_file(source) as path:
        return path.read_bytes() if path.is_file() else None
