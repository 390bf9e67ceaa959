from __future__ import annotations

from datetime import date

import pytest
from goods_builders import make_catalogue, make_good, make_outlet, make_pool, make_product, make_rule, make_type

from planner.errors import UnknownIdError
from planner.goods import get_stars_note, list_products_at
from planner.model.market import Verdict

ON = date(2027, 3, 12)
PLACE = "cv-tea"


def offer(*, products=(), outlets=(), goods=(), types=None, market="JP", limit=8, rules=None):
    catalogue = make_catalogue(
        types=types or (make_type(),),
        rules=(make_rule(),) if rules is None else rules,
        places=(PLACE,),
        products=products,
        outlets=outlets,
        goods=goods,
    )
    return list_products_at(catalogue, PLACE, market=market, on=ON, limit=limit)


def test_named_products_come_before_typical_ones_made_here_first_and_by_held_stars() -> None:
    products = (
        make_product(id="p-found-5", ocop_stars=5),
        make_product(id="p-here-3", ocop_stars=3),
        make_product(id="p-here-nominated", ocop_stars=None, ocop_stars_nominated=5),
        make_product(id="p-here-4", ocop_stars=4),
    )
    outlets = (
        make_outlet(PLACE, "p-found-5", "city_market_same_province"),
        make_outlet(PLACE, "p-here-3"),
        make_outlet(PLACE, "p-here-nominated"),
        make_outlet(PLACE, "p-here-4"),
    )
    listed = offer(products=products, outlets=outlets, goods=(make_good(PLACE, "tea"),))
    assert [row.product_id for row in listed] == ["p-here-4", "p-here-3", "p-here-nominated", "p-found-5", None]
    assert [row.availability for row in listed] == ["made_here_ask"] * 3 + ["may_be_found", "typical_of_place"]
    assert listed[2].stars is None


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"ocop_stars": 5, "expires_year": 2028}, "certified"),
        ({"ocop_stars": 5, "expires_year": 2027}, "expires_this_year"),
        ({"ocop_stars": 5, "expires_year": 2026}, "check_renewal"),
        ({"ocop_stars": 3, "expires_year": None}, "no_year"),
        ({"ocop_stars": None, "ocop_stars_nominated": 5, "expires_year": None}, "nominated"),
        ({"ocop_stars": None, "expires_year": None}, "unknown"),
    ],
)
def test_stars_are_noted_by_the_year_of_the_visit(facts: dict[str, int | None], note: str) -> None:
    assert get_stars_note(make_product(**facts), 2027) == note


def test_a_certificate_that_holds_comes_before_one_to_be_checked() -> None:
    products = (make_product(id="p-a", expires_year=2026), make_product(id="p-b", expires_year=2028))
    listed = offer(products=products, outlets=tuple(make_outlet(PLACE, product.id) for product in products))
    assert [(row.product_id, row.stars_year) for row in listed] == [("p-b", 2025), ("p-a", 2025)]


def test_a_nomination_is_neither_stars_nor_a_year_of_stars() -> None:
    nominated = make_product(ocop_stars=None, ocop_stars_nominated=5)
    (row,) = offer(products=(nominated,), outlets=(make_outlet(PLACE, "p-tea"),))
    assert (row.stars, row.stars_note, row.stars_year) == (None, "nominated", None)


def test_typical_goods_have_no_stars_and_a_price_band_of_their_kind() -> None:
    (row,) = offer(goods=(make_good(PLACE, "tea"),))
    assert (row.is_typical, row.product_id, row.stars, row.stars_note, row.stars_year) == (
        True,
        None,
        None,
        "typical",
        None,
    )
    assert (row.name_vi, row.name_en) == ("Chè", "Tea")
    assert (row.price_vnd, row.price_low_vnd, row.price_high_vnd) == (None, 80_000, 500_000)
    assert row.sources == ("village table",)


def test_the_types_of_the_places_own_products_are_not_listed_again() -> None:
    assert offer(goods=(make_good(PLACE, "tea", is_typical=False),)) == ()


def test_larger_shares_come_first_and_the_list_is_cut() -> None:
    types = (make_type(), make_type(id="salt"), make_type(id="honey"))
    goods = (make_good(PLACE, "salt", 0.2), make_good(PLACE, "tea", 0.5), make_good(PLACE, "honey", 0.3))
    assert [row.product_type for row in offer(types=types, goods=goods)] == ["tea", "honey", "salt"]
    assert [row.product_type for row in offer(types=types, goods=goods, limit=2)] == ["tea", "honey"]


def test_a_known_price_stands_alone_with_its_source() -> None:
    outlets = (make_outlet(PLACE, "p-tea"),)
    (priced,) = offer(products=(make_product(price_vnd=5_000_000, price_source="labang"),), outlets=outlets)
    assert (priced.price_vnd, priced.price_low_vnd, priced.price_source) == (5_000_000, None, "labang")
    (unpriced,) = offer(products=(make_product(),), outlets=outlets)
    assert (unpriced.price_vnd, unpriced.price_low_vnd, unpriced.price_source) == (None, 80_000, None)


def test_services_and_red_lines_are_never_offered() -> None:
    types = (
        make_type(id="tour_service", is_goods=False, carry_home_category=None),
        make_type(id="snake_wine", carry_home_category="snake_wine"),
        make_type(id="agarwood", carry_home_category="cites_items"),
        make_type(id="furniture", carry_home_also=("cites_items",)),
    )
    products = tuple(make_product(id=f"p-{kind.id}", product_type=kind.id) for kind in types[:3])
    outlets = tuple(make_outlet(PLACE, product.id) for product in products)
    goods = tuple(make_good(PLACE, kind.id) for kind in types)
    listed = offer(types=types, products=products, outlets=outlets, goods=goods)
    assert [row.product_type for row in listed] == ["furniture"]


def test_the_verdict_is_carried_with_all_it_rests_on() -> None:
    rule = make_rule(status="declare", unit="personal amount", as_of="2020-04")
    (row,) = offer(goods=(make_good(PLACE, "tea"),), rules=(rule,))
    assert (row.verdict, row.is_green, row.verdict_confidence) == (Verdict.DECLARE, False, "high")
    assert (row.verdict_limit, row.verdict_as_of, row.is_verdict_stale) == ("personal amount", "2020-04", True)
    assert row.verdict_sources == (rule.source,)
    assert row.verdict_reasons == ("category:tea:declare",)


def test_the_verdict_of_a_named_product_is_about_its_own_weight() -> None:
    catalogue = make_catalogue(
        rules=(make_rule(status="allowed_with_limit", pool_ids=("JP-TEA",)),),
        pools=(make_pool(limit=1.0),),
        places=(PLACE,),
        products=(make_product(weight_g=1200),),
        outlets=(make_outlet(PLACE, "p-tea"),),
    )
    (row,) = list_products_at(catalogue, PLACE, market="JP", on=ON)
    assert row.verdict is Verdict.PROHIBITED


@pytest.mark.parametrize("market", [None, "VN"])
def test_without_a_home_abroad_there_is_no_verdict(market: str | None) -> None:
    (row,) = offer(goods=(make_good(PLACE, "tea"),), market=market)
    assert (row.verdict, row.is_green, row.verdict_sources) == (None, False, ())


def test_a_home_without_rules_is_unknown() -> None:
    (row,) = offer(goods=(make_good(PLACE, "tea"),), market="BR")
    assert (row.verdict, row.verdict_reasons) == (Verdict.UNKNOWN, ("market_without_rules:BR",))


def test_an_unknown_place_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError) as caught:
        list_products_at(make_catalogue(places=(PLACE,)), "cv-teas", market=None, on=ON)
    assert (caught.value.code, caught.value.nearest) == ("G105", (PLACE,))
