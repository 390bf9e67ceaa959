"""OCOP stars as a picture."""

from __future__ import annotations

from typing import Final

_GLYPHS: Final = {"certified": "★", "expires_this_year": "★", "no_year": "★", "check_renewal": "☆"}


def picture_stars(stars: int | None, note: str) -> str:
    """Return stars as glyphs: filled while certified, hollow once to be renewed, empty text where not held.

    Parameters
    ----------
    note
        What is known of the certificate, a word of the family ``stars``.
    """
    return _GLYPHS.get(note, "") * (stars or 0)
