"""What a place has to do with OCOP products, and how certain a result is, in words."""

from __future__ import annotations

import datetime as dt
from typing import Final

from planner.model.explore import ROUGH_KM, Certainty, OcopFacts
from planner.present.words import Words

_ALWAYS: Final = ("hours", "point")


def tell_stars(stars: int, words: Words) -> str:
    """Return the label of a number of stars; 0 = unknown."""
    return f"{stars} ★" if stars else words.messages("explore.stars_unknown")


def tell_ocop(facts: OcopFacts, words: Words) -> str:
    """Return the role of a place with the stars of its products; those that are unknown are said to be so."""
    say = words.messages
    held = [tell_stars(stars, words) for stars in facts.stars if stars]
    if 0 in facts.stars:
        held.append(say("explore.stars_some_unknown" if held else "explore.stars_unknown"))
    return " · ".join([say(f"explore.ocop_{facts.role}"), ", ".join(held)])


def tell_certainty(sure: Certainty, on: dt.date, words: Words, *, with_stars: bool) -> str:
    """Return in a line how well the places shown are known; hours and positions always, the rest where it is wanting.

    Parameters
    ----------
    with_stars
        Whether stars are looked at, too.
    """
    say = words.messages
    km = say.km(ROUGH_KM)
    counts = [
        ("hours", sure.hours_unknown, sure.places),
        ("typical", sure.hours_typical, sure.places),
        ("point", sure.rough, sure.places),
        ("source", sure.unverified, sure.places),
    ]
    if with_stars:
        counts.append(("stars", sure.stars_unknown, sure.ocop))
    parts = [
        say(f"explore.certain_{name}", number=say.number(number), whole=say.number(whole), km=km)
        for name, number, whole in counts
        if number or name in _ALWAYS
    ]
    return say("explore.certain", date=say.date(on), parts=say.join(parts))
