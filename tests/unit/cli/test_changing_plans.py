"""``planner replan`` and ``planner alternatives`` as their users meet them."""

import json
from pathlib import Path

import pytest

from planner.model.itinerary import Itinerary, load_plan
from tests.support.command import make_plan, run, write_request

REQUEST = {
    "start": "gw-hanoi-old-quarter",
    "start_date": "2027-03-12",
    "days": 2,
    "pace": "relaxed",
    "interests": {"ceramics": 3, "silk": 2},
    "must_visit": ["cv-bat-trang-pottery-village"],
}
POTTERY = "cv-bat-trang-pottery-village"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plan(tmp_path_factory.mktemp("plans"), REQUEST, iterations=600)


def list_visits(plan: Itinerary) -> list[list[str]]:
    return [[visit.place_id for visit in day.visits] for day in plan.days]


def test_a_changed_plan_is_written_and_passes_the_referee(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    before = load_plan(saved.read_text(encoding="utf-8"))
    day = next(d for d, places in enumerate(list_visits(before)) if POTTERY in places)
    gone = next(place for places in list_visits(before) for place in places if place != POTTERY)
    target = tmp_path / "changed.json"
    code, text, _ = run(
        capsys, "replan", saved, "--lock", f"{POTTERY}@{day + 1}", "--drop", gone, "--out", target, "--lang", "en"
    )
    assert code == 0
    assert "removed" in text
    assert "stay on their day" in text
    after = load_plan(target.read_text(encoding="utf-8"))
    assert gone not in [place for places in list_visits(after) for place in places]
    begins = [[v.begin for v in plan.days[day].visits if v.place_id == POTTERY] for plan in (before, after)]
    assert begins[0] == begins[1]
    assert run(capsys, "check", target)[0] == 0


def test_without_edits_the_plan_is_what_it_was(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, text, _ = run(capsys, "replan", saved, "--json")
    assert code == 0
    assert text == saved.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "exit_code", "words"),
    [
        (("--lock", "cv-bat-trang-potery-village"), 2, "R022", ),
        (("--lock", f"{POTTERY}@7"), 2, "R021"),
        (("--lock", f"{POTTERY}@tuesday"), 2, "R021"),
        (("--move", POTTERY), 2, "R021"),
        (("--move", f"{POTTERY}=9"), 2, "R021"),
        (("--add", "cv-bat-trang-potery-village"), 2, "R011"),
        (("--drop", "nowhere"), 2, "R011"),
        (("--lock", POTTERY, "--drop", POTTERY), 2, "R021"),
        (("--add", "ts-ca-mau-cape-national-park"), 3, "P011"),
    ],
)  # fmt: skip
def test_edits_that_cannot_be_made_are_said_in_a_line(
    capsys: pytest.CaptureFixture[str], saved: Path, options: tuple[str, ...], exit_code: int, words: str
) -> None:
    code, out, err = run(capsys, "replan", saved, *options)
    assert code == exit_code
    assert out == ""
    assert words in err
    if exit_code == 2:
        assert err.count("\n") == 1


def test_an_impossible_edit_as_json_names_its_remedy(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, text, _ = run(capsys, "replan", saved, "--add", "ts-ca-mau-cape-national-park", "--json")
    assert code == 3
    (reason,) = json.loads(text)["error"]["reasons"]
    assert reason["remedy"]["code"] == "drop_must"


def test_three_plans_and_their_differences_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    request = write_request(tmp_path, REQUEST)
    folder = tmp_path / "three"
    code, text, _ = run(capsys, "alternatives", request, "--iterations", "400", "--out", folder)
    assert code == 0
    assert "of the places differ" in text
    data = json.loads((folder / "differences.json").read_text(encoding="utf-8"))
    assert len(data["plans"]) == 3
    for plan in data["plans"]:
        assert run(capsys, "check", folder / plan["file"])[0] == 0
    again = run(capsys, "alternatives", request, "--iterations", "400", "--json")
    assert json.loads(again[1]) == data


def test_alternatives_of_an_impossible_request(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    request = write_request(tmp_path, REQUEST | {"must_visit": ["ts-ca-mau-cape-national-park"]})
    code, _, err = run(capsys, "alternatives", request, "--iterations", "200")
    assert code == 3
    assert "P010" in err
