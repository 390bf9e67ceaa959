"""The states of something that a visitor changes, with the way back and forth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

MAX_HISTORY = 100

State = TypeVar("State")


@dataclass(kw_only=True)
class History(Generic[State]):
    """States in the order in which they were made; undo and redo move the cursor, nothing else is forgotten."""

    history: list[State]
    """At least one."""
    cursor: int = 0

    @property
    def now(self) -> State:
        """The state that is shown."""
        return self.history[self.cursor]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier state."""
        return self.cursor > 0

    @property
    def can_redo(self) -> bool:
        """Whether an undone state can come back."""
        return self.cursor + 1 < len(self.history)

    def push(self, state: State) -> None:
        """Show a new state; what had been undone is gone."""
        self.history = [*self.history[: self.cursor + 1], state][-MAX_HISTORY:]
        self.cursor = len(self.history) - 1

    def replace(self, state: State) -> None:
        """Put a state in the place of the one that is shown: the same step, better known."""
        self.history[self.cursor] = state

    def restart(self, state: State) -> None:
        """Begin anew with a state."""
        self.history, self.cursor = [state], 0

    def step(self, by: int) -> None:
        """Go back (-1) or forward (+1), as far as there is a state."""
        self.cursor = max(0, min(len(self.history) - 1, self.cursor + by))
