"""``planner quote``: what a planned trip costs an operator and sells for, per head and by size of the group."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter

from planner.cli.common import (
    DataOption,
    JsonOption,
    check_writable,
    err,
    load,
    out,
    read_bytes,
    read_plan_file,
    write_whole,
)
from planner.cli.fitting import build_fitted
from planner.errors import RequestError
from planner.model.itinerary import Itinerary
from planner.model.quote import MAX_EMPTY_KM, MAX_GROUP, MAX_PER_ROOM, Proposal, Quote, QuoteTerms, RateFinding
from planner.model.travel import Vehicle
from planner.present.words import Words, build_words

if TYPE_CHECKING:
    from planner.model.quote import Rate

_ADAPTER: TypeAdapter[Quote] = TypeAdapter(Quote)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("quote")(quote)


def quote(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json")],
    rates: Annotated[Path | None, typer.Option(metavar="RATES.csv", help="Your net prices.")] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="RATES.csv", help="Write a rate file to fill in for this trip, and stop.")
    ] = None,
    markup: Annotated[float, typer.Option(metavar="PCT", help="Added to the net price.")] = 0.0,
    group: Annotated[int | None, typer.Option(min=1, max=MAX_GROUP, help="Guests; the party's when absent.")] = None,
    sizes: Annotated[str, typer.Option(help="Sizes to price as well, e.g. 10,14,20.")] = "",
    free: Annotated[int, typer.Option(min=0, max=MAX_GROUP, help="Guests of a group who do not pay.")] = 0,
    per_room: Annotated[int, typer.Option(min=1, max=MAX_PER_ROOM, help="Guests who share a room.")] = 2,
    guide: Annotated[bool, typer.Option("--guide", help="With a guide.")] = False,
    guide_language: Annotated[str, typer.Option(help="Language of the guide, as your rates name it.")] = "",
    vehicle: Annotated[Vehicle | None, typer.Option(help="The smallest that seats the group when absent.")] = None,
    empty_km: Annotated[int, typer.Option(min=0, max=MAX_EMPTY_KM, help="Kilometres without guests.")] = 0,
    rounding: Annotated[int, typer.Option(min=1, help="Selling prices are rounded up to it, VND.")] = 1000,
    client: Annotated[str, typer.Option(help="Client, named on the cost sheet.")] = "",
    out_file: Annotated[Path | None, typer.Option("--out", metavar="X.xlsx", help="Write the cost sheet.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    lang: Annotated[str, typer.Option("--lang", help="Language of the words.")] = "en",
) -> int:
    """Price a saved plan: cost lines, net, markup and selling price per head; your rates come from a CSV file."""
    from planner.costing import build_quote, read_rates, render_rates_template

    itinerary = read_plan_file(plan_file)
    for target in (out_file, template):
        if target is not None:
            check_writable(target)
    catalogue = load(data)
    words = build_words(lang, catalogue)
    if template is not None:
        write_whole(template, render_rates_template(catalogue, itinerary).encode("utf-8-sig"))
        out.print(str(template), markup=False, highlight=False, soft_wrap=True)
        return 0
    terms = QuoteTerms(
        group_size=group or min(itinerary.request.party.size, MAX_GROUP),
        group_sizes=_read_sizes(sizes),
        free_places=free,
        markup_pct=markup,
        per_room=per_room,
        has_guide=guide or bool(guide_language),
        guide_language=guide_language,
        vehicle=vehicle,
        empty_km=empty_km,
        rounding_vnd=rounding,
    )
    found: tuple[Rate, ...] = ()
    findings: tuple[RateFinding, ...] = ()
    if rates is not None:
        found, findings = read_rates(read_bytes(rates), catalogue, str(rates))
    priced = build_quote(catalogue, itinerary, found, terms)
    if out_file is not None:
        from planner.publish.cost_sheet import render_cost_sheet

        sheet = render_cost_sheet(itinerary, words, Proposal(client=client, quote=priced))
        write_whole(out_file, sheet)
    if as_json:
        print(json.dumps(_dump(priced, findings, words), ensure_ascii=False))
    else:
        _print_findings(findings, words)
        _print_quote(priced, itinerary, words)
    return 0


def _read_sizes(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if not (part.isascii() and part.isdigit() and len(part) < 5):
            message = f"{part!r} is not a size of a group"
            raise RequestError("Q003", message, where="--sizes", remedy="write numbers with commas between: 10,14,20")
    return tuple(int(part) for part in parts)


def _dump(priced: Quote, findings: tuple[RateFinding, ...], words: Words) -> dict[str, object]:
    told = [
        {
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "code": one.reason.code,
            "reason": words.reason(one.reason),
            "remedy": words.reason(one.remedy),
        }
        for one in findings
    ]
    return {"quote": _ADAPTER.dump_python(priced, mode="json"), "findings": told}


def _print_findings(findings: tuple[RateFinding, ...], words: Words) -> None:
    from planner.present.quote import tell_finding

    for one in findings:
        text = f"row {one.row}, {one.column} {one.value!r}: {tell_finding(one, words)}"
        err.print(text, markup=False, highlight=False, soft_wrap=True)


def _print_quote(priced: Quote, itinerary: Itinerary, words: Words) -> None:
    from planner.present.quote import tell_line

    say = words.messages
    lines: list[tuple[str, ...]] = []
    for line in priced.lines:
        told = tell_line(line, words)
        day = say("sheet.whole_trip") if line.day is None else str(line.day)
        prices = (say.number(line.quantity), _say_vnd(line.unit_vnd, words), _say_vnd(line.total_vnd, words))
        lines.append((day, told.kind, told.what, told.unit, *prices, told.source))
    names = ("day", "kind", "what", "unit", "quantity", "unit_price", "total", "rests_on")
    if itinerary.request.title:
        out.print(itinerary.request.title, markup=False, highlight=False, soft_wrap=True)
    out.print(build_fitted(tuple(say(f"sheet.{name}") for name in names), lines, range(4, 7), widest=2))
    heads: list[tuple[str, ...]] = []
    for price in priced.per_head:
        vehicles = f"{price.vehicles} × {say(f'vehicle.{price.vehicle.value}')}"
        sums = (price.net_vnd, price.net_per_head_vnd, price.sell_per_head_vnd, price.sell_vnd)
        state = say("sheet.complete" if price.is_complete else "sheet.lower_bound")
        heads.append((str(price.size), str(price.payers), vehicles, *(_say_vnd(vnd, words) for vnd in sums), state))
    names = ("size", "payers", "vehicle", "net", "net_per_head", "sell_per_head", "sell", "state")
    out.print(build_fitted(tuple(say(f"sheet.{name}") for name in names), heads, range(3, 7), widest=2))
    for warning in priced.warnings:
        out.print(f"! {words.reason(warning)}", markup=False, highlight=False, soft_wrap=True)


def _say_vnd(vnd: int | None, words: Words) -> str:
    return "?" if vnd is None else words.messages.number(vnd)
