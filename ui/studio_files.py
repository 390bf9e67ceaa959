"""Files of the open trip, and what they were made of; no Streamlit here."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field

from planner.model.itinerary import Itinerary, dump_plan
from planner.model.quote import Proposal
from planner.present.words import Words


@dataclass(kw_only=True)
class Made:
    """Files made of one state of a trip."""

    source: str
    """Short name of what they were made of, see `name_source`."""
    name: str
    """Of the files, without what tells their format."""
    documents: dict[str, bytes] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    """Format -> why it could not be made."""


def speak(itinerary: Itinerary, title: str, words: Words) -> Itinerary:
    """Return a plan under the title of its saved trip, in the language of its reader."""
    request = itinerary.request.model_copy(update={"language": words.language, "title": title})
    return dataclasses.replace(itinerary, request=request)


def name_source(itinerary: Itinerary, proposal: Proposal, words: Words) -> str:
    """Return a short name of all that files say: other times, prices, titles, clients or words have another one."""
    told = (dump_plan(itinerary), repr(proposal), words.language, words.catalogue.version)
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
