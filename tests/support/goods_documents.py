"""Documents about the purchases of a small trip, made and read back by foreign programs."""

from __future__ import annotations

import csv
import dataclasses
import io
import unicodedata
from datetime import date
from typing import Any

import pypdf

from planner.model.basket import Basket
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.present.words import build_words
from planner.publish import BASKET_FORMATS, PUBLISHERS, publish
from tests.support.baskets import make_itinerary
from tests.unit.present.basket_samples import FIRST, SECOND, build_basket

PDFS = [name for name in BASKET_FORMATS if PUBLISHERS[name].suffix.endswith(".pdf")]
CSVS = [name for name in BASKET_FORMATS if PUBLISHERS[name].suffix.endswith(".csv")]


def make_trip(catalogue: Catalogue, market: str | None, **changes: Any) -> Itinerary:
    itinerary = make_itinerary(date(2027, 3, 12), days=[[FIRST], [SECOND]])
    request = itinerary.request.model_copy(update={"home_market": market, "title": "Hai ngày quanh Hà Nội"})
    basket = dataclasses.replace(build_basket(catalogue, market), **changes)
    return dataclasses.replace(itinerary, request=request, basket=basket)


def get_basket(itinerary: Itinerary) -> Basket:
    assert itinerary.basket is not None
    return itinerary.basket


def render(itinerary: Itinerary, catalogue: Catalogue, name: str, language: str = "en") -> bytes:
    return publish(itinerary, catalogue, [name], build_words(language, catalogue))[name]


def read_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in rows), "as many cells as columns"
    return rows


def read_pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content), strict=True).pages]


def read_text(content: bytes) -> str:
    return unicodedata.normalize("NFC", " ".join(read_pages(content)))
