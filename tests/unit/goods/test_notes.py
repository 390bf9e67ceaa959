"""What was paid is noted, corrected and taken back; the basket itself stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.catalogue import load_catalogue
from planner.errors import RequestError, UnknownIdError
from planner.goods.notes import note_price
from planner.model.basket import Basket, Noted
from planner.model.request import MAX_VND
from tests.unit.present.basket_samples import FIRST, SECOND, build_basket, build_line, build_offer


@pytest.fixture(scope="module")
def basket() -> Basket:
    return build_basket(load_catalogue(), "JP")


def get_key(basket: Basket) -> tuple[str, str, int]:
    line = basket.lines[0]
    return line.offer.article.key, line.offer.place_id, line.quantity


def test_a_price_is_noted_with_the_packs_of_the_basket(basket: Basket) -> None:
    key, place_id, quantity = get_key(basket)
    noted = note_price(basket, key, 310_000)
    assert noted.noted == (Noted(key=key, place_id=place_id, quantity=quantity, paid_vnd=310_000),)
    assert replace(noted, noted=()) == basket
    assert basket.noted == ()


def test_the_last_price_holds_and_none_takes_it_back(basket: Basket) -> None:
    key, _, _ = get_key(basket)
    noted = note_price(note_price(basket, key, 310_000), key, 0)
    assert [one.paid_vnd for one in noted.noted] == [0]
    assert note_price(noted, key, None) == basket
    assert note_price(basket, key, None) == basket


def test_what_else_is_noted_stays(basket: Basket) -> None:
    key, place_id, quantity = get_key(basket)
    other = Noted(key="else", place_id=SECOND, quantity=1, paid_vnd=5)
    own = Noted(key=key, place_id=place_id, quantity=quantity + 1, on=date(2027, 3, 13), has_invoice=True)
    stale = replace(own, quantity=9)
    noted = note_price(replace(basket, noted=(stale, own, other)), key, 70_000)
    assert noted.noted == (other, replace(own, paid_vnd=70_000))
    assert note_price(noted, key, None).noted == (other, own)


def test_an_article_of_several_stops_needs_its_place(basket: Basket) -> None:
    catalogue = load_catalogue()
    lines = tuple(
        build_line(catalogue, build_offer(catalogue, "tea", place, day), basket.traveller, day)
        for day, place in enumerate((FIRST, SECOND), start=1)
    )
    twice = replace(basket, lines=lines)
    with pytest.raises(RequestError, match=f"{FIRST}, {SECOND}") as refused:
        note_price(twice, "tea", 5)
    assert refused.value.code == "G122"
    assert note_price(twice, "tea", 5, place_id=SECOND).noted == (
        Noted(key="tea", place_id=SECOND, quantity=2, paid_vnd=5),
    )
    assert len(note_price(note_price(twice, "tea", 5, place_id=SECOND), "tea", 6, place_id=FIRST).noted) == 2


def test_what_is_not_bought_has_no_price(basket: Basket) -> None:
    key, _, _ = get_key(basket)
    for article, place_id, nearest in ((f"{key}-x", None, key), (key, "nowhere", basket.lines[0].offer.place_id)):
        with pytest.raises(UnknownIdError) as refused:
            note_price(basket, article, 5, place_id=place_id)
        assert refused.value.code == "G122"
        assert nearest in refused.value.nearest
    none = replace(basket, lines=tuple(replace(line, quantity=0) for line in basket.lines))
    for empty in (none, replace(basket, lines=())):
        with pytest.raises(RequestError, match="nothing is in the basket"):
            note_price(empty, key, 5)


@pytest.mark.parametrize("vnd", [-1, MAX_VND + 1])
def test_a_price_beyond_measure_is_refused(basket: Basket, vnd: int) -> None:
    with pytest.raises(RequestError) as refused:
        note_price(basket, get_key(basket)[0], vnd)
    assert refused.value.code == "G123"
    assert note_price(basket, get_key(basket)[0], MAX_VND).noted
