"""What the tables must say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.catalogue.checks.references import check_references
from planner.catalogue.table import Tables
from planner.errors import Finding


def check_tables(tables: Tables, documents: Mapping[str, Any], earlier: Sequence[Finding]) -> Iterator[Finding]:
    """Return a finding for every contradiction among the tables."""
    yield from check_references(tables)
