"""The one way to compile a kernel: cached on disk, free of the GIL, stale caches refused.

numba stores a compiled function beside a digest of the file it is written in, and a caller's machine
code contains its callees. A change in a callee's *other* file would therefore go unnoticed. Here the
digest of every file of this package is the stamp of each kernel, so that editing one file compiles
all again.

Kernels are compiled without numba's reference counting (`_nrt=False`): they allocate nothing, and
counting made them five to ten times slower. Nobody calls them from C, so they get no wrapper for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.registry import CPUDispatcher

Function = TypeVar("Function", bound=Callable[..., Any])


def get_package_stamp(folder: Path) -> bytes:
    """Return a digest of all Python files of a folder, names included."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


PACKAGE_STAMP: Final = get_package_stamp(Path(__file__).parent)


class PackageCache(FunctionCache):
    """numba's disk cache with the package's stamp in place of the file's."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = IndexDataCacheFile(
            cache_path=self._cache_path, filename_base=self._impl.filename_base, source_stamp=PACKAGE_STAMP
        )


def kernel(function: Function) -> Function:
    """Compile on first use; call it from Python or from another kernel."""
    return _compile(function, forceinline=False)


def inlined(function: Function) -> Function:
    """Compile once more into each caller: for small functions."""
    return _compile(function, forceinline=True)


def merged(function: Function) -> Function:
    """Put the source into its one caller, before types are known: for functions that call much themselves.

    A compiled function contains all that it calls, which costs twice when its only caller contains it again.
    """
    return _compile(function, inline="always")


def _compile(function: Function, **options: bool | str) -> Function:
    options |= {"nogil": True, "_nrt": False, "no_cfunc_wrapper": True}
    compiled: Any = numba.njit(**options)(function)  # type: ignore[call-overload]
    if isinstance(compiled, CPUDispatcher):  # a plain function under NUMBA_DISABLE_JIT
        vars(compiled)["_cache"] = PackageCache(function)
    return compiled  # type: ignore[no-any-return]
