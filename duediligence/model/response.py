"""What came back: suppliers with their facts, and answers with who said so, when, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from duediligence.findings import NOWHERE, Location
from duediligence.model.conditions import Scalar

Day: TypeAlias = date
"""A day, where a field beside it is called `date`."""

COMPANY = "_company"
"""The id under which the company's own answers and actions are kept."""


class SourceKind(StrEnum):
    """Who answered."""

    SUPPLIER = "supplier"
    COMPANY = "company"
    ANNOUNCED_AUDIT = "announced_audit"
    UNANNOUNCED_AUDIT = "unannounced_audit"
    WORKER_INTERVIEWS = "worker_interviews"
    UNION_MONITORING = "union_monitoring"
    PUBLIC_REPORT = "public_report"


class AnswerState(StrEnum):
    """How a question was answered; whether it worries follows from the chosen keys.

    `UNREAD`: an answer came in that could not be read; nobody types this state.
    """

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    DECLINED_CAP = "declined_cap"
    NOT_APPLICABLE = "not_applicable"
    UNREAD = "unread"


UNANSWERED = frozenset(
    {AnswerState.UNKNOWN, AnswerState.NO_ANSWER, AnswerState.REFUSED, AnswerState.DECLINED_CAP, AnswerState.UNREAD}
)
"""The states in which a question is put and not answered; what is not applicable is not put."""


SAYS_NOTHING = frozenset({AnswerState.NO_ANSWER, AnswerState.UNREAD})
"""What takes the place of no earlier answer of its source."""

LEAVES_ALL_POSSIBLE = frozenset({AnswerState.REFUSED, AnswerState.UNREAD})
"""After which everything stays possible that the question could have shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one source; `keys` are the option, band or zone ids that it comes down to.

    `record`: the day of the record that it is kept from, where it does not stand in the files any more.
    """

    supplier: str
    question: str
    source: SourceKind
    state: AnswerState = AnswerState.ANSWERED
    keys: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    text: str = ""
    date: date | None = None
    document: str = ""
    document_seen: bool = False
    reason: str = ""
    comment: str = ""
    location: Location = NOWHERE
    record: Day | None = None


@dataclass(frozen=True, slots=True)
class Supplier:
    """One site of the register; a fact that is absent from `facts` is unknown."""

    id: str
    name: str
    facts: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)
    location: Location = NOWHERE

    def number(self, fact: str) -> float | None:
        """A numeric fact, or None where it is unknown."""
        values = self.facts.get(fact)
        return float(values[0]) if values and not isinstance(values[0], str) else None

    def words(self, fact: str) -> tuple[str, ...]:
        """The values of a fact as text; empty where it is unknown."""
        return tuple(str(value) for value in self.facts.get(fact, ()))
