"""Reckons the formulas of a workbook a second time: a small reader of the formula language, for tests alone."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<cell>(?:'[^']+'!|[A-Za-z]+!)?\$?[A-Z]{1,2}\$?[0-9]+(?::\$?[A-Z]{1,2}\$?[0-9]+)?)
    |(?P<name>[A-Z]+)\(|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<mark><>|<=|>=|[-+*/()=<>,]))""",
    re.VERBOSE,
)


class Reckoner:
    """Values of cells, reckoned from formulas and constants; money is exact, as fractions."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def value(self, sheet: str, address: str) -> Any:
        """Return the value of a cell."""
        content = self.book[sheet][address].value
        if isinstance(content, str) and content.startswith("="):
            return _Reader(self, sheet, content[1:]).read()
        return Fraction(str(content)) if isinstance(content, (int, float)) else content

    def cells(self, sheet: str, address: str) -> list[Any]:
        """Return the values of a range, row by row."""
        first, top, last, bottom = range_boundaries(address)
        rows = self.book[sheet].iter_rows(min_row=top, max_row=bottom, min_col=first, max_col=last)
        return [self.value(sheet, cell.coordinate) for row in rows for cell in row]


class _Reader:
    def __init__(self, reckoner: Reckoner, sheet: str, formula: str) -> None:
        self.reckoner, self.sheet = reckoner, sheet
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(formula):
            match = TOKEN.match(formula, position)
            assert match is not None, formula[position:]
            assert match.lastgroup is not None
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            position = match.end()
        self.at = 0

    def read(self) -> Any:
        found = self.comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return found

    def peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "mark" else ""

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def comparison(self) -> Any:
        left = self.sum()
        while (mark := self.peek()) in ("=", "<>", ">", "<", ">=", "<="):
            self.take()
            left = spread(COMPARISONS[mark], left, self.sum())
        return left

    def sum(self) -> Any:
        left = self.product()
        while (mark := self.peek()) in ("+", "-"):
            self.take()
            left = spread(SUMS[mark], left, self.product())
        return left

    def product(self) -> Any:
        left = self.primary()
        while (mark := self.peek()) in ("*", "/"):
            self.take()
            left = spread(SUMS[mark], left, self.primary())
        return left

    def primary(self) -> Any:
        kind, text = self.take()
        if kind == "number":
            return Fraction(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "cell":
            sheet, _, address = text.rpartition("!")
            named = sheet.strip("'") or self.sheet
            plain = address.replace("$", "")
            return self.reckoner.cells(named, plain) if ":" in plain else self.reckoner.value(named, plain)
        if kind == "name":
            arguments = [self.comparison()]
            while self.peek() == ",":
                self.take()
                arguments.append(self.comparison())
            assert self.take()[1] == ")"
            return FUNCTIONS[text](*arguments)
        if text == "(":
            inner = self.comparison()
            assert self.take()[1] == ")"
            return inner
        assert text == "-", text
        return -number(self.primary())


def number(value: Any) -> Fraction:
    """Return what arithmetic takes a cell for; text is an error in a spreadsheet, too."""
    if value is None:
        return Fraction(0)
    assert not isinstance(value, str), f"#VALUE! {value!r}"
    return Fraction(value)


def is_same(left: Any, right: Any) -> bool:
    """Return whether two cells are equal: an empty cell is the empty text."""
    left, right = ("" if one is None else one for one in (left, right))
    return type(left) is type(right) and left == right


def spread(act: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Return what an operator gives, cell by cell where a side is a range."""
    if isinstance(left, list) or isinstance(right, list):
        length = len(left) if isinstance(left, list) else len(right)
        lefts = left if isinstance(left, list) else [left] * length
        rights = right if isinstance(right, list) else [right] * length
        return [act(a, b) for a, b in zip(lefts, rights, strict=True)]
    return act(left, right)


def round_up(value: Fraction, digits: Fraction) -> Fraction:
    """Return ROUNDUP of a number that is not negative, to whole numbers."""
    assert digits == 0
    assert value >= 0
    return Fraction(math.ceil(value))


def round_half_up(value: Fraction, digits: Fraction) -> Fraction:
    """Return ROUND of a number that is not negative, to whole numbers."""
    assert digits == 0
    return Fraction(math.floor(value + Fraction(1, 2)))


SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: number(a) + number(b),
    "-": lambda a, b: number(a) - number(b),
    "*": lambda a, b: number(a) * number(b),
    "/": lambda a, b: number(a) / number(b),
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": is_same,
    "<>": lambda a, b: not is_same(a, b),
    ">": lambda a, b: number(a) > number(b),
    "<": lambda a, b: number(a) < number(b),
    ">=": lambda a, b: number(a) >= number(b),
    "<=": lambda a, b: number(a) <= number(b),
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda cells: sum((number(cell) for cell in cells if not isinstance(cell, str)), Fraction(0)),
    "SUMPRODUCT": lambda cells: sum((number(cell) for cell in cells), Fraction(0)),
    "ROUNDUP": round_up,
    "ROUND": round_half_up,
    "IF": lambda condition, yes, no: yes if condition else no,
}
