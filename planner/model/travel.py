"""What a travel time source answers: matrices for the optimiser, legs for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
LonLat = tuple[float, float]


class Vehicle(StrEnum):
    """Vehicles of the request; seats are those for guests."""

    CAR4 = "car4"
    CAR7 = "car7"
    VAN16 = "van16"
    BUS29 = "bus29"
    COACH45 = "coach45"
    MOTORBIKE = "motorbike"
    BICYCLE = "bicycle"

    @property
    def guest_seats(self) -> int | None:
        """Seats for guests beside the driver; None where everybody rides their own."""
        return _GUEST_SEATS[self]


_GUEST_SEATS: dict[Vehicle, int | None] = {
    # The number in the name counts the driver's seat, as vehicle registrations in Viet Nam do.
    Vehicle.CAR4: 3,
    Vehicle.CAR7: 6,
    Vehicle.VAN16: 15,
    Vehicle.BUS29: 28,
    Vehicle.COACH45: 44,
    Vehicle.MOTORBIKE: None,
    Vehicle.BICYCLE: None,
}


class Quality(StrEnum):
    """How far an answer can be trusted, best first. Everything shown to a person says which."""

    ROUTED = "routed"
    """Along real streets, from an OSM extract or a routing server."""
    SKELETON = "skeleton"
    """Along the embedded model of the trunk network, of good or medium confidence."""
    SKELETON_LOW = "skeleton_low"
    """As `SKELETON`, with a leg of low confidence on the way or a point known to 2-9 km only."""
    REMOTE = "remote"
    """As `SKELETON`, but an end lies more than 15 km from the network: check before you go."""
    ESTIMATE = "estimate"
    """From the great circle, no road known."""


QUALITY_ORDER: tuple[Quality, ...] = tuple(Quality)
"""`TravelMatrix.quality` holds indices into this tuple; the greater, the worse."""


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A point that a travel time source can be asked about."""

    id: str
    lon_deg: float
    lat_deg: float
    uncertainty_km: float = 0.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TravelSpread:
    """How far travel may differ from what a matrix says; arrays of shape (n, n), 0 where unreachable.

    Parameters
    ----------
    spread_s
        One standard deviation of the time on the move, in seconds.
    wait_min
        Waiting for boats that the minutes contain: the usual wait, from none to twice as long.
    still_min
        Rests and crossings, which take the time that they take.
    """

    spread_s: IntArray
    wait_min: IntArray
    still_min: IntArray


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TravelMatrix:
    """Travel between `n` points with one vehicle; entry [i, j] is from i to j along the fastest way.

    Parameters
    ----------
    reachable
        Shape (n, n). Where False the other arrays hold -1 and must not be used.
    minutes
        Door to door, shape (n, n), rounded up after closing by shortest paths: driving, planned
        rests (15 min per full 2 h of driving on a leg), ferries with waiting, change of vehicle.
    drive_min
        The part of `minutes` at the wheel (or in the saddle), shape (n, n).
    metres
        Length of the same way, ferries included, shape (n, n).
    quality
        Index into `QUALITY_ORDER`, shape (n, n), dtype uint8.
    source
        Name of the source, with its date or version.
    spread
        How far the minutes may be off; None where the source cannot tell.
    """

    reachable: BoolArray
    minutes: IntArray
    drive_min: IntArray
    metres: IntArray
    quality: npt.NDArray[np.uint8]
    source: str
    spread: TravelSpread | None = None


@dataclass(frozen=True, slots=True)
class LegPart:
    """A stretch of a leg travelled in one manner."""

    mode: str
    """``drive``, ``ferry`` (passengers), ``car_ferry``, ``wait``, ``rest``, ``transfer`` (hired vehicle), ``walk``."""
    minutes: int
    metres: int
    name: str = ""
    """Road number, ferry berths, or empty."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way between two points, with its drawing."""

    from_id: str
    to_id: str
    minutes: int
    drive_min: int
    metres: int
    mode: str
    """``drive``, ``ride`` (two wheels), ``ferry`` (any boat on the way) or ``walk``."""
    source: str
    quality: Quality
    is_schematic: bool
    """True where `geometry` joins towns by straight lines: draw dashed, never as a surveyed road."""
    geometry: tuple[LonLat, ...]
    parts: tuple[LegPart, ...] = ()
    notes: tuple[str, ...] = ()
