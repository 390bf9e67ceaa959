"""Undo and redo: nothing is lost but what was undone and then replaced."""

from hypothesis import given
from hypothesis import strategies as st

from ui.history import MAX_HISTORY, History


def test_the_way_back_and_forth() -> None:
    steps = History(history=["a"])
    steps.push("b")
    steps.push("c")
    steps.step(-1)
    assert (steps.now, steps.can_undo, steps.can_redo) == ("b", True, True)
    steps.step(-9)
    assert (steps.now, steps.can_undo) == ("a", False)
    steps.step(2)
    assert (steps.now, steps.can_redo) == ("c", False)


def test_a_new_state_forgets_what_was_undone() -> None:
    steps = History(history=["a"])
    steps.push("b")
    steps.step(-1)
    steps.push("c")
    assert steps.history == ["a", "c"]
    assert not steps.can_redo


def test_a_better_known_state_is_no_step() -> None:
    steps = History(history=["a"])
    steps.replace("b")
    assert steps.history == ["b"]
    steps.restart("c")
    assert (steps.history, steps.cursor) == (["c"], 0)


def test_it_does_not_grow_for_ever() -> None:
    steps = History(history=[0])
    for number in range(1, 3 * MAX_HISTORY):
        steps.push(number)
    assert len(steps.history) == MAX_HISTORY
    assert steps.now == 3 * MAX_HISTORY - 1


@given(st.lists(st.one_of(st.integers(0, 99), st.sampled_from(["undo", "redo"]))))
def test_against_two_stacks(moves: list[object]) -> None:
    steps, past, future, shown = History[object](history=["begin"]), [], [], "begin"
    for move in moves:
        if move == "undo":
            steps.step(-1)
            if past:
                future.append(shown)
                shown = past.pop()
        elif move == "redo":
            steps.step(1)
            if future:
                past.append(shown)
                shown = future.pop()
        else:
            steps.push(move)
            past, future, shown = [*past, shown][-(MAX_HISTORY - 1) :], [], move
        assert (steps.now, steps.can_undo, steps.can_redo) == (shown, bool(past), bool(future))
