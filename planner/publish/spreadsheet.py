"""Tables as CSV that a spreadsheet opens without harm: UTF-8 with a byte order mark, every text quoted.

Without the mark, Excel takes the system's code page and spoils Vietnamese. A text that a spreadsheet
would take for a formula gets an apostrophe before it (CWE-1236; the rule of OWASP's *CSV Injection*).
Excel splits by the separator of its own locale, often a semicolon: therefore a formula that begins
behind a separator or a quote inside a text is disarmed, too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from planner.publish.names import remove_controls

Cell = str | int | float | None

_LEADS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫"
"""What a formula begins with, and the full-width and small forms that East Asian settings take for the same."""
_FORMULA: Final = re.compile(rf"(^|[,;|\"'])(\s*)(?=[{_LEADS}])")


def neutralise(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, without control and direction characters.

    Examples
    --------
    >>> print(neutralise("=1+1"), neutralise("a;=1"), neutralise("Chè Tân Cương"))
    '=1+1 a;'=1 Chè Tân Cương
    """
    return _FORMULA.sub(r"\1\2'", remove_controls(text))


def render_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8 with a byte order mark.

    Texts are neutralised; numbers stay numbers; None is an empty cell.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutralise(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode("utf-8-sig")
