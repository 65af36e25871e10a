"""Answers, places and problems in the words of the person who filled in the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duediligence.findings import Finding, Location
from duediligence.forms.wording import harmless, number_text, option_text, shown, state_text, unit_text
from duediligence.i18n.texts import exists, translate
from duediligence.model.base import Text
from duediligence.model.facts import Fact
from duediligence.model.questionnaire import Question, QuestionType
from duediligence.model.response import Answer, AnswerState
from duediligence.model.understood import Problem


def answer_text(answer: Answer, question: Question, language: str) -> str:
    """An answer as it was understood."""
    if answer.state is not AnswerState.ANSWERED:
        return state_text(answer.state, language)
    if question.type in (QuestionType.CHOICE, QuestionType.MULTI):
        texts = {option.id: option_text(option.text, language) for option in question.options}
        return "; ".join(texts.get(key, key) for key in answer.keys)
    if question.type is QuestionType.MATRIX:
        return "; ".join(_axes(answer, question, language))
    if question.type is QuestionType.PERCENT:
        return "; ".join(f"{number_text(number)}%" for number in answer.numbers)
    if answer.numbers:
        unit = unit_text(question.unit, language)
        return " ".join(filter(None, (number_text(answer.numbers[0]), unit)))
    return harmless(answer.text)


def _axes(answer: Answer, question: Question, language: str) -> Iterator[str]:
    for number, axis in zip(answer.numbers, (question.rows, question.columns), strict=False):
        name = shown(axis.text, language) if axis else ""
        yield f"{name}: {number_text(number)}" if name else number_text(number)


def notes_of(answer: Answer, language: str) -> Iterator[str]:
    """Reason, comment and document, where they were filled in."""
    for name in ("reason", "comment", "document"):
        if text := getattr(answer, name):
            yield translate(f"check.notes.{name}", language, text=harmless(text))


@dataclass(frozen=True, slots=True)
class Wording:
    """How places and problems are put to one supplier: its language, question numbers and only file."""

    language: str
    numbers: Mapping[str, int]
    only_file: str = ""

    def problem(self, finding: Finding) -> Problem:
        """A finding in words: a question is called by its number, and the supplier itself can follow the remedy."""
        params = {name: _param(name, value) for name, value in finding.params.items()}
        named = question_named(finding)
        if named in self.numbers:
            params["question"] = self.numbers[named]
        remedy = f"check.remedies.{finding.code}"
        if isinstance(params.get("nearest"), Text) and exists(f"{remedy}_near"):
            remedy = f"{remedy}_near"
        elif not exists(remedy):
            remedy = f"findings.{finding.code}.remedy"
        own = f"check.problems.{finding.code}"
        problem = translate(own if exists(own) else f"findings.{finding.code}.problem", self.language, **params)
        return Problem(
            finding.code,
            self.place(finding.location),
            harmless(problem),
            harmless(translate(remedy, self.language, **params)),
            finding.severity,
        )

    def place(self, place: Location) -> str:
        """Where something stands, as a person finds it: the file's own name where there are several, sheet and cell."""
        spot = place.cell or (str(place.line) if place.line else place.path)
        file = "" if spot and place.file == self.only_file else place.file.rpartition("/")[2]
        return " › ".join(part for part in (file, place.sheet, spot) if part)


def _param(name: str, value: object) -> object:
    """A file is called by its own name: our folders say a supplier nothing."""
    if name in ("first", "other") and isinstance(value, str):
        return value.rpartition("/")[2]
    return "" if value is None else value


def question_named(finding: Finding) -> str:
    """The id of the question that a finding names; empty where it names none."""
    return str(finding.params.get("question", "")).removeprefix("q:").partition("#")[0]


def fact_name(id: str, facts: Mapping[str, Fact], language: str) -> str:
    """A fact as forms call it."""
    return shown(facts[id].name, language) if id in facts else id
