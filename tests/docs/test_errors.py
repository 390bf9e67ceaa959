"""`docs/errors.md` names every error code of the code base, and none that does not exist.

Findings of validation stand in `docs/catalogue-codes.md`.
"""

from __future__ import annotations

import re
from pathlib import Path

from planner.catalogue.codes import CODES

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([CRNPGEQS]\d{3}) \| (.+?) \| (.+?) \|$", re.MULTILINE)
LITERAL = re.compile(r'"([CRNPGEQS]\d{3})"')


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read_documented() -> dict[str, tuple[str, str]]:
    rows = ROW.findall(read(ROOT / "docs" / "errors.md"))
    assert len({code for code, _, _ in rows}) == len(rows), "a code is documented twice"
    return {code: (meaning, remedy) for code, meaning, remedy in rows}


def list_used() -> dict[str, str]:
    files = [path for folder in ("planner", "ui") for path in sorted((ROOT / folder).rglob("*.py"))]
    used: dict[str, str] = {}
    for path in [*files, ROOT / "app.py"]:
        if path.exists():
            used |= dict.fromkeys(LITERAL.findall(read(path)), str(path.relative_to(ROOT)))
    return {code: path for code, path in used.items() if code not in CODES}


def test_every_code_is_documented() -> None:
    documented = read_documented()
    missing = {code: path for code, path in list_used().items() if code not in documented}
    assert not missing


def test_every_documented_code_exists() -> None:
    assert sorted(set(read_documented()) - set(list_used())) == []


def test_findings_of_validation_have_their_own_document() -> None:
    listed = set(re.findall(r"^\| (C\d{3}) \|", read(ROOT / "docs" / "catalogue-codes.md"), re.MULTILINE))
    assert listed == set(CODES)
