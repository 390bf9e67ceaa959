"""How a plan stands: of every stop and every day whether it is fine, wants a look, or cannot be kept, and why.

The states are told by colour, shape and word together, so that none of them is needed alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, PlanDay, Visit
from planner.model.problem import Violation
from planner.model.reason import Reason
from planner.model.travel import Quality
from planner.present.palette import Tone
from planner.present.words import Badge, Words

TIGHT_MIN: Final = 10
"""With less slack than this a visit or a day counts as tight, however sure its time is."""


class State(IntEnum):
    """How something stands; the greater, the worse."""

    OK = 0
    LOOK = 1
    PROBLEM = 2


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a stop, a day or the trip that a traveller should know before setting out."""

    state: State
    reason: Reason
    """Code of the family ``flag``, or, with `is_rule`, of a broken rule."""
    is_rule: bool = False


@dataclass(frozen=True, slots=True)
class DayFlags:
    """The flags of a day."""

    own: tuple[Flag, ...]
    """Of the day as a whole."""
    stops: tuple[tuple[Flag, ...], ...]
    """Of each visit, in order."""

    @property
    def state(self) -> State:
        """The worst of the day and its stops."""
        return find_state(self.own, *self.stops)


@dataclass(frozen=True, slots=True)
class PlanFlags:
    """The flags of a plan."""

    trip: tuple[Flag, ...]
    days: tuple[DayFlags, ...]

    def count(self, state: State) -> int:
        """Return how many stops, days and matters of the whole trip stand so."""
        groups = [self.trip, *(group for day in self.days for group in (day.own, *day.stops))]
        return sum(find_state(group) is state for group in groups if group)


def find_state(*groups: Iterable[Flag]) -> State:
    """Return the worst state of some flags."""
    return max((flag.state for group in groups for flag in group), default=State.OK)


def find_flags(
    itinerary: Itinerary, violations: Sequence[Violation], catalogue: Catalogue, alert_below_pct: int
) -> PlanFlags:
    """Return how a plan stands.

    Parameters
    ----------
    violations
        Rules that it breaks, from the referee; after an edit by hand there may be some.
    alert_below_pct
        A time that is kept less often than in so many of 100 cases wants a look.
    """
    days = []
    for number, day in enumerate(itinerary.days):
        broken = [one for one in violations if one.day == number]
        limit_pct = None if broken else alert_below_pct
        stops = tuple(
            (*_list_broken(broken, position), *_list_stop_flags(day, position, catalogue, limit_pct))
            for position in range(len(day.visits))
        )
        days.append(DayFlags((*_list_broken(broken, None), *_list_day_flags(day, limit_pct)), stops))
    trip = tuple(_say_broken(one) for one in _drop_repeats(one for one in violations if one.day is None))
    return PlanFlags(trip, tuple(days))


def _list_broken(broken: Sequence[Violation], position: int | None) -> tuple[Flag, ...]:
    return tuple(_say_broken(one) for one in _drop_repeats(one for one in broken if one.position == position))


def _drop_repeats(violations: Iterable[Violation]) -> list[Violation]:
    return list({one.code: one for one in violations}.values())


def _say_broken(violation: Violation) -> Flag:
    return Flag(State.PROBLEM, Reason(code=violation.code, params={}), is_rule=True)


def _list_stop_flags(day: PlanDay, position: int, catalogue: Catalogue, limit_pct: int | None) -> list[Flag]:
    visit, leg = day.visits[position], day.legs[position]
    flags = _list_time_flags("late", "tight", visit.on_time_pct, visit.slack_min, limit_pct)
    if visit.hours_basis == "unknown":
        flags.append(_look("hours"))
    flags += _list_place_flags(visit, catalogue)
    if leg.quality in (Quality.REMOTE, Quality.ESTIMATE):
        flags.append(_look("way"))
    return flags


def _list_time_flags(
    late: str, tight: str, on_time_pct: int | None, slack_min: int | None, limit_pct: int | None
) -> list[Flag]:
    """Return what is said of a time; nothing on a day that breaks a rule, where that comes first (`limit_pct` None)."""
    if limit_pct is None:
        return []
    if on_time_pct is not None and on_time_pct < limit_pct:
        return [_look(late, tenths=on_time_pct // 10)]
    if slack_min is not None and slack_min < TIGHT_MIN:
        return [_look(tight, minutes=max(0, slack_min))]
    return []


def _list_place_flags(visit: Visit, catalogue: Catalogue) -> list[Flag]:
    flags = []
    experience = catalogue.experiences.get(visit.experience_id or "")
    if experience is not None and experience.booking_needed == "yes":
        flags.append(_look("booking"))
    located = catalogue.located.get(visit.place_id)
    if located is not None and located.is_approximate:
        flags.append(_look("approximate", km=located.coord_uncertainty_km))
    place = catalogue.places.get(visit.place_id)
    if place is not None and place.status_note:
        flags.append(_look("status", note=place.status_note))
    return flags


def _list_day_flags(day: PlanDay, limit_pct: int | None) -> list[Flag]:
    flags = _list_time_flags("day_late", "day_tight", day.on_time_pct, day.slack_min, limit_pct)
    if day.hazards:
        flags.append(_look("season", hazards=";".join(day.hazards)))
    if day.holidays:
        flags.append(_look("holiday", names="; ".join(day.holidays)))
    return flags


def _look(code: str, **params: str | int | float) -> Flag:
    return Flag(State.LOOK, Reason(code=code, params=params))


def say_flag(flag: Flag, words: Words) -> str:
    """Return a flag as a sentence."""
    code = flag.reason.code
    if flag.is_rule:
        return words.messages.find(f"violation.{code}") or words.messages("violation.other", code=code)
    values = {name: _say_value(name, value, words) for name, value in flag.reason.params.items()}
    return words.messages(_KEYS.get(code, f"flag.{code}"), **values)


_KEYS: Final = {
    "hours": "hours.unknown",
    "booking": "stop.booking",
    "approximate": "stop.approximate",
    "status": "stop.status",
    "season": "day.hazards",
    "holiday": "day.holidays",
}
"""Flags that are said as elsewhere on the page."""


def _say_value(name: str, value: str | int | float, words: Words) -> str | int | float:
    match name, value:
        case "minutes", int():
            return words.messages.span(value)
        case "km", int() | float():
            return words.messages.number(value)
        case "hazards", str():
            return words.hazards(value.split(";"))
        case "names", str():
            return words.occasions(value.split("; "))
    return value


_BADGES: Final[dict[State, tuple[Tone, str, str]]] = {
    State.OK: ("good", "disc", "flag.state_ok"),
    State.LOOK: ("care", "triangle", "flag.state_look"),
    State.PROBLEM: ("bad", "square", "flag.state_problem"),
}


def build_badge(state: State, words: Words) -> Badge:
    """Return a state at a glance."""
    tone, shape, key = _BADGES[state]
    return Badge(tone, shape, words.messages(key))
