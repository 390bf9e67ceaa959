"""How purchases travel home: in the cabin, in the hold or by parcel, against what the party may carry.

What the rules of the air allow a good is asked first (`get_carriage`), then everything is stowed at once (`pack`,
`stow`). What does not fit is proposed for shipping in one fixed order: the shipped packs are always the shortest
beginning of that order that makes the rest fit. So a larger allowance never sends anything to the post, which
taking the best filling anew each time could.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import gcd
from typing import Final

from planner.goods.dates import UNDATED
from planner.goods.limits import LIQUOR
from planner.goods.packing import (
    VolumeClass,
    check_packs,
    check_party,
    get_allowance_g,
    get_packed_g,
    get_packed_l,
    get_volume_class,
    split_allowance,
)
from planner.model.basket import Article, Carriage, LuggageUse, Traveller
from planner.model.catalogue import Catalogue
from planner.model.product import ProductType
from planner.model.reason import Reason
from planner.model.settings import LuggageRules

__all__ = [
    "Packing",
    "VolumeClass",
    "flies",
    "get_carriage",
    "get_packed_g",
    "get_packed_l",
    "get_volume_class",
    "pack",
    "split_allowance",
    "stow",
]

CABIN_PIECE_G: Final = 2000
"""A fragile thing up to this content is small enough for the cabin: with its box it fills a cabin bag by a third.
An estimate; the air rules say only "if small"."""
HEAVY_G: Final = 2000
"""From this packed weight on a thing is sent before lighter ones: the first kilograms of a parcel are the dearest."""
CABIN_BAG_ML: Final = 1000
"""The transparent bag that holds the small liquids of one traveller in the cabin (air rule "liquid_cabin")."""
POWDER_G_PER_ML: Final = 0.5
"""Ground coffee and spices weigh about half of water (general knowledge)."""
POWDERS: Final = frozenset(
    {"coffee", "instant_coffee", "pepper", "cinnamon", "spice_mix", "rice_flour", "cocoa", "powder", "salt", "sugar"}
)
"""Product types that are, or are usually sold as, powder or grains."""
LEAVE_WITHOUT_FLYING: Final = frozenset({"border_gate", "port_cruise"})
"""Kinds of gateways where one leaves the country by land or sea. At any other kind that is no airport (a town, a
station, a domestic ferry) the trip ends, but not the stay: the way home is then taken to be a flight."""

_UNITED_STATES: Final = "US"
_FREE_ABV, _MOST_ABV = 24.0, 70.0
"""Alcohol is free of the rules of dangerous goods up to the first, and never flies above the second (% vol)."""
_MAX_OIL_ML: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where one pack of a good may travel."""

    cabin: bool
    hold: bool
    is_small_fragile: bool
    """Better off in the cabin."""
    must_ask: bool
    """Airlines differ."""
    is_fragile: bool
    is_liquid: bool
    is_bagged: bool
    """Counts towards the bag of small liquids in the cabin."""
    is_spirit: bool
    """Counts towards the litres of strong alcohol that one person may fly with."""
    is_oil: bool
    """Counts towards the litres of flammable toiletries that one person may fly with."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """A basket stowed away."""

    use: LuggageUse
    shipped: tuple[int, ...]
    """Packs of each line that do not travel with the party."""
    shipped_g: tuple[int, ...]
    """Weight of each such pack, for parcels; those of unknown weight are not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pack:
    """One pack in the order of shipping."""

    line: int
    weight_g: int
    ways: Ways


def flies(catalogue: Catalogue, traveller: Traveller) -> bool:
    """Whether the rules of the air hold for the way home; an unknown way out is taken to be a flight."""
    gateway = catalogue.gateways.get(traveller.leaves_from or "")
    return gateway is None or gateway.kind not in LEAVE_WITHOUT_FLYING


def get_carriage(catalogue: Catalogue, article: Article, traveller: Traveller) -> tuple[Carriage, tuple[Reason, ...]]:
    """Return how one pack of an article travels home, and why.

    Goods that may go anywhere are for the hold, or for the cabin where the traveller has no hold allowance. A good
    that is for the hold alone is shipped by a traveller who states that there is none.

    Returns
    -------
    carriage
        `Carriage.ASK` where airlines differ (strong smell): to be reckoned in the hold.
    reasons
        Each rule with its source, confidence and as_of.

    Raises
    ------
    RequestError
        ``G112`` for a party that is none.
    """
    check_party(traveller)
    ways = list_ways(catalogue, article, traveller)
    if not (ways.cabin or ways.hold):
        return Carriage.SHIP, ways.reasons
    if traveller.hold_kg == 0 and not ways.cabin:
        return Carriage.SHIP, (*ways.reasons, Reason(code="luggage_no_hold", params={}))
    if ways.must_ask:
        return Carriage.ASK, ways.reasons
    wants_cabin = traveller.hold_kg == 0 or (ways.is_small_fragile and traveller.cabin_kg != 0)
    return Carriage.CABIN if ways.cabin and wants_cabin else Carriage.HOLD, ways.reasons


def pack(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]], rules: LuggageRules
) -> LuggageUse:
    """Return the weights of a basket against the allowance of the party; `stow` also names what is shipped."""
    return stow(catalogue, traveller, lines, rules).use


def stow(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]], rules: LuggageRules
) -> Packing:
    """Stow packs in cabin and hold, and propose for shipping what does not fit.

    Packs are never split, the allowances of the adults are added up, and whether the rest fits is decided exactly
    (which packs fill the cabin best is a subset sum). Shipped first is what may not be carried at all, then heavy
    (`HEAVY_G`) or large fragile things by weight, then light things for the hold, then light things for
    anywhere, and last the small fragile ones that go into the cabin.

    Parameters
    ----------
    lines
        Articles with their packs; 0 packs are allowed and weigh nothing.

    Raises
    ------
    RequestError
        ``G110`` absurd weight, ``G111`` absurd allowance, ``G112`` no party, ``G113`` absurd number of packs.
    """
    cabin_limit_g, hold_limit_g = get_allowance_g(traveller, rules)
    packs, weightless = _list_packs(catalogue, traveller, lines, rules)
    barred, open_packs = _divide(catalogue, traveller, lines, packs)
    order = sorted(open_packs, key=_get_shipping_rank)
    count = _count_too_many(order, cabin_limit_g, hold_limit_g)
    shipped, kept = [*barred, *order[:count]], order[count:]
    cabin_g = _fill_cabin(kept, cabin_limit_g, hold_limit_g)
    use = LuggageUse(
        cabin_g=cabin_g,
        hold_g=_weigh(kept) - cabin_g,
        ship_g=_weigh(shipped),
        cabin_limit_g=cabin_limit_g,
        hold_limit_g=hold_limit_g,
        is_complete=not weightless,
        reasons=tuple(_explain(catalogue, traveller, lines, rules, kept, order[:count], barred, weightless)),
    )
    counts = [0] * len(lines)
    for item in shipped:
        counts[item.line] += 1
    return Packing(use=use, shipped=tuple(counts), shipped_g=tuple(p.weight_g for p in shipped if p.weight_g))


def list_ways(catalogue: Catalogue, article: Article, traveller: Traveller) -> Ways:
    """Return where one pack may travel by its own nature and the rules of the air, with the rules that say so."""
    kind = catalogue.product_types[article.product_type]
    by_air = flies(catalogue, traveller)
    reasons: list[Reason] = []
    cabin = hold = not kind.is_ship_only
    if kind.is_ship_only:
        reasons.append(Reason(code="luggage_ship_only", params={}))
    is_spirit = by_air and _is_alcohol(kind) and (kind.abv is None or kind.abv > _FREE_ABV)
    for bars_cabin, bars_hold, reason in _list_air_bars(catalogue, article, kind, traveller) if by_air else ():
        cabin, hold = cabin and not bars_cabin, hold and not bars_hold
        reasons.append(reason)
    if (article.pack_g or 0) > _get_limit(catalogue, "piece_max", 32.0) * 1000:
        cabin = hold = False
        reasons.append(_quote(catalogue, "luggage_piece", "piece_max"))
    if kind.is_fragile and by_air:
        reasons.append(_quote(catalogue, "air_fragile", "fragile"))
    if kind.needs_cold_chain:
        reasons.append(Reason(code="luggage_cold", params={}))
    return Ways(
        cabin=cabin,
        hold=hold,
        is_small_fragile=kind.is_fragile and cabin and article.pack_g is not None and article.pack_g <= CABIN_PIECE_G,
        must_ask=by_air and hold and kind.has_strong_smell,
        is_fragile=kind.is_fragile,
        is_liquid=kind.is_liquid,
        is_bagged=by_air and kind.is_liquid,
        is_spirit=is_spirit,
        is_oil=by_air and kind.is_flammable and not _is_alcohol(kind),
        reasons=tuple(reasons),
    )


def _list_air_bars(
    catalogue: Catalogue, article: Article, kind: ProductType, traveller: Traveller
) -> Iterator[tuple[bool, bool, Reason]]:
    """Yield (bars the cabin, bars the hold, rule) for every rule of the air that a pack meets."""
    to_us = traveller.market == _UNITED_STATES
    if _is_alcohol(kind):
        if kind.abv is not None and kind.abv > _MOST_ABV:
            yield True, True, _quote(catalogue, "air_alcohol_strong", "alcohol_gt70")
        elif kind.abv is None or kind.abv > _FREE_ABV:
            yield False, False, _quote(catalogue, "air_alcohol", "alcohol_24_70")
    elif kind.is_flammable:
        too_much = (_get_ml(article) or 0) > _MAX_OIL_ML
        yield False, too_much, _quote(catalogue, "air_oil", "essential_oil")
    if kind.is_liquid:
        most_ml = _get_limit(catalogue, "liquid_cabin", 100.0)
        volume_ml = _get_ml(article)
        if to_us or volume_ml is None or volume_ml > most_ml:
            yield True, False, _quote(catalogue, "air_liquid_us" if to_us else "air_liquid", "liquid_cabin")
        else:
            yield False, False, _quote(catalogue, "air_liquid_small", "liquid_cabin")
    if kind.is_blade:
        yield True, False, _quote(catalogue, "air_blade", "blades")
    if kind.has_strong_smell:
        yield True, False, _quote(catalogue, "air_smell", "fish_sauce")
    powder_ml = (article.pack_g or 0) / POWDER_G_PER_ML if kind.id in POWDERS else 0.0
    if to_us and powder_ml >= _get_limit(catalogue, "powder_us", 350.0):
        yield True, False, _quote(catalogue, "air_powder_us", "powder_us")


def _is_alcohol(kind: ProductType) -> bool:
    return kind.abv is not None or kind.carry_home_category == LIQUOR


def _get_ml(article: Article) -> int | None:
    """Volume of a liquid; where only its weight is known, that of as much water."""
    return article.volume_ml or article.pack_g or None


def _quote(catalogue: Catalogue, code: str, rule_id: str) -> Reason:
    """Return a reason with source, date and confidence of the air rule behind it; undated where it is not there."""
    rule = next((rule for rule in catalogue.air_rules if rule.rule_id == rule_id), None)
    if rule is None:
        return Reason(code=code, params={"source": "", "as_of": UNDATED, "confidence": "low"})
    return Reason(code=code, params={"source": rule.source, "as_of": rule.as_of, "confidence": rule.confidence})


def _get_limit(catalogue: Catalogue, rule_id: str, usual: float) -> float:
    """Return the number of an air rule; the usual one where the table has no such row."""
    rule = next((rule for rule in catalogue.air_rules if rule.rule_id == rule_id), None)
    return usual if rule is None or rule.limit is None else rule.limit


def _list_packs(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]], rules: LuggageRules
) -> tuple[list[_Pack], list[Article]]:
    """Return every single pack, and the articles whose weight is not known (they weigh 0 here)."""
    packs: list[_Pack] = []
    weightless: list[Article] = []
    for line, (article, quantity) in enumerate(lines):
        check_packs(quantity, article.key)
        weight_g = get_packed_g(article, catalogue.product_types[article.product_type], rules)
        if weight_g is None and quantity:
            weightless.append(article)
        one = _Pack(line=line, weight_g=weight_g or 0, ways=list_ways(catalogue, article, traveller))
        packs += [one] * quantity
    return packs, weightless


def _divide(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]], packs: Iterable[_Pack]
) -> tuple[list[_Pack], list[_Pack]]:
    """Return the packs that may not be carried at all, and the others.

    Litres per person are counted in the order of the lines: strong alcohol beyond them is not carried, small
    liquids beyond the bag of the cabin go into the hold.
    """
    heaviest_g = _get_limit(catalogue, "piece_max", 32.0) * 1000
    spirit_ml = _get_limit(catalogue, "alcohol_24_70", 5.0) * 1000 * traveller.adults
    oil_ml = _get_limit(catalogue, "essential_oil", 2.0) * 1000 * traveller.adults
    bag_ml = CABIN_BAG_ML * traveller.adults
    barred: list[_Pack] = []
    others: list[_Pack] = []
    for item in packs:
        ways = item.ways
        volume_ml = (_get_ml(lines[item.line][0]) or 0) if ways.is_liquid or ways.is_spirit else 0
        spirit_ml -= volume_ml if ways.is_spirit else 0
        oil_ml -= volume_ml if ways.is_oil else 0
        too_much = (ways.is_spirit and spirit_ml < 0) or (ways.is_oil and oil_ml < 0)
        if too_much or item.weight_g > heaviest_g or not (ways.cabin or ways.hold):
            barred.append(item)
            continue
        if ways.cabin and ways.is_bagged:
            bag_ml -= volume_ml
            item = item if bag_ml >= 0 else replace(item, ways=replace(ways, cabin=False))
        others.append(item)
    return barred, others


def _get_shipping_rank(item: _Pack) -> tuple[int, int, int]:
    """Rank of a pack in the order of shipping; it depends on nothing but the pack itself."""
    ways = item.ways
    if item.weight_g >= HEAVY_G or (ways.is_fragile and not ways.is_small_fragile):
        group = 0
    elif ways.is_small_fragile:
        group = 3
    else:
        group = 2 if ways.cabin else 1
    return group, -item.weight_g, item.line


def _count_too_many(order: Sequence[_Pack], cabin_limit_g: int, hold_limit_g: int) -> int:
    """Return how many packs from the beginning of an order must go for the rest to fit.

    Found by bisection: where some packs fit, fewer of them fit too.
    """
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if _fits(order[middle:], cabin_limit_g, hold_limit_g):
            high = middle
        else:
            low = middle + 1
    return low


def _fits(packs: Sequence[_Pack], cabin_limit_g: int, hold_limit_g: int) -> bool:
    bound_g = _weigh(p for p in packs if not p.ways.cabin)
    free_g = _weigh(packs) - bound_g
    if bound_g > hold_limit_g or bound_g + free_g > cabin_limit_g + hold_limit_g:
        return False
    return bound_g + free_g - _get_best_sum((p for p in packs if p.ways.cabin), cabin_limit_g) <= hold_limit_g


def _fill_cabin(packs: Sequence[_Pack], cabin_limit_g: int, hold_limit_g: int) -> int:
    """Return the weight in the cabin of packs that fit: small fragile things, and more only where the hold is full."""
    total_g = _weigh(packs)
    cabin_g = _get_best_sum((p for p in packs if p.ways.is_small_fragile), cabin_limit_g)
    if total_g - cabin_g <= hold_limit_g:
        return cabin_g
    return _get_best_sum((p for p in packs if p.ways.cabin), cabin_limit_g)


def _get_best_sum(packs: Iterable[_Pack], limit_g: int) -> int:
    """Return the greatest weight up to a limit that some of the packs have together.

    Reachable sums, in units of the greatest common divisor of the weights, are the bits of an integer; packs of one
    weight are taken in powers of two, so that hundreds of them cost a few shifts (the bounded knapsack of the
    textbooks).
    """
    counts = Counter(p.weight_g for p in packs if 0 < p.weight_g <= limit_g)
    total_g = sum(weight_g * count for weight_g, count in counts.items())
    if total_g <= limit_g:
        return total_g
    unit_g = gcd(*counts)
    mask = (1 << (limit_g // unit_g + 1)) - 1
    sums = 1
    for weight_g, count in counts.items():
        portion = 1
        while count > 0:
            taken = min(portion, count)
            sums |= (sums << (taken * weight_g // unit_g)) & mask
            count, portion = count - taken, portion * 2
    return (sums.bit_length() - 1) * unit_g


def _weigh(packs: Iterable[_Pack]) -> int:
    return sum(p.weight_g for p in packs)


def _explain(
    catalogue: Catalogue,
    traveller: Traveller,
    lines: Sequence[tuple[Article, int]],
    rules: LuggageRules,
    kept: Sequence[_Pack],
    without_room: Sequence[_Pack],
    barred: Sequence[_Pack],
    weightless: Sequence[Article],
) -> Iterator[Reason]:
    """Yield what should be said of a stowed basket; nothing for an empty one."""
    if not any(quantity for _, quantity in lines):
        return
    for code, left in (("luggage_not_carried", barred), ("luggage_no_room", without_room)):
        for line, count in sorted(Counter(p.line for p in left).items()):
            yield Reason(code=code, params={"article": lines[line][0].key, "count": count})
    for article in weightless:
        yield Reason(code="luggage_weight_unknown", params={"article": article.key})
    litres = [
        (get_packed_l(article, catalogue.product_types[article.product_type], rules) or 0.0) for article, _ in lines
    ]
    volume_l = sum(litres[item.line] for item in kept)
    if volume_l >= 1:
        yield Reason(code="luggage_volume", params={"litres": round(volume_l)})
    if traveller.cabin_kg is None or traveller.hold_kg is None:
        yield Reason(code="luggage_assumed", params={"cabin": rules.cabin_kg, "hold": rules.hold_kg})
    if _weigh(kept) > _get_limit(catalogue, "piece_max", 32.0) * 1000:
        yield _quote(catalogue, "luggage_piece", "piece_max")
    yield Reason(code="luggage_estimate", params={})
