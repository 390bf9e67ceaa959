"""Reads `settings.toml` into frozen values and refuses what it does not know."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from planner.errors import RequestError
from planner.model.settings import PrizeWeights, Settings, ShoppingWeights, TripRules

DEFAULT_PATH = Path(__file__).with_name("settings.toml")


@cache
def load_settings(path: Path = DEFAULT_PATH) -> Settings:
    """Return the settings of a file.

    Raises
    ------
    RequestError
        When the file cannot be read, is not TOML, lacks a key, or has one that nobody reads.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RequestError("R090", f"settings file {path.name} cannot be read", remedy="check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequestError("R091", f"{path.name} is not TOML: {error}", remedy="mend the line named") from error
    for name, wanted in (("prize", PrizeWeights), ("shopping", ShoppingWeights), ("trip", TripRules)):
        known = set(wanted.__dataclass_fields__)
        table = tables.get(name, {})
        if not isinstance(table, dict):
            raise RequestError("R093", f"{name} of {path.name} is a value, not a table", remedy="see settings.toml")
        given = set(table)
        if strange := sorted(given ^ known):
            word = "unknown key" if strange[0] in given else "missing key"
            raise RequestError("R092", f"{word} {strange[0]} in [{name}] of {path.name}", remedy="see settings.toml")
    try:
        return _ADAPTER.validate_python(tables)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestError("R093", first["msg"], where=where, remedy="see settings.toml") from error


_ADAPTER: TypeAdapter[Settings] = TypeAdapter(Settings)
