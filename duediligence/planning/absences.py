"""Commitments that something does not happen: broken by one open concern, kept only where everybody was asked."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from duediligence.model.agreement import AbsenceMeasure, Commitment
from duediligence.model.assessment import CommitmentState
from duediligence.planning.measured import Known, Measured
from duediligence.planning.record import Record


class _Finding(Enum):
    CONCERN = "concern"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


def absence(commitment: Commitment, known: Known) -> Measured:
    """Suppliers at which it is known not to happen, of those at which it was asked or should have been.

    A supplier that answered its form, in which nothing about it was put (the conditions of the questions are known
    to fail there), is left out. Where it was put to nobody, the state is unknown: silence is not safety.
    """
    measure = commitment.measure
    assert isinstance(measure, AbsenceMeasure)
    matters = frozenset(known.content.matter_of.get(q, q) for q in measure.questions)
    found = {record.id: _finding(record, frozenset(measure.indicators), matters) for record in known.records}
    concerned, unknown = _with(found, _Finding.CONCERN), _with(found, _Finding.UNKNOWN)
    clear = len(_with(found, _Finding.CLEAR))
    asked = clear + len(concerned) + len(unknown)
    return Measured(
        least=clear / asked if asked else None,
        most=(clear + len(unknown)) / asked if asked else None,
        numerator=float(clear),
        denominator=float(asked),
        state=_state(bool(concerned), bool(unknown), clear),
        suppliers=(*concerned, *unknown),
    )


def _state(concerned: bool, unknown: bool, clear: int) -> CommitmentState:
    if concerned:
        return CommitmentState.NOT_MET
    return CommitmentState.MET if clear and not unknown else CommitmentState.UNKNOWN


def _with(found: dict[str, _Finding], wanted: _Finding) -> tuple[str, ...]:
    return tuple(supplier for supplier, finding in found.items() if finding is wanted)


def _finding(record: Record, indicators: frozenset[str], matters: frozenset[str]) -> _Finding:
    if not indicators.isdisjoint(record.concerns) or not matters.isdisjoint(record.concerned):
        return _Finding.CONCERN
    if not record.supplier.assessed:
        return _Finding.UNKNOWN
    asked = list(_asked(record, indicators, matters))
    if not asked:
        return _Finding.NOT_ASKED
    return _Finding.CLEAR if all(asked) else _Finding.UNKNOWN


def _asked(record: Record, indicators: frozenset[str], matters: frozenset[str]) -> Iterable[bool]:
    """For everything about it that was put: whether the answers rule it out."""
    for matter, covered in record.put.items():
        refused = matter in record.refused_matters
        for indicator in covered & indicators:
            yield (matter, indicator) in record.assured and not refused
        if matter in matters:
            assured = not covered or any((matter, indicator) in record.assured for indicator in covered)
            yield matter in record.answered and assured and not refused
