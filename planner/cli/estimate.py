"""``planner estimate``: what visitors may spend on goods of the villages, as a range with its assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from planner.cli.common import DataOption, JsonOption, LanguageOption, load, out, read_plan_file
from planner.errors import RequestError
from planner.model.estimate import Estimate, Scope, Span
from planner.present.estimate import describe_estimate
from planner.present.words import Words, build_words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("estimate")(estimate)


def estimate(
    plan_file: Annotated[Path | None, typer.Argument(metavar="[PLAN.json]")] = None,
    market: Annotated[
        str | None, typer.Option(help="Visitors' home, e.g. JP; of a plan, the one of its request when absent.")
    ] = None,
    trips_per_year: Annotated[int | None, typer.Option("--trips-per-year", help="How often a plan is sold.")] = None,
    share: Annotated[
        str | None, typer.Option(metavar="LOW-HIGH", help="Per cent of OCOP and craft goods in shopping, e.g. 2-20.")
    ] = None,
    shopping: Annotated[
        str | None, typer.Option(metavar="LOW-HIGH", help="Per cent of shopping in spending, e.g. 12.4.")
    ] = None,
    spend: Annotated[
        str | None, typer.Option(metavar="LOW-HIGH", help="US dollars that a visitor spends in one stay.")
    ] = None,
    arrivals: Annotated[str | None, typer.Option(metavar="LOW-HIGH", help="Visitors of a year.")] = None,
    stay_days: Annotated[
        str | None, typer.Option("--stay-days", metavar="LOW-HIGH", help="Days of a whole stay in Viet Nam.")
    ] = None,
    data: DataOption = None,
    settings: Annotated[Path | None, typer.Option(help="Another settings.toml.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Estimate what visitors of a plan, a market or the whole country spend on OCOP and craft goods."""
    from planner.goods.estimate import OwnAssumptions, estimate_country, estimate_market, estimate_trip
    from planner.settings import DEFAULT_PATH, load_settings

    own = OwnAssumptions(
        goods_share_pct=_read_span(share, "--share"),
        shopping_share_pct=_read_span(shopping, "--shopping"),
        spend_usd=_read_span(spend, "--spend"),
        arrivals=_read_span(arrivals, "--arrivals"),
        stay_days=_read_span(stay_days, "--stay-days"),
    )
    _refuse_idle(plan_file, trips_per_year, arrivals, stay_days)
    rules = load_settings(settings or DEFAULT_PATH).estimate
    catalogue = load(data)
    if plan_file is not None:
        request = read_plan_file(plan_file).request
        home = market or request.home_market
        found = estimate_trip(
            catalogue,
            market=_get_country(home) if home else None,
            travellers=request.party.adults + request.party.children,
            days=request.days,
            trips_per_year=trips_per_year,
            own=own,
            rules=rules,
        )
    elif market is not None:
        found = estimate_market(catalogue, _get_country(market), own=own, rules=rules)
    else:
        found = estimate_country(catalogue, own=own, rules=rules)
    if as_json:
        print(TypeAdapter(Estimate).dump_json(found, indent=2).decode())
    else:
        _print_estimate(found, build_words(lang, catalogue))
    return 0


def _get_country(text: str) -> str:
    from planner.goods import get_country_code

    return get_country_code(text)


def _refuse_idle(
    plan_file: Path | None, trips_per_year: int | None, arrivals: str | None, stay_days: str | None
) -> None:
    """Refuse an assumption that the estimate asked for does not rest on: silence would look like agreement."""
    if plan_file is None:
        idle = "--trips-per-year" if trips_per_year is not None else "--stay-days" if stay_days is not None else None
        if idle:
            raise RequestError("R009", f"{idle} needs a plan", where=idle, remedy="name PLAN.json")
    elif arrivals is not None:
        message = "--arrivals goes with a market or the whole country"
        raise RequestError("R009", message, where="--arrivals", remedy="of a plan, say --trips-per-year")


def _read_span(text: str | None, where: str) -> Span | None:
    """Read ``2-20`` or ``5``; a negative number is read as such, for the range to be refused by name."""
    if text is None:
        return None
    head, dash, tail = text.strip().partition("-") if not text.strip().startswith("-") else (text, "", "")
    try:
        low = float(head)
        return Span(low=low, high=float(tail) if dash else low)
    except ValueError:
        message = f"{text[:60]!r} is no number and no range"
        raise RequestError("G153", message, where=where, remedy="write a range such as 2-20, or one number") from None


def _print_estimate(found: Estimate, words: Words) -> None:
    text = describe_estimate(found, words)
    shares = text.by_share if found.scope in (Scope.MARKET, Scope.COUNTRY) else ()
    top = (text.headline, text.in_dong, text.per_visitor, *(f"  {row}" for row in shares), text.ceiling)
    for line in (*top, *(f"- {line}" for line in text.assumptions), *text.notices):
        if line:
            out.print(line, markup=False, highlight=False, soft_wrap=True)
