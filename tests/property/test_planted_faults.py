"""Faults planted in the referee on purpose: each must be noticed by one of the cases.

The source of the referee is changed in one place at a time: a comparison that loses or gains the
equal case, is turned round or negated, an `and` that becomes `or`, a rule that is silent. The
changed referee then judges every case; if all its verdicts stay the same, the case that would
protect that rule is missing.
"""

import ast
from collections.abc import Callable, Iterator
from operator import eq
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from planner.check import plan as plan_referee
from planner.check import solution as referee
from tests.property import plan_examples
from tests.property.examples import ALLOWED, BROKEN, SOLUTION, VALUE, Case, build_problem
from tests.property.plan_examples import PlanCase

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
PLANS = [case.build() for case in (*plan_examples.ALLOWED, *plan_examples.BROKEN)]


@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.name)
def test_what_the_law_allows_is_allowed(case: Case) -> None:
    assert referee.check_solution(*case.build()) == ()


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_each_fault_is_named_and_nothing_else(case: Case) -> None:
    assert tuple(violation.code for violation in referee.check_solution(*case.build())) == case.codes


@pytest.mark.parametrize("case", plan_examples.ALLOWED, ids=lambda case: case.name)
def test_a_sound_plan_is_sound(case: PlanCase) -> None:
    assert plan_referee.check_plan(case.build()) == ()


@pytest.mark.parametrize("case", plan_examples.BROKEN, ids=lambda case: case.name)
def test_each_fault_of_a_plan_is_named_and_nothing_else(case: PlanCase) -> None:
    assert tuple(violation.code for violation in plan_referee.check_plan(case.build())) == case.codes


def test_every_code_of_the_manual_has_a_case() -> None:
    codes = {code for case in BROKEN for code in case.codes} | {"value"}
    assert _read_manual(referee) == codes
    assert _read_manual(plan_referee) == {code for case in plan_examples.BROKEN for code in case.codes}


def test_every_fault_planted_in_the_referee_is_noticed() -> None:
    unnoticed = _list_unnoticed(referee, _judge_answers)
    assert not unnoticed, "\n".join(unnoticed)


def test_every_fault_planted_in_the_referee_of_plans_is_noticed() -> None:
    unnoticed = _list_unnoticed(plan_referee, _judge_plans)
    assert not unnoticed, "\n".join(unnoticed)


def _read_manual(module: ModuleType) -> set[str]:
    """Return the codes in the table of a module's docstring."""
    table = (module.__doc__ or "").split("=\n")[2]
    return {line.split()[0] for line in table.splitlines() if line[:1].isalpha()}


def _list_unnoticed(honest: ModuleType, judge: Callable[[ModuleType], Iterator[object]]) -> list[str]:
    """Return the faults that change no verdict."""
    source = ast.parse(Path(honest.__file__ or "").read_text(encoding="utf-8"))
    verdicts = list(judge(honest))
    faults = list(_plant_faults(source))
    assert len(faults) > 100
    return [name for name, code in faults if all(map(eq, judge(_load(code)), verdicts))]


def _plant_faults(source: ast.Module) -> Iterator[tuple[str, CodeType]]:
    """Yield the source compiled with one fault at a time; the source is as it was in the end."""
    for node in list(ast.walk(source)):
        name = f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)}"
        for attribute, slip in _list_slips(node):
            honest = getattr(node, attribute)
            setattr(node, attribute, slip)
            code = compile(source, "planted_referee", "exec")
            yield f"{name} as {ast.unparse(node)}", code
            setattr(node, attribute, honest)


def _list_slips(node: ast.AST) -> list[tuple[str, object]]:
    """Return (attribute, faulty value) pairs for a node."""
    if isinstance(node, ast.Compare):
        return [
            ("ops", [*node.ops[:position], slip(), *node.ops[position + 1 :]])
            for position, operator in enumerate(node.ops)
            for slip in SLIPS[type(operator)]
        ]
    if isinstance(node, ast.BoolOp):
        return [("op", ast.And() if isinstance(node.op, ast.Or) else ast.Or())]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
        return [("value", ast.copy_location(ast.Constant(None), node.value))]
    return []


def _load(code: CodeType) -> ModuleType:
    module = ModuleType("planted_referee")
    exec(code, module.__dict__)
    return module


def _judge_answers(module: ModuleType) -> Iterator[object]:
    for problem, solution, schedules in ANSWERS:
        yield _attempt(module.check_solution, problem, solution, schedules)
        yield _attempt(module.recompute_value, problem, solution)
        yield _attempt(module.list_missing_groups, problem, solution)
    for slip in (-1, 0, 1):
        yield _attempt(module.check_value, build_problem(), SOLUTION, VALUE + slip)


def _judge_plans(module: ModuleType) -> Iterator[object]:
    for plan in PLANS:
        yield _attempt(module.check_plan, plan)


def _attempt(judge: Callable[..., object], *answer: object) -> object:
    try:
        return judge(*answer)
    except Exception as error:
        return type(error).__name__
