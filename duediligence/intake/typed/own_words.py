"""The company's own words for values of the register, said once in the workspace: `own_words: {goods: {jassen: …}}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from duediligence.findings import Finding, Location, error
from duediligence.intake.files.reading import Reading
from duediligence.intake.typed.spelling import fold, folded, nearest
from duediligence.model.facts import Choice, Fact
from duediligence.model.workspace import Workspace

_CODES = {"unknown_choice": "unknown_choice_often"}


def with_own_words(facts: Mapping[str, Fact], workspace: Workspace, file: str) -> Reading[Mapping[str, Fact]]:
    """The facts with the company's words as further names of their values; a word for no known value is named.

    A word that is the name of another value already keeps that meaning.
    """
    findings: list[Finding] = []
    named = {id: _named(facts[id], words, file, findings) for id, words in workspace.own_words.items() if id in facts}
    columns = folded((id, id) for id in facts)
    for id in workspace.own_words.keys() - facts.keys():
        place = Location(file=file, path=f"own_words.{id}")
        findings.append(error("own_words_of_no_fact", place, found=id, nearest=nearest(id, columns)))
    return Reading({**facts, **named}, tuple(findings))


def _named(fact: Fact, words: Mapping[str, str], file: str, findings: list[Finding]) -> Fact:
    values = folded((name, choice.id) for choice in fact.choices for name in (choice.id, *choice.name.all()))
    meant: dict[str, list[str]] = {}
    for word, value in words.items():
        if fold(value) in values:
            meant.setdefault(values[fold(value)], []).append(word)
        else:
            place = Location(file=file, path=f"own_words.{fact.id}.{word}")
            near = nearest(value, values)
            findings.append(error("own_word_of_no_value", place, found=value, fact=fact.name, nearest=near))
    return fact.model_copy(update={"choices": tuple(_also(choice, meant) for choice in fact.choices)})


def _also(choice: Choice, meant: Mapping[str, list[str]]) -> Choice:
    words = meant.get(choice.id, ())
    return choice.model_copy(update={"aliases": (*choice.aliases, *words)}) if words else choice


def said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, where the same unknown word in many cells of a column is one of them, at the first of the cells."""
    cells: dict[tuple[object, ...], list[Finding]] = {}
    for index, finding in enumerate(findings):
        repeats = finding.code in _CODES
        key = (finding.code, finding.params["fact"], fold(str(finding.params["found"]))) if repeats else (index,)
        cells.setdefault(key, []).append(finding)
    for first, *others in cells.values():
        yield _often(first, 1 + len(others)) if others else first


def _often(first: Finding, count: int) -> Finding:
    return Finding(_CODES[first.code], first.location, {**first.params, "count": count}, first.severity)
