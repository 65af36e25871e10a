"""Commitments about a share of suppliers, workers or volume, with bounds for everything that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from duediligence.model.agreement import Commitment, ShareMeasure
from duediligence.model.assessment import CommitmentState, SupplierAssessment
from duediligence.model.conditions import holds
from duediligence.planning.measured import Known, Measured
from duediligence.planning.readers import aimed, facts_and_results, own_answers


@dataclass(frozen=True, slots=True)
class _Item:
    """One supplier: whether it is meant, whether it satisfies, and how much it weighs; None is unknown."""

    supplier: str
    meant: bool | None
    satisfies: bool | None
    weight: float | None


def share(commitment: Commitment, known: Known) -> Measured:
    """The share that is known to satisfy the condition, and the share that may.

    A supplier that may or may not be meant counts in the lower bound only where it does not help, in the upper bound
    only where it does not harm. A supplier whose weight is unknown may weigh anything, so that only a bound at which
    it makes no difference decides. Where nobody is meant there is nothing to be due.
    """
    measure = commitment.measure
    assert isinstance(measure, ShareMeasure)
    items = [item for item in _items(measure, known) if item.meant is not False]
    if not items:
        return Measured(state=CommitmentState.NOT_DUE if known.records else CommitmentState.UNKNOWN)
    sure = [i.weight for i in items if i.meant and i.satisfies]
    doubtful = [i.weight for i in items if i.satisfies is not True]
    maybe = [i.weight for i in items if i.satisfies is not False]
    failing = [i.weight for i in items if i.meant and i.satisfies is False]
    return Measured(
        least=_least_share(sure, doubtful),
        most=_most_share(maybe, failing),
        numerator=_sum(sure),
        denominator=None if None in (*sure, *doubtful) else _sum((*sure, *doubtful)),
        suppliers=tuple(i.supplier for i in items if i.satisfies is not True),
    )


def _items(measure: ShareMeasure, known: Known) -> Iterable[_Item]:
    among, where = aimed(measure.among), aimed(measure.where)
    for record in known.records:
        fact, answer = facts_and_results(record.supplier, known.content), own_answers(record.supplier)
        meant, satisfies = holds(among, fact, answer), holds(where, fact, answer)
        yield _Item(record.id, meant, satisfies, _weight(measure, record.supplier))


def _weight(measure: ShareMeasure, supplier: SupplierAssessment) -> float | None:
    return 1.0 if measure.of == "suppliers" else supplier.supplier.number(measure.of)


def _least_share(part: Sequence[float | None], rest: Sequence[float | None]) -> float | None:
    """The smallest share that `part` can have of both together, whatever the unknown weights are."""
    if not rest:
        return 1.0 if part else None
    return 0.0 if None in rest else _ratio(part, rest)


def _most_share(part: Sequence[float | None], rest: Sequence[float | None]) -> float | None:
    """The largest share that `part` can have of both together, whatever the unknown weights are."""
    if not part:
        return 0.0 if rest else None
    return 1.0 if None in part else _ratio(part, rest)


def _ratio(part: Sequence[float | None], rest: Sequence[float | None]) -> float | None:
    total = _sum((*part, *rest))
    return _sum(part) / total if total else None


def _sum(weights: Iterable[float | None]) -> float:
    return fsum(weight for weight in weights if weight is not None)
