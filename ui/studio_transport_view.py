"""Prices that no table knows: guide and driver, and every vehicle that one of the sizes sold needs."""

from __future__ import annotations

import dataclasses
from functools import partial

import streamlit as st

from planner.model.quote import MAX_EMPTY_KM, CostKind, Quote, RateUnit
from planner.model.travel import Vehicle
from planner.present.words import Words
from ui.money import draw_money, draw_refused
from ui.safe import plain
from ui.studio_prices import VehicleNeed, find_price, list_vehicle_needs, set_rate
from ui.studio_state import Studio, change_document, change_terms

VEHICLE_RATES = (
    (CostKind.VEHICLE_DAY, RateUnit.PER_DAY),
    (CostKind.VEHICLE_KM, RateUnit.PER_KM),
    (CostKind.DRIVER, RateUnit.PER_DAY),
)


def draw_transport(studio: Studio, quote: Quote, words: Words) -> None:
    """Draw the rates of each vehicle with the sizes that take it, of the guide, and kilometres without guests."""
    say, document = words.messages, studio.document
    st.subheader(say("studio.transport"), anchor=False)
    st.caption(say("studio.transport_note"))
    own = quote.get_head_price().vehicle
    for need in list_vehicle_needs(quote):
        _draw_vehicle(studio, need, words, is_own=need.vehicle == own)
    first, second = st.columns(2)
    if document.terms.has_guide:
        with second:
            _draw_rate(studio, CostKind.GUIDE, document.terms.guide_language, RateUnit.PER_DAY, words)
        _draw_refused(studio, CostKind.GUIDE, None, words)
    st.session_state["studio-term-empty_km"] = document.terms.empty_km
    first.number_input(
        say("studio.empty_km"),
        0,
        MAX_EMPTY_KM,
        step=10,
        key="studio-term-empty_km",
        help=say("studio.empty_km_help"),
        on_change=_take_empty_km,
        args=(studio,),
    )


def name_rate_field(kind: CostKind, vehicle: Vehicle | None = None) -> str:
    """Return the key of the field of a rate; None = that of the trip's own group."""
    return f"studio-rate-{kind}" if vehicle is None else f"studio-rate-{kind}-{vehicle}"


def _draw_vehicle(studio: Studio, need: VehicleNeed, words: Words, *, is_own: bool) -> None:
    say = words.messages
    sizes = say("studio.vehicle_sizes", sizes=say.join(str(size) for size in need.sizes))
    state = "" if need.is_known else f" · :orange[**▲ {plain(say('studio.vehicle_unpriced'))}**]"
    st.markdown(f"**{plain(say(f'vehicle.{need.vehicle}'))}** · {plain(sizes)}{state}")
    vehicle = None if is_own else need.vehicle
    for column, (kind, unit) in zip(st.columns(3), VEHICLE_RATES, strict=True):
        with column:
            _draw_rate(studio, kind, need.vehicle.value, unit, words, vehicle=vehicle)
    for kind, _ in VEHICLE_RATES:
        _draw_refused(studio, kind, vehicle, words)


def _draw_rate(
    studio: Studio, kind: CostKind, name: str, unit: RateUnit, words: Words, *, vehicle: Vehicle | None = None
) -> None:
    document = studio.document
    vnd = find_price(document.rates, kind, name, document.itinerary.days[0].date)
    take = partial(_take_rate, studio, kind, name, unit)
    say, key = words.messages, name_rate_field(kind, vehicle)
    unknown = say("studio.unknown")
    draw_money(studio.refused, say(f"quote.kind_{kind}"), vnd, take, words, key=key, placeholder=unknown)


def _draw_refused(studio: Studio, kind: CostKind, vehicle: Vehicle | None, words: Words) -> None:
    draw_refused(studio.refused, name_rate_field(kind, vehicle), words.messages(f"quote.kind_{kind}"), words)


def _take_rate(studio: Studio, kind: CostKind, name: str, unit: RateUnit, vnd: int | None) -> None:
    document = studio.document
    rates = set_rate(document.rates, kind, name, unit, vnd, document.itinerary.days[0].date)
    change_document(studio, dataclasses.replace(document, rates=rates))


def _take_empty_km(studio: Studio) -> None:
    value = st.session_state["studio-term-empty_km"]
    if value is not None:
        change_terms(studio, empty_km=value)
