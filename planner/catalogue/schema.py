"""The data package descriptor as typed schemas: the single truth of tables, columns, keys and units.

`data/datapackage.json` follows Data Package 2.0 (https://datapackage.org). One property is ours:
a field's ``references`` lists the columns of which each cell, or each item of a list cell, must be
one. It says what ``foreignKeys`` cannot: lists, and ids that may stand in either of two tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

DESCRIPTOR: Final = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its type and what its cells must satisfy."""

    name: str
    type: str
    """string, integer, number, boolean, date or list."""
    description: str
    unit: str | None = None
    delimiter: str = ";"
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: frozenset[str] | None = None
    pattern: re.Pattern[str] | None = None
    references: tuple[tuple[str, str], ...] = ()
    """(table, column) pairs of which each cell or item must be one."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that together must stand in another table; rows with an empty cell are exempt."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One CSV table."""

    name: str
    path: PurePosixPath
    title: str
    fields: Mapping[str, Field]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """The whole descriptor."""

    version: str
    tables: Mapping[str, TableSchema]
    documents: Mapping[str, PurePosixPath]
    """JSON and GeoJSON resources: name -> path."""


def load_package(data_dir: Path) -> Package:
    """Return the descriptor of a data directory.

    Raises
    ------
    OSError
        When the descriptor cannot be opened.
    ValueError
        When it is not JSON, or lacks what the loader needs.
    """
    text = (data_dir / DESCRIPTOR).read_text(encoding="utf-8")
    try:
        return _build_package(json.loads(text))
    except (KeyError, TypeError, AttributeError, re.error) as error:
        msg = f"{DESCRIPTOR} lacks or misspells {error}"
        raise ValueError(msg) from error


def _build_package(document: Mapping[str, Any]) -> Package:
    tables: dict[str, TableSchema] = {}
    documents: dict[str, PurePosixPath] = {}
    for resource in document["resources"]:
        if "schema" in resource:
            tables[resource["name"]] = _build_table(resource)
        else:
            documents[resource["name"]] = PurePosixPath(resource["path"])
    return Package(version=document["version"], tables=tables, documents=documents)


def _build_table(resource: Mapping[str, Any]) -> TableSchema:
    schema = resource["schema"]
    foreign_keys = tuple(
        ForeignKey(
            columns=tuple(key["fields"]),
            table=key["reference"]["resource"],
            target_columns=tuple(key["reference"]["fields"]),
        )
        for key in schema.get("foreignKeys", ())
    )
    return TableSchema(
        name=resource["name"],
        path=PurePosixPath(resource["path"]),
        title=resource["title"],
        fields={field["name"]: _build_field(field) for field in schema["fields"]},
        primary_key=tuple(schema["primaryKey"]),
        unique_keys=tuple(tuple(key) for key in schema.get("uniqueKeys", ())),
        foreign_keys=foreign_keys,
    )


def _build_field(field: Mapping[str, Any]) -> Field:
    constraints = field.get("constraints", {})
    enum = constraints.get("enum")
    pattern = constraints.get("pattern")
    references = [str(target).partition(".") for target in field.get("references", ())]
    return Field(
        name=field["name"],
        type=field["type"],
        description=field["description"],
        unit=field.get("unit"),
        delimiter=field.get("delimiter", ";"),
        required=constraints.get("required", False),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        enum=None if enum is None else frozenset(enum),
        pattern=None if pattern is None else re.compile(pattern),
        references=tuple((table, column) for table, _, column in references),
    )
