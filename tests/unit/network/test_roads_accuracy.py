"""The accuracy that is promised, by the very functions of the benchmark that prints it."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from planner.catalogue import find_data_dir, load_catalogue

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "roads_accuracy.py"
MANUAL = Path(__file__).parents[3] / "docs" / "network.md"
PAIRS = find_data_dir() / "validation" / "road_validation_pairs.csv"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("roads_accuracy", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_well_known_drives_are_within_the_limits(benchmark: ModuleType) -> None:
    compared = benchmark.compare_pairs(benchmark.load_pairs(PAIRS), load_catalogue())
    errors = benchmark.Errors.of(c.km_error_pct for c in benchmark.choose(compared, "well_known"))
    assert errors.n == 156
    assert errors.median_pct <= 5
    assert errors.p90_pct <= 12
    assert benchmark.is_within_limits(compared)
    assert len(benchmark.choose(compared, "coach_timetable")) == 56


def test_the_report_names_both_sets_and_each_region(benchmark: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main([]) == 0
    report = capsys.readouterr().out
    for word in ("well_known", "North", "Centre", "South", "coach_timetable", "within the limits"):
        assert word in report


def test_beyond_the_limits_the_script_fails(
    benchmark: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quoted lengths a fifth longer than they are."""
    wrong = tmp_path / "pairs.csv"
    head, *rows = PAIRS.read_text(encoding="utf-8").splitlines()
    column = head.split(",").index("expected_km")
    stretched = []
    for row in rows:
        cells = row.split(",")
        cells[column] = str(1.2 * float(cells[column]))
        stretched.append(",".join(cells))
    wrong.write_text("\n".join([head, *stretched]) + "\n", encoding="utf-8")
    assert benchmark.main(["--pairs", str(wrong)]) == 1
    assert "BEYOND" in capsys.readouterr().out


def test_expressways_are_left_out_where_the_quoted_length_is_older(benchmark: ModuleType) -> None:
    pairs = [pair for pair in benchmark.load_pairs(PAIRS) if pair.without_expressways]
    assert pairs
    catalogue = load_catalogue()
    ordinary = benchmark.compare_pairs(pairs, catalogue)
    full = benchmark.compare_pairs([replace(pair, without_expressways=False) for pair in pairs], catalogue)
    assert [c.hours for c in ordinary] == [c.hours for c in full]
    assert any(a.km != b.km for a, b in zip(ordinary, full, strict=True))


def test_errors_are_medians_of_absolute_values_and_bias_keeps_the_sign(benchmark: ModuleType) -> None:
    errors = benchmark.Errors.of([-10.0, None, 10.0, 30.0])
    assert (errors.n, errors.median_pct, errors.bias_pct) == (3, 10.0, 10.0)


def test_the_manual_shows_the_table_that_the_script_prints(benchmark: ModuleType) -> None:
    compared = benchmark.compare_pairs(benchmark.load_pairs(PAIRS), load_catalogue())
    table, _, _ = benchmark.format_report(compared).partition("\n\n")
    assert table in MANUAL.read_text(encoding="utf-8")
