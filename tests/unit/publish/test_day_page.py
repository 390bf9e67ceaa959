"""One day as a page for the printer."""

from html.parser import HTMLParser

import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.present.languages import load_messages
from planner.present.words import Words
from planner.publish.day_page import render_day_page
from tests.unit.present.conftest import FIRST, SECOND, THIRD, build_itinerary, with_name

HOSTILE = "</title></table><script>alert(1)</script><img src=x onerror=alert(2)>"


class Reader(HTMLParser):
    """Collects tags, addresses and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_page_holds_its_day_and_no_other(catalogue: Catalogue, language: str) -> None:
    words = Words(load_messages(language), catalogue)
    page = Reader(render_day_page(build_itinerary(catalogue), 0, words))
    assert words.name(FIRST) in page.text
    assert words.name(SECOND) in page.text
    assert words.name(THIRD) not in page.text
    assert words.messages("print.day_of", number=1, count=2) in page.text
    assert words.messages("print.check") in page.text
    assert page.tags.count("tr") >= 6


def test_the_whole_trip_holds_every_day_in_order(catalogue: Catalogue) -> None:
    words, itinerary = Words(load_messages("en"), catalogue), build_itinerary(catalogue)
    page = Reader(render_day_page(itinerary, None, words))
    found = [page.text.index(words.name(place)) for place in (FIRST, SECOND, THIRD)]
    assert found == sorted(found)
    assert page.tags.count("section") == len(itinerary.days) == 2
    assert words.messages("print.day_of", number=1, count=2) not in page.text


def test_a_page_asks_for_nothing(catalogue: Catalogue) -> None:
    page = Reader(render_day_page(build_itinerary(catalogue), 1, Words(load_messages("en"), catalogue)))
    assert [one for one in page.addresses if not one.startswith("data:")] == []
    assert page.tags.count("script") == 1, "only what shows the button"


def test_marks_of_products_say_for_which_country_and_to_check(catalogue: Catalogue) -> None:
    page = Reader(render_day_page(build_itinerary(catalogue), 0, Words(load_messages("en"), catalogue)))
    assert "Carry-home marks are for Japan. Check before you fly" in page.text


def test_hostile_names_are_inert(catalogue: Catalogue) -> None:
    words = Words(load_messages("en"), with_name(catalogue, FIRST, HOSTILE))
    plain = Reader(render_day_page(build_itinerary(catalogue), 0, Words(load_messages("en"), catalogue)))
    hostile = Reader(render_day_page(build_itinerary(words.catalogue), 0, words))
    assert hostile.tags == plain.tags
    assert HOSTILE in hostile.text
