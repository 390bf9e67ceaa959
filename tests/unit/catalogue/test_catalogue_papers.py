"""The tables have papers: schemas, keys, sources and licences that agree with the files and the documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from planner.catalogue import CODES, find_data_dir
from planner.catalogue.loading import SHIPPED_DATA
from planner.catalogue.schema import Package, load_package

DOCUMENT = SHIPPED_DATA.parent / "docs" / "catalogue-codes.md"
TYPES = {"string", "integer", "number", "boolean", "date", "list"}


@pytest.fixture(scope="module")
def descriptor() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((find_data_dir() / "datapackage.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def package() -> Package:
    return load_package(find_data_dir())


def test_codes_and_document_agree() -> None:
    rows = re.findall(
        r"^\| (C\d{3}) \| (\w+) \| (.+?) \| (.+?) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert rows == [(code, entry.severity, entry.meaning, entry.remedy) for code, entry in CODES.items()]


def test_every_file_is_in_the_package(descriptor: dict[str, Any]) -> None:
    data = find_data_dir()
    files = {str(path.relative_to(data)) for path in data.rglob("*") if path.suffix in {".csv", ".json", ".geojson"}}
    assert files - {"datapackage.json"} == {resource["path"] for resource in descriptor["resources"]}


def test_every_resource_has_papers(descriptor: dict[str, Any]) -> None:
    for resource in descriptor["resources"]:
        assert resource["title"]
        assert resource["description"].endswith(".")
        assert resource["method"].endswith(".")
        assert re.fullmatch(r"\d{4}-\d{2}", resource["date"])
        assert all(source["title"] for source in resource["sources"])
        assert resource["sources"]
        assert {licence["name"] for licence in resource["licenses"]} <= {"CC-BY-4.0", "MIT"}
        assert resource["licenses"]
    names = [resource["name"] for resource in descriptor["resources"]]
    assert len(names) == len(set(names))


def test_every_field_is_described(descriptor: dict[str, Any]) -> None:
    for resource in descriptor["resources"]:
        for field in resource.get("schema", {}).get("fields", ()):
            assert field["type"] in TYPES
            assert field["description"].endswith("."), (resource["name"], field["name"])


def test_units_agree_with_names(package: Package) -> None:
    suffixes = {"_km": "km", "_vnd": "VND", "_g": "g", "_ml": "ml", "_min": "min", "_kg": "kg"}
    for table in package.tables.values():
        for field in table.fields.values():
            for suffix, unit in suffixes.items():
                if field.name.endswith(suffix) and field.name != "minutes_min":
                    assert field.unit == unit, (table.name, field.name)
            if re.search(r"(^|_)(lat|lon)$", field.name):
                assert field.unit == "deg"
                assert field.minimum is not None


def test_keys_and_references_name_columns(package: Package) -> None:
    for table in package.tables.values():
        for key in (table.primary_key, *table.unique_keys):
            assert set(key) <= set(table.fields)
        for foreign in table.foreign_keys:
            assert set(foreign.columns) <= set(table.fields)
            assert set(foreign.target_columns) <= set(package.tables[foreign.table].fields)
        for field in table.fields.values():
            for target, column in field.references:
                assert column in package.tables[target].fields


def test_geonames_and_the_doubt_are_told() -> None:
    text = (find_data_dir() / "LICENSES.md").read_text(encoding="utf-8")
    for words in ("GeoNames (geonames.org), CC BY 4.0", "Google Geocoding API", "commune_lat", "Đặc khu"):
        assert words in text
