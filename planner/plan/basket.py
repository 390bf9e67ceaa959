"""The basket of a trip: who travels and what they wish, read from the request; what they may buy, from the stops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from planner.check import check_plan_basket
from planner.errors import RefereeError, RequestError, UnknownIdError
from planner.goods import get_country_code, is_refused, resolve_market
from planner.goods.articles import list_offers
from planner.goods.basket import plan_basket
from planner.goods.carry import check_basket
from planner.goods.notes import keep_notes
from planner.goods.packing import split_allowance
from planner.model.basket import Basket, Offer, Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.market import HOME_COUNTRY, is_home_country
from planner.model.problem import Violation
from planner.model.product import ProductType
from planner.model.reason import Reason
from planner.model.request import MAX_LUGGAGE_KG, MAX_VND, TripRequest
from planner.model.settings import LuggageRules, Settings
from planner.model.whatif import Counterfactual

MAX_PEOPLE = 200
"""Most people that presents are looked for."""
MAX_DAYS_UNTIL_HOME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketPlanner:
    """Plans baskets over the trips of one planner."""

    catalogue: Catalogue
    settings: Settings

    def plan(
        self,
        itinerary: Itinerary,
        wishes: Wishes | None = None,
        *,
        days_until_home: int = 1,
        luggage_kg_per_person: float | None = None,
    ) -> Itinerary:
        """Return the itinerary with the best basket that its traveller can buy on it and carry home.

        What is noted of purchases in a basket that the itinerary has already stays noted.

        Parameters
        ----------
        itinerary
            A plan; its request says who travels, where home is, and what may be spent and carried.
        wishes
            Budget, presents and likings; None = those of the request (`read_wishes`).
        days_until_home
            Days from the end of the trip until the goods are at home.
        luggage_kg_per_person
            Room for purchases; None = what the request says, and where it says nothing, the usual.

        Raises
        ------
        RequestError
            ``R024`` for wishes out of range, ``G120`` for packs that cannot be.
        UnknownIdError
            ``R025`` for a wish that means nothing among the goods, ``G121`` for a choice by hand of what no stop
            of this trip offers, ``G101`` for a home market that is no country.
        RefereeError
            ``P005`` when the referee finds a fault in our own basket, which is then not returned.
        """
        wishes = read_wishes(itinerary.request, self.catalogue) if wishes is None else wishes
        traveller = build_traveller(
            itinerary.request,
            self.settings.luggage,
            days_until_home=days_until_home,
            luggage_kg_per_person=luggage_kg_per_person,
        )
        offers = list_offers(self.catalogue, itinerary)
        check_wishes(wishes, self.catalogue)
        return _keep_noted(itinerary.basket, self._fill(itinerary, offers, traveller, wishes))

    def renew(self, before: Itinerary, after: Itinerary) -> Itinerary:
        """Return a changed trip with a basket of its own, where the trip before had one.

        A basket stays as it is where the changed trip offers the same goods at the same places and days. Else it
        is planned again, with the wishes and for the traveller of the old one, and a notice says so. Choices made
        by hand that the changed trip does not offer any more are dropped, and that is said, too.
        """
        old = before.basket
        if old is None or after.basket is not None:
            return after
        request = after.request
        traveller = replace(old.traveller, leaves_on=request.dates[-1], leaves_from=request.end_or_start)
        offers = list_offers(self.catalogue, after)
        if traveller == old.traveller and offers == list_offers(self.catalogue, before):
            return replace(after, basket=old)
        still = {(offer.article.key, offer.place_id) for offer in offers}
        fixed = tuple(one for one in old.wishes.fixed if one[:2] in still)
        lost = _count_chosen(old.wishes.fixed) - _count_chosen(fixed)
        notices = [Reason(code="basket_renewed", params={})]
        if lost:
            notices.append(Reason(code="basket_choices_lost", params={"count": lost}))
        return _keep_noted(old, self._fill(after, offers, traveller, replace(old.wishes, fixed=fixed), notices))

    def renew_other(self, before: Itinerary, answer: Counterfactual) -> Counterfactual:
        """Return what another choice would be like, its trip with a basket of its own; see `renew`."""
        if answer.itinerary is None:
            return answer
        return replace(answer, itinerary=self.renew(before, answer.itinerary))

    def check(self, itinerary: Itinerary) -> tuple[Violation, ...]:
        """Hold a saved basket against the data of today: what is offered, and what the rules say of it."""
        basket = itinerary.basket
        if basket is None:
            return ()
        offers = list_offers(self.catalogue, itinerary)
        strange = [one for one in _list_offers_of(basket) if one not in offers]
        if strange:
            return tuple(
                Violation("basket_fact", one.day - 1, f"{one.article.key} at {one.place_id} is offered otherwise")
                for one in strange
            )
        return tuple(self._check_verdicts(basket))

    def _fill(
        self,
        itinerary: Itinerary,
        offers: tuple[Offer, ...],
        traveller: Traveller,
        wishes: Wishes,
        notices: Iterable[Reason] = (),
    ) -> Itinerary:
        basket = plan_basket(
            self.catalogue,
            offers,
            traveller,
            wishes,
            self.settings.basket,
            luggage=self.settings.luggage,
            refund=self.settings.refund,
            on=traveller.leaves_on,
        )
        told = (*notices, *_list_notices(basket, offers, itinerary.request), *basket.notices)
        planned = replace(itinerary, basket=replace(basket, notices=told))
        if violations := check_plan_basket(planned):
            raise RefereeError("P005", violations[0].message, remedy="report this request")
        return planned

    def _check_verdicts(self, basket: Basket) -> Iterable[Violation]:
        lines = [(line.offer.article, line.quantity, line.offer.on) for line in basket.lines]
        again = check_basket(self.catalogue, basket.traveller, lines, on=basket.traveller.leaves_on)
        for line, check in zip(basket.lines, again.lines, strict=True):
            stated = line.check
            if (stated.verdict, stated.is_green, stated.carriage) != (check.verdict, check.is_green, check.carriage):
                message = f"{stated.key} is said to be {stated.verdict}, the rules of today say {check.verdict}"
                yield Violation("basket_fact", line.offer.day - 1, message)
        if basket.limits != again.limits:
            yield Violation("basket_fact", None, "limits or what is used of them differ from the rules of today")


def _keep_noted(before: Basket | None, planned: Itinerary) -> Itinerary:
    return planned if planned.basket is None else replace(planned, basket=keep_notes(before, planned.basket))


def build_traveller(
    request: TripRequest,
    rules: LuggageRules | None = None,
    *,
    days_until_home: int = 1,
    luggage_kg_per_person: float | None = None,
) -> Traveller:
    """Return the party of a request as customs and airlines see it.

    Parameters
    ----------
    rules
        How room in the luggage is divided between cabin and hold; None = all of it is in the hold.
    luggage_kg_per_person
        Room for purchases; None = what the request says. Children have room, too, which counts with the adults'.

    Raises
    ------
    RequestError
        ``R024`` for days out of range, ``G111`` for kilograms that are no weight.
    UnknownIdError
        ``G101`` for a home market that is no country.
    """
    if not 0 <= days_until_home <= MAX_DAYS_UNTIL_HOME:
        raise _refuse(f"{days_until_home} days until home", f"0 to {MAX_DAYS_UNTIL_HOME} days")
    party = request.party
    each_kg = request.luggage_kg_per_person if luggage_kg_per_person is None else luggage_kg_per_person
    adult_kg = each_kg
    if each_kg is not None and 0 <= each_kg <= MAX_LUGGAGE_KG:
        adult_kg = min(each_kg * party.size / party.adults, MAX_LUGGAGE_KG)
    cabin_kg, hold_kg = (None, adult_kg) if rules is None else split_allowance(adult_kg, rules)
    return Traveller(
        market=find_market(request),
        adults=party.adults,
        children=party.children,
        leaves_on=request.dates[-1],
        leaves_from=request.end_or_start,
        days_until_home=days_until_home,
        cabin_kg=cabin_kg,
        hold_kg=hold_kg,
    )


def find_market(request: TripRequest) -> str | None:
    """Return whose rules hold at home: a market, the code of a country without rules or of Viet Nam, or None."""
    home = request.home_market
    if home is None:
        return None
    return HOME_COUNTRY if is_home_country(home) else resolve_market(home) or get_country_code(home)


def read_wishes(request: TripRequest, catalogue: Catalogue | None = None) -> Wishes:
    """Return what a request itself wishes: the party's shopping budget, and its interests as likings.

    With a catalogue, interests in crafts stand for the goods of their villages; see `find_goods`.
    """
    per_person = request.shopping_budget_vnd_per_person
    words = sorted(request.interests)
    known = () if catalogue is None else list_gift_words(catalogue)
    crafts = [] if catalogue is None else [find_goods(word, catalogue) for word in words if word not in known]
    return Wishes(
        budget_vnd=None if per_person is None else per_person * request.party.adults,
        likes=tuple(dict.fromkeys((*words, *(kind for kinds in crafts for kind in kinds)))),
    )


def read_likes(words: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return OCOP groups and kinds of goods for words that somebody says of a present.

    Raises
    ------
    UnknownIdError
        ``R025`` for a word that means nothing among the goods.
    """
    known = list_gift_words(catalogue)
    found: dict[str, None] = {}
    for word in words:
        meant = (word,) if word in known else find_goods(word, catalogue)
        if not meant:
            raise _refuse_word(word, catalogue)
        found |= dict.fromkeys(meant)
    return tuple(found)


def find_goods(category: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the kinds of goods that craft villages of a category live by, sorted; none for any other word."""
    villages = {one.id for one in catalogue.places.values() if (one.kind, one.category) == ("craft_village", category)}
    made = {good.product_type for good in catalogue.village_goods if good.is_primary and good.place_id in villages}
    return tuple(sorted(kind for kind in made if _is_offered(catalogue.product_types[kind])))


def check_wishes(wishes: Wishes, catalogue: Catalogue) -> None:
    """Raise for the first wish beyond measure, or of a word that means nothing; see `BasketPlanner.plan`."""
    if wishes.budget_vnd is not None and not 0 <= wishes.budget_vnd <= MAX_VND:
        raise _refuse(f"a budget of {wishes.budget_vnd} VND", f"0 to {MAX_VND} VND")
    if strange := [gift.people for gift in wishes.gifts if not 1 <= gift.people <= MAX_PEOPLE]:
        raise _refuse(f"presents for {strange[0]} people", f"1 to {MAX_PEOPLE} people")
    known = list_gift_words(catalogue)
    for word in (word for gift in wishes.gifts for word in gift.likes):
        if word not in known:
            raise _refuse_word(word, catalogue)


def list_gift_words(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what somebody who gets a present may like: OCOP groups and kinds of goods, sorted."""
    goods = [kind for kind in catalogue.product_types.values() if _is_offered(kind)]
    return tuple(sorted({kind.id for kind in goods} | {kind.ocop_group for kind in goods}))


def _is_offered(kind: ProductType) -> bool:
    return kind.is_goods and not is_refused(kind)


def _list_notices(basket: Basket, offers: tuple[Offer, ...], request: TripRequest) -> Iterable[Reason]:
    """What the traveller must know before reading a basket: that there is nothing in it, or nothing judged."""
    if request.home_market is None:
        yield Reason(code="basket_no_market", params={})
    if not offers:
        yield Reason(code="basket_nothing_offered", params={})
    elif not basket.lines:
        yield Reason(code="basket_nothing_fits", params={"count": len(basket.left_out)})


def _count_chosen(fixed: Iterable[tuple[str, str, int]]) -> int:
    return sum(quantity > 0 for _, _, quantity in fixed)


def _list_offers_of(basket: Basket) -> list[Offer]:
    return [line.offer for line in basket.lines] + [left.offer for left in basket.left_out]


def _refuse_word(word: str, catalogue: Catalogue) -> UnknownIdError:
    villages = {place.category for place in catalogue.places.values() if place.kind == "craft_village"}
    known = sorted({*list_gift_words(catalogue), *villages})
    near = process.extract(word[:60], known, scorer=fuzz.ratio, limit=3, score_cutoff=50)
    nearest = tuple(found[0] for found in near)
    return UnknownIdError("R025", f"no good is called {word[:60]!r}", nearest=nearest, where="gifts")


def _refuse(what: str, remedy: str) -> RequestError:
    return RequestError("R024", f"{what} cannot be", where="basket", remedy=f"name {remedy}")
