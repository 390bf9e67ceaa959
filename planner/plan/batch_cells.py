"""The cells of a table of requests: how each column is read, and what is wrong with one that cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from planner.amounts import parse_day, parse_vnd
from planner.model.reason import Reason
from planner.model.request import Pace, Punctuality
from planner.model.travel import Vehicle
from planner.plan.batch_names import Found, NameBook
from planner.tabular import TextRow

_USUAL_WEIGHT: Final = 2
_SHOWN: Final = 60
"""Letters of a cell that a fault quotes."""
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "vehicle": tuple(Vehicle), "pace": tuple(Pace), "punctuality": tuple(Punctuality),
}  # fmt: skip
"""Columns with few values, which are words with labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """What is wrong with a cell, or with the cells of a row together."""

    column: str
    """Empty when the row as a whole is meant."""
    code: str
    """Of the error that it is."""
    told: Reason
    advice: Reason


class _CellError(ValueError):
    """A cell that says nothing; `told` and `advice` say why and what to do."""

    def __init__(self, code: str, told: Reason, advice: Reason) -> None:
        super().__init__(told.code)
        self.code, self.told, self.advice = code, told, advice


def read_cells(row: TextRow, book: NameBook) -> tuple[dict[str, Any], list[CellFault]]:
    """Return what the cells of a row say by column, and what is wrong with those that say nothing."""
    values: dict[str, Any] = {}
    faults: list[CellFault] = []
    for column, read in READERS.items():
        text = row.get(column)
        if not text:
            continue
        try:
            value = read(text)
        except ValueError:
            told = Reason(code=_NOT[read], params={"value": text[:_SHOWN]})
            faults.append(CellFault(column=column, code="R041", told=told, advice=_say(_WRITE[read])))
            continue
        named, bad = _name(column, value, book)
        faults += [CellFault(column=column, code=one.code, told=one.told, advice=one.advice) for one in bad]
        if not bad:
            values[column] = named
    return values, faults


def _say(code: str, **params: str | int) -> Reason:
    return Reason(code=code, params=dict(params))


def _name(column: str, value: Any, book: NameBook) -> tuple[Any, list[_CellError]]:
    """Return the value of a column with ids in place of names, and every name that is none."""
    bad: list[_CellError] = []

    def take(text: str, find: Callable[[str], Found], kind: str) -> str:
        try:
            return _take(text, find, kind)
        except _CellError as error:
            bad.append(error)
            return text

    named: Any = value
    if column in ("start", "end"):
        named = take(value, book.find_gateway, "gateway")
    elif column in ("must_visit", "nice_to_visit", "exclude"):
        named = [take(one, book.find_place, "place") for one in value]
    elif column == "lodging":
        nights = [value] if isinstance(value, str) else value
        found = [one if one == "choose" else take(one, book.find_place, "place") for one in nights]
        named = found[0] if isinstance(value, str) else found
    elif column == "pins":
        named = [{**pin, "place": take(pin["place"], book.find_place, "place")} for pin in value]
    elif column == "visit_minutes":
        named = {take(one, book.find_place, "place"): minutes for one, minutes in value.items()}
    elif column == "interests":
        named = {take(one, book.find_interest, "interest"): weight for one, weight in value.items()}
    elif column in CHOICES:
        named = book.find_option(column, CHOICES[column], value)
        if named is None:
            options = ";".join(f"{column}.{one}" for one in CHOICES[column])
            told = _say("batch_unknown_option", value=value[:_SHOWN])
            bad.append(_CellError("R002", told, _say("batch_options", options=options)))
    return named, bad


_UNKNOWN: Final = {"gateway": "R010", "place": "R011", "interest": "R012"}


def _take(text: str, find: Callable[[str], Found], kind: str) -> str:
    found = find(text)
    if found.one is not None:
        return found.one
    near = {"terms" if kind == "interest" else "ids": ";".join(found.near)}
    if found.is_ambiguous:
        told = _say("batch_ambiguous", value=text[:_SHOWN])
        raise _CellError(_UNKNOWN[kind], told, Reason(code=f"batch_which_{kind}", params=dict(near)))
    told = _say(f"batch_unknown_{kind}", value=text[:_SHOWN])
    if not found.near:
        raise _CellError(_UNKNOWN[kind], told, _say("batch_look_up"))
    raise _CellError(_UNKNOWN[kind], told, Reason(code=f"batch_near_{kind}", params=dict(near)))


def _read_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _read_interests(text: str) -> dict[str, int]:
    interests: dict[str, int] = {}
    for part in _read_list(text):
        word, colon, weight = (piece.strip() for piece in part.partition(":"))
        interests[word] = _read_count(weight) if colon else _USUAL_WEIGHT
    return interests


def _read_pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in _read_list(text):
        name, mark, value = (piece.strip() for piece in part.partition("="))
        if not (name and mark and value):
            raise ValueError(part)
        pairs[name] = value
    return pairs


def _read_day_starts(text: str) -> dict[str, str]:
    return _read_pairs(text)


def _read_pins(text: str) -> list[dict[str, str]]:
    pins = []
    for part in _read_list(text):
        pieces = [piece.strip() for piece in part.split("@")]
        if len(pieces) not in (2, 3):
            raise ValueError(part)
        pins.append(dict(zip(("place", "day", "at"), pieces, strict=False)))
    return pins


def _read_lodging(text: str) -> str | list[str]:
    nights = _read_list(text)
    return nights[0] if len(nights) == 1 and ";" not in text else nights


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def _read_number(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,6})?", text):
        raise ValueError(text)
    return float(text.replace(",", "."))


def _read_clock(text: str) -> str:
    """Return a time as it stands; a spreadsheet may have cut its leading zero or added seconds."""
    match = re.fullmatch(r"([0-9]{1,2}:[0-9]{2})(:00)?", text)
    if match is None:
        raise ValueError(text)
    return match[1].zfill(5)


Reader = Callable[[str], Any]
READERS: Final[dict[str, Reader]] = {
    "title": str,
    "start": str,
    "end": str,
    "start_date": parse_day,
    "days": _read_count,
    "day_start": _read_clock,
    "day_end": _read_clock,
    "day_starts": _read_day_starts,
    "interests": _read_interests,
    "pace": str,
    "party.adults": _read_count,
    "party.children": _read_count,
    "vehicle": str,
    "max_drive_h_per_day": _read_number,
    "punctuality": str,
    "max_effort": _read_count,
    "budget_vnd_per_person": parse_vnd,
    "shopping_budget_vnd_per_person": parse_vnd,
    "home_market": str,
    "luggage_kg_per_person": _read_number,
    "must_visit": _read_list,
    "nice_to_visit": _read_list,
    "exclude": _read_list,
    "pins": _read_pins,
    "visit_minutes": _read_pairs,
    "lodging": _read_lodging,
    "language": str,
}
"""How the cell of each column is read."""
_NOT: Final[dict[Reader, str]] = {
    parse_day: "batch_not_date",
    parse_vnd: "batch_not_amount",
    _read_count: "batch_not_whole",
    _read_number: "batch_not_number",
    _read_clock: "batch_not_clock",
    _read_interests: "batch_not_weights",
    _read_pairs: "batch_not_pairs",
    _read_day_starts: "batch_not_pairs",
    _read_pins: "batch_not_pins",
}
_WRITE: Final[dict[Reader, str]] = {
    parse_day: "batch_write_date",
    parse_vnd: "batch_write_amount",
    _read_count: "batch_write_whole",
    _read_number: "batch_write_number",
    _read_clock: "batch_write_clock",
    _read_interests: "batch_write_weights",
    _read_pairs: "batch_write_minutes",
    _read_day_starts: "batch_write_day_starts",
    _read_pins: "batch_write_pins",
}


def advise(column: str) -> Reason:
    """Return how a cell of a column is written."""
    read = READERS.get(column, str)
    return _say(_WRITE.get(read, "batch_look_up"))
