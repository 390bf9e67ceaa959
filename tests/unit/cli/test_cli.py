"""The command line as its users meet it: exit codes, one-line errors, JSON, files that are whole."""

import json
from pathlib import Path

import pytest

from tests.support.command import run, write_request

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
SHORT = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": 1, "interests": {"ceramics": 3}}


def write(tmp_path: Path, **changes: object) -> Path:
    return write_request(tmp_path, {**SHORT, **changes})


BAD_REQUESTS = {
    "unknown start": ({"start": "gw-hanoi-old-quartr"}, "R010", "gw-hanoi-old-quarter"),
    "unknown place": ({"must_visit": ["cv-bat-trang-potery"]}, "R011", "cv-bat-trang-pottery-village"),
    "unknown interest": ({"interests": {"ceramic": 3}}, "R012", "ceramics"),
    "unknown market": ({"home_market": "Japn"}, "G101", "JP"),
    "date outside the calendar": ({"start_date": "2190-01-01"}, "R014", "choose dates between"),
    "party too large": ({"vehicle": "car4", "party": {"adults": 9}}, "R015", "take van16"),
    "zero days": ({"days": 0}, "R002", "days"),
    "no such date": ({"start_date": "2027-02-30"}, "R002", "start_date"),
    "end before start": ({"day_start": "18:00", "day_end": "08:00"}, "R002", "must be later"),
    "misspelt field": ({"intrests": {}}, "R002", "did you mean interests"),
    "weight out of range": ({"interests": {"ceramics": 9}}, "R002", "interests.ceramics"),
    "lodging nobody knows": ({"days": 2, "lodging": "lo-nowhere"}, "R011", "lodging"),
    "night at a place": ({"days": 2, "lodging": "cv-bat-trang-pottery-village"}, "R016", "name a lodging"),
    "wanted and unwanted": (
        {"must_visit": ["cv-bat-trang-pottery-village"], "exclude": ["cv-bat-trang-pottery-village"]},
        "R002",
        "exclude",
    ),
    "pin after the trip": ({"pins": [{"place": "cv-bat-trang-pottery-village", "day": 3}]}, "R002", "day 3"),
}


@pytest.mark.parametrize("name", BAD_REQUESTS)
def test_bad_requests_get_one_line_and_exit_2(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes, code, words = BAD_REQUESTS[name]
    status, _, error = run(capsys, "plan", write(tmp_path, **changes))
    assert status == 2
    assert error.strip().count("\n") == 0
    assert error.startswith(code)
    assert words in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("text", "code"),
    [("{", "R001"), ("[1, 2]", "R001"), ("a: [1", "R001"), ("", "R001"), ("just words", "R001"), ("{}", "R002")],
)
def test_malformed_text_is_refused_with_its_place(
    text: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "request.json"
    path.write_text(text, encoding="utf-8")
    status, _, error = run(capsys, "plan", path)
    assert (status, error.split(" ")[0].rstrip(":")) == (2, code)
    assert "request.json" in error


def test_missing_binary_and_folder_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    for path in (tmp_path / "absent.json", tmp_path, binary):
        status, _, error = run(capsys, "plan", path)
        assert (status, error[:4]) == (2, "R003")


def test_yaml_says_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    as_json = tmp_path / "a.json"
    as_json.write_text(json.dumps(SHORT), encoding="utf-8")
    as_yaml = tmp_path / "b.yaml"
    as_yaml.write_text(
        "start: gw-hanoi-old-quarter\nstart_date: 2027-03-12\ndays: 1\ninterests: {ceramics: 3}\n", encoding="utf-8"
    )
    plans = []
    for path in (as_json, as_yaml):
        status, text, _ = run(capsys, "plan", path, "--iterations", 500, "--json")
        assert status == 0
        plans.append(text)
    assert plans[0] == plans[1]


def test_plan_check_and_publish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "out" / "plan.json"
    request = write(tmp_path, home_market="JP")
    status, text, _ = run(capsys, "plan", request, "--iterations", 500, "--out", plan, "--publish", "gpx")
    assert status == 0
    assert " stops, " in text
    assert (tmp_path / "out" / "plan.gpx").read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(path.name for path in plan.parent.iterdir()) == ["plan.gpx", "plan.json"]
    status, text, _ = run(capsys, "check", plan)
    assert (status, text.strip()) == (0, "0 violations")


def test_a_tampered_plan_is_caught(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.json"
    assert run(capsys, "plan", write(tmp_path), "--iterations", 500, "--out", plan)[0] == 0
    data = json.loads(plan.read_text(encoding="utf-8"))
    data["days"][0]["visits"][0]["price_vnd"] += 1
    plan.write_text(json.dumps(data), encoding="utf-8")
    status, text, _ = run(capsys, "check", plan, "--json")
    assert status == 2
    assert json.loads(text)["violations"]


def test_an_infeasible_trip_exits_3_with_a_change_that_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    must = ["cv-bat-trang-pottery-village"]
    status, text, _ = run(capsys, "plan", write(tmp_path, must_visit=must, budget_vnd_per_person=1000), "--json")
    assert status == 3
    error = json.loads(text)["error"]
    change = error["reasons"][0]["change"]
    assert error["reasons"][0]["reason"]["code"] == "inf_budget"
    status, _, _ = run(capsys, "plan", write(tmp_path, must_visit=must, **change), "--iterations", 500)
    assert status == 0


def test_the_words_of_an_infeasible_trip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far = write(tmp_path, must_visit=["ts-cai-rang-floating-market"])
    status, _, error = run(capsys, "plan", far)
    assert status == 3
    assert "Cai Rang" in error
    assert "remedy" in error


def test_carry_names_rule_source_date_and_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "carry", "fish_sauce", "--market", "AU", "--on", "2027-03-12")
    assert status == 0
    for word in ("DECLARE", "confidence", "as of", "source", "rule AU/fish_sauce"):
        assert word in text
    assert "before you fly" in text
    status, text, _ = run(capsys, "carry", "fish_sauce", "--market", "AU", "--json")
    answer = json.loads(text)
    assert (answer["verdict"], answer["carriage"]) == ("declare", "ask")
    assert "before you fly" in answer["check"]
    assert {rule["kind"] for rule in answer["rules"]} == {"border", "limit", "journey"}
    for rule in answer["rules"]:
        assert rule["source"]
        assert rule["as_of"]
        assert rule["confidence"] in ("low", "medium", "high")


def test_carry_knows_the_way_out_and_the_days_until_home(capsys: pytest.CaptureFixture[str]) -> None:
    by_air = json.loads(run(capsys, "carry", "dried_shrimp", "--market", "CN", "--json")[1])
    by_land = run(capsys, "carry", "dried_shrimp", "--market", "CN", "--from", "gw-huu-nghi-gate", "--json")[1]
    assert (by_air["carriage"], json.loads(by_land)["carriage"]) == ("ask", "hold")
    late, early = (
        json.loads(run(capsys, "carry", "fresh_fruit", "--market", "SG", "--days-until-home", days, "--json")[1])
        for days in ("11", "2")
    )
    assert (late["verdict"], early["verdict"]) == ("prohibited", "ok")


def test_carry_to_a_country_without_rules_is_unknown_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "carry", "tea", "--market", "Brazil")
    assert status == 0
    assert "UNKNOWN tea -> BR: ask customs" in text
    assert "no rules of this country are known here" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("fishsauce", "--market", "JP"), "R018"),
        (("fish_sauce", "--market", "Atlantis"), "G101"),
        (("fish_sauce", "--market", "JP", "--quantity", "-1"), "R007"),
        (("fish_sauce", "--market", "JP", "--quantity", "1001"), "R007"),
        (("fish_sauce", "--market", "JP", "--days-until-home", "-1"), "R007"),
        (("fish_sauce", "--market", "JP", "--adults", "0"), "R007"),
        (("fish_sauce", "--market", "JP", "--from", "gw-noibai"), "R010"),
        (("fish_sauce", "--market", "JP", "--on", "soon"), "R008"),
    ],
)
def test_carry_refuses_what_it_does_not_know(
    arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, error = run(capsys, "carry", *arguments)
    assert (status, error[:4]) == (2, code)


def test_interests_list_every_word_of_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert '"interests": {' in run(capsys, "interests")[1].splitlines()[-1]
    status, text, _ = run(capsys, "interests", "--json")
    assert status == 0
    known = {word for words in json.loads(text).values() for word in words}
    for path in EXAMPLES.glob("*.json"):
        assert set(json.loads(path.read_text(encoding="utf-8"))["interests"]) <= known


def test_matrix_writes_source_and_quality(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "matrix.csv"
    ids = "gw-hanoi-old-quarter,gw-noi-bai,cv-bat-trang-pottery-village"
    assert run(capsys, "matrix", "--places", ids, "--out", path)[0] == 0
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert header == "from,to,reachable,minutes,drive_min,km,quality,source"
    assert len(rows) == 6
    status, _, error = run(capsys, "matrix", "--places", "gw-nowhere", "--out", path)
    assert (status, error[:4]) == (2, "R011")


def test_check_data_passes_on_the_shipped_data_and_fails_on_a_folder_without_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text, _ = run(capsys, "check-data")
    assert status == 0
    assert "warnings: " in text
    assert run(capsys, "check-data", tmp_path)[0] == 2


def test_check_data_counts_the_rules_by_confidence_and_kind_of_source(capsys: pytest.CaptureFixture[str]) -> None:
    status, text, _ = run(capsys, "check-data", "--rules")
    assert status == 0
    for word in ("general", "knowledge", "address", "journal", "medium", "KR"):
        assert word in text
    *markets, total = json.loads(run(capsys, "check-data", "--rules", "--json")[1])["rules"]
    assert [row["market"] for row in markets][:3] == ["US", "EU", "GB"]
    assert total["market"] == "all"
    for row in (*markets, total):
        assert row["high"] + row["medium"] + row["low"] == row["rules"]
        assert row["address"] + row["journal"] + row["general_knowledge"] == row["rules"]
        assert row["undated"] <= row["stale"] <= row["rules"]
    for name in set(total) - {"market"}:
        assert total[name] == sum(row[name] for row in markets)
    assert total["rules"] == 714


def test_unknown_command_and_missing_argument_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "fly")[0] == 2
    assert run(capsys, "plan")[0] == 2
    assert run(capsys, "carry", "tea_green")[0] == 2


def test_publish_without_a_place_to_write_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "plan", write(tmp_path), "--publish", "gpx")[2][:4] == "R004"
    assert run(capsys, "plan", write(tmp_path), "--iterations", 10, "--seconds", 1)[2][:4] == "R005"
    assert run(capsys, "plan", write(tmp_path), "--publish", "docx", "--out", tmp_path / "p.json")[0] == 2


def test_a_plan_that_cannot_be_written_is_refused_before_the_search(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = write(tmp_path)
    for target in (tmp_path, request / "plan.json", ""):
        status, text, error = run(capsys, "plan", request, "--out", target)
        assert (status, text, error[:4]) == (2, "", "R019")
    status, _, error = run(capsys, "plan", request, "--out", tmp_path / "plan.gpx", "--publish", "gpx")
    assert (status, error[:4]) == (2, "R004")


def test_a_fault_of_ours_is_one_line_and_exit_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("nobody\nforesaw")

    monkeypatch.setattr("planner.catalogue.load_catalogue", fail)
    status, _, error = run(capsys, "interests")
    assert (status, error.count("\n"), error[:4]) == (1, 1, "P000")


def test_an_endless_name_is_quoted_in_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = run(capsys, "plan", write(tmp_path, start="x" * 100_000))
    assert status == 2
    assert len(error) < 1000
