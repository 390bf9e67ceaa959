"""``planner readiness``: what of a product is ready for which market, and which step opens most."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import TypeAdapter

from planner.cli.common import DataOption, JsonOption, LanguageOption, load, out
from planner.errors import RequestError
from planner.model.readiness import MarketReadiness, ProductReadiness, ReadinessRanking
from planner.present.readiness import (
    CheckText,
    describe_home,
    describe_market,
    describe_notices,
    describe_open,
    describe_open_after,
    describe_ranking,
    describe_step,
)
from planner.present.words import Words, build_words
from planner.units import today

_COLOURS = {"good": "green", "care": "yellow", "bad": "red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("readiness")(readiness)


def readiness(
    product: Annotated[str | None, typer.Argument(metavar="[PRODUCT_ID]")] = None,
    market: Annotated[str | None, typer.Option(help="One country or market, e.g. JP; all when absent.")] = None,
    province: Annotated[str | None, typer.Option(help="Rank the products of a province, of today or before.")] = None,
    producer: Annotated[str | None, typer.Option(help="Rank the products of a producer, by its id.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Say which requirements of a market a product meets, lacks, or nobody knows of, each with its source."""
    from planner.goods.readiness import get_readiness, rank_readiness

    if sum(one is not None for one in (product, province, producer)) != 1:
        message = "one of PRODUCT_ID, --province and --producer is needed"
        raise RequestError("R009", message, where="command line", remedy="see `planner readiness --help`")
    if market is not None and product is None:
        message = "--market goes with a PRODUCT_ID"
        raise RequestError("R009", message, where="command line", remedy="a ranking is over all markets")
    catalogue = load(data)
    words = build_words(lang, catalogue)
    if product is None:
        ranking = rank_readiness(catalogue, province=province, producer_id=producer, on=today())
        if as_json:
            print(TypeAdapter(ReadinessRanking).dump_json(ranking, indent=2).decode())
        else:
            _print_ranking(ranking, words)
        return 0
    markets = None if market is None else (_get_market(market),)
    found = get_readiness(catalogue, product, on=today(), markets=markets)
    if as_json:
        print(TypeAdapter(ProductReadiness).dump_json(found, indent=2).decode())
    else:
        _print_product(found, words)
    return 0


def _get_market(text: str) -> str:
    """Market or country whose requirements are asked for; `UnknownIdError` ``G101`` where there is none."""
    from planner.goods import get_country_code, resolve_market

    return resolve_market(text) or get_country_code(text)


def _print_ranking(ranking: ReadinessRanking, words: Words) -> None:
    _say(describe_ranking(ranking, words))
    for number, one in enumerate(ranking.products, start=1):
        out.print(f"[bold]{number}.[/]", end=" ")
        _say(f"{one.name_vi} ({one.product_id}): {len(one.open_now)} -> {len(one.open_after)}")
        _say(f"   {describe_open(one, words)}")
        _print_step(one, words, "   ")
    if ranking.products:
        # Of these notices only what holds for every product is told of a list.
        for notice in ranking.products[0].notices[:2]:
            _say(words.reason(notice))


def _print_product(found: ProductReadiness, words: Words) -> None:
    kind = words.product_type(found.product_type)
    _say(f"{found.name_vi} ({kind}), {words.address(found.producer_id)}")
    _say(describe_open(found, words))
    _print_step(found, words, "")
    for stand in found.markets:
        _print_market(stand, found, words)
    _say("")
    for check in describe_home(found, words):
        _print_check(check)
    for notice in describe_notices(found, words):
        _say(notice)
    _say(words.messages("verdict.check"))


def _print_market(stand: MarketReadiness, found: ProductReadiness, words: Words) -> None:
    text = describe_market(stand, found, words)
    out.print(f"\n[bold]{stand.market}[/]", end=" ")
    _say(f"{text.name}: {text.standing}")
    for check in text.checks:
        _print_check(check)
    _say(f"  {text.carry}")


def _print_check(check: CheckText) -> None:
    out.print(f"  [{_COLOURS[check.tone]}]{check.state}[/]", end=" ", highlight=False)
    note = f" {check.note}" if check.note else ""
    _say(f"{check.title}, {check.role}: {check.why}{note}. {check.basis}")


def _print_step(found: ProductReadiness, words: Words, indent: str) -> None:
    for line in describe_step(found.step, words):
        _say(f"{indent}{line}")
    if after := describe_open_after(found, words):
        _say(f"{indent}{after}")


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
