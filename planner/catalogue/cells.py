"""Texts to typed cells by the rules of the schema."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final

from planner.catalogue.schema import Field, TableSchema
from planner.catalogue.table import RawTable, Row, Table, suggest
from planner.errors import Finding

_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMULA: Final = ("=", "+", "-", "@")


class CellError(ValueError):
    """A text that breaks the rules of its column."""

    def __init__(self, code: str, message: str, remedy: str = "", value: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.value = value
        """The value where there is one, though it is out of range."""


def parse_table(raw: RawTable) -> tuple[Table, list[Finding]]:
    """Return the typed table and a finding for every cell that breaks its column's rules."""
    findings: list[Finding] = []
    schema = raw.schema
    fields = list(schema.fields.values())
    known: list[dict[str, Any]] = [{} for _ in fields]
    rows: list[Row] = []
    for raw_row in raw.rows:
        cells: dict[str, Any] = {}
        faulty: set[str] = set()
        row = Row(schema.name, raw_row.line, raw_row.file, cells, frozenset())
        for field, values, text in zip(fields, known, raw_row.texts, strict=True):
            name = field.name
            if text is None:
                cells[name] = None
                faulty.add(name)
            elif text in values:
                cells[name] = values[text]
            else:
                try:
                    cells[name] = values[text] = parse_cell(field, text)
                except CellError as error:
                    cells[name] = error.value
                    faulty.add(name)
                    findings.append(row.finding(error.code, name, error.message, error.remedy))
                else:
                    if text.startswith(_FORMULA) and field.type in ("string", "list"):
                        del values[text]  # report every cell, not every text
                        findings.append(row.finding("C011", name, f"text begins with {text[0]!r}: {text[:40]!r}"))
        row.faulty = frozenset(faulty)
        if faulty:
            findings = _name_swaps(row, schema, findings)
        rows.append(row)
    return Table(schema, rows, raw.is_complete), findings


def _name_swaps(row: Row, schema: TableSchema, findings: list[Finding]) -> list[Finding]:
    """Return the findings with one in place of two where latitude and longitude stand in each other's column."""
    for lat in row.faulty:
        lon = lat.removesuffix("lat") + "lon"
        if not lat.endswith("lat") or lon not in row.faulty:
            continue
        lat_deg, lon_deg = row[lat], row[lon]
        if lat_deg is None or lon_deg is None:
            continue
        if _is_in_range(schema.fields[lat], lon_deg) and _is_in_range(schema.fields[lon], lat_deg):
            old = {(row.line, row.file, lat), (row.line, row.file, lon)}
            findings = [finding for finding in findings if (finding.row, finding.file, finding.column) not in old]
            message = f"{lat} {lat_deg:g} and {lon} {lon_deg:g} are swapped"
            findings.append(row.finding("C045", lat, message, f"exchange {lat} and {lon}"))
    return findings


def _is_in_range(field: Field, value: float) -> bool:
    return (field.minimum is None or value >= field.minimum) and (field.maximum is None or value <= field.maximum)


def parse_cell(field: Field, text: str) -> Any:
    """Return the value of a cell: None or ``()`` when empty, else by the type of its column.

    Raises
    ------
    CellError
        When the text breaks a rule of the column.
    """
    if text == "":
        if field.required:
            raise CellError("C020", f"{field.name} is empty")
        return () if field.type == "list" else None
    value = _PARSERS[field.type](field, text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        _check_range(field, text, value)
    items = value if isinstance(value, tuple) else (text,)
    if field.enum is not None:
        for item in items:
            _check_enum(field, item)
    if field.pattern is not None and not field.pattern.search(text):
        raise CellError(
            "C024", f"{field.name} is {text[:60]!r}", f"it must match {field.pattern.pattern}: {field.description}"
        )
    return value


def _check_range(field: Field, text: str, value: float) -> None:
    if not _is_in_range(field, value):
        unit = f" {field.unit}" if field.unit else ""
        bounds = [f"{bound:g}" for bound in (field.minimum, field.maximum) if bound is not None]
        remedy = ""
        if field.unit == "deg" and abs(value) > 1000:
            remedy = "give degrees of WGS 84; this looks like metres of the VN-2000 grid"
        raise CellError("C022", f"{field.name} is {text}, allowed is {' to '.join(bounds)}{unit}", remedy, value)


def _check_enum(field: Field, item: str) -> None:
    allowed = field.enum or frozenset()
    if item in allowed:
        return
    remedy = suggest(item, sorted(allowed)) or f"allowed: {', '.join(sorted(allowed))}"
    raise CellError("C023", f"{field.name} is {item[:60]!r}", remedy)


def _parse_string(field: Field, text: str) -> str:
    return text


def _parse_integer(field: Field, text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise CellError("C021", f"{field.name} is {text[:60]!r}, not a whole number", _number_remedy(text))
    return int(text)


def _parse_number(field: Field, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise CellError("C021", f"{field.name} is {text[:60]!r}, not a number", _number_remedy(text))
    return float(text)


def _number_remedy(text: str) -> str:
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        return "write a dot for the decimal sign, and no mark for thousands"
    if re.fullmatch(r"[0-9]{1,3}([., ][0-9]{3})+", text):
        return "write the number without marks for thousands"
    return "write digits only, with a dot for the decimal sign; leave it empty when unknown"


def _parse_boolean(field: Field, text: str) -> bool:
    if text not in ("0", "1"):
        raise CellError("C021", f"{field.name} is {text[:60]!r}", "write 1 for yes and 0 for no")
    return text == "1"


def _parse_date(field: Field, text: str) -> dt.date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CellError("C021", f"{field.name} is {text[:60]!r}, not a date", "write it as 2027-02-04") from error


def _parse_list(field: Field, text: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in text.split(field.delimiter))
    if not all(items):
        remedy = f"separate items by one {field.delimiter!r}, none at the ends"
        raise CellError("C021", f"{field.name} has an empty item: {text[:60]!r}", remedy)
    return items


_PARSERS: Final[dict[str, Callable[[Field, str], Any]]] = {
    "string": _parse_string,
    "integer": _parse_integer,
    "number": _parse_number,
    "boolean": _parse_boolean,
    "date": _parse_date,
    "list": _parse_list,
}
