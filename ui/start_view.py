"""Where to begin: sample trips as cards, and the way to a trip of one's own."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from planner.model.catalogue import Catalogue
from planner.model.request import TripRequest
from planner.present.icons import FAMILY_OF, draw_sign
from planner.present.silhouette import locate
from planner.present.words import Words
from ui import resources
from ui.form import load_form
from ui.safe import name_after, plain
from ui.state import start_planning
from ui.trip import Trip

MAX_INTERESTS = 4
MAX_PROVINCES = 2

OnOwn = Callable[[], None]


def draw_start(trip: Trip, words: Words, on_own: OnOwn) -> None:
    """Draw the cards: in full view as long as nobody has asked for anything, then folded.

    Parameters
    ----------
    on_own
        Called when the visitor wants to fill in the form.
    """
    say = words.messages
    if trip.is_first_look:
        about = " ".join([say("start.about"), *([say("start.ready")] if trip.now.itinerary else [])])
        with st.container(key="start"):
            st.html(
                f'<h2 class="rp-start-title">{escape(say("start.title"))}</h2><p class="rp-soft">{escape(about)}</p>'
            )
            _draw_cards(trip, words, on_own)
        return
    box = st.expander(say("form.sample"), icon=":material/explore:", key="samples", on_change="rerun")
    if box.open:
        with box:
            st.caption(say("form.sample_placeholder"))
            _draw_cards(trip, words, None)


def _draw_cards(trip: Trip, words: Words, on_own: OnOwn | None) -> None:
    say = words.messages
    with st.container(horizontal=True, wrap=False, key="start-cards"):
        if on_own is not None:
            with st.container(border=True, key="start-own", width=_CARD_PX):
                st.html(
                    f'<div class="rp-card-text"><h3>{escape(say("start.own"))}</h3>'
                    f'<p class="rp-soft">{escape(say("start.own_about"))}</p></div>'
                )
                st.button(
                    say("start.open"), key="start-form", type="primary", icon=":material/edit_note:", on_click=on_own
                )
        for name, request in resources.list_samples().items():
            title = resources.name_sample(name, words.language)
            with st.container(border=True, key=f"start-{name[:2]}", width=_CARD_PX):
                st.html(build_card(request, title, words))
                st.button(
                    name_after(say("start.take"), plain(title)),
                    key=f"take-sample-{name[:2]}",
                    icon=":material/route:",
                    help=say("start.take_help", name=plain(title)),
                    on_click=_take,
                    args=(trip, name, words.language),
                    disabled=trip.job is not None and trip.job.request.title == title,
                )


_CARD_PX = 264


def build_card(request: TripRequest, title: str, words: Words) -> str:
    """Return a sample as HTML: title, days, month, provinces, what it is about, and where it lies."""
    say, catalogue = words.messages, words.catalogue
    provinces = list_provinces(request, catalogue)
    facts = " · ".join((say("unit.days", count=request.days), say.month(request.start_date.month)))
    names = say.join(provinces[:MAX_PROVINCES])
    about = "".join(f"<li>{_draw_interest(word, words)}</li>" for word in list(request.interests)[:MAX_INTERESTS])
    dots = "".join(
        f'<i style="left:{x:.1f}%;top:{y:.1f}%"></i>'
        for x, y in (
            locate(catalogue.located[one].lon_deg, catalogue.located[one].lat_deg)
            for one in _list_ids(request, catalogue)
        )
    )
    where = say("start.map", places=names)
    return (
        f'<div class="rp-card"><div class="rp-card-text"><h3>{escape(title)}</h3>'
        f'<p class="rp-soft">{escape(facts)}<br>{escape(names)}</p></div>'
        f'<div class="rp-where" role="img" aria-label="{escape(where)}"><b class="rp-land"></b>{dots}</div></div>'
        f'<ul class="rp-why">{about}</ul>'
    )


def _draw_interest(word: str, words: Words) -> str:
    sign = draw_sign(FAMILY_OF[word]) if word in FAMILY_OF else ""
    return f"{sign} {escape(words.word(word))}"


def list_provinces(request: TripRequest, catalogue: Catalogue) -> list[str]:
    """Return the provinces of the places that a request names, those with most of them first."""
    named = [catalogue.located[one].province for one in _list_ids(request, catalogue)]
    return sorted(dict.fromkeys(named), key=lambda province: -named.count(province))


def _list_ids(request: TripRequest, catalogue: Catalogue) -> list[str]:
    """Return the places that a request names; where it names none, its start."""
    names = [*request.must_visit, *request.nice_to_visit]
    places = [catalogue.experiences[one].place_id if one in catalogue.experiences else one for one in names]
    return [one for one in places if one in catalogue.located] or [request.start]


def _take(trip: Trip, name: str, language: str) -> None:
    request = resources.get_sample(name, language)
    load_form(request)
    start_planning(trip, request)
