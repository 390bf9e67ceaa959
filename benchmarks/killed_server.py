"""The app's server killed while it saves, and whether every trip of the operator studio opens afterwards.

    python benchmarks/killed_server.py [--kills 50] [--seed 7]

A browser edits a saved trip in the studio, which saves by itself after each edit; the server is killed (SIGKILL) at a
random moment of that. Then every version in the store is opened, and a new server must show the trip again. Prints
kills, saved versions and whatever did not open. Needs Chromium and the packages `playwright` and those of the app.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Error, Page, sync_playwright  # noqa: E402

from planner import load_catalogue, plan_trip  # noqa: E402
from planner.costing import build_terms  # noqa: E402
from planner.plan import parse_request  # noqa: E402
from planner.store import Store, StoreError, TripDocument  # noqa: E402

HOST = "127.0.0.1"
COSTS = ".st-key-studio-section button >> nth=1"
FIELD = ".st-key-studio-term-markup_pct input"
SAMPLE = "examples/01-hanoi-crafts-in-three-days.json"
PATIENCE_MS = 120_000
MOST_SECONDS = 2.0
"""Latest moment of a kill after the page is there; an edit and its save take a fraction of that."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = str(Path(folder) / "trips.sqlite")
        trip_id = _save_sample(url)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        edits = shown = 0
        broken: set[str] = set()
        for number in range(arguments.kills):
            made, was_shown = _kill_while_saving(browser, url, trip_id, chance.uniform(0.0, MOST_SECONDS))
            edits += made
            shown += was_shown
            broken |= _list_broken(url)
            print(f"\rkills {number + 1}, edits {edits}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        newest = Store.open(url).load(trip_id).version.number
        browser.close()
    print(f"kills {arguments.kills}, seed {arguments.seed}, edits before them {edits}, saved versions {newest}")
    print(f"trips shown again by the next server {shown} of {arguments.kills}")
    print(f"versions that do not open {len(broken)}: {', '.join(sorted(broken)) or 'none'}")
    sys.exit(bool(broken) or shown < arguments.kills)


def _save_sample(url: str) -> str:
    request = parse_request((ROOT / SAMPLE).read_text(encoding="utf-8"), where=SAMPLE)
    itinerary = plan_trip(request, load_catalogue())
    store = Store.open(url)
    trip_id = store.create(TripDocument(itinerary=itinerary, terms=build_terms(itinerary)), title="Kept")
    store.close()
    return trip_id


def _kill_while_saving(browser: Browser, url: str, trip_id: str, seconds: float) -> tuple[int, bool]:
    """Return how often the trip was edited before the kill, and whether the new server showed it."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", HOST, "--server.headless", "true", "--server.fileWatcherType", "none"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PLANNER_STORE": url},
    )
    page = browser.new_page()
    try:
        _wait_for(port)
        page.goto(f"http://{HOST}:{port}/studio?lang=en&saved={trip_id}")
        page.locator(COSTS).click(timeout=PATIENCE_MS)
        page.locator(FIELD).first.wait_for(timeout=PATIENCE_MS)
        made = _edit_until(page, time.monotonic() + seconds)
    except Error:
        return 0, False
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        page.close()
    return made, True


def _edit_until(page: Page, end: float) -> int:
    """Change the markup, again and again; each change is saved."""
    made = 0
    while made == 0 or time.monotonic() < end:
        field = page.locator(FIELD).first
        field.fill(str(1 + time.time_ns() // 1_000_000 % 97))
        field.press("Enter")
        made += 1
        time.sleep(0.2)
    return made


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)


def _list_broken(url: str) -> set[str]:
    store, broken = Store.open(url), set()
    for trip in store.list_trips(include_deleted=True):
        for version in store.list_versions(trip.id):
            try:
                store.load(trip.id, version.number)
            except StoreError as error:
                broken.add(f"{trip.id}:{version.number} {error.code}")
    store.close()
    return broken


if __name__ == "__main__":
    main()
