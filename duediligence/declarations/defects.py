"""A defect of the content, and the walks over a sector's content that rules share.

A rule is a function named by what it forbids; it yields `Defect`s and is listed in `references` or `lint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from duediligence.declarations.library import Library
from duediligence.findings import Finding, Severity
from duediligence.model.agreement import Agreement, Commitment
from duediligence.model.base import Declared
from duediligence.model.conditions import OneOf, Test, When
from duediligence.model.content import SectorContent
from duediligence.model.problems import NO_SUGGESTION
from duediligence.model.questionnaire import Question, Questionnaire
from duediligence.model.sector import Driver
from duediligence.yamlfile import KeyPath


@dataclass(frozen=True, slots=True)
class Defect:
    """Something to mend at a key of a record; an error is what the engine would misread."""

    record: Declared
    path: KeyPath
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


Rule: TypeAlias = Callable[[SectorContent], Iterator[Defect]]
"""Forbids something in what one sector uses."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition somewhere in the content; `of_results` where it may look at results too."""

    record: Declared
    path: KeyPath
    when: When
    of_results: bool = False

    def branches(self) -> Iterator[tuple[KeyPath, When]]:
        """The condition itself and all its alternatives, with the path of each."""
        yield from _branches(self.path, self.when)

    def tests(self) -> Iterator[tuple[KeyPath, str, Test]]:
        """Every test of a fact or result: its path, its name, and what it asks."""
        for path, when in self.branches():
            for name, test in when.facts.items():
                yield (*path, name), name, test

    def answers(self) -> Iterator[tuple[KeyPath, str, OneOf]]:
        """Every look at an answer: its path, the question, and the options."""
        for path, when in self.branches():
            for question, options in when.answer.items():
                yield (*path, "answer", question), question, options


def _branches(path: KeyPath, when: When) -> Iterator[tuple[KeyPath, When]]:
    yield path, when
    for index, branch in enumerate(when.any):
        yield from _branches((*path, "any", index), branch)


def each_condition(content: SectorContent) -> Iterator[Condition]:
    """Every condition of a sector: of drivers, forms, questions, shares and measures."""
    for record, path, driver in each_driver(content):
        yield Condition(record, (*path, "when"), driver.when)
    yield from _of_forms(content)
    for agreement, path, commitment in each_commitment(content):
        if commitment.measure.kind == "share":
            yield Condition(agreement, (*path, "measure", "where"), commitment.measure.where, of_results=True)
            yield Condition(agreement, (*path, "measure", "among"), commitment.measure.among, of_results=True)
    for measure in content.measures.values():
        if measure.condition is not None:
            yield Condition(measure, ("if",), measure.condition)


def _of_forms(content: SectorContent) -> Iterator[Condition]:
    for respondent, uses in content.profile.questionnaires:
        for index, use in enumerate(uses):
            if use.condition is not None:
                yield Condition(content.profile, ("questionnaires", respondent, index, "if"), use.condition)
    for form, path, question in each_question(content):
        if question.ask_when is not None:
            yield Condition(form, (*path, "ask_when"), question.ask_when)


def each_driver(content: SectorContent) -> Iterator[tuple[Declared, KeyPath, Driver]]:
    """Every driver with the record and the path at which it stands."""
    own = {id(driver): index for index, driver in enumerate(content.profile.drivers)}
    for driver in content.drivers:
        index = own.get(id(driver))
        yield (driver, (), driver) if index is None else (content.profile, ("drivers", index), driver)


def each_question(content: SectorContent) -> Iterator[tuple[Questionnaire, KeyPath, Question]]:
    """Every question with its questionnaire and path."""
    for form in content.questionnaires.values():
        yield from questions_of(form)


def questions_of(form: Questionnaire) -> Iterator[tuple[Questionnaire, KeyPath, Question]]:
    """The questions of one form with their paths."""
    for s, section in enumerate(form.sections):
        for q, question in enumerate(section.questions):
            yield form, ("sections", s, "questions", q), question


def each_commitment(content: SectorContent) -> Iterator[tuple[Agreement, KeyPath, Commitment]]:
    """Every commitment with its agreement and path."""
    for agreement in content.agreements.values():
        for index, commitment in enumerate(agreement.commitments):
            yield agreement, ("commitments", index), commitment


def unknown(record: Declared, path: KeyPath, code: str, name: str, known: Iterable[str]) -> Defect:
    """The defect that a name is none of those that are known."""
    near = get_close_matches(name, list(known), n=1)
    return Defect(record, path, code, {"name": name, "nearest": near[0] if near else NO_SUGGESTION})


def placed(library: Library, defects: Iterable[Defect]) -> list[Finding]:
    """The findings of defects, without those that only follow from a file that could not be read."""
    return [
        Finding(d.code, library.place(d.record, d.path), d.params, d.severity)
        for d in defects
        if not _follows_from_a_loss(library, d)
    ]


def _follows_from_a_loss(library: Library, defect: Defect) -> bool:
    name = str(defect.params.get("name", "")) if defect.code.startswith("unknown_") else ""
    return name in library.lost or name.partition(".")[2] in library.lost
