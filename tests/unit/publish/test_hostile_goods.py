"""Documents about purchases with hostile names: every format opens, and nothing in it acts."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.model.basket import BasketLine
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.words import build_words
from planner.publish import BASKET_FORMATS, publish
from planner.publish.paper import MARGIN, WIDTH
from tests.support.goods_documents import CSVS, PDFS, get_basket, make_trip, read_csv, read_pages, render

LEADS = "=+-@＝＋－＠\t\r"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def trip(catalogue: Catalogue) -> Itinerary:
    return make_trip(catalogue, "JP")


HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    '";=1+1;"',
    "a,=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    "<b>bold</b> & <para>",
    "../../etc/passwd",
    "\u202egnp.exe\u202c",
    "שלום עולם",
    "\x00\x07\x1b[2J",
    "W" * 5000,
    "từ " * 1700,
    "🍜🏮" * 20,
    "{page} %s {0}",
    "日本の茶",
    "",
)


def rename(trip: Itinerary, name: str) -> Itinerary:
    basket = get_basket(trip)

    def change(line: BasketLine) -> BasketLine:
        article = dataclasses.replace(line.offer.article, name_vi=name, name_en=name, product_id=None)
        return dataclasses.replace(
            line, offer=dataclasses.replace(line.offer, article=article, place_id="pl-none", place_name_vi=name)
        )

    renamed = dataclasses.replace(basket, lines=tuple(change(line) for line in basket.lines))
    request = trip.request.model_copy(update={"title": name[:200]})
    return dataclasses.replace(trip, basket=renamed, request=request)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_names(trip: Itinerary, catalogue: Catalogue, name: str) -> None:
    check_hostile(rename(trip, name), catalogue)


@settings(max_examples=8)
@given(st.text(max_size=400))
@example("=" * 300)
def test_any_name_is_only_a_name(text: str) -> None:
    catalogue = load_catalogue()
    check_hostile(rename(make_trip(catalogue, "JP"), text), catalogue)


def check_hostile(itinerary: Itinerary, catalogue: Catalogue) -> None:
    documents = publish(itinerary, catalogue, BASKET_FORMATS, build_words("en", catalogue))
    for name in CSVS:
        for row in read_csv(documents[name]):
            assert not any(cell.lstrip()[:1] and cell.lstrip()[0] in LEADS for cell in row.values()), row
            assert not any(unicodedata.category(char) in ("Cc", "Cf") for cell in row.values() for char in cell)
        # A spreadsheet of another country splits at semicolons, whatever quotes stand in the middle.
        for line in documents[name].decode("utf-8-sig").splitlines():
            assert not any(part.lstrip(" \"'")[:1] in ("=", "@") for part in line.split(";")[1:] if "'" not in part[:3])
    for name in PDFS:
        check_margins(documents[name])


def check_margins(content: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
    assert len(reader.pages) < 12
    for page in reader.pages:
        found: list[float] = []
        page.extract_text(
            visitor_text=lambda text, matrix, tm, font, size, found=found: (
                found.append(tm[4] + matrix[4]) if text.strip() else None
            )
        )
        assert all(MARGIN - 7 <= x <= MARGIN + WIDTH + 1 for x in found)
        assert not any(action in page for action in ("/AA", "/Annots"))
    bare = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)  # packed letters may spell any word
    assert b"/JavaScript" not in bare
    assert b"/URI" not in bare


def test_endless_names_are_cut_on_paper_and_whole_in_the_table(trip: Itinerary, catalogue: Catalogue) -> None:
    endless = rename(trip, "W" * 5000)
    assert len(read_pages(render(endless, catalogue, "packing"))) == 2
    assert read_csv(render(endless, catalogue, "packing-csv"))[0]["article_vi"] == "W" * 5000
