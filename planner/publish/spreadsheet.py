"""Tables as CSV that a spreadsheet opens without harm: UTF-8 with a byte order mark, every text quoted.

Without the mark, Excel takes the system's code page and spoils Vietnamese. What a spreadsheet would take for a
formula is disarmed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from planner.inert import neutralise

Cell = str | int | float | None


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
