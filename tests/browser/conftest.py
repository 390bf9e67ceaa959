"""A real server, a real browser, and an ear for everything that a page should not do."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.steps import settle

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE_MS = 60_000
"""Of every single step: a busy machine is slow, and only what never comes is a failure."""
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Asked for below the address of a page by Streamlit itself when one comes in there; the answer 404 is harmless."""


@dataclass
class Trouble:
    """What went wrong on a page."""

    outside: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def hear(self, status: int, url: str) -> None:
        """Note an answer that refuses."""
        if status >= 400 and not url.endswith(PROBES):
            self.refused.append(f"{status} {url}")

    def read(self, kind: str, text: str, url: str) -> None:
        """Note an error in the console."""
        if kind == "error" and not url.endswith(PROBES):
            self.errors.append(f"{text} {url}")

    def assert_none(self) -> None:
        assert self.outside == []
        assert self.refused == []
        assert self.errors == []


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", HOST, "--server.headless", "true", "--server.fileWatcherType", "none"]
    store = tmp_path_factory.mktemp("store") / "trips.sqlite"
    log = store.with_name("server.log")
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=said, stderr=said, env={**os.environ, "PLANNER_STORE": str(store)}
        )
    address = f"http://{HOST}:{port}"
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                assert process.poll() is None, f"the server ended before it began: {log.read_text()}"
                time.sleep(0.25)
        else:
            pytest.fail(f"the server does not answer: {log.read_text()}")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed")
    sync_api.expect.set_options(timeout=PATIENCE_MS)
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(browser, server: str):
    """Return a function that opens an address of the app in a browser of its own; nothing may go wrong there."""
    contexts, troubles = [], []

    def open_tab(address: str, *, width: int = 1280, height: int = 900, scheme: str = "light", locale: str = "en"):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page, trouble = context.new_page(), Trouble()
        troubles.append(trouble)
        local = (server, server.replace("http", "ws"), "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(local) else trouble.outside.append(r.url))
        page.on("websocket", lambda w: None if w.url.startswith(local) else trouble.outside.append(w.url))
        page.on("response", lambda r: trouble.hear(r.status, r.url))
        page.on("pageerror", lambda error: trouble.errors.append(str(error)))
        page.on("console", lambda m: trouble.read(m.type, m.text, m.location.get("url", "")))
        page.goto(f"{server}/{address}")
        return page

    yield open_tab
    for context in contexts:
        context.close()
    for trouble in troubles:
        trouble.assert_none()


@pytest.fixture
def open_page(open_tab):
    """Return a function that opens the first page and waits for the numbered stops of a planned trip."""

    def open_page(query: str = "", **how):
        page = open_tab(query, **how)
        page.frame_locator("iframe[title*='folium']").locator(".stop").first.wait_for(state="attached", timeout=240_000)
        settle(page)
        return page

    return open_page
