"""Colours of page and map: red of lacquer, blue of indigo, green of celadon, on rice paper or on ink.

Every pair that carries text keeps a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3); `contrast` lets the
tests see to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Tone = Literal["good", "care", "bad", "plain"]
"""What a badge says before it is read: go ahead, look closer, stop, no judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme, as ``#rrggbb``."""

    name: Literal["light", "dark"]
    paper: str
    """Background of the page."""
    card: str
    """Background of boxes and popups."""
    ink: str
    """Text."""
    soft: str
    """Secondary text."""
    rule: str
    """Hairlines and borders."""
    accent: str
    """Lacquer red: the first button, the chosen day."""
    link: str
    sea: str
    land: str
    border: str
    """Province borders on the map."""
    dot: str
    """Places that are not in the trip."""
    days: tuple[str, ...]
    """One colour per day, used in turn."""
    on_day: str
    """Text upon a day's colour."""
    tones: dict[Tone, tuple[str, str]]
    """Badge tone -> (background, text)."""

    def day(self, index: int) -> str:
        """Return the colour of a day, counted from 0."""
        return self.days[index % len(self.days)]


LIGHT: Final = Palette(
    name="light",
    paper="#fbf9f4",
    card="#ffffff",
    ink="#22252b",
    soft="#585d66",
    rule="#d9d5ca",
    accent="#9b2d1f",
    link="#2b3f7a",
    sea="#dbe7e6",
    land="#f7f3e8",
    border="#c9c2b0",
    dot="#6f8f86",
    days=("#9b2d1f", "#2b4a8c", "#2b6b57", "#85560a", "#74397a", "#12647c", "#6b4a32"),
    on_day="#ffffff",
    tones={
        "good": ("#dcefe4", "#1c5540"),
        "care": ("#fbeccb", "#6b4500"),
        "bad": ("#f8dcd6", "#8a1f12"),
        "plain": ("#eceae3", "#454a52"),
    },
)

DARK: Final = Palette(
    name="dark",
    paper="#14171f",
    card="#1e232e",
    ink="#ece8df",
    soft="#aab0bb",
    rule="#39404e",
    accent="#e58a7a",
    link="#9db4f0",
    sea="#0f141d",
    land="#232a33",
    border="#414b58",
    dot="#5f8f83",
    days=("#ec8f7f", "#93adef", "#7fcab1", "#e2b650", "#d7a0d5", "#70c6dd", "#cfa983"),
    on_day="#14171f",
    tones={
        "good": ("#1d4335", "#a5e3c8"),
        "care": ("#4d3a10", "#f3d48a"),
        "bad": ("#5a221a", "#f7b9ad"),
        "plain": ("#333a47", "#d3d6dc"),
    },
)


def get_palette(theme: str | None) -> Palette:
    """Return the palette of a theme name; anything but ``dark`` is light."""
    return DARK if theme == "dark" else LIGHT


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, 1-21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
