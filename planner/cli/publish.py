"""``planner publish``: a saved plan as files to take along; and what ``--publish`` of other commands does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.common import DataOption, check_writable, load, out, read_plan_file, write_whole
from planner.errors import RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.languages import LANGUAGES
from planner.present.words import build_words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publish")(publish)


def publish(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    formats: Annotated[
        str, typer.Option("--format", help="Formats, e.g. packing,declaration; all that the plan has when absent.")
    ] = "",
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="NAME", help="Name beside which files are written; the plan's.")
    ] = None,
    data: DataOption = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help=f"{', '.join(LANGUAGES)}; the language of the request when absent.")
    ] = None,
) -> int:
    """Write a saved plan as files to take along: route, packing list, customs help, purchase record, cards."""
    from planner.publish import BASKET_FORMATS, TRIP_FORMATS, check_basket, list_formats

    wanted = list_formats(formats)
    itinerary = read_plan_file(plan_file)
    if itinerary.basket is None:
        check_basket(wanted)
    available = TRIP_FORMATS + (() if itinerary.basket is None else BASKET_FORMATS)
    chosen = wanted or tuple(name for name in available if name != "json")
    base = out_file or plan_file
    check_writable(base)
    check_targets(base, chosen, kept=plan_file)
    for path in write_published(itinerary, load(data), base, chosen, kept=plan_file, lang=lang):
        out.print(str(path), markup=False, highlight=False, soft_wrap=True)
    return 0


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
) -> list[Path]:
    """Write a plan in the formats beside a path, but never over `kept`, and return the files.

    `lang` None = the language of the request.
    """
    from planner.publish import publish as render

    words = build_words(lang or itinerary.request.language, catalogue)
    documents = render(itinerary, catalogue, formats, words)
    targets = [(name, target) for name, target in _list_targets(base, formats) if target != kept]
    for name, target in targets:
        write_whole(target, documents[name])
    return [target for _, target in targets]


def _list_targets(base: Path, formats: tuple[str, ...]) -> list[tuple[str, Path]]:
    from planner.publish import PUBLISHERS

    return [(name, base.with_suffix(PUBLISHERS[name].suffix)) for name in formats]
