"""Tables as people's spreadsheets save them: CSV with or without byte order mark, by comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from planner.errors import RequestError


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row with its cells by column; cells are stripped."""

    number: int
    """As a spreadsheet counts it; the header is 1."""
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell; empty where the row has none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts; rows without any text are left out."""

    columns: tuple[str, ...]
    """Names of the first row, in small letters."""
    rows: tuple[TextRow, ...]


def read_table(content: str | bytes, *, where: str, code: str, max_bytes: int, max_rows: int) -> TextTable:
    """Return the table of a CSV file.

    Bytes are UTF-8, or UTF-16 with its mark, as Excel's "Unicode text". An apostrophe before a cell, which keeps
    spreadsheets from reading it as a formula, is taken off.

    Parameters
    ----------
    where
        Name of the file for errors.
    code
        Of the error that refuses what is no table.

    Raises
    ------
    RequestError
        When the bytes are no text, the table is no CSV, empty or too large, or names a column twice.
    """
    if len(content) > max_bytes:
        message = f"{where} is larger than {max_bytes // 1_000_000} MB"
        raise RequestError(code, message, remedy="leave out rows that are not needed", where=where)
    text = content.removeprefix("\ufeff") if isinstance(content, str) else _decode(content, where, code)
    skipped = 0
    if text[:4].casefold() == "sep=":  # Excel's own first line
        _, _, text = text.partition("\n")
        skipped = 1
    header, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    columns: tuple[str, ...] = ()
    rows: list[TextRow] = []
    try:
        for number, cells in enumerate(reader, 1):
            if not columns:
                columns = _read_header(cells, where, code)
            elif any(cell.strip() for cell in cells):
                row = dict(zip(columns, (cell.strip().removeprefix("'") for cell in cells), strict=False))
                rows.append(TextRow(number, row))
            if len(rows) > max_rows:
                message = f"{where} has more than {max_rows} rows"
                raise RequestError(code, message, remedy="leave out rows that are not needed", where=where)
    except csv.Error as error:
        message = f"{where}, line {reader.line_num + skipped}: {error}"
        raise RequestError(code, message, remedy="save the table as CSV again", where=where) from None
    if not columns:
        raise RequestError(code, f"{where} is empty", remedy="the first row names the columns", where=where)
    return TextTable(columns, tuple(rows))


def _decode(content: bytes, where: str, code: str) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{where} is not UTF-8 text (byte {error.start})"
        raise RequestError(code, message, remedy="save it as CSV UTF-8", where=where) from None


def _read_header(cells: list[str], where: str, code: str) -> tuple[str, ...]:
    columns = tuple(cell.strip().casefold() for cell in cells)
    named = [column for column in columns if column]
    if twice := sorted({column for column in named if named.count(column) > 1}):
        message = f"{where} has two columns {twice[0]!r}"
        raise RequestError(code, message, remedy="remove one of the two columns", where=where)
    return columns
