"""Documents about purchases: read back by foreign programs, in both languages, with hostile names."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
from datetime import date
from itertools import pairwise

import pypdf
import pytest

from planner.catalogue import load_catalogue
from planner.errors import RequestError
from planner.model.basket import Carriage, Noted
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan, load_plan
from planner.model.market import VERDICT_ORDER, Verdict
from planner.present.words import build_words
from planner.publish import BASKET_FORMATS, PUBLISHERS, QUOTE_FORMATS, TRIP_FORMATS
from planner.publish.declaration import get_group
from planner.publish.fonts import UNPRINTABLE, make_printable
from tests.support.goods_documents import CSVS, PDFS, get_basket, make_trip, read_csv, read_pages, read_text, render
from tests.unit.present.basket_samples import FIRST, SECOND, build_line, build_offer


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def trip(catalogue: Catalogue) -> Itinerary:
    return make_trip(catalogue, "JP")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", PDFS)
def test_names_stand_on_paper_with_their_diacritics(
    trip: Itinerary, catalogue: Catalogue, name: str, language: str
) -> None:
    text = read_text(render(trip, catalogue, name, language))
    named = get_basket(trip).lines[0].offer.article
    assert named.name_vi in text
    assert "Hai ngày quanh Hà Nội" in text
    assert UNPRINTABLE not in text
    assert "□" not in text
    title = {"packing": "Danh sách đóng gói", "declaration": "Mang hàng về Nhật Bản: hỗ trợ khai hải quan"}
    if language == "vi" and name in title:
        assert title[name] in text


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_names_itself_its_language_and_its_pages(trip: Itinerary, catalogue: Catalogue, name: str) -> None:
    content = render(trip, catalogue, name, "vi")
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.root_object["/Lang"] == "vi"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == trip.request.dates[-1]
    pages = read_pages(content)
    assert all(f"Trang {number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))


@pytest.mark.parametrize("name", PDFS)
def test_every_font_is_embedded_and_only_in_part(trip: Itinerary, catalogue: Catalogue, name: str) -> None:
    content = render(trip, catalogue, name)
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            facts = font.get_object()
            if facts["/BaseFont"] == "/Helvetica":  # The library declares it on each page; no text is set in it.
                continue
            assert re.fullmatch(r"/[A-Z]{6}\+BeVietnamPro-\w+", facts["/BaseFont"])
            assert "/FontFile2" in facts["/FontDescriptor"]
    assert len(content) < 200_000


@pytest.mark.parametrize("name", BASKET_FORMATS)
def test_the_same_plan_gives_the_same_bytes(trip: Itinerary, catalogue: Catalogue, name: str) -> None:
    again = load_plan(dump_plan(trip))
    assert render(trip, catalogue, name) == render(again, catalogue, name)


def test_the_customs_help_says_on_every_page_what_it_is(catalogue: Catalogue) -> None:
    many = make_many(catalogue, 30)
    pages = read_pages(render(many, catalogue, "declaration"))
    assert len(pages) > 4
    for page in pages:
        assert "Check before you fly" in page
        assert "an aid, not an official form" in page


def make_many(catalogue: Catalogue, count: int, market: str = "EU") -> Itinerary:
    trip = make_trip(catalogue, market)
    basket = get_basket(trip)
    kinds = [kind.id for kind in catalogue.product_types.values() if kind.is_goods][:count]
    lines = [
        build_line(catalogue, build_offer(catalogue, kind, (FIRST, SECOND)[n % 2], 1 + n % 2), basket.traveller)
        for n, kind in enumerate(kinds)
    ]
    return dataclasses.replace(trip, basket=dataclasses.replace(basket, lines=tuple(lines)))


def test_each_rule_stands_with_its_source_date_and_confidence(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "EU")
    rows = {row["article_key"]: row for row in read_csv(render(trip, catalogue, "declaration-csv"))}
    text = read_text(render(trip, catalogue, "declaration"))
    for line in get_basket(trip).lines:
        answer, row = line.check.answer, rows[line.check.key]
        assert row["verdict"] == line.check.verdict
        assert row["rule_date"] == answer.as_of
        assert row["confidence"] == answer.confidence
        assert row["check"].startswith("Check before you fly")
        assert row["hs_code_unverified"].startswith("HS ")
        for source in answer.sources:
            assert source in row["sources"]
            assert squeeze(source) in squeeze(text)
    # How much the basket uses of a limit that it breaks, in the amount of the whole party.
    assert "5 kg of 4 kg" in text
    assert "2 kg" in text


def squeeze(text: str) -> str:
    """Text without white space: a long address is broken over lines."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("is_green", [True, False])
def test_nothing_that_is_not_surely_allowed_stands_among_the_allowed(
    trip: Itinerary, verdict: Verdict, is_green: bool
) -> None:
    check = dataclasses.replace(get_basket(trip).lines[0].check, verdict=verdict, is_green=is_green)
    group = get_group(check)
    assert (group == "green") == (is_green and verdict in VERDICT_ORDER[:2])
    if verdict in (Verdict.DECLARE, Verdict.PERMIT, Verdict.PROHIBITED):
        assert group == verdict


def test_values_come_in_home_money_roughly_with_the_age_of_the_rate(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    line = next(one for one in get_basket(trip).lines if one.check.key == "honey")
    price = line.offer.article.price_high_vnd
    assert price is not None
    rate = catalogue.exchange_rates["JPY"]
    yen = float(f"{3 * price / rate.vnd:.2g}")
    text = read_text(render(trip, catalogue, "declaration"))
    assert f"JPY {yen:,.0f}" in text
    assert "age unknown" in text
    row = next(r for r in read_csv(render(trip, catalogue, "declaration-csv")) if r["article_key"] == "honey")
    assert (row["home_currency"], row["rate_date"], row["is_value_estimate"]) == ("JPY", rate.as_of, "yes")


@pytest.mark.parametrize(
    ("market", "currency"), [("EU", "EUR"), ("FR", "EUR"), ("Japan", ""), ("KH", ""), ("US", "USD")]
)
def test_home_money_follows_the_country(catalogue: Catalogue, market: str, currency: str) -> None:
    trip = make_trip(catalogue, "EU" if market in ("EU", "FR") else "KH" if market == "Japan" else market)
    trip = dataclasses.replace(trip, request=trip.request.model_copy(update={"home_market": market}))
    rows = read_csv(render(trip, catalogue, "declaration-csv"))
    assert {row["home_currency"] for row in rows} == {currency}


@pytest.mark.parametrize("market", [None, "VN"])
def test_without_a_border_there_is_nothing_to_declare(catalogue: Catalogue, market: str | None) -> None:
    trip = make_trip(catalogue, "JP")
    basket = get_basket(trip)
    basket = dataclasses.replace(basket, traveller=dataclasses.replace(basket.traveller, market=market))
    request = trip.request.model_copy(update={"home_market": market})
    trip = dataclasses.replace(trip, basket=basket, request=request)
    assert "Japan" not in read_text(render(trip, catalogue, "declaration"))
    assert {row["verdict"] for row in read_csv(render(trip, catalogue, "declaration-csv"))} == {""}


def test_packing_goes_by_bags_and_marks_estimates(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    basket = get_basket(trip)
    ways = (Carriage.SHIP, Carriage.CABIN, Carriage.HOLD)
    lines = [
        dataclasses.replace(line, check=dataclasses.replace(line.check, carriage=way))
        for line, way in zip(basket.lines, ways, strict=True)
    ]
    trip = dataclasses.replace(trip, basket=dataclasses.replace(basket, lines=tuple(lines)))
    rows = read_csv(render(trip, catalogue, "packing-csv"))
    assert [row["bag"] for row in rows] == ["cabin", "hold", "ship"]
    teaset, honey = rows[0], rows[1]
    assert "double box" in teaset["how_to_pack"]
    assert "above 100 ml checked luggage only" in honey["how_to_pack"]
    typical_g = catalogue.product_types["honey"].typical_pack_g
    assert typical_g is not None
    assert (int(honey["content_g"]), honey["content_basis"]) == (3 * typical_g, "typical_of_kind")
    text = read_text(render(trip, catalogue, "packing"))
    assert text.index("Cabin luggage") < text.index("Have it shipped")
    assert "~ 1.5 kg" in text


def test_blades_are_never_packed_for_the_cabin(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    blade = next(kind.id for kind in catalogue.product_types.values() if kind.is_blade)
    line = build_line(catalogue, build_offer(catalogue, blade, FIRST), get_basket(trip).traveller)
    trip = dataclasses.replace(trip, basket=dataclasses.replace(get_basket(trip), lines=(line,)))
    assert (
        "sheathe and wrap it, checked luggage only"
        in read_csv(render(trip, catalogue, "packing-csv"))[0]["how_to_pack"]
    )


def test_the_record_names_makers_and_takes_what_was_noted(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    rows = {row["article_key"]: row for row in read_csv(render(trip, catalogue, "record-csv"))}
    named = get_basket(trip).lines[0].offer.article
    producer = catalogue.products[named.key].producer_id
    assert rows[named.key]["maker"] == build_words("en", catalogue).name(producer)
    assert rows["honey"]["maker"] == ""
    assert (rows["honey"]["paid_vnd"], rows["honey"]["vat_invoice"], rows["honey"]["is_noted"]) == ("", "ask", "no")
    noted = Noted(key="honey", place_id=FIRST, quantity=2, paid_vnd=310_000, on=date(2027, 3, 13), has_invoice=True)
    trip = make_trip(catalogue, "JP", noted=(noted,))
    row = next(r for r in read_csv(render(trip, catalogue, "record-csv")) if r["article_key"] == "honey")
    assert (row["packs"], row["paid_vnd"], row["date"], row["vat_invoice"]) == ("2", "310000", "2027-03-13", "yes")
    assert "₫310,000" in read_text(render(trip, catalogue, "record"))


def test_a_card_shows_stars_with_their_year_and_never_makes_up_an_address(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    text = read_text(render(trip, catalogue, "cards"))
    assert "OCOP 5 stars, certified 2025" in text
    assert text.count("No QR code") == 3
    assert "http" not in text
    assert "ask the maker" in text


def test_a_card_links_to_its_number_or_page_when_one_is_known(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    key = get_basket(trip).lines[0].offer.article.key
    for facts, link in (
        ({"gtin": "8934563138165"}, "https://id.gs1.org/01/08934563138165"),
        ({"page": "https://maker.example/p"}, "https://maker.example/p"),
    ):
        product = dataclasses.replace(catalogue.products[key], **facts)
        known = dataclasses.replace(catalogue, products={**catalogue.products, key: product})
        text = read_text(render(trip, known, "cards"))
        assert squeeze(link) in squeeze(text)
        assert text.count("No QR code") == 2


def test_an_article_bought_twice_has_one_card(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP")
    basket = get_basket(trip)
    other = dataclasses.replace(basket.lines[2].offer, place_id=SECOND, day=2)
    lines = (*basket.lines, dataclasses.replace(basket.lines[2], offer=other))
    trip = dataclasses.replace(trip, basket=dataclasses.replace(basket, lines=lines))
    assert read_text(render(trip, catalogue, "cards")).count("No QR code") == 3
    assert len(read_csv(render(trip, catalogue, "record-csv"))) == 4


def test_an_empty_basket_is_still_a_document(catalogue: Catalogue) -> None:
    trip = make_trip(catalogue, "JP", lines=())
    for name in PDFS:
        assert read_pages(render(trip, catalogue, name))
    for name in CSVS:
        assert read_csv(render(trip, catalogue, name)) == []


def test_formats_about_purchases_need_a_basket(trip: Itinerary, catalogue: Catalogue) -> None:
    bare = dataclasses.replace(trip, basket=None)
    with pytest.raises(RequestError, match="no basket") as caught:
        render(bare, catalogue, "packing")
    assert caught.value.code == "P103"
    assert {*TRIP_FORMATS, *BASKET_FORMATS, *QUOTE_FORMATS} == set(PUBLISHERS)


def test_printable_text_keeps_letters_and_marks_what_has_none() -> None:
    assert make_printable("Chè Shan tuyết Tà Xùa; mật ong bạc hà") == "Chè Shan tuyết Tà Xùa; mật ong bạc hà"
    assert make_printable(unicodedata.normalize("NFD", "Tiếng Việt")) == "Tiếng Việt"
    assert make_printable("ชา tea 🍵") == f"{UNPRINTABLE} tea {UNPRINTABLE}"
    assert len(make_printable("a" * 5000)) == 240
    assert make_printable("a" * 5000).endswith("…")


def test_every_letter_of_vietnamese_can_be_printed(catalogue: Catalogue) -> None:
    names = [one.name_vi for one in catalogue.products.values()] + [one.name_vi for one in catalogue.places.values()]
    unprintable = [name for name in names if UNPRINTABLE in make_printable(name)]
    assert unprintable == []


def test_days_stand_in_the_order_of_the_trip(catalogue: Catalogue) -> None:
    rows = read_csv(render(make_many(catalogue, 10), catalogue, "record-csv"))
    assert all(a["date"] <= b["date"] for a, b in pairwise(rows))
