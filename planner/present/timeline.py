"""A day as rows of time without gaps: ways, pauses, waiting, visits, and where it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from planner.model.itinerary import NightStay, PlanDay, PlanLeg
from planner.present.languages import Messages


class RowKind(StrEnum):
    """What a stretch of a day is spent on."""

    TRAVEL = "travel"
    WAIT = "wait"
    MEAL = "meal"
    VISIT = "visit"
    NIGHT = "night"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One stretch of a day, from `begin` to `end`; the next row begins where it ends."""

    kind: RowKind
    begin: dt.datetime
    end: dt.datetime
    place_id: str | None
    """Where one is, or where the way leads."""
    index: int
    """Number of the visit or leg within the day, from 0; for waiting and pauses, of the visit ahead."""
    is_onward: bool = False
    """Whether it is the rest of a way that a pause has divided."""

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return round((self.end - self.begin).total_seconds() / 60)


def build_timeline(day: PlanDay, night: NightStay | None = None) -> tuple[TimelineRow, ...]:
    """Return a day as rows that follow one another without gap or overlap.

    A meal at a stop that serves it lies within the visit and has no row of its own. A pause on the
    way divides the way where it falls into it. What is left between an arrival and the begin of
    service is waiting.

    Parameters
    ----------
    day
        The day; it has one leg more than visits.
    night
        Where the following night is spent; None on the last day.
    """
    rows: list[TimelineRow] = []
    for index, leg in enumerate(day.legs):
        visit = day.visits[index] if index < len(day.visits) else None
        ahead = visit.begin if visit else day.arrive_end
        arrive = visit.arrive if visit else day.arrive_end
        rows += _approach(day, index, leg.depart, arrive, ahead)
        if visit:
            rows.append(
                TimelineRow(
                    kind=RowKind.VISIT, begin=visit.begin, end=visit.leave, place_id=visit.place_id, index=index
                )
            )
    kind = RowKind.NIGHT if night else RowKind.END
    place_id = night.place_id if night else day.end_depot
    rows.append(
        TimelineRow(
            kind=kind, begin=day.arrive_end, end=day.arrive_end, place_id=place_id, index=len(day.visits)
        )
    )  # fmt: skip
    return tuple(rows)


def _approach(
    day: PlanDay, index: int, depart: dt.datetime, arrive: dt.datetime, ahead: dt.datetime
) -> list[TimelineRow]:
    """Return what lies between leaving one visit and beginning the next: way, pause, waiting."""
    place_id = day.legs[index].to_id
    before = day.visits[index - 1].leave if index else depart
    meal = day.meal
    rows: list[TimelineRow] = []

    def add(kind: RowKind, begin: dt.datetime, end: dt.datetime, where: str | None = None) -> None:
        if end > begin:
            is_onward = kind is RowKind.TRAVEL and any(row.kind is kind for row in rows)
            rows.append(TimelineRow(kind=kind, begin=begin, end=end, place_id=where, index=index, is_onward=is_onward))

    def add_idle(begin: dt.datetime, end: dt.datetime) -> None:
        """Fill a stretch without driving: the pause if it falls there, the rest is waiting."""
        if pause and begin <= pause[0] < end:
            add(RowKind.WAIT, begin, pause[0])
            add(RowKind.MEAL, pause[0], min(pause[1], end))
            add(RowKind.WAIT, min(pause[1], end), end)
        else:
            add(RowKind.WAIT, begin, end)

    pause = None
    if meal and meal.place_id is None and meal.position == index:
        pause = (meal.begin, meal.begin + dt.timedelta(minutes=meal.minutes))
    add_idle(before, depart)
    if pause and depart <= pause[0] < arrive:
        add(RowKind.TRAVEL, depart, pause[0], place_id)
        add(RowKind.MEAL, pause[0], min(pause[1], arrive))
        add(RowKind.TRAVEL, min(pause[1], arrive), arrive, place_id)
    else:
        add(RowKind.TRAVEL, depart, arrive, place_id)
    add_idle(arrive, ahead)
    return rows


def say_minutes(row: TimelineRow, leg: PlanLeg, say: Messages) -> str:
    """Return how long a stretch of a leg takes, and of how much it is a part where a pause divides the leg."""
    if row.is_onward:
        return say("leg.rest", minutes=say.span(row.minutes))
    if row.minutes < leg.minutes:
        return say("leg.part", minutes=say.span(row.minutes), whole=say.span(leg.minutes))
    return say.span(leg.minutes)
