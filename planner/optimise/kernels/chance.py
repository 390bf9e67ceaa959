"""Random numbers with their state in an array: the same in every process, thread and machine.

xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled",
ACM TOMS 42, 2016). All types are spelled out, for numba turns int64 with uint64 into a float.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.optimise.kernels.jit import inlined

WordArray = npt.NDArray[np.uint64]

_U12 = np.uint64(12)
_U25 = np.uint64(25)
_U27 = np.uint64(27)
_U32 = np.uint64(32)
_MULTIPLIER = np.uint64(2685821657736338717)
_HUNDRED = np.int64(100)


@inlined
def draw_word(random):
    """Return 64 random bits."""
    x = random[0]
    x ^= x >> _U12
    x ^= x << _U25
    x ^= x >> _U27
    random[0] = x
    return x * _MULTIPLIER


@inlined
def draw_below(random, bound):
    """Return an integer in 0..bound - 1 (0 when `bound` is 0); `bound` below 2**31."""
    return np.int64(((draw_word(random) >> _U32) * np.uint64(bound)) >> _U32)


@inlined
def happens(random, pct):
    """Return True with a chance of `pct` per cent."""
    return draw_below(random, _HUNDRED) < pct
