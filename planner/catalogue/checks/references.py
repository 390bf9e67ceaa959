"""Keys that must lead to a row, and the one id space."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from planner.catalogue.schema import Field, ForeignKey
from planner.catalogue.table import Row, Table, Tables, suggest
from planner.errors import Finding

_ID_SPACE: Final = ("places", "lodging", "gateways")


def check_references(tables: Tables) -> Iterator[Finding]:
    """Find references that lead to no row, undeclared sources, and ids used twice.

    A reference into a table that could not be read completely proves nothing and is not judged.
    """
    for table in tables.values():
        for key in table.schema.foreign_keys:
            if tables[key.table].is_complete:
                yield from _check_foreign_key(tables, table, key)
        for field in table.schema.fields.values():
            if field.references and all(tables[name].is_complete for name, _ in field.references):
                yield from _check_field(tables, table, field)
    yield from _check_ticket_sources(tables)
    yield from _check_id_space(tables)


def _check_foreign_key(tables: Tables, table: Table, key: ForeignKey) -> Iterator[Finding]:
    """Judge the last column of a key; of a composite one only where the others are known, being keys themselves."""
    *leading, last = key.columns
    known: defaultdict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for row in tables[key.table]:
        *others, value = (row[column] for column in key.target_columns)
        known[tuple(others)].add(value)
    for row in table:
        group = tuple(row[column] for column in leading)
        if row.has(*key.columns) and group in known and row[last] not in known[group]:
            named = " / ".join(str(row[column]) for column in key.columns)
            remedy = suggest(row[last], known[group])
            yield row.finding("C030", last, f"{named} is not in {key.table}", remedy)


def _check_field(tables: Tables, table: Table, field: Field) -> Iterator[Finding]:
    known = {row[column] for name, column in field.references for row in tables[name]}
    targets = " or ".join(name for name, _ in field.references)
    code = "C032" if targets == "sources" else "C030"
    for row in table:
        if not row.has(field.name):
            continue
        value = row[field.name]
        for item in value if isinstance(value, tuple) else (value,):
            if item not in known:
                yield row.finding(code, field.name, f"{item} is not in {targets}", suggest(item, known))


def _check_ticket_sources(tables: Tables) -> Iterator[Finding]:
    """Ticket sources are a key and a year, or ``dataset:<key>``, with a remark at the end."""
    if not tables["sources"].is_complete:
        return
    known = tables["sources"].column("source")
    for row in tables["places"]:
        for item in row["ticket_source"] or ():
            if item not in known and item.removeprefix("dataset:").split(" ")[0] not in known:
                yield row.finding("C032", "ticket_source", f"{item} is not in sources")


def _check_id_space(tables: Tables) -> Iterator[Finding]:
    owners: dict[str, Row] = {}
    for name in _ID_SPACE:
        for row in tables[name]:
            if not row.has("id"):
                continue
            first = owners.setdefault(row["id"], row)
            if first.table != row.table:
                yield row.finding("C031", "id", f"{row['id']} is also in {first.table}, row {first.line}")
