"""``planner carry`` says whether a product may be carried home."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rapidfuzz import process, utils

from planner.cli.common import DataOption, JsonOption, load, out
from planner.errors import RequestError, UnknownIdError
from planner.model.catalogue import Catalogue
from planner.model.market import CarryHomeAnswer
from planner.model.product import Product
from planner.present.words import Words, build_words
from planner.units import LOCAL_ZONE

MAX_QUANTITY = 10_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("carry")(carry)


def carry(
    product: Annotated[str, typer.Argument(metavar="PRODUCT_ID|TYPE")],
    market: Annotated[str, typer.Option(help="Home country or market, e.g. JP.")],
    quantity: Annotated[int, typer.Option(help="Number of packs.")] = 1,
    on: Annotated[str | None, typer.Option(help="Date of the flight home, YYYY-MM-DD; today when absent.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    lang: Annotated[str, typer.Option("--lang", help="Language of the words: en or vi.")] = "en",
) -> int:
    """Say whether a product may be carried home, with the rule, its limit, source, date and confidence."""
    from planner.goods import get_verdict, resolve_market

    if not 1 <= quantity <= MAX_QUANTITY:
        message = f"quantity must be between 1 and {MAX_QUANTITY}, got {quantity}"
        raise RequestError("R007", message, where="--quantity", remedy="give the number of packs")
    catalogue = load(data)
    named, type_id = _find_product(product, catalogue)
    day = _parse_date(on)
    resolved = resolve_market(market)
    answer = get_verdict(catalogue, type_id, resolved or market.upper(), product=named, quantity=quantity, on=day)
    if as_json:
        print(TypeAdapter(CarryHomeAnswer).dump_json(answer, indent=2).decode())
        return 0
    _print_answer(answer, build_words(lang, catalogue))
    return 0


def _find_product(text: str, catalogue: Catalogue) -> tuple[Product | None, str]:
    if text in catalogue.products:
        product = catalogue.products[text]
        return product, product.product_type
    if text in catalogue.product_types:
        return None, text
    names = {p.id: f"{p.id} {p.name_vi}" for p in catalogue.products.values()}
    names |= {t.id: f"{t.id} {t.label_en} {t.label_vi}" for t in catalogue.product_types.values()}
    found = process.extract(text, names, processor=utils.default_process, limit=3, score_cutoff=40)
    raise UnknownIdError(
        "R018", f"unknown product {text!r}", nearest=tuple(key for _, _, key in found), where="PRODUCT"
    )


def _parse_date(text: str | None) -> dt.date:
    if text is None:
        return dt.datetime.now(LOCAL_ZONE).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RequestError("R008", f"{text!r} is not a date", where="--on", remedy="write YYYY-MM-DD") from None


def _print_answer(answer: CarryHomeAnswer, words: Words) -> None:
    speak = words.messages
    colour = "green" if answer.is_green else "red" if answer.verdict in ("prohibited", "permit") else "yellow"
    thing = answer.product_id or answer.product_type
    out.print(f"[bold {colour}]{answer.verdict.upper()}[/] {thing} -> {answer.market}")
    age = f" ({speak('verdict.stale')})" if answer.is_stale else ""
    rows = [
        ("limit", answer.limit_text or ""),
        ("confidence", answer.confidence),
        ("as of", f"{answer.as_of}{age}"),
        ("source", "; ".join(answer.sources)),
        *(("because", words.verdict_reason(reason)) for reason in answer.reasons),
        *((f"rule {rule.market}/{rule.category}", rule.note or "") for rule in answer.rules),
        *((f"pool {pool.pool_id}", f"{pool.limit:g} {pool.unit}; {pool.note or 'no note'}") for pool in answer.pools),
    ]
    for name, value in rows:
        if value:
            out.print(f"  {name}: {value}", markup=False, highlight=False, soft_wrap=True)
    out.print(f"  {speak('verdict.check')}", highlight=False)
