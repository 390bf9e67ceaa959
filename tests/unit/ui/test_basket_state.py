"""Changes of a basket, with a solver and rules that only note what they were asked."""

from dataclasses import replace

import pytest

from planner.catalogue import load_catalogue
from planner.errors import RequestError
from planner.goods.notes import list_paid
from planner.model.basket import Basket, Gift, Wishes
from planner.model.catalogue import Catalogue
from planner.model.reason import Reason
from tests.unit.present.basket_samples import FIRST, SECOND, build_basket, build_line
from tests.unit.present.conftest import build_itinerary
from ui import basket_state
from ui.basket_source import keep_here
from ui.basket_state import (
    Shopping,
    Step,
    ask_for_suggestion,
    find_market,
    list_packs,
    set_packs,
    set_paid,
    set_traveller,
    set_wishes,
    suggest,
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


class Kitchen:
    """Gives the hand-made basket when asked to solve, and exactly the packs asked for when asked to check."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.basket = catalogue, build_basket(catalogue)
        self.solved: list[Wishes] = []
        self.refuses = False

    def solve(self, itinerary, traveller, wishes) -> Basket:
        self.solved.append(wishes)
        if self.refuses:
            raise RequestError("R024", "wishes beyond reason")
        return replace(self.basket, traveller=traveller, wishes=wishes)

    def recheck(self, itinerary, traveller, wishes, packs) -> Basket:
        if self.refuses:
            raise RequestError("R026", "not offered")
        offers = {(line.offer.article.key, line.offer.place_id): line.offer for line in self.basket.lines}
        offers |= {(left.offer.article.key, left.offer.place_id): left.offer for left in self.basket.left_out}
        lines = tuple(
            build_line(self.catalogue, offers[key], traveller, count) for key, count in packs.items() if count
        )
        return replace(self.basket, traveller=traveller, wishes=wishes, lines=lines, is_optimal=False)


@pytest.fixture
def kitchen(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    kitchen = Kitchen(catalogue)
    monkeypatch.setattr(basket_state, "solve", kitchen.solve)
    monkeypatch.setattr(basket_state, "recheck", kitchen.recheck)
    return kitchen


@pytest.fixture
def shopping(kitchen: Kitchen) -> Shopping:
    basket = kitchen.basket
    begin = Step("FR", basket.traveller, basket.wishes)
    shopping = Shopping(itinerary=build_itinerary(kitchen.catalogue), history=[begin])
    suggest(shopping)
    return shopping


def test_the_first_suggestion_replaces_the_empty_state(shopping: Shopping) -> None:
    assert shopping.now.basket is not None
    assert not shopping.can_undo
    assert not shopping.wants_suggestion
    assert not shopping.now.is_edited


def test_packs_are_rechecked_and_not_solved(shopping: Shopping, kitchen: Kitchen) -> None:
    set_packs(shopping, "honey", FIRST, 1)
    assert list_packs(shopping.now.basket)["honey", FIRST] == 1
    assert shopping.now.wishes.fixed == (("honey", FIRST, 1),)
    assert shopping.now.is_edited
    assert len(kitchen.solved) == 1
    set_packs(shopping, "honey", FIRST, 2)
    assert shopping.now.wishes.fixed == (("honey", FIRST, 2),)


def test_none_of_it_takes_it_out_and_anyway_puts_it_in(shopping: Shopping) -> None:
    before = list_packs(shopping.now.basket)
    set_packs(shopping, "honey", FIRST, 0)
    assert ("honey", FIRST) not in list_packs(shopping.now.basket)
    set_packs(shopping, "silk_scarf", SECOND, 1)
    assert list_packs(shopping.now.basket)["silk_scarf", SECOND] == 1
    shopping.step(-1)
    shopping.step(-1)
    assert list_packs(shopping.now.basket) == before
    assert shopping.now.wishes.fixed == ()
    shopping.step(1)
    assert ("honey", FIRST) not in list_packs(shopping.now.basket)


def test_what_was_paid_stays_paid(shopping: Shopping) -> None:
    set_paid(shopping, "honey", FIRST, 310_000)
    assert list_paid(shopping.now.basket) == {("honey", FIRST): 310_000}
    set_paid(shopping, "honey", FIRST, 310_000)
    assert shopping.cursor == 1  # nothing new
    set_packs(shopping, "honey", FIRST, 1)
    suggest(shopping)
    assert list_paid(shopping.now.basket) == {("honey", FIRST): 310_000}
    set_paid(shopping, "honey", FIRST, None)
    assert list_paid(shopping.now.basket) == {}
    shopping.step(-1)
    assert list_paid(shopping.now.basket) == {("honey", FIRST): 310_000}


def test_a_link_brings_what_was_paid(kitchen: Kitchen) -> None:
    begin = Step("FR", kitchen.basket.traveller, kitchen.basket.wishes)
    paid = {("honey", FIRST): 310_000, ("gone", FIRST): 1}
    shopping = Shopping(itinerary=build_itinerary(kitchen.catalogue), history=[begin], paid=paid)
    suggest(shopping)
    assert list_paid(shopping.now.basket) == {("honey", FIRST): 310_000}


def test_a_price_of_what_is_not_bought_is_refused_in_words(shopping: Shopping) -> None:
    set_paid(shopping, "silk_scarf", SECOND, 1)
    assert shopping.failure is not None
    assert shopping.failure.code == "G122"


def test_what_was_undone_is_gone_after_another_change(shopping: Shopping) -> None:
    set_packs(shopping, "honey", FIRST, 0)
    shopping.step(-1)
    set_packs(shopping, "honey", FIRST, 5)
    assert not shopping.can_redo


def test_suggesting_again_keeps_choices_by_hand_unless_told(shopping: Shopping, kitchen: Kitchen) -> None:
    set_packs(shopping, "honey", FIRST, 1)
    ask_for_suggestion(shopping)
    suggest(shopping)
    assert kitchen.solved[-1].fixed == (("honey", FIRST, 1),)
    assert not shopping.now.is_edited
    ask_for_suggestion(shopping, anew=True)
    suggest(shopping)
    assert kitchen.solved[-1].fixed == ()
    assert shopping.now.wishes.fixed == ()
    ask_for_suggestion(shopping)
    suggest(shopping)
    assert kitchen.solved[-1].fixed == ()


def test_undo_brings_back_the_packs_that_a_new_suggestion_forgot(shopping: Shopping, kitchen: Kitchen) -> None:
    set_packs(shopping, "honey", FIRST, 7)
    by_hand = shopping.now
    ask_for_suggestion(shopping, anew=True)
    suggest(shopping)
    shopping.step(-1)
    assert shopping.now is by_hand
    assert shopping.now.wishes.fixed == (("honey", FIRST, 7),)
    kitchen.refuses = True
    ask_for_suggestion(shopping, anew=True)
    suggest(shopping)
    assert shopping.now is by_hand  # a suggestion that fails forgets nothing
    kitchen.refuses = False
    ask_for_suggestion(shopping)
    suggest(shopping)
    assert kitchen.solved[-1].fixed == (("honey", FIRST, 7),)


def test_another_home_is_held_against_other_rules(shopping: Shopping) -> None:
    traveller = replace(shopping.now.traveller, market=find_market("JP"))
    set_traveller(shopping, "JP", traveller)
    assert shopping.now.home == "JP"
    assert {line.check.answer.market for line in shopping.now.basket.lines} == {"JP"}
    set_traveller(shopping, "JP", traveller)
    assert shopping.cursor == 1  # nothing has changed


def test_wishes_are_taken_up(shopping: Shopping) -> None:
    gifts = (Gift(people=3, likes=("food",)),)
    set_wishes(shopping, replace(shopping.now.wishes, gifts=gifts))
    assert shopping.now.basket.wishes.gifts == gifts


def test_a_refusal_leaves_the_basket_as_it_was(shopping: Shopping, kitchen: Kitchen) -> None:
    before = shopping.now
    kitchen.refuses = True
    set_packs(shopping, "honey", FIRST, 1)
    assert shopping.now is before
    assert shopping.failure is not None
    ask_for_suggestion(shopping)
    suggest(shopping)
    assert shopping.now is before
    assert not shopping.wants_suggestion


def test_packs_of_a_link_are_shown_as_they_are(kitchen: Kitchen) -> None:
    basket = kitchen.basket
    begin = Step("FR", basket.traveller, basket.wishes)
    shopping = Shopping(itinerary=build_itinerary(kitchen.catalogue), history=[begin], packs={("honey", FIRST): 7})
    suggest(shopping)
    assert list_packs(shopping.now.basket) == {("honey", FIRST): 7}
    assert kitchen.solved == []


def test_a_link_of_another_trip_is_said_and_a_basket_suggested(kitchen: Kitchen, monkeypatch) -> None:
    def refuse(*_: object) -> Basket:
        raise RequestError("R026", "not offered")

    monkeypatch.setattr(basket_state, "recheck", refuse)
    begin = Step("FR", kitchen.basket.traveller, replace(kitchen.basket.wishes, fixed=(("x", "y", 1),)))
    shopping = Shopping(itinerary=build_itinerary(kitchen.catalogue), history=[begin], packs={("x", "y"): 1})
    suggest(shopping)
    assert shopping.notices == ["basket.bad_url"]
    assert kitchen.solved[-1].fixed == ()
    assert shopping.now.basket is not None


@pytest.mark.parametrize(
    ("home", "market"), [("FR", "EU"), ("EU", "EU"), ("JP", "JP"), ("BR", "BR"), ("VN", "VN"), (None, None)]
)
def test_whose_rules_hold(home: str | None, market: str | None) -> None:
    assert find_market(home) == market


def test_another_trip_keeps_what_its_request_does_not_say(shopping: Shopping) -> None:
    gifts = (Gift(people=2),)
    fixed = (("honey", FIRST, 1), ("honey", "cv-no-more", 1))
    step = replace(shopping.now, wishes=replace(shopping.now.wishes, gifts=gifts, fixed=fixed))
    shopping.history[shopping.cursor] = step
    request = shopping.itinerary.request.model_copy(update={"home_market": "AU"})
    renewed = basket_state._carry_over(shopping, replace(shopping.itinerary, request=request))
    assert renewed.wants_suggestion
    assert (renewed.now.home, renewed.now.traveller.market) == ("AU", "AU")
    assert renewed.now.wishes.gifts == gifts
    assert renewed.now.wishes.fixed == fixed
    assert keep_here(renewed.now.wishes, renewed.itinerary).fixed == (("honey", FIRST, 1),)
    same = basket_state._carry_over(shopping, shopping.itinerary)
    assert (same.now.home, same.now.traveller) == (step.home, step.traveller)


def test_what_was_said_of_a_stop_sleeps_while_the_trip_leaves_it_out(shopping: Shopping, kitchen: Kitchen) -> None:
    there = shopping.itinerary
    set_packs(shopping, "honey", FIRST, 4)
    set_paid(shopping, "honey", FIRST, 310_000)
    elsewhere = basket_state._carry_over(shopping, replace(there, days=(), lodging=()))
    whole = kitchen.basket
    kitchen.basket = replace(whole, lines=tuple(one for one in whole.lines if one.offer.place_id != FIRST))
    suggest(elsewhere)
    assert list_paid(elsewhere.now.basket) == {}
    assert keep_here(elsewhere.now.wishes, elsewhere.itinerary).fixed == ()
    ask_for_suggestion(elsewhere, anew=True)
    suggest(elsewhere)  # forgets what counts here, and nothing of that counts
    kitchen.refuses = True
    suggest(elsewhere)
    kitchen.refuses, kitchen.basket = False, whole
    back = basket_state._carry_over(elsewhere, there)
    suggest(back)
    assert keep_here(kitchen.solved[-1], there).fixed == (("honey", FIRST, 4),)
    assert list_paid(back.now.basket) == {("honey", FIRST): 310_000}


def test_reasons_of_the_suggestion_outlive_a_change_of_packs(shopping: Shopping, kitchen: Kitchen, monkeypatch) -> None:
    by_hand = Reason(code=basket_state.BY_HAND, params={})

    def recheck(*asked: object) -> Basket:
        basket = kitchen.recheck(*asked)
        left_out = tuple(replace(left, reason=by_hand) for left in kitchen.basket.left_out)
        return replace(basket, left_out=left_out)

    monkeypatch.setattr(basket_state, "recheck", recheck)
    told = shopping.now.basket.left_out[0].reason
    set_packs(shopping, "honey", FIRST, 1)
    assert shopping.now.basket.left_out[0].reason == told
    set_traveller(shopping, "JP", replace(shopping.now.traveller, market="JP"))
    assert shopping.now.basket.left_out[0].reason == by_hand  # what held for one home may not hold for another
