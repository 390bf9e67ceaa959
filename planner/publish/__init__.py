"""An itinerary as files for other programs. Publishers return text or bytes; the shell writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from planner.errors import PlannerError, RequestError
from planner.model.catalogue import Catalogue
from planner.model.itinerary import Itinerary, dump_plan
from planner.present.words import Words
from planner.publish.cards import render_cards_pdf
from planner.publish.declaration import render_declaration_csv, render_declaration_pdf
from planner.publish.gpx import render_gpx
from planner.publish.names import safe_file_name
from planner.publish.packing_list import render_packing_csv, render_packing_pdf
from planner.publish.record import render_record_csv, render_record_pdf

__all__ = [
    "BASKET_FORMATS",
    "PUBLISHERS",
    "TRIP_FORMATS",
    "PublishError",
    "Publisher",
    "check_basket",
    "list_formats",
    "publish",
    "safe_file_name",
]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A file format that an itinerary can be written in."""

    identifier: str
    """Word of ``--publish``."""
    suffix: str
    """Of the file name, with its dot."""
    media_type: str
    render: Callable[[Itinerary, Catalogue, Words], str | bytes]
    """Pure: the same itinerary and catalogue give the same bytes in one language."""
    needs_basket: bool = False
    """Whether it is about what is bought, so that only a plan with a basket has it."""


def _render_json(itinerary: Itinerary, _: Catalogue, __: Words) -> str:
    return dump_plan(itinerary)


def _render_gpx(itinerary: Itinerary, catalogue: Catalogue, _: Words) -> str:
    return render_gpx(itinerary, catalogue)


_PDF: Final = "application/pdf"
_CSV: Final = "text/csv"

PUBLISHERS: Final[dict[str, Publisher]] = {
    publisher.identifier: publisher
    for publisher in (
        Publisher("json", ".json", "application/json", _render_json),
        Publisher("gpx", ".gpx", "application/gpx+xml", _render_gpx),
        Publisher("packing", ".packing.pdf", _PDF, render_packing_pdf, needs_basket=True),
        Publisher("packing-csv", ".packing.csv", _CSV, render_packing_csv, needs_basket=True),
        Publisher("declaration", ".declaration.pdf", _PDF, render_declaration_pdf, needs_basket=True),
        Publisher("declaration-csv", ".declaration.csv", _CSV, render_declaration_csv, needs_basket=True),
        Publisher("record", ".record.pdf", _PDF, render_record_pdf, needs_basket=True),
        Publisher("record-csv", ".record.csv", _CSV, render_record_csv, needs_basket=True),
        Publisher("cards", ".cards.pdf", _PDF, render_cards_pdf, needs_basket=True),
    )
}
"""Formats by identifier. A new one is one entry here and one pure function."""

TRIP_FORMATS: Final = tuple(name for name, one in PUBLISHERS.items() if not one.needs_basket)
"""Formats that every plan can be made in."""
BASKET_FORMATS: Final = tuple(name for name, one in PUBLISHERS.items() if one.needs_basket)
"""Formats about what is bought."""


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


def check_basket(formats: Iterable[str]) -> None:
    """Refuse formats about what is bought, for a plan that has no basket.

    Raises
    ------
    RequestError
        ``P103`` when one of them needs a basket.
    """
    needing = [name for name in formats if PUBLISHERS[name].needs_basket]
    if needing:
        message = f"{', '.join(needing)} tells what was bought, and this plan has no basket"
        remedy = "plan one first: planner basket PLAN.json --out PLAN.json"
        raise RequestError("P103", message, remedy=remedy, where="publish")


def publish(itinerary: Itinerary, catalogue: Catalogue, formats: Iterable[str], words: Words) -> dict[str, bytes]:
    """Return the itinerary in the formats asked for, by identifier.

    Parameters
    ----------
    words
        What sentences are made with, and so the language of documents for people to read
        (`planner.present.words.build_words`).

    Raises
    ------
    RequestError
        When a format is unknown, or needs a basket that the plan does not have.
    PublishError
        When a publisher fails. It names the format and carries the documents of the others.
    """
    wanted = list_formats(",".join(formats))
    if itinerary.basket is None:
        check_basket(wanted)
    documents: dict[str, bytes] = {}
    failures: dict[str, Exception] = {}
    for identifier in wanted:
        try:
            rendered = PUBLISHERS[identifier].render(itinerary, catalogue, words)
        except Exception as error:  # One broken format must not keep the others from the traveller.
            failures[identifier] = error
        else:
            documents[identifier] = rendered.encode() if isinstance(rendered, str) else rendered
    if failures:
        raise PublishError(failures, documents)
    return documents
