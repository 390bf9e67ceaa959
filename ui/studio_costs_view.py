"""Costs and prices of the open trip: every line with what it rests on, own rates, terms, and the price per head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from planner.model.quote import MAX_GROUP, MAX_MARKUP_PCT, MAX_PER_ROOM, CostLine, CostSource, Quote
from planner.present.languages import capitalise
from planner.present.quote import tell_line
from planner.present.words import Words
from ui.money import MAX_TYPED, align_vnd, draw_money, draw_refused
from ui.safe import plain
from ui.studio_manual_view import draw_manual
from ui.studio_money import is_comparable, list_missing, name_line, note_prices, take_cell, tell_head
from ui.studio_people import tell_vehicles
from ui.studio_prices import is_priced_by_rate, list_unknown
from ui.studio_rates_view import draw_rates
from ui.studio_rows import get_table_height
from ui.studio_state import Studio, change_terms, get_quote, price_line
from ui.studio_transport_view import draw_transport

ROUNDINGS_VND = (1, 1_000, 5_000, 10_000, 50_000, 100_000)
GROUP_SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 15, 16, 18, 20, 24, 25, 28, 30, 35, 40, 44, 50, 60, 80, 100)
_DAY_DIGITS = 2
"""Of the longest trip: a column that also holds words is put in order as text."""
LINES = "studio-lines"
"""Table of the cost lines."""
_SHAPES = {CostSource.UNKNOWN: "? ", CostSource.ESTIMATE: "≈ "}
"""What calls for care has a shape of its own."""


def draw_costs(studio: Studio, words: Words) -> None:
    """Draw what the operator decides, what a head is asked by size of the group, and every line that it comes from."""
    quote = get_quote(studio)
    _draw_warnings(quote, words)
    _draw_unknown(studio, quote, words)
    left, right = st.columns(2, gap="large")
    with left:
        _draw_terms(studio, words)
    with right:
        draw_transport(studio, quote, words)
    _draw_heads(quote, words)
    _draw_lines(studio, quote, words)
    draw_manual(studio, words)
    draw_rates(studio, words)


def _draw_warnings(quote: Quote, words: Words) -> None:
    """Say first what the prices do not know, each thing by its day, kind and name."""
    if not quote.warnings:
        return
    lines = []
    for warning in quote.warnings:
        lines.append(f"- {plain(capitalise(words.reason(warning)))}")
        if warning.code == "quote_incomplete":
            lines += [f"    - {plain(name)}" for name in list_missing(quote, words)]
    box = st.info if quote.is_complete else st.warning
    box("\n".join(lines), icon=":material/info:" if quote.is_complete else ":material/warning:")


def _draw_unknown(studio: Studio, quote: Quote, words: Words) -> None:
    """Draw a field for every price that nobody states; vehicles and the guide have theirs below."""
    say = words.messages
    unknown = list_unknown(quote)
    if not unknown:
        return
    with st.container(border=True, key="studio-missing"):
        st.markdown(f"**{plain(say('studio.missing'))}**")
        st.caption(say("studio.missing_help"))
        columns = st.columns(min(2, len(unknown)))
        for number, line in enumerate(unknown):
            name = name_line(line, words)
            label = plain(say("studio.missing_price", name=name, unit=tell_line(line, words).unit))
            key, take = f"studio-missing-{line.kind}-{line.key}", partial(price_line, studio, line)
            with columns[number % len(columns)]:
                draw_money(studio.refused, label, None, take, words, key=key, placeholder=say("studio.unknown"))
                draw_refused(studio.refused, key, name, words)


def _draw_lines(studio: Studio, quote: Quote, words: Words) -> None:
    say = words.messages
    st.subheader(say("studio.lines"), anchor=False)
    lines = [line for line in quote.lines if is_priced_by_rate(line)]
    key, column = f"{LINES}-{studio.revision}", st.column_config
    draw_refused(studio.refused, LINES, say("sheet.unit_price"), words)
    st.data_editor(
        _build_cells(lines, words),
        key=key,
        hide_index=True,
        height=get_table_height(len(lines)),
        placeholder=say("studio.unknown"),
        disabled=["day", "kind", "what", "quantity", "unit", "total", "basis"],
        on_change=_take_prices,
        args=(studio, lines, key),
        alt=say("studio.lines_alt"),
        column_config={
            "day": column.TextColumn(say("sheet.day"), width=80),
            "kind": column.TextColumn(say("sheet.kind"), width=130),
            "what": column.TextColumn(say("sheet.what"), width=370),
            "quantity": column.NumberColumn(say("sheet.quantity"), width=70),
            "unit": column.TextColumn(say("sheet.unit"), width=95),
            "price": column.TextColumn(
                say("sheet.unit_price"),
                width=140,
                alignment="right",
                max_chars=MAX_TYPED,
                help=say("studio.unit_price_help"),
            ),
            "total": column.TextColumn(say("sheet.total"), alignment="right", width=135),
            "basis": column.TextColumn(say("sheet.rests_on"), width=110),
        },
    )


def _build_cells(lines: Sequence[CostLine], words: Words) -> list[dict[str, Any]]:
    """Return the cells of each line."""
    prices = align_vnd([line.unit_vnd for line in lines], words)
    totals = align_vnd([line.total_vnd for line in lines], words)
    rows = []
    for line, price, total in zip(lines, prices, totals, strict=True):
        told = tell_line(line, words)
        rows.append(
            {
                "day": words.messages("sheet.whole_trip") if line.day is None else f"{line.day:>{_DAY_DIGITS}}",
                "kind": told.kind,
                "what": told.what,
                "quantity": line.quantity,
                "unit": told.unit,
                "price": price,
                "total": total,
                "basis": _SHAPES.get(line.source, "") + told.source,
            }
        )
    return rows


def _take_prices(studio: Studio, lines: Sequence[CostLine], key: str) -> None:
    edited: Mapping[int, Mapping[str, Any]] = st.session_state.get(key, {}).get("edited_rows", {})
    for index, cells in edited.items():
        if "price" in cells:
            take_cell(studio, LINES, lines[int(index)], cells["price"])


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
        placeholder=say("form.choose"),
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


def _draw_heads(quote: Quote, words: Words) -> None:
    """Draw what each who pays is asked, by size of the group, as a table with bars."""
    say, heads = words.messages, quote.per_head
    st.subheader(say("studio.heads"), anchor=False)
    most = max((head.sell_per_head_vnd for head in heads if is_comparable(head)), default=0) or 1
    columns = ("size", "vehicle", "net", "net_per_head", "sell_per_head", "sell")
    header = "".join(f'<th scope="col"{_class_of(name)}>{escape(say(f"sheet.{name}"))}</th>' for name in columns)
    rows = []
    for head in heads:
        cells = [
            ("size", str(head.size)),
            ("vehicle", tell_vehicles(head.vehicle, head.vehicles, words)),
            ("net", tell_head(head, head.net_vnd, words)),
            ("net_per_head", tell_head(head, head.net_per_head_vnd, words)),
            ("sell_per_head", tell_head(head, head.sell_per_head_vnd, words)),
            ("sell", tell_head(head, head.sell_vnd, words)),
        ]
        tds = "".join(f"<td{_class_of(name)}>{escape(text)}</td>" for name, text in cells)
        bar = '<td class="rp-bar-box"></td>'
        if is_comparable(head):
            share = 100 * head.sell_per_head_vnd / most
            bar = f'<td class="rp-bar-box"><i class="rp-bar" style="width:{share:.0f}%"></i></td>'
        chosen = ' class="rp-chosen"' if head.size == quote.terms.group_size else ""
        rows.append(f"<tr{chosen}>{tds}{bar}</tr>")
    note = say("studio.heads_note", free=quote.terms.free_places, markup=say.number(quote.terms.markup_pct))
    more = note_prices(heads, words)
    fixed = quote.terms.vehicle
    if fixed is not None:
        more += f" {say('studio.heads_fixed', vehicle=say(f'vehicle.{fixed}'), choice=say('studio.smallest'))}"
    st.html(
        f'<p class="rp-line">{escape(note + more)}</p>'
        f'<div class="rp-scroll" tabindex="0" role="region" aria-label="{escape(say("studio.heads"))}">'
        f'<table class="rp-sheet">'
        f'<thead><tr>{header}<th aria-hidden="true" class="rp-bar-box"></th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _class_of(name: str) -> str:
    """Return the class of a column of the prices per head."""
    return {"size": "", "vehicle": ' class="rp-keep"'}.get(name, ' class="rp-num"')
