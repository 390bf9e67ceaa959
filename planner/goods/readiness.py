"""Ready for a market: what is met, missing or unknown, and which step opens most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rapidfuzz import process, utils

from planner.errors import UnknownIdError
from planner.folding import fold
from planner.goods.markets import get_country_code, resolve_market
from planner.goods.offers import get_stars_note
from planner.goods.requirements import EVERY_MARKET, check_requirement, list_requirements
from planner.goods.verdict import get_verdict
from planner.model.catalogue import Catalogue
from planner.model.market import HOME_COUNTRY, MARKETS
from planner.model.product import Product
from planner.model.readiness import (
    DECIDING,
    MarketReadiness,
    NextStep,
    ProductReadiness,
    ReadinessRanking,
    RequirementCheck,
    Role,
    Standing,
    State,
)
from planner.model.reason import Reason

_CONFIDENCE_ORDER: Final = ("high", "medium", "low")
_OPEN: Final = frozenset({Standing.EXPORTED, Standing.READY})


def get_readiness(
    catalogue: Catalogue, product_id: str, *, on: date, markets: Sequence[str] | None = None
) -> ProductReadiness:
    """Return how a named product stands in markets: what is met, missing or unknown, and the best next step.

    A market counts as open where a source says that the product is exported there, or where every requirement
    that the tables know to decide is met. Where they know of none, nothing is known: that is not open. The
    list of requirements is not complete, and rules of the destination on labels are not in it.

    Parameters
    ----------
    product_id
        Id of a named product.
    on
        Day on which stars and the age of rules are judged.
    markets
        Codes to look at; None = all that have carry-home rules or are named by a requirement.

    Raises
    ------
    UnknownIdError
        ``G150`` when no product has this id.
    """
    product = catalogue.products.get(product_id)
    if product is None:
        names = {one.id: f"{one.id} {one.name_vi}" for one in catalogue.products.values()}
        raise _refuse("G150", f"no product has the id {product_id[:60]!r}", product_id, names, "product_id")
    codes = tuple(markets) if markets is not None else list_markets(catalogue)
    exported = {market for market in map(_find_market, product.exports_to) if market is not None}
    stands = tuple(_check_market(catalogue, product, market, market in exported, on) for market in codes)
    producer = catalogue.located.get(product.producer_id)
    step = _find_step(stands)
    beyond = exported - set(codes) if markets is None else set()
    open_now = tuple(stand.market for stand in stands if stand.standing in _OPEN) + tuple(sorted(beyond))
    return ProductReadiness(
        product_id=product.id,
        name_vi=product.name_vi,
        product_type=product.product_type,
        producer_id=product.producer_id,
        province=producer.province if producer is not None else "",
        old_province=producer.old_province if producer is not None else "",
        stars=product.ocop_stars,
        stars_note=get_stars_note(product, on.year),
        exports_to=product.exports_to,
        sources=tuple(catalogue.source_references.get(key, key) for key in product.sources),
        markets=stands,
        home=tuple(
            check_requirement(catalogue, one, product, on=on)
            for one in list_requirements(catalogue, product, HOME_COUNTRY)
            if one.role is Role.HOME
        ),
        step=step,
        open_now=open_now,
        open_after=open_now + (step.opens if step is not None else ()),
        notices=_list_notices(product),
    )


def rank_readiness(
    catalogue: Catalogue, *, province: str | None = None, producer_id: str | None = None, on: date
) -> ReadinessRanking:
    """Return the products of a province or a producer, those open to most markets first.

    Ties go to the product whose next step leads to most open markets, then by name.

    Parameters
    ----------
    province
        Since July 2025 or before; a name that is both is taken as the one of today, the larger.
        Diacritics and case may be left out.
    producer_id
        Place id of a producer; wins over `province`. One of the two must be given.

    Raises
    ------
    UnknownIdError
        ``G151`` for a province, ``G152`` for a producer that no product comes from.
    """
    if producer_id is not None:
        scope, name, products = _list_of_producer(catalogue, producer_id)
    else:
        scope, name, products = _list_of_province(catalogue, province or "")
    goods = [one for one in products if catalogue.product_types[one.product_type].is_goods]
    found = [get_readiness(catalogue, one.id, on=on) for one in goods]
    found.sort(key=lambda one: (-len(one.open_now), -len(one.open_after), one.name_vi, one.product_id))
    return ReadinessRanking(scope=scope, name=name, products=tuple(found))


def list_markets(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the markets looked at: those with carry-home rules, then others that a requirement names."""
    named = {market for one in catalogue.requirements for market in one.markets}
    return MARKETS + tuple(sorted(named - {*MARKETS, HOME_COUNTRY, EVERY_MARKET}))


def _check_market(catalogue: Catalogue, product: Product, market: str, is_exported: bool, on: date) -> MarketReadiness:
    checks = tuple(
        check_requirement(catalogue, one, product, on=on)
        for one in list_requirements(catalogue, product, market)
        if one.role is not Role.HOME
    )
    return MarketReadiness(
        market=market,
        standing=Standing.EXPORTED if is_exported else _get_standing(checks),
        checks=checks,
        carry=get_verdict(catalogue, product.product_type, market, product=product, on=on),
    )


def _get_standing(checks: Iterable[RequirementCheck]) -> Standing:
    deciding = [check for check in checks if check.requirement.role in DECIDING]
    if not deciding:
        return Standing.NOTHING_KNOWN
    if any(check.state is not State.MET for check in deciding):
        return Standing.OPEN
    return Standing.UNSURE if any(check.confidence == "low" for check in deciding) else Standing.READY


def _find_step(stands: Sequence[MarketReadiness]) -> NextStep | None:
    """Return the open requirement that does most; None where nothing that is asked for is open.

    Markets that it opens come first, for only they are won; ties go to the higher confidence, then to what is
    needed, asked for by buyers, or allows a claim in more markets.
    """
    by_step: defaultdict[str, list[tuple[MarketReadiness, RequirementCheck]]] = defaultdict(list)
    for stand in stands:
        for check in stand.checks:
            if check.state is not State.MET:
                by_step[check.requirement.step].append((stand, check))
    return min((_build_step(step, uses) for step, uses in by_step.items()), key=_get_order, default=None)


def _build_step(step: str, uses: Sequence[tuple[MarketReadiness, RequirementCheck]]) -> NextStep:
    gains: defaultdict[str, list[str]] = defaultdict(list)
    for stand, check in uses:
        if check.requirement.role in DECIDING:
            if stand.standing is Standing.OPEN:
                gains["opens" if _is_last(stand, check) else "advances"].append(stand.market)
        else:
            gains[check.requirement.role].append(stand.market)
    best = min((check for _, check in uses), key=_rank)
    return NextStep(
        step=step,
        check=best,
        opens=tuple(gains["opens"]),
        advances=tuple(gains["advances"]),
        asked_in=tuple(gains[Role.BUYERS]),
        claim_in=tuple(gains[Role.CLAIM]),
    )


def _is_last(stand: MarketReadiness, check: RequirementCheck) -> bool:
    deciding = [one for one in stand.checks if one.requirement.role in DECIDING]
    others_met = all(one.state is State.MET for one in deciding if one is not check)
    return others_met and all(one.confidence != "low" for one in deciding)


def _get_order(step: NextStep) -> tuple[int, int, int, int, int, str]:
    return (
        -len(step.opens),
        _rank(step.check),
        -len(step.advances),
        -len(step.asked_in),
        -len(step.claim_in),
        step.step,
    )


def _rank(check: RequirementCheck) -> int:
    return _CONFIDENCE_ORDER.index(check.confidence) if check.confidence in _CONFIDENCE_ORDER else 2


def _list_notices(product: Product) -> tuple[Reason, ...]:
    """What must stand beside every answer."""
    notices = [Reason(code="ready_no_licence", params={}), Reason(code="ready_incomplete", params={})]
    words = [text for text in product.exports_to if _find_market(text) is None]
    notices += [Reason(code="ready_exports_words", params={"text": text}) for text in words]
    return tuple(notices)


def _find_market(text: str) -> str | None:
    """Market of a code or name that a source exports to; the country's own code where it has no rules; else None."""
    try:
        return resolve_market(text) or get_country_code(text)
    except UnknownIdError:
        return None


def _list_of_producer(catalogue: Catalogue, producer_id: str) -> tuple[str, str, list[Product]]:
    products = [one for one in catalogue.products.values() if one.producer_id == producer_id]
    if not products:
        known = dict.fromkeys(one.producer_id for one in catalogue.products.values())
        names = {key: f"{key} {catalogue.located[key].name_vi if key in catalogue.located else ''}" for key in known}
        raise _refuse(
            "G152", f"no product comes from the producer {producer_id[:60]!r}", producer_id, names, "producer"
        )
    return "producer", producer_id, products


def _list_of_province(catalogue: Catalogue, province: str) -> tuple[str, str, list[Product]]:
    located = {one.id: catalogue.located.get(one.producer_id) for one in catalogue.products.values()}
    for scope in ("province", "old_province"):
        known = {getattr(place, scope) for place in located.values() if place is not None}
        match = next((name for name in sorted(known) if fold(name).strip() == fold(province).strip()), None)
        if match is not None:
            homes = {key for key, place in located.items() if place is not None and getattr(place, scope) == match}
            return scope, match, [one for one in catalogue.products.values() if one.id in homes]
    names = {name: name for name in (*catalogue.province_of, *catalogue.province_of.values())}
    message = f"no product comes from a province named {province[:60]!r}"
    raise _refuse("G151", message, province, names, "province")


def _refuse(code: str, message: str, asked: str, names: dict[str, str], where: str) -> UnknownIdError:
    folded = {key: fold(name) for key, name in names.items()}
    best = process.extract(fold(asked), folded, processor=utils.default_process, limit=3, score_cutoff=40)
    return UnknownIdError(code, message, nearest=tuple(key for _, _, key in best), where=where)
