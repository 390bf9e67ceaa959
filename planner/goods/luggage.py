"""How purchases travel home: in the cabin, in the hold or by parcel, against what the party may carry.

Where a good may travel is asked first (`planner.goods.carriage`), then everything is stowed at once (`pack`, `stow`).
What does not fit is proposed for shipping in one fixed order: the shipped packs are always the shortest
beginning of that order that makes the rest fit. So a larger allowance never sends anything to the post, which
taking the best filling anew each time could.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import gcd
from typing import Final

from planner.goods.air_rules import OILS, PIECE, SPIRITS, get_air_limit, quote_air
from planner.goods.carriage import Ways, list_ways
from planner.goods.packing import check_packs, find_volume_ml, get_allowance_g, get_packed_g, get_packed_l
from planner.model.basket import Article, LuggageUse, Traveller
from planner.model.catalogue import Catalogue
from planner.model.reason import Reason
from planner.model.settings import LuggageRules

HEAVY_G: Final = 2000
"""From this packed weight on a thing is sent before lighter ones: the first kilograms of a parcel are the dearest."""
CABIN_BAG_ML: Final = 1000
"""The transparent bag that holds the small liquids of one traveller in the cabin (air rule "liquid_cabin")."""


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
    heaviest_g = get_air_limit(catalogue, PIECE) * 1000
    spirit_ml = get_air_limit(catalogue, SPIRITS) * 1000 * traveller.adults
    oil_ml = get_air_limit(catalogue, OILS) * 1000 * traveller.adults
    bag_ml = CABIN_BAG_ML * traveller.adults
    barred: list[_Pack] = []
    others: list[_Pack] = []
    for item in packs:
        ways = item.ways
        volume_ml = (find_volume_ml(lines[item.line][0]) or 0) if ways.is_liquid or ways.is_spirit else 0
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
    if _weigh(kept) > get_air_limit(catalogue, PIECE) * 1000:
        yield quote_air(catalogue, "luggage_piece", PIECE)
    yield Reason(code="luggage_estimate", params={})
