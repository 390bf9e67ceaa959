"""A trip as an operator keeps it, and its JSON text in the format ``planner-trip/1``."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from planner.model.itinerary import Itinerary
from planner.model.quote import Letterhead, ManualLine, QuoteTerms, Rate
from planner.store.errors import StoreError

TRIP_FORMAT: Final = "planner-trip/1"
_FORMAT: Final = re.compile(r"planner-trip/([0-9]{1,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TripDocument:
    """All that belongs to a saved trip."""

    itinerary: Itinerary
    terms: QuoteTerms
    rates: tuple[Rate, ...] = ()
    manual: tuple[ManualLine, ...] = ()
    letterhead: Letterhead | None = None
    client: str = ""
    notes: str = ""
    format: Literal["planner-trip/1"] = "planner-trip/1"


_ADAPTER: TypeAdapter[TripDocument] = TypeAdapter(TripDocument)


def dump_document(document: TripDocument) -> str:
    """Return a trip as JSON text; the same trip always gives the same text.

    Raises
    ------
    StoreError
        ``S011`` when a text of it holds what no file can keep.
    """
    try:
        return _ADAPTER.dump_json(document).decode()
    except PydanticSerializationError:
        message = "a text of the trip holds half a character (a lone surrogate), which no file can keep"
        raise StoreError("S011", message, remedy="write the text again") from None


def load_document(text: str, where: str = "trip") -> TripDocument:
    """Return the trip of a JSON text.

    Raises
    ------
    StoreError
        ``S012`` when it is no trip or damaged, ``S013`` when a newer version of the product wrote it.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _damage(where, "it is not JSON") from None
    written = found.get("format") if isinstance(found, dict) else None
    match = _FORMAT.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise _damage(where, f"it is not of the format {TRIP_FORMAT}")
    if written != TRIP_FORMAT:
        message = f"the trip is of the format {written}, this version reads {TRIP_FORMAT}"
        raise StoreError("S013", message, remedy="open it with a newer version of the planner", where=where)
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise _damage(where, f"{field}: {first['msg']}") from None


def get_text_digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _damage(where: str, why: str) -> StoreError:
    return StoreError("S012", f"this is no saved trip: {why}", remedy="open another version of it", where=where)
