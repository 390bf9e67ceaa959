"""Sources cited on pages, numbered in the order in which they are first named."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class References:
    """Sources by number."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def cite(self, source: str) -> int:
        """Return the number of a source, from 1; a source cited again keeps its own."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def list_cited(self) -> list[tuple[int, str]]:
        """Return the sources cited so far, by number."""
        return [(number, source) for source, number in self._numbers.items()]
