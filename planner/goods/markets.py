"""From what a traveller says about home to the market whose rules hold."""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale
from rapidfuzz import fuzz, process

from planner.errors import UnknownIdError
from planner.model.market import HOME_COUNTRY, HOME_NAMES, MARKETS

EU_MEMBERS: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""The 27 member states (Treaty on European Union, Article 52, after 1 February 2020)."""

_ALIASES: Final = {"UK": "GB"}
_NOT_COUNTRIES: Final = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of Unicode CLDR that are no ISO 3166-1 country: reserved, private, or groups."""


def resolve_market(code_or_country: str) -> str | None:
    """Return the market whose rules hold for a country, or None for a country without rules in the tables.

    Parameters
    ----------
    code_or_country
        A market of `MARKETS`, an ISO 3166-1 alpha-2 code (``UK`` is taken as GB), or the name of a
        country in English or Vietnamese; case does not matter. Member states of the Union lead to
        ``EU``. Territories with customs of their own (such as GG or PR) are countries without rules.

    Raises
    ------
    UnknownIdError
        ``G101`` when the text is neither; `nearest` holds what may have been meant.
    """
    code = get_country_code(code_or_country)
    if code in EU_MEMBERS:
        return "EU"
    return code if code in MARKETS else None


def get_country_code(code_or_country: str) -> str:
    """Return the ISO code of a country, or the market itself; takes what `resolve_market` takes.

    Raises
    ------
    UnknownIdError
        ``G101`` as `resolve_market`.
    """
    asked = code_or_country.strip()
    code = _ALIASES.get(asked.upper(), asked.upper())
    if code in MARKETS or code in _list_countries():
        return code
    named = _list_codes_by_name().get(asked.casefold())
    if named is None:
        message = f"{asked[:60]!r} is no country and no market of the carry-home rules"
        raise UnknownIdError("G101", message, nearest=_list_nearest(asked[:60]), where="home_market")
    return named


@cache
def _list_countries() -> dict[str, str]:
    """English name by ISO code."""
    names = Locale("en").territories
    return {
        code: name
        for code, name in sorted(names.items())
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


@cache
def _list_codes_by_name() -> dict[str, str]:
    codes = {name.casefold(): code for code, name in _list_countries().items()}
    vietnamese = Locale("vi").territories
    home = dict.fromkeys(HOME_NAMES, HOME_COUNTRY)
    return {vietnamese[code].casefold(): code for code in _list_countries()} | codes | home


def _list_nearest(asked: str) -> tuple[str, ...]:
    labels = {code: f"{code} ({name})" for code, name in _list_countries().items()}
    labels["EU"] = "EU (European Union)"
    choices = dict(zip(labels, labels, strict=True)) if len(asked) <= 2 else _list_countries()
    scorer = fuzz.ratio if len(asked) <= 2 else fuzz.WRatio
    best = process.extract(asked.upper() if len(asked) <= 2 else asked, choices, scorer=scorer, limit=3)
    return tuple(labels[code] for _, _, code in best)
