"""Writes the JSON Schemas of a request and of a plan beside this file: ``python docs/build_schemas.py``."""

from __future__ import annotations

import json
from pathlib import Path

from planner.model.itinerary import build_plan_schema
from planner.model.request import TripRequest

HERE = Path(__file__).parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_schemas() -> dict[str, str]:
    """Return the text of each schema file by name."""
    schemas = {"request.schema.json": TripRequest.model_json_schema(), "plan.schema.json": build_plan_schema()}
    return {
        name: json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


if __name__ == "__main__":
    for name, text in build_schemas().items():
        (HERE / name).write_text(text, encoding="utf-8")
