"""The catalogue as GeoDataFrames, for maps, joins and export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.catalogue.loading import load_province_geojson
from planner.model.catalogue import Catalogue
from planner.model.place import Commune, Located

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = "EPSG:4326"
"""WGS 84, longitude first."""


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """One GeoDataFrame per kind of fact, in EPSG:4326, with the fields of the model as columns.

    Attributes
    ----------
    places, lodgings, gateways
        Points, indexed by id. Draw a pin only where ``coord_uncertainty_km`` allows it.
    communes
        Representative points, indexed by code.
    provinces
        Simplified outlines, indexed by province. Small islets are dropped.
    """

    places: GeoDataFrame
    lodgings: GeoDataFrame
    gateways: GeoDataFrame
    communes: GeoDataFrame
    provinces: GeoDataFrame


def build_frames(catalogue: Catalogue, data_dir: Path | str | None = None) -> Frames:
    """Return the catalogue as GeoDataFrames; the outlines come from the data directory.

    Raises
    ------
    CatalogueError
        When the province outlines cannot be read.
    """
    import geopandas as gpd  # slow to import, and needed only here

    outlines = load_province_geojson(data_dir)
    provinces = gpd.GeoDataFrame.from_features(outlines["features"], crs=CRS).set_index("province")
    return Frames(
        places=_build_points(catalogue.places.values(), "id", "lon_deg", "lat_deg"),
        lodgings=_build_points(catalogue.lodgings.values(), "id", "lon_deg", "lat_deg"),
        gateways=_build_points(catalogue.gateways.values(), "id", "lon_deg", "lat_deg"),
        communes=_build_points(catalogue.communes, "code", "rep_lon_deg", "rep_lat_deg"),
        provinces=provinces,
    )


def _build_points(facts: Iterable[Located] | Iterable[Commune], key: str, lon: str, lat: str) -> GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    records: list[dict[str, Any]] = [asdict(fact) for fact in facts]
    frame = pd.DataFrame.from_records(records, index=key)
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame[lon], frame[lat]), crs=CRS)
