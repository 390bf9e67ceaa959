"""A program of its own that reads one workbook: standard input to JSON, sheet by sheet.

The reader lays out a sheet as far as its last cell, so that a file of five kilobytes with one cell in the far corner
asks for half a terabyte, and its process dies. Hence the workbook is read in a process that may die, within limits;
`planner.catalogue.uploads` starts it. It imports nothing of the package, to begin at once.

Workbooks are read with python-calamine (MIT, a reader in Rust that evaluates no formula and follows no link).
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

try:
    import resource
except ImportError:  # Windows has no such limits: there the process may only die for itself
    resource = None  # type: ignore[assignment]

UNREADABLE: Final = 3
"""Exit status when the file is no workbook; any other but 0 says that it asked for more than it may."""
MEMORY_BYTES: Final = 1_000_000_000
CPU_S: Final = 30


def main() -> None:
    """Read the workbook, write the rows of its sheets by name, cells as JSON knows them."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    except (CalamineError, ValueError, KeyError, TypeError, IndexError) as error:
        sys.stderr.write(str(error))
        sys.exit(UNREADABLE)
    json.dump(sheets, sys.stdout, default=_tell_time)


def _tell_time(cell: Any) -> str:
    """Return a date, time or span as text; a moment at midnight is a date."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


if __name__ == "__main__":
    main()
