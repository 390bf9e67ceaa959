"""Many requests from one table: a row is a request, and a row at fault keeps no other from being planned.

Columns are the fields of a request, those of objects with a full stop (``party.adults``). An empty cell leaves a field
at its default. Lists are parted by semicolons: ``ceramics:3;food:1`` for interests with their weights, ``2=05:30`` for
days that start at another time, ``place=90`` for minutes of a visit, ``place@2`` or ``place@2@09:00`` for pins.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import process

from planner.amounts import parse_day, parse_vnd
from planner.catalogue.calendar import TripCalendar
from planner.errors import NoFeasibleTripError, PlannerError, RequestError
from planner.file_names import safe_file_name
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility, Itinerary
from planner.model.request import TripRequest
from planner.optimise import SolveParams
from planner.plan.planner import Planner
from planner.plan.progress import OnProgress
from planner.plan.requests import build_request, check_request
from planner.tabular import TextRow, read_table

logger = logging.getLogger(__name__)

MAX_BYTES: Final = 4_000_000
MAX_ROWS: Final = 1_000
NAME: Final = "name"
"""Column that names the files of a row; not a field of the request."""
_USUAL_WEIGHT: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A request of the table that can be planned."""

    row: int
    """As a spreadsheet counts it; the header is 1."""
    name: str
    """Different for every row, made fit for a file."""
    request: TripRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFinding:
    """Why a row gives no plan, or a column is not read."""

    row: int
    column: str
    """Empty when the row as a whole is meant."""
    code: str
    message: str
    remedy: str
    reasons: tuple[Infeasibility, ...] = ()
    """Where no trip satisfies the request: why, and the smallest change that makes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswer:
    """What became of a row: a plan or a finding."""

    row: BatchRow
    itinerary: Itinerary | None = None
    finding: BatchFinding | None = None


def read_batch(
    content: str | bytes, catalogue: Catalogue, where: str = "requests"
) -> tuple[tuple[BatchRow, ...], tuple[BatchFinding, ...]]:
    """Return the requests of a CSV file and what is wrong with rows and columns that give none.

    Every row is checked against the catalogue, so that all faults are told before the first trip is planned.

    Raises
    ------
    RequestError
        ``R040`` when the file is no table of requests at all.
    """
    table = read_table(content, where=where, code="R040", max_bytes=MAX_BYTES, max_rows=MAX_ROWS)
    lacking = [column for column in ("start", "start_date", "days") if column not in table.columns]
    if lacking:
        message = f"{where} has no column {lacking[0]!r}"
        remedy = "the first row names the columns; start, start_date and days are required"
        raise RequestError("R040", message, remedy=remedy, where=where)
    findings = [_build_strange(column) for column in table.columns if column and column not in BATCH_COLUMNS]
    calendar = TripCalendar(catalogue)
    rows: list[BatchRow] = []
    names: set[str] = set()
    for row in table.rows:
        try:
            request = build_request(_read_fields(row), where="")
            check_request(request, catalogue, calendar)
            name = safe_file_name(row.get(NAME), f"row-{row.number:04d}")
            if name in names:
                remedy = "give each row a name of its own"
                raise RequestError("R041", f"an earlier row is named {name!r}, too", remedy=remedy, where=NAME)
        except RequestError as error:
            findings.append(_build_finding(row.number, error))
        else:
            names.add(name)
            rows.append(BatchRow(row=row.number, name=name, request=request))
    return tuple(rows), tuple(findings)


def plan_batch(
    planner: Planner,
    rows: Sequence[BatchRow],
    params: SolveParams | None = None,
    *,
    find_kept: Callable[[BatchRow], Itinerary | None] = lambda _: None,
    on_progress: OnProgress | None = None,
) -> Iterator[BatchAnswer]:
    """Yield what becomes of each row, in their order, as soon as it is known.

    Parameters
    ----------
    find_kept
        Gives the plan of a row where one was made before; it is not planned again.
    """
    for row in rows:
        if (kept := find_kept(row)) is not None:
            yield BatchAnswer(row=row, itinerary=kept)
            continue
        try:
            itinerary = planner.plan(row.request, params, on_progress=on_progress)
        except PlannerError as error:
            yield BatchAnswer(row=row, finding=_build_finding(row.row, error))
        except Exception as error:  # One trip that fails must not keep the others from their operator.
            logger.exception("planning row %d failed", row.row)
            fault = PlannerError("P000", f"{type(error).__name__}: {error}", remedy="report this with the row")
            yield BatchAnswer(row=row, finding=_build_finding(row.row, fault))
        else:
            yield BatchAnswer(row=row, itinerary=itinerary)


def _read_fields(row: TextRow) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column, read in _READERS.items():
        text = row.get(column)
        if not text:
            continue
        try:
            value = read(text)
        except ValueError as error:
            message = f"{column}: {error}"
            raise RequestError("R041", message, remedy=_REMEDIES.get(read, "mend the cell"), where=column) from None
        head, _, tail = column.partition(".")
        if tail:
            fields.setdefault(head, {})[tail] = value
        else:
            fields[column] = value
    return fields


def _build_strange(column: str) -> BatchFinding:
    near = process.extractOne(column, BATCH_COLUMNS, score_cutoff=60)
    remedy = f"did you mean {near[0]}?" if near else "remove the column, or name a field of a request"
    message = f"column {column[:60]!r} is no field of a request and was not read"
    return BatchFinding(row=1, column=column[:60], code="R042", message=message, remedy=remedy)


def _build_finding(row: int, error: PlannerError) -> BatchFinding:
    field = error.where.rpartition(":")[2]
    column = next((name for name in BATCH_COLUMNS if field == name), "")
    column = column or next((name for name in BATCH_COLUMNS if field.split(".")[0] == name.split(".")[0]), "")
    found = error.reasons if isinstance(error, NoFeasibleTripError) else ()
    return BatchFinding(
        row=row,
        column=column,
        code=error.code,
        message=error.message,
        remedy=error.remedy,
        reasons=tuple(one for one in found if isinstance(one, Infeasibility)),
    )


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
            msg = f"{part[:60]!r} is no pair"
            raise ValueError(msg)
        pairs[name] = value
    return pairs


def _read_pins(text: str) -> list[dict[str, str]]:
    pins = []
    for part in _read_list(text):
        pieces = [piece.strip() for piece in part.split("@")]
        if len(pieces) not in (2, 3):
            msg = f"{part[:60]!r} is no pin"
            raise ValueError(msg)
        pins.append(dict(zip(("place", "day", "at"), pieces, strict=False)))
    return pins


def _read_lodging(text: str) -> str | list[str]:
    nights = _read_list(text)
    return nights[0] if len(nights) == 1 and ";" not in text else nights


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        msg = f"{text[:60]!r} is no whole number"
        raise ValueError(msg)
    return int(text)


def _read_number(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,6})?", text):
        msg = f"{text[:60]!r} is no number"
        raise ValueError(msg)
    return float(text.replace(",", "."))


def _read_word(text: str) -> str:
    return text.casefold()


def _read_clock(text: str) -> str:
    """Return a time as it stands; a spreadsheet may have cut its leading zero or added seconds."""
    match = re.fullmatch(r"([0-9]{1,2}:[0-9]{2})(:00)?", text)
    return match[1].zfill(5) if match else text


Reader = Callable[[str], Any]
_READERS: Final[dict[str, Reader]] = {
    "title": str,
    "start": str,
    "end": str,
    "start_date": parse_day,
    "days": _read_count,
    "day_start": _read_clock,
    "day_end": _read_clock,
    "day_starts": _read_pairs,
    "interests": _read_interests,
    "pace": _read_word,
    "party.adults": _read_count,
    "party.children": _read_count,
    "vehicle": _read_word,
    "max_drive_h_per_day": _read_number,
    "punctuality": _read_word,
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
_REMEDIES: Final[dict[Reader, str]] = {
    parse_day: "write it as 2027-03-31 or 31/3/2027",
    parse_vnd: "write it as 1200000, 1.200.000 or 1,2 triệu",
    _read_count: "write a whole number",
    _read_number: "write a number such as 3.5",
    _read_interests: "write words with weights 1 to 3: ceramics:3;food:1",
    _read_pairs: "write pairs such as 2=05:30;3=07:00, or place=90",
    _read_pins: "write place@day or place@day@09:00, with semicolons between",
}
BATCH_COLUMNS: Final = (NAME, *_READERS)
"""Columns that are read."""
