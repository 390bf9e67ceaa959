"""The basket against complete enumeration, and what must hold of every basket."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.goods.basket_model import Bags, BasketProblem, Choice, Item, Row, get_worth, solve
from tests.property.basket_oracle import count_points, find_best, is_allowed

NODES = 10_000
KINDS = ("tea", "silk", "fish_sauce")


@st.composite
def draw_problem(draw: st.DrawFn, *, most_items: int = 4, with_bags: bool = True) -> BasketProblem:
    people = tuple(draw(st.lists(st.integers(0, 2), max_size=2)))
    items = tuple(_draw_item(draw, people) for _ in range(draw(st.integers(1, most_items))))
    amounts = st.integers(0, 9)
    rows = tuple(
        Row(name=f"limit {number}", limit=draw(st.integers(0, 30)), use=tuple(draw(amounts) for _ in items))
        for number in range(draw(st.integers(0, 3)))
    )
    bags = None
    if with_bags and draw(st.booleans()):
        bags = Bags(
            cabin=draw(st.integers(0, 12)),
            hold=draw(st.integers(0, 12)),
            weights=tuple(draw(amounts) for _ in items),
            may_cabin=tuple(draw(st.booleans()) for _ in items),
        )
    problem = BasketProblem(
        items=items, rows=rows, people=people, crowding=(0, *sorted(draw(st.lists(st.integers(0, 9), max_size=3))))
    )
    return problem if bags is None else with_rows_of(problem, bags)


def with_rows_of(problem: BasketProblem, bags: Bags) -> BasketProblem:
    rows = [row for row in problem.rows if row.name not in ("hold", "bags")]
    decided = [item.packs or 0 for item in problem.items]
    return replace(problem, rows=(*rows, *bags.build_rows(decided)), bags=bags)


def _draw_item(draw: st.DrawFn, people: tuple[int, ...]) -> Item:
    packs = draw(st.sampled_from((None, None, None, 1, 2)))
    count = draw(st.integers(1, 2)) if packs is None else packs
    worths = sorted((draw(st.integers(-5 if packs is None else 0, 30)) for _ in range(count)), reverse=True)
    return Item(
        kind=draw(st.sampled_from(KINDS)),
        own_worths=tuple(worths),
        gift_worth=draw(st.integers(-5, 40)),
        groups=tuple(group for group in range(len(people)) if draw(st.booleans())),
        packs=packs,
        most=draw(st.sampled_from((None, None, 0, 1, 2))),
    )


def rate(problem: BasketProblem, choice: Choice) -> tuple[int, int]:
    return choice.served, get_worth(problem, choice)


@settings(max_examples=300)
@given(draw_problem())
def test_no_basket_is_better(problem: BasketProblem) -> None:
    choice = solve(problem, max_nodes=NODES)
    assert choice.is_optimal
    assert rate(problem, choice) == find_best(problem)


@settings(max_examples=200)
@given(draw_problem())
def test_a_basket_keeps_every_limit_and_every_decision(problem: BasketProblem) -> None:
    choice = solve(problem, max_nodes=NODES)
    assert is_allowed(problem, choice.packs)
    assert get_worth(problem, choice) == count_points(problem, choice.own, choice.given)
    for item, packs, gifts in zip(problem.items, choice.packs, choice.gifts, strict=True):
        assert item.packs in (None, packs)
        assert all(number == 0 for group, number in enumerate(gifts) if group not in item.groups)
    for group, size in enumerate(problem.people):
        assert sum(gifts[group] for gifts in choice.gifts) <= size


@settings(max_examples=100)
@given(draw_problem(most_items=8), st.data())
def test_one_limit_more_is_never_better(problem: BasketProblem, data: st.DataObject) -> None:
    use = tuple(data.draw(st.integers(0, 9)) for _ in problem.items)
    row = Row(name="one more", limit=data.draw(st.integers(0, 30)), use=use)
    more = replace(problem, rows=(*problem.rows, row))
    assert rate(more, solve(more, max_nodes=NODES)) <= rate(problem, solve(problem, max_nodes=NODES))


@settings(max_examples=100)
@given(draw_problem(most_items=8), st.data())
def test_a_lower_limit_is_never_better(problem: BasketProblem, data: st.DataObject) -> None:
    assume(problem.rows and problem.rows[0].name not in ("hold", "bags"))
    first, *others = problem.rows
    lower = replace(problem, rows=(replace(first, limit=data.draw(st.integers(0, first.limit))), *others))
    assert rate(lower, solve(lower, max_nodes=NODES)) <= rate(problem, solve(problem, max_nodes=NODES))


@settings(max_examples=50)
@given(draw_problem(most_items=10))
def test_the_same_problem_has_the_same_answer(problem: BasketProblem) -> None:
    assert solve(problem, max_nodes=NODES) == solve(problem, max_nodes=NODES)


def test_packs_are_not_divided_between_the_bags() -> None:
    items = tuple(Item(kind=str(i), own_worths=(10 + i,)) for i in range(4))
    bags = Bags(cabin=2, hold=10, weights=(3, 3, 3, 3), may_cabin=(True,) * 4)
    problem = with_rows_of(BasketProblem(items=items, rows=()), bags)
    choice = solve(problem, max_nodes=NODES)
    assert choice.own == (0, 1, 1, 1)
    assert choice.is_optimal


@pytest.mark.parametrize(("limit", "added"), [(4, 0), (5, 0), (6, 1)])
def test_nothing_is_added_to_a_limit_that_was_broken_by_hand(limit: int, added: int) -> None:
    by_hand = Item(kind="honey", own_worths=(0, 0, 0, 0, 0), packs=5)
    other = Item(kind="eggs", own_worths=(50,))
    problem = BasketProblem(items=(by_hand, other), rows=(Row(name="animals", limit=limit, use=(1, 1)),))
    assert solve(problem, max_nodes=NODES).own == (5, added)


def test_a_search_cut_short_says_that_nothing_is_proved() -> None:
    items = tuple(Item(kind=str(i), own_worths=(100 + 7 * i % 13 + i,)) for i in range(60))
    rows = tuple(
        Row(name=str(r), limit=900, use=tuple(37 + (i * (r + 3) * 17) % 61 for i in range(60))) for r in range(5)
    )
    problem = BasketProblem(items=items, rows=rows)
    hasty = solve(problem, max_nodes=1)
    assert is_allowed(problem, hasty.packs)
    assert not hasty.is_optimal or rate(problem, hasty) == rate(problem, solve(problem, max_nodes=100_000))
