"""Provinces, regions and communes agree with the administrative tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from planner.catalogue.table import Row, Tables, build_finding
from planner.errors import Finding

_PROVINCE_COLUMN: Final = {
    "places": "province",
    "lodging": "province",
    "gateways": "province",
    "festivals": "province",
    "season_regions": "province",
    "gi_evfta": "new_province_2025",
}
_WITH_REGION: Final = ("places", "lodging", "season_regions")
_WITH_COMMUNE: Final = ("places", "lodging")
_SAME_POINT_DEG: Final = 0.00011
"""Commune points are written to four decimals."""


def check_administration(tables: Tables, documents: Mapping[str, Any]) -> Iterator[Finding]:
    """Find rows whose province, region or commune point contradicts the administrative tables."""
    old_provinces = tables["province_63_to_34"].index("old_province")
    provinces = tables["provinces_34"].index("province")
    for name, column in _PROVINCE_COLUMN.items():
        for row in tables[name]:
            old = old_provinces.get(row["old_province"]) if row.has("old_province", column) else None
            if old is None or not old.has("province") or row[column] not in provinces:
                continue  # an unknown name has its own finding
            if row[column] != old["province"]:
                message = f"{row['old_province']} became part of {old['province']}, not of {row[column]}"
                yield row.finding("C040", column, message)
    for name in _WITH_REGION:
        for row in tables[name]:
            old = old_provinces.get(row["old_province"]) if row.has("old_province", "region") else None
            if old is not None and old.has("region") and row["region"] != old["region"]:
                message = f"{row['old_province']} lies in {old['region']}, not in {row['region']}"
                yield row.finding("C041", "region", message)
    yield from _check_commune_points(tables)
    yield from _check_provinces(tables, documents)


def _check_commune_points(tables: Tables) -> Iterator[Finding]:
    communes = {(row["province"], row["commune"]): row for row in tables["communes_2025"]}
    for name in _WITH_COMMUNE:
        for row in tables[name]:
            if not row.reads("commune") or not row.has("commune_lat", "commune_lon"):
                continue
            if row["commune"] is None:
                yield row.finding("C042", "commune_lat", "a commune point without a commune", "name the commune")
                continue
            commune = communes.get((row["province"], row["commune"]))
            if commune is not None and commune.has("rep_lat", "rep_lon") and not _is_point_of(commune, row):
                message = (
                    f"{row['commune']} has its point at {commune['rep_lat']}, {commune['rep_lon']}, "
                    f"not at {row['commune_lat']}, {row['commune_lon']}"
                )
                yield row.finding("C042", "commune_lat", message)


def _is_point_of(commune: Row, row: Row) -> bool:
    off_lat_deg: float = abs(commune["rep_lat"] - row["commune_lat"])
    off_lon_deg: float = abs(commune["rep_lon"] - row["commune_lon"])
    return max(off_lat_deg, off_lon_deg) <= _SAME_POINT_DEG


def _check_provinces(tables: Tables, documents: Mapping[str, Any]) -> Iterator[Finding]:
    communes, provinces = tables["communes_2025"], tables["provinces_34"]
    counts = Counter(row["province"] for row in communes)
    for row in provinces:
        if not row.has("province"):
            continue
        if communes.is_complete and row.has("n_communes") and row["n_communes"] != counts[row["province"]]:
            message = f"{row['province']} has {counts[row['province']]} communes, not {row['n_communes']}"
            yield row.finding("C043", "n_communes", message)
        for low, point, high in (("min_lat", "rep_lat", "max_lat"), ("min_lon", "rep_lon", "max_lon")):
            if row.has(low, point, high) and not row[low] <= row[point] <= row[high]:
                message = f"{point} {row[point]} is not within {low} and {high}"
                yield row.finding("C043", point, message)
    for row in communes:
        if row.has("type", "commune") and not row["commune"].startswith(f"{row['type']} "):
            yield row.finding("C043", "type", f"{row['commune']!r} does not begin with its type {row['type']!r}")
    outlines = documents.get("provinces_34_simplified")
    if outlines is not None and provinces.is_complete:
        yield from _check_outline_names(provinces.column("province"), outlines)


def _check_outline_names(provinces: set[str], outlines: Mapping[str, Any]) -> Iterator[Finding]:
    drawn = {_get_name(feature) for feature in outlines["features"]}
    for province in sorted(provinces - drawn - {None}):
        yield build_finding("C043", "provinces_34_simplified", f"{province} has no outline")


def _get_name(feature: Any) -> Any:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties.get("province") if isinstance(properties, dict) else None
