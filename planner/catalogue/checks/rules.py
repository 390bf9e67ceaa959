"""Carry-home rules are complete, and rules and pools name each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from planner.catalogue.table import Row, Tables, build_finding
from planner.errors import Finding

EVERYTHING: Final = "*"
"""Pool of all that is bought."""


def check_rules(tables: Tables) -> Iterator[Finding]:
    """Find missing rules, rules whose limit has no pool, and pools that nobody names."""
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
