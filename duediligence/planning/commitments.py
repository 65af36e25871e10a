"""Where the company stands on every commitment, and on each agreement as a pair (method, section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from duediligence.model.agreement import Agreement, Commitment
from duediligence.model.assessment import (
    DECIMALS,
    AgreementResult,
    AnswerRow,
    CommitmentResult,
    CommitmentState,
    Interval,
    SupplierAssessment,
)
from duediligence.model.content import SectorContent
from duediligence.model.workspace import Workspace
from duediligence.planning.links import links, suppliers_behind
from duediligence.planning.measured import Known, Measured, newest_by_question
from duediligence.planning.measuring import MEASURES
from duediligence.planning.participation import Participation, is_due, participation, threshold
from duediligence.planning.record import records

_SHARE_MET = {
    CommitmentState.MET: (1.0, 1.0),
    CommitmentState.PARTLY: (0.5, 0.5),
    CommitmentState.NOT_MET: (0.0, 0.0),
    CommitmentState.UNKNOWN: (0.0, 1.0),
}


def assess_agreements(
    content: SectorContent,
    workspace: Workspace,
    suppliers: Sequence[SupplierAssessment],
    company_answers: Sequence[AnswerRow],
) -> tuple[AgreementResult, ...]:
    """Every agreement of the sector with its commitments measured, due or not, in the order of their ids."""
    kept = records(content, suppliers)
    known = Known(content, workspace, kept, newest_by_question(company_answers))
    behind = suppliers_behind(links(content, kept))
    return tuple(_assess(content.agreements[id], known, behind) for id in sorted(content.agreements))


def _assess(agreement: Agreement, known: Known, behind: Mapping[str, tuple[str, ...]]) -> AgreementResult:
    part = participation(agreement, known.workspace)
    results = tuple(_measure(agreement, c, known, part, behind.get(c.id, ())) for c in agreement.commitments)
    return AgreementResult(
        id=agreement.id,
        ended=part.ended,
        joined=part.joined,
        score=_score(zip(agreement.commitments, results, strict=True)),
        commitments=results,
    )


def _measure(
    agreement: Agreement, commitment: Commitment, known: Known, part: Participation, behind: tuple[str, ...]
) -> CommitmentResult:
    measured = MEASURES[commitment.kind](commitment, known)
    wanted = threshold(commitment, part)
    return CommitmentResult(
        agreement=agreement.id,
        id=commitment.id,
        state=_state(measured, wanted) if is_due(commitment, part) else CommitmentState.NOT_DUE,
        value=measured.least,
        possible_value=measured.most,
        numerator=measured.numerator,
        denominator=measured.denominator,
        threshold=wanted,
        year=part.years,
        schedule=dict(sorted(commitment.due.thresholds.items())) if commitment.due else {},
        suppliers=tuple(dict.fromkeys((*measured.suppliers, *behind))),
    )


def _state(measured: Measured, wanted: float | None) -> CommitmentState:
    """Met or not met only where no unknown can change it; a threshold that was not published decides nothing."""
    if measured.state is not None:
        return measured.state
    if wanted is None:
        return CommitmentState.UNKNOWN
    if measured.least is not None and round(measured.least, DECIMALS) >= wanted:
        return CommitmentState.MET
    if measured.most is not None and round(measured.most, DECIMALS) < wanted:
        return CommitmentState.NOT_MET
    return CommitmentState.UNKNOWN


def _score(pairs: Iterable[tuple[Commitment, CommitmentResult]]) -> Interval | None:
    """The weighted share of the company's own due commitments that are met; None where none is due.

    Mandatory commitments count here like any other; that one is not met is shown on a line of its own.
    """
    due = [
        (commitment.weight, *_SHARE_MET[result.state])
        for commitment, result in pairs
        if commitment.party == "company" and result.state is not CommitmentState.NOT_DUE
    ]
    total = fsum(weight for weight, _, _ in due)
    if not total:
        return None
    return Interval(fsum(w * low for w, low, _ in due) / total, fsum(w * high for w, _, high in due) / total)
