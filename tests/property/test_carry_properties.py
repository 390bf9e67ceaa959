"""What must hold of every verdict, over the whole table and over baskets drawn at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.goods import get_verdict
from planner.goods.articles import build_article
from planner.goods.basis import UNSOURCED, list_categories
from planner.goods.carry import check_basket
from planner.goods.limit_rows import build_limit_rows
from planner.model.basket import BasketCheck, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS, VERDICT_ORDER, Pool, Verdict

ON = date(2027, 3, 12)
CATALOGUE = load_catalogue()
GOODS = tuple(sorted(kind.id for kind in CATALOGUE.product_types.values() if kind.is_goods))
NAMED = tuple(sorted(CATALOGUE.products))
WAYS_OUT = (None, "gw-noi-bai", "gw-huu-nghi-gate")

CONTENTS = {"contains_meat": "meat_products", "contains_milk": "dairy", "contains_egg": "eggs"}

keys = st.one_of(st.sampled_from(GOODS), st.sampled_from(NAMED))
lines = st.lists(st.tuples(keys, st.integers(1, 60), st.integers(0, 20)), min_size=1, max_size=6)
markets = st.sampled_from((*MARKETS, "BR"))
parties = st.builds(
    Traveller,
    market=markets,
    adults=st.integers(1, 4),
    children=st.integers(0, 2),
    leaves_on=st.just(ON),
    leaves_from=st.sampled_from(WAYS_OUT),
    days_until_home=st.integers(0, 5),
)

Drawn = list[tuple[str, int, int]]


def check(catalogue: Catalogue, traveller: Traveller, drawn: Drawn) -> BasketCheck:
    """Return the check of articles by key, packs and days between purchase and departure."""
    bought = []
    for key, packs, days in drawn:
        product = catalogue.products.get(key)
        article = build_article(catalogue, product.product_type if product else key, product, on=ON)
        bought.append((article, packs, ON - timedelta(days=days)))
    return check_basket(catalogue, traveller, bought, on=ON)


def is_no_better(before: BasketCheck, after: BasketCheck) -> bool:
    """Whether no line of the first is better in the second, which may have further lines."""
    return all(
        VERDICT_ORDER.index(new.verdict) >= VERDICT_ORDER.index(old.verdict) and new.is_green <= old.is_green
        for old, new in zip(before.lines, after.lines, strict=False)
    )


@pytest.mark.parametrize("market", MARKETS)
def test_nothing_is_green_where_a_category_is_prohibited_unsure_or_unknown(market: str) -> None:
    """Over the full table: every product type and product, alone and in a basket, by air and by land."""
    goods = [(kind, None) for kind in CATALOGUE.product_types.values()]
    named = [(CATALOGUE.product_types[product.product_type], product) for product in CATALOGUE.products.values()]
    for kind, product in [*goods, *named]:
        contents = {name: getattr(product, name, None) or getattr(kind, name) for name in CONTENTS}
        inside = [category for name, category in CONTENTS.items() if contents[name] == "yes"]
        rules = [CATALOGUE.carry_home.get((market, category)) for category in (*list_categories(kind), *inside)]
        may_be = bool(rules) and all(
            rule is not None
            and rule.status in ("allowed", "allowed_with_limit")
            and rule.confidence in ("medium", "high")
            and UNSOURCED not in rule.source
            for rule in rules
        )
        may_be = may_be and "unknown" not in contents.values()
        worst = any(rule is not None and rule.status == "prohibited" for rule in rules)
        answer = get_verdict(CATALOGUE, kind.id, market, product=product, on=ON)
        assert may_be or not answer.is_green, (market, kind.id)
        assert not worst or answer.verdict is Verdict.PROHIBITED
        key = product.id if product else kind.id
        for way in WAYS_OUT:
            traveller = Traveller(market=market, adults=2, children=0, leaves_on=ON, leaves_from=way)
            (line,) = check(CATALOGUE, traveller, [(key, 1, 0)]).lines
            assert may_be or not line.is_green, (market, key, way)
            assert not worst or line.verdict is Verdict.PROHIBITED
            assert line.verdict in (Verdict.OK, Verdict.LIMIT) or not line.is_green


@given(traveller=parties, drawn=lines, further=lines)
@settings(max_examples=150, deadline=None)
def test_adding_goods_never_improves_a_verdict(traveller: Traveller, drawn: Drawn, further: Drawn) -> None:
    before = check(CATALOGUE, traveller, drawn)
    assert is_no_better(before, check(CATALOGUE, traveller, [*drawn, *further]))


@given(traveller=parties, drawn=lines, more=st.integers(1, 40), which=st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_more_packs_never_improve_a_verdict(traveller: Traveller, drawn: Drawn, more: int, which: int) -> None:
    chosen = which % len(drawn)
    heavier = [(key, packs + more * (number == chosen), days) for number, (key, packs, days) in enumerate(drawn)]
    assert is_no_better(check(CATALOGUE, traveller, drawn), check(CATALOGUE, traveller, heavier))


@given(traveller=parties, drawn=lines, limit=st.floats(0.05, 50.0), is_pooled=st.booleans(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_adding_a_pool_never_improves_a_verdict(
    traveller: Traveller, drawn: Drawn, limit: float, is_pooled: bool, data: st.DataObject
) -> None:
    found = sorted({rule.category for rule in CATALOGUE.carry_home.values()} - {"liquor", "duty_free_value"})
    categories = tuple(data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=8, unique=True)))
    stricter = add_pool(CATALOGUE, traveller.market or "", limit, categories, is_pooled=is_pooled)
    assert is_no_better(check(CATALOGUE, traveller, drawn), check(stricter, traveller, drawn))


def add_pool(
    catalogue: Catalogue, market: str, limit: float, categories: tuple[str, ...], *, is_pooled: bool
) -> Catalogue:
    pool = Pool(
        pool_id=f"{market}-NEW",
        market=market,
        limit=limit,
        unit="kg",
        is_pooled=is_pooled,
        categories=categories,
        min_abv=None,
        max_abv=None,
        alternative_group=None,
        note=None,
        source="https://customs.example",
        confidence="high",
        as_of="see carry_home rows",
    )
    rules = {
        key: replace(rule, pool_ids=(*rule.pool_ids, pool.pool_id))
        if rule.market == market and rule.category in categories
        else rule
        for key, rule in catalogue.carry_home.items()
    }
    return replace(catalogue, carry_home=rules, pools={**catalogue.pools, pool.pool_id: pool})


@given(traveller=parties, drawn=lines)
@settings(max_examples=100, deadline=None)
def test_a_further_way_home_and_an_earlier_purchase_never_improve_a_verdict(traveller: Traveller, drawn: Drawn) -> None:
    before = check(CATALOGUE, traveller, drawn)
    longer = replace(traveller, days_until_home=traveller.days_until_home + 3)
    assert is_no_better(before, check(CATALOGUE, longer, drawn))
    assert is_no_better(before, check(CATALOGUE, traveller, [(key, packs, days + 2) for key, packs, days in drawn]))


@given(traveller=parties, drawn=lines)
@settings(max_examples=100, deadline=None)
def test_another_adult_never_worsens_the_border(traveller: Traveller, drawn: Drawn) -> None:
    more = replace(traveller, adults=traveller.adults + 1)
    assert is_no_better(check(CATALOGUE, more, drawn), check(CATALOGUE, traveller, drawn))


@given(traveller=parties, drawn=lines)
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_lines_does_not_matter(traveller: Traveller, drawn: Drawn) -> None:
    there = check(CATALOGUE, traveller, drawn).lines
    back = check(CATALOGUE, traveller, drawn[::-1]).lines[::-1]
    assert [(line.key, line.verdict, line.is_green) for line in there] == [
        (line.key, line.verdict, line.is_green) for line in back
    ]


@given(traveller=parties, drawn=lines)
@settings(max_examples=100, deadline=None)
def test_a_basket_within_every_row_is_refused_by_no_limit(traveller: Traveller, drawn: Drawn) -> None:
    """The rows that a basket is solved over and the check it is refereed with say the same."""
    found = check(CATALOGUE, traveller, drawn)
    articles = []
    for key, _, _ in drawn:
        product = CATALOGUE.products.get(key)
        articles.append(build_article(CATALOGUE, product.product_type if product else key, product, on=ON))
    over = {
        row.pool.pool_id
        for row in build_limit_rows(CATALOGUE, traveller, articles)
        if sum((amount or 0.0) * packs for amount, (_, packs, _) in zip(row.amounts, drawn, strict=True))
        > row.limit * (1 + 1e-9)
    }
    assert over <= {use.pool.pool_id for use in found.limits if use.state.startswith("over_")}


@given(drawn=lines, traveller=parties)
@settings(max_examples=50, deadline=None)
def test_memory_of_one_catalogue_says_nothing_of_another(traveller: Traveller, drawn: Drawn) -> None:
    check(CATALOGUE, traveller, drawn)
    banned = replace(
        CATALOGUE,
        carry_home={key: replace(rule, status="prohibited", pool_ids=()) for key, rule in CATALOGUE.carry_home.items()},
    )
    for line in check(banned, traveller, drawn).lines:
        assert line.verdict is Verdict.PROHIBITED or not line.answer.rules
        assert not line.is_green
