"""GeoPackage 1.4 (OGC 12-128): stops, gateways, nights and legs of a trip as layers for a GIS, in EPSG:4326.

Columns are those of the GeoJSON file without what is nested; moments are ISO 8601 text with their offset, since the
format itself would turn them into UTC. GDAL writes the moment of writing into the file: it is told the last day of the
trip instead (its option ``OGR_CURRENT_DATE``), so that the same plan gives the same bytes by the same GDAL and SQLite.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

from planner.model.itinerary import Itinerary
from planner.present.words import Words
from planner.publish.geojson import describe_station, describe_way
from planner.publish.stations import StationKind, list_stations, list_ways

LAYERS: Final = ("stops", "legs", "nights", "gateways")
_CRS: Final = "EPSG:4326"
_KINDS: Final = {"stops": StationKind.STOP, "nights": StationKind.NIGHT, "gateways": StationKind.GATEWAY}

_lock = Lock()
"""The option of GDAL is one for all threads."""


def render_geopackage(itinerary: Itinerary, words: Words) -> bytes:
    """Return the itinerary as a GeoPackage with the layers of `LAYERS`; one without rows is there, and empty.

    Raises
    ------
    KeyError
        When the plan names a place that the catalogue does not have.
    """
    import shapely

    stations, ways = list_stations(itinerary, words), list_ways(itinerary, words)
    layers: dict[str, tuple[list[dict[str, Any]], list[Any]]] = {}
    for layer, kind in _KINDS.items():
        chosen = [station for station in stations if station.kind is kind]
        points = [shapely.Point(one.located.lon_deg, one.located.lat_deg) for one in chosen]
        layers[layer] = [describe_station(one, words) for one in chosen], points
    layers["legs"] = [describe_way(way) for way in ways], [shapely.LineString(way.points) for way in ways]
    with tempfile.TemporaryDirectory() as folder, _date_of_writing(itinerary.request.dates[-1].isoformat()):
        path = Path(folder) / "trip.gpkg"
        for layer in LAYERS:
            _write_layer(path, layer, *layers[layer])
        return path.read_bytes()


def _write_layer(path: Path, layer: str, rows: Sequence[dict[str, Any]], shapes: Sequence[Any]) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(list(rows), geometry=list(shapes), crs=_CRS)
    kind = "LineString" if layer == "legs" else "Point"
    frame.to_file(path, layer=layer, driver="GPKG", engine="pyogrio", geometry_type=kind, append=path.exists())


@contextmanager
def _date_of_writing(day: str) -> Iterator[None]:
    """Let GDAL write a date of our own instead of asking the clock."""
    import pyogrio

    with _lock:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
