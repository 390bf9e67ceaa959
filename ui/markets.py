"""The list of home countries: those with rules first, each found by its name typed with or without marks."""

from __future__ import annotations

from collections.abc import Callable

from planner.folding import fold, strip_marks
from planner.model.market import MARKETS
from planner.present.words import Words

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
