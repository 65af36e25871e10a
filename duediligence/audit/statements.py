"""What each answer says about each sign it speaks about, with the independence of who said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duediligence.model.assessment import AnswerRow, SignalRow, SupplierAssessment
from duediligence.model.audit import Statement
from duediligence.model.content import SectorContent
from duediligence.model.scales import STRENGTHS, Evidence
from duediligence.model.sector import Dimension
from duediligence.model.triangulation import TriangulationRules

Cell = tuple[str, str]
"""A matter and an indicator."""


def statements_by_cell(
    supplier: SupplierAssessment, content: SectorContent, rules: TriangulationRules
) -> Mapping[Cell, tuple[Statement, ...]]:
    """Every statement about a matter and a sign, the oldest first; answers without a date are the oldest."""
    found: dict[Cell, list[Statement]] = {}
    for row in supplier.answers:
        for indicator in _spoken_about(row, content):
            found.setdefault((row.matter, indicator), []).append(_statement(row, indicator, rules))
    return {cell: tuple(sorted(said, key=_by_day)) for cell, said in sorted(found.items())}


def _spoken_about(row: AnswerRow, content: SectorContent) -> Iterator[str]:
    """The signs that an answer's own question covers; another question of the same matter may cover others."""
    question = content.questions.get(row.question)
    covered = question.covers() if question else frozenset()
    yield from sorted((covered | {signal.indicator for signal in row.signals}) & content.indicators.keys())


def _statement(row: AnswerRow, indicator: str, rules: TriangulationRules) -> Statement:
    signals = [signal for signal in row.signals if signal.indicator == indicator]
    independence = next((rule.value for kind, rule in rules.independence.items() if kind.value == row.source), "own")
    return Statement(
        question=row.question,
        matter=row.matter,
        source=row.source,
        evidence=row.evidence,
        independence=independence,
        date=row.date,
        state=_state(row, indicator),
        strength=max((signal.strength for signal in signals), key=STRENGTHS.index, default=""),
        dimension=_dimension(signals),
        critical=any(signal.critical for signal in signals),
        counts=row.counts,
        closed=bool(signals) and all(signal.closed for signal in signals),
        keys=row.keys,
        numbers=row.numbers,
        document=row.document,
        document_seen=bool(row.document) and Evidence[row.evidence] > Evidence.E1,
        comment=row.comment,
        location=row.location,
    )


def _dimension(signals: Sequence[SignalRow]) -> str:
    """Coercion where any of the signals is: it takes the stronger evidence to close."""
    dimensions = {signal.dimension for signal in signals}
    coerced = Dimension.COERCION.value
    return coerced if coerced in dimensions else next(iter(sorted(dimensions)), "")


def _state(row: AnswerRow, indicator: str) -> str:
    """What the answer comes down to for one sign; an answer that says nothing about it leaves it unknown."""
    if any(signal.indicator == indicator for signal in row.signals):
        return "concern"
    if indicator in row.assures:
        return "no_concern"
    return "unknown" if row.state in ("concern", "no_concern", "answered") else row.state


def _by_day(said: Statement) -> tuple[object, ...]:
    return (said.date.toordinal() if said.date else 0, said.source, said.question, said.keys, said.numbers)
