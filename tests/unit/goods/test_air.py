"""Every row of the air rules, and what it does to a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from planner.catalogue import load_catalogue
from planner.goods.air import list_air_bearings
from planner.goods.articles import build_article
from planner.goods.bearing import Bearing
from planner.goods.carriage import get_carriage
from planner.goods.carry import check_basket
from planner.model.basket import Article, Carriage, LineCheck, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import Verdict
from planner.settings import load_settings

ON = date(2027, 3, 12)
ROWS: dict[str, Callable[[Catalogue], None]] = {}


def row(rule_id: str) -> Callable[[Callable[[Catalogue], None]], Callable[[Catalogue], None]]:
    """Register the test of one row."""

    def register(test: Callable[[Catalogue], None]) -> Callable[[Catalogue], None]:
        ROWS[rule_id] = test
        return test

    return register


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("rule_id", [rule.rule_id for rule in load_catalogue().air_rules])
def test_every_row_is_encoded(rule_id: str, catalogue: Catalogue) -> None:
    ROWS[rule_id](catalogue)


def travel(market: str = "JP", leaves_from: str | None = "gw-noi-bai", adults: int = 1, **facts: float) -> Traveller:
    return Traveller(market=market, adults=adults, children=0, leaves_on=ON, leaves_from=leaves_from, **facts)


def take(catalogue: Catalogue, kind: str, traveller: Traveller | None = None, **facts: int | None) -> list[Bearing]:
    """What the air says of one pack of a typical good."""
    article = replace(build_article(catalogue, kind, on=ON), **facts)
    (found,) = list_air_bearings(catalogue, traveller or travel(), [(article, 1)])
    return list(found)


def go(catalogue: Catalogue, kind: str, market: str = "JP", **facts: int | None) -> Carriage:
    return get_carriage(catalogue, replace(build_article(catalogue, kind, on=ON), **facts), travel(market))[0]


def codes(found: list[Bearing]) -> set[str]:
    return {bearing.reason.code for bearing in found}


def with_abv(catalogue: Catalogue, abv: float | None) -> Catalogue:
    kinds = {**catalogue.product_types, "liquor": replace(catalogue.product_types["liquor"], abv=abv)}
    return replace(catalogue, product_types=kinds)


def check(catalogue: Catalogue, article: Article, packs: int, traveller: Traveller) -> LineCheck:
    return check_basket(catalogue, traveller, [(article, packs, ON)], on=ON).lines[0]


@row("liquid_cabin")
def liquids_over_100_ml_are_for_the_hold_and_to_the_united_states_all_are(catalogue: Catalogue) -> None:
    small = {"pack_g": 100, "volume_ml": 100}
    assert "air_liquid" in codes(take(catalogue, "sauce", pack_g=101, volume_ml=101))
    assert "air_liquid_small" in codes(take(catalogue, "sauce", **small))
    assert "air_liquid_us" in codes(take(catalogue, "sauce", travel("US"), **small))
    hand = replace(travel("US"), hold_kg=0.0, cabin_kg=7.0)
    sauce = replace(build_article(catalogue, "sauce", on=ON), **small)
    assert get_carriage(catalogue, sauce, hand)[0] is Carriage.SHIP
    assert get_carriage(catalogue, sauce, replace(hand, market="JP"))[0] is Carriage.CABIN
    assert {bearing.verdict for bearing in take(catalogue, "honey")} == {Verdict.OK}


@row("alcohol_lt24")
def weak_alcohol_is_no_dangerous_good(catalogue: Catalogue) -> None:
    assert not codes(take(catalogue, "fruit_wine")) & {"air_alcohol", "air_label_unknown", "air_alcohol_strong"}
    assert "air_alcohol" not in codes(take(with_abv(catalogue, 24.0), "liquor"))
    assert "air_alcohol" in codes(take(with_abv(catalogue, 24.1), "liquor"))


@row("alcohol_24_70")
def strong_alcohol_must_be_labelled_and_within_five_litres_a_person(catalogue: Catalogue) -> None:
    typical = take(catalogue, "liquor")
    assert "air_label_unknown" in codes(typical)
    assert any(bearing.verdict is Verdict.UNKNOWN for bearing in typical)
    assert "air_alcohol" in codes(take(with_abv(catalogue, None), "liquor")), "unknown strength: the strict class"
    named = build_article(catalogue, "liquor", catalogue.products["p-de-go-den-41"], on=ON)
    assert "air_label_unknown" not in codes(list(list_air_bearings(catalogue, travel(), [(named, 1)])[0]))
    for packs, adults, is_too_much in ((10, 1, False), (11, 1, True), (20, 2, False), (21, 2, True)):
        (found,) = list_air_bearings(catalogue, travel(adults=adults), [(named, packs)])
        assert ("air_too_much" in codes(list(found))) is is_too_much
    halves = list_air_bearings(catalogue, travel(), [(named, 6), (named, 5), (build_article(catalogue, "tea"), 1)])
    assert ["air_too_much" in codes(list(found)) for found in halves] == [True, True, False]


@row("alcohol_gt70")
def alcohol_over_70_per_cent_never_flies(catalogue: Catalogue) -> None:
    assert Verdict.PROHIBITED in {bearing.verdict for bearing in take(with_abv(catalogue, 70.1), "liquor")}
    assert Verdict.PROHIBITED not in {bearing.verdict for bearing in take(with_abv(catalogue, 70.0), "liquor")}
    assert go(with_abv(catalogue, 70.1), "liquor") is Carriage.SHIP


@row("fish_sauce")
def strong_smell_is_for_the_airline_to_decide_and_never_green(catalogue: Catalogue) -> None:
    for kind in ("fish_sauce", "shrimp_paste", "dried_shrimp", "garlic"):
        assert go(catalogue, kind) is Carriage.ASK
        (smell,) = [bearing for bearing in take(catalogue, kind) if bearing.reason.code == "air_smell"]
        assert smell.is_amber
    line = check(catalogue, build_article(catalogue, "fish_sauce", on=ON), 1, travel("EU"))
    assert (line.verdict, line.answer.is_green, line.is_green) == (Verdict.LIMIT, True, False)
    by_land = replace(travel("EU"), leaves_from="gw-huu-nghi-gate")
    assert check(catalogue, build_article(catalogue, "fish_sauce", on=ON), 1, by_land).is_green


@row("blades")
def blades_are_for_the_hold(catalogue: Catalogue) -> None:
    assert "air_blade" in codes(take(catalogue, "knife"))
    assert go(catalogue, "knife") is Carriage.HOLD


@row("powder_us")
def powders_of_350_ml_are_for_the_hold_to_the_united_states_alone(catalogue: Catalogue) -> None:
    assert "air_powder_us" in codes(take(catalogue, "coffee", travel("US"), pack_g=500))
    assert "air_powder_us" not in codes(take(catalogue, "coffee", travel("US"), pack_g=100))
    assert "air_powder_us" not in codes(take(catalogue, "coffee", travel("JP"), pack_g=500))


@row("essential_oil")
def flammable_oil_flies_in_half_litres_and_two_litres_in_all(catalogue: Catalogue) -> None:
    large, small = ({"pack_g": ml, "volume_ml": ml} for ml in (501, 500))
    assert Verdict.PROHIBITED in {bearing.verdict for bearing in take(catalogue, "essential_oil", **large)}
    assert Verdict.PROHIBITED not in {bearing.verdict for bearing in take(catalogue, "essential_oil", **small)}
    assert all(b.is_amber for b in take(catalogue, "essential_oil") if b.reason.code == "air_oil"), "no text was found"
    oil = build_article(catalogue, "essential_oil", on=ON)
    assert check(catalogue, oil, 40, travel("KH")).verdict is not Verdict.PROHIBITED
    assert check(catalogue, oil, 41, travel("KH")).verdict is Verdict.PROHIBITED


@row("lithium")
def no_good_of_the_catalogue_has_a_battery(catalogue: Catalogue) -> None:
    for kind in catalogue.product_types.values():
        assert "batter" not in f"{kind.label_en} {kind.notes}".lower(), kind.id


@row("vn_carryon")
@row("vj_carryon")
def the_cabin_of_the_settings_is_within_that_of_the_airlines(catalogue: Catalogue) -> None:
    limits = {rule.rule_id: rule.limit for rule in catalogue.air_rules}
    assert load_settings().luggage.cabin_kg <= min(limits["vn_carryon"] or 0, limits["vj_carryon"] or 0)


@row("vn_checked")
@row("vj_checked")
def the_hold_of_the_settings_is_within_that_of_the_airlines(catalogue: Catalogue) -> None:
    limits = {rule.rule_id: rule.limit for rule in catalogue.air_rules}
    assert load_settings().luggage.hold_kg <= min(limits["vn_checked"] or 0, limits["vj_checked"] or 0)


@row("piece_max")
def no_piece_is_heavier_than_32_kg(catalogue: Catalogue) -> None:
    assert go(catalogue, "wood_carving", pack_g=32_001) is Carriage.SHIP
    assert go(catalogue, "wood_carving", pack_g=20_000) is Carriage.HOLD


@row("fragile")
def fragile_goods_travel_at_the_owners_risk_and_small_ones_in_the_cabin(catalogue: Catalogue) -> None:
    assert "air_fragile" in codes(take(catalogue, "ceramic_vase"))
    assert go(catalogue, "ceramic_small") is Carriage.CABIN
    assert go(catalogue, "ceramic_set") is Carriage.HOLD


def test_who_leaves_by_land_or_sea_is_not_asked_by_airlines(catalogue: Catalogue) -> None:
    for gateway in ("gw-huu-nghi-gate", "gw-moc-bai-gate"):
        assert gateway in catalogue.gateways
        for kind in ("liquor", "fish_sauce", "essential_oil", "knife"):
            assert take(catalogue, kind, travel(leaves_from=gateway)) == []
    assert take(catalogue, "fish_sauce", travel(leaves_from=None)), "an unknown way out is taken to be a flight"


def test_every_reason_of_the_air_carries_source_date_and_confidence(catalogue: Catalogue) -> None:
    for kind in catalogue.product_types.values():
        for bearing in take(catalogue, kind.id, travel("US")):
            if bearing.reason.code.startswith("air_"):
                assert bearing.reason.params["source"], bearing.reason
                assert bearing.reason.params["as_of"]
                assert bearing.reason.params["confidence"] in ("low", "medium", "high")
