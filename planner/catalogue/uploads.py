"""Files as people have them - CSV, a workbook, GeoJSON - as CSV tables of the catalogue."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from planner.catalogue import workbook
from planner.errors import RequestError

CODE: Final = "R030"
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES: Final = (".csv", *WORKBOOKS, ".geojson")
MAX_BYTES: Final = 20_000_000
"""Of one file; the greatest table that is shipped has less than a tenth of it."""


class UploadError(RequestError):
    """A file that cannot be tried; `kind` says why in one word, for whoever has words of their own for it."""

    def __init__(self, kind: str, name: str, message: str, remedy: str) -> None:
        super().__init__(CODE, message, remedy=remedy)
        self.kind = kind
        """unknown_table, twice, too_large, unreadable or unknown_kind."""
        self.name = name


def read_upload(name: str, content: bytes) -> dict[str, bytes]:
    """Return the CSV tables in a file by file name, such as ``places.csv``.

    A workbook gives a table for each sheet that is not empty, named after the sheet; GeoJSON gives one, named after
    the file, with the columns ``lon`` and ``lat`` from its points.

    Raises
    ------
    UploadError
        ``R030`` when the file cannot be read as what its suffix says, or is too large.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    check_size(path.name, len(content))
    suffix = path.suffix.lower()
    try:
        if suffix == ".csv":
            return {path.name: content}
        if suffix in WORKBOOKS:
            return _read_workbook(path.name, content)
        if suffix == ".geojson":
            return {f"{path.stem}.csv": _read_features(content)}
    except UploadError:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        message = f"{path.name} cannot be read: {error}"
        raise UploadError("unreadable", path.name, message, "save it anew as CSV, XLSX or GeoJSON") from error
    message = f"{path.name!r} is of no known kind"
    raise UploadError("unknown_kind", path.name, message, "upload one of: " + ", ".join(SUFFIXES))


def check_size(name: str, size_bytes: int) -> None:
    """Refuse what is larger than any table.

    Raises
    ------
    UploadError
        ``R030`` when it is.
    """
    if size_bytes > MAX_BYTES:
        message = f"{name} has {size_bytes:,} bytes; more than {MAX_BYTES:,} cannot be tried here"
        raise UploadError("too_large", name, message, "split it, or try it with: planner check-data")


def _read_workbook(name: str, content: bytes) -> dict[str, bytes]:
    """Return the tables of a workbook, which is unpacked in a process that may die of it."""
    # Without -P modules of this folder would stand before those of Python that have the same names.
    command = (sys.executable, "-P", str(workbook.__file__))
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    if done.returncode == workbook.UNREADABLE:
        raise ValueError(done.stderr.decode(errors="replace"))
    if done.returncode != 0:
        message = f"{name} unpacks to more than can be tried here"
        raise UploadError("too_large", name, message, "save each sheet as CSV, without cells far from the table")
    sheets = {sheet: rows for sheet, rows in json.loads(done.stdout).items() if rows}
    tables = {f"{sheet.strip()}.csv": _write(rows[0], rows[1:]) for sheet, rows in sheets.items()}
    if len(tables) < len(sheets):
        raise ValueError("two of its sheets have the same name but for blanks")
    return tables


def _read_features(content: bytes) -> bytes:
    collection = json.loads(content.decode("utf-8-sig"))
    features = collection["features"]
    columns = list(dict.fromkeys(key for feature in features for key in feature.get("properties") or {}))
    rows = []
    for number, feature in enumerate(features, start=1):
        geometry = feature.get("geometry")
        if geometry is None or geometry["type"] != "Point":
            raise ValueError(f"feature {number} is no point")
        lon_deg, lat_deg = geometry["coordinates"][:2]
        known = {**(feature.get("properties") or {}), "lon": lon_deg, "lat": lat_deg}
        rows.append([known.get(column) for column in (*columns, "lon", "lat")])
    if "lon" in columns or "lat" in columns:
        raise ValueError("lon and lat stand in the properties, too: leave them out there")
    return _write((*columns, "lon", "lat"), rows)


def _write(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([_tell(cell) for cell in header])
    writer.writerows([_tell(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _tell(cell: Any) -> str:
    """Return a cell as the tables write it; a whole number stored as 12.0 is 12."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, list | tuple):
        return ";".join(_tell(one) for one in cell)
    return str(cell)
