"""Which requirements a product falls under, and what is known of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from planner.goods.dates import UNDATED, is_stale
from planner.goods.offers import get_stars_note
from planner.model.catalogue import Catalogue
from planner.model.goods import GeographicalIndication
from planner.model.product import Product, ProductType
from planner.model.readiness import TRACE_KIND, Requirement, RequirementCheck, Role, State
from planner.model.reason import Reason

EVERY_MARKET: Final = "*"
NOT_HELD: Final = "no "
"""Before a word among a product's certificates: somebody states that it is not held. Silence states nothing."""

EU_INDICATION: Final = "indication_eu"
"""Kind of the requirement whose names stand in gi_evfta.csv."""
OCOP_KIND: Final = "VN programme"
FRESH_SUBGROUP: Final = "1.1"
"""OCOP sub-group of fresh food."""

_ROLE_ORDER: Final = tuple(Role)
_CONFIDENCES: Final = ("low", "medium", "high")
_GI_WORD: Final = "gi"

_Found = tuple[State, tuple[Reason, ...]]


def list_requirements(catalogue: Catalogue, product: Product, market: str) -> tuple[Requirement, ...]:
    """Return what a market asks of a product, one per step, the strictest role first.

    The kind of good decides, not the OCOP group: a herbal tea registered as medicinal is traded as tea.
    Where two rows of one certificate apply, the stricter role stands (mandatory for seafood, usual else).
    """
    kind = catalogue.product_types[product.product_type]
    strictest: dict[str, Requirement] = {}
    for requirement in catalogue.requirements:
        if not is_asked_in(requirement, market) or not is_asked_of(catalogue, requirement, product, kind):
            continue
        held = strictest.get(requirement.step)
        if held is None or _ROLE_ORDER.index(requirement.role) < _ROLE_ORDER.index(held.role):
            strictest[requirement.step] = requirement
    return tuple(sorted(strictest.values(), key=lambda one: _ROLE_ORDER.index(one.role)))


def is_asked_in(requirement: Requirement, market: str) -> bool:
    """Return whether a requirement is one of this market, by its code or as one of every market."""
    return market in requirement.markets or requirement.markets == (EVERY_MARKET,)


def is_asked_of(catalogue: Catalogue, requirement: Requirement, product: Product, kind: ProductType) -> bool:
    """Return whether a requirement concerns a product: by kind of good, and by name where names stand."""
    if not kind.is_goods or kind.id in requirement.except_types:
        return False
    if requirement.kind == EU_INDICATION:
        return find_indication(catalogue, product) is not None
    if requirement.names and not any(_bears(catalogue, product, name) for name in requirement.names):
        return False
    return (
        kind.ocop_subgroup in requirement.ocop_subgroups
        or kind.id in requirement.product_types
        or (kind.carry_home_fit == "exact" and kind.carry_home_category in requirement.categories)
    )


def find_indication(catalogue: Catalogue, product: Product) -> GeographicalIndication | None:
    """Return the geographical indication that a product may fall under, the surest first; None without one.

    Product and indication must be of one kind. Then the name of the indication stands in the name of the
    product or of its producer, or the product is sold under an indication and comes from the old province
    of the only one of its kind there.
    """
    kind = catalogue.product_types[product.product_type]
    alike = [one for one in catalogue.geographical_indications if _is_of_kind(one, kind)]
    named = [one for one in alike if _bears(catalogue, product, one.name_vi)]
    if not named and _GI_WORD in _list_words(product):
        producer = catalogue.located.get(product.producer_id)
        local = [one for one in alike if producer is not None and one.old_province == producer.old_province]
        named = local if len(local) == 1 else []
    return max(named, key=lambda one: _rank(_read_confidence(one)), default=None)


def check_requirement(
    catalogue: Catalogue, requirement: Requirement, product: Product, *, on: date
) -> RequirementCheck:
    """Return what is known of one requirement for one product. What nobody says is unknown, never missing."""
    confidence, sources = requirement.confidence, [requirement.source]
    if requirement.kind == EU_INDICATION:
        indication = find_indication(catalogue, product)
        state, reasons = _check_indication(product, indication)
        confidence = min(confidence, _read_confidence(indication) if indication else "low", key=_rank)
    elif requirement.kind == OCOP_KIND:
        state, reasons = _check_stars(product, on)
    elif requirement.kind == TRACE_KIND:
        state, reasons = _check_trace(_list_facts(catalogue, product), requirement)
    else:
        state, reasons = _check_words(product, requirement)
    if state is not State.UNKNOWN:
        sources += [catalogue.source_references.get(key, key) for key in product.sources]
    return RequirementCheck(
        requirement=requirement,
        state=state,
        confidence=confidence,
        sources=tuple(dict.fromkeys(sources)),
        as_of=requirement.as_of or UNDATED,
        is_stale=is_stale(requirement.as_of, on),
        reasons=reasons,
    )


def _check_words(product: Product, requirement: Requirement) -> _Found:
    """Hold the words of a product's certificates against those that prove a requirement."""
    words = _list_words(product)
    for word in requirement.evidence:
        if word.casefold() in words:
            return State.MET, (Reason(code="ready_held", params={"text": word}),)
        if NOT_HELD + word.casefold() in words:
            return State.MISSING, (Reason(code="ready_not_held", params={"text": word}),)
    unclear = [word for word in requirement.evidence_unclear if word.casefold() in words]
    if unclear:
        return State.UNKNOWN, (Reason(code="ready_unclear", params={"text": unclear[0]}),)
    return State.UNKNOWN, (Reason(code="ready_nothing_said", params={}),)


def _check_indication(product: Product, indication: GeographicalIndication | None) -> _Found:
    """A protected name is met where the product is sold under it and its listing abroad was confirmed by a source."""
    if indication is None:
        return State.UNKNOWN, (Reason(code="ready_nothing_said", params={}),)
    params: dict[str, str | int | float] = {"text": f"{indication.name_vi} ({indication.product_en})"}
    if _GI_WORD not in _list_words(product):
        return State.UNKNOWN, (Reason(code="ready_gi_candidate", params=params),)
    if indication.in_evfta == "yes" and _read_confidence(indication) == "high":
        return State.MET, (Reason(code="ready_gi_held", params=params),)
    return State.UNKNOWN, (Reason(code="ready_gi_unconfirmed", params=params),)


def _check_stars(product: Product, on: date) -> _Found:
    note = get_stars_note(product, on.year)
    params: dict[str, str | int | float] = {"stars": product.ocop_stars or 0, "year": product.expires_year or 0}
    match note:
        case "certified":
            return State.MET, (Reason(code="ready_stars_hold", params=params),)
        case "nominated":
            return State.MISSING, (Reason(code="ready_stars_nominated", params={}),)
        case "check_renewal" | "expires_this_year":
            return State.UNKNOWN, (Reason(code="ready_stars_renewal", params=params),)
    return State.UNKNOWN, (Reason(code="ready_nothing_said", params={}),)


def _check_trace(facts: Mapping[str, str], requirement: Requirement) -> _Found:
    """An item of a trace record is met in so far as the fact is at hand; the record itself was not seen."""
    if text := facts.get(requirement.id):
        return State.MET, (Reason(code="ready_at_hand", params={"text": text}),)
    return State.UNKNOWN, (Reason(code="ready_nothing_said", params={}),)


def _list_facts(catalogue: Catalogue, product: Product) -> Mapping[str, str]:
    """Facts of a trace record that the tables hold: name, producer, and the address as far as the commune."""
    producer = catalogue.located.get(product.producer_id)
    if producer is None:
        return {"trace_name": product.name_vi}
    facts = {"trace_name": product.name_vi, "trace_producer": producer.name_vi}
    # A province alone is no address.
    return facts | ({"trace_address": f"{producer.commune}, {producer.province}"} if producer.commune else {})


def _is_of_kind(indication: GeographicalIndication, kind: ProductType) -> bool:
    """Whether both are of one OCOP sub-group and share a word such as tea; types of fresh goods name no fruit."""
    if indication.ocop_subgroup != kind.ocop_subgroup:
        return False
    words = set(re.findall(r"\w+", f"{kind.id} {kind.label_en}".replace("_", " ").casefold()))
    return kind.ocop_subgroup == FRESH_SUBGROUP or not words.isdisjoint(
        re.findall(r"\w+", indication.product_en.casefold())
    )


def _bears(catalogue: Catalogue, product: Product, name: str) -> bool:
    producer = catalogue.located.get(product.producer_id)
    texts = (product.name_vi, producer.name_vi if producer is not None else "")
    whole = re.compile(rf"(?<!\w){re.escape(name.casefold())}(?!\w)")
    return any(whole.search(text.casefold()) for text in texts)


def _list_words(product: Product) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in product.certifications)


def _read_confidence(indication: GeographicalIndication) -> str:
    """First word of a confidence written in words."""
    word = indication.confidence.split(" ", 1)[0]
    return word if word in _CONFIDENCES else _CONFIDENCES[0]


def _rank(confidence: str) -> int:
    return _CONFIDENCES.index(confidence) if confidence in _CONFIDENCES else 0
