"""A whole basket held against everything at once: the worst of all that bears on a line is its verdict.

In this order: the rules of the home market for the good itself, the limits that the party shares, the rules of
the air, Viet Nam's own rules on goods leaving it, and whether the good keeps until it is at home. Adding a pack,
a good, a pool or a rule never improves a verdict: every part only ever makes it worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import Final

from planner.goods.air import list_air_bearings
from planner.goods.basis import get_basis, get_pool_date
from planner.goods.bearing import Bearing
from planner.goods.carriage import get_carriage
from planner.goods.exchange import find_rate, tell_rate
from planner.goods.export import list_export_bearings, list_export_notices
from planner.goods.keeping import list_keeping_bearings
from planner.goods.limit_rows import STATE_OVER, LimitRow, build_limit_rows
from planner.goods.limits import VERDICT_OF_STATE, WEIGHT_AND_VOLUME, LimitState, get_state
from planner.goods.packing import check_content, check_packs
from planner.goods.verdict import build_answer
from planner.model.basket import Article, BasketCheck, LimitUse, LineCheck, Traveller
from planner.model.catalogue import Catalogue
from planner.model.market import HOME_COUNTRY, CarryHomeAnswer, Verdict, get_worst
from planner.model.reason import Reason

SHARED_IN_FAMILY: Final = frozenset({"AU-VALUE"})
"""Value allowances that families may add up; of all others one item cannot be split between two people (the rows on
the value allowance of EU and GB say so, and none of the others says that it can)."""

Line = tuple[Article, int, date | None]
"""Article, packs, and the day it is bought (None = not known)."""


def check_basket(catalogue: Catalogue, traveller: Traveller, lines: Sequence[Line], *, on: date) -> BasketCheck:
    """Return every line's verdict in the company of the others, and how far each limit is used.

    A line is green only if its own answer is, no limit it counts towards is used by 80 % or more or beyond
    what is known, and nothing of air, export and shelf life speaks against it. The own answer takes the packs
    to be shared out among the adults.

    Parameters
    ----------
    traveller
        Of a home without rules every verdict is unknown. Living in Viet Nam crosses no border: then only the
        airline and the shelf life are asked.
    lines
        May name an article twice. A line of 0 packs counts towards nothing and is judged as one pack.
    on
        Day from which the age of the rules is counted.

    Returns
    -------
    BasketCheck
        `limits` in the order of the goods and their rules, allowances over everything bought last. The amount of a
        limit is a lower bound where the state is ``amount_unknown``, and None where nothing of it is known.

    Raises
    ------
    RequestError
        ``G113`` for a number of packs that is negative or absurd, ``G110`` for a pack of absurd weight or volume,
        ``G112`` for a party that is none.
    """
    for article, quantity, _ in lines:
        check_packs(quantity, article.key)
        check_content(article)
    packs = [(article, quantity) for article, quantity, _ in lines]
    rows = build_limit_rows(catalogue, traveller, [article for article, _ in packs])
    uses = [_use(row, [quantity for _, quantity in packs]) for row in rows]
    is_home = traveller.market == HOME_COUNTRY
    air = list_air_bearings(catalogue, traveller, packs)
    export = tuple(() for _ in packs) if is_home else list_export_bearings(catalogue, traveller, packs)
    checks = []
    for number, (article, quantity, bought_on) in enumerate(lines):
        kind = catalogue.product_types[article.product_type]
        bearings = (
            *(_list_limit_bearings(catalogue, rows, uses, number) if quantity else ()),
            *air[number],
            *export[number],
            *list_keeping_bearings(kind, traveller, bought_on),
        )
        answer = _answer(catalogue, traveller, article, quantity, on)
        checks.append(_check(catalogue, traveller, article, quantity, answer, bearings))
    used = [(row, use) for row, use in zip(rows, uses, strict=True) if _is_used(row, packs)]
    return BasketCheck(
        lines=tuple(checks),
        limits=tuple(use for _, use in used),
        notices=(
            *(() if is_home else list_export_notices(catalogue, traveller, packs)),
            *_list_limit_notices(catalogue, used),
        ),
    )


def _answer(catalogue: Catalogue, traveller: Traveller, article: Article, quantity: int, on: date) -> CarryHomeAnswer:
    """Return what the home market says of a line: of as many packs as the one carries who carries most."""
    kind = catalogue.product_types[article.product_type]
    product = catalogue.products.get(article.product_id) if article.product_id is not None else None
    if traveller.market == HOME_COUNTRY:
        return _say_no_border(article)
    basis = get_basis(catalogue, kind, traveller.market, product)
    each = max(1, ceil(quantity / max(1, traveller.adults)))
    return build_answer(basis, product, (article.pack_g, article.volume_ml), each, on, is_money_checked=True)


def _say_no_border(article: Article) -> CarryHomeAnswer:
    """Answer for a traveller who stays in the country: nothing is asked of the goods."""
    return CarryHomeAnswer(
        market=HOME_COUNTRY,
        product_id=article.product_id,
        product_type=article.product_type,
        verdict=Verdict.OK,
        is_green=True,
        confidence="high",
        reasons=("no_border",),
        limit_text=None,
        limit=None,
        unit=None,
        rules=(),
        pools=(),
        as_of="",
        is_stale=False,
        sources=(),
    )


def _check(
    catalogue: Catalogue,
    traveller: Traveller,
    article: Article,
    quantity: int,
    answer: CarryHomeAnswer,
    bearings: Sequence[Bearing],
) -> LineCheck:
    carriage, ways = get_carriage(catalogue, article, traveller)
    reasons = {_identify(reason): reason for reason in (*(bearing.reason for bearing in bearings), *ways)}
    verdict = get_worst((answer.verdict, *(bearing.verdict for bearing in bearings)))
    is_green = answer.is_green and not any(bearing.is_amber for bearing in bearings)
    return LineCheck(
        key=article.key,
        quantity=quantity,
        verdict=verdict,
        is_green=is_green and verdict in (Verdict.OK, Verdict.LIMIT),
        answer=answer,
        carriage=carriage,
        reasons=tuple(reasons.values()),
    )


def _identify(reason: Reason) -> tuple[object, ...]:
    return reason.code, *sorted(reason.params.items())


def _use(row: LimitRow, quantities: Sequence[int]) -> LimitUse:
    """Return how much of a limit is used; exactly the limit is not over it."""
    used = [(amount, quantity) for amount, quantity in zip(row.amounts, quantities, strict=True) if quantity]
    known = sum(amount * quantity for amount, quantity in used if amount is not None)
    is_complete = all(amount is not None for amount, _ in used)
    state = get_state(known, row.limit, STATE_OVER[row.kind])
    if _has_too_dear_item(row, used):
        state = STATE_OVER[row.kind]
    if not is_complete and state is not STATE_OVER[row.kind]:
        state = LimitState.AMOUNT_UNKNOWN
    return LimitUse(
        pool=row.pool,
        amount=known if is_complete or known > 0 else None,
        limit=row.limit,
        state=state.value,
        categories=row.categories,
    )


def _has_too_dear_item(row: LimitRow, used: Sequence[tuple[float | None, int]]) -> bool:
    """Whether a single item exceeds what one traveller may bring: nobody can bring half of it."""
    if row.kind != "value" or row.pool.pool_id in SHARED_IN_FAMILY:
        return False
    return any(amount is not None and amount > row.pool.limit for amount, _ in used)


def _is_used(row: LimitRow, packs: Sequence[tuple[Article, int]]) -> bool:
    return any(quantity and amount != 0.0 for amount, (_, quantity) in zip(row.amounts, packs, strict=True))


def _list_limit_bearings(
    catalogue: Catalogue, rows: Sequence[LimitRow], uses: Sequence[LimitUse], number: int
) -> Iterator[Bearing]:
    """Yield what the limits of the party say of one line: those it counts towards, unless there is room to spare."""
    for row, use in zip(rows, uses, strict=True):
        own = row.amounts[number]
        state = LimitState(use.state)
        # A line of known amount is not to blame for another one whose price is not known.
        is_quiet = state is LimitState.WITHIN or (state is LimitState.AMOUNT_UNKNOWN and own is not None)
        if own == 0.0 or (is_quiet and len(row.lines) < 2):
            continue
        verdict = VERDICT_OF_STATE.get(state, Verdict.OK)
        yield Bearing(
            verdict, True, _tell_use(catalogue, row, use, "pool_mixed" if is_quiet else f"pool_{state.value}")
        )


def _tell_use(catalogue: Catalogue, row: LimitRow, use: LimitUse, code: str) -> Reason:
    pool = row.pool
    params: dict[str, str | int | float] = {
        "pool": pool.pool_id,
        "amount": "?" if use.amount is None else round(use.amount, 3),
        "limit": round(use.limit, 3),
        "unit": pool.unit,
        "source": pool.source,
        "as_of": get_pool_date(catalogue, pool),
        "confidence": pool.confidence,
    }
    return Reason(code=code, params=params)


def _list_limit_notices(catalogue: Catalogue, used: Sequence[tuple[LimitRow, LimitUse]]) -> Iterator[Reason]:
    """Yield what should be said of sums of money: where one is a lower bound, and the rates they were made with."""
    money = [(row, use) for row, use in used if row.pool.unit not in WEIGHT_AND_VOLUME]
    for row, use in money:
        if use.state == LimitState.AMOUNT_UNKNOWN:
            yield _tell_use(catalogue, row, use, "value_lower_bound")
    for unit in dict.fromkeys(row.pool.unit for row, _ in money):
        if (rate := find_rate(catalogue, unit)) is not None:
            yield tell_rate(rate)
