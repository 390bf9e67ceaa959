"""Help for the customs of the home market: what to declare, what is within which limit, by which rule. CSV and PDF.

It is an aid for filling in a form and for talking to an officer, never a form itself, and says so on every page.
"""

from __future__ import annotations

from typing import Final, Literal

from planner.model.basket import Basket, LineCheck
from planner.model.catalogue import Catalogue
from planner.model.goods import ExchangeRate
from planner.model.itinerary import Itinerary
from planner.model.market import Verdict
from planner.present.basket import LineText, crosses_border, describe_line, tell_sum
from planner.present.basket_bars import describe_limit, tell_worth
from planner.present.languages import capitalise
from planner.present.sources import tell_date, tell_reason
from planner.present.words import Words
from planner.publish.binding import open_paper
from planner.publish.paper import Paper, keep, printed, set_cell, set_line, set_row, set_table, set_text
from planner.publish.purchases import (
    PurchaseLine,
    find_home_rate,
    get_basket,
    is_of_luggage,
    list_printed,
    list_purchases,
    tell_content,
    tell_home_value,
    tell_value,
)
from planner.publish.spreadsheet import Cell, render_csv

Group = Literal["prohibited", "permit", "declare", "ask", "green"]
GROUPS: Final[tuple[Group, ...]] = ("prohibited", "permit", "declare", "ask", "green")
"""What to do with a purchase, most urgent first."""
_TONES: Final[dict[Group, str]] = {
    "prohibited": "bad",
    "permit": "bad",
    "declare": "care",
    "ask": "care",
    "green": "good",
}

HEADER: Final = (
    "what_to_do", "verdict", "is_green", "article", "article_vi", "packs", "content_g", "is_weight_estimate",
    "hs_code_unverified", "value_low_vnd", "value_high_vnd", "is_value_estimate", "home_currency", "rate_vnd",
    "rate_date", "bought_at", "date", "limit", "rules", "sources", "rule_date", "confidence", "may_be_out_of_date",
    "check", "article_key",
)  # fmt: skip
_COLUMNS: Final = (0.38, 0.08, 0.13, 0.13, 0.28)


def get_group(check: LineCheck) -> Group:
    """Return what to do with a purchase. Whatever is not surely allowed is to be asked for or declared."""
    match check.verdict:
        case Verdict.PROHIBITED:
            return "prohibited"
        case Verdict.PERMIT:
            return "permit"
        case Verdict.DECLARE:
            return "declare"
        case Verdict.OK | Verdict.LIMIT if check.is_green:
            return "green"
        case _:
            return "ask"


def render_declaration_csv(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return the help for customs as CSV, one row per purchase; without a border to cross the columns stay empty."""
    basket = get_basket(itinerary)
    rate = find_home_rate(basket.traveller, itinerary, catalogue)
    asked = crosses_border(basket.traveller)
    purchases = list_purchases(basket, catalogue, words)
    if asked:
        purchases.sort(key=lambda one: GROUPS.index(get_group(one.line.check)))
    return render_csv(HEADER, [_list_cells(one, rate, basket, words, asked=asked) for one in purchases])


def _list_cells(
    purchase: PurchaseLine, rate: ExchangeRate | None, basket: Basket, words: Words, *, asked: bool
) -> list[Cell]:
    line, answer, say = purchase.line, purchase.line.check.answer, words.messages
    told = describe_line(line, basket.traveller, words)
    facts: list[Cell] = [
        purchase.name,
        purchase.name_vi,
        line.quantity,
        purchase.content_g,
        None if purchase.content_g is None else _flag(not purchase.is_weight_known),
        f"HS {purchase.kind.hs_code}" if purchase.kind and purchase.kind.hs_code else None,  # keeps a leading zero
        purchase.low_vnd,
        purchase.high_vnd,
        None if purchase.low_vnd is None else _flag(not purchase.article.is_price_known),
        rate.currency if rate else None,
        rate.vnd if rate else None,
        rate.as_of if rate else None,
        purchase.place,
        line.offer.on.isoformat(),
    ]
    if not asked:
        return [None, None, None, *facts, *[None] * 7, purchase.article.key]
    return [
        say(f"customs.{get_group(line.check)}"),
        line.check.verdict.value,
        _flag(line.check.is_green),
        *facts,
        answer.limit_text,
        " ".join(f"{text}." if text[-1:] not in ".!?" else text for text in _list_rules(purchase, told, words)),
        "; ".join(answer.sources) or say("verdict.no_source"),
        answer.as_of,
        answer.confidence,
        _flag(answer.is_stale),
        told.check,
        purchase.article.key,
    ]


def _flag(value: bool) -> str:
    return "yes" if value else "no"


@printed
def render_declaration_pdf(itinerary: Itinerary, catalogue: Catalogue, words: Words) -> bytes:
    """Return the help for customs as pages."""
    basket, say = get_basket(itinerary), words.messages
    asked = crosses_border(basket.traveller)
    market = itinerary.request.home_market or basket.traveller.market or ""
    title = say("paper.customs_title", market=say.country(market)) if asked else say("paper.customs_none_title")
    paper = open_paper(itinerary, words, title=title, foot=f"{say('verdict.check')} {say('paper.customs_foot')}")
    if not asked:
        key = "paper.customs_no_border" if basket.traveller.market else "verdict.no_market"
        paper.text(say(key))
        return paper.render()
    purchases = list_printed(basket, catalogue, words)
    rate = find_home_rate(basket.traveller, itinerary, catalogue)
    paper.text(say("paper.customs_lead"), "aside")
    paper.text(say("paper.customs_party", adults=basket.traveller.adults, children=basket.traveller.children))
    _add_sum(paper, basket, rate, words)
    for group in GROUPS:
        _add_group(paper, group, [one for one in purchases if get_group(one.line.check) == group], rate, basket, words)
    _add_limits(paper, basket, words)
    if basket.notices:
        paper.heading(say("paper.customs_notices"))
        for notice in basket.notices:
            paper.text(capitalise(tell_reason(notice, words)), "small")
    return paper.render()


def _add_sum(paper: Paper, basket: Basket, rate: ExchangeRate | None, words: Words) -> None:
    say = words.messages
    total = tell_sum(basket.spend_low_vnd, basket.spend_high_vnd, words)
    home = tell_home_value(basket.spend_low_vnd, basket.spend_high_vnd, rate, words)
    paper.text(say("paper.customs_value", value=f"{total} {home}".strip()), "strong")
    if rate is None:
        paper.text(say("paper.no_rate"), "small")
    else:
        worth, as_of = tell_worth(rate, words), tell_date(rate.as_of, words)
        paper.text(say("paper.rate", currency=rate.currency, vnd=worth, source=rate.source, date=as_of), "small")


def _add_group(
    paper: Paper,
    group: Group,
    purchases: list[PurchaseLine],
    rate: ExchangeRate | None,
    basket: Basket,
    words: Words,
) -> None:
    if not purchases:
        return
    say = words.messages
    names = ("article", "packs", "weight", "hs", "value")
    head = set_table([say(f"column.{name}") for name in names], [], _COLUMNS)
    title = [set_text(say(f"customs.{group}"), "heading"), set_text(say(f"customs.{group}_help"), "small"), head]
    for number, purchase in enumerate(purchases):
        block = [*_draw_purchase(purchase, group, rate, basket, words), set_line()]
        paper.add(keep([*title, *block] if number == 0 else block))


def _draw_purchase(
    purchase: PurchaseLine, group: Group, rate: ExchangeRate | None, basket: Basket, words: Words
) -> list[object]:
    say, line = words.messages, purchase.line
    told = describe_line(line, basket.traveller, words)
    bought = say("paper.bought_at", place=purchase.place, date=say.date(line.offer.on))
    word = "" if told.badge is None else capitalise(told.badge.word)
    code = purchase.kind.hs_code if purchase.kind else None
    home = tell_home_value(purchase.low_vnd, purchase.high_vnd, rate, words)
    row = set_row(
        [
            set_cell([(purchase.name, "strong"), (purchase.local_name, "small"), (bought, "small")]),
            str(line.quantity),
            tell_content(purchase, words),
            set_cell([(code or say("paper.unknown"), "body"), (say("paper.unverified") if code else "", "small")]),
            set_cell([(tell_value(purchase, words), "body"), (home, "small")]),
        ],
        _COLUMNS,
    )
    basis = " · ".join(part for part in (told.basis, told.stale) if part)
    notes = set_cell(
        [
            (word, _TONES[group]),
            *((text, "small") for text in _list_rules(purchase, told, words)),
            (capitalise(f"{basis}. {told.check}"), "aside"),
        ]
    )
    return [row, set_row([notes], [1])]


def _list_rules(purchase: PurchaseLine, told: LineText, words: Words) -> list[str]:
    """Return the rules of customs with their sources, then what else bears on it; luggage has a list of its own."""
    aside = {words.reason(one) for one in purchase.line.check.reasons if is_of_luggage(one.code)}
    rules = [rule for rule in told.rules if rule.text not in aside]
    said = aside | {rule.text for rule in rules}
    with_source = [f"{capitalise(rule.text)} ({rule.source}). {rule.note}".strip() for rule in rules]
    return [*with_source, *(capitalise(text) for text in told.bearings if text not in said)]


def _add_limits(paper: Paper, basket: Basket, words: Words) -> None:
    say = words.messages
    paper.heading(say("limit.title"))
    if not basket.limits:
        paper.text(say("limit.none"))
        return
    bars = [describe_limit(use, basket.traveller, words) for use in basket.limits]
    rows = [
        [
            set_cell([(capitalise(bar.label), "strong")]),
            bar.told,
            set_cell([(capitalise(bar.badge.word), bar.badge.tone)]),
            set_cell([(capitalise(note), "small") for note in bar.notes]),
        ]
        for bar in bars
    ]
    header = [say(f"column.{name}") for name in ("limit", "used", "state", "basis")]
    paper.add(set_table(header, rows, (0.27, 0.2, 0.15, 0.38)))
