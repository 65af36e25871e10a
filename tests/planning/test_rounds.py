"""The next round: what people typed, what is closed, what came back, and what nobody asks for any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from duediligence.findings import Location
from duediligence.model.assessment import Assessment
from duediligence.model.plan import Action, ActionPlan, ActionState
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.response import COMPANY
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.ids import action_id
from duediligence.planning.rounds import merge_round
from tests.planning.build import assessment, company_answers, sector, supplier, workspace

CONTENT = sector()
CALM = ("papers_kept=no", "migrants_papers=own", "wages_late=never", "channel=works")
GIVE_BACK = action_id("c1", "s1", "give_back")  # closes with E5
PLACE = Location(file="plan.xlsx", sheet="actions", cell="A5")


def _round(*answers: str, company: tuple[str, ...] = ()) -> Assessment:
    """This round with one supplier, which answered so; without answers it is calm."""
    site = supplier(CONTENT, "s1", answers or CALM)
    return assessment([site], answers=company_answers(CONTENT, *company))


HELD = _round("papers_kept=locked 2026-02-01", *CALM[1:])
CLEAN = _round()


def _typed(id: str = GIVE_BACK, **typed: Any) -> TypedAction:
    row = TypedAction(
        id, "s1", "Do give_back", due=date(2025, 11, 8), first_seen=date(2025, 11, 1), measure="give_back"
    )
    return replace(row, **{"location": PLACE, **typed})


def _merge(round: Assessment, *typed: TypedAction) -> ActionPlan:
    return merge_round(choose_plan(CONTENT, round), typed, round, CONTENT)


def _action(merged: ActionPlan, id: str = GIVE_BACK) -> Action:
    return next(action for action in merged.actions if action.id == id)


def _codes(merged: ActionPlan) -> list[str]:
    return [finding.code for finding in merged.findings]


def test_what_people_typed_stays_with_the_action() -> None:
    merged = _merge(HELD, _typed(owner="Ana", state=ActionState.STARTED, started=date(2025, 12, 1), notes="called"))
    action = _action(merged)
    assert (action.owner, action.state, action.started) == ("Ana", ActionState.STARTED, date(2025, 12, 1))
    assert (action.notes, action.first_seen, action.due) == ("called", date(2025, 11, 1), date(2025, 11, 8))
    assert action.overdue(HELD.assessed_on)
    assert _codes(merged) == []


def test_a_new_action_is_open_and_due_from_now() -> None:
    action = _action(_merge(HELD))
    assert (action.state, action.due, action.first_seen) == (ActionState.OPEN, date(2026, 11, 8), HELD.assessed_on)
    assert not action.overdue(HELD.assessed_on)


# ---------------------------------------------------------------- closing


@pytest.mark.parametrize(
    ("evidence", "evidence_class", "state", "codes"),
    [
        ("Report 12", "E5", ActionState.DONE, ["action_done_concern_open"]),
        ("Report 12", "E6", ActionState.DONE, ["action_done_concern_open"]),
        ("A letter", "E2", ActionState.CLAIMED, ["action_claimed"]),
        ("Report 12", "", ActionState.CLAIMED, ["action_claimed"]),
        ("", "E5", ActionState.CLAIMED, ["action_claimed_without_evidence"]),
    ],
)
def test_done_takes_evidence_that_is_named_and_of_the_class_that_closes(
    evidence: str, evidence_class: str, state: ActionState, codes: list[str]
) -> None:
    done = _typed(state=ActionState.DONE, done=date(2026, 5, 1), evidence=evidence, evidence_class=evidence_class)
    merged = _merge(HELD, done)
    assert _action(merged).state is state
    assert _codes(merged) == codes
    assert merged.findings[0].location == PLACE


def test_a_claim_becomes_done_when_the_evidence_arrives() -> None:
    claimed = _typed(state=ActionState.CLAIMED, done=date(2026, 5, 1), evidence="Report", evidence_class="E5")
    assert _action(_merge(HELD, claimed)).state is ActionState.DONE


def test_done_without_a_day_and_dropped_without_a_reason_are_pointed_out() -> None:
    done = _typed(state=ActionState.DONE, evidence="Report", evidence_class="E5")
    assert _codes(_merge(HELD, done)) == ["action_done_concern_open", "action_done_without_date"]
    dropped = _merge(HELD, _typed(state=ActionState.DROPPED))
    assert _codes(dropped) == ["action_dropped_without_reason"]
    assert _action(dropped).state is ActionState.DROPPED
    assert _codes(_merge(HELD, _typed(state=ActionState.DROPPED, notes="We left"))) == []


def test_a_day_in_the_future_is_pointed_out() -> None:
    assert _codes(_merge(HELD, _typed(started=date(2026, 11, 2)))) == ["plan_date_in_future"]


# ---------------------------------------------------------------- coming back

DONE: dict[str, Any] = {
    "state": ActionState.DONE,
    "done": date(2026, 5, 1),
    "evidence": "Report",
    "evidence_class": "E5",
}


def test_an_older_concern_has_not_come_back_but_waits_for_an_answer_that_closes_it() -> None:
    merged = _merge(HELD, _typed(**DONE))
    assert (_action(merged).state, _action(merged).returned) == (ActionState.DONE, False)
    assert _codes(merged) == ["action_done_concern_open"]


def test_a_concern_of_the_same_day_has_not_come_back() -> None:
    same_day = _round("papers_kept=locked 2026-05-01", *CALM[1:])
    assert _codes(_merge(same_day, _typed(**DONE))) == ["action_done_concern_open"]


def test_a_concern_after_the_day_on_which_it_was_done_reopens_it() -> None:
    again = _round("papers_kept=locked 2026-08-01", *CALM[1:])
    merged = _merge(again, _typed(**DONE))
    action = _action(merged)
    assert (action.state, action.returned, action.due) == (ActionState.OPEN, True, date(2026, 11, 8))
    assert (action.evidence, action.done, action.first_seen) == ("Report", date(2026, 5, 1), date(2025, 11, 1))
    assert _codes(merged) == ["action_returned"]


def test_a_reason_that_was_gone_and_is_back_reopens_it_without_any_date() -> None:
    undated = _round("papers_kept=locked", *CALM[1:])
    merged = _merge(undated, _typed(**DONE, needed=False))
    assert (_action(merged).state, _action(merged).returned, _action(merged).needed) == (ActionState.OPEN, True, True)


def test_what_was_still_under_way_goes_on_when_its_reason_is_back() -> None:
    action = _action(_merge(HELD, _typed(state=ActionState.STARTED, needed=False, due=date(2027, 1, 1))))
    assert (action.state, action.returned, action.due) == (ActionState.STARTED, True, date(2027, 1, 1))


def test_a_broken_promise_of_the_company_comes_back_too() -> None:
    content = sector("- {id: demo_policy, text: a, kind: answer, measure: {question: policy, met: [public]}}")
    answers = company_answers(content, "policy=none 2026-10-01")
    agreements = assess_agreements(content, workspace(), [], answers)
    round = assessment([], agreements, answers)
    id = action_id("c1", COMPANY, "fair_prices")
    row = _typed(id, subject=COMPANY, measure="fair_prices", **{**DONE, "evidence_class": "E2"})
    merged = merge_round(choose_plan(content, round), [row], round, content)
    assert [(action.id, action.returned) for action in merged.actions] == [(id, True)]


@pytest.mark.parametrize(("again", "returned"), [("none", True), ("internal", False)])
def test_a_newer_answer_of_the_company_brings_a_promise_back_only_where_it_is_broken(
    again: str, returned: bool
) -> None:
    """It did a part of it, and says so a year later: that is no finding that came back."""
    content = sector("""
- {id: demo_policy, text: a, kind: answer, measure: {question: policy, met: [public], partly: [internal]}}
""")
    answers = company_answers(content, f"policy={again} 2026-10-01")
    round = assessment([], assess_agreements(content, workspace(), [], answers), answers)
    row = _typed(action_id("c1", COMPANY, "fair_prices"), subject=COMPANY, measure="fair_prices",
                 **{**DONE, "evidence_class": "E2"})  # fmt: skip
    (action,) = merge_round(choose_plan(content, round), [row], round, content).actions
    assert (action.returned, action.state) == (returned, ActionState.OPEN if returned else ActionState.DONE)


def test_findings_call_an_action_by_what_is_to_be_done_and_where() -> None:
    (finding,) = _merge(HELD, _typed(state=ActionState.DONE, measure_text="Give back all papers. One by one.")).findings
    assert finding.params["action"] == "Give back all papers"
    assert (finding.params["subject"], finding.params["id"]) == ("Site s1", GIVE_BACK)


# ---------------------------------------------------------------- reasons that are gone


def test_an_action_that_nobody_worked_on_leaves_the_plan_with_its_reason() -> None:
    merged = _merge(CLEAN, _typed())
    assert (merged.actions, merged.findings) == ((), ())


def test_an_action_that_somebody_worked_on_stays_as_no_longer_needed() -> None:
    merged = _merge(CLEAN, _typed(owner="Ana", state=ActionState.STARTED, notes="called"))
    action = _action(merged)
    assert (action.needed, action.state, action.owner, action.notes) == (False, ActionState.STARTED, "Ana", "called")
    assert (action.measure, action.lead, action.reasons) == ("give_back", "supplier", ())
    assert action.closed
    assert not action.overdue(CLEAN.assessed_on)
    assert _codes(merged) == ["action_no_longer_needed"]


def test_it_is_said_once_that_an_action_is_no_longer_needed() -> None:
    assert _codes(_merge(CLEAN, _typed(owner="Ana", needed=False))) == []


def test_what_was_done_stays_as_history_without_a_word() -> None:
    merged = _merge(CLEAN, _typed(**DONE))
    assert (_action(merged).state, _action(merged).needed, merged.findings) == (ActionState.DONE, False, ())


def test_a_due_date_that_somebody_moved_is_not_lost() -> None:
    assert _action(_merge(CLEAN, _typed(due=date(2027, 1, 1)))).due == date(2027, 1, 1)


def test_subject_and_measure_follow_from_the_id_where_their_columns_are_gone() -> None:
    no_measure = _action(_merge(CLEAN, _typed(owner="Ana", measure="")))
    assert (no_measure.measure, no_measure.subject) == ("give_back", "s1")
    no_subject = _action(_merge(CLEAN, _typed(owner="Ana", subject="The mill")))
    assert (no_subject.measure, no_subject.subject) == ("give_back", "s1")


def test_a_measure_that_the_content_no_longer_has_keeps_its_text() -> None:
    row = _typed("a0123456789", measure="old_measure", measure_text="Do it", **{**DONE, "evidence_class": ""})
    action = _action(_merge(CLEAN, row), "a0123456789")
    assert (action.measure, action.own_text, action.state) == ("old_measure", "Do it", ActionState.DONE)


# ---------------------------------------------------------------- people's own actions


def _own(**typed: Any) -> TypedAction:
    row = TypedAction("", "Site s1", "Visit again", lead="union", owner="Ben", location=PLACE)
    return replace(row, **typed).as_own()


def test_an_action_of_peoples_own_stays_in_the_plan() -> None:
    row = _own(due=date(2026, 12, 1))
    action = _action(_merge(CLEAN, row), row.id)
    assert (action.subject, action.own_text, action.owner, action.measure) == ("s1", "Visit again", "Ben", "")
    assert action.lead == "union"
    assert (action.first_seen, action.needed, action.due) == (CLEAN.assessed_on, True, date(2026, 12, 1))


def test_people_decide_themselves_when_their_own_action_is_done() -> None:
    row = _own(due=date(2026, 12, 1), state=ActionState.DONE, done=date(2026, 10, 1))
    merged = _merge(CLEAN, row)
    assert (_action(merged, row.id).state, _codes(merged)) == (ActionState.DONE, [])


def test_an_own_action_without_a_date_is_due_soon_and_one_for_nobody_is_the_companys() -> None:
    row = _own(subject="Mill X", notes="ask Eva")
    merged = _merge(CLEAN, row)
    action = _action(merged, row.id)
    assert (action.due, action.subject) == (date(2026, 11, 15), COMPANY)
    assert action.notes == "ask Eva\n→ Mill X"
    assert _codes(merged) == ["own_action_unknown_subject", "own_action_without_due"]


@pytest.mark.parametrize("subject", ["", "_company", "c1", " company ", "COMPANY"])
def test_the_company_may_be_named_in_several_ways(subject: str) -> None:
    row = _own(subject=subject, due=date(2026, 12, 1))
    assert _action(_merge(CLEAN, row), row.id).subject == COMPANY


def test_a_name_that_two_sites_bear_is_nobodys() -> None:
    sites = [supplier(CONTENT, "s1", CALM), supplier(CONTENT, "s2", CALM)]
    twins = assessment([replace(s, supplier=replace(s.supplier, name="Twin")) for s in sites])
    assert _codes(_merge(twins, _own(subject="twin", due=date(2026, 12, 1)))) == ["own_action_unknown_subject"]


# ---------------------------------------------------------------- copied rows, order


def test_of_copied_rows_the_one_that_says_its_measure_keeps_the_id() -> None:
    edited = _typed(measure_text="Give back and apologise", owner="Ben")
    merged = _merge(HELD, edited, _typed(owner="Ana"))
    assert _action(merged).owner == "Ana"
    own = [action for action in merged.actions if action.own_text]
    assert [(action.own_text, action.owner) for action in own] == [("Give back and apologise", "Ben")]
    assert _codes(merged) == ["plan_copied_action"]


def test_the_same_row_twice_is_one_row() -> None:
    merged = _merge(HELD, _typed(owner="Ana"), _typed(owner="Ana", location=Location(cell="A9")))
    assert [action.measure for action in merged.actions] == ["give_back", "own_lockers"]
    assert _codes(merged) == []


def test_what_is_closed_comes_last_and_own_actions_after_the_tools() -> None:
    own = _own(due=date(2026, 12, 1))
    gone = _typed(action_id("c1", "s1", "pay_back"), measure="pay_back", owner="Ana")
    merged = _merge(HELD, _typed(**DONE), own, gone)
    lockers = action_id("c1", "s1", "own_lockers")
    assert [action.id for action in merged.actions] == [lockers, own.id, GIVE_BACK, gone.id]
