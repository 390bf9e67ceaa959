"""Baskets over the shipped catalogue: what must hold for every market, and that every reason given is true."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter

from planner.catalogue import load_catalogue
from planner.goods import is_refused
from planner.goods.basket import plan_basket
from planner.goods.carry import check_basket
from planner.model.basket import Basket, Carriage, Gift, Offer, Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.market import MARKETS, Verdict
from planner.settings import load_settings
from tests.support.baskets import draw_offers, make_traveller

START = date(2027, 3, 2)
SETTINGS = load_settings()
WISHES = Wishes(
    budget_vnd=6_000_000, gifts=(Gift(people=3, likes=("food",)), Gift(people=2)), likes=("tea", "handicraft")
)
FULL = ("left_limit_full", "left_air_full", "left_hold_full", "left_luggage_full", "left_no_room", "left_budget")
BARS = ("left_prohibited", "left_permit", "left_over_limit", "left_not_carried", "left_never_offered")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def plan(catalogue: Catalogue, offers: tuple[Offer, ...], traveller: Traveller, wishes: Wishes = WISHES) -> Basket:
    return plan_basket(
        catalogue,
        offers,
        traveller,
        wishes,
        SETTINGS.basket,
        luggage=SETTINGS.luggage,
        refund=SETTINGS.refund,
        on=traveller.leaves_on,
    )


@pytest.fixture(scope="module", params=MARKETS)
def basket(request: pytest.FixtureRequest, catalogue: Catalogue) -> Basket:
    market = request.param
    offers = draw_offers(catalogue, 60, MARKETS.index(market), start=START)
    return plan(catalogue, offers, make_traveller(market))


def test_a_basket_is_proved_and_accounts_for_every_offer(basket: Basket, catalogue: Catalogue) -> None:
    offers = draw_offers(catalogue, 60, MARKETS.index(basket.traveller.market), start=START)
    told = [line.offer for line in basket.lines] + [left.offer for left in basket.left_out]
    assert basket.is_optimal
    assert Counter(told) == Counter(offers)
    assert basket.lines


def test_nothing_barred_is_proposed(basket: Basket, catalogue: Catalogue) -> None:
    for line in basket.lines:
        assert line.check.verdict not in (Verdict.PROHIBITED, Verdict.PERMIT)
        assert line.check.carriage is not Carriage.SHIP
        assert not is_refused(catalogue.product_types[line.offer.article.product_type])


def test_budget_luggage_and_limits_hold(basket: Basket) -> None:
    assert basket.spend_high_vnd <= WISHES.budget_vnd
    assert basket.luggage.cabin_g <= basket.luggage.cabin_limit_g
    assert basket.luggage.hold_g <= basket.luggage.hold_limit_g
    assert basket.luggage.ship_g == 0
    assert basket.luggage.is_complete
    for use in basket.limits:
        assert use.amount is not None
        assert use.amount <= use.limit + 1e-9
        assert use.state in ("within_limit", "near_limit")


def test_everything_keeps_until_home(basket: Basket, catalogue: Catalogue) -> None:
    traveller = basket.traveller
    for line in basket.lines:
        keeps = catalogue.product_types[line.offer.article.product_type].shelf_life_days
        way = (traveller.leaves_on - line.offer.on).days + traveller.days_until_home
        assert keeps is None or keeps > way


def test_presents_and_packs_are_counted_right(basket: Basket) -> None:
    given = sum(int(r.params["count"]) for line in basket.lines for r in line.reasons if r.code == "buy_gift")
    missing = sum(int(r.params["count"]) for r in basket.notices if r.code == "basket_gifts_missing")
    assert given + missing == sum(gift.people for gift in WISHES.gifts)
    for line in basket.lines:
        presents = sum(int(r.params["count"]) for r in line.reasons if r.code == "buy_gift")
        assert line.quantity - presents <= WISHES.max_packs
    assert basket.worth == sum(line.worth for line in basket.lines)


def test_what_is_barred_is_barred_alone(basket: Basket, catalogue: Catalogue) -> None:
    for left in basket.left_out:
        offer = left.offer
        alone = check_basket(
            catalogue, basket.traveller, [(offer.article, 1, offer.on)], on=basket.traveller.leaves_on
        ).lines[0]
        if left.reason.code in ("left_prohibited", "left_not_carried"):
            assert alone.verdict is Verdict.PROHIBITED
        elif left.reason.code == "left_permit":
            assert alone.answer.verdict in (Verdict.PERMIT, Verdict.PROHIBITED)
        elif left.reason.code not in (*BARS, "left_spoils"):
            assert alone.verdict not in (Verdict.PROHIBITED, Verdict.PERMIT)


def test_what_was_left_for_want_of_room_breaks_that_very_limit_when_it_is_added(
    basket: Basket, catalogue: Catalogue
) -> None:
    full = [left for left in basket.left_out if left.reason.code in FULL]
    for left in full[:8]:
        reason = left.reason
        fixed = tuple((line.offer.article.key, line.offer.place_id, line.quantity) for line in basket.lines)
        article = left.offer.article
        wishes = replace(WISHES, fixed=(*fixed, (article.key, left.offer.place_id, 1)), gifts=())
        offers = (*(line.offer for line in basket.lines), left.offer)
        more = plan(catalogue, offers, basket.traveller, wishes)
        if reason.code == "left_budget":
            assert more.spend_high_vnd > WISHES.budget_vnd
        elif reason.code == "left_limit_full":
            over = [use for use in more.limits if use.pool.pool_id == reason.params["pool"]]
            assert any(use.amount > use.limit for use in over)
        elif reason.code != "left_air_full":
            assert more.luggage.ship_g > 0


def test_forcing_in_what_was_left_out_is_never_better(basket: Basket, catalogue: Catalogue) -> None:
    offers = tuple(line.offer for line in basket.lines) + tuple(left.offer for left in basket.left_out)
    worth = [left for left in basket.left_out if left.reason.code in (*FULL, "left_twin", "left_less_worth")]
    for left in worth[::7]:
        wishes = replace(WISHES, fixed=((left.offer.article.key, left.offer.place_id, 1),))
        forced = plan(catalogue, offers, basket.traveller, wishes)
        missing = [notice.code for notice in forced.notices if notice.code == "basket_gifts_missing"]
        # What is fixed is never worth less than nothing, so only points above its crowding could show a mistake.
        assert missing or forced.worth <= basket.worth


@pytest.mark.parametrize("market", ["JP", "EU", "KR", "AU"])
def test_a_lower_budget_or_less_luggage_is_never_better(market: str, catalogue: Catalogue) -> None:
    offers = draw_offers(catalogue, 80, 5, start=START)
    wishes = replace(WISHES, gifts=())
    worths = [
        plan(catalogue, offers, make_traveller(market), replace(wishes, budget_vnd=budget)).worth
        for budget in (0, 500_000, 2_000_000, 2_100_000, 8_000_000, None)
    ]
    assert worths == sorted(worths)
    assert worths[0] == 0 < worths[-1]
    by_weight = [
        plan(catalogue, offers, make_traveller(market, cabin_kg=cabin, hold_kg=hold), wishes).worth
        for cabin, hold in ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (1.0, 1.0), (1.0, 4.0), (4.0, 20.0))
    ]
    assert by_weight == sorted(by_weight)


@pytest.mark.parametrize("days", [1, 3, 10])
def test_the_longer_the_way_home_the_less_is_worth_buying(days: int, catalogue: Catalogue) -> None:
    offers = draw_offers(catalogue, 120, 9, start=START)
    near, far = (
        plan(catalogue, offers, make_traveller("SG", days_until_home=wait)).worth for wait in (days, days + 20)
    )
    assert far <= near


def test_the_same_trip_has_the_same_basket_to_the_byte(catalogue: Catalogue) -> None:
    offers = draw_offers(catalogue, 150, 3, start=START)
    adapter = TypeAdapter(Basket)
    first, second = (adapter.dump_json(plan(catalogue, offers, make_traveller("KR"))) for _ in range(2))
    assert first == second
    assert json.loads(first)["is_optimal"] is True


def test_solving_writes_nothing_on_standard_output(catalogue: Catalogue, capfd: pytest.CaptureFixture[str]) -> None:
    for market in ("HK", "KH"):
        plan(catalogue, draw_offers(catalogue, 200, 1, start=START), make_traveller(market))
    assert capfd.readouterr().out == ""
