"""Travel times along the embedded model of the trunk network: no download, no server, no street map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.errors import UnreachableError
from planner.model.roads import RoadLeg, RoadNode, SpeedRow
from planner.model.travel import QUALITY_ORDER, GeoPoint, IntArray, Leg, Quality, TravelMatrix, TravelSpread, Vehicle
from planner.network.describe import LEAST_MIN, count_rests, describe_way, get_mode
from planner.network.ground import FloatArray, Ground, IndexArray, build_ground
from planner.network.least import LeastTravel
from planner.network.pairs import DIRECT, UNREACHABLE, Ways, find_ways
from planner.network.points import list_coordinates, number_ids
from planner.network.snap import ACCESS_DETOUR, MAX_ACCESS_KM, Anchors, Snapper
from planner.network.speeds import SpeedTable
from planner.network.trace import trace_way
from planner.network.vehicle_network import MS_PER_MIN, VehicleNetwork, build_vehicle_network

APPROXIMATE_KM: Final = 2.0
"""Points known to this or worse make an answer `Quality.SKELETON_LOW`."""
_NO_QUALITY: Final = np.iinfo(np.uint8).max
"""Stands in `TravelMatrix.quality` where a pair is unreachable: -1 in eight bits."""

SKELETON_NAME: Final = "embedded skeleton"
"""What every name of the source begins with."""


@dataclass(frozen=True, slots=True, eq=False)
class _Fleet:
    """What is kept per vehicle once it has been asked for."""

    network: VehicleNetwork
    snapper: Snapper


class SkeletonSource:
    """A `TravelTimeSource` over the embedded skeleton; build it with `SkeletonSource.build`.

    Answers are symmetric, depend on no other point than the two asked about, and `leg` and `matrix`
    give the same minutes, driving minutes, metres and quality for the same pair. All-pairs shortest
    paths are made once per vehicle, at its first use.

    Notes
    -----
    The way chosen is the one of least time before planned rests; rests, the floor of `LEAST_MIN`
    and rounding up come after. Between road nodes that time is closed under the triangle inequality.
    Between sites it need not be: a site between two roads is reached from both, yet nobody else's
    way uses it as a short cut.
    """

    def __init__(self, ground: Ground, speeds: SpeedTable, name: str) -> None:
        self.name = name
        self._ground = ground
        self._speeds = speeds
        self._fleets: dict[Vehicle, _Fleet] = {}

    @classmethod
    def build(
        cls, nodes: Mapping[str, RoadNode], legs: Sequence[RoadLeg], speeds: Sequence[SpeedRow], *, dated: str = ""
    ) -> SkeletonSource:
        """Return the source of checked facts.

        Parameters
        ----------
        nodes, legs, speeds
            As in the catalogue; every leg is travelled in both directions.
        dated
            Date or version of the tables, for `name`.

        Raises
        ------
        TravelTimeError
            When the tables contradict themselves (N301, N303).
        """
        name = f"{SKELETON_NAME}, {dated}" if dated else SKELETON_NAME
        return cls(build_ground(nodes, legs), SpeedTable.build(speeds), name)

    def matrix(self, points: Sequence[GeoPoint], vehicle: Vehicle) -> TravelMatrix:
        """Return travel between all pairs of points.

        Points of the same id are the same place: no time, no distance.

        Raises
        ------
        TravelTimeError
            N304 when a coordinate is not on Earth, N302 when the table has no speed for the vehicle.
        """
        n = len(points)
        order = sorted(range(n), key=lambda k: _sort_key(points[k]))
        ordered = [points[k] for k in order]
        one, other = np.triu_indices(n, k=1)
        ways, anchors = self._find_ways(self._get_fleet(vehicle), ordered, one, other)
        minutes, drive_min = self._round_up(ways)
        quality = _grade(ways, ordered, one, other)

        ids = number_ids(ordered)
        is_same = ids[one] == ids[other]
        is_lost = (ways.kind == UNREACHABLE) & ~is_same
        best = QUALITY_ORDER.index(Quality.SKELETON)
        place = np.array(order, dtype=np.intp)[one], np.array(order, dtype=np.intp)[other]

        def fill(values: IntArray, same: int, lost: int) -> IntArray:
            full = np.full((n, n), same, dtype=np.int64)
            full[place] = full[place[::-1]] = np.where(is_same, same, np.where(is_lost, lost, values))
            return full

        return TravelMatrix(
            reachable=fill(np.ones(one.size, dtype=np.int64), 1, 0) > 0,
            minutes=fill(minutes, 0, -1),
            drive_min=fill(drive_min, 0, -1),
            metres=fill(ways.metres, 0, -1),
            quality=fill(quality, best, _NO_QUALITY).astype(np.uint8),
            source=self.name,
            spread=TravelSpread(
                spread_s=fill(_widen(ways, _locate_within_s(ordered, anchors.access_kph), one, other), 0, 0),
                wait_min=fill(ways.wait_ms // MS_PER_MIN, 0, 0),
                still_min=fill(self._find_still_min(ways), 0, 0),
            )
            if self._speeds.has_spread
            else None,
        )

    def leg(self, a: GeoPoint, b: GeoPoint, vehicle: Vehicle) -> Leg:
        """Return the way from `a` to `b` with its parts and a schematic drawing.

        The minutes of the parts sum to those of the leg, and so do the metres.

        Raises
        ------
        UnreachableError
            N401 when no way leads there with this vehicle, N402 when an end is outside the network.
        TravelTimeError
            N304 when a coordinate is not on Earth, N302 when the table has no speed for the vehicle.
        """
        if a.id == b.id:
            return self._stay(a, b, vehicle)
        is_turned = _sort_key(b) < _sort_key(a)
        ends = (b, a) if is_turned else (a, b)
        fleet = self._get_fleet(vehicle)
        one, other = np.array([0]), np.array([1])
        ways, anchors = self._find_ways(fleet, ends, one, other)
        if ways.kind[0] == UNREACHABLE:
            raise _refuse(ends, anchors, vehicle)
        minutes, drive_min = self._round_up(ways)
        stretches = trace_way(self._ground, fleet.network, anchors, ways, ends)
        if is_turned:
            stretches = [stretch.turned() for stretch in reversed(stretches)]
        return describe_way(
            (a, b), stretches, vehicle,
            minutes=int(minutes[0]), drive_min=int(drive_min[0]), metres=int(ways.metres[0]),
            rest_min=self._speeds.planned_rest_min, source=self.name,
            quality=QUALITY_ORDER[int(_grade(ways, ends, one, other)[0])],
        )  # fmt: skip

    def find_least(self, points: Sequence[GeoPoint], vehicle: Vehicle) -> LeastTravel:
        """Return lower bounds of travel among many points, by any chain of them, without their matrix.

        Raises
        ------
        TravelTimeError
            N304 when a coordinate is not on Earth, N302 when the table has no speed for the vehicle.
        """
        fleet = self._get_fleet(vehicle)
        lon_deg, lat_deg = list_coordinates(points)
        return LeastTravel(self._ground, fleet.network, fleet.snapper.snap(lon_deg, lat_deg), lon_deg, lat_deg)

    def get_network(self, vehicle: Vehicle) -> VehicleNetwork:
        """Return the shortest paths of a vehicle between the nodes themselves, in the order of the node table."""
        return self._get_fleet(vehicle).network

    def _get_fleet(self, vehicle: Vehicle) -> _Fleet:
        if vehicle not in self._fleets:
            network = build_vehicle_network(self._ground, self._speeds, vehicle)
            self._fleets[vehicle] = _Fleet(network, Snapper(self._ground, network, self._speeds))
        return self._fleets[vehicle]

    def _find_ways(
        self, fleet: _Fleet, points: Sequence[GeoPoint], one: IndexArray, other: IndexArray
    ) -> tuple[Ways, Anchors]:
        """Ways of pairs of points, which must be in the order of `_sort_key`: ties then break alike every time."""
        lon_deg, lat_deg = list_coordinates(points)
        anchors = fleet.snapper.snap(lon_deg, lat_deg)
        return find_ways(fleet.network, anchors, lon_deg, lat_deg, one, other), anchors

    def _round_up(self, ways: Ways) -> tuple[IntArray, IntArray]:
        """Minutes door to door, with planned rests and the floor between different places, and minutes driven."""
        minutes = np.maximum(-(-_get_time_ms(ways) // MS_PER_MIN) + self._count_rest_min(ways), LEAST_MIN)
        return minutes, -(-ways.drive_ms // MS_PER_MIN)

    def _count_rest_min(self, ways: Ways) -> IntArray:
        return count_rests(ways.drive_ms) * self._speeds.planned_rest_min

    def _find_still_min(self, ways: Ways) -> IntArray:
        """Minutes of rests, crossings and changes of vehicle; what is not driven and not waited for."""
        on_board_ms = np.maximum(_get_time_ms(ways) - ways.drive_ms, 0)
        still_min: IntArray = self._count_rest_min(ways) + (on_board_ms - ways.wait_ms) // MS_PER_MIN
        return still_min

    def _stay(self, a: GeoPoint, b: GeoPoint, vehicle: Vehicle) -> Leg:
        return Leg(
            from_id=a.id, to_id=b.id, minutes=0, drive_min=0, metres=0, mode=get_mode(vehicle, has_ferry=False),
            source=self.name, quality=Quality.SKELETON, is_schematic=True,
            geometry=((a.lon_deg, a.lat_deg), (b.lon_deg, b.lat_deg)),
        )  # fmt: skip


def _get_time_ms(ways: Ways) -> IntArray:
    """Return times with 0 where unreachable."""
    return np.where(np.isfinite(ways.time_ms), ways.time_ms, 0.0).astype(np.int64)


def _locate_within_s(points: Sequence[GeoPoint], access_kph: FloatArray) -> FloatArray:
    """Seconds that a point's uncertain place is worth: half of what is stated, taken as two deviations, by road."""
    uncertainty_km = np.array([point.uncertainty_km for point in points], dtype=np.float64)
    return uncertainty_km / 2 * ACCESS_DETOUR / access_kph * 3600


def _widen(ways: Ways, place_s: FloatArray, one: IndexArray, other: IndexArray) -> IntArray:
    """One standard deviation of the ways in seconds: of the roads, and of where both ends really are."""
    square = (ways.spread_ms / 1000) ** 2 + place_s[one] ** 2 + place_s[other] ** 2
    return np.round(np.sqrt(square)).astype(np.int64)


def _sort_key(point: GeoPoint) -> tuple[float, float, str]:
    return point.lon_deg, point.lat_deg, point.id


def _grade(ways: Ways, points: Sequence[GeoPoint], one: IndexArray, other: IndexArray) -> IntArray:
    """Index into `QUALITY_ORDER` of the worst thing on each way."""
    uncertain = np.array([point.uncertainty_km >= APPROXIMATE_KM for point in points], dtype=np.bool_)
    is_low = ways.is_low | uncertain[one] | uncertain[other]
    grades = np.select(
        [ways.kind == DIRECT, ways.is_remote, is_low],
        [QUALITY_ORDER.index(quality) for quality in (Quality.ESTIMATE, Quality.REMOTE, Quality.SKELETON_LOW)],
        QUALITY_ORDER.index(Quality.SKELETON),
    )
    return np.asarray(grades, dtype=np.int64)


def _refuse(ends: tuple[GeoPoint, GeoPoint], anchors: Anchors, vehicle: Vehicle) -> UnreachableError:
    for point, land in zip(ends, anchors.land, strict=True):
        if land < 0:
            msg = f"{point.id} lies more than {MAX_ACCESS_KM:.0f} km from every road of the network"
            return UnreachableError("N402", msg, remedy="choose a place in Viet Nam that a road or ferry reaches")
    msg = f"no road or ferry of the network leads from {ends[0].id} to {ends[1].id} by {vehicle.value}"
    return UnreachableError("N401", msg, remedy="leave one of the two out, or take another vehicle")
