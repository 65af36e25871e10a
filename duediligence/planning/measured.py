"""What commitments are measured from, and what a measurement gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duediligence.model.assessment import AnswerRow, CommitmentState
from duediligence.model.content import SectorContent
from duediligence.model.workspace import Workspace
from duediligence.planning.record import Record, newest


@dataclass(frozen=True, slots=True)
class Known:
    """One round of one company; `company` holds the newest answers to each question of its own questionnaire."""

    content: SectorContent
    workspace: Workspace
    records: tuple[Record, ...]
    company: Mapping[str, tuple[AnswerRow, ...]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value with its bounds: `least` counts what is unknown against, `most` in favour.

    `state` is None where a threshold decides. `denominator` is None where a weight in it is unknown. `suppliers`
    are those that do not satisfy it, or are not known to.
    """

    least: float | None = None
    most: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    state: CommitmentState | None = None
    suppliers: tuple[str, ...] = ()


def newest_by_question(rows: Sequence[AnswerRow]) -> dict[str, tuple[AnswerRow, ...]]:
    """The newest answers by question; several of one date stay together, for the most adverse one counts."""
    found: dict[str, list[AnswerRow]] = {}
    for row in rows:
        if row.counts:
            found.setdefault(row.question, []).append(row)
    return {question: newest(answers) for question, answers in found.items()}
