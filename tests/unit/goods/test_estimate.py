"""On-the-spot export: the figures of the sources come out, spans stay wide, bad input is refused."""

import math
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from goods_builders import make_catalogue
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.errors import CatalogueError, RequestError
from planner.goods.estimate import OwnAssumptions, estimate_country, estimate_market, estimate_trip
from planner.goods.figures import find_figure, get_market_pool_usd, get_mean_pool_usd, get_spend, tell_shopping_shares
from planner.model.catalogue import Catalogue
from planner.model.estimate import Estimate, Scope, Span
from planner.settings import DEFAULT_PATH, load_settings

RULES = load_settings().estimate
load_cached = cache(load_catalogue)
MILLION = 1e6


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_cached()


def test_the_whole_country_as_worked_out_by_hand(shipped: Catalogue) -> None:
    """21.2 million arrivals, 1,151.7 dollars, 12.4 per cent; by market with the survey's figures of five of them."""
    by_hand = (
        5.28 * 818 + 4.33 * 838.4 + 0.849 * 1709.7 + 0.687 * 734.9 + 0.548 * 1416.5
        + (21.2 - 5.28 - 4.33 - 0.849 - 0.687 - 0.548) * 1151.7
    )  # fmt: skip
    assert get_market_pool_usd(shipped) == pytest.approx(by_hand * MILLION)
    assert round(get_mean_pool_usd(shipped) * 0.124 / 1e9, 2) == 3.03
    assert round(get_market_pool_usd(shipped) * 0.124 / 1e9, 2) == 2.68
    found = estimate_country(shipped, rules=RULES)
    assert found.shopping_usd is not None
    assert [round(end / 1e9, 2) for end in (found.shopping_usd.low, found.shopping_usd.high)] == [2.68, 3.03]
    told = {row.share_pct: round(row.usd.low / MILLION) for row in found.by_share}
    assert told == {2: 54, 5: 134, 10: 268, 20: 536}
    assert found.ceiling_usd is not None
    assert round(found.ceiling_usd / 1e9, 1) == 1.0
    assert found.usd is not None
    assert (round(found.usd.low / MILLION), round(found.usd.high / MILLION)) == (54, 606)
    assert [one.code for one in found.notices] == ["estimate_old_prices", "estimate_share_falls"]


def test_every_figure_stands_in_the_quotes(shipped: Catalogue) -> None:
    """The typed rows repeat what the quoted figures say; a slip of the pen would show here."""
    texts = " ".join(f"{one.value or ''} {one.note}".replace("%", " ") for one in shipped.statistics)
    numbers = {float(text) for text in re.findall(r"\d+(?:\.\d+)?", texts)}
    sources = {one.source for one in shipped.statistics}
    for figure in shipped.visitor_figures:
        scale = {"arrivals": 1e6, "ocop_tourism_turnover": 1e12}.get(figure.figure, 1)
        assert figure.value / scale in numbers, figure
        assert figure.source in sources


def test_a_market_and_its_visitors(shipped: Catalogue) -> None:
    found = estimate_market(shipped, "US", rules=RULES)
    assert found.visitors == Span(low=849_000, high=849_000)
    assert found.usd is not None
    assert found.usd.low == pytest.approx(849_000 * 1709.7 * 0.124 * 0.02)
    assert found.usd.high == pytest.approx(849_000 * 1709.7 * 0.124 * 0.20)
    assert found.vnd is not None
    assert found.vnd.low == pytest.approx(found.usd.low * 25_100)


def test_a_market_that_nobody_counts_stands_per_visitor(shipped: Catalogue) -> None:
    found = estimate_market(shipped, "DE", rules=RULES)
    assert (found.usd, found.visitors, found.by_share) == (None, None, ())
    assert found.per_visitor_usd.high == pytest.approx(1283.2 * 0.124 * 0.20)
    assert "estimate_no_arrivals" in [one.code for one in found.notices]
    own = estimate_market(shipped, "DE", own=OwnAssumptions(arrivals=Span(low=2e5, high=3e5)), rules=RULES)
    assert own.usd is not None
    assert own.usd.high == pytest.approx(3e5 * found.per_visitor_usd.high)


def test_the_union_is_the_span_of_its_members_and_a_stranger_the_mean(shipped: Catalogue) -> None:
    union = get_spend(shipped, "EU")
    assert (union.span, union.confidence) == (Span(low=1283.2, high=1995.3), "low")
    japan = get_spend(shipped, "JP")
    assert (japan.span.low, japan.confidence) == (1151.7, "low")
    assert japan.reason is not None
    assert get_spend(shipped, "CN").period == "2018"
    assert get_spend(shipped, None).confidence == "medium"


def test_a_trip_and_a_route(shipped: Catalogue) -> None:
    trip = estimate_trip(shipped, market="US", travellers=2, days=3, rules=RULES)
    assert trip.usd is not None
    assert trip.usd.high == pytest.approx(2 * 1709.7 * 0.124 * 0.20)
    assert trip.usd.low == pytest.approx(2 * 1709.7 * (3 * 105.4 / 1151.7) * 0.124 * 0.02)
    route = estimate_trip(shipped, market="US", travellers=2, days=3, trips_per_year=50, rules=RULES)
    assert route.usd is not None
    assert (trip.scope, route.scope) == (Scope.TRIP, Scope.ROUTE)
    assert route.usd.low == pytest.approx(50 * trip.usd.low)
    long = estimate_trip(shipped, market="US", travellers=1, days=30, rules=RULES)
    assert next(one.span for one in long.assumptions if one.name == "stay_share") == Span(low=1.0, high=1.0)


def test_the_user_may_set_every_assumption(shipped: Catalogue) -> None:
    own = OwnAssumptions(
        goods_share_pct=Span(low=10, high=10),
        shopping_share_pct=Span(low=20, high=30),
        spend_usd=Span(low=1000, high=1000),
        stay_days=Span(low=6, high=12),
    )
    found = estimate_trip(shipped, market=None, travellers=1, days=3, own=own, rules=RULES)
    assert found.usd is not None
    assert (found.usd.low, found.usd.high) == (pytest.approx(1000 * 0.25 * 0.2 * 0.1), pytest.approx(1000 * 0.5 * 0.03))
    set_by_user = {one.name for one in found.assumptions if one.is_own}
    assert set_by_user == {"goods_share", "shopping_share", "spend", "stay_share"}
    country = estimate_country(shipped, own=OwnAssumptions(spend_usd=Span(low=1000, high=1000)), rules=RULES)
    assert country.shopping_usd is not None
    assert country.shopping_usd.low == pytest.approx(21.2 * MILLION * 1000 * 0.124)


def test_what_is_too_sure_or_too_much_is_said(shipped: Catalogue) -> None:
    single = OwnAssumptions(goods_share_pct=Span(low=5, high=5))
    assert "estimate_single" in codes(estimate_market(shipped, "KR", own=single, rules=RULES))
    generous = OwnAssumptions(goods_share_pct=Span(low=2, high=60))
    assert "estimate_above_ceiling" in codes(estimate_country(shipped, own=generous, rules=RULES))


def test_every_assumption_has_source_and_period(shipped: Catalogue) -> None:
    for found in (
        estimate_country(shipped, rules=RULES),
        estimate_market(shipped, "JP", rules=RULES),
        estimate_trip(shipped, market="EU", travellers=2, days=3, rules=RULES),
    ):
        for one in found.assumptions:
            assert one.source
            assert one.confidence in ("high", "medium", "low")
            assert one.period or one.name in ("visitors", "goods_share")


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (OwnAssumptions(goods_share_pct=Span(low=0, high=101)), "G153"),
        (OwnAssumptions(goods_share_pct=Span(low=-1, high=20)), "G153"),
        (OwnAssumptions(shopping_share_pct=Span(low=0, high=math.nan)), "G153"),
        (OwnAssumptions(spend_usd=Span(low=0, high=math.inf)), "G153"),
        (OwnAssumptions(stay_days=Span(low=0, high=10)), "G153"),
        (OwnAssumptions(goods_share_pct=Span(low=20, high=2)), "G154"),
    ],
)
def test_bad_assumptions_are_refused(shipped: Catalogue, own: OwnAssumptions, code: str) -> None:
    for estimate in (
        lambda: estimate_country(shipped, own=own, rules=RULES),
        lambda: estimate_market(shipped, "JP", own=own, rules=RULES),
        lambda: estimate_trip(shipped, market="JP", travellers=1, days=1, own=own, rules=RULES),
    ):
        with pytest.raises(RequestError) as error:
            estimate()
        assert error.value.code == code


@pytest.mark.parametrize(
    "wrong", [{"trips_per_year": -1}, {"trips_per_year": 0}, {"travellers": 0}, {"days": 0}, {"trips_per_year": 10**9}]
)
def test_bad_numbers_are_refused(shipped: Catalogue, wrong: dict[str, int]) -> None:
    with pytest.raises(RequestError) as error:
        estimate_trip(shipped, **{"market": "JP", "travellers": 2, "days": 3, **wrong}, rules=RULES)
    assert error.value.code == "G155"
    assert error.value.where == next(iter(wrong))


def test_travellers_at_home_export_nothing(shipped: Catalogue) -> None:
    with pytest.raises(RequestError) as error:
        estimate_market(shipped, "VN", rules=RULES)
    assert error.value.code == "G156"


def test_a_catalogue_without_figures_says_so() -> None:
    with pytest.raises(CatalogueError) as error:
        estimate_market(make_catalogue(), "JP", rules=RULES)
    assert error.value.code == "G157"


def test_the_newest_figure_counts(shipped: Catalogue) -> None:
    arrivals = find_figure(shipped, "arrivals")
    assert arrivals is not None
    assert arrivals.period == "2025"
    older = replace(shipped, visitor_figures=tuple(one for one in shipped.visitor_figures if one.period != "2025"))
    assert estimate_country(older, rules=RULES).visitors == Span(low=17.6e6, high=17.6e6)
    assert tell_shopping_shares(shipped).startswith("16 (2003), ")
    assert tell_shopping_shares(shipped).endswith("12.4 (2019)")


SHARES = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(lambda ends: Span(low=min(ends), high=max(ends)))


@given(share=SHARES, shopping=SHARES, wider=st.floats(0, 50))
def test_a_wider_assumption_never_narrows_the_span(share: Span, shopping: Span, wider: float) -> None:
    catalogue = load_cached()
    narrow = estimate_country(
        catalogue, own=OwnAssumptions(goods_share_pct=share, shopping_share_pct=shopping), rules=RULES
    )
    span = Span(low=max(0, share.low - wider), high=min(100, share.high + wider))
    wide = estimate_country(
        catalogue, own=OwnAssumptions(goods_share_pct=span, shopping_share_pct=shopping), rules=RULES
    )
    assert narrow.usd is not None
    assert wide.usd is not None
    assert 0 <= wide.usd.low <= narrow.usd.low <= narrow.usd.high <= wide.usd.high


def codes(found: Estimate) -> list[str]:
    return [one.code for one in found.notices]


@pytest.mark.parametrize(
    "change", [("goods_share_low_pct = 2", "goods_share_low_pct = 30"), ("[2, 5, 10, 20]", "[2, 500]")]
)
def test_settings_that_are_no_shares_are_refused(change: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(DEFAULT_PATH.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(RequestError) as error:
        load_settings(path)
    assert error.value.code == "R093"
