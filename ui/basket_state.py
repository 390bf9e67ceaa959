"""One visitor's basket: who flies home, what is wished for, what to buy; every change, and the way back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import streamlit as st

from planner.errors import PlannerError
from planner.goods import get_country_code, resolve_market
from planner.goods.notes import keep_notes, list_paid, note_price
from planner.model.basket import Basket, Traveller, Wishes
from planner.model.itinerary import Itinerary
from planner.model.market import HOME_COUNTRY, is_home_country
from planner.plan.basket import build_traveller, read_wishes
from ui import resources
from ui.basket_source import keep_here, recheck, solve
from ui.history import History
from ui.link import BASKET, BadLinkError, Packs, SavedBasket, read_basket, write_basket
from ui.money import Refused

KEY = "basket_state"
_HELD = "basket_of_link"
"""Of the session: the basket that an address brought, until its page is opened; the way there may lose it."""
BY_HAND = "left_by_hand"
"""Reason of whatever a mere check leaves out."""


@dataclass(frozen=True)
class Step:
    """A state of the basket that undo can come back to."""

    home: str | None
    """Country as the visitor chose it: France, where the traveller's market is the European Union."""
    traveller: Traveller
    wishes: Wishes
    basket: Basket | None = None
    is_edited: bool = False
    """Whether something was changed since the basket was suggested."""


@dataclass(kw_only=True)
class Shopping(History[Step]):
    """The visitor's basket for one itinerary; lives in the session and nowhere else."""

    itinerary: Itinerary
    wants_suggestion: bool = True
    """Whether a basket is to be looked for when the page is drawn next."""
    is_anew: bool = False
    """Whether it is to be looked for without the packs decided by hand."""
    packs: Packs | None = None
    """Packs that a link brought, to be held against the rules instead of looking for a basket."""
    paid: Packs = field(default_factory=dict)
    """Prices that a link or another trip brought, to be noted in the basket once it holds what they were paid for."""
    failure: PlannerError | None = None
    notices: list[str] = field(default_factory=list)
    """Keys of messages to show once."""
    refused: Refused = field(default_factory=dict)

    def push(self, state: Step) -> None:
        """Show a new state; the empty one of the beginning is replaced, what had been undone is gone."""
        if self.now.basket is None:
            self.restart(state)
        else:
            super().push(state)
        self.failure = None

    def step(self, by: int) -> None:
        """Go back (-1) or forward (+1) in the history."""
        super().step(by)
        self.failure = None
        self.wants_suggestion = self.is_anew = False


def get_shopping(itinerary: Itinerary) -> Shopping:
    """Return the basket of a trip; where the trip has changed, what was said by hand is kept as far as it holds."""
    known: Shopping | None = st.session_state.get(KEY)
    if known is not None and _fits(known, itinerary):
        return known
    shopping = _open(itinerary) if known is None else _carry_over(known, itinerary)
    st.session_state[KEY] = shopping
    return shopping


def suggest(shopping: Shopping) -> None:
    """Look for the best basket, or hold the packs of a link against the rules."""
    now, packs, is_anew = shopping.now, shopping.packs, shopping.is_anew
    shopping.wants_suggestion, shopping.packs, shopping.is_anew = False, None, False
    try:
        if packs is not None and (known := _find_rechecked(shopping, packs)) is not None:
            shopping.push(dataclasses.replace(now, basket=_note_paid(shopping, known), is_edited=True))
            return
        now = _forget_fixed(shopping.now, shopping.itinerary) if is_anew else shopping.now
        basket = solve(shopping.itinerary, now.traveller, now.wishes)
    except PlannerError as error:
        shopping.failure = error
        return
    basket = _note_paid(shopping, keep_notes(now.basket, basket))
    shopping.push(dataclasses.replace(now, basket=basket, is_edited=False))


def _note_paid(shopping: Shopping, basket: Basket) -> Basket:
    """Return the basket with the prices that were brought, as far as it holds what they were paid for; others wait."""
    held = list_packs(basket)
    for (key, place_id), vnd in shopping.paid.items():
        if held.get((key, place_id)):
            basket = note_price(basket, key, vnd, place_id=place_id)
    shopping.paid = {bought: vnd for bought, vnd in shopping.paid.items() if not held.get(bought)}
    return basket


def _find_rechecked(shopping: Shopping, packs: Packs) -> Basket | None:
    """Return the basket of a link; None where this trip does not offer what it holds, which is then said."""
    now = shopping.now
    try:
        return recheck(shopping.itinerary, now.traveller, now.wishes, packs)
    except PlannerError:
        shopping.notices.append("basket.bad_url")
        shopping.replace(_forget_fixed(now))
        return None


def _forget_fixed(step: Step, itinerary: Itinerary | None = None) -> Step:
    """Return the step without packs decided by hand; with a trip those for other places stay."""
    here = step.wishes.fixed if itinerary is None else keep_here(step.wishes, itinerary).fixed
    fixed = tuple(one for one in step.wishes.fixed if one not in here)
    return dataclasses.replace(step, wishes=dataclasses.replace(step.wishes, fixed=fixed))


def ask_for_suggestion(shopping: Shopping, *, anew: bool = False) -> None:
    """Have the page look for a basket; `anew` forgets the packs decided by hand, which undo brings back."""
    shopping.wants_suggestion, shopping.is_anew = True, anew


def set_packs(shopping: Shopping, key: str, place_id: str, quantity: int) -> None:
    """Decide by hand how many packs of an article are bought at a stop; 0 = none."""
    wishes = shopping.now.wishes
    others = tuple(one for one in wishes.fixed if one[:2] != (key, place_id))
    fixed = (*others, (key, place_id, quantity))
    packs = {**list_packs(shopping.now.basket), (key, place_id): quantity}
    _change(shopping, wishes=dataclasses.replace(wishes, fixed=fixed), packs=packs)


def set_paid(shopping: Shopping, key: str, place_id: str, vnd: int | None) -> None:
    """Note what was really paid for all packs of an article at a stop; None takes it back."""
    now = shopping.now
    if now.basket is None or list_paid(now.basket).get((key, place_id)) == vnd:
        return
    try:
        shopping.push(dataclasses.replace(now, basket=note_price(now.basket, key, vnd, place_id=place_id)))
    except PlannerError as error:
        shopping.failure = error


def set_wishes(shopping: Shopping, wishes: Wishes) -> None:
    """Change what is wished for; the packs stay as they are."""
    if wishes != shopping.now.wishes:
        _change(shopping, wishes=wishes)


def set_traveller(shopping: Shopping, home: str | None, traveller: Traveller) -> None:
    """Change who flies home, when and where to; the packs stay and are held against the other rules."""
    if (home, traveller) != (shopping.now.home, shopping.now.traveller):
        _change(shopping, home=home, traveller=traveller)


def remember(step: Step) -> None:
    """Write the basket into the address bar."""
    token = _write_token(step)
    if st.query_params.get(BASKET) != token:
        st.query_params[BASKET] = token


def hold_link() -> None:
    """Keep the basket of the address of another page for when its own is opened."""
    if BASKET in st.query_params and KEY not in st.session_state:
        st.session_state[_HELD] = st.query_params[BASKET]


def find_token(itinerary: Itinerary) -> str | None:
    """Return the visitor's basket as a link to a trip says it, or the one that a link brought; None without any."""
    known: Shopping | None = st.session_state.get(KEY)
    if known is None:
        return st.session_state.get(_HELD)
    return _write_token((known if _fits(known, itinerary) else _carry_over(known, itinerary)).now)


def _write_token(step: Step) -> str:
    packs = list_packs(step.basket) if step.is_edited else None
    paid = None if step.basket is None else list_paid(step.basket)
    return write_basket(step.home, step.traveller, step.wishes, packs, paid)


def list_packs(basket: Basket | None) -> Packs:
    """Return the packs of each article and stop."""
    lines = () if basket is None else basket.lines
    return {(line.offer.article.key, line.offer.place_id): line.quantity for line in lines}


def find_market(home: str | None) -> str | None:
    """Return whose rules hold for a country: a market, or the country itself where there are none; None for none."""
    if home is None:
        return None
    return HOME_COUNTRY if is_home_country(home) else resolve_market(home) or get_country_code(home)


def _change(
    shopping: Shopping,
    *,
    home: str | None = None,
    traveller: Traveller | None = None,
    wishes: Wishes | None = None,
    packs: Packs | None = None,
) -> None:
    now = shopping.now
    if traveller is None:
        home, traveller = now.home, now.traveller
    wishes = now.wishes if wishes is None else wishes
    packs = list_packs(now.basket) if packs is None else packs
    try:
        basket = recheck(shopping.itinerary, traveller, wishes, packs)
    except PlannerError as error:
        shopping.failure = error
        return
    if traveller == now.traveller and now.basket is not None:
        basket = _keep_reasons(now.basket, basket)
    shopping.push(Step(home, traveller, wishes, keep_notes(now.basket, basket), is_edited=True))


def _keep_reasons(before: Basket, after: Basket) -> Basket:
    """Return the basket with the reasons of the last suggestion for what is still left out: a check finds none."""
    known = {left.offer: left.reason for left in before.left_out}
    left_out = tuple(
        dataclasses.replace(left, reason=known.get(left.offer, left.reason)) if left.reason.code == BY_HAND else left
        for left in after.left_out
    )
    return dataclasses.replace(after, left_out=left_out)


def _open(itinerary: Itinerary) -> Shopping:
    step = _begin(itinerary)
    held = st.session_state.pop(_HELD, None)
    token = st.query_params.get(BASKET, held)
    if token is None:
        return Shopping(itinerary=itinerary, history=[step])
    try:
        saved = read_basket(token)
        step = _apply_saved(step, saved)
    except (BadLinkError, PlannerError):
        st.query_params.pop(BASKET, None)
        return Shopping(itinerary=itinerary, history=[step], notices=["basket.bad_url"])
    return Shopping(itinerary=itinerary, history=[step], packs=saved.packs, paid=saved.paid)


def _begin(itinerary: Itinerary) -> Step:
    """Return what the request of the trip says of the way home."""
    request = itinerary.request
    home = None if request.home_market is None else get_country_code(request.home_market)
    planner = resources.get_planner()
    return Step(home, build_traveller(request, planner.settings.luggage), read_wishes(request, planner.catalogue))


def _apply_saved(step: Step, saved: SavedBasket) -> Step:
    traveller = dataclasses.replace(step.traveller, **saved.traveller)
    traveller = dataclasses.replace(traveller, market=find_market(saved.home))
    return dataclasses.replace(step, home=saved.home, traveller=traveller, wishes=saved.wishes)


def _fits(known: Shopping, itinerary: Itinerary) -> bool:
    """Whether a basket is for the stops of a trip and for what its request says of the way home."""
    return known.itinerary.days == itinerary.days and _begin(known.itinerary) == _begin(itinerary)


def _carry_over(known: Shopping, itinerary: Itinerary) -> Shopping:
    """Return a basket for another trip: what follows from its request is new where the request says otherwise.

    What was decided by hand stays, also for places where this trip does not come by: undo may bring them back.
    """
    before, begin, now = _begin(known.itinerary), _begin(itinerary), known.now
    wishes = begin.wishes if begin.wishes != before.wishes else now.wishes
    step = dataclasses.replace(
        begin,
        home=begin.home if begin.home != before.home else now.home,
        traveller=begin.traveller if begin.traveller != before.traveller else now.traveller,
        wishes=dataclasses.replace(now.wishes, budget_vnd=wishes.budget_vnd),
    )
    paid = {} if now.basket is None else list_paid(now.basket)
    return Shopping(itinerary=itinerary, history=[step], paid={**known.paid, **paid})
