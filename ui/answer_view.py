"""The answer: sums, what to know, the day chosen, map and timeline, what was left out, files."""

from __future__ import annotations

from html import escape
from math import ceil

import streamlit as st

from planner.model.edits import Replanned
from planner.model.itinerary import Itinerary
from planner.present.cards import draw_products
from planner.present.icons import draw_sign, find_family
from planner.present.languages import capitalise
from planner.present.palette import Palette
from planner.present.trip_name import give_name
from planner.present.words import Words
from planner.publish.stations import tell_network
from ui.alternatives_view import draw_alternatives
from ui.basket_state import find_token
from ui.export_view import draw_export
from ui.form import load_form
from ui.left_out_view import draw_left_out, draw_wish
from ui.map_view import draw_map
from ui.planning import PROOF_SECONDS
from ui.print_view import draw_print
from ui.safe import plain
from ui.state import start_planning, start_proving, start_replanning
from ui.timeline_view import draw_day, draw_overview, draw_stop_text
from ui.totals import draw_totals
from ui.trip import Trip, build_address
from ui.warnings_view import draw_flags, draw_mends, read_flags

ALL = -1
"""Value of the day choice that means the whole trip."""


def draw_answer(trip: Trip, words: Words, palette: Palette) -> None:
    """Draw the itinerary that is shown."""
    itinerary = trip.now.itinerary
    if itinerary is None:
        if trip.job is None:
            st.caption(words.messages("progress.empty"))
        return
    flags = read_flags(trip, itinerary)
    _draw_totals(itinerary, words)
    left, right = st.columns(2, gap="small")
    with left:
        draw_flags(flags, itinerary, words)
    with right:
        _draw_warnings(trip, itinerary, words)
    draw_alternatives(trip, words)
    with st.container(horizontal=True, vertical_alignment="center", key="toolbar"):
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="day-bar"):
            day = _choose_day(itinerary, words)
            _draw_steps(trip, words)
        _draw_buttons(trip, words)
    with st.container(key="edit-state"):
        _draw_edit_state(trip, words)
        draw_mends(trip, flags, words)
    left, right = st.columns([6, 5], gap="medium")
    with left, st.container(key="map-box"):
        _draw_map(trip, itinerary, day, words, palette)
    with right:
        if day == ALL:
            draw_overview(trip, words, palette)
        else:
            draw_day(trip, day, st.session_state.get("chosen"), words, palette)
    draw_left_out(trip, words)
    with st.container(horizontal=True, key="take-along"):
        named = give_name(itinerary, words)
        draw_export(named, words)
        draw_print(named, None if day == ALL else day, words)
        _draw_link(trip, itinerary, words)
    provenance = itinerary.provenance
    key = "about.made_from" if provenance.refereed else "about.not_refereed"
    made_from = words.messages(key, version=provenance.data_version, network=tell_network(provenance.network, words))
    st.html(f'<p class="rp-note">{escape(made_from)}</p>')


def _draw_map(trip: Trip, itinerary: Itinerary, day: int, words: Words, palette: Palette) -> None:
    view = f"{trip.plan_number}-{day}"
    clicked = draw_map(itinerary, None if day == ALL else day, view, words, palette)
    if clicked is not None:
        st.session_state.chosen = clicked
    _draw_chosen(trip, itinerary, st.session_state.get("chosen"), words, palette)
    with st.popover(words.messages("map.about"), icon=":material/info:", type="tertiary"):
        st.caption(words.messages("map.legend"))
        st.caption(words.messages("map.note"))
        st.html(_build_legend(itinerary, words))


def _build_legend(itinerary: Itinerary, words: Words) -> str:
    """Return the signs of the places of the trip with what they mean."""
    families = dict.fromkeys(find_family(words.catalogue, place_id) for place_id in itinerary.place_ids)
    items = "".join(f"<li>{draw_sign(one)} {escape(words.messages(f'sign.{one}'))}</li>" for one in families)
    return f'<p class="rp-note">{escape(words.messages("sign.legend"))}</p><ul class="rp-legend">{items}</ul>'


def _draw_totals(itinerary: Itinerary, words: Words) -> None:
    say = words.messages
    totals = itinerary.totals
    products = {
        (product.product_id or product.product_type): product
        for day in itinerary.days
        for visit in day.visits
        for product in visit.products
    }
    cells = [
        (say("totals.visits"), str(totals.visits)),
        (say("totals.drive"), say.span(totals.drive_min)),
        (say("totals.km"), say.km(totals.km)),
        (say("totals.cost"), say.money(totals.cost_vnd_per_person)),
        (say("totals.products"), str(len(products))),
    ]
    if market := itinerary.request.home_market:
        green = sum(product.is_green for product in products.values())
        label = say("totals.green", market=say.country(market))
        cells.append((label, say("totals.green_of", green=green, count=len(products))))
    draw_totals(cells)


def _draw_proof(trip: Trip, itinerary: Itinerary, words: Words) -> None:
    """Draw how far from the best possible plan this one is at most, and the offer to find that out more closely."""
    say, certificate = words.messages, itinerary.certificate
    gap = say.number(ceil(10 * certificate.gap_pct) / 10)
    told = say("totals.optimal_note") if certificate.optimal else say("totals.gap_note", gap=gap)
    if trip.now.is_edited:
        told = f"{told} {say('totals.edited_note')}"
    with st.container(horizontal=True, vertical_alignment="center", key="proof"):
        st.html(f"<p>{escape(told)}</p>", width="content")
        if certificate.optimal or trip.now.is_edited:
            return
        st.button(
            say("proof.start", seconds=PROOF_SECONDS),
            icon=":material/verified:",
            key="prove",
            help=say("proof.help"),
            on_click=start_proving,
            args=(trip,),
            type="tertiary",
            disabled=trip.job is not None,
        )


def _draw_warnings(trip: Trip, itinerary: Itinerary, words: Words) -> None:
    say = words.messages
    lines = [words.reason(warning) for warning in itinerary.warnings]
    if itinerary.totals.on_time_pct is not None:  # what a reader of the stops alone would not expect
        lines.insert(0, say("on_time.trip", pct=itinerary.totals.on_time_pct))
    if trip.now.was_stopped:
        lines.append(say("about.stopped"))
    market = itinerary.request.home_market
    lines.append(say("verdict.market_title", market=say.country(market)) if market else say("verdict.no_market"))
    parts = [
        f"{say.find(f'cost.{part}') or part} {say.money(vnd)}"
        for part, vnd in itinerary.totals.cost_parts.items()
        if vnd
    ]
    lines.append(say("totals.cost_note", parts=say.join(parts)))
    with st.expander(say("warnings.title", count=len(lines)), icon=":material/info:"):
        items = "".join(f"<li>{escape(capitalise(line))}</li>" for line in lines)
        st.html(f'<ul class="rp-list">{items}</ul>')
        _draw_proof(trip, itinerary, words)


def _draw_link(trip: Trip, itinerary: Itinerary, words: Words) -> None:
    """Draw the link to the trip for copying; it says nothing of the language, so each reader has the own one."""
    say = words.messages
    with st.popover(say("link.open"), icon=":material/link:", key="copy-link"):
        st.caption(say("link.about"))
        st.code(build_address(trip.now, find_token(itinerary)), language=None)


def _draw_steps(trip: Trip, words: Words) -> None:
    """Draw the way back and forth."""
    say, busy = words.messages, trip.job is not None
    for verb, icon, by, possible in (("undo", "undo", -1, trip.can_undo), ("redo", "redo", 1, trip.can_redo)):
        st.button(
            say(f"edit.{verb}"),
            icon=f":material/{icon}:",
            key=verb,
            on_click=_step,
            args=(trip, by),
            disabled=busy or not possible,
        )


def _draw_buttons(trip: Trip, words: Words) -> None:
    """Draw what plans anew: around the changes, or from the request alone."""
    say, busy = words.messages, trip.job is not None
    st.button(
        say("edit.around"),
        icon=":material/build:",
        key="around",
        help=say("edit.around_help"),
        on_click=start_replanning,
        args=(trip,),
        type="primary" if trip.now.is_edited else "secondary",
        disabled=busy or not trip.now.is_edited,
    )
    st.button(
        say("edit.replan"),
        icon=":material/autorenew:",
        key="replan",
        help=say("edit.replan_help"),
        on_click=_replan,
        args=(trip,),
        disabled=busy,
    )


def _draw_edit_state(trip: Trip, words: Words) -> None:
    say = words.messages
    if trip.now.replanned is not None:
        st.info(_describe_replanned(trip.now.replanned, words), icon=":material/check:")
    if not trip.now.is_edited:
        return
    if not trip.now.violations:
        st.info(say("edit.pending"), icon=":material/edit:")
        return
    lines = []
    for violation in trip.now.violations:
        text = say.find(f"violation.{violation.code}") or say("violation.other", code=violation.code)
        if violation.day is not None:
            text = say("violation.on_day", number=violation.day + 1, text=text)
        lines.append(f"- {plain(text)}")
    st.warning("\n".join([say("edit.violations"), "", *dict.fromkeys(lines)]), icon=":material/warning:")


def _describe_replanned(replanned: Replanned, words: Words) -> str:
    """Return how many visits stay, and what came and went."""
    say = words.messages
    parts = [say("edit.replanned", count=replanned.kept)]
    for kind, key in (("added", "edit.new"), ("removed", "edit.gone"), ("moved", "edit.moved")):
        names = [words.name(change.place_id) for change in replanned.changes if change.kind == kind]
        if names:
            parts.append(say(key, names=say.join(names)))
    return plain(" ".join(parts))


def _choose_day(itinerary: Itinerary, words: Words) -> int:
    """Return the day to look at, from 0, or `ALL`."""
    say = words.messages
    options = [ALL, *range(len(itinerary.days))]
    if st.session_state.get("day", 0) not in options:
        st.session_state.day = 0
    if "day" not in st.session_state:
        st.session_state.day = 0

    def name(day: int) -> str:
        return say("day.all") if day == ALL else say("day.tab", number=day + 1)

    chosen = st.segmented_control(
        say("day.choose"), options, format_func=name, key="day", required=True, label_visibility="collapsed"
    )
    return ALL if chosen is None else chosen


def _draw_chosen(trip: Trip, itinerary: Itinerary, chosen: str | None, words: Words, palette: Palette) -> None:
    """Draw what was clicked on the map: a stop with its products, or another place with buttons to ask for it."""
    if chosen is None:
        return
    for day_index, day in enumerate(itinerary.days):
        for number, visit in enumerate(day.visits, start=1):
            if visit.place_id == chosen:
                with st.container(border=True, key="chosen-stop", height=320):
                    st.html(
                        draw_stop_text(visit, number, palette.day(day_index), words, request=trip.now.request)
                        + draw_products(visit.products, words)
                    )
                return
    draw_wish(trip, chosen, words)


def _step(trip: Trip, by: int) -> None:
    trip.step(by)
    load_form(trip.now.request)


def _replan(trip: Trip) -> None:
    start_planning(trip, trip.now.request)
