"""What the sources of travel times note of a way: towns passed, boats, remarks of the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from planner.present.languages import Messages

PART_MODES: Final = frozenset({"drive", "ferry", "car_ferry", "wait", "rest", "transfer", "walk"})
"""Manners of travel that may stand before a leg's note, with a colon."""

SPOKEN_NOTES: Final = {
    "passengers only: your own vehicle stays at the berth, a hired one of its class waits across": "leg.transfer",
}
"""Notes of the travel time sources that have words of their own."""

SILENT_NOTES: Final = frozenset(
    {
        "parking and the last steps",
        # The quality of the leg, which is always shown, says the same.
        "an end lies more than 15 km from the known roads: check before you go",
        "no road known between these neighbours: estimated from the great circle",
        "estimated from the great circle: rivers, ranges and the sea are not known to this source",
    }
)
"""Notes that say nothing new to a traveller."""


def say_leg_notes(notes: Iterable[str], say: Messages) -> list[str]:
    """Return what should be known of a way in words, each thing once; remarks of the data as they stand."""
    towns: list[str] = []
    told: list[str] = []
    for note in notes:
        mode, divider, text = note.partition(": ")
        remark = text if divider and mode in PART_MODES else note
        if mode == "drive":
            towns += text.split(", ")
        elif remark in SPOKEN_NOTES:
            told.append(say(SPOKEN_NOTES[remark]))
        elif remark not in SILENT_NOTES and not any(remark in one for one in told):
            told.append(say("leg.remark", text=remark))
    via = [say("leg.via", places=", ".join(dict.fromkeys(towns)))] if towns else []
    return [*via, *dict.fromkeys(told)]
