"""What must hold for every good, market and place of the shipped catalogue."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.goods import get_shopping_worth, get_verdict, is_refused, list_products_at
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS, VERDICT_ORDER, CarryHomeAnswer, Verdict
from planner.settings import load_settings

ON = date(2027, 3, 12)
MANUAL = Path(__file__).parents[3] / "docs" / "goods.md"
UNSOURCED = "general knowledge, unverified"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def answers(catalogue: Catalogue) -> list[CarryHomeAnswer]:
    return [
        get_verdict(catalogue, kind, market, quantity=quantity, on=ON)
        for market in MARKETS
        for kind in catalogue.product_types
        for quantity in (1, 7)
    ]


def test_green_is_never_shown_where_a_rule_forbids_or_nobody_knows(answers: list[CarryHomeAnswer]) -> None:
    green = [answer for answer in answers if answer.is_green]
    assert 200 < len(green) < len(answers) / 2
    for answer in green:
        assert answer.verdict in (Verdict.OK, Verdict.LIMIT)
        assert answer.confidence in ("medium", "high")
        assert {rule.status for rule in answer.rules} <= {"allowed", "allowed_with_limit"}
        assert not any(rule.confidence == "low" or UNSOURCED in rule.source for rule in answer.rules)
        assert not any(reason.startswith(("over_", "near_limit", "contents_unknown")) for reason in answer.reasons)


def test_no_verdict_is_better_than_any_of_its_rules(answers: list[CarryHomeAnswer]) -> None:
    # Written out anew on purpose: a slip in the shared table of words must not hide here.
    severity = {"allowed": 0, "allowed_with_limit": 1, "declare": 2, "unknown": 3, "permit": 4, "prohibited": 5}
    for answer in answers:
        worst = max((severity[rule.status] for rule in answer.rules), default=3)
        assert VERDICT_ORDER.index(answer.verdict) >= worst


def test_every_type_maps_to_rules_in_every_market(catalogue: Catalogue, answers: list[CarryHomeAnswer]) -> None:
    for answer in answers:
        kind = catalogue.product_types[answer.product_type]
        assert bool(answer.rules) is kind.is_goods
        assert not any(reason.startswith("no_rule") for reason in answer.reasons)
        if kind.is_goods:
            assert answer.rules[0].category == kind.carry_home_category
            assert all(rule.market == answer.market for rule in answer.rules)
            assert answer.sources
            assert all(pool.market == answer.market for pool in answer.pools)


def test_every_reason_code_is_in_the_manual(catalogue: Catalogue, answers: list[CarryHomeAnswer]) -> None:
    table = MANUAL.read_text(encoding="utf-8").partition("### Reason codes")[2].partition("## ")[0]
    documented = set(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE))
    abroad = get_verdict(catalogue, "tea", "BR", on=ON)
    used = {reason.partition(":")[0] for answer in (*answers, abroad) for reason in answer.reasons}
    assert len(used) > 15
    assert used <= documented


def test_liquor_lines_for_beer_and_still_wine_are_never_counted_on(answers: list[CarryHomeAnswer]) -> None:
    used = {pool.pool_id for answer in answers for pool in answer.pools}
    assert used.isdisjoint({"EU-BEER", "GB-BEER", "LA-BEER", "EU-WINE-STILL", "GB-WINE-STILL"})
    assert {"EU-LIQUOR-HIGH", "EU-LIQUOR-LOW", "CA-WINE", "NZ-WINE-BEER"} <= used


def test_red_lines_are_refused_and_never_better_than_permit(
    catalogue: Catalogue, answers: list[CarryHomeAnswer]
) -> None:
    refused = {kind.id for kind in catalogue.product_types.values() if is_refused(kind)}
    assert refused == {"snake_wine", "agarwood"}
    for answer in answers:
        if answer.product_type in refused:
            assert VERDICT_ORDER.index(answer.verdict) >= VERDICT_ORDER.index(Verdict.PERMIT)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_more_of_a_good_never_improves_the_verdict(catalogue: Catalogue, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(catalogue.product_types)))
    market = data.draw(st.sampled_from(MARKETS))
    few = data.draw(st.integers(1, 40))
    many = few + data.draw(st.integers(1, 400))
    less, more = (get_verdict(catalogue, kind, market, quantity=quantity, on=ON) for quantity in (few, many))
    assert VERDICT_ORDER.index(less.verdict) <= VERDICT_ORDER.index(more.verdict)
    assert less.is_green or not more.is_green


@pytest.mark.parametrize("market", [None, "US", "BR"])
def test_every_offer_of_every_place_is_well_formed(catalogue: Catalogue, market: str | None) -> None:
    shops = 0
    for place_id in catalogue.located:
        offers = list_products_at(catalogue, place_id, market=market, on=ON)
        shops += bool(offers)
        assert len(offers) <= 8
        assert 0 <= get_shopping_worth(offers, load_settings().shopping) <= 100
        for offer in offers:
            kind = catalogue.product_types[offer.product_type]
            assert kind.is_goods
            assert not is_refused(kind)
            assert offer.is_typical is (offer.product_id is None)
            assert offer.name_vi
            assert offer.name_en
            assert offer.sources
            assert offer.stars in (None, 3, 4, 5)
            assert (offer.stars is None) is (offer.stars_note in ("nominated", "unknown", "typical"))
            assert offer.price_vnd is None or (offer.price_vnd > 0 and offer.price_source)
            assert (offer.price_vnd is None) or (offer.price_low_vnd is None)
            assert (offer.verdict is None) is (market is None)
            assert (offer.verdict is Verdict.UNKNOWN) or market != "BR"
            assert offer.verdict is None or offer.verdict_reasons
    assert shops > 600


def test_nominated_and_unknown_products_show_no_stars(catalogue: Catalogue) -> None:
    shown = {
        offer.product_id: offer
        for place_id in catalogue.outlet_products_at
        for offer in list_products_at(catalogue, place_id, market=None, on=ON, limit=100)
        if offer.product_id is not None
    }
    services = {product.id for product in catalogue.products.values() if product.product_type == "tour_service"}
    assert set(shown) == set(catalogue.products) - services
    for product_id, offer in shown.items():
        product = catalogue.products[product_id]
        assert offer.stars == product.ocop_stars
        assert (offer.stars_note == "nominated") is (product.ocop_stars is None and bool(product.ocop_stars_nominated))


def test_the_snake_village_offers_no_purchase(catalogue: Catalogue) -> None:
    assert list_products_at(catalogue, "cv-vinh-son-snake-raising-village", market="JP", on=ON) == ()
