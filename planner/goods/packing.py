"""What a pack weighs and takes up when it is wrapped for the way home. Every figure is an estimate.

Tables state the content of a pack at best. To it come the bottle of a liquid, the double box of a fragile thing,
and the wrapping of everything else, as shares of the content (`LuggageRules`).
"""

from __future__ import annotations

from enum import StrEnum
from math import ceil, isfinite
from typing import Final

from planner.errors import RequestError
from planner.model.basket import Article, Traveller
from planner.model.product import ProductType
from planner.model.request import MAX_LUGGAGE_KG
from planner.model.settings import LuggageRules

MAX_PACKS: Final = 1000
"""Most packs of one article that are reckoned with; more is trade, not a purchase of a traveller."""
MAX_PACK_G: Final = 1_000_000
"""Heaviest pack that is reckoned with: a tonne, far above any piece of furniture."""
MAX_TRAVELLERS: Final = 500
"""Largest party, as in a request."""

STEP_G: Final = 10
"""Packed weights are estimates: no finer than this."""
HONEY_G_PER_ML: Final = 1.45
"""Nothing that is bottled is denser than honey (about 1.42 g/ml); a heavier pack was weighed with its bottle."""


class VolumeClass(StrEnum):
    """How much room a wrapped pack takes."""

    SMALL = "small"
    """Beside the personal things in a cabin bag."""
    MEDIUM = "medium"
    BULKY = "bulky"
    """Half a cabin bag or more."""


def get_packed_g(article: Article, kind: ProductType, rules: LuggageRules) -> int | None:
    """Return the estimated weight of a wrapped pack, rounded up to full 10 g, or None where its content is not known.

    A liquid without a weight is taken as water (1 g/ml). A stated weight that the liquid alone cannot have (above
    water for a drink with alcohol, above honey for any other) includes the bottle; the larger of the stated weight
    and the reckoned bottle then counts.

    Raises
    ------
    RequestError
        ``G110`` for a content below 0 g or above a tonne.
    """
    content_g = _get_content_g(article, kind)
    if content_g is None:
        return None
    if kind.is_liquid and kind.is_fragile:
        extra_g = max(rules.glass_min_g, _share(content_g, rules.glass_pct))
    elif kind.is_liquid:
        extra_g = max(rules.wrap_min_g, _share(content_g, rules.plastic_pct))
    else:
        extra_g = max(rules.wrap_min_g, _share(content_g, rules.wrap_pct))
    if kind.is_fragile and not kind.is_liquid:
        extra_g += max(rules.box_min_g, _share(content_g, rules.box_pct))
    packed_g = max(content_g + extra_g, article.pack_g or 0)
    return -(-packed_g // STEP_G) * STEP_G


def get_packed_l(article: Article, kind: ProductType, rules: LuggageRules) -> float | None:
    """Return the estimated volume of a wrapped pack in litres, or None where its content is not known.

    Liquids count by their own volume, other goods by the litres that a kilogram of their category takes up; a
    fragile one of them also by the padding around it.

    Raises
    ------
    RequestError
        ``G110`` as `get_packed_g`.
    """
    content_g = _get_content_g(article, kind)
    if content_g is None:
        return None
    if kind.is_liquid:
        return (article.volume_ml or content_g) / 1000 * rules.litres_per_kg["liquid"]
    litres_per_kg = rules.litres_per_kg.get(kind.carry_home_category or "other", rules.litres_per_kg["other"])
    boxed = rules.box_volume_pct / 100 if kind.is_fragile else 1.0
    return content_g / 1000 * litres_per_kg * boxed


def find_volume_ml(article: Article) -> int | None:
    """Return the volume of a pack of a liquid; where only a weight is known, that of as much water."""
    return article.volume_ml or article.pack_g or None


def get_volume_class(article: Article, kind: ProductType, rules: LuggageRules) -> VolumeClass | None:
    """Return how much room a wrapped pack takes, or None where its content is not known."""
    litres = get_packed_l(article, kind, rules)
    if litres is None:
        return None
    if litres <= rules.small_l:
        return VolumeClass.SMALL
    return VolumeClass.MEDIUM if litres < rules.bulky_l else VolumeClass.BULKY


def split_allowance(total_kg: float | None, rules: LuggageRules) -> tuple[float | None, float | None]:
    """Return the kilograms in the cabin and in the hold of a total that is free for purchases.

    The cabin gets no more than what the settings leave free there, the hold the rest. None (nothing stated) stays
    None for both, and the settings hold.

    Raises
    ------
    RequestError
        ``G111`` for a total that is no weight: negative, not finite, or above 100 kg.
    """
    if total_kg is None:
        return None, None
    _check_kg(total_kg, "luggage_kg")
    cabin_kg = min(total_kg, rules.cabin_kg)
    return cabin_kg, total_kg - cabin_kg


def get_allowance_g(traveller: Traveller, rules: LuggageRules) -> tuple[int, int]:
    """Return what the adults of a party may carry of purchases in the cabin and in the hold, grams.

    Raises
    ------
    RequestError
        ``G111`` for an allowance that is no weight, ``G112`` for a party of nobody or of more than 500.
    """
    check_party(traveller)
    cabin_kg = rules.cabin_kg if traveller.cabin_kg is None else traveller.cabin_kg
    hold_kg = rules.hold_kg if traveller.hold_kg is None else traveller.hold_kg
    _check_kg(cabin_kg, "cabin_kg")
    _check_kg(hold_kg, "hold_kg")
    return round(traveller.adults * cabin_kg * 1000), round(traveller.adults * hold_kg * 1000)


def check_party(traveller: Traveller) -> None:
    """Raise RequestError ``G112`` for a party without an adult, with less than no children, or beyond all measure."""
    if traveller.adults < 1 or traveller.children < 0 or traveller.size > MAX_TRAVELLERS:
        message = f"a party of {traveller.adults} adults and {traveller.children} children"
        remedy = f"name 1 to {MAX_TRAVELLERS} travellers, one adult at least"
        raise RequestError("G112", message, remedy=remedy, where="traveller")


def check_packs(quantity: int, key: str) -> None:
    """Raise RequestError ``G113`` for a number of packs below 0 or above `MAX_PACKS`."""
    if not 0 <= quantity <= MAX_PACKS:
        message = f"{quantity} packs of {key}"
        raise RequestError("G113", message, remedy=f"ask for 0 to {MAX_PACKS} packs", where="quantity")


def check_content(article: Article) -> None:
    """Raise RequestError ``G110`` for a weight or volume below 0, or above a tonne."""
    for value, unit in ((article.pack_g, "g"), (article.volume_ml, "ml")):
        if value is not None and not 0 <= value <= MAX_PACK_G:
            message = f"a pack of {article.key} with {value} {unit}"
            raise RequestError("G110", message, remedy=f"state 0 to {MAX_PACK_G} {unit}", where="weight")


def _get_content_g(article: Article, kind: ProductType) -> int | None:
    """Content of a pack without its bottle, grams; None = not known. A weight of 0 says nothing."""
    check_content(article)
    if not article.pack_g:
        return article.volume_ml or None
    if kind.is_liquid and article.volume_ml:
        densest = 1.0 if kind.abv is not None else HONEY_G_PER_ML
        if article.pack_g > densest * article.volume_ml:
            return article.volume_ml
    return article.pack_g


def _share(content_g: int, per_cent: int) -> int:
    """Share of a weight, rounded up: a suitcase is never lighter than thought."""
    return ceil(content_g * per_cent / 100)


def _check_kg(weight_kg: float, name: str) -> None:
    if not (isfinite(weight_kg) and 0 <= weight_kg <= MAX_LUGGAGE_KG):
        message = f"{name} is {weight_kg}"
        raise RequestError("G111", message, remedy=f"name 0 to {MAX_LUGGAGE_KG} kg per adult", where=name)
