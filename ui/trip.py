"""One visitor's trip: its states, what goes on for it, and its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from planner.errors import PlannerError, RequestError
from planner.model.alternatives import Alternatives
from planner.model.edits import Replanned
from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.model.request import TripRequest
from ui.edits import list_orders
from ui.history import History
from ui.job import PlanJob
from ui.language import KEY as LANGUAGE
from ui.link import BASKET, SavedTrip, write_token

TOKEN = "trip"
"""Name of the query parameter that carries the trip."""


@dataclass(frozen=True)
class Snapshot:
    """A state of the trip that undo can come back to."""

    request: TripRequest
    itinerary: Itinerary | None = None
    violations: tuple[Violation, ...] = ()
    is_edited: bool = False
    """Whether request or order were changed since the plan was made."""
    was_stopped: bool = False
    replanned: Replanned | None = None
    """How the plan differs from the one before, where it was made by replanning that one."""
    is_chosen: bool = False
    """Whether the visitor took it from among others: the search for its request may give another."""


@dataclass(kw_only=True)
class Trip(History[Snapshot]):
    """The visitor's trip; lives in the session and nowhere else."""

    job: PlanJob | None = None
    failure: PlannerError | None = None
    is_broken: bool = False
    refused: TripRequest | None = None
    """What could not be planned, as long as that is said: remedies and the form build on it."""
    stale: RequestError | None = None
    """Why the trip of a link could not be planned with today's data, while a sample stands in its place."""
    is_of_link: bool = False
    """Whether the request is a link's, and nobody has asked for anything since."""
    wanted: SavedTrip | None = None
    """What a link says, to be restored when its request has been planned."""
    notices: list[str] = field(default_factory=list)
    """Keys of messages, said until the visitor's next step."""
    alternatives: Alternatives | None = None
    """Plans of one request side by side, until another request is planned."""
    is_in_link: bool = False
    """Whether the address bar carries it on every page."""
    is_first_look: bool = False
    """Whether nobody has asked for anything yet: what is shown is there for the looking."""
    plan_number: int = 0
    """Counts answers, so that the map moves for a new plan and stays for an edit and for a plan around it."""

    @property
    def asked(self) -> TripRequest:
        """The request that the visitor is about: what is being planned, was refused, or gave what is shown."""
        return self.job.request if self.job is not None else self.refused or self.now.request

    def push(self, state: Snapshot) -> None:
        """Show a new state; what had been undone is gone."""
        super().push(state)
        self.is_first_look = False
        self.forget_messages()
        remember_in_link(state)

    def step(self, by: int) -> None:
        """Go back (-1) or forward (+1) in the history."""
        super().step(by)
        self.forget_messages()
        remember_in_link(self.now)

    def forget_messages(self) -> None:
        """Take back what was said of the visitor's last step."""
        self.failure = None
        self.stale = None
        self.is_broken = False
        self.refused = None
        self.notices.clear()


def remember_in_link(snapshot: Snapshot) -> None:
    """Write the trip into the address bar."""
    token = tell_token(snapshot)
    if st.query_params.get(TOKEN) != token:
        st.query_params[TOKEN] = token
    if (language := st.session_state.get(LANGUAGE)) and st.query_params.get(LANGUAGE) != language:
        st.query_params[LANGUAGE] = language


def build_address(snapshot: Snapshot, basket: str | None) -> str:
    """Return the address of a trip with the token of its basket, if it has one, for somebody who reads any language."""
    query = {TOKEN: tell_token(snapshot)}
    if basket is not None:
        query[BASKET] = basket
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(query)}"


def tell_token(snapshot: Snapshot) -> str:
    """Return the token that brings a state of the trip back."""
    itinerary = snapshot.itinerary
    if itinerary is None or _follows_from_request(itinerary, snapshot):
        return write_token(snapshot.request)
    nights = tuple(stay.place_id for stay in itinerary.lodging)
    return write_token(snapshot.request, list_orders(itinerary), nights, is_settled=not snapshot.is_edited)


def _follows_from_request(itinerary: Itinerary, snapshot: Snapshot) -> bool:
    """Whether the request alone gives this plan: not edited, chosen, made from another, nor stopped."""
    provenance = itinerary.provenance
    is_changed = snapshot.is_edited or snapshot.is_chosen
    return provenance.is_reproducible and provenance.based_on is None and not is_changed
