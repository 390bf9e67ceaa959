"""The page *Basket and going home*: what to buy at which stop, and everything that bears on carrying it home."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from html import escape

import streamlit as st

from planner.model.basket import Basket
from planner.model.itinerary import Itinerary
from planner.present.basket import crosses_border, tell_sum
from planner.present.basket_bars import list_breaks, tell_weight
from planner.present.languages import capitalise
from planner.present.palette import Palette
from planner.present.sources import tell_reason
from planner.present.trip_name import give_name
from planner.present.words import Words
from planner.publish import BASKET_FORMATS
from ui import resources
from ui.basket_checks_view import draw_checks
from ui.basket_form_view import draw_gifts, draw_home
from ui.basket_left_view import draw_left_out
from ui.basket_state import Shopping, ask_for_suggestion, get_shopping, remember, suggest
from ui.basket_stops_view import draw_stops
from ui.carry_view import draw_carry
from ui.error_words import tell_error
from ui.export_view import draw_files
from ui.form import summarise
from ui.language import get_language
from ui.markets import draw_whose_rules
from ui.page_head import draw_head
from ui.page_link import draw_page_link
from ui.progress_view import watch
from ui.safe import plain
from ui.state import collect, find_trip, start_planning
from ui.style import draw_style, find_palette
from ui.totals import draw_totals
from ui.trip import Trip, remember_in_link
from ui.trip_link import take_notices

FORMATS = (*BASKET_FORMATS, "json")
"""Documents offered: those about what is bought, and the plan with its basket for other programs."""


def draw_page() -> None:
    """Draw the page once."""
    palette = find_palette()
    draw_style(palette)
    language = get_language()
    words = resources.get_words(language)
    trip = find_trip(language)
    if trip is not None:
        collect(trip)
    _draw_head(trip, words)
    with st.container(key="trip-messages"):
        for notice in take_notices() if trip is None else trip.notices:
            st.warning(words.messages(notice))
    with st.container(key="progress"):
        if trip is not None and trip.job is not None:
            watch(trip, words)
    if trip is None or trip.now.itinerary is None:
        if trip is None or trip.job is None:
            _draw_empty(trip, words)
        draw_carry(None, words)
        return
    trip.is_in_link = True
    remember_in_link(trip.now)
    _draw_basket(trip.now.itinerary, words, palette)


def _draw_head(trip: Trip | None, words: Words) -> None:
    say = words.messages
    draw_head(say("page.basket"), say("basket.tagline"), words)
    if trip is not None and trip.now.itinerary is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="trip-line"):
            st.markdown(f"**{say('basket.trip')}** {summarise(trip.now.itinerary.request, words)}", width="content")
            draw_page_link("plan", say("basket.change_trip"), "route")


def _draw_empty(trip: Trip | None, words: Words) -> None:
    """Draw the way to a trip: the first page, or a sample."""
    say = words.messages
    if trip is not None and (trip.failure is not None or trip.is_broken):
        st.error(say("basket.trip_failed"), icon=":material/error:")
    else:
        st.info(say("basket.no_trip"), icon=":material/shopping_basket:")
    draw_page_link("plan", say("basket.plan_first"), "route")
    st.markdown(f"**{say('basket.or_sample')}**")
    with st.container(horizontal=True, key="samples"):
        for name in resources.list_samples():
            st.button(
                plain(resources.name_sample(name, words.language)),
                key=f"sample-{name}",
                on_click=_take_sample,
                args=(name, words.language),
            )


def _take_sample(name: str, language: str) -> None:
    request = resources.get_sample(name, language)
    trip = find_trip(language, request)
    if trip is not None and trip.job is None:
        start_planning(trip, request)


def _draw_basket(itinerary: Itinerary, words: Words, palette: Palette) -> None:
    say = words.messages
    shopping = get_shopping(itinerary)
    if shopping.wants_suggestion:
        with st.spinner(say("basket.solving"), show_time=True):
            suggest(shopping)
    with st.container(key="messages"):
        _draw_messages(shopping, words)
    remember(shopping.now)
    draw_home(shopping, words)
    draw_gifts(shopping, words)
    draw_carry(shopping.now, words)
    basket = shopping.now.basket
    if basket is None:
        _draw_toolbar(shopping, words)
        return
    _draw_totals(basket, shopping.now.home, words)
    _draw_toolbar(shopping, words)
    with st.container(key="breaks"):
        _draw_breaks(basket, words)
    left, right = st.columns([7, 5], gap="large")
    with left:
        draw_stops(shopping, words, palette)
        draw_left_out(shopping, words)
    with right, st.container(key="basket-checks"):
        draw_checks(basket, words)
    _draw_notices(basket, words)
    _draw_files(itinerary, shopping, words)


def _draw_messages(shopping: Shopping, words: Words) -> None:
    say, now = words.messages, shopping.now
    for notice in shopping.notices:
        st.warning(say(notice))
    shopping.notices.clear()
    if shopping.failure is not None:
        st.error(say("basket.failed", message=plain(tell_error(shopping.failure, words))))
    draw_whose_rules(now.home, now.traveller.market, words)


def _draw_totals(basket: Basket, home: str | None, words: Words) -> None:
    say, luggage = words.messages, basket.luggage
    green = sum(line.check.is_green for line in basket.lines)
    cells = [
        (say("basket.articles"), str(len(basket.lines))),
        (say("basket.spend"), tell_sum(basket.spend_low_vnd, basket.spend_high_vnd, words)),
        (say("basket.weight"), tell_weight(luggage.cabin_g + luggage.hold_g, words)),
    ]
    if basket.wishes.budget_vnd is not None:
        cells.insert(2, (say("basket.budget"), say.money(basket.wishes.budget_vnd)))
    if luggage.ship_g:
        cells.append((capitalise(say("carriage.ship")), tell_weight(luggage.ship_g, words)))
    if crosses_border(basket.traveller):
        label = say("basket.plain", market=say.country(home or basket.traveller.market or ""))
        cells.append((label, say("totals.green_of", green=green, count=len(basket.lines))))
    draw_totals(cells)


def _draw_toolbar(shopping: Shopping, words: Words) -> None:
    say, now = words.messages, shopping.now

    def button(key: str, label: str, icon: str, action: Callable[[], None], *, off: bool = False, **more: str) -> None:
        st.button(label, key=key, icon=f":material/{icon}:", on_click=action, disabled=off, **more)  # type: ignore[arg-type]

    with st.container(horizontal=True, vertical_alignment="center", key="basket-toolbar"):
        button("basket-undo", say("edit.undo"), "undo", lambda: shopping.step(-1), off=not shopping.can_undo)
        button("basket-redo", say("edit.redo"), "redo", lambda: shopping.step(1), off=not shopping.can_redo)
        button(
            "basket-again",
            say("basket.again"),
            "auto_awesome",
            lambda: ask_for_suggestion(shopping),
            type="primary" if now.is_edited else "secondary",
            help=say("basket.again_help"),
        )
        decided = (now.wishes if now.basket is None else now.basket.wishes).fixed  # those for places of this trip
        if decided:
            button(
                "basket-anew",
                say("basket.anew", count=len(decided)),
                "restart_alt",
                lambda: ask_for_suggestion(shopping, anew=True),
                type="tertiary",
                help=say("basket.anew_help"),
            )
        if now.basket is not None:
            st.html(f'<p class="rp-note" role="status">{escape(_tell_state(shopping, words))}</p>', width="content")


def _tell_state(shopping: Shopping, words: Words) -> str:
    say, now = words.messages, shopping.now
    if now.is_edited:
        return say("basket.edited")
    return say("basket.optimal" if now.basket is not None and now.basket.is_optimal else "basket.not_proved")


def _draw_breaks(basket: Basket, words: Words) -> None:
    found = list_breaks(basket, words)
    if not found:
        return
    lines = "\n".join(f"- {plain(one)}" for one in found)
    st.warning(f"{words.messages('breaks.title', count=len(found))}\n\n{lines}", icon=":material/warning:")


def _draw_notices(basket: Basket, words: Words) -> None:
    if basket.notices:
        items = "".join(f"<li>{escape(capitalise(tell_reason(one, words)))}</li>" for one in basket.notices)
        with st.expander(words.messages("warnings.title", count=len(basket.notices)), icon=":material/info:"):
            st.html(f'<ul class="rp-list">{items}</ul>')


def _draw_files(itinerary: Itinerary, shopping: Shopping, words: Words) -> None:
    """Draw the documents about what is bought; each is made when it is chosen."""
    say, basket = words.messages, shopping.now.basket
    if basket is None:
        return
    request = itinerary.request.model_copy(update={"language": words.language})
    bought = give_name(dataclasses.replace(itinerary, request=request, basket=basket), words)
    with st.container(key="basket-files-box"):
        st.subheader(say("out.title"), anchor=False)
        st.caption(say("export.lead"))
        draw_files(say("export.goods"), FORMATS, bought, words, key="basket")
    if crosses_border(basket.traveller):
        st.caption(say("verdict.check"))
