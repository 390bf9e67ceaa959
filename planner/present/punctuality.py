"""How sure the times of a plan are, in words and tones."""

from __future__ import annotations

from planner.model.itinerary import PlanDay, Visit
from planner.present.languages import Messages
from planner.present.palette import Tone

NEARLY_ALWAYS_PCT = 97
"""From here on a share is told as nearly all cases; below it, in tenths, since it is an estimate."""


def say_visit(visit: Visit, say: Messages) -> str | None:
    """Return how often a visit begins on time, and how much later it may begin; None where it is not known."""
    if visit.on_time_pct is None:
        return None
    if visit.on_time_pct >= NEARLY_ALWAYS_PCT:
        told = say("on_time.always")
    elif (tenths := _to_tenths(visit.on_time_pct)) > 0:
        told = say("on_time.tenths", tenths=tenths)
    else:
        told = say("on_time.below")
    if visit.slack_min is not None and visit.slack_min > 0:
        told += " · " + say("on_time.slack", minutes=say.span(visit.slack_min))
    return told


def say_day(day: PlanDay, say: Messages) -> str | None:
    """Return how often a day ends in time; None where it is not known."""
    if day.on_time_pct is None:
        return None
    if day.on_time_pct >= NEARLY_ALWAYS_PCT:
        return say("on_time.day_always")
    tenths = _to_tenths(day.on_time_pct)
    return say("on_time.day_tenths", tenths=tenths) if tenths > 0 else say("on_time.day_below")


def find_tone(pct: int, alert_below_pct: int) -> Tone:
    """Return the tone of a share: calm, or a call for care below a threshold."""
    return "care" if pct < alert_below_pct else "plain"


def _to_tenths(pct: int) -> int:
    """Return the nearest tenth, at most 9: ten of ten would promise too much."""
    return min((pct + 5) // 10, 9)
