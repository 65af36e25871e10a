"""What must happen now: who stands on top of the company's page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from duediligence.model.assessment import Gate, Tier
from duediligence.model.plan import Action, ActionState
from duediligence.reporting.company.actions import action_views, by_subject
from duediligence.reporting.company.now import now_items, urgent_suppliers
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.parts import Round
from tests.reporting.build import TODAY
from tests.reporting.look import sample_round


def test_a_sign_that_is_established_and_high_by_itself_is_named_on_top_whatever_the_gate() -> None:
    round = sample_round()
    some = round.assessment.suppliers[0]
    debts_admitted = replace(some, tier=Tier.HIGH, gate=Gate.NONE, established=0.8, possible=0.81)
    nobody_asked = replace(some, tier=Tier.HIGH, gate=Gate.NONE, established=0.0, possible=0.78)
    assert urgent_suppliers([nobody_asked, debts_admitted], round.content.scales) == (debts_admitted,)


def test_the_first_step_is_what_is_due_first_and_not_what_its_owner_planned_for_later() -> None:
    """Its first measure stands first in the plan, but somebody took it up and plans it for a later day."""
    round = sample_round()
    some = _urgent(round)
    first, second, *_ = [a for a in round.plan.actions if a.subject == some and a.horizon == "immediate"]
    later = replace(first, owner="P. Modelo", state=ActionState.STARTED, due=second.due + timedelta(days=30))
    step = _first_step(round, some, later, replace(second, owner="", state=ActionState.OPEN))
    assert round.content.measures[second.measure].text.en in step
    assert "P. Modelo" not in step


def test_a_day_that_its_owner_chose_is_said_to_be_planned_by_the_owner() -> None:
    round = sample_round()
    some = _urgent(round)
    first = next(a for a in round.plan.actions if a.subject == some)
    planned = replace(
        first, owner="P. Modelo", planned=TODAY, due=TODAY + timedelta(days=40), state=ActionState.STARTED
    )
    assert "P. Modelo planned it for 11 Dec 2026" in _first_step(round, some, planned)


def _urgent(round: Round) -> str:
    """A site where something must happen now, with more than one thing to do at once."""
    at_once = Counter(a.subject for a in round.plan.actions if a.horizon == "immediate")
    urgent = urgent_suppliers(round.assessment.suppliers, round.content.scales)
    return next(s.id for s in urgent if at_once[s.id] > 1)


def _first_step(round: Round, site: str, *actions: Action) -> str:
    """What the top of the page names as the first step at a site with these actions."""
    labels = Labels(round.content)
    changed = replace(round, plan=replace(round.plan, actions=actions))
    urgent = [s for s in round.assessment.suppliers if s.id == site]
    item = now_items(changed, urgent, by_subject(action_views(changed, labels)), labels)[0]
    assert item.step is not None
    return item.step.en
