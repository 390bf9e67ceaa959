"""Facts about selling abroad: certificates, protected names, parcels, refunds, rates of exchange, figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """A row of certifications.csv: a certificate and the markets it opens."""

    cert: str
    kind: str
    opens_markets: tuple[str, ...]
    """Market codes, AE, SA or VN; or words (``all (buyer requirement)``, ``all retail``)."""
    needed_for: str
    note: str | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeographicalIndication:
    """A row of gi_evfta.csv: a candidate for the names protected by the EU-Viet Nam agreement."""

    name_vi: str
    product_en: str
    old_province: str
    province: str
    ocop_subgroup: str | None
    in_evfta: str
    """yes, likely or uncertain; the annex was not seen."""
    confidence: str
    """In words, beginning with high, medium or low."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingOffer:
    """A row of shipping.csv: a published price of a parcel, or a service without one."""

    carrier: str
    service: str
    max_kg: float | None
    zone_or_market: str
    weight_kg: float | None
    price_vnd: int | None
    transit_days: str | None
    """A range such as ``5-8``."""
    note: str | None
    source: str
    confidence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A row of stats.csv: a quoted figure with its period."""

    metric: str
    value: float | None
    unit: str
    period: str
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """What one unit of a currency is worth in dong, roughly: for holding sums against allowances, not for paying."""

    currency: str
    """ISO 4217."""
    vnd: float
    source: str
    confidence: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRefundRules:
    """What vat_refund.json says of the refund of value added tax to departing foreigners."""

    min_invoice_vnd: int
    """Per shop and day, tax included."""
    refund_share: float
    invoice_window_days: int
    standard_rate: float
    reduced_rate: float
    reduced_until: date
    lower_rate: float
    who: str
    conditions: tuple[str, ...]
    steps: tuple[str, ...]
    points: tuple[str, ...]
    points_note: str
    rates_note: str
    unverified: tuple[str, ...]
    sources: tuple[str, ...]
