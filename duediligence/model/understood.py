"""What was understood of one supplier's own answers, in the supplier's language: written so that it can be mailed back.

Nothing of any other source is in it: what workers, unions or auditors said is not for the supplier's eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duediligence.findings import Severity


class Standing(StrEnum):
    """How a question stands: with an answer, with another word than an answer, with what was not read, or open."""

    ANSWERED = "answered"
    SAID_OTHERWISE = "said_otherwise"
    NOT_READ = "not_read"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: where, what is wrong, what to do; `severity` ERROR means that something was not used."""

    code: str
    place: str
    problem: str
    remedy: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class QuestionUnderstood:
    """One question of the form with what was understood; `notes` are reason, comment and document as read."""

    number: int
    id: str
    section: str
    text: str
    standing: Standing
    answer: str = ""
    notes: tuple[str, ...] = ()
    place: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FormReceived:
    """A file in which answers came, with the day that it says it was filled in on."""

    file: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class FactCorrected:
    """A fact that the form states otherwise than the register."""

    name: str
    before: str
    now: str
    place: str


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything that was understood of one supplier, and what it should still look at."""

    supplier: str
    name: str
    company: str
    language: str
    direction: str
    read_on: date
    received: tuple[FormReceived, ...] = ()
    questions: tuple[QuestionUnderstood, ...] = ()
    problems: tuple[Problem, ...] = ()
    facts: tuple[FactCorrected, ...] = ()
    remarks: tuple[str, ...] = ()

    def count(self, *standings: Standing) -> int:
        """How many questions stand so."""
        return sum(question.standing in standings for question in self.questions)

    @property
    def to_mend(self) -> int:
        """How many problems there are, with single questions and with the form."""
        return len(self.problems) + sum(len(question.problems) for question in self.questions)
