"""Where a visit or a talk puts people in danger, the plan sends nobody and asks no worker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duediligence.model.assessment import SupplierAssessment
from duediligence.model.plan import ActionState, Reason
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.response import COMPANY
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.ids import action_id
from duediligence.planning.rounds import merge_round
from tests.planning.build import MEASURES, assessment, driver, sector, supplier, workspace

CONTENT = sector(
    measures=MEASURES.strip()
    + """
send_nobody     | immediate 3 | company  | remedy       | E2 | o | gaps: no_access
go_and_see      | short 30    | company  | information  | E4 |   | gaps: no_response
"""
)
POLICY = "- {id: demo_policy, text: a, kind: answer, measure: {question: policy, met: [public]}, topics: [policy]}"


def _closed(*answers: str) -> SupplierAssessment:
    risk = {"state_imposed": 0.6, "documents": 0.5}
    drivers = (driver("state_imposed", critical=True),)
    return supplier(CONTENT, "s1", answers, possible=risk, drivers=drivers, closed_by=("driver:a_driver",))


def _measures(s: SupplierAssessment) -> set[str]:
    return {action.measure for action in choose_plan(CONTENT, assessment([s]), asked=["s1"]).actions}


def test_a_silent_site_in_a_state_imposed_region_is_traced_from_outside_and_not_visited() -> None:
    assert _measures(_closed()) == {"send_nobody", "trace"}


def test_the_same_site_elsewhere_is_visited() -> None:
    assert "go_and_see" in _measures(replace(_closed(), closed_by=()))


def test_an_established_sign_whose_measures_give_way_is_a_reason_to_send_nobody() -> None:
    plan = choose_plan(CONTENT, assessment([_closed("papers_kept=locked")]))
    nobody = next(action for action in plan.actions if action.measure == "send_nobody")
    assert nobody.reasons == (Reason("indicator", "documents", "papers_kept"), Reason("gap", "no_access"))


def test_what_was_under_way_there_must_stop_and_is_not_merely_no_longer_needed() -> None:
    round = assessment([_closed()])
    row = TypedAction(action_id("c1", "s1", "go_and_see"), "s1", "Go and see", state=ActionState.STARTED)
    merged = merge_round(choose_plan(CONTENT, round), [row], round, CONTENT)
    assert [(finding.code, finding.params["action"]) for finding in merged.findings] == [
        ("action_endangers", "Go and see")
    ]
    assert [(action.id, action.needed) for action in merged.actions if action.id == row.id] == [(row.id, False)]


def test_a_measure_at_all_sites_says_where_not() -> None:
    content = sector(POLICY, measures="hear_everywhere | long 180 | company | governance | E5 | | topics: policy\n"
                     "write_policy | short 60 | company | governance | E2 | | topics: policy")  # fmt: skip
    agreements = assess_agreements(content, workspace(), [], [])
    plan = choose_plan(content, assessment([_closed(), supplier(content, "s2")], agreements))
    spared = {action.measure: action.not_at for action in plan.actions if action.subject == COMPANY}
    assert spared == {"hear_everywhere": ("s1",), "write_policy": ()}


def test_what_needs_a_visit_to_be_shown_cannot_be_called_done_from_outside() -> None:
    with pytest.raises(ValueError, match="from_outside_needs_visit"):
        sector(measures="visit | short 30 | company | information | E4 | o | gaps: no_response")
