"""The map of a trip as a piece of HTML that asks for nothing: Leaflet, its style and pictures stand in the page."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from branca.element import Element

from planner.catalogue.loading import SHIPPED_DATA
from planner.errors import MissingExtraError
from planner.model.itinerary import Itinerary
from planner.present.map import build_day_group, build_map
from planner.present.palette import LIGHT
from planner.present.words import Words

_PROVINCES: Final = SHIPPED_DATA / "admin" / "provinces_34_simplified.geojson"
_PICTURE: Final = re.compile(r"url\((images/[a-z0-9-]+\.png)\)")
_SOURCE_MAP: Final = re.compile(r"\n?//# sourceMappingURL=.*\s*$")

SWITCH: Final = """
(function (map, layers) {
    function show(name) {
        Object.keys(layers).forEach(function (key) { map.removeLayer(layers[key]); });
        window.shownView = null;
        layers[name].addTo(map);
        document.querySelectorAll("[data-layer]").forEach(function (button) {
            button.setAttribute("aria-pressed", String(button.dataset.layer === name));
        });
    }
    document.querySelectorAll("[data-layer]").forEach(function (button) {
        button.addEventListener("click", function () {
            show(button.dataset.layer);
            if (button.dataset.scroll) { map.getContainer().scrollIntoView({block: "center"}); }
        });
    });
    document.querySelectorAll("[data-print]").forEach(function (button) {
        button.addEventListener("click", function () { window.print(); });
    });
    show("all");
})"""
"""Shows one day or all on the map; called with the map and its layers by name."""


@dataclass(frozen=True, slots=True)
class MapPieces:
    """What a page needs to show the map."""

    style: str
    library: str
    """Leaflet, to run before `script`."""
    body: str
    script: str
    """Runs after `body` stands in the page; buttons with a ``data-layer`` (``all``, ``day-1`` ...) choose the layer."""


def build_offline_map(itinerary: Itinerary, words: Words) -> MapPieces:
    """Return the map of a trip with a layer for the whole and one for each day.

    Raises
    ------
    MissingExtraError
        ``E006`` when the package that carries Leaflet is not installed.
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    library, style = _load_leaflet()
    page_map = build_map([], _load_provinces(), LIGHT, words.messages("map.note"))
    layers = {}
    for name, index in (("all", None), *((f"day-{n + 1}", n) for n in range(len(itinerary.days)))):
        group = build_day_group(itinerary, words, LIGHT, day_index=index, view=name)
        group.show = False
        layers[name] = group.add_to(page_map)
    root: Any = page_map.get_root()
    _number(root)
    root.render()
    named = ",".join(f"{json.dumps(name)}:{group.get_name()}" for name, group in layers.items())
    script = f"{root.script.render()}\n{SWITCH}({page_map.get_name()}, {{{named}}});"
    return MapPieces(style, library, root.html.render(), script)


def _number(root: Element) -> None:
    """Give the parts of a map names in order instead of random ones, so that equal maps are equal bytes."""
    waiting, count = [root], 0
    while waiting:
        element = waiting.pop()
        element._id = f"{count:04d}"
        count += 1
        waiting.extend(reversed(element._children.values()))


@cache
def _load_provinces() -> str:
    return _PROVINCES.read_text(encoding="utf-8")


@cache
def _load_leaflet() -> tuple[str, str]:
    """Return Leaflet's script and its style sheet with the pictures in it."""
    try:
        source = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
        library = source.joinpath("leaflet.js").read_text(encoding="utf-8")
        style = source.joinpath("leaflet.css").read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        remedy = "install the app: pip install 'rural-route-planner[app]'"
        message = "the map library Leaflet (package django-js-lib-leaflet) is not installed"
        raise MissingExtraError("E006", message, remedy=remedy) from error

    def embed(match: re.Match[str]) -> str:
        picture = base64.b64encode(source.joinpath(*match[1].split("/")).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{picture})"

    return _SOURCE_MAP.sub("\n", library), _PICTURE.sub(embed, style)
