"""``planner check-data``: every problem of a catalogue at once."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from planner.cli.common import JsonOption, out
from planner.errors import Finding
from planner.goods.coverage import RuleCoverage
from planner.units import today


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-data")(check_data)


def check_data(
    directories: Annotated[
        list[Path] | None, typer.Argument(metavar="[DIR]...", help="First the base, then overlays; default: shipped.")
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Also count carry-home rules by confidence, kind of source and age.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Validate a catalogue: every problem with table, row, column, code and remedy; exit 2 on errors."""
    from planner.catalogue import find_data_dir, validate_catalogue

    folders = directories or [find_data_dir()]
    findings = validate_catalogue(*folders)
    errors = sum(finding.severity == "error" for finding in findings)
    coverage = _list_coverage(directories) if rules and not errors else ()
    if as_json:
        answer = {"findings": [asdict(finding) for finding in findings]}
        if coverage:
            answer["rules"] = [asdict(row) for row in coverage]
        print(json.dumps(answer, ensure_ascii=False))
        return 2 if errors else 0
    _print_findings(findings)
    out.print(f"errors: {errors}, warnings: {len(findings) - errors}", highlight=False)
    if coverage:
        _print_rules(coverage)
    return 2 if errors else 0


def _print_findings(findings: tuple[Finding, ...]) -> None:
    if not findings:
        return
    table = Table("code", "where", "problem", "remedy")
    for finding in findings:
        where = f"{finding.table}:{finding.row}:{finding.column}"
        cells = (finding.code, where, finding.message, finding.remedy)
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    out.print(table)


def _list_coverage(directories: list[Path] | None) -> tuple[RuleCoverage, ...]:
    from planner.catalogue import load_catalogue
    from planner.goods.coverage import list_rule_coverage

    base, overlays = (directories[0], directories[1:]) if directories else (None, [])
    catalogue = load_catalogue(*overlays, data_dir=base)
    return list_rule_coverage(catalogue, today())


def _print_rules(coverage: tuple[RuleCoverage, ...]) -> None:
    """Print how many carry-home rules each market has, by confidence, kind of source and age."""
    names = [field.name for field in fields(RuleCoverage)]
    table = Table(title="carry-home rules by confidence, kind of source and age", padding=0)
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in coverage:
        table.add_row(*(str(getattr(row, name)) for name in names), end_section=row is coverage[-2])
    out.print(table)
