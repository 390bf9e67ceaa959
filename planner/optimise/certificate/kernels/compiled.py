"""How the kernels of this package are compiled: as those of the search, with a stamp of their own.

The digest of every file of this package stands in for the file's own in numba's disk cache, so that an
edit here never compiles the search again, nor the other way round (see `planner.optimise.kernels.jit`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.registry import CPUDispatcher

from planner.optimise.kernels.jit import get_package_stamp

Function = TypeVar("Function", bound=Callable[..., Any])
STAMP: Final = get_package_stamp(Path(__file__).parent)


class StampedCache(FunctionCache):
    """numba's disk cache with this package's stamp in place of the file's."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = IndexDataCacheFile(
            cache_path=self._cache_path, filename_base=self._impl.filename_base, source_stamp=STAMP
        )


def kernel(function: Function) -> Function:
    """Compile on first use; call it from Python or from another kernel. It must not allocate."""
    return _compile(function, forceinline=False)


def inlined(function: Function) -> Function:
    """Compile into each caller: for small functions, and for those with a single caller."""
    return _compile(function, forceinline=True)


def _compile(function: Function, **options: bool) -> Function:
    options |= {"nogil": True, "_nrt": False}
    compiled: Any = numba.njit(**options)(function)  # type: ignore[call-overload]
    if isinstance(compiled, CPUDispatcher):  # a plain function under NUMBA_DISABLE_JIT
        vars(compiled)["_cache"] = StampedCache(function)
    return compiled  # type: ignore[no-any-return]
