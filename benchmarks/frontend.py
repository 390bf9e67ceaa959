"""How long one waits for a page, and what it weighs: the app in a headless browser, with a server of its own.

    python benchmarks/frontend.py [--places 20000] [--runs 3] [--only load,explore,plan]

Prints, with the versions of all that takes part:

load     each page opened for the first time by a browser with an empty cache (the server has been visited before):
         seconds until it can be used, requests, and kB by type as they came over the wire;
explore  the page Explore over `--places` places, the real ones and synthetic copies laid over them
         (`tests/support/synthetic_tables.py`): seconds from opening the page until all points are on the map, from a
         click on a point until its details are there, and from a filter until list and map have answered;
plan     a visit of a planned trip moved, locked and taken back: seconds and CPU seconds of the server's rerun, in this
         process without a browser; and in a browser how often the map's frame was loaded meanwhile (0 is the aim).

Times are medians of `--runs` runs. Needs Chromium and the packages `playwright` and those of the app.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Frame, Page, sync_playwright  # noqa: E402

from planner.api import build_planner  # noqa: E402
from planner.catalogue import load_catalogue  # noqa: E402
from planner.plan import parse_request  # noqa: E402
from tests.support.synthetic_tables import write_overlay  # noqa: E402
from ui.link import write_token  # noqa: E402

HOST = "127.0.0.1"
PAGES = ("plan", "basket", "explore", "studio", "data", "about")
PARTS = ("load", "explore", "plan")
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
GOALS = {"usable": 5.0, "click": 1.5, "rerun": 0.3}
"""Seconds."""
PATIENCE_MS = 300_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default=",".join(PARTS))
    arguments = parser.parse_args()
    parts = arguments.only.split(",")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        _print_versions(browser)
        if {"load", "plan"} & set(parts):
            with _serve() as address:
                _open(browser, address, "").context.close()  # compiles, reads the tables
                if "load" in parts:
                    _measure_load(browser, address, arguments.runs)
                if "plan" in parts:
                    _count_frames(browser, address)
        if "plan" in parts:
            _measure_reruns(arguments.runs)
        if "explore" in parts:
            with tempfile.TemporaryDirectory() as folder:
                write_overlay(Path(folder), arguments.places)
                with _serve(folder) as address:
                    _measure_explore(browser, address, arguments.runs)
        browser.close()


def _print_versions(browser: Browser) -> None:
    packages = ("streamlit", "streamlit-folium", "folium", "playwright")
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"python {platform.python_version()}, {told}, chromium {browser.version}")
    print(f"{os.cpu_count()} cores, of which others kept {os.getloadavg()[0]:.1f} busy in the minute before")


@contextmanager
def _serve(overlay: str | None = None) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", HOST, "--server.headless", "true", "--server.fileWatcherType", "none"]
    environment = os.environ | ({"PLANNER_OVERLAYS": overlay} if overlay else {})
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://{HOST}:{port}"
    try:
        while True:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _open(browser: Browser, address: str, path: str, watch: Callable[[Page], None] | None = None) -> Page:
    """Open a page in a context of its own and wait until it can be used."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en").new_page()
    if watch is not None:
        watch(page)
    page.goto(f"{address}/{path}")
    page.locator(".rp-title").first.wait_for(timeout=PATIENCE_MS)
    page.locator(READY).wait_for(timeout=PATIENCE_MS)
    return page


class Weight:
    """What came over the wire for one page."""

    def __init__(self) -> None:
        self.kilobytes: Counter[str] = Counter()
        self.requests = 0
        self._type: dict[str, str] = {}

    def watch(self, page: Page) -> None:
        """Listen to all that a page receives from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._name)
        session.on("Network.loadingFinished", self._add)
        session.on("Network.webSocketFrameReceived", self._add_message)

    def _name(self, event: dict[str, Any]) -> None:
        self.requests += 1
        self._type[event["requestId"]] = event["type"]

    def _add(self, event: dict[str, Any]) -> None:
        self.kilobytes[self._type.get(event["requestId"], "Other")] += event["encodedDataLength"] / 1000

    def _add_message(self, event: dict[str, Any]) -> None:
        # Binary messages come as base 64.
        self.kilobytes["WebSocket"] += len(event["response"]["payloadData"]) * 3 / 4 / 1000

    def __str__(self) -> str:
        parts = ", ".join(f"{kind.lower()} {size:.0f}" for kind, size in self.kilobytes.most_common())
        return f"{self.requests:4d} requests {self.kilobytes.total():8.0f} kB ({parts})"


def _measure_load(browser: Browser, address: str, runs: int) -> None:
    print("\nload: first visit of a page, empty cache")
    names = [name for name in PAGES if (ROOT / "ui" / f"{name}_page.py").is_file()]
    for name in names:
        seconds = []
        for _ in range(runs):
            weight = Weight()
            begin = time.perf_counter()
            page = _open(browser, address, "" if name == "plan" else name, weight.watch)
            seconds.append(time.perf_counter() - begin)
            page.wait_for_timeout(1500)  # what follows the first sight belongs to the weight
            page.context.close()
        print(f"  {name:<8} usable {statistics.median(seconds):5.2f} s {weight}")


def _find_map(page: Page) -> Frame:
    page.frame_locator("iframe[title*='folium']").locator(".leaflet-container").wait_for(timeout=PATIENCE_MS)
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def _wait_for_points(frame: Frame, is_right: str) -> int:
    there = f"() => window.filteredPoints && (count => {is_right})(window.filteredPoints.count())"
    frame.wait_for_function(there, timeout=PATIENCE_MS)
    return int(frame.evaluate("window.filteredPoints.count()"))


def _measure_explore(browser: Browser, address: str, runs: int) -> None:
    begin = time.perf_counter()
    _open(browser, address, "explore").context.close()
    cold = time.perf_counter() - begin
    usable, click, choice, loads, weight = [], [], [], 0, Weight()
    for _ in range(runs):
        weight = Weight()
        begin = time.perf_counter()
        page = _open(browser, address, "explore", weight.watch)
        frame = _find_map(page)
        whole = _wait_for_points(frame, "count > 0")
        page.locator("[class*='st-key-explore-row-']").first.wait_for()
        usable.append(time.perf_counter() - begin)
        page.wait_for_timeout(1000)
        navigations: list[str] = []
        page.on("framenavigated", lambda one, seen=navigations: seen.append(one.url))
        click.append(_click_point(page, frame))
        choice.append(_filter(page, frame, whole))
        loads += sum("streamlit_folium" in url for url in navigations)
        page.context.close()
    print(f"\nexplore: {whole} places on the map; the server's very first visitor waited {cold:.1f} s")
    _print_goal("from opening to usable", usable, GOALS["usable"])
    _print_goal("from click to answer", click, GOALS["click"])
    _print_goal("from filter to answer", choice, GOALS["click"])
    print(f"  map frame loaded anew by click or filter: {loads} times\n  first visit {weight}")


def _click_point(page: Page, frame: Frame) -> float:
    """Click the point nearest to the middle of the map and wait for its details."""
    spot = frame.evaluate("""() => {
        const size = window.map.getSize();
        return window.filteredPoints.spot(size.x / 2, size.y / 2);
    }""")
    box = page.locator("iframe[title*='folium']").bounding_box()
    assert box is not None
    begin = time.perf_counter()
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    page.locator(".st-key-explore-place .rp-look-name").wait_for(timeout=PATIENCE_MS)
    return time.perf_counter() - begin


def _filter(page: Page, frame: Frame, whole: int) -> float:
    """Show the products' places only, by text, and wait until list and map have answered."""
    field = page.locator(".st-key-explore-text input")
    field.fill("bat trang")
    begin = time.perf_counter()
    field.press("Enter")
    _wait_for_points(frame, f"count > 0 && count < {whole}")
    page.locator(READY).wait_for(timeout=PATIENCE_MS)
    return time.perf_counter() - begin


def _print_goal(what: str, seconds: list[float], goal: float) -> None:
    median, worst = statistics.median(seconds), max(seconds)
    verdict = "holds" if median <= goal else "MISSED"
    print(f"  {what:<26} {median:5.2f} s (worst {worst:.2f}), goal {goal} s: {verdict}")


def _write_trip() -> str:
    path = sorted((ROOT / "examples").glob("*.json"))[0]
    return write_token(parse_request(path.read_text(encoding="utf-8"), where=path.name))


def _count_frames(browser: Browser, address: str) -> None:
    """Lock and unlock visits in a browser and count how often the map is loaded."""
    page = _open(browser, address, f"?lang=en&trip={_write_trip()}")
    page.frame_locator("iframe[title*='folium']").locator(".stop").first.wait_for(state="attached", timeout=PATIENCE_MS)
    page.wait_for_timeout(2000)
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.on("request", lambda request: seen.append(request.url))
    presses = 0
    for key in ("lock-0-0", "unlock-0-0", "lock-0-1"):
        button = page.locator(f".st-key-{key} button:visible").first
        button.wait_for(timeout=60_000)
        button.click()
        page.wait_for_timeout(1500)
        presses += 1
    loads = sum("streamlit_folium" in url and "index.html" in url for url in seen)
    scripts = sum(url.endswith("leaflet.js") for url in seen)
    print(
        f"\nplan: {presses} visits changed in a browser: map frame loaded {loads} times, "
        f"leaflet.js asked for {scripts} times"
    )
    page.context.close()


def _measure_reruns(runs: int) -> None:
    """Change visits of a planned trip under Streamlit's own runner, which draws the page without a browser."""
    from streamlit.testing.v1 import AppTest

    build_planner(load_catalogue())
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_MS / 1000)
    page.query_params["lang"] = "en"
    page.query_params["trip"] = _write_trip()
    page.run()
    while page.session_state.trip_state.job is not None:
        time.sleep(0.2)
        page.run()
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    for _ in range(max(3, runs)):
        for what, key in (("move", "down-0-0"), ("lock", "lock-0-0"), ("undo", "undo"), ("undo ", "undo")):
            page.button(key=key).click()
            begin, used = time.perf_counter(), time.process_time()
            page.run()
            wall.setdefault(what.strip(), []).append(time.perf_counter() - begin)
            cpu.setdefault(what.strip(), []).append(time.process_time() - used)
    print("plan: the server's rerun after a change")
    for what, seconds in wall.items():
        _print_goal(f"{what} (CPU {statistics.median(cpu[what]):.2f} s)", seconds, GOALS["rerun"])


if __name__ == "__main__":
    main()
