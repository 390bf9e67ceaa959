"""Why a line is in a basket, and why it is bought at that stop."""

from __future__ import annotations

from collections.abc import Iterator

from planner.goods.basket_candidates import Candidate
from planner.goods.basket_worth import is_fresh, is_heavy
from planner.model.basket import Offer
from planner.model.reason import Reason
from planner.model.settings import BasketRules

_HELD = ("certified", "expires_this_year", "no_year", "check_renewal")


def explain_line(candidate: Candidate, offer: Offer, rules: BasketRules, *, gifts: int) -> tuple[Reason, ...]:
    """Return the reasons of one line, those for the article first, then those for the stop.

    Parameters
    ----------
    gifts
        Packs of it that are given away; told once per article.
    """
    return (*_list_why(candidate, offer, gifts), *_list_why_here(candidate, offer, rules))


def _list_why(candidate: Candidate, offer: Offer, gifts: int) -> Iterator[Reason]:
    article = offer.article
    if candidate.decided:
        yield Reason(code="buy_by_hand", params={})
    if gifts:
        yield Reason(code="buy_gift", params={"count": gifts})
    for word in candidate.liked[:1]:
        yield Reason(code="buy_liked", params={"word": word})
    if offer.is_only_here:
        yield Reason(code="buy_only_here", params={})
    if article.stars is not None and article.stars_note in _HELD:
        yield Reason(code="buy_stars", params={"stars": article.stars})
    elif article.product_id is None:
        yield Reason(code="buy_typical", params={})
    if candidate.check.is_green:
        yield Reason(code="buy_green", params={})
    if candidate.is_shipped:
        yield Reason(code="buy_shipped", params={})


def _list_why_here(candidate: Candidate, offer: Offer, rules: BasketRules) -> Iterator[Reason]:
    others = [stop for stop in candidate.stops if stop.place_id != offer.place_id]
    if candidate.decided:
        return
    if not others:
        yield Reason(code="here_only_stop", params={})
        return
    if offer.availability != "may_be_found" and any(stop.availability == "may_be_found" for stop in others):
        yield Reason(code="here_maker", params={})
    if any(stop.day < offer.day for stop in others):
        kind = candidate.kind
        for applies, code in (
            (kind.is_fragile, "here_late_fragile"),
            (is_heavy(offer.article, rules), "here_late_heavy"),
            (kind.is_liquid, "here_late_liquid"),
            (is_fresh(kind, rules), "here_late_fresh"),
        ):
            if applies:
                yield Reason(code=code, params={"day": offer.day})
