"""Tables that somebody would like to add, tried against the catalogue before anything is taken over."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from planner.catalogue.loading import Checked, check_directories, find_data_dir
from planner.catalogue.schema import TableSchema, load_package
from planner.catalogue.table import Row
from planner.catalogue.uploads import UploadError, check_size, read_upload
from planner.errors import Finding

EDITED = ("places", "lodging", "products", "experiences", "village_goods", "outlet_products", "festivals")
"""Tables that people bring of their own; the others are kept by whoever keeps the data."""


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


def gather_tables(
    files: Iterable[tuple[str, bytes]], data_dir: Path | str | None = None
) -> tuple[dict[str, bytes], tuple[UploadError, ...]]:
    """Return the tables in some files by file name, and why other files or tables are refused.

    Each is judged for itself, so that one misnamed file does not hold up the others. Of two files that hold the same
    table the first one counts.
    """
    schemas = _load_schemas(find_data_dir(data_dir))
    tables: dict[str, bytes] = {}
    refused: list[UploadError] = []
    for given, content in files:
        try:
            found = read_upload(given, content)
        except UploadError as error:
            refused.append(error)
            continue
        for name, table in found.items():
            try:
                path = _get_schema(name, table, schemas).path.name
                _refuse_twin(path, tables)
                tables[path] = table
            except UploadError as error:
                refused.append(error)
    return tables, tuple(refused)


def try_tables(files: Mapping[str, bytes], *overlays: Path | str, data_dir: Path | str | None = None) -> Trial:
    """Hold uploaded CSV tables against schema and catalogue, as an overlay that is thrown away afterwards.

    Parameters
    ----------
    files
        File name -> content. A name such as ``places.csv`` says which table it is; folders in it are ignored.
    overlays
        Directories that lie over the base already; the uploaded tables lie over them.

    Raises
    ------
    UploadError
        ``R030`` when a file is not a table of the catalogue, too large to be one, or there twice.
    """
    base = find_data_dir(data_dir)
    schemas = _load_schemas(base)
    known = check_directories(base, *map(Path, overlays))
    contents: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="planner-trial-") as folder:
        for given, content in files.items():
            path = _get_schema(given, content, schemas).path.name
            _refuse_twin(path, contents)
            contents[path] = content
            (Path(folder) / path).write_bytes(content)
        tried = check_directories(base, *map(Path, overlays), Path(folder))
        tables = tuple(
            _build_trial_table(schemas[path], content, known, tried, Path(folder) / path)
            for path, content in contents.items()
        )
    before = {_get_problem(finding) for finding in known.findings}
    return Trial(
        tables=tables, findings=tuple(finding for finding in tried.findings if _get_problem(finding) not in before)
    )


def list_first_rows(content: bytes, count: int) -> tuple[dict[str, str], ...]:
    """Return the first rows of a CSV text for people to look at, as far as they can be read."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    rows: list[dict[str, str]] = []
    try:
        header = next(reader, [])
        rows.extend(dict(zip(header, cells, strict=False)) for cells in islice(reader, count))
    except csv.Error:
        pass  # The findings say what is wrong with it.
    return tuple(rows)


def _load_schemas(base: Path) -> dict[str, TableSchema]:
    return {schema.path.name: schema for schema in load_package(base).tables.values()}


def _get_schema(given: str, content: bytes, schemas: Mapping[str, TableSchema]) -> TableSchema:
    name = given.replace("\\", "/").rpartition("/")[2]
    schema = schemas.get(name)
    if schema is None:
        message = f"{name!r} is not the name of a table"
        usual = ", ".join(f"{one}.csv" for one in EDITED)
        remedy = f"name it after one: {usual}; and others: see Tables"
        raise UploadError("unknown_table", name, message, remedy)
    check_size(name, len(content))
    return schema


def _refuse_twin(path: str, tables: Container[str]) -> None:
    if path in tables:
        message = f"{path} is there twice, in two files or sheets"
        raise UploadError("twice", path, message, "put all its rows into one file")


def _build_trial_table(
    schema: TableSchema, content: bytes, known: Checked, tried: Checked, written: Path
) -> TrialTable:
    """Return how many rows of an uploaded table are new, and how many stand in the place of others."""
    keys = {_get_key(row, schema) for row in known.tables[schema.name]}
    given = {_get_key(row, schema) for row in tried.tables[schema.name] if row.file == str(written)}
    return TrialTable(
        name=schema.name,
        path=str(schema.path),
        content=content,
        added=len(given - keys),
        replaced=len(given & keys),
    )


def _get_key(row: Row, schema: TableSchema) -> tuple[object, ...]:
    return tuple(row[column] for column in schema.primary_key)


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


def _get_problem(finding: Finding) -> tuple[str, str, str, str]:
    """Return what makes two findings the same problem, wherever its row stands."""
    return finding.code, finding.table, finding.column, finding.message
