"""The published JSON Schemas are those of the code, and the examples keep to them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


def load_schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "docs" / name).read_text(encoding="utf-8"))
    return schema


def build_schemas() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("build_schemas", ROOT / "docs" / "build_schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    texts: dict[str, str] = module.build_schemas()
    return texts


@pytest.mark.parametrize("name", ["request.schema.json", "plan.schema.json"])
def test_schema_is_up_to_date(name: str) -> None:
    published = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert published == build_schemas()[name], "run python docs/build_schemas.py"


@pytest.mark.parametrize("name", ["request.schema.json", "plan.schema.json"])
def test_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(load_schema(name))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_keep_to_the_schema(path: Path) -> None:
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), load_schema("request.schema.json"))


@pytest.mark.parametrize(
    "change", [{"days": 0}, {"pace": "breakneck"}, {"colour": "red"}, {"interests": {"silk": 4}}, {"start": None}]
)
def test_schema_refuses_what_is_no_request(change: dict[str, Any]) -> None:
    request = {"start": "gw-hanoi-old-quarter", "start_date": "2027-03-12", "days": 3}
    schema = load_schema("request.schema.json")
    jsonschema.validate(request, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**request, **change}, schema)
