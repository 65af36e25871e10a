"""Rows of one supplier's ledger as the company sees them: facts, drivers, answers and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duediligence.model.base import Text


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact of the register in words, with its `number` where it is one; `denied` where it says no."""

    id: str
    name: Text
    words: Text
    number: float | None = None
    share: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer with who said so, when, on what evidence, and where it stands."""

    number: str
    question: Text
    answer: Text
    source: str
    evidence: str
    day: date | None
    state: str
    strength: str
    critical: bool
    counts: bool
    document: str
    reason: str
    comment: str
    place: str

    @property
    def remark(self) -> str:
        """What was typed with the answer: the reason why there is none, and the comment."""
        return " · ".join(part for part in (self.reason, self.comment) if part)


@dataclass(frozen=True, slots=True)
class DriverView:
    """A fact that makes a sign more likely; `unknown` names the facts that would settle it."""

    number: str
    label: Text
    level: str
    value: float
    critical: bool
    unknown: tuple[Text, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterView:
    """What one matter adds to one sign, by which rule, and the answers on which it rests."""

    number: str
    question: Text
    established: float
    possible: float
    rule: Text
    put: bool
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class ControlView:
    """What a policy or system is credited with, and the class of its evidence."""

    number: str
    question: Text
    credit: float
    evidence: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers that say the same from the same source: a line instead of a table; `last` where they took longer than a
    day."""

    state: str
    source: str
    evidence: str
    day: date | None
    last: date | None
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class SignLedger:
    """All rows behind one indicator of one supplier; `concerns` are its open ones."""

    indicator: str
    name: Text
    inherent: float
    established: float
    possible: float
    control: float
    in_play: bool
    drivers: tuple[DriverView, ...]
    matters: tuple[MatterView, ...]
    controls: tuple[ControlView, ...]
    concerns: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class ContradictionView:
    """One matter on which sources disagree."""

    number: str
    question: Text
    indicator: Text
    assuring: tuple[str, ...]
    objecting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """A question that would narrow the interval, by whom it is answered best, and what it could change."""

    number: str
    question: Text
    respondent: str
    evidence: str
    drop: float
    potential: float
