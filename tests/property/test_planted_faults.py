"""Faults planted in the referee on purpose: each must be noticed by one of the cases.

The source of the referee is changed in one place at a time: a comparison that loses or gains the
equal case, is turned round or negated, an `and` that becomes `or`, a rule that is silent. The
changed referee then judges every case; if all its verdicts stay the same, the case that would
protect that rule is missing.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import planner.check.solution as referee
from tests.property.examples import ALLOWED, BROKEN, SOLUTION, VALUE, Case, build_problem

SLIPS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ANSWERS = [case.build() for case in (*ALLOWED, *BROKEN)]


@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.name)
def test_what_the_law_allows_is_allowed(case: Case) -> None:
    assert referee.check_solution(*case.build()) == ()


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_each_fault_is_named_and_nothing_else(case: Case) -> None:
    assert tuple(violation.code for violation in referee.check_solution(*case.build())) == case.codes


def test_every_code_of_the_manual_has_a_case() -> None:
    table = referee.__doc__.split("=\n")[2]
    documented = {line.split()[0] for line in table.splitlines() if line[:1].isalpha()}
    assert documented == {code for case in BROKEN for code in case.codes} | {"value"}


def test_every_planted_fault_is_noticed() -> None:
    honest = _judge_all(referee)
    source = ast.parse(Path(referee.__file__).read_text(encoding="utf-8"))
    faults = list(_plant_faults(source))
    assert len(faults) > 100
    unnoticed = [name for name, tree in faults if _judge_all(_load(tree)) == honest]
    assert not unnoticed, "\n".join(unnoticed)


def _plant_faults(source: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Yield copies of the source with one fault each."""
    for index, node in enumerate(ast.walk(source)):
        slips: list[tuple[str, object]] = []
        if isinstance(node, ast.Compare):
            for position, operator in enumerate(node.ops):
                slips += [
                    ("ops", [*node.ops[:position], slip(), *node.ops[position + 1 :]]) for slip in SLIPS[type(operator)]
                ]
        elif isinstance(node, ast.BoolOp):
            slips.append(("op", ast.And() if isinstance(node.op, ast.Or) else ast.Or()))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
            slips.append(("value", ast.Constant(None)))
        for attribute, value in slips:
            tree = copy.deepcopy(source)
            setattr(list(ast.walk(tree))[index], attribute, value)
            yield f"line {node.lineno}: {ast.unparse(node)} with another {attribute}", ast.fix_missing_locations(tree)


def _load(tree: ast.Module) -> ModuleType:
    module = ModuleType("planted_referee")
    exec(compile(tree, "planted_referee", "exec"), module.__dict__)
    return module


def _judge_all(module: ModuleType) -> list[object]:
    verdicts: list[object] = []
    for problem, solution, schedules in ANSWERS:
        verdicts.append(_attempt(module.check_solution, problem, solution, schedules))
        verdicts.append(_attempt(module.recompute_value, problem, solution))
        verdicts.append(_attempt(module.list_missing_groups, problem, solution))
    return verdicts + [_attempt(module.check_value, build_problem(), SOLUTION, VALUE + slip) for slip in (-1, 0, 1)]


def _attempt(judge: Callable[..., object], *answer: object) -> object:
    try:
        return judge(*answer)
    except Exception as error:
        return type(error).__name__
