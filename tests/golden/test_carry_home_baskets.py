"""Whole baskets with the verdicts that the rule texts give them, not the program.

Prices are the high ends of the bands in the tables, rates the rough ones beside the rules; where a case turns on
money, it does so by a wide margin.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.goods.articles import build_article
from planner.goods.carry import check_basket
from planner.model.basket import Article, Traveller
from planner.model.catalogue import Catalogue

ON = date(2027, 3, 12)


@dataclass(frozen=True)
class Case:
    name: str
    traveller: Traveller
    goods: tuple[tuple[str, int], ...]
    verdicts: list[str]
    green: list[bool]
    rule_text: str


def _read_cases() -> list[Case]:
    with (Path(__file__).parent / "carry_home_baskets.csv").open(encoding="utf-8", newline="") as file:
        return [_build_case(row) for row in csv.DictReader(file)]


def _build_case(row: dict[str, str]) -> Case:
    traveller = Traveller(
        market=row["market"],
        adults=int(row["adults"]),
        children=0,
        leaves_on=ON,
        leaves_from=row["leaves_from"],
    )
    goods = tuple((key, int(packs)) for key, packs in (part.split() for part in row["goods"].split(";")))
    green = [{"yes": True, "no": False}[word] for word in row["green"].split()]
    return Case(row["name"], traveller, goods, row["verdicts"].split(), green, row["rule_text"])


CASES = _read_cases()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _build_article(catalogue: Catalogue, key: str) -> Article:
    product = catalogue.products.get(key)
    return build_article(catalogue, product.product_type if product else key, product, on=ON)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_basket_is_judged_as_the_rules_say(case: Case, catalogue: Catalogue) -> None:
    lines = [(_build_article(catalogue, key), packs, ON) for key, packs in case.goods]
    found = check_basket(catalogue, case.traveller, lines, on=ON)
    told = [(line.key, [reason.code for reason in line.reasons], line.answer.reasons) for line in found.lines]
    verdicts = [line.verdict.value for line in found.lines]
    green = [line.is_green for line in found.lines]
    assert (verdicts, green) == (case.verdicts, case.green), f"{case.rule_text}; but {told} {found.limits}"


def test_the_forty_kilograms_of_korea_bite_though_no_kind_is_over_its_own(catalogue: Catalogue) -> None:
    """With 5 kg of each of eight kinds nobody reaches 40 kg, so the limit of a kind is widened here."""
    each = replace(catalogue.pools["KR-ITEM-5KG"], limit=30.0)
    wide = replace(catalogue, pools={**catalogue.pools, each.pool_id: each})
    traveller = Traveller(market="KR", adults=1, children=0, leaves_on=ON, leaves_from="gw-huu-nghi-gate")
    for packs, verdict in ((20, "declare"), (21, "prohibited")):
        lines = [(_build_article(wide, key), count, ON) for key, count in (("nuts", 60), ("honey", packs))]
        found = check_basket(wide, traveller, lines, on=ON)
        assert {line.verdict.value for line in found.lines} == {verdict}
