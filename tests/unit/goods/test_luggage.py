"""How goods travel home, and what is sent when the suitcase is full."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.errors import RequestError
from planner.goods.articles import build_article
from planner.goods.carriage import flies, get_carriage
from planner.goods.luggage import pack, stow
from planner.goods.packing import get_packed_g, get_packed_l, get_volume_class, split_allowance
from planner.model.basket import Article, Carriage, Traveller
from planner.model.catalogue import Catalogue
from planner.settings import DEFAULT_PATH, load_settings

RULES = load_settings().luggage
TRAVELLER = Traveller(
    market="JP", adults=1, children=0, leaves_on=date(2027, 3, 12), leaves_from="gw-noi-bai", cabin_kg=2, hold_kg=10
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def make(catalogue: Catalogue, kind: str, **changes: object) -> Article:
    return replace(build_article(catalogue, kind, None), **changes)


def carry(catalogue: Catalogue, kind: str, traveller: Traveller = TRAVELLER, **changes: object) -> Carriage:
    return get_carriage(catalogue, make(catalogue, kind, **changes), traveller)[0]


def list_codes(catalogue: Catalogue, kind: str, traveller: Traveller = TRAVELLER, **changes: object) -> set[str]:
    return {reason.code for reason in get_carriage(catalogue, make(catalogue, kind, **changes), traveller)[1]}


@pytest.mark.parametrize(
    ("kind", "changes", "carriage", "code"),
    [
        ("tea", {}, Carriage.HOLD, None),
        ("honey", {}, Carriage.HOLD, "air_liquid"),
        ("essential_oil", {}, Carriage.CABIN, "air_liquid_small"),
        ("essential_oil", {"volume_ml": 100}, Carriage.CABIN, "air_liquid_small"),
        ("essential_oil", {"volume_ml": 101}, Carriage.HOLD, "air_liquid"),
        ("essential_oil", {"volume_ml": 600}, Carriage.SHIP, "air_oil"),
        ("liquor", {}, Carriage.HOLD, "air_alcohol"),
        ("fruit_wine", {}, Carriage.HOLD, "air_liquid"),
        ("fish_sauce", {}, Carriage.ASK, "air_smell"),
        ("dried_seafood", {}, Carriage.ASK, "air_smell"),
        ("knife", {}, Carriage.HOLD, "air_blade"),
        ("ceramic_small", {}, Carriage.CABIN, "air_fragile"),
        ("ceramic_set", {}, Carriage.HOLD, "air_fragile"),
        ("furniture", {}, Carriage.SHIP, "luggage_ship_only"),
        ("bronze_ware", {"pack_g": 33_000}, Carriage.SHIP, "luggage_piece"),
        ("dairy", {}, Carriage.HOLD, "luggage_cold"),
    ],
)
def test_carriage(
    catalogue: Catalogue, kind: str, changes: dict[str, object], carriage: Carriage, code: str | None
) -> None:
    assert carry(catalogue, kind, **changes) is carriage
    codes = list_codes(catalogue, kind, **changes)
    assert code in codes if code is not None else not codes


def test_strong_alcohol_does_not_fly_at_all(catalogue: Catalogue) -> None:
    kinds = {**catalogue.product_types, "liquor": replace(catalogue.product_types["liquor"], abv=75.0)}
    strong = replace(catalogue, product_types=kinds)
    assert carry(strong, "liquor") is Carriage.SHIP
    assert "air_alcohol_strong" in list_codes(strong, "liquor")


def test_alcohol_of_unknown_strength_is_held_to_be_strong(catalogue: Catalogue) -> None:
    kinds = {**catalogue.product_types, "liquor": replace(catalogue.product_types["liquor"], abv=None)}
    assert "air_alcohol" in list_codes(replace(catalogue, product_types=kinds), "liquor")


def test_rules_of_flights_to_the_united_states(catalogue: Catalogue) -> None:
    american = replace(TRAVELLER, market="US")
    assert carry(catalogue, "essential_oil", american) is Carriage.HOLD
    assert "air_liquid_us" in list_codes(catalogue, "massage_balm", american)
    assert "air_powder_us" in list_codes(catalogue, "coffee", american)
    assert "air_powder_us" not in list_codes(catalogue, "pepper", american, pack_g=100)
    assert "air_powder_us" not in list_codes(catalogue, "coffee")


def test_who_leaves_by_land_meets_no_rules_of_the_air(catalogue: Catalogue) -> None:
    gate = next(g.id for g in catalogue.gateways.values() if g.kind == "border_gate")
    by_land = replace(TRAVELLER, leaves_from=gate)
    assert not flies(catalogue, by_land)
    assert carry(catalogue, "fish_sauce", by_land) is not Carriage.ASK
    assert not list_codes(catalogue, "knife", by_land)
    assert flies(catalogue, replace(TRAVELLER, leaves_from=None))
    town = next(g.id for g in catalogue.gateways.values() if g.kind == "tour_base")
    assert flies(catalogue, replace(TRAVELLER, leaves_from=town))


def test_every_air_rule_is_quoted_with_source_date_and_confidence(catalogue: Catalogue) -> None:
    for kind in ("honey", "liquor", "knife", "fish_sauce", "essential_oil", "ceramic_small"):
        for reason in get_carriage(catalogue, make(catalogue, kind), TRAVELLER)[1]:
            assert all(reason.params[name] for name in ("source", "as_of", "confidence")), (kind, reason)


def test_without_a_hold_things_go_into_the_cabin_or_to_the_post(catalogue: Catalogue) -> None:
    light = replace(TRAVELLER, hold_kg=0)
    assert carry(catalogue, "tea", light) is Carriage.CABIN
    assert carry(catalogue, "knife", light) is Carriage.SHIP
    assert "luggage_no_hold" in list_codes(catalogue, "knife", light)


@pytest.mark.parametrize(
    ("kind", "changes", "packed_g"),
    [
        ("tea", {}, 210),  # 200 + 5 % or 10 g
        ("honey", {}, 850),  # 500 g in a glass of 350 g
        ("liquor", {}, 850),  # 650 g cannot be half a litre of liquor alone: 500 + 350
        ("fruit_wine", {}, 1280),  # 750 + 525 = 1275
        ("soy_sauce", {}, 540),  # a plastic bottle
        ("ceramic_small", {}, 470),  # 300 + 15 + 150
        ("ceramic_set", {}, 7800),  # 6000 + 5 % + 25 %
        ("fish_sauce", {"pack_g": None}, 850),  # 500 ml as water
        ("fish_sauce", {"pack_g": None, "volume_ml": None}, None),
        ("tea", {"pack_g": 0, "volume_ml": None}, None),
    ],
)
def test_packed_weight(catalogue: Catalogue, kind: str, changes: dict[str, object], packed_g: int | None) -> None:
    assert get_packed_g(make(catalogue, kind, **changes), catalogue.product_types[kind], RULES) == packed_g


def test_volume(catalogue: Catalogue) -> None:
    def look(kind: str, **changes: object) -> tuple[str | None, float | None]:
        article, of_kind = make(catalogue, kind, **changes), catalogue.product_types[kind]
        return get_volume_class(article, of_kind, RULES), get_packed_l(article, of_kind, RULES)

    assert look("soy_sauce") == ("small", 0.75)
    assert look("conical_hat") == ("medium", pytest.approx(9.0))
    assert look("ceramic_set") == ("bulky", pytest.approx(45.0))
    assert look("tea", pack_g=None) == (None, None)


def test_small_fragile_things_take_the_cabin_and_the_rest_the_hold(catalogue: Catalogue) -> None:
    use = pack(catalogue, TRAVELLER, [(make(catalogue, "ceramic_small"), 2), (make(catalogue, "tea"), 3)], RULES)
    assert (use.cabin_g, use.hold_g, use.ship_g) == (940, 630, 0)
    assert (use.cabin_limit_g, use.hold_limit_g, use.is_complete) == (2000, 10_000, True)


def test_what_is_free_for_the_cabin_helps_a_full_hold(catalogue: Catalogue) -> None:
    tight = replace(TRAVELLER, cabin_kg=1, hold_kg=1)
    use = pack(catalogue, tight, [(make(catalogue, "honey"), 1), (make(catalogue, "tea"), 4)], RULES)
    assert (use.cabin_g, use.hold_g, use.ship_g) == (840, 850, 0)


def test_packs_are_not_split_between_cabin_and_hold(catalogue: Catalogue) -> None:
    tight = replace(TRAVELLER, cabin_kg=0.6, hold_kg=0.6)
    packing = stow(catalogue, tight, [(make(catalogue, "tea", pack_g=390), 3)], RULES)
    assert packing.shipped == (1,)
    assert packing.shipped_g == (410,)


def test_shipping_takes_heavy_and_fragile_things_first(catalogue: Catalogue) -> None:
    lines = [(make(catalogue, kind), 1) for kind in ("tea", "ceramic_set", "furniture", "silk_scarf", "honey")]
    assert stow(catalogue, TRAVELLER, lines, RULES).shipped == (0, 0, 1, 0, 0)
    assert stow(catalogue, replace(TRAVELLER, hold_kg=5), lines, RULES).shipped == (0, 1, 1, 0, 0)
    assert stow(catalogue, replace(TRAVELLER, hold_kg=0.5), lines, RULES).shipped == (0, 1, 1, 0, 1)
    nothing = replace(TRAVELLER, cabin_kg=0, hold_kg=0)
    assert stow(catalogue, nothing, lines, RULES).shipped == (1, 1, 1, 1, 1)


def test_litres_of_strong_alcohol_are_those_of_the_party(catalogue: Catalogue) -> None:
    strong = replace(TRAVELLER, hold_kg=50)
    lines = [(make(catalogue, "liquor"), 12)]
    assert stow(catalogue, strong, lines, RULES).shipped == (2,)
    assert stow(catalogue, replace(strong, adults=2), lines, RULES).shipped == (0,)
    assert "luggage_not_carried" in {reason.code for reason in pack(catalogue, strong, lines, RULES).reasons}


def test_small_liquids_beyond_the_bag_of_the_cabin_need_the_hold(catalogue: Catalogue) -> None:
    lines = [(make(catalogue, "herbal_extract"), 11)]
    assert stow(catalogue, replace(TRAVELLER, hold_kg=0), lines, RULES).shipped == (1,)
    assert stow(catalogue, TRAVELLER, lines, RULES).shipped == (0,)


def test_an_unknown_weight_makes_the_sums_incomplete(catalogue: Catalogue) -> None:
    use = pack(catalogue, TRAVELLER, [(make(catalogue, "tea", pack_g=None), 2), (make(catalogue, "coffee"), 1)], RULES)
    assert not use.is_complete
    assert use.hold_g == 530
    assert "luggage_weight_unknown" in {reason.code for reason in use.reasons}


def test_the_settings_hold_where_nothing_is_stated(catalogue: Catalogue) -> None:
    use = pack(
        catalogue, replace(TRAVELLER, cabin_kg=None, hold_kg=None, adults=3), [(make(catalogue, "tea"), 1)], RULES
    )
    assert (use.cabin_limit_g, use.hold_limit_g) == (3 * 2000, 3 * 10_000)
    assert "luggage_assumed" in {reason.code for reason in use.reasons}


def test_an_empty_basket_weighs_nothing_and_says_nothing(catalogue: Catalogue) -> None:
    use = pack(catalogue, TRAVELLER, [(make(catalogue, "tea"), 0)], RULES)
    assert (use.cabin_g, use.hold_g, use.ship_g, use.reasons) == (0, 0, 0, ())


def test_a_total_is_split_between_cabin_and_hold() -> None:
    assert split_allowance(None, RULES) == (None, None)
    assert split_allowance(1.5, RULES) == (1.5, 0.0)
    assert split_allowance(12.0, RULES) == (2.0, 10.0)


@pytest.mark.parametrize(
    ("changes", "quantity", "traveller", "code"),
    [
        ({"pack_g": -1}, 1, {}, "G110"),
        ({"pack_g": 1_000_001}, 1, {}, "G110"),
        ({"volume_ml": -5}, 1, {}, "G110"),
        ({}, 1, {"hold_kg": -1.0}, "G111"),
        ({}, 1, {"cabin_kg": math.nan}, "G111"),
        ({}, 1, {"cabin_kg": math.inf}, "G111"),
        ({}, 1, {"hold_kg": 101.0}, "G111"),
        ({}, 1, {"adults": 0}, "G112"),
        ({}, 1, {"children": -1}, "G112"),
        ({}, 1, {"adults": 501}, "G112"),
        ({}, -1, {}, "G113"),
        ({}, 1001, {}, "G113"),
    ],
)
def test_absurd_amounts_are_refused(
    catalogue: Catalogue, changes: dict[str, object], quantity: int, traveller: dict[str, object], code: str
) -> None:
    with pytest.raises(RequestError) as refused:
        pack(catalogue, replace(TRAVELLER, **traveller), [(make(catalogue, "tea", **changes), quantity)], RULES)
    assert refused.value.code == code


def test_an_absurd_total_is_refused() -> None:
    with pytest.raises(RequestError, match="luggage_kg"):
        split_allowance(-0.1, RULES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hold_kg = 10.0", "hold_kg = -1.0"),
        ("glass_pct = 70", "glass_pct = -1"),
        ("box_volume_pct = 300", "box_volume_pct = 99"),
        ("small_l = 4.0", "small_l = 20.0"),
        ("liquid = 1.5", "liquid = 0"),
        ("hint_from_pct = 50", "hint_from_pct = 101"),
        ('maybe_lower = ["bamboo_rattan"', 'maybe_lower = ["honey"'),
    ],
)
def test_settings_that_nothing_on_earth_has_are_refused(tmp_path: Path, old: str, new: str) -> None:
    text = DEFAULT_PATH.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "settings.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RequestError) as refused:
        load_settings(path)
    assert refused.value.code == "R093"
