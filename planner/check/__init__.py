"""The referee: recomputes an answer from its problem and lists every rule that it breaks.

It shares no code with the solver, works in plain integers and prefers the obvious to the fast. The
law for solutions is the docstring of `planner.model.problem`; the codes are listed in
`planner.check.solution` (an answer against its problem), `planner.check.plan` (a finished plan
against its own request and arithmetic) and `planner.check.basket` (what it proposes to buy).
"""

from planner.check.basket import check_plan_basket
from planner.check.plan import check_plan
from planner.check.solution import check_solution, check_value, list_missing_groups, recompute_value

__all__ = [
    "check_plan",
    "check_plan_basket",
    "check_solution",
    "check_value",
    "list_missing_groups",
    "recompute_value",
]
