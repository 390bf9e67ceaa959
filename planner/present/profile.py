"""What the hours of a day go to: one bar from the first minute to the last, with a text that says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Final

from planner.model.itinerary import Itinerary, PlanDay
from planner.present.languages import Messages
from planner.present.palette import Palette
from planner.present.timeline import RowKind, build_timeline
from planner.units import format_clock


class Use(StrEnum):
    """What a stretch of a day is used for."""

    DRIVE = "drive"
    VISIT = "visit"
    MEAL = "meal"
    WAIT = "wait"
    FREE = "free"


_USE_OF: Final = {
    RowKind.TRAVEL: Use.DRIVE,
    RowKind.VISIT: Use.VISIT,
    RowKind.MEAL: Use.MEAL,
    RowKind.WAIT: Use.WAIT,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a day, in minutes after midnight of its date."""

    use: Use
    begin_min: int
    end_min: int

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end_min - self.begin_min


@dataclass(frozen=True, slots=True)
class Profile:
    """A day from `begin_min` to `end_min`, without gap or overlap."""

    stretches: tuple[Stretch, ...]
    begin_min: int
    end_min: int

    def sum(self, use: Use) -> int:
        """Return the minutes of one use."""
        return sum(stretch.minutes for stretch in self.stretches if stretch.use is use)


def build_profiles(itinerary: Itinerary) -> tuple[Profile, ...]:
    """Return the profile of each day, all from the earliest to the latest hour of the trip, so that they compare.

    Free is what the request allows and the plan does not use, before the departure and after the arrival. A meal
    served at a stop lies within its visit.
    """
    request = itinerary.request
    spans = [_find_span(day, request.get_day_start_min(n), request.day_end_min) for n, day in enumerate(itinerary.days)]
    first, last = min(begin for begin, _ in spans), max(end for _, end in spans)
    return tuple(_build(day, first, last) for day in itinerary.days)


def _find_span(day: PlanDay, start_min: int, end_min: int) -> tuple[int, int]:
    return min(start_min, _to_minute(day, day.legs[0].depart)), max(end_min, _to_minute(day, day.arrive_end))


def _build(day: PlanDay, first_min: int, last_min: int) -> Profile:
    stretches: list[Stretch] = []

    def add(use: Use, begin_min: int, end_min: int) -> None:
        if end_min <= begin_min:
            return
        if stretches and stretches[-1].use is use is not Use.VISIT:
            begin_min = stretches.pop().begin_min
        stretches.append(Stretch(use, begin_min, end_min))

    rows = [row for row in build_timeline(day) if row.kind in _USE_OF]
    add(Use.FREE, first_min, _to_minute(day, rows[0].begin) if rows else last_min)
    for row in rows:
        add(_USE_OF[row.kind], _to_minute(day, row.begin), _to_minute(day, row.end))
    if rows:
        add(Use.FREE, _to_minute(day, rows[-1].end), last_min)
    return Profile(tuple(stretches), first_min, last_min)


def _to_minute(day: PlanDay, moment: dt.datetime) -> int:
    midnight = dt.datetime.combine(day.date, dt.time(), tzinfo=moment.tzinfo)
    return round((moment - midnight).total_seconds() / 60)


def say_profile(profile: Profile, say: Messages) -> str:
    """Return the sums of a day in words, what is nothing left out."""
    return " · ".join(f"{say(f'profile.{use}')} {say.span(profile.sum(use))}" for use in Use if profile.sum(use))


def list_hours(profile: Profile, most: int = 8) -> tuple[int, ...]:
    """Return the full hours to be written under a bar, at most so many."""
    first, last = -(-profile.begin_min // 60), profile.end_min // 60
    step = next(step for step in (1, 2, 3, 4, 6, 12, 24) if (last - first) // step + 1 <= most)
    return tuple(hour for hour in range(first, last + 1) if hour % step == 0)


HEIGHT: Final = 20
_PATTERNS: Final[dict[Use, str]] = {
    Use.DRIVE: '<path d="M-2 2 2-2M0 8 8 0M6 10l4-4" stroke="{ink}" stroke-width="1.6"/>',
    Use.MEAL: '<path d="M0 4h8M4 0v8" stroke="{ink}" stroke-width="1.2"/>',
    Use.WAIT: '<circle cx="2" cy="2" r="1.2" fill="{ink}"/><circle cx="6" cy="6" r="1.2" fill="{ink}"/>',
}


def draw_profile(profile: Profile, palette: Palette, colour: str, text: str) -> str:
    """Return the bar as an SVG picture: each use has a pattern of its own beside its colour.

    Parameters
    ----------
    colour
        Of the visits, that of the day.
    text
        What is read aloud, from `say_profile`.
    """
    grounds = _list_grounds(palette, colour)
    span = max(profile.end_min - profile.begin_min, 1)
    boxes = "".join(_draw_box(stretch, profile.begin_min, grounds, palette) for stretch in profile.stretches)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {span} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(text)}" width="100%" height="{HEIGHT}"><defs>{_draw_patterns(grounds, span)}</defs>'
        f"{boxes}</svg>"
    )


def draw_swatch(use: Use, palette: Palette, colour: str) -> str:
    """Return a small square in the manner of a use, for the legend."""
    grounds = _list_grounds(palette, colour)
    box = _draw_box(Stretch(use, 0, HEIGHT), 0, grounds, palette)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {HEIGHT} {HEIGHT}" width="14" height="14" '
        f'aria-hidden="true"><defs>{_draw_patterns(grounds, HEIGHT)}</defs>{box}</svg>'
    )


def _list_grounds(palette: Palette, colour: str) -> dict[Use, tuple[str, str]]:
    """Return the colours of each use: ground, and the lines upon it."""
    return {
        Use.DRIVE: (palette.tones["plain"][0], palette.link),
        Use.VISIT: (colour, colour),
        Use.MEAL: palette.tones["good"],
        Use.WAIT: palette.tones["care"],
        Use.FREE: (palette.paper, palette.rule),
    }


def _draw_patterns(grounds: dict[Use, tuple[str, str]], span: int) -> str:
    """Return the patterns; the bar is stretched to its place, so their tiles are counted in its own minutes."""
    width = 8 * span / _USUAL_PX if span > HEIGHT else 8
    parts = []
    for use, drawing in _PATTERNS.items():
        ground, ink = grounds[use]
        tile = f'<rect width="8" height="8" fill="{ground}"/>{drawing.format(ink=ink)}'
        parts.append(
            f'<pattern id="{use}" width="8" height="8" patternUnits="userSpaceOnUse" '
            f'patternTransform="scale({width / 8:.3f} 1)">{tile}</pattern>'
        )
    return "".join(parts)


_USUAL_PX: Final = 480
"""Width that a bar usually has on a screen."""


def _draw_box(stretch: Stretch, first_min: int, grounds: dict[Use, tuple[str, str]], palette: Palette) -> str:
    ground, _ = grounds[stretch.use]
    fill = f"url(#{stretch.use})" if stretch.use in _PATTERNS else ground
    is_free = stretch.use is Use.FREE
    x, inset = stretch.begin_min - first_min, 5 if is_free else 0
    return (
        f'<rect x="{x}" y="{inset}" width="{stretch.minutes}" height="{HEIGHT - 2 * inset}" fill="{fill}" '
        f'stroke="{palette.rule if is_free else palette.card}" stroke-width="1" vector-effect="non-scaling-stroke">'
        f"<title>{format_clock(stretch.begin_min)}–{format_clock(stretch.end_min)}</title></rect>"
    )


def sum_profiles(profiles: Sequence[Profile]) -> dict[Use, int]:
    """Return the minutes of each use over all days."""
    return {use: sum(profile.sum(use) for profile in profiles) for use in Use}
