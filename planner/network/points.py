"""Points as arrays, checked."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from planner.errors import TravelTimeError
from planner.model.travel import GeoPoint, IntArray
from planner.network.ground import FloatArray


def list_coordinates(points: Sequence[GeoPoint]) -> tuple[FloatArray, FloatArray]:
    """Return longitudes and latitudes, shape (n,) each.

    Raises
    ------
    TravelTimeError
        N304 when a coordinate is not a number on Earth.
    """
    for point in points:
        lon_deg, lat_deg = point.lon_deg, point.lat_deg
        if not (math.isfinite(lon_deg) and math.isfinite(lat_deg) and abs(lon_deg) <= 180 and abs(lat_deg) <= 90):
            msg = f"point {point.id!r} lies at lon {lon_deg}, lat {lat_deg}, which is nowhere on Earth"
            raise TravelTimeError("N304", msg, remedy="check that lon and lat are degrees and not swapped")
    return np.array([point.lon_deg for point in points]), np.array([point.lat_deg for point in points])


def number_ids(points: Sequence[GeoPoint]) -> IntArray:
    """Return a number per point, the same for points of the same id."""
    number = {point.id: k for k, point in enumerate(points)}
    return np.array([number[point.id] for point in points], dtype=np.int64)
