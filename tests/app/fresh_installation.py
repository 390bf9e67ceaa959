"""The first start after an installation, in a process with an empty cache of compiled code; prints what happened.

Run with NUMBA_CACHE_DIR naming an empty folder. The order of events does not hang on anybody's speed: this process
keeps the lock that the compiling process waits for, until the page has been looked at.
"""

import json
import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

from planner.optimise import is_prepared, preparation
from tests.unit.optimise.test_solve import fingerprint
from ui import resources

APP = Path(__file__).resolve().parents[2] / "app.py"
PATIENCE_S = 300


def main() -> int:
    mark = preparation._find_mark()
    assert mark is not None
    mark.parent.mkdir(parents=True, exist_ok=True)
    page = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
    page.query_params["lang"] = "en"
    with preparation._hold(mark.with_name("prepare.lock")):
        page.run()
        page.number_input(key="form-adults").set_value(3).run()
        seen = {
            "compiled_before_the_page": is_prepared() or resources.get_preparation().is_done,
            "faults_of_the_page": len(page.exception) + len(page.error),
            "is_planning": page.session_state.trip_state.job is not None,
        }
    resources.get_preparation().wait()
    seen["compiled_in_the_end"] = is_prepared()
    loaded = sum(sum(kernel.stats.cache_hits.values()) for kernel in (preparation.search.run, preparation.search.load))
    seen["loaded_from_the_cache"] = loaded
    page.run()
    while page.session_state.trip_state.job is not None:
        page.run()
    seen["has_plan"] = page.session_state.trip_state.now.itinerary is not None
    seen["fingerprint"] = fingerprint()
    print(json.dumps(seen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
