"""Speeds by road class, terrain and vehicle, from the user's table; nothing here knows a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from planner.errors import TravelTimeError
from planner.model.roads import RoadLeg, SpeedRow
from planner.model.travel import Vehicle

TERRAINS: Final = ("plain", "delta", "hill", "mountain", "city")
ACCESS_CLASS: Final = "access"
"""Row of the speed table for the last part, from the network to a point."""
TWO_WHEELS: Final = frozenset({Vehicle.MOTORBIKE, Vehicle.BICYCLE})


def may_use(vehicle: Vehicle, leg: RoadLeg) -> bool:
    """Whether a vehicle is allowed on a leg: two wheels may not use expressways."""
    return leg.road_class != "expressway" or vehicle not in TWO_WHEELS


@dataclass(frozen=True, slots=True)
class SpeedTable:
    """Car speeds and vehicle factors; build it with `SpeedTable.build`.

    Parameters
    ----------
    car_kph
        (road class, terrain) -> km/h of a car, moving time.
    factor
        (vehicle, terrain) -> factor on the car's speed.
    own_kph
        (vehicle, terrain) -> km/h of a vehicle whose speed does not follow the car's (bicycle).
    planned_rest_min
        Rest after each full two hours of driving on a leg.
    spread
        (road class, terrain) -> one standard deviation of the time, as a share of it; empty = not known.
    low_confidence_factor
        On the spread of legs of low confidence.
    """

    car_kph: Mapping[tuple[str, str], float]
    factor: Mapping[tuple[str, str], float]
    own_kph: Mapping[tuple[str, str], float]
    planned_rest_min: int
    spread: Mapping[tuple[str, str], float]
    low_confidence_factor: float

    @classmethod
    def build(cls, rows: Iterable[SpeedRow]) -> SpeedTable:
        """Return the table of checked rows.

        Raises
        ------
        TravelTimeError
            N301 when a speed is not positive or the planned rest is missing.
        """
        car_kph: dict[tuple[str, str], float] = {}
        factor: dict[tuple[str, str], float] = {}
        own_kph: dict[tuple[str, str], float] = {}
        spread: dict[tuple[str, str], float] = {}
        rest_min: int | None = None
        low_confidence_factor = 1.0
        for row in rows:
            if row.kind == "rest":
                if row.key == "planned_stop_minutes" and row.plain is not None:
                    rest_min = int(row.plain)
                continue
            if row.kind == "spread" and row.key == "low_confidence":
                low_confidence_factor = row.plain or 1.0
                continue
            is_own = row.kind == "vehicle" and row.unit == "km/h"
            target = own_kph if is_own else {"vehicle": factor, "spread": spread}.get(row.kind, car_kph)
            for terrain in TERRAINS:
                value = getattr(row, terrain)
                if value is None:
                    continue
                if not value > 0:
                    msg = f"speed of {row.key} on {terrain} is {value}"
                    raise TravelTimeError("N301", msg, remedy="give a number above 0", where=f"road_speeds:{row.key}")
                target[row.key, terrain] = value
        if rest_min is None:
            msg = "the speed table has no row rest, planned_stop_minutes"
            raise TravelTimeError("N301", msg, remedy="add it; 0 means no planned rest", where="road_speeds")
        return cls(car_kph, factor, own_kph, rest_min, spread, low_confidence_factor)

    @property
    def has_spread(self) -> bool:
        """Whether the table says how far times scatter."""
        return bool(self.spread)

    def get_spread(self, road_class: str, terrain: str | None, *, is_low: bool = False) -> float:
        """Return one standard deviation of the time on a class of road, as a share of it; 0 in a table without any.

        Raises
        ------
        TravelTimeError
            N302 when the table has spreads, but none for this class and terrain.
        """
        if not self.has_spread:
            return 0.0
        share = self.spread.get((road_class, terrain or ""))
        if share is None:
            raise _miss(f"the spread of a road of class {road_class!r}", terrain)
        return share * (self.low_confidence_factor if is_low else 1.0)

    def get_kph(self, road_class: str, terrain: str | None, vehicle: Vehicle) -> float:
        """Return the speed of a vehicle on a class of road in a terrain, km/h.

        Raises
        ------
        TravelTimeError
            N302 when the table has no speed for this class, terrain or vehicle.
        """
        own = self.own_kph.get((vehicle.value, terrain or ""))
        if own is not None:
            return own
        car = self.car_kph.get((road_class, terrain or ""))
        if car is None:
            raise _miss(f"a road of class {road_class!r}", terrain)
        return self.get_vehicle_kph(car, terrain or "", vehicle)

    def get_vehicle_kph(self, car_kph: float, terrain: str, vehicle: Vehicle) -> float:
        """Return the speed of a vehicle where a car drives at `car_kph`.

        Raises
        ------
        TravelTimeError
            N302 when the table does not know the vehicle in this terrain.
        """
        own = self.own_kph.get((vehicle.value, terrain))
        if own is not None:
            return own
        factor = self.factor.get((vehicle.value, terrain))
        if factor is None:
            raise _miss(f"vehicle {vehicle.value!r}", terrain)
        return car_kph * factor


def _miss(what: str, terrain: str | None) -> TravelTimeError:
    msg = f"the speed table has nothing on {what} in terrain {terrain!r}"
    return TravelTimeError("N302", msg, remedy="add the row to road_speeds", where="road_speeds")
