"""The prize of a stop for one traveller: an explainable sum whose parts are kept.

``prize = base + interest + recognition + stars + rarity + festival + shopping + wish + season``
where ``season`` is what the month takes away from the sum of all other parts but the wish.
The weights and the reason for each stand in `settings.toml`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.model.settings import PrizeWeights

_WORLD = re.compile(r"unesco|un tourism|asean|world heritage|world's|forbes", re.IGNORECASE)
_NATIONAL = re.compile(r"national|viet nam|ministry|ocop 5|vita", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFacts:
    """What the prize of a stop rests on, already read from the catalogue for one traveller and trip."""

    words: frozenset[str]
    """Interest words that the place and experience answer to."""
    is_curated: bool
    recognition: str | None
    best_stars: int | None
    is_star_stale: bool
    """The best stars have run out or carry no year."""
    villages_with_craft: int
    """Craft villages of the catalogue in the same category; 0 = not a craft village."""
    season_score: float
    """Of the region in the months of the trip, 0-1."""
    event_factor: float
    """Product of season events that apply, 0-1."""
    is_best_month: bool
    has_festival: bool
    shopping_worth: int
    """0-100, from what can be bought there and carried home."""
    is_wish: bool


def score_stop(facts: StopFacts, interests: Mapping[str, int], weights: PrizeWeights) -> dict[str, int]:
    """Return the parts of the prize in points; they sum to the prize, which is at least 1.

    Parts that are zero are left out.
    """
    parts = {
        "base": weights.base + (weights.curated_bonus if facts.is_curated else 0),
        "interest": sum(points for _, points in list_interest_points(facts.words, interests, weights)),
        "recognition": _score_recognition(facts.recognition, weights),
        "stars": _score_stars(facts, weights),
        "rarity": _score_rarity(facts.villages_with_craft, weights),
        "festival": weights.festival if facts.has_festival else 0,
        "shopping": _score_shopping(facts.shopping_worth, "shopping" in interests, weights),
    }
    worth = sum(parts.values())
    kept = 1.0 - weights.season_share_pct / 100 * (1.0 - min(1.0, max(0.0, facts.season_score)))
    kept *= facts.event_factor
    if not facts.is_best_month:
        kept *= weights.off_month_pct / 100
    parts["season"] = max(1, math.floor(worth * kept + 0.5)) - worth
    parts["wish"] = weights.wish if facts.is_wish else 0
    return {name: points for name, points in parts.items() if points}


def score_night(
    *, is_homestay: bool, words: Collection[str], recognition: str | None, interests: Mapping[str, int],
    weights: PrizeWeights,
) -> int:  # fmt: skip
    """Return the points of a night at a lodging; a town hotel is worth nothing beyond the bed."""
    if not is_homestay:
        return 0
    points = weights.night_homestay
    points += weights.night_interest_per_weight * max((interests.get(word, 0) for word in words), default=0)
    return points + (weights.night_recognition if recognition else 0)


def list_interest_points(
    words: Collection[str], interests: Mapping[str, int], weights: PrizeWeights
) -> tuple[tuple[str, int], ...]:
    """Return the interests that count, (word, points): the strongest in full, a second one in part."""
    met = sorted((-weight, word) for word, weight in interests.items() if word in words)[:2]
    shares = (100, weights.second_interest_pct)
    return tuple(
        (word, -weight * weights.interest_per_weight * share // 100)
        for (weight, word), share in zip(met, shares, strict=False)
    )


def _score_recognition(recognition: str | None, weights: PrizeWeights) -> int:
    if not recognition:
        return 0
    if _WORLD.search(recognition):
        return weights.recognition_world
    return weights.recognition_national if _NATIONAL.search(recognition) else weights.recognition_local


def _score_stars(facts: StopFacts, weights: PrizeWeights) -> int:
    points = {3: weights.stars_3, 4: weights.stars_4, 5: weights.stars_5}.get(facts.best_stars or 0, 0)
    return points * weights.stars_stale_pct // 100 if facts.is_star_stale else points


def _score_rarity(villages: int, weights: PrizeWeights) -> int:
    return 0 if villages == 0 else math.floor(weights.rarity_max / math.sqrt(villages) + 0.5)


def _score_shopping(worth: int, is_asked_for: bool, weights: PrizeWeights) -> int:
    points = weights.shopping_max * worth // 100
    return points * weights.shopping_interest_pct // 100 if is_asked_for else points
