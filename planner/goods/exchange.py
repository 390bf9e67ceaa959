"""Sums in dong against allowances in the money of other countries, at rough rates that carry no date."""

from __future__ import annotations

from planner.model.catalogue import Catalogue
from planner.model.goods import ExchangeRate
from planner.model.reason import Reason


def find_rate(catalogue: Catalogue, currency: str) -> ExchangeRate | None:
    """Return the rate of a currency; None where the tables have none."""
    return catalogue.exchange_rates.get(currency)


def convert(catalogue: Catalogue, vnd: int | None, currency: str) -> float | None:
    """Return a sum in another currency, about; None where price (0 says nothing) or rate is not known.

    The rates are good for saying whether a purchase comes near an allowance, not for paying.
    """
    rate = find_rate(catalogue, currency)
    return None if not vnd or rate is None else vnd / rate.vnd


def tell_rate(rate: ExchangeRate) -> Reason:
    """Return the notice that a sum was converted, with the rate and its source, date and confidence."""
    params: dict[str, str | int | float] = {
        "unit": rate.currency,
        "rate": rate.vnd,
        "source": rate.source,
        "as_of": rate.as_of,
        "confidence": rate.confidence,
    }
    return Reason(code="rate_used", params=params)
