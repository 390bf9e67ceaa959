"""The basket as an integer program, solved to proven optimality with HiGHS.

Packs are numbers, limits are rows; nothing in here knows what a fish sauce is.

**Problem.** For every item choose how many packs to keep and how many to give to each group of people, so that first
as many people as possible get a pack that they like, and then the sum of worths is largest:

* the k-th kept pack of an item is worth `own_worths[k - 1]`, which never rises with k;
* the m-th kept pack of a kind loses `crowding[m - 1]`, which never falls with m (the last entry holds for all
  further ones), whatever items of the kind they are;
* a pack given away is worth `gift_worth`, and one person gets one pack;
* the amounts of all packs, kept or given, stay within the limit of every row;
* of an item there are `most` packs at most;
* all packs lie in two bags, whole: what each bag holds is limited, and some packs may not lie in the second;
* an item with `packs` set (decided by hand) has exactly so many. Where such items alone go over a row, the row is
  widened to what they use: nothing else may then be added to it.

**Bags.** The program is first solved as if packs could be divided between the bags. The answer is then stowed
exactly (a subset sum); only where that fails it is solved again with a column per item for the packs in the cabin.

**Program.** A binary column per kept pack, an integer one per item and group, and a continuous one per further pack
of a kind. Worths fall and crowding rises, so the columns fill up in the right order by themselves. All data are
integers, and every answer is held against the rows in integers before it is handed out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.goods.highs import maximise

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

HOLD, BAGS = "hold", "bags"
"""Names of the rows of the bags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Packs of one article."""

    kind: str
    own_worths: tuple[int, ...]
    """Worth of the first, second, ... kept pack; as many as may be kept."""
    gift_worth: int = 0
    groups: tuple[int, ...] = ()
    """Groups of people who like it."""
    packs: int | None = None
    """Exactly so many, decided by hand; `own_worths` then has as many entries. None = up to the solver."""
    most: int | None = None
    """Most packs, kept and given; None = any number. Does not hold for what is decided by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A limit that all packs share."""

    name: str
    limit: int
    use: tuple[int, ...]
    """Of one pack of each item, at least 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """Where packs travel. None of them weighs nothing: what travels apart has weight 0."""

    cabin: int
    hold: int
    weights: tuple[int, ...]
    may_cabin: tuple[bool, ...]

    def fit(self, packs: Sequence[int]) -> bool:
        """Return whether so many packs of each item can be stowed, none of them divided."""
        total = sum(weight * number for weight, number in zip(self.weights, packs, strict=True))
        if total <= self.hold:
            return True
        # Bit s is set where some of the packs that may lie in the cabin weigh s together.
        sums, mask = 1, (1 << (self.cabin + 1)) - 1
        for weight, number, may_cabin in zip(self.weights, packs, self.may_cabin, strict=True):
            for _ in range(number if may_cabin and weight <= self.cabin else 0):
                sums |= (sums << weight) & mask
        return total - (sums.bit_length() - 1) <= self.hold

    def build_rows(self, decided: Sequence[int]) -> tuple[Row, Row]:
        """Return what holds of every stowed basket: the hold alone, and both bags together.

        Parameters
        ----------
        decided
            Packs of each item decided by hand. Where these cannot be stowed, nothing that weighs is to be added.
        """
        bound = tuple(0 if may else weight for weight, may in zip(self.weights, self.may_cabin, strict=True))
        is_open = self.fit(decided)
        return (
            Row(name=HOLD, limit=self.hold if is_open else 0, use=bound),
            Row(name=BAGS, limit=self.hold + self.cabin if is_open else 0, use=self.weights),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketProblem:
    """Items, limits, and the people who get presents."""

    items: tuple[Item, ...]
    rows: tuple[Row, ...]
    bags: Bags | None = None
    """Their rows are among `rows`."""
    people: tuple[int, ...] = ()
    """Size of each group."""
    crowding: tuple[int, ...] = (0,)

    def get_crowding(self, number: int) -> int:
        """Points lost by the n-th kept pack of a kind, n from 1."""
        return self.crowding[min(number, len(self.crowding)) - 1]

    def get_fixed_use(self, row: Row) -> int:
        """Return what the items decided by hand use of a row."""
        return sum((item.packs or 0) * use for item, use in zip(self.items, row.use, strict=True))

    def get_limit(self, row: Row) -> int:
        """Return the limit that holds: widened where what was decided by hand goes over it."""
        return max(row.limit, self.get_fixed_use(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How many packs of each item are kept and given."""

    own: tuple[int, ...]
    gifts: tuple[tuple[int, ...], ...]
    """Per item and group."""
    is_optimal: bool

    @property
    def given(self) -> tuple[int, ...]:
        """Packs given away, per item."""
        return tuple(sum(packs) for packs in self.gifts)

    @property
    def packs(self) -> tuple[int, ...]:
        """All packs, per item."""
        return tuple(own + given for own, given in zip(self.own, self.given, strict=True))

    @property
    def served(self) -> int:
        """People who get a present."""
        return sum(self.given)


def solve(problem: BasketProblem, *, max_nodes: int) -> Choice:
    """Return the best choice, proved so unless `max_nodes` of the search tree did not suffice.

    Same problem, same choice: the solver works without a clock and without chance.
    """
    choice = _solve(problem, max_nodes, is_stowed=False)
    if problem.bags is None or problem.bags.fit(choice.packs):
        return choice
    if not problem.bags.fit([item.packs or 0 for item in problem.items]):
        return choice  # What was decided by hand has no room, and nothing that weighs was added to it.
    return _solve(problem, max_nodes, is_stowed=True)


def _solve(problem: BasketProblem, max_nodes: int, *, is_stowed: bool) -> Choice:
    program = _Program(problem, is_stowed=is_stowed)
    taken, is_served_most = program.maximise_served(max_nodes)
    served = int(taken[program.is_gift].sum())
    best, is_optimal = program.maximise_worth(served, max_nodes)
    return program.read(taken if best is None else best, is_optimal=is_optimal and is_served_most)


def get_worth(problem: BasketProblem, choice: Choice) -> int:
    """Return the points of a choice."""
    return sum(get_item_worths(problem, choice))


def get_item_worths(problem: BasketProblem, choice: Choice) -> tuple[int, ...]:
    """Return the points that each item brings; within a kind the packs worth least bear the crowding."""
    worths = [item.gift_worth * number for item, number in zip(problem.items, choice.given, strict=True)]
    packs = [(item.kind, -item.own_worths[k], i) for i, item in enumerate(problem.items) for k in range(choice.own[i])]
    taken: Counter[str] = Counter()
    for kind, loss, i in sorted(packs):
        taken[kind] += 1
        worths[i] -= loss + problem.get_crowding(taken[kind])
    return tuple(worths)


class _Program:
    """Columns of a problem: kept packs (item, k), then presents (item, group), then those that only help.

    These are packs that crowd (kind, m) and, where packs are stowed, packs in the cabin (item).
    """

    def __init__(self, problem: BasketProblem, *, is_stowed: bool) -> None:
        self.problem = problem
        self.limits: IntArray = np.array([problem.get_limit(row) for row in problem.rows], dtype=np.int64)
        use = np.array([row.use for row in problem.rows], dtype=np.int64).reshape(len(problem.rows), len(problem.items))
        self.is_decided = np.array([item.packs is not None for item in problem.items], dtype=np.bool_)
        fits = self.is_decided | (use <= self.limits[:, None]).all(axis=0)
        self.own = [
            (i, k)
            for i, item in enumerate(problem.items)
            for k, worth in enumerate(item.own_worths)
            if fits[i] and (worth > 0 or item.packs is not None)
        ]
        self.gifts = [(i, group) for i, item in enumerate(problem.items) if fits[i] for group in item.groups]
        kinds = dict.fromkeys(problem.items[i].kind for i, _ in self.own)
        self.crowds = [(kind, m) for kind in kinds for m in range(len(problem.crowding))]
        self.item_of: IntArray = np.array([i for i, _ in (*self.own, *self.gifts)], dtype=np.int64)
        bags = problem.bags if is_stowed else None
        self.cabins = [] if bags is None else [int(i) for i in np.unique(self.item_of) if bags.may_cabin[i]]
        self.is_gift = np.arange(len(self.item_of)) >= len(self.own)
        self.use: IntArray = use[:, self.item_of]
        # Rows are handed over as shares of their limits: the tolerances of the solver are absolute.
        self.units: FloatArray = np.maximum(self.limits, 1).astype(np.float64)
        self.upper = np.array(
            [1.0] * len(self.own)
            + [float(problem.people[group]) for _, group in self.gifts]
            + [np.inf if m == len(problem.crowding) - 1 else 1.0 for _, m in self.crowds]
            + [np.inf] * len(self.cabins)
        )

    def maximise_served(self, max_nodes: int) -> tuple[IntArray, bool]:
        """Return packs with which most people get a present, nothing else proposed, and whether that is proved."""
        nothing = np.array(
            [self.is_decided[i] and not gift for i, gift in zip(self.item_of, self.is_gift, strict=True)]
        )
        if not self.gifts:
            return nothing.astype(np.int64), True
        is_barred = self._widen(~self.is_gift & ~self.is_decided[self.item_of]) > 0
        upper = np.where(is_barred, 0.0, self.upper)
        found, is_proved = self._maximise(self._widen(self.is_gift), upper, None, max_nodes)
        return (nothing.astype(np.int64), False) if found is None else (found, is_proved)

    def maximise_worth(self, served: int, max_nodes: int) -> tuple[IntArray | None, bool]:
        """Return the packs worth most with which so many people get a present, and whether that is proved."""
        items = self.problem.items
        worths = [items[i].own_worths[k] for i, k in self.own] + [items[i].gift_worth for i, _ in self.gifts]
        losses = [-self.problem.crowding[m] for _, m in self.crowds]
        worth = np.array(worths + losses + [0] * len(self.cabins), dtype=np.float64)
        return self._maximise(worth, self.upper, served, max_nodes)

    def read(self, taken: IntArray, *, is_optimal: bool) -> Choice:
        """Return the choice that columns stand for."""
        own: Counter[int] = Counter()
        gifts: Counter[tuple[int, int]] = Counter()
        for (i, _), number in zip(self.own, taken[~self.is_gift], strict=True):
            own[i] += int(number)
        for pair, number in zip(self.gifts, taken[self.is_gift], strict=True):
            gifts[pair] += int(number)
        return Choice(
            own=tuple(own[i] for i in range(len(self.problem.items))),
            gifts=tuple(
                tuple(gifts[i, group] for group in range(len(self.problem.people)))
                for i in range(len(self.problem.items))
            ),
            is_optimal=is_optimal,
        )

    def _maximise(
        self, worth: FloatArray, upper: FloatArray, served: int | None, max_nodes: int
    ) -> tuple[IntArray | None, bool]:
        """Return whole numbers of packs worth most, None where none were found, and whether that is proved.

        An answer that breaks a row once it is rounded is not taken: the row is made tighter by the excess, and
        what then comes out is not called proved.
        """
        count = self.item_of.size
        if count == 0:
            return np.zeros(0, dtype=np.int64), True
        matrix, low, high = self._build_rows(served)
        is_exact = True
        while True:
            values, is_proved = maximise(worth, upper, matrix, low, high, max_nodes=max_nodes)
            if values is None:
                return None, False
            taken = np.rint(values[:count]).astype(np.int64)
            excess = np.maximum(self.use @ taken - self.limits, 0)
            if not excess.any():
                return taken, is_exact and is_proved
            high[: excess.size] -= excess / self.units
            is_exact = False

    def _build_rows(self, served: int | None) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Matrix, least and greatest of: limits, groups, items decided by hand, presents in all, helping columns."""
        none = -np.inf
        rows: list[tuple[FloatArray, float, float]] = [
            (self._widen(use) / unit, none, limit / unit)
            for use, limit, unit in zip(self.use, self.limits, self.units, strict=True)
        ]
        group_of = np.array([-1] * len(self.own) + [group for _, group in self.gifts])
        rows += [(self._widen(group_of == group), none, float(size)) for group, size in enumerate(self.problem.people)]
        for i, item in enumerate(self.problem.items):
            is_item = self.item_of == i
            if item.packs is not None:
                rows.append((self._widen(is_item), float(item.packs), float(item.packs)))
            elif item.most is not None and item.most < self.upper[: is_item.size] @ is_item:
                rows.append((self._widen(is_item), none, float(item.most)))
        if served is not None:
            rows.append((self._widen(self.is_gift), float(served), float(served)))
        rows += [(entries, none, limit) for entries, limit in (*self._list_crowd_rows(), *self._list_bag_rows())]
        matrix = np.array([entries for entries, _, _ in rows]).reshape(len(rows), self.upper.size)
        return matrix, np.array([low for _, low, _ in rows]), np.array([high for _, _, high in rows])

    def _list_crowd_rows(self) -> Iterator[tuple[FloatArray, float]]:
        """Kept packs of a kind, less its columns of packs that crowd, are at most none."""
        kind_of = np.array([self.problem.items[i].kind for i, _ in self.own] + [""] * len(self.gifts), dtype=object)
        crowd_of = np.array([kind for kind, _ in self.crowds], dtype=object)
        for kind in dict.fromkeys(kind for kind, _ in self.crowds):
            is_kept = (kind_of == kind) & ~self.is_gift
            yield self._widen(is_kept, crowds=-(crowd_of == kind).astype(np.float64)), 0.0

    def _list_bag_rows(self) -> Iterator[tuple[FloatArray, float]]:
        """Packs in the cabin are no more than there are, and fit; all others fit into the hold."""
        bags = self.problem.bags
        if not self.cabins or bags is None:
            return
        weights = np.array(bags.weights, dtype=np.float64)
        in_cabin = weights[self.cabins]
        yield self._widen(np.zeros(self.item_of.size), cabins=in_cabin), float(bags.cabin)
        yield self._widen(weights[self.item_of], cabins=-in_cabin), float(bags.hold)
        for number, i in enumerate(self.cabins):
            yield self._widen(-1.0 * (self.item_of == i), cabins=np.eye(1, len(self.cabins), number)[0]), 0.0

    def _widen(
        self, packs: NDArray[Any], *, crowds: FloatArray | None = None, cabins: FloatArray | None = None
    ) -> FloatArray:
        """Return a row over all columns: those of packs, then the helping ones, zero where they are not given."""
        return np.concatenate(
            (
                packs.astype(np.float64),
                np.zeros(len(self.crowds)) if crowds is None else crowds,
                np.zeros(len(self.cabins)) if cabins is None else cabins,
            )
        )
