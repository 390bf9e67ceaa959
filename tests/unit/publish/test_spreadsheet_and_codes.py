"""Cells that spreadsheets leave alone; codes that lead to what they say."""

import csv
import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.inert import neutralise
from planner.publish.qr import build_digital_link, build_qr, find_link
from planner.publish.spreadsheet import render_csv
from tests.unit.goods.goods_builders import make_product

VALID = "8934563138165"
"""An example with a right check digit, not the number of a product of the tables."""


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+84 912", "'+84 912"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        (" \u202e=1", "'=1"),
        ("＝1", "'＝1"),
        ('a";=1', "a\";'=1"),
        ("a,=1", "a,'=1"),
        ("Chè Tân Cương, 5 sao", "Chè Tân Cương, 5 sao"),
        ("5-8 ngày", "5-8 ngày"),
        ("a=b", "a=b"),
    ],
)
def test_formulas_are_disarmed_and_words_left_alone(text: str, safe: str) -> None:
    assert neutralise(text) == safe


@given(st.text())
def test_no_text_begins_like_a_formula_in_any_dialect(text: str) -> None:
    content = render_csv(["a", "b"], [["key", text]]).decode("utf-8-sig")
    for delimiter in ",;|":
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter):
            assert not any(cell.lstrip(' "')[:1] in tuple("=+-@＝＋－＠") for cell in row if cell), row


def test_numbers_stay_numbers_and_nothing_stays_nothing() -> None:
    content = render_csv(["n", "x", "t"], [[5, None, "é"], [-1.5, 0, ""]])
    assert content == '\ufeff"n","x","t"\r\n5,"","é"\r\n-1.5,0,""\r\n'.encode()


@pytest.mark.parametrize("gtin", [VALID, "08934563138165", "96385074"])
def test_a_digital_link_has_fourteen_digits(gtin: str) -> None:
    assert build_digital_link(gtin) == f"https://id.gs1.org/01/{gtin.zfill(14)}"


@pytest.mark.parametrize("gtin", ["8934563138166", "123", "", "89345631381x5", "=1+1"])
def test_a_wrong_number_is_no_link(gtin: str) -> None:
    with pytest.raises(ValueError, match="no GTIN"):
        build_digital_link(gtin)


def test_a_product_links_to_its_number_else_its_page_else_nowhere() -> None:
    plain = make_product()
    page = "https://maker.example/tea"
    assert find_link(None) is None
    assert find_link(plain) is None
    assert find_link(dataclasses.replace(plain, page=page)) == page
    assert find_link(dataclasses.replace(plain, gtin=VALID, page=page)) == f"https://id.gs1.org/01/0{VALID}"
    assert find_link(dataclasses.replace(plain, gtin="8934563138166", page=page)) == page
    assert find_link(dataclasses.replace(plain, gtin="8934563138166")) is None
    assert find_link(dataclasses.replace(plain, page="javascript:alert(1)")) is None


def test_a_code_is_square_with_a_quiet_zone() -> None:
    matrix = build_qr(build_digital_link(VALID))
    assert all(len(row) == len(matrix) for row in matrix)
    assert not any(any(row) for row in (*matrix[:4], *matrix[-4:]))
    assert matrix[4][4:11] == [1] * 7
