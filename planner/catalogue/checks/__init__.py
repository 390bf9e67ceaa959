"""What the tables must say together. A check never judges by the absence of rows of an unreadable table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.catalogue.checks.administration import check_administration
from planner.catalogue.checks.goods import check_goods
from planner.catalogue.checks.position import check_positions
from planner.catalogue.checks.references import check_references
from planner.catalogue.checks.roads import check_roads
from planner.catalogue.checks.rules import check_rules
from planner.catalogue.checks.seasons import check_seasons
from planner.catalogue.checks.time import check_times
from planner.catalogue.table import Tables
from planner.errors import Finding


def check_tables(tables: Tables, documents: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a finding for every contradiction among the tables and documents."""
    yield from check_references(tables)
    yield from check_administration(tables, documents)
    yield from check_positions(tables, documents)
    yield from check_times(tables)
    yield from check_goods(tables)
    yield from check_rules(tables)
    yield from check_seasons(tables)
    yield from check_roads(tables)
