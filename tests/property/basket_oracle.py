"""The best basket by trying every number of every pack: slow, plain, and with nothing of the solver in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from planner.goods.basket_model import Bags, BasketProblem


def find_best(problem: BasketProblem) -> tuple[int, int]:
    """Return (people served, points) of the best basket."""
    most_gifts = sum(problem.people)
    ranges = []
    for item in problem.items:
        most = len(item.own_worths) + (most_gifts if item.groups else 0)
        ranges.append([item.packs] if item.packs is not None else range(most + 1))
    best = None
    for packs in product(*ranges):
        if is_allowed(problem, packs):
            for own, given in _split(problem, packs):
                found = sum(given), count_points(problem, own, given)
                best = found if best is None else max(best, found)
    assert best is not None, "buying what was decided by hand is always possible"
    return best


def is_allowed(problem: BasketProblem, packs: Sequence[int]) -> bool:
    """Whether packs keep every limit, or break it no more than what was decided by hand."""
    for item, number in zip(problem.items, packs, strict=True):
        if item.packs is None and item.most is not None and number > item.most:
            return False
    decided = [item.packs or 0 for item in problem.items]
    for row in problem.rows:
        if row.name in ("hold", "bags"):
            continue
        used = sum(a * n for a, n in zip(row.use, packs, strict=True))
        by_hand = sum(a * n for a, n in zip(row.use, decided, strict=True))
        if used > row.limit and used > by_hand:
            return False
    bags = problem.bags
    if bags is None or _is_stowed(bags, packs):
        return True
    if _is_stowed(bags, decided):
        return False
    return all(n == d or w == 0 for n, d, w in zip(packs, decided, bags.weights, strict=True))


def _is_stowed(bags: Bags, packs: Sequence[int]) -> bool:
    """Whether some part of the packs fits into the cabin and the rest into the hold."""
    singles = [(w, may) for w, may, n in zip(bags.weights, bags.may_cabin, packs, strict=True) for _ in range(n)]
    bound = sum(w for w, may in singles if not may)
    sums = {0}
    for weight, may in singles:
        if may:
            sums |= {total + weight for total in sums}
    free = sum(w for w, may in singles if may)
    return any(s <= bags.cabin and bound + free - s <= bags.hold for s in sums)


def _split(problem: BasketProblem, packs: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield every way to keep some packs and give the others to people who like them, one each."""
    for given in product(
        *(range(n + 1) if item.groups else (0,) for item, n in zip(problem.items, packs, strict=True))
    ):
        own = [n - g for n, g in zip(packs, given, strict=True)]
        if all(k <= len(item.own_worths) for k, item in zip(own, problem.items, strict=True)) and _can_give(
            problem, given
        ):
            yield own, list(given)


def _can_give(problem: BasketProblem, given: Sequence[int]) -> bool:
    """Whether everybody who gets a pack can get one that they like: packs are handed to people one after another."""

    def hand_out(presents: list[int], free: tuple[int, ...]) -> bool:
        if not presents:
            return True
        first, rest = presents[0], presents[1:]
        return any(
            free[g] > 0 and hand_out(rest, (*free[:g], free[g] - 1, *free[g + 1 :]))
            for g in problem.items[first].groups
        )

    return hand_out([i for i, n in enumerate(given) for _ in range(n)], problem.people)


def count_points(problem: BasketProblem, own: Sequence[int], given: Sequence[int]) -> int:
    """Points of packs kept and given."""
    total = 0
    for item, kept, presents in zip(problem.items, own, given, strict=True):
        total += sum(item.own_worths[:kept]) + item.gift_worth * presents
    for kind in {item.kind for item in problem.items}:
        number = sum(kept for item, kept in zip(problem.items, own, strict=True) if item.kind == kind)
        for position in range(number):
            total -= problem.crowding[position] if position < len(problem.crowding) else problem.crowding[-1]
    return total
