"""``planner alternatives``: three plans for one request that differ in substance, side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from planner.cli.common import (
    DataOption,
    JsonOption,
    LanguageOption,
    check_writable,
    load,
    out,
    print_infeasible,
    read_text,
    write_whole,
)
from planner.cli.plan import MAX_ITERATIONS, show_progress
from planner.errors import NoFeasibleTripError
from planner.model.alternatives import Alternatives, dump_differences
from planner.model.itinerary import dump_plan
from planner.present.words import Words, build_words

DIFFERENCES = "differences.json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("alternatives")(alternatives)


def alternatives(
    request_file: Annotated[Path, typer.Argument(metavar="REQUEST.json|.yaml")],
    data: DataOption = None,
    seed: Annotated[int, typer.Option(help="Seed of the searches.")] = 1,
    iterations: Annotated[int | None, typer.Option(min=1, max=MAX_ITERATIONS, help="Of each search.")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="Folder for the plans and differences.json.")] = None,
    settings: Annotated[Path | None, typer.Option(help="Another settings.toml.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Plan a trip as asked, a calmer one and a themed one; prints how they differ, writes --out."""
    from planner.api import build_planner
    from planner.optimise import SolveParams
    from planner.plan import parse_request
    from planner.settings import DEFAULT_PATH

    request = parse_request(read_text(request_file), where=str(request_file))
    if out_dir is not None:
        check_writable(out_dir / DIFFERENCES)
    catalogue = load(data)
    planner = build_planner(catalogue, settings_path=settings or DEFAULT_PATH)
    params = SolveParams(seed=seed, iterations=iterations or SolveParams().iterations)
    try:
        with show_progress(as_json) as on_progress:
            found = planner.plan_alternatives(request, params, on_progress=on_progress)
    except NoFeasibleTripError as error:
        if as_json:
            raise
        print_infeasible(error, build_words(lang, catalogue))
        return error.exit_code
    differences = _name_files(dump_differences(found))
    if out_dir is not None:
        for plan in found.plans:
            write_whole(out_dir / f"{plan.profile}.json", dump_plan(plan.itinerary).encode())
        write_whole(out_dir / DIFFERENCES, _to_json(differences).encode())
    if as_json:
        print(_to_json(differences), end="")
    else:
        _print_table(found, build_words(lang, catalogue))
    return 0


def _name_files(differences: dict[str, Any]) -> dict[str, Any]:
    plans = [{**plan, "file": f"{plan['profile']}.json"} for plan in differences["plans"]]
    return {**differences, "plans": plans}


def _to_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _print_table(found: Alternatives, words: Words) -> None:
    speak = words.messages
    names = {plan.profile: speak.find(f"alternative.{plan.profile}") or plan.profile for plan in found.plans}
    table = Table("", *(escape(name) for name in names.values()), title_justify="left")
    facts = [plan.facts for plan in found.plans]
    rows = (
        ("visits", [str(one.visits) for one in facts]),
        ("driving", [speak.span(one.drive_min) for one in facts]),
        ("free time", [speak.span(one.free_min) for one in facts]),
        ("cost per person", [speak.money(one.cost_vnd_per_person) for one in facts]),
        ("products to buy", [str(one.products) for one in facts]),
        ("with OCOP stars", [str(one.starred_products) for one in facts]),
        ("makers visited", [str(one.makers) for one in facts]),
        ("worth as asked", [f"{one.value_as_asked / 100:.0f}" for one in facts]),
    )
    for name, cells in rows:
        table.add_row(name, *(escape(cell) for cell in cells))
    out.print(table)
    for pair in found.pairs:
        text = f"{names[pair.one]} / {names[pair.other]}: {pair.distance_pct} % of the places differ, "
        out.print(f"{text}{len(pair.shared)} shared", markup=False, highlight=False, soft_wrap=True)
    for note in found.notes:
        out.print(f"! {words.reason(note)}", markup=False, highlight=False, soft_wrap=True)
