"""What a basket buys, where, and what it says of it; small catalogues, one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from goods_builders import make_catalogue, make_good, make_outlet, make_pool, make_product, make_rule, make_type

from planner.errors import RequestError, UnknownIdError
from planner.goods.articles import list_offers_at
from planner.goods.basket import plan_basket, recheck_basket
from planner.model.basket import Basket, Gift, Offer, Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.market import Verdict
from planner.model.product import ProductType
from planner.settings import load_settings
from tests.support.baskets import make_traveller

START = date(2027, 3, 12)
SETTINGS = load_settings()
TEA = make_type()
PLACES = ("a", "b", "c")


def build(kinds: Sequence[ProductType] = (TEA,), **facts: Any) -> Catalogue:
    """Return a catalogue in which all goods may go to Japan unless `rules` say otherwise."""
    usual = {
        "types": tuple(kinds),
        "places": PLACES,
        "rules": tuple(make_rule(category) for category in {kind.carry_home_category for kind in kinds}),
        "goods": tuple(make_good("a", kind.id) for kind in kinds),
    }
    return make_catalogue(**(usual | facts))


def offer(catalogue: Catalogue, **days: int) -> tuple[Offer, ...]:
    """Return what places offer on days of the trip; by default place a on the first."""
    stops = days or {"a": 1}
    return tuple(
        found
        for place, day in stops.items()
        for found in list_offers_at(catalogue, place, day=day, on=START + timedelta(days=day - 1))
    )


def plan(
    catalogue: Catalogue,
    offers: Sequence[Offer] | None = None,
    traveller: Traveller | None = None,
    rules: Mapping[str, object] | None = None,
    **wishes: Any,
) -> Basket:
    return plan_basket(
        catalogue,
        offer(catalogue) if offers is None else offers,
        traveller or make_traveller(leaves_on=START + timedelta(days=3)),
        Wishes(**wishes),
        replace(SETTINGS.basket, **(rules or {})),
        luggage=SETTINGS.luggage,
        refund=SETTINGS.refund,
        on=START,
    )


def count(basket: Basket) -> dict[str, int]:
    return {line.offer.article.key: line.quantity for line in basket.lines}


def tell_left(basket: Basket) -> dict[str, str]:
    return {left.offer.article.key: left.reason.code for left in basket.left_out}


def tell_why(basket: Basket) -> list[str]:
    return [reason.code for line in basket.lines for reason in line.reasons]


def test_an_empty_offer_makes_an_empty_basket() -> None:
    basket = plan(build(), ())
    assert (basket.lines, basket.left_out, basket.worth, basket.is_optimal) == ((), (), 0, True)


def test_a_second_and_third_pack_are_worth_less() -> None:
    worths = [plan(build(), max_packs=packs).worth for packs in (1, 2, 3)]
    gains = [worths[0], worths[1] - worths[0], worths[2] - worths[1]]
    assert gains == sorted(gains, reverse=True)
    assert gains[2] >= 0


def test_the_budget_is_held_against_the_high_end_of_prices() -> None:
    assert count(plan(build(), budget_vnd=1_000_000)) == {"tea": 2}
    short = plan(build(), budget_vnd=499_999)
    assert tell_left(short) == {"tea": "left_too_dear"}
    assert short.left_out[0].reason.params["vnd"] == 500_000


def test_without_a_price_nothing_is_bought_on_a_budget() -> None:
    catalogue = build([make_type(price_low_vnd=None, price_high_vnd=None)])
    assert tell_left(plan(catalogue, budget_vnd=10**9)) == {"tea": "left_no_price"}
    assert "tea" in count(plan(catalogue))


def test_what_does_not_fit_the_rest_of_the_budget_says_so() -> None:
    kinds = [TEA, make_type(id="silk", price_low_vnd=800_000, price_high_vnd=900_000)]
    basket = plan(build(kinds), budget_vnd=900_000, max_packs=1)
    assert count(basket) == {"tea": 1}
    assert tell_left(basket) == {"silk": "left_budget"}


@pytest.mark.parametrize(("status", "code"), [("prohibited", "left_prohibited"), ("permit", "left_permit")])
def test_what_may_not_go_home_is_never_proposed_and_names_its_rule(status: str, code: str) -> None:
    basket = plan(build(rules=(make_rule(status=status),)))
    assert not basket.lines
    assert basket.left_out[0].reason.code == code
    params = basket.left_out[0].reason.params
    assert (params["market"], params["goods"], params["source"], params["as_of"], params["confidence"]) == (
        "JP", "tea", "https://customs.example", "2026-10", "high",
    )  # fmt: skip


def test_refused_goods_are_never_proposed_even_when_somebody_offers_them() -> None:
    wine = make_type(id="snake_wine", carry_home_category="snake_wine")
    catalogue = build([wine])
    smuggled = replace(offer(build())[0], article=replace(offer(build())[0].article, product_type="snake_wine"))
    for market in ("JP", None, "VN"):
        basket = plan(catalogue, [smuggled], make_traveller(market))
        assert not basket.lines
        assert basket.left_out[0].reason.code == "left_never_offered"


def test_of_two_equal_goods_the_green_one_is_bought() -> None:
    green, amber = make_type(id="amber"), make_type(id="green", carry_home_category="nuts")
    green, amber = amber, replace(green, carry_home_category="tea")
    rules = (make_rule("tea", "declare"), make_rule("nuts"))
    catalogue = build([amber, green], rules=rules)
    assert count(plan(catalogue, budget_vnd=500_000)) == {"green": 1}
    both = plan(catalogue, max_packs=1)
    assert count(both) == {"amber": 1, "green": 1}
    worth = {line.offer.article.key: line.worth for line in both.lines}
    assert worth["amber"] < worth["green"]


def test_a_limit_over_categories_is_shared_and_the_fullness_told() -> None:
    kinds = [make_type(id="honey", carry_home_category="honey", typical_pack_g=600), replace(TEA, typical_pack_g=600)]
    pool = make_pool("JP-POOL", 0.6, categories=("honey", "tea"))
    rules = tuple(make_rule(name, "allowed_with_limit", pool_ids=("JP-POOL",)) for name in ("honey", "tea"))
    catalogue = build(kinds, rules=rules, pools=(pool,))
    basket = plan(catalogue, max_packs=1, fixed=(("tea", "a", 2),))
    assert count(basket) == {"tea": 2}
    left = basket.left_out[0].reason
    assert (left.code, left.params["pool"], left.params["limit"]) == ("left_limit_full", "JP-POOL", 1.2)
    assert all(use.amount <= use.limit for use in basket.limits)


@pytest.mark.parametrize(("limit", "packs"), [(0.5, 0), (0.6, 2), (1.0, 2), (1.2, 4)])
def test_nobody_carries_half_a_pack_for_another(limit: float, packs: int) -> None:
    pool = make_pool("JP-TEA", limit)
    rules = (make_rule("tea", "allowed_with_limit", pool_ids=("JP-TEA",)),)
    catalogue = build([replace(TEA, typical_pack_g=600)], rules=rules, pools=(pool,))
    basket = plan(catalogue, max_packs=4, rules={"same_kind": 0})
    assert count(basket).get("tea", 0) == packs
    assert all(line.check.verdict is Verdict.LIMIT for line in basket.lines)
    if not packs:
        assert tell_left(basket) == {"tea": "left_over_limit"}


def test_duty_is_only_risked_where_it_is_accepted() -> None:
    liquor = make_type(id="liquor", carry_home_category="liquor", volume_ml=500, abv=20.0, typical_pack_g=500)
    pool = make_pool("JP-LIQUOR", 0.5, "L", categories=("liquor",))
    rules = (make_rule("liquor", "allowed_with_limit", pool_ids=("JP-LIQUOR",)),)
    catalogue = build([liquor], rules=rules, pools=(pool,))
    assert count(plan(catalogue)) == {"liquor": 2}
    paying = plan(catalogue, rules={"is_duty_accepted": True, "same_kind": 0})
    assert count(paying)["liquor"] > 2
    assert paying.lines[0].check.verdict is Verdict.DECLARE


def test_luggage_holds_no_more_than_it_can() -> None:
    catalogue = build([make_type(id="stone", typical_pack_g=4000, carry_home_category="tea")])
    traveller = make_traveller(leaves_on=START, cabin_kg=0.0, hold_kg=5.0)
    basket = plan(catalogue, traveller=traveller)
    assert count(basket) == {"stone": 2}
    assert basket.luggage.hold_g <= basket.luggage.hold_limit_g
    assert basket.luggage.ship_g == 0
    nothing = make_traveller(leaves_on=START, cabin_kg=0.0, hold_kg=0.0)
    assert not plan(catalogue, traveller=nothing).lines


def test_what_does_not_travel_along_is_sent_on_request_alone() -> None:
    catalogue = build([make_type(is_ship_only=True, typical_pack_g=25_000)])
    assert tell_left(plan(catalogue)) == {"tea": "left_ship_only"}
    sent = plan(catalogue, rules={"proposes_shipping": True})
    assert count(sent)["tea"] >= 1
    assert "buy_shipped" in tell_why(sent)
    assert sent.luggage.hold_g == sent.luggage.cabin_g == 0
    assert sent.luggage.ship_g > 0
    assert not sent.refund.shops  # only what is carried out brings tax back


@pytest.mark.parametrize(("days", "is_bought"), [(4, False), (5, True)])
def test_a_cake_is_bought_only_where_it_keeps_until_home(days: int, is_bought: bool) -> None:
    # Three days of travelling, one day home, and one to eat it.
    catalogue = build([make_type(id="cake", shelf_life_days=days)])
    basket = plan(catalogue)
    assert ("cake" in count(basket)) is is_bought
    if not is_bought:
        assert tell_left(basket) == {"cake": "left_spoils"}


def test_a_cake_is_bought_at_the_stop_where_it_still_keeps() -> None:
    catalogue = build([make_type(id="cake", shelf_life_days=4)], goods=(make_good("a", "cake"), make_good("b", "cake")))
    basket = plan(catalogue, offer(catalogue, a=1, b=3))
    assert [line.offer.place_id for line in basket.lines] == ["b"]
    assert tell_left(basket) == {"cake": "left_spoils"}


def test_cold_goods_are_bought_on_the_last_day_alone() -> None:
    frozen = make_type(id="frozen", needs_cold_chain=True, shelf_life_days=180)
    catalogue = build([frozen], goods=(make_good("a", "frozen"), make_good("b", "frozen")))
    basket = plan(catalogue, offer(catalogue, a=1, b=4))
    assert [line.offer.place_id for line in basket.lines] == ["b"]
    assert tell_left(basket) == {"frozen": "left_cold"}


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({}, "a", None),
        ({"is_fragile": True}, "b", "here_late_fragile"),
        ({"is_liquid": True, "volume_ml": 500}, "b", "here_late_liquid"),
        ({"typical_pack_g": 1500}, "b", "here_late_heavy"),
        ({"shelf_life_days": 59}, "b", "here_late_fresh"),
        ({"shelf_life_days": 60}, "a", None),
    ],
)
def test_burdens_are_bought_late_and_all_else_where_it_is_met_first(
    changes: dict[str, object], place: str, code: str | None
) -> None:
    catalogue = build([make_type(**changes)], goods=(make_good("a", "tea"), make_good("b", "tea")))
    basket = plan(catalogue, offer(catalogue, a=1, b=3))
    assert [line.offer.place_id for line in basket.lines] == [place]
    assert code is None or code in tell_why(basket)
    left = basket.left_out[0]
    assert (left.reason.code, left.reason.params["place"]) == ("left_other_stop", place)


def test_the_maker_comes_before_a_late_day() -> None:
    kind = make_type(is_fragile=True, is_liquid=True, volume_ml=500, typical_pack_g=2000, shelf_life_days=59)
    outlets = (make_outlet("a", "p-tea"), make_outlet("b", "p-tea", "same_province"))
    catalogue = build([kind], products=(make_product(),), outlets=outlets, goods=())
    late = make_traveller(leaves_on=START + timedelta(days=13))
    basket = plan(catalogue, offer(catalogue, a=1, b=14), late)
    assert [line.offer.place_id for line in basket.lines] == ["a"]
    assert "here_maker" in tell_why(basket)


def test_the_stop_changes_nothing_of_what_is_bought() -> None:
    kinds = [make_type(id=name, is_fragile=name == "pot") for name in ("pot", "tea", "silk")]
    goods = tuple(make_good(place, kind.id) for place in PLACES for kind in kinds)
    catalogue = build(kinds, goods=goods)
    one, all_three = (
        plan(catalogue, offer(catalogue, **stops), budget_vnd=2_000_000)
        for stops in ({"a": 1}, {"a": 1, "b": 2, "c": 3})
    )
    assert count(one) == count(all_three)
    assert one.worth == all_three.worth


def test_every_person_gets_what_they_like() -> None:
    kinds = [TEA, make_type(id="silk", ocop_group="handicraft")]
    basket = plan(build(kinds), gifts=(Gift(people=4, likes=("handicraft",)), Gift(people=2)), max_packs=0)
    assert sum(count(basket).values()) == 6
    assert count(basket)["silk"] >= 4
    assert not basket.notices or all(notice.code != "basket_gifts_missing" for notice in basket.notices)
    given = sum(int(r.params["count"]) for line in basket.lines for r in line.reasons if r.code == "buy_gift")
    assert given == 6


def test_presents_that_do_not_fit_are_as_many_as_fit_and_the_rest_is_told() -> None:
    basket = plan(build(), gifts=(Gift(people=5),), budget_vnd=1_700_000)
    assert count(basket) == {"tea": 3}
    missing = [notice for notice in basket.notices if notice.code == "basket_gifts_missing"]
    assert [notice.params["count"] for notice in missing] == [2]


def test_a_pack_fixed_by_hand_is_one_somebody_may_get() -> None:
    basket = plan(build(), gifts=(Gift(people=2),), fixed=(("tea", "a", 3),))
    assert count(basket) == {"tea": 3}
    assert {"buy_by_hand", "buy_gift"} <= set(tell_why(basket))


def test_what_is_fixed_is_kept_whatever_the_rules_say_and_nothing_makes_it_worse() -> None:
    kinds = [make_type(id="honey", carry_home_category="honey", typical_pack_g=600), TEA, make_type(id="silk")]
    pool = make_pool("JP-POOL", 0.5, categories=("honey", "tea"))
    rules = tuple(make_rule(name, "allowed_with_limit", pool_ids=("JP-POOL",)) for name in ("honey", "tea"))
    catalogue = build(kinds, rules=rules, pools=(pool,))
    basket = plan(catalogue, fixed=(("honey", "a", 4),), max_packs=1)
    assert count(basket) == {"honey": 4}
    assert basket.lines[0].check.verdict is Verdict.PROHIBITED
    assert set(tell_left(basket).values()) == {"left_limit_full"}
    barred = plan(build(rules=(make_rule(status="prohibited"),)), fixed=(("tea", "a", 2),))
    assert count(barred) == {"tea": 2}
    assert barred.worth <= 0
    assert barred.lines[0].check.verdict is Verdict.PROHIBITED


def test_a_budget_that_choices_break_is_told_and_gets_nothing_more() -> None:
    kinds = [TEA, make_type(id="silk", price_low_vnd=1, price_high_vnd=1)]
    basket = plan(build(kinds), fixed=(("tea", "a", 3),), budget_vnd=1_000_000)
    assert count(basket) == {"tea": 3}
    over = [notice for notice in basket.notices if notice.code == "basket_over_budget"]
    assert [notice.params["vnd"] for notice in over] == [500_000]
    assert tell_left(basket) == {"silk": "left_budget"}


def test_no_packs_by_hand_means_not_here() -> None:
    catalogue = build(goods=(make_good("a", "tea"), make_good("b", "tea")))
    offers = offer(catalogue, a=1, b=2)
    basket = plan(catalogue, offers, fixed=(("tea", "a", 0),))
    assert [line.offer.place_id for line in basket.lines] == ["b"]
    assert not plan(catalogue, offers, fixed=(("tea", "a", 0), ("tea", "b", 0))).lines


def test_enough_of_a_kind_is_told_with_its_twin() -> None:
    products = tuple(make_product(id=f"p{n}", name_vi=f"Chè {n}", ocop_stars=stars) for n, stars in ((1, 5), (2, 3)))
    outlets = tuple(make_outlet("a", product.id) for product in products)
    catalogue = build(products=products, outlets=outlets, goods=())
    basket = plan(catalogue, rules={"same_kind": 5000, "same_kind_max": 5000})
    assert count(basket) == {"p1": 1}
    assert basket.left_out[0].reason.params == {"name": "Chè 1", "place": "a"}
    assert tell_left(basket) == {"p2": "left_twin"}


def test_what_costs_more_than_it_is_worth_is_left() -> None:
    gold = make_type(price_low_vnd=40_000_000, price_high_vnd=50_000_000)
    assert tell_left(plan(build([gold]))) == {"tea": "left_less_worth"}


def test_likings_decide_between_equals() -> None:
    kinds = [make_type(id=name) for name in ("silk", "tea", "pot")]
    basket = plan(build(kinds), likes=("pot", "homestay"), budget_vnd=500_000)
    assert count(basket) == {"pot": 1}
    assert "buy_liked" in tell_why(basket)


def test_a_market_without_rules_leaves_everything_unknown_and_still_plans() -> None:
    basket = plan(build(), traveller=make_traveller("BR", leaves_on=START))
    assert basket.lines
    assert {line.check.verdict for line in basket.lines} == {Verdict.UNKNOWN}
    at_home = plan(build(rules=()), traveller=make_traveller("VN", leaves_on=START))
    assert at_home.worth > basket.worth


def test_editing_checks_and_proposes_nothing() -> None:
    kinds = [TEA, make_type(id="silk")]
    catalogue = build(kinds, rules=(make_rule(status="prohibited"),))
    args = (catalogue, offer(catalogue), make_traveller(leaves_on=START), Wishes(budget_vnd=100), SETTINGS.basket)
    rest = {"luggage": SETTINGS.luggage, "refund": SETTINGS.refund, "on": START}
    basket = recheck_basket(*args, packs={("tea", "a"): 2, ("silk", "a"): 0}, **rest)
    assert (count(basket), basket.is_optimal) == ({"tea": 2}, False)
    assert basket.lines[0].check.verdict is Verdict.PROHIBITED
    assert tell_left(basket) == {"silk": "left_by_hand"}
    assert basket.wishes.fixed == (("tea", "a", 2), ("silk", "a", 0))
    assert not recheck_basket(*args, packs={}, **rest).lines


def test_worth_and_sums_are_those_of_the_lines() -> None:
    goods = (make_good("a", "tea"), make_good("b", "tea"))
    catalogue = build(goods=goods)
    basket = plan(catalogue, offer(catalogue, a=1, b=2), fixed=(("tea", "a", 2), ("tea", "b", 1)))
    assert sum(line.worth for line in basket.lines) == basket.worth > 0
    assert (basket.spend_low_vnd, basket.spend_high_vnd) == (240_000, 1_500_000)


@pytest.mark.parametrize(
    "wishes",
    [
        {"budget_vnd": -1},
        {"gifts": (Gift(people=-1),)},
        {"max_packs": -1},
        {"max_packs": 10**9},
        {"fixed": (("tea", "a", -1),)},
        {"fixed": (("tea", "a", 10**9),)},
    ],
)
def test_wishes_out_of_range_are_refused(wishes: dict[str, object]) -> None:
    with pytest.raises(RequestError) as refused:
        plan(build(), **wishes)
    assert refused.value.code == "G120"


def test_an_article_that_no_stop_offers_cannot_be_fixed() -> None:
    with pytest.raises(UnknownIdError) as unknown:
        plan(build(), fixed=(("te", "a", 1),))
    assert (unknown.value.code, unknown.value.nearest) == ("G121", ("tea",))


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{0.__class__}", "%s%n\x00"])
def test_hostile_names_change_nothing(name: str) -> None:
    plain, hostile = (
        build(products=(make_product(name_vi=text),), outlets=(make_outlet("a", "p-tea"),)) for text in ("Chè", name)
    )
    one, other = plan(plain, gifts=(Gift(people=1),)), plan(hostile, gifts=(Gift(people=1),))
    assert count(one) == count(other)
    assert one.worth == other.worth
    assert {line.offer.article.name_vi for line in other.lines if line.offer.article.product_id} == {name}
