"""Where the page has its baskets from: solved on demand, held against the rules on every change."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner.goods.articles import list_offers
from planner.goods.basket import plan_basket, recheck_basket
from planner.model.basket import Basket, Offer, Traveller, Wishes
from planner.model.itinerary import Itinerary
from planner.plan.basket import check_wishes
from ui import resources
from ui.link import Packs


def solve(itinerary: Itinerary, traveller: Traveller, wishes: Wishes) -> Basket:
    """Return the best basket.

    Raises
    ------
    PlannerError
        When the wishes cannot be meant.
    """
    offers, wishes = _get_offers(itinerary), keep_here(wishes, itinerary)
    catalogue, settings = resources.get_catalogue(), resources.get_planner().settings
    check_wishes(wishes, catalogue)
    return plan_basket(
        catalogue,
        offers,
        traveller,
        wishes,
        settings.basket,
        luggage=settings.luggage,
        refund=settings.refund,
        on=traveller.leaves_on,
    )


def recheck(itinerary: Itinerary, traveller: Traveller, wishes: Wishes, packs: Packs) -> Basket:
    """Return the basket of these very packs, held against every rule; nothing is chosen.

    Raises
    ------
    PlannerError
        When the wishes or packs cannot be meant.
    """
    offers, wishes = _get_offers(itinerary), keep_here(wishes, itinerary)
    catalogue, settings = resources.get_catalogue(), resources.get_planner().settings
    check_wishes(wishes, catalogue)
    return recheck_basket(
        catalogue,
        offers,
        traveller,
        wishes,
        settings.basket,
        packs=packs,
        luggage=settings.luggage,
        refund=settings.refund,
        on=traveller.leaves_on,
    )


def keep_here(wishes: Wishes, itinerary: Itinerary) -> Wishes:
    """Return the wishes without packs decided by hand for places where the trip does not come by.

    The visitor's own wishes keep them: when undo or a change brings the trip there again, they count again.
    """
    places = {*itinerary.place_ids, *(stay.place_id for stay in itinerary.lodging)}
    return dataclasses.replace(wishes, fixed=tuple(one for one in wishes.fixed if one[1] in places))


def _get_offers(itinerary: Itinerary) -> tuple[Offer, ...]:
    """Return what the stops offer, kept for the trip that is shown: every change of the basket asks for it."""
    kept: tuple[Itinerary, tuple[Offer, ...]] | None = st.session_state.get("basket_offers")
    if kept is None or kept[0] is not itinerary:
        kept = itinerary, list_offers(resources.get_catalogue(), itinerary)
        st.session_state.basket_offers = kept
    return kept[1]
