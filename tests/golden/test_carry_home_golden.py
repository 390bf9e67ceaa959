"""Verdicts written down from the texts of the rules, not from the program.

`carry_home_matrix.csv` holds one letter per market and category (A allowed, L limit, D declare,
P permit, X prohibited, ? unknown; lower case = low confidence); `carry_home_cases.csv` holds goods,
quantities and the reason in words. Whoever changes a rule changes these files with it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.goods import get_verdict
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS, STATUS_TO_VERDICT, CarryHomeRule, Verdict
from planner.model.product import ProductType

ON = date(2027, 3, 12)
HERE = Path(__file__).parent
LETTERS = {
    "A": Verdict.OK,
    "L": Verdict.LIMIT,
    "D": Verdict.DECLARE,
    "P": Verdict.PERMIT,
    "X": Verdict.PROHIBITED,
    "?": Verdict.UNKNOWN,
}


@dataclass(frozen=True)
class Case:
    market: str
    product_type: str
    quantity: int
    verdict: Verdict
    is_green: bool
    rule_text: str

    def __str__(self) -> str:
        return f"{self.market}-{self.product_type}-{self.quantity}"


def _read_cases() -> list[Case]:
    with (HERE / "carry_home_cases.csv").open(encoding="utf-8", newline="") as file:
        return [
            Case(
                row["market"],
                row["product_type"],
                int(row["quantity"]),
                Verdict(row["verdict"]),
                {"yes": True, "no": False}[row["green"]],
                row["rule_text"],
            )
            for row in csv.DictReader(file)
        ]


def _read_matrix() -> dict[tuple[str, str], str]:
    with (HERE / "carry_home_matrix.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(market, row["category"]): row[market] for row in rows for market in MARKETS}


CASES = _read_cases()
MATRIX = _read_matrix()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _is_met(case: Case, catalogue: Catalogue) -> bool:
    answer = get_verdict(catalogue, case.product_type, case.market, quantity=case.quantity, on=ON)
    return (answer.verdict, answer.is_green) == (case.verdict, case.is_green)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_verdict_is_what_the_rule_says(case: Case, catalogue: Catalogue) -> None:
    answer = get_verdict(catalogue, case.product_type, case.market, quantity=case.quantity, on=ON)
    found = (answer.verdict.value, answer.is_green)
    assert found == (case.verdict.value, case.is_green), f"{case.rule_text}; but {answer.reasons}"


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_has_a_dozen_goods_in_the_golden_table(market: str) -> None:
    assert len({case.product_type for case in CASES if case.market == market}) >= 12


@pytest.mark.parametrize("market", MARKETS)
def test_every_category_alone_has_the_verdict_of_the_matrix(market: str, catalogue: Catalogue) -> None:
    found = {key: _ask_category(catalogue, *key) for key in MATRIX if key[0] == market}
    assert found == {key: letter for key, letter in MATRIX.items() if key[0] == market}


def _ask_category(catalogue: Catalogue, market: str, category: str) -> str:
    """Letter of the matrix for a feather-light good that falls into one category alone."""
    answer = get_verdict(_with_probe(catalogue, category), "probe", market, on=ON)
    (rule,) = answer.rules
    letter = {verdict: letter for letter, verdict in LETTERS.items()}[answer.verdict]
    return letter.lower() if rule.confidence == "low" else letter


def _with_probe(catalogue: Catalogue, category: str) -> Catalogue:
    plain: ProductType = catalogue.product_types["tea"]
    probe = replace(plain, id="probe", carry_home_category=category, typical_pack_g=1, volume_ml=1)
    return replace(catalogue, product_types={"probe": probe})


def test_the_matrix_covers_every_rule_of_the_catalogue(catalogue: Catalogue) -> None:
    assert set(MATRIX) == set(catalogue.carry_home)


def test_breaking_a_status_breaks_a_case(catalogue: Catalogue) -> None:
    """Each rule that alone decides a case is turned into every other status, and a case must notice."""
    decided = {rule for case in CASES if (rule := _find_deciding_rule(catalogue, case)) is not None}
    assert {rule.market for rule in decided} >= {"US", "EU", "GB", "JP", "KR", "CN", "TW", "AU", "NZ", "IN"}
    assert len(decided) > 60
    for rule in decided:
        for status in set(STATUS_TO_VERDICT) - {rule.status}:
            table = {**catalogue.carry_home, (rule.market, rule.category): replace(rule, status=status)}
            broken = replace(catalogue, carry_home=table)
            about = [case for case in CASES if case.market == rule.market]
            assert not all(_is_met(case, broken) for case in about), f"{rule.market} {rule.category} as {status}"


def _find_deciding_rule(catalogue: Catalogue, case: Case) -> CarryHomeRule | None:
    """The one rule whose status is the verdict of a case; None where limits or contents decide."""
    answer = get_verdict(catalogue, case.product_type, case.market, quantity=case.quantity, on=ON)
    if len(answer.rules) != 1 or STATUS_TO_VERDICT[answer.rules[0].status] is not answer.verdict:
        return None
    return answer.rules[0]


def test_breaking_a_limit_breaks_a_case(catalogue: Catalogue) -> None:
    for pool_id in (
        "EU-FISH",
        "TW-TEA-1KG",
        "KR-ITEM-5KG",
        "EU-LIQUOR-HIGH",
        "EU-LIQUOR-LOW",
        "CN-LIQUOR",
        "NZ-PRODUCT-2KG",
    ):
        pool = catalogue.pools[pool_id]
        for factor in (0.1, 10):
            broken = replace(catalogue, pools={**catalogue.pools, pool_id: replace(pool, limit=pool.limit * factor)})
            assert not all(_is_met(case, broken) for case in CASES), f"{pool_id} x {factor}"
