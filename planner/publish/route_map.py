"""Maps on paper, drawn as vectors from our own tables: provinces, ways, numbered stops, and both archipelagos.

Every map says that Quần đảo Hoàng Sa and Quần đảo Trường Sa are Viet Nam's: in its place where a map reaches that far,
else on the little map of the country, which no map is without. Dashes join the towns on a way that is not drawn
along its roads. Colours differ in brightness too, and every mark has a number or a shape, so that a copy in black
and white can be read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, PlanDay
from planner.model.travel import LonLat
from planner.present.palette import LIGHT
from planner.present.ways import list_new_pieces
from planner.present.words import Words
from planner.publish.fonts import STRONG, make_printable, measure
from planner.publish.map_land import (
    LOCATOR,
    clip,
    draw_archipelagos,
    draw_frame,
    draw_land,
    draw_locator,
    draw_provinces,
    shrink,
)
from planner.publish.map_view import (
    Box,
    Point,
    View,
    find_room,
    fit_view,
    spread,
)
from planner.publish.paper import draw_text

_INK, _PAPER = HexColor(LIGHT.ink), HexColor(LIGHT.card)
_PIN: Final = 6.4
"""Half the width of a numbered mark, points."""
_DEPOT: Final = 5.4
_PAD: Final = 20.0
_LABEL: Final = 7.0
_MAX_LABEL: Final = 46


@dataclass(frozen=True, slots=True)
class Pin:
    """A mark on a map."""

    place_id: str
    at: LonLat
    text: str
    """Number of a stop; empty for a gateway or a bed."""
    colour: str
    is_gateway: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A piece of a leg."""

    points: tuple[LonLat, ...]
    colour: str
    is_schematic: bool


class RouteMap(Flowable):  # type: ignore[misc]
    """A map of some days of a trip.

    Parameters
    ----------
    days
        Indices of the days, from 0.
    size
        Width and height, points.
    is_plain
        Whether it is drawn in ink alone, for copies in black and white.
    """

    def __init__(
        self,
        itinerary: Itinerary,
        days: Sequence[int],
        words: Words,
        size: tuple[float, float],
        *,
        is_plain: bool = False,
    ) -> None:
        super().__init__()
        self.width, self.height = size
        self.pins = [pin for d in days for pin in _list_stops(itinerary.days[d], d, words.catalogue, is_plain=is_plain)]
        self.pins += _list_depots(itinerary, days, words.catalogue)
        self.ways = _list_ways(itinerary, days, words.catalogue, is_plain=is_plain)
        self.names = {pin.place_id: _cut(words.name(pin.place_id)) for pin in self.pins}
        self.km_text = words.messages.km

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size, which is fixed."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the map upon the page."""
        frame = (0.0, 0.0, self.width, self.height)
        locator = (self.width - LOCATOR[0] - 5, 5.0, self.width - 5, LOCATOR[1] + 5)
        room = (0.0, 0.0, locator[0] if self.width > 2.2 * LOCATOR[0] else self.width, self.height)
        points = [pin.at for pin in self.pins] + [point for way in self.ways for point in way.points]
        fitted = fit_view(points, room, margin=_PAD)
        view = View(room, fitted.middle, fitted.scale)
        self.canv.saveState()
        clip(self.canv, frame)
        draw_land(self.canv, view, frame)
        bar = self._draw_scale(view)
        marks = spread([view.place(*pin.at) for pin in self.pins], 2 * _PIN + 0.6, shrink(room, _PIN + 1))
        taken = [bar, locator, *(_around(mark, _PIN) for mark in marks)]
        labels = self._place_names(marks, taken, shrink(room, 3))
        taken += [box for _, box in labels]
        along = [_around(view.place(*point), 3) for way in self.ways for point in _list_steps(way, view)]
        draw_provinces(self.canv, view, frame, [*taken, *along])
        draw_archipelagos(self.canv, view, frame)
        for way in self.ways:
            _draw_way(self.canv, view, way)
        for name, box in labels:
            _draw_halo(self.canv, box[0] + 1.5, box[1] + 2, name)
        for pin, mark in zip(self.pins, marks, strict=True):
            _draw_pin(self.canv, view.place(*pin.at), mark, pin)
        self._draw_bar(view)
        self.canv.restoreState()
        draw_frame(self.canv, frame)
        lons, lats = zip(*points, strict=True)
        draw_locator(self.canv, locator, (min(lons), min(lats), max(lons), max(lats)))

    def _draw_scale(self, view: View) -> Box:
        _, length = view.find_scale_bar(self.width * 0.2)
        return 0, 0, length + 40, 16

    def _draw_bar(self, view: View) -> None:
        km, length = view.find_scale_bar(self.width * 0.2)
        self.canv.setStrokeColor(_INK)
        self.canv.setFillColor(_INK)
        self.canv.setLineWidth(0.8)
        self.canv.lines([(7, 7, 7 + length, 7), (7, 5, 7, 9), (7 + length, 5, 7 + length, 9)])
        draw_text(self.canv, 11 + length, 5, self.km_text(km), size=6.2)

    def _place_names(self, marks: Sequence[Point], taken: list[Box], room: Box) -> list[tuple[str, Box]]:
        """Return names with the boxes they stand in; a name that would hide something is left out."""
        placed: list[tuple[str, Box]] = []
        said: set[str] = set()
        for pin, mark in zip(self.pins, marks, strict=True):
            name = self.names[pin.place_id]
            if pin.place_id in said:
                continue
            wide = measure(name, STRONG, _LABEL) + 3
            others = [*taken, *(box for _, box in placed)]
            if (box := find_room(wide, _LABEL + 2.5, mark, _PIN + 1.5, others, room)) is not None:
                placed.append((name, box))
                said.add(pin.place_id)
        return placed


def _list_stops(day: PlanDay, index: int, catalogue: Catalogue, *, is_plain: bool) -> list[Pin]:
    pins = []
    for number, visit in enumerate(day.visits, start=1):
        place = catalogue.get_located(visit.place_id)
        colour = LIGHT.ink if is_plain else LIGHT.day(index)
        pins.append(Pin(visit.place_id, (place.lon_deg, place.lat_deg), str(number), colour))
    return pins


def _list_depots(itinerary: Itinerary, days: Iterable[int], catalogue: Catalogue) -> list[Pin]:
    """Return gateways and beds, each place once."""
    gateways = (itinerary.request.start, itinerary.request.end_or_start)
    ids = dict.fromkeys(
        place_id for d in days for place_id in (itinerary.days[d].start_depot, itinerary.days[d].end_depot)
    )
    located = [catalogue.get_located(place_id) for place_id in ids]
    return [Pin(one.id, (one.lon_deg, one.lat_deg), "", LIGHT.ink, one.id in gateways) for one in located]


def _list_ways(itinerary: Itinerary, days: Iterable[int], catalogue: Catalogue, *, is_plain: bool) -> list[Way]:
    seen: set[frozenset[LonLat]] = set()
    ways = []
    for index in days:
        for leg in itinerary.days[index].legs:
            points = list(leg.geometry)
            if len(points) < 2:
                ends = (catalogue.get_located(leg.from_id), catalogue.get_located(leg.to_id))
                points = [(end.lon_deg, end.lat_deg) for end in ends]
            colour = LIGHT.ink if is_plain else LIGHT.day(index)
            ways += [Way(tuple(piece), colour, leg.is_schematic) for piece in list_new_pieces(points, seen)]
    return ways


def _list_steps(way: Way, view: View) -> list[LonLat]:
    """Return points along a way, near enough to one another that no word fits between them."""
    steps: list[LonLat] = []
    for a, b in pairwise(way.points):
        count = max(1, round(math.dist(view.place(*a), view.place(*b)) / 6))
        steps += [(a[0] + (b[0] - a[0]) * n / count, a[1] + (b[1] - a[1]) * n / count) for n in range(count + 1)]
    return steps


def _cut(name: str) -> str:
    printable = make_printable(name)
    return printable if len(printable) <= _MAX_LABEL else printable[: _MAX_LABEL - 1].rstrip() + "…"


def _draw_way(canvas: Any, view: View, way: Way) -> None:
    path = canvas.beginPath()
    first, *rest = [view.place(lon, lat) for lon, lat in way.points]
    path.moveTo(*first)
    for point in rest:
        path.lineTo(*point)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for colour, width in ((_PAPER, 3.4), (HexColor(way.colour), 1.7)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.setDash([4, 3.4] if way.is_schematic and colour is not _PAPER else [])
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.setDash([])


def _draw_pin(canvas: Any, true: Point, mark: Point, pin: Pin) -> None:
    """Draw a mark, and a thread to its true place where it was moved."""
    x, y = mark
    colour = HexColor(pin.colour)
    if (x - true[0]) ** 2 + (y - true[1]) ** 2 > _PIN**2:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(0.6)
        canvas.line(x, y, *true)
        canvas.setFillColor(colour)
        canvas.circle(*true, 1.3, stroke=0, fill=1)
    canvas.setStrokeColor(_PAPER)
    canvas.setLineWidth(1.2)
    canvas.setFillColor(colour)
    if pin.text:
        canvas.circle(x, y, _PIN, stroke=1, fill=1)
        canvas.setFillColor(_PAPER)
        draw_text(canvas, x, y - 2.6, pin.text, face=STRONG, size=7.4, align=0.5)
    else:
        draw_depot(canvas, x, y, is_gateway=pin.is_gateway)


def draw_depot(canvas: Any, x: float, y: float, *, is_gateway: bool, colour: Color = _INK) -> None:
    """Draw a square with a flag (where the trip begins or ends) or a roof (a night), its middle at a point."""
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas.setStrokeColor(_PAPER)
    canvas.setLineWidth(1)
    canvas.roundRect(x - _DEPOT, y - _DEPOT, 2 * _DEPOT, 2 * _DEPOT, 2, stroke=1, fill=1)
    canvas.setFillColor(_PAPER)
    path = canvas.beginPath()
    if is_gateway:
        corners = [(-2.2, 3.4), (3, 1.6), (-1.2, -0.2), (-1.2, -3.4), (-2.2, -3.4)]
    else:
        corners = [(0, 3.4), (3.6, 0.3), (2.5, 0.3), (2.5, -3), (-2.5, -3), (-2.5, 0.3), (-3.6, 0.3)]
    path.moveTo(x + corners[0][0], y + corners[0][1])
    for dx, dy in corners[1:]:
        path.lineTo(x + dx, y + dy)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _draw_halo(canvas: Any, x: float, y: float, name: str) -> None:
    """Write a name in ink on a rim of paper."""
    canvas.saveState()
    canvas.setFillColor(Color(1, 1, 1, alpha=0.66))
    canvas.roundRect(x - 1.5, y - 2, measure(name, STRONG, _LABEL) + 3, _LABEL + 2.5, 1.5, stroke=0, fill=1)
    canvas.setFillColor(_INK)
    draw_text(canvas, x, y, name, face=STRONG, size=_LABEL)
    canvas.restoreState()


def _around(point: Point, reach: float) -> Box:
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach
