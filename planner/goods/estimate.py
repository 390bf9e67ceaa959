"""On-the-spot export: what foreign visitors may spend on goods of the villages, as a span with its assumptions.

``spend of a stay x share of the stay x shopping share x share of OCOP and craft goods``, per visitor. The last
share is measured by nobody; it is assumed, and the span is as wide as that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from planner.errors import RequestError
from planner.goods.figures import (
    SPEND,
    SPEND_PER_DAY,
    TURNOVER,
    find_arrivals,
    find_figure,
    find_rate,
    get_figure,
    get_market_pool_usd,
    get_mean_pool_usd,
    get_shopping_share,
    get_spend,
    tell_shopping_shares,
)
from planner.model.catalogue import Catalogue
from planner.model.estimate import (
    ASSUMED_SOURCE,
    OWN_SOURCE,
    PLAN_SOURCE,
    Assumption,
    Estimate,
    Scope,
    ShareRow,
    Span,
)
from planner.model.market import HOME_COUNTRY
from planner.model.reason import Reason
from planner.model.settings import EstimateRules

MAX_TRIPS: Final = 1_000_000
MAX_TRAVELLERS: Final = 10_000
MAX_USD: Final = 1_000_000
MAX_ARRIVALS: Final = 1_000_000_000
MAX_STAY_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAssumptions:
    """What the user wants to assume instead of the tables; None leaves them alone."""

    goods_share_pct: Span | None = None
    """Share of OCOP and craft goods in shopping."""
    shopping_share_pct: Span | None = None
    """Share of shopping in spending."""
    spend_usd: Span | None = None
    """Per visitor and stay."""
    arrivals: Span | None = None
    """Visitors of a year, for a market or all."""
    stay_days: Span | None = None
    """Length of the whole stay in Viet Nam, of which a trip is a part."""


_LIMITS: Final = {
    "goods_share_pct": (0.0, 100.0),
    "shopping_share_pct": (0.0, 100.0),
    "spend_usd": (0.0, float(MAX_USD)),
    "arrivals": (0.0, float(MAX_ARRIVALS)),
    "stay_days": (1.0, float(MAX_STAY_DAYS)),
}


def estimate_trip(
    catalogue: Catalogue,
    *,
    market: str | None,
    travellers: int,
    days: int,
    trips_per_year: int | None = None,
    own: OwnAssumptions | None = None,
    rules: EstimateRules,
) -> Estimate:
    """Return what the party of a trip, or of a route sold `trips_per_year` times, may spend on such goods.

    Surveys count whole stays, and how much of one a trip is nobody says. At the high end it is all of it; at
    the low end so many days of the mean spending of a day, which is an old figure. A length of the stay that
    the user sets replaces both.

    Parameters
    ----------
    market
        Country code or market of the travellers; None = the mean of all visitors.
    travellers
        Children count as visitors do in the survey.
    days
        Days of the trip.
    trips_per_year
        None = this one trip.

    Raises
    ------
    RequestError
        ``G153`` to ``G156``: an assumption out of range or reversed, numbers of trips, travellers or days that
        are none, travellers who live in Viet Nam.
    CatalogueError
        ``G157`` where the catalogue lacks the figures.
    """
    own = _check_own(own)
    _check_market(market)
    _check_count("travellers", travellers, MAX_TRAVELLERS)
    _check_count("days", days, MAX_STAY_DAYS)
    _check_count("trips_per_year", 1 if trips_per_year is None else trips_per_year, MAX_TRIPS)
    count = float(travellers * (trips_per_year or 1))
    visitors = Assumption(
        name="visitors",
        span=Span(low=count, high=count),
        unit="person",
        period="",
        source=PLAN_SOURCE,
        confidence="high",
    )
    return _estimate(
        catalogue,
        Scope.TRIP if trips_per_year is None else Scope.ROUTE,
        market,
        visitors,
        (_get_spend(catalogue, market, own), _get_stay_share(catalogue, days, own)),
        own,
        rules,
    )


def estimate_market(
    catalogue: Catalogue, market: str, *, own: OwnAssumptions | None = None, rules: EstimateRules
) -> Estimate:
    """Return what a year's visitors of a market may spend on such goods; per visitor where nobody counts them.

    Raises
    ------
    RequestError, CatalogueError
        As `estimate_trip`.
    """
    own = _check_own(own)
    _check_market(market)
    visitors = _get_own("arrivals", own.arrivals, "person") or find_arrivals(catalogue, market)
    spend = _get_spend(catalogue, market, own)
    return _estimate(catalogue, Scope.MARKET, market, visitors, (spend,), own, rules)


def estimate_country(catalogue: Catalogue, *, own: OwnAssumptions | None = None, rules: EstimateRules) -> Estimate:
    """Return what all foreign visitors of a year may spend on such goods.

    Spending is summed market by market at one end and taken as arrivals times the mean at the other: the
    markets that spend less send more visitors, and the survey's mean does not know the visitors of today.

    Raises
    ------
    RequestError, CatalogueError
        As `estimate_trip`.
    """
    own = _check_own(own)
    visitors = _get_own("arrivals", own.arrivals, "person") or find_arrivals(catalogue, None)
    spend = _get_own("spend", own.spend_usd, "USD")
    if spend is None:
        arrivals = find_arrivals(catalogue, None)
        base = arrivals.span.low if arrivals is not None else 1.0
        ends = sorted((get_market_pool_usd(catalogue) / base, get_mean_pool_usd(catalogue) / base))
        spend = replace(
            get_spend(catalogue, None),
            span=Span(low=ends[0], high=ends[1]),
            reason=Reason(code="estimate_two_ways", params={}),
        )
    return _estimate(catalogue, Scope.COUNTRY, None, visitors, (spend,), own, rules)


def _estimate(
    catalogue: Catalogue,
    scope: Scope,
    market: str | None,
    visitors: Assumption | None,
    factors: tuple[Assumption, ...],
    own: OwnAssumptions,
    rules: EstimateRules,
) -> Estimate:
    shopping_share = _get_own("shopping_share", own.shopping_share_pct, "%") or get_shopping_share(catalogue)
    goods_share = _get_goods_share(own, rules)
    rate = find_rate(catalogue)
    each = shopping_share.span.scaled(0.01)
    for factor in factors:
        each = each * factor.span
    shopping = each * visitors.span if visitors is not None else None
    per_visitor = each * goods_share.span.scaled(0.01)
    usd = per_visitor * visitors.span if visitors is not None else None
    ceiling = _find_ceiling_usd(catalogue, rate)
    used = (visitors, *factors, shopping_share, goods_share, rate)
    return Estimate(
        scope=scope,
        market=market,
        visitors=visitors.span if visitors is not None else None,
        per_visitor_usd=per_visitor,
        usd=usd,
        vnd=usd * rate.span if usd is not None and rate is not None else None,
        shopping_usd=shopping,
        by_share=tuple(ShareRow(share_pct=share, usd=shopping.scaled(share / 100)) for share in rules.shown_shares_pct)
        if shopping is not None
        else (),
        ceiling_usd=ceiling,
        assumptions=tuple(one for one in used if one is not None),
        notices=_list_notices(catalogue, scope, visitors, per_visitor, usd, ceiling),
    )


def _get_goods_share(own: OwnAssumptions, rules: EstimateRules) -> Assumption:
    set_share = _get_own("goods_share", own.goods_share_pct, "%")
    return set_share or Assumption(
        name="goods_share",
        span=Span(low=rules.goods_share_low_pct, high=rules.goods_share_high_pct),
        unit="%",
        period="",
        source=ASSUMED_SOURCE,
        confidence="low",
    )


def _get_spend(catalogue: Catalogue, market: str | None, own: OwnAssumptions) -> Assumption:
    return _get_own("spend", own.spend_usd, "USD") or get_spend(catalogue, market)


def _get_stay_share(catalogue: Catalogue, days: int, own: OwnAssumptions) -> Assumption:
    """Share of a stay that a trip is: spending is taken as spread evenly over its days."""
    if own.stay_days is not None:
        span = Span(low=min(1.0, days / own.stay_days.high), high=min(1.0, days / own.stay_days.low))
        return Assumption(
            name="stay_share", span=span, unit="", period="", source=OWN_SOURCE, confidence="low", is_own=True
        )
    mean, per_day = get_figure(catalogue, SPEND), find_figure(catalogue, SPEND_PER_DAY)
    low = min(1.0, days * per_day.value / mean.value) if per_day is not None else 0.0
    return Assumption(
        name="stay_share",
        span=Span(low=low, high=1.0),
        unit="",
        period=per_day.period if per_day is not None else "",
        source=per_day.source if per_day is not None else ASSUMED_SOURCE,
        confidence="low",
        reason=Reason(
            code="estimate_part_of_stay", params={"days": days, "text": f"{per_day.value:g}", "year": per_day.period}
        )
        if per_day is not None
        else None,
    )


def _get_own(name: str, span: Span | None, unit: str) -> Assumption | None:
    if span is None:
        return None
    return Assumption(name=name, span=span, unit=unit, period="", source=OWN_SOURCE, confidence="low", is_own=True)


def _find_ceiling_usd(catalogue: Catalogue, rate: Assumption | None) -> float | None:
    turnover = find_figure(catalogue, TURNOVER)
    return turnover.value / rate.span.low if turnover is not None and rate is not None else None


def _list_notices(
    catalogue: Catalogue,
    scope: Scope,
    visitors: Assumption | None,
    per_visitor: Span,
    usd: Span | None,
    ceiling: float | None,
) -> tuple[Reason, ...]:
    """What must stand beside the span."""
    notices = [Reason(code="estimate_old_prices", params={"year": get_figure(catalogue, SPEND).period})]
    notices.append(Reason(code="estimate_share_falls", params={"text": tell_shopping_shares(catalogue)}))
    if visitors is None:
        notices.append(Reason(code="estimate_no_arrivals", params={}))
    if scope in (Scope.MARKET, Scope.COUNTRY) and ceiling is not None and usd is not None and usd.high > ceiling:
        notices.append(Reason(code="estimate_above_ceiling", params={}))
    if per_visitor.low == per_visitor.high:
        notices.append(Reason(code="estimate_single", params={}))
    return tuple(notices)


def _check_own(own: OwnAssumptions | None) -> OwnAssumptions:
    own = own or OwnAssumptions()
    for name, (least, most) in _LIMITS.items():
        span: Span | None = getattr(own, name)
        if span is None:
            continue
        if not (least <= span.low and span.high <= most):  # refuses what is no number, too
            message = f"{name} is {span.low:g} to {span.high:g}"
            raise RequestError("G153", message, where=name, remedy=f"give numbers from {least:g} to {most:,.15g}")
        if span.low > span.high:
            message = f"{name} runs from {span.low:g} down to {span.high:g}"
            raise RequestError("G154", message, where=name, remedy="give the lower number first")
    return own


def _check_count(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise RequestError("G155", f"{name} is {value}", where=name, remedy=f"give a number from 1 to {most:,}")


def _check_market(market: str | None) -> None:
    if market == HOME_COUNTRY:
        message = "travellers who live in Viet Nam export nothing"
        raise RequestError("G156", message, where="market", remedy="name the visitors' home with --market")
