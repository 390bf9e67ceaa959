"""Every good that *May I take it home?* can be asked about: its label, and the words by which people look for it.

The words are those of the tables: names in Vietnamese, English and the reader's language, what the tables tell of the
kind (``statues``), its category at the border, and the craft villages that live by it (``pottery village``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from planner.folding import fold
from planner.model.place import Place
from planner.model.product import ProductType
from planner.present.words import Words

SHARED: Final = 0.2
"""Share of a kind's villages that a word must stand in the names of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A product, or any good of a kind."""

    key: str
    """Product id; of a kind the id of the product type, as in `planner.model.basket.Article.key`."""
    product_id: str | None
    product_type: str
    label: str
    """Plain text: what the reader calls it, and its Vietnamese name."""
    texts: tuple[tuple[str, ...], ...]
    """What it may be called: first its names, then what is said of it, then who lives by it."""
    kin: tuple[str, ...]
    """Names of the kinds that fall under the same rules: a carving is *wooden* where only another good is called so."""


def list_askable(words: Words) -> tuple[Askable, ...]:
    """Return every kind of good, then every product, both by label; services are nothing to carry."""
    catalogue = words.catalogue
    kinds = {kind.id: kind for kind in catalogue.product_types.values() if kind.is_goods}
    villages = _list_villages(words)
    about = {kind.id: (_describe(kind, words), villages.get(kind.id, ())) for kind in kinds.values()}
    kin = _list_kin(kinds.values(), words)
    general = [
        Askable(
            key=kind.id,
            product_id=None,
            product_type=kind.id,
            label=_join(words.product_type(kind.id), kind.label_vi),
            texts=(_name(kind, words), *about[kind.id]),
            kin=kin[kind.id],
        )
        for kind in kinds.values()
    ]
    named = [
        Askable(
            key=product.id,
            product_id=product.id,
            product_type=product.product_type,
            label=words.glossed_product(product.name_vi, product.product_type),
            texts=((product.name_vi, *_name(kinds[product.product_type], words)), *about[product.product_type]),
            kin=kin[product.product_type],
        )
        for product in catalogue.products.values()
        if product.product_type in kinds
    ]
    return (*sorted(general, key=_order), *sorted(named, key=_order))


def _order(good: Askable) -> tuple[str, str]:
    return fold(good.label), good.key


def _join(told: str, name_vi: str) -> str:
    return told if name_vi.casefold() == told.casefold() else f"{told} · {name_vi}"


def _name(kind: ProductType, words: Words) -> tuple[str, ...]:
    return words.product_type(kind.id), kind.label_en, kind.label_vi, kind.id.replace("_", " ")


def _describe(kind: ProductType, words: Words) -> tuple[str, ...]:
    category = kind.carry_home_category
    border = () if category is None else (words.messages.find(f"carry.{category}") or "", category.replace("_", " "))
    return (*kind.story_keywords, *border, words.word(kind.ocop_group))


def _list_kin(kinds: Collection[ProductType], words: Words) -> dict[str, tuple[str, ...]]:
    """Return the names of all kinds of the same category at the border, for each kind; none without a category."""
    names: dict[str | None, list[str]] = defaultdict(list)
    for kind in kinds:
        names[kind.carry_home_category] += _name(kind, words)
    return {kind.id: tuple(names[kind.carry_home_category]) if kind.carry_home_category else () for kind in kinds}


def _list_villages(words: Words) -> dict[str, tuple[str, ...]]:
    """Return crafts and words in the names of the villages that live by a kind of good.

    A village may live by two things and be named after both; what few of a kind's villages are called does not count.
    """
    makers: dict[str, list[Place]] = defaultdict(list)
    for good in words.catalogue.village_goods:
        place = words.catalogue.places.get(good.place_id)
        if place is not None and place.kind == "craft_village" and good.is_typical and good.is_primary:
            makers[good.product_type].append(place)
    found = {}
    for kind, places in makers.items():
        texts = (f"{one.name_vi} {one.name_en} {words.word(one.category)}" for one in places)
        counts = Counter(word for text in texts for word in {*fold(text).split()})
        found[kind] = tuple(sorted(word for word, count in counts.items() if count >= SHARED * len(places)))
    return found
