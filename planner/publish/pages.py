"""Pages of a PDF that are held back until their number is known, and their bookmarks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Protocol

from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from planner.publish.fonts import make_printable


class Bound(Protocol):
    """What stands around pages."""

    @property
    def on(self) -> date:
        """Date of the file."""
        ...

    def draw_foot(self, canvas: Any, page: int, pages: int) -> None:
        """Draw what stands at the bottom of a page, counted from 1."""
        ...


class Mark(Flowable):  # type: ignore[misc]
    """A bookmark: nothing on paper, an entry in the outline of the file."""

    def __init__(self, title: str, key: str, level: int = 0) -> None:
        super().__init__()
        self.width = self.height = 0
        self.title, self.key, self.level = make_printable(title), key, level

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return that no room is taken."""
        return 0, 0

    def draw(self) -> None:
        """Set the bookmark at the top of its page."""
        self.canv.mark(self)


class Pages(Canvas):  # type: ignore[misc]
    """Pages that are held back until their number is known, so that each foot can tell it.

    The library takes a bookmark for the page that it last wrote, so bookmarks wait with their page.
    """

    def __init__(self, *args: Any, bound: Bound, **named: Any) -> None:
        super().__init__(*args, **named)
        self._bound = bound
        self._held: list[dict[str, Any]] = []
        self._marks: list[tuple[int, Mark]] = []

    def mark(self, mark: Mark) -> None:
        """Take a bookmark for the page at hand."""
        self._marks.append((self._pageNumber, mark))

    def showPage(self) -> None:  # noqa: N802 - the library's own name
        """Hold the page back."""
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages, each with its bookmarks and its foot."""
        held = self._held
        self._doc._timeStamp = _build_stamp(self._bound.on)
        self.setViewerPreference("DisplayDocTitle", "true")
        if self._marks:
            self.showOutline()
        for number, state in enumerate(held, start=1):
            self.__dict__.update(state)
            for _, mark in (one for one in self._marks if one[0] == number):
                self.bookmarkPage(mark.key)
                self.addOutlineEntry(mark.title, mark.key, level=mark.level)
            self._bound.draw_foot(self, number, len(held))
            super().showPage()
        super().save()


def _build_stamp(on: date) -> TimeStamp:
    """Return the date of the trip in the form in which the library keeps that of a file."""
    stamp = TimeStamp(invariant=1)
    moment = datetime.combine(on, time(), tzinfo=UTC)
    stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    return stamp
