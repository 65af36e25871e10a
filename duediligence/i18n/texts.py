"""One text by its key: `translate("findings.unknown_country", "nl", value="Narnia")`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Protocol, runtime_checkable

from duediligence.yamlfile import read

LANGUAGES = ("nl", "en")
NOTHING_NEAR = ("–", "")
"""What stands for a suggestion where nothing that is known comes near (`model.problems`)."""
_SUGGESTION = re.compile(r"\s*[^.]*\{nearest\}\.?")
_FOLDER = Path(__file__).parent


class _Filler(Formatter):
    """Fills in a text; between two words that a bar parts, the number chooses."""

    def format_field(self, value: object, spec: str) -> str:
        one, bar, several = spec.partition("|")
        if bar:
            return one if str(value) == "1" else several
        return str(super().format_field(value, spec))


_FILLER = _Filler()


def translate(key: str, language: str, /, **params: object) -> str:
    """The text under `<area>.<key>` in a language (English where the language is another), with params filled in.

    `{count:answer|answers}` is the word that goes with the number. The sentence with `{nearest}` is left out where
    nothing is near. A key that does not exist raises KeyError: it is a defect of ours, and a test finds it.
    """
    area, _, name = key.partition(".")
    entry = catalogue(area)[name]
    text = entry.get(language) or entry["en"]
    if not params:
        return text
    said = {name: _said(value, language) for name, value in params.items()}
    if "{nearest}" in text and said.get("nearest") in NOTHING_NEAR:
        text = _SUGGESTION.sub("", text)
    return _FILLER.vformat(text, (), said) if "|" in text else text.format(**said)


@runtime_checkable
class _InLanguages(Protocol):
    """Content's own words, which exist in several languages."""

    def given(self, language: str) -> str | None: ...

    def get(self, language: str) -> str: ...


def _said(value: object, language: str) -> object:
    if isinstance(value, (str, int, float)):  # nearly all are, and asking a protocol takes far longer
        return value
    return value.get(language) if isinstance(value, _InLanguages) else value


def exists(key: str) -> bool:
    """Whether there is a text under this key."""
    area, _, name = key.partition(".")
    return (_FOLDER / f"{area}.yaml").is_file() and name in catalogue(area)


@cache
def catalogue(area: str) -> dict[str, dict[str, str]]:
    """All texts of one area, by dotted key and language."""
    document, findings = read(_FOLDER / f"{area}.yaml", f"{area}.yaml")
    if document is None or findings:
        raise ValueError(f"the catalogue {area} cannot be read: {findings}")
    texts: dict[str, dict[str, str]] = {}
    _flatten(document.data, "", texts)
    return texts


def _flatten(node: dict[str, object], prefix: str, texts: dict[str, dict[str, str]]) -> None:
    for key, value in node.items():
        if isinstance(value, dict) and set(value) <= set(LANGUAGES):
            texts[f"{prefix}{key}"] = {language: str(text) for language, text in value.items()}
        elif isinstance(value, dict):
            _flatten(value, f"{prefix}{key}.", texts)
