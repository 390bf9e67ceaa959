"""``planner check-data``: every problem of a catalogue at once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from planner.cli.common import JsonOption, load, out
from planner.errors import Finding


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-data")(check_data)


def check_data(
    directories: Annotated[
        list[Path] | None, typer.Argument(metavar="[DIR]...", help="First the base, then overlays; default: shipped.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Also count carry-home rules by confidence.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Validate a catalogue: every problem with table, row, column, code and remedy; exit 2 on errors."""
    from planner.catalogue import find_data_dir, validate_catalogue

    folders = directories or [find_data_dir()]
    findings = validate_catalogue(*folders)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        print(json.dumps({"findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        _print_findings(findings)
        out.print(f"errors: {errors}, warnings: {len(findings) - errors}", highlight=False)
    if rules and not errors:
        _print_rules(directories)
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


def _print_rules(directories: list[Path] | None) -> None:
    catalogue = load(directories[1:] if directories else None)
    by_confidence = Counter(rule.confidence for rule in catalogue.carry_home.values())
    unsourced = sum(rule.source.startswith("general knowledge") for rule in catalogue.carry_home.values())
    for confidence in ("high", "medium", "low"):
        out.print(f"carry-home rules of {confidence} confidence: {by_confidence[confidence]}", highlight=False)
    total = len(catalogue.carry_home)
    out.print(f"with a cited source: {total - unsourced} of {total}", highlight=False)
