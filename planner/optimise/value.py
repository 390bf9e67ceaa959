"""The value of a solution, and what it leaves unsatisfied, in plain Python."""

from __future__ import annotations

import itertools

from planner.model.problem import Problem, Solution


def get_value(problem: Problem, solution: Solution) -> int:
    """Return the value in hundredths of a point, whether or not the solution is feasible.

    Driving on pairs without a way counts nothing.
    """
    prizes = [0] * problem.gain_to.shape[0]
    for route in solution.routes:
        for stop in route:
            prizes[int(problem.category[stop])] += int(problem.prize[stop])
    value = sum(get_category_gain(problem, category, total) for category, total in enumerate(prizes))
    value += 100 * sum(int(problem.depot_prize[depot]) for depot in solution.nights)
    return value - int(problem.drive_cost) * sum(get_drive_min(problem, solution, d) for d in range(problem.n_days))


def get_category_gain(problem: Problem, category: int, total: int) -> int:
    """Return what prizes of one category are worth together, in hundredths."""
    gain, lower = 0, 0
    for upper, pct in zip(problem.gain_to[category], problem.gain_pct[category], strict=True):
        gain += max(min(total, int(upper)) - lower, 0) * int(pct)
        lower = int(upper)
    return gain


def get_drive_min(problem: Problem, solution: Solution, day: int) -> int:
    """Return the driving minutes of a day."""
    n = problem.n_stops
    nodes = [n + solution.get_start(problem, day), *solution.routes[day], n + solution.get_end(problem, day)]
    return sum(max(int(problem.drive_min[a, b]), 0) for a, b in itertools.pairwise(nodes))


def list_missing_groups(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """Return the mandatory groups that neither a stop nor a night satisfies."""
    satisfied = {int(problem.group[stop]) for route in solution.routes for stop in route}
    satisfied |= {int(problem.depot_group[depot]) for depot in solution.nights}
    return tuple(
        group for group, mandatory in enumerate(problem.group_is_mandatory) if mandatory and group not in satisfied
    )
