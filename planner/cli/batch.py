"""``planner batch``: many requests of a table planned one by one, with a report of every row."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from pydantic import ValidationError

from planner.cli.common import DataOption, JsonOption, check_writable, err, load, out, read_bytes, write_whole
from planner.cli.plan import MAX_ITERATIONS, MAX_SECONDS, prepare_optimiser
from planner.cli.publish import write_published
from planner.errors import PlannerError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan, load_plan
from planner.present.words import Words, build_words

if TYPE_CHECKING:  # the compiler behind the optimiser need not be loaded to ask for help
    from planner.plan.batch import BatchAnswer, BatchFinding, BatchRow

REPORT: Final = "report.csv"
_EXITS: Final = {"bad": 2, "failed": 1, "no_trip": 3}
"""Outcome -> exit code; the first that occurs."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """What became of a row, or of a column that was not read."""

    row: int
    name: str
    outcome: str
    """``planned``, ``kept`` (an earlier run had planned it), ``bad``, ``no_trip``, ``failed`` or ``notice``."""
    column: str = ""
    code: str = ""
    reason: str = ""
    remedy: str = ""
    file: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch")(batch)


def batch(
    requests_file: Annotated[Path, typer.Argument(metavar="REQUESTS.csv")],
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for plans and report.")],
    iterations: Annotated[
        int | None, typer.Option(min=1, max=MAX_ITERATIONS, help="Reproducible budget of each row.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.05, max=MAX_SECONDS, help="Time of each row; not reproducible.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the searches.")] = 1,
    formats: Annotated[str, typer.Option("--format", help="Formats beside each plan, e.g. gpx,ics.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Plan rows again that an earlier run has planned.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
    lang: Annotated[str, typer.Option("--lang", help="Language of the reasons.")] = "en",
) -> int:
    """Plan each row of a CSV table of requests; a bad row is reported, and the others are planned.

    A run that was stopped goes on where it stopped: a row whose plan lies in the folder is kept.
    """
    from planner.api import build_planner
    from planner.optimise import SolveParams
    from planner.plan.batch import plan_batch, read_batch
    from planner.present.batch import build_label
    from planner.publish import check_basket, check_quote, list_formats

    if iterations is not None and seconds is not None:
        raise RequestError("R005", "--iterations and --seconds exclude each other", remedy="choose one budget")
    wanted = tuple(name for name in list_formats(formats) if name != "json")
    check_basket(wanted)
    check_quote(wanted)
    check_writable(folder / REPORT)
    catalogue = load(data)
    words = build_words(lang, catalogue)
    rows, findings = read_batch(read_bytes(requests_file), catalogue, str(requests_file), build_label(catalogue))
    report = _Report(folder, is_quiet=as_json)
    for finding in findings:
        report.add(_tell_finding(finding, "", "notice" if finding.row == 1 else "bad", words))
    if rows:
        prepare_optimiser()
    shelf = _Shelf(folder, catalogue, wanted, seed, is_ignored=again)
    params = SolveParams(seed=seed, iterations=iterations or SolveParams().iterations, seconds=seconds)
    for answer in plan_batch(build_planner(catalogue), rows, params, find_kept=shelf.find):
        report.add(_tell_answer(answer, shelf, words))
    return report.end()


class _Shelf:
    """Plans of a folder. A plan is written after all that is made of it: where it lies, the row is done."""

    def __init__(
        self, folder: Path, catalogue: Catalogue, formats: tuple[str, ...], seed: int, *, is_ignored: bool
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._formats = formats
        self._seed = seed
        self._is_ignored = is_ignored
        self.kept: set[str] = set()

    def get_path(self, row: BatchRow) -> Path:
        """Return where the plan of a row lies."""
        return self._folder / f"{row.name}.json"

    def find(self, row: BatchRow) -> Itinerary | None:
        """Return the plan that an earlier run made of this very request, with these data and this seed."""
        if self._is_ignored:
            return None
        try:
            found = load_plan(self.get_path(row).read_bytes())
        except (OSError, ValidationError):
            return None
        made_from = found.provenance
        if found.request != row.request or made_from.data_version != self._catalogue.version:
            return None
        if made_from.seed != self._seed:
            return None
        self.kept.add(row.name)
        return found

    def put(self, row: BatchRow, itinerary: Itinerary) -> None:
        """Write a plan and its formats; of a plan that was kept, the formats that are missing."""
        path = self.get_path(row)
        is_kept = row.name in self.kept
        formats = tuple(name for name in self._formats if not (is_kept and self._has(path, name)))
        if formats:
            write_published(itinerary, self._catalogue, path, formats, kept=path)
        if not is_kept:
            write_whole(path, dump_plan(itinerary).encode())

    @staticmethod
    def _has(path: Path, name: str) -> bool:
        from planner.publish import PUBLISHERS

        return path.with_suffix(PUBLISHERS[name].suffix).exists()


class _Report:
    """Lines about rows, on the screen and in a file that is whole after each of them."""

    def __init__(self, folder: Path, *, is_quiet: bool) -> None:
        self._path = folder / REPORT
        self._is_quiet = is_quiet
        self._lines: list[ReportLine] = []

    def add(self, line: ReportLine) -> None:
        """Add a line."""
        self._lines.append(line)
        self._write()
        if self._is_quiet:
            return
        column = f", {line.column}" if line.column else ""
        told = f"row {line.row}{column}: {line.outcome} {line.file}".rstrip()
        if line.code:
            told += f" {line.code}: {line.reason}" + (f" -> {line.remedy}" if line.remedy else "")
        console = err if line.code else out
        console.print(told, markup=False, highlight=False, soft_wrap=True)

    def end(self) -> int:
        """Say what came of it all and return the exit code."""
        self._write()
        counts = Counter(line.outcome for line in self._lines)
        if self._is_quiet:
            rows = [dataclasses.asdict(line) for line in self._lines]
            print(json.dumps({"rows": rows, "counts": counts, "report": str(self._path)}, ensure_ascii=False))
        else:
            told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "no rows"
            out.print(f"{told} -> {self._path}", markup=False, highlight=False, soft_wrap=True)
        return next((code for outcome, code in _EXITS.items() if counts[outcome]), 0)

    def _write(self) -> None:
        from planner.publish.spreadsheet import render_csv

        columns = tuple(ReportLine.__dataclass_fields__)
        write_whole(self._path, render_csv(columns, (dataclasses.astuple(line) for line in self._lines)))


def _tell_answer(answer: BatchAnswer, shelf: _Shelf, words: Words) -> ReportLine:
    row = answer.row
    if answer.finding is not None:
        outcome = "no_trip" if answer.finding.reasons else "failed" if answer.finding.code == "P000" else "bad"
        return _tell_finding(answer.finding, row.name, outcome, words)
    assert answer.itinerary is not None
    made = ReportLine(
        row=row.row,
        name=row.name,
        outcome="kept" if row.name in shelf.kept else "planned",
        file=shelf.get_path(row).name,
    )
    try:
        shelf.put(row, answer.itinerary)
    except PlannerError as error:
        return dataclasses.replace(
            made, outcome="failed", code=error.code, reason=error.message, remedy=error.remedy, file=""
        )
    return made


def _tell_finding(finding: BatchFinding, name: str, outcome: str, words: Words) -> ReportLine:
    reasons: Iterable[str] = (words.reason(one.reason) for one in finding.reasons)
    remedies: Iterable[str] = (words.reason(one.remedy) for one in finding.reasons if one.remedy is not None)
    return ReportLine(
        row=finding.row,
        name=name,
        outcome=outcome,
        column=finding.column,
        code=finding.code,
        reason="; ".join(reasons) or (words.reason(finding.told) if finding.told else finding.message),
        remedy="; ".join(remedies) or (words.reason(finding.advice) if finding.advice else finding.remedy),
    )
