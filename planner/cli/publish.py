"""``planner publish``: a saved plan as files to take along; and what ``--publish`` of other commands does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from planner.cli.common import DataOption, check_writable, load, out, read_plan_file, write_whole
from planner.errors import RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import Proposal
from planner.present.languages import LANGUAGES, choose_language, load_messages
from planner.present.words import build_words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publish")(publish)


def publish(
    plan_file: Annotated[Path | None, typer.Argument(metavar="PLAN.json")] = None,
    formats: Annotated[
        str,
        typer.Option("--format", help="Formats, e.g. brochure,ics,kml; all that the plan has when absent or `all`."),
    ] = "",
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="NAME", help="Name beside which files are written; the plan's.")
    ] = None,
    client: Annotated[str, typer.Option(help="Whom the trip is made for; stands on what people read.")] = "",
    list_all: Annotated[bool, typer.Option("--list", help="Only list the formats, with what each needs.")] = False,
    data: DataOption = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help=f"{', '.join(LANGUAGES)}; the language of the request when absent.")
    ] = None,
) -> int:
    """Write a saved plan as files to take along: brochure, day sheets, map page, calendar, route, layers, lists."""
    from planner.publish import check_available, list_available, list_formats

    if list_all:
        _print_formats(lang or LANGUAGES[0])
        return 0
    if plan_file is None:
        raise RequestError("R003", "no plan is named", remedy="name one: planner publish PLAN.json", where="PLAN.json")
    wanted = () if formats.strip().lower() == "all" else list_formats(formats)
    itinerary = read_plan_file(plan_file)
    proposal = Proposal(client=client)
    check_available(wanted, itinerary, proposal)
    chosen = wanted or tuple(name for name in list_available(itinerary, proposal) if name != "json")
    base = out_file or plan_file
    check_writable(base)
    check_targets(base, chosen, kept=plan_file)
    paths = write_published(itinerary, load(data), base, chosen, kept=plan_file, lang=lang, proposal=proposal)
    for path in paths:
        out.print(str(path), markup=False, highlight=False, soft_wrap=True)
    return 0


def _print_formats(language: str) -> None:
    """Print the formats group by group, with the file that each gives and what it needs."""
    from planner.publish import PUBLISHERS, Group

    say = load_messages(choose_language(language))
    table = Table(box=None, pad_edge=False)
    for heading in ("format", "file", "", ""):
        table.add_column(heading, overflow="fold")
    for group in Group:
        for one in PUBLISHERS.values():
            if one.group is group:
                needs = "needs a basket" if one.needs_basket else "needs a quote" if one.needs_quote else ""
                label = say.find(f"out.{one.identifier}") or one.identifier.upper()
                table.add_row(one.identifier, f"*{one.suffix}", label, needs)
    out.print(table)


def check_targets(base: Path, formats: tuple[str, ...], kept: Path) -> None:
    """Refuse files that cannot be written, before any work: nobody waits for what is then lost.

    Parameters
    ----------
    base
        Path whose suffix gives way to the one of each format.
    kept
        The plan itself, which no format may overwrite; ``json`` is the plan.
    """
    for name, target in _list_targets(base, formats):
        if target != kept:
            check_writable(target)
        elif name != "json":
            message = f"the plan and the published {name} would both be {kept}"
            raise RequestError("R004", message, where="--out", remedy="name the plan something.json")


def write_published(
    itinerary: Itinerary,
    catalogue: Catalogue,
    base: Path,
    formats: tuple[str, ...],
    *,
    kept: Path,
    lang: str | None = None,
    proposal: Proposal | None = None,
) -> list[Path]:
    """Write a plan in the formats beside a path, but never over `kept`, and return the files.

    `lang` None = the language of the request.

    Raises
    ------
    PublishError
        When a format could not be made; the others are written all the same.
    """
    from planner.publish import PublishError
    from planner.publish import publish as render

    words = build_words(lang or itinerary.request.language, catalogue)
    failed: PublishError | None = None
    try:
        documents = render(itinerary, catalogue, formats, words, proposal)
    except PublishError as error:
        documents, failed = error.documents, error
    targets = [(name, target) for name, target in _list_targets(base, formats) if target != kept and name in documents]
    for name, target in targets:
        write_whole(target, documents[name])
    if failed is not None:
        raise failed
    return [target for _, target in targets]


def _list_targets(base: Path, formats: tuple[str, ...]) -> list[tuple[str, Path]]:
    from planner.publish import PUBLISHERS

    return [(name, base.with_suffix(PUBLISHERS[name].suffix)) for name in formats]
