"""Directories to a checked catalogue: read, merge, validate, build."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from planner.catalogue.building import build_catalogue
from planner.catalogue.cells import parse_table
from planner.catalogue.checks import check_tables
from planner.catalogue.codes import REFUSED
from planner.catalogue.documents import read_documents
from planner.catalogue.reading import read_tables
from planner.catalogue.schema import DESCRIPTOR, Package, load_package
from planner.catalogue.table import RawTable, Table, build_finding
from planner.errors import CatalogueError, Finding
from planner.model.catalogue import Catalogue

SHIPPED_DATA: Final = Path(__file__).resolve().parents[2] / "data"
"""The tables that come with the product."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading and validating some directories gave."""

    findings: tuple[Finding, ...]
    tables: Mapping[str, Table]
    documents: Mapping[str, Any]
    version: str


def find_data_dir(data_dir: Path | str | None = None) -> Path:
    """Return the base directory: the argument, else the variable ``PLANNER_DATA``, else the shipped tables."""
    return Path(data_dir or os.environ.get("PLANNER_DATA") or SHIPPED_DATA)


def load_catalogue(*overlays: Path | str, data_dir: Path | str | None = None) -> Catalogue:
    """Return the catalogue of a data directory with overlays laid over it.

    Parameters
    ----------
    overlays
        Directories that hold some of the tables, each at its path in the package or directly
        inside. Their rows replace rows of the same key, the rest is added; the later overlay wins.
    data_dir
        Base directory; None = the environment variable ``PLANNER_DATA``, else the shipped tables.

    Raises
    ------
    CatalogueError
        When the merged tables break their schema or contradict each other. Its `findings` list
        every problem, warnings included.
    """
    checked = check_directories(find_data_dir(data_dir), *(Path(overlay) for overlay in overlays))
    errors = [finding for finding in checked.findings if finding.severity == "error"]
    if errors:
        first = errors[0]
        others = len(errors) - 1
        more = f" (and {others} more error{'s' * (others > 1)})" if others else ""
        raise CatalogueError(
            REFUSED,
            f"the catalogue is refused: {first.code} {first.message}{more}",
            remedy=first.remedy,
            where=":".join(str(part) for part in (first.table, first.row or "", first.column) if part),
            findings=checked.findings,
        )
    return build_catalogue(checked.tables, checked.documents, checked.version)


def validate_catalogue(*directories: Path | str) -> tuple[Finding, ...]:
    """Return every problem of a data directory with overlays; empty when there is none.

    Parameters
    ----------
    directories
        The base and its overlays; none = the base that `load_catalogue` would take.
    """
    if not directories:
        return check_directories(find_data_dir()).findings
    return check_directories(*(Path(directory) for directory in directories)).findings


def check_directories(base: Path, *overlays: Path) -> Checked:
    """Return the merged typed tables of directories with every finding, sorted by table and row."""
    findings: list[Finding] = []
    directories = []
    for directory in (base, *overlays):
        if directory.is_dir():
            directories.append(directory)
        else:
            message = f"{directory} is not a directory"
            findings.append(build_finding("C015", "", message, file=str(directory)))
    if not base.is_dir():
        return Checked(tuple(findings), {}, {}, "")
    package = _load_package(base, findings)
    if package is None:
        return Checked(tuple(findings), {}, {}, "")
    raw_tables, reading = read_tables(package, directories)
    findings.extend(reading)
    tables: dict[str, Table] = {}
    for name, raw in raw_tables.items():
        tables[name], faults = parse_table(raw)
        findings.extend(faults)
    documents, faults = read_documents(package, base)
    findings.extend(faults)
    findings.extend(check_tables(tables, documents))
    return Checked(_sort(findings, package), tables, documents, _build_version(package, raw_tables.values()))


def _load_package(base: Path, findings: list[Finding]) -> Package | None:
    """Return the descriptor of the base; when that is at fault the shipped one, so that the tables are checked."""
    shipped = load_package(SHIPPED_DATA) if (SHIPPED_DATA / DESCRIPTOR).is_file() else None
    try:
        package = load_package(base)
    except OSError as error:
        problem = error.strerror or str(error)
    except ValueError as error:
        problem = str(error)
    else:
        lacking = _list_lacking(package, shipped) if shipped else []
        if not lacking:
            return package
        problem = f"it does not declare {', '.join(lacking)}"
    findings.append(build_finding("C014", "datapackage", f"{DESCRIPTOR}: {problem}", file=str(base / DESCRIPTOR)))
    return shipped


def _list_lacking(package: Package, shipped: Package) -> list[str]:
    """Return what the code reads and a descriptor does not declare; it may declare more, not less."""
    documents = [name for name in shipped.documents if name not in package.documents]
    columns = [
        f"{name}.{column}"
        for name, table in shipped.tables.items()
        for column in table.fields
        if name not in package.tables or column not in package.tables[name].fields
    ]
    return documents + columns


def _sort(findings: Iterable[Finding], package: Package) -> tuple[Finding, ...]:
    order = {name: number for number, name in enumerate((*package.tables, *package.documents))}
    return tuple(sorted(findings, key=lambda f: (order.get(f.table, -1), f.row, f.code, f.column, f.message)))


def _build_version(package: Package, tables: Iterable[RawTable]) -> str:
    """Return the package version with a digest of the facts; the order of rows does not matter."""
    digest = hashlib.sha256()
    for table in tables:
        lines = sorted("\x1f".join(text or "" for text in row.texts) for row in table.rows)
        digest.update("\x1e".join((table.schema.name, *lines, "")).encode())
    return f"{package.version}+{digest.hexdigest()[:12]}"


def load_province_geojson(data_dir: Path | str | None = None) -> dict[str, Any]:
    """Return the province outlines as GeoJSON, longitude first; each feature has the property ``province``.

    Raises
    ------
    CatalogueError
        When the file is missing or is not JSON.
    """
    base = find_data_dir(data_dir)
    try:
        path = base / load_package(base).documents["provinces_34_simplified"]
        outlines: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        message = f"the province outlines cannot be read: {error}"
        raise CatalogueError("C017", message, remedy="take the data directory from the release") from error
    return outlines
