from __future__ import annotations

from dataclasses import replace
from datetime import date

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

from planner.errors import RequestError, UnknownIdError
from planner.goods import get_verdict
from planner.model.market import STATUS_TO_VERDICT, VERDICT_ORDER, CarryHomeAnswer, Verdict

ON = date(2027, 3, 12)


def ask(*rules, pools=(), kind=None, market: str | None = "JP", product=None, quantity: int = 1) -> CarryHomeAnswer:
    kind = kind or make_type()
    catalogue = make_catalogue(types=(kind,), rules=rules, pools=pools)
    return get_verdict(catalogue, kind.id, market, product=product, quantity=quantity, on=ON)


@pytest.mark.parametrize("status", STATUS_TO_VERDICT)
def test_a_single_rule_speaks_for_itself(status: str) -> None:
    answer = ask(make_rule(status=status))
    assert answer.verdict is STATUS_TO_VERDICT[status]
    assert answer.is_green is (status in ("allowed", "allowed_with_limit"))
    assert answer.reasons == (f"category:tea:{status}",)


@pytest.mark.parametrize("first", STATUS_TO_VERDICT)
@pytest.mark.parametrize("second", STATUS_TO_VERDICT)
def test_the_worst_of_all_categories_decides(first: str, second: str) -> None:
    kind = make_type(carry_home_also=("medicinal_herbs",))
    answer = ask(make_rule(status=first), make_rule("medicinal_herbs", second), kind=kind)
    worst = max(STATUS_TO_VERDICT[first], STATUS_TO_VERDICT[second], key=VERDICT_ORDER.index)
    assert answer.verdict is worst
    assert [rule.category for rule in answer.rules] == ["tea", "medicinal_herbs"]


@pytest.mark.parametrize(
    ("contents", "category"), [("contains_meat", "meat_products"), ("contains_milk", "dairy"), ("contains_egg", "eggs")]
)
def test_what_a_good_contains_counts_and_what_is_not_known_is_amber(contents: str, category: str) -> None:
    rules = (make_rule(), make_rule(category, "prohibited"))
    assert ask(*rules, kind=make_type(**{contents: "yes"})).verdict is Verdict.PROHIBITED
    assert ask(*rules, kind=make_type(**{contents: "no"})).verdict is Verdict.OK
    unsure = ask(*rules, kind=make_type(**{contents: "unknown"}))
    assert (unsure.verdict, unsure.is_green) == (Verdict.UNKNOWN, False)
    assert f"contents_unknown:{contents.removeprefix('contains_')}" in unsure.reasons


def test_unknown_contents_do_not_soften_a_ban() -> None:
    assert ask(make_rule(status="prohibited"), kind=make_type(contains_meat="unknown")).verdict is Verdict.PROHIBITED


def test_a_category_named_twice_is_used_once() -> None:
    kind = make_type(carry_home_also=("eggs",), contains_egg="yes")
    assert [rule.category for rule in ask(make_rule(), make_rule("eggs"), kind=kind).rules] == ["tea", "eggs"]


@pytest.mark.parametrize("market", [None, "BR"])
def test_a_home_without_rules_is_unknown_and_no_error(market: str | None) -> None:
    answer = ask(make_rule(), market=market)
    assert (answer.verdict, answer.is_green, answer.confidence) == (Verdict.UNKNOWN, False, "low")
    assert answer.reasons == (f"market_without_rules:{market or ''}",)
    assert answer.is_stale


def test_a_missing_row_is_unknown_beside_the_rows_that_exist() -> None:
    answer = ask(make_rule(), kind=make_type(carry_home_also=("medicinal_herbs",)))
    assert (answer.verdict, answer.is_green) == (Verdict.UNKNOWN, False)
    assert "no_rule:medicinal_herbs" in answer.reasons


def test_a_service_is_no_good_that_could_be_carried() -> None:
    kind = make_type(id="tour_service", is_goods=False, carry_home_category=None, carry_home_fit=None)
    answer = ask(make_rule(), kind=kind)
    assert (answer.verdict, answer.reasons) == (Verdict.UNKNOWN, ("not_goods:tour_service",))


@pytest.mark.parametrize(
    ("rule", "pool", "fit", "expected"),
    [
        ("high", "high", "exact", "high"),
        ("medium", "high", "exact", "medium"),
        ("high", "low", "exact", "low"),
        ("high", "high", "nearest", "medium"),
        ("low", "high", "nearest", "low"),
        ("unheard of", "high", "exact", "low"),
    ],
)
def test_confidence_is_the_worst_of_what_is_used(rule: str, pool: str, fit: str, expected: str) -> None:
    answer = ask(
        make_rule(status="allowed_with_limit", confidence=rule, pool_ids=("JP-TEA",)),
        pools=(make_pool(confidence=pool),),
        kind=make_type(carry_home_fit=fit),
    )
    assert answer.confidence == expected
    assert answer.is_green is (expected != "low")
    assert ("nearest_fit:tea" in answer.reasons) is (fit == "nearest")


def test_a_rule_or_limit_without_a_source_is_never_green() -> None:
    unsourced = "general knowledge, unverified"
    rule = make_rule(status="allowed_with_limit", pool_ids=("JP-TEA",))
    by_rule = ask(replace(rule, source=unsourced), pools=(make_pool(),))
    by_pool = ask(rule, pools=(make_pool(source=unsourced),))
    assert not by_rule.is_green
    assert not by_pool.is_green
    assert "unsourced" in by_rule.reasons
    assert by_rule.verdict is Verdict.LIMIT
    assert by_pool.sources == ("https://customs.example", unsourced)


def test_an_old_rule_keeps_its_verdict_and_is_marked() -> None:
    answer = ask(make_rule(as_of="2020-04"))
    assert (answer.is_green, answer.is_stale, answer.as_of) == (True, True, "2020-04")
    assert not ask(make_rule(as_of="2026-10")).is_stale


def test_too_much_of_a_food_is_refused_and_nearly_too_much_is_not_green() -> None:
    rule = make_rule(status="allowed_with_limit", limit=1.0, unit="kg", pool_ids=("JP-TEA",))
    answers = [ask(rule, pools=(make_pool(),), quantity=n) for n in range(1, 8)]
    assert [answer.verdict for answer in answers] == [Verdict.LIMIT] * 5 + [Verdict.PROHIBITED] * 2
    assert [answer.is_green for answer in answers] == [True] * 3 + [False] * 4
    assert "over_limit:JP-TEA:1.2:1:kg:together" in answers[5].reasons
    assert (answers[0].limit, answers[0].unit, answers[0].limit_text) == (1.0, "kg", "1 kg")


def test_the_limit_named_is_the_one_used_up_most() -> None:
    rule = make_rule(status="allowed_with_limit", limit=5, unit="kg", pool_ids=("JP-ALL", "JP-EACH"))
    pools = (make_pool("JP-ALL", 40), make_pool("JP-EACH", 5, is_pooled=False))
    answer = ask(rule, pools=pools)
    assert answer.limit == 5
    assert [pool.pool_id for pool in answer.pools] == ["JP-ALL", "JP-EACH"]


def test_a_pool_named_by_two_rules_weighs_the_good_once() -> None:
    kind = make_type(carry_home_also=("nuts",))
    rules = tuple(make_rule(name, "allowed_with_limit", pool_ids=("JP-TEA",)) for name in ("tea", "nuts"))
    answer = ask(*rules, pools=(make_pool(categories=("tea", "nuts")),), kind=kind, quantity=5)
    assert answer.verdict is Verdict.LIMIT


def test_money_is_shown_and_a_second_pack_is_not_green() -> None:
    rule = make_rule(status="allowed_with_limit", limit=5, unit="kg", pool_ids=("JP-TEA", "JP-MONEY"))
    pools = (make_pool(limit=5), make_pool("JP-MONEY", 100_000, "KRW"))
    one, two = (ask(rule, pools=pools, quantity=n) for n in (1, 2))
    assert one.limit_text == "5 kg; 100,000 KRW"
    assert (one.is_green, two.is_green) == (True, False)
    assert "limit_not_computed:JP-MONEY:?:100000:KRW:together" in one.reasons


def test_liquor_over_the_line_is_declared_not_refused() -> None:
    rule = make_rule("liquor", "allowed_with_limit", pool_ids=("JP-HIGH", "JP-LOW"))
    pools = (make_liquor_pool("JP-HIGH", 1, min_abv=22), make_liquor_pool("JP-LOW", 2, max_abv=22))
    answers = [ask(rule, pools=pools, kind=LIQUOR_TYPE, quantity=n) for n in (1, 2, 3)]
    assert [answer.verdict for answer in answers] == [Verdict.LIMIT, Verdict.LIMIT, Verdict.DECLARE]
    assert [pool.pool_id for pool in answers[0].pools] == ["JP-HIGH"]
    wine = replace(LIQUOR_TYPE, abv=12.0)
    assert ask(rule, pools=pools, kind=wine, quantity=4).verdict is Verdict.LIMIT


def test_a_drink_below_the_strength_that_counts_has_no_limit() -> None:
    rule = make_rule("liquor", "allowed_with_limit", limit=1, unit="L >30% vol", pool_ids=("JP-HIGH",))
    pools = (make_liquor_pool("JP-HIGH", 1, min_abv=30),)
    answer = ask(rule, pools=pools, kind=replace(LIQUOR_TYPE, abv=12.0), quantity=9)
    assert (answer.verdict, answer.is_green, answer.limit) == (Verdict.LIMIT, True, None)
    assert "limit_not_for_strength:JP-HIGH:12" in answer.reasons


def test_an_allowance_over_everything_is_listed_and_its_weight_holds() -> None:
    everything = (
        make_pool("JP-VALUE", 200_000, "JPY", categories=("*",), confidence="low"),
        make_pool("JP-WEIGHT", 50, "kg", categories=("*",)),
    )
    one = ask(make_rule(), pools=everything)
    assert (one.verdict, one.is_green, one.confidence) == (Verdict.OK, True, "high")
    assert "allowance:JP-VALUE:200000:JPY" in one.reasons
    assert {pool.pool_id for pool in one.pools} == {"JP-VALUE", "JP-WEIGHT"}
    assert ask(make_rule(), pools=everything, quantity=251).verdict is Verdict.DECLARE


def test_red_lines_nests_and_goods_too_big_for_a_suitcase_are_never_green() -> None:
    for category, reason in (("cites_items", "red_line:cites_items"), ("birds_nest", "often_seized:birds_nest")):
        answer = ask(make_rule(category), kind=make_type(carry_home_category=category))
        assert (answer.verdict, answer.is_green) == (Verdict.OK, False)
        assert reason in answer.reasons
    big = ask(make_rule(), kind=make_type(is_ship_only=True))
    assert not big.is_green
    assert "ship_only" in big.reasons


def test_a_product_brings_its_own_weight_and_group() -> None:
    rule = make_rule(status="allowed_with_limit", pool_ids=("JP-TEA",))
    product = make_product(weight_g=1500, ocop_group="medicinal")
    answer = ask(rule, pools=(make_pool(),), product=product)
    assert answer.verdict is Verdict.PROHIBITED
    assert answer.product_id == product.id
    assert "group:medicinal" in answer.reasons


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_below_one_is_refused(quantity: int) -> None:
    with pytest.raises(RequestError, match="G103"):
        ask(make_rule(), quantity=quantity)


def test_a_product_of_another_type_is_refused() -> None:
    with pytest.raises(RequestError, match="G104"):
        ask(make_rule(), product=make_product(product_type="honey"))


def test_an_unknown_type_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError) as caught:
        get_verdict(make_catalogue(), "tee", "JP", on=ON)
    assert (caught.value.code, caught.value.nearest) == ("G102", ("tea",))
