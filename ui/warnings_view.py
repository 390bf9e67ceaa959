"""How the plan stands: what wants a look and what cannot be kept, each with its reason and what mends it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape

import streamlit as st

from planner.model.itinerary import Itinerary
from planner.plan import Mend, OnProgress
from planner.present.cards import draw_badge
from planner.present.codes import REASON_CODES
from planner.present.flags import Flag, PlanFlags, State, build_badge, find_flags, find_state, say_flag
from planner.present.languages import capitalise
from planner.present.words import Words
from planner.settings import load_settings
from ui import resources
from ui.form import load_form
from ui.question import close, find_answer, is_open, toggle
from ui.safe import plain
from ui.state import edit
from ui.trip import Trip

LATE = frozenset({"late", "day_late"})
"""Flags that another order or hour may take away."""


def read_flags(trip: Trip, itinerary: Itinerary) -> PlanFlags:
    """Return the flags of the plan that is shown."""
    alert_below_pct = load_settings().punctuality.alert_below_pct
    return find_flags(itinerary, trip.now.violations, resources.get_catalogue(), alert_below_pct)


def draw_flags(flags: PlanFlags, itinerary: Itinerary, words: Words) -> None:
    """Draw all flags of the trip, day by day, folded; open where something cannot be kept."""
    say = words.messages
    problems, looks = flags.count(State.PROBLEM), flags.count(State.LOOK)
    if not problems and not looks:
        st.html(f"<p>{draw_state(State.OK, words)} {escape(say('flag.all_fine'))}</p>")
        return
    parts = [say("flag.problems", count=problems)] if problems else []
    parts += [say("flag.looks", count=looks)] if looks else []
    icon = ":material/report:" if problems else ":material/flag:"
    with st.expander(" · ".join(parts), icon=icon, key="flags"):
        if flags.trip:
            st.html(_build_group(say("flag.trip"), [("", flags.trip)], words))
        for number, (day, of_day) in enumerate(zip(itinerary.days, flags.days, strict=True)):
            if of_day.state is State.OK:
                continue
            names = [words.name(visit.place_id) for visit in day.visits]
            rows = [("", of_day.own), *zip(names, of_day.stops, strict=True)]
            st.html(_build_group(say("day.tab", number=number + 1), rows, words))
            label = say("flag.show_day", number=number + 1)
            st.button(label, key=f"show-day-{number}", type="tertiary", on_click=_show_day, args=(number,))


def _show_day(number: int) -> None:
    st.session_state.day = number


def _build_group(title: str, rows: Iterable[tuple[str, tuple[Flag, ...]]], words: Words) -> str:
    items = []
    for name, flags in rows:
        if flags:
            told = " ".join(capitalise(_end(say_flag(flag, words))) for flag in flags)
            who = f"<b>{escape(name)}</b>: " if name else ""
            items.append(f"<li>{draw_state(find_state(flags), words)} {who}{escape(told)}</li>")
    return f'<h3 class="rp-flag-day">{escape(title)}</h3><ul class="rp-flags">{"".join(items)}</ul>' if items else ""


def draw_state(state: State, words: Words) -> str:
    """Return a state as HTML: colour, shape and word."""
    return draw_badge(build_badge(state, words))


def build_flag_list(flags: tuple[Flag, ...], words: Words) -> str:
    """Return the flags of one stop or day as HTML: the worst state, then each reason in a sentence."""
    if not flags:
        return ""
    lines = "".join(f"<li>{escape(capitalise(say_flag(flag, words)))}</li>" for flag in flags)
    return f'<div class="rp-flag">{draw_state(find_state(flags), words)}<ul>{lines}</ul></div>'


def draw_mends(trip: Trip, flags: PlanFlags, words: Words) -> None:
    """Draw for each day that cannot be kept, and for the trip as a whole, what mends it."""
    itinerary = trip.now.itinerary
    if itinerary is None or trip.job is not None:
        return
    broken: list[int | None] = [n for n, day in enumerate(flags.days) if day.state is State.PROBLEM]
    broken += [None] if flags.trip else []
    for day_index in broken[:2]:
        _draw_day_mends(trip, itinerary, day_index, words)


def draw_late_help(trip: Trip, flags: PlanFlags, day_index: int, words: Words) -> None:
    """Draw, below a day whose times are not sure, the offer to find what would help, and its answer."""
    itinerary, day = trip.now.itinerary, flags.days[day_index]
    codes = {flag.reason.code for group in (day.own, *day.stops) for flag in group}
    if itinerary is None or trip.job is not None or day.state is State.PROBLEM or codes.isdisjoint(LATE):
        return
    say, key = words.messages, f"mend-{day_index}"
    st.button(
        say("mend.ask"),
        key=f"ask-{key}",
        icon=":material/build:",
        help=say("mend.ask_help", number=day_index + 1),
        on_click=toggle,
        args=(key,),
        type="tertiary",
    )
    if is_open(key):
        _draw_day_mends(trip, itinerary, day_index, words)


def _draw_day_mends(trip: Trip, itinerary: Itinerary, day_index: int | None, words: Words) -> None:
    say = words.messages
    key = f"mend-{day_index}"
    question = find_answer(itinerary, key, partial(_ask, itinerary, day_index), say("mend.working"), words)
    if question is None:
        return
    mends = question.answer
    if mends is None:
        st.warning(say("ask.failed"))
        return
    if not mends:
        st.caption(say("mend.none"))
        return
    with st.container(horizontal=True, key=f"mends-{day_index}"):
        for number, mend in enumerate(mends):
            st.button(
                say("mend.button", change=plain(say_mend(mend, words))),
                key=f"{key}-{number}",
                icon=":material/healing:",
                help=say("mend.help"),
                wrap=True,
                on_click=_take,
                args=(trip, mend),
            )


def _ask(itinerary: Itinerary, day_index: int | None, report: OnProgress) -> tuple[Mend, ...]:
    return resources.get_planner().find_mends(itinerary, day_index, on_progress=report)


def say_mend(mend: Mend, words: Words) -> str:
    """Return what a change does, in words."""
    change = mend.change
    if change.code in REASON_CODES:
        return words.reason(change)
    values = dict(change.params)
    if "place" in values:
        values["place"] = words.name(str(values["place"]))
    return words.messages(f"mend.{change.code}", **values)


def _take(trip: Trip, mend: Mend) -> None:
    close()
    load_form(mend.request)
    edit(trip, mend.request, mend.orders)


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "。")) else f"{sentence}."
