"""Amounts of dong as people type them: the Vietnamese or the English way, or refused in words.

The fields are of text, since one of numbers drops whatever follows the first full stop: 1.800.000 became 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from planner.amounts import parse_vnd
from planner.model.request import MAX_VND
from planner.present.words import Words
from ui.safe import plain

MAX_TYPED = 40
Refused = dict[str, str]
"""Key of a field or table -> what was typed there for an amount and could not be read."""
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


def align_vnd(amounts: Sequence[int | None], words: Words) -> list[str | None]:
    """Return amounts as a column of a table holds them: of one length each, so that the order of text is theirs.

    A column of numbers would write and read them the browser's way, whatever the language of the page: 1.800.000
    that is pasted into a cell became 1.8 there. Blanks stand before digits in the order of every language that we
    speak, and are not seen where a column is aligned to the right.
    """
    texts = [tell_vnd(vnd, words) for vnd in amounts]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) if text else None for text in texts]


def draw_money(
    refused: Refused, label: str, vnd: int | None, take: TakeVnd, words: Words, *, key: str, **how: Any
) -> None:
    """Draw a field for an amount; `draw_refused` is to tell below it what to write where it could not be read.

    `take` gets the amount, or None for an emptied field. What could not be read changes nothing, and stays in the
    field to be mended. `how` goes to the field: a placeholder, help, a width.
    """
    unread = refused.get(key)
    st.session_state[key] = tell_vnd(vnd, words) if unread is None else unread
    st.text_input(
        label, key=key, max_chars=MAX_TYPED, autocomplete="off", on_change=_take, args=(refused, key, take), **how
    )


def draw_refused(refused: Refused, key: str, name: str, words: Words) -> None:
    """Say what was typed into a field of some name, and how to write an amount, where it could not be read."""
    text = refused.get(key)
    if text is not None:
        _draw_unread(name, text, words)


def take_typed(refused: Refused, key: str, text: str | None) -> tuple[bool, int | None]:
    """Return whether a text is an amount, with the amount; one that is not is kept to be told under its key."""
    try:
        vnd = read_vnd(text)
    except ValueError:
        refused[key] = text or ""
        return False, None
    refused.pop(key, None)
    return True, vnd


def draw_form_money(label: str, words: Words, *, key: str, **how: Any) -> None:
    """Draw a field for an amount in a form, which holds its text until it is sent.

    Whoever fills the form writes digits into the session; here they are grouped as the language writes them. Nothing
    is touched that reads so already: it would take away what is being typed.
    """
    text = st.session_state.get(key)
    with suppress(ValueError):
        shown = tell_vnd(read_vnd(text), words)
        if shown != text:
            st.session_state[key] = shown
    st.text_input(label, key=key, max_chars=MAX_TYPED, autocomplete="off", **how)


def draw_form_unread(label: str, words: Words, *, key: str) -> None:
    """Say how to write an amount where the text of a form that was sent cannot be read."""
    text = st.session_state.get(key)
    try:
        read_vnd(text)
    except ValueError:
        _draw_unread(label, text or "", words)


def tell_unread(name: str, text: str, words: Words) -> str:
    """Return what could not be read in the field of a name, and how to write an amount."""
    return words.messages("money.unread", name=name, text=text, most=words.messages.money(MAX_VND))


def _draw_unread(name: str, text: str, words: Words) -> None:
    st.error(plain(tell_unread(name, text, words)), icon=":material/error:")


def _take(refused: Refused, key: str, take: TakeVnd) -> None:
    is_amount, vnd = take_typed(refused, key, st.session_state[key])
    if is_amount:
        take(vnd)
