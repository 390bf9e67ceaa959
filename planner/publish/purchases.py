"""What the documents about purchases share: one line of the basket with its facts looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from babel.numbers import get_territory_currencies

from planner.model.basket import Article, Basket, BasketLine, Noted, Traveller
from planner.model.catalogue import Catalogue
from planner.model.goods import ExchangeRate
from planner.model.itinerary import Itinerary
from planner.model.product import Product, ProductType
from planner.present.basket import name_article, name_place, tell_sum
from planner.present.basket_bars import tell_amount, tell_weight
from planner.present.words import Words
from planner.publish.fonts import make_printable

MARK: Final = "~ "
"""Before what is typical of the kind, an estimate."""
_UNION: Final[Mapping[str, str]] = {"EU": "EUR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLine:
    """A line of the basket for printing."""

    line: BasketLine
    kind: ProductType | None
    """None where the catalogue has no such kind any more."""
    product: Product | None
    name: str
    name_vi: str
    place: str
    content_g: int | None
    """Of all packs, without packing."""
    is_weight_known: bool
    """Whether it is this product's own weight; else typical of the kind."""

    @property
    def article(self) -> Article:
        """What is bought."""
        return self.line.offer.article

    @property
    def local_name(self) -> str:
        """Vietnamese name; empty where the name says it already."""
        return "" if self.name_vi.casefold() in self.name.casefold() else self.name_vi

    @property
    def low_vnd(self) -> int | None:
        """Low end of the price of all packs."""
        price = self.article.price_low_vnd
        return None if price is None else price * self.line.quantity

    @property
    def high_vnd(self) -> int | None:
        """High end of the price of all packs."""
        price = self.article.price_high_vnd
        return None if price is None else price * self.line.quantity


def get_basket(itinerary: Itinerary) -> Basket:
    """Return the basket of a plan.

    Raises
    ------
    ValueError
        When it has none.
    """
    if itinerary.basket is None:
        message = "the plan has no basket"
        raise ValueError(message)
    return itinerary.basket


def list_purchases(basket: Basket, catalogue: Catalogue, words: Words) -> list[PurchaseLine]:
    """Return the lines of a basket in the order of the trip; lines of no packs are left out."""
    bought = sorted((line for line in basket.lines if line.quantity > 0), key=lambda line: line.offer.day)
    return [_build_purchase(line, catalogue, words) for line in bought]


def list_printed(basket: Basket, catalogue: Catalogue, words: Words) -> list[PurchaseLine]:
    """Return the lines as `list_purchases` does, with names as they can be printed: endless ones are cut."""
    return [
        replace(
            one,
            name=make_printable(one.name),
            name_vi=make_printable(one.name_vi),
            place=make_printable(one.place),
        )
        for one in list_purchases(basket, catalogue, words)
    ]


def _build_purchase(line: BasketLine, catalogue: Catalogue, words: Words) -> PurchaseLine:
    article = line.offer.article
    product = catalogue.products.get(article.product_id) if article.product_id else None
    return PurchaseLine(
        line=line,
        kind=catalogue.product_types.get(article.product_type),
        product=product,
        name=name_article(article, words),
        name_vi=article.name_vi,
        place=name_place(line.offer.place_id, line.offer.place_name_vi, words),
        content_g=None if article.pack_g is None else article.pack_g * line.quantity,
        is_weight_known=product is not None and product.weight_g is not None,
    )


def tell_content(purchase: PurchaseLine, words: Words) -> str:
    """Return the weight of all packs; an estimate is marked."""
    if purchase.content_g is None:
        return words.messages("paper.unknown")
    mark = "" if purchase.is_weight_known else MARK
    return mark + tell_weight(purchase.content_g, words)


def tell_value(purchase: PurchaseLine, words: Words) -> str:
    """Return the price of all packs; a band of the kind says that it is an estimate."""
    if purchase.low_vnd is None or purchase.high_vnd is None:
        return words.messages("price.unknown")
    return tell_sum(purchase.low_vnd, purchase.high_vnd, words)


def find_noted(basket: Basket, purchase: PurchaseLine) -> Noted | None:
    """Return what the traveller noted of a purchase, the last word counting."""
    place_id = purchase.line.offer.place_id
    noted = [one for one in basket.noted if (one.key, one.place_id) == (purchase.article.key, place_id)]
    return noted[-1] if noted else None


def find_home_rate(traveller: Traveller, itinerary: Itinerary, catalogue: Catalogue) -> ExchangeRate | None:
    """Return the rough rate of the money of the traveller's country, or None where none is known."""
    home = (itinerary.request.home_market or "").strip().upper()
    on = itinerary.request.start_date
    # A country written in words leads to the money of the market whose rules hold.
    currencies = _list_currencies(home, on) or _list_currencies(traveller.market or "", on)
    return next((catalogue.exchange_rates[one] for one in currencies if one in catalogue.exchange_rates), None)


def _list_currencies(code: str, on: date) -> list[str]:
    if code in _UNION:
        return [_UNION[code]]
    return list(get_territory_currencies(code, start_date=on)) if len(code) == 2 else []


def tell_home_value(low_vnd: int | None, high_vnd: int | None, rate: ExchangeRate | None, words: Words) -> str:
    """Return a sum in the money of home, to two figures: the rate is no more exact than that."""
    if rate is None or low_vnd is None or high_vnd is None:
        return ""
    low, high = (_round_figures(vnd / rate.vnd) for vnd in (low_vnd, high_vnd))
    told = tell_amount(high, rate.currency, words)
    return MARK + (told if low == high else f"{tell_amount(low, rate.currency, words)} – {told}")


def _round_figures(amount: float) -> float:
    return float(f"{amount:.2g}")


def is_of_luggage(code: str) -> bool:
    """Return whether a reason is about carrying and packing, not about customs."""
    return code.startswith(("air_", "luggage_"))
