"""Text made safe for file names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from planner.folding import strip_marks

MAX_FILE_NAME: Final = 80
"""Characters."""
MAX_FILE_NAME_BYTES: Final = 120
"""In UTF-8: most file systems allow 255 with suffix and folder-wide prefixes."""

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows keeps for devices, whatever the suffix."""
_INVISIBLE: Final = frozenset(
    chr(code)
    for code in (
        0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0,
        *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0),
    )
)  # fmt: skip
"""Letters and marks that show nothing (Default_Ignorable_Code_Point of Unicode): two names could look the same."""


def safe_file_name(text: str, default: str = "trip") -> str:
    """Return a file name without suffix made of small letters and digits of any script, and hyphens.

    Latin letters lose their marks (``Đồng Văn`` gives ``dong-van``), those of other scripts stay as they are, in
    Unicode form NFC (``도자기 3`` gives ``도자기-3``). Paths, leading dots, control, direction and invisible characters
    and reserved device names cannot come out of it. It has at most `MAX_FILE_NAME` characters and
    `MAX_FILE_NAME_BYTES` bytes in UTF-8. A text without a single letter or digit gives `default`.
    """
    name = unicodedata.normalize("NFC", "".join(_list_kept(unicodedata.normalize("NFC", text))))
    while "--" in name:
        name = name.replace("--", "-")
    name = name.strip("-")[:MAX_FILE_NAME].encode()[:MAX_FILE_NAME_BYTES].decode("utf-8", "ignore").rstrip("-")
    if not name:
        return default
    return f"{default}-{name}" if name in _RESERVED else name


def _list_kept(text: str) -> Iterator[str]:
    """Yield what becomes of each character: itself, its plain Latin letters, a hyphen, or nothing."""
    takes_marks = False
    for character in text:
        kind = unicodedata.category(character)
        plain = strip_marks(character).lower()
        if plain and plain.isascii() and plain.isalnum():
            takes_marks = False
            yield plain
        elif kind == "Cf" or character in _INVISIBLE:
            continue
        elif character.isalpha() or character.isdecimal():
            takes_marks = True
            yield character.lower()
        elif kind in {"Mn", "Mc"}:
            if takes_marks:
                yield character
        else:
            takes_marks = False
            yield "-"
