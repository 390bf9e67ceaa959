"""CSV files to raw tables, overlays merged by key. Reports what is wrong with files, headers and cells as text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from planner.catalogue.schema import Package, TableSchema
from planner.catalogue.table import RawRow, RawTable, build_finding
from planner.errors import Finding

MAX_CELL: Final = 10_000
"""Longest cell that is taken for data; the longest shipped one has about 500 characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BOM = "\ufeff"


def read_tables(package: Package, directories: Sequence[Path]) -> tuple[dict[str, RawTable], list[Finding]]:
    """Return every table of the package, merged from the directories as `read_table` does, with all findings."""
    findings: list[Finding] = []
    tables = {}
    for name, schema in package.tables.items():
        tables[name], faults = read_table(schema, directories)
        findings.extend(faults)
    for directory in directories:
        findings.extend(_find_strangers(package, directory))
    return tables, findings


def read_table(schema: TableSchema, directories: Sequence[Path]) -> tuple[RawTable, list[Finding]]:
    """Return a table, merged from the directories, with all findings.

    The first directory is the base and must hold the table. The others are overlays, which may hold
    it, at the same path or directly inside; their rows replace rows of the same key, the rest is
    appended. A replaced row keeps its position.
    """
    findings: list[Finding] = []
    table = RawTable(schema)
    for number, directory in enumerate(directories):
        _read_into(table, directory, is_base=number == 0, findings=findings)
    for columns in schema.unique_keys:
        findings.extend(_find_duplicates(table, columns))
    return table, findings


def _read_into(table: RawTable, directory: Path, *, is_base: bool, findings: list[Finding]) -> None:
    schema = table.schema
    candidates = [directory / schema.path] if is_base else [directory / schema.path, directory / schema.path.name]
    paths = list(dict.fromkeys(path for path in candidates if path.is_file()))
    if not paths and is_base:
        table.is_complete = False
        message = f"{schema.path} is not in {directory}"
        findings.append(build_finding("C001", schema.name, message, file=str(candidates[0])))
    for path in paths:
        part = _read_file(schema, path, findings)
        table.is_complete &= part.is_complete
        findings.extend(_find_duplicates(part, schema.primary_key))
        if is_base and part.is_complete and not part.rows:
            table.is_complete = False
            findings.append(build_finding("C016", schema.name, f"{path.name} has no rows", file=str(path)))
        _merge(table, part)


def _find_strangers(package: Package, directory: Path) -> Iterator[Finding]:
    known = {schema.path.name for schema in package.tables.values()}
    for path in sorted(directory.rglob("*.csv")):
        if path.name not in known:
            yield build_finding("C013", path.stem, f"{path.name} is not a table of the data package", file=str(path))


def _key_of(schema: TableSchema) -> list[int]:
    names = list(schema.fields)
    return [names.index(column) for column in schema.primary_key]


def _merge(table: RawTable, part: RawTable) -> None:
    if not table.rows:
        table.rows = part.rows
        return
    key = _key_of(table.schema)
    positions = {tuple(row.texts[i] for i in key): n for n, row in enumerate(table.rows)}
    for row in part.rows:
        position = positions.get(tuple(row.texts[i] for i in key))
        if position is None:
            table.rows.append(row)
        else:
            table.rows[position] = row


def _find_duplicates(table: RawTable, columns: tuple[str, ...]) -> Iterator[Finding]:
    names = list(table.schema.fields)
    indices = [names.index(column) for column in columns]
    seen: dict[tuple[str | None, ...], RawRow] = {}
    for row in table.rows:
        key = tuple(row.texts[i] for i in indices)
        if None in key or not any(key):
            continue  # a missing column or an empty key has its own finding
        first = seen.setdefault(key, row)
        if first is not row:
            yield _build_duplicate(table.schema, columns, key, first, row)


def _build_duplicate(
    schema: TableSchema, columns: tuple[str, ...], key: tuple[str | None, ...], first: RawRow, row: RawRow
) -> Finding:
    names = list(schema.fields)
    differing = [name for name, a, b in zip(names, first.texts, row.texts, strict=True) if a != b]
    message = f"{' / '.join(filter(None, key))} stands in rows {first.line} and {row.line}"
    if differing:
        message += f", which differ in {', '.join(differing)}"
    code = "C026" if differing else "C025"
    return build_finding(code, schema.name, message, row=row.line, column=columns[0], file=row.file)


def _read_file(schema: TableSchema, path: Path, findings: list[Finding]) -> RawTable:
    """Return the rows of one file; what is wrong with it goes to `findings`."""
    part = RawTable(schema)
    text = _read_text(schema, path, findings)
    if text is None:
        part.is_complete = False
        return part
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 0
    try:
        header = [_clean(name) for name in next(reader, [])]
        line = 1
        order = _read_header(schema, path, header, part, findings)
        if order is None:
            part.is_complete = False
            return part
        is_plain = unicodedata.is_normalized("NFC", text) and not _CONTROL.search(text)
        for line, cells in enumerate(reader, start=2):
            if not any(cells):
                continue
            if len(cells) != len(header):
                part.is_complete = False
                message = f"the row has {len(cells)} cells, the header has {len(header)}"
                findings.append(build_finding("C003", schema.name, message, row=line, file=str(path)))
                continue
            for number, cell in enumerate(cells):
                if cell[:1].isspace() or cell[-1:].isspace() or len(cell) > MAX_CELL or not is_plain:
                    cells[number] = _mend(schema, path, line, header[number], cell, findings)
            part.rows.append(RawRow(line, str(path), [None if i is None else cells[i] for i in order]))
    except csv.Error as error:
        part.is_complete = False
        is_long = "field limit" in str(error)
        message = "a cell is longer than can be read" if is_long else f"the CSV reader says: {error}"
        code = "C010" if is_long else "C003"
        findings.append(build_finding(code, schema.name, message, row=line + 1, file=str(path)))
    return part


def _read_text(schema: TableSchema, path: Path, findings: list[Finding]) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        findings.append(build_finding("C002", schema.name, f"{path.name}: {error.strerror}", file=str(path)))
        return None
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        message = f"{path.name} is not UTF-8: byte {error.object[error.start]:#04x} near line {row}"
        findings.append(build_finding("C002", schema.name, message, file=str(path)))
        return None
    if text.startswith(_BOM):
        findings.append(build_finding("C006", schema.name, f"{path.name} begins with a BOM", row=1, file=str(path)))
        text = text.removeprefix(_BOM)
    return text


def _read_header(
    schema: TableSchema, path: Path, header: list[str], part: RawTable, findings: list[Finding]
) -> list[int | None] | None:
    """Return where each column of the schema stands in the file, or None when there is no header."""

    def report(code: str, column: str, message: str, remedy: str = "") -> None:
        file = str(path)
        findings.append(build_finding(code, schema.name, message, row=1, column=column, remedy=remedy, file=file))

    if not any(header):
        report("C003", "", f"{path.name} has no header row")
        return None
    if len(header) == 1 and len(schema.fields) > 1 and re.search(r"[;\t]", header[0]):
        remedy = "save it as CSV separated by commas; this one uses another separator"
        report("C003", "", f"{path.name} is not separated by commas", remedy)
        return None
    for column in sorted({name for name in header if header.count(name) > 1}):
        report("C012", column, f"{column or 'a column without a name'} occurs more than once")
    for column in dict.fromkeys(header):
        if column not in schema.fields:
            report("C005", column, f"{schema.name} has no column {column!r}")
    for column in schema.fields:
        if column not in header:
            report("C004", column, f"the column {column} is missing")
            part.is_complete &= column not in schema.primary_key
    return [header.index(column) if column in header else None for column in schema.fields]


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _mend(schema: TableSchema, path: Path, line: int, column: str, cell: str, findings: list[Finding]) -> str:
    """Return the cell as the loader reads it; report what had to be mended or cannot be."""

    def report(code: str, message: str) -> None:
        findings.append(build_finding(code, schema.name, message, row=line, column=column, file=str(path)))

    if len(cell) > MAX_CELL:
        report("C010", f"the cell has {len(cell)} characters")
    if _CONTROL.search(cell):
        report("C009", f"the cell holds a control character: {cell[:40]!r}")
    elif cell != cell.strip():
        report("C008", f"blanks at the edge of {cell[:40]!r}")
    if not unicodedata.is_normalized("NFC", cell):
        report("C007", f"not NFC: {cell[:40]!r}")
    return _clean(cell)
