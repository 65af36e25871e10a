"""Laws that hold for every round, whatever was answered and typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.model.assessment import CommitmentState, SupplierAssessment
from duediligence.model.conditions import Scalar
from duediligence.model.content import SectorContent
from duediligence.model.plan import Action, ActionState
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.scales import Evidence
from duediligence.planning.choose import choose_plan
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.ids import action_id
from duediligence.planning.rounds import merge_round
from tests.planning.build import TODAY, assessment, company_answers, sector, supplier, workspace

CONTENT = sector("""
- {id: d_policy, text: a, kind: answer, measure: {question: policy, met: [public], partly: [internal]}, topics: [policy]}
- {id: d_score, text: b, kind: score, measure: {questionnaire: company_form}, due: {1: 0.2, 2: 0.4, 3: null}, weight: 2}
- {id: d_share, text: c, kind: share, measure: {of: suppliers, where: {tier: [low]}}, due: {1: 0.5}}
- id: d_workers
  text: d
  kind: share
  measure: {of: workers, where: {migrant_share: {below: 0.5}}, among: {tier: {at_most: 2}}}
- {id: d_papers, text: e, kind: absence, measure: {indicators: [documents]}, mandatory: true}
- {id: d_pay, text: f, kind: absence, measure: {questions: [wages_late]}, topics: [remedy]}
- {id: d_joint, text: g, kind: joint, measure: {action: g}}
""")  # noqa: E501
SAID = [
    "papers_kept=no", "papers_kept=locked", "papers_kept=safe", "papers_kept=refused", "wages_late=never",
    "wages_late=often", "wages_late=unknown", "migrants_papers=own", "migrants_papers=agent", "channel=works",
    "talks_papers=held @worker_interviews", "talks_papers=no @worker_interviews",
]  # fmt: skip
COMPANY_SAID = ["policy=public", "policy=internal", "policy=none", "policy_board=yes", "sites_known=some", "remarks="]
LAW = settings(max_examples=60, deadline=None)
DAYS = st.dates(date(2025, 1, 1), TODAY)


@st.composite
def _supplier(draw: st.DrawFn, id: str) -> SupplierAssessment:
    lines = draw(st.lists(st.sampled_from(SAID), unique_by=lambda line: line.split("=")[0], max_size=6))
    dated = [f"{line} {draw(DAYS)}" if draw(st.booleans()) else line for line in lines]
    facts = draw(
        st.fixed_dictionaries({}, optional={
            "workers": st.sampled_from([0.0, 5.0, 300.0]),
            "tier": st.sampled_from([1.0, 3.0]),
            "migrant_share": st.sampled_from([0.0, 0.7]),
        })
    )  # fmt: skip
    possible = {i: draw(st.sampled_from([0.0, 0.29, 0.3, 0.9])) for i in CONTENT.indicators}
    tier = draw(st.sampled_from(["low", "high"]))
    return supplier(CONTENT, id, dated, facts, possible, tier=tier, coverage=draw(st.sampled_from([0.2, 0.5, 1.0])))


@st.composite
def _suppliers(draw: st.DrawFn) -> list[SupplierAssessment]:
    made = [draw(_supplier(f"s{i}")) for i in range(draw(st.integers(0, 4)))]
    return [replace(s, priority=place) for place, s in enumerate(made, 1)]


COMPANY_ANSWERS = st.lists(st.sampled_from(COMPANY_SAID), unique_by=lambda line: line.split("=")[0])
JOINED = st.sampled_from([None, "2026-06-01", "2024-01-01", "2020-01-01"])


def _shuffled(content: SectorContent, chance: Random) -> SectorContent:
    """The same content from files that were read in another order."""
    measures = list(content.measures.items())
    questionnaires = list(content.questionnaires.items())
    chance.shuffle(measures)
    chance.shuffle(questionnaires)
    return replace(content, measures=dict(measures), questionnaires=dict(questionnaires))


@LAW
@given(_suppliers(), COMPANY_ANSWERS, JOINED, st.randoms(use_true_random=False))
def test_the_order_of_suppliers_answers_and_files_changes_nothing(
    suppliers: list[SupplierAssessment], answers: list[str], joined: str | None, chance: Random
) -> None:
    given_answers = company_answers(CONTENT, *answers)
    agreements = assess_agreements(CONTENT, workspace(joined), suppliers, given_answers)
    plan = choose_plan(CONTENT, assessment(suppliers, agreements, given_answers))
    content, mixed = _shuffled(CONTENT, chance), list(given_answers)
    others = [replace(s, answers=tuple(chance.sample(s.answers, len(s.answers)))) for s in suppliers]
    chance.shuffle(others)
    chance.shuffle(mixed)
    again = assess_agreements(content, workspace(joined), others, mixed)
    assert again == agreements
    assert choose_plan(content, assessment(others, again, tuple(mixed))) == plan


@LAW
@given(_suppliers(), COMPANY_ANSWERS, JOINED)
def test_lower_bounds_are_never_above_upper_bounds(
    suppliers: list[SupplierAssessment], answers: list[str], joined: str | None
) -> None:
    (agreement,) = assess_agreements(CONTENT, workspace(joined), suppliers, company_answers(CONTENT, *answers))
    if agreement.score is not None:
        assert 0 <= agreement.score.established <= agreement.score.possible <= 1
    for result in agreement.commitments:
        if result.value is not None and result.possible_value is not None:
            assert 0 <= result.value <= result.possible_value <= 1


@LAW
@given(_suppliers(), st.sampled_from([("migrant_share", 0.7), ("migrant_share", 0.0), ("tier", 1.0), ("tier", 3.0)]))
def test_learning_a_fact_never_widens_what_is_known_of_a_share(
    suppliers: list[SupplierAssessment], learned: tuple[str, float]
) -> None:
    name, value = learned
    told = [_with_fact(s, name, value) for s in suppliers]
    before, after = (
        assess_agreements(CONTENT, workspace(), given, [])[0].commitments[3] for given in (suppliers, told)
    )
    assert before.id == "d_workers"
    if after.value is not None and before.value is not None:
        assert after.value >= before.value
    if after.possible_value is not None and before.possible_value is not None:
        assert after.possible_value <= before.possible_value
    if before.state in (CommitmentState.MET, CommitmentState.NOT_MET):
        assert after.state in (before.state, CommitmentState.NOT_DUE)


def _with_fact(s: SupplierAssessment, name: str, value: float) -> SupplierAssessment:
    facts: dict[str, tuple[Scalar, ...]] = {name: (value,), **s.supplier.facts}
    return replace(s, supplier=replace(s.supplier, facts=facts))


@LAW
@given(_suppliers(), st.integers(0, 3))
def test_an_action_keeps_its_id_when_other_suppliers_come_and_go(
    suppliers: list[SupplierAssessment], left: int
) -> None:
    everybody = {a.id: (a.subject, a.measure) for a in choose_plan(CONTENT, assessment(suppliers)).actions}
    stayed = [s for i, s in enumerate(suppliers) if i != left]
    later = choose_plan(CONTENT, assessment(stayed, on=TODAY + timedelta(days=365)))
    assert {a.id: (a.subject, a.measure) for a in later.actions}.items() <= everybody.items()
    assert len(everybody) == len(set(everybody.values()))


# ---------------------------------------------------------------- rounds

IDS = [action_id("c1", f"s{i}", measure) for i in range(3) for measure in ("give_back", "pay_back", "own_lockers")]
WORDS = st.sampled_from(["", "Ana", "Report 12", "called\ntwice"])
NEVER = st.none()


@st.composite
def _typed(draw: st.DrawFn) -> TypedAction:
    row = TypedAction(
        id=draw(st.sampled_from([*IDS, "a0123456789", ""])),
        subject=draw(st.sampled_from(["s0", "Site s1", "", "Mill X"])),
        measure_text=draw(st.sampled_from(["Do give_back", "Do pay_back", "Visit again"])),
        state=draw(st.sampled_from(list(ActionState))),
        owner=draw(WORDS),
        due=draw(NEVER | DAYS),
        started=draw(NEVER | DAYS),
        done=draw(NEVER | DAYS),
        evidence=draw(WORDS),
        evidence_class=draw(st.sampled_from(["", "E1", "E5"])),
        notes=draw(WORDS),
        first_seen=draw(NEVER | DAYS),
        needed=draw(st.booleans()),
        returned=draw(st.booleans()),
    )
    return row if row.id else row.as_own()


TYPED = st.lists(_typed(), max_size=8, unique_by=lambda row: row.id)


def _as_typed(action: Action) -> TypedAction:
    """The row that a workbook of this plan holds, as it comes back untouched."""
    content = CONTENT.measures.get(action.measure)
    return TypedAction(
        id=action.id, subject=action.subject, measure_text=action.own_text or (content.text.en if content else ""),
        lead=action.lead, state=action.state, owner=action.owner, due=action.due, started=action.started,
        done=action.done, evidence=action.evidence, evidence_class=action.evidence_class, notes=action.notes,
        measure=action.measure, first_seen=action.first_seen, needed=action.needed, returned=action.returned,
    )  # fmt: skip


@LAW
@given(_suppliers(), TYPED)
def test_nothing_that_a_person_typed_is_lost(suppliers: list[SupplierAssessment], typed: list[TypedAction]) -> None:
    round = assessment(suppliers)
    merged = {a.id: a for a in merge_round(choose_plan(CONTENT, round), typed, round, CONTENT).actions}
    for row in typed:
        if not row.touched:
            continue
        action = merged[row.id]
        kept = (action.owner, action.started, action.done, action.evidence, action.evidence_class)
        assert kept == (row.owner, row.started, row.done, row.evidence, row.evidence_class)
        assert row.notes in action.notes
        assert action.due == row.due or row.due is None or action.returned
        assert action.first_seen == row.first_seen or row.first_seen is None
        if row.own:
            assert action.own_text == row.measure_text


@LAW
@given(_suppliers(), TYPED)
def test_only_enough_evidence_closes_an_action(suppliers: list[SupplierAssessment], typed: list[TypedAction]) -> None:
    round = assessment(suppliers)
    for action in merge_round(choose_plan(CONTENT, round), typed, round, CONTENT).actions:
        if action.state is ActionState.DONE and Evidence[action.closes_with] > Evidence.E0:
            assert action.evidence
            assert Evidence[action.evidence_class] >= Evidence[action.closes_with]


@LAW
@given(_suppliers(), TYPED)
def test_a_plan_that_nobody_touched_comes_back_as_it_was(
    suppliers: list[SupplierAssessment], typed: list[TypedAction]
) -> None:
    round = assessment(suppliers)
    plan = choose_plan(CONTENT, round)
    first = merge_round(plan, typed, round, CONTENT)
    again = merge_round(plan, [_as_typed(action) for action in first.actions], round, CONTENT)
    assert again.actions == first.actions


@LAW
@given(_suppliers(), TYPED, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    suppliers: list[SupplierAssessment], typed: list[TypedAction], chance: Random
) -> None:
    round = assessment(suppliers)
    plan = choose_plan(CONTENT, round)
    mixed = chance.sample(typed, len(typed))
    assert merge_round(plan, mixed, round, CONTENT) == merge_round(plan, typed, round, CONTENT)


@LAW
@given(_suppliers(), TYPED)
def test_every_action_of_the_round_is_in_the_merged_plan_once(
    suppliers: list[SupplierAssessment], typed: list[TypedAction]
) -> None:
    round = assessment(suppliers)
    plan = choose_plan(CONTENT, round)
    merged = [action.id for action in merge_round(plan, typed, round, CONTENT).actions]
    assert len(merged) == len(set(merged))
    assert {action.id for action in plan.actions} <= set(merged)
