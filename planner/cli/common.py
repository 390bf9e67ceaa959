"""What the commands share: consoles, options, loading, and the words of an infeasible request."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from planner.errors import NoFeasibleTripError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility, Itinerary, load_plan
from planner.present.languages import LANGUAGES
from planner.present.words import Words

EXIT_FAULT, EXIT_INPUT = 1, 2

MAX_LINE = 600
"""Characters of an error on the terminal; a name quoted in it may be endless."""

out = Console()
err = Console(stderr=True)

DataOption = Annotated[
    list[Path] | None, typer.Option("--data", help="Overlay directory; may be repeated, later ones win.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
LanguageOption = Annotated[str, typer.Option("--lang", help=f"Language of the words: {', '.join(LANGUAGES)}.")]

_INFEASIBILITIES: TypeAdapter[tuple[Infeasibility, ...]] = TypeAdapter(tuple[Infeasibility, ...])


def load(overlays: list[Path] | None) -> Catalogue:
    """Return the catalogue with overlays."""
    from planner.catalogue import load_catalogue

    return load_catalogue(*(overlays or ()))


def read_bytes(path: Path) -> bytes:
    """Return a user's file as it is; `RequestError` ``R003`` says why it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RequestError("R003", f"{path} does not exist", where=str(path), remedy="check the path") from None
    except IsADirectoryError:
        raise RequestError("R003", f"{path} is a folder", where=str(path), remedy="name a file") from None
    except OSError as error:
        message = f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
        raise RequestError("R003", message, where=str(path), remedy="check the path") from None


def read_text(path: Path) -> str:
    """Return the text of a user's file; `RequestError` ``R003`` says why it cannot be read."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start})"
        raise RequestError("R003", message, where=str(path), remedy="save it as UTF-8") from None


def read_plan_file(path: Path) -> Itinerary:
    """Return a saved plan; `RequestError` ``R003`` or ``R006`` says why there is none."""
    try:
        return load_plan(read_text(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"not a planner/1 plan: {first['msg']}"
        remedy = "write plans with `planner plan --out`"
        raise RequestError("R006", message, where=f"{path}:{where}", remedy=remedy) from None


def check_writable(path: Path) -> None:
    """Refuse with ``R019`` what `write_whole` would refuse, before any work is done for it."""
    if path.is_dir():
        raise _refuse_to_write(path, "it is a folder")
    folder = next(one for one in path.absolute().parents if one.exists())
    if not folder.is_dir():
        raise _refuse_to_write(path, f"{folder} is not a folder")
    if not os.access(folder, os.W_OK):
        raise _refuse_to_write(path, f"{folder} is read-only")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is either whole or untouched, also when the process is killed.

    Raises
    ------
    RequestError
        ``R019`` when it cannot be written.
    """
    part: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".planner-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except OSError as error:
        _drop_part(part)
        raise _refuse_to_write(path, (error.strerror or str(error)).lower()) from error
    except BaseException:
        _drop_part(part)
        raise


def _drop_part(part: str | None) -> None:
    if part is not None:
        Path(part).unlink(missing_ok=True)


def _refuse_to_write(path: Path, why: str) -> RequestError:
    return RequestError("R019", f"{path} cannot be written: {why}", where=str(path), remedy="name another file")


def say_line(text: str, limit: int = MAX_LINE) -> str:
    """Return text as one line of a terminal: no line breaks, no control or direction characters, not endless."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= limit else f"{plain[: limit - 3]}..."


def dump_infeasible(error: NoFeasibleTripError) -> Any:
    """Return as data why no trip is possible and the smallest change that makes one."""
    return _INFEASIBILITIES.dump_python(_list_reasons(error), mode="json")


def print_infeasible(error: NoFeasibleTripError, words: Words, heading: str = "no trip satisfies this request") -> None:
    """Print why no trip is possible and the smallest change that makes one."""
    err.print(f"{error.code}: {heading}", markup=False, highlight=False)
    for found in _list_reasons(error):
        err.print(f"  - {words.reason(found.reason)}", markup=False, highlight=False, soft_wrap=True)
        if found.remedy is not None:
            err.print(f"    remedy: {words.reason(found.remedy)}", markup=False, highlight=False, soft_wrap=True)
        if found.change is not None:
            fields = ", ".join(f'"{name}": {_show(value)}' for name, value in found.change.items())
            err.print(f"    change: {fields}", markup=False, highlight=False, soft_wrap=True)


def _list_reasons(error: NoFeasibleTripError) -> tuple[Infeasibility, ...]:
    return tuple(reason for reason in error.reasons if isinstance(reason, Infeasibility))


def _show(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
