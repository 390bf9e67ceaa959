"""The kept answers of the search: compiled, in a thread, and in plain Python."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from tests.golden.solves import KEPT, solve_all, solve_few

ROOT = Path(__file__).resolve().parents[2]
HINT = "the search answers otherwise than before; where that is meant: python -m tests.golden.solves --write"


def test_the_search_gives_the_answers_kept() -> None:
    assert solve_all() == json.loads(KEPT.read_text(encoding="utf-8")), HINT


def test_a_thread_gives_the_same_answers() -> None:
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(solve_few())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [solve_few()] * 2


def test_plain_python_gives_the_same_answers() -> None:
    code = "import json; from tests.golden.solves import solve_few; print(json.dumps(solve_few()))"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "error"}
    plain = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert plain.returncode == 0, plain.stderr
    assert json.loads(plain.stdout) == solve_few()
