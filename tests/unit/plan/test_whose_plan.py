"""Whose plan it is can be seen: a buyer's from a museum-goer's, one home market's from another's."""

from typing import Any

import pytest

from planner.model.basket import Wishes
from planner.model.itinerary import Itinerary
from planner.model.request import TripRequest
from planner.optimise import SolveParams
from planner.plan import Planner

BRIEF = SolveParams(iterations=1_500)
MEKONG = {"start": "gw-can-tho", "start_date": "2027-01-20", "days": 3}
PHU_QUOC = {"start": "gw-phu-quoc", "start_date": "2027-01-20", "days": 2, "interests": {"shopping": 3}}


def plan(planner: Planner, asked: dict[str, Any], **changes: Any) -> Itinerary:
    return planner.plan(TripRequest(**asked | changes), BRIEF)


def get_points(itinerary: Itinerary, part: str) -> int:
    return sum(visit.prize_parts.get(part, 0) for day in itinerary.days for visit in day.visits)


def count_green(itinerary: Itinerary) -> int:
    return sum(product.is_green for day in itinerary.days for visit in day.visits for product in visit.products)


def get_basket_worth(planner: Planner, itinerary: Itinerary) -> int:
    """Points of the best basket on a trip, for the same wishes whoever travels."""
    basket = planner.plan_basket(itinerary, Wishes(budget_vnd=5_000_000)).basket
    assert basket is not None
    return basket.worth


def get_distance(one: Itinerary, other: Itinerary) -> float:
    """Share of the places of both that only one of them visits."""
    here, there = set(one.place_ids), set(other.place_ids)
    return 1 - len(here & there) / len(here | there)


def test_a_buyer_is_led_to_other_places_than_a_museum_goer(planner: Planner) -> None:
    buyer = plan(planner, MEKONG, home_market="JP", interests={"shopping": 3})
    reader = plan(planner, MEKONG, home_market="JP", interests={"museum": 3, "heritage": 2})
    assert get_distance(buyer, reader) > 0.5
    assert get_points(buyer, "shopping") > 3 * get_points(reader, "shopping")
    assert count_green(buyer) > count_green(reader)
    assert get_basket_worth(planner, buyer) > 1.2 * get_basket_worth(planner, reader)


@pytest.mark.parametrize("asked", [PHU_QUOC, MEKONG | {"interests": {"shopping": 2, "food": 2}}])
def test_a_visitor_from_japan_is_led_to_other_shops_than_one_from_australia(
    planner: Planner, asked: dict[str, Any]
) -> None:
    japan, australia = (plan(planner, asked, home_market=market) for market in ("JP", "AU"))
    assert get_distance(japan, australia) >= 0.2
    # Fish sauce, rice and seafood pass Japanese customs more easily than Australian ones.
    assert get_points(japan, "shopping") > get_points(australia, "shopping")
    assert count_green(japan) > count_green(australia)


def test_what_nobody_can_pay_for_or_carry_draws_nobody(planner: Planner) -> None:
    asked = PHU_QUOC | {"home_market": "JP"}
    assert get_points(plan(planner, asked), "shopping") > 0
    assert get_points(plan(planner, asked, shopping_budget_vnd_per_person=0), "shopping") == 0
    assert get_points(plan(planner, asked, luggage_kg_per_person=0), "shopping") == 0
