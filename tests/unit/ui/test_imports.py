"""What all pages share knows none of them."""

import ast
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[3] / "ui"
SHARED = ("edits", "form", "history", "job", "language", "link", "page_head", "planning", "progress_view", "resources",
          "state")  # fmt: skip
PAGES = ("about", "basket", "data", "explore", "plan_page", "studio")


def list_imports(name: str) -> set[str]:
    """Return the modules of the app that one imports, whichever way."""
    tree = ast.parse((UI / f"{name}.py").read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    whole = {alias.name for node in froms if node.module == "ui" for alias in node.names}
    return whole | {node.module.removeprefix("ui.") for node in froms if node.module.startswith("ui.")}


@pytest.mark.parametrize("name", SHARED)
def test_what_is_shared_imports_no_page(name: str) -> None:
    seen: set[str] = set()
    queue = [name]
    while queue:
        one = queue.pop()
        if one not in seen:
            seen.add(one)
            queue += list_imports(one)
    assert name in seen
    assert not [one for one in seen if one.startswith(PAGES)]
