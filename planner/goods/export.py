"""What Viet Nam itself says of goods that leave it: antiques, protected species, and what is declared on the way out.

A traveller who lives here takes nothing abroad, and is asked nothing of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from planner.goods.air_rules import is_alcohol
from planner.goods.basis import REFUSED_CATEGORIES, get_kind, list_categories
from planner.goods.bearing import Bearing, quote
from planner.model.basket import Article, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import ExportRule, Verdict
from planner.model.product import ProductType
from planner.model.reason import Reason

LOOKS_OLD: Final = frozenset({"ceramics", "wood_finished", "stone"})
"""Categories of what the export rules name: ceramics, wood carvings, coins (metal counts as stone)."""
_SAYS_OLD: Final = re.compile(r"\b(cổ vật|đồ cổ|gốm cổ|gỗ cổ|tượng cổ|tiền cổ|cổ xưa|giả cổ)\b", re.IGNORECASE)
"""Names that speak of antiques or of imitations of them: old ware, old ceramics, old wood, statues, coins."""

STRONG_ABV: Final = 20.0
STRONG_L: Final = 1.5
WEAK_L: Final = 2.0
MAX_OTHER_VND: Final = 10_000_000
"""Row exit_declaration, per passenger: litres of 20 % vol and more, litres below it, worth of all other goods."""

_GOLD: Final = frozenset({"gold_jewellery"})


def list_export_bearings(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]]
) -> tuple[tuple[Bearing, ...], ...]:
    """Return what the rules on leaving Viet Nam say of each line.

    Sums are per adult and added up over the lines. The row on the exit declaration rests on a forwarder's page
    alone; what exceeds it "may need" one, and is never green.
    """
    kinds = [get_kind(catalogue, article) for article, _ in lines]
    exceeded = set(_list_exceeded(traveller, lines, kinds))
    rule = find_export_rule(catalogue, "exit_declaration")
    return tuple(
        (
            *_list_own(catalogue, article, kind),
            *(
                [Bearing(Verdict.DECLARE, True, quote("export_declare", rule))]
                if _get_class(kind) in exceeded and quantity
                else []
            ),
        )
        for (article, quantity), kind in zip(lines, kinds, strict=True)
    )


def list_export_notices(
    catalogue: Catalogue, traveller: Traveller, lines: Sequence[tuple[Article, int]]
) -> tuple[Reason, ...]:
    """Return what everybody who leaves with goods should know: cash, gold, and the exit declaration."""
    bought = [article for article, quantity in lines if quantity]
    if not bought:
        return ()
    notices = [quote("export_cash", find_export_rule(catalogue, "currency_exit"))]
    if any(article.product_type in _GOLD for article in bought):
        notices.append(quote("export_gold", find_export_rule(catalogue, "gold_exit")))
    kinds = [get_kind(catalogue, article) for article, _ in lines]
    if any(_list_exceeded(traveller, lines, kinds)):
        notices.append(quote("export_declare", find_export_rule(catalogue, "exit_declaration")))
    return tuple(notices)


def find_export_rule(catalogue: Catalogue, name: str) -> ExportRule | None:
    """Return a row of the export rules; None where the table has none of that name."""
    return next((rule for rule in catalogue.export_rules if rule.rule == name), None)


def _list_own(catalogue: Catalogue, article: Article, kind: ProductType) -> Iterator[Bearing]:
    """Yield what concerns one piece by itself."""
    categories = list_categories(kind)
    if not REFUSED_CATEGORIES.isdisjoint(categories):
        rule = find_export_rule(catalogue, "cites_export")
        yield Bearing(Verdict.PERMIT, True, quote("export_species", rule))
    if categories and categories[0] in LOOKS_OLD:
        is_old = _SAYS_OLD.search(article.name_vi) is not None
        reason = quote("export_old" if is_old else "export_new_only", find_export_rule(catalogue, "antiques"))
        yield Bearing(Verdict.UNKNOWN if is_old else Verdict.OK, is_old, reason)


def _get_class(kind: ProductType) -> str:
    """How the row on the exit declaration counts a good; liquor of unknown strength counts as strong."""
    if not is_alcohol(kind):
        return "other"
    return "weak" if kind.abv is not None and kind.abv < STRONG_ABV else "strong"


def _list_exceeded(
    traveller: Traveller, lines: Sequence[tuple[Article, int]], kinds: Sequence[ProductType]
) -> Iterator[str]:
    """Yield the classes of goods of which the party carries more than goes without a declaration."""
    sums = {"strong": 0.0, "weak": 0.0, "other": 0.0}
    for (article, quantity), kind in zip(lines, kinds, strict=True):
        name = _get_class(kind)
        amount = (article.price_high_vnd or 0) if name == "other" else (article.volume_ml or 0) / 1000
        sums[name] += amount * quantity
    limits = {"strong": STRONG_L, "weak": WEAK_L, "other": float(MAX_OTHER_VND)}
    for name, limit in limits.items():
        if sums[name] > limit * traveller.adults:
            yield name
