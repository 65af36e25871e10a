"""The plan that follows from the invented round, with some actions that people worked on since last year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from duediligence.model.assessment import SupplierAssessment, Tier
from duediligence.model.content import SectorContent
from duediligence.model.plan import Action, ActionPlan, ActionState, Reason
from tests.reporting.build import TODAY, sample_assessment
from tests.reporting.content import sample_content


@cache
def sample_plan(copies: int = 1) -> ActionPlan:
    """Actions that follow from the sample, with some that people worked on since last year."""
    content = sample_content()
    actions = [a for s in sample_assessment(copies).suppliers for a in _actions(s, content)]
    actions += [_action("_company", m, (Reason("commitment", "demo_policy"),), content) for m in ("publish_policy",)]
    actions += [_action("_company", m, (Reason("topic", "risk"),), content) for m in ("train_buyers", "lead_times")]
    ordered = sorted(actions, key=lambda a: (a.due, a.subject, a.id))
    return ActionPlan(TODAY, tuple(_worked_on(index, action) for index, action in enumerate(ordered)))


def _actions(s: SupplierAssessment, content: SectorContent) -> Iterable[Action]:
    shown = {i: Reason("indicator", i) for i, bounds in s.indicators.items() if bounds.established > 0}
    likely = {i: Reason("indicator", i) for i, bounds in s.indicators.items() if bounds.possible >= 0.3}
    gaps = {"no_response"} if not s.assessed else {"low_coverage"} if s.tier is Tier.NOT_RATEABLE else set()
    gaps |= {"contradiction"} if s.contradictions else set()
    for measure in content.measures.values():
        wanted = {**shown, **(likely if measure.preventive else {})}
        if any(d.critical for d in s.drivers):
            wanted |= {d.indicator: Reason("indicator", d.indicator) for d in s.drivers if d.critical}
        reasons = [wanted[i] for i in measure.purpose.indicators if i in wanted]
        reasons += [Reason("gap", g) for g in measure.purpose.gaps if g in gaps]
        if (reasons and measure.lead != "company") or (reasons and not measure.purpose.topics):
            yield _action(s.id, measure.id, tuple(reasons), content)


def _action(subject: str, measure: str, reasons: tuple[Reason, ...], content: SectorContent) -> Action:
    m = content.measures[measure]
    id = "a" + sha256(f"{subject}/{measure}".encode()).hexdigest()[:10]
    due = TODAY + timedelta(days=m.days)
    return Action(id, subject, measure, reasons, m.horizon, due, m.lead, m.support, m.closes_with, first_seen=TODAY)


def _worked_on(index: int, action: Action) -> Action:
    year_ago = date(2025, 11, 1)
    if action.subject == "_company" and action.measure == "publish_policy":
        return replace(
            action, state=ActionState.DONE, done=date(2026, 5, 2), evidence="beleid.pdf", evidence_class="E2"
        )
    if index % 11 == 2:
        due = date(2026, 9, 15)
        return replace(
            action, state=ActionState.STARTED, owner="J. Voorbeeld", due=due, first_seen=year_ago, started=due
        )
    if index % 17 == 5:
        return replace(action, state=ActionState.CLAIMED, owner="M. Modelo", first_seen=year_ago, evidence="foto.jpg")
    if index % 23 == 9:
        return replace(action, returned=True, first_seen=year_ago)
    return action
