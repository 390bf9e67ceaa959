"""``planner explain``: why places are not in a plan, what each visit brings, and what another choice would cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.common import (
    DataOption,
    JsonOption,
    LanguageOption,
    check_writable,
    load,
    out,
    read_plan_file,
    write_whole,
)
from planner.errors import RequestError
from planner.model.itinerary import Itinerary, dump_plan
from planner.model.whatif import Counterfactual, dump_counterfactual, dump_record
from planner.present.whatif import describe_counterfactual, describe_share
from planner.present.words import Words, build_words

if TYPE_CHECKING:
    from planner.plan import Planner

EXIT_NO_TRIP = 3
MAX_ITERATIONS = 1_000_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


def explain(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    place: Annotated[
        list[str] | None, typer.Option("--place", metavar="ID", help="Ask about one place, in the plan or not.")
    ] = None,
    iterations: Annotated[int | None, typer.Option(min=1, max=MAX_ITERATIONS, help="Of each search.")] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="Write the other plan as JSON; one --place.")] = None,
    data: DataOption = None,
    settings: Annotated[Path | None, typer.Option(help="Another settings.toml.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Say why places are not in a plan and what visits bring; with --place, what the best trip otherwise would be."""
    from planner.api import build_planner
    from planner.settings import DEFAULT_PATH

    names = list(dict.fromkeys(place or ()))
    if out_file is not None:
        if len(names) != 1:
            raise RequestError("R004", "--out needs one --place", where="--out", remedy="name one place")
        check_writable(out_file)
    itinerary = read_plan_file(plan_file)
    catalogue = load(data)
    planner = build_planner(catalogue, settings_path=settings or DEFAULT_PATH)
    if violations := planner.check(itinerary):
        message = f"the plan breaks {len(violations)} rules, first: {violations[0].message}"
        remedy = "see `planner check`, or plan again"
        raise RequestError("R023", message, where=str(plan_file), remedy=remedy)
    words = build_words(lang, catalogue)
    if not names:
        _tell_all(planner, itinerary, words, as_json)
        return 0
    found = [_ask(planner, itinerary, name, iterations) for name in names]
    if as_json:
        records = [dump_counterfactual(one, with_plan=False) for one in found]
        print(json.dumps({"counterfactuals": records}, ensure_ascii=False))
    else:
        for one in found:
            _print(one, words)
    if out_file is not None and found[0].itinerary is not None:
        write_whole(out_file, dump_plan(found[0].itinerary).encode())
    return EXIT_NO_TRIP if any(one.itinerary is None for one in found) else 0


def _ask(planner: Planner, itinerary: Itinerary, name: str, iterations: int | None) -> Counterfactual:
    from planner.optimise import SolveParams

    params = None if iterations is None else SolveParams(seed=itinerary.provenance.seed, iterations=iterations)
    has = {visit.place_id for day in itinerary.days for visit in day.visits}
    has |= {visit.experience_id for day in itinerary.days for visit in day.visits if visit.experience_id}
    has |= {stay.place_id for stay in itinerary.lodging}
    ask = planner.explain_visit if name in has else planner.explain_place
    return ask(itinerary, name, params)


def _tell_all(planner: Planner, itinerary: Itinerary, words: Words, as_json: bool) -> None:
    """Tell what each visit brings, as the plan stands, and why each place left out is not in it."""
    shares = {one: planner.find_contribution(itinerary, one) for one in itinerary.place_ids}
    if as_json:
        visits_told = [{"place_id": one, "contribution": dump_record(share)} for one, share in shares.items()]
        left_out_told = [dump_record(one) for one in itinerary.unvisited]
        print(json.dumps({"visits": visits_told, "left_out": left_out_told}, ensure_ascii=False))
        return
    out.print("In the trip")
    for one, share in shares.items():
        told = "; ".join(describe_share(share, words))
        out.print(f"  {words.name(one)}: {told}", markup=False, highlight=False, soft_wrap=True)
    out.print("\nLeft out" if itinerary.unvisited else "")
    for left_out in itinerary.unvisited:
        remedy = f" -> {words.reason(left_out.remedy)}" if left_out.remedy else ""
        text = f"  {words.name(left_out.place_id)}: {words.reason(left_out.reason)}{remedy}"
        out.print(text, markup=False, highlight=False, soft_wrap=True)


def _print(found: Counterfactual, words: Words) -> None:
    answer = describe_counterfactual(found, words)
    out.print(answer.headline, markup=False, highlight=False, soft_wrap=True)
    why = () if found.why is None else (words.messages("left.why", reason=words.reason(found.why)),)
    for line in (*why, *answer.share, *answer.changes):
        out.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
