"""Other states to hold the open trip against: its own versions, and other saved trips."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.store import StoreError, TripDocument, TripSummary, VersionSummary
from ui.studio_shelf import find_store
from ui.studio_state import Draft, Studio, check_again

MAX_AUTOSAVES = 8
"""Unnamed versions offered; those that somebody named are all there."""
MAX_TRIPS = 40
MAX_SIDES = 4
"""Saved states that are kept in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A saved state."""

    trip_id: str
    version: int | None
    """None = the newest version of another trip."""
    name: str
    """Note of the version, or title of the trip."""
    moment: dt.datetime


def list_versions(studio: Studio) -> list[VersionSummary]:
    """Return the versions of the open trip, named ones and the newest of the others, the newest first.

    `StoreError` when the store cannot tell.
    """
    store = find_store()
    if store is None or studio.trip_id is None:
        return []
    every = store.list_versions(studio.trip_id)
    unnamed = [one for one in every if not one.note][: MAX_AUTOSAVES + 1]
    return [one for one in every if one.note or one in unnamed]


def list_sides(studio: Studio) -> list[Side]:
    """Return what the open trip can be compared with: variants, versions, other trips.

    `StoreError` when the store cannot tell.
    """
    store = find_store()
    if store is None or studio.trip_id is None:
        return []
    versions = [one for one in list_versions(studio) if one.note or one.number != studio.based_on]
    versions.sort(key=lambda one: (not one.note, -one.number))
    trips = [one for one in store.list_trips() if one.id != studio.trip_id][:MAX_TRIPS]
    return [
        *(Side(trip_id=studio.trip_id, version=v.number, name=v.note, moment=v.created_at) for v in versions),
        *(Side(trip_id=t.id, version=None, name=_name_trip(t), moment=t.updated_at) for t in trips),
    ]


def _name_trip(trip: TripSummary) -> str:
    return f"{trip.title} · {trip.client}" if trip.client else trip.title


def load_side(studio: Studio, side: Side) -> TripDocument | None:
    """Return the trip of a side; None where it is gone or damaged. Its content is read once."""
    for known, document in studio.sides:
        if known == (side.trip_id, side.version, side.moment):
            return document
    store = find_store()
    if store is None:
        return None
    try:
        found = store.load(side.trip_id, side.version).document
    except StoreError:
        return None
    studio.sides = [((side.trip_id, side.version, side.moment), found), *studio.sides][:MAX_SIDES]
    return found


def restore(studio: Studio, number: int) -> None:
    """Show an old version as the newest state; undo brings back what was there."""
    store = find_store()
    if store is None or studio.trip_id is None:
        return
    try:
        document = store.load(studio.trip_id, number).document
    except StoreError as error:
        studio.failure = error
        return
    studio.push(Draft(document=document))
    check_again(studio)
