"""What lies in a data directory, and tables on trial."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest

from planner.catalogue import load_catalogue
from planner.catalogue.inventory import list_tables, measure_knowledge, read_rows
from planner.catalogue.loading import SHIPPED_DATA
from planner.catalogue.trial import EDITED, gather_tables, list_first_rows, render_template, try_tables
from planner.catalogue.uploads import MAX_BYTES, UploadError, read_upload
from planner.errors import CatalogueError, RequestError
from planner.model.catalogue import Catalogue

PLACES = SHIPPED_DATA / "places" / "places.csv"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_every_table_says_how_old_it_is_and_whose() -> None:
    tables = list_tables()
    assert len(tables) >= 30
    for table in tables:
        assert table.date, table.name
        assert table.licences, table.name
        assert table.sources, table.name
    places = next(table for table in tables if table.name == "places")
    assert {"lon", "lat"} <= {column.name for column in places.columns}


def test_rows_are_shown_as_written(catalogue: Catalogue) -> None:
    places = next(table for table in list_tables() if table.name == "places")
    rows = read_rows(places)
    assert [row["id"] for row in rows] == list(catalogue.places)
    assert set(rows[0]) == {column.name for column in places.columns}


def test_a_broken_descriptor_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        list_tables(tmp_path)
    assert caught.value.remedy


def test_what_is_known_is_counted(catalogue: Catalogue) -> None:
    known = {row.what: row for row in measure_knowledge(catalogue)}
    assert known["routable"].known == sum(place.is_routable for place in catalogue.places.values())
    assert known["point"].known < known["routable"].known
    assert known["stars"].total == len(catalogue.products)
    assert all(0 <= row.known <= row.total for row in known.values())


def make_row(**changes: str) -> bytes:
    """The table of places with one row, that of the first shipped place with changes."""
    header, first = PLACES.read_text(encoding="utf-8").splitlines()[:2]
    row = dict(zip(header.split(","), next(csv.reader([first])), strict=True)) | changes
    written = io.StringIO()
    writer = csv.DictWriter(written, header.split(","), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return written.getvalue().encode()


def test_a_good_row_fits() -> None:
    trial = try_tables({"my folder/places.csv": make_row(id="cv-a-village-more", name_vi="Làng Mới")})
    assert trial.is_fit
    assert [(table.path, table.added, table.replaced) for table in trial.tables] == [("places/places.csv", 1, 0)]
    assert try_tables({"places.csv": make_row()}).tables[0].replaced == 1


def test_a_bad_row_is_named_with_what_to_do() -> None:
    trial = try_tables({"places.csv": make_row(id="cv-x", lat="north", province="Nowhere")})
    assert not trial.is_fit
    found = {(finding.column, finding.row) for finding in trial.findings if finding.severity == "error"}
    assert {("lat", 2), ("province", 2)} <= found
    assert all(finding.remedy for finding in trial.findings)


def test_what_the_shipped_tables_are_warned_of_is_not_told_again() -> None:
    assert try_tables({"places.csv": PLACES.read_bytes()}).findings == ()


@pytest.mark.parametrize("name", ["../../etc/passwd", "villages.csv", "", "places.csv\x00"])
def test_a_stranger_is_refused(name: str) -> None:
    with pytest.raises(RequestError) as caught:
        try_tables({name: b"id\n"})
    assert caught.value.code == "R030"
    assert "places.csv" in caught.value.remedy


def test_a_refusal_names_the_tables_that_people_edit() -> None:
    tables, refused = gather_tables([("folder/villages.csv", b"id\n"), ("folder/places.csv", b"id\n")])
    assert tables == {"places.csv": b"id\n"}
    assert [(error.kind, error.name) for error in refused] == [("unknown_table", "villages.csv")]
    assert all(f"{name}.csv" in refused[0].remedy for name in EDITED)
    assert "road_legs" not in refused[0].remedy


def test_of_two_files_of_one_table_the_second_is_refused() -> None:
    tables, refused = gather_tables([("a/places.csv", b"id\na\n"), ("b/places.csv", b"id\nb\n")])
    assert tables == {"places.csv": b"id\na\n"}
    assert [(error.kind, error.name) for error in refused] == [("twice", "places.csv")]
    with pytest.raises(UploadError, match="twice"):
        try_tables({"a/places.csv": b"id\n", "b/places.csv": b"id\n"})


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """One village more than the shipped tables have."""
    (tmp_path / "places.csv").write_bytes(make_row(id="cv-a-village-more", name_vi="Làng Mới"))
    return tmp_path


def test_rows_of_overlays_are_shown(catalogue: Catalogue, overlay: Path) -> None:
    places = next(table for table in list_tables() if table.name == "places")
    rows = read_rows(places, overlay)
    assert [row["id"] for row in rows] == [*catalogue.places, "cv-a-village-more"]
    assert rows[-1]["name_vi"] == "Làng Mới"


def test_tables_are_tried_over_the_overlays(overlay: Path) -> None:
    goods = "village_goods.csv"
    header, first = (SHIPPED_DATA / "goods" / goods).read_text(encoding="utf-8").splitlines()[:2]
    more = f"{header}\ncv-a-village-more,{first.partition(',')[2]}\n".encode()
    assert {finding.code for finding in try_tables({goods: more}).findings} >= {"C030"}  # no such village without it
    assert "C030" not in {finding.code for finding in try_tables({goods: more}, overlay).findings}
    again = make_row(id="cv-a-village-more", name_vi="Làng Mới")
    assert try_tables({"places.csv": again}, overlay).tables[0].replaced == 1
    assert try_tables({"places.csv": again}).tables[0].added == 1


@pytest.mark.parametrize("name", EDITED)
def test_a_template_lacks_no_column(name: str) -> None:
    assert try_tables({f"{name}.csv": render_template(name)}).findings == ()


def test_a_giant_is_refused() -> None:
    with pytest.raises(RequestError, match="bytes"):
        try_tables({"places.csv": b"x" * (MAX_BYTES + 1)})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"id\n\x00\n",
        b'id,"name\n',
        b"\xef\xbb\xbfid\n1\n",
        pytest.param(b"id\n" + b"x" * 140_000, id="a cell longer than the reader takes"),
    ],
)
def test_rubbish_is_findings_not_a_crash(content: bytes) -> None:
    trial = try_tables({"places.csv": content})
    assert not trial.is_fit
    assert trial.findings
    assert len(list_first_rows(content, 5)) <= 1


def test_a_workbook_gives_a_table_for_each_sheet() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "products"
    sheet.append(["id", "name_vi", "ocop_stars", "since", "is_new"])
    sheet.append(["op-1", "Chè Tân Cương", 4, dt.date(2025, 3, 1), True])
    book.create_sheet("empty")
    saved = io.BytesIO()
    book.save(saved)
    tables = read_upload("mine.XLSX", saved.getvalue())
    assert tables == {
        "products.csv": "id,name_vi,ocop_stars,since,is_new\nop-1,Chè Tân Cương,4,2025-03-01,true\n".encode()
    }


def test_points_of_geojson_become_columns() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [105.9, 20.9]},
        "properties": {"id": "cv-x", "tags": ["a", "b"]},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    tables = read_upload("places.geojson", json.dumps(collection).encode())
    assert tables == {"places.csv": b"id,tags,lon,lat\ncv-x,a;b,105.9,20.9\n"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("places.xlsx", b"no workbook"),
        ("places.geojson", b"{"),
        ("places.geojson", b"[]"),
        ("places.geojson", b'{"features": [{"geometry": {"type": "LineString", "coordinates": []}}]}'),
        ("places.geojson", b'{"features": 3}'),
        ("places.geojson", b'{"features": ["no object"]}'),
        ("places.geojson", b'{"features": [{"properties": 7, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}'),
        ("places.csv", b"x" * (MAX_BYTES + 1)),
        ("places.exe", b""),
        ("places", b""),
    ],
)
def test_what_cannot_be_read_is_said(name: str, content: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_upload(name, content)
    assert caught.value.code == "R030"
    assert caught.value.remedy


@pytest.mark.parametrize("cell", ["XFD1048576", "CV1048576"])
def test_a_small_workbook_that_unpacks_to_gigabytes_is_refused(cell: str) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active[cell] = "id", "x"
    saved = io.BytesIO()
    book.save(saved)
    assert len(saved.getvalue()) < 10_000
    with pytest.raises(UploadError) as caught:
        read_upload("places.xlsx", saved.getvalue())
    assert caught.value.kind == "too_large"


def test_two_sheets_of_one_name_are_refused() -> None:
    book = openpyxl.Workbook()
    for name in ("places", "places "):
        book.create_sheet(name).append(["id"])
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(UploadError, match="same name"):
        read_upload("places.xlsx", saved.getvalue())
