"""Viet Nam in one small drawing, to say at a glance where a trip lies: land, Hoàng Sa and Trường Sa.

Longitudes and latitudes are drawn at one scale for the middle of the country; it is a sign, not a map.
"""

from __future__ import annotations

import json
from itertools import groupby
from math import cos, radians
from typing import Final

WEST, EAST, SOUTH, NORTH = 102.0, 114.8, 7.5, 23.5
_SHRINK: Final = cos(radians(16))
WIDTH: Final = round((EAST - WEST) * _SHRINK * 10)
HEIGHT: Final = round((NORTH - SOUTH) * 10)
"""Size of the drawing."""

ISLANDS: Final = (
    ("Hoàng Sa", ((111.61, 16.53), (112.33, 16.83), (111.20, 15.78), (112.73, 16.67))),
    ("Trường Sa", ((111.92, 8.64), (114.33, 11.43), (114.33, 9.89), (114.37, 10.18), (112.92, 7.89))),
)
"""Islands of the archipelagos that stand for them, lon and lat; the shapes of the provinces leave both out."""


def locate(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Return where a point lies, from the left and from the top, in hundredths of the drawing."""
    return 100 * (lon_deg - WEST) / (EAST - WEST), 100 * (NORTH - lat_deg) / (NORTH - SOUTH)


def build_silhouette(provinces_geojson: str) -> str:
    """Return the SVG elements of the drawing, of one colour, on `WIDTH` by `HEIGHT`.

    Parameters
    ----------
    provinces_geojson
        Text of the province polygons; borders between them are drawn over, and small islands left out.
    """
    paths = []
    for feature in json.loads(provinces_geojson)["features"]:
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        paths += [path for polygon in polygons if (path := _draw_ring(polygon[0]))]
    dots = "".join(
        f'<circle cx="{_to_x(lon)}" cy="{_to_y(lat)}" r="1.6"/>' for _, points in ISLANDS for lon, lat in points
    )
    land = f'<path d="{"".join(paths)}" stroke="#000" stroke-width="1.2" stroke-linejoin="round"/>'
    return f"{land}{dots}"


def _draw_ring(ring: list[list[float]]) -> str:
    points = [point for point, _ in groupby((_to_x(lon), _to_y(lat)) for lon, lat, *_ in ring)]
    if len(points) < 4:
        return ""
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "z"


def _to_x(lon_deg: float) -> int:
    return round((lon_deg - WEST) * _SHRINK * 10)


def _to_y(lat_deg: float) -> int:
    return round((NORTH - lat_deg) * 10)
