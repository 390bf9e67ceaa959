"""Refereeing of the basket inside a plan against the plan's own visits, request and arithmetic, without any other data.

Codes of violations:

==================  =================================================================================
code                the rule that is broken
==================  =================================================================================
basket_traveller    the party, its home market and the way out are those of the request
basket_stop         everything is bought, and everything left out was offered, where the trip is on that day
basket_line         a line holds one pack at least, its check is its own, and no line stands twice
basket_refused      nothing prohibited, and nothing that needs a permit unless it is sent, was proposed
basket_green        green only where verdict, confidence, source and carriage all allow it
basket_sum          sums of money and worth are those of the lines
basket_budget       what was proposed stays within the budget
basket_limit        a limit is that of the party, and an amount above it was not proposed
basket_luggage      what was proposed fits the luggage
basket_refund       refunds are of purchases in the basket, and add up
==================  =================================================================================

What the traveller has fixed by hand may break a limit, a budget or a rule: then it is marked as such and is not held
against the planner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.model.basket import Basket, BasketLine, Carriage, LimitUse, Offer
from planner.model.itinerary import Itinerary
from planner.model.market import HOME_COUNTRY, Verdict, get_worst, is_home_country
from planner.model.problem import Violation

_GREEN = (Verdict.OK, Verdict.LIMIT)
_SURE = ("medium", "high")
_TOLERANCE = 1e-6
"""Limits are sums of floats."""
_REFUSED_EXCESS = "over_limit"
"""State of a limit whose excess customs take away; every other excess is a matter of duty or of a notification."""


def check_plan_basket(plan: Itinerary) -> tuple[Violation, ...]:
    """Return every rule that the basket of a plan breaks; empty when it keeps them all, or there is none."""
    basket = plan.basket
    if basket is None:
        return ()
    return (
        *_check_traveller(plan, basket),
        *_check_stops(plan, basket),
        *_check_lines(basket),
        *_check_sums(basket),
        *_check_limits(basket),
        *_check_luggage(basket),
        *_check_refund(basket),
    )


def _check_traveller(plan: Itinerary, basket: Basket) -> Iterator[Violation]:
    request, traveller = plan.request, basket.traveller
    if (traveller.adults, traveller.children) != (request.party.adults, request.party.children):
        told = f"{traveller.adults} adults and {traveller.children} children"
        yield Violation("basket_traveller", None, f"the basket is for {told}, not for the party of the request")
    market = request.home_market
    if (traveller.market is None) != (market is None) or (
        market is not None and (traveller.market == HOME_COUNTRY) != is_home_country(market)
    ):
        yield Violation("basket_traveller", None, f"home market {traveller.market}, the request says {market}")
    way_out = (traveller.leaves_on, traveller.leaves_from)
    if way_out != (request.dates[-1], request.end_or_start):
        yield Violation("basket_traveller", None, f"leaves {way_out[0].isoformat()} from {way_out[1]}, not as the trip")


def _check_stops(plan: Itinerary, basket: Basket) -> Iterator[Violation]:
    stops = {(number, day.date, visit.place_id) for number, day in enumerate(plan.days, 1) for visit in day.visits}
    stops |= {(stay.night, plan.days[stay.night - 1].date, stay.place_id) for stay in plan.lodging}
    offers = [line.offer for line in basket.lines] + [left.offer for left in basket.left_out]
    for offer in offers:
        if (offer.day, offer.on, offer.place_id) not in stops:
            message = f"{offer.article.key} at {offer.place_id} on day {offer.day}: the trip is not there"
            yield Violation("basket_stop", _index(offer), message)


def _check_lines(basket: Basket) -> Iterator[Violation]:
    lines = Counter(_name(line.offer) for line in basket.lines)
    for (key, place_id, _), count in lines.items():
        if count > 1:
            yield Violation("basket_line", None, f"{key} at {place_id} stands in {count} lines")
    for line in basket.lines:
        day, key = _index(line.offer), line.offer.article.key
        if line.quantity < 1:
            yield Violation("basket_line", day, f"{line.quantity} packs of {key}")
        if line.check.key != key or line.check.quantity < line.quantity:
            told = f"{line.check.quantity} x {line.check.key}"
            yield Violation("basket_line", day, f"{line.quantity} x {key} is checked as {told}")
        yield from _check_verdict(basket, line)


def _check_verdict(basket: Basket, line: BasketLine) -> Iterator[Violation]:
    day, key, check = _index(line.offer), line.offer.article.key, line.check
    alone = check.answer.verdict
    if _crosses_border(basket) and get_worst((check.verdict, alone)) != check.verdict:
        yield Violation("basket_green", day, f"{key} is {check.verdict}, its rules alone make it {alone}")
    is_sure = check.verdict in _GREEN and check.answer.confidence in _SURE and check.answer.is_green
    has_source = bool(check.answer.sources) or not _crosses_border(basket)
    if check.is_green and not (is_sure and has_source and check.carriage is not Carriage.ASK):
        grounds = f"{check.verdict}, {check.answer.confidence}, {len(check.answer.sources)} sources, {check.carriage}"
        yield Violation("basket_green", day, f"{key} is green on {grounds}")
    # Packs added by hand may push others over a limit that they share; by its own rules a line stands or falls alone.
    verdict = alone if _has_fixed(basket) and _crosses_border(basket) else check.verdict
    is_refused = verdict is Verdict.PROHIBITED or (verdict is Verdict.PERMIT and check.carriage is not Carriage.SHIP)
    if is_refused and not _is_fixed(basket, line.offer):
        yield Violation("basket_refused", day, f"{key} is proposed, and it is {verdict}")


def _check_sums(basket: Basket) -> Iterator[Violation]:
    lines = basket.lines
    sums = {
        "spend_low_vnd": (basket.spend_low_vnd, sum(_cost(line.offer.article.price_low_vnd, line) for line in lines)),
        "spend_high_vnd": (
            basket.spend_high_vnd,
            sum(_cost(line.offer.article.price_high_vnd, line) for line in lines),
        ),
        "worth": (basket.worth, sum(line.worth for line in lines)),
    }
    for name, (stated, recomputed) in sums.items():
        if stated != recomputed:
            yield Violation("basket_sum", None, f"{name} is {stated}, the lines sum to {recomputed}")
    budget = basket.wishes.budget_vnd
    if budget is not None and basket.spend_high_vnd > budget and not _has_fixed(basket):
        yield Violation("basket_budget", None, f"{basket.spend_high_vnd} VND, the budget is {budget}")


def _check_limits(basket: Basket) -> Iterator[Violation]:
    for use in basket.limits:
        size = basket.traveller.adults
        if abs(use.limit - use.pool.limit * size) > _TOLERANCE * max(1.0, use.limit):
            told = f"{use.limit:g} {use.pool.unit} for {size} adults"
            yield Violation("basket_limit", None, f"{use.pool.pool_id}: {told}, each may take {use.pool.limit:g}")
        if _is_over(use) and not _has_fixed(basket):
            message = f"{use.pool.pool_id}: {use.amount:g} of {use.limit:g} {use.pool.unit} is proposed"
            yield Violation("basket_limit", None, message)


def _is_over(use: LimitUse) -> bool:
    share = use.share
    return use.state == _REFUSED_EXCESS and share is not None and share > 1 + _TOLERANCE


def _check_luggage(basket: Basket) -> Iterator[Violation]:
    use = basket.luggage
    for name, weight_g, limit_g in (
        ("cabin", use.cabin_g, use.cabin_limit_g),
        ("hold", use.hold_g, use.hold_limit_g),
    ):
        if weight_g < 0 or (weight_g > limit_g and not _has_fixed(basket)):
            yield Violation("basket_luggage", None, f"{weight_g} g for the {name}, {limit_g} g are free")


def _check_refund(basket: Basket) -> Iterator[Violation]:
    refund = basket.refund
    spent: Counter[tuple[str, object]] = Counter()
    for line in basket.lines:
        spent[line.offer.place_id, line.offer.on] += _cost(line.offer.article.price_high_vnd, line)
    for shop in refund.shops:
        if not 0 <= shop.spent_low_vnd <= shop.spent_high_vnd <= spent[shop.place_id, shop.on]:
            message = f"{shop.spent_high_vnd} VND at {shop.place_id}, bought are {spent[shop.place_id, shop.on]}"
            yield Violation("basket_refund", None, message)
        if not 0 <= shop.refund_low_vnd <= shop.refund_high_vnd <= shop.spent_high_vnd:
            message = f"{shop.refund_low_vnd} to {shop.refund_high_vnd} VND come back from {shop.place_id}"
            yield Violation("basket_refund", None, message)
    most = sum(shop.refund_high_vnd for shop in refund.shops)
    if not 0 <= refund.refund_low_vnd <= refund.refund_high_vnd <= most:
        message = f"{refund.refund_low_vnd} to {refund.refund_high_vnd} VND come back, the shops give {most}"
        yield Violation("basket_refund", None, message)
    if refund.point not in (None, basket.traveller.leaves_from):
        yield Violation("basket_refund", None, f"confirmed at {refund.point}, where the trip does not end")


def _cost(price_vnd: int | None, line: BasketLine) -> int:
    return (price_vnd or 0) * line.quantity


def _name(offer: Offer) -> tuple[str, str, int]:
    return offer.article.key, offer.place_id, offer.day


def _index(offer: Offer) -> int:
    """Day of the trip from 0, as violations count them."""
    return offer.day - 1


def _is_fixed(basket: Basket, offer: Offer) -> bool:
    return any((key, place) == (offer.article.key, offer.place_id) for key, place, _ in basket.wishes.fixed)


def _crosses_border(basket: Basket) -> bool:
    return basket.traveller.market not in (None, HOME_COUNTRY)


def _has_fixed(basket: Basket) -> bool:
    return any(quantity > 0 for _, _, quantity in basket.wishes.fixed)
