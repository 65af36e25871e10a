"""Questionnaires: questions, the answers they take, and what each answer says about which indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from duediligence.model.base import Declared, Id, Sourced, Text, Words
from duediligence.model.conditions import When
from duediligence.model.sector import Dimension


class Respondent(StrEnum):
    """Who fills in a questionnaire."""

    SUPPLIER = "supplier"
    COMPANY = "company"
    WORKERS = "workers"
    AUDITOR = "auditor"
    UNION = "union"
    NGO = "ngo"


class QuestionType(StrEnum):
    """The kinds of answer; a percent is 0 to 100, a matrix takes two numbers."""

    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"
    MATRIX = "matrix"


class Topic(StrEnum):
    """The topics of due diligence that controls and commitments are about."""

    POLICY = "policy"
    MAPPING = "mapping"
    RISK = "risk"
    RECRUITMENT = "recruitment"
    GRIEVANCE = "grievance"
    REMEDY = "remedy"
    TRACKING = "tracking"
    DISCLOSURE = "disclosure"


class Signal(Declared):
    """What a worrying answer says: an indicator, how strongly, and the dimension where not the indicator's own."""

    indicator: Id
    strength: str
    dimension: Dimension | None = None


class Effects(Declared):
    """What an option, band or zone says when it is the answer.

    `closes_access`: after this answer a visit or a talk puts people in danger, so that nobody is sent there.
    """

    signals: tuple[Signal, ...] = ()
    no_concern: tuple[Id, ...] = ()
    credit: float | None = Field(default=None, ge=0, le=1)
    critical: bool = False
    closes_access: bool = False

    def indicators(self) -> frozenset[str]:
        """Every indicator that this answer speaks about."""
        return frozenset(signal.indicator for signal in self.signals) | frozenset(self.no_concern)


class Option(Effects):
    """An answer to choose, or the meaning of a zone of a matrix."""

    id: Id
    text: Text


class Band(Effects):
    """A range of numbers, up to and including `at_most`; without it: the rest."""

    at_most: float | None = None
    text: Text | None = None


class Axis(Declared):
    """One of the two numbers of a matrix; `bands` are inclusive upper bounds, the rest is the last band."""

    text: Text
    unit: Words | None = None
    bands: tuple[float, ...]

    def index(self, value: float) -> int:
        """The position of the band in which a number lies."""
        return next((i for i, bound in enumerate(self.bands) if value <= bound), len(self.bands))


class Question(Sourced):
    """One question. Its effects stand on its options, bands or zones, keyed by `answer_keys`."""

    id: Id
    text: Text
    help: Text | None = None
    type: QuestionType
    core: bool = False
    unit: Words | Text | None = None
    topic: Topic | None = None
    checks: Id | None = None
    ask_when: When | None = None
    controls: tuple[Id, ...] = ()
    options: tuple[Option, ...] = ()
    bands: tuple[Band, ...] = ()
    rows: Axis | None = None
    columns: Axis | None = None
    zones: tuple[tuple[Id, ...], ...] = ()

    @model_validator(mode="after")
    def _fits_its_type(self) -> Question:
        needs_options = self.type in (QuestionType.CHOICE, QuestionType.MULTI, QuestionType.MATRIX)
        if needs_options and not self.options:
            raise ValueError("needs_options")
        if self.type is QuestionType.MATRIX and not self._zones_fit():
            raise ValueError("zones_do_not_fit")
        if self.bands and self.type not in (QuestionType.NUMBER, QuestionType.PERCENT):
            raise ValueError("bands_need_number")
        return self

    def _zones_fit(self) -> bool:
        if self.rows is None or self.columns is None:
            return False
        names = {option.id for option in self.options}
        return len(self.zones) == len(self.rows.bands) + 1 and all(
            len(row) == len(self.columns.bands) + 1 and set(row) <= names for row in self.zones
        )

    def effects(self) -> Iterator[tuple[str, Effects]]:
        """Every possible answer that says something, with the key under which answers carry it."""
        for option in self.options:
            yield option.id, option
        for index, band in enumerate(self.bands):
            yield f"band_{index}", band

    def covers(self) -> frozenset[str]:
        """The indicators that any answer to this question speaks about."""
        return frozenset().union(*(effects.indicators() for _, effects in self.effects()))

    def still_said(self, keys: Iterable[str]) -> tuple[str, ...]:
        """What stays of an answer that cannot be read whole, or contradicts itself: what raises a concern, no more.

        What is said to be so, is so; but that something is not so, or is in order, is only said by an answer that was
        read whole. The question then counts as answered with these options, and says nothing (`unknown`) about every
        indicator that they do not name; where no option stays, it counts as not answered.
        """
        worrying = {key for key, said in self.effects() if said.signals or said.critical or said.closes_access}
        return tuple(key for key in keys if key in worrying)

    def key_of(self, *numbers: float) -> str | None:
        """The answer key of a number, or of the two numbers of a matrix; None where no band holds it."""
        if self.type is QuestionType.MATRIX and self.rows and self.columns:
            return self.zones[self.rows.index(numbers[0])][self.columns.index(numbers[1])]
        inside = (i for i, b in enumerate(self.bands) if b.at_most is None or numbers[0] <= b.at_most)
        index = next(inside, None)
        return None if index is None else f"band_{index}"


class Section(Declared):
    """Questions under one heading."""

    id: Id
    title: Text
    intro: Text | None = None
    questions: tuple[Question, ...]


class Questionnaire(Sourced):
    """A form for one kind of respondent; an edition that was sent out is never changed."""

    id: Id
    edition: Words
    respondent: Respondent
    minutes: int = 10
    title: Text | None = None
    intro: Text | None = None
    published: date | None = None
    sections: tuple[Section, ...]

    @model_validator(mode="before")
    @classmethod
    def _questions_without_sections(cls, data: Any) -> Any:
        if isinstance(data, dict) and "questions" in data and "sections" not in data:
            name = data.get("title") or {"nl": "Vragen", "en": "Questions"}
            rest = {key: value for key, value in data.items() if key != "questions"}
            return {**rest, "sections": [{"id": "questions", "title": name, "questions": data["questions"]}]}
        return data

    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)
