"""``planner plan``, ``planner check``, ``planner interests``, ``planner matrix``."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from planner.cli.basket import print_basket
from planner.cli.common import (
    DataOption,
    JsonOption,
    LanguageOption,
    check_writable,
    err,
    load,
    out,
    print_infeasible,
    read_plan_file,
    read_text,
    write_whole,
)
from planner.cli.publish import check_targets, write_published
from planner.errors import NoFeasibleTripError, RequestError, UnknownIdError
from planner.model.itinerary import Itinerary, PlanDay, dump_plan
from planner.model.travel import QUALITY_ORDER, Vehicle
from planner.present.punctuality import NEARLY_ALWAYS_PCT, say_day, say_visit
from planner.present.timeline import RowKind, TimelineRow, build_timeline, say_minutes
from planner.present.words import Words, build_words

if TYPE_CHECKING:  # the compiler behind the optimiser need not be loaded to list interests
    from planner.plan import OnProgress, PlanProgress

MAX_ITERATIONS = 1_000_000_000
MAX_SECONDS = 86_400

_HOW_TO_NAME = 'Use the left word in a request: "interests": {"ceramics": 3, "tea": 1}; 3 matters most.'


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("plan")(plan)
    app.command("check")(check)
    app.command("interests")(interests)
    app.command("matrix")(matrix)


def plan(
    request_file: Annotated[Path, typer.Argument(metavar="REQUEST.json|.yaml")],
    data: DataOption = None,
    seed: Annotated[int, typer.Option(help="Seed of the search.")] = 1,
    iterations: Annotated[int | None, typer.Option(min=1, max=MAX_ITERATIONS, help="Reproducible budget.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.05, max=MAX_SECONDS, help="Time; not reproducible.")] = None,
    certify: Annotated[
        float | None, typer.Option(min=0.05, max=MAX_SECONDS, help="CPU seconds to prove how good it is.")
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="Write the plan as JSON.")] = None,
    publish: Annotated[str, typer.Option(help="Formats beside --out, e.g. gpx,json.")] = "",
    with_basket: Annotated[bool, typer.Option("--basket", help="Say what to buy where, too.")] = False,
    settings: Annotated[Path | None, typer.Option(help="Another settings.toml.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Plan a trip from a request file; prints the days, writes --out."""
    from planner.api import build_planner
    from planner.optimise import SolveParams
    from planner.plan import parse_request
    from planner.publish import check_basket, list_formats
    from planner.settings import DEFAULT_PATH

    formats = list_formats(publish)
    if not with_basket:
        check_basket(formats)  # A plan made here has none then: said before the search, not after it.
    if formats and out_file is None:
        raise RequestError("R004", "--publish needs --out, beside which it writes", remedy="add --out PLAN.json")
    if iterations is not None and seconds is not None:
        raise RequestError("R005", "--iterations and --seconds exclude each other", remedy="choose one budget")
    if out_file is not None:
        check_writable(out_file)
        check_targets(out_file, formats, kept=out_file)
    request = parse_request(read_text(request_file), where=str(request_file))
    catalogue = load(data)
    planner = build_planner(catalogue, settings_path=settings or DEFAULT_PATH)
    prepare_optimiser()
    usual = SolveParams()
    params = SolveParams(seed=seed, iterations=iterations or usual.iterations, seconds=seconds)
    try:
        with show_progress(as_json) as on_progress:
            itinerary = planner.plan(request, params, certify_seconds=certify, on_progress=on_progress)
    except NoFeasibleTripError as error:
        if as_json:
            raise
        print_infeasible(error, build_words(lang, catalogue))
        return error.exit_code
    if with_basket:
        itinerary = planner.plan_basket(itinerary)
    if out_file is not None:
        write_whole(out_file, dump_plan(itinerary).encode())
        write_published(itinerary, catalogue, out_file, formats, kept=out_file)
    if as_json:
        sys.stdout.write(dump_plan(itinerary))
    else:
        _print_plan(itinerary, words := build_words(lang, catalogue))
        if itinerary.basket is not None:
            print_basket(itinerary.basket, words)
    return 0


def check(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Referee a saved plan against its data: lists every violation; exit 2 when there is one.

    The upper bound of a plan made with --certify is not recomputed, only held against a short search.
    """
    from planner.api import build_planner

    itinerary = read_plan_file(plan_file)
    violations = build_planner(load(data)).check(itinerary)
    if as_json:
        records = [
            {"code": v.code, "day": None if v.day is None else v.day + 1, "message": v.message} for v in violations
        ]
        answer = {"violations": records, "is_bound_recomputed": itinerary.certificate.seconds is None}
        print(json.dumps(answer, ensure_ascii=False))
    else:
        for violation in violations:
            day = "trip" if violation.day is None else f"day {violation.day + 1}"
            out.print(f"{violation.code} [{day}]: {violation.message}", markup=False, highlight=False, soft_wrap=True)
        out.print("1 violation" if len(violations) == 1 else f"{len(violations)} violations", highlight=False)
        if itinerary.certificate.seconds is not None:
            seconds = itinerary.certificate.seconds
            told = f"the upper bound was not recomputed: it is said to have taken {seconds:g} CPU seconds to prove"
            out.print(told, highlight=False, soft_wrap=True)
    return 2 if violations else 0


def interests(data: DataOption = None, as_json: JsonOption = False, lang: LanguageOption = "en") -> int:
    """List the words that a request may name as interests."""
    from planner.plan import list_interests

    catalogue = load(data)
    found = list_interests(catalogue)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    words = build_words(lang, catalogue)
    for kind, members in found.items():
        table = Table(title=kind.replace("_", " "), show_header=False, title_justify="left", box=None)
        for word in members:
            table.add_row(word, escape(words.word(word)))
        out.print(table)
    out.print(_HOW_TO_NAME, markup=False, highlight=False, soft_wrap=True)
    return 0


def matrix(
    places: Annotated[str, typer.Option(help="Ids with commas between, or `all`.")],
    out_file: Annotated[Path, typer.Option("--out", help="CSV file to write.")],
    vehicle: Annotated[Vehicle, typer.Option(help="Vehicle.")] = Vehicle.CAR7,
    data: DataOption = None,
) -> int:
    """Write travel times between places as CSV, with source and quality of each."""
    from planner.api import build_planner

    catalogue = load(data)
    source = build_planner(catalogue).travel
    ids = [one.id for one in catalogue.located.values() if one.is_routable] if places == "all" else _split(places)
    for one in ids:
        if one not in catalogue.located:
            raise UnknownIdError("R011", f"unknown id {one!r}", where="--places")
    check_writable(out_file)
    answer = source.matrix([catalogue.located[one].point for one in ids], vehicle)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["from", "to", "reachable", "minutes", "drive_min", "km", "quality", "source"])
    for i, a in enumerate(ids):
        for j, b in enumerate(ids):
            if i == j:
                continue
            if not answer.reachable[i, j]:
                writer.writerow([a, b, 0, "", "", "", "", answer.source])
                continue
            km = f"{answer.metres[i, j] / 1000:.1f}"
            quality = QUALITY_ORDER[answer.quality[i, j]].value
            writer.writerow([a, b, 1, answer.minutes[i, j], answer.drive_min[i, j], km, quality, answer.source])
    write_whole(out_file, text.getvalue().encode())
    out.print(f"places: {len(ids)}, pairs: {len(ids) * (len(ids) - 1)} -> {out_file}", markup=False, highlight=False)
    return 0


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",")))


@contextmanager
def show_progress(is_quiet: bool) -> Iterator[OnProgress | None]:
    """Show how far planning is, where somebody is watching."""
    if is_quiet or not err.is_terminal:
        yield None
        return

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[best]}"), console=err, transient=True
    )
    with bar:
        task = bar.add_task("reading places", total=None, best="")

        def report(now: PlanProgress) -> bool:
            best = "" if now.best_prize is None else f"best {now.best_prize:.0f}"
            bar.update(task, description=_STAGES[now.stage], completed=now.done, total=now.total, best=best)
            return True

        yield report


def prepare_optimiser() -> None:
    """Compile the optimiser where that was not done yet: no budget in seconds should go into it."""
    from planner.optimise import is_prepared, prepare

    if not is_prepared():
        with err.status("Preparing the optimiser, half a minute, once per installation ..."):
            prepare()


_STAGES = {
    "places": "reading places",
    "search": "searching",
    "diagnose": "looking for the smallest change",
    "write": "writing the plan",
    "certify": "proving how good it is",
}


def _list_cells(row: TimelineRow, day: PlanDay, words: Words) -> tuple[str, str, str, str]:
    """Return time, what, where and detail of a row of the day."""
    speak = words.messages
    time = f"{row.begin:%H:%M}-{row.end:%H:%M}" if row.minutes else f"{row.begin:%H:%M}"
    where = words.name(row.place_id) if row.place_id else ""
    detail = ""
    if row.kind == RowKind.TRAVEL:
        leg = day.legs[row.index]
        quality = speak.find(f"quality.{leg.quality}") or leg.quality
        detail = say_minutes(row, leg, speak)
        detail = detail if row.is_onward else f"{detail}, {leg.km:g} km, {quality}"
    elif row.kind == RowKind.VISIT:
        visit = day.visits[row.index]
        goods = [words.product(product) for product in visit.products[:2]]
        unsure = visit.on_time_pct is not None and visit.on_time_pct < NEARLY_ALWAYS_PCT
        parts = [words.visit_title(visit), *goods, say_visit(visit, speak) if unsure else None]
        detail = "; ".join(part for part in parts if part)
    elif row.minutes:
        detail = speak.span(row.minutes)
    elif row.kind in (RowKind.NIGHT, RowKind.END):
        detail = say_day(day, speak) or ""
    return time, row.kind.value, where, detail


def _print_plan(itinerary: Itinerary, words: Words) -> None:
    speak = words.messages
    for number, day in enumerate(itinerary.days, 1):
        night = next((stay for stay in itinerary.lodging if stay.night == number), None)
        table = Table(title=f"{number}. {speak.date(day.date)}", title_justify="left", expand=False)
        for heading in ("time", "what", "where", "detail"):
            table.add_column(heading, overflow="fold")
        for row in build_timeline(day, night):
            table.add_row(*(escape(cell) for cell in _list_cells(row, day, words)))
        out.print(table)
    totals = itinerary.totals
    sums = (speak("unit.visits", count=totals.visits), f"{totals.km:.0f} km", f"{speak.span(totals.drive_min)} driving")
    cost = f"{speak.money(totals.cost_vnd_per_person)} per person (high end, without vehicle and shopping)"
    out.print(", ".join((*sums, cost)), highlight=False)
    certificate = itinerary.certificate
    proved = "proved the best" if certificate.optimal else f"gap {certificate.gap_pct:g} %"
    most = f"worth {certificate.value / 100:.0f} of at most {certificate.upper_bound / 100:.0f}"
    budget = "" if certificate.seconds is None else f", {certificate.seconds:g} s"
    out.print(f"{most}: {proved} ({certificate.method}{budget})", highlight=False)
    if totals.on_time_pct is not None:
        out.print(speak("on_time.trip", pct=totals.on_time_pct), highlight=False)
    for warning in itinerary.warnings:
        out.print(f"! {words.reason(warning)}", markup=False, highlight=False, soft_wrap=True)
    if itinerary.unvisited:
        out.print("\nLeft out")
    for left in itinerary.unvisited:
        remedy = f" -> {words.reason(left.remedy)}" if left.remedy else ""
        text = f"  {words.name(left.place_id)}: {words.reason(left.reason)}{remedy}"
        out.print(text, markup=False, highlight=False, soft_wrap=True)
