"""Amounts of money as operators type them: read the Vietnamese and the English way, or refused in words."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.amounts import parse_vnd
from planner.model.quote import CostLine
from planner.model.request import MAX_VND
from planner.present.words import Words
from ui.safe import plain
from ui.studio_state import Studio, price_line

MAX_TYPED = 40
TakeVnd = Callable[[int | None], None]


def read_vnd(text: str | None) -> int | None:
    """Return whole dong of what was typed; None for nothing.

    Raises
    ------
    ValueError
        When nobody can tell which amount is meant, or when it is higher than any price.
    """
    if text is None or not text.strip():
        return None
    vnd = parse_vnd(text)
    if vnd > MAX_VND:
        msg = f"{text!r} is higher than any price"
        raise ValueError(msg)
    return vnd


def tell_vnd(vnd: int | None, words: Words) -> str:
    """Return an amount as a field shows it, grouped as the language writes it; `read_vnd` reads it again."""
    return "" if vnd is None else words.messages.number(vnd)


def draw_money(studio: Studio, label: str, vnd: int | None, take: TakeVnd, words: Words, *, key: str) -> None:
    """Draw a field for an amount; `draw_refused` is to tell below it what to write where it could not be read.

    `take` gets the amount, or None for an emptied field. What could not be read stays in the field, to be mended.
    """
    refused = studio.refused.get(key)
    st.session_state[key] = tell_vnd(vnd, words) if refused is None else refused
    st.text_input(
        label,
        key=key,
        max_chars=MAX_TYPED,
        placeholder=words.messages("studio.unknown"),
        on_change=_take,
        args=(studio, key, take),
    )


def draw_refused(studio: Studio, key: str, words: Words) -> None:
    """Say what was typed, and how to write an amount, where it could not be read."""
    text = studio.refused.get(key)
    if text is not None:
        told = words.messages("studio.not_money", text=text, most=words.messages.money(MAX_VND))
        st.error(plain(told), icon=":material/error:")


def take_typed(studio: Studio, key: str, text: str | None) -> tuple[bool, int | None]:
    """Return whether a text is an amount, with the amount; one that is not is kept to be told under its key."""
    try:
        vnd = read_vnd(text)
    except ValueError:
        studio.refused[key] = text or ""
        return False, None
    studio.refused.pop(key, None)
    return True, vnd


def take_cell(studio: Studio, table: str, line: CostLine, text: str | None) -> None:
    """Set the price of a cost line from a cell of a table; one that cannot be read leaves the old price."""
    is_amount, vnd = take_typed(studio, table, text)
    if is_amount:
        price_line(studio, line, vnd)
    studio.revision += 1  # the cell shows what holds, written as the language writes it


def _take(studio: Studio, key: str, take: TakeVnd) -> None:
    is_amount, vnd = take_typed(studio, key, st.session_state[key])
    if is_amount:
        take(vnd)
