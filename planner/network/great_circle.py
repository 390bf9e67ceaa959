"""Travel times from nothing but the distance: the last resort, and never more than an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from planner.model.roads import SpeedRow
from planner.model.travel import (
    QUALITY_ORDER,
    GeoPoint,
    IntArray,
    Leg,
    LegPart,
    Quality,
    TravelMatrix,
    TravelSpread,
    Vehicle,
)
from planner.network.describe import LEAST_MIN, get_mode
from planner.network.ground import FloatArray, measure_km
from planner.network.points import list_coordinates, number_ids
from planner.network.speeds import SpeedTable

ROAD_KM: Final = (0.0, 100.0, 300.0, 600.0)
"""Middles of the classes of road length (below 200 km, 200-400, above 400) for which figures were observed."""
DETOUR: Final = (1.22, 1.22, 1.36, 1.47)
"""Median road km per great-circle km: 46 pairs of Vietnamese towns, coach timetables."""
COACH_KPH: Final = (38.0, 38.0, 40.4, 45.4)
"""Median speed of 55 coach schedules, stops included."""
NOTE_ESTIMATE: Final = "estimated from the great circle: rivers, ranges and the sea are not known to this source"
SPREAD: Final = 0.25
"""One standard deviation as a share of the time; inferred, as the ratios observed lie 20-30 per cent apart."""
_CROW_KM: Final = tuple(road / detour for road, detour in zip(ROAD_KM, DETOUR, strict=True))


class GreatCircleSource:
    """A `TravelTimeSource` that knows no road: distance times a detour, over a speed, both by length.

    Every answer is `Quality.ESTIMATE`, off by 20-30 per cent at best. **Islands are unknown to it**:
    it answers a drive across the sea like any other, and says so in the notes of each leg. Stops
    stand in the observed speeds already, so no planned rest is added and all minutes count as
    driving.
    """

    def __init__(self, speeds: Sequence[SpeedRow]) -> None:
        self.name = "great circle"
        self._speeds = SpeedTable.build(speeds)

    def matrix(self, points: Sequence[GeoPoint], vehicle: Vehicle) -> TravelMatrix:
        """Return travel between all pairs of points; everything is reachable, rightly or not.

        Raises
        ------
        TravelTimeError
            N304 when a coordinate is not on Earth, N302 when the table has no speed for the vehicle.
        """
        lon_deg, lat_deg = list_coordinates(points)
        minutes, metres = self._measure(
            lon_deg[:, None], lat_deg[:, None], lon_deg[None, :], lat_deg[None, :], vehicle
        )  # fmt: skip
        ids = number_ids(points)
        is_same = ids[:, None] == ids[None, :]
        travel_min = np.where(is_same, 0, np.maximum(minutes, LEAST_MIN))
        nothing = np.zeros(is_same.shape, dtype=np.int64)
        return TravelMatrix(
            reachable=np.ones(is_same.shape, dtype=np.bool_),
            minutes=travel_min,
            drive_min=np.where(is_same, 0, minutes), metres=np.where(is_same, 0, metres),
            quality=np.full(is_same.shape, QUALITY_ORDER.index(Quality.ESTIMATE), dtype=np.uint8), source=self.name,
            spread=TravelSpread(
                spread_s=np.round(60 * SPREAD * travel_min).astype(np.int64), wait_min=nothing, still_min=nothing
            ),
        )  # fmt: skip

    def leg(self, a: GeoPoint, b: GeoPoint, vehicle: Vehicle) -> Leg:
        """Return the straight line from `a` to `b`, with the same figures as `matrix`.

        Raises
        ------
        TravelTimeError
            As `matrix`.
        """
        matrix = self.matrix((a, b), vehicle)
        minutes, drive_min, metres = (int(array[0, 1]) for array in (matrix.minutes, matrix.drive_min, matrix.metres))
        return Leg(
            from_id=a.id, to_id=b.id, minutes=minutes, drive_min=drive_min, metres=metres,
            mode=get_mode(vehicle, has_ferry=False), source=self.name, quality=Quality.ESTIMATE, is_schematic=True,
            geometry=((a.lon_deg, a.lat_deg), (b.lon_deg, b.lat_deg)),
            parts=(LegPart("drive", minutes, metres),) if minutes else (), notes=(NOTE_ESTIMATE,),
        )  # fmt: skip

    def _measure(
        self,
        lon_a_deg: FloatArray,
        lat_a_deg: FloatArray,
        lon_b_deg: FloatArray,
        lat_b_deg: FloatArray,
        vehicle: Vehicle,
    ) -> tuple[IntArray, IntArray]:
        crow_km = measure_km(lon_a_deg, lat_a_deg, lon_b_deg, lat_b_deg)
        road_km = crow_km * np.interp(crow_km, _CROW_KM, DETOUR)
        kph = [self._speeds.get_vehicle_kph(car_kph, "plain", vehicle) for car_kph in COACH_KPH]
        hours = road_km / np.interp(crow_km, _CROW_KM, kph)
        minutes = np.ceil(hours * 60 - 1e-9).astype(np.int64)
        return minutes, np.round(road_km * 1000).astype(np.int64)
