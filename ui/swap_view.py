"""Another place instead of a stop: up to three, each with what it changes, and a button that makes the swap."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from planner.model.itinerary import Itinerary
from planner.plan import OnProgress, Swap
from planner.present.cards import draw_gloss
from planner.present.icons import draw_sign, find_family
from planner.present.words import Words
from ui import edits, resources
from ui.form import load_form
from ui.question import close, find_answer, is_open, toggle
from ui.safe import name_after, plain
from ui.state import edit
from ui.trip import Trip


def draw_swap_button(trip: Trip, place_id: str, key: str, words: Words) -> None:
    """Draw the button that looks for other places."""
    say, name = words.messages, plain(words.name(place_id))
    st.button(
        name_after(say("swap.open"), name),
        key=f"swap-{key}",
        icon=":material/swap_horiz:",
        help=say("swap.help", name=name),
        on_click=toggle,
        args=(f"swap-{key}",),
        disabled=trip.job is not None,
        type="tertiary",
    )


def draw_swaps(trip: Trip, day_index: int, position: int, key: str, words: Words) -> None:
    """Draw the places found, below the stop; until they are found, how far that is."""
    itinerary = trip.now.itinerary
    if itinerary is None or trip.job is not None or not is_open(f"swap-{key}"):
        return
    say = words.messages
    ask = partial(_ask, itinerary, day_index, position)
    question = find_answer(itinerary, f"swap-{key}", ask, say("swap.working"), words)
    if question is None:
        return
    place_id = itinerary.days[day_index].visits[position].place_id
    if question.answer is None:
        st.warning(say("ask.failed"))
        return
    if not question.answer:
        st.info(say("swap.none"), icon=":material/search_off:")
        return
    with st.container(key=f"swaps-{key}"):
        st.html(f'<h5 class="rp-swap-title">{escape(say("swap.title", name=words.name(place_id)))}</h5>')
        for number, swap in enumerate(question.answer):
            _draw_swap(trip, swap, place_id, f"{key}-{number}", words)


def _ask(itinerary: Itinerary, day_index: int, position: int, report: OnProgress) -> tuple[Swap, ...]:
    return resources.get_planner().find_swaps(itinerary, day_index, position, on_progress=report)


def _draw_swap(trip: Trip, swap: Swap, place_id: str, key: str, words: Words) -> None:
    say = words.messages
    name, other = plain(words.name(swap.place_id)), plain(words.name(place_id))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"swap-card-{key}"):
        st.html(build_swap_text(swap, words))
        st.button(
            name_after(say("swap.take"), name),
            key=f"swap-take-{key}",
            icon=":material/check:",
            help=say("swap.take_help", name=name, other=other),
            on_click=_take,
            args=(trip, swap, words),
        )


def build_swap_text(swap: Swap, words: Words) -> str:
    """Return what a swap offers and changes, as HTML."""
    say = words.messages
    experience = words.catalogue.experiences.get(swap.experience_id or "")
    what = words.experience(experience) if experience else say("stop.see_and_buy")
    changes = (
        _say_change("drive", swap.drive_min, say.span(abs(swap.drive_min)), words),
        _say_change("visit", swap.visit_min, say.span(abs(swap.visit_min)), words),
        _say_change("money", swap.cost_vnd_per_person, say.money(abs(swap.cost_vnd_per_person)), words),
        say("swap.away", km=say.km(swap.away_km)),
        *(() if swap.is_alike else (say("swap.other_kind"),)),
    )
    chips = "".join(f"<li>{escape(change)}</li>" for change in changes)
    sign = draw_sign(find_family(words.catalogue, swap.place_id))
    return (
        f"<div><b>{sign} {escape(words.name(swap.place_id))}</b>{draw_gloss(swap.place_id, words)}"
        f'<div class="rp-soft">{escape(what)}</div><ul class="rp-why">{chips}</ul></div>'
    )


def _say_change(what: str, change: int, amount: str, words: Words) -> str:
    """Return a change with its sign in words: more, less, or none."""
    if change == 0:
        return words.messages(f"swap.{what}_same")
    key = f"swap.{what}_more" if change > 0 else f"swap.{what}_less"
    return words.messages(key, minutes=amount, vnd=amount)


def _take(trip: Trip, swap: Swap, words: Words) -> None:
    """Make the swap, and say where the new stop stands now: it may have moved within the day."""
    close()
    load_form(swap.request)
    before = trip.now
    edit(trip, swap.request, swap.orders)
    itinerary = trip.now.itinerary
    if itinerary is None or trip.now is before:
        return
    for day, visits in enumerate(edits.list_orders(itinerary), start=1):
        for number, (place_id, _) in enumerate(visits, start=1):
            if place_id == swap.place_id:
                name = plain(words.name(place_id))
                st.toast(words.messages("swap.now", name=name, number=number, day=day), icon=":material/swap_horiz:")
