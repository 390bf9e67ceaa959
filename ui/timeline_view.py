"""A day on the page: rows of time, and a card with its buttons for every stop."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from planner.model.itinerary import Itinerary, NightStay, PlanDay, Visit
from planner.model.request import TripRequest
from planner.plan import exclude_place
from planner.present.cards import draw_gloss, draw_products
from planner.present.codes import PRIZE_PARTS
from planner.present.flags import DayFlags, Flag, find_state
from planner.present.icons import draw_sign, find_family
from planner.present.languages import capitalise, clock
from planner.present.map import describe_leg
from planner.present.palette import Palette
from planner.present.punctuality import find_tone, say_day, say_visit
from planner.present.timeline import RowKind, TimelineRow, build_timeline, say_minutes
from planner.present.words import Words
from planner.settings import load_settings
from ui import edits
from ui.profile_view import draw_day_profile, draw_trip_profile
from ui.safe import name_after, plain
from ui.state import edit
from ui.swap_view import draw_swap_button, draw_swaps
from ui.trip import Trip
from ui.warnings_view import build_flag_list, draw_late_help, draw_state, read_flags
from ui.whatif_view import draw_button, draw_reply


def draw_day(trip: Trip, day_index: int, chosen: str | None, words: Words, palette: Palette) -> None:
    """Draw one day of the itinerary that is shown, with its editing buttons."""
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    day = itinerary.days[day_index]
    night = find_night(itinerary, day_index)
    flags = read_flags(trip, itinerary)
    draw_day_head(day, day_index, flags.days[day_index], words)
    draw_day_profile(itinerary, day_index, words, palette)
    with st.container(key="day-help"):
        draw_late_help(trip, flags, day_index, words)
    departure = words.messages("row.start", name=words.glossed_name(day.start_depot))
    rows = [_build_row(clock(day.legs[0].depart), RowKind.END, f"<b>{escape(departure)}</b>")]
    for row in build_timeline(day, night):
        if row.kind is RowKind.VISIT:
            st.html("".join(rows))
            rows = []
            _draw_stop(trip, day_index, row.index, flags.days[day_index].stops[row.index], chosen, words, palette)
        else:
            times = clock(row.begin) if row.begin == row.end else f"{clock(row.begin)}–{clock(row.end)}"
            rows.append(_build_row(times, row.kind, _describe_row(row, day, night, words)))
    st.html("".join(rows))
    if not day.visits:
        st.caption(words.messages("day.empty"))


def draw_overview(trip: Trip, words: Words, palette: Palette) -> None:
    """Draw what the hours of all days go to, and the days as short lists."""
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    draw_trip_profile(itinerary, words, palette)
    flags = read_flags(trip, itinerary)
    for index, day in enumerate(itinerary.days):
        draw_day_head(day, index, flags.days[index], words)
        colour = palette.day(index)
        lines = [
            f'<div class="rp-row"><span class="rp-clock">{clock(v.begin)}–{clock(v.leave)}</span>'
            f'<span style="color:{colour};font-weight:700">{n}</span>'
            f"<span><b>{escape(words.glossed_name(v.place_id))}</b> "
            f"{escape(words.visit_title(v).removesuffix(f': {words.name(v.place_id)}'))}</span></div>"
            for n, v in enumerate(day.visits, start=1)
        ]
        night = find_night(itinerary, index)
        if night:
            lines.append(_build_row(clock(day.arrive_end), RowKind.NIGHT, escape(_name_night(night, words))))
        st.html("".join(lines))


def draw_day_head(day: PlanDay, day_index: int, flags: DayFlags, words: Words) -> None:
    """Draw a day's date, its sums, how it stands, and what falls on it."""
    say = words.messages
    title = say("day.heading", number=day_index + 1, date=say.date(day.date))
    summary = say(
        "day.summary",
        visits=say("unit.visits", count=len(day.visits)),
        drive=say.span(sum(leg.minutes for leg in day.legs)),
        km=say.km(sum(leg.km for leg in day.legs)),
    )
    state = "" if flags.own else draw_state(flags.state, words)
    extra = build_flag_list(flags.own, words) + _draw_sureness(say_day(day, say), day.on_time_pct, words)
    st.html(
        f'<div class="rp-day-head"><h3>{escape(title)}</h3><span class="rp-soft">{escape(summary)}</span>{state}</div>'
        f"{extra}"
    )


def draw_stop_text(
    visit: Visit,
    number: int,
    colour: str,
    words: Words,
    flags: tuple[Flag, ...] = (),
    request: TripRequest | None = None,
) -> str:
    """Return the head of a stop's card: number, name, times, how it stands, what is done, price, reasons.

    Parameters
    ----------
    request
        What was asked for, which tells a stop that was asked for from one that was merely locked.
    """
    say, name = words.messages, words.name(visit.place_id)
    key = "stop.times_at_once" if visit.arrive == visit.begin else "stop.times"
    times = say(key, arrive=clock(visit.arrive), begin=clock(visit.begin), leave=clock(visit.leave))
    facts = " · ".join(_list_facts(visit, words))
    why = "".join(f"<li>{escape(reason)}</li>" for reason in _list_reasons(visit, words, request))
    notes = "".join(f'<p class="rp-note">{escape(note)}</p>' for note in _list_notes(visit, words))
    notes += _draw_sureness(say_visit(visit, say), visit.on_time_pct, words)
    state = "" if flags else draw_state(find_state(flags), words)
    return (
        f'<div class="rp-stop"><div class="rp-number" style="background:{colour}">{number}</div><div>'
        f"<h4>{_draw_kind(visit.place_id, words)} {escape(name)}{draw_gloss(visit.place_id, words)}</h4>"
        f'<p class="rp-soft"><span class="rp-clock">{escape(times)}</span> {state}</p>'
        f"<p><b>{escape(words.visit_title(visit).removesuffix(f': {name}'))}</b></p>"
        f'<p class="rp-soft">{escape(facts)}</p>{build_flag_list(flags, words)}{notes}'
        f'<ul class="rp-why" aria-label="{escape(say("stop.why"))}">{why}</ul></div></div>'
    )


def _list_reasons(visit: Visit, words: Words, request: TripRequest | None) -> list[str]:
    """Return why a stop is in the trip. Planning takes a locked one for a must: here it is called locked."""
    key = (visit.place_id, visit.experience_id)
    if request is None or not edits.is_locked(request, key):
        return [words.reason(reason) for reason in visit.why]
    is_asked_for = any(one in request.must_visit for one in key)
    reasons = [words.reason(reason) for reason in visit.why if reason.code != "why_must" or is_asked_for]
    return [words.messages("stop.kept"), *reasons]


def _draw_kind(place_id: str, words: Words) -> str:
    """Return the sign of a place's kind, named by its category."""
    place = words.catalogue.places.get(place_id)
    return draw_sign(find_family(words.catalogue, place_id), words.word(place.category) if place else "")


def _draw_sureness(text: str | None, pct: int | None, words: Words) -> str:
    """Return how sure a time is as a quiet line; nothing where it is not known, or where a flag says it."""
    if text is None or pct is None:
        return ""
    if find_tone(pct, load_settings().punctuality.alert_below_pct) == "care":
        return ""
    return f'<p class="rp-note" title="{escape(words.messages("on_time.help"))}">{escape(capitalise(text))}</p>'


def find_night(itinerary: Itinerary, day_index: int) -> NightStay | None:
    """Return where the night after a day is spent; None after the last day."""
    return next((stay for stay in itinerary.lodging if stay.night == day_index + 1), None)


def _build_row(times: str, kind: RowKind, html: str) -> str:
    return (
        f'<div class="rp-row"><span class="rp-clock">{times}</span><i class="rp-icon rp-icon-{kind}"></i>'
        f"<span>{html}</span></div>"
    )


def _describe_row(row: TimelineRow, day: PlanDay, night: NightStay | None, words: Words) -> str:
    say = words.messages
    name = words.glossed_name(row.place_id or "")
    match row.kind:
        case RowKind.TRAVEL:
            leg = day.legs[row.index]
            minutes = say_minutes(row, leg, say)
            if row.is_onward:
                return f"<b>{escape(say('row.onward', name=name))}</b><br>{escape(minutes)}"
            key = f"row.{leg.mode}" if leg.mode in ("ride", "ferry", "walk") else "row.travel"
            notes = "".join(f'<br><span class="rp-note">{escape(note)}</span>' for note in words.leg_notes(leg))
            return f"<b>{escape(say(key, name=name))}</b><br>{escape(describe_leg(leg, words, minutes))}{notes}"
        case RowKind.WAIT if row.index < len(day.visits):
            waiting = say("row.wait", name=words.name(day.visits[row.index].place_id))
            return f"{escape(waiting)} ({say.span(row.minutes)})"
        case RowKind.WAIT:
            return f"{escape(say('row.wait_free'))} ({say.span(row.minutes)})"
        case RowKind.MEAL:
            return f"<b>{escape(say('row.meal'))}</b> ({say.span(row.minutes)})"
        case RowKind.NIGHT if night is not None:
            return _describe_night(night, words)
    return f"<b>{escape(say('row.end', name=name))}</b>"


def _name_night(night: NightStay, words: Words) -> str:
    key = "row.night_town" if night.is_town_hotel else "row.night"
    return words.messages(key, name=words.glossed_name(night.place_id))


def _describe_night(night: NightStay, words: Words) -> str:
    say = words.messages
    key = "row.night_estimate" if night.is_price_estimate else "row.night_price"
    band = say(key, band=say.price_band(night.price_low_vnd, night.price_high_vnd))
    chosen = say("row.night_chosen" if night.is_chosen else "row.night_fixed")
    lines = [f"<b>{escape(_name_night(night, words))}</b>", f"{escape(band)} · {escape(chosen)}"]
    if dinner := words.catalogue.experiences.get(night.dinner_experience_id or ""):
        lines.append(escape(say("row.dinner", name=words.experience(dinner))))
    return "<br>".join(lines)


def _list_facts(visit: Visit, words: Words) -> list[str]:
    return [fact for fact in (words.address(visit.place_id), words.visit_price(visit)) if fact]


def _list_notes(visit: Visit, words: Words) -> list[str]:
    say = words.messages
    notes = []
    if visit.hours_basis != "unknown" and (hours := say.find(f"hours.{visit.hours_basis}")) is not None:
        notes.append(hours)
    place = words.catalogue.places.get(visit.place_id)
    if place is not None and place.point_kind == "access":
        notes.append(say("stop.access"))
    return notes


def _draw_stop(
    trip: Trip,
    day_index: int,
    position: int,
    flags: tuple[Flag, ...],
    chosen: str | None,
    words: Words,
    palette: Palette,
) -> None:
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    day = itinerary.days[day_index]
    visit = day.visits[position]
    is_chosen = visit.place_id == chosen
    mark = "stop-chosen" if is_chosen else "stop"
    with st.container(border=True, key=f"{mark}-{day_index}-{position}"):
        st.html(draw_stop_text(visit, position + 1, palette.day(day_index), words, flags, trip.now.request))
        if day.meal and day.meal.place_id == visit.place_id and day.meal.position == position:
            st.html(f'<p class="rp-note">{escape(words.messages("row.meal_here"))} · {clock(day.meal.begin)}</p>')
        _draw_products(visit, is_chosen, words)
        _draw_buttons(trip, day_index, position, visit, words)


def _draw_products(visit: Visit, is_open: bool, words: Words) -> None:
    say = words.messages
    if not visit.products:
        st.html(f'<p class="rp-note">{escape(say("stop.no_products"))}</p>')
        return
    label = say("stop.products", count=len(visit.products))
    with st.expander(label, expanded=is_open, icon=":material/shopping_bag:"):
        parts = [
            f"{say(f'part.{part}')} {visit.prize_parts[part]:+d}" for part in PRIZE_PARTS if part in visit.prize_parts
        ]
        st.html(draw_products(visit.products, words))
        told = say("stop.points", points=say.points(visit.prize), parts=", ".join(parts))
        st.html(f'<p class="rp-note">{escape(told)}</p>')


def _draw_buttons(trip: Trip, day_index: int, position: int, visit: Visit, words: Words) -> None:
    say = words.messages
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    place_id = visit.place_id
    name = plain(words.name(place_id))
    is_first = day_index == 0 and position == 0
    is_last = day_index == len(itinerary.days) - 1 and position == len(itinerary.days[-1].visits) - 1
    key = (place_id, visit.experience_id)
    locked = edits.is_locked(trip.now.request, key)
    keys = f"{day_index}-{position}"

    def button(verb: str, icon: str, action: Callable[[], None], *, disabled: bool = False) -> None:
        st.button(
            name_after(say(f"edit.{verb}"), name),
            key=f"{verb}-{keys}",
            icon=f":material/{icon}:",
            help=say(f"edit.{verb}_help", name=name),
            on_click=action,
            disabled=disabled or trip.job is not None,
            type="tertiary",
        )

    with st.container(horizontal=True, gap="small", key=f"buttons-{keys}"):
        if locked:
            button("unlock", "lock", lambda: edit(trip, edits.unlock(trip.now.request, key)))
        else:
            at = clock(visit.begin)
            button("lock", "lock_open", lambda: edit(trip, edits.lock(trip.now.request, key, day_index + 1, at)))
        draw_swap_button(trip, place_id, keys, words)
        draw_button(trip, place_id, f"without-{keys}", words, is_in_trip=True)
        more = name_after(say("edit.more"), name)
        with st.popover(more, icon=":material/edit:", type="tertiary", key=f"more-{keys}"):
            button("up", "arrow_upward", lambda: _move(trip, day_index, position, -1), disabled=is_first)
            button("down", "arrow_downward", lambda: _move(trip, day_index, position, 1), disabled=is_last)
            button("exclude", "block", lambda: _exclude(trip, place_id, words))
    with st.container(key=f"answer-{keys}"):
        draw_reply(trip, place_id, f"without-{keys}", words, is_in_trip=True)
        draw_swaps(trip, day_index, position, keys, words)


def _move(trip: Trip, day_index: int, position: int, step: int) -> None:
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    orders = edits.move(edits.list_orders(itinerary), day_index, position, step)
    visit = itinerary.days[day_index].visits[position]
    key = (visit.place_id, visit.experience_id)
    day = next(d for d, order in enumerate(orders) if key in order)
    edit(trip, edits.move_pin(trip.now.request, key, day_index + 1, day + 1), orders)


def _exclude(trip: Trip, place_id: str, words: Words) -> None:
    itinerary = trip.now.itinerary
    if itinerary is None:
        return
    changed = exclude_place(trip.now.request, place_id, words.catalogue)
    edit(trip, changed, edits.remove(edits.list_orders(itinerary), place_id))
