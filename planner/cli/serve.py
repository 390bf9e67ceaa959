"""``planner serve``: the app."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.common import DataOption, err, load
from planner.errors import MissingExtraError

APP = Path(__file__).resolve().parents[2] / "app.py"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
    data: DataOption = None,
) -> int:
    """Serve the app until Ctrl+C; by default for this machine only."""
    if find_spec("streamlit") is None or find_spec("streamlit_folium") is None:
        raise MissingExtraError("E002", "the app needs Streamlit", remedy="pip install -r requirements.txt")
    if not APP.is_file():
        raise MissingExtraError(
            "E003", "app.py is not beside the package", remedy="serve from a clone of the repository"
        )
    from planner.optimise import is_prepared, prepare_apart

    if data:
        load(data)  # what is wrong with an overlay is said here and not on the page
    preparing = None
    if not is_prepared():
        err.print("Preparing the optimiser in the background, half a minute, once per installation.")
        preparing = prepare_apart()
    headless = "false" if open_browser else "true"
    options = ["--server.port", str(port), "--server.address", address, "--server.headless", headless]
    try:
        command = [sys.executable, "-m", "streamlit", "run", str(APP), *options]
        return subprocess.call(command, cwd=APP.parent, env=_build_environment(data))
    except KeyboardInterrupt:
        return 0
    finally:
        if preparing is not None:
            preparing.terminate()


def _build_environment(overlays: list[Path] | None) -> dict[str, str]:
    """Return the environment with the folders of data as absolute paths, for the app runs elsewhere."""
    environment = dict(os.environ)
    if overlays:
        environment["PLANNER_OVERLAYS"] = os.pathsep.join(str(folder.resolve()) for folder in overlays)
    if base := environment.get("PLANNER_DATA"):
        environment["PLANNER_DATA"] = str(Path(base).resolve())
    return environment
