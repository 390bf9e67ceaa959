"""Leaflet layers of our own, each drawn by one short script over JSON: fast, and inert to hostile text.

Folium's own popups and tooltips either need jQuery or paste text into a script; these put every
text through `as_script`, and whoever makes the text escapes it as HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import folium
from branca.element import MacroElement
from folium.template import Template

from planner.present.leaflet import SERVED_AT


class LocalMap(folium.Map):
    """A folium map whose only script and style are Leaflet's own, served beside the page."""

    default_js: list[tuple[str, str]] = [("leaflet", SERVED_AT + "leaflet.js")]  # noqa: RUF012 - folium's own attribute
    default_css: list[tuple[str, str]] = [("leaflet_css", SERVED_AT + "leaflet.css")]  # noqa: RUF012


class Layer(MacroElement):
    """An element named after its class."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__


class MapSetup(Layer):
    """First child of a map: where the images lie, the plain credit line, the colour of the sea.

    Leaflet focuses the map when the mouse goes down on it. In a frame that is not wholly in view the
    page around it would then scroll before the mouse goes up, and the click be lost: no scrolling.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        L.Icon.Default.imagePath = {{ this.images }};
        {{ this._parent.get_name() }}.attributionControl.setPrefix({{ this.prefix }});
        {{ this._parent.get_name() }}.getContainer().style.background = {{ this.sea }};
        (function (box) {
            box.focus = function () { HTMLElement.prototype.focus.call(box, {preventScroll: true}); };
        })({{ this._parent.get_name() }}.getContainer());
        document.head.insertAdjacentHTML("beforeend", "<style>" + {{ this.style }} + "</style>");
    {% endmacro %}""")

    def __init__(self, *, prefix: str, sea: str, style: str) -> None:
        super().__init__()
        self.images = as_script(SERVED_AT + "images/")
        self.prefix = as_script(prefix)
        self.sea = as_script(sea)
        self.style = as_script(style)


class Shapes(Layer):
    """Areas below everything else, without names or clicks."""

    _template = Template("""{% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.geoJSON({{ this.geojson }}, {interactive: false,
            style: {{ this.style }}}).addTo({{ this._parent.get_name() }});
    {% endmacro %}""")

    def __init__(self, geojson: str, *, fill: str, border: str) -> None:
        super().__init__()
        self.geojson = as_script(json.loads(geojson))
        self.style = as_script({"color": border, "weight": 1, "fillColor": fill, "fillOpacity": 1})


class ServedShapes(Layer):
    """The same from a file: the shapes need not be sent with every map.

    Parameters
    ----------
    address
        Of GeoJSON, seen from the map's frame.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        (function (map, style) {
            fetch({{ this.address }}).then(function (answer) { return answer.json(); }).then(function (shapes) {
                window.landShapes = L.geoJSON(shapes, {interactive: false, style: style}).addTo(map).bringToBack();
            });
        })({{ this._parent.get_name() }}, {{ this.style }});
    {% endmacro %}""")

    def __init__(self, address: str, *, fill: str, border: str) -> None:
        super().__init__()
        self.address = as_script(address)
        self.style = as_script({"color": border, "weight": 1, "fillColor": fill, "fillOpacity": 1})


_DRAW_POINT: Final = """{% macro draw_point() %}function (row) {
    return L.circleMarker([row[0], row[1]], styles[row[2]])
        .bindTooltip(row[3] + "<span hidden>|" + row[4] + "</span>")
        .bindPopup(function () {
            var box = document.createElement("div");
            box.innerHTML = "<b>" + row[3] + "</b>";
            return box;
        });
}{% endmacro %}"""
"""Script that makes a point of a row; the page reads the id of what was clicked from the hidden part."""


class CanvasPoints(Layer):
    """Many small points on the map's one canvas.

    Parameters
    ----------
    rows
        ``[lat, lon, style index, escaped label, escaped id]`` each.
    styles
        Leaflet path options by index.
    """

    _template = Template(
        _DRAW_POINT
        + """{% macro script(this, kwargs) %}
        var {{ this.get_name() }} = (function (rows, styles) {
            return L.layerGroup(rows.map({{ draw_point() }}));
        })({{ this.rows }}, {{ this.styles }}).addTo({{ this._parent.get_name() }});
    {% endmacro %}"""
    )

    def __init__(self, rows: Sequence[Sequence[Any]], styles: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.rows = as_script(rows)
        self.styles = as_script(styles)


class ServedPoints(Layer):
    """Points as `CanvasPoints` has them, from a file; they lie below all but the land.

    Parameters
    ----------
    address
        Of the rows as JSON, seen from the map's frame.
    """

    _template = Template(
        _DRAW_POINT
        + """{% macro script(this, kwargs) %}
        (function (map, styles) {
            // A click on a point is a click on the group, which is on the map before its points are there.
            var group = L.featureGroup().addTo(map);
            fetch({{ this.address }}).then(function (answer) { return answer.json(); }).then(function (rows) {
                rows.map({{ draw_point() }}).forEach(function (point) { point.addTo(group); });
                group.bringToBack();
                if (window.landShapes) { window.landShapes.bringToBack(); }
            });
        })({{ this._parent.get_name() }}, {{ this.styles }});
    {% endmacro %}"""
    )

    def __init__(self, address: str, styles: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.address = as_script(address)
        self.styles = as_script(styles)


class Ways(Layer):
    """Legs of a day; a schematic one is dashed. A wide unseen line over each answers the mouse.

    Parameters
    ----------
    rows
        ``{points: [[lat, lon], ...], drawn: [[[lat, lon], ...], ...], colour, dash, tooltip}`` each:
        the whole way, the pieces of it that are not drawn yet, and an escaped tooltip.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        {{ this.rows }}.forEach(function (row) {
            L.polyline(row.drawn, {color: row.colour, weight: 4, opacity: 0.9, dashArray: row.dash, interactive: false})
                .addTo({{ this._parent.get_name() }});
            L.polyline(row.points, {weight: 16, opacity: 0})
                .bindTooltip(row.tooltip, {sticky: true}).addTo({{ this._parent.get_name() }});
        });
    {% endmacro %}""")

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.rows = as_script(rows)


class Pins(Layer):
    """Markers with a drawn badge: numbered stops, gateways, beds.

    Parameters
    ----------
    rows
        ``{at: [lat, lon], badge, title, tooltip, popup, shift, id, front}`` each; badge, tooltip and
        popup are HTML, the title is plain text. `shift` moves a badge sideways by pixels where two
        share a point.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        {{ this.rows }}.forEach(function (row) {
            var pin = L.marker(row.at, {title: row.title, riseOnHover: true, zIndexOffset: row.front, icon: L.divIcon({
                html: row.badge, className: row.kind, iconSize: [28, 28], iconAnchor: [14 - row.shift, 14],
                popupAnchor: [row.shift, -14]})});
            pin.bindTooltip(row.tooltip + "<span hidden>|" + row.id + "</span>", {offset: [14 + row.shift, 0]});
            var box = document.createElement("div");
            box.innerHTML = row.popup;
            pin.bindPopup(box, {maxWidth: 280, maxHeight: 260}).addTo({{ this._parent.get_name() }});
        });
    {% endmacro %}""")

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.rows = as_script(rows)


class SeaLabels(Layer):
    """Names written on the sea: seen, never clicked, never reached by the keyboard."""

    _template = Template("""{% macro script(this, kwargs) %}
        {{ this.rows }}.forEach(function (row) {
            L.marker(row.at, {interactive: false, keyboard: false, icon: L.divIcon({
                html: row.html, className: "sea-label", iconSize: [110, 28], iconAnchor: [55, 14]})})
                .addTo({{ this._parent.get_name() }});
        });
    {% endmacro %}""")

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.rows = as_script(rows)


class FitOnce(Layer):
    """Show given bounds when another view is asked for; keep zoom and place while the view is the same."""

    _template = Template("""{% macro script(this, kwargs) %}
        (function (group, bounds, view) {
            group.on("add", function () {
                var map = group._map;
                if (window.shownView !== view) {
                    window.shownView = view;
                    map.invalidateSize({animate: false});
                    map.fitBounds(bounds, {padding: [36, 36], maxZoom: 12, animate: false});
                }
            });
        })({{ this._parent.get_name() }}, {{ this.bounds }}, {{ this.view }});
    {% endmacro %}""")

    def __init__(self, bounds: Sequence[Sequence[float]], view: str) -> None:
        super().__init__()
        self.bounds = as_script(bounds)
        self.view = as_script(view)


_TEMPLATE_MARK: Final = re.compile(r"\{(?=[{%#])")


def as_script(value: object) -> str:
    r"""Return JSON that may stand inside a script element which is read as a template once more.

    No ``<`` can end the element early, and nothing in a name can be taken for an expression: the
    map library compiles each finished script as a template of its own. In JSON written without
    blanks, a brace before ``{``, ``%`` or ``#`` stands inside a text, where it may be spelt ``\u007b``.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return _TEMPLATE_MARK.sub(r"\\u007b", text)
