"""Every season region has twelve months, and all tables mean the same region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planner.catalogue.table import Tables, build_finding
from planner.errors import Finding

EVERYWHERE: Final = "*"


def check_seasons(tables: Tables) -> Iterator[Finding]:
    """Find missing months, and season regions that contradict `season_regions`."""
    regions, scores = tables["season_regions"], tables["season_scores"]
    slugs = regions.column("season_region") - {None}
    if regions.is_complete and scores.is_complete:
        present = {(row["season_region"], row["month"]) for row in scores}
        unread = {row["season_region"] for row in scores if not row.reads("season_region", "month")}
        for slug in sorted(slugs - unread):
            lacking = [str(month) for month in range(1, 13) if (slug, month) not in present]
            if lacking and None not in unread:
                message = f"{slug} lacks month {', '.join(lacking)}"
                yield build_finding("C070", "season_scores", message, column="month")
    yield from _check_names(tables)
    by_old_province = regions.index("old_province")
    for row in tables["gateways"]:
        region = by_old_province.get(row["old_province"]) if row.has("old_province", "season_region") else None
        if region is None or not region.has("season_region") or row["season_region"] not in slugs:
            continue
        if row["season_region"] != region["season_region"]:
            message = f"{row['old_province']} is in {region['season_region']}, not in {row['season_region']}"
            yield row.finding("C071", "season_region", message)
    if regions.is_complete:
        for row in tables["season_events"]:
            for slug in row["season_regions"] or ():
                if slug != EVERYWHERE and slug not in slugs:
                    yield row.finding("C030", "season_regions", f"{slug} is not in season_regions")


def _check_names(tables: Tables) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for table in ("season_regions", "season_scores"):
        for row in tables[table]:
            if not row.has("season_region", "season_region_name"):
                continue
            name = names.setdefault(row["season_region"], row["season_region_name"])
            if name != row["season_region_name"]:
                message = f"{row['season_region']} is called {name!r} elsewhere"
                yield row.finding("C071", "season_region_name", message)
