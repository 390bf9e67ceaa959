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
from planner.present.map import build_served_map, fan_out
from planner.present.palette import Palette
from planner.present.words import Words

KINDS: Final = ("craft_village", "ocop", "tourist_site", "market", "stay")
"""Sorts of dots, in the order of their colours."""
_SORT_OF: Final = {"ocop_producer": 1, "ocop_outlet": 1, "craft_village": 0, "tourist_site": 2, "market": 3}
_COLOURS: Final = (0, 2, 1, 3, 4)
"""Sort of dots -> colour of the days that it is drawn in."""
_ALONE_DEG: Final = 0.05
"""Half the width of the view around a single point."""


class FilteredPoints(Layer):
    """Points from a file, on the map's one canvas, of which `ShownPoints` says which are shown.

    Parameters
    ----------
    address
        Of JSON rows ``[lat, lon, style index, escaped label, id]``.
    styles
        Leaflet path options by index.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        window.filteredPoints = (function (map, styles) {
            var shown = L.featureGroup().addTo(map), wanted = null, dots = null, isOn = [];
            function draw() {
                if (dots === null || wanted === null) { return; }
                var bits = atob(wanted);
                dots.forEach(function (dot, i) {
                    var is = (bits.charCodeAt(i >> 3) >> (7 - (i & 7)) & 1) === 1;
                    if (is !== Boolean(isOn[i])) {
                        isOn[i] = is;
                        if (is) { shown.addLayer(dot); } else { shown.removeLayer(dot); }
                    }
                });
            }
            fetch({{ this.address }}).then(function (answer) { return answer.json(); }).then(function (rows) {
                dots = rows.map(function (row) {
                    return L.circleMarker([row[0], row[1]], styles[row[2]])
                        .bindTooltip(row[3] + "<span hidden>|" + row[4] + "</span>");
                });
                draw();
            });
            return {
                show: function (bits) { wanted = bits; draw(); },
                count: function () { return shown.getLayers().length; }
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
        rows.append((round(lat_deg, 5), round(lon_deg, 5), style, escape(_label(located, words)), escape(place_id)))
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
        if (north_east - south_west).max() < _ALONE_DEG:
            south_west, north_east = south_west - _ALONE_DEG, north_east + _ALONE_DEG
        FitOnce((south_west.tolist(), north_east.tolist()), view).add_to(group)
    ring = {"radius": 11, "weight": 3, "color": palette.accent, "fill": False, "interactive": False}
    packed = base64.b64encode(np.packbits(bits).tobytes()).decode()
    ShownPoints(packed, positions.get(chosen or ""), ring).add_to(group)
    return group


def list_colours(palette: Palette) -> tuple[str, ...]:
    """Return the colour of each of `KINDS`."""
    return tuple(palette.day(colour) for colour in _COLOURS)


def build_dot_styles(palette: Palette) -> list[dict[str, Any]]:
    """Return the path options of each sort, located and not."""
    styles = []
    for kind, colour in zip(KINDS, list_colours(palette), strict=True):
        dot = {"radius": 4, "weight": 1, "color": palette.card, "fillColor": colour, "fillOpacity": 0.85}
        if kind == "stay":
            dot |= {"color": colour, "fillColor": palette.land, "fillOpacity": 1, "weight": 2, "radius": 3.5}
        hollow = {"radius": 4, "weight": 1, "color": colour, "fillColor": colour, "fillOpacity": 0.08, "dashArray": "2"}
        styles += [dot, hollow]
    return styles


def _label(located: Located, words: Words) -> str:
    name = words.glossed_name(located.id)
    if not located.is_routable:
        return words.messages("map.not_located", name=name)
    return words.messages("map.approximate", name=name) if located.is_approximate else name
