"""The hours of a place on one day in words: one badge, and the lines that it sums up."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from planner.model.explore import HoursState, KnownHours
from planner.present.cards import draw_badge
from planner.present.palette import Tone
from planner.present.words import Badge, Words
from planner.units import format_clock

_BADGES: dict[HoursState, tuple[Tone, str]] = {
    HoursState.OPEN: ("good", "disc"),
    HoursState.LIKELY: ("care", "half"),
    HoursState.UNKNOWN: ("plain", "question"),
    HoursState.CLOSED: ("bad", "square"),
}


def build_hours_badge(
    state: HoursState, words: Words, openings: Sequence[KnownHours] = (), at_min: int | None = None
) -> Badge:
    """Return the badge of a state of hours.

    Parameters
    ----------
    openings
        What the state sums up: closed by typical hours alone is no more than probably closed.
    at_min
        Minute after midnight that the state holds at; None = at any time of the day.
    """
    say = words.messages
    tone, shape = _BADGES[state]
    is_guess = state is HoursState.CLOSED and bool(openings) and not _is_shut_by_source(openings)
    word = say("explore.hours_likely_closed" if is_guess else f"explore.hours_{state}")
    tone = "care" if is_guess else tone
    if at_min is not None:
        word = say("explore.hours_at", time=format_clock(at_min), state=word)
    return Badge(tone, shape, word)


def _is_shut_by_source(openings: Sequence[KnownHours]) -> bool:
    """Whether a source closes the place itself, or everything that is done there."""
    is_own = any(not one.experience_ids and one.basis == "sourced" for one in openings)
    return is_own or all(one.basis == "sourced" for one in openings)


def draw_hours(openings: Sequence[KnownHours], badge: Badge, words: Words) -> str:
    """Return the badge with its lines, each naming whose hours they are where they differ, as HTML."""
    lines = ""
    for hours, whose in list_hours(openings, words):
        below = f'<br><span class="rp-soft">{escape(whose)}</span>' if whose else ""
        lines += f"<li>{escape(hours)}{below}</li>"
    return f'<div>{draw_badge(badge)}</div><ul class="rp-list">{lines}</ul>'


def list_hours(openings: Sequence[KnownHours], words: Words) -> list[tuple[str, str]]:
    """Return hours in words, and whose they are; the latter is empty where all have the same."""
    if not openings:
        return [(words.messages("explore.hours_none"), "")]
    whose: dict[str, list[str]] = {}
    for opening in openings:
        whose.setdefault(tell_opening(opening, words), []).extend(_name_owners(opening, words))
    if len(whose) == 1:
        return [(hours, "") for hours in whose]
    return [(hours, words.messages.join(dict.fromkeys(names))) for hours, names in whose.items()]


def _name_owners(opening: KnownHours, words: Words) -> list[str]:
    if not opening.experience_ids:
        return [words.messages("explore.hours_own")]
    return [words.experience(words.catalogue.experiences[one]) for one in opening.experience_ids]


def tell_opening(opening: KnownHours, words: Words) -> str:
    """Return the hours of a day, or why there are none, with what that rests on."""
    say = words.messages
    if not opening.intervals:
        told = say.find(f"explore.shut_{opening.closed_reason}") or say("explore.hours_closed")
        is_guess = opening.basis == "typical" and opening.closed_reason != "hours_unknown"
        return f"{told} · {say('hours.typical')}" if is_guess else told
    if opening.basis == "unknown":
        return say("hours.unknown")
    spans = ", ".join(f"{format_clock(first)}–{format_clock(last)}" for first, last in opening.intervals)
    return f"{spans} · {say(f'hours.{opening.basis}')}"
