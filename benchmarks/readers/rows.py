"""Lines of an instance file as tokens, every one of which has to be accounted for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

import numpy as np

from planner.model.travel import IntArray


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is not blank."""

    file: str
    number: int
    """Line in the file, from 1."""
    tokens: tuple[str, ...]

    def fail(self, message: str) -> NoReturn:
        """Raise ValueError with the place in the file."""
        raise ValueError(f"{self.file}, line {self.number}: {message}")

    def expect(self, count: int, what: str) -> None:
        """Refuse the line unless it has exactly this many tokens, all of them numbers."""
        if len(self.tokens) != count:
            self.fail(f"{what} has {count} tokens, not {len(self.tokens)}")
        for index in range(count):
            self.get_decimal(index)

    def get_integer(self, index: int) -> int:
        """Return a token as an integer."""
        value = self.get_decimal(index)
        if value != int(value):
            self.fail(f"token {index + 1} is {self.tokens[index]!r}, not a whole number")
        return int(value)

    def get_count(self, index: int) -> int:
        """Return a token as an integer that is not negative."""
        value = self.get_integer(index)
        if value < 0:
            self.fail(f"token {index + 1} is {value}, which is negative")
        return value

    def get_decimal(self, index: int) -> Decimal:
        """Return a token as an exact decimal."""
        try:
            value = Decimal(self.tokens[index])
        except InvalidOperation:
            self.fail(f"token {index + 1} is {self.tokens[index]!r}, not a number")
        if not value.is_finite():
            self.fail(f"token {index + 1} is {self.tokens[index]!r}, not a number")
        return value

    def get_scaled(self, index: int, scale: int) -> int:
        """Return a token in 1 / scale, which has to hold it exactly."""
        value = self.get_decimal(index) * scale
        if value != int(value):
            self.fail(f"token {index + 1} is {self.tokens[index]!r}, finer than 1/{scale}")
        return int(value)

    def get_flag(self, index: int) -> bool:
        """Return a token that is 0 or 1."""
        value = self.get_integer(index)
        if value not in (0, 1):
            self.fail(f"token {index + 1} is {value}, not 0 or 1")
        return value == 1


def load_rows(path: Path, at_least: int) -> list[Row]:
    """Read the lines of a file that are not blank.

    Raises
    ------
    ValueError
        When there are fewer lines than a file of this kind can have.
    """
    lines = path.read_text(encoding="ascii").splitlines()
    rows = [Row(path.name, number, tuple(line.split())) for number, line in enumerate(lines, 1) if line.strip()]
    if len(rows) < at_least:
        raise ValueError(f"{path.name}, line {len(lines)}: the file ends after {len(rows)} lines")
    return rows


def check_row_count(rows: Sequence[Row], expected: int, head: Row) -> None:
    """Refuse a file with another number of location lines than its first line announces."""
    if len(rows) != expected:
        last = rows[-1] if rows else head
        last.fail(f"{len(rows)} location lines, but line {head.number} announces {expected}")


def check_location(row: Row, tokens: int, number: int) -> None:
    """Refuse a location line with a wrong number of tokens or out of order."""
    row.expect(tokens, "a location line")
    if row.get_integer(0) != number:
        row.fail(f"location {row.tokens[0]} where {number} is due")


def build_travel(rows: Sequence[Row], scale: int) -> IntArray:
    """Return Euclidean distances in 1 / scale, cut; tokens 2 and 3 are the coordinates.

    The addend 1e-9 repairs distances that are whole numbers but for floating point.
    """
    xy = [(float(row.get_decimal(1)), float(row.get_decimal(2))) for row in rows]
    cut = [[math.floor(math.hypot(bx - ax, by - ay) * scale + 1e-9) for bx, by in xy] for ax, ay in xy]
    return np.array(cut, dtype=np.int64)


def put_depot_last(travel: IntArray) -> IntArray:
    """Return a matrix whose first location has become the last, as a `Problem` wants it."""
    order = [*range(1, len(travel)), 0]
    return travel[np.ix_(order, order)]
