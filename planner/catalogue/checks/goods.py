"""Prices, tickets, village goods and product types agree with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from planner.catalogue.table import Row, Table, Tables
from planner.errors import Finding

MAX_SHARE_ERROR: Final = 0.05
"""Shares are written to two decimals."""
CERTIFICATE_YEARS: Final = 3
"""An OCOP certificate is valid for 36 months from the decision (Decision 148/QD-TTg)."""

_ROUNDING: Final = 1e-9


def check_goods(tables: Tables) -> Iterator[Finding]:
    """Find tickets counted twice at different prices, wrong shares, goods without a category."""
    yield from _check_prices(tables)
    yield from _check_village_goods(tables["village_goods"])
    for row in tables["product_types"]:
        yield from _check_category(row)
    for row in tables["products"]:
        if row.has("decision_year", "expires_year") and row["expires_year"] != row["decision_year"] + CERTIFICATE_YEARS:
            message = f"decided in {row['decision_year']}, said to expire in {row['expires_year']}"
            yield row.finding("C068", "expires_year", message)


def _check_prices(tables: Tables) -> Iterator[Finding]:
    places = tables["places"].index("id")
    for row in tables["experiences"]:
        if not row.has("price_basis", "price_low_vnd", "price_high_vnd"):
            continue
        low, high = row["price_low_vnd"], row["price_high_vnd"]
        if row["price_basis"] == "free" and high > 0:
            yield row.finding("C061", "price_basis", f"said to be free, yet costs up to {high} VND")
        if row["price_basis"] != "ticket_from_places_csv" or not row.has("place_id"):
            continue
        place = places.get(row["place_id"])
        if place is None or not place.reads("ticket_vnd"):
            continue
        if place["ticket_vnd"] is None:
            yield row.finding("C061", "price_basis", f"{row['place_id']} has no ticket")
        elif not low == high == place["ticket_vnd"]:
            message = f"{low} to {high} VND, but the ticket of {row['place_id']} is {place['ticket_vnd']} VND"
            yield row.finding("C060", "price_high_vnd", message)


def _check_village_goods(table: Table) -> Iterator[Finding]:
    if not table.is_complete:
        return
    by_place: defaultdict[str, list[Row]] = defaultdict(list)
    for row in table:
        if row.has("place_id"):
            by_place[row["place_id"]].append(row)
    for place_id, rows in by_place.items():
        if all(row.has("share") for row in rows):
            total = sum(row["share"] for row in rows)
            if abs(total - 1) > MAX_SHARE_ERROR + _ROUNDING:
                yield rows[0].finding("C062", "share", f"the shares of {place_id} sum to {total:.2f}")
        if all(row.reads("is_primary") for row in rows):
            primary = [row for row in rows if row["is_primary"]]
            if len(primary) != 1:
                message = f"{place_id} has {len(primary)} primary goods"
                yield (primary[1] if primary else rows[0]).finding("C063", "is_primary", message)


def _check_category(row: Row) -> Iterator[Finding]:
    if not row.reads("is_goods", "carry_home_category", "carry_home_fit"):
        return
    if row["is_goods"] != (row["carry_home_category"] is not None):
        kind = "a good without" if row["is_goods"] else "a service with"
        yield row.finding("C067", "carry_home_category", f"{row['product_type']} is {kind} a carry-home category")
    elif row["is_goods"] != (row["carry_home_fit"] is not None):
        yield row.finding("C067", "carry_home_fit", f"{row['product_type']}: fit and category go together")
