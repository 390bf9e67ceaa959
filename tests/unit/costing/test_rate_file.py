import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest

from planner.amounts import parse_day, parse_vnd
from planner.catalogue import load_catalogue
from planner.costing import read_rates, render_rates_template
from planner.errors import RequestError
from planner.model.catalogue import Catalogue
from planner.model.quote import UNITS_OF, CostKind, Rate, RateUnit
from planner.present.codes import QUOTE_CODES
from tests.unit.present.conftest import FIRST, build_itinerary, with_name

ROOT = Path(__file__).resolve().parents[3]
HEADER = "kind,key,name,unit,vnd,from_date,to_date,note,source\n"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize(
    ("text", "vnd"),
    [
        ("0", 0),
        ("1200000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1 200 000", 1_200_000),
        ("1\u00a0200\u202f000 ₫", 1_200_000),
        ("1.200.000đ", 1_200_000),
        ("VND 900,000", 900_000),
        ("900.000 VNĐ", 900_000),
        ("1'200'000", 1_200_000),
        ("1.200.000,00", 1_200_000),
        ("1,200,000.0", 1_200_000),
        ("1200000.00", 1_200_000),
        ("350k", 350_000),
        ("350 nghìn", 350_000),
        ("350 ngàn đồng", 350_000),
        ("1,5 triệu", 1_500_000),
        ("2.25tr", 2_250_000),
        ("1.500", 1_500),
        ("90000 đồng", 90_000),
    ],
)
def test_amounts_as_people_write_them(text: str, vnd: int) -> None:
    assert parse_vnd(text) == vnd


@pytest.mark.parametrize(
    "text",
    [
        "",
        "free",
        "-5",
        "1.5",
        "12,5",
        "1.2.3",
        "1.200,000",
        "1,20,000",
        "12e5",
        "=1+1",
        "1200000.50",
        "١٢٣",
        "1..000",
        "1.800.00",
        "0,0005k",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        parse_vnd(text)


def test_days_stand_before_months() -> None:
    assert parse_day("3/4/2027") == parse_day("03-04-2027") == parse_day("2027-04-03") == dt.date(2027, 4, 3)
    for text in ("31/4/2027", "4/31/2027", "2027/4/3", "3/4/27", "tomorrow"):
        with pytest.raises(ValueError, match=r".+"):
            parse_day(text)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read(catalogue: Catalogue, mark: str, encoding: str) -> None:
    rows = [
        ["Kind", "key", "Price", "unit", "from", "to_date", "note", "source", "mine"],
        ["Vehicle_KM", "van16", "11.500", "per km", "1/10/2026", "2027-04-30", "Hợp đồng, năm", "fax", "?"],
        [],
        ["guide", "fr", "1,2 triệu", "", "", "", "", "", ""],
        ["entrance", FIRST, "0", "per_person", "", "", "'=free", "", ""],
        ["meal", "", "", "per_person", "", "", "", "", ""],
    ]
    written = io.StringIO()
    csv.writer(written, delimiter=mark).writerows(rows)
    rates, findings = read_rates(written.getvalue().encode(encoding), catalogue)
    assert findings == ()
    season = {"from_date": dt.date(2026, 10, 1), "to_date": dt.date(2027, 4, 30)}
    assert rates == (
        Rate(
            kind=CostKind.VEHICLE_KM, key="van16", unit=RateUnit.PER_KM, vnd=11_500, note="Hợp đồng, năm", source="fax",
            **season,
        ),
        Rate(kind=CostKind.GUIDE, key="fr", unit=RateUnit.PER_DAY, vnd=1_200_000),
        Rate(kind=CostKind.ENTRANCE, key=FIRST, unit=RateUnit.PER_PERSON, vnd=0, note="=free"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("car,,,,5", "kind", "rate_unknown_word"),
        ("guide,,,per_person,5", "unit", "rate_unknown_word"),
        ("guide,,,,five", "vnd", "rate_not_amount"),
        ("guide,,,,9000000000000", "vnd", "rate_too_high"),
        ("guide,,,,5,yesterday", "from_date", "rate_not_date"),
        ("guide,,,,5,2027-05-01,2027-04-01", "to_date", "rate_season"),
        ("entrance,cv-bat-trang-potery-village,,,5", "key", "rate_unknown_key"),
        ("vehicle_km,tank,,,5", "key", "rate_unknown_key"),
        ("other,,,,5", "key", "rate_unknown_key"),
        ("meal,,,,5", "key", "rate_twice"),
    ],
)
def test_a_bad_row_is_told_and_good_rows_stay(catalogue: Catalogue, row: str, column: str, code: str) -> None:
    rates, (finding,) = read_rates(f"{HEADER}meal,,,,60k\n{row}\nother,ferry,,,5000\n", catalogue)
    assert [rate.vnd for rate in rates] == [60_000, 5000]
    assert (finding.row, finding.column, finding.reason.code) == (3, column, code)
    for reason in (finding.reason, finding.remedy):
        assert tuple(reason.params) == QUOTE_CODES[reason.code]


def test_the_nearest_id_is_offered(catalogue: Catalogue) -> None:
    _, (finding,) = read_rates(f"{HEADER}entrance,cv-bat-trang-potery-village,,,5\n", catalogue)
    assert "cv-bat-trang-pottery-village" in str(finding.remedy.params["choices"])


def test_rows_are_counted_as_a_spreadsheet_does(catalogue: Catalogue) -> None:
    text = f'sep=,\n{HEADER}meal,,"two\nlines",,5000\n\nguide,,,,five\n'
    _, (finding,) = read_rates(text, catalogue)
    assert finding.row == 4


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe\xff", b"kind;key\nguide;\n", b"name,vnd\nx,5\n", b"PK\x03\x04\xff\x00", b'kind,vnd\n"guide,5\n',
        b"kind,vnd\n" + b"guide,5\n" * 5_002, b"kind,vnd\n" + b"x" * 4_000_001,
    ],
    ids=["empty", "odd utf-16", "no price", "no kind", "zip", "open quote", "too many rows", "too large"],
)  # fmt: skip
def test_what_is_no_table_of_rates(catalogue: Catalogue, content: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_rates(content, catalogue, "rates.csv")
    assert caught.value.code == "Q010"
    assert caught.value.remedy


def test_the_template_names_all_that_the_trip_pays_for(catalogue: Catalogue) -> None:
    itinerary = build_itinerary(catalogue)
    text = render_rates_template(catalogue, itinerary)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["kind"] for row in rows} >= {"workshop", "meal", "lodging", "vehicle_km", "vehicle_day", "guide"}
    assert len({(row["kind"], row["key"]) for row in rows}) == len(rows)
    assert all(row["vnd"] == "" for row in rows)
    assert read_rates(text, catalogue) == ((), ())
    filled = text.replace("per_person,,", "per_person,1.000,").replace("per_km,,", "per_km,1000,")
    rates, findings = read_rates(filled, catalogue)
    assert findings == ()
    assert len(rates) == sum(row["unit"] in ("per_person", "per_km") for row in rows)


def test_the_template_is_inert(catalogue: Catalogue) -> None:
    hostile = with_name(catalogue, FIRST, "=cmd|' /C calc'!A0\u202e")
    text = render_rates_template(hostile, build_itinerary(catalogue))
    assert "'=cmd" in text
    assert "\u202e" not in text


def test_the_manual_lists_every_kind_with_its_units() -> None:
    manual = (ROOT / "docs" / "studio.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.+) \|$", manual, re.MULTILINE)
    told = {kind: tuple(re.findall(r"`(\w+)`", units)) for kind, units in rows}
    assert told == {kind.value: tuple(unit.value for unit in units) for kind, units in UNITS_OF.items()}
