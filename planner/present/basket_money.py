"""What comes on top of prices and what comes back, in words: sending by post, and the refund of value added tax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planner.model.basket import Refund, ShippingBand, ShopRefund
from planner.model.reason import Reason
from planner.present.basket import tell_sum
from planner.present.basket_bars import tell_weight
from planner.present.sources import tell_reason, tell_source
from planner.present.words import Words

CROSSING: Final = "refund_would_cross"
"""Reason that names the purchase which would cross the threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundText:
    """Value added tax that may return."""

    surely: str
    possibly: str
    shops: tuple[str, ...]
    at_exit: tuple[str, ...]
    """Where customs confirm it, or why nothing returns; then what holds for every shop."""
    notes: tuple[str, ...]
    """Steps and rules."""


def describe_shipping(band: ShippingBand, words: Words) -> str:
    """Return what sending may cost, with its source; "ask" where no price is published."""
    say = words.messages
    if band.low_vnd is None or band.high_vnd is None:
        price = say("ship.ask")
    else:
        price = tell_sum(band.low_vnd, band.high_vnd, words)
    name = " · ".join(part for part in (band.carrier, band.service) if part)
    days = say("ship.days", days=band.transit_days) if band.transit_days else say("ship.days_unknown")
    source = tell_source(band.source, band.as_of, band.confidence, words)
    return say("ship.band", name=name, weight=tell_weight(band.weight_g, words), price=price, days=days, source=source)


def describe_refund(refund: Refund, words: Words) -> RefundText:
    """Return what may come back, at which shop how much is missing, and where customs confirm it.

    What holds for every shop alike is said once, among the notes.
    """
    say = words.messages
    most = say.money(refund.refund_high_vnd)
    shared = [reason for reason in refund.shops[0].reasons if _is_shared(reason, refund)] if refund.shops else []
    return RefundText(
        surely=say.money(refund.refund_low_vnd),
        possibly=say("refund.up_to", price=most) if refund.refund_high_vnd else most,
        shops=tuple(_describe_shop(shop, shared, words) for shop in refund.shops),
        at_exit=tuple(tell_reason(reason, words) for reason in (*refund.reasons[:1], *shared)),
        notes=tuple(tell_reason(reason, words) for reason in refund.reasons[1:]),
    )


def _is_shared(reason: Reason, refund: Refund) -> bool:
    return reason.code != CROSSING and all(reason in shop.reasons for shop in refund.shops)


def _describe_shop(shop: ShopRefund, shared: Sequence[Reason], words: Words) -> str:
    say = words.messages
    spent = tell_sum(shop.spent_low_vnd, shop.spent_high_vnd, words)
    parts = [say("refund.shop", place=words.name(shop.place_id), date=say.date(shop.on), spent=spent)]
    if shop.refund_high_vnd > 0:
        most = say("refund.up_to", price=say.money(shop.refund_high_vnd))
        is_band = shop.refund_low_vnd > 0
        band = say.price_band(shop.refund_low_vnd, shop.refund_high_vnd) if is_band else most
        parts.append(say("refund.crossed", band=band))
    if shop.missing_vnd > 0 and all(reason.code != CROSSING for reason in shop.reasons):
        threshold = say.money(words.catalogue.vat_refund.min_invoice_vnd)
        parts.append(say("refund.missing", missing=say.money(shop.missing_vnd), threshold=threshold))
    parts += [tell_reason(reason, words) for reason in shop.reasons if reason not in shared]
    sentences = (part[:1].upper() + part[1:] for part in parts)
    return " ".join(part if part.endswith((".", "!", ":")) else f"{part}." for part in sentences)
