"""The template of a table of requests, the names that may stand in one, and how far a run over one is."""

import pytest

from planner.plan import PlanProgress
from planner.plan.batch import BATCH_COLUMNS, read_batch
from planner.present.batch import build_label
from ui import resources
from ui.studio_batch import find_share
from ui.studio_batch_table import build_template, find_example, list_names, pack_names, tell_column


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_template_is_read_as_it_stands(language: str) -> None:
    catalogue = resources.get_catalogue()
    content = build_template(resources.get_words(language))
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets recognise its letters"
    rows, findings = read_batch(content, catalogue, label=build_label(catalogue))
    assert findings == ()
    assert [row.name for row in rows] == ["craft-villages", "family-day", "early-market", "set-hour"]
    first, last = rows[0].request, rows[-1].request
    assert (first.start, first.end, first.vehicle) == ("gw-hanoi-old-quarter", "gw-noi-bai", "van16")
    assert first.interests == {"ceramics": 3, "painting": 2}
    assert first.must_visit == ("cv-bat-trang-pottery-village",)
    assert [(pin.place, pin.at) for pin in last.pins] == [("cv-van-phuc-silk-village", "09:00")]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_column_is_explained_and_every_name_has_its_id(language: str) -> None:
    words = resources.get_words(language)
    assert all(tell_column(column, words) for column in BATCH_COLUMNS)
    assert find_example("start", words) == words.name("gw-hanoi-old-quarter")
    ids = {row[1] for row in list_names(language)}
    assert {"gw-hue", "van16", "ceramics", "cv-bat-trang-pottery-village"} <= ids
    assert ids >= words.catalogue.places.keys() | words.catalogue.gateways.keys() | words.catalogue.lodgings.keys()
    assert pack_names(language).count(b"\r\n") == len(list_names(language)) + 1


def test_a_bar_moves_within_a_row() -> None:
    assert find_share(0, 2, None) == 0.0
    assert find_share(0, 2, PlanProgress("search", 50, 100, None)) == 0.25
    assert find_share(1, 2, PlanProgress("search", 100, 100, None)) == 1.0
    assert find_share(1, 2, PlanProgress("prepare", 0, 1, None)) == 0.5
