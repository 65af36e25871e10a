"""A plan that people can act on: one action for many sites, dates that are spread, nothing overdue that nobody saw."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from duediligence.model.assessment import SupplierAssessment
from duediligence.model.plan import Action, ActionPlan, ActionState
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.response import COMPANY
from duediligence.planning.choose import choose_plan
from duediligence.planning.earlier import Round, worked_on
from duediligence.planning.ids import action_id
from duediligence.planning.rounds import merge_round
from tests.planning.build import MEASURES, TODAY, assessment, driver, sector, supplier

CONTENT = sector(
    measures=MEASURES.strip()
    + """
talk_prices     | long 180    | company  | purchasing   | E2 | t | indicators: wages
"""
)
CALM = ("papers_kept=no", "migrants_papers=own", "wages_late=never", "channel=works")
LATE = ("papers_kept=no", "migrants_papers=own", "wages_late=often", "channel=works")
NEXT_YEAR = TODAY + timedelta(days=365)


def _at_risk(id: str, priority: int = 1) -> SupplierAssessment:
    return supplier(CONTENT, id, CALM, possible={"documents": 0.5}, priority=priority)


def _late(id: str, priority: int = 1) -> SupplierAssessment:
    return supplier(CONTENT, id, LATE, priority=priority)


def _plan(*suppliers: SupplierAssessment, apart: Collection[str] = ()) -> dict[tuple[str, str], Action]:
    plan = choose_plan(CONTENT, assessment(suppliers), apart=apart)
    return {(action.subject, action.measure): action for action in plan.actions}


def _next(row: TypedAction, *suppliers: SupplierAssessment, on: date = NEXT_YEAR) -> ActionPlan:
    round = assessment(suppliers, on=on)
    plan = choose_plan(CONTENT, round, apart=worked_on([row], Round(round, CONTENT)))
    return merge_round(plan, [row], round, CONTENT)


def _typed(action: Action, **typed: object) -> TypedAction:
    row = TypedAction(
        action.id, action.subject, "Do it", due=action.due, measure=action.measure, first_seen=action.first_seen,
        sites=action.sites, planned=action.planned,
    )  # fmt: skip
    return replace(row, **typed)  # type: ignore[arg-type]


# ---------------------------------------------------------------- one action for many sites


def test_prevention_where_nothing_was_found_is_one_action_with_its_sites_named() -> None:
    lockers = _plan(_at_risk("s1", 2), _at_risk("s2", 1))
    assert {key: action.sites for key, action in lockers.items()} == {(COMPANY, "own_lockers"): ("s2", "s1")}


def test_what_was_found_at_a_site_is_answered_at_that_site() -> None:
    found = supplier(CONTENT, "s1", ["papers_kept=locked", *CALM[1:]], priority=1)
    chosen = _plan(found, _at_risk("s2", 2))
    assert chosen.keys() == {("s1", "give_back"), ("s1", "own_lockers"), (COMPANY, "own_lockers")}
    assert chosen[COMPANY, "own_lockers"].sites == ("s2",)


def test_a_measure_that_is_done_once_for_all_is_one_action_also_where_something_was_found() -> None:
    chosen = _plan(_late("s1", 1), _late("s2", 2))
    assert chosen[COMPANY, "talk_prices"].sites == ("s1", "s2")
    assert {subject for subject, measure in chosen if measure == "pay_back"} == {"s1", "s2"}


def test_what_is_true_of_one_site_is_no_reason_at_another() -> None:
    wages = supplier(CONTENT, "s1", LATE, priority=1)
    other = supplier(CONTENT, "s2", CALM, possible={"documents": 0.5}, priority=2)
    content = sector(measures="talk | long 180 | company | purchasing | E2 | pt | indicators: wages documents")
    (talk,) = choose_plan(content, assessment([wages, other])).actions
    assert talk.sites == ("s1", "s2")
    assert {reason.ref for reason in talk.reasons} == {"wages", "documents"}
    assert [reason.ref for reason in talk.reasons_at("s2")] == ["documents"]
    pack = talk.only_at({"s2"})
    assert (pack.sites, [reason.ref for reason in pack.reasons], pack.id) == (("s2",), ["documents"], talk.id)


def test_a_place_that_is_critical_by_itself_keeps_its_own_action() -> None:
    risk, critical = {"state_imposed": 0.6}, (driver("state_imposed", critical=True),)
    grave = supplier(CONTENT, "s1", CALM, possible=risk, drivers=critical, priority=1)
    other = supplier(CONTENT, "s2", CALM, possible=risk, priority=2)
    assert {key: a.sites for key, a in _plan(grave, other).items() if key[1] == "stop_orders"} == {
        ("s1", "stop_orders"): (),
        (COMPANY, "stop_orders"): ("s2",),
    }


def test_a_joint_action_stands_where_its_most_urgent_site_stands() -> None:
    content = sector(measures="lockers | short 60 | supplier | prevention | E3 | p | indicators: documents\n"
                     "pay | short 60 | supplier | prevention | E3 | | indicators: wages")  # fmt: skip
    urgent = supplier(content, "s1", CALM, possible={"documents": 0.5}, priority=1)
    later = supplier(content, "s2", LATE, priority=2)
    plan = choose_plan(content, assessment([later, urgent]))
    assert [(action.subject, action.measure) for action in plan.actions] == [(COMPANY, "lockers"), ("s2", "pay")]


def test_who_worked_on_it_at_one_site_keeps_that_action_with_its_id() -> None:
    id = action_id("c1", "s1", "own_lockers")
    row = TypedAction(id, "s1", "Do own_lockers", measure="own_lockers", owner="Ana", first_seen=TODAY)
    plan = _next(row, _at_risk("s1", 1), _at_risk("s2", 2))
    assert {(a.id, a.owner, a.sites) for a in plan.actions} == {
        (id, "Ana", ()),
        (action_id("c1", COMPANY, "own_lockers"), "", ("s2",)),
    }
    assert plan.findings == ()


def test_a_finished_joint_action_opens_again_for_a_site_that_needs_it_now_too() -> None:
    action = _plan(_at_risk("s1"))[COMPANY, "own_lockers"]
    done = _typed(action, state=ActionState.DONE, done=TODAY, evidence="Audit", evidence_class="E4")
    assert [a.state for a in _next(done, _at_risk("s1")).actions] == [ActionState.DONE]
    again = _next(done, _at_risk("s1", 1), _at_risk("s2", 2))
    assert [(a.state, a.sites, a.evidence) for a in again.actions] == [(ActionState.OPEN, ("s1", "s2"), "Audit")]
    assert [(f.code, f.params["sites"]) for f in again.findings] == [("action_new_sites", "Site s2")]


# ---------------------------------------------------------------- dates


def test_the_same_measure_at_several_sites_is_spread_over_its_term_the_most_urgent_site_first() -> None:
    chosen = _plan(*(_late(f"s{n}", n) for n in (1, 2, 3)))
    due = {action.subject: (action.due - TODAY).days for action in chosen.values() if action.measure == "pay_system"}
    assert due == {"s1": 200, "s2": 255, "s3": 310}


def test_what_protects_people_now_is_due_everywhere_at_once() -> None:
    chosen = _plan(*(_late(f"s{n}", n) for n in (1, 2, 3)))
    assert {action.due for action in chosen.values() if action.measure == "pay_back"} == {TODAY + timedelta(days=5)}


def test_what_nobody_took_up_is_not_overdue_a_year_later_but_shows_its_age() -> None:
    action = _plan(_late("s1"))["s1", "pay_back"]
    (again,) = (a for a in _next(_typed(action), _late("s1")).actions if a.id == action.id)
    assert not again.overdue(NEXT_YEAR)
    assert (again.due, again.first_seen) == (NEXT_YEAR + timedelta(days=5), TODAY)


def test_what_somebody_took_up_or_dated_keeps_its_date_and_can_be_late() -> None:
    action = _plan(_late("s1"))["s1", "pay_back"]
    for typed in (_typed(action, owner="Ana"), _typed(action, due=TODAY + timedelta(days=9))):
        (again,) = (a for a in _next(typed, _late("s1")).actions if a.id == action.id)
        assert again.due == typed.due
        assert again.overdue(NEXT_YEAR)
