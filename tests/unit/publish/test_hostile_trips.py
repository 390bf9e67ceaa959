"""A trip whose every free text is hostile, in every format: it opens, says what it says, and nothing in it acts."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from planner.catalogue import load_catalogue
from planner.costing import build_quote
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import Letterhead, ManualLine, Proposal, RateUnit
from planner.model.reason import Reason
from planner.present.words import build_words
from planner.publish import PUBLISHERS, PublishError, publish
from planner.publish.day_page import render_day_page
from tests.support.printed_trips import make_trip
from tests.unit.present.basket_samples import build_basket

EVIL: Final = (
    '=HYPERLINK("http://evil.example";1)</script><script>alert(1)</script></name>]]>&evil;<img src=x onerror=alert(2)>'
    "\u202e{{7*7}}\\n;,'\"`\r\nBEGIN:VALARM\r\nATTACH:http://evil.example\x00\x1b[2J{page}%s"
)
FREE: Final = frozenset({
    "name_vi", "name_en", "commune", "old_commune", "old_district", "province", "old_province", "status_note",
    "recognition", "notes", "source", "network", "software", "data_version", "label_vi", "label_en", "story_keywords",
    "certifications", "holidays", "verdict_limit", "verdict_sources", "verdict_as_of", "verdict_confidence",
    "price_source", "ocop_level", "place_name_vi", "opening_hours",
})  # fmt: skip
"""Fields that hold what people write, not codes of ours."""
TRIP_FORMATS: Final = [name for name in PUBLISHERS if name != "json"]
"""The plan itself is for programs, and keeps every character as JSON escapes it."""


def poison(value: Any, text: str = EVIL) -> Any:
    """Return a value with every free text in it replaced."""
    if isinstance(value, type) or not dataclasses.is_dataclass(value):
        return value
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.name in FREE and isinstance(held, str | None):
            changes[field.name] = text
        elif isinstance(held, tuple):
            changes[field.name] = tuple(text if field.name in FREE else poison(one, text) for one in held)
        else:
            changes[field.name] = poison(held, text)
    return dataclasses.replace(value, **changes)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def build(shipped: Catalogue, text: str = EVIL) -> tuple[Itinerary, Catalogue, Proposal]:
    trip = make_trip(shipped, (2, 1), title=text[:200])
    trip = dataclasses.replace(
        trip,
        basket=build_basket(shipped, "JP"),
        warnings=(*trip.warnings, Reason(code="why_recognition", params={"text": text}), Reason(code=text, params={})),
    )
    named = {
        field: {key: poison(one, text) for key, one in getattr(shipped, field).items()}
        for field in ("places", "lodgings", "gateways", "experiences", "products", "product_types")
    }
    catalogue = dataclasses.replace(shipped, **named)
    hostile = poison(trip, text)
    letterhead = Letterhead(name=text, address=text, phone=text, email=text, licence=text)
    by_hand = (ManualLine(label=text, unit=RateUnit.PER_GROUP, vnd=1_000),)
    quote = build_quote(catalogue, hostile, manual=by_hand)
    return hostile, catalogue, Proposal(client=text, letterhead=letterhead, quote=quote)


@pytest.fixture(scope="module")
def documents(shipped: Catalogue) -> dict[str, bytes]:
    itinerary, catalogue, proposal = build(shipped)
    return publish(itinerary, catalogue, PUBLISHERS, build_words("en", catalogue), proposal)


def is_hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf") and char not in "\r\n\t\ufeff"


class Page(HTMLParser):
    """Collects elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, frozenset[str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, frozenset(name for name, _ in attrs)))


def list_strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, one in value.items():
                yield key
                yield from list_strings(one)
        case list():
            for one in value:
                yield from list_strings(one)


def check_html(content: bytes, plain: bytes, _: Path) -> None:
    page = content.decode()
    assert sorted(Page(page).elements, key=str) == sorted(Page(plain.decode()).elements, key=str)
    assert not any(is_hidden(char) for char in re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL))


def check_xml(content: bytes, _: bytes, __: Path) -> None:
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(content).iter()}
    assert not tags & {"script", "img", "b"}
    assert not any(is_hidden(char) for char in content.decode())
    for element in ET.fromstring(content).iter("{http://www.opengis.net/kml/2.2}description"):
        assert not re.search(r"<(?!br>)", element.text or ""), "a description is HTML"


def check_calendar(content: bytes, plain: bytes, _: Path) -> None:
    kinds = [one.name for one in Calendar.from_ical(content).walk()]
    assert kinds == [one.name for one in Calendar.from_ical(plain).walk()]
    assert not re.search(rb"^(BEGIN:VALARM|ATTACH)", content, re.MULTILINE)
    assert not any(is_hidden(char) for char in content.decode())


def check_json(content: bytes, _: bytes, __: Path) -> None:
    assert not any(is_hidden(char) for text in list_strings(json.loads(content)) for char in text)


def check_json_ld(content: bytes, plain: bytes, folder: Path) -> None:
    check_json(content, plain, folder)
    assert b"<" not in content, "it may stand in a page"


def check_geopackage(content: bytes, _: bytes, folder: Path) -> None:
    path = folder / "trip.gpkg"
    path.write_bytes(content)
    with sqlite3.connect(path) as base:
        rows = [
            row for layer in ("stops", "legs", "nights", "gateways") for row in base.execute(f"SELECT * FROM {layer}")
        ]
    base.close()
    assert rows
    assert not any(is_hidden(char) for row in rows for cell in row if isinstance(cell, str) for char in cell)


def check_sheet(content: bytes, _: bytes, __: Path) -> None:
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" and "evil" in str(cell.value)]
    assert not [cell.value for cell in cells if cell.hyperlink is not None]
    assert any("evil" in str(cell.value) for cell in cells), "it is printed all the same"
    assert not any(is_hidden(char) for cell in cells for char in str(cell.value))


def check_csv(content: bytes, _: bytes, __: Path) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@＝＋－＠")]
    assert not any(is_hidden(char) for row in rows for cell in row for char in cell)


def check_pdf(content: bytes, _: bytes, __: Path) -> None:
    bare = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)  # packed letters may spell any word
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|AA|OpenAction|EmbeddedFile)\b", bare)


CHECKS: Final[dict[str, Callable[[bytes, bytes, Path], None]]] = {
    ".html": check_html,
    ".ics": check_calendar,
    ".gpx": check_xml,
    ".kml": check_xml,
    ".geojson": check_json,
    ".jsonld": check_json_ld,
    ".gpkg": check_geopackage,
    ".xlsx": check_sheet,
    ".csv": check_csv,
    ".pdf": check_pdf,
}


@pytest.fixture(scope="module")
def plain(shipped: Catalogue) -> dict[str, bytes]:
    itinerary, catalogue, proposal = build(shipped, "Chè Tân Cương")
    return publish(itinerary, catalogue, ("html", "ics"), build_words("en", catalogue), proposal)


@pytest.mark.parametrize("name", TRIP_FORMATS)
def test_nothing_acts(documents: dict[str, bytes], plain: dict[str, bytes], name: str, tmp_path: Path) -> None:
    suffix = "." + PUBLISHERS[name].suffix.rpartition(".")[2]
    CHECKS[suffix](documents[name], plain.get(name, b""), tmp_path)


def test_a_page_for_the_printer_has_the_elements_of_any_other(shipped: Catalogue) -> None:
    pages = []
    for text in (EVIL, "Chè Tân Cương"):
        itinerary, catalogue, _ = build(shipped, text)
        pages.append(render_day_page(itinerary, 0, build_words("en", catalogue)))
    hostile, plain = pages
    assert Page(hostile).elements == Page(plain).elements


def test_a_broken_format_leaves_all_others(shipped: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise ZeroDivisionError("no paper")

    names = ("gpx", "kml", "ics", "geojson", "jsonld", "packing-csv")
    itinerary, catalogue, proposal = build(shipped, "Chè Tân Cương")
    for broken in names:
        with monkeypatch.context() as patch:
            patch.setitem(PUBLISHERS, broken, dataclasses.replace(PUBLISHERS[broken], render=fail))
            with pytest.raises(PublishError) as caught:
                publish(itinerary, catalogue, names, build_words("en", catalogue), proposal)
        assert broken in str(caught.value)
        assert set(caught.value.failures) == {broken}
        assert set(caught.value.documents) == set(names) - {broken}
