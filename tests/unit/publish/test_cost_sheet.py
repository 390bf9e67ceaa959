import dataclasses
import io

import pytest
from openpyxl import Workbook, load_workbook

from planner.costing import build_quote
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary
from planner.model.quote import CostKind, Letterhead, ManualLine, Proposal, QuoteTerms, Rate, RateUnit
from planner.model.travel import Vehicle
from planner.present.languages import load_messages
from planner.present.trip_name import name_trip
from planner.present.words import Words, build_words
from planner.publish.cost_sheet import render_cost_sheet
from tests.support.reckoner import Reckoner
from tests.unit.present.conftest import NIGHT, build_itinerary, with_name

TERMS = QuoteTerms(
    group_size=14, group_sizes=(6, 10, 30), free_places=1, markup_pct=17.35, per_room=3, has_guide=True, empty_km=40
)
RATES = (
    Rate(kind=CostKind.VEHICLE_KM, key="van16", unit=RateUnit.PER_KM, vnd=11_300),
    Rate(kind=CostKind.VEHICLE_DAY, key="van16", unit=RateUnit.PER_DAY, vnd=1_450_000),
    Rate(kind=CostKind.VEHICLE_DAY, key="bus29", unit=RateUnit.PER_DAY, vnd=2_700_000),
    Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=937_000),
    Rate(kind=CostKind.MEAL, unit=RateUnit.PER_PERSON, vnd=140_000),
    Rate(kind=CostKind.LODGING, key=NIGHT, unit=RateUnit.PER_ROOM_NIGHT, vnd=731_000),
)
MANUAL = (
    ManualLine(label="=cmd|' /C calc'!A0", unit=RateUnit.PER_PERSON, vnd=20_001),
    ManualLine(label="Flowers", unit=RateUnit.PER_GROUP, vnd=133_333, day=2),
)
SAY = {code: load_messages(code) for code in ("en", "vi")}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    from planner.catalogue import load_catalogue

    return load_catalogue()


@pytest.fixture(scope="module")
def itinerary(catalogue: Catalogue) -> Itinerary:
    return build_itinerary(catalogue)


@pytest.fixture(scope="module", params=["en", "vi"])
def words(request: pytest.FixtureRequest, catalogue: Catalogue) -> Words:
    return build_words(request.param, catalogue)


def build_proposal(catalogue: Catalogue, itinerary: Itinerary, terms: QuoteTerms = TERMS) -> Proposal:
    quote = build_quote(catalogue, itinerary, RATES, terms, MANUAL)
    letterhead = Letterhead(name="+Công ty\u202e", phone="-1")
    return Proposal(client="@client", letterhead=letterhead, quote=quote)


def open_book(content: bytes, *, is_reckoned: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=is_reckoned)


def list_formulas(book: Workbook) -> list[tuple[str, str]]:
    return [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "f"
    ]


@pytest.mark.parametrize("rates", [RATES, ()], ids=["rates", "no rates"])
def test_formulas_give_the_values_written_beside_them(
    catalogue: Catalogue, itinerary: Itinerary, words: Words, rates: tuple[Rate, ...]
) -> None:
    quote = build_quote(catalogue, itinerary, rates, TERMS, MANUAL)
    content = render_cost_sheet(itinerary, words, Proposal(quote=quote))
    book, written = open_book(content), open_book(content, is_reckoned=True)
    formulas = list_formulas(book)
    assert len(formulas) > 40
    reckoner = Reckoner(book)
    for sheet, address in formulas:
        found = written[sheet][address].value
        assert (found or "") == (reckoner.value(sheet, address) or ""), (sheet, address, book[sheet][address].value)


def test_prices_are_those_of_the_quote(catalogue: Catalogue, itinerary: Itinerary) -> None:
    proposal = build_proposal(catalogue, itinerary)
    assert proposal.quote is not None
    book = open_book(render_cost_sheet(itinerary, build_words("en", catalogue), proposal), is_reckoned=True)
    rows = [[cell.value for cell in row] for row in book["Prices"]["A4:K7"]]
    assert [(row[0], row[1], row[4], row[6], row[7], row[8], row[9]) for row in rows] == [
        (one.size, one.payers, one.vehicles, one.net_vnd, one.net_per_head_vnd, one.sell_per_head_vnd, one.sell_vnd)
        for one in proposal.quote.per_head
    ]
    assert [row[2] for row in rows][-1] == SAY["en"]("vehicle.coach45")
    assert rows[-1][5] is None
    assert [row[10] for row in rows] == ["complete", "complete", "complete", "prices missing: at least"]


def test_changed_cells_change_the_price_as_the_quote_would(catalogue: Catalogue, itinerary: Itinerary) -> None:
    content = render_cost_sheet(itinerary, build_words("en", catalogue), build_proposal(catalogue, itinerary))
    book = open_book(content)
    prices, costs = book["Prices"], book["Costs"]
    terms_row = next(row for row in range(5, 20) if prices.cell(row, 1).value == "Markup")
    for offset, value in enumerate((0.25, 2, 2, 5000)):
        prices.cell(terms_row + offset, 2).value = value
    guide_row = next(row for row in range(2, 40) if costs.cell(row, 2).value == "Guide")
    costs.cell(guide_row, 9).value = 1_000_000
    prices.cell(7, 6).value = 9_000_000
    rates = [rate for rate in RATES if rate.kind != CostKind.GUIDE]
    rates.append(Rate(kind=CostKind.GUIDE, unit=RateUnit.PER_DAY, vnd=1_000_000))
    rates.append(Rate(kind=CostKind.VEHICLE_DAY, key="coach45", unit=RateUnit.PER_DAY, vnd=4_500_000))
    terms = dataclasses.replace(TERMS, free_places=2, markup_pct=25, per_room=2, rounding_vnd=5000)
    wanted = build_quote(catalogue, itinerary, rates, terms, MANUAL)
    reckoner = Reckoner(book)
    for row, price in enumerate(wanted.per_head, 4):
        assert reckoner.value("Prices", f"G{row}") == price.net_vnd
        assert reckoner.value("Prices", f"I{row}") == price.sell_per_head_vnd
    assert reckoner.value("Prices", "K7") == "complete"


def test_an_unknown_price_is_an_empty_cell(catalogue: Catalogue, itinerary: Itinerary, words: Words) -> None:
    quote = build_quote(catalogue, itinerary, (), TERMS)
    content = render_cost_sheet(itinerary, words, Proposal(quote=quote))
    book = open_book(content, is_reckoned=True)
    costs = book[words.messages("sheet.costs")]
    unknown = [row for row in costs.iter_rows(min_row=2) if row[10].value == words.messages("quote.source_unknown")]
    assert len(unknown) == sum(line.unit_vnd is None for line in quote.lines) > 0
    assert all(row[8].value is None and row[9].value in (None, "") for row in unknown)
    estimates = [row for row in costs.iter_rows(min_row=2) if row[10].value == words.messages("quote.source_estimate")]
    assert len(estimates) == sum(line.is_estimate for line in quote.lines) > 0
    told = [row[0].value for row in book[words.messages("sheet.assumptions")].iter_rows()]
    assert words.reason(quote.warnings[0]) in told


def test_hostile_text_is_inert(catalogue: Catalogue, itinerary: Itinerary) -> None:
    evil = '"Công ty" \'=HYPERLINK("http://x","y")\u202e'
    hostile = with_name(catalogue, itinerary.days[0].visits[0].place_id, evil)
    titled = dataclasses.replace(itinerary, request=itinerary.request.model_copy(update={"title": evil}))
    book = open_book(render_cost_sheet(titled, build_words("en", hostile), build_proposal(hostile, titled)))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert evil[:-1] in texts, "as it is written, without its control character"
    assert MANUAL[0].label in texts
    formulas = {book[sheet][at].value for sheet, at in list_formulas(book)}
    assert not [formula for formula in formulas if "cmd" in formula or "Công ty" in formula]
    assert not [text for text in texts if "\u202e" in text]
    assert not [formula for sheet, at in list_formulas(book) if "HYPERLINK" in (formula := book[sheet][at].value)]


def test_the_same_trip_gives_the_same_bytes(catalogue: Catalogue, itinerary: Itinerary, words: Words) -> None:
    proposal = build_proposal(catalogue, itinerary)
    assert render_cost_sheet(itinerary, words, proposal) == render_cost_sheet(itinerary, words, proposal)


def test_it_is_made_for_the_screen_and_for_paper(catalogue: Catalogue, itinerary: Itinerary) -> None:
    words = build_words("vi", catalogue)
    book = open_book(render_cost_sheet(itinerary, words, build_proposal(catalogue, itinerary)))
    assert book.sheetnames == ["Giá bán", "Chi phí", "Giả định"]
    assert [sheet.freeze_panes for sheet in book] == ["B4", "A2", "A2"]
    assert all(sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9 for sheet in book)
    assert all(sheet.column_dimensions["A"].width for sheet in book)
    assert book["Giá bán"]["I4"].number_format == "#,##0"
    markup = [row[1].number_format for row in book["Giá bán"].iter_rows() if row[0].value == "Tỷ lệ lãi cộng thêm"]
    assert markup == ["0.00%"]


def test_of_bicycles_each_guest_has_one(catalogue: Catalogue, itinerary: Itinerary) -> None:
    cycling = dataclasses.replace(
        itinerary, request=itinerary.request.model_copy(update={"vehicle": Vehicle.BICYCLE, "title": ""})
    )
    proposal = Proposal(quote=build_quote(catalogue, cycling))
    book = open_book(render_cost_sheet(cycling, build_words("en", catalogue), proposal), is_reckoned=True)
    assert [book["Prices"].cell(4, column).value for column in (1, 4, 5)] == [2, 1, 2]
    assert name_trip(cycling.request, build_words("en", catalogue)) in book["Prices"]["A1"].value


def test_without_a_quote_there_is_no_sheet(catalogue: Catalogue, itinerary: Itinerary) -> None:
    with pytest.raises(ValueError, match="no quote"):
        render_cost_sheet(itinerary, build_words("en", catalogue), Proposal())
