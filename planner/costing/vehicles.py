"""Which vehicles a group takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planner.model.travel import Vehicle

_BY_SEATS: Final = sorted((one for one in Vehicle if one.guest_seats is not None), key=lambda one: one.guest_seats or 0)
"""Vehicles with a driver, the smallest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleChoice:
    """So many vehicles of one kind."""

    vehicle: Vehicle
    vehicles: int


def choose_vehicles(
    size: int, *, has_guide: bool = False, fixed: Vehicle | None = None, planned: Vehicle | None = None
) -> VehicleChoice:
    """Return the vehicles that seat a group, its guide included.

    A vehicle has `Vehicle.guest_seats`: its name counts the driver's seat, too. A bus of 16 seats takes 14 guests
    with their guide.

    Parameters
    ----------
    size
        Guests, at least 1.
    fixed
        Vehicle that the operator wants: as many as are needed. None = the smallest that seats all, and several of
        the largest where none does.
    planned
        Vehicle that the trip was planned with. A trip on two wheels stays one: everybody rides their own.
    """
    seats_needed = size + has_guide
    if fixed is None and planned is not None and planned.guest_seats is None:
        fixed = planned
    if fixed is None:
        fitting = (one for one in _BY_SEATS if (one.guest_seats or 0) >= seats_needed)
        fixed = next(fitting, _BY_SEATS[-1])
    seats = fixed.guest_seats or 1
    return VehicleChoice(vehicle=fixed, vehicles=-(-seats_needed // seats))
