"""``planner replan``: change a saved plan, keep what is locked, print what else changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

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
    read_plan_file,
    write_whole,
)
from planner.errors import NoFeasibleTripError, RequestError
from planner.model.edits import Edits, Lock, Move, Replanned
from planner.model.itinerary import dump_plan
from planner.present.words import Words, build_words

Names = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replan")(replan)


def replan(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    lock: Annotated[
        Names, typer.Option("--lock", metavar="PLACE[@DAY]", help="Keep a visit or night as it is.")
    ] = None,
    free: Annotated[Names, typer.Option("--free", metavar="PLACE", help="Lock a place no longer.")] = None,
    move: Annotated[Names, typer.Option("--move", metavar="PLACE=DAY", help="Visit a place on another day.")] = None,
    drop: Annotated[Names, typer.Option("--drop", metavar="PLACE", help="Leave a place out.")] = None,
    add: Annotated[Names, typer.Option("--add", metavar="PLACE", help="Visit a place that is not in the plan.")] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="Write the new plan as JSON.")] = None,
    data: DataOption = None,
    settings: Annotated[Path | None, typer.Option(help="Another settings.toml.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Change a saved plan: the edits are kept, the rest stays as it is unless a change pays; each may be repeated."""
    from planner.api import build_planner
    from planner.settings import DEFAULT_PATH

    edits = Edits(
        locks=tuple(_read_lock(text) for text in lock or ()),
        frees=tuple(free or ()),
        moves=tuple(_read_move(text) for text in move or ()),
        drops=tuple(drop or ()),
        adds=tuple(add or ()),
    )
    if out_file is not None:
        check_writable(out_file)
    itinerary = read_plan_file(plan_file)
    catalogue = load(data)
    answer = build_planner(catalogue, settings_path=settings or DEFAULT_PATH).replan(itinerary, edits)
    if not answer.is_possible:
        error = NoFeasibleTripError("P011", "the plan cannot be changed so; it is kept", reasons=answer.conflicts)
        if as_json:
            raise error
        print_infeasible(error, build_words(lang, catalogue), error.message)
        return error.exit_code
    if out_file is not None:
        write_whole(out_file, dump_plan(answer.itinerary).encode())
    if as_json:
        sys.stdout.write(dump_plan(answer.itinerary))
    else:
        _print_changes(answer, itinerary.certificate.value, build_words(lang, catalogue))
    return 0


def _read_lock(text: str) -> Lock:
    place, divider, day = text.partition("@")
    return Lock(place=place, day=_read_day(day, text, "--lock", "PLACE@DAY") if divider else None)


def _read_move(text: str) -> Move:
    place, _, day = text.rpartition("=")
    return Move(place=place, day=_read_day(day if place else "", text, "--move", "PLACE=DAY"))


def _read_day(day: str, text: str, option: str, form: str) -> int:
    if not (day.isascii() and day.isdigit() and len(day) <= 2):
        raise RequestError("R021", f"{text!r} names no day", where=option, remedy=f"write {form}, days from 1")
    return int(day)


def _print_changes(answer: Replanned, value_before: int, words: Words) -> None:
    itinerary = answer.itinerary
    table = Table("change", "place", "before", "after", title_justify="left")
    for change in answer.changes:
        before = _tell(change.day_before, None if change.begin_before is None else f"{change.begin_before:%H:%M}")
        after = _tell(change.day_after, None if change.begin_after is None else f"{change.begin_after:%H:%M}")
        table.add_row(change.kind.replace("_", " "), escape(words.name(change.place_id)), before, after)
    for night in answer.night_changes:
        names = (escape(words.name(one)) for one in (night.before_id, night.after_id))
        table.add_row("night", str(night.night), *names)
    if answer.changes or answer.night_changes:
        out.print(table)
    out.print(words.messages("edit.replanned", count=answer.kept), highlight=False)
    certificate = itinerary.certificate
    proved = "proved the best" if certificate.optimal else f"gap {certificate.gap_pct:g} %"
    most = f"worth {certificate.value / 100:.0f} of at most {certificate.upper_bound / 100:.0f}: {proved}"
    out.print(f"{most}; before {value_before / 100:.0f}", highlight=False)


def _tell(day: int | None, clock: str | None) -> str:
    return "" if day is None else f"day {day}, {clock}"
