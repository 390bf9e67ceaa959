"""Taking stops out: strings of neighbours, single stops, whole days, and what a moved night upsets.

Adjacent string removal follows Christiaens and Vanden Berghe, "Slack induction by string removals",
Transportation Science 54 (2020).
"""

from __future__ import annotations

from planner.optimise.kernels.chance import draw_below
from planner.optimise.kernels.jit import kernel
from planner.optimise.kernels.layout import CURRENT, GROUP, WORK
from planner.optimise.kernels.routes import (
    close_ranks,
    copy_day,
    count_in,
    is_missing,
    is_sound,
    measure_day,
    set_night,
    take_out,
)


@kernel
def ruin(facts, state):
    """Take some stops out of WORK, perhaps moving a night; afterwards every day is sound again."""
    missing = find_missing_stop(facts, state)
    if facts.free_nights.shape[0] > 0 and draw_below(state.random, 100) < facts.night_move_pct:
        move_nights(facts, state, missing)
        return
    if missing >= 0 and draw_below(state.random, 100) < 20:
        clear_day(facts, state, draw_below(state.random, facts.days))
    elif draw_below(state.random, 100) < facts.string_pct:
        seed = missing if missing >= 0 else draw_below(state.random, facts.n)
        remove_strings(facts, state, seed, 1 + draw_below(state.random, facts.max_ruin))
    else:
        remove_singles(facts, state, 1 + draw_below(state.random, facts.max_ruin))
    for day in range(facts.days):
        if state.touched[day]:
            close_ranks(facts, state, day)
            if state.length[WORK, day] > 0 and not is_sound(facts, state, day):
                restore_day(facts, state, day)


@kernel
def find_missing_stop(facts, state):
    """Return a random stop of a mandatory group that is missing, or -1."""
    if facts.any_mandatory == 0 or facts.n == 0:
        return -1
    first = draw_below(state.random, facts.n)
    for offset in range(facts.n):
        stop = (first + offset) % facts.n
        if is_missing(facts, state, facts.stop[GROUP, stop]):
            return stop
    return -1


@kernel
def remove_strings(facts, state, seed, budget):
    """Walk the neighbours of a seed and cut a string around each, at most one per route."""
    for rank in range(-1, facts.near.shape[1]):
        stop = seed if rank < 0 else facts.near[seed, rank]
        day = state.where[stop]
        if day < 0 or state.touched[day]:
            continue
        length = state.length[WORK, day]
        size = 1 + draw_below(state.random, min(budget, length))
        place = 1
        while state.seq[WORK, day, place] != stop:
            place += 1
        first = min(max(place - draw_below(state.random, size), 1), length - size + 1)
        for other in range(first, first + size):
            take_out(facts, state, state.seq[WORK, day, other])
        state.touched[day] = 1
        budget -= size
        if budget <= 0 or draw_below(state.random, 100) < facts.string_end_pct:
            return


@kernel
def remove_singles(facts, state, budget):
    """Take out stops drawn evenly from all routes."""
    total = 0
    for day in range(facts.days):
        total += state.length[WORK, day]
    for _ in range(min(budget, total)):
        index = draw_below(state.random, total)
        day = 0
        while index >= state.length[WORK, day]:
            index -= state.length[WORK, day]
            day += 1
        stop = state.seq[WORK, day, index + 1]
        if state.where[stop] >= 0:
            take_out(facts, state, stop)
            state.touched[day] = 1


@kernel
def clear_day(facts, state, day):
    """Take out every stop of a day."""
    for place in range(1, state.length[WORK, day] + 1):
        take_out(facts, state, state.seq[WORK, day, place])
    state.touched[day] = 1


@kernel
def restore_day(facts, state, day):
    """Undo the ruin of one day: without the stops taken out it would break its limits."""
    copy_day(state, day, CURRENT, WORK)
    for place in range(1, state.length[WORK, day] + 1):
        stop = state.seq[WORK, day, place]
        if state.where[stop] < 0:
            count_in(facts, state, day, stop)
            state.is_removed[stop] = 0
    measure_day(facts, state, day)


@kernel
def move_nights(facts, state, missing):
    """Spend one night, or a few in a row, elsewhere, and take out what that upsets."""
    night = facts.free_nights[draw_below(state.random, facts.free_nights.shape[0])]
    depot = draw_depot(facts, state, night, missing)
    last = night
    set_night(facts, state, night, depot)
    while last + 1 < facts.days - 1 and facts.night_is_option[last + 1, depot] and draw_below(state.random, 100) < 30:
        last += 1
        set_night(facts, state, last, depot)
    budget = 1 + draw_below(state.random, facts.max_ruin)
    for day in range(night, last + 2):
        length = state.length[WORK, day]
        if length == 0:
            measure_day(facts, state, day)
            continue
        if draw_below(state.random, 100) < 30:
            clear_day(facts, state, day)
        else:
            size = min(draw_below(state.random, budget + 1), length)
            first = length - size + 1 if day == night else 1
            for place in range(first, first + size):
                take_out(facts, state, state.seq[WORK, day, place])
        close_ranks(facts, state, day)
        shorten_until_sound(facts, state, day, day == night)


@kernel
def draw_depot(facts, state, night, missing):
    """Draw where to spend a night: near the old place, near some stop, or anywhere."""
    kind = draw_below(state.random, 100)
    if kind < 25:
        node = facts.n + state.nights[WORK, night]
    elif kind < 60 and facts.n > 0:
        node = missing if missing >= 0 else draw_below(state.random, facts.n)
    else:
        node = -1
    skip = draw_below(state.random, 1 + draw_below(state.random, facts.k))
    depot = state.nights[WORK, night]
    first = draw_below(state.random, facts.k)
    for rank in range(facts.k):
        option = facts.near_depot[node, rank] if node >= 0 else (first + rank) % facts.k
        if facts.night_is_option[night, option] and option != state.nights[WORK, night]:
            depot = option
            if skip == 0 or node < 0:
                break
            skip -= 1
    return depot


@kernel
def shorten_until_sound(facts, state, day, from_end):
    """Drop stops, those next to the moved night first, until the day keeps its limits."""
    while state.length[WORK, day] > 0 and not is_sound(facts, state, day):
        length = state.length[WORK, day]
        place = length if from_end else 1
        if draw_below(state.random, 3) == 0:
            place = 1 + draw_below(state.random, length)
        take_out(facts, state, state.seq[WORK, day, place])
        close_ranks(facts, state, day)
