"""The text of a request as named fields: JSON, or the plain part of YAML that says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping
from typing import Any

import yaml

from planner.errors import RequestError

MAX_TEXT = 1_000_000
"""Characters of a request; the longest sensible one has some thousands."""


def read_fields(text: str, *, where: str) -> Mapping[str, Any]:
    """Return the named fields of JSON or YAML text.

    YAML is read as YAML 1.2 understands it, so that ``18:00`` stays a time, ``NO`` stays Norway and a
    date stays text until its field reads it. Aliases are refused: a few lines of them stand for gigabytes.

    Raises
    ------
    RequestError
        ``R001`` when the text is neither, names a field twice, or is no object with named fields.
    """
    if len(text) > MAX_TEXT:
        raise _refuse(f"a request has at most {MAX_TEXT} characters, this one {len(text)}", where)
    try:
        fields = _read(text)
    except _RepeatedFieldError as error:
        raise _refuse(f"field {str(error)[:60]!r} is given twice", where, "keep one of the two") from None
    except RecursionError:
        raise _refuse("lists and objects stand too deep in each other", where) from None
    except ValueError as error:
        raise _refuse(f"neither JSON nor YAML: {str(error)[:120]}", where) from None
    if not isinstance(fields, Mapping):
        raise _refuse("a request is an object with named fields", where, "see examples/")
    return fields


class _RepeatedFieldError(Exception):
    """Which of the two counts nobody can know."""


def _read(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_refuse_repeats)
    except json.JSONDecodeError as json_error:
        try:
            return yaml.load(text, Loader=_PlainLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = json_error.lineno if mark is None else mark.line + 1
            reason = getattr(error, "problem", None) if text.lstrip()[:1] not in "{[" else None
            raise ValueError(f"{reason or json_error.msg} (line {line})") from None


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise _RepeatedFieldError(name)
        fields[name] = value
    return fields


def _refuse(message: str, where: str, remedy: str = "mend the text") -> RequestError:
    return RequestError("R001", message, where=where, remedy=remedy)


class _PlainLoader(yaml.SafeLoader):
    """A safe loader without aliases, merge keys and repeated fields, which types words as YAML 1.2 does."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse an alias before it is followed."""
        if self.check_event(yaml.AliasEvent):
            mark: yaml.Mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # missing in its stubs
            raise yaml.composer.ComposerError(None, None, "aliases are not read: write the value again", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a name that stands twice."""
        seen: set[Hashable] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if isinstance(name, Hashable):
                if name in seen:
                    raise _RepeatedFieldError(str(name))
                seen.add(name)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
