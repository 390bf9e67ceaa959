"""How good a plan is, provably: the certificate it carries, made when planning, later, or again by the referee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from planner.errors import RequestError
from planner.model.itinerary import Certificate, Itinerary
from planner.model.problem import Problem, Solution, Violation
from planner.model.request import TripRequest
from planner.optimise import SolveParams, SolveResult, get_value, solve
from planner.optimise.bound import Bound, get_upper_bound
from planner.optimise.certificate import METHOD, certify
from planner.plan.build import BuiltTrip
from planner.plan.saved import read_solution

_PROOF_DAYS: Final = 30
"""Days priced for the certificate of every plan: about half a second, and the same bound every time."""
_CHECK_FACTOR: Final = 4
"""The referee spends at most so many times more: another machine may find other prices on its way."""
BOUND_TOLERANCE_PCT: Final = 1
"""A stated bound may be so much tighter than the one computed again, for its prices rest on floating point."""

_SEARCH_ITERATIONS: Final = 5_000
"""Of the search for a plan that refutes a bound which is not proved again: some tenths of a second."""

OnBound = Callable[[int, int, int], bool]
"""Called with (rounds done, value, bound); False stops."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A bound and the budget it took."""

    bound: Bound
    seconds: float | None = None
    """CPU seconds given; None = a fixed number of rounds, or none."""

    def write(self, value: int) -> Certificate:
        """Return the certificate of a plan of this value."""
        bound = self.bound.value
        return Certificate(
            value=value,
            upper_bound=bound,
            gap_pct=get_gap_pct(value, bound),
            method=self.bound.method,
            optimal=value >= bound,
            seconds=self.seconds,
        )


def get_gap_pct(value: int, bound: int) -> float:
    """Return the gap as plans state it: (bound - value) / bound in per cent, 0 where the bound is not positive."""
    return round(100 * (bound - value) / bound, 2) if bound > 0 else 0.0


def prove(
    problem: Problem, result: SolveResult, seconds: float | None = None, on_bound: OnBound | None = None
) -> tuple[SolveResult, Proof]:
    """Return the result, or the better one found on the way, and how good it provably is.

    Parameters
    ----------
    problem
        The problem.
    result
        A feasible result of the search.
    seconds
        CPU seconds; a fixed number of rounds when None.
    on_bound
        Called often.
    """
    rounds = _count_rounds(problem) if seconds is None else None
    proved = certify(problem, incumbent=result.solution, seconds=seconds, rounds=rounds, on_progress=on_bound)
    if proved.solution is not None:
        result = replace(result, solution=proved.solution, value=get_value(problem, proved.solution))
    return result, Proof(proved.bound, seconds)


def _count_rounds(problem: Problem) -> int:
    return max(2, min(8, _PROOF_DAYS // problem.n_days))


def check_bound(problem: Problem, solution: Solution, stated: Certificate) -> Violation | None:
    """Return what is wrong with a stated bound, or None.

    A bound that branch and price proved in a fixed number of rounds is proved again. One that took
    seconds is not: it is wrong where a short search finds a plan worth more than it, else it stays a claim.
    """
    plain = get_upper_bound(problem).value
    # A day of nothing but driving is worth less than nothing, and so may be its bound.
    if 100 * (plain - stated.upper_bound) <= BOUND_TOLERANCE_PCT * abs(plain):
        return None
    proved = plain
    if stated.method == METHOD:
        if stated.seconds is not None:
            return _refute(problem, solution, stated)
        enough = stated.upper_bound + BOUND_TOLERANCE_PCT * abs(stated.upper_bound) // 100
        again = certify(
            problem,
            incumbent=solution,
            rounds=_CHECK_FACTOR * _count_rounds(problem),
            on_progress=lambda _rounds, _value, bound: bound > enough,
        )
        if again.bound.value <= enough:
            return None
        proved = again.bound.value
    message = f"no plan is said to be worth more than {stated.upper_bound}, proved is {proved}"
    return Violation("certificate", None, message)


def _refute(problem: Problem, solution: Solution, stated: Certificate) -> Violation | None:
    """Return that a better plan than the stated bound allows was found, or None."""
    found = solve(problem, SolveParams(iterations=_SEARCH_ITERATIONS), start=solution)
    if not found.is_feasible or found.value <= stated.upper_bound:
        return None
    message = f"no plan is said to be worth more than {stated.upper_bound}, one worth {found.value} was found"
    return Violation("certificate", None, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prover:
    """Proves plans of one planner."""

    build: Callable[[Itinerary, TripRequest], BuiltTrip]
    """The problem of a request that can do what a plan does."""
    write: Callable[[BuiltTrip, SolveResult, SolveParams, Proof], Itinerary]
    """The refereed itinerary of a solution."""

    def certify(self, itinerary: Itinerary, seconds: float, on_bound: OnBound | None = None) -> Itinerary:
        """Return the plan with the best certificate found in some CPU seconds, or a better plan found on the way.

        Raises
        ------
        RequestError
            When the plan breaks a rule of its request by the data of today, so that nothing can be proved of it.
        """
        built = self.build(itinerary, itinerary.request)
        solution, _, strange = read_solution(built, itinerary)
        made = itinerary.provenance
        try:
            if strange:
                raise ValueError(strange[0].message)
            result = SolveResult(
                solution=solution,
                value=get_value(built.problem, solution),
                is_feasible=True,
                missing_groups=(),
                iterations=made.iterations,
                cpu_seconds=0.0,
            )
            result, proof = prove(built.problem, result, seconds, on_bound)
        except ValueError as error:
            remedy = "plan again, then certify the new plan"
            raise RequestError("R023", f"nothing can be proved of this plan: {error}", remedy=remedy) from None
        params = SolveParams(seed=made.seed, iterations=made.iterations, seconds=made.seconds)
        return self.write(built, result, params, proof)
