"""Home countries: the list, each found by its name typed with or without marks, and whose rules hold for one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.folding import fold, strip_marks
from planner.model.market import HOME_COUNTRY, MARKETS
from planner.present.words import Words
from ui.safe import plain

_NO_COUNTRIES = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}


def list_markets(words: Words, chosen: str | None) -> list[str | None]:
    """Return None, the markets with rules, then every other country, each part by its name in the language.

    What is chosen already is among them, whatever it is.
    """
    territories = (str(code) for code in words.messages.locale.territories)
    codes = {code for code in territories if len(code) == 2 and code.isalpha()} - _NO_COUNTRIES
    if chosen is not None:
        codes.add(chosen)
    return [None, *sorted(codes, key=lambda code: (code not in MARKETS, fold(words.messages.country(code))))]


def name_market(words: Words) -> Callable[[str | None], str]:
    """Return a function that names an option of `list_markets`, a Latin name also as it is typed without marks."""
    say = words.messages

    def name(code: str | None) -> str:
        if code is None:
            return say("form.market_none")
        told = say.country(code)
        typed = strip_marks(told).replace("’", "'")
        # Marks of other scripts are part of their letters.
        return f"{told} · {typed}" if typed.isascii() and typed != told.replace("’", "'") else told

    return name


def draw_whose_rules(home: str | None, market: str | None, words: Words, *, nobody: str = "home.none") -> None:
    """Draw what must be known of a home before any verdict is read: that there is none, no border, or no rules.

    Parameters
    ----------
    market
        Whose rules hold for it.
    nobody
        Message where no home is named.
    """
    say = words.messages
    if home is None:
        st.info(say(nobody), icon=":material/public:")
    elif market == HOME_COUNTRY:
        st.info(say("home.resident"), icon=":material/home:")
    elif not any(known == market for known, _ in words.catalogue.carry_home):
        st.warning(say("home.no_rules", market=plain(say.country(home))), icon=":material/help:")
    elif market is not None and market != home:
        rules = plain(say.country(market))
        st.caption(say("home.rules_of", market=plain(say.country(home)), rules=rules))
