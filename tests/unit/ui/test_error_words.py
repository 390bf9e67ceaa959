"""Errors are told alike on every page."""

from __future__ import annotations

import pytest

from planner.catalogue import load_catalogue
from planner.errors import Finding, RequestError, UnknownIdError
from planner.model.catalogue import Catalogue
from planner.present.languages import LANGUAGES, load_messages
from planner.present.words import Words
from ui.error_words import tell_error, tell_in_english


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_visitors_can_cause_is_told_in_their_language(catalogue: Catalogue, language: str) -> None:
    say = load_messages(language)
    told = tell_error(RequestError("G114", "tea is bought too late", remedy="mend a date"), Words(say, catalogue))
    assert told == say("error.G114")
    assert "tea" not in told


def test_what_is_nearest_has_a_name(catalogue: Catalogue) -> None:
    village = "cv-bat-trang-pottery-village"
    error = UnknownIdError("R010", "'bat trang' is no place", nearest=(village, "honey"))
    words = Words(load_messages("vi"), catalogue)
    told = tell_error(error, words)
    assert words.name(village) in told
    assert village not in told
    assert "honey" in told  # an id that has no name stays what it is


def test_without_words_of_its_own_the_exact_text_is_told(catalogue: Catalogue) -> None:
    words = Words(load_messages("fr"), catalogue)
    assert tell_error(RequestError("R999", "no", remedy="mend it"), words) == "no → mend it"
    assert tell_error(RequestError("R999", "no"), words) == "no"
    assert tell_in_english(Finding("C004", "places", 2, "lat", "not there", "write it")) == "not there → write it"
