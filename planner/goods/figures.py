"""What sources say of visitors: arrivals, spending and shopping, each with period and source."""

from __future__ import annotations

from typing import Final

from planner.errors import CatalogueError
from planner.goods.markets import EU_MEMBERS
from planner.model.catalogue import Catalogue
from planner.model.estimate import ALL_MARKETS, Assumption, Span, VisitorFigure
from planner.model.reason import Reason

ARRIVALS: Final = "arrivals"
SPEND: Final = "spend_per_trip"
SPEND_PER_DAY: Final = "spend_per_day"
SHOPPING_SHARE: Final = "shopping_share"
TURNOVER: Final = "ocop_tourism_turnover"
UNION: Final = "EU"


def find_figure(catalogue: Catalogue, figure: str, market: str = ALL_MARKETS) -> VisitorFigure | None:
    """Return the newest figure of a market, or None where no source states one."""
    rows = [one for one in catalogue.visitor_figures if one.figure == figure and one.market == market]
    return max(rows, key=lambda one: one.period, default=None)


def get_figure(catalogue: Catalogue, figure: str) -> VisitorFigure:
    """Return the newest figure of all visitors.

    Raises
    ------
    CatalogueError
        ``G157`` where the catalogue has none.
    """
    found = find_figure(catalogue, figure)
    if found is None:
        message = f"no figure {figure} of all visitors is known"
        raise CatalogueError("G157", message, where="visitor_figures", remedy="add the row, or take the shipped data")
    return found


def get_spend(catalogue: Catalogue, market: str | None) -> Assumption:
    """Return what a visitor of a market spends in one stay, in US dollars.

    The Union has no figure of its own: the span of its member states that have one stands in. Any other market
    without a figure is given the mean of all visitors, of low confidence.
    """
    if market == UNION:
        members = [one for code in sorted(EU_MEMBERS) if (one := find_figure(catalogue, SPEND, code)) is not None]
        if members:
            span = Span(low=min(one.value for one in members), high=max(one.value for one in members))
            reason = Reason(code="estimate_members", params={"text": ", ".join(one.market for one in members)})
            return _build(members[0], "spend", span=span, reason=reason, confidence="low")
    found = find_figure(catalogue, SPEND, market) if market is not None else None
    if found is not None:
        return _build(found, "spend")
    mean = get_figure(catalogue, SPEND)
    if market is None:
        return _build(mean, "spend")
    return _build(mean, "spend", reason=Reason(code="estimate_mean_spend", params={}), confidence="low")


def find_arrivals(catalogue: Catalogue, market: str | None) -> Assumption | None:
    """Return the visitors of the newest year, or None where no source counts those of a market."""
    found = find_figure(catalogue, ARRIVALS, market or ALL_MARKETS)
    return _build(found, "arrivals") if found is not None else None


def get_shopping_share(catalogue: Catalogue) -> Assumption:
    """Return the newest share of spending that goes into shopping, in per cent."""
    return _build(get_figure(catalogue, SHOPPING_SHARE), "shopping_share")


def tell_shopping_shares(catalogue: Catalogue) -> str:
    """Return all shares of shopping by year, such as ``16 (2003), 12.4 (2019)``."""
    rows = [one for one in catalogue.visitor_figures if one.figure == SHOPPING_SHARE and one.market == ALL_MARKETS]
    return ", ".join(f"{one.value:g} ({one.period})" for one in sorted(rows, key=lambda one: one.period))


def get_mean_pool_usd(catalogue: Catalogue) -> float:
    """Return the spending of all visitors of the newest year: arrivals times the mean of a stay, US dollars."""
    return get_figure(catalogue, ARRIVALS).value * get_figure(catalogue, SPEND).value


def get_market_pool_usd(catalogue: Catalogue) -> float:
    """Return the same market by market: where no spending is known, and for all further markets, the mean holds."""
    total, mean = get_figure(catalogue, ARRIVALS), get_figure(catalogue, SPEND).value
    counted = [
        one
        for one in catalogue.visitor_figures
        if one.figure == ARRIVALS and one.period == total.period and one.market != ALL_MARKETS
    ]
    known = {one.market: find_figure(catalogue, SPEND, one.market) for one in counted}
    spends = {market: figure.value if figure is not None else mean for market, figure in known.items()}
    rest = total.value - sum(one.value for one in counted)
    return sum(one.value * spends[one.market] for one in counted) + rest * mean


def find_rate(catalogue: Catalogue) -> Assumption | None:
    """Return the rough worth of a US dollar in dong, or None without a rate."""
    rate = catalogue.exchange_rates.get("USD")
    if rate is None:
        return None
    return Assumption(
        name="usd_vnd",
        span=Span(low=rate.vnd, high=rate.vnd),
        unit="VND",
        period=rate.as_of,
        source=rate.source,
        confidence=rate.confidence,
    )


def _build(
    figure: VisitorFigure,
    name: str,
    *,
    span: Span | None = None,
    reason: Reason | None = None,
    confidence: str | None = None,
) -> Assumption:
    return Assumption(
        name=name,
        span=span or Span(low=figure.value, high=figure.value),
        unit=figure.unit,
        period=figure.period,
        source=figure.source,
        confidence=confidence or figure.confidence,
        note=figure.note,
        reason=reason,
    )
