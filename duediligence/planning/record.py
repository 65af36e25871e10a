"""The ledger of one supplier, looked up by indicator and by matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duediligence.model.assessment import AnswerRow, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.response import AnswerState, SourceKind

_WITHOUT_ANSWER = frozenset(state.value for state in AnswerState if state is not AnswerState.ANSWERED)
_ITSELF = SourceKind.SUPPLIER.value
_SETTLED = frozenset({AnswerState.REFUSED.value, AnswerState.NOT_APPLICABLE.value})


@dataclass(frozen=True, slots=True)
class Record:
    """What one supplier's answers come down to; only answers that still count are in it.

    `concerns`: questions with an open signal, by indicator; `told_by_others`: indicators of which somebody else than
    the supplier itself gave one; `put`: covered indicators, by matter that was put; `assured`: matter and indicator;
    `missing`: matters put that nobody answered, refused or declared not applicable.
    """

    supplier: SupplierAssessment
    concerns: Mapping[str, tuple[str, ...]]
    told_by_others: frozenset[str]
    concerned: frozenset[str]
    put: Mapping[str, frozenset[str]]
    answered: frozenset[str]
    assured: frozenset[tuple[str, str]]
    refused: tuple[str, ...]
    refused_matters: frozenset[str]
    missing: tuple[str, ...]

    @property
    def id(self) -> str:
        """The supplier's id."""
        return self.supplier.id


def records(content: SectorContent, suppliers: Iterable[SupplierAssessment]) -> tuple[Record, ...]:
    """The records of all suppliers in the order of their priority."""
    return tuple(record(content, s) for s in sorted(suppliers, key=lambda s: (s.priority, s.id)))


def record(content: SectorContent, supplier: SupplierAssessment) -> Record:
    """One supplier's record."""
    rows = [row for row in supplier.answers if row.counts]
    put = _put(content, supplier)
    answered = frozenset(row.matter for row in rows if is_answer(row))
    refused = [row for row in rows if row.state == AnswerState.REFUSED.value]
    settled = answered | {row.matter for row in rows if row.state in _SETTLED}
    return Record(
        supplier=supplier,
        concerns=_concerns(rows),
        told_by_others=frozenset(
            signal.indicator for row in rows if row.source != _ITSELF for signal in row.open_signals
        ),
        concerned=frozenset(row.matter for row in rows if row.open_signals),
        put=put,
        answered=answered,
        assured=frozenset((row.matter, indicator) for row in rows for indicator in row.assures),
        refused=tuple(sorted({row.question for row in refused})),
        refused_matters=frozenset(row.matter for row in refused),
        missing=tuple(sorted(put.keys() - settled)),
    )


def is_answer(row: AnswerRow) -> bool:
    """Whether somebody answered, as opposed to every way of not answering."""
    return row.state not in _WITHOUT_ANSWER


def newest(rows: Iterable[AnswerRow]) -> tuple[AnswerRow, ...]:
    """The rows of the newest date; an answer without a date is the oldest."""
    kept = list(rows)
    last = max((row.date.toordinal() if row.date else 0 for row in kept), default=0)
    return tuple(row for row in kept if (row.date.toordinal() if row.date else 0) == last)


def _concerns(rows: Iterable[AnswerRow]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for signal in row.open_signals:
            found.setdefault(signal.indicator, set()).add(row.question)
    return {indicator: tuple(sorted(questions)) for indicator, questions in sorted(found.items())}


def _put(content: SectorContent, supplier: SupplierAssessment) -> dict[str, frozenset[str]]:
    """Matters that were put, from the rows of the ledger: a control matter may cover no indicator."""
    found: dict[str, set[str]] = {}
    for matter in supplier.matters:
        if matter.put:
            found.setdefault(matter.matter, set()).add(matter.indicator)
    for control in supplier.controls:
        found.setdefault(content.matter_of.get(control.question, control.question), set())
    return {matter: frozenset(indicators - {""}) for matter, indicators in found.items()}
