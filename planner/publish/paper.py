"""Printed pages: a small vocabulary of headings, texts and tables, set as PDF.

The library is ReportLab: BSD-licensed, kept up since 2000, wraps and splits tables over pages and
embeds subsets of TrueType fonts. fpdf2 would do as much, but is under the LGPL, which no other part
of the product is.

The same content gives the same bytes: no clock is read, the date of the file is that of the trip.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial, wraps
from threading import RLock
from typing import Any, Final, TypeVar, cast

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.words import Words
from planner.publish.fonts import (
    REGULAR,
    SLANTED,
    STRONG,
    find_wrapping,
    make_printable,
    mark_up,
    measure,
    register_fonts,
    split_runs,
    typeset_in,
)
from planner.publish.inks import ACCENT, BAND, INK, RULE, SOFT, TONES
from planner.publish.pages import Pages

MARGIN: Final = 17 * mm
FOOT: Final = 24 * mm
WIDTH: Final = float(A4[0] - 2 * MARGIN)
"""Width of the text."""
_FRAME_PADDING: Final = 6
"""Points that the library leaves inside the margins."""
_ROOM_UNDER_HEADING: Final = 42 * mm
MAX_SENTENCE: Final = 900
"""Characters of a sentence with its source; names in it are cut earlier."""

_BODY: Final = ParagraphStyle("body", fontName=REGULAR, fontSize=9, leading=12.6, textColor=INK)
STYLES: Final[dict[str, ParagraphStyle]] = {
    "body": _BODY,
    "strong": ParagraphStyle("strong", _BODY, fontName=STRONG),
    "small": ParagraphStyle("small", _BODY, fontSize=7.6, leading=10.4, textColor=SOFT),
    "aside": ParagraphStyle("aside", _BODY, fontName=SLANTED, fontSize=8, leading=11, textColor=SOFT),
    "right": ParagraphStyle("right", _BODY, alignment=2),
    "head": ParagraphStyle("head", _BODY, fontName=STRONG, fontSize=7.8, leading=10.4, textColor=ACCENT),
    "title": ParagraphStyle("title", _BODY, fontName=STRONG, fontSize=20, leading=26, textColor=ACCENT),
    "subtitle": ParagraphStyle("subtitle", _BODY, fontSize=10, leading=14, textColor=SOFT, spaceAfter=6),
    "heading": ParagraphStyle("heading", _BODY, fontName=STRONG, fontSize=12, leading=16, spaceBefore=11, spaceAfter=4),
    "name": ParagraphStyle("name", _BODY, fontName=STRONG, fontSize=11.5, leading=15.5),
    **{tone: ParagraphStyle(tone, _BODY, fontName=STRONG, textColor=color) for tone, color in TONES.items()},
}


_Renderer = TypeVar("_Renderer", bound=Callable[..., bytes])
_PRESS: Final = RLock()
"""One document at a time: the library keeps fonts for all of them, and in a font where it reads."""


def printed(render: _Renderer) -> _Renderer:
    """Set the pages of a renderer (itinerary, catalogue, words, ...) in the typefaces of the language of its words."""

    @wraps(render)
    def render_printed(itinerary: Itinerary, catalogue: Catalogue, words: Words, *rest: object) -> bytes:
        with _PRESS, typeset_in(words.language):
            return render(itinerary, catalogue, words, *rest)

    return cast("_Renderer", render_printed)


@dataclass(slots=True)
class Paper:
    """A document under construction."""

    title: str
    subtitle: str
    foot: str
    """Stands at the bottom of every page."""
    page_of: str
    """Text with the places ``{page}`` and ``{pages}``."""
    language: str
    on: date
    """Date of the file."""
    _story: list[Flowable] = field(default_factory=list)

    def add(self, *flowables: Flowable) -> None:
        """Append pieces."""
        self._story.extend(flowables)

    def heading(self, text: str) -> None:
        """Append a heading, on the next page where little room is left on this one."""
        self.add(CondPageBreak(_ROOM_UNDER_HEADING), set_text(text, "heading"))

    def text(self, text: str, style: str = "body") -> None:
        """Append a paragraph."""
        self.add(set_text(text, style))

    def gap(self, height_mm: float = 2) -> None:
        """Append white space."""
        self.add(Spacer(1, height_mm * mm))

    def render(self) -> bytes:
        """Return the PDF."""
        register_fonts()
        target = io.BytesIO()
        document = SimpleDocTemplate(
            target,
            pagesize=A4,
            leftMargin=MARGIN - _FRAME_PADDING,
            rightMargin=MARGIN - _FRAME_PADDING,
            topMargin=15 * mm,
            bottomMargin=FOOT,
            title=make_printable(self.title),
            subject=make_printable(self.subtitle),
            author="",
            creator="",
            lang=self.language,
            invariant=1,
        )
        head = [set_text(self.title, "title"), set_text(self.subtitle, "subtitle")]
        document.build([*head, *self._story], canvasmaker=partial(Pages, bound=self))
        return target.getvalue()

    def draw_foot(self, canvas: Any, page: int, pages: int) -> None:
        """Draw the foot of a page."""
        canvas.saveState()
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, FOOT - 4 * mm, MARGIN + WIDTH, FOOT - 4 * mm)
        number = make_printable(self.page_of.format(page=page, pages=pages))
        canvas.setFillColor(SOFT)
        draw_text(canvas, MARGIN + WIDTH, FOOT - 8.5 * mm, number, size=7.6, align=1.0)
        foot = set_text(self.foot, "small")
        _, height = foot.wrap(WIDTH - 32 * mm, FOOT)
        foot.drawOn(canvas, MARGIN, FOOT - 5 * mm - height)
        canvas.restoreState()


def set_text(text: str, style: str = "body", limit: int = MAX_SENTENCE) -> Paragraph:
    """Return a paragraph; whatever looks like markup in the text is printed as it stands."""
    chosen = STYLES[style]
    return Paragraph(mark_up(make_printable(text, limit), chosen.fontName), find_style(chosen))


def find_style(style: ParagraphStyle) -> ParagraphStyle:
    """Return a style as the language of the page breaks its lines."""
    wrapping = find_wrapping()
    return style if wrapping is None else ParagraphStyle(style.name, style, wordWrap=wrapping)


def draw_text(
    canvas: Any, x: float, y: float, text: str, *, face: str = REGULAR, size: float, align: float = 0.0
) -> float:
    """Draw one line upon a page and return its width.

    Parameters
    ----------
    x, y
        Of the baseline, points.
    align
        Part of its width by which the line begins before `x`: 0 left, 0.5 centred, 1 right.
    """
    printable = make_printable(text)
    width = measure(printable, face, size)
    at = x - align * width
    for font, run in split_runs(printable, face):
        canvas.setFont(font, size)
        canvas.drawString(at, y, run)
        at += stringWidth(run, font, size)
    return width


def set_cell(lines: Iterable[tuple[str, str]]) -> list[Flowable]:
    """Return a cell of several lines, each a text with its style; empty texts are left out."""
    return [set_text(text, style) for text, style in lines if text]


def set_table(header: Sequence[str], rows: Sequence[Sequence[Any]], shares: Sequence[float]) -> Table:
    """Return a table whose head is repeated on every page; cells are texts or lists of pieces.

    Parameters
    ----------
    shares
        Width of each column as a part of the whole.
    """
    head = [set_text(text, "head") for text in header]
    body = [[set_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    table = Table([head, *body], colWidths=_widths(shares), repeatRows=1, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), BAND),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def set_row(cells: Sequence[Any], shares: Sequence[float]) -> Table:
    """Return one row without a head or lines, for blocks that are laid out by hand."""
    row = [set_text(cell) if isinstance(cell, str) else cell for cell in cells]
    table = Table([row], colWidths=_widths(shares), splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return table


def set_line() -> Table:
    """Return a thin line over the whole width."""
    line = Table([[""]], colWidths=[WIDTH], rowHeights=[5])
    line.setStyle(TableStyle([("LINEABOVE", (0, 0), (-1, 0), 0.4, RULE)]))
    return line


def keep(pieces: Sequence[Flowable]) -> KeepTogether:
    """Return pieces that stay on one page where they fit on one."""
    return KeepTogether(list(pieces))


def draw_tick_box() -> Drawing:
    """Return an empty square to tick."""
    drawing = Drawing(9, 10)
    drawing.add(Rect(0, 0, 8, 8, fillColor=None, strokeColor=INK, strokeWidth=0.8))
    return drawing


def draw_modules(matrix: Sequence[Sequence[int]], size_mm: float) -> Flowable:
    """Return a matrix of dark (1) and light (0) squares, as a QR code is, at a width on paper."""
    return _Modules(matrix, size_mm * mm)


class _Modules(Flowable):  # type: ignore[misc]
    """Dark squares, filled as one shape: thin lines between them would show on screens."""

    def __init__(self, matrix: Sequence[Sequence[int]], size: float) -> None:
        super().__init__()
        self.matrix, self.width, self.height = matrix, size, size

    def draw(self) -> None:
        """Draw runs of dark squares row by row."""
        edge = self.width / len(self.matrix)
        path = self.canv.beginPath()
        for y, row in enumerate(reversed(self.matrix)):
            start = None
            for x, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = x
                elif not dark and start is not None:
                    path.rect(start * edge, y * edge, (x - start) * edge, edge)
                    start = None
        self.canv.setFillColor(INK)
        self.canv.drawPath(path, stroke=0, fill=1)


def _widths(shares: Sequence[float]) -> list[float]:
    total = sum(shares)
    return [WIDTH * share / total for share in shares]
