"""Prices of the open trip in words and in tables: at least so much, where one of them is not known yet."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.quote import CostLine, HeadPrice, Quote
from planner.present.quote import tell_line
from planner.present.words import Words
from ui.money import take_typed
from ui.studio_state import Studio, price_line


def take_cell(studio: Studio, table: str, line: CostLine, text: str | None) -> None:
    """Set the price of a cost line from a cell of a table; one that cannot be read leaves the old price."""
    is_amount, vnd = take_typed(studio.refused, table, text)
    if is_amount:
        price_line(studio, line, vnd)
    studio.revision += 1  # the cell shows what holds, written as the language writes it


def tell_sum(vnd: int, words: Words, *, is_complete: bool) -> str:
    """Return a sum of prices; where one is missing, that it is at least so much, or that nothing is known."""
    say = words.messages
    if is_complete:
        return say.money(vnd)
    return say("studio.at_least", price=say.money(vnd)) if vnd else say("studio.unknown")


def is_comparable(head: HeadPrice) -> bool:
    """Whether a price may stand beside those of other sizes: without that of its vehicle it says nothing."""
    return head.vehicle_vnd is not None


def tell_head(head: HeadPrice, vnd: int, words: Words) -> str:
    """Return a sum of a size of the group: the same in the figures above, the table of sizes and the comparison."""
    if not is_comparable(head):
        return words.messages("studio.incomplete")
    return tell_sum(vnd, words, is_complete=head.is_complete)


def note_prices(heads: Iterable[HeadPrice], words: Words) -> str:
    """Return what the words of `tell_head` mean, where they stand for one of these sizes; begins with a space."""
    say, every = words.messages, list(heads)
    told = []
    if any(is_comparable(one) and not one.is_complete for one in every):
        told.append(say("studio.at_least_note"))
    if not all(is_comparable(one) for one in every):
        told.append(say("studio.incomplete_note"))
    return "".join(f" {text}" for text in told)


def tell_lines(lines: Iterable[CostLine], words: Words) -> str:
    """Return what cost lines come to."""
    totals = [line.total_vnd for line in lines]
    return tell_sum(sum(vnd or 0 for vnd in totals), words, is_complete=None not in totals)


def name_line(line: CostLine, words: Words) -> str:
    """Return day, kind and name of a cost line."""
    say, told = words.messages, tell_line(line, words)
    when = say("sheet.whole_trip") if line.day is None else say("day.tab", number=line.day)
    what = "" if told.what == told.kind else told.what
    return " · ".join(part for part in (when, told.kind, what) if part)


def list_missing(quote: Quote, words: Words) -> list[str]:
    """Return the names of what has no price yet, each once."""
    return list(dict.fromkeys(name_line(line, words) for line in quote.lines if line.total_vnd is None))
