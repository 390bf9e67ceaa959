"""JSON and GeoJSON documents of the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from planner.catalogue.schema import Package
from planner.catalogue.table import build_finding
from planner.errors import Finding

_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "provinces_34_simplified": ("features",),
    "ocop_taxonomy": ("groups",),
    "vat_refund": (
        "min_invoice_vnd", "refund_share", "invoice_window_days", "vat_rates", "who", "goods_conditions", "steps",
        "points", "points_note", "unverified", "sources",
    ),
}  # fmt: skip
"""Members that a document must have."""


def read_documents(package: Package, base: Path) -> tuple[dict[str, Any], list[Finding]]:
    """Return the documents that could be read, with a finding for each that could not."""
    documents: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, relative in package.documents.items():
        path = base / relative
        if not path.is_file():
            findings.append(build_finding("C001", name, f"{relative} is not in {base}", file=str(path)))
            continue
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            findings.append(build_finding("C017", name, f"{relative}: {error}", file=str(path)))
            continue
        lacking = [member for member in _REQUIRED.get(name, ()) if member not in document]
        if lacking:
            findings.append(build_finding("C017", name, f"{relative} lacks {', '.join(lacking)}", file=str(path)))
        else:
            documents[name] = document
    return documents, findings
