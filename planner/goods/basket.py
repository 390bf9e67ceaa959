"""The best basket of a trip: what to buy where, within budget, luggage and every limit of the way home.

Nothing that limits a basket depends on the stop: a pack costs, weighs and counts at the border the same wherever it
is bought. Shelf life alone does, and it only rules stops out. So the integer program of `basket_model` chooses packs
of articles, and each article is bought at its best stop; choosing packs of every (article, stop) would come to the
same basket.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import process

from planner.errors import RequestError, UnknownIdError
from planner.goods.basket_candidates import Candidate, Screen, tell_other_stop
from planner.goods.basket_model import BasketProblem, Choice, Item, get_item_worths, solve
from planner.goods.basket_rows import Bound, build_bounds
from planner.goods.basket_words import explain_line
from planner.goods.basket_worth import get_crowding
from planner.goods.carry import check_basket
from planner.goods.left_out import LeftOutReasons, get_use, tell_over_limit, tell_unknown
from planner.goods.luggage import Packing, stow
from planner.goods.packing import MAX_PACKS
from planner.goods.refund import Purchase, get_refund
from planner.goods.shipping import get_shipping_bands
from planner.model.basket import Basket, BasketLine, LeftOut, Offer, ShippingBand, Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.reason import Reason
from planner.model.settings import BasketRules, LuggageRules, RefundRules


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Everything that one basket is made from."""

    catalogue: Catalogue
    offers: tuple[Offer, ...]
    traveller: Traveller
    wishes: Wishes
    rules: BasketRules
    luggage: LuggageRules
    refund: RefundRules
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Solved:
    """Candidates with their rows and the choice among them."""

    candidates: tuple[Candidate, ...]
    bounds: tuple[Bound, ...]
    problem: BasketProblem
    choice: Choice
    barred: Mapping[Offer, Reason]


def plan_basket(
    catalogue: Catalogue,
    offers: Sequence[Offer],
    traveller: Traveller,
    wishes: Wishes,
    rules: BasketRules,
    *,
    luggage: LuggageRules,
    refund: RefundRules,
    on: date,
) -> Basket:
    """Return the basket worth most to a traveller, proved to be so, with a reason for every line and every absence.

    First as many people of the gift list as possible get a pack that they like, then the points are largest. What
    is fixed by hand is bought whatever it is worth; where it breaks a limit, the checks of the basket tell so, and
    nothing is added that counts towards that limit.

    Parameters
    ----------
    offers
        What may be bought on the trip (`list_offers`). An article at several stops stands once for each.
    wishes
        A place of `fixed` with packs decides an article: so many there, and none elsewhere. With 0 packs it is
        not bought at that place.
    luggage, refund
        Rules of packing and of the tax refund.
    on
        Day from which the age of the rules is counted.

    Returns
    -------
    Basket
        Lines in the order of the offers. `worth` is the sum of the points of its lines.

    Raises
    ------
    RequestError
        ``G120`` for a wish out of range; errors of `check_basket` and `stow` for absurd packs or parties.
    UnknownIdError
        ``G121`` when an article is fixed that no stop offers.
    """
    case = _Case(
        catalogue=catalogue,
        offers=tuple(dict.fromkeys(offers)),
        traveller=traveller,
        wishes=wishes,
        rules=rules,
        luggage=luggage,
        refund=refund,
        on=on,
    )
    _check_wishes(case)
    solved = _solve(case)
    left = LeftOutReasons(solved.candidates, solved.bounds, solved.problem, solved.choice)
    reasons = dict(solved.barred)
    for i, candidate in enumerate(solved.candidates):
        if solved.choice.packs[i] == 0:
            reasons |= dict.fromkeys(candidate.stops, left.find(i))
    return _assemble(case, solved, reasons, is_optimal=solved.choice.is_optimal)


def recheck_basket(
    catalogue: Catalogue,
    offers: Sequence[Offer],
    traveller: Traveller,
    wishes: Wishes,
    rules: BasketRules,
    *,
    packs: Mapping[tuple[str, str], int],
    luggage: LuggageRules,
    refund: RefundRules,
    on: date,
) -> Basket:
    """Return the basket of these very packs, held against every rule; nothing is proposed.

    Presents are still told apart from what is kept, as far as the gift list is met. `is_optimal` is False: nothing
    was looked for.

    Parameters
    ----------
    packs
        (article key, place id) -> packs; what is not named is not bought.

    Raises
    ------
    RequestError, UnknownIdError
        As `plan_basket`.
    """
    fixed = tuple((key, place_id, number) for (key, place_id), number in packs.items())
    case = _Case(
        catalogue=catalogue,
        offers=tuple(dict.fromkeys(offers)),
        traveller=traveller,
        wishes=replace(wishes, fixed=fixed),
        rules=rules,
        luggage=luggage,
        refund=refund,
        on=on,
    )
    _check_wishes(case)
    bought = {key for key, _, number in fixed if number > 0}
    solved = _solve(replace(case, offers=tuple(one for one in case.offers if one.article.key in bought)))
    by_hand = Reason(code="left_by_hand", params={})
    reasons = {offer: solved.barred.get(offer, by_hand) for offer in case.offers}
    return _assemble(case, solved, reasons, is_optimal=False)


def _check_wishes(case: _Case) -> None:
    wishes = case.wishes
    if wishes.budget_vnd is not None and wishes.budget_vnd < 0:
        raise RequestError("G120", f"a budget of {wishes.budget_vnd} VND", remedy="name 0 VND or more", where="budget")
    if strange := [gift.people for gift in wishes.gifts if gift.people < 0]:
        raise RequestError("G120", f"presents for {strange[0]} people", remedy="name 0 people or more", where="gifts")
    if not 0 <= wishes.max_packs <= MAX_PACKS:
        message = f"at most {wishes.max_packs} packs of an article"
        raise RequestError("G120", message, remedy=f"name 0 to {MAX_PACKS} packs", where="max_packs")
    offered = {(offer.article.key, offer.place_id) for offer in case.offers}
    for key, place_id, packs in wishes.fixed:
        if not 0 <= packs <= MAX_PACKS:
            message = f"{packs} packs of {key}"
            raise RequestError("G120", message, remedy=f"name 0 to {MAX_PACKS} packs", where="fixed")
        if (key, place_id) not in offered:
            here = sorted({one for one, place in offered if place == place_id}) or sorted({one for one, _ in offered})
            nearest = tuple(found[0] for found in process.extract(key, here, limit=3))
            message = f"{key} is not offered at {place_id} on this trip"
            raise UnknownIdError("G121", message, nearest=nearest, where="fixed")


def _solve(case: _Case) -> _Solved:
    screen = Screen(case.catalogue, case.traveller, case.wishes, case.rules, case.luggage, on=case.on)
    candidates = screen.list_candidates(case.offers)
    bounds = build_bounds(case.catalogue, candidates, case.traveller, case.wishes, case.rules, case.luggage)
    barred = dict(screen.barred)
    free = [i for i, one in enumerate(candidates) if one.packs is None]
    strange = {i: reason for i in free if (reason := _find_strange(bounds.bounds, i)) is not None}
    if strange:
        for i, reason in strange.items():
            barred |= dict.fromkeys(candidates[i].stops, reason)
        candidates = tuple(one for i, one in enumerate(candidates) if i not in strange)
        bounds = build_bounds(case.catalogue, candidates, case.traveller, case.wishes, case.rules, case.luggage)
    problem = BasketProblem(
        items=tuple(
            Item(
                kind=one.kind.id,
                own_worths=one.own_worths,
                gift_worth=one.gift_worth,
                groups=one.groups,
                packs=one.packs,
                most=most,
            )
            for one, most in zip(candidates, bounds.most, strict=True)
        ),
        rows=tuple(bound.row for bound in bounds.bounds),
        bags=bounds.bags,
        people=tuple(gift.people for gift in case.wishes.gifts),
        crowding=_list_crowding(case.rules),
    )
    choice = solve(problem, max_nodes=case.rules.max_nodes)
    return _Solved(candidates=candidates, bounds=bounds.bounds, problem=problem, choice=choice, barred=barred)


def _find_strange(bounds: Iterable[Bound], i: int) -> Reason | None:
    """Return why a candidate cannot be held against a limit, or is over it by itself, or None."""
    for bound in bounds:
        if i in bound.unknown:
            return tell_unknown(bound)
        if i in bound.too_big:
            return tell_over_limit(bound)
    return None


def _list_crowding(rules: BasketRules) -> tuple[int, ...]:
    """Points lost by each further pack of a kind, up to where the loss stays the same."""
    losses = [0]
    while (more := get_crowding(len(losses) + 1, rules)) > losses[-1]:
        losses.append(more)
    return tuple(losses)


def _assemble(case: _Case, solved: _Solved, reasons: Mapping[Offer, Reason], *, is_optimal: bool) -> Basket:
    bought = list(_list_bought(solved, case.offers))
    packs = [(offer.article, number) for offer, number, _ in bought]
    check = check_basket(
        case.catalogue, case.traveller, [(offer.article, number, offer.on) for offer, number, _ in bought], on=case.on
    )
    packing = stow(case.catalogue, case.traveller, packs, case.luggage)
    worths = _divide_worths(solved, bought)
    lines = tuple(
        BasketLine(
            offer=offer,
            quantity=number,
            check=line_check,
            worth=worth,
            reasons=explain_line(
                solved.candidates[i], offer, case.rules, gifts=solved.choice.given[i] if is_first else 0
            ),
        )
        for (offer, number, i), line_check, worth, is_first in zip(
            bought, check.lines, worths, _list_first(bought), strict=True
        )
    )
    there = {offer: tell_other_stop(first) for first, offer in _list_other_stops(solved, bought)}
    told = {**reasons, **there}
    taken = {offer for offer, _, _ in bought}
    purchases = tuple(
        Purchase(place_id=offer.place_id, on=offer.on, article=offer.article, quantity=number - sent)
        for (offer, number, _), sent in zip(bought, packing.shipped, strict=True)
        if number > sent
    )
    return Basket(
        traveller=case.traveller,
        wishes=case.wishes,
        lines=lines,
        limits=check.limits,
        luggage=packing.use,
        shipping=_list_shipping(case, packing),
        refund=get_refund(case.catalogue, case.traveller, purchases, case.refund),
        spend_low_vnd=sum((article.price_low_vnd or 0) * number for article, number in packs),
        spend_high_vnd=sum((article.price_high_vnd or 0) * number for article, number in packs),
        worth=sum(worths),
        is_optimal=is_optimal,
        left_out=tuple(LeftOut(offer=one, reason=told[one]) for one in case.offers if one not in taken),
        notices=(*check.notices, *_list_notices(case, solved)),
    )


def _list_bought(solved: _Solved, offers: Sequence[Offer]) -> Iterator[tuple[Offer, int, int]]:
    """Yield offer, packs and candidate of every line, in the order of the offers."""
    lines: dict[Offer, tuple[int, int]] = {}
    for i, (candidate, number) in enumerate(zip(solved.candidates, solved.choice.packs, strict=True)):
        if candidate.decided:
            lines |= {offer: (packs, i) for offer, packs in candidate.decided}
        elif number:
            lines[candidate.stops[0]] = (number, i)
    for offer in offers:
        if offer in lines:
            yield offer, *lines[offer]


def _list_first(bought: Sequence[tuple[Offer, int, int]]) -> list[bool]:
    """Whether each line is the first of its article."""
    articles = [i for _, _, i in bought]
    return [i not in articles[:position] for position, i in enumerate(articles)]


def _divide_worths(solved: _Solved, bought: Sequence[tuple[Offer, int, int]]) -> list[int]:
    """Divide the points of each article among its lines; what does not divide goes to the first of them."""
    left = dict(enumerate(get_item_worths(solved.problem, solved.choice)))
    packs = dict(enumerate(solved.choice.packs))
    worths = []
    for _, number, i in bought:
        share = left[i] if number == packs[i] else left[i] * number // packs[i]
        worths.append(share)
        left[i] -= share
        packs[i] -= number
    return worths


def _list_other_stops(solved: _Solved, bought: Sequence[tuple[Offer, int, int]]) -> Iterator[tuple[Offer, Offer]]:
    """Yield (stop where it is bought, stop where it is not) of every article that is bought."""
    first = {i: offer for offer, _, i in reversed(bought)}
    taken = {offer for offer, _, _ in bought}
    for i, offer in first.items():
        for other in solved.candidates[i].stops:
            if other not in taken:
                yield offer, other


def _list_shipping(case: _Case, packing: Packing) -> tuple[ShippingBand, ...]:
    if packing.use.ship_g == 0:
        return ()
    return get_shipping_bands(case.catalogue, packing.use.ship_g, case.traveller.market, pieces_g=packing.shipped_g)


def _list_notices(case: _Case, solved: _Solved) -> Iterator[Reason]:
    """Yield what must be known of the whole basket: presents that are missing, limits broken by hand, doubts."""
    people = sum(gift.people for gift in case.wishes.gifts)
    if missing := people - solved.choice.served:
        yield Reason(code="basket_gifts_missing", params={"count": missing, "people": people})
    for bound in solved.bounds:
        if bound.code == "left_budget" and (over := get_use(bound, solved.choice.packs) - bound.row.limit) > 0:
            yield Reason(code="basket_over_budget", params={"vnd": over})
    if unpriced := sum(
        one.article.price_high_vnd is None
        for one, number in zip(solved.candidates, solved.choice.packs, strict=True)
        if number
    ):
        yield Reason(code="basket_price_unknown", params={"count": unpriced})
    if not solved.choice.is_optimal:
        yield Reason(code="basket_not_proved", params={})
