"""Many requests from one table: a row is a request, and a row at fault keeps no other from being planned.

Columns are the fields of a request, those of objects with a full stop (``party.adults``). An empty cell leaves a field
at its default. Lists are parted by semicolons: ``ceramics:3;food:1`` for interests with their weights, ``2=05:30`` for
days that start at another time, ``place=90`` for minutes of a visit, ``place@2`` or ``place@2@09:00`` for pins. Places
stand there by id or by name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process

from planner.errors import NoFeasibleTripError, PlannerError, RequestError
from planner.file_names import safe_file_name
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility, Itinerary
from planner.model.reason import Reason
from planner.model.request import TripRequest
from planner.optimise import SolveParams
from planner.plan.batch_cells import READERS, CellFault
from planner.plan.batch_names import Label, NameBook
from planner.plan.batch_rows import REQUIRED, RowReader
from planner.plan.planner import Planner
from planner.plan.progress import OnProgress
from planner.tabular import read_table

logger = logging.getLogger(__name__)

MAX_BYTES: Final = 4_000_000
MAX_ROWS: Final = 1_000
NAME: Final = "name"
"""Column that names the files of a row; not a field of the request."""
BATCH_COLUMNS: Final = (NAME, *READERS)
"""Columns that are read."""
REMARK: Final = "#"
"""Begin of a row that is for people only."""


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
    told: Reason | None = None
    """What is wrong with a cell, as `present` says it; None where planning failed."""
    advice: Reason | None = None
    """What to do about it."""
    message: str = ""
    """Where planning failed: why, in English."""
    remedy: str = ""
    reasons: tuple[Infeasibility, ...] = ()
    """Where no trip satisfies the request: why, and the smallest change that makes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswer:
    """What became of a row: a plan or a finding."""

    row: BatchRow
    itinerary: Itinerary | None = None
    finding: BatchFinding | None = None


class BatchTableError(RequestError):
    """A table has no requests because columns are missing that each of them needs."""

    def __init__(self, where: str, lacking: tuple[str, ...]) -> None:
        message = f"{where} has no column {lacking[0]!r}"
        remedy = f"the first row names the columns; {', '.join(REQUIRED)} are required"
        super().__init__("R040", message, remedy=remedy, where=where)
        self.lacking = lacking


def read_batch(
    content: str | bytes, catalogue: Catalogue, where: str = "requests", label: Label | None = None
) -> tuple[tuple[BatchRow, ...], tuple[BatchFinding, ...]]:
    """Return the requests of a CSV file and what is wrong with rows and columns that give none.

    Every cell is checked against the catalogue, so that all faults are told before the first trip is planned. A row
    whose first cell begins with `REMARK` is passed over.

    Parameters
    ----------
    label
        Gives the words that people use for interests and vehicles; None = only those of a request are taken.

    Raises
    ------
    RequestError
        ``R040`` when the file is no table of requests at all.
    """
    table = read_table(content, where=where, code="R040", max_bytes=MAX_BYTES, max_rows=MAX_ROWS)
    lacking = tuple(column for column in REQUIRED if column not in table.columns)
    if lacking:
        raise BatchTableError(where, lacking)
    findings = [_build_strange(column) for column in table.columns if column and column not in BATCH_COLUMNS]
    reader = RowReader(catalogue, NameBook(catalogue, label))
    rows: list[BatchRow] = []
    names: set[str] = set()
    for row in table.rows:
        if row.get(table.columns[0]).startswith(REMARK):
            continue
        request, faults = reader.read(row)
        name = safe_file_name(row.get(NAME), f"row-{row.number:04d}")
        if name in names:
            told, advice = Reason(code="batch_same_name", params={"text": name}), Reason(code="batch_rename", params={})
            faults.append(CellFault(column=NAME, code="R041", told=told, advice=advice))
        findings += [
            BatchFinding(row=row.number, column=one.column, code=one.code, told=one.told, advice=one.advice)
            for one in faults
        ]
        if request is not None and not faults:
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


def _build_strange(column: str) -> BatchFinding:
    near = process.extractOne(column, BATCH_COLUMNS, score_cutoff=60)
    advice = Reason(code="batch_remove_column", params={})
    if near:
        advice = Reason(code="batch_near", params={"choices": near[0]})
    told = Reason(code="batch_strange_column", params={"text": column[:60]})
    return BatchFinding(row=1, column=column[:60], code="R042", told=told, advice=advice)


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
