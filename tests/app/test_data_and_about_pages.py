"""The pages Data and About under Streamlit's own test runner."""

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.catalogue.trial import Trial, try_tables
from planner.present.languages import LANGUAGES, load_messages
from tests.app.pages import get_html
from ui import data_page, data_trial_view, resources
from ui.archive import pack_files
from ui.safe import plain

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT / "data" / "places" / "places.csv"


def open_alone(module: str, language: str = "en") -> AppTest:
    """Run one page as the app runs it, without planning a trip first."""
    script = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom ui import {module}\n{module}.draw_page()\n"
    page = AppTest.from_string(script, default_timeout=60)
    page.query_params["lang"] = language
    return page.run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", ["about_page", "data_page"])
def test_every_language(module: str, language: str) -> None:
    page = open_alone(module, language)
    assert not page.exception
    assert not page.error
    assert load_messages(language)(f"page.{module.removesuffix('_page')}") in get_html(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_says_who_sees_what_is_saved(language: str) -> None:
    assert load_messages(language)("method.shared") in get_html(open_alone("about_page", language))


def test_about_says_whose_the_archipelagos_are_and_how_old_the_data_is() -> None:
    html = get_html(open_alone("about_page"))
    assert "Quần đảo Hoàng Sa" in html
    assert "Quần đảo Trường Sa" in html
    assert "2026-" in html


def test_a_row_is_found_and_no_row_leads_on() -> None:
    page = open_alone("data_page")
    page.text_input(key="find-row").set_value("bát tràng").run()
    found = page.dataframe[0].value
    assert 0 < len(found) < 20
    assert any("Bát Tràng" in name for name in found["name_vi"])
    page.text_input(key="find-row").set_value("<script>nothing</script>").run()
    assert not page.exception
    assert load_messages("en")("data.no_rows") in [one.value for one in page.info]


def test_every_table_can_be_looked_at() -> None:
    page = open_alone("data_page")
    for name in page.selectbox(key="table").options:
        page.selectbox(key="table").select(name)
        page.run()
        assert not page.exception, name


def upload(name: str, content: bytes, language: str = "en") -> AppTest:
    page = open_alone("data_page", language)
    page.file_uploader(key="upload").upload(name, content).run()
    assert not page.exception
    return page


def test_a_good_table_becomes_an_overlay() -> None:
    page = upload("places.csv", PLACES.read_bytes())
    assert load_messages("en")("data.upload_fit") in [one.value for one in page.success]


def test_a_bad_table_is_told_row_by_row() -> None:
    lines = PLACES.read_text(encoding="utf-8").splitlines()
    page = upload("places.csv", "\n".join([*lines[:2], lines[2].replace(",", ",,", 1), ""]).encode())
    say = load_messages("en")
    assert say("data.upload_unfit") in [one.value for one in page.error]
    findings = page.dataframe[-1].value
    assert set(findings[say("data.finding_row")].dropna()) == {3}
    assert findings[say("data.finding_remedy")].str.len().min() > 0


def test_a_stranger_is_told_what_to_do() -> None:
    page = upload("<b>villages</b>.csv", b"id\n1\n")
    assert "places\\.csv" in page.error[0].value
    assert "<b>" not in page.error[0].value


def test_a_misnamed_file_does_not_hold_up_the_others() -> None:
    page = open_alone("data_page")
    files = [("villages.csv", b"id\n1\n", "text/csv"), ("places.csv", PLACES.read_bytes(), "text/csv")]
    page.file_uploader(key="upload").set_value(files).run()
    assert not page.exception
    (told,) = [one.value for one in page.error]
    assert "villages" in told
    assert load_messages("en")("data.upload_fit") in [one.value for one in page.success]


def test_of_two_files_of_one_table_the_second_is_told_of() -> None:
    page = open_alone("data_page")
    files = [("a/places.csv", PLACES.read_bytes(), "text/csv"), ("b/places.csv", b"id\n", "text/csv")]
    page.file_uploader(key="upload").set_value(files).run()
    assert not page.exception
    assert [one.value for one in page.error] == [plain(load_messages("en")("data.refused_twice", name="places.csv"))]
    assert load_messages("en")("data.upload_fit") in [one.value for one in page.success]


def test_a_cell_beyond_all_measure_is_told_and_breaks_nothing() -> None:
    page = upload("places.csv", b"id,name_vi\ncv-x," + b"x" * 140_000)
    assert load_messages("en")("data.upload_unfit") in [one.value for one in page.error]
    assert "C010" in set(page.dataframe[-1].value[load_messages("en")("data.finding_code")])


def test_tables_are_not_tried_again_at_every_touch_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def note(*asked: object) -> Trial:
        tried.append(asked)
        return Trial(tables=(), findings=())

    monkeypatch.setattr(data_trial_view, "try_tables", note)
    page = upload("places.csv", b"id\n1\n")
    page.text_input(key="find-row").set_value("hanoi").run()
    assert len(tried) == 1
    page.file_uploader(key="upload").set_value([("places.csv", b"id\n2\n", "text/csv")]).run()
    assert len(tried) == 2


def test_overlays_of_the_server_are_shown_and_tried_against(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header, first = PLACES.read_text(encoding="utf-8").splitlines()[:2]
    more = f"{header}\ncv-a-village-more,{first.partition(',')[2]}\n"
    (tmp_path / "places.csv").write_text(more, encoding="utf-8")
    monkeypatch.setenv(resources.OVERLAYS, str(tmp_path))
    page = open_alone("data_page")
    page.text_input(key="find-row").set_value("cv-a-village-more").run()
    assert list(page.dataframe[0].value["id"]) == ["cv-a-village-more"]
    page = upload("places.csv", more.encode())
    told = load_messages("en")("data.upload_table", path="places/places.csv", added=0, replaced=1)
    assert f"**{plain(told)}**" in [one.value for one in page.markdown]


def test_missing_columns_are_one_sentence_with_a_template() -> None:
    page = upload("places.csv", b"id,name_vi\ncv-x,X\n")
    told = [one.value for one in page.error if "province" in one.value]
    assert len(told) == 1
    labels = [button.proto.label for button in page.get("download_button")]
    assert load_messages("en")("data.template", name="places.csv") in labels


def test_problems_are_told_in_the_language_of_the_page() -> None:
    header, first = PLACES.read_text(encoding="utf-8").splitlines()[:2]
    say = load_messages("vi")
    cells = first.split(",")
    cells[header.split(",").index("lat")] = "north"
    page = upload("places.csv", f"{header}\n{','.join(cells)}\n".encode(), "vi")
    findings = page.dataframe[-1].value
    assert say("data.problem_C021") in set(findings[say("data.finding_problem")])
    assert any("north" in text for text in findings[say("data.finding_detail")])
    stranger = upload("villages.csv", b"id\n", "vi").error[0].value
    assert "không phải tên của một bảng" in stranger


def test_the_overlay_holds_the_tables_at_their_places() -> None:
    trial = try_tables({"places.csv": PLACES.read_bytes()})
    packed = pack_files({table.path: table.content for table in trial.tables})
    assert packed == pack_files({table.path: table.content for table in trial.tables})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["places/places.csv"]
        assert archive.read("places/places.csv") == PLACES.read_bytes()


def test_a_table_that_cannot_be_written_is_named_and_leaves_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("no ink")

    monkeypatch.setattr(data_page, "render_csv", fail)
    data_page._build_csv.clear()
    page = open_alone("data_page")
    assert not page.exception
    told = [one.value for one in page.warning if "no ink" in one.value]
    assert len(told) == 1
    assert plain("places.csv") in told[0]
    assert page.dataframe
