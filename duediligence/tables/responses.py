"""The response table: a row for each chosen answer, whether it came from one workbook or from a million rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duediligence.model.content import SectorContent
from duediligence.model.response import Answer
from duediligence.tables.engine import Engine, Frame

UNDATED = -1
"""The day of an answer without a date: older than any date."""

RESPONSES: dict[str, type] = {
    "answer": int,
    "supplier": str,
    "question": str,
    "source": str,
    "day": int,
    "evidence": int,
    "state": str,
    "key": str,
}


def response_table(engine: Engine, answers: Sequence[Answer], content: SectorContent) -> Frame:
    """One row an answer and chosen key; `answer` is the position in `answers`, `day` counts from year 1."""
    return engine.table(_rows(answers, content), RESPONSES)


def _rows(answers: Sequence[Answer], content: SectorContent) -> Iterator[tuple[object, ...]]:
    for index, answer in enumerate(answers):
        evidence = content.scales.evidence_of(answer.source.value, answer.document_seen)
        day = answer.date.toordinal() if answer.date else UNDATED
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
