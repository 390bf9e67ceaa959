"""The words a request may name as interests, and which of them a stop answers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rapidfuzz import process

from planner.errors import UnknownIdError
from planner.model.catalogue import Catalogue
from planner.model.place import Experience, Located, Place
from planner.model.settings import PrizeWeights

SHOPPING: Final = "shopping"
"""The interest that makes what can be bought at a stop count for more."""

# A product type stands for a place when it makes up at least this share of what the place is known for.
MIN_SHARE = 0.1


def list_interests(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return the interest words by kind of word, each sorted.

    Kinds: place_category, experience_kind, experience_subkind, product_group, product_type.
    """
    experiences = catalogue.experiences.values()
    types = [t for t in catalogue.product_types.values() if t.is_goods]
    return {
        "place_category": tuple(sorted({p.category for p in catalogue.places.values()})),
        "experience_kind": tuple(sorted({e.kind for e in experiences})),
        "experience_subkind": tuple(sorted({e.subkind for e in experiences if e.subkind})),
        "product_group": tuple(sorted({t.ocop_group for t in types})),
        "product_type": tuple(sorted(t.id for t in types)),
    }


def check_interests(interests: Mapping[str, int], catalogue: Catalogue) -> None:
    """Raise `UnknownIdError` with the nearest words for the first word that means nothing here."""
    known = sorted({word for words in list_interests(catalogue).values() for word in words})
    for word in interests:
        if word not in known:
            nearest = tuple(match[0] for match in process.extract(word, known, limit=3, score_cutoff=50))
            raise UnknownIdError("R012", f"unknown interest {word!r}", nearest=nearest, where="interests")


def list_words(located: Located, experience: Experience | None, catalogue: Catalogue) -> frozenset[str]:
    """Return the interest words that a place, visited for an experience, answers to."""
    words: set[str] = set()
    if isinstance(located, Place):
        words.add(located.category)
    if experience is not None:
        words.add(experience.kind)
        if experience.subkind:
            words.add(experience.subkind)
    types = {g.product_type for g in catalogue.village_goods_at.get(located.id, ()) if g.share >= MIN_SHARE}
    named = (catalogue.products[o.product_id] for o in catalogue.outlet_products_at.get(located.id, ()))
    for product in named:
        types.add(product.product_type)
        words.add(product.ocop_group)
    for type_id in types:
        product_type = catalogue.product_types[type_id]
        if product_type.is_goods:
            words |= {type_id, product_type.ocop_group}
    return frozenset(words)


def weigh_shopping(weights: PrizeWeights, interests: Mapping[str, int]) -> PrizeWeights:
    """Return the weights of prizes for somebody who asks for shopping as strongly as these interests do.

    The interest alone makes any shop worth as much as any other. Who came to buy wants those with something to
    take home: what `shopping_interest_pct` adds to the worth of goods counts once per weight of the interest.
    """
    extra_pct = (weights.shopping_interest_pct - 100) * max(1, interests.get(SHOPPING, 0))
    return replace(weights, shopping_interest_pct=100 + extra_pct)
