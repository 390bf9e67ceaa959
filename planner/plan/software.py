"""The name of this software, as plans state it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def name_software() -> str:
    """Return name and version; an uninstalled source tree says so."""
    try:
        return f"rural-route-planner {version('rural-route-planner')}"
    except PackageNotFoundError:
        return "rural-route-planner from source"
