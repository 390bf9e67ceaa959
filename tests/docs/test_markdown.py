"""What the documents point at exists: links, files, commands, options, imports, overlays."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from planner.catalogue import load_catalogue
from planner.catalogue.schema import load_package
from planner.model.itinerary import PLAN_FORMAT

ROOT = Path(__file__).parents[2]
SKIPPED = {".git", ".venv", "venv", "node_modules", "build", ".pytest_cache", ".hypothesis"}
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```(\w+)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^(?:(?:python -m )?planner|\./start) (.+)$")
START_ONLY = {"test"}
"""Words that the start script answers itself."""


def list_documents() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.md") if not SKIPPED & set(path.relative_to(ROOT).parts))


DOCUMENTS = list_documents()


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def list_anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    prose = BLOCK.sub("", read(path))
    for target in (a or b for a, b in LINK.findall(prose)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = (path.parent / file) if file else path
        assert goal.exists(), f"{target} does not exist"
        if anchor and goal.suffix == ".md":
            assert anchor in list_anchors(read(goal)), f"{target}: no such heading"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_documents_are_tidy(path: Path) -> None:
    text = read(path)
    assert text.startswith("# ") or path.name == "README.md"
    assert text.endswith("\n")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE), "blanks at the end of a line"
    assert text.count("\n```") % 2 == 0, "a code block is left open"
    assert "TODO" not in text


def list_code_paths(text: str) -> Iterator[str]:
    folders = "planner|data|docs|tests|benchmarks|examples|ui"
    for code in INLINE.findall(text):
        if re.fullmatch(rf"(?:{folders})/[\w./-]*", code) and code != PLAN_FORMAT:
            yield code


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_files_named_in_prose_exist(path: Path) -> None:
    for code in list_code_paths(BLOCK.sub("", read(path))):
        assert (ROOT / code).exists(), f"{code} does not exist"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_tables_named_in_prose_are_in_the_package(path: Path) -> None:
    tables = {schema.path.as_posix() for schema in load_package(ROOT / "data").tables.values()}
    names = {table.rpartition("/")[2] for table in tables}
    for code in INLINE.findall(BLOCK.sub("", read(path))):
        if re.fullmatch(r"[a-z_]+/[a-z_0-9]+\.csv", code) and not code.startswith("mine/"):
            assert code in tables, f"{code} is no table of the data package"
        elif re.fullmatch(r"[a-z_0-9]+\.csv", code):
            assert code in names, f"{code} is no table of the data package"


def list_commands(text: str) -> Iterator[str]:
    """Command lines of the planner in shell blocks and in running text."""
    for language, _, body in BLOCK.findall(text):
        if language in ("sh", "bash", "console"):
            joined = body.replace("\\\n", " ")
            lines = (line.strip().removeprefix("$ ") for line in joined.splitlines())
            yield from (part.strip() for line in lines for part in re.split(r"&&|;|\|", line))
    yield from INLINE.findall(BLOCK.sub("", text))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_commands_and_their_options_exist(path: Path) -> None:
    from planner.cli import app

    group = typer.main.get_command(app)
    commands = group.commands  # type: ignore[attr-defined]
    for line in list_commands(read(path)):
        match = COMMAND.match(line)
        if match is None:
            continue
        words = shlex.split(match[1])
        if words[0] in START_ONLY and line.startswith("./start"):
            continue
        assert words[0] in commands, f"no command in {line!r}"
        known = {option for param in commands[words[0]].params for option in (*param.opts, *param.secondary_opts)}
        for word in words[1:]:
            if word.startswith("--"):
                assert word.split("=")[0] in known | {"--help", "--debug"}, f"no option {word} in {line!r}"
            elif word.startswith("examples/") and "<" not in word:
                assert (ROOT / word).exists(), f"{word} does not exist"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_python_blocks_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The overlay that a reader would have at hand, without any row.
    (tmp_path / "my-overlay").mkdir()
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for language, _, body in BLOCK.findall(read(path)):
        if language == "python":
            exec(compile(body, name(path), "exec"), names)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_overlays_shown_are_accepted(path: Path, tmp_path: Path) -> None:
    tables = [(file, body) for language, file, body in BLOCK.findall(read(path)) if language == "csv" and file]
    for file, body in tables:
        (tmp_path / file).write_text(body, encoding="utf-8")
    if tables:
        assert load_catalogue(tmp_path).version != load_catalogue().version


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    index = read(folder / "README.md")
    for path in folder.glob("0*.md"):
        assert f"]({path.name})" in index


def test_architecture_names_every_part() -> None:
    text = read(ROOT / "ARCHITECTURE.md")
    for path in sorted((ROOT / "planner").iterdir()):
        if path.is_dir() and (path / "__init__.py").exists():
            assert f"`planner/{path.name}/`" in text, path.name


def test_architecture_shows_the_layers_that_are_kept() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert "\n".join(layers) in read(ROOT / "ARCHITECTURE.md")


def test_settings_explain_themselves() -> None:
    """A key stands under a sentence of its section, alone or with others that the sentence is about."""
    is_explained = False
    for line in (ROOT / "planner" / "settings.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            is_explained = len(line) > 15
        elif "=" in line:
            assert is_explained, f"{line!r} has no sentence"
        else:
            is_explained = False


def test_method_names_every_part_of_the_prize() -> None:
    from planner.present.codes import PRIZE_PARTS

    method = read(ROOT / "docs" / "method.md")
    assert [part for part in PRIZE_PARTS if f"| {part} |" not in method] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_documents_name_no_folder_of_one_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(work|home|root|tmp)/", read(path))
