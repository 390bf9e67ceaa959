"""Value added tax that comes back at the border: what a basket may return, and what would have to be true for it.

The traveller gets `VatRefundRules.refund_share` of the tax within the price, if one registered shop has sold for
the threshold on one day. No table says which shops are registered, and a household that pays by the direct method
issues no such invoice, so the low end of every sum is 0 until somebody has asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from planner.errors import RequestError
from planner.goods.air_rules import is_alcohol
from planner.goods.carriage import get_carriage
from planner.goods.packing import check_packs
from planner.goods.verdict import is_refused
from planner.model.basket import Article, Carriage, Refund, ShopRefund, Traveller
from planner.model.catalogue import Catalogue
from planner.model.goods import VatRefundRules
from planner.model.market import HOME_COUNTRY
from planner.model.product import ProductType
from planner.model.reason import Reason
from planner.model.settings import RefundRules

WAYS_OUT: Final = frozenset({"airport_international", "border_gate", "port_cruise"})
"""Kinds of gateways where one leaves the country: if such a one is not among the refund points, nothing is returned.
A trip that ends anywhere else (a town, a station) leaves open where the traveller flies from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Packs of an article bought at a place on a day and carried out by the traveller; what is sent is none."""

    place_id: str
    on: date
    article: Article
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rates:
    """Tax rates that a purchase may carry: at least and at most."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exit:
    """Whether tax is refunded where the traveller leaves."""

    is_sure: bool
    is_possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A purchase that counts towards the refund."""

    purchase: Purchase
    rates: _Rates

    @property
    def spent_low_vnd(self) -> int:
        return self.purchase.quantity * (self.purchase.article.price_low_vnd or 0)

    @property
    def spent_high_vnd(self) -> int:
        return self.purchase.quantity * (self.purchase.article.price_high_vnd or 0)


def get_refund_vnd(price_vnd: int, rate: Fraction, share: Fraction) -> int:
    """Return what comes back of a price that includes the tax.

    The tax within the price is `price * rate / (1 + rate)`, the refund its share. Both are rounded down to whole
    dong, one after the other, with exact fractions; nobody publishes how the bank rounds, and this never promises
    too much: 2,500,000 at 8 % holds a tax of 185,185 and returns 157,407.
    """
    tax_vnd = price_vnd * rate // (1 + rate)
    return int(tax_vnd * share // 1)


def get_refund(
    catalogue: Catalogue,
    traveller: Traveller,
    purchases: Sequence[Purchase],
    rules: RefundRules,
    *,
    registered: Mapping[str, bool] | None = None,
) -> Refund:
    """Return the refund that purchases may bring on this trip's way out.

    All purchases at one place on one day are taken as one shop: several invoices of a shop and day add up, those of
    two shops do not. Prices that are bands make the sums bands; a price that is not known counts as nothing.

    Parameters
    ----------
    purchases
        What the traveller carries out. Kinds that are shipped anyway, that may not fly or that are refused for
        export are left out here; single packs sent for want of room must be left out by the caller.
    registered
        Place id -> whether the shop there issues refund invoices. A place that is not named is not known: ask.

    Raises
    ------
    RequestError
        ``G112`` no party, ``G113`` absurd number of packs, ``G114`` a purchase after leaving.
    """
    for purchase in purchases:
        check_packs(purchase.quantity, purchase.article.key)
        if purchase.on > traveller.leaves_on:
            message = f"{purchase.article.key} is bought on {purchase.on}, after leaving on {traveller.leaves_on}"
            raise RequestError("G114", message, remedy="mend one of the two dates", where="purchases")
    if (barred := _get_personal_bar(traveller)) is not None:
        return Refund(shops=(), refund_low_vnd=0, refund_high_vnd=0, point=None, reasons=(barred,))
    law = catalogue.vat_refund
    point, at_exit, pays_here = _find_point(catalogue, traveller)
    visits: dict[tuple[str, date], list[Purchase]] = {}
    for purchase in purchases:
        if purchase.quantity:
            visits.setdefault((purchase.place_id, purchase.on), []).append(purchase)
    way_out = _Exit(is_sure=point is not None, is_possible=pays_here)
    shops = tuple(
        _get_shop(catalogue, traveller, bought, rules, (registered or {}).get(place_id), way_out)
        for (place_id, _), bought in sorted(visits.items(), key=lambda item: (item[0][1], item[0][0]))
    )
    reasons = (at_exit, *_list_steps(law)) if shops else ()
    return Refund(
        shops=shops,
        refund_low_vnd=sum(shop.refund_low_vnd for shop in shops),
        refund_high_vnd=sum(shop.refund_high_vnd for shop in shops),
        point=point,
        reasons=reasons,
    )


def _get_personal_bar(traveller: Traveller) -> Reason | None:
    """Return why this traveller gets nothing, whatever they buy; None where nothing is in the way."""
    if traveller.market is None:
        return Reason(code="refund_home_unknown", params={})
    return Reason(code="refund_resident", params={}) if traveller.market == HOME_COUNTRY else None


def _find_point(catalogue: Catalogue, traveller: Traveller) -> tuple[str | None, Reason, bool]:
    """Return the refund point of the way out, what to say of it, and whether a refund is possible at all."""
    gateway = catalogue.gateways.get(traveller.leaves_from or "")
    if gateway is not None and gateway.has_vat_refund:
        source = gateway.vat_refund_source or ""
        return gateway.id, Reason(code="refund_point", params={"place": gateway.id, "source": source}), True
    listed = ";".join(sorted(g.id for g in catalogue.gateways.values() if g.has_vat_refund))
    if gateway is not None and gateway.kind in WAYS_OUT:
        return None, Reason(code="refund_no_point", params={"place": gateway.id, "places": listed}), False
    return None, Reason(code="refund_point_open", params={"places": listed}), True


def _get_shop(
    catalogue: Catalogue,
    traveller: Traveller,
    bought: Sequence[Purchase],
    rules: RefundRules,
    is_registered: bool | None,
    way_out: _Exit,
) -> ShopRefund:
    law = catalogue.vat_refund
    counted: list[_Counted] = []
    reasons: list[Reason] = []
    for purchase in bought:
        barred = _find_bar(catalogue, traveller, purchase)
        if barred is None:
            kind = catalogue.product_types[purchase.article.product_type]
            counted.append(_Counted(purchase=purchase, rates=_get_rates(kind, purchase.on, law, rules)))
        else:
            reasons.append(barred)
    spent_low_vnd = sum(item.spent_low_vnd for item in counted)
    sure_vnd = sum(item.spent_low_vnd for item in counted if item.rates.low > 0)
    spent_high_vnd = sum(item.spent_high_vnd for item in counted)
    is_sure = is_registered is True and way_out.is_sure and sure_vnd >= law.min_invoice_vnd
    is_possible = is_registered is not False and way_out.is_possible and spent_high_vnd >= law.min_invoice_vnd
    missing_vnd = max(0, law.min_invoice_vnd - spent_low_vnd)
    reasons += _explain_shop(counted, law, rules, is_registered, spent_high_vnd, missing_vnd, way_out)
    return ShopRefund(
        place_id=bought[0].place_id,
        on=bought[0].on,
        spent_low_vnd=spent_low_vnd,
        spent_high_vnd=spent_high_vnd,
        refund_low_vnd=_sum_refunds([(i.spent_low_vnd, i.rates.low) for i in counted], law) if is_sure else 0,
        refund_high_vnd=_sum_refunds([(i.spent_high_vnd, i.rates.high) for i in counted], law) if is_possible else 0,
        missing_vnd=missing_vnd,
        is_registered=is_registered,
        reasons=tuple(reasons),
    )


def _find_bar(catalogue: Catalogue, traveller: Traveller, purchase: Purchase) -> Reason | None:
    """Return why a purchase brings no refund, or None where it counts."""
    law, article = catalogue.vat_refund, purchase.article
    named: dict[str, str | int | float] = {"article": article.key}
    if is_refused(catalogue.product_types[article.product_type]):
        return Reason(code="refund_not_exported", params=named)
    if get_carriage(catalogue, article, traveller)[0] is Carriage.SHIP:
        return Reason(code="refund_not_carried", params=named)
    if purchase.on < traveller.leaves_on - timedelta(days=law.invoice_window_days):
        return Reason(code="refund_too_early", params={**named, "count": law.invoice_window_days})
    return None


def _get_rates(kind: ProductType, on: date, law: VatRefundRules, rules: RefundRules) -> _Rates:
    """Return the rates that a good may carry on a day: alcohol never has the reduced one."""
    standard, reduced, lower = (_to_fraction(r) for r in (law.standard_rate, law.reduced_rate, law.lower_rate))
    if is_alcohol(kind):
        return _Rates(low=standard, high=standard)
    usual = reduced if on <= law.reduced_until else standard
    if kind.carry_home_category in rules.maybe_untaxed:
        return _Rates(low=Fraction(0), high=usual)
    return _Rates(low=lower if kind.carry_home_category in rules.maybe_lower else usual, high=usual)


def _sum_refunds(spent: Sequence[tuple[int, Fraction]], law: VatRefundRules) -> int:
    """Return the refund of sums at their rates; sums of one rate are added up before anything is rounded."""
    spent_at: dict[Fraction, int] = {}
    for spent_vnd, rate in spent:
        spent_at[rate] = spent_at.get(rate, 0) + spent_vnd
    share = _to_fraction(law.refund_share)
    return sum(get_refund_vnd(spent_vnd, rate, share) for rate, spent_vnd in spent_at.items())


def _explain_shop(
    counted: Sequence[_Counted],
    law: VatRefundRules,
    rules: RefundRules,
    is_registered: bool | None,
    spent_high_vnd: int,
    missing_vnd: int,
    way_out: _Exit,
) -> Iterator[Reason]:
    """Yield what is not known of a shop and its goods, and the purchase that would cross the threshold."""
    if not counted:
        return
    if is_registered is False:
        yield Reason(code="refund_shop_none", params={})
        return
    if is_registered is None:
        yield Reason(code="refund_shop_unknown", params={})
    yield Reason(code="refund_one_shop", params={"vnd": law.min_invoice_vnd})
    if any(item.purchase.article.price_high_vnd is None for item in counted):
        yield Reason(code="refund_price_unknown", params={})
    if any(item.rates.low == 0 for item in counted):
        yield Reason(code="refund_maybe_untaxed", params={})
    if any(0 < item.rates.low < item.rates.high for item in counted):
        yield Reason(code="refund_maybe_lower", params={"share": round(100 * law.lower_rate)})
    is_near = 100 * spent_high_vnd >= rules.hint_from_pct * law.min_invoice_vnd
    if missing_vnd and is_near and way_out.is_possible:
        usual = _get_usual_rate(counted[0].purchase.on, law)
        spent = [(item.spent_low_vnd, item.rates.high) for item in counted]
        returned_vnd = _sum_refunds([*spent, (missing_vnd, usual)], law)
        yield Reason(code="refund_would_cross", params={"vnd": missing_vnd, "refund_vnd": returned_vnd})


def _get_usual_rate(on: date, law: VatRefundRules) -> Fraction:
    return _to_fraction(law.reduced_rate if on <= law.reduced_until else law.standard_rate)


def _list_steps(law: VatRefundRules) -> tuple[Reason, ...]:
    """What to do in which order; customs want to see the goods before the bag is checked in."""
    source = law.sources[0] if law.sources else ""
    return (
        Reason(code="refund_step_shop", params={}),
        Reason(code="refund_step_customs", params={}),
        Reason(code="refund_step_bank", params={"share": round(100 * law.refund_share)}),
        Reason(code="refund_unconfirmed", params={"source": source, "as_of": "undated", "confidence": "medium"}),
    )


def _to_fraction(share: float) -> Fraction:
    """Return a share as it is written in the table: 0.08 is eight hundredths."""
    return Fraction(str(share))
