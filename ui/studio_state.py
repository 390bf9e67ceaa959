"""The trip that is open in the operator studio: every change with the way back, saved as it is made."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.costing import build_quote
from planner.errors import PlannerError, RequestError
from planner.model.edits import Edits
from planner.model.itinerary import Itinerary
from planner.model.problem import Violation
from planner.model.quote import CostLine, Quote, QuoteTerms, RateFinding
from planner.model.request import TripRequest
from planner.plan import StopKey
from planner.plan.editing import apply_edits
from planner.store import ConflictError, StoreError, TripDocument
from ui import resources
from ui.edits import list_orders
from ui.history import History
from ui.job import PlanJob
from ui.link import Orders
from ui.money import Refused
from ui.planning import build_replan_job
from ui.studio_files import Made
from ui.studio_prices import set_unit_price
from ui.studio_shelf import find_store

MAX_QUOTES = 8
"""Quotes kept of documents looked at lately."""

Notice = tuple[str, Mapping[str, Any]]
"""Key of a message with its values."""
TermChanges = Mapping[str, Any]
"""New values of terms by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A state of the trip that undo can come back to."""

    document: TripDocument
    violations: tuple[Violation, ...] = ()


@dataclass(kw_only=True)
class Studio(History[Draft]):
    """The open trip; lives in the visitor's session and, saved, in the store."""

    title: str
    trip_id: str | None = None
    """None = not saved, because no store can be opened."""
    based_on: int | None = None
    """Number of the version that the changes are made to."""
    is_template: bool = False
    saved: TripDocument | None = None
    """What the store holds."""
    saved_at: dt.datetime | None = None
    is_leaving: bool = False
    """Whether it was to be closed and could not be saved."""
    conflict: ConflictError | None = None
    """Somebody else saved the trip; nothing is saved until the operator has chosen."""
    job: PlanJob | None = None
    pending: TermChanges = field(default_factory=dict)
    """Terms that change with the plan that is being made."""
    wanted: tuple[TripRequest, TermChanges] | None = None
    """What was asked for when the last job failed, for remedies to build on."""
    failure: PlannerError | None = None
    is_broken: bool = False
    notices: list[Notice] = field(default_factory=list)
    revision: int = 0
    """Counts changes, so that tables forget what was typed into them once it is carried out."""
    quotes: list[tuple[TripDocument, Quote]] = field(default_factory=list)
    stop: StopKey | None = None
    """The stop that the buttons are about."""
    findings: tuple[RateFinding, ...] = ()
    """What was wrong with the last file of rates."""
    refused: Refused = field(default_factory=dict)
    sides: list[tuple[tuple[object, ...], TripDocument]] = field(default_factory=list)
    """Saved states that this one was compared with lately."""
    made: Made | None = None
    """The files that were made last."""

    @property
    def document(self) -> TripDocument:
        """All that belongs to the trip."""
        return self.now.document

    @property
    def itinerary(self) -> Itinerary:
        """The plan."""
        return self.now.document.itinerary

    def push(self, state: Draft) -> None:
        """Show a new state; what had been undone is gone."""
        super().push(state)
        self._touch()

    def step(self, by: int) -> None:
        """Go back (-1) or forward (+1) in the history."""
        super().step(by)
        self._touch()

    def _touch(self) -> None:
        self.revision += 1
        self.failure = None
        self.is_broken = False


def change_document(studio: Studio, document: TripDocument) -> None:
    """Change what surrounds the plan: prices, terms, client; the times stay."""
    if document != studio.document:
        studio.push(Draft(document=document, violations=studio.now.violations))


def change_terms(studio: Studio, **changes: Any) -> None:
    """Price the trip on other terms; terms that nobody can pay for are refused in words."""
    document = studio.document
    try:
        terms: QuoteTerms = dataclasses.replace(document.terms, **changes)
    except RequestError as error:
        studio.failure = error
        return
    change_document(studio, dataclasses.replace(document, terms=terms))


def price_line(studio: Studio, line: CostLine, vnd: int | None) -> None:
    """Set the price of a cost line as the operator's own, or with None take it back."""
    rates = set_unit_price(studio.document.rates, line, vnd)
    change_document(studio, dataclasses.replace(studio.document, rates=rates))


def retime(studio: Studio, request: TripRequest, orders: Orders) -> None:
    """Change request and order by hand; times and broken rules are worked out anew, or the change is refused."""
    itinerary = dataclasses.replace(studio.itinerary, request=request)
    try:
        timed, violations = resources.get_planner().retime(itinerary, orders)
    except PlannerError as error:
        studio.failure, studio.wanted = error, (request, {})
        studio.revision += 1  # the table shows the old value again
        return
    except KeyError:  # the facts allow no such visit on these dates
        refuse(studio)
        return
    studio.push(Draft(document=dataclasses.replace(studio.document, itinerary=timed), violations=violations))


def set_home(studio: Studio, market: str | None) -> None:
    """Judge what is bought for guests of another country, or with None not at all; the times stay."""
    request = studio.itinerary.request
    if market != request.home_market:
        retime(studio, request.model_copy(update={"home_market": market}), list_orders(studio.itinerary))


def refuse(studio: Studio) -> None:
    """Say that a change cannot be had; the tables show the old values again."""
    studio.notices.append(("studio.refused", {}))
    studio.revision += 1


def start_replanning(
    studio: Studio, request: TripRequest, edits: Edits | None = None, changes: TermChanges | None = None
) -> None:
    """Plan around what the operator changed, beside the page; `changes` are terms that come with the plan."""
    itinerary = dataclasses.replace(studio.itinerary, request=request)
    try:
        asked = request if edits is None else apply_edits(itinerary, edits, resources.get_catalogue())
    except PlannerError as error:
        studio.failure, studio.wanted = error, (request, changes or {})
        return
    studio.failure, studio.is_broken = None, False
    studio.pending = changes or {}
    studio.job = build_replan_job(itinerary, asked)
    studio.job.start()


def collect(studio: Studio) -> None:
    """Take over the answer of a finished job; what was typed while it ran stays."""
    job = studio.job
    if job is None or not job.is_done:
        return
    changes, studio.job, studio.pending = studio.pending, None, {}
    if job.itinerary is None:
        studio.failure, studio.is_broken = job.failure, job.is_broken
        studio.wanted = (job.request, changes)
        studio.revision += 1
        return
    terms, refusal = _join_terms(studio.document.terms, changes)
    studio.push(Draft(document=dataclasses.replace(studio.document, itinerary=job.itinerary, terms=terms)))
    studio.failure = refusal


def foresee_terms(studio: Studio) -> QuoteTerms:
    """Return the terms as they will be when the job is done; those of now where none runs."""
    return _join_terms(studio.document.terms, studio.pending)[0]


def _join_terms(terms: QuoteTerms, changes: TermChanges) -> tuple[QuoteTerms, RequestError | None]:
    """Return terms with the changes that a plan brings.

    Free places typed meanwhile that leave nobody of the new group to pay yield to it, and the refusal comes along to be
    told.
    """
    try:
        return dataclasses.replace(terms, **changes), None
    except RequestError as error:
        return dataclasses.replace(terms, **{**changes, "free_places": 0}), error


def get_quote(studio: Studio) -> Quote:
    """Return the prices of the open trip."""
    return get_quote_of(studio, studio.document)


def get_quote_of(studio: Studio, document: TripDocument) -> Quote:
    """Return the prices of a document, from memory where it was priced lately."""
    for known, quote in studio.quotes:
        if known is document:
            return quote
    quote = build_quote(resources.get_catalogue(), document.itinerary, document.rates, document.terms, document.manual)
    studio.quotes = [(document, quote), *studio.quotes][:MAX_QUOTES]
    return quote


def autosave(studio: Studio) -> None:
    """Save what was changed since the last run, once; a conflict is kept for the operator to settle.

    A trip that was opened while there was no store gets into it as soon as there is one.
    """
    store, found = find_store(), studio.document
    if store is None or studio.conflict is not None or found is studio.saved:
        return
    try:
        if studio.trip_id is None:
            studio.trip_id, studio.based_on = store.create(found, title=studio.title, client=found.client), 1
            studio.saved_at = dt.datetime.now(dt.UTC)
        elif found != studio.saved:
            studio.based_on = store.save(studio.trip_id, found, is_autosave=True, based_on=studio.based_on)
            studio.saved_at = dt.datetime.now(dt.UTC)
    except ConflictError as error:
        studio.conflict = error
    except StoreError as error:
        studio.failure = error
    else:
        studio.saved, studio.is_leaving = found, False
        if isinstance(studio.failure, StoreError):  # that it could not be saved holds no longer
            studio.failure = None


def keep_version(studio: Studio, note: str) -> bool:
    """Save the trip as it stands as a version that is kept for ever; return whether that worked."""
    store = find_store()
    if store is None or studio.trip_id is None:
        return False
    try:
        studio.based_on = store.save(studio.trip_id, studio.document, note=note, based_on=studio.based_on)
    except ConflictError as error:
        studio.conflict = error
        return False
    except StoreError as error:
        studio.failure = error
        return False
    studio.saved, studio.saved_at = studio.document, dt.datetime.now(dt.UTC)
    return True


def rename(studio: Studio, title: str) -> None:
    """Give the trip another title."""
    store = find_store()
    studio.title = title or studio.title
    if store is not None and studio.trip_id is not None:
        try:
            store.rename(studio.trip_id, studio.title)
        except StoreError as error:
            studio.failure = error


def check_again(studio: Studio) -> None:
    """Referee a trip that was just opened against the facts of today, and say where those have changed."""
    try:
        timed, violations = resources.get_planner().retime(studio.itinerary, list_orders(studio.itinerary))
    except (PlannerError, KeyError):
        studio.notices.append(("studio.stale", {}))
        return
    if timed.days != studio.itinerary.days:
        studio.notices.append(("studio.facts_changed", {}))
    studio.replace(Draft(document=studio.document, violations=violations))
