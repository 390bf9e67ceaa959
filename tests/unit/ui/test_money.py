"""Amounts of dong that were typed, and how fields and columns of tables show them."""

from itertools import pairwise

import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.request import MAX_VND
from planner.present.languages import LANGUAGES
from planner.present.words import build_words
from ui.money import align_vnd, read_vnd, take_typed, tell_unread, tell_vnd


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("text", ["1.800.000", "1,800,000", "1 800 000", "1800000", "1,8 triệu", "1.800.000 ₫"])
def test_an_amount_is_read_as_it_is_written_here_and_elsewhere(text: str) -> None:
    assert read_vnd(text) == 1_800_000


@pytest.mark.parametrize("text", ["1.8", "1,80000", "-5", "12a", "1.800.00", "99.999.999.999.999", "=1+1"])
def test_what_may_mean_two_amounts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|price"):
        read_vnd(text)


@pytest.mark.parametrize("text", [None, "", "  "])
def test_nothing_is_no_amount(text: str | None) -> None:
    assert read_vnd(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_shows_an_amount_so_that_it_is_read_again(catalogue: Catalogue, language: str) -> None:
    words = build_words(language, catalogue)
    for vnd in (0, 7, 950, 1_800, 1_800_000, MAX_VND):
        assert read_vnd(tell_vnd(vnd, words)) == vnd
    assert read_vnd(tell_vnd(None, words)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_in_the_order_of_its_text_is_in_the_order_of_its_amounts(catalogue: Catalogue, language: str) -> None:
    words = build_words(language, catalogue)
    amounts = [1_800_000, 0, 90_000, 350_000, None, 12_000_000, 9_500, 100_000]
    cells = align_vnd(amounts, words)
    assert [read_vnd(cell) for cell in cells] == amounts
    shown = sorted(cell for cell in cells if cell is not None)
    assert all((read_vnd(one) or 0) < (read_vnd(other) or 0) for one, other in pairwise(shown))


def test_a_column_of_unknown_prices_stays_empty(catalogue: Catalogue) -> None:
    words = build_words("vi", catalogue)
    assert align_vnd([None, None], words) == [None, None]
    assert align_vnd([], words) == []


def test_what_cannot_be_read_is_kept_until_it_is_mended(catalogue: Catalogue) -> None:
    refused: dict[str, str] = {}
    assert take_typed(refused, "paid", "1.8") == (False, None)
    assert refused == {"paid": "1.8"}
    assert take_typed(refused, "other", "350k") == (True, 350_000)
    assert refused == {"paid": "1.8"}
    assert take_typed(refused, "paid", "") == (True, None)
    assert refused == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_read_is_told_with_its_field_and_a_way_to_write_it(catalogue: Catalogue, language: str) -> None:
    told = tell_unread("Paid", "1.8", build_words(language, catalogue))
    assert all(part in told for part in ("Paid", "1.8", "1800000", "1.800.000"))
