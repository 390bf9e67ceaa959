"""Bands of published prices, and "ask" wherever there are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.catalogue import load_catalogue
from planner.errors import RequestError
from planner.goods.shipping import get_shipping_bands
from planner.model.basket import ShippingBand
from planner.model.catalogue import Catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def find(bands: tuple[ShippingBand, ...], carrier: str) -> ShippingBand:
    return next(band for band in bands if band.carrier == carrier)


def ask(
    catalogue: Catalogue, weight_g: int, market: str | None = "JP", *, pieces_g: tuple[int, ...] = ()
) -> ShippingBand:
    return find(get_shipping_bands(catalogue, weight_g, market, pieces_g=pieces_g), "Viettel Post")


def list_codes(band: ShippingBand) -> set[str]:
    return {reason.code for reason in band.reasons}


@pytest.mark.parametrize(
    ("weight_g", "low_vnd", "high_vnd"),
    [
        (1000, 388_000, 1_272_000),
        (2000, 612_000, 1_703_000),
        (5000, 1_006_000, 2_937_000),
        (1500, 500_000, 1_488_000),  # halfway: 487,500 up to a thousand
        (3500, 809_000, 2_320_000),
        (500, 388_000, 1_272_000),
    ],
)
def test_bands_of_quoted_weights_and_between_them(
    catalogue: Catalogue, weight_g: int, low_vnd: int, high_vnd: int
) -> None:
    band = ask(catalogue, weight_g)
    assert (band.low_vnd, band.high_vnd) == (low_vnd, high_vnd)
    assert "ship_zones" in list_codes(band)
    assert ("ship_lightest" in list_codes(band)) is (weight_g < 1000)


def test_source_confidence_date_and_days_are_kept(catalogue: Catalogue) -> None:
    band = ask(catalogue, 1000)
    assert band.source.startswith("https://en.viettelpost.com.vn/")
    assert (band.confidence, band.as_of, band.transit_days) == ("high", "undated", "2-8")


def test_nothing_is_said_beyond_the_heaviest_quoted_weight(catalogue: Catalogue) -> None:
    band = ask(catalogue, 5001)
    assert (band.low_vnd, band.high_vnd) == (None, None)
    assert {"ship_ask", "ship_beyond"} <= list_codes(band)


def test_pieces_make_several_parcels(catalogue: Catalogue) -> None:
    band = ask(catalogue, 9000, pieces_g=(3000, 3000, 2000, 1000))
    assert (band.low_vnd, band.high_vnd) == (1_006_000 + 875_000, 2_937_000 + 2_526_000)  # parcels of 5 and 4 kg
    assert "ship_parcels" in list_codes(band)
    assert ask(catalogue, 9000, pieces_g=(6000, 3000)).low_vnd is None
    assert ask(catalogue, 9000, pieces_g=(3000,)).low_vnd is None


def test_who_quotes_no_price_is_to_be_asked(catalogue: Catalogue) -> None:
    bands = get_shipping_bands(catalogue, 1000, "JP")
    assert [(band.low_vnd, band.high_vnd) for band in bands if band.carrier == "VNPost"] == [(None, None)] * 2
    heavy = get_shipping_bands(catalogue, 32_000, "JP")
    assert "ship_max" in list_codes(next(band for band in heavy if band.service.startswith("EMS")))


def test_a_single_price_is_an_example_and_no_band(catalogue: Catalogue) -> None:
    band = find(get_shipping_bands(catalogue, 10_000, "US"), "air consolidator")
    assert (band.low_vnd, band.high_vnd, band.confidence) == (None, None, "low")
    assert "ship_one_quote" in list_codes(band)


def test_services_to_named_markets_serve_no_other(catalogue: Catalogue) -> None:
    def carriers(market: str | None) -> set[str]:
        return {band.carrier for band in get_shipping_bands(catalogue, 1000, market)}

    assert carriers("US") == {"Viettel Post", "VNPost", "air consolidator", "sea consolidator"}
    assert carriers("EU") == {"Viettel Post", "VNPost", "sea consolidator"}
    assert carriers("JP") == carriers(None) == {"Viettel Post", "VNPost"}
    assert carriers("VN") == set()


def test_worst_confidence_and_oldest_date_win(catalogue: Catalogue) -> None:
    rows = tuple(
        replace(row, confidence="low", as_of="2020-01") if row.weight_kg == 2 else replace(row, as_of="2026-01")
        for row in catalogue.shipping
    )
    band = ask(replace(catalogue, shipping=rows), 1000)
    assert (band.confidence, band.as_of) == ("low", "2020-01")


def test_nothing_costs_nothing(catalogue: Catalogue) -> None:
    assert get_shipping_bands(catalogue, 0, "JP") == ()


@pytest.mark.parametrize(("weight_g", "pieces_g"), [(-1, ()), (1_000_001, ()), (1000, (-1, 1001))])
def test_absurd_weights_are_refused(catalogue: Catalogue, weight_g: int, pieces_g: tuple[int, ...]) -> None:
    with pytest.raises(RequestError) as refused:
        get_shipping_bands(catalogue, weight_g, "JP", pieces_g=pieces_g)
    assert refused.value.code == "G115"
