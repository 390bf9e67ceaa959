"""Costs and prices of the open trip: every line with what it rests on, own rates, terms, and the price per head."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from planner.errors import RequestError
from planner.model.quote import (
    MAX_EMPTY_KM,
    MAX_GROUP,
    MAX_MARKUP_PCT,
    MAX_PER_ROOM,
    CostKind,
    CostLine,
    CostSource,
    Quote,
    QuoteTerms,
    RateUnit,
)
from planner.model.request import MAX_VND
from planner.present.quote import tell_line
from planner.present.words import Words
from ui.safe import capitalise, plain
from ui.studio_manual_view import draw_manual
from ui.studio_prices import find_price, is_priced_by_rate, set_rate
from ui.studio_rates_view import draw_rates
from ui.studio_rows import get_table_height
from ui.studio_state import Studio, change_document, get_quote, price_line

ROUNDINGS_VND = (1, 1_000, 5_000, 10_000, 50_000, 100_000)
GUIDE_LANGUAGES = ("", "vi", "en", "fr", "de", "es", "ja", "ko", "zh", "ru", "it")
GROUP_SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 15, 16, 18, 20, 24, 25, 28, 30, 35, 40, 44, 50, 60, 80, 100)
_SHAPES = {CostSource.UNKNOWN: "? ", CostSource.ESTIMATE: "≈ "}
"""What calls for care has a shape of its own."""


def draw_costs(studio: Studio, words: Words) -> None:
    """Draw what the operator decides, what a head is asked by size of the group, and every line that it comes from."""
    quote = get_quote(studio)
    _draw_warnings(quote, words)
    left, right = st.columns(2, gap="large")
    with left:
        _draw_terms(studio, words)
    with right:
        _draw_transport(studio, quote, words)
    _draw_heads(quote, words)
    _draw_lines(studio, quote, words)
    draw_manual(studio, words)
    draw_rates(studio, words)


def _draw_warnings(quote: Quote, words: Words) -> None:
    """Say first what the prices do not know."""
    if not quote.warnings:
        return
    lines = "\n".join(f"- {plain(capitalise(words.reason(one)))}" for one in quote.warnings)
    box = st.info if quote.is_complete else st.warning
    box(lines, icon=":material/info:" if quote.is_complete else ":material/warning:")


def _draw_lines(studio: Studio, quote: Quote, words: Words) -> None:
    say = words.messages
    st.subheader(say("studio.lines"), anchor=False)
    lines = [line for line in quote.lines if is_priced_by_rate(line)]
    key, column = f"studio-lines-{studio.revision}", st.column_config
    st.data_editor(
        [_build_cells(line, words) for line in lines],
        key=key,
        hide_index=True,
        height=get_table_height(len(lines)),
        placeholder=say("studio.unknown"),
        disabled=["day", "kind", "what", "quantity", "unit", "total", "basis"],
        on_change=_take_prices,
        args=(studio, lines, key),
        alt=say("studio.lines_alt"),
        column_config={
            "day": column.TextColumn(say("sheet.day"), width=60),
            "kind": column.TextColumn(say("sheet.kind"), width=105),
            "what": column.TextColumn(say("sheet.what"), width=420),
            "quantity": column.NumberColumn(say("sheet.quantity"), width=70),
            "unit": column.TextColumn(say("sheet.unit"), width=95),
            "price": column.NumberColumn(
                say("sheet.unit_price"),
                min_value=0,
                max_value=MAX_VND,
                format="localized",
                width=110,
                help=say("studio.unit_price_help"),
            ),
            "total": column.NumberColumn(say("sheet.total"), format="localized", width=115),
            "basis": column.TextColumn(say("sheet.rests_on"), width=110),
        },
    )


def _build_cells(line: CostLine, words: Words) -> dict[str, Any]:
    told = tell_line(line, words)
    return {
        "day": words.messages("sheet.whole_trip") if line.day is None else str(line.day),
        "kind": told.kind,
        "what": told.what,
        "quantity": line.quantity,
        "unit": told.unit,
        "price": line.unit_vnd,
        "total": line.total_vnd,
        "basis": _SHAPES.get(line.source, "") + told.source,
    }


def _take_prices(studio: Studio, lines: Sequence[CostLine], key: str) -> None:
    edited: Mapping[int, Mapping[str, Any]] = st.session_state.get(key, {}).get("edited_rows", {})
    for index, cells in edited.items():
        if "price" in cells:
            price_line(studio, lines[int(index)], cells["price"])


def _draw_terms(studio: Studio, words: Words) -> None:
    say, terms = words.messages, studio.document.terms
    st.subheader(say("studio.terms"), anchor=False)

    def keep(name: str, value: object) -> str:
        """Put a term into its widget, and return the widget's key."""
        key = f"studio-term-{name}"
        st.session_state[key] = value
        return key

    def take(name: str) -> dict[str, Any]:
        return {"key": keep(name, getattr(terms, name)), "on_change": _take_term, "args": (studio, name)}

    first, second = st.columns(2)
    first.number_input(say("studio.markup"), 0.0, float(MAX_MARKUP_PCT), step=1.0, format="%.2f", **take("markup_pct"))
    second.selectbox(
        say("sheet.rounding"),
        sorted({*ROUNDINGS_VND, terms.rounding_vnd}),
        format_func=say.money,
        **take("rounding_vnd"),
    )
    first.number_input(say("sheet.free_places"), 0, MAX_GROUP - 1, help=say("studio.free_help"), **take("free_places"))
    second.number_input(say("sheet.per_room"), 1, MAX_PER_ROOM, **take("per_room"))
    sizes = sorted({*GROUP_SIZES, *terms.group_sizes})
    st.session_state["studio-term-group_sizes"] = list(terms.group_sizes)
    st.multiselect(
        say("studio.sizes"),
        sizes,
        key="studio-term-group_sizes",
        on_change=_take_term,
        args=(studio, "group_sizes"),
        help=say("studio.sizes_help"),
        placeholder=say("studio.sizes_placeholder"),
        wrap=True,
    )


def _take_term(studio: Studio, name: str) -> None:
    value = st.session_state[f"studio-term-{name}"]
    if value is None:
        return
    if name == "free_places":  # where nobody is left to pay there is no price per head
        sizes = tuple(size for size in studio.document.terms.group_sizes if size > value)
        change_terms(studio, free_places=value, group_sizes=sizes)
    else:
        change_terms(studio, **{name: tuple(sorted(value)) if name == "group_sizes" else value})


def change_terms(studio: Studio, **changes: Any) -> None:
    """Price the trip on other terms; terms that nobody can pay for are refused in words."""
    document = studio.document
    try:
        terms: QuoteTerms = dataclasses.replace(document.terms, **changes)
    except RequestError as error:
        studio.failure = error
        return
    change_document(studio, dataclasses.replace(document, terms=terms))


def _draw_transport(studio: Studio, quote: Quote, words: Words) -> None:
    """Draw the prices that no table of ours knows: vehicle and guide."""
    say, document = words.messages, studio.document
    vehicle, on = quote.get_head_price().vehicle.value, document.itinerary.days[0].date
    st.subheader(say("studio.transport"), anchor=False)
    st.caption(plain(say("studio.transport_note", vehicle=say(f"vehicle.{vehicle}"))))
    first, second = st.columns(2)
    wanted = [
        (first, CostKind.VEHICLE_DAY, vehicle, RateUnit.PER_DAY),
        (second, CostKind.VEHICLE_KM, vehicle, RateUnit.PER_KM),
        (first, CostKind.DRIVER, vehicle, RateUnit.PER_DAY),
    ]
    if document.terms.has_guide:
        wanted.append((second, CostKind.GUIDE, document.terms.guide_language, RateUnit.PER_DAY))
    for column, kind, name, unit in wanted:
        key = f"studio-rate-{kind}"
        st.session_state[key] = find_price(document.rates, kind, name, on)
        column.number_input(
            say(f"quote.kind_{kind}"),
            0,
            MAX_VND,
            step=10_000 if unit is RateUnit.PER_DAY else 500,
            key=key,
            placeholder=say("studio.unknown"),
            on_change=_take_rate,
            args=(studio, kind, name, unit),
        )
    st.session_state["studio-term-empty_km"] = document.terms.empty_km
    second.number_input(
        say("studio.empty_km"),
        0,
        MAX_EMPTY_KM,
        step=10,
        key="studio-term-empty_km",
        help=say("studio.empty_km_help"),
        on_change=_take_term,
        args=(studio, "empty_km"),
    )


def _take_rate(studio: Studio, kind: CostKind, name: str, unit: RateUnit) -> None:
    document = studio.document
    on, vnd = document.itinerary.days[0].date, st.session_state[f"studio-rate-{kind}"]
    rates = set_rate(document.rates, kind, name, unit, vnd, on)
    change_document(studio, dataclasses.replace(document, rates=rates))


def _draw_heads(quote: Quote, words: Words) -> None:
    """Draw what each who pays is asked, by size of the group, as a table with bars."""
    say, heads = words.messages, quote.per_head
    st.subheader(say("studio.heads"), anchor=False)
    most = max(head.sell_per_head_vnd for head in heads) or 1
    columns = ("size", "vehicle", "net", "net_per_head", "sell_per_head", "sell")
    header = "".join(f'<th scope="col"{_num(name)}>{escape(say(f"sheet.{name}"))}</th>' for name in columns)
    rows = []
    for head in heads:
        at_least = "" if head.is_complete else "≥ "
        vehicle = say(f"vehicle.{head.vehicle}")
        cells = [
            ("size", str(head.size)),
            ("vehicle", vehicle if head.vehicles == 1 else f"{head.vehicles} × {vehicle}"),
            ("net", at_least + say.money(head.net_vnd)),
            ("net_per_head", at_least + say.money(head.net_per_head_vnd)),
            ("sell_per_head", at_least + say.money(head.sell_per_head_vnd)),
            ("sell", at_least + say.money(head.sell_vnd)),
        ]
        tds = "".join(f"<td{_num(name)}>{escape(text)}</td>" for name, text in cells)
        share = 100 * head.sell_per_head_vnd / most
        bar = f'<td class="rp-bar-box"><i class="rp-bar" style="width:{share:.0f}%"></i></td>'
        chosen = ' class="rp-chosen"' if head.size == quote.terms.group_size else ""
        rows.append(f"<tr{chosen}>{tds}{bar}</tr>")
    note = say("studio.heads_note", free=quote.terms.free_places, markup=say.number(quote.terms.markup_pct))
    more = "" if all(head.is_complete for head in heads) else f" {say('studio.at_least')}"
    st.html(
        f'<div class="rp-scroll" tabindex="0" role="region" aria-label="{escape(say("studio.heads"))}">'
        f'<table class="rp-sheet"><caption>{escape(note + more)}</caption>'
        f'<thead><tr>{header}<th aria-hidden="true" class="rp-bar-box"></th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _num(name: str) -> str:
    return "" if name in ("size", "vehicle") else ' class="rp-num"'
