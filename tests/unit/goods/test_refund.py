"""Tax that comes back: thresholds per shop and day, rates by date, who and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from planner.catalogue import load_catalogue
from planner.errors import RequestError
from planner.goods.articles import build_article
from planner.goods.refund import Purchase, get_refund, get_refund_vnd
from planner.model.basket import Refund, Traveller
from planner.model.catalogue import Catalogue
from planner.settings import load_settings

RULES = load_settings().refund
LEAVES_ON = date(2026, 12, 20)
TRAVELLER = Traveller(market="JP", adults=2, children=0, leaves_on=LEAVES_ON, leaves_from="gw-noi-bai")
REGISTERED = {"a": True, "b": True}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def buy(
    catalogue: Catalogue,
    price_vnd: int | None,
    kind: str = "silk_scarf",
    *,
    place_id: str = "a",
    on: date = LEAVES_ON,
    quantity: int = 1,
    high_vnd: int | None = None,
) -> Purchase:
    high_vnd = price_vnd if high_vnd is None else high_vnd
    article = replace(build_article(catalogue, kind, None), price_low_vnd=price_vnd, price_high_vnd=high_vnd)
    return Purchase(place_id=place_id, on=on, article=article, quantity=quantity)


def ask(catalogue: Catalogue, *purchases: Purchase, traveller: Traveller = TRAVELLER) -> Refund:
    return get_refund(catalogue, traveller, purchases, RULES, registered=REGISTERED)


def list_codes(refund: Refund) -> set[str]:
    shops = {reason.code for shop in refund.shops for reason in shop.reasons}
    return shops | {reason.code for reason in refund.reasons}


def test_the_worked_example_of_the_table_comes_out_exactly(catalogue: Catalogue) -> None:
    assert get_refund_vnd(2_500_000, Fraction(8, 100), Fraction(85, 100)) == 157_407
    refund = ask(catalogue, buy(catalogue, 2_500_000))
    assert (refund.refund_low_vnd, refund.refund_high_vnd, refund.point) == (157_407, 157_407, "gw-noi-bai")


@pytest.mark.parametrize(
    ("spent_vnd", "refund_vnd", "missing_vnd"), [(1_999_999, 0, 1), (2_000_000, 125_925, 0), (1, 0, 1_999_999)]
)
def test_the_threshold(catalogue: Catalogue, spent_vnd: int, refund_vnd: int, missing_vnd: int) -> None:
    refund = ask(catalogue, buy(catalogue, spent_vnd))
    assert (refund.refund_low_vnd, refund.refund_high_vnd) == (refund_vnd, refund_vnd)
    assert refund.shops[0].missing_vnd == missing_vnd


def test_two_shops_and_two_days_do_not_add_up_and_invoices_of_one_do(catalogue: Catalogue) -> None:
    here, there = buy(catalogue, 1_500_000), buy(catalogue, 1_500_000, place_id="b")
    day_before = buy(catalogue, 1_500_000, on=date(2026, 12, 19))
    assert ask(catalogue, here, there).refund_high_vnd == 0
    assert ask(catalogue, here, day_before).refund_high_vnd == 0
    assert ask(catalogue, here, buy(catalogue, 1_500_000, "tea")).refund_high_vnd == 188_888


def test_rates_follow_the_date_and_alcohol_never_has_the_reduced_one(catalogue: Catalogue) -> None:
    later = replace(TRAVELLER, leaves_on=date(2027, 1, 10))
    last_day, next_day = (buy(catalogue, 2_500_000, on=day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert ask(catalogue, last_day, traveller=later).refund_high_vnd == 157_407
    assert ask(catalogue, next_day, traveller=later).refund_high_vnd == 193_181
    assert ask(catalogue, buy(catalogue, 2_500_000, "liquor")).refund_high_vnd == 193_181
    assert ask(catalogue, buy(catalogue, 2_500_000, "fruit_wine")).refund_low_vnd == 193_181


def test_a_shop_that_nobody_knows_promises_nothing(catalogue: Catalogue) -> None:
    refund = ask(catalogue, buy(catalogue, 2_500_000, place_id="c"))
    assert (refund.refund_low_vnd, refund.refund_high_vnd) == (0, 157_407)
    assert refund.shops[0].is_registered is None
    assert {"refund_shop_unknown", "refund_one_shop", "refund_unconfirmed"} <= list_codes(refund)


def test_a_shop_without_refund_invoices_returns_nothing(catalogue: Catalogue) -> None:
    bought = [buy(catalogue, 2_500_000)]
    refund = get_refund(catalogue, TRAVELLER, bought, RULES, registered={"a": False})
    assert refund.refund_high_vnd == 0
    assert "refund_shop_none" in list_codes(refund)


def test_a_band_of_prices_makes_a_band_of_refunds(catalogue: Catalogue) -> None:
    refund = ask(catalogue, buy(catalogue, 1_000_000, high_vnd=2_500_000))
    assert (refund.refund_low_vnd, refund.refund_high_vnd) == (0, 157_407)
    assert refund.shops[0].missing_vnd == 1_000_000


def test_a_price_nobody_knows_counts_as_nothing_and_is_said(catalogue: Catalogue) -> None:
    refund = ask(catalogue, buy(catalogue, 2_000_000), buy(catalogue, None))
    assert refund.refund_high_vnd == 125_925
    assert "refund_price_unknown" in list_codes(refund)


def test_lower_rates_and_produce_without_tax_are_said_and_not_promised(catalogue: Catalogue) -> None:
    basket = ask(catalogue, buy(catalogue, 2_500_000, "bamboo_ware"))
    assert (basket.refund_low_vnd, basket.refund_high_vnd) == (101_189, 157_407)
    assert "refund_maybe_lower" in list_codes(basket)
    honey = ask(catalogue, buy(catalogue, 2_500_000, "honey"))
    assert (honey.refund_low_vnd, honey.refund_high_vnd) == (0, 157_407)
    assert "refund_maybe_untaxed" in list_codes(honey)
    # Untaxed produce does not carry a taxed purchase over the threshold for sure.
    assert ask(catalogue, buy(catalogue, 1_500_000, "honey"), buy(catalogue, 1_500_000)).refund_low_vnd == 0


def test_only_what_is_carried_out_counts(catalogue: Catalogue) -> None:
    refund = ask(catalogue, buy(catalogue, 5_000_000, "furniture"), buy(catalogue, 5_000_000, "agarwood"))
    assert refund.refund_high_vnd == 0
    assert refund.shops[0].spent_high_vnd == 0
    assert {"refund_not_carried", "refund_not_exported"} <= list_codes(refund)


def test_the_invoice_is_sixty_days_old_at_most(catalogue: Catalogue) -> None:
    assert ask(catalogue, buy(catalogue, 2_500_000, on=date(2026, 10, 21))).refund_high_vnd == 157_407
    refund = ask(catalogue, buy(catalogue, 2_500_000, on=date(2026, 10, 20)))
    assert refund.refund_high_vnd == 0
    assert "refund_too_early" in list_codes(refund)


@pytest.mark.parametrize(("market", "code"), [("VN", "refund_resident"), (None, "refund_home_unknown")])
def test_residents_and_the_unknown_get_nothing(catalogue: Catalogue, market: str | None, code: str) -> None:
    refund = ask(catalogue, buy(catalogue, 2_500_000), traveller=replace(TRAVELLER, market=market))
    assert (refund.refund_high_vnd, refund.point, refund.shops) == (0, None, ())
    assert list_codes(refund) == {code}


def test_a_home_without_carry_rules_has_a_refund_all_the_same(catalogue: Catalogue) -> None:
    assert (
        ask(catalogue, buy(catalogue, 2_500_000), traveller=replace(TRAVELLER, market="BR")).refund_low_vnd == 157_407
    )


@pytest.mark.parametrize("kind", ["border_gate", "airport_international"])
def test_a_way_out_that_is_not_on_the_list_returns_nothing(catalogue: Catalogue, kind: str) -> None:
    gate = next(g.id for g in catalogue.gateways.values() if g.kind == kind and not g.has_vat_refund)
    refund = ask(catalogue, buy(catalogue, 2_500_000), traveller=replace(TRAVELLER, leaves_from=gate))
    assert (refund.refund_high_vnd, refund.point) == (0, None)
    assert "refund_no_point" in list_codes(refund)


def test_a_trip_that_ends_in_a_town_leaves_the_refund_open(catalogue: Catalogue) -> None:
    town = next(g.id for g in catalogue.gateways.values() if g.kind == "tour_base")
    for leaves_from in (town, None):
        refund = ask(catalogue, buy(catalogue, 2_500_000), traveller=replace(TRAVELLER, leaves_from=leaves_from))
        assert (refund.refund_low_vnd, refund.refund_high_vnd, refund.point) == (0, 157_407, None)
        assert "refund_point_open" in list_codes(refund)


def test_all_nine_refund_points_are_points(catalogue: Catalogue) -> None:
    points = [g.id for g in catalogue.gateways.values() if g.has_vat_refund]
    assert len(points) == 9
    for point in points:
        assert ask(catalogue, buy(catalogue, 2_500_000), traveller=replace(TRAVELLER, leaves_from=point)).point == point


def test_the_purchase_that_would_cross_the_threshold(catalogue: Catalogue) -> None:
    refund = ask(catalogue, buy(catalogue, 1_800_000))
    hint = next(reason for reason in refund.shops[0].reasons if reason.code == "refund_would_cross")
    assert hint.params == {"vnd": 200_000, "refund_vnd": 125_925}
    assert "refund_would_cross" not in list_codes(ask(catalogue, buy(catalogue, 900_000)))
    assert "refund_would_cross" not in list_codes(ask(catalogue, buy(catalogue, 2_000_000)))


def test_steps_come_in_order_and_customs_before_the_bag_is_gone(catalogue: Catalogue) -> None:
    codes = [reason.code for reason in ask(catalogue, buy(catalogue, 2_500_000)).reasons]
    steps = ["refund_step_shop", "refund_step_customs", "refund_step_bank"]
    assert [code for code in codes if code in steps] == steps


def test_nothing_bought_returns_nothing(catalogue: Catalogue) -> None:
    assert ask(catalogue).shops == ask(catalogue, buy(catalogue, 2_500_000, quantity=0)).shops == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"quantity": -1}, "G113"), ({"quantity": 1001}, "G113"), ({"on": date(2026, 12, 21)}, "G114")],
)
def test_absurd_purchases_are_refused(catalogue: Catalogue, changes: dict[str, object], code: str) -> None:
    with pytest.raises(RequestError) as refused:
        ask(catalogue, replace(buy(catalogue, 2_500_000), **changes))
    assert refused.value.code == code
