"""Tables that break between words, never within one, where the terminal has room for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from planner.cli.common import out


def build_fitted(
    header: tuple[str, ...], rows: Sequence[tuple[str, ...]], right: Collection[int] = (), *, widest: int
) -> Table:
    """Return a table as wide as the terminal at most.

    Parameters
    ----------
    right
        Columns of figures, set flush right.
    widest
        The column that takes what room is left when each of the others has enough for its longest word.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    columns = [(name, *(row[number] for row in rows)) for number, name in enumerate(header)]
    for number, width in enumerate(_measure(columns, out.width, widest)):
        table.add_column(
            Text(header[number]), width=width, overflow="fold", justify="right" if number in right else "left"
        )
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _measure(columns: Sequence[tuple[str, ...]], room: int, widest: int) -> list[int]:
    """Return a width for each column: its longest word, then what is left over, `widest` first."""
    words = [max(cell_len(word) for cell in cells for word in (cell.split() or [""])) for cells in columns]
    whole = [max(map(cell_len, cells)) for cells in columns]
    words[widest] = 0
    spare = room - (len(columns) - 1) - sum(words)
    for number in (widest, *(number for number in range(len(columns)) if number != widest)):
        more = min(whole[number] - words[number], max(spare, 0))
        words[number] += more
        spare -= more
    words[widest] = max(words[widest], 8)
    return words
