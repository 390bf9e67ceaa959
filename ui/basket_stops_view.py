"""The basket stop by stop: each purchase with its packs to change, its verdict and all that this rests on."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from planner.goods.notes import list_paid
from planner.model.basket import BasketLine
from planner.present.basket import LineText, RuleText, StopLines, describe_line, group_by_stop, name_article, name_place
from planner.present.cards import draw_badge
from planner.present.languages import capitalise
from planner.present.palette import Palette
from planner.present.words import Badge, Words
from ui.basket_state import Shopping, set_packs, set_paid
from ui.money import draw_money, draw_refused
from ui.safe import plain

MOST_PACKS = 99
"""Offered by the widget; nobody's luggage holds more of anything."""


def draw_stops(shopping: Shopping, words: Words, palette: Palette) -> None:
    """Draw what is bought, in the order of the trip."""
    basket, say = shopping.now.basket, words.messages
    if basket is None:
        return
    if not basket.lines:
        st.info(say("basket.nothing"), icon=":material/shopping_basket:")
        return
    for stop in group_by_stop(basket):
        st.html(build_stop_head(stop, words, palette))
        for line in stop.lines:
            _draw_line(shopping, line, words)


def build_stop_head(stop: StopLines, words: Words, palette: Palette) -> str:
    """Return the head of a stop as HTML: day, name, date and province."""
    say = words.messages
    name = name_place(stop.place_id, stop.place_name_vi, words)
    day = say("day.tab", number=stop.day)
    return (
        f'<div class="rp-buy-stop"><span class="rp-day-mark" style="background:{palette.day(stop.day - 1)}">'
        f"{escape(day)}</span><div><h3>{escape(name)}</h3>"
        f'<p class="rp-soft">{escape(say.date(stop.on))} · {escape(words.address(stop.place_id))}</p></div></div>'
    )


def _draw_line(shopping: Shopping, line: BasketLine, words: Words) -> None:
    say, article, place_id = words.messages, line.offer.article, line.offer.place_id
    text = describe_line(line, shopping.now.traveller, words)
    key = f"packs-{place_id}-{article.key}"
    with st.container(border=True, key=f"line-{place_id}-{article.key}"):
        card, packs = st.columns([5, 1.5], vertical_alignment="top")
        with card:
            st.html(build_line(text, words))
        st.session_state[key] = line.quantity
        with packs, st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.number_input(
                say("basket.packs"),
                0,
                max(MOST_PACKS, line.quantity),
                step=1,
                key=key,
                help=say("basket.packs_help", name=plain(text.name)),
                on_change=_read_packs,
                args=(shopping, article.key, place_id, line.quantity),
                width=150,
            )
            st.button(
                say("basket.remove"),
                key=f"remove-{place_id}-{article.key}",
                icon=":material/remove_shopping_cart:",
                help=say("basket.remove_help", name=plain(name_article(article, words))),
                on_click=set_packs,
                args=(shopping, article.key, place_id, 0),
                type="tertiary",
            )
        paid = f"paid-{place_id}-{article.key}"
        with packs:
            _draw_paid(shopping, line, text.name, words, key=paid)
        draw_refused(shopping.refused, paid, say("basket.paid"), words)


def _draw_paid(shopping: Shopping, line: BasketLine, name: str, words: Words, *, key: str) -> None:
    """Draw the field for what was really paid, which goes into the purchase record."""
    say, article, place_id = words.messages, line.offer.article, line.offer.place_id
    basket = shopping.now.basket
    vnd = None if basket is None else list_paid(basket).get((article.key, place_id))
    draw_money(
        shopping.refused,
        say("basket.paid"),
        vnd,
        partial(set_paid, shopping, article.key, place_id),
        words,
        key=key,
        placeholder="…",
        help=say("basket.paid_help", name=plain(name)),
        width=190,
    )


def _read_packs(shopping: Shopping, key: str, place_id: str, before: int) -> None:
    """Take up the number; an emptied field keeps what was there."""
    packs = st.session_state[f"packs-{place_id}-{key}"]
    set_packs(shopping, key, place_id, before if packs is None else packs)


def build_line(text: LineText, words: Words) -> str:
    """Return the card of a purchase as HTML, every text escaped here."""
    say = words.messages
    stars = f'<span class="rp-stars" aria-hidden="true">{text.stars}</span> ' if text.stars else ""
    price = " · ".join(part for part in (text.price, text.sum) if part)
    way = " · ".join(part for part in (text.availability, text.carriage) if part)
    why = "".join(f"<li>{escape(capitalise(one))}</li>" for one in text.why)
    parts = [
        f'<h4 class="rp-product-name">{escape(text.name)}</h4>',
        f'<div>{stars}<span class="rp-soft">{escape(text.stars_told)}</span></div>',
        f"<div>{escape(price)}</div>",
        f'<div class="rp-soft">{escape(way)}</div>',
        f'<ul class="rp-why" aria-label="{escape(say("basket.why"))}">{why}</ul>' if why else "",
    ]
    if text.badge is not None:
        stale = draw_badge(Badge("care", "triangle", text.stale)) if text.stale else ""
        parts.append(
            f'<div class="rp-verdict">{draw_badge(text.badge)} {stale}'
            f'<p class="rp-note">{escape(text.basis)}</p><p class="rp-note"><b>{escape(text.check)}</b></p></div>'
        )
    if text.bearings:
        bearings = "".join(f"<li>{escape(capitalise(one))}</li>" for one in text.bearings)
        parts.append(f'<ul class="rp-list rp-soft">{bearings}</ul>')
    if text.rules:
        rules = "".join(map(_build_rule, text.rules))
        summary = escape(say("verdict.why"))
        parts.append(f'<details class="rp-soft"><summary>{summary}</summary><ul>{rules}</ul></details>')
    return f'<div class="rp-product rp-buy">{"".join(parts)}</div>'


def _build_rule(rule: RuleText) -> str:
    note = f"<br>{escape(rule.note)}" if rule.note else ""
    return f"<li><b>{escape(capitalise(rule.text))}</b><br>{escape(rule.source)}{note}</li>"
