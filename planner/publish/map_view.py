"""The geometry of printed maps: what is in view, where it falls on paper, and how marks keep apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from planner.catalogue import load_province_geojson
from planner.model.travel import LonLat
from planner.units import EARTH_RADIUS_M

Point = tuple[float, float]
"""On paper: points to the right and up."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, on paper."""

COUNTRY: Final = (101.9, 6.6, 115.8, 23.6)
"""West, south, east, north of the little map of the whole country, both archipelagos included, degrees."""
_MIN_SPAN_DEG: Final = 0.09
"""A day within one village still shows what lies around it: some 10 km."""
_KM_PER_DEG: Final = math.pi * EARTH_RADIUS_M / 180_000
_STEPS_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_ROUNDS: Final = 80
_TURN: Final = math.pi * (3 - math.sqrt(5))
"""Golden angle, radians: its multiples never fall upon one another."""


@dataclass(frozen=True, slots=True)
class Province:
    """Outline of a province: rings of longitude and latitude."""

    name: str
    rings: tuple[tuple[LonLat, ...], ...]

    @property
    def bounds(self) -> Box:
        """West, south, east, north, degrees."""
        lons = [lon for ring in self.rings for lon, _ in ring]
        lats = [lat for ring in self.rings for _, lat in ring]
        return min(lons), min(lats), max(lons), max(lats)


@cache
def load_land() -> tuple[Province, ...]:
    """Return the provinces of the shipped tables; read once."""
    provinces = []
    for feature in load_province_geojson()["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(tuple((lon, lat) for lon, lat, *_ in ring) for polygon in polygons for ring in polygon)
        provinces.append(Province(feature["properties"]["province"], rings))
    return tuple(provinces)


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of land upon a box of paper: an equirectangular projection, true to scale in its middle latitude."""

    box: Box
    middle: LonLat
    scale: float
    """Points per degree of latitude."""

    @property
    def squeeze(self) -> float:
        """Length of a degree of longitude as a part of one of latitude."""
        return math.cos(math.radians(self.middle[1]))

    def place(self, lon_deg: float, lat_deg: float) -> Point:
        """Return where a point falls on paper; the middle of the view falls upon the middle of the box."""
        left, bottom, right, top = self.box
        x = (left + right) / 2 + (lon_deg - self.middle[0]) * self.squeeze * self.scale
        return x, (bottom + top) / 2 + (lat_deg - self.middle[1]) * self.scale

    def sees(self, lon_deg: float, lat_deg: float, box: Box) -> bool:
        """Return whether a point falls into a box of paper."""
        x, y = self.place(lon_deg, lat_deg)
        return box[0] <= x <= box[2] and box[1] <= y <= box[3]

    def find_extent(self, box: Box) -> tuple[float, float, float, float]:
        """Return west, south, east and north of what falls into a box of paper, degrees."""
        left, bottom, right, top = self.box
        x, y = (left + right) / 2, (bottom + top) / 2
        step = self.squeeze * self.scale
        return (
            self.middle[0] + (box[0] - x) / step,
            self.middle[1] + (box[1] - y) / self.scale,
            self.middle[0] + (box[2] - x) / step,
            self.middle[1] + (box[3] - y) / self.scale,
        )

    def find_scale_bar(self, longest: float) -> tuple[int, float]:
        """Return a round number of kilometres and its length on paper, at most `longest` points where that can be."""
        per_km = self.scale / _KM_PER_DEG
        km = max((step for step in _STEPS_KM if step * per_km <= longest), default=_STEPS_KM[0])
        return km, km * per_km


def fit_view(points: Iterable[LonLat], box: Box, *, margin: float = 0.0) -> View:
    """Return the view that shows all points inside a box, `margin` points from its edges.

    Raises
    ------
    ValueError
        When there is no point.
    """
    lons, lats = zip(*points, strict=True)
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    wide = max((max(lons) - min(lons)) * math.cos(math.radians(middle[1])), _MIN_SPAN_DEG)
    high = max(max(lats) - min(lats), _MIN_SPAN_DEG)
    room = (box[2] - box[0] - 2 * margin, box[3] - box[1] - 2 * margin)
    return View(box, middle, min(room[0] / wide, room[1] / high))


def spread(points: Sequence[Point], gap: float, box: Box) -> list[Point]:
    """Return points moved apart until each keeps `gap` from the others where there is room, all inside a box.

    Pairs that are too near push each other away, again and again; those of one and the same point part in directions
    that follow from their order, so that the same points always give the same answer.
    """
    at = [list(point) for point in points]
    for _ in range(_ROUNDS):
        moved = False
        for i in range(len(at)):
            for j in range(i + 1, len(at)):
                dx, dy = at[j][0] - at[i][0], at[j][1] - at[i][1]
                distance = math.hypot(dx, dy)
                if distance >= gap:
                    continue
                moved = True
                apart = _TURN * (j - i)
                ux, uy = (dx / distance, dy / distance) if distance > 1e-6 else (math.cos(apart), math.sin(apart))
                push = (gap - distance) / 2 + 0.05
                at[i][0], at[i][1] = at[i][0] - ux * push, at[i][1] - uy * push
                at[j][0], at[j][1] = at[j][0] + ux * push, at[j][1] + uy * push
        for point in at:
            point[0] = min(max(point[0], box[0]), box[2])
            point[1] = min(max(point[1], box[1]), box[3])
        if not moved:
            break
    return [(x, y) for x, y in at]


def find_room(wide: float, high: float, mark: Point, reach: float, taken: Sequence[Box], box: Box) -> Box | None:
    """Return where a label beside a mark hides nothing: right, left, above or below; None where there is no room."""
    x, y = mark
    tries = (
        (x + reach, y - high / 2),
        (x - reach - wide, y - high / 2),
        (x - wide / 2, y + reach),
        (x - wide / 2, y - reach - high),
        (x + reach * 0.8, y + reach * 0.5),
        (x - reach * 0.8 - wide, y + reach * 0.5),
        (x + reach * 0.8, y - reach * 0.5 - high),
        (x - reach * 0.8 - wide, y - reach * 0.5 - high),
    )
    for left, bottom in tries:
        label = (left, bottom, left + wide, bottom + high)
        if lies_in(label, box) and not any(overlap(label, other) for other in taken):
            return label
    return None


def lies_in(inner: Box, outer: Box) -> bool:
    """Return whether a box lies wholly in another one."""
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def overlap(a: Box, b: Box) -> bool:
    """Return whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
