"""What goes into the plan, why, for whom, and in which order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest

from duediligence.model.assessment import Assessment
from duediligence.model.plan import Action, Reason
from duediligence.model.response import COMPANY
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.ids import action_id
from tests.planning.build import (
    ask,
    assessment,
    company_answers,
    contradiction,
    driver,
    sector,
    supplier,
    workspace,
)

CONTENT = sector()
CALM = ("papers_kept=no", "migrants_papers=own", "wages_late=never", "channel=works")


def _chosen(round: Assessment, asked: Collection[str] = ()) -> dict[tuple[str, str], Action]:
    return {(a.subject, a.measure): a for a in choose_plan(CONTENT, round, asked).actions}


def test_a_calm_supplier_needs_nothing() -> None:
    assert _chosen(assessment([supplier(CONTENT, "s1", CALM)])) == {}


def test_a_concern_asks_for_every_measure_with_the_questions_that_raised_it() -> None:
    answers = ["papers_kept=locked", *CALM[1:], "talks_papers=held @worker_interviews"]
    chosen = _chosen(assessment([supplier(CONTENT, "s1", answers)]))
    why = (Reason("indicator", "documents", "papers_kept"), Reason("indicator", "documents", "talks_papers"))
    assert {key: action.reasons for key, action in chosen.items()} == {
        ("s1", "give_back"): why,
        ("s1", "own_lockers"): why,
    }


@pytest.mark.parametrize(
    ("answers", "protected"),
    [
        (["papers_kept=locked"], False),
        (["talks_papers=held @worker_interviews"], True),
        (["papers_kept=locked", "talks_papers=held @worker_interviews"], True),
        (["papers_kept=locked", "talks_papers=own @worker_interviews", "wages_late=often @union_monitoring"], False),
    ],
)
def test_who_spoke_is_protected_where_somebody_else_than_the_supplier_spoke(
    answers: list[str], protected: bool
) -> None:
    """A supplier that says of itself that it keeps papers knows who said so."""
    protect = CONTENT.measures["give_back"].model_copy(update={"id": "protect", "told_by_others": True})
    content = replace(CONTENT, measures={**CONTENT.measures, "protect": protect})
    round = assessment([supplier(content, "s1", answers)])
    assert ("s1" in {a.subject for a in choose_plan(content, round).actions if a.measure == "protect"}) is protected
    assert "give_back" in {a.measure for a in choose_plan(content, round).actions}


def test_an_action_says_who_by_when_and_what_closes_it() -> None:
    action = _chosen(assessment([supplier(CONTENT, "s1", ["papers_kept=locked", *CALM[1:]])]))["s1", "give_back"]
    assert (action.lead, action.horizon, action.closes_with) == ("supplier", "immediate", "E5")
    assert (action.due, action.first_seen) == (date(2026, 11, 8), date(2026, 11, 1))


def test_risk_without_a_concern_asks_for_prevention_and_the_question_that_settles_it() -> None:
    risky = supplier(CONTENT, "s1", CALM, possible={"documents": 0.3, "wages": 0.29}, ask_next=(ask("talks_papers"),))
    chosen = _chosen(assessment([risky]))
    assert {key: (action.reasons, action.sites) for key, action in chosen.items()} == {
        (COMPANY, "own_lockers"): ((Reason("indicator", "documents", "talks_papers"),), ("s1",))
    }


def test_a_risk_just_at_the_threshold_counts_whatever_floats_do() -> None:
    risky = supplier(CONTENT, "s1", CALM, possible={"documents": 0.3 - 1e-12})
    assert (COMPANY, "own_lockers") in _chosen(assessment([risky]))


STATE_IMPOSED = {"trace", "stop_orders", "exit_plan"}


def test_state_imposed_labour_without_any_answer_asks_to_trace_stop_and_leave() -> None:
    listed = supplier(CONTENT, "s1", possible={"state_imposed": 0.6}, drivers=(driver("state_imposed", critical=True),))
    assert {measure for _, measure in _chosen(assessment([listed]))} == {*STATE_IMPOSED, "send_form"}


def test_a_critical_driver_is_enough_at_any_level_but_only_where_it_is_known_to_hold() -> None:
    low = {"state_imposed": 0.15}
    known = supplier(CONTENT, "s1", CALM, possible=low, drivers=(driver("state_imposed", critical=True),))
    unknown = supplier(CONTENT, "s2", CALM, possible=low, drivers=(driver("state_imposed", True, ("goods",)),))
    chosen = _chosen(assessment([known, unknown]))
    assert {measure for subject, measure in chosen if subject == "s1"} == STATE_IMPOSED
    assert {measure for subject, measure in chosen if subject == "s2"} == {"look_it_up"}


def test_every_gap_asks_for_its_measure() -> None:
    silent = supplier(CONTENT, "s1")
    thin = supplier(CONTENT, "s2", CALM[:1], coverage=0.4)
    refusing = supplier(CONTENT, "s3", ["papers_kept=refused", *CALM[1:]])
    unknown = supplier(CONTENT, "s4", CALM, drivers=(driver("wages", unknown=("workers", "goods")),))
    denied = supplier(CONTENT, "s5", CALM, contradictions=(contradiction("papers_kept", "documents"),))
    chosen = _chosen(assessment([silent, thin, refusing, unknown, denied]), asked=["s1"])
    assert {key: action.reasons for key, action in chosen.items()} == {
        ("s1", "call_them"): (Reason("gap", "no_response"),),
        ("s2", "fill_in"): (Reason("gap", "low_coverage"),),
        ("s3", "call_them"): (Reason("gap", "refused", "papers_kept"),),
        ("s4", "look_it_up"): (Reason("gap", "unknown_facts", "goods"), Reason("gap", "unknown_facts", "workers")),
        ("s5", "hear_workers"): (Reason("gap", "contradiction", "papers_kept"),),
    }


def test_nobody_is_called_silent_of_whom_it_is_not_known_that_they_were_asked() -> None:
    round = assessment([supplier(CONTENT, "s1"), supplier(CONTENT, "s2")])
    chosen = _chosen(round, asked={"s2"})
    assert {key: action.reasons for key, action in chosen.items()} == {
        ("s1", "send_form"): (Reason("gap", "not_asked"),),
        ("s2", "call_them"): (Reason("gap", "no_response"),),
    }


def test_what_the_register_says_about_being_asked_goes_before_the_folder_of_forms() -> None:
    told = supplier(CONTENT, "s1", facts={"asked": True})
    never = supplier(CONTENT, "s2", facts={"asked": False})
    assert _chosen(assessment([told, never]), asked={"s2"}).keys() == {("s1", "call_them"), ("s2", "send_form")}


# ---------------------------------------------------------------- the company

POLICY = """
- id: demo_policy
  text: a
  kind: answer
  measure: {question: policy, met: [public], partly: [internal]}
  topics: [policy]
- {id: demo_law, text: b, kind: joint, measure: {action: b}, topics: [policy], party: government}
"""


def _of_company(*answers: str, joined: str | None = "2023-03-01") -> dict[str, tuple[Reason, ...]]:
    content = sector(POLICY)
    given = company_answers(content, *answers)
    agreements = assess_agreements(content, workspace(joined), [], given)
    plan = choose_plan(content, assessment([], agreements, given))
    assert {action.subject for action in plan.actions} <= {COMPANY}
    return {action.measure: action.reasons for action in plan.actions}


def test_a_commitment_that_is_not_met_asks_for_the_companys_own_measures() -> None:
    broken, topic = Reason("commitment", "demo_policy", "policy"), Reason("topic", "policy")
    expected = {"write_policy": (broken, topic), "fair_prices": (broken, topic)}
    assert _of_company("policy=none") == expected
    assert _of_company("policy=internal") == expected


def test_where_nobody_knows_only_finding_out_and_steering_are_asked_for() -> None:
    assert set(_of_company()) == {"write_policy"}


def test_what_is_met_or_not_due_asks_for_nothing() -> None:
    assert _of_company("policy=public") == {}
    assert _of_company("policy=none", joined=None) == {}


# ---------------------------------------------------------------- ids and order


def test_an_action_keeps_its_id_whatever_else_happens() -> None:
    alone = supplier(CONTENT, "s1", ["papers_kept=locked", *CALM[1:]])
    more = supplier(CONTENT, "s1", ["papers_kept=locked", "wages_late=often", *CALM[1:2]], priority=9)
    first = _chosen(assessment([alone]))["s1", "give_back"]
    later = _chosen(assessment([more, supplier(CONTENT, "s0")], on=date(2027, 11, 1)))["s1", "give_back"]
    assert first.id == later.id == action_id("c1", "s1", "give_back") == "a63698cccbf"


def test_another_company_subject_or_measure_is_another_action() -> None:
    ids = {action_id(c, s, m) for c in ("c1", "c2") for s in ("s1", "s2") for m in ("m1", "m2")}
    assert len(ids) == 8
    assert action_id("a", "bc", "d") != action_id("ab", "c", "d")


def test_people_are_protected_first_then_the_worst_supplier_then_the_nearest() -> None:
    second = supplier(CONTENT, "a", ["papers_kept=locked", "wages_late=often"], priority=2)
    first = supplier(CONTENT, "b", ["papers_kept=locked", "wages_late=often"], priority=1)
    plan = choose_plan(CONTENT, assessment([second, first]))
    assert [(action.subject, action.measure) for action in plan.actions] == [
        ("b", "pay_back"), ("b", "give_back"), ("a", "pay_back"), ("a", "give_back"),
        ("b", "own_lockers"), ("b", "pay_system"), ("a", "own_lockers"), ("a", "pay_system"),
    ]  # fmt: skip


def test_the_companys_own_actions_come_after_its_suppliers() -> None:
    content = sector(POLICY)
    agreements = assess_agreements(content, workspace(), [], company_answers(content, "policy=none"))
    round = assessment([supplier(content, "s1", ["papers_kept=locked", *CALM[1:]])], agreements)
    subjects = [action.subject for action in choose_plan(content, round).actions]
    assert subjects == ["s1", "s1", COMPANY, COMPANY]


def test_a_measure_for_several_reasons_is_one_action() -> None:
    refusing = supplier(CONTENT, "s1", ["papers_kept=refused", "wages_late=refused", *CALM[1:2]])
    plan = choose_plan(CONTENT, replace(assessment([refusing])))
    assert [len(action.reasons) for action in plan.actions] == [2]


def test_of_what_is_due_on_one_day_the_gravest_sign_comes_first() -> None:
    """Papers in the employer's safe before wages that come late, whatever the measures are called."""
    measures = """
a_wages  | immediate 1 | supplier | remedy | E5 |  | indicators: wages
z_papers | immediate 1 | supplier | remedy | E5 |  | indicators: documents
"""
    content = sector(measures=measures)
    site = supplier(content, "s1", ["papers_kept=locked", "wages_late=often"])
    assert [a.measure for a in choose_plan(content, assessment([site])).actions] == ["z_papers", "a_wages"]
