"""Carry-home rules are complete, rules and pools name each other, and no two rows contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import inf
from typing import Final

from planner.catalogue.table import Row, Tables, build_finding
from planner.errors import Finding

EVERYTHING: Final = "*"
"""Pool of all that is bought."""
LIQUOR: Final = "liquor"
ALLOWED: Final = "allowed"
PROHIBITED: Final = "prohibited"


def check_rules(tables: Tables) -> Iterator[Finding]:
    """Find missing rules, rules whose limit has no pool, pools that nobody names, and rows that contradict another.

    A key that stands twice is found where the tables are read, with both of its rows.
    """
    table, pools = tables["carry_home"], tables["pools"]
    rules = {(row["market"], row["category"]): row for row in table if row.has("market", "category")}
    if table.is_complete:
        yield from _check_product(tables, rules)
    for row in table:
        if row.reads("status", "limit", "pool_id"):
            yield from _check_limit(row)
    if table.is_complete and pools.is_complete:
        yield from _check_rules_to_pools(tables)
        yield from _check_pools_to_rules(tables, rules)
        yield from _check_limits_agree(tables)
        yield from _check_pools_agree(tables)
        yield from _check_strengths(tables)


def _check_product(tables: Tables, rules: Mapping[tuple[str, str], Row]) -> Iterator[Finding]:
    schema = tables["carry_home"].schema
    markets = schema.fields["market"].enum or frozenset()
    for market in sorted(markets):
        for category in sorted({category for _, category in rules}):
            if (market, category) not in rules:
                message = f"no rule for {market} / {category}"
                yield build_finding("C064", schema.name, message, column="category")


def _check_limit(row: Row) -> Iterator[Finding]:
    if (row["limit"] is None) != (row["pool_id"] == ()):
        have, lack = ("a pool", "limit") if row["limit"] is None else ("a limit", "pool_id")
        yield row.finding("C066", lack, f"{row['market']} / {row['category']} has {have} without the other")
    elif row["status"] == "allowed_with_limit" and row["limit"] is None:
        message = f"{row['market']} / {row['category']} is allowed with a limit, but none stands"
        yield row.finding("C066", "limit", message)
    elif row["status"] == PROHIBITED and row["limit"] is not None:
        message = f"{row['market']} / {row['category']} is prohibited, but has a limit"
        yield row.finding("C066", "limit", message)


def _check_rules_to_pools(tables: Tables) -> Iterator[Finding]:
    pools = tables["pools"].index("pool_id")
    for row in tables["carry_home"]:
        if not row.has("market", "category", "pool_id"):
            continue
        for pool_id in row["pool_id"]:
            pool = pools.get(pool_id)
            if pool is None or not pool.has("market", "categories"):
                continue
            if pool["market"] != row["market"]:
                message = f"{row['market']} / {row['category']} names {pool_id}, a pool of {pool['market']}"
                yield row.finding("C065", "pool_id", message)
            elif EVERYTHING not in pool["categories"] and row["category"] not in pool["categories"]:
                message = f"{row['market']} / {row['category']} names {pool_id}, which does not name it back"
                yield row.finding("C065", "pool_id", message)


def _check_pools_to_rules(tables: Tables, rules: Mapping[tuple[str, str], Row]) -> Iterator[Finding]:
    named = {(row["market"], pool) for row in tables["carry_home"] if row.has("pool_id") for pool in row["pool_id"]}
    categories = tables["carry_home"].column("category")
    for pool in tables["pools"]:
        if not pool.has("market", "pool_id", "categories"):
            continue
        market, pool_id = pool["market"], pool["pool_id"]
        for category in pool["categories"]:
            if category == EVERYTHING:
                if (market, pool_id) not in named:
                    yield pool.finding("C065", "categories", f"no rule of {market} names {pool_id}")
                continue
            if category not in categories:
                yield pool.finding("C030", "categories", f"{category} is not in carry_home")
                continue
            rule = rules.get((market, category))
            if rule is not None and rule.reads("pool_id") and pool_id not in rule["pool_id"]:
                message = f"{pool_id} names {category}, but the rule {market} / {category} does not name it back"
                yield pool.finding("C065", "categories", message)


def _check_limits_agree(tables: Tables) -> Iterator[Finding]:
    """Find a rule whose amount is that of none of its pools, and a pool beyond which one rule is free, another not."""
    pools = tables["pools"].index("pool_id")
    naming: dict[str, list[Row]] = {}
    for row in tables["carry_home"]:
        if not (row.has("market", "category", "status", "pool_id") and row.reads("limit", "unit")):
            continue
        named = (pools[pool_id] for pool_id in row["pool_id"] if pool_id in pools)
        # A pool that does not name the rule back has a finding of its own.
        found = [pool for pool in named if pool.has("categories") and row["category"] in pool["categories"]]
        for pool in found:
            naming.setdefault(pool["pool_id"], []).append(row)
        same = [pool for pool in found if pool.has("limit", "unit") and pool["unit"] == row["unit"]]
        if same and row["limit"] is not None and row["limit"] not in {pool["limit"] for pool in same}:
            stated = ", ".join(f"{pool['limit']:g} of {pool['pool_id']} in row {pool.line} of pools" for pool in same)
            message = f"{row['market']} / {row['category']} in row {row.line} says {row['limit']:g} {row['unit']}"
            yield row.finding("C069", "limit", f"{message}, against {stated}")
    for pool_id, rows in naming.items():
        if pools[pool_id].has("pooled") and pools[pool_id]["pooled"]:
            free = [row for row in rows if row["status"] == ALLOWED]
            bound = [row for row in rows if row["status"] != ALLOWED]
            if free and bound:
                message = f"{pool_id}: {_name(free[0])} in row {free[0].line} is allowed beyond it, "
                message += f"{_name(bound[0])} in row {bound[0].line} is not"
                yield free[0].finding("C069", "status", message)


def _check_pools_agree(tables: Tables) -> Iterator[Finding]:
    """Find two pools in use that limit the same goods of a market in the same unit."""
    named = {pool for row in tables["carry_home"] if row.has("pool_id") for pool in row["pool_id"]}
    seen: dict[tuple[object, ...], Row] = {}
    for row in tables["pools"]:
        if not row.has("market", "pool_id", "categories", "limit", "unit") or row["pool_id"] not in named:
            continue
        if not row.reads("pooled", "min_abv", "max_abv", "alternative_group"):
            continue
        details = (row["pooled"], row["min_abv"], row["max_abv"], row["alternative_group"])
        first = seen.setdefault((row["market"], row["unit"], frozenset(row["categories"]), *details), row)
        if first is not row:
            message = f"{first['pool_id']} in row {first.line} and {row['pool_id']} in row {row.line} limit the same"
            message += f" goods to {first['limit']:g} and {row['limit']:g} {row['unit']}"
            yield row.finding("C069", "limit", message)


def _check_strengths(tables: Tables) -> Iterator[Finding]:
    """Find liquor lines that stand for each other and both count drinks of some strength."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in tables["pools"]:
        readable = row.has("market", "pool_id", "alternative_group") and row.reads("categories", "min_abv", "max_abv")
        if readable and row["categories"] == (LIQUOR,):
            groups.setdefault((row["market"], row["alternative_group"]), []).append(row)
    for rows in groups.values():
        for first, row in combinations(rows, 2):
            low = max(_get_bound(first, "min_abv", -inf), _get_bound(row, "min_abv", -inf))
            high = min(_get_bound(first, "max_abv", inf), _get_bound(row, "max_abv", inf))
            if low < high and (first["min_abv"], first["max_abv"]) != (row["min_abv"], row["max_abv"]):
                message = f"{first['pool_id']} in row {first.line} and {row['pool_id']} in row {row.line} both count"
                yield row.finding("C069", "min_abv", f"{message} drinks over {low:g} and up to {high:g} % vol")


def _get_bound(row: Row, column: str, otherwise: float) -> float:
    value = row[column]
    return otherwise if value is None else float(value)


def _name(row: Row) -> str:
    return f"{row['market']} / {row['category']}"
