"""What the use case needs from a source of travel times; `planner.network` happens to fit it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from planner.model.travel import GeoPoint, IntArray, Leg, TravelMatrix, Vehicle


class TravelTimeSource(Protocol):
    """Anything that can say how long it takes between points, and along which way."""

    @property
    def name(self) -> str:
        """Name with date or version, as it stands in every plan's provenance."""

    def matrix(self, points: Sequence[GeoPoint], vehicle: Vehicle) -> TravelMatrix:
        """Return travel between all pairs of points."""

    def leg(self, a: GeoPoint, b: GeoPoint, vehicle: Vehicle) -> Leg:
        """Return the way from one point to another; raises `UnreachableError` where there is none."""


class LeastTravel(Protocol):
    """Lower bounds of travel from one of a fixed list of points to all of them, by any chain of the points."""

    def get_drive_min(self, start: int) -> IntArray:
        """Return least minutes of driving from the point of a number to every point, shape (p,); -1 = no way."""

    def get_travel_min(self, start: int) -> IntArray:
        """Return least minutes of travel from the point of a number to every point, shape (p,); -1 = no way."""


@runtime_checkable
class KnowsLeastTravel(Protocol):
    """What a source may offer besides: lower bounds among many points, without their matrix.

    Ways there and back must be equally long; a source with one-way streets had better not offer it.
    """

    def find_least(self, points: Sequence[GeoPoint], vehicle: Vehicle) -> LeastTravel:
        """Return the lower bounds among points, whose numbers are their places in the list."""
