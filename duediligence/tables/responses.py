"""The response table: a row for each chosen answer, whether it came from one workbook or from a million rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from duediligence.model.content import SectorContent
from duediligence.model.response import Answer
from duediligence.tables.engine import Code, Engine, Frame

UNDATED = -1
"""The day of an answer without a date: older than any date."""

RESPONSES: dict[str, type] = {
    "answer": int,
    "supplier": Code,
    "question": Code,
    "source": Code,
    "day": int,
    "evidence": int,
    "state": Code,
    "key": Code,
}


def response_table(engine: Engine, answers: Sequence[Answer], content: SectorContent) -> Frame:
    """One row an answer and chosen key; `answer` is the position in `answers`, `day` is written as 20261101."""
    return engine.table(_rows(answers, content), RESPONSES)


def day_number(day: date) -> int:
    """A date as a number that sorts by time: 20261101."""
    return day.year * 10_000 + day.month * 100 + day.day


def _rows(answers: Sequence[Answer], content: SectorContent) -> Iterator[tuple[object, ...]]:
    for index, answer in enumerate(answers):
        evidence = content.scales.evidence_of(answer.source.value, answer.document_seen)
        day = day_number(answer.date) if answer.date else UNDATED
        keys: tuple[str | None, ...] = answer.keys or (None,)
        for key in keys:
            yield (
                index,
                answer.supplier,
                answer.question,
                answer.source.value,
                day,
                int(evidence),
                answer.state.value,
                key,
            )
