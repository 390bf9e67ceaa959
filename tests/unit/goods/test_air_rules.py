"""The numbers of the air rules, what stands in for a row that is not there, and whose strength counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.catalogue import load_catalogue
from planner.goods.air import list_air_bearings
from planner.goods.air_rules import FREE_ABV, MAX_ABV, USUAL_LIMITS, find_air_rule, get_air_limit
from planner.goods.articles import build_article
from planner.goods.basis import UNSOURCED
from planner.goods.bearing import is_doubtful, quote
from planner.goods.carriage import get_carriage, list_ways
from planner.goods.carry import check_basket
from planner.model.basket import Article, Carriage, LineCheck, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import Verdict

ON = date(2027, 3, 12)
TRAVELLER = Traveller(market="JP", adults=1, children=0, leaves_on=ON, leaves_from="gw-noi-bai")
LIQUOR = "p-de-go-den-41"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def bare(catalogue: Catalogue) -> Catalogue:
    """A catalogue whose tables lack every air rule."""
    return replace(catalogue, air_rules=())


def name_drink(catalogue: Catalogue, abv: float) -> tuple[Catalogue, Article]:
    """Catalogue and article of a named drink of this strength; its kind is of 40 % vol as before."""
    product = replace(catalogue.products[LIQUOR], abv=abv)
    assert catalogue.product_types[product.product_type].abv == 40.0
    changed = replace(catalogue, products={**catalogue.products, LIQUOR: product})
    return changed, build_article(changed, product.product_type, product, on=ON)


def check(catalogue: Catalogue, article: Article, packs: int = 1) -> LineCheck:
    return check_basket(catalogue, TRAVELLER, [(article, packs, ON)], on=ON).lines[0]


def test_what_stands_in_for_a_row_is_what_the_row_says(catalogue: Catalogue, bare: Catalogue) -> None:
    for rule_id, usual in USUAL_LIMITS.items():
        rule = find_air_rule(catalogue, rule_id)
        assert rule is not None
        assert rule.limit == get_air_limit(catalogue, rule_id) == get_air_limit(bare, rule_id) == usual


def test_the_number_of_the_table_wins_over_the_usual_one(catalogue: Catalogue) -> None:
    for rule_id, usual in USUAL_LIMITS.items():
        changed = tuple(
            replace(rule, limit=usual / 2) if rule.rule_id == rule_id else rule for rule in catalogue.air_rules
        )
        assert get_air_limit(replace(catalogue, air_rules=changed), rule_id) == usual / 2


@pytest.mark.parametrize("abv", [MAX_ABV + 0.1, 96.0])
def test_a_named_drink_above_70_per_cent_neither_flies_nor_is_allowed(catalogue: Catalogue, abv: float) -> None:
    strong, article = name_drink(catalogue, abv)
    ways = list_ways(strong, article, TRAVELLER)
    assert (ways.cabin, ways.hold) == (False, False)
    line = check(strong, article)
    assert (line.verdict, line.carriage) == (Verdict.PROHIBITED, Carriage.SHIP)
    codes = [reason.code for reason in line.reasons]
    assert "air_alcohol_strong" in codes
    assert "air_alcohol" not in codes


def test_a_named_drink_of_70_per_cent_flies(catalogue: Catalogue) -> None:
    drink, article = name_drink(catalogue, MAX_ABV)
    assert get_carriage(drink, article, TRAVELLER)[0] is Carriage.HOLD
    assert Verdict.PROHIBITED not in {one.verdict for one in list_air_bearings(drink, TRAVELLER, [(article, 1)])[0]}


def test_a_named_drink_that_is_weaker_than_its_kind_is_no_spirit(catalogue: Catalogue) -> None:
    weak, article = name_drink(catalogue, FREE_ABV)
    ways = list_ways(weak, article, TRAVELLER)
    assert not ways.is_spirit
    assert "air_alcohol" not in {reason.code for reason in ways.reasons}
    assert list_ways(*name_drink(catalogue, FREE_ABV + 0.1), TRAVELLER).is_spirit


@pytest.mark.parametrize("kind", ["liquor", "essential_oil", "fish_sauce", "knife", "honey", "ceramic_small"])
def test_a_row_that_is_not_there_is_told_as_one_without_a_text(bare: Catalogue, kind: str) -> None:
    article = build_article(bare, kind, on=ON)
    line = check(bare, article)
    assert not line.is_green
    told = [reason for reason in line.reasons if reason.code.startswith("air_")]
    assert told
    bearings = list_air_bearings(bare, TRAVELLER, [(article, 1)])[0]
    for reason in (*told, *(bearing.reason for bearing in bearings)):
        assert [reason.params[name] for name in ("source", "as_of", "confidence")] == [UNSOURCED, "undated", "low"]
    assert all(bearing.is_amber for bearing in bearings)


def test_sums_hold_without_their_rows(bare: Catalogue) -> None:
    named = build_article(bare, "liquor", bare.products[LIQUOR], on=ON)
    for packs, is_too_much in ((10, False), (11, True)):
        codes = {one.reason.code for one in list_air_bearings(bare, TRAVELLER, [(named, packs)])[0]}
        assert ("air_too_much" in codes) is is_too_much


def test_whatever_is_quoted_without_a_rule_is_doubtful() -> None:
    reason = quote("export_cash", None, limit=5)
    assert reason.params["limit"] == 5
    assert is_doubtful(reason)
