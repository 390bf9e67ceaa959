"""Brochure and day sheets, read back by two foreign programs (pypdf, PDFium) in every language."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
from collections.abc import Iterator

import pypdf
import pypdfium2
import pytest

from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan, load_plan
from planner.model.quote import Proposal
from planner.present.languages import LANGUAGES
from planner.present.trip_name import name_trip
from planner.present.words import build_words
from planner.publish import NO_PROPOSAL, TRIP_FORMATS, publish
from planner.publish.book import FOOT, MARGIN, PAGE
from planner.publish.fonts import UNPRINTABLE
from tests.support.printed_trips import NET_VND, make_proposal, make_trip, rename

FORMATS = ("brochure", "daysheets")
Words = tuple[str, float, float, float, float]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def trip(catalogue: Catalogue) -> Itinerary:
    return make_trip(catalogue)


def render(
    itinerary: Itinerary, catalogue: Catalogue, name: str, language: str = "en", proposal: Proposal = NO_PROPOSAL
) -> bytes:
    return publish(itinerary, catalogue, [name], build_words(language, catalogue), proposal)[name]


def read_text(content: bytes) -> str:
    """Return the text as PDFium reads it, on one line."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    return flatten(" ".join(pages))


def flatten(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.replace("￾", "").split()))


def list_boxes(content: bytes) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Yield page number and left, bottom, right, top of every stretch of text."""
    for number, page in enumerate(pypdfium2.PdfDocument(content), start=1):
        text = page.get_textpage()
        for index in range(text.count_rects()):
            yield number, text.get_rect(index)


def check_margins(content: bytes, *, has_cover: bool) -> None:
    for number, (left, bottom, right, top) in list_boxes(content):
        if number == 1 and has_cover:
            assert 0 <= left <= right <= PAGE[0]
            assert 0 <= bottom <= top <= PAGE[1]
            continue
        # Two points for side bearings; closing marks of Chinese and Japanese may hang over the edge.
        assert left >= MARGIN - 2, (number, left)
        assert right <= PAGE[0] - MARGIN + 12, (number, right)
        assert bottom >= FOOT / 3, (number, bottom)
        assert top <= PAGE[1] - 10 * 2.83, (number, top)


def test_both_are_formats_of_every_trip() -> None:
    assert set(FORMATS) <= set(TRIP_FORMATS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_names_times_and_words_stand_on_paper(trip: Itinerary, catalogue: Catalogue, name: str, language: str) -> None:
    content = render(trip, catalogue, name, language)
    text, words = read_text(content), build_words(language, catalogue)
    for number, day in enumerate(trip.days, start=1):
        assert flatten(words.messages("day.tab", number=number)) in text
        for visit in day.visits:
            assert flatten(words.name(visit.place_id)) in text
            assert flatten(catalogue.places[visit.place_id].name_vi) in text
            assert f"{visit.begin:%H:%M}" in text
            assert f"{visit.leave:%H:%M}" in text
    assert flatten("Làng nghề quanh Hà Nội") in text
    assert flatten(words.messages("hours.unknown")) in text
    assert UNPRINTABLE not in text
    check_margins(content, has_cover=name == "brochure")


@pytest.mark.parametrize("language", ["vi", "ko"])
@pytest.mark.parametrize("name", FORMATS)
def test_each_map_says_whose_the_archipelagos_are(catalogue: Catalogue, name: str, language: str) -> None:
    short = make_trip(catalogue, (1, 1))
    content = render(short, catalogue, name, language)
    pages = [flatten(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(content)]
    with_map = [page for page in pages if "QuầnđảoHoàngSa(ViệtNam)" in page]
    assert all("QuầnđảoTrườngSa(ViệtNam)" in page for page in with_map)
    assert len(with_map) == len(short.days) + (name == "brochure")


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_names_itself_its_language_and_its_parts(trip: Itinerary, catalogue: Catalogue, name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(trip, catalogue, name, "vi")), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert "Làng nghề quanh Hà Nội" in reader.metadata.title
    assert reader.root_object["/Lang"] == "vi"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == trip.days[-1].date
    pages = {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline}
    words = build_words("vi", catalogue)
    for number, day in enumerate(trip.days, start=1):
        title = words.messages("day.heading", number=number, date=words.messages.date(day.date))
        assert flatten(words.messages("day.tab", number=number)) in flatten(reader.pages[pages[title]].extract_text())
    first = 1 if name == "brochure" else 0
    for number, page in list(enumerate(reader.pages, start=1))[first:]:
        assert f"Trang {number}/{len(reader.pages)}" in " ".join(page.extract_text().split())


@pytest.mark.parametrize("language", ["vi", "ja"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_trip_gives_the_same_bytes(trip: Itinerary, catalogue: Catalogue, name: str, language: str) -> None:
    again = load_plan(dump_plan(trip))
    assert render(trip, catalogue, name, language) == render(again, catalogue, name, language)


def test_a_brochure_tells_selling_prices_alone(trip: Itinerary, catalogue: Catalogue) -> None:
    place_id = trip.days[0].visits[0].place_id
    for language in ("en", "vi"):
        text = read_text(render(trip, catalogue, "brochure", language, make_proposal(place_id)))
        words = build_words(language, catalogue)
        money = words.messages.money
        assert flatten(money(9_130_000)) in text
        assert flatten(money(4 * 9_130_000)) in text
        assert flatten(money(6 * 9_130_000)) not in text, "a sum without its vehicle"
        assert flatten(words.messages("brochure.price_later")) in text
        for hidden in (NET_VND, NET_VND * 4, NET_VND * 2, 99_999, 54_321, 65_432, 4 * 54_321, 4 * 65_432, 120_000):
            assert flatten(money(hidden)) not in text
        assert "19.25" not in text
        assert "19,25" not in text
        assert flatten("hợp đồng mật") not in text
        assert flatten("Lữ hành Thử Nghiệm") in text
        assert flatten("Nguyễn Thị Hạnh") in text


@pytest.mark.parametrize("language", ["en", "vi", "ko"])
def test_a_guest_reads_nothing_of_how_the_plan_was_made(trip: Itinerary, catalogue: Catalogue, language: str) -> None:
    words = build_words(language, catalogue)
    told = {one.code: flatten(words.reason(one)).casefold() for one in trip.warnings}
    for proposal in (NO_PROPOSAL, make_proposal(trip.days[0].visits[0].place_id)):
        text = read_text(render(trip, catalogue, "brochure", language, proposal)).casefold()
        assert told["warn_hours_unknown"] in text
        assert told["warn_time_budget"] not in text
        assert told["warn_hours_typical"] not in text


def test_what_the_price_holds_what_is_open_and_what_is_not_in_it(trip: Itinerary, catalogue: Catalogue) -> None:
    proposal = make_proposal(trip.days[0].visits[0].place_id)
    text = read_text(render(trip, catalogue, "brochure", "en", proposal))
    included, rest = text.split("Included", 1)[1].split("Pricestillopen")
    still_open, missing = rest.split("Notincluded", 1)
    assert "Entrancetickets" in included
    assert "Nightsontheway" in included
    assert "Vehicleforthewholetrip" in still_open
    assert "Flightsandvisas" in missing
    assert "Guide" in missing
    assert "Driver" not in missing.split("Day1")[0], "comes with the vehicle"
    assert "includedintheprice" in text
    assert "from₫9,130,000" in text
    assert "Somepricesareestimates" not in text


def test_a_client_reads_the_price_of_the_own_group_alone_and_that_it_is_an_estimate(
    trip: Itinerary, catalogue: Catalogue
) -> None:
    proposal = make_proposal(trip.days[0].visits[0].place_id)
    assert proposal.quote is not None
    note = {code: flatten(build_words(code, catalogue).messages("brochure.price_estimate")) for code in LANGUAGES}
    assert note["en"] not in read_text(render(trip, catalogue, "brochure", "en", proposal))
    terms = dataclasses.replace(proposal.quote.terms, offered_sizes=())
    lines = (dataclasses.replace(proposal.quote.lines[0], is_estimate=True), *proposal.quote.lines[1:])
    alone = dataclasses.replace(proposal, quote=dataclasses.replace(proposal.quote, terms=terms, lines=lines))
    for language in LANGUAGES:
        words = build_words(language, catalogue)
        prices = read_text(render(trip, catalogue, "brochure", language, alone))
        assert flatten(words.messages.money(4 * 9_130_000)) in prices
        assert flatten(words.messages.money(2 * 9_130_000)) not in prices
        assert note[language] in prices


def test_without_an_offer_costs_are_an_estimate(trip: Itinerary, catalogue: Catalogue) -> None:
    text = read_text(render(trip, catalogue, "brochure"))
    assert "₫1,250,000" in text
    assert "Anestimateatthehighend,notanoffer" in text
    assert "about₫120,000perperson(estimate)" in text


def test_verdicts_stand_with_advice_date_and_numbered_source(trip: Itinerary, catalogue: Catalogue) -> None:
    text = read_text(render(trip, catalogue, "brochure"))
    assert "Carry-homemarksareforJapan.Checkbeforeyoufly" in text
    assert "Source:[1](" in text
    rules = text.split("Rulesforgoinghome")[1]
    cited = {source for day in trip.days for v in day.visits for p in v.products for source in p.verdict_sources}
    known = catalogue.source_references
    assert any(flatten(known.get(source, source)) in rules for source in cited)


def test_a_plain_trip_without_market_products_or_nights_is_printed(catalogue: Catalogue) -> None:
    bare = make_trip(catalogue, (1,), market=None, title="")
    visit = dataclasses.replace(bare.days[0].visits[0], products=(), why=(), experience_id=None)
    empty = dataclasses.replace(bare, days=(dataclasses.replace(bare.days[0], visits=(visit,)),))
    for name in FORMATS:
        text = read_text(render(empty, catalogue, name))
        assert flatten(name_trip(bare.request, build_words("en", catalogue))) in text
        assert "Carry-home" not in text


def test_a_day_without_stops_is_printed(catalogue: Catalogue) -> None:
    for name in FORMATS:
        check_margins(render(make_trip(catalogue, (2, 0, 1)), catalogue, name), has_cover=name == "brochure")


@pytest.mark.parametrize("name", FORMATS)
def test_fourteen_days_and_sixty_stops_are_printed(catalogue: Catalogue, name: str) -> None:
    long = make_trip(catalogue, (5, 4, 4, 5, 4, 4, 4, 5, 4, 4, 4, 5, 4, 4))
    content = render(long, catalogue, name)
    text = read_text(content)
    for place_id in long.place_ids:
        assert flatten(catalogue.places[place_id].name_vi) in text
    check_margins(content, has_cover=name == "brochure")
    if name == "daysheets":
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 14, "one page a day"


def test_a_day_too_long_for_a_page_goes_on_in_large_letters(catalogue: Catalogue) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(make_trip(catalogue, (9, 2)), catalogue, "daysheets")))
    assert len(reader.pages) == 3
    first, second, last = (flatten(page.extract_text()) for page in reader.pages)
    assert "Day1/2" in second, "the next page says whose it is"
    assert "Day2/2" not in first + second
    assert "Day2/2" in last


def test_a_night_of_unknown_price_is_not_free(trip: Itinerary, catalogue: Catalogue) -> None:
    nights = [dataclasses.replace(stay, price_low_vnd=0, price_high_vnd=0) for stay in trip.lodging]
    text = read_text(render(dataclasses.replace(trip, lodging=tuple(nights)), catalogue, "brochure"))
    assert "₫0" not in text


HOSTILE = (
    "<b>x</b><font size=99>&amp;</font><para><script>alert(1)</script>",
    "‮gnp.exe‬⁦x⁩\x00\x07\x1b[31m",
    "W" * 400,
    "Ế" * 300 + " " + "漢" * 300,
    "=HYPERLINK(1) ../../etc/passwd %s {page} {0} ${x}",
    "🏺 ชา ﷽ \U000e0041",
)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_are_inert(catalogue: Catalogue, name: str, hostile: str) -> None:
    trip = make_trip(catalogue, (2, 1), title=hostile[:200])
    renamed = rename(catalogue, trip, hostile)
    proposal = make_proposal(trip.days[0].visits[0].place_id, client=hostile)
    assert proposal.letterhead is not None
    letterhead = dataclasses.replace(proposal.letterhead, name=hostile, phone=hostile, address=hostile)
    content = render(trip, renamed, name, "en", dataclasses.replace(proposal, letterhead=letterhead))
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
    assert not any(action in page for page in reader.pages for action in ("/AA", "/Annots"))
    bare = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)  # packed letters may spell any word
    assert b"/JavaScript" not in bare
    assert b"/URI" not in bare
    check_margins(content, has_cover=name == "brochure")
    text = read_text(content)
    assert not any(char in text for char in "\x00\x07\x1b‮⁦")
    if hostile.startswith("<b>"):
        assert "<b>x</b><fontsize=99>" in text, "printed as it stands"
