"""What the commands share: consoles, options, loading, and the words of an infeasible request."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter
from rich.console import Console

from planner.errors import NoFeasibleTripError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Infeasibility

EXIT_FAULT, EXIT_INPUT = 1, 2

out = Console()
err = Console(stderr=True)

DataOption = Annotated[
    list[Path] | None, typer.Option("--data", help="Overlay directory; may be repeated, later ones win.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]

_INFEASIBILITIES: TypeAdapter[tuple[Infeasibility, ...]] = TypeAdapter(tuple[Infeasibility, ...])


def load(overlays: list[Path] | None) -> Catalogue:
    """Return the catalogue with overlays."""
    from planner.catalogue import load_catalogue

    return load_catalogue(*(overlays or ()))


def read_text(path: Path) -> str:
    """Return the text of a user's file; `RequestError` ``R003`` says why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RequestError("R003", f"{path} does not exist", where=str(path), remedy="check the path") from None
    except IsADirectoryError:
        raise RequestError("R003", f"{path} is a folder", where=str(path), remedy="name a file") from None
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start})"
        raise RequestError("R003", message, where=str(path), remedy="save it as UTF-8") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is either whole or untouched, also when the process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def print_infeasible(error: NoFeasibleTripError, *, as_data: bool = False) -> Any:
    """Print, or return as data, why no trip is possible and the smallest change that makes one."""
    reasons = tuple(r for r in error.reasons if isinstance(r, Infeasibility))
    if as_data:
        return _INFEASIBILITIES.dump_python(reasons, mode="json")
    from planner.catalogue import load_catalogue
    from planner.present.words import build_words

    words = build_words("en", load_catalogue())
    err.print(f"{error.code}: no trip satisfies this request", markup=False, highlight=False)
    for found in reasons:
        err.print(f"  - {words.reason(found.reason)}", markup=False, highlight=False, soft_wrap=True)
        if found.remedy is not None:
            err.print(f"    remedy: {words.reason(found.remedy)}", markup=False, highlight=False, soft_wrap=True)
        if found.change is not None:
            fields = ", ".join(f'"{name}": {_show(value)}' for name, value in found.change.items())
            err.print(f"    change: {fields}", markup=False, highlight=False, soft_wrap=True)
    return None


def _show(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
