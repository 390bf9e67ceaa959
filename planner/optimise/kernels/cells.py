"""Cells of a block as single machine instructions: what the kernels do most, and so what must compile fast.

A function for it, or plain indexing, brings with every use a call, a status to look at and a test for
a negative index, which LLVM takes out again in each kernel and in each caller of that kernel. Here numba
learns the instructions themselves. Without numba the decorated functions run as they are written.

Where a table begins and how long its rows are never changes while kernels run, and LLVM is told so: it need
not read that anew after each write to a block.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from numba.core import types
from numba.core.typing.templates import signature
from numba.extending import lower_builtin, type_callable

Function = TypeVar("Function", bound=Callable[..., Any])


def reads_cell(function: Function) -> Function:
    """Compile `function(block, table, ..., column)` as reading that cell; `...` is the row of a table with several."""

    def read(builder, block, table, *place):
        return builder.load(_find_cell(builder, block, table, *place))

    return _teach(function, types.int64, read)


def writes_cell(function: Function) -> Function:
    """Compile `function(block, table, ..., column, value)` as setting that cell."""

    def write(builder, block, table, *place_and_value):
        *place, value = place_and_value
        builder.store(value, _find_cell(builder, block, table, *place))

    return _teach(function, types.none, write)


def changes_cell(function: Function) -> Function:
    """Compile `function(block, table, ..., column, change)` as adding to that cell."""

    def change(builder, block, table, *place_and_change):
        *place, change = place_and_change
        cell = _find_cell(builder, block, table, *place)
        builder.store(builder.add(builder.load(cell), change), cell)

    return _teach(function, types.none, change)


def finds_row(function: Function) -> Function:
    """Compile `function(block, table, number)` as finding where that row begins."""
    return _teach(function, types.int64, _find_row)


def _teach(function: Function, result: types.Type, emit: Callable[..., Any]) -> Function:
    """Teach numba to compile calls of a function of a block and integers by `emit(builder, cells, *integers)`."""
    parameters = inspect.signature(function)
    integers = [types.int64] * (len(parameters.parameters) - 1)

    def get_type(block, *_):
        return signature(result, block, *integers) if isinstance(block, types.Array) else None

    def lower(context, builder, types_, arguments):
        block = context.make_array(types_.args[0])(context, builder, arguments[0])
        value = emit(builder, block.data, *arguments[1:])
        return context.get_dummy_value() if value is None else value

    vars(get_type)["pysig"] = parameters  # so that numba knows the names of the arguments
    type_callable(function)(lambda context: get_type)
    lower_builtin(function, types.Array, *integers)(lower)
    return function


def _find_cell(builder, cells, table, *place):
    """Return a pointer to a cell, given its row and column, or its column in a table with one row."""
    *number, column = place
    first = _find_row(builder, cells, table, *number)
    return builder.gep(cells, [builder.add(first, column)], inbounds=True)


def _find_row(builder, cells, table, *number):
    """Return the offset of a row, or of a table's only row."""
    first = _read_header(builder, cells, table)
    if number:
        length = _read_header(builder, cells, builder.add(table, table.type(1)))
        first = builder.add(first, builder.mul(number[0], length))
    return first


def _read_header(builder, cells, at):
    """Read a cell that no kernel writes."""
    value = builder.load(builder.gep(cells, [at], inbounds=True))
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value
