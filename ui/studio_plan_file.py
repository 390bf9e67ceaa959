"""A plan or a saved trip that somebody brings as a file; no Streamlit here."""

from __future__ import annotations

import json

from pydantic import ValidationError

from planner.errors import PlannerError, RequestError
from planner.model.itinerary import PLAN_FORMAT, load_plan
from planner.store import TripDocument, load_document
from ui.studio_people import begin_terms

MAX_BYTES = 20_000_000


def read_trip_file(content: bytes, name: str) -> TripDocument:
    """Return the trip of a file: a plan as ``planner/1``, or a saved trip with its prices.

    Raises
    ------
    RequestError
        ``R006`` when it is neither; says what is wrong with it and what to do.
    PlannerError
        When it is a saved trip that is damaged or of a newer version.
    """
    if len(content) > MAX_BYTES:
        raise _refuse(f"it is larger than {MAX_BYTES // 1_000_000} MB", name)
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _refuse("it is not JSON text", name) from None
    written = found.get("format") if isinstance(found, dict) else None
    if isinstance(written, str) and written.startswith("planner-trip/"):
        return load_document(text, name)
    if written != PLAN_FORMAT:
        raise _refuse(f"it is not of the format {PLAN_FORMAT}", name)
    try:
        itinerary = load_plan(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _refuse(f"{where}: {first['msg']}", name) from None
    return TripDocument(itinerary=itinerary, terms=begin_terms(itinerary))


def _refuse(why: str, name: str) -> PlannerError:
    remedy = "take a file that was saved as the plan of a trip (JSON)"
    return RequestError("R006", f"{name} is no plan: {why}", remedy=remedy, where=name)
