"""What is wrong with a declared record: a code, the place in the file, what was found, and the nearest known key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from duediligence.findings import Finding, error
from duediligence.model.base import Text
from duediligence.model.shape import keys_at, model_named
from duediligence.yamlfile import Document, KeyPath

Problem: TypeAlias = tuple[KeyPath, tuple[ErrorDetails, ...]]

_LANGUAGES = tuple(Text.model_fields)
_ID_PATTERN = "^[a-z][a-z0-9_]*$"
_EXAMPLES = {
    "string": '"text"',
    "float": "12.5",
    "finite": "12.5",
    "int": "12",
    "bool": "true, false",
    "date": "2026-11-01",
    "tuple": "[a, b]",
    "list": "[a, b]",
    "dict": "key: value",
}
_LIMITS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_SHOWN_LENGTH = 60
_NEAR = 0.7

NO_SUGGESTION = "–"
"""What a finding shows where nothing that is known comes near."""


def findings_of(failure: ValidationError, document: Document, path: KeyPath = ()) -> list[Finding]:
    """Every mistake in the record at `path` of a document, once each, at the key where it stands."""
    record = _at(document.data, path)
    details = [d for d in failure.errors(include_url=False) if not d["type"].startswith("union_tag")]  # `kind` tells it
    found: dict[tuple[KeyPath, str], Finding] = {}
    for keys, causes in _useful(details, record, path, 0):
        place, finding = _finding(keys, causes, document, failure.title)
        found.setdefault((place, finding.code), finding)
    return _without_echoes(list(found.values()))


def _at(data: Any, path: KeyPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _useful(details: Sequence[ErrorDetails], node: Any, path: KeyPath, depth: int) -> Iterator[Problem]:
    """Follows the parts of `loc` that are keys of the file; of the branches of a union only the best one is told."""
    inside: dict[str | int, list[ErrorDetails]] = {}
    branches: dict[str | int, list[ErrorDetails]] = {}
    for detail in details:
        loc = detail["loc"]
        if len(loc) == depth:
            yield path, (detail,)
        elif _is_key(node, loc[depth]):
            inside.setdefault(loc[depth], []).append(detail)
        elif detail["type"] == "missing" and len(loc) == depth + 1:
            yield (*path, loc[depth]), (detail,)
        else:
            branches.setdefault(loc[depth], []).append(detail)
    for part, group in inside.items():
        yield from _useful(group, node[part], (*path, part), depth + 1)
    yield from _best_branch(list(branches.values()), node, path, depth)


def _is_key(node: Any, part: str | int) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)


def _best_branch(branches: list[list[ErrorDetails]], node: Any, path: KeyPath, depth: int) -> Iterator[Problem]:
    """The branch whose shape fits; where none does, one problem that names every shape that would."""
    fitting = [group for group in branches if not any(_wrong_shape(detail, depth + 1) for detail in group)]
    if fitting:
        yield from _useful(min(fitting, key=len), node, path, depth + 1)
    elif branches:
        misfits = [detail for group in branches for detail in group if _wrong_shape(detail, depth + 1)]
        yield path, tuple(misfits)


def _wrong_shape(detail: ErrorDetails, depth: int) -> bool:
    return len(detail["loc"]) == depth and ("_type" in detail["type"] or "parsing" in detail["type"])


def _finding(
    path: KeyPath, causes: tuple[ErrorDetails, ...], document: Document, title: str
) -> tuple[KeyPath, Finding]:
    detail = causes[0]
    place = document.location(path)
    if _cut_in_braces(path, detail, document):
        return path[:-1], error("yaml_text_in_braces", place)
    if detail["type"] == "missing":
        return path, _missing(path, detail, document)
    if detail["type"] == "extra_forbidden":
        known = keys_at(model_named(title), detail["loc"][:-1])
        return path, error("unknown_key", place, key=path[-1], nearest=_nearest(str(path[-1]), known))
    if detail["type"] == "model_type" and detail.get("ctx", {}).get("class_name") == Text.__name__ and len(causes) == 1:
        return path, error("text_missing_language", place, language=" + ".join(_LANGUAGES))
    code, params = _value_problem(causes)
    return path, error(code, place, found=_shown(detail["input"]), **params)


def _cut_in_braces(path: KeyPath, detail: ErrorDetails, document: Document) -> bool:
    """A comma inside `{nl: First, then}` leaves a key without a value."""
    stray = detail["type"] in ("extra_forbidden", "string_type") and detail["input"] is None
    return stray and path[:-1] in document.flow


def _missing(path: KeyPath, detail: ErrorDetails, document: Document) -> Finding:
    key, place = path[-1], document.location(path[:-1])
    if isinstance(key, int):
        return error("wrong_type", place, found=_shown(detail["input"]), expected=_EXAMPLES["list"])
    if key in _LANGUAGES:
        return error("text_missing_language", place, language=key)
    return error("missing_key", place, key=key)


def _value_problem(causes: tuple[ErrorDetails, ...]) -> tuple[str, dict[str, object]]:
    detail = causes[0]
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("enum", "literal_error"):
        return _not_one_of(detail["input"], re.findall(r"'([^']*)'", context["expected"]))
    if kind == "string_pattern_mismatch":
        if context["pattern"] == _ID_PATTERN:
            return "bad_id", {}
        return _not_one_of(detail["input"], _spelled_out(context["pattern"]))
    if limit := next((name for name in _LIMITS if name in context), None):
        return "out_of_range", {"limit": f"{_LIMITS[limit]} {context[limit]:g}"}
    if kind == "value_error":
        code = str(context["error"])
        return (code, {}) if re.fullmatch(_ID_PATTERN, code) else ("invalid_value", {"reason": code})
    if expected := dict.fromkeys(filter(None, map(_example, causes))):
        return "wrong_type", {"expected": " / ".join(expected)}
    return "invalid_value", {"reason": detail["msg"]}


def _not_one_of(found: object, allowed: Sequence[str]) -> tuple[str, dict[str, object]]:
    return "not_one_of", {"allowed": ", ".join(allowed), "nearest": _nearest(str(found), allowed)}


def _spelled_out(pattern: str) -> list[str]:
    """The values that a small pattern allows: `^(company|union)$`, `^[VSM]$`, `^E[0-6]$`."""
    bare = pattern.strip("^$")
    if letters := re.fullmatch(r"(\w*)\[(?:(\d)-(\d)|(\w+))\]", bare):
        stem, first, last, single = letters.groups()
        return [stem + end for end in (single or map(str, range(int(first), int(last) + 1)))]
    return bare.strip("()").split("|")


def _example(detail: ErrorDetails) -> str | None:
    if detail["type"].startswith("model"):
        is_text = detail.get("ctx", {}).get("class_name") == Text.__name__
        return "nl: … en: …" if is_text else _EXAMPLES["dict"]
    return _EXAMPLES.get(detail["type"].partition("_")[0])


def _nearest(word: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=_NEAR)), NO_SUGGESTION)


def _shown(value: object) -> str:
    text = str(getattr(value, "written", value))
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    """A mistyped key is told once, and not again as the key that is missing because of it."""
    parent = {id(f): f.location.path.rpartition(".")[0] for f in findings}
    typed = {(parent[id(f)], f.params["nearest"]) for f in findings if f.code == "unknown_key"}
    return [f for f in findings if not (f.code == "missing_key" and (f.location.path, f.params["key"]) in typed)]
