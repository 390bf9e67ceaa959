"""Readiness and estimate in words: nothing looks surer than it is, in both languages."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.goods.estimate import OwnAssumptions, estimate_country, estimate_market, estimate_trip
from planner.goods.readiness import get_readiness, rank_readiness
from planner.model.catalogue import Catalogue
from planner.model.estimate import Span
from planner.model.readiness import State
from planner.present.estimate import describe_estimate, tell_usd
from planner.present.languages import LANGUAGES, load_messages
from planner.present.readiness import (
    describe_check,
    describe_home,
    describe_market,
    describe_open,
    describe_open_after,
    describe_ranking,
    describe_step,
)
from planner.present.words import build_words
from planner.settings import load_settings

ON = dt.date(2026, 11, 22)
RULES = load_settings().estimate


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_can_be_said_has_words(language: str, catalogue: Catalogue) -> None:
    """Every product of a few kinds in every market: no key is lacking and no placeholder left."""
    words = build_words(language, catalogue)
    said = []
    for product in list(catalogue.products.values())[::5]:
        found = get_readiness(catalogue, product.id, on=ON)
        said += [describe_open(found, words), describe_open_after(found, words), *describe_step(found.step, words)]
        said += [words.reason(notice) for notice in found.notices]
        said += [part for line in describe_home(found, words) for part in (line.title, line.why, line.basis)]
        for stand in found.markets:
            market = describe_market(stand, found, words)
            said += [market.standing, market.carry]
            said += [
                part for line in market.checks for part in (line.state, line.title, line.role, line.why, line.basis)
            ]
    ranking = rank_readiness(catalogue, province="Kiên Giang", on=ON)
    said.append(describe_ranking(replace(ranking, scope="producer", name="pr-legia"), words))
    assert not any("{" in text for text in said)


def test_met_on_low_confidence_does_not_look_good(catalogue: Catalogue) -> None:
    words = build_words("en", catalogue)
    found = get_readiness(catalogue, "p-de-go-den-41", on=ON)
    stand = next(one for one in found.markets if one.market == "JP")
    check = next(one for one in stand.checks if one.state is State.MET)
    assert check.confidence == "low"
    assert describe_check(check, words).tone == "care"
    assert describe_check(replace(check, confidence="high"), words).tone == "good"
    assert describe_check(replace(check, state=State.MISSING), words).tone == "bad"
    assert describe_check(replace(check, state=State.UNKNOWN, confidence="high"), words).tone == "care"


def test_evidence_of_export_names_its_source(catalogue: Catalogue) -> None:
    found = get_readiness(catalogue, "p-nuoc-mam-le-gia", on=ON)
    stand = next(one for one in found.markets if one.market == "JP")
    assert found.sources[0] in describe_market(stand, found, build_words("en", catalogue)).standing


def test_items_of_a_trace_record_stand_in_one_line_for_each_state(catalogue: Catalogue) -> None:
    found = get_readiness(catalogue, "p-nuoc-mam-le-gia", on=ON)
    lines = describe_home(found, build_words("en", catalogue))
    assert [line.state for line in lines] == ["met", "met", "unknown"]
    assert "Product name; Producer; Address" in lines[1].title
    assert lines[2].title.count(";") == 6


@pytest.mark.parametrize(
    ("span", "english", "vietnamese"),
    [
        (
            Span(low=53_642_463, high=605_517_792),
            "USD 53.6 million to USD 606 million",
            "53,6 triệu USD đến 606 triệu USD",
        ),
        (Span(low=1.1641, high=42.4), "USD 1.16 to USD 42.4", "1,16 USD đến 42,4 USD"),
        (Span(low=999_800, high=3.0276e9), "USD 1 million to USD 3.03 billion", "1 triệu USD đến 3,03 tỷ USD"),
        (Span(low=0, high=0), "USD 0", "0 USD"),
    ],
)
def test_amounts_have_three_figures(span: Span, english: str, vietnamese: str) -> None:
    assert tell_usd(span, load_messages("en")) == english
    assert tell_usd(span, load_messages("vi")) == vietnamese


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_tells_all_that_it_rests_on(language: str, catalogue: Catalogue) -> None:
    words = build_words(language, catalogue)
    own = OwnAssumptions(goods_share_pct=Span(low=5, high=5), stay_days=Span(low=5, high=10))
    for found in (
        estimate_country(catalogue, rules=RULES),
        estimate_market(catalogue, "EU", rules=RULES),
        estimate_market(catalogue, "JP", own=own, rules=RULES),
        estimate_trip(catalogue, market=None, travellers=2, days=3, trips_per_year=5, own=own, rules=RULES),
    ):
        text = describe_estimate(found, words)
        assert len(text.assumptions) == len(found.assumptions)
        for one, line in zip(found.assumptions, text.assumptions, strict=True):
            assert line.endswith(words.messages("estimate.own")) is one.is_own
        assert not any("{" in line for line in (text.headline, *text.assumptions, *text.notices))
