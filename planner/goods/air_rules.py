"""The rows of the air rules that are reckoned with: their numbers, how they are quoted, and which goods they name.

A catalogue may lack a row, for its tables can be replaced. The number that is usual then stands in for it, and
whatever is quoted says that no text was found: `planner.goods.bearing.tell_origin`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from planner.goods.bearing import quote
from planner.goods.limits import LIQUOR
from planner.model.catalogue import Catalogue
from planner.model.market import AirRule
from planner.model.product import ProductType
from planner.model.reason import Reason

FREE_ABV: Final = 24.0
"""Up to this strength (% vol) alcohol is no dangerous good (row alcohol_lt24)."""
MAX_ABV: Final = 70.0
"""Above it no drink flies (row alcohol_gt70)."""
MAX_OIL_BOTTLE_ML: Final = 500
"""Largest bottle of a flammable oil that flies (row essential_oil, whose own number is the sum of all bottles)."""

SPIRITS: Final = "alcohol_24_70"
"""Row of drinks above `FREE_ABV`: litres that one person may fly with."""
OILS: Final = "essential_oil"
"""Row of flammable oils as toiletries: litres that one person may fly with."""
PIECE: Final = "piece_max"
"""Row of the heaviest piece, kilograms."""
CABIN_LIQUID: Final = "liquid_cabin"
"""Row of liquids in the cabin: millilitres of one bottle."""
US_POWDER: Final = "powder_us"
"""Row of powders on flights to the United States: millilitres from which on they are for the hold."""

USUAL_LIMITS: Final = MappingProxyType({SPIRITS: 5.0, OILS: 2.0, PIECE: 32.0, CABIN_LIQUID: 100.0, US_POWDER: 350.0})
"""What stands in for a row that a catalogue lacks, in the unit of the row."""


def find_air_rule(catalogue: Catalogue, rule_id: str) -> AirRule | None:
    """Return a row of the air rules; None where the table has none of that id."""
    return next((rule for rule in catalogue.air_rules if rule.rule_id == rule_id), None)


def get_air_limit(catalogue: Catalogue, rule_id: str) -> float:
    """Return the number of a row of `USUAL_LIMITS`; the usual one where the table has no such row, or no number."""
    rule = find_air_rule(catalogue, rule_id)
    return USUAL_LIMITS[rule_id] if rule is None or rule.limit is None else rule.limit


def quote_air(catalogue: Catalogue, code: str, rule_id: str, **params: str | int | float) -> Reason:
    """Return a reason with the source, date and confidence of the row behind it."""
    return quote(code, find_air_rule(catalogue, rule_id), **params)


def is_alcohol(kind: ProductType) -> bool:
    """Return whether a good is a drink with alcohol; of a liquor the strength need not be known."""
    return kind.abv is not None or kind.carry_home_category == LIQUOR


def is_spirit(kind: ProductType) -> bool:
    """Return whether a drink is above 24 % vol; an unknown strength is taken to be."""
    return is_alcohol(kind) and (kind.abv is None or kind.abv > FREE_ABV)


def is_too_strong(kind: ProductType) -> bool:
    """Return whether a drink is known to be above 70 % vol."""
    return kind.abv is not None and kind.abv > MAX_ABV


def is_flammable_oil(kind: ProductType) -> bool:
    """Return whether a good counts as a flammable toiletry; drinks have rows of their own."""
    return kind.is_flammable and not is_alcohol(kind)
