"""Explanations as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A code with parameters; `present` makes a sentence of it in the traveller's language."""

    code: str
    params: dict[str, str | int | float]
