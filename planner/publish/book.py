"""A printed book of pages: a cover, pages with a foot and bookmarks, and the pieces they are set from.

Sizes keep to one rhythm: text of 9 points on lines of 13, and spaces of half a line or a whole one.
The same content gives the same bytes: no clock is read, the date of the file is that of the trip.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, Literal, NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from planner.publish.fonts import REGULAR, SLANTED, STRONG, make_printable, mark_up, measure
from planner.publish.inks import ACCENT, INK, RULE, SOFT
from planner.publish.pages import Mark, Pages
from planner.publish.paper import MAX_SENTENCE, draw_text, find_style

PAGE: Final = (float(A4[0]), float(A4[1]))
MARGIN: Final = 17 * mm
TOP: Final = 15 * mm
FOOT: Final = 19 * mm
WIDTH: Final = PAGE[0] - 2 * MARGIN
"""Width of the text."""
HEIGHT: Final = PAGE[1] - TOP - FOOT
LINE: Final = 13.0
"""Distance of lines of text, points."""

_BODY: Final = ParagraphStyle("text", fontName=REGULAR, fontSize=9, leading=LINE, textColor=INK)
STYLES: Final[dict[str, ParagraphStyle]] = {
    "body": _BODY,
    "strong": ParagraphStyle("strong", _BODY, fontName=STRONG),
    "lead": ParagraphStyle("lead", _BODY, fontSize=11, leading=16.5, spaceAfter=LINE / 2),
    "small": ParagraphStyle("small", _BODY, fontSize=7.8, leading=10.6, textColor=SOFT),
    "right": ParagraphStyle("right", _BODY, alignment=2),
    "centred": ParagraphStyle("centred", _BODY, fontSize=6.6, leading=8.4, textColor=SOFT, alignment=1),
    "aside": ParagraphStyle("aside", _BODY, fontName=SLANTED, fontSize=8, leading=11, textColor=SOFT),
    "head": ParagraphStyle("head", _BODY, fontName=STRONG, fontSize=7.6, leading=10, textColor=SOFT),
    "eyebrow": ParagraphStyle("eyebrow", _BODY, fontName=STRONG, fontSize=10, leading=LINE, textColor=ACCENT),
    "title": ParagraphStyle("title", _BODY, fontName=STRONG, fontSize=21, leading=26, textColor=INK),
    "heading": ParagraphStyle(
        "heading", _BODY, fontName=STRONG, fontSize=12.5, leading=LINE * 1.25, spaceBefore=LINE, spaceAfter=LINE / 2
    ),
    "name": ParagraphStyle("name", _BODY, fontName=STRONG, fontSize=11.4, leading=15),
    "clock": ParagraphStyle("clock", _BODY, fontName=STRONG, fontSize=10, leading=15, alignment=2),
    "clock_soft": ParagraphStyle("clock_soft", _BODY, fontSize=8.4, leading=LINE, alignment=2, textColor=SOFT),
    "figure": ParagraphStyle("figure", _BODY, fontName=STRONG, fontSize=26, leading=32),
}

_NO_PADDING: Final = tuple(
    (f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
)  # fmt: skip
Sign = Literal["box", "tick", "dash"]


class Part(NamedTuple):
    """A stretch of a paragraph in its own face, and perhaps its own colour and size."""

    text: str
    face: str = REGULAR
    colour: str | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What stands around the pages."""

    title: str
    subject: str
    author: str
    foot: str
    """Left at the bottom of every page but the cover."""
    page_of: str
    """Text with the places ``{page}`` and ``{pages}``."""
    language: str
    on: date
    """Date of the file."""
    has_cover: bool = True

    def print(self, story: list[Flowable]) -> bytes:
        """Return the PDF."""
        target = io.BytesIO()
        document = BaseDocTemplate(
            target,
            pagesize=PAGE,
            title=make_printable(self.title),
            subject=make_printable(self.subject),
            author=make_printable(self.author),
            creator="",
            lang=self.language,
            invariant=1,
        )
        bare = Frame(0, 0, *PAGE, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        text = Frame(MARGIN, FOOT, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        templates = [PageTemplate("cover", [bare]), PageTemplate("page", [text])]
        document.addPageTemplates(templates if self.has_cover else templates[::-1])
        document.build(story, canvasmaker=partial(Pages, bound=self))
        return target.getvalue()

    def draw_foot(self, canvas: Any, page: int, pages: int) -> None:
        """Draw the foot of a page; a cover has none."""
        if page == 1 and self.has_cover:
            return
        canvas.saveState()
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, FOOT - 5 * mm, MARGIN + WIDTH, FOOT - 5 * mm)
        canvas.setFillColor(SOFT)
        number = self.page_of.format(page=page, pages=pages)
        wide = draw_text(canvas, MARGIN + WIDTH, FOOT - 9 * mm, number, size=7.6, align=1)
        draw_text(canvas, MARGIN, FOOT - 9 * mm, cut_to(self.foot, WIDTH - wide - 6 * mm, 7.6), size=7.6)
        canvas.restoreState()


def cut_to(text: str, width: float, size: float, face: str = REGULAR) -> str:
    """Return a text that is no wider than so many points, cut with an ellipsis where it must be."""
    printable = make_printable(text)
    if measure(printable, face, size) <= width:
        return printable
    while printable and measure(printable + "…", face, size) > width:
        printable = printable[:-1]
    return printable.rstrip() + "…"


def set_text(text: str, style: str = "body", limit: int = MAX_SENTENCE, **changes: Any) -> Paragraph:
    """Return a paragraph; `changes` are properties of its style, such as ``textColor``."""
    chosen = STYLES[style]
    if changes:
        chosen = ParagraphStyle(style, chosen, **changes)
    return Paragraph(mark_up(make_printable(text, limit), chosen.fontName), find_style(chosen))


def set_parts(parts: Iterable[Part], style: str = "body", **changes: Any) -> Paragraph:
    """Return a paragraph of stretches in their own faces, colours and sizes."""
    chosen = STYLES[style]
    if changes:
        chosen = ParagraphStyle(style, chosen, **changes)
    marked = []
    for text, face, colour, size in parts:
        ink = f' color="{colour}"' if colour else ""
        ink += f' size="{size}"' if size else ""
        lead = " " if text[:1] == " " else ""  # blanks at the ends of a text do not survive `make_printable`
        tail = " " if text[-1:] == " " and text.strip() else ""
        told = mark_up(make_printable(text, MAX_SENTENCE), face)
        marked.append(f'<font name="{face}"{ink}>{lead}{told}{tail}</font>')
    return Paragraph("".join(marked), find_style(chosen))


def set_section(title: str, key: str, *, eyebrow: str = "", room_mm: float = HEIGHT / mm) -> list[Flowable]:
    """Return the head of a part of the book, on a new page unless this one has so much room left."""
    head = [set_text(eyebrow, "eyebrow")] if eyebrow else []
    named = set_text(title, "title", spaceBefore=0 if eyebrow else 2 * LINE)
    return [CondPageBreak(room_mm * mm - 1), *head, named, Mark(title, key), gap(1)]


def set_heading(text: str, room_mm: float = 34) -> list[Flowable]:
    """Return a heading that is never left alone at the foot of a page."""
    return [CondPageBreak(room_mm * mm), set_text(text, "heading")]


def gap(lines: float = 0.5) -> Spacer:
    """Return white space of some lines."""
    return Spacer(1, lines * LINE)


def turn_page(template: str = "page") -> list[Flowable]:
    """Return the step to a new page."""
    return [NextPageTemplate(template), PageBreak()]


def set_table(
    rows: Sequence[Sequence[Any]],
    shares: Sequence[float],
    *,
    header: Sequence[str] = (),
    right: Sequence[int] = (),
) -> Table:
    """Return a table over the whole width whose head is repeated on every page.

    Parameters
    ----------
    shares
        Width of each column as a part of the whole.
    right
        Columns of numbers, set to the right.
    """
    heads = [[set_text(text, "head", alignment=2 if n in right else 0) for n, text in enumerate(header)]]
    body = [
        [
            set_text(cell, "right" if n in right else "body") if isinstance(cell, str) else cell
            for n, cell in enumerate(row)
        ]
        for row in rows
    ]
    total = sum(shares)
    table = Table(
        (heads if header else []) + body,
        colWidths=[WIDTH * share / total for share in shares],
        repeatRows=1 if header else 0,
    )
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
            ]
        )
    )
    return keep_rows(table)


def keep_rows(table: Table) -> Table:
    """Return a table over the whole width whose rows the end of a page parts only where one is longer than a page."""
    table.wrap(WIDTH, HEIGHT)
    table.splitInRow = int(max(table._rowHeights) > HEIGHT - 2 * LINE)
    return table


def set_list(texts: Iterable[str], sign: Sign = "box", width: float = WIDTH) -> list[Flowable]:
    """Return a list, each text behind a box to tick, a tick or a dash."""
    return [_set_pair(Bullet(sign), set_text(text), width) for text in texts]


def set_columns(columns: Sequence[Sequence[Flowable]]) -> Table:
    """Return pieces side by side, in columns of one width."""
    table = Table([[list(column) for column in columns]], colWidths=[WIDTH / len(columns)] * len(columns))
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_NO_PADDING]))
    return table


class Bullet(Flowable):  # type: ignore[misc]
    """The sign before an entry of a list."""

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        self.width, self.height, self.sign = 8.0, LINE, sign

    def draw(self) -> None:
        """Draw the sign on the line of the text beside it."""
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8 if self.sign == "box" else 1.3)
        match self.sign:
            case "box":
                self.canv.rect(0.4, 2, 7.2, 7.2, stroke=1, fill=0)
            case "tick":
                self.canv.lines([(0.6, 5, 2.9, 2.4), (2.9, 2.4, 7.4, 8.4)])
            case _:
                self.canv.line(1, 5.2, 7, 5.2)


def _set_pair(mark: Flowable, text: Flowable, width: float) -> Table:
    table = Table([[mark, text]], colWidths=[15, width - 15], splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def set_bare(rows: list[list[Any]], widths: list[float]) -> Table:
    """Return pieces side by side without lines or padding, the last of the first row to the right."""
    table = Table(rows, colWidths=widths)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *_NO_PADDING,
                ("ALIGN", (-1, 0), (-1, 0), "RIGHT"),
            ]
        )
    )
    return table
