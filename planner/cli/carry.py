"""``planner carry`` says whether a product may be carried home."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rapidfuzz import process, utils
from rich.text import Text

from planner.cli.common import DataOption, JsonOption, LanguageOption, load, out
from planner.errors import RequestError, UnknownIdError
from planner.model.basket import Article, BasketCheck, LineCheck, Traveller
from planner.model.catalogue import Catalogue
from planner.model.product import Product
from planner.present.sources import tell_reason
from planner.present.words import Words, build_words
from planner.units import today

if TYPE_CHECKING:
    from planner.goods.evidence import Evidence

MAX_QUANTITY = 1000
MAX_DAYS = 60
"""Longest way home that is reckoned with, in days."""
MAX_ADULTS = 100


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("carry")(carry)


def carry(
    product: Annotated[str, typer.Argument(metavar="PRODUCT_ID|TYPE")],
    market: Annotated[str, typer.Option(help="Home country or market, e.g. JP.")],
    quantity: Annotated[int, typer.Option(help="Number of packs.")] = 1,
    on: Annotated[str | None, typer.Option(help="Date of the flight home, YYYY-MM-DD; today when absent.")] = None,
    leaves_from: Annotated[
        str | None, typer.Option("--from", metavar="GATEWAY", help="Where you leave; by air when absent.")
    ] = None,
    days_until_home: Annotated[int, typer.Option("--days-until-home", help="Days from buying to being at home.")] = 1,
    adults: Annotated[int, typer.Option(help="Adults who share what is bought.")] = 1,
    data: DataOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "en",
) -> int:
    """Say whether a product may be carried home, with every rule, its limit, source, date and confidence."""
    from planner.goods import get_country_code, resolve_market
    from planner.goods.articles import build_article
    from planner.goods.carry import check_basket
    from planner.goods.evidence import list_evidence

    _check_range("--quantity", quantity, 1, MAX_QUANTITY, "the number of packs")
    _check_range("--days-until-home", days_until_home, 0, MAX_DAYS, "a number of days")
    _check_range("--adults", adults, 1, MAX_ADULTS, "the number of adults")
    day = _parse_date(on)
    catalogue = load(data)
    named, type_id = _find_product(product, catalogue)
    traveller = Traveller(
        market=resolve_market(market) or get_country_code(market),
        adults=adults,
        children=0,
        leaves_on=day,
        leaves_from=_find_gateway(leaves_from, catalogue),
        days_until_home=days_until_home,
    )
    article = build_article(catalogue, type_id, named, on=day)
    check = check_basket(catalogue, traveller, [(article, quantity, None)], on=day)
    evidence = list_evidence(catalogue, check.lines[0], day)
    words = build_words(lang, catalogue)
    if as_json:
        print(json.dumps(_dump(check, traveller, evidence, words), ensure_ascii=False, indent=2))
    else:
        _print_check(check, traveller, article, evidence, words)
    return 0


def _check_range(option: str, value: int, low: int, high: int, what: str) -> None:
    if not low <= value <= high:
        message = f"{option.lstrip('-')} must be between {low} and {high}, got {value}"
        raise RequestError("R007", message, where=option, remedy=f"give {what}")


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


def _find_gateway(text: str | None, catalogue: Catalogue) -> str | None:
    if text is None or text in catalogue.gateways:
        return text
    names = {gateway.id: f"{gateway.id} {gateway.name_en} {gateway.name_vi}" for gateway in catalogue.gateways.values()}
    found = process.extract(text, names, processor=utils.default_process, limit=3)
    nearest = tuple(key for _, _, key in found)
    raise UnknownIdError("R010", f"{text[:60]!r} is no gateway", nearest=nearest, where="--from")


def _parse_date(text: str | None) -> dt.date:
    if text is None:
        return today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise RequestError("R008", f"{text!r} is not a date", where="--on", remedy="write YYYY-MM-DD") from None


def _dump(check: BasketCheck, traveller: Traveller, evidence: Sequence[Evidence], words: Words) -> dict[str, Any]:
    """Return the check as data: the verdict of all together, that of the border alone, and every rule applied."""
    (line,) = check.lines
    answer = line.answer
    return {
        "product_id": answer.product_id,
        "product_type": answer.product_type,
        "quantity": line.quantity,
        "market": traveller.market,
        "verdict": line.verdict.value,
        "is_green": line.is_green,
        "border_verdict": answer.verdict.value,
        "carriage": line.carriage.value,
        "confidence": answer.confidence,
        "as_of": answer.as_of,
        "is_stale": answer.is_stale,
        "limit_text": answer.limit_text,
        "sources": list(answer.sources),
        "rules": [asdict(item) for item in evidence],
        "because": _list_reasons(line, words),
        "reasons": [*answer.reasons, *(reason.code for reason in line.reasons)],
        "limits": [
            {
                "pool": use.pool.pool_id,
                "amount": use.amount,
                "limit": use.limit,
                "unit": use.pool.unit,
                "state": use.state,
                "categories": list(use.categories),
            }
            for use in check.limits
        ],
        "notices": [tell_reason(reason, words) for reason in check.notices],
        "check": words.messages("verdict.check"),
    }


def _list_reasons(line: LineCheck, words: Words) -> list[str]:
    told = [words.verdict_reason(reason) for reason in line.answer.reasons]
    return list(dict.fromkeys([*told, *(words.reason(reason) for reason in line.reasons)]))


def _print_check(
    check: BasketCheck, traveller: Traveller, article: Article, evidence: Sequence[Evidence], words: Words
) -> None:
    (line,) = check.lines
    answer, speak = line.answer, words.messages
    badge = words.verdict_badge(line.verdict, line.is_green)
    colour = {"good": "green", "care": "yellow", "bad": "red"}[badge.tone]
    stale = f" ({speak('verdict.stale')})" if answer.is_stale else ""
    out.print(
        Text.assemble((line.verdict.upper(), f"bold {colour}"), f" {article.key} -> {traveller.market}: {badge.word}")
    )
    rows = [
        ("at the border", answer.verdict.value if answer.verdict is not line.verdict else ""),
        ("travels", speak(f"carriage.{line.carriage.value}")),
        ("limit", answer.limit_text or ""),
        ("confidence", answer.confidence),
        ("as of", f"{answer.as_of}{stale}"),
        *(("because", text) for text in _list_reasons(line, words)),
        *(("notice", tell_reason(reason, words)) for reason in check.notices),
    ]
    for name, value in rows:
        if value:
            out.print(f"  {name}: {value}", markup=False, highlight=False, soft_wrap=True)
    _print_evidence(evidence, words)
    out.print(f"  {speak('verdict.check')}", highlight=False, soft_wrap=True)


def _print_evidence(evidence: Sequence[Evidence], words: Words) -> None:
    """Print every rule applied with what it says, its source, its date and how sure it is."""
    for item in evidence:
        says = f" {item.says}" if item.says else ""
        age = f" ({words.messages('verdict.stale')})" if item.is_stale else ""
        out.print(f"  rule {item.rule}:{says}", markup=False, highlight=False, soft_wrap=True)
        for name, value in (
            ("as of", f"{item.as_of}{age}"),
            ("confidence", item.confidence),
            ("source", item.source),
            ("note", item.note),
        ):
            if value:
                out.print(f"    {name}: {value}", markup=False, highlight=False, soft_wrap=True)
