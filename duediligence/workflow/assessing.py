"""The main job: from an opened workspace to an assessment and a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duediligence.findings import Finding, in_order
from duediligence.model.assessment import Assessment, SupplierAssessment
from duediligence.model.plan import ActionPlan
from duediligence.model.plan_sheet import TypedAction
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.earlier import Round, worked_on
from duediligence.planning.rounds import merge_round
from duediligence.scoring.assess import assess_suppliers
from duediligence.scoring.ledger import company_rows
from duediligence.tables.engine import Engine, PolarsEngine
from duediligence.workflow.asked import asked_suppliers, deadlines
from duediligence.workflow.layers import editions
from duediligence.workflow.opened import Opened, company_answers


@dataclass(frozen=True, slots=True)
class Assessed:
    """The result of one round."""

    opened: Opened
    assessment: Assessment
    plan: ActionPlan

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every problem: of what was read, and of what people typed in the last plan."""
        return in_order((*self.opened.findings, *self.plan.findings))


def assess(opened: Opened, typed: Sequence[TypedAction] = (), engine: Engine | None = None) -> Assessed:
    """Scores every supplier, measures every commitment and chooses the plan; `typed` is last round's plan."""
    workspace, content = opened.workspace, opened.content
    engine = engine or PolarsEngine()
    known = {supplier.id for supplier in opened.suppliers}
    answers = [answer for answer in opened.counted if answer.supplier in known]
    suppliers = _still_in_time(assess_suppliers(engine, opened.suppliers, answers, content, workspace.seed), opened)
    own = company_rows(company_answers(opened.answers), content)
    assessment = Assessment(
        company=workspace.company.id,
        company_name=workspace.company.name,
        sector=workspace.sector,
        round=workspace.round,
        assessed_on=workspace.assessed_on,
        editions=editions(content),
        suppliers=suppliers,
        agreements=assess_agreements(content, workspace, suppliers, own),
        company_answers=own,
        findings=opened.findings,
    )
    asked = asked_suppliers(opened.root, opened.suppliers)
    plan = choose_plan(content, assessment, asked, worked_on(typed, Round(assessment, content)))
    return Assessed(opened, assessment, merge_round(plan, typed, assessment, content))


def _still_in_time(suppliers: tuple[SupplierAssessment, ...], opened: Opened) -> tuple[SupplierAssessment, ...]:
    """With the day by which an answer is expected, where none came yet and that day is still to come."""
    today = opened.workspace.assessed_on
    expected = {id: day for id, day in deadlines(opened.root).items() if day >= today}
    return tuple(s if s.assessed or s.id not in expected else replace(s, answer_by=expected[s.id]) for s in suppliers)
