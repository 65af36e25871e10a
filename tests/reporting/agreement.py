"""Where the invented company stands on the invented covenant."""

from __future__ import annotations

from datetime import date

from duediligence.model.assessment import (
    AgreementResult,
    CommitmentResult,
    CommitmentState,
    Interval,
    SupplierAssessment,
)


def agreement_of(suppliers: tuple[SupplierAssessment, ...]) -> AgreementResult:
    ids = tuple(s.id for s in suppliers)
    held = tuple(s.id for s in suppliers if s.indicators["documents"].established > 0)
    known = sum((s.coverage or 0) >= 0.5 for s in suppliers)
    share = known / len(ids)
    years = {1: 0.2, 2: 0.4, 3: 0.6, 4: None}
    state = CommitmentState
    return AgreementResult("demo", True, date(2023, 3, 1), Interval(0.44, 0.58), (
        CommitmentResult("demo", "demo_policy", state.PARTLY, year=3),
        CommitmentResult("demo", "demo_score", state.NOT_MET, 0.52, 0.61, 26, 50, 0.6, 3, years),
        CommitmentResult("demo", "demo_sites", state.MET, share, share, known, len(ids), 0.8, 3, {1: 0.5, 3: 0.8}),
        CommitmentResult(
            "demo", "demo_documents", state.NOT_MET, numerator=len(held), denominator=len(ids), year=3, suppliers=held
        ),
        CommitmentResult("demo", "demo_volume", state.UNKNOWN, 0.31, 0.72, 170000, 548000, 0.6, 3, {3: 0.6}, ids[:6]),
        CommitmentResult("demo", "demo_training", state.NOT_DUE, year=3),
        CommitmentResult("demo", "demo_joint", state.PARTLY),
        CommitmentResult("demo", "demo_remedy", state.UNKNOWN, 0.2, 0.9, suppliers=ids[:3]),
    ))  # fmt: skip
