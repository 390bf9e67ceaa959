"""Limits, luggage, parcels and refund of a basket: labelled bars with amounts, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from planner.model.basket import Basket, Carriage, LimitUse, Traveller
from planner.present.basket import crosses_border, name_article
from planner.present.basket_bars import Bar, describe_limit, describe_luggage, tell_weight
from planner.present.basket_money import describe_refund, describe_shipping
from planner.present.cards import draw_badge
from planner.present.languages import capitalise
from planner.present.sources import tell_reason
from planner.present.words import Words
from ui.totals import draw_totals

QUIET_SHARE = 0.0
"""Limits that are not touched are folded away."""


def draw_checks(basket: Basket, words: Words) -> None:
    """Draw everything that the basket is held against."""
    _draw_luggage(basket, words)
    if crosses_border(basket.traveller):
        draw_limits(basket.limits, basket.traveller, words)
    _draw_shipping(basket, words)
    _draw_refund(basket, words)


def build_bar(bar: Bar) -> str:
    """Return a labelled bar as HTML: amount in words and as a length, state as colour, shape and word."""
    share = bar.share
    notes = "".join(f'<p class="rp-note">{escape(capitalise(note))}</p>' for note in bar.notes if note)
    if share is None:
        track = '<div class="rp-track rp-track-unknown"></div>'
    else:
        width = 100 * min(1.0, share)
        label = escape(f"{bar.label}: {bar.told}")
        track = (
            f'<div class="rp-track" role="meter" aria-label="{label}" aria-valuemin="0" aria-valuemax="100" '
            f'aria-valuenow="{width:.0f}" aria-valuetext="{escape(bar.told)}">'
            f'<i class="rp-{bar.badge.tone}" style="width:{width:.1f}%"></i></div>'
        )
    return (
        f'<div class="rp-meter"><div class="rp-meter-head"><b>{escape(capitalise(bar.label))}</b>'
        f"<span>{escape(bar.told)}</span></div>{track}{draw_badge(bar.badge)}{notes}</div>"
    )


def _draw_luggage(basket: Basket, words: Words) -> None:
    say, luggage = words.messages, basket.luggage
    st.subheader(say("luggage.title"), anchor=False)
    st.html("".join(build_bar(bar) for bar in describe_luggage(basket, words)))
    lines = [tell_reason(reason, words) for reason in luggage.reasons]
    if not luggage.is_complete:
        lines.append(say("luggage.incomplete_note"))
    _list(lines)


def draw_limits(limits: Sequence[LimitUse], traveller: Traveller, words: Words) -> None:
    """Draw how far the limits of the home market are used."""
    say = words.messages
    st.subheader(say("limit.title"), anchor=False)
    used = [use for use in limits if not _is_quiet(use)]
    quiet = [use for use in limits if _is_quiet(use)]
    if not limits:
        st.caption(say("limit.none"))
    if used:
        st.html("".join(build_bar(describe_limit(use, traveller, words)) for use in used))
    if quiet:
        with st.expander(say("limit.untouched", count=len(quiet))):
            st.html("".join(build_bar(describe_limit(use, traveller, words)) for use in quiet))
    if limits:
        st.caption(say("verdict.check"))


def _is_quiet(use: LimitUse) -> bool:
    return use.amount is not None and use.amount <= QUIET_SHARE


def _draw_shipping(basket: Basket, words: Words) -> None:
    say = words.messages
    shipped = [line for line in basket.lines if line.check.carriage is Carriage.SHIP]
    if not shipped and not basket.luggage.ship_g and not basket.shipping:
        return
    st.subheader(say("ship.title"), anchor=False)
    names = [f"{line.quantity} × {name_article(line.offer.article, words)}" for line in shipped]
    told = [say("ship.goods", names=say.join(names))] if names else []
    if basket.luggage.ship_g:
        told.append(say("ship.weight", weight=tell_weight(basket.luggage.ship_g, words)))
    if told:
        st.html("".join(f"<p>{escape(one)}</p>" for one in told))
    _list([describe_shipping(band, words) for band in basket.shipping])
    st.caption(say("ship.note"))


def _draw_refund(basket: Basket, words: Words) -> None:
    say, text = words.messages, describe_refund(basket.refund, words)
    st.subheader(say("refund.title"), anchor=False)
    cells = ((say("refund.surely"), text.surely), (say("refund.possibly"), text.possibly))
    if not basket.refund.shops:
        _list([*text.at_exit, *text.notes])
        return
    draw_totals(cells)
    _list([*text.at_exit, *text.shops])
    if text.notes:
        with st.expander(say("refund.rules")):
            _list(list(text.notes))


def _list(lines: list[str]) -> None:
    if lines:
        items = "".join(f"<li>{escape(capitalise(line))}</li>" for line in lines)
        st.html(f'<ul class="rp-list">{items}</ul>')
