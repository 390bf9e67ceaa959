"""What a traveller changes in a finished plan, and what a new plan makes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from planner.model.itinerary import Infeasibility, Itinerary

ChangeKind = Literal["added", "removed", "moved", "retimed", "other_way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A visit that stays on its day and begins at the same minute, or nights that stay where they are.

    A place that is both visited and slept at is locked as both.
    """

    place: str
    """Place, lodging or experience id of a visit or a night of the plan."""
    day: int | None = None
    """Day of the visit, or of the evening, from 1; None = wherever it stands in the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A place that is to be visited on another day, at any hour; it need not be in the plan yet."""

    place: str
    day: int
    """From 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Changes of a plan, made together."""

    locks: tuple[Lock, ...] = ()
    frees: tuple[str, ...] = ()
    """Places whose day and hour no longer matter."""
    moves: tuple[Move, ...] = ()
    drops: tuple[str, ...] = ()
    """Ids that must not be in the trip any more, whatever was asked for before."""
    adds: tuple[str, ...] = ()
    """Ids that must be in the trip."""
    looks_again: bool = False
    """Search although nothing is changed; without, a plan without edits stays what it is."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return self == Edits()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChange:
    """How one place stands after the change. Unchanged visits are not listed."""

    kind: ChangeKind
    """``other_way``: the same place on the same day, with another experience."""
    place_id: str
    day_before: int | None
    """From 1; None = not in the plan before."""
    begin_before: dt.datetime | None
    day_after: int | None
    begin_after: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightChange:
    """A night that is spent elsewhere."""

    night: int
    """From 1."""
    before_id: str
    after_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """The answer to edits: a new plan and how it differs, or the old one and why it cannot be changed so."""

    itinerary: Itinerary
    """The new plan; where `conflicts` are named, the old one, untouched."""
    changes: tuple[VisitChange, ...] = ()
    night_changes: tuple[NightChange, ...] = ()
    kept: int = 0
    """Visits of the old plan that stay on their day, with the same experience."""
    conflicts: tuple[Infeasibility, ...] = ()
    """Which edits cannot be had, each with the change of the edited request that was tried and mends it."""

    @property
    def is_possible(self) -> bool:
        """Whether the edits could be kept."""
        return not self.conflicts
