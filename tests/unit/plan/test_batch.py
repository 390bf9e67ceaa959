"""Reading a table of requests, and planning its rows one by one whatever befalls the others."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from planner.catalogue import load_catalogue
from planner.errors import NoFeasibleTripError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility, Itinerary
from planner.model.reason import Reason
from planner.model.request import Pace, TripRequest
from planner.model.travel import Vehicle
from planner.plan.batch import BATCH_COLUMNS, BatchFinding, BatchRow, BatchTableError, plan_batch, read_batch
from planner.present.batch import build_label
from planner.present.languages import load_messages
from planner.present.words import Words
from tests.unit.present.conftest import build_itinerary

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "requests.csv"
POTTERY, SILK = "cv-bat-trang-pottery-village", "cv-van-phuc-silk-village"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def write_table(**cells: str) -> str:
    given = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": "2", **cells}
    row = ",".join(f'"{cell}"' for cell in given.values())
    return f"{','.join(given)}\n{row}\n"


def read_one(catalogue: Catalogue, **cells: str) -> TripRequest:
    (row,), findings = read_batch(write_table(**cells), catalogue)
    assert findings == ()
    return row.request


def refuse_one(catalogue: Catalogue, **cells: str) -> BatchFinding:
    rows, (finding,) = read_batch(write_table(**cells), catalogue)
    assert rows == ()
    assert finding.row == 2
    assert finding.told is not None
    assert finding.advice is not None
    return finding


def test_every_field_of_a_request_has_a_column() -> None:
    flat = {name for name in TripRequest.model_fields if name != "party"}
    assert set(BATCH_COLUMNS) == {"name", "party.adults", "party.children", *flat}


def test_a_row_is_a_request(catalogue: Catalogue) -> None:
    cells = {
        "title": "Hà Nội, hai ngày", "end": "gw-noi-bai", "start_date": "12/3/2027", "day_start": "7:30:00",
        "day_starts": "2=05:30", "interests": "ceramics:3; food", "pace": "Relaxed", "party.adults": "12",
        "party.children": "2", "vehicle": "VAN16", "max_drive_h_per_day": "3,5", "budget_vnd_per_person": "2.500.000 ₫",
        "must_visit": f"{POTTERY};", "exclude": SILK, "visit_minutes": f"{POTTERY}=120",
        "pins": f"{POTTERY}@1@09:00", "lodging": "choose", "home_market": "JP", "luggage_kg_per_person": "10",
    }  # fmt: skip
    request = read_one(catalogue, **cells)
    assert request.start_date == dt.date(2027, 3, 12)
    assert (request.day_start, request.day_starts) == ("07:30", {2: "05:30"})
    assert request.interests == {"ceramics": 3, "food": 2}
    assert (request.party.adults, request.party.children) == (12, 2)
    assert (request.pace, request.vehicle, request.max_drive_h_per_day) == (Pace.RELAXED, Vehicle.VAN16, 3.5)
    assert request.budget_vnd_per_person == 2_500_000
    assert request.must_visit == (POTTERY,)
    assert request.visit_minutes == {POTTERY: 120}
    assert [(pin.place, pin.day, pin.at) for pin in request.pins] == [(POTTERY, 1, "09:00")]


def test_empty_cells_leave_the_defaults(catalogue: Catalogue) -> None:
    request = read_one(catalogue, end="", interests="", vehicle="")
    assert request == TripRequest(start="gw-hanoi-old-quarter", start_date=dt.date(2027, 3, 12), days=2)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"start": ""}, "start", "R002"),
        ({"start": "gw-nowhere"}, "start", "R010"),
        ({"start_date": "31/2/2027"}, "start_date", "R041"),
        ({"start_date": "1701-01-01"}, "start_date", "R014"),
        ({"days": "two"}, "days", "R041"),
        ({"days": "40"}, "days", "R002"),
        ({"party.adults": "0"}, "party.adults", "R002"),
        ({"party.adults": "30"}, "vehicle", "R015"),
        ({"interests": "ceramics:9"}, "interests", "R002"),
        ({"interests": "ceramics:much"}, "interests", "R041"),
        ({"interests": "cermics:2"}, "interests", "R012"),
        ({"vehicle": "tank"}, "vehicle", "R002"),
        ({"must_visit": "cv-nothing"}, "must_visit", "R011"),
        ({"pins": POTTERY}, "pins", "R041"),
        ({"pins": f"{POTTERY}@9"}, "", "R002"),
        ({"day_starts": "2:05:30"}, "day_starts", "R041"),
        ({"max_drive_h_per_day": "-1"}, "max_drive_h_per_day", "R041"),
        ({"budget_vnd_per_person": "1.5"}, "budget_vnd_per_person", "R041"),
        ({"title": "x" * 300}, "title", "R002"),
        ({"lodging": "choose;choose"}, "", "R002"),
    ],
)
def test_a_cell_at_fault_is_named(catalogue: Catalogue, cells: dict[str, str], column: str, code: str) -> None:
    finding = refuse_one(catalogue, **cells)
    assert (finding.column, finding.code) == (column, code)


def test_good_rows_stay_and_names_are_made_fit(catalogue: Catalogue) -> None:
    head = "name;start;start_date;days;colour;intrests\n"
    good = "gw-hanoi-old-quarter;2027-03-12;1;red;x\n"
    lines = (f"Đoàn Nhật/..;{good}", f";{good}", f"bad;gw-hanoi;{good[21:]}", f"con;{good}", f"doan nhat;{good}")
    rows, findings = read_batch((head + "".join(lines)).encode("utf-8-sig"), catalogue)
    assert [(row.row, row.name) for row in rows] == [(2, "doan-nhat"), (3, "row-0003"), (5, "row-0005-con")]
    found = [(one.row, one.column, one.code) for one in findings]
    assert found == [(1, "colour", "R042"), (1, "intrests", "R042"), (4, "start", "R010"), (6, "name", "R041")]
    assert findings[1].advice == Reason(code="batch_near", params={"choices": "interests"})


@pytest.mark.parametrize(
    "content",
    [b"", b"start,days\nx,1\n", b"\xff\xfe\xff", b'start,start_date,days\n"', b"start,start,start_date,days\n"],
)
def test_what_is_no_table_of_requests(catalogue: Catalogue, content: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_batch(content, catalogue, "requests.csv")
    assert caught.value.code == "R040"
    assert caught.value.remedy


def test_the_example_is_good(catalogue: Catalogue) -> None:
    rows, findings = read_batch(EXAMPLE.read_bytes(), catalogue)
    assert findings == ()
    assert len(rows) == 2


class FakePlanner:
    """Answers each title in its own way."""

    def __init__(self, itinerary: Itinerary) -> None:
        self.itinerary = itinerary
        self.asked: list[str] = []

    def plan(self, request: TripRequest, params: object = None, *, on_progress: object = None) -> Itinerary:
        self.asked.append(request.title)
        if request.title == "impossible":
            reason = Infeasibility(reason=Reason(code="too_far", params={"minutes": 9}), remedy=None, change=None)
            raise NoFeasibleTripError("P010", "no trip", reasons=(reason,))
        if request.title == "fault":
            raise ZeroDivisionError
        return self.itinerary


def list_rows(titles: Sequence[str]) -> list[BatchRow]:
    request = TripRequest(start="gw-hanoi-old-quarter", start_date=dt.date(2027, 3, 12), days=2)
    return [
        BatchRow(row=number, name=title, request=request.model_copy(update={"title": title}))
        for number, title in enumerate(titles, 2)
    ]


def test_a_row_that_fails_keeps_no_other_from_being_planned(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    itinerary = build_itinerary(catalogue)
    planner = FakePlanner(itinerary)
    rows = list_rows(["impossible", "fault", "kept", "good"])
    answers = list(plan_batch(planner, rows, find_kept=lambda row: itinerary if row.name == "kept" else None))  # type: ignore[arg-type]
    assert planner.asked == ["impossible", "fault", "good"]
    assert [answer.row.row for answer in answers] == [2, 3, 4, 5]
    assert [answer.itinerary is itinerary for answer in answers] == [False, False, True, True]
    codes = [None if answer.finding is None else answer.finding.code for answer in answers]
    assert codes == ["P010", "P000", None, None]
    (logged,) = caplog.records
    assert (logged.getMessage(), logged.exc_info and logged.exc_info[0]) == (
        "planning row 3 failed", ZeroDivisionError,
    ), "a fault of ours can be found"  # fmt: skip
    assert answers[0].finding is not None
    assert answers[0].finding.reasons[0].reason.code == "too_far"


def test_a_table_of_many_rows_is_refused(catalogue: Catalogue) -> None:
    content = io.StringIO()
    content.write("start,start_date,days\n")
    content.writelines("x,y,z\n" for _ in range(1_001))
    with pytest.raises(RequestError) as caught:
        read_batch(content.getvalue(), catalogue)
    assert caught.value.code == "R040"


FIVE = {
    "start": "gw-hue-city", "start_date": "31/2/2027", "days": "2", "vehicle": "tank", "interests": "gom:9;gốm nhỏ xíu",
    "party.adults": "0", "must_visit": "cv-nothing;Làng gốm Bát Tràng;cv-none",
}  # fmt: skip


def test_all_faults_of_a_row_are_told_at_once(catalogue: Catalogue) -> None:
    rows, findings = read_batch(write_table(**FIVE), catalogue, label=build_label(catalogue))
    assert rows == ()
    assert [(one.column, one.code) for one in findings] == [
        ("start", "R010"),
        ("start_date", "R041"),
        ("interests", "R012"),
        ("party.adults", "R002"),
        ("vehicle", "R002"),
        ("must_visit", "R011"),
        ("must_visit", "R011"),
    ]
    assert findings[0].advice is not None
    assert str(findings[0].advice.params["ids"]).split(";")[0] == "gw-hue"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_faults_are_told_in_words_with_what_may_stand_there(catalogue: Catalogue, language: str) -> None:
    words = Words(load_messages(language), catalogue)
    _, findings = read_batch(write_table(**FIVE), catalogue, label=build_label(catalogue))
    told = [f"{words.reason(one.told)} {words.reason(one.advice)}" for one in findings if one.told and one.advice]
    assert len(told) == len(findings)
    assert "(gw-hue)" in told[0]
    assert f"{words.messages('vehicle.van16')} (van16)" in told[4]
    for text in told:
        assert "?" not in text
        assert "Input should" not in text
        assert "schema" not in text


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("start", "Huế", "gw-hue"),
        ("start", "hue", "gw-hue"),
        ("start", "Phố cổ Hà Nội", "gw-hanoi-old-quarter"),
        ("end", "Noi Bai International Airport", "gw-noi-bai"),
        ("vehicle", "xe 16 chỗ", Vehicle.VAN16),
        ("vehicle", "bus_16", Vehicle.VAN16),
        ("vehicle", "XE MÁY", Vehicle.MOTORBIKE),
        ("pace", "thong thả", Pace.RELAXED),
        ("interests", "gốm:3", {"ceramics": 3}),
        ("interests", "Gốm sứ;am thuc:1", {"ceramics": 2, "food": 1}),
        ("must_visit", "Làng gốm Bát Tràng", (POTTERY,)),
        ("must_visit", "lang gom bat trang", (POTTERY,)),
    ],
)
def test_names_and_words_stand_for_ids(catalogue: Catalogue, column: str, text: str, value: object) -> None:
    (row,), findings = read_batch(write_table(**{column: text}), catalogue, label=build_label(catalogue))
    assert findings == ()
    assert getattr(row.request, column) == value


def test_a_name_of_several_places_is_asked_for(catalogue: Catalogue) -> None:
    names = Counter(one.name_vi for one in catalogue.located.values())
    twice = next(name for name, count in names.items() if count > 1)
    finding = refuse_one(catalogue, must_visit=twice)
    assert finding.told == Reason(code="batch_ambiguous", params={"value": twice})
    assert finding.advice is not None
    assert str(finding.advice.params["ids"]).count(";") >= 1


def test_a_word_of_several_interests_is_asked_for(catalogue: Catalogue) -> None:
    _, (finding,) = read_batch(write_table(interests="rượu"), catalogue, label=build_label(catalogue))
    assert finding.advice is not None
    assert finding.advice.code == "batch_which_interest"


def test_what_contradicts_is_told_once_the_cells_are_right(catalogue: Catalogue) -> None:
    cells = {"pins": f"{POTTERY}@9", "exclude": POTTERY}
    assert refuse_one(catalogue, **cells).told == Reason(code="batch_both", params={"ids": POTTERY})
    del cells["exclude"]
    assert refuse_one(catalogue, **cells).told == Reason(code="batch_no_such_day", params={"value": "9", "number": 2})
    _, findings = read_batch(write_table(**cells, vehicle="tank"), catalogue)
    assert [one.column for one in findings] == ["vehicle"]


def test_a_row_of_remarks_is_passed_over(catalogue: Catalogue) -> None:
    table = "name,start,start_date,days\n# for people,where,when,how long\none,Huế,2027-03-12,1\n"
    (row,), findings = read_batch(table, catalogue)
    assert (row.row, row.name, findings) == (3, "one", ())


def test_a_table_that_lacks_columns_says_which(catalogue: Catalogue) -> None:
    with pytest.raises(BatchTableError) as caught:
        read_batch("điểm đi,days\nHuế,2\n", catalogue, "yeucau.csv")
    assert caught.value.lacking == ("start", "start_date")
