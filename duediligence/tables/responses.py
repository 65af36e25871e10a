"""The response table: who said what on which day, whether it came from one workbook or from a million rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duediligence.model.content import SectorContent
from duediligence.model.response import Answer
from duediligence.tables.engine import Code, Engine, Frame

UNDATED = -1
"""The day of an answer without a date: older than any date."""

GIVEN: dict[str, type] = {"answer": int, "supplier": Code, "saying": int, "day": int}
SAYINGS: dict[str, type] = {
    "saying": int,
    "question": Code,
    "source": Code,
    "evidence": int,
    "state": Code,
    "key": Code,
}
RESPONSES = ("answer", "supplier", "question", "source", "day", "evidence", "state", "key")


@dataclass(frozen=True, slots=True)
class Responses:
    """Answers, kept apart from what they say because many say the same.

    given: answer, supplier, saying, day (written as 20261101);
    sayings: saying, question, source, evidence, state, key (a row a chosen key); they are numbered from 0 to `count`.
    """

    given: Frame
    sayings: Frame
    count: int

    def rows(self) -> Frame:
        """A row for each answer and chosen key, with the columns `RESPONSES`."""
        return self.given.join(self.sayings, on="saying", how="inner").select(*RESPONSES)


def response_table(engine: Engine, answers: Sequence[Answer], content: SectorContent) -> Responses:
    """The tables of answers that were read one by one; `answer` is the position in `answers`."""
    numbers: dict[tuple[object, ...], int] = {}
    given = [
        (
            index,
            answer.supplier,
            numbers.setdefault(_saying(answer, content), len(numbers)),
            day_number(answer.date) if answer.date else UNDATED,
        )
        for index, answer in enumerate(answers)
    ]
    return Responses(engine.table(given, GIVEN), said_table(engine, numbers), len(numbers))


def said_table(engine: Engine, numbers: Mapping[tuple[object, ...], int]) -> Frame:
    """The table of sayings from their numbers: question, source, evidence class, state, keys."""
    rows = [(number, *said, key) for (*said, keys), number in numbers.items() for key in _each(keys)]
    return engine.table(rows, SAYINGS)


def day_number(day: date) -> int:
    """A date as a number that sorts by time: 20261101."""
    return day.year * 10_000 + day.month * 100 + day.day


def _saying(answer: Answer, content: SectorContent) -> tuple[object, ...]:
    evidence = content.scales.evidence_of(answer.source.value, answer.document_seen)
    return answer.question, answer.source.value, int(evidence), answer.state.value, answer.keys


def _each(keys: object) -> Sequence[str | None]:
    return keys if isinstance(keys, tuple) and keys else (None,)
