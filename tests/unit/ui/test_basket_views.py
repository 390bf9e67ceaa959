"""What the views of the basket write as HTML, with names and rules that attack it."""

from dataclasses import fields, replace

import pytest

from planner.catalogue import load_catalogue
from planner.model.basket import Basket
from planner.model.reason import Reason
from planner.present.basket import LineText, describe_line, group_by_stop
from planner.present.basket_bars import describe_limit
from planner.present.languages import load_messages
from planner.present.palette import LIGHT
from planner.present.words import Words
from tests.unit.present.basket_samples import build_basket, rename
from ui.basket_checks_view import build_bar
from ui.basket_stops_view import build_line, build_stop_head

HOSTILE = "<img src=x onerror=alert(1)>\"'</p><script>alert(2)</script>"


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(load_messages("en"), load_catalogue())


@pytest.fixture(scope="module")
def basket(words: Words) -> Basket:
    return build_basket(words.catalogue)


def assert_inert(html: str) -> None:
    assert "onerror" in html
    assert "<img" not in html
    assert "<script" not in html
    assert 'x onerror=alert(1)>"' not in html


def test_a_card_is_inert(basket: Basket, words: Words) -> None:
    line = basket.lines[0]
    rules = tuple(
        replace(rule, source=HOSTILE, note=HOSTILE, legal_reference=HOSTILE, as_of=HOSTILE, confidence=HOSTILE,
                unit=HOSTILE, limit=1.0, category=HOSTILE, status=HOSTILE)
        for rule in line.check.answer.rules
    )  # fmt: skip
    answer = replace(line.check.answer, rules=rules, as_of=HOSTILE, confidence=HOSTILE, reasons=(HOSTILE,))
    check = replace(line.check, answer=answer, reasons=(Reason(code=HOSTILE, params={"source": HOSTILE}),))
    hostile = replace(line, offer=rename(line.offer, HOSTILE), check=check, reasons=(Reason(code=HOSTILE, params={}),))
    text = describe_line(hostile, basket.traveller, words)
    assert_inert(build_line(text, words))


def test_every_text_of_a_card_is_escaped(basket: Basket, words: Words) -> None:
    text = describe_line(basket.lines[0], basket.traveller, words)
    for field in fields(LineText):
        if isinstance(getattr(text, field.name), str) and field.name != "stars":
            shown = build_line(replace(text, **{field.name: HOSTILE}), words)
            assert "<img" not in shown, field.name


def test_a_stop_is_inert(basket: Basket, words: Words) -> None:
    line = basket.lines[0]
    offer = replace(rename(line.offer, HOSTILE), place_id="cv-nowhere")
    stop = group_by_stop(replace(basket, lines=(replace(line, offer=offer),)))[0]
    assert_inert(build_stop_head(stop, words, LIGHT))


def test_a_bar_is_inert_and_tells_readers_aloud(basket: Basket, words: Words) -> None:
    use = basket.limits[0]
    bar = describe_limit(replace(use, pool=replace(use.pool, source=HOSTILE)), basket.traveller, words)
    html = build_bar(replace(bar, label=HOSTILE))
    assert_inert(html)
    assert 'aria-valuenow="100"' in html
    assert "5 kg of 4 kg" in html
    unknown = build_bar(replace(bar, share=None))
    assert "aria-valuenow" not in unknown


def test_check_before_you_fly_stands_beside_every_verdict(basket: Basket, words: Words) -> None:
    for line in basket.lines:
        html = build_line(describe_line(line, basket.traveller, words), words)
        assert "rp-badge" in html
        assert "Check before you fly" in html.split("<details")[0]
        assert line.check.answer.as_of in html or "age unknown" in html
    resident = replace(basket.traveller, market=None)
    assert "rp-badge" not in build_line(describe_line(basket.lines[0], resident, words), words)
