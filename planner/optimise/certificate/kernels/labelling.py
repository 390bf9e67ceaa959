"""Pricing of one day by labels: the best routes from all start depots at once, each with its own head start.

A label is a partial day: where it is, its two moments of departure (hungry and fed), driving, visits,
worth and the groups it remembers. A label is dropped where another one at the same stop is no worse in
all of these (dominance), where it cannot end the day, or where its worth and the completion bound
cannot pass `threshold`. A label remembers a group only while the way stays near it, so a route may
come back from afar (ng-routes: Baldacci, Mingozzi and Roberti, Operations Research 59, 2011): a
relaxation, whose best worth is never below that of the true routes.

Labels leave the heap in order of departure. The kernel works in slices, so that the caller may look
at the clock.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from planner.model.travel import IntArray
from planner.optimise.certificate.kernels.compiled import inlined, kernel
from planner.optimise.certificate.kernels.completion import Rest, read_rest
from planner.optimise.certificate.kernels.day import (
    COUNTS_VISITS,
    DAY_END,
    DAY_START,
    DRIVE_CAP,
    FED,
    HAS_MEAL,
    HUNGRY,
    IS_ROUGH,
    MAX_VISITS,
    NEVER,
    WORST,
    Day,
    leave_fed,
    leave_hungry,
    leave_table,
    pause_until,
)

# Fields of a label; the words of its memory follow.
STOP, PARENT, START, IS_LIVE, NEXT, WORTH, LEAVE_FED, LEAVE_HUNGRY, DRIVE, VISITS, MEMORY = (
    np.int64(field) for field in range(11)
)
FIELDS: Final = 10
# Counters of a search.
USED, WAITING, IS_FULL, DONE, COMPARED = (np.int64(cell) for cell in range(5))
COUNTERS: Final = 5
_KEY_SHIFT: Final = np.int64(1 << 31)


class Labels(NamedTuple):
    """The labels of a day and what finds them."""

    table: IntArray
    """(labels, `FIELDS` + words)."""
    heads: IntArray
    """(v,) the newest live label of each stop, -1 = none; the others follow by `NEXT`."""
    heap: IntArray
    """(labels,) departure and number of labels that wait to be extended."""
    counters: IntArray
    near: IntArray
    """(v, words) groups that are remembered at each stop, as bits."""


@kernel
def open_day(day: Day, rest: Rest, labels: Labels, head_start: IntArray, threshold: int) -> None:
    """Put a label on every first stop worth going to.

    `head_start` (s,) is the worth of the trip before this day; `WORST` = not to be reached.
    """
    table = labels.table
    hungry = day.rules[DAY_START] if day.rules[HAS_MEAL] == 1 else NEVER
    fed = NEVER if day.rules[HAS_MEAL] == 1 else day.rules[DAY_START]
    for start in range(day.from_start.shape[0]):
        if head_start[start] <= WORST:
            continue
        for stop in range(day.from_start.shape[1]):
            if day.from_start[start, stop] >= NEVER:
                continue
            row = labels.counters[USED]
            if row >= table.shape[0]:
                labels.counters[IS_FULL] = 1
                return
            for word in range(table.shape[1] - MEMORY):
                table[row, MEMORY + word] = 0
            _move(day, table, row, hungry, fed, day.from_start[start, stop], stop)
            table[row, DRIVE] = day.start_drive[start, stop]
            table[row, VISITS] = 1
            table[row, WORTH] = head_start[start] + day.reward[stop] - day.start_cost[start, stop]
            table[row, PARENT] = -1
            table[row, START] = start
            _enter(day, rest, labels, row, stop, -2, threshold)


@kernel
def extend_labels(day: Day, rest: Rest, labels: Labels, threshold: int, pops: int) -> None:
    """Extend up to `pops` labels; the search is complete when no label is waiting and none was refused."""
    table, counters = labels.table, labels.counters
    for _ in range(pops):
        if counters[WAITING] == 0 or counters[IS_FULL] == 1:
            return
        here = _pop(labels.heap, counters)
        if table[here, IS_LIVE] == 0:
            continue
        counters[DONE] += 1
        stop = table[here, STOP]
        for other in range(day.travel.shape[0]):
            if day.travel[stop, other] >= NEVER:
                continue
            number = day.group[other]
            if table[here, MEMORY + (number >> 6)] >> (number & 63) & 1 == 1:
                continue
            row = counters[USED]
            if row >= table.shape[0]:
                counters[IS_FULL] = 1
                return
            table[row, DRIVE] = table[here, DRIVE] + day.drive[stop, other]
            if table[row, DRIVE] + day.least_end_drive[other] > day.rules[DRIVE_CAP]:
                continue
            _move(day, table, row, table[here, LEAVE_HUNGRY], table[here, LEAVE_FED], day.travel[stop, other], other)
            table[row, VISITS] = table[here, VISITS] + 1
            table[row, WORTH] = table[here, WORTH] + day.reward[other] - day.cost[stop, other]
            table[row, PARENT] = here
            table[row, START] = table[here, START]
            for word in range(MEMORY, table.shape[1]):
                table[row, word] = table[here, word]
            _enter(day, rest, labels, row, other, day.group[stop], threshold)


@inlined
def _move(day, table, row, hungry, fed, way, stop):
    """Write the two departures from a stop after a way to it."""
    leave = NEVER
    eaten = NEVER
    if hungry < NEVER:
        arrival = hungry + way
        leave = leave_hungry(day, stop, arrival)
        eaten = leave_fed(day, stop, pause_until(day, hungry, arrival))
        eaten = min(eaten, leave_table(day, stop, arrival))
    if fed < NEVER:
        eaten = min(eaten, leave_fed(day, stop, fed + way))
    table[row, LEAVE_HUNGRY] = leave
    table[row, LEAVE_FED] = eaten


@inlined
def _enter(day, rest, labels, row, stop, before, threshold):
    """Keep the label in `row` unless it is hopeless or dominated."""
    table, counters = labels.table, labels.counters
    if table[row, DRIVE] + day.least_end_drive[stop] > day.rules[DRIVE_CAP]:
        return
    layer = day.rules[MAX_VISITS] - table[row, VISITS] if day.rules[COUNTS_VISITS] == 1 else 0
    more = read_rest(day, rest, layer, HUNGRY, stop, table[row, LEAVE_HUNGRY], before)
    more = max(more, read_rest(day, rest, layer, FED, stop, table[row, LEAVE_FED], before))
    if more <= WORST or table[row, WORTH] + more <= threshold:
        return
    for word in range(table.shape[1] - MEMORY):
        table[row, MEMORY + word] &= labels.near[stop, word]
    table[row, MEMORY + (day.group[stop] >> 6)] |= 1 << (day.group[stop] & 63)
    table[row, STOP] = stop
    table[row, IS_LIVE] = 1
    if day.rules[COUNTS_VISITS] == 1 and table[row, VISITS] >= day.rules[MAX_VISITS]:
        counters[USED] += _can_end_well(day, rest, table, row, threshold)  # nothing follows, so nobody compares it
        return
    if _is_dominated(day, labels, row, stop):
        return
    table[row, NEXT] = labels.heads[stop]
    labels.heads[stop] = row
    counters[USED] += 1
    _push(labels.heap, counters, min(table[row, LEAVE_HUNGRY], table[row, LEAVE_FED]) * _KEY_SHIFT + row)


@inlined
def _can_end_well(day, rest, table, row, threshold):
    """Return 1 if some end of the day passes the threshold, else 0."""
    for end in range(day.to_end.shape[1]):
        worth = _finish_label(day, table, row, end)
        if worth > WORST and rest.end_worth[end] > WORST and worth + rest.end_worth[end] > threshold:
            return 1
    return 0


@inlined
def _is_dominated(day, labels, row, stop):
    """Say whether a label at the stop is no worse than `row`; unlink those that are no better."""
    table = labels.table
    previous = -1
    other = labels.heads[stop]
    while other >= 0:
        labels.counters[COMPARED] += 1
        following = table[other, NEXT]
        if _is_no_worse(day, table, other, row):
            return True
        if _is_no_worse(day, table, row, other):
            table[other, IS_LIVE] = 0
            if previous < 0:
                labels.heads[stop] = following
            else:
                table[previous, NEXT] = following
        else:
            previous = other
        other = following
    return False


@inlined
def _is_no_worse(day, table, one, other):
    """Say whether whatever can follow `other` can follow `one`, for at least the same worth.

    A rough search looks at worth and time alone: it finds good days soon, but proves nothing.
    """
    if table[one, WORTH] < table[other, WORTH]:
        return False
    if day.rules[IS_ROUGH] == 1:
        one_leaves = min(table[one, LEAVE_FED], table[one, LEAVE_HUNGRY])
        return one_leaves <= min(table[other, LEAVE_FED], table[other, LEAVE_HUNGRY])
    if table[one, DRIVE] > table[other, DRIVE]:
        return False
    if table[one, LEAVE_FED] > table[other, LEAVE_FED]:
        return False
    # Who has eaten may do all that the hungry may, without the pause.
    if min(table[one, LEAVE_HUNGRY], table[one, LEAVE_FED]) > table[other, LEAVE_HUNGRY]:
        return False
    if day.rules[COUNTS_VISITS] == 1 and table[one, VISITS] > table[other, VISITS]:
        return False
    forgets = True
    for word in range(MEMORY, table.shape[1]):
        forgets &= table[one, word] & ~table[other, word] == 0
    return forgets


@kernel
def close_day(day: Day, labels: Labels, head_start: IntArray, value: IntArray, value_label: IntArray) -> None:
    """Find the best worth at each end depot: `value` (e,), `value_label` (e,).

    A label number -1 - s is the day straight from start depot s, -`NEVER` none at all.
    """
    departure = day.rules[DAY_START]
    for end in range(day.to_end.shape[1]):
        value[end] = WORST
        value_label[end] = -NEVER
        for start in range(day.start_end.shape[0]):
            if head_start[start] <= WORST or day.start_end[start, end] >= NEVER:
                continue
            finish = departure + day.start_end[start, end]
            if day.rules[HAS_MEAL] == 1:
                finish = pause_until(day, departure, finish)
            if finish > day.rules[DAY_END] or day.start_end_drive[start, end] > day.rules[DRIVE_CAP]:
                continue
            worth = head_start[start] - day.start_end_cost[start, end]
            if worth > value[end]:
                value[end] = worth
                value_label[end] = -1 - start
    for row in range(labels.counters[USED]):
        for end in range(day.to_end.shape[1]):
            worth = _finish_label(day, labels.table, row, end)
            if worth > value[end]:
                value[end] = worth
                value_label[end] = row


@inlined
def _finish_label(day, table, row, end):
    """Return the worth of ending the day of a label at an end depot, or WORST."""
    stop = table[row, STOP]
    way = day.to_end[stop, end]
    if way >= NEVER or table[row, DRIVE] + day.end_drive[stop, end] > day.rules[DRIVE_CAP]:
        return WORST
    finish = table[row, LEAVE_FED] + way
    hungry = table[row, LEAVE_HUNGRY]
    if hungry < NEVER:
        finish = min(finish, pause_until(day, hungry, hungry + way))
    if finish > day.rules[DAY_END]:
        return WORST
    return table[row, WORTH] - day.end_cost[stop, end]


@kernel
def rank_labels(day: Day, labels: Labels, end_worth: IntArray, total: IntArray, at_end: IntArray) -> None:
    """Find for each label the end depot with the best worth of day and rest of the trip."""
    for row in range(labels.counters[USED]):
        total[row] = WORST
        at_end[row] = -1
        for end in range(day.to_end.shape[1]):
            if end_worth[end] <= WORST:
                continue
            worth = _finish_label(day, labels.table, row, end)
            if worth > WORST and worth + end_worth[end] > total[row]:
                total[row] = worth + end_worth[end]
                at_end[row] = end


@inlined
def _push(heap, counters, key):
    place = counters[WAITING]
    counters[WAITING] += 1
    while place > 0:
        above = (place - 1) // 2
        if heap[above] <= key:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = key


@inlined
def _pop(heap, counters):
    """Remove the smallest key; return its label."""
    smallest = heap[0]
    counters[WAITING] -= 1
    size = counters[WAITING]
    key = heap[size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[place] = heap[below]
        place = below
    heap[place] = key
    return smallest % _KEY_SHIFT
