"""What airlines and the security of airports say of goods, as verdicts. Asked only of those who leave by air.

Where a pack may travel is decided by `planner.goods.luggage`, which quotes the rules; here it becomes part of the
verdict. What only decides between cabin and hold (100 ml, blades, powders to the United States) changes no
verdict. What no aircraft takes is prohibited. Where carriers decide (strong smell), the verdict of the border stands,
because it says what to declare there, but it is not green and the way to travel is "ask the airline". Whether a
bottle is labelled is a fact about the good, and where it is not known the verdict is unknown, as for its contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from planner.goods.basis import get_kind
from planner.goods.bearing import Bearing, is_doubtful, quote
from planner.goods.limits import LIQUOR
from planner.goods.luggage import flies, list_ways
from planner.model.basket import Article, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import AirRule, Verdict
from planner.model.product import ProductType

FREE_ABV: Final = 24.0
"""Up to this strength (% vol) alcohol is no dangerous good (row alcohol_lt24)."""
MAX_ABV: Final = 70.0
"""Above it no drink flies (row alcohol_gt70)."""
MAX_SPIRITS_L: Final = 5.0
"""Litres of stronger drinks that one person may fly with (row alcohol_24_70)."""
MAX_OIL_L: Final = 2.0
"""Litres of flammable oil that one person may fly with (row essential_oil)."""
_ASK: Final = "air_smell"
_OIL: Final = "air_oil"
_MAX_OIL_BOTTLE_ML: Final = 500


def list_air_bearings(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]]
) -> tuple[tuple[Bearing, ...], ...]:
    """Return what the rules of the air say of each line; nothing for a traveller who leaves by land or sea.

    Litres per person are added up over the lines; every line that counts towards a sum that is exceeded is then
    prohibited. A liquor that is no named product may well be a bottle without a label, which is refused: ask.

    Parameters
    ----------
    lines
        Articles with their packs.
    """
    if not flies(catalogue, traveller):
        return tuple(() for _ in lines)
    kinds = [get_kind(catalogue, article) for article, _ in lines]
    spirits = [_is_spirit(kind) for kind in kinds]
    oils = [kind.is_flammable and not _is_alcohol(kind) for kind in kinds]
    limit_l = {
        "alcohol_24_70": _get_limit(catalogue, "alcohol_24_70", MAX_SPIRITS_L) * traveller.adults,
        "essential_oil": _get_limit(catalogue, "essential_oil", MAX_OIL_L) * traveller.adults,
    }
    too_much = {
        rule_id: _sum_litres(lines, counted) > limit_l[rule_id]
        for rule_id, counted in (("alcohol_24_70", spirits), ("essential_oil", oils))
    }
    return tuple(
        (
            *_list_own(catalogue, traveller, article, kind),
            *_list_sums(catalogue, traveller, (is_spirit, is_oil), too_much),
        )
        for (article, _), kind, is_spirit, is_oil in zip(lines, kinds, spirits, oils, strict=True)
    )


def find_air_rule(catalogue: Catalogue, rule_id: str) -> AirRule | None:
    """Return a row of the air rules; None where the table has none of that id."""
    return next((rule for rule in catalogue.air_rules if rule.rule_id == rule_id), None)


def _list_own(catalogue: Catalogue, traveller: Traveller, article: Article, kind: ProductType) -> Iterator[Bearing]:
    """Yield what concerns one pack by itself."""
    ways = list_ways(catalogue, article, traveller)
    if kind.abv is not None and kind.abv > MAX_ABV:
        yield Bearing(Verdict.PROHIBITED, True, quote("air_alcohol_strong", find_air_rule(catalogue, "alcohol_gt70")))
    for reason in ways.reasons:
        is_large_oil = reason.code == _OIL and (article.volume_ml or article.pack_g or 0) > _MAX_OIL_BOTTLE_ML
        if is_large_oil:
            yield Bearing(Verdict.PROHIBITED, True, reason)
        else:
            yield Bearing(Verdict.OK, reason.code == _ASK or is_doubtful(reason), reason)
    if article.product_id is None and _is_spirit(kind):
        rule = find_air_rule(catalogue, "alcohol_24_70")
        yield Bearing(Verdict.UNKNOWN, True, quote("air_label_unknown", rule))


def _list_sums(
    catalogue: Catalogue, traveller: Traveller, counted: tuple[bool, bool], too_much: dict[str, bool]
) -> Iterator[Bearing]:
    for (rule_id, is_over), counts in zip(too_much.items(), counted, strict=True):
        if is_over and counts:
            rule = find_air_rule(catalogue, rule_id)
            usual = MAX_SPIRITS_L if rule_id == "alcohol_24_70" else MAX_OIL_L
            limit = _get_limit(catalogue, rule_id, usual) * traveller.adults
            yield Bearing(Verdict.PROHIBITED, True, quote("air_too_much", rule, limit=limit, unit="L"))


def _sum_litres(lines: Sequence[tuple[Article, int]], counted: Sequence[bool]) -> float:
    """Litres of the lines that count; where only a weight is known, that of as much water."""
    return sum(
        (article.volume_ml or article.pack_g or 0) * quantity / 1000
        for (article, quantity), counts in zip(lines, counted, strict=True)
        if counts
    )


def _is_alcohol(kind: ProductType) -> bool:
    return kind.abv is not None or kind.carry_home_category == LIQUOR


def _is_spirit(kind: ProductType) -> bool:
    """Whether a drink is above 24 % vol; an unknown strength is taken to be."""
    return _is_alcohol(kind) and (kind.abv is None or kind.abv > FREE_ABV)


def _get_limit(catalogue: Catalogue, rule_id: str, usual: float) -> float:
    """Return the number of an air rule; the usual one where the table has no such row."""
    rule = find_air_rule(catalogue, rule_id)
    return usual if rule is None or rule.limit is None else rule.limit
