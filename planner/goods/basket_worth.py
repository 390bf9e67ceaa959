"""What a pack is worth to a traveller, in integer points, and at which stop it is best bought.

Worth and stop are kept apart. Nothing that limits a basket (price, weight, customs) depends on the stop, so what is
bought is decided by the worth of articles alone, and each article is then bought at the stop with most stop points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.model.basket import Article, Carriage, LineCheck, Offer, Traveller
from planner.model.market import HOME_COUNTRY, Verdict
from planner.model.product import Product, ProductType
from planner.model.settings import BasketRules

_UNSURE_STARS = ("check_renewal", "no_year")
_INFERRED = "may_be_found"


def get_points(
    offers: Sequence[Offer],
    check: LineCheck,
    traveller: Traveller,
    rules: BasketRules,
    *,
    is_liked: bool,
) -> int:
    """Return the worth of the first pack of an article, its price not counted yet.

    Quality (stars with their note, only here, liked) times how sure it is to be found, times how surely it may go
    home, times how it travels: the rows of [basket] in the settings. 0 where it may not be carried home.

    Parameters
    ----------
    offers
        All offers of the article that can be used; the surest and rarest counts.
    check
        One pack alone held against all rules.
    """
    quality = _get_stars_points(offers[0].article, rules)
    quality += rules.only_here * any(offer.is_only_here for offer in offers) + rules.liked * is_liked
    found_pct = rules.may_be_found_pct if all(offer.availability == _INFERRED for offer in offers) else 100
    return (
        quality
        * found_pct
        * _get_verdict_pct(check, traveller, rules)
        * _get_carriage_pct(check.carriage, rules)
        // 1_000_000
    )


def get_price_points(article: Article, rules: BasketRules) -> int:
    """Return the points that a pack's price takes away: the middle of its band, 0 where no price is known."""
    prices = [price for price in (article.price_low_vnd, article.price_high_vnd) if price is not None]
    return sum(prices) // (len(prices) * rules.vnd_per_point) if prices else 0


def get_own_worths(points: int, price_points: int, packs: int, rules: BasketRules) -> tuple[int, ...]:
    """Return the worth of the first, second, ... own pack of an article; it never rises."""
    shares = rules.next_pack_pct
    return tuple(points * shares[min(n, len(shares) - 1)] // 100 - price_points for n in range(packs))


def get_crowding(number: int, rules: BasketRules) -> int:
    """Return the points lost by the n-th own pack (from 1) of one product type; it never falls."""
    return min((number - 1) * rules.same_kind, rules.same_kind_max)


def get_gift_worth(points: int, price_points: int, article: Article, kind: ProductType, rules: BasketRules) -> int:
    """Return the worth of a pack given away: no less for the fifth than for the first."""
    return points - price_points + rules.gift_handy * is_handy(article, kind, rules)


def is_handy(article: Article, kind: ProductType, rules: BasketRules) -> bool:
    """Return whether a pack is a handy present: light, hard to break, and keeping."""
    is_light = article.pack_g is not None and article.pack_g <= rules.gift_light_g
    keeps = kind.shelf_life_days is None or kind.shelf_life_days >= rules.gift_keeps_days
    return is_light and keeps and not kind.is_fragile and not kind.needs_cold_chain


def list_liked(words: Iterable[str], kind: ProductType, product: Product | None) -> tuple[str, ...]:
    """Return the words among likings that an article answers to: its type, its groups, what its kind is known for."""
    answers = {kind.id, kind.ocop_group, *kind.story_keywords}
    if product is not None:
        answers.add(product.ocop_group)
    return tuple(word for word in dict.fromkeys(words) if word in answers)


def get_stop_points(offer: Offer, kind: ProductType, rules: BasketRules) -> int:
    """Return how good a stop is for buying an article: at its maker's, then late for what is a burden or grows old."""
    late = rules.late_fragile * kind.is_fragile + rules.late_liquid * kind.is_liquid
    late += rules.late_heavy * is_heavy(offer.article, rules) + rules.late_fresh * is_fresh(kind, rules)
    return offer.day * late + rules.stop_made_here * (offer.availability != _INFERRED)


def is_heavy(article: Article, rules: BasketRules) -> bool:
    """Return whether a pack is better not carried for long."""
    return article.pack_g is not None and article.pack_g >= rules.heavy_from_g


def is_fresh(kind: ProductType, rules: BasketRules) -> bool:
    """Return whether a good loses by waiting a few days."""
    return kind.shelf_life_days is not None and kind.shelf_life_days < rules.fresh_below_days


def crosses_border(traveller: Traveller) -> bool:
    """Return whether a home market is named for which verdicts are given."""
    return traveller.market is not None and traveller.market != HOME_COUNTRY


def _get_stars_points(article: Article, rules: BasketRules) -> int:
    if article.product_id is None:
        return rules.typical
    by_stars = {5: rules.five_stars, 4: rules.four_stars, 3: rules.three_stars}
    points = by_stars.get(article.stars or 0, rules.no_stars)
    return points * rules.unsure_stars_pct // 100 if article.stars_note in _UNSURE_STARS else points


def _get_verdict_pct(check: LineCheck, traveller: Traveller, rules: BasketRules) -> int:
    if not crosses_border(traveller) or check.is_green:
        return 100
    if check.verdict in (Verdict.PERMIT, Verdict.PROHIBITED):
        return 0
    return rules.unknown_pct if check.verdict is Verdict.UNKNOWN else rules.ask_first_pct


def _get_carriage_pct(carriage: Carriage, rules: BasketRules) -> int:
    if carriage is Carriage.SHIP:
        return rules.ship_pct
    return rules.ask_airline_pct if carriage is Carriage.ASK else 100
