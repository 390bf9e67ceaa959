"""A day as rows of plain text: when, what, and what should be known of it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.inert import remove_controls
from planner.model.itinerary import Itinerary, NightStay, PlanDay, Visit
from planner.model.place import Place
from planner.present.languages import clock
from planner.present.map import describe_leg
from planner.present.timeline import RowKind, TimelineRow, build_timeline, say_minutes
from planner.present.words import Words
from planner.publish.stations import clean, find_night, tell_night, tell_night_price, tell_uncertainty


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


def tell_row(
    row: TimelineRow, day: PlanDay, night: NightStay | None, words: Words, *, is_priced: bool = True
) -> tuple[str, tuple[str, ...]]:
    """Return what a stretch of a day is that is no visit, and what should be known of it.

    Parameters
    ----------
    is_priced
        Whether the price of a night is told.
    """
    title, notes = _tell_row(row, day, night, words)
    price = tell_night_price(night, words) if row.kind is RowKind.NIGHT and night is not None and is_priced else None
    return remove_controls(title), clean(price or "", *notes)


def tell_done(visit: Visit, words: Words) -> str:
    """Return what is done at a stop, without the name of the place where it only repeats it."""
    return words.visit_title(visit).removesuffix(f": {words.name(visit.place_id)}")


def tell_meal(day: PlanDay, visit_index: int, words: Words) -> str:
    """Return that the meal is at a stop, counted from 0, and when; empty where it is not."""
    meal = day.meal
    if meal is None or meal.position != visit_index or meal.place_id != day.visits[visit_index].place_id:
        return ""
    return f"{words.messages('row.meal_here')} · {clock(meal.begin)}"


def list_visit_notes(visit: Visit, words: Words) -> tuple[str, ...]:
    """Return how far hours and position of a stop can be trusted, and what the tables remark on it."""
    say, located = words.messages, words.catalogue.get_located(visit.place_id)
    notes = [say.find(f"hours.{visit.hours_basis}") or "", tell_uncertainty(located, words)]
    if isinstance(located, Place) and located.point_kind == "access":
        notes.append(say("stop.access"))
    if isinstance(located, Place) and located.status_note:
        notes.append(say("stop.status", note=located.status_note))
    experience = words.catalogue.experiences.get(visit.experience_id or "")
    if experience is not None and experience.booking_needed == "yes":
        notes.append(say("stop.booking"))
    return clean(*notes)


def _build_start(day: PlanDay, words: Words) -> TimetableRow:
    title = words.messages("row.start", name=words.glossed_name(day.start_depot))
    return TimetableRow(
        kind=RowKind.END, times=clock(day.legs[0].depart), title=remove_controls(title), notes=()
    )  # fmt: skip


def _build_row(row: TimelineRow, day: PlanDay, night: NightStay | None, words: Words) -> TimetableRow:
    if row.kind is RowKind.VISIT:
        return _build_visit(row, day, words)
    title, notes = tell_row(row, day, night, words)
    times = clock(row.begin) if row.begin == row.end else f"{clock(row.begin)}–{clock(row.end)}"
    return TimetableRow(kind=row.kind, times=times, title=title, notes=notes)


def _build_visit(row: TimelineRow, day: PlanDay, words: Words) -> TimetableRow:
    visit = day.visits[row.index]
    return TimetableRow(
        kind=RowKind.VISIT,
        times=f"{clock(row.begin)}–{clock(row.end)}",
        title=remove_controls(words.glossed_name(visit.place_id)),
        notes=clean(
            tell_done(visit, words),
            words.visit_price(visit),
            *list_visit_notes(visit, words),
            words.address(visit.place_id),
            tell_meal(day, row.index, words),
        ),
        number=row.index + 1,
        visit=visit,
    )


def _tell_row(row: TimelineRow, day: PlanDay, night: NightStay | None, words: Words) -> tuple[str, list[str]]:
    """Return the title of a stretch that is no visit, and what should be known of it but the price of a night."""
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
            waiting = say("row.wait", name=words.glossed_name(day.visits[row.index].place_id))
            return waiting, [say.span(row.minutes)]
        case RowKind.WAIT:
            return say("row.wait_free"), [say.span(row.minutes)]
        case RowKind.MEAL:
            return say("row.meal"), [say.span(row.minutes)]
        case RowKind.NIGHT if night is not None:
            dinner = words.catalogue.experiences.get(night.dinner_experience_id or "")
            return tell_night(night, words), [say("row.dinner", name=words.experience(dinner))] if dinner else []
    return say("row.end", name=name), []
