"""Three ways to make the trip, side by side: what one gets of each, and a button to take it."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.model.alternatives import Alternative, Alternatives
from planner.model.itinerary import Itinerary
from planner.present.words import Words
from planner.settings import load_settings
from ui.form import load_form
from ui.safe import plain
from ui.state import start_comparing, take
from ui.trip import Trip


def draw_alternatives(trip: Trip, words: Words) -> None:
    """Draw the offer to compare plans, or the plans."""
    say = words.messages
    found = trip.alternatives
    with st.expander(say("alt.title"), expanded=found is not None, icon=":material/alt_route:"):
        if found is None:
            st.caption(say("alt.about", share=load_settings().alternatives.min_distance_pct))
        else:
            _draw_cards(trip, found, words)
        st.button(
            say("alt.start") if found is None else say("alt.again"),
            key="compare",
            icon=":material/compare_arrows:",
            on_click=start_comparing,
            args=(trip,),
            disabled=trip.job is not None,
        )


def _draw_cards(trip: Trip, found: Alternatives, words: Words) -> None:
    say = words.messages
    shown = None if trip.now.itinerary is None else trip.now.itinerary.days
    for column, plan in zip(st.columns(len(found.plans)), found.plans, strict=True):
        with column, st.container(border=True, key=f"alternative-{plan.profile}"):
            st.html(_build_card(plan, found, words))
            is_shown = plan.itinerary.days == shown
            st.button(
                say("alt.shown") if is_shown else say("alt.take"),
                key=f"take-{plan.profile}",
                help=say("alt.take_help", name=plain(_name(plan.profile, words))),
                on_click=_take,
                args=(trip, plan.itinerary),
                disabled=is_shown or trip.job is not None,
            )
    for note in found.notes:
        st.caption(plain(words.reason(note)))


def _build_card(plan: Alternative, found: Alternatives, words: Words) -> str:
    say, facts = words.messages, plan.facts
    rows = [
        (say("totals.visits"), str(facts.visits)),
        (say("totals.drive"), say.span(facts.drive_min)),
        (say("alt.free"), say.span(max(0, facts.free_min))),
        (say("totals.cost"), say.money(facts.cost_vnd_per_person)),
        (say("totals.products"), str(facts.products)),
        (say("alt.starred"), str(facts.starred_products)),
        (say("alt.makers"), str(facts.makers)),
    ]
    lines = "".join(f"<li>{escape(name)}: <b>{escape(value)}</b></li>" for name, value in rows)
    apart = [
        say("alt.apart", name=_name(other, words), share=pair.distance_pct)
        for pair in found.pairs
        if plan.profile in (pair.one, pair.other)
        for other in (pair.one, pair.other)
        if other != plan.profile
    ]
    others = {one for other in found.plans if other is not plan for one in other.itinerary.place_ids}
    own = [words.name(one) for one in plan.itinerary.place_ids if one not in others]
    if own:
        apart.append(say("alt.only", names=say.join(own)))
    notes = "".join(f'<p class="rp-note">{escape(text)}</p>' for text in apart)
    return f'<h4>{escape(_name(plan.profile, words))}</h4><ul class="rp-list">{lines}</ul>{notes}'


def _name(profile: str, words: Words) -> str:
    return words.messages.find(f"alternative.{profile}") or profile


def _take(trip: Trip, itinerary: Itinerary) -> None:
    load_form(itinerary.request)
    take(trip, itinerary)
