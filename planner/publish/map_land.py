"""The ground of printed maps: land and provinces, both archipelagos, and the little map of the country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import shapely
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from planner.model.travel import LonLat
from planner.present.palette import LIGHT
from planner.publish.fonts import REGULAR, make_printable, measure
from planner.publish.map_view import COUNTRY, Box, Province, View, fit_view, lies_in, load_land, overlap
from planner.publish.paper import draw_text

ARCHIPELAGOS: Final = (("Quần đảo Hoàng Sa", 112.0, 16.5), ("Quần đảo Trường Sa", 113.5, 9.5))
"""Name, lon, lat; ``(Việt Nam)`` stands under each."""
OWNER: Final = "(Việt Nam)"

LOCATOR: Final = (33 * mm, 41 * mm)
"""Width and height of the little map of the country."""
_SEA, _LAND, _BORDER = HexColor("#eaf0ef"), HexColor(LIGHT.land), HexColor(LIGHT.border)
_INK, _SOFT, _FRAME = HexColor(LIGHT.ink), HexColor(LIGHT.soft), HexColor(LIGHT.rule)


def clip(canvas: Any, box: Box, radius: float = 4) -> None:
    """Draw nothing outside a box from here on."""
    path = canvas.beginPath()
    path.roundRect(box[0], box[1], box[2] - box[0], box[3] - box[1], radius)
    canvas.clipPath(path, stroke=0, fill=0)


def draw_frame(canvas: Any, box: Box) -> None:
    """Draw the edge of a map."""
    canvas.setStrokeColor(_FRAME)
    canvas.setLineWidth(0.6)
    canvas.roundRect(box[0], box[1], box[2] - box[0], box[3] - box[1], 4, stroke=1, fill=0)


def draw_land(canvas: Any, view: View, box: Box) -> None:
    """Fill a box with the sea and what lies in it of the land."""
    canvas.setFillColor(_SEA)
    canvas.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], stroke=0, fill=1)
    west, south, east, north = view.find_extent(box)
    canvas.setFillColor(_LAND)
    canvas.setStrokeColor(_BORDER)
    canvas.setLineWidth(0.5)
    for province in load_land():
        left, bottom, right, top = province.bounds
        if left > east or right < west or bottom > north or top < south:
            continue
        path = canvas.beginPath()
        for ring in province.rings:
            first, *rest = [view.place(lon, lat) for lon, lat in ring]
            path.moveTo(*first)
            for point in rest:
                path.lineTo(*point)
            path.close()
        canvas.drawPath(path, stroke=1, fill=1)


def draw_provinces(canvas: Any, view: View, box: Box, taken: Sequence[Box]) -> None:
    """Name the provinces in view where nothing else stands."""
    size = 6.0
    window = shapely.box(*view.find_extent(shrink(box, 6)))
    placed: list[Box] = []
    canvas.setFillColor(_SOFT)
    for province in load_land():
        seen = _cut_out(province, window)
        name = make_printable(province.name)
        wide = measure(name, REGULAR, size)
        if seen.is_empty:
            continue
        for spot in _list_spots(seen):
            x, y = view.place(*spot)
            label = (x - wide / 2 - 2, y - 2, x + wide / 2 + 2, y + size)
            if lies_in(label, shrink(box, 3)) and not any(overlap(label, other) for other in (*taken, *placed)):
                draw_text(canvas, x, y, name, size=size, align=0.5)
                placed.append(label)
                break


def draw_archipelagos(canvas: Any, view: View, box: Box) -> None:
    """Name the archipelagos where they are in view."""
    for name, lon, lat in ARCHIPELAGOS:
        if view.sees(lon, lat, shrink(box, 34)):
            x, y = view.place(lon, lat)
            _draw_islands(canvas, x, y)
            canvas.setFillColor(_SOFT)
            draw_text(canvas, x, y - 10, name, size=6.4, align=0.5)
            draw_text(canvas, x, y - 17, OWNER, size=6.4, align=0.5)


def draw_locator(canvas: Any, box: Box, extent: tuple[float, float, float, float]) -> None:
    """Draw the whole country with both archipelagos, and a frame around where the trip leads."""
    canvas.saveState()
    clip(canvas, box)
    west, south, east, north = COUNTRY
    view = fit_view([(west, south), (east, north)], box, margin=2)
    draw_land(canvas, view, box)
    for name, lon, lat in ARCHIPELAGOS:
        x, y = view.place(lon, lat)
        _draw_islands(canvas, x, y)
        canvas.setFillColor(_INK)
        head, tail = name[:8], name[9:]
        for line, text in enumerate((head, tail, OWNER)):
            draw_text(canvas, x, y - 7.5 - 5.4 * line, text, size=5, align=0.5)
    low, high = view.place(extent[0], extent[1]), view.place(extent[2], extent[3])
    wide, tall = max(high[0] - low[0] + 3, 5.0), max(high[1] - low[1] + 3, 5.0)
    x, y = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
    canvas.setStrokeColor(HexColor(LIGHT.accent))
    canvas.setLineWidth(1.1)
    canvas.rect(x - wide / 2, y - tall / 2, wide, tall, stroke=1, fill=0)
    canvas.restoreState()
    draw_frame(canvas, box)


def shrink(box: Box, by: float) -> Box:
    """Return a box with its edges moved inwards."""
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def _draw_islands(canvas: Any, x: float, y: float) -> None:
    canvas.setFillColor(_SOFT)
    for dx, dy in ((-3, 1), (0, 2.4), (2.6, 0.4), (-0.6, -1.4)):
        canvas.circle(x + dx, y + dy, 0.7, stroke=0, fill=1)


def _cut_out(province: Province, window: Any) -> Any:
    polygons = shapely.union_all([shapely.Polygon(ring).buffer(0) for ring in province.rings])
    return shapely.intersection(polygons, window)


def _list_spots(shape: Any) -> list[LonLat]:
    """Return points well inside a shape, the best first."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    if not parts or parts[0].area == 0:
        return []
    west, south, east, north = parts[0].bounds
    centre = parts[0].representative_point()
    spots = [(centre.x, centre.y)]
    for row in (0.5, 0.25, 0.75):
        for column in (0.5, 0.3, 0.7):
            at = shapely.Point(west + (east - west) * column, south + (north - south) * row)
            if parts[0].contains(at):
                spots.append((at.x, at.y))
    return spots
