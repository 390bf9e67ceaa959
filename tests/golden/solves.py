"""Answers that must be the same bytes in every process, on every machine, in every Python.

``python -m tests.golden.solves``          compares with the answers kept in `solves.json`; exit 1 where one differs
``python -m tests.golden.solves --write``  keeps the present answers, after a change of the search that is meant
``python -m tests.golden.solves --print``  prints them with the plan of the first example, to compare two machines

`tests/other_python.sh` runs the comparison under another Python.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import fields
from pathlib import Path
from random import Random

import numpy as np

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.model.itinerary import dump_plan
from planner.model.problem import Problem
from planner.optimise import SolveParams, solve
from planner.plan import parse_request
from tests.property.problems import draw_problem, draw_rich_problem

KEPT = Path(__file__).with_name("solves.json")
EXAMPLE = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.json"))[0]
FEW = 8
"""So many of the problems are solved by plain Python, too, which takes a while."""
BRIEF = SolveParams(seed=3, iterations=60)
LONGER = SolveParams(seed=3, iterations=2_000)


def list_problems() -> list[Problem]:
    """Return small problems with every feature, then larger ones."""
    small = [draw(Random(seed)) for seed in range(FEW // 2) for draw in (draw_problem, draw_rich_problem)]
    return small + [draw_problem(Random(seed), max_stops=40, max_days=4) for seed in range(100, 104)]


def get_digest(problem: Problem) -> str:
    """Return a digest of a problem, which tells a change of the drawing from one of the search."""
    digest = hashlib.sha256()
    for field in fields(problem):
        value = getattr(problem, field.name)
        digest.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return digest.hexdigest()[:16]


def solve_few() -> list[str]:
    """Return the answers to the small problems after few iterations: what plain Python can do as well."""
    with np.errstate(over="ignore"):  # without compiling, numpy warns of what is meant to wrap
        return [repr(_tell(problem, BRIEF)) for problem in list_problems()[:FEW]]


def solve_all() -> dict[str, list[list[object]]]:
    """Return digest, value, routes and nights of each problem."""
    longer = [[get_digest(problem), *_tell(problem, LONGER)] for problem in list_problems()]
    answers: dict[str, list[list[object]]] = json.loads(
        json.dumps({"few": [[one] for one in solve_few()], "all": longer})
    )
    return answers


def _tell(problem: Problem, params: SolveParams) -> tuple[object, ...]:
    result = solve(problem, params)
    return result.value, result.is_feasible, result.solution.routes, result.solution.nights


def plan_example() -> str:
    """Return the plan of the first example as it is saved."""
    request = parse_request(EXAMPLE.read_text(encoding="utf-8"), where=EXAMPLE.name)
    return dump_plan(build_planner(load_catalogue()).plan(request, LONGER))


def write_answers() -> str:
    """Return the answers as text, one a line."""
    blocks = (f'"{name}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in solve_all().items())
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def main(arguments: list[str]) -> int:
    """Compare, write or print."""
    if arguments == ["--write"]:
        KEPT.write_text(write_answers(), encoding="utf-8")
    elif arguments == ["--print"]:
        print(write_answers() + plan_example())
    else:
        kept, found = json.loads(KEPT.read_text(encoding="utf-8")), solve_all()
        different = [f"{name} {i}: kept {a}, found {b}" for name in kept
                     for i, (a, b) in enumerate(zip(kept[name], found[name], strict=True)) if a != b]  # fmt: skip
        print("\n".join(different) or f"{sum(map(len, kept.values()))} answers are the ones kept")
        return 1 if different else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
