"""Facts for the map as files beside the page: sent to a browser once, instead of with every change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

SERVED_AT: Final = "../../app/static/facts/"
"""Where the page serves the files, seen from the map's own frame; holds under any base path."""
_KEPT: Final = 24
"""Files of one name that stay; older ones are of other data or of an earlier version."""


def serve_facts(static_dir: Path, name: str, text: str) -> str:
    """Write a text into `static_dir`/facts, unless it is there, and return its address for the map's frame.

    The file is named after its content, so that a browser may keep it for ever and several servers may
    share the folder.

    Parameters
    ----------
    name
        Letters and hyphens: what it is.
    text
        JSON.
    """
    folder = static_dir / "facts"
    content = text.encode()
    target = folder / f"{name}-{hashlib.sha256(content).hexdigest()[:16]}.json"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part_path = Path(part)
        part_path.chmod(0o644)
        part_path.replace(target)
        _clear(folder, name)
    return SERVED_AT + target.name


def _clear(folder: Path, name: str) -> None:
    files = [(path.stat().st_mtime_ns, path) for path in folder.glob(f"{name}-*.json")]
    for _, path in sorted(files, reverse=True)[_KEPT:]:
        path.unlink(missing_ok=True)
