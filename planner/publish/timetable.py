"""A day as rows of plain text: when, what, and what should be known of it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, NightStay, PlanDay, Visit
from planner.present.languages import clock
from planner.present.map import describe_leg
from planner.present.timeline import RowKind, TimelineRow, build_timeline, say_minutes
from planner.present.words import Words
from planner.publish.stations import list_place_notes, tell_night, tell_night_price


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow:
    """One stretch of a day; all texts are plain and hold no control characters."""

    kind: RowKind
    times: str
    title: str
    notes: tuple[str, ...]
    number: int | None = None
    """Of the stop within the day, from 1."""
    visit: Visit | None = None


def find_night(itinerary: Itinerary, day_index: int) -> NightStay | None:
    """Return where the night after a day is spent, days counted from 0; None after the last day."""
    return next((stay for stay in itinerary.lodging if stay.night == day_index + 1), None)


def list_timetable(itinerary: Itinerary, day_index: int, words: Words) -> tuple[TimetableRow, ...]:
    """Return a day, counted from 0, from setting out to the bed or the end of the trip."""
    day, night = itinerary.days[day_index], find_night(itinerary, day_index)
    rows = [_build_start(day, words)] if day.legs else []
    rows += [_build_row(row, day, night, words) for row in build_timeline(day, night)]
    return tuple(rows)


def tell_sums(day: PlanDay, words: Words) -> str:
    """Return how many stops a day has, how long and how far its ways are."""
    say = words.messages
    return say(
        "day.summary",
        visits=say("unit.visits", count=len(day.visits)),
        drive=say.span(sum(leg.minutes for leg in day.legs)),
        km=say.km(sum(leg.km for leg in day.legs)),
    )


def list_day_notes(day: PlanDay, words: Words) -> tuple[str, ...]:
    """Return what falls on the date of a day: holidays, hazards of the season."""
    say = words.messages
    notes = [say("day.holidays", names=words.occasions(day.holidays))] if day.holidays else []
    if day.hazards:
        notes.append(say("day.hazards", hazards=words.hazards(day.hazards)))
    if not day.visits:
        notes.append(say("day.empty"))
    return tuple(remove_controls(note) for note in notes)


def _build_start(day: PlanDay, words: Words) -> TimetableRow:
    title = words.messages("row.start", name=words.glossed_name(day.start_depot))
    return TimetableRow(
        kind=RowKind.END, times=clock(day.legs[0].depart), title=remove_controls(title), notes=()
    )  # fmt: skip


def _build_row(row: TimelineRow, day: PlanDay, night: NightStay | None, words: Words) -> TimetableRow:
    if row.kind is RowKind.VISIT:
        return _build_visit(row, day, words)
    title, notes = _tell_row(row, day, night, words)
    times = clock(row.begin) if row.begin == row.end else f"{clock(row.begin)}–{clock(row.end)}"
    return TimetableRow(
        kind=row.kind,
        times=times,
        title=remove_controls(title),
        notes=tuple(clean for note in notes if (clean := remove_controls(note))),
    )


def _build_visit(row: TimelineRow, day: PlanDay, words: Words) -> TimetableRow:
    say, visit = words.messages, day.visits[row.index]
    located = words.catalogue.get_located(visit.place_id)
    name = words.name(visit.place_id)
    experience = words.catalogue.experiences.get(visit.experience_id or "")
    notes = [words.visit_title(visit).removesuffix(f": {name}"), words.visit_price(visit)]
    notes += [say("stop.booking")] if experience is not None and experience.booking_needed == "yes" else []
    notes += [say.find(f"hours.{visit.hours_basis}") or "", *list_place_notes(located, words)]
    if day.meal is not None and day.meal.place_id == visit.place_id and day.meal.position == row.index:
        notes.append(f"{say('row.meal_here')} · {clock(day.meal.begin)}")
    return TimetableRow(
        kind=RowKind.VISIT,
        times=f"{clock(visit.begin)}–{clock(visit.leave)}",
        title=remove_controls(words.glossed_name(visit.place_id)),
        notes=tuple(clean for note in notes if (clean := remove_controls(note))),
        number=row.index + 1,
        visit=visit,
    )


def _tell_row(row: TimelineRow, day: PlanDay, night: NightStay | None, words: Words) -> tuple[str, list[str]]:
    """Return the title and the notes of a stretch that is no visit."""
    say = words.messages
    name = words.glossed_name(row.place_id or "")
    match row.kind:
        case RowKind.TRAVEL:
            leg = day.legs[row.index]
            minutes = say_minutes(row, leg, say)
            if row.is_onward:
                return say("row.onward", name=name), [minutes]
            key = f"row.{leg.mode}" if leg.mode in ("ride", "ferry", "walk") else "row.travel"
            return say(key, name=name), [describe_leg(leg, words, minutes), *words.leg_notes(leg)]
        case RowKind.WAIT if row.index < len(day.visits):
            return say("row.wait", name=words.name(day.visits[row.index].place_id)), [say.span(row.minutes)]
        case RowKind.WAIT:
            return say("row.wait_free"), [say.span(row.minutes)]
        case RowKind.MEAL:
            return say("row.meal"), [say.span(row.minutes)]
        case RowKind.NIGHT if night is not None:
            dinner = words.catalogue.experiences.get(night.dinner_experience_id or "")
            told = [tell_night_price(night, words) or ""]
            return tell_night(night, words), told + (
                [say("row.dinner", name=words.experience(dinner))] if dinner else []
            )
    return say("row.end", name=name), []
