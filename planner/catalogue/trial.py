"""Tables that somebody would like to add, tried against the catalogue before anything is taken over."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.catalogue.loading import check_directories, find_data_dir
from planner.catalogue.schema import TableSchema, load_package
from planner.catalogue.uploads import UploadError
from planner.errors import Finding

EDITED = ("places", "lodging", "products", "experiences", "village_goods", "outlet_products", "festivals")
"""Tables that people bring of their own; the others are kept by whoever keeps the data."""
MAX_BYTES = 20_000_000
"""Of one file; the greatest table that is shipped has less than a tenth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialTable:
    """One table as it would become part of the catalogue."""

    name: str
    path: str
    """Where it belongs in a data directory."""
    content: bytes
    added: int
    """Rows with a key of their own."""
    replaced: int
    """Rows that take the place of one with the same key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the tables would do."""

    tables: tuple[TrialTable, ...]
    findings: tuple[Finding, ...]
    """Problems that the catalogue does not have without them."""

    @property
    def is_fit(self) -> bool:
        """Whether the catalogue with them would be accepted."""
        return bool(self.tables) and not any(finding.severity == "error" for finding in self.findings)


def try_tables(files: Mapping[str, bytes], data_dir: Path | str | None = None) -> Trial:
    """Hold uploaded CSV tables against schema and catalogue, as an overlay that is thrown away afterwards.

    Parameters
    ----------
    files
        File name -> content. A name such as ``places.csv`` says which table it is; folders in it are ignored.

    Raises
    ------
    UploadError
        ``R030`` when a file is not a table of the catalogue, or too large to be one.
    """
    base = find_data_dir(data_dir)
    schemas = {schema.path.name: schema for schema in load_package(base).tables.values()}
    tables: list[TrialTable] = []
    with tempfile.TemporaryDirectory(prefix="planner-trial-") as folder:
        for given, content in files.items():
            schema = _get_schema(given, content, schemas)
            name = schema.path.name
            (Path(folder) / name).write_bytes(content)
            old = _list_keys((base / schema.path).read_bytes(), schema.primary_key)
            new = _list_keys(content, schema.primary_key)
            replaced = sum(key in old for key in new)
            tables.append(
                TrialTable(
                    name=schema.name,
                    path=str(schema.path),
                    content=content,
                    added=len(new) - replaced,
                    replaced=replaced,
                )
            )
        before = {_get_problem(finding) for finding in check_directories(base).findings}
        findings = check_directories(base, Path(folder)).findings
    return Trial(
        tables=tuple(tables), findings=tuple(finding for finding in findings if _get_problem(finding) not in before)
    )


def check_upload(name: str, content: bytes, data_dir: Path | str | None = None) -> None:
    """Refuse one file as `try_tables` would refuse all for it.

    Raises
    ------
    UploadError
        ``R030`` when the file is not a table of the catalogue, or too large to be one.
    """
    tables = load_package(find_data_dir(data_dir)).tables.values()
    _get_schema(name, content, {schema.path.name: schema for schema in tables})


def _get_schema(given: str, content: bytes, schemas: Mapping[str, TableSchema]) -> TableSchema:
    name = given.replace("\\", "/").rpartition("/")[2]
    schema = schemas.get(name)
    if schema is None:
        message = f"{name!r} is not the name of a table"
        usual = ", ".join(f"{one}.csv" for one in EDITED)
        remedy = f"name it after one: {usual}; and others: see Tables"
        raise UploadError("unknown_table", name, message, remedy)
    if len(content) > MAX_BYTES:
        message = f"{name} has {len(content):,} bytes; more than {MAX_BYTES:,} cannot be tried here"
        raise UploadError("too_large", name, message, "split it, or try it with: planner check-data")
    return schema


def render_template(name: str, data_dir: Path | str | None = None) -> bytes:
    """Return a CSV file that has all columns of a table and no row yet.

    Raises
    ------
    KeyError
        When there is no table of that name.
    """
    schema = load_package(find_data_dir(data_dir)).tables[name]
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerow(schema.fields)
    return written.getvalue().encode()


def _list_keys(content: bytes, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return the keys of the rows of a CSV text; rows that lack a key column have none (which is a finding)."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    return {
        tuple((row[column] or "").strip() for column in columns)
        for row in rows
        if all(column in row for column in columns)
    }


def _get_problem(finding: Finding) -> tuple[str, str, str, str]:
    """Return what makes two findings the same problem, wherever its row stands."""
    return finding.code, finding.table, finding.column, finding.message
