"""What the views write as HTML."""

from dataclasses import replace

import pytest

from planner.catalogue import load_catalogue
from planner.model.itinerary import Itinerary
from planner.model.reason import Reason
from planner.present.cards import draw_products
from planner.present.languages import load_messages
from planner.present.words import Words
from tests.unit.present.conftest import FIRST, build_itinerary, with_name
from ui.form import summarise
from ui.timeline_view import draw_stop_text, find_night

HOSTILE = "<img src=x onerror=alert(1)>\"'</p><script>alert(2)</script>"


@pytest.fixture(scope="module")
def hostile() -> Words:
    return Words(load_messages("en"), with_name(load_catalogue(), FIRST, HOSTILE))


@pytest.fixture(scope="module")
def itinerary(hostile: Words) -> Itinerary:
    return build_itinerary(hostile.catalogue)


def assert_inert(html: str) -> None:
    assert "onerror" in html or "alert" in html
    assert "<img" not in html
    assert "<script" not in html
    assert "</p><" not in html.replace("</p></div>", "").replace("</p><p", "").replace("</p><ul", "")


def test_a_card_is_inert(hostile: Words, itinerary: Itinerary) -> None:
    visit = replace(
        itinerary.days[0].visits[0],
        why=(Reason(code="why_recognition", params={"text": HOSTILE}), Reason(code=HOSTILE, params={})),
    )
    assert_inert(draw_stop_text(visit, 1, "#123456", hostile))


def test_products_are_inert(hostile: Words, itinerary: Itinerary) -> None:
    product = replace(
        itinerary.days[0].visits[0].products[0],
        name_vi=HOSTILE,
        verdict_limit=HOSTILE,
        verdict_sources=(HOSTILE,),
        verdict_as_of=HOSTILE,
        verdict_confidence=HOSTILE,
        verdict_reasons=(f"category:{HOSTILE}:{HOSTILE}", HOSTILE),
    )
    assert_inert(draw_products((product,), hostile))


def test_a_label_is_inert(hostile: Words, itinerary: Itinerary) -> None:
    label = summarise(
        replace(itinerary, request=itinerary.request.model_copy(update={"start": FIRST})).request, hostile
    )
    assert "onerror" in label
    assert "<" not in label.replace("\\<", "")


def test_night_after_a_day(itinerary: Itinerary) -> None:
    assert find_night(itinerary, 0) == itinerary.lodging[0]
    assert find_night(itinerary, 1) is None
