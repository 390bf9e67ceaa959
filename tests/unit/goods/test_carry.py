"""Baskets against the limits of a party: small tables made for one limit at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from goods_builders import (
    LIQUOR_TYPE,
    make_catalogue,
    make_liquor_pool,
    make_pool,
    make_product,
    make_rule,
    make_type,
)

from planner.errors import RequestError
from planner.goods.articles import build_article
from planner.goods.carry import check_basket
from planner.goods.limit_rows import LimitRow, build_limit_rows
from planner.model.basket import BasketCheck, Traveller
from planner.model.catalogue import Catalogue
from planner.model.goods import ExchangeRate
from planner.model.market import ExportRule, Verdict

ON = date(2027, 3, 12)
HONEY = make_type(id="honey", carry_home_category="honey", typical_pack_g=500, shelf_life_days=None)
CAKE = make_type(
    id="egg_cake", carry_home_category="confectionery_bakery", carry_home_also=("eggs",), typical_pack_g=600
)
RATE = ExchangeRate(currency="JPY", vnd=170.0, source="somewhere", confidence="low", as_of="undated")


def make_pooled() -> Catalogue:
    """Honey and eggs share 2 kg; cakes fall under eggs besides."""
    pool = make_pool("JP-ANIMAL", 2.0, categories=("honey", "eggs"))
    return make_catalogue(
        types=(HONEY, CAKE, make_type()),
        rules=(
            make_rule("honey", "allowed_with_limit", pool_ids=("JP-ANIMAL",)),
            make_rule("eggs", "allowed_with_limit", pool_ids=("JP-ANIMAL",)),
            make_rule("confectionery_bakery"),
            make_rule("tea"),
        ),
        pools=(pool,),
    )


def make_valued(limit: float = 10_000.0, pool_id: str = "JP-VALUE") -> Catalogue:
    """Tea at 80,000 to 500,000 dong against an allowance in yen."""
    return make_catalogue(
        types=(make_type(), make_type(id="gift", price_low_vnd=None, price_high_vnd=None)),
        rules=(make_rule("tea"), make_rule("duty_free_value", "allowed_with_limit", pool_ids=(pool_id,))),
        pools=(make_pool(pool_id, limit, "JPY", categories=("*",)),),
        rates=(RATE,),
    )


def travel(adults: int = 1, **facts: object) -> Traveller:
    return Traveller(**({"market": "JP", "adults": adults, "children": 0, "leaves_on": ON} | facts))


def check(catalogue: Catalogue, *lines: tuple[str, int], party: Traveller | None = None) -> BasketCheck:
    bought = [(build_article(catalogue, kind), packs, ON) for kind, packs in lines]
    return check_basket(catalogue, party or travel(), bought, on=ON)


def rows(catalogue: Catalogue, *kinds: str, party: Traveller | None = None) -> tuple[LimitRow, ...]:
    return build_limit_rows(catalogue, party or travel(), [build_article(catalogue, kind) for kind in kinds])


def verdicts(found: BasketCheck) -> list[str]:
    return [line.verdict.value for line in found.lines]


# Limits in weight.


def test_a_pool_bites_across_categories() -> None:
    catalogue = make_pooled()
    assert verdicts(check(catalogue, ("honey", 2), ("egg_cake", 1))) == ["limit", "limit"]
    over = check(catalogue, ("honey", 3), ("egg_cake", 1), ("tea", 1))
    assert verdicts(over) == ["prohibited", "prohibited", "ok"]
    (use,) = over.limits
    assert (use.amount, use.limit, use.state, use.categories) == (2.1, 2.0, "over_limit", ("honey", "eggs"))
    assert verdicts(check(catalogue, ("honey", 3))) == ["limit"]


def test_a_good_of_two_categories_of_a_pool_is_weighed_once() -> None:
    catalogue = make_pooled()
    both = replace(
        catalogue,
        product_types={**catalogue.product_types, "egg_cake": replace(CAKE, carry_home_also=("eggs", "honey"))},
    )
    (row,) = rows(both, "egg_cake")
    assert row.amounts == (0.6,)


def test_limits_hold_for_every_adult_and_for_no_child() -> None:
    catalogue = make_pooled()
    assert verdicts(check(catalogue, ("honey", 6), party=travel(2))) == ["limit"]
    assert verdicts(check(catalogue, ("honey", 6), party=travel(1, children=3))) == ["prohibited"]
    assert rows(catalogue, "honey", party=travel(2, children=1))[0].limit == 4.0


def test_a_pack_that_is_too_large_for_one_is_not_divided_between_two() -> None:
    catalogue = make_pooled()
    heavy = replace(catalogue, product_types={**catalogue.product_types, "honey": replace(HONEY, typical_pack_g=3000)})
    assert verdicts(check(heavy, ("honey", 1), party=travel(2))) == ["prohibited"]


def test_from_80_per_cent_of_a_limit_nothing_that_counts_is_green() -> None:
    catalogue = make_pooled()
    near = check(catalogue, ("honey", 2), ("egg_cake", 1), ("tea", 1))
    assert [line.is_green for line in near.lines] == [False, False, True]
    assert near.limits[0].state == "near_limit"
    assert [line.is_green for line in check(catalogue, ("honey", 3)).lines] == [True]


def test_several_pools_at_once_and_the_tightest_wins() -> None:
    catalogue = make_catalogue(
        rules=(make_rule("tea", "allowed_with_limit", pool_ids=("ALL", "ONE")),),
        pools=(make_pool("ALL", 6.0, categories=("tea", "nuts")), make_pool("ONE", 1.0, is_pooled=False)),
    )
    found = check(catalogue, ("tea", 6))
    assert verdicts(found) == ["prohibited"]
    assert [(use.pool.pool_id, use.state) for use in found.limits] == [("ALL", "within_limit"), ("ONE", "over_limit")]


def test_a_pool_that_is_not_added_up_gives_a_row_per_category() -> None:
    nuts = make_type(id="nuts", carry_home_category="nuts", typical_pack_g=700)
    catalogue = make_catalogue(
        types=(make_type(), nuts),
        rules=tuple(make_rule(name, "allowed_with_limit", pool_ids=("EACH",)) for name in ("tea", "nuts")),
        pools=(make_pool("EACH", 1.0, is_pooled=False, categories=("tea", "nuts")),),
    )
    found = rows(catalogue, "tea", "nuts")
    assert [(row.categories, row.amounts, row.kind) for row in found] == [
        (("tea",), (0.2, 0.0), "food"),
        (("nuts",), (0.0, 0.7), "food"),
    ]
    assert verdicts(check(catalogue, ("tea", 2), ("nuts", 1))) == ["limit", "limit"]


def test_a_threshold_beside_plain_allowed_asks_for_notice_alone() -> None:
    catalogue = make_catalogue(rules=(make_rule("tea", pool_ids=("NOTICE",)),), pools=(make_pool("NOTICE", 1.0),))
    assert rows(catalogue, "tea")[0].kind == "threshold"
    assert verdicts(check(catalogue, ("tea", 6))) == ["declare"]


@pytest.mark.parametrize("order", [("tea", "nuts"), ("nuts", "tea")])
def test_a_pool_that_refuses_one_kind_refuses_all_of_them(order: tuple[str, str]) -> None:
    nuts = make_type(id="nuts", carry_home_category="nuts")
    catalogue = make_catalogue(
        types=(make_type(), nuts),
        rules=(make_rule("tea", pool_ids=("P",)), make_rule("nuts", "allowed_with_limit", pool_ids=("P",))),
        pools=(make_pool("P", 1.0, categories=("tea", "nuts")),),
    )
    assert rows(catalogue, *order)[0].kind == "food"


def test_an_unknown_weight_is_never_green_and_its_sum_a_lower_bound() -> None:
    catalogue = make_pooled()
    kinds = {**catalogue.product_types, "egg_cake": replace(CAKE, typical_pack_g=None)}
    found = check(replace(catalogue, product_types=kinds), ("honey", 1), ("egg_cake", 1))
    assert [line.is_green for line in found.lines] == [True, False]
    (use,) = found.limits
    assert (use.amount, use.state) == (0.5, "amount_unknown")
    alone = check(replace(catalogue, product_types=kinds), ("egg_cake", 1))
    assert alone.limits[0].amount is None


# Liquor.


def make_liquors() -> Catalogue:
    wine = replace(LIQUOR_TYPE, id="wine", abv=12.0, volume_ml=500)
    lines = (
        make_liquor_pool("JP-HIGH", 1, min_abv=22),
        make_liquor_pool("JP-LOW", 2, max_abv=22),
        make_liquor_pool("JP-WINE-STILL", 4, max_abv=15, group="b"),
    )
    rule = make_rule("liquor", "allowed_with_limit", pool_ids=tuple(pool.pool_id for pool in lines))
    product = make_product(id="p-liquor", product_type="liquor", ocop_group="beverage")
    return make_catalogue(types=(LIQUOR_TYPE, wine), rules=(rule,), pools=lines, products=(product,))


def test_lines_that_stand_for_each_other_share_one_allowance() -> None:
    catalogue = make_liquors()
    (row,) = rows(catalogue, "liquor", "wine")
    assert (row.pool.pool_id, row.limit, row.amounts, row.kind) == ("JP-HIGH", 1.0, (0.5, 0.25), "duty")
    assert {pool.pool_id for pool in row.lines} == {"JP-HIGH", "JP-LOW"}
    assert verdicts(check(catalogue, ("liquor", 1), ("wine", 3)))[1] == "declare"
    assert verdicts(check(catalogue, ("wine", 4))) == ["limit"]
    mixed = check(catalogue, ("liquor", 1), ("wine", 1)).lines
    assert [line.is_green for line in mixed] == [False, False]
    assert "pool_mixed" in {reason.code for reason in mixed[1].reasons}


def test_weak_drinks_alone_are_held_against_their_own_line() -> None:
    (row,) = rows(make_liquors(), "wine")
    assert (row.pool.pool_id, row.limit, row.amounts, row.lines) == ("JP-LOW", 2.0, (0.5,), ())


def test_lines_of_other_letters_add_up() -> None:
    spirits = replace(LIQUOR_TYPE, id="liquor")
    wine = replace(LIQUOR_TYPE, id="wine", abv=12.0)
    lines = (make_liquor_pool("A", 1, min_abv=22), make_liquor_pool("B", 1, max_abv=22, group="b"))
    rule = make_rule("liquor", "allowed_with_limit", pool_ids=("A", "B"))
    catalogue = make_catalogue(types=(spirits, wine), rules=(rule,), pools=lines)
    assert [row.pool.pool_id for row in rows(catalogue, "liquor", "wine")] == ["A", "B"]
    assert [use.state for use in check(catalogue, ("liquor", 2), ("wine", 2)).limits] == ["near_limit"] * 2


def test_a_typical_liquor_may_be_without_label_and_a_named_one_is_not() -> None:
    catalogue = make_liquors()
    assert verdicts(check(catalogue, ("liquor", 1))) == ["unknown"]
    named = build_article(catalogue, "liquor", catalogue.products["p-liquor"])
    found = check_basket(catalogue, travel(), [(named, 1, ON)], on=ON)
    assert verdicts(found) == ["limit"]


# Money.


def test_value_counts_the_high_end_of_a_band_at_the_rough_rate() -> None:
    (row,) = rows(make_valued(), "tea")
    assert (row.kind, row.amounts) == ("value", (500_000 / 170,))
    found = check(make_valued(), ("tea", 3))
    assert (found.limits[0].state, verdicts(found), found.lines[0].is_green) == ("near_limit", ["ok"], False)
    assert verdicts(check(make_valued(), ("tea", 4))) == ["declare"]
    assert check(make_valued(), ("tea", 2)).lines[0].is_green
    rates = [notice for notice in found.notices if notice.code == "rate_used"]
    assert [(note.params["unit"], note.params["confidence"]) for note in rates] == [("JPY", "low")]


def test_an_unknown_price_makes_the_sum_a_lower_bound_and_says_so() -> None:
    found = check(make_valued(), ("tea", 1), ("gift", 1))
    assert (found.limits[0].amount, found.limits[0].state) == (500_000 / 170, "amount_unknown")
    assert [line.is_green for line in found.lines] == [True, False]
    assert "value_lower_bound" in {notice.code for notice in found.notices}
    assert verdicts(check(make_valued(), ("tea", 4), ("gift", 1))) == ["declare", "declare"]


def test_without_a_rate_a_sum_is_not_known_and_nothing_is_green() -> None:
    found = check(replace(make_valued(), exchange_rates={}), ("tea", 1))
    assert (found.limits[0].amount, found.limits[0].state) == (None, "amount_unknown")
    assert not found.lines[0].is_green


def test_one_item_is_not_split_between_two_unless_families_share() -> None:
    party = travel(4)
    assert verdicts(check(make_valued(2500.0), ("tea", 1), party=party)) == ["declare"]
    assert verdicts(check(make_valued(2500.0, "AU-VALUE"), ("tea", 1), party=party)) == ["ok"]
    assert verdicts(check(make_valued(3000.0), ("tea", 3), party=party)) == ["ok"]


# Homes without rules, and nobody's home.


def test_a_home_without_rules_is_unknown_and_says_so() -> None:
    for market in ("BR", None):
        found = check(make_pooled(), ("tea", 1), ("honey", 9), party=travel(market=market))
        assert verdicts(found) == ["unknown", "unknown"]
        assert not any(line.is_green for line in found.lines)
        assert found.limits == ()
        assert found.lines[0].answer.reasons[0] == f"market_without_rules:{market or ''}"


def test_a_traveller_who_lives_here_crosses_no_border() -> None:
    found = check(make_pooled(), ("honey", 9), party=travel(market="VN"))
    assert (verdicts(found), found.limits, found.notices) == (["ok"], (), ())
    assert found.lines[0].answer.reasons == ("no_border",)


# Bad input.


@pytest.mark.parametrize("packs", [-1, 1001])
def test_absurd_numbers_of_packs_are_refused(packs: int) -> None:
    with pytest.raises(RequestError, match="G113"):
        check(make_pooled(), ("honey", packs))


@pytest.mark.parametrize("grams", [-1, 1_000_001])
def test_absurd_weights_are_refused(grams: int) -> None:
    catalogue = make_pooled()
    article = replace(build_article(catalogue, "honey"), pack_g=grams)
    with pytest.raises(RequestError, match="G110"):
        check_basket(catalogue, travel(), [(article, 1, ON)], on=ON)


def test_no_packs_count_towards_nothing() -> None:
    found = check(make_pooled(), ("honey", 0), ("egg_cake", 1))
    assert found.limits[0].amount == 0.6
    assert verdicts(check(make_pooled(), ("honey", 0))) == ["limit"]
    assert check(make_pooled(), ("honey", 0)).limits == ()
    assert check_basket(make_pooled(), travel(), [], on=ON) == BasketCheck(lines=(), limits=(), notices=())


# Shelf life.


@pytest.mark.parametrize(("waiting", "way", "spoils"), [(9, 1, False), (10, 1, True), (0, 10, False), (0, 11, True)])
def test_what_spoils_before_it_is_at_home_is_left(waiting: int, way: int, spoils: bool) -> None:
    fresh = make_type(id="fresh", shelf_life_days=10)
    catalogue = make_catalogue(types=(fresh,), rules=(make_rule("tea"),))
    line = (build_article(catalogue, "fresh"), 1, ON - timedelta(days=waiting))
    (found,) = check_basket(catalogue, travel(days_until_home=way), [line], on=ON).lines
    assert (found.verdict is Verdict.PROHIBITED, found.is_green) == (spoils, not spoils)
    assert ("spoils_before_home" in {reason.code for reason in found.reasons}) is spoils


def test_what_must_be_kept_cold_is_asked_about() -> None:
    catalogue = make_catalogue(types=(make_type(id="cold", needs_cold_chain=True),), rules=(make_rule("tea"),))
    assert verdicts(check(catalogue, ("cold", 1))) == ["unknown"]


# Viet Nam's own rules.


def test_old_pieces_are_asked_about_and_new_ones_only_advised() -> None:
    bowl = make_type(id="bowl", carry_home_category="ceramics")
    products = tuple(
        make_product(id=key, name_vi=name, product_type="bowl", ocop_group="food")
        for key, name in (("p-new", "Bát gốm men lam"), ("p-old", "Bình gốm cổ giả men rạn"))
    )
    catalogue = make_catalogue(types=(bowl,), rules=(make_rule("ceramics"),), products=products)
    lines = [(build_article(catalogue, "bowl", product), 1, ON) for product in products]
    new, old = check_basket(catalogue, travel(), lines, on=ON).lines
    assert (new.verdict, new.is_green, old.verdict) == (Verdict.OK, True, Verdict.UNKNOWN)
    assert [reason.code for reason in new.reasons] == ["export_new_only"]


def test_protected_species_need_a_permit_to_leave() -> None:
    agarwood = make_type(id="agarwood", carry_home_category="cites_items")
    catalogue = make_catalogue(types=(agarwood,), rules=(make_rule("cites_items"),))
    assert verdicts(check(catalogue, ("agarwood", 1))) == ["permit"]


@pytest.mark.parametrize(("packs", "adults", "is_said"), [(3, 1, False), (4, 1, True), (6, 2, False), (7, 2, True)])
def test_spirits_over_a_litre_and_a_half_may_need_an_exit_declaration(packs: int, adults: int, is_said: bool) -> None:
    catalogue = replace(make_liquors(), export_rules=(make_exit_rule(),))
    found = check(catalogue, ("liquor", packs), party=travel(adults))
    assert ("export_declare" in {reason.code for reason in found.lines[0].reasons}) is is_said
    assert ("export_declare" in {notice.code for notice in found.notices}) is is_said


def test_goods_over_ten_million_dong_may_need_an_exit_declaration() -> None:
    catalogue = make_valued(1e9)
    assert "export_declare" not in {notice.code for notice in check(catalogue, ("tea", 20)).notices}
    assert "export_declare" in {notice.code for notice in check(catalogue, ("tea", 21)).notices}
    assert verdicts(check(catalogue, ("tea", 21))) == ["declare"]


def make_exit_rule() -> ExportRule:
    return ExportRule(
        rule="exit_declaration",
        detail="spirits",
        effect_in_planner="may need",
        source="a forwarder",
        confidence="low",
        as_of="2024",
    )


# Attributes of a product.


def test_a_product_that_contains_meat_is_judged_by_its_meat() -> None:
    rules = (make_rule("tea"), make_rule("meat_products", "prohibited"))
    plain, meaty = (make_product(id=key, contains_meat=word) for key, word in (("p-a", None), ("p-b", "yes")))
    catalogue = make_catalogue(rules=rules, products=(plain, meaty))
    lines = [(build_article(catalogue, "tea", product), 1, ON) for product in (plain, meaty)]
    assert verdicts(check_basket(catalogue, travel(), lines, on=ON)) == ["ok", "prohibited"]


def test_a_product_may_say_that_it_contains_none() -> None:
    rules = (make_rule("tea"), make_rule("dairy", "prohibited"))
    product = make_product(contains_milk="no")
    catalogue = make_catalogue(types=(make_type(contains_milk="unknown"),), rules=rules, products=(product,))
    lines = [(build_article(catalogue, "tea", one), 1, ON) for one in (None, product)]
    assert verdicts(check_basket(catalogue, travel(), lines, on=ON)) == ["unknown", "ok"]


def test_the_strength_of_a_product_decides_the_line() -> None:
    catalogue = make_liquors()
    weak = replace(catalogue.products["p-liquor"], abv=20.0)
    article = build_article(catalogue, "liquor", weak)
    (row,) = build_limit_rows(replace(catalogue, products={weak.id: weak}), travel(), [article])
    assert row.pool.pool_id == "JP-LOW"
