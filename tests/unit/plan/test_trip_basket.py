"""What to buy on a trip: whose basket it is, what is said of it, what becomes of it when the trip changes."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner.check import check_plan
from planner.errors import PlannerError
from planner.goods.notes import note_price
from planner.model.basket import Gift, Wishes
from planner.model.edits import Edits
from planner.model.itinerary import Itinerary, dump_plan, load_plan
from planner.model.market import HOME_COUNTRY, Verdict
from planner.model.request import Party, TripRequest
from planner.optimise import SolveParams
from planner.plan import Planner
from planner.plan.basket import build_traveller, find_goods, find_market, read_likes, read_wishes

BRIEF = SolveParams(iterations=400)
REQUEST = TripRequest(
    start="gw-can-tho",
    start_date=dt.date(2027, 1, 20),
    days=2,
    interests={"shopping": 2, "food": 2},
    home_market="Japan",
    shopping_budget_vnd_per_person=1_500_000,
    luggage_kg_per_person=8,
)


@pytest.fixture(scope="module")
def bare(planner: Planner) -> Itinerary:
    return planner.plan(REQUEST, BRIEF)


@pytest.fixture(scope="module")
def planned(planner: Planner, bare: Itinerary) -> Itinerary:
    return planner.plan_basket(bare)


def list_codes(itinerary: Itinerary) -> list[str]:
    assert itinerary.basket is not None
    return [notice.code for notice in itinerary.basket.notices]


def test_the_basket_is_of_the_requests_traveller(planned: Itinerary) -> None:
    basket = planned.basket
    assert basket is not None
    assert (basket.traveller.market, basket.traveller.adults) == ("JP", 2)
    assert (basket.traveller.leaves_on, basket.traveller.leaves_from) == (dt.date(2027, 1, 21), "gw-can-tho")
    assert (basket.traveller.cabin_kg or 0) + (basket.traveller.hold_kg or 0) == 8
    assert basket.wishes.budget_vnd == 3_000_000
    assert {"food", "shopping"} <= set(basket.wishes.likes)


def test_something_is_bought_where_the_trip_comes_by_and_nothing_that_may_not_go_home(planned: Itinerary) -> None:
    basket = planned.basket
    assert basket is not None
    assert len(basket.lines) >= 3
    assert basket.spend_high_vnd <= 3_000_000
    stops = {(number, visit.place_id) for number, day in enumerate(planned.days, 1) for visit in day.visits}
    stops |= {(stay.night, stay.place_id) for stay in planned.lodging}
    assert {(line.offer.day, line.offer.place_id) for line in basket.lines} <= stops
    assert not {line.check.verdict for line in basket.lines} & {Verdict.PROHIBITED}


def test_the_same_trip_has_the_same_basket_and_json_keeps_it(
    planner: Planner, bare: Itinerary, planned: Itinerary
) -> None:
    assert planner.plan_basket(bare) == planned
    assert load_plan(dump_plan(planned)) == planned
    assert planner.check(planned) == ()
    # Whatever basket a plan had before makes no difference.
    assert planner.plan_basket(planned) == planned


def test_presents_reach_everybody_with_what_they_like(planner: Planner, bare: Itinerary) -> None:
    likes = read_likes(("food",), planner.catalogue)
    wishes = replace(read_wishes(bare.request), gifts=(Gift(people=4, likes=likes), Gift(people=1)))
    basket = planner.plan_basket(bare, wishes).basket
    assert basket is not None
    assert sum(line.quantity for line in basket.lines) >= 5
    types = planner.catalogue.product_types
    food = [line for line in basket.lines if types[line.offer.article.product_type].ocop_group == "food"]
    assert sum(line.quantity for line in food) >= 4


def test_without_a_home_market_nothing_is_judged_and_that_is_said(planner: Planner, bare: Itinerary) -> None:
    nowhere = planner.plan_basket(planner.plan(REQUEST.model_copy(update={"home_market": None}), BRIEF))
    assert nowhere.basket is not None
    assert nowhere.basket.lines
    assert nowhere.basket.traveller.market is None
    assert not nowhere.basket.limits
    assert not any(line.check.is_green for line in nowhere.basket.lines)
    assert "basket_no_market" in list_codes(nowhere)
    assert planner.check(nowhere) == ()


def test_who_lives_in_viet_nam_crosses_no_border(planner: Planner) -> None:
    at_home = planner.plan_basket(planner.plan(REQUEST.model_copy(update={"home_market": "Việt Nam"}), BRIEF))
    assert at_home.basket is not None
    assert at_home.basket.traveller.market == HOME_COUNTRY
    assert at_home.basket.lines
    assert not at_home.basket.limits
    assert "basket_no_market" not in list_codes(at_home)
    assert planner.check(at_home) == ()


def test_a_country_without_rules_has_a_basket_of_unknowns(planner: Planner) -> None:
    brazil = planner.plan_basket(planner.plan(REQUEST.model_copy(update={"home_market": "BR"}), BRIEF))
    assert brazil.basket is not None
    assert brazil.basket.lines
    assert {line.check.verdict for line in brazil.basket.lines} == {Verdict.UNKNOWN}
    assert planner.check(brazil) == ()


def test_a_trip_without_shops_has_an_empty_basket_with_the_reason(planner: Planner, bare: Itinerary) -> None:
    shopless = replace(bare, days=tuple(replace(day, visits=()) for day in bare.days), lodging=())
    empty = planner.plan_basket(shopless)
    assert empty.basket is not None
    assert empty.basket.lines == ()
    assert "basket_nothing_offered" in list_codes(empty)


def test_no_money_and_no_room_leave_the_basket_empty_with_the_reason(planner: Planner, bare: Itinerary) -> None:
    poor = planner.plan_basket(bare, Wishes(budget_vnd=0))
    assert poor.basket is not None
    assert poor.basket.lines == ()
    assert "basket_nothing_fits" in list_codes(poor)
    assert poor.basket.left_out
    full = planner.plan_basket(bare, luggage_kg_per_person=0.0)
    assert full.basket is not None
    assert (full.basket.luggage.cabin_limit_g, full.basket.luggage.hold_limit_g) == (0, 0)
    assert full.basket.luggage.hold_g == full.basket.luggage.cabin_g == 0


@pytest.mark.parametrize(
    ("wishes", "options", "code", "told"),
    [
        (Wishes(budget_vnd=-1), {}, "R024", "budget"),
        (Wishes(gifts=(Gift(people=0),)), {}, "R024", "0 people"),
        (Wishes(gifts=(Gift(people=10_000),)), {}, "R024", "people"),
        (Wishes(max_packs=-1), {}, "G120", "packs"),
        (Wishes(fixed=(("tea", "gw-can-tho", -1),)), {}, "G120", "-1 packs"),
        (Wishes(gifts=(Gift(people=1, likes=("teaa",)),)), {}, "R025", "teaa"),
        (Wishes(fixed=(("fish_sauce", "ts-nowhere", 1),)), {}, "G121", "ts-nowhere"),
        (None, {"days_until_home": -1}, "R024", "days"),
        (None, {"luggage_kg_per_person": -1.0}, "G111", "-1"),
        (None, {"luggage_kg_per_person": 1e9}, "G111", "kg"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    planner: Planner, bare: Itinerary, wishes: Wishes | None, options: dict[str, Any], code: str, told: str
) -> None:
    with pytest.raises(PlannerError) as caught:
        planner.plan_basket(bare, wishes, **options)
    assert caught.value.code == code
    assert told in caught.value.message
    assert caught.value.remedy or caught.value.nearest  # type: ignore[attr-defined]


def test_likings_are_groups_kinds_or_crafts(planner: Planner) -> None:
    catalogue = planner.catalogue
    assert read_likes(("tea", "handicraft"), catalogue) == ("tea", "handicraft")
    assert read_likes(("ceramics",), catalogue) == find_goods("ceramics", catalogue)
    assert "ceramic_set" in find_goods("ceramics", catalogue)
    assert "agarwood" not in find_goods("incense", catalogue)
    with pytest.raises(PlannerError) as caught:
        read_likes(("ceramic",), catalogue)
    assert "ceramics" in caught.value.nearest  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "market"),
    [("France", "EU"), ("UK", "GB"), ("jp", "JP"), ("BR", "BR"), ("viet nam", "VN"), (None, None)],
)
def test_the_home_market_is_resolved(asked: str | None, market: str | None) -> None:
    assert find_market(REQUEST.model_copy(update={"home_market": asked})) == market


def test_room_of_children_counts_with_the_adults_and_is_never_beyond_measure() -> None:
    family = REQUEST.model_copy(update={"party": Party(adults=2, children=2)})
    assert build_traveller(family).hold_kg == 16
    assert build_traveller(family, luggage_kg_per_person=90).hold_kg == 100
    assert build_traveller(REQUEST.model_copy(update={"luggage_kg_per_person": None})).hold_kg is None


def change(edit: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """Return a forger of a saved plan's basket."""

    def forge(text: str) -> str:
        fields = json.loads(text)
        edit(fields["basket"])
        return json.dumps(fields)

    return forge


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "dearer in sum": (lambda basket: basket.update(spend_high_vnd=basket["spend_high_vnd"] - 1), "basket_sum"),
    "worth more": (lambda basket: basket.update(worth=basket["worth"] + 1), "basket_sum"),
    "a smaller budget": (lambda basket: basket["wishes"].update(budget_vnd=1), "basket_budget"),
    "another day": (lambda basket: basket["lines"][0]["offer"].update(day=9), "basket_stop"),
    "another place": (lambda basket: basket["lines"][0]["offer"].update(place_id="ts-ba-be-lake"), "basket_stop"),
    "no pack": (lambda basket: basket["lines"][0].update(quantity=0), "basket_line"),
    "twice": (lambda basket: basket["lines"].append(basket["lines"][0]), "basket_line"),
    "prohibited": (lambda basket: basket["lines"][0]["check"].update(verdict="prohibited"), "basket_refused"),
    "better than its rules": (
        lambda basket: basket["lines"][0]["check"]["answer"].update(verdict="prohibited"), "basket_green",
    ),
    "green without a source": (
        lambda basket: (
            basket["lines"][0]["check"].update(is_green=True), basket["lines"][0]["check"]["answer"].update(sources=[]),
        ),
        "basket_green",
    ),
    "more adults": (lambda basket: basket["traveller"].update(adults=9), "basket_traveller"),
    "another way out": (lambda basket: basket["traveller"].update(leaves_from="gw-noi-bai"), "basket_traveller"),
    "no home": (lambda basket: basket["traveller"].update(market=None), "basket_traveller"),
    "less room": (lambda basket: basket["luggage"].update(hold_limit_g=0, cabin_limit_g=0), "basket_luggage"),
    "more comes back": (lambda basket: basket["refund"].update(refund_high_vnd=10**9), "basket_refund"),
    "a wider limit": (lambda basket: basket["limits"][0].update(limit=10**6), "basket_limit"),
    "over a limit": (
        lambda basket: basket["limits"][0].update(amount=10**6, state="over_limit"), "basket_limit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_basket_is_named(planned: Itinerary, name: str) -> None:
    edit, code = FORGERIES[name]
    forged = load_plan(change(edit)(dump_plan(planned)))
    assert code in {violation.code for violation in check_plan(forged)}


def test_what_todays_rules_say_otherwise_and_a_good_nobody_offers_are_named(
    planner: Planner, planned: Itinerary
) -> None:
    def doubt(basket: dict[str, Any]) -> None:
        basket["lines"][0]["check"].update(verdict="unknown", is_green=False, carriage="ship")

    def cheapen(basket: dict[str, Any]) -> None:
        offer = basket["left_out"][0]["offer"]
        offer["article"]["price_high_vnd"] = (offer["article"]["price_high_vnd"] or 0) + 1

    for edit in (doubt, cheapen):
        forged = load_plan(change(edit)(dump_plan(planned)))
        assert check_plan(forged) == ()
        assert {violation.code for violation in planner.check(forged)} == {"basket_fact"}


def test_a_changed_trip_has_a_basket_of_its_own_and_says_so(planner: Planner, planned: Itinerary) -> None:
    old = planned.basket
    assert old is not None
    place = old.lines[0].offer.place_id
    chosen = planner.plan_basket(planned, replace(old.wishes, fixed=((old.lines[0].offer.article.key, place, 1),)))
    changed = planner.replan(chosen, Edits(drops=(place,))).itinerary
    assert place not in changed.place_ids
    assert changed.basket is not None
    assert list_codes(changed)[:2] == ["basket_renewed", "basket_choices_lost"]
    assert place not in {line.offer.place_id for line in changed.basket.lines}
    assert planner.check(changed) == ()
    # Nothing asked, nothing changed.
    assert planner.replan(planned, Edits()).itinerary == planned


def test_another_order_of_the_same_stops_keeps_the_basket(planner: Planner, planned: Itinerary) -> None:
    orders = [[(visit.place_id, visit.experience_id) for visit in day.visits] for day in planned.days]
    same, _ = planner.retime(planned, orders)
    assert same.basket == planned.basket
    fewer, _ = planner.retime(planned, [orders[0], []])
    assert fewer.basket is not None
    assert list_codes(fewer)[0] == "basket_renewed"
    assert {line.offer.day for line in fewer.basket.lines if line.offer.place_id not in _list_beds(fewer)} <= {1}


def test_what_was_paid_stays_noted_when_the_trip_changes(planner: Planner, planned: Itinerary) -> None:
    assert planned.basket is not None
    line = planned.basket.lines[0]
    noted = note_price(planned.basket, line.offer.article.key, 99_000, place_id=line.offer.place_id)
    before = replace(planned, basket=noted)
    orders = [[(visit.place_id, visit.experience_id) for visit in day.visits] for day in before.days]
    fewer, _ = planner.retime(before, [orders[0], []])
    assert fewer.basket is not None
    assert fewer.basket != before.basket
    assert fewer.basket.noted == noted.noted
    again = planner.plan_basket(before)
    assert again.basket is not None
    assert again.basket.noted == noted.noted


def test_a_trip_without_a_basket_gets_none(planner: Planner, bare: Itinerary) -> None:
    orders = [[(visit.place_id, visit.experience_id) for visit in day.visits] for day in bare.days]
    assert planner.retime(bare, orders)[0].basket is None


def _list_beds(itinerary: Itinerary) -> set[str]:
    return {stay.place_id for stay in itinerary.lodging}
