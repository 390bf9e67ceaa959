"""An itinerary as files for other programs. Publishers return text or bytes; the shell writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from planner.errors import PlannerError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan
from planner.publish.gpx import render_gpx
from planner.publish.names import safe_file_name

__all__ = ["PUBLISHERS", "PublishError", "Publisher", "list_formats", "publish", "safe_file_name"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A file format that an itinerary can be written in."""

    identifier: str
    """Word of ``--publish``."""
    suffix: str
    """Of the file name, with its dot."""
    media_type: str
    render: Callable[[Itinerary, Catalogue], str | bytes]
    """Pure: the same itinerary and catalogue give the same bytes."""


def _render_json(itinerary: Itinerary, _: Catalogue) -> str:
    return dump_plan(itinerary)


PUBLISHERS: Final[dict[str, Publisher]] = {
    publisher.identifier: publisher
    for publisher in (
        Publisher("json", ".json", "application/json", _render_json),
        Publisher("gpx", ".gpx", "application/gpx+xml", render_gpx),
    )
}
"""Formats by identifier. A new one is one entry here and one pure function."""


class PublishError(PlannerError):
    """Some formats could not be made; those that could are in `documents`."""

    exit_code = 1

    def __init__(self, failures: dict[str, Exception], documents: dict[str, bytes]) -> None:
        named = "; ".join(f"{identifier} ({error})" for identifier, error in failures.items())
        super().__init__("P102", f"could not publish {named}", remedy="the other formats were made", where="publish")
        self.failures = failures
        self.documents = documents


def list_formats(text: str) -> tuple[str, ...]:
    """Return the identifiers in a text such as ``gpx,json``, each once.

    Raises
    ------
    RequestError
        When one is not in `PUBLISHERS`.
    """
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    for identifier in formats:
        if identifier not in PUBLISHERS:
            raise RequestError(
                "P101",
                f"{identifier!r} is not a format that a trip can be published in",
                remedy="choose from " + ", ".join(PUBLISHERS),
                where="publish",
            )
    return formats


def publish(itinerary: Itinerary, catalogue: Catalogue, formats: Iterable[str]) -> dict[str, bytes]:
    """Return the itinerary in the formats asked for, by identifier.

    Raises
    ------
    RequestError
        When a format is unknown.
    PublishError
        When a publisher fails. It names the format and carries the documents of the others.
    """
    documents: dict[str, bytes] = {}
    failures: dict[str, Exception] = {}
    for identifier in list_formats(",".join(formats)):
        try:
            rendered = PUBLISHERS[identifier].render(itinerary, catalogue)
        except Exception as error:  # One broken format must not keep the others from the traveller.
            failures[identifier] = error
        else:
            documents[identifier] = rendered.encode() if isinstance(rendered, str) else rendered
    if failures:
        raise PublishError(failures, documents)
    return documents
