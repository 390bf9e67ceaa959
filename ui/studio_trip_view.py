"""The head of the open trip: its figures, the group with its vehicle and guide, the date, and undo."""

from __future__ import annotations

import dataclasses
import datetime as dt
from html import escape
from typing import Any

import streamlit as st

from planner.errors import PlannerError
from planner.model.travel import Vehicle
from planner.plan import apply_change
from planner.present.languages import capitalise
from planner.present.words import Words
from planner.units import LOCAL_ZONE, today
from ui.markets import list_markets, name_market
from ui.safe import plain
from ui.studio_desk import Desk, close
from ui.studio_money import is_comparable, list_missing, tell_head
from ui.studio_people import MAX_PLANNED, compare_terms, fit_group, list_vehicles, tell_vehicles
from ui.studio_state import Studio, change_document, foresee_terms, get_quote, set_home, start_replanning
from ui.totals import draw_totals

SMALLEST = "smallest"
"""Choice of whatever vehicle is the smallest that seats the group."""
GUIDE_LANGUAGES = ("", "vi", "en", "fr", "de", "es", "it", "ja", "ko", "zh", "ru")


def draw_bar(desk: Desk, studio: Studio, words: Words) -> None:
    """Draw the way back to the list, the trip's name, undo, redo, and when it was saved."""
    say, busy = words.messages, studio.job is not None
    with st.container(horizontal=True, vertical_alignment="center", key="studio-bar"):
        st.button(
            say("studio.my_trips"),
            key="studio-close",
            icon=":material/arrow_back:",
            on_click=_put_away,
            args=(desk,),
            type="tertiary",
        )
        client = f" · {studio.document.client}" if studio.document.client else ""
        st.html(f'<h2 class="rp-saved-name">{escape(studio.title + client)}</h2>', width="content")
        for verb, icon, by, can in (("undo", "undo", -1, studio.can_undo), ("redo", "redo", 1, studio.can_redo)):
            st.button(
                say(f"edit.{verb}"),
                key=f"studio-{verb}",
                icon=f":material/{icon}:",
                on_click=studio.step,
                args=(by,),
                disabled=busy or not can,
            )
        st.html(f'<p class="rp-line" role="status">{escape(_tell_saved(studio, words))}</p>', width="content")


def _put_away(desk: Desk) -> None:
    close(desk)


def _tell_saved(studio: Studio, words: Words) -> str:
    say = words.messages
    if studio.trip_id is None or studio.saved_at is None:
        return say("studio.not_saved")
    when = studio.saved_at.astimezone(LOCAL_ZONE)
    time = when.strftime("%H:%M:%S")
    return say("studio.saved_at", time=time if when.date() == today() else f"{say.date(when.date())}, {time}")


def draw_strip(studio: Studio, words: Words) -> None:
    """Draw the figures that every change moves."""
    say, totals, quote = words.messages, studio.itinerary.totals, get_quote(studio)
    head = quote.get_head_price()
    cells = [
        (say("studio.group"), say("unit.people", count=head.size)),
        (say("sheet.vehicle"), tell_vehicles(head.vehicle, head.vehicles, words)),
        (say("totals.visits"), str(totals.visits)),
        (say("totals.drive"), say.span(totals.drive_min)),
        (say("totals.km"), say.km(totals.km)),
        (say("sheet.net_per_head"), tell_head(head, head.net_per_head_vnd, words)),
        (say("sheet.sell_per_head"), tell_head(head, head.sell_per_head_vnd, words)),
        (say("studio.broken"), str(len(studio.now.violations)) if studio.now.violations else say("studio.none_broken")),
    ]
    with st.container(key="studio-strip"):
        draw_totals(cells)
        if not head.is_complete:
            section = say("studio.section_costs")
            count = len(list_missing(quote, words))
            told = (
                say("studio.prices_missing", count=count, section=section)
                if is_comparable(head)
                else say("studio.prices_needed", count=count, section=section)
            )
            st.caption(plain(told))


def draw_group(studio: Studio, words: Words) -> None:
    """Draw who travels, in what, with whom and when; a change plans around what there is."""
    say, document, busy = words.messages, studio.document, studio.job is not None
    request, terms = document.itinerary.request, document.terms
    if studio.job is not None:  # what is being planned, not what was
        request, terms = studio.job.request, foresee_terms(studio)
    state = st.session_state
    state["studio-adults"], state["studio-children"] = request.party.adults, request.party.children
    state["studio-guide"], state["studio-guide-language"] = terms.has_guide, terms.guide_language
    state["studio-vehicle"], state["studio-date"] = terms.vehicle or SMALLEST, request.start_date
    fitting = list_vehicles(request.party.size, has_guide=terms.has_guide)
    vehicles = [SMALLEST, *fitting]
    if terms.vehicle is not None and terms.vehicle not in vehicles:
        vehicles.append(terms.vehicle)
    take: dict[str, Any] = {"on_change": _regroup, "args": (studio,), "disabled": busy}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="studio-group"):
        st.number_input(say("form.adults"), 1, MAX_PLANNED, key="studio-adults", width=150, **take)
        st.number_input(say("form.children"), 0, MAX_PLANNED, key="studio-children", width=150, **take)
        st.selectbox(
            say("form.vehicle"),
            vehicles,
            format_func=lambda one: say("studio.smallest") if one == SMALLEST else say(f"vehicle.{one}"),
            key="studio-vehicle",
            placeholder=say("form.choose"),
            help=say("studio.vehicle_help"),
            width=270,
            **take,
        )
        st.date_input(say("form.start_date"), key="studio-date", format="DD/MM/YYYY", width=180, **take)
        st.selectbox(
            say("studio.guide_language"),
            sorted({*GUIDE_LANGUAGES, terms.guide_language}),
            format_func=lambda code: name_language(code, words),
            key="studio-guide-language",
            placeholder=say("form.choose"),
            on_change=_speak,
            args=(studio,),
            disabled=busy or not terms.has_guide,
            width=180,
        )
        st.toggle(say("studio.guide"), key="studio-guide", **take)
    _draw_home(studio, request.home_market, words)


def _draw_home(studio: Studio, market: str | None, words: Words) -> None:
    """Draw where the guests live, and what follows where nobody has said so."""
    say = words.messages
    st.session_state["studio-home"] = market
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="studio-home-row"):
        st.selectbox(
            say("studio.home"),
            list_markets(words, market),
            format_func=name_market(words),
            key="studio-home",
            placeholder=say("form.market_none"),
            help=say("studio.home_help"),
            filter_mode="contains",
            on_change=_settle,
            args=(studio,),
            disabled=studio.job is not None,
            width=310,
        )
        if market is None:
            st.caption(say("studio.home_unsaid"), width="content")


def name_language(code: str, words: Words) -> str:
    """Return the language of a guide in words."""
    say = words.messages
    return capitalise(str(say.locale.languages.get(code, code))) if code else say("studio.any_language")


def _regroup(studio: Studio) -> None:
    """Carry out what the widgets say: at once where only prices hang on it, else by planning around the trip."""
    state = st.session_state
    if state["studio-date"] is None or state["studio-adults"] is None or state["studio-children"] is None:
        return
    regroup(
        studio,
        adults=state["studio-adults"],
        children=state["studio-children"],
        has_guide=state["studio-guide"],
        vehicle=None if state["studio-vehicle"] == SMALLEST else Vehicle(state["studio-vehicle"]),
        start=state["studio-date"],
    )


def regroup(
    studio: Studio, *, adults: int, children: int, has_guide: bool, vehicle: Vehicle | None, start: dt.date
) -> None:
    """Change group, guide, vehicle and date of the open trip."""
    document = studio.document
    if vehicle is not None and vehicle not in list_vehicles(adults + children, has_guide=has_guide):
        vehicle = None  # it does not carry them any more: the smallest that does
    try:
        people, terms = fit_group(document, adults=adults, children=children, has_guide=has_guide, vehicle=vehicle)
        request = apply_change(document.itinerary.request, {**people, "start_date": start.isoformat()})
    except PlannerError as error:
        studio.failure = error
        return
    except ValueError:  # the request contradicts itself
        studio.notices.append(("studio.refused", {}))
        return
    if request == document.itinerary.request:
        change_document(studio, dataclasses.replace(document, terms=terms))
    else:
        start_replanning(studio, request, changes=compare_terms(document.terms, terms))


def _settle(studio: Studio) -> None:
    set_home(studio, st.session_state["studio-home"])


def _speak(studio: Studio) -> None:
    language = st.session_state["studio-guide-language"]
    document = studio.document
    terms = dataclasses.replace(document.terms, guide_language=language)
    change_document(studio, dataclasses.replace(document, terms=terms))
