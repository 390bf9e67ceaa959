"""Points lie in their province, and uncertain ones are not routed to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from planner.catalogue.table import Row, Tables, build_finding
from planner.errors import Finding
from planner.units import EARTH_RADIUS_M

MAX_OUTSIDE_KM: Final = 3.0
"""The outlines are simplified and lack islets, so a true point may lie a little outside."""
MAX_ROUTABLE_KM: Final = 10.0
"""From this uncertainty on a place is never a stop."""

_LOCATED: Final = ("places", "lodging", "gateways")
_KM_PER_DEG: Final = float(np.radians(EARTH_RADIUS_M / 1000))


def check_positions(tables: Tables, documents: Mapping[str, Any]) -> Iterator[Finding]:
    """Find points outside their province, and contradictions about routing to them."""
    if "provinces_34_simplified" in documents:
        try:
            outlines = build_outlines(documents["provinces_34_simplified"])
        except (ValueError, TypeError, KeyError, AttributeError, shapely.GEOSException) as error:
            yield build_finding("C017", "provinces_34_simplified", f"the outlines are not polygons: {error!r}"[:200])
        else:
            yield from _check_provinces(tables, outlines)
    for name in ("places", "lodging"):
        for row in tables[name]:
            yield from _check_routable(row)


def build_outlines(document: Mapping[str, Any]) -> dict[str, BaseGeometry]:
    """Return the polygon of each province, in degrees, longitude first."""
    return {
        feature["properties"]["province"]: shapely.geometry.shape(feature["geometry"])
        for feature in document["features"]
    }


def get_distance_km(outline: BaseGeometry, lon_deg: float, lat_deg: float) -> float:
    """Return the distance from a point to a polygon, 0 inside; exact enough for some tens of kilometres.

    Longitudes are shrunk by the cosine of the point's latitude (equirectangular projection).
    """
    scale = np.array([np.cos(np.radians(lat_deg)), 1.0])
    flat = shapely.transform(outline, lambda lonlat: lonlat * scale)
    return float(shapely.distance(flat, shapely.Point(np.array([lon_deg, lat_deg]) * scale))) * _KM_PER_DEG


def _check_provinces(tables: Tables, outlines: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    by_province: defaultdict[str, list[Row]] = defaultdict(list)
    for name in _LOCATED:
        for row in tables[name]:
            if row.has("province", "lat", "lon") and row["province"] in outlines:
                by_province[row["province"]].append(row)
    for province, rows in by_province.items():
        outline = outlines[province]
        shapely.prepare(outline)
        inside = shapely.contains_xy(outline, [row["lon"] for row in rows], [row["lat"] for row in rows])
        for number in np.flatnonzero(~inside):
            yield from _check_distance(rows[number], outline)


def _check_distance(row: Row, outline: BaseGeometry) -> Iterator[Finding]:
    outside_km = get_distance_km(outline, row["lon"], row["lat"])
    if outside_km > MAX_OUTSIDE_KM:
        message = f"{row['lat']}, {row['lon']} lies {outside_km:.0f} km outside {row['province']}"
        yield row.finding("C044", "lat", message)


def _check_routable(row: Row) -> Iterator[Finding]:
    if not row.reads("routable", "routable_reason"):
        return
    is_routable, reason = row["routable"], row["routable_reason"]
    if is_routable and reason is not None:
        yield row.finding("C046", "routable_reason", f"routable is 1, yet a reason stands: {reason}")
    if not is_routable and reason is None:
        yield row.finding("C046", "routable_reason", "routable is 0 without a reason")
    if is_routable and row.has("coord_uncertainty_km") and row["coord_uncertainty_km"] >= MAX_ROUTABLE_KM:
        message = f"the point is known to {row['coord_uncertainty_km']:g} km only, yet routable is 1"
        yield row.finding("C047", "routable", message)
