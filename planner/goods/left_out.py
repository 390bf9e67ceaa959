"""One true reason for every offer that is not in a basket.

What cannot be proposed at all was told by `basket_candidates`. For the others the solved problem itself gives the
reason: either one more pack breaks a row (then that row is full, and filled by what is worth more in all, for the
basket is the best there is), or it fits and brings no points (because the traveller has enough of its kind, or
because it costs more than it is worth to them). There is no third case in a proved optimum.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.goods.basket_candidates import Candidate
from planner.goods.basket_model import BasketProblem, Choice
from planner.goods.basket_rows import BUDGET, Bound
from planner.model.reason import Reason


def tell_over_limit(bound: Bound) -> Reason:
    """Return the reason that one pack alone is over a limit."""
    return Reason(code="left_over_limit", params=bound.params)


def tell_unknown(bound: Bound) -> Reason:
    """Return the reason that it is not known what one pack uses of a limit."""
    return Reason(code="left_amount_unknown", params=bound.params)


class LeftOutReasons:
    """Reasons over one solved problem."""

    def __init__(
        self, candidates: Sequence[Candidate], bounds: Sequence[Bound], problem: BasketProblem, choice: Choice
    ) -> None:
        self.candidates = candidates
        self.bounds = bounds
        self.problem = problem
        self.choice = choice
        self.left = [problem.get_limit(bound.row) - get_use(bound, choice.packs) for bound in bounds]

    def find(self, i: int) -> Reason:
        """Return why candidate i, of which no pack is bought, was left out."""
        full = [
            (bound.row.use[i] - left) / max(1, bound.row.limit)
            for bound, left in zip(self.bounds, self.left, strict=True)
        ]
        if full and max(full) > 0:
            number = full.index(max(full))
            return self._tell_row(self.bounds[number], i)
        if not self._has_room(i):
            return Reason(code="left_no_room", params={})
        return self._tell_worth(i)

    def _has_room(self, i: int) -> bool:
        bags, packs = self.problem.bags, list(self.choice.packs)
        packs[i] += 1
        return bags is None or self.problem.items[i].packs is not None or bags.weights[i] == 0 or bags.fit(packs)

    def _tell_row(self, bound: Bound, i: int) -> Reason:
        use = bound.row.use[i]
        if bound.row.name == BUDGET:
            code = "left_too_dear" if use > bound.row.limit else "left_budget"
            return Reason(code=code, params={"vnd": use})
        if use > bound.row.limit and bound.code == "left_limit_full":
            return tell_over_limit(bound)
        return Reason(code=bound.code, params={**bound.params, "amount": round(use / bound.scale, 3)})

    def _tell_worth(self, i: int) -> Reason:
        items = self.problem.items
        twins = [j for j, item in enumerate(items) if item.kind == items[i].kind and self.choice.own[j] > 0 and j != i]
        if twins and items[i].own_worths and items[i].own_worths[0] > 0:
            best = max(twins, key=lambda j: (items[j].own_worths[0], -j))
            stop = self.candidates[best].stops[0]
            return Reason(code="left_twin", params={"name": stop.article.name_vi, "place": stop.place_id})
        return Reason(code="left_less_worth", params={})


def get_use(bound: Bound, packs: Sequence[int]) -> int:
    """Return what so many packs of each candidate use of a row, in its units."""
    return sum(use * number for use, number in zip(bound.row.use, packs, strict=True))
