"""What lies in a data directory, for people to look at: tables with their age, licences and sources, and their rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.catalogue.loading import find_data_dir
from planner.catalogue.reading import read_table
from planner.catalogue.schema import DESCRIPTOR, load_package
from planner.errors import CatalogueError
from planner.model.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """A column as its table's descriptor explains it."""

    name: str
    type: str
    unit: str | None
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """A resource of the data package."""

    name: str
    path: str
    title: str
    description: str
    date: str
    """Year and month in which it was compiled."""
    method: str
    licences: tuple[str, ...]
    sources: tuple[tuple[str, str | None], ...]
    """Title and, where there is one, address."""
    columns: tuple[ColumnFacts, ...]
    """Empty for a document that is no table."""


def list_tables(data_dir: Path | str | None = None) -> tuple[TableFacts, ...]:
    """Return the resources of a data directory in the order of its descriptor.

    Raises
    ------
    CatalogueError
        When the descriptor cannot be read.
    """
    base = find_data_dir(data_dir)
    try:
        document = json.loads((base / DESCRIPTOR).read_text(encoding="utf-8"))
        return tuple(_build_facts(resource) for resource in document["resources"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{DESCRIPTOR} cannot be read: {error}"
        raise CatalogueError("C014", message, remedy="take the data directory from the release") from error


def _build_facts(resource: Mapping[str, Any]) -> TableFacts:
    return TableFacts(
        name=resource["name"],
        path=resource["path"],
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        date=str(resource.get("date", "")),
        method=resource.get("method", ""),
        licences=tuple(str(one.get("name") or one.get("title")) for one in resource.get("licenses", ())),
        sources=tuple((str(one["title"]), one.get("path")) for one in resource.get("sources", ())),
        columns=tuple(
            ColumnFacts(
                name=field["name"],
                type=field["type"],
                unit=field.get("unit"),
                description=field.get("description", ""),
            )
            for field in resource.get("schema", {}).get("fields", ())
        ),
    )


def read_rows(
    table: TableFacts, *overlays: Path | str, data_dir: Path | str | None = None
) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV table as they are written, cells as text; an empty cell is unknown.

    Rows of the overlays stand where they are read from: in the place of those that they replace, or at the end.

    Raises
    ------
    CatalogueError
        When the file cannot be read.
    """
    base = find_data_dir(data_dir)
    try:
        schema = load_package(base).tables[table.name]
    except (OSError, ValueError, KeyError) as error:
        message = f"{DESCRIPTOR} cannot be read: {error}"
        raise CatalogueError("C014", message, remedy="take the data directory from the release") from error
    raw, findings = read_table(schema, (base, *map(Path, overlays)))
    if findings and not raw.rows:
        message = f"{table.path} cannot be read: {findings[0].message}"
        raise CatalogueError("C017", message, remedy="take the data directory from the release")
    return tuple({name: text or "" for name, text in zip(schema.fields, row.texts, strict=True)} for row in raw.rows)


@dataclass(frozen=True, slots=True)
class Known:
    """How many rows of a kind have something known about them."""

    what: str
    """Word of what is known, such as ``point``."""
    known: int
    total: int

    @property
    def share(self) -> float:
        """Part that is known, 0-1; 1 of nothing."""
        return self.known / self.total if self.total else 1.0


def measure_knowledge(catalogue: Catalogue) -> tuple[Known, ...]:
    """Return what is known of places, experiences and products: the honest size of the gaps.

    A point counts as known to better than 2 km, hours when a source states them, stars when a decision
    granted them, a price when it is this product's own.
    """
    places = tuple(catalogue.places.values())
    experiences = tuple(catalogue.experiences.values())
    products = tuple(catalogue.products.values())
    return (
        _count("point", places, lambda row: row.is_routable and not row.is_approximate),
        _count("routable", places, lambda row: row.is_routable),
        _count("place_hours", places, lambda row: row.opening_hours is not None),
        _count("ticket", places, lambda row: row.ticket_vnd is not None),
        _count("hours", experiences, lambda row: row.opening_hours_basis in ("places.csv", "source")),
        _count("experience_price", experiences, lambda row: row.price_basis != "estimate"),
        _count("stars", products, lambda row: row.ocop_stars is not None),
        _count("decision", products, lambda row: row.decision_year is not None),
        _count("price", products, lambda row: row.price_vnd is not None),
        _count("weight", products, lambda row: row.weight_g is not None),
    )


def _count(what: str, rows: Sequence[Any], is_known: Callable[[Any], bool]) -> Known:
    return Known(what, sum(map(is_known, rows)), len(rows))
