"""Text made safe for file names."""

from __future__ import annotations

import re
from typing import Final

from planner.folding import strip_marks

MAX_FILE_NAME: Final = 80

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows keeps for devices, whatever the suffix."""


def safe_file_name(text: str, default: str = "trip") -> str:
    """Return a file name without suffix made of a-z, 0-9 and hyphens, at most `MAX_FILE_NAME` long.

    Diacritics are dropped (``Đồng Văn`` gives ``dong-van``); paths, control characters and reserved
    device names cannot come out of it. A text without a single letter or digit gives `default`.
    """
    ascii_only = strip_marks(text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only)[:MAX_FILE_NAME].strip("-")
    if not name:
        return default
    return f"{default}-{name}" if name in _RESERVED else name
