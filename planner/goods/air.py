"""What airlines and the security of airports say of goods, as verdicts. Asked only of those who leave by air.

Where a pack may travel is decided by `planner.goods.carriage`, which quotes the rules; here it becomes part of the
verdict. What only decides between cabin and hold (100 ml, blades, powders to the United States) changes no
verdict. What no aircraft takes is prohibited. Where carriers decide (strong smell), the verdict of the border stands,
because it says what to declare there, but it is not green and the way to travel is "ask the airline". Whether a
bottle is labelled is a fact about the good, and where it is not known the verdict is unknown, as for its contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from planner.goods.air_rules import (
    MAX_OIL_BOTTLE_ML,
    OILS,
    SPIRITS,
    get_air_limit,
    is_flammable_oil,
    is_spirit,
    is_too_strong,
    quote_air,
)
from planner.goods.basis import get_kind
from planner.goods.bearing import Bearing, is_doubtful
from planner.goods.carriage import flies, list_ways
from planner.goods.packing import find_volume_ml
from planner.model.basket import Article, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import Verdict
from planner.model.product import ProductType

_ASK: Final = "air_smell"
_OIL: Final = "air_oil"


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
    sums = ((SPIRITS, [is_spirit(kind) for kind in kinds]), (OILS, [is_flammable_oil(kind) for kind in kinds]))
    exceeded = [
        (counts, bearing)
        for rule_id, counts in sums
        if (bearing := _find_too_much(catalogue, traveller, lines, rule_id, counts)) is not None
    ]
    return tuple(
        (
            *_list_own(catalogue, traveller, article, kind),
            *(bearing for counts, bearing in exceeded if counts[number]),
        )
        for number, ((article, _), kind) in enumerate(zip(lines, kinds, strict=True))
    )


def _list_own(catalogue: Catalogue, traveller: Traveller, article: Article, kind: ProductType) -> Iterator[Bearing]:
    """Yield what concerns one pack by itself."""
    ways = list_ways(catalogue, article, traveller)
    if is_too_strong(kind):
        yield Bearing(Verdict.PROHIBITED, True, quote_air(catalogue, "air_alcohol_strong", "alcohol_gt70"))
    for reason in ways.reasons:
        is_large_oil = reason.code == _OIL and (find_volume_ml(article) or 0) > MAX_OIL_BOTTLE_ML
        if is_large_oil:
            yield Bearing(Verdict.PROHIBITED, True, reason)
        else:
            yield Bearing(Verdict.OK, reason.code == _ASK or is_doubtful(reason), reason)
    if article.product_id is None and is_spirit(kind):
        yield Bearing(Verdict.UNKNOWN, True, quote_air(catalogue, "air_label_unknown", SPIRITS))


def _find_too_much(
    catalogue: Catalogue,
    traveller: Traveller,
    lines: Sequence[tuple[Article, int]],
    rule_id: str,
    counts: Sequence[bool],
) -> Bearing | None:
    """Return what is to be said of lines that are together beyond the litres of the party; None where they are not."""
    limit_l = get_air_limit(catalogue, rule_id) * traveller.adults
    # Where only a weight is known, litres are those of as much water.
    litres = sum(
        (find_volume_ml(article) or 0) * quantity / 1000
        for (article, quantity), is_counted in zip(lines, counts, strict=True)
        if is_counted
    )
    if litres <= limit_l:
        return None
    return Bearing(Verdict.PROHIBITED, True, quote_air(catalogue, "air_too_much", rule_id, limit=limit_l, unit="L"))
