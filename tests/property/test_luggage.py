"""What must hold for any basket: more packs never weigh or return less, more room never sends anything to the post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.goods.articles import build_article
from planner.goods.carriage import list_ways
from planner.goods.luggage import pack, stow
from planner.goods.packing import get_packed_g
from planner.goods.refund import Purchase, get_refund
from planner.goods.shipping import get_shipping_bands
from planner.model.basket import Traveller
from planner.settings import load_settings

CATALOGUE = load_catalogue()
RULES = load_settings().luggage
REFUND_RULES = load_settings().refund
KINDS = sorted(kind.id for kind in CATALOGUE.product_types.values() if kind.is_goods)
ARTICLES = {kind: build_article(CATALOGUE, kind, None) for kind in KINDS}
LEAVES_ON = date(2027, 1, 5)

lines = st.lists(st.tuples(st.sampled_from(KINDS).map(ARTICLES.__getitem__), st.integers(0, 6)), min_size=1, max_size=8)
kilograms = st.sampled_from([0.0, 0.3, 0.7, 1.5, 2.0, 4.0, 7.0, 12.0, 23.0])
travellers = st.builds(
    Traveller,
    market=st.sampled_from(["JP", "US", "EU", "BR"]),
    adults=st.integers(1, 3),
    children=st.just(0),
    leaves_on=st.just(LEAVES_ON),
    leaves_from=st.sampled_from(["gw-noi-bai", "gw-cat-bi", None]),
    cabin_kg=kilograms,
    hold_kg=kilograms,
)
purchases = st.lists(
    st.builds(
        Purchase,
        place_id=st.sampled_from(["a", "b"]),
        on=st.sampled_from([date(2026, 12, 30), date(2027, 1, 2)]),
        article=st.builds(
            lambda kind, low, span: replace(ARTICLES[kind], price_low_vnd=low, price_high_vnd=low + span),
            st.sampled_from(KINDS),
            st.integers(0, 3_000_000),
            st.integers(0, 1_000_000),
        ),
        quantity=st.integers(0, 3),
    ),
    max_size=6,
)


@given(traveller=travellers, basket=lines, which=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_adding_a_pack_never_lowers_the_weight_or_sends_less(traveller: Traveller, basket: list, which: int) -> None:
    more = list(basket)
    article, quantity = more[which % len(more)]
    more[which % len(more)] = (article, quantity + 1)
    before, after = pack(CATALOGUE, traveller, basket, RULES), pack(CATALOGUE, traveller, more, RULES)
    assert after.cabin_g + after.hold_g + after.ship_g >= before.cabin_g + before.hold_g + before.ship_g
    assert after.ship_g >= before.ship_g


@given(traveller=travellers, basket=lines, more_cabin_kg=kilograms, more_hold_kg=kilograms)
@settings(max_examples=150, deadline=None)
def test_more_room_never_moves_anything_to_shipping(
    traveller: Traveller, basket: list, more_cabin_kg: float, more_hold_kg: float
) -> None:
    roomier = replace(traveller, cabin_kg=traveller.cabin_kg + more_cabin_kg, hold_kg=traveller.hold_kg + more_hold_kg)
    before, after = stow(CATALOGUE, traveller, basket, RULES), stow(CATALOGUE, roomier, basket, RULES)
    assert all(then <= now for now, then in zip(before.shipped, after.shipped, strict=True))


@given(traveller=travellers, basket=lines)
@settings(max_examples=150, deadline=None)
def test_what_is_carried_fits_and_every_pack_is_somewhere(traveller: Traveller, basket: list) -> None:
    packing = stow(CATALOGUE, traveller, basket, RULES)
    use = packing.use
    assert use.cabin_g <= use.cabin_limit_g
    assert use.hold_g <= use.hold_limit_g
    assert all(sent <= quantity for (_, quantity), sent in zip(basket, packing.shipped, strict=True))
    assert sum(packing.shipped_g) == use.ship_g
    weights = [get_packed_g(a, CATALOGUE.product_types[a.product_type], RULES) or 0 for a, _ in basket]
    total_g = sum(weight_g * quantity for weight_g, (_, quantity) in zip(weights, basket, strict=True))
    assert use.cabin_g + use.hold_g + use.ship_g == total_g


@given(traveller=travellers, basket=st.lists(lines.map(lambda found: found[0]), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_nothing_is_sent_that_trying_every_place_finds_room_for(traveller: Traveller, basket: list) -> None:
    """Where every pack may fly, shipping one means that no division between cabin and hold exists at all."""
    packs = [(article, 1) for article, quantity in basket for _ in range(min(quantity, 2))]
    ways = [list_ways(CATALOGUE, article, traveller) for article, _ in packs]
    if not all(way.cabin or way.hold for way in ways):
        return
    weights = [get_packed_g(a, CATALOGUE.product_types[a.product_type], RULES) or 0 for a, _ in packs]
    cabin_g, hold_g = traveller.adults * traveller.cabin_kg * 1000, traveller.adults * traveller.hold_kg * 1000
    fits = any(
        all(way.cabin if in_cabin else way.hold for way, in_cabin in zip(ways, choice, strict=True))
        and sum(g for g, in_cabin in zip(weights, choice, strict=True) if in_cabin) <= cabin_g
        and sum(g for g, in_cabin in zip(weights, choice, strict=True) if not in_cabin) <= hold_g
        for choice in product([True, False], repeat=len(packs))
    )
    assert (sum(stow(CATALOGUE, traveller, packs, RULES).shipped) == 0) is fits


@given(traveller=travellers, bought=purchases, which=st.integers(0, 5), registered=st.booleans())
@settings(max_examples=150, deadline=None)
def test_adding_a_pack_never_lowers_the_refund(
    traveller: Traveller, bought: list[Purchase], which: int, registered: bool
) -> None:
    if not bought:
        return
    more = list(bought)
    chosen = more[which % len(more)]
    more[which % len(more)] = replace(chosen, quantity=chosen.quantity + 1)
    known = {"a": True, "b": True} if registered else {}
    before = get_refund(CATALOGUE, traveller, bought, REFUND_RULES, registered=known)
    after = get_refund(CATALOGUE, traveller, more, REFUND_RULES, registered=known)
    assert after.refund_low_vnd >= before.refund_low_vnd
    assert after.refund_high_vnd >= before.refund_high_vnd


@given(traveller=travellers, bought=purchases)
@settings(max_examples=150, deadline=None)
def test_a_refund_never_exceeds_its_share_of_the_tax(traveller: Traveller, bought: list[Purchase]) -> None:
    refund = get_refund(CATALOGUE, traveller, bought, REFUND_RULES, registered={"a": True, "b": True})
    law = CATALOGUE.vat_refund
    for shop in refund.shops:
        for back_vnd, spent_vnd in (
            (shop.refund_low_vnd, shop.spent_low_vnd),
            (shop.refund_high_vnd, shop.spent_high_vnd),
        ):
            most = law.refund_share * law.standard_rate / (1 + law.standard_rate) * spent_vnd
            assert back_vnd <= most + 1e-6
            assert back_vnd == 0 or spent_vnd >= law.min_invoice_vnd
        assert shop.refund_low_vnd <= shop.refund_high_vnd


@pytest.mark.parametrize("market", ["JP", "US", None])
@given(weight_g=st.integers(1, 40_000), more_g=st.integers(0, 5_000))
@settings(max_examples=80, deadline=None)
def test_a_heavier_parcel_never_costs_less_and_no_band_is_turned_round(
    market: str | None, weight_g: int, more_g: int
) -> None:
    light = get_shipping_bands(CATALOGUE, weight_g, market)
    heavy = get_shipping_bands(CATALOGUE, weight_g + more_g, market)
    for before, after in zip(light, heavy, strict=True):
        assert (before.low_vnd is None) is (before.high_vnd is None)
        if before.low_vnd is not None and before.high_vnd is not None:
            assert before.low_vnd < before.high_vnd
        if after.low_vnd is not None and after.high_vnd is not None:
            assert before.low_vnd is not None
            assert before.high_vnd is not None
            assert before.low_vnd <= after.low_vnd
            assert before.high_vnd <= after.high_vnd
