"""The limits of a basket as rows of whole numbers: home market, airline, luggage, budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from planner.goods.air_rules import OILS, SPIRITS, find_air_rule, get_air_limit
from planner.goods.basis import get_pool_date
from planner.goods.basket_candidates import Candidate
from planner.goods.basket_model import BAGS, HOLD, Bags, Row
from planner.goods.bearing import tell_origin
from planner.goods.carry import SHARED_IN_FAMILY
from planner.goods.limit_rows import LimitRow, build_limit_rows
from planner.goods.limits import WEIGHT_AND_VOLUME
from planner.goods.luggage import CABIN_BAG_ML
from planner.goods.packing import find_volume_ml, get_allowance_g
from planner.model.basket import Traveller, Wishes
from planner.model.catalogue import Catalogue
from planner.model.settings import BasketRules, LuggageRules

BUDGET: Final = "budget"
_STEPS: Final = 100_000
"""Allowances in money are counted in steps of this part of them; the rates of exchange are far rougher."""
_SLACK: Final = 1e-6
"""Of a gram, millilitre or step: limits and amounts are floats, and 0.76 kg three times is to fit into 2.28 kg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A row with the words for it."""

    row: Row
    code: str
    """Of the reason "it does not fit any more": `planner.goods.left_out` writes the reason."""
    params: dict[str, str | int | float]
    scale: float = 1.0
    """Units of the row in one unit that is shown."""
    unknown: frozenset[int] = frozenset()
    """Candidates whose use is not known."""
    too_big: frozenset[int] = frozenset()
    """Candidates of which one pack is more than any one traveller may bring."""
    each: float | None = None
    """What one traveller may bring, in units of the row; None = packs need not be handed out to travellers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """All rows of a basket."""

    bounds: tuple[Bound, ...]
    bags: Bags
    most: tuple[int | None, ...]
    """Most packs of each candidate that the adults can carry between them, none of them divided; None = any."""


def build_bounds(
    catalogue: Catalogue,
    candidates: Sequence[Candidate],
    traveller: Traveller,
    wishes: Wishes,
    rules: BasketRules,
    luggage: LuggageRules,
) -> Bounds:
    """Return the rows over candidates, in the order in which their fullness is told."""
    bags = _build_bags(candidates, traveller, luggage)
    rows = [
        *_list_market_bounds(catalogue, candidates, traveller, rules),
        *_list_air_bounds(catalogue, candidates, traveller),
        *_list_bag_bounds(candidates, traveller, bags),
    ]
    if wishes.budget_vnd is not None:
        use = tuple(one.article.price_high_vnd or 0 for one in candidates)
        rows.append(Bound(row=Row(name=BUDGET, limit=wishes.budget_vnd, use=use), code="left_budget", params={}))
    most = tuple(_count_most(rows, i, traveller.adults) for i in range(len(candidates)))
    return Bounds(bounds=tuple(rows), bags=bags, most=most)


def _count_most(bounds: Sequence[Bound], i: int, adults: int) -> int | None:
    """Return how many packs adults can carry if none of them may be over a limit: of 600 g, two with 1 kg each."""
    uses = [(bound.each, bound.row.use[i]) for bound in bounds if bound.each is not None and bound.row.use[i] > 0]
    return min((adults * floor((each + _SLACK) / use) for each, use in uses), default=None)


def _list_market_bounds(
    catalogue: Catalogue, candidates: Sequence[Candidate], traveller: Traveller, rules: BasketRules
) -> list[Bound]:
    """Limits of the home market; those that only cost something are left out where that is accepted."""
    rows = build_limit_rows(catalogue, traveller, [one.article for one in candidates])
    return [
        _build_market_bound(catalogue, candidates, row)
        for row in rows
        if row.kind == "food" or not rules.is_duty_accepted
    ]


def _build_market_bound(catalogue: Catalogue, candidates: Sequence[Candidate], limit_row: LimitRow) -> Bound:
    pool = limit_row.pool
    scale = 1000.0 if pool.unit in WEIGHT_AND_VOLUME else _STEPS / limit_row.limit
    is_undivided = pool.pool_id not in SHARED_IN_FAMILY
    amounts = limit_row.amounts
    unknown = frozenset(i for i, amount in enumerate(amounts) if amount is None)
    # How much is left is not known where something fixed by hand uses an unknown part: then nothing is added.
    is_open = not any(candidates[i].packs for i in unknown)
    return Bound(
        row=Row(
            name=pool.pool_id,
            limit=floor(limit_row.limit * scale + _SLACK) if is_open else 0,
            use=tuple(0 if amount is None else ceil(amount * scale - _SLACK) for amount in amounts),
        ),
        code="left_limit_full",
        params={
            "pool": pool.pool_id,
            "limit": round(limit_row.limit, 3),
            "unit": pool.unit,
            "source": pool.source,
            "as_of": get_pool_date(catalogue, pool),
            "confidence": pool.confidence,
        },
        scale=scale,
        unknown=unknown,
        too_big=frozenset(
            i for i, amount in enumerate(amounts) if is_undivided and amount is not None and amount > pool.limit
        ),
        each=pool.limit * scale if pool.unit in WEIGHT_AND_VOLUME else None,
    )


def _list_air_bounds(catalogue: Catalogue, candidates: Sequence[Candidate], traveller: Traveller) -> list[Bound]:
    """Litres of strong drinks and of flammable oils that the party may fly with."""
    found = []
    for rule_id, counts in (
        (SPIRITS, [one.ways.is_spirit for one in candidates]),
        (OILS, [one.ways.is_oil for one in candidates]),
    ):
        limit_l = get_air_limit(catalogue, rule_id) * traveller.adults
        use = tuple(
            (find_volume_ml(one.article) or 0) if is_counted and not one.is_shipped else 0
            for one, is_counted in zip(candidates, counts, strict=True)
        )
        if any(use):
            params = {"limit": limit_l, "unit": "L", **tell_origin(find_air_rule(catalogue, rule_id))}
            row = Row(name=rule_id, limit=round(limit_l * 1000), use=use)
            found.append(Bound(row=row, code="left_air_full", params=params, scale=1000.0))
    return found


def _build_bags(candidates: Sequence[Candidate], traveller: Traveller, luggage: LuggageRules) -> Bags:
    """Return cabin and hold. Small liquids go into the hold where there is one: the bag for them is left alone."""
    cabin_g, hold_g = get_allowance_g(traveller, luggage)
    return Bags(
        cabin=cabin_g,
        hold=hold_g,
        weights=tuple(one.packed_g for one in candidates),
        may_cabin=tuple(one.ways.cabin and (hold_g == 0 or not one.ways.is_bagged) for one in candidates),
    )


def _list_bag_bounds(candidates: Sequence[Candidate], traveller: Traveller, bags: Bags) -> list[Bound]:
    told: dict[str, tuple[str, int]] = {
        HOLD: ("left_hold_full", bags.hold),
        BAGS: ("left_luggage_full", bags.hold + bags.cabin),
    }
    found = [
        Bound(row=row, code=code, params={"limit": limit / 1000, "unit": "kg"}, scale=1000.0)
        for row in bags.build_rows([one.packs or 0 for one in candidates])
        for code, limit in (told[row.name],)
    ]
    if bags.hold == 0:
        limit_ml = CABIN_BAG_ML * traveller.adults
        use = tuple(
            (find_volume_ml(one.article) or 0) if one.ways.is_bagged and one.ways.cabin else 0 for one in candidates
        )
        row = Row(name="liquids", limit=limit_ml, use=use)
        params: dict[str, str | int | float] = {"limit": limit_ml / 1000, "unit": "L"}
        found.append(Bound(row=row, code="left_liquids_full", params=params, scale=1000.0))
    return found
