"""Titles that places hold, which the tables name in English, in the words of a language."""

from __future__ import annotations

import re
from typing import Final

from planner.present.languages import Messages

TITLES: Final[dict[str, str]] = {
    "special national relic": "special_relic",
    "national relic": "national_relic",
    "national scenic relic": "scenic_relic",
    "architectural art relic": "art_relic",
    "provincial architectural relic": "provincial_relic",
    "national intangible cultural heritage": "intangible_heritage",
    "UNESCO World Heritage": "world_heritage",
    "UNESCO Urgent Safeguarding List": "safeguarding_list",
    "national tourist area": "national_tourist_area",
    "ASEAN Homestay Award": "asean_homestay",
    "ASEAN Community Based Tourism Award": "asean_community",
    "UN Tourism Best Tourism Village": "best_tourism_village",
    "VITA leading community tourism village": "vita_village",
    "traditional craft village": "traditional_village",
    "recognised craft village": "craft_village",
    "craft village": "craft_village",
    "OCOP 3 star": "ocop_3",
    "OCOP 4 star": "ocop_4",
    "OCOP 5 star": "ocop_5",
}
"""Titles as the tables begin to name them -> family member of their label; a longer one stands before a part of it."""

_BETWEEN_TITLES: Final = re.compile(r";\s+(?![^(]*\))")
"""Semicolons, but for those in brackets."""


def say_titles(text: str, say: Messages) -> str:
    """Return the titles of a place as they stand, or in words of the language.

    What is no more than a title and a year is translated; whatever else is said is quoted once, behind the titles.
    """
    if say.code == "en":
        return text
    titles: list[str] = []
    quoted: list[str] = []
    for part in _BETWEEN_TITLES.split(text):
        label, is_all = _find_title(part, say)
        titles += [label] if label else []
        quoted += [] if is_all else [part]
    told = "; ".join(dict.fromkeys(titles))
    return f"{told} {say('title.quoted', text='; '.join(quoted))}".strip() if quoted else told


def _find_title(text: str, say: Messages) -> tuple[str, bool]:
    """Return the title that a text begins with, empty for none, and whether that is all it says."""
    found = next((title for title in TITLES if text.casefold().startswith(title.casefold())), None)
    if found is None:
        return "", False
    label, rest = say(f"title.{TITLES[found]}"), text[len(found) :].strip(" ,")
    return (f"{label}, {rest}", True) if rest.isdigit() else (label, not rest)
