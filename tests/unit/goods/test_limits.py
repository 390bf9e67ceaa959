from __future__ import annotations

import pytest
from goods_builders import LIQUOR_TYPE, make_liquor_pool, make_pool, make_product, make_rule, make_type

from planner.goods.basis import weigh_pack
from planner.goods.limits import LimitState, check_pool, hold_pool, select_liquor_lines

EU_LINES = (
    make_liquor_pool("EU-HIGH", 1, min_abv=22),
    make_liquor_pool("EU-LOW", 2, max_abv=22),
    make_liquor_pool("EU-WINE-STILL", 4, max_abv=15, group="b"),
    make_liquor_pool("EU-BEER", 16, group="c"),
)
NZ_LINES = (
    make_liquor_pool("NZ-SPIRITS", 3.375, min_abv=22),
    make_liquor_pool("NZ-WINE-BEER", 4.5, max_abv=22, group="b"),
)


@pytest.mark.parametrize(
    ("lines", "abv", "expected"),
    [
        (EU_LINES, 40, ["EU-HIGH"]),
        (EU_LINES, 22.1, ["EU-HIGH"]),
        (EU_LINES, 22, ["EU-LOW"]),
        (EU_LINES, 12, ["EU-LOW"]),
        (EU_LINES, 4, ["EU-LOW"]),
        (EU_LINES, None, ["EU-HIGH"]),
        (NZ_LINES, 40, ["NZ-SPIRITS"]),
        (NZ_LINES, 12, ["NZ-WINE-BEER"]),
        (NZ_LINES, None, ["NZ-SPIRITS"]),
        ((make_liquor_pool("CN-LIQUOR", 1.5, min_abv=12),), 12, ["CN-LIQUOR"]),
        ((make_liquor_pool("CN-LIQUOR", 1.5, min_abv=12),), 11.9, []),
        ((make_liquor_pool("HK-LIQUOR", 1, min_abv=30),), 30, []),
        ((make_liquor_pool("HK-LIQUOR", 1, min_abv=30),), 30.1, ["HK-LIQUOR"]),
        ((make_liquor_pool("JP-LIQUOR", 2.28),), 14, ["JP-LIQUOR"]),
        ((), 40, []),
    ],
)
def test_a_drink_is_held_against_the_line_of_its_strength(lines: tuple, abv: float | None, expected: list[str]) -> None:
    assert [pool.pool_id for pool in select_liquor_lines(lines, abv).pools] == expected


def test_a_line_for_wine_is_used_for_want_of_a_better_one_and_said_to_be_unsure() -> None:
    assert select_liquor_lines(EU_LINES, 12).is_certain
    chosen = select_liquor_lines(NZ_LINES, 12)
    assert not chosen.is_certain
    assert chosen.reasons == ("low_strength_line:NZ-WINE-BEER",)


def test_an_unknown_strength_is_said() -> None:
    assert select_liquor_lines(EU_LINES, None).reasons == ("abv_unknown",)


def _state(quantity: int, *, pool=None, kind=None, product=None, status="allowed_with_limit") -> LimitState:
    pool = pool or make_pool(limit=1.0)
    rule = make_rule(status=status, pool_ids=(pool.pool_id,))
    kind = kind or make_type()
    pack_g, volume_ml = weigh_pack(kind, product)
    check = check_pool(hold_pool(pool, (rule.category,), (rule,)), pack_g, volume_ml, quantity)
    return check.state


@pytest.mark.parametrize(("quantity", "expected"), [(1, "within_limit"), (3, "within_limit"), (4, "near_limit")])
def test_up_to_the_limit_the_amount_is_within_and_near_from_80_percent(quantity: int, expected: str) -> None:
    assert _state(quantity) == expected


def test_exactly_the_limit_is_not_over_it() -> None:
    assert _state(5) is LimitState.NEAR
    assert _state(6) is LimitState.OVER_FOOD


def test_over_a_liquor_line_or_over_all_goods_is_duty_and_not_a_ban() -> None:
    assert _state(3, pool=make_liquor_pool("JP-L", 1), kind=LIQUOR_TYPE) is LimitState.OVER_DUTY_FREE
    assert _state(6, pool=make_pool(categories=("*",))) is LimitState.OVER_DUTY_FREE


def test_over_a_threshold_beside_plain_allowed_is_a_notification() -> None:
    assert _state(6, status="allowed") is LimitState.OVER_THRESHOLD


def test_money_is_not_computed_and_an_unknown_weight_stays_unknown() -> None:
    assert _state(1, pool=make_pool(limit=100_000, unit="KRW")) is LimitState.NOT_COMPUTED
    assert _state(1, kind=make_type(typical_pack_g=None)) is LimitState.AMOUNT_UNKNOWN


def test_a_product_is_weighed_by_its_own_weight() -> None:
    assert _state(1, product=make_product(weight_g=1100)) is LimitState.OVER_FOOD
    assert _state(1, product=make_product(weight_g=None)) is LimitState.WITHIN


def test_the_reason_names_pool_amount_limit_and_scope() -> None:
    pool = make_pool(limit=2.28, is_pooled=False)
    check = check_pool(hold_pool(pool, ("tea",), (make_rule(),)), 200, None, 3)
    assert check.reason == "within_limit:JP-TEA:0.6:2.28:kg:each"
