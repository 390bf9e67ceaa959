"""Rows and tables between reading and building: plain values, with the place they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz import process

from planner.catalogue.codes import CODES
from planner.catalogue.schema import TableSchema
from planner.errors import Finding
from planner.folding import fold

MAX_MESSAGE: Final = 300
"""A message quotes cells, which may be of any length."""

NEAR: Final = 75
"""Least likeness, 0-100, of a word that may have been meant."""


def build_finding(
    code: str, table: str, message: str, *, row: int = 0, column: str = "", remedy: str = "", file: str = ""
) -> Finding:
    """Return a finding with the severity, and unless given the remedy, of its code; a long message is clipped."""
    entry = CODES[code]
    if len(message) > MAX_MESSAGE:
        message = f"{message[: MAX_MESSAGE - 3]}..."
    return Finding(code, table, row, column, message, remedy or entry.remedy, entry.severity, file)


def suggest(text: str, known: Iterable[str]) -> str:
    """Return a remedy that names the nearest known word, accents and case aside, or nothing when none is near."""
    words = [word for word in known if word]
    found = process.extractOne(text[:100], words, processor=fold, score_cutoff=NEAR)
    return f"did you mean {found[0]!r}?" if found else ""


@dataclass(slots=True)
class RawRow:
    """Texts of a row in the order of the schema; None where the column is missing."""

    line: int
    file: str
    texts: list[str | None]


@dataclass(slots=True)
class RawTable:
    """A table as texts, merged from all directories."""

    schema: TableSchema
    rows: list[RawRow] = field(default_factory=list)
    is_complete: bool = True
    """False when the file, a row or a key column could not be read: absence then proves nothing."""


@dataclass(slots=True)
class Row:
    """Typed cells of a row. An empty cell is None, an empty list ``()``."""

    table: str
    line: int
    file: str
    cells: dict[str, Any]
    faulty: frozenset[str]
    """Columns that could not be read or are out of range; a finding stands for each."""

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def reads(self, *columns: str) -> bool:
        """Return whether every one of these cells could be read, be it empty or not."""
        return self.faulty.isdisjoint(columns)

    def has(self, *columns: str) -> bool:
        """Return whether every one of these cells could be read and is filled."""
        return self.reads(*columns) and all(self.cells[column] not in (None, ()) for column in columns)

    def finding(self, code: str, column: str, message: str, remedy: str = "") -> Finding:
        """Return a finding about a cell of this row."""
        return build_finding(code, self.table, message, row=self.line, column=column, remedy=remedy, file=self.file)


@dataclass(slots=True)
class Table:
    """Typed rows of a table."""

    schema: TableSchema
    rows: list[Row]
    is_complete: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def column(self, name: str) -> set[Any]:
        """Return the distinct values of a column."""
        return {row.cells[name] for row in self.rows}

    def index(self, name: str) -> dict[Any, Row]:
        """Return the rows by the values of a column; the last row wins."""
        return {row.cells[name]: row for row in self.rows}


Tables = Mapping[str, Table]
