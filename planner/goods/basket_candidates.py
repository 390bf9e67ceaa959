"""Which offers can be proposed at all, with what each is worth, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.goods.basis import get_pool_date
from planner.goods.basket_worth import (
    crosses_border,
    get_gift_worth,
    get_own_worths,
    get_points,
    get_price_points,
    get_stop_points,
    list_liked,
)
from planner.goods.carriage import Ways, list_ways
from planner.goods.carry import check_basket
from planner.goods.keeping import count_days_to_home
from planner.goods.limits import LimitState
from planner.goods.packing import get_packed_g
from planner.goods.verdict import is_refused
from planner.model.basket import Article, Carriage, LineCheck, Offer, Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.market import STATUS_TO_VERDICT, CarryHomeRule, Verdict
from planner.model.product import Product, ProductType
from planner.model.reason import Reason
from planner.model.settings import BasketRules, LuggageRules

_ORIGIN = ("source", "as_of", "confidence")
"""Parameters of a reason that tell where a rule stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that can be bought, at one stop or several."""

    kind: ProductType
    stops: tuple[Offer, ...]
    """Where it can be bought, the best stop first."""
    decided: tuple[tuple[Offer, int], ...]
    """Packs fixed by hand, by stop; then exactly these are bought. Empty = free."""
    check: LineCheck
    """One pack alone at the best stop."""
    ways: Ways
    packed_g: int
    """0 where it is sent, or where the weight of something fixed by hand is not known."""
    liked: tuple[str, ...]
    """Words of the traveller that it answers to."""
    own_worths: tuple[int, ...]
    gift_worth: int
    groups: tuple[int, ...]
    """Groups of people to whom it can be given."""

    @property
    def article(self) -> Article:
        """The article as it is at the best stop."""
        return self.stops[0].article

    @property
    def is_shipped(self) -> bool:
        """Whether it does not travel with the traveller."""
        return self.check.carriage is Carriage.SHIP

    @property
    def packs(self) -> int | None:
        """Packs fixed by hand; None = free."""
        return sum(number for _, number in self.decided) if self.decided else None


class Screen:
    """Sorts offers into candidates and those that cannot be proposed, each with its reason."""

    def __init__(
        self,
        catalogue: Catalogue,
        traveller: Traveller,
        wishes: Wishes,
        rules: BasketRules,
        luggage: LuggageRules,
        *,
        on: date,
    ) -> None:
        self.catalogue = catalogue
        self.traveller = traveller
        self.wishes = wishes
        self.rules = rules
        self.luggage = luggage
        self.on = on
        self.fixed: Mapping[tuple[str, str], int] = {(key, place): packs for key, place, packs in wishes.fixed}
        self.barred: dict[Offer, Reason] = {}
        """Offers that cannot be proposed, with the reason; filled by `list_candidates`."""

    def list_candidates(self, offers: Sequence[Offer]) -> tuple[Candidate, ...]:
        """Return the articles that can be proposed or are fixed by hand, in the order of the offers."""
        by_key: dict[str, list[Offer]] = {}
        for offer in offers:
            by_key.setdefault(offer.article.key, []).append(offer)
        found = (self._build(group) for group in by_key.values())
        return tuple(candidate for candidate in found if candidate is not None)

    def _build(self, offers: Sequence[Offer]) -> Candidate | None:
        article = offers[0].article
        kind = self.catalogue.product_types[article.product_type]
        product = self.catalogue.products.get(article.product_id) if article.product_id is not None else None
        decided = tuple((one, packs) for one in offers if (packs := self._get_fixed(one)) is not None and packs > 0)
        if not decided and (is_refused(kind) or not kind.is_goods):
            self._bar(offers, Reason(code="left_never_offered", params={}))
            return None
        check = self._check(offers[0])
        # What a rule prohibits is said to be prohibited, whatever else speaks against buying it here or there.
        if not decided and crosses_border(self.traveller) and (reason := _find_rule_bar(check)) is not None:
            self._bar(offers, reason)
            return None
        stops = self._list_stops(offers, kind, decided)
        if not stops:
            return None
        check = check if stops[0] is offers[0] else self._check(stops[0])
        if not decided and (reason := self._find_bar(check, article, kind)) is not None:
            self._bar(stops, reason)
            return None
        return self._assess(stops, decided, check, kind, product)

    def _assess(
        self,
        stops: tuple[Offer, ...],
        decided: tuple[tuple[Offer, int], ...],
        check: LineCheck,
        kind: ProductType,
        product: Product | None,
    ) -> Candidate:
        article, rules = stops[0].article, self.rules
        ways = list_ways(self.catalogue, article, self.traveller)
        liked = list_liked(self.wishes.likes, kind, product)
        points = get_points(stops, check, self.traveller, rules, is_liked=bool(liked))
        price_points = get_price_points(article, rules)
        packs = sum(number for _, number in decided)
        own_worths = get_own_worths(points, price_points, packs if decided else self.wishes.max_packs, rules)
        gift_worth = get_gift_worth(points, price_points, article, kind, rules)
        packed_g = get_packed_g(article, kind, self.luggage)
        return Candidate(
            kind=kind,
            stops=stops,
            decided=decided,
            check=check,
            ways=ways,
            packed_g=0 if check.carriage is Carriage.SHIP else packed_g or 0,
            liked=liked,
            # What was fixed by hand is bought anyway; it is never worth less than nothing.
            own_worths=tuple(max(0, worth) for worth in own_worths) if decided else own_worths,
            gift_worth=max(0, gift_worth) if decided else gift_worth,
            groups=tuple(self._list_groups(kind, product)) if points > 0 else (),
        )

    def _list_groups(self, kind: ProductType, product: Product | None) -> Iterable[int]:
        for number, gift in enumerate(self.wishes.gifts):
            if not gift.likes or list_liked(gift.likes, kind, product):
                yield number

    def _list_stops(
        self, offers: Sequence[Offer], kind: ProductType, decided: Sequence[tuple[Offer, int]]
    ) -> tuple[Offer, ...]:
        """Return the stops where an article can be bought, the best first; the others are barred."""
        chosen = [offer for offer, _ in decided]
        stops = []
        for offer in offers:
            if chosen and offer not in chosen:
                self._bar([offer], tell_other_stop(chosen[0]))
            elif not chosen and self._get_fixed(offer) == 0:
                self._bar([offer], Reason(code="left_by_hand", params={}))
            elif not chosen and (reason := self._find_spoiling(offer, kind)) is not None:
                self._bar([offer], reason)
            else:
                stops.append(offer)
        # Sorting is stable: of equal stops the first on the way.
        stops.sort(key=lambda offer: (-get_stop_points(offer, kind, self.rules), offer.day))
        return tuple(stops)

    def _find_spoiling(self, offer: Offer, kind: ProductType) -> Reason | None:
        days = count_days_to_home(self.traveller, offer.on)
        keeps = kind.shelf_life_days
        if keeps is not None and keeps < days + self.rules.home_days:
            return Reason(code="left_spoils", params={"keeps": keeps, "travels": days})
        if kind.needs_cold_chain and days > self.rules.cool_days:
            return Reason(code="left_cold", params={"travels": days})
        return None

    def _check(self, offer: Offer) -> LineCheck:
        return check_basket(self.catalogue, self.traveller, [(offer.article, 1, offer.on)], on=self.on).lines[0]

    def _find_bar(self, check: LineCheck, article: Article, kind: ProductType) -> Reason | None:
        """Return what but a rule of the home market bars one pack, whatever else is bought, or None."""
        if check.verdict is Verdict.PROHIBITED:
            return self._find_bearing_bar(check)
        if check.carriage is Carriage.SHIP and not self.rules.proposes_shipping:
            return Reason(code="left_ship_only", params={})
        if check.carriage is not Carriage.SHIP and get_packed_g(article, kind, self.luggage) is None:
            return Reason(code="left_weight_unknown", params={})
        if self.wishes.budget_vnd is not None and article.price_high_vnd is None:
            return Reason(code="left_no_price", params={})
        return None

    def _find_bearing_bar(self, check: LineCheck) -> Reason:
        """Return what else prohibits one pack: a limit that it passes alone, an airline, Viet Nam's own rules."""
        for text in check.answer.reasons:
            code, *values = text.split(":")
            if code == LimitState.OVER_FOOD:
                pool = self.catalogue.pools[values[0]]
                return Reason(
                    code="left_over_limit",
                    params={
                        "pool": pool.pool_id,
                        "limit": pool.limit,
                        "unit": pool.unit,
                        "source": pool.source,
                        "as_of": get_pool_date(self.catalogue, pool),
                        "confidence": pool.confidence,
                    },
                )
        sourced = [reason.params for reason in check.reasons if reason.params.get("source")]
        return Reason(code="left_not_carried", params={key: sourced[0][key] for key in _ORIGIN} if sourced else {})

    def _get_fixed(self, offer: Offer) -> int | None:
        return self.fixed.get((offer.article.key, offer.place_id))

    def _bar(self, offers: Iterable[Offer], reason: Reason) -> None:
        self.barred |= dict.fromkeys(offers, reason)


def tell_other_stop(offer: Offer) -> Reason:
    """Return the reason of an offer whose article is bought at another stop."""
    return Reason(code="left_other_stop", params={"place": offer.place_id, "day": offer.day})


def _find_rule_bar(check: LineCheck) -> Reason | None:
    """Return the rule of the home market that prohibits a good or wants a certificate for it."""
    for verdict, code in ((Verdict.PROHIBITED, "left_prohibited"), (Verdict.PERMIT, "left_permit")):
        for rule in check.answer.rules:
            if STATUS_TO_VERDICT[rule.status] is verdict:
                return _quote(code, rule)
    return None


def _quote(code: str, rule: CarryHomeRule) -> Reason:
    return Reason(
        code=code,
        params={
            "market": rule.market,
            "goods": rule.category,
            "source": rule.source,
            "as_of": rule.as_of,
            "confidence": rule.confidence,
        },
    )
