"""A fresh installation: the page comes first, the compiled code after it, and the answers are the same.

The compiled code checks every index here, so that a read beside an array would end the run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.optimise.test_solve import fingerprint

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_page_is_there_before_the_compiled_code_and_the_plan_after_it(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "NUMBA_BOUNDSCHECK": "1"}
    command = [sys.executable, "-m", "tests.app.fresh_installation"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout.splitlines()[-1])
    assert seen.pop("fingerprint") == fingerprint()
    assert seen == {
        "compiled_before_the_page": False,
        "faults_of_the_page": 0,
        "is_planning": True,
        "compiled_in_the_end": True,
        "loaded_from_the_cache": 2,
        "has_plan": True,
    }
