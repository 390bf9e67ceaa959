"""Compiling the search before anybody waits for it: once per installation, beside the work and not in it.

numba compiles for half a minute, and a thread that compiles keeps every other thread of its process waiting.
So a process of its own compiles the search, and a second one the certificate, at low priority into numba's cache
on disk, and the first leaves a mark there; from then on every process loads the compiled code in less than a second.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numba
from numba.core.registry import cpu_target

from planner.errors import PreparationError
from planner.optimise.kernels import search
from planner.optimise.warming import warm_up, warm_up_search

logger = logging.getLogger(__name__)

_PACKAGE = Path(__file__).resolve().parent
_TELL_SECONDS = 0.25
_PREPARE = "from planner.optimise.preparation import prepare; prepare()"
_PREPARE_CERTIFICATE = "from planner.optimise.warming import warm_up_certificate; warm_up_certificate()"


def is_prepared() -> bool:
    """Say whether the search was compiled completely for this machine, Python and state of the code."""
    mark = _find_mark()
    return mark is None or (mark.is_file() and mark.read_text(encoding="utf-8") == _get_stamp())


def prepare() -> None:
    """Compile what is not compiled yet; of several processes that ask at once, one compiles and the others wait."""
    mark = _find_mark()
    if mark is None:
        return
    mark.parent.mkdir(parents=True, exist_ok=True)
    with _hold(mark.with_name("prepare.lock")):
        if not is_prepared():
            _compile()
            mark.write_text(_get_stamp(), encoding="utf-8")


def _compile() -> None:
    """Compile the search here and the certificate in a second process; together they take as long as the search."""
    second = prepare_apart((sys.executable, "-c", _PREPARE_CERTIFICATE))
    try:
        warm_up_search()
    finally:
        second.wait()
        atexit.unregister(second.terminate)
    warm_up()  # loads what is there; what the second process failed at is compiled here, or fails here with a reason


def prepare_apart(command: Sequence[str] = (), *, stderr: int | None = None) -> subprocess.Popen[str]:
    """Start `prepare` (or another command) in a process of its own, which ends with this one at the latest.

    Parameters
    ----------
    command
        What to run instead of `prepare`.
    stderr
        Where faults go, as in `subprocess.Popen`; to this process's own when None.
    """
    path = os.pathsep.join(filter(None, (str(_PACKAGE.parents[1]), os.environ.get("PYTHONPATH"))))
    child = subprocess.Popen(
        command or (sys.executable, "-c", f"import os; hasattr(os, 'nice') and os.nice(10); {_PREPARE}"),
        env={**os.environ, "PYTHONPATH": path}, stdin=subprocess.DEVNULL, stderr=stderr, text=True,
    )  # fmt: skip
    atexit.register(child.terminate)
    return child


class Preparation:
    """Preparing in the background of a server: a thread that watches the compiling process, then loads its work."""

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._command = command
        self._done = threading.Event()
        self._failure: Exception | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="prepare-optimiser", daemon=True).start()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to wait for any more, be it because preparing failed."""
        return self._done.is_set()

    def wait(self, tell: Callable[[], object] = lambda: None) -> None:
        """Wait until the search can run, and call `tell` several times a second meanwhile.

        Raises
        ------
        PreparationError
            When the search could be compiled neither apart nor here.
        """
        while not self._done.wait(_TELL_SECONDS):
            tell()
        if self._failure is not None:
            message = f"the optimiser could not be compiled: {self._failure}"
            remedy = "see the log of the server; numba needs a folder it may write to, see NUMBA_CACHE_DIR"
            raise PreparationError("E004", message, remedy=remedy) from self._failure

    def _run(self) -> None:
        try:
            if not is_prepared():
                self._compile_apart()
            warm_up()
        except Exception as error:  # whoever waits must hear of it
            logger.exception("the optimiser could not be compiled")
            self._failure = error
        finally:
            self._done.set()

    def _compile_apart(self) -> None:
        """Let the process compile; where it fails, `warm_up` compiles here, and the page is slow meanwhile."""
        child = prepare_apart(self._command, stderr=subprocess.PIPE)
        _, said = child.communicate()
        atexit.unregister(child.terminate)
        if child.returncode != 0:
            logger.warning("compiling apart ended with %s, compiling here: %s", child.returncode, said.strip())


def _find_mark() -> Path | None:
    """Return the file that says for what the cache beside it is complete; None where nothing is compiled at all."""
    stats = getattr(search.run, "stats", None)
    return None if stats is None else Path(stats.cache_path) / "prepared.txt"


def _get_stamp() -> str:
    """Return a digest of all that compiled code depends on."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    machine = cpu_target.target_context.codegen().magic_tuple()  # what numba's cache goes by, too
    digest.update(repr((numba.__version__, sys.version, machine)).encode())
    return digest.hexdigest()


@contextmanager
def _hold(path: Path) -> Iterator[None]:
    """Hold a lock file, which the system frees when its holder ends; without a lock where there is none to have."""
    try:
        import fcntl
    except ImportError:  # two processes may compile the same then, which costs time and nothing else
        yield
        return
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
