"""What can be bought at a place, and whether it may be carried home. Reasons over facts, reads no table."""

from planner.goods.dates import parse_as_of
from planner.goods.markets import get_country_code, resolve_market
from planner.goods.offers import get_stars_note, list_products_at
from planner.goods.verdict import get_verdict, is_refused
from planner.goods.worth import Means, get_shopping_worth, list_within_means

__all__ = [
    "Means",
    "get_country_code",
    "get_shopping_worth",
    "get_stars_note",
    "get_verdict",
    "is_refused",
    "list_products_at",
    "list_within_means",
    "parse_as_of",
    "resolve_market",
]
