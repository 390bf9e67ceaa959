"""The map of the page *Explore*: one canvas layer with all places, of which those that pass the filters are shown.

The base map names a file with the points (`planner.present.served`) and is the same whatever is looked for; what
changes is a small layer of one bit per place, so that the map's frame is never loaded anew.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

import folium
import numpy as np
from folium.template import Template
from numpy.typing import NDArray

from planner.model.place import Located
from planner.present.elements import FitOnce, Layer, LocalMap, as_script
from planner.present.map import ARCHIPELAGOS, build_served_map, fan_out, label_place
from planner.present.palette import Palette
from planner.present.words import Words

KINDS: Final = ("craft_village", "ocop", "tourist_site", "market", "stay")
"""Sorts of dots, in the order of their colours."""
_SORT_OF: Final = {"ocop_producer": 1, "ocop_outlet": 1, "craft_village": 0, "tourist_site": 2, "market": 3}
_COLOURS: Final = (0, 2, 1, 3, 4)
"""Sort of dots -> colour of the days that it is drawn in."""
_ALONE_DEG: Final = 0.05
"""Half the width of the view around a single point."""
_COUNTRY_DEG: Final = 8.0
"""Points that lie further apart show the whole country, which the archipelagos belong to."""
_ISLANDS_END: Final = (max(lat for _, _, lat in ARCHIPELAGOS), 2.0 + max(lon for _, lon, _ in ARCHIPELAGOS))
"""Latitude and longitude up to which their names reach in such a view."""


class FilteredPoints(Layer):
    """Points from a file, drawn by one layer of its own, of which `ShownPoints` says which are shown.

    Tens of thousands of Leaflet's own markers take a browser seconds to make, to filter and to give handlers. This
    layer is one object: it draws dots on a canvas that lets the mouse through, and finds the dot under it by itself.
    A click is fired as a click on the layer, whose tooltip then is that of the dot with its id, as everywhere.

    Parameters
    ----------
    address
        Of JSON rows ``[lat, lon, style index, escaped label, id]``.
    styles
        ``{radius, fill, rim, width, dash}`` by index: pixels and CSS colours.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        window.filteredPoints = (function (map, styles) {
            var Dots = L.Layer.extend({
                onAdd: function () {
                    var pane = map.createPane("dots");
                    pane.style.zIndex = 450;
                    pane.style.pointerEvents = "none";
                    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
                    this._tooltip = L.tooltip({direction: "top", offset: [0, -6]});
                    map.on("moveend zoomend resize", this.draw, this).on("mousemove", this.hover, this)
                        .on("mouseout", this.leave, this).on("click", this.press, this);
                },
                rows: null, wanted: null, isOn: null,
                take: function (rows) {
                    this.rows = rows;
                    this.world = rows.map(function (row) { return map.project([row[0], row[1]], 0); });
                    this.spots = new Float32Array(2 * rows.length);
                    this.filter();
                },
                filter: function () {
                    if (this.rows === null || this.wanted === null) { return; }
                    var bits = atob(this.wanted);
                    this.isOn = Uint8Array.from(this.rows, function (_, i) {
                        return bits.charCodeAt(i >> 3) >> (7 - (i & 7)) & 1;
                    });
                    this.draw();
                },
                draw: function () {
                    if (this.isOn === null) { return; }
                    var size = map.getSize(), margin = size.divideBy(4).round(), whole = size.add(margin.multiplyBy(2));
                    var corner = map.getPixelBounds().min.subtract(margin), scale = map.getZoomScale(map.getZoom(), 0);
                    var ratio = window.devicePixelRatio || 1, canvas = this.canvas, pen = canvas.getContext("2d");
                    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(margin.multiplyBy(-1)));
                    canvas.width = whole.x * ratio;
                    canvas.height = whole.y * ratio;
                    canvas.style.width = whole.x + "px";
                    canvas.style.height = whole.y + "px";
                    pen.scale(ratio, ratio);
                    var byStyle = styles.map(function () { return []; });
                    for (var i = 0; i < this.rows.length; i++) {
                        var x = this.world[i].x * scale - corner.x, y = this.world[i].y * scale - corner.y;
                        this.spots[2 * i] = x - margin.x;
                        this.spots[2 * i + 1] = y - margin.y;
                        if (this.isOn[i] && x > -9 && y > -9 && x < whole.x + 9 && y < whole.y + 9) {
                            byStyle[this.rows[i][2]].push(x, y);
                        }
                    }
                    byStyle.forEach(function (spots, index) {
                        var style = styles[index];
                        pen.fillStyle = style.fill;
                        pen.strokeStyle = style.rim;
                        pen.lineWidth = style.width;
                        pen.setLineDash(style.dash);
                        for (var i = 0; i < spots.length; i += 2) {
                            pen.beginPath();
                            pen.arc(spots[i], spots[i + 1], style.radius, 0, 2 * Math.PI);
                            pen.fill();
                            pen.stroke();
                        }
                    });
                },
                near: function (point, reach) {
                    var best = -1, nearest = reach * reach;
                    for (var i = 0; this.isOn !== null && i < this.rows.length; i++) {
                        var x = this.spots[2 * i] - point.x, y = this.spots[2 * i + 1] - point.y;
                        if (this.isOn[i] && x * x + y * y <= nearest) { best = i; nearest = x * x + y * y; }
                    }
                    return best;
                },
                tell: function (i) {
                    var row = this.rows[i];
                    this._tooltip.setContent(row[3] + "<span hidden>|" + row[4] + "</span>");
                    return this._tooltip.setLatLng([row[0], row[1]]);
                },
                hover: function (event) {
                    var i = this.near(event.containerPoint, 8);
                    map.getContainer().style.cursor = i < 0 ? "" : "pointer";
                    if (i < 0) { this.leave(); } else { map.openTooltip(this.tell(i)); }
                },
                leave: function () { map.closeTooltip(this._tooltip); },
                press: function (event) {
                    var i = this.near(event.containerPoint, 14);
                    if (i < 0) { return; }
                    map.openTooltip(this.tell(i));
                    this.fire("click", {latlng: L.latLng(this.rows[i][0], this.rows[i][1])});
                }
            });
            var dots = new Dots().addTo(map);
            fetch({{ this.address }}).then(function (answer) { return answer.json(); })
                .then(function (rows) { dots.take(rows); });
            return {
                show: function (bits) { dots.wanted = bits; dots.filter(); },
                count: function () {
                    return dots.isOn === null ? -1 : dots.isOn.reduce(function (sum, one) { return sum + one; }, 0);
                },
                spot: function (x, y) {
                    var i = dots.near(L.point(x, y), Infinity);
                    return i < 0 ? null : [dots.spots[2 * i], dots.spots[2 * i + 1], dots.rows[i][4]];
                }
            };
        })({{ this._parent.get_name() }}, {{ this.styles }});
    {% endmacro %}""")

    def __init__(self, address: str, styles: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.address = as_script(address)
        self.styles = as_script(styles)


class ShownPoints(Layer):
    """Which of the `FilteredPoints` are shown, and a ring around the one that is chosen.

    The map moves to a chosen point that is out of view, once.

    Parameters
    ----------
    bits
        One bit per point, packed to bytes from the highest bit on, as base 64.
    chosen
        ``[lat, lon]``, or None.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        (function (group, bits, chosen, style) {
            if (chosen) { L.circleMarker(chosen, style).addTo(group); }
            group.on("add", function () {
                var map = group._map, key = String(chosen);
                window.filteredPoints.show(bits);
                if (chosen && window.chosenPoint !== key && !map.getBounds().pad(-0.05).contains(chosen)) {
                    map.setView(chosen, Math.max(map.getZoom(), 9), {animate: false});
                }
                window.chosenPoint = key;
            });
        })({{ this._parent.get_name() }}, {{ this.bits }}, {{ this.chosen }}, {{ this.style }});
    {% endmacro %}""")

    def __init__(self, bits: str, chosen: Sequence[float] | None, style: dict[str, Any]) -> None:
        super().__init__()
        self.bits = as_script(bits)
        self.chosen = as_script(chosen)
        self.style = as_script(style)


def build_points(places: Iterable[Located], words: Words) -> tuple[str, dict[str, tuple[float, float]]]:
    """Return all places as JSON for `FilteredPoints`, in their order, and the (lat, lon) of each on the map."""
    positions = fan_out(places)
    rows = []
    for place_id, (lat_deg, lon_deg) in positions.items():
        located = words.catalogue.located[place_id]
        style = 2 * _SORT_OF.get(located.kind, len(KINDS) - 1) + (not located.is_routable)
        rows.append(
            (round(lat_deg, 5), round(lon_deg, 5), style, escape(label_place(located, words)), escape(place_id))
        )
    ordered = {located.id: number for number, located in enumerate(places)}
    rows.sort(key=lambda row: ordered[row[4]])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")), positions


def build_explore_map(points: str, provinces: str, palette: Palette, note: str) -> LocalMap:
    """Return the base map, the same for all filters.

    Parameters
    ----------
    points, provinces
        Addresses of the points and of the province shapes.
    note
        Plain text for the credit line.
    """
    return build_served_map(FilteredPoints(points, build_dot_styles(palette)), provinces, palette, note)


def build_shown_group(
    shown: NDArray[np.intp],
    positions: Mapping[str, tuple[float, float]],
    chosen: str | None,
    palette: Palette,
    *,
    view: str,
) -> folium.FeatureGroup:
    """Return the layer that changes.

    Parameters
    ----------
    shown
        Numbers of the points that pass the filters.
    positions
        (lat, lon) of every point, in their order.
    view
        Names what is looked at; the map moves to all points shown when it differs from the last one.
    """
    group = folium.FeatureGroup("Found")
    bits = np.zeros(len(positions), dtype=np.bool_)
    bits[shown] = True
    if shown.size:
        at = np.array(list(positions.values()))[shown]
        south_west, north_east = at.min(axis=0), at.max(axis=0)
        spread_deg = (north_east - south_west).max()
        if spread_deg < _ALONE_DEG:
            south_west, north_east = south_west - _ALONE_DEG, north_east + _ALONE_DEG
        elif spread_deg > _COUNTRY_DEG:
            north_east = np.maximum(north_east, _ISLANDS_END)
        FitOnce((south_west.tolist(), north_east.tolist()), view).add_to(group)
    ring = {"radius": 11, "weight": 3, "color": palette.accent, "fill": False, "interactive": False}
    packed = base64.b64encode(np.packbits(bits).tobytes()).decode()
    ShownPoints(packed, positions.get(chosen or ""), ring).add_to(group)
    return group


def list_colours(palette: Palette) -> tuple[str, ...]:
    """Return the colour of each of `KINDS`."""
    return tuple(palette.day(colour) for colour in _COLOURS)


def build_dot_styles(palette: Palette) -> list[dict[str, Any]]:
    """Return how each sort is drawn, located well enough to drive to and not."""
    styles: list[dict[str, Any]] = []
    for kind, colour in zip(KINDS, list_colours(palette), strict=True):
        dot = {"radius": 4, "fill": colour, "rim": palette.card, "width": 1, "dash": []}
        if kind == "stay":
            dot |= {"radius": 3.5, "fill": palette.land, "rim": colour, "width": 2}
        styles += [dot, {"radius": 3.5, "fill": "transparent", "rim": colour, "width": 1, "dash": [2, 2]}]
    return styles
