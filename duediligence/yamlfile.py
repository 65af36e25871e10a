"""YAML as people mean it: 1.2 core rules (`NO` is text), every value with its line, no aliases or duplicate keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from duediligence.findings import Finding, Location, error

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # pragma: no cover - the C loader is there on every platform that has wheels
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 8_000_000
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_OF_COLONS = ("mapping values are not allowed", "could not find expected ':'")
"""What the parser says where a colon lacks its space, or stands in a text without quotation marks."""
_NULLS = ("", "~", "null", "Null", "NULL")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class WrittenInt(int):
    """An integer that remembers how it was written, for places where text is expected."""

    written: str


class WrittenFloat(float):
    """A number that remembers how it was written (`1.10` stays `1.10` where text is expected)."""

    written: str


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, and for every key path where it stands."""

    file: str
    data: Any
    marks: dict[KeyPath, tuple[int, int]]
    flow: frozenset[KeyPath]

    def location(self, path: KeyPath) -> Location:
        """The place of the nearest enclosing key that is in the file."""
        shown = ".".join(f"[{part}]" if isinstance(part, int) else part for part in path).replace(".[", "[")
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Location(file=self.file, line=line, column=column, path=shown)


def read(file: Path, shown_as: str) -> tuple[Document | None, list[Finding]]:
    """Reads one file; a file that cannot be read, or holds a duplicate key or an alias, gives findings."""
    place = Location(file=shown_as)
    try:
        if file.stat().st_size > MAX_BYTES:
            return None, [error("file_too_large", place, limit=MAX_BYTES // 1_000_000)]
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        return None, [error("file_unreadable", place, reason=problem.strerror or type(problem).__name__)]
    except UnicodeDecodeError:
        return None, [error("file_not_utf8", place)]
    return parse(text, shown_as)


def parse(text: str, shown_as: str) -> tuple[Document | None, list[Finding]]:
    """Parses one document of YAML text."""
    builder = _Builder(shown_as)
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = builder.build(root, ()) if root is not None else None
    except yaml.YAMLError as problem:
        return None, [_syntax_finding(problem, text, shown_as)]
    except RecursionError:
        return None, [error("yaml_too_deep", Location(file=shown_as))]
    return Document(shown_as, data, builder.marks, frozenset(builder.flow)), builder.findings


def _syntax_finding(problem: yaml.YAMLError, text: str, shown_as: str) -> Finding:
    mark = getattr(problem, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    place = Location(file=shown_as, line=line, column=mark.column + 1 if mark else 1)
    source = text.splitlines()[line - 1 : line]
    if source and "{" in source[0][: place.column] and re.search(r"\?|,", source[0]):
        return error("yaml_text_in_braces", place)
    if source and "\t" in source[0]:
        return error("yaml_tab", place)
    if any(words in str(problem) for words in _OF_COLONS):
        return error("yaml_colon", place)
    return error("yaml_syntax", place, reason=str(getattr(problem, "problem", problem)))


class _Builder:
    """Turns composed nodes into plain data, and gathers marks and findings on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[KeyPath, tuple[int, int]] = {}
        self.flow: set[KeyPath] = set()
        self.findings: list[Finding] = []
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: KeyPath) -> Any:
        self.marks.setdefault(path, _mark(node))
        if id(node) in self._seen:  # an alias shares its node with its anchor; aliases can grow without end
            self.findings.append(error("yaml_alias", self._place(node)))
            return None
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        if getattr(node, "flow_style", False):
            self.flow.add(path)
        return dict(self._pairs(node, path))

    def _pairs(self, node: yaml.Node, path: KeyPath) -> Iterator[tuple[str | int, Any]]:
        keys: set[str | int] = set()
        for key_node, value_node in node.value:
            key = _scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, (str, int)) or isinstance(key, bool):
                key = str(getattr(key_node, "value", "?"))
            if key in keys:
                self.findings.append(error("duplicate_key", self._place(key_node), key=key))
                continue
            keys.add(key)
            self.marks[(*path, key)] = _mark(key_node)
            yield key, self.build(value_node, (*path, key))

    def _place(self, node: yaml.Node) -> Location:
        line, column = _mark(node)
        return Location(file=self.file, line=line, column=column)


def _mark(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):  # quoted and block texts are always text
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        whole = WrittenInt(text)
        whole.written = text
        return whole
    if _FLOAT.fullmatch(text):
        number = WrittenFloat(text)
        number.written = text
        return number
    return text
