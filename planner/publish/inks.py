"""Colours of printed pages: those of the light page."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor

from planner.present.palette import LIGHT

INK: Final = HexColor(LIGHT.ink)
SOFT: Final = HexColor(LIGHT.soft)
ACCENT: Final = HexColor(LIGHT.accent)
RULE: Final = HexColor(LIGHT.rule)
BAND: Final = HexColor(LIGHT.paper)
WHITE: Final = HexColor(LIGHT.card)
TONES: Final = {tone: HexColor(text) for tone, (_, text) in LIGHT.tones.items() if tone != "plain"}
"""Colour of a verdict; its word always stands beside it."""
