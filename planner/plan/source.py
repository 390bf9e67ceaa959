"""What the use case needs from a source of travel times; `planner.network` happens to fit it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from planner.model.travel import GeoPoint, Leg, TravelMatrix, Vehicle


class TravelTimeSource(Protocol):
    """Anything that can say how long it takes between points, and along which way."""

    @property
    def name(self) -> str:
        """Name with date or version, as it stands in every plan's provenance."""

    def matrix(self, points: Sequence[GeoPoint], vehicle: Vehicle) -> TravelMatrix:
        """Return travel between all pairs of points."""

    def leg(self, a: GeoPoint, b: GeoPoint, vehicle: Vehicle) -> Leg:
        """Return the way from one point to another; raises `UnreachableError` where there is none."""
