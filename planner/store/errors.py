"""What can go wrong with saved trips."""

from __future__ import annotations

from planner.errors import PlannerError


class StoreError(PlannerError):
    """A saved trip cannot be read or written."""


class ConflictError(StoreError):
    """Somebody else saved the trip meanwhile; nothing was written."""

    def __init__(self, trip_id: str, based_on: int, newest: int) -> None:
        message = f"version {newest} of the trip was saved meanwhile; this one was made from version {based_on}"
        remedy = f"look at version {newest}, then save yours again on top of it, or save a copy"
        super().__init__("S006", message, remedy=remedy, where=trip_id)
        self.based_on = based_on
        self.newest = newest
