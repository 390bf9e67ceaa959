"""Whether a place can be visited on a day: of all its hours for people, of all places as an array for filters.

Both follow one law, so a badge never contradicts the lines beneath it. The best way to visit a place decides. Where the
place's own hours are known, they hold for what is done there, too: hours that are merely typical count within them
only, and unknown ones say nothing beside them; what a source says of an activity counts as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.catalogue.calendar import DayOpening, Intervals, TripCalendar
from planner.model.catalogue import Catalogue
from planner.model.explore import HoursState, KnownHours
from planner.model.place import Located, Place
from planner.plan.explore_index import Ways

ORDER: Final = (HoursState.CLOSED, HoursState.UNKNOWN, HoursState.LIKELY, HoursState.OPEN)
"""From worst to best."""
_CLOSED, _UNKNOWN, _LIKELY, _OPEN = range(len(ORDER))
_UNTOLD: Final = -1
_UNSTATED: Final = "hours_unknown"
"""Reason of the calendar where hours do not tell whether a day is one of theirs."""


def list_known_hours(
    calendar: TripCalendar, catalogue: Catalogue, located: Located, on: dt.date
) -> tuple[KnownHours, ...]:
    """Return what is known of the hours of a day: the place's own first, then those of what is done there by hours.

    A festival that is not on says nothing of the day.
    """
    own: DayOpening | None = None
    if isinstance(located, Place) and located.opening_hours is not None:
        own = calendar.get_opening(None, located, on)
    found: dict[tuple[KnownHours, bool], list[str]] = {}
    for experience in catalogue.experiences_at.get(located.id, ()):
        opening = calendar.get_opening(experience, located, on)
        is_festival = experience.festival_id is not None
        if is_festival and not opening.is_open:
            continue
        if (hours := _hold_within(opening, own)) is not None:
            found.setdefault((hours, is_festival), []).append(experience.id)
    lines = [
        replace(hours, experience_ids=tuple(ids), is_festival=is_festival)
        for (hours, is_festival), ids in found.items()
    ]
    return tuple(lines) if own is None else (_tell(own), *lines)


def _hold_within(opening: DayOpening, own: DayOpening | None) -> KnownHours | None:
    """Return hours of something done at a place, held within the place's own; None where these alone count."""
    if own is None or own.closed_reason == _UNSTATED:
        return _tell(opening)
    if opening.closed_reason == _UNSTATED or (opening.is_open and opening.basis == "unknown"):
        return None
    if opening.basis == "sourced":
        return _tell(opening)
    if not own.is_open:
        return None
    both = _intersect(opening.intervals, own.intervals)
    return None if opening.is_open and not both else replace(_tell(opening), intervals=both)


def _tell(opening: DayOpening) -> KnownHours:
    return KnownHours(opening.intervals, opening.basis, opening.closed_reason)


def _intersect(ones: Intervals, others: Intervals) -> Intervals:
    pairs = ((max(a, c), min(b, d)) for a, b in ones for c, d in others)
    return tuple(sorted((first, last) for first, last in pairs if first < last))


def find_state(lines: Iterable[KnownHours], at_min: int | None) -> HoursState:
    """Return the state that the lines of `list_known_hours` amount to, at a minute or at any time of the day."""
    states = [
        state
        for line in lines
        if (state := get_state(line.intervals, line.basis, line.closed_reason, at_min)) is not HoursState.CLOSED
        or not line.is_festival
    ]
    return max(states, key=ORDER.index, default=HoursState.UNKNOWN)


def get_state(intervals: Intervals, basis: str, closed_reason: str | None, at_min: int | None) -> HoursState:
    """Return the state of one sort of hours; daytime that was merely assumed is unknown."""
    if closed_reason == _UNSTATED or (intervals and basis == "unknown"):
        return HoursState.UNKNOWN
    if not any(at_min is None or first <= at_min < last for first, last in intervals):
        return HoursState.CLOSED
    return HoursState.OPEN if basis == "sourced" else HoursState.LIKELY


def build_states(
    calendar: TripCalendar, ways: Ways, n_places: int, on: dt.date, at_min: int | None
) -> NDArray[np.int8]:
    """Return the position in `ORDER` of every place."""
    openings = [calendar.get_opening(experience, located, on) for experience, located in ways.kinds]
    states = np.array([_get_code(opening, at_min) for opening in openings], dtype=np.int8)[ways.kind]
    is_on = np.array([opening.is_open for opening in openings], dtype=np.bool_)[ways.kind]
    counts = ~ways.is_festival | (is_on & (states != _CLOSED))
    best = np.full(n_places, _UNTOLD, dtype=np.int8)
    np.maximum.at(best, ways.place[counts], states[counts])
    # A place's own hours are sourced: where they are shut, only what a source says of an activity opens it.
    is_shut = ways.place[ways.is_own & (states == _CLOSED)]
    best[is_shut] = np.where(best[is_shut] == _OPEN, _OPEN, _CLOSED)
    best[best == _UNTOLD] = _UNKNOWN
    best.setflags(write=False)
    return best


def _get_code(opening: DayOpening, at_min: int | None) -> int:
    return ORDER.index(get_state(opening.intervals, opening.basis, opening.closed_reason, at_min))
