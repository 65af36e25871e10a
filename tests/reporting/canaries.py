"""The invented round with a canary in every field that people type or that only the company may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duediligence.findings import Location, warning
from duediligence.model.assessment import AnswerRow, Assessment, SupplierAssessment
from duediligence.model.conditions import Scalar
from duediligence.model.movement import EditionChange, Movement
from duediligence.model.plan import Action, ActionPlan, ActionState
from duediligence.reporting.shared.parts import Round
from tests.reporting.look import sample_round

CANARY = "kanarie"
NUMBERS = ("918273", "918.273", "918,273")
"""A volume and a spend that nobody else has, as Dutch and as English write it."""


def round_with_canaries(mark: str = CANARY, number: float = 918273.0, publishes_sites: bool = False) -> Round:
    """Every private field says `mark` and something of its own; private numbers are `number`."""
    round = sample_round()
    company = round.workspace.company.model_copy(update={"publishes_sites": publishes_sites})
    return replace(
        round,
        assessment=_assessment(round.assessment, mark, number),
        plan=_plan(round.plan, mark),
        workspace=round.workspace.model_copy(update={"company": company, "content": f"{mark}_folder"}),
        manifest=replace(round.manifest, inputs={f"{mark}_file.xlsx": f"{mark}_digest"}),
        movement=_movement(mark),
    )


def _movement(mark: str) -> Movement:
    changed = EditionChange(f"{mark}_edition", f"{mark}_old", f"{mark}_new")
    return Movement("2025-11-01", "2026-11-01", 3, 4, joined=(f"{mark}_joined",), editions=(changed,))


def _assessment(assessment: Assessment, mark: str, number: float) -> Assessment:
    own = AnswerRow("fee_policy", "fee_policy", "company", "E1", None, "answered", comment=f"{mark}_own_comment")
    problem = warning(
        "unknown_question", Location(file=f"{mark}_place.xlsx"), found=f"{mark}_found", count=1, nearest="–"
    )
    agreement = assessment.agreements[0]
    commitments = tuple(
        replace(c, value=number / 1e6, possible_value=number / 1e6, numerator=number, denominator=number)
        if c.id in ("demo_volume", "demo_remedy", "demo_training")
        else c
        for c in agreement.commitments
    )
    score = agreement.score and replace(agreement.score, established=number / 1e7)
    return replace(
        assessment,
        suppliers=tuple(_supplier(s, mark, number) for s in assessment.suppliers),
        agreements=(replace(agreement, score=score, commitments=commitments),),
        company_answers=(own,),
        findings=(problem,),
    )


def _supplier(s: SupplierAssessment, mark: str, number: float) -> SupplierAssessment:
    private: dict[str, tuple[Scalar, ...]] = {"volume": (number,), "spend": (number,)}
    supplier = replace(s.supplier, facts={**s.supplier.facts, **private}, location=Location(file=f"{mark}_register"))
    return replace(s, supplier=supplier, answers=tuple(_typed(s.answers, mark)), robustness=number / 1e7)


def _typed(answers: Iterable[AnswerRow], mark: str) -> Iterable[AnswerRow]:
    for row in answers:
        place = Location(file=f"{mark}_file.xlsx", sheet=f"{mark}_sheet", cell="D4")
        yield replace(
            row, comment=f"{mark}_comment", reason=f"{mark}_reason", document=f"{mark}_document.pdf", location=place
        )


def _plan(plan: ActionPlan, mark: str) -> ActionPlan:
    actions = tuple(
        replace(a, owner=f"{mark}_owner", notes=f"{mark}_notes", evidence=f"{mark}_evidence", evidence_class="E2")
        for a in plan.actions
    )
    first = actions[0]
    own = Action(
        "own_0123456789", first.subject, "", (), "short", first.due, "union", ("ngo",), "E2",
        state=ActionState.OPEN, own_text=f"{mark}_own_action", owner=f"{mark}_own_owner",
    )  # fmt: skip
    return replace(plan, actions=(*actions, own))
