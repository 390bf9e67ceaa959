"""Leaflet out of an installed package, beside the page: the map needs nothing from the network."""

from __future__ import annotations

import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Final

SERVED_AT: Final = "../../app/static/leaflet/"
"""Where the page serves the files, seen from the map's own frame; holds under any base path."""

WANTED: Final = (
    "leaflet.js",
    "leaflet.css",
    "images/layers.png",
    "images/layers-2x.png",
    "images/marker-icon.png",
    "images/marker-icon-2x.png",
    "images/marker-shadow.png",
)


def install_leaflet(static_dir: Path) -> Path:
    """Copy Leaflet into `static_dir`/leaflet where it is missing or differs; return that folder.

    Files are written beside and moved into place, so two servers may start at the same time.

    Raises
    ------
    ModuleNotFoundError
        When the package that carries Leaflet is not installed.
    """
    source = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    folder = static_dir / "leaflet"
    for name in WANTED:
        content = source.joinpath(*name.split("/")).read_bytes()
        target = folder / name
        if target.is_file() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part_path = Path(part)
        part_path.chmod(0o644)
        part_path.replace(target)
    return folder
