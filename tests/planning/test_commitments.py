"""Each kind of commitment, measured; and agreements as a pair."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duediligence.model.assessment import CommitmentResult, CommitmentState, Interval, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.planning.commitments import assess_agreements
from tests.planning.build import answer, company_answers, sector, supplier, workspace

MET, PARTLY, NOT_MET = CommitmentState.MET, CommitmentState.PARTLY, CommitmentState.NOT_MET
UNKNOWN, NOT_DUE = CommitmentState.UNKNOWN, CommitmentState.NOT_DUE


def _measured(
    content: SectorContent,
    suppliers: Sequence[SupplierAssessment] = (),
    answers: Sequence[str] = (),
    joined: str | None = "2023-03-01",
    joint: dict[str, str] | None = None,
) -> CommitmentResult:
    """The first commitment of the agreement."""
    place = workspace(joined, joint=joint)
    (agreement,) = assess_agreements(content, place, suppliers, company_answers(content, *answers))
    return agreement.commitments[0]


# ---------------------------------------------------------------- answer

POLICY = sector("""
- id: demo_policy
  text: Policy
  kind: answer
  measure: {question: policy, met: [public], partly: [internal]}
""")


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (["policy=public"], MET),
        (["policy=internal"], PARTLY),
        (["policy=none"], NOT_MET),
        (["policy=unknown"], UNKNOWN),
        (["policy=refused"], UNKNOWN),
        (["policy=not_applicable"], UNKNOWN),
        ([], UNKNOWN),
        (["policy=none 2025-01-01", "policy=public 2026-01-01"], MET),
        (["policy=none", "policy=public 2026-01-01"], MET),
        (["policy=public 2026-01-01", "policy=internal 2026-01-01"], PARTLY),
    ],
)
def test_the_newest_answer_of_the_company_decides(answers: list[str], state: CommitmentState) -> None:
    assert _measured(POLICY, answers=answers).state is state


def test_who_did_not_join_owes_nothing_yet() -> None:
    assert _measured(POLICY, answers=["policy=none"], joined=None).state is NOT_DUE


# ---------------------------------------------------------------- share


def _share(measure: str, more: str = "") -> SectorContent:
    return sector(f"- {{id: demo_share, text: Share, kind: share, measure: {measure}{more}}}")


LOW_TIERS = "{of: suppliers, where: {tier: [low, medium]}}"


def test_a_share_without_a_threshold_is_about_all_suppliers() -> None:
    content = _share(LOW_TIERS)
    low, high = supplier(content, "s1", tier="low"), supplier(content, "s2", tier="high")
    result = _measured(content, [low, high])
    assert (result.value, result.possible_value, result.numerator, result.denominator) == (0.5, 0.5, 1, 2)
    assert result.threshold == 1.0
    assert result.state is NOT_MET
    assert result.suppliers[0] == "s2"
    assert _measured(content, [low]).state is MET


def test_numbers_test_the_register_and_words_test_the_result() -> None:
    content = _share("{of: suppliers, where: {tier: {at_most: 1}}, among: {any: [{tier: [high]}, {tier: [low]}]}}")
    first = supplier(content, "s1", tier="high", facts={"tier": 1.0})
    deep = supplier(content, "s2", tier="high", facts={"tier": 3.0})
    other = supplier(content, "s3", tier="medium", facts={"tier": 3.0})
    nowhere = supplier(content, "s4", tier="low")
    result = _measured(content, [first, deep, other, nowhere])
    assert (result.numerator, result.denominator) == (1, 3)
    assert result.possible_value == pytest.approx(2 / 3)
    assert result.suppliers[:2] == ("s2", "s4")


@pytest.mark.parametrize(
    ("where", "satisfied"),
    [
        ("{established: {below: 0.5}}", "s2"),
        ("{possible: {at_least: 0.8}}", "s1"),
        ("{coverage: {at_least: 0.9}}", "s1"),
        ("{status: [screened]}", "s2"),
        ("{answer: {papers_kept: [locked]}}", "s1"),
        ("{good: [cotton]}", "s1"),
        ("{country.union_rights: {at_least: 4}}", "s1"),
        ("{goods.forced_labour: true}", "s1"),
    ],
)
def test_a_share_may_look_at_facts_results_and_own_answers(where: str, satisfied: str) -> None:
    content = _share(f"{{of: suppliers, where: {where}}}")
    one = supplier(content, "s1", ["papers_kept=locked"], {"country": "CN", "goods": ("wool", "cotton")})
    two = supplier(content, "s2", facts={"country": "NL", "goods": ("wool",)})
    result = _measured(content, [one, two])
    assert result.numerator == 1
    assert result.suppliers[0] == ({"s1", "s2"} - {satisfied}).pop()


def test_an_answer_of_somebody_else_is_not_the_suppliers_own() -> None:
    content = _share("{of: suppliers, where: {answer: {papers_kept: [safe]}}}")
    told = supplier(content, "s1", ["papers_kept=safe @announced_audit"])
    changed = supplier(content, "s2", ["papers_kept=safe 2025-01-01", "papers_kept=locked 2026-01-01"])
    silent = supplier(content, "s3", ["papers_kept=safe 2025-01-01", "papers_kept=unknown 2026-01-01"])
    result = _measured(content, [told, changed, silent])
    assert (result.value, result.possible_value) == pytest.approx((0, 2 / 3))


HALF = ", due: {1: 0.5}"


def test_what_is_unknown_counts_only_as_possible() -> None:
    content = _share("{of: suppliers, where: {workers: {at_least: 10}}}", HALF)
    big, small, open_ = (supplier(content, id, facts=f) for id, f in
                         (("s1", {"workers": 50.0}), ("s2", {"workers": 5.0}), ("s3", {})))  # fmt: skip
    assert _measured(content, [big, open_]).state is MET
    assert _measured(content, [small, open_]).state is UNKNOWN
    assert _measured(content, [small, small_too(content), open_]).state is NOT_MET
    assert _measured(content, [big, small, open_]).value == pytest.approx(1 / 3)


def small_too(content: SectorContent) -> SupplierAssessment:
    return supplier(content, "s9", facts={"workers": 5.0})


def test_who_may_be_meant_counts_against_the_lower_and_for_the_upper_bound() -> None:
    content = _share("{of: suppliers, where: {volume: {above: 0}}, among: {workers: {at_least: 10}}}")
    sure = supplier(content, "s1", facts={"workers": 50.0, "volume": 1.0})
    maybe_failing = supplier(content, "s2", facts={"volume": 0.0})
    maybe_fine = supplier(content, "s3", facts={"volume": 1.0})
    not_meant = supplier(content, "s4", facts={"workers": 5.0, "volume": 0.0})
    failing = _measured(content, [sure, maybe_failing, maybe_fine, not_meant])
    assert (failing.value, failing.possible_value, failing.state) == (0.5, 1.0, UNKNOWN)
    assert _measured(content, [sure, maybe_fine, not_meant]).state is MET


def test_where_nobody_is_meant_nothing_is_due_but_an_empty_register_is_unknown() -> None:
    content = _share("{of: suppliers, where: {volume: {above: 0}}, among: {workers: {at_least: 10}}}")
    assert _measured(content, [supplier(content, facts={"workers": 5.0})]).state is NOT_DUE
    assert _measured(content, []).state is UNKNOWN


def test_a_share_of_workers_weighs_suppliers() -> None:
    content = _share("{of: workers, where: {tier: [low]}}", ", due: {1: 0.6}")
    big = supplier(content, "s1", tier="low", facts={"workers": 70.0})
    small = supplier(content, "s2", tier="high", facts={"workers": 30.0})
    result = _measured(content, [big, small])
    assert (result.numerator, result.denominator, result.value, result.state) == (70, 100, 0.7, MET)


def test_an_unknown_weight_decides_nothing_unless_it_cannot_matter() -> None:
    content = _share("{of: workers, where: {tier: [low]}}", ", due: {1: 0.6}")
    low, high = supplier(content, "s1", tier="low", facts={"workers": 70.0}), supplier(content, "s2", tier="high")
    unweighed = supplier(content, "s3", tier="low")
    mixed = _measured(content, [low, high])
    assert (mixed.value, mixed.possible_value, mixed.denominator, mixed.state) == (0, 1, None, UNKNOWN)
    assert _measured(content, [low, unweighed]).state is MET
    assert _measured(content, [high]).state is NOT_MET


def test_an_unweighed_supplier_that_satisfies_can_only_help() -> None:
    content = _share("{of: workers, where: {tier: [low]}}", ", due: {1: 0.6}")
    low = supplier(content, "s1", tier="low", facts={"workers": 70.0})
    high = supplier(content, "s2", tier="high", facts={"workers": 30.0})
    result = _measured(content, [low, high, supplier(content, "s3", tier="low")])
    assert (result.value, result.possible_value, result.state) == (0.7, 1, MET)


def test_a_threshold_that_was_not_published_is_never_guessed() -> None:
    content = _share(LOW_TIERS, ", not_published: true")
    result = _measured(content, [supplier(content, tier="low")])
    assert (result.value, result.threshold, result.state) == (1, None, UNKNOWN)


def test_two_thirds_reach_a_threshold_of_two_thirds() -> None:
    content = _share("{of: suppliers, where: {tier: [low]}}", ", due: {1: 0.6666666667}")
    suppliers = [supplier(content, f"s{i}", tier=tier) for i, tier in enumerate(("low", "low", "high"))]
    assert _measured(content, suppliers).state is MET


# ---------------------------------------------------------------- score


def _score(topics: str = "[]") -> SectorContent:
    return sector(f"""
- id: demo_score
  text: Score
  kind: score
  measure: {{questionnaire: company_form, topics: {topics}}}
  due: {{1: 0.2, 2: 0.4, 3: 0.6, 4: null}}
""")


@pytest.mark.parametrize(
    ("answers", "value", "possible", "state"),
    [
        (["policy=public", "policy_board=yes", "sites_known=all"], 1, 1, MET),
        (["policy=public", "policy_board=no", "sites_known=all"], 2 / 3, 2 / 3, MET),
        (["policy=public", "sites_known=none"], 1 / 3, 2 / 3, UNKNOWN),
        (["policy=internal", "sites_known=none"], 0.4 / 3, 1.4 / 3, NOT_MET),
        (["policy=none", "sites_known=all"], 0.5, 0.5, NOT_MET),
        (["policy=none", "sites_known=not_applicable"], 0, 0, NOT_MET),
        (["policy=public", "policy_board=yes", "sites_known=refused"], 2 / 3, 1, MET),
        ([], 0, 1, UNKNOWN),
    ],
)
def test_a_score_counts_silence_as_nothing_and_possibly_as_all(
    answers: list[str], value: float, possible: float, state: CommitmentState
) -> None:
    result = _measured(_score(), answers=answers)
    assert (result.value, result.possible_value) == pytest.approx((value, possible))
    assert result.state is state
    assert (result.threshold, result.year) == (0.6, 3)
    assert result.schedule == {1: 0.2, 2: 0.4, 3: 0.6, 4: None}


def test_of_two_scores_of_one_day_the_lower_counts() -> None:
    result = _measured(_score("[mapping]"), answers=["sites_known=all 2026-01-01", "sites_known=some 2026-01-01"])
    assert (result.value, result.possible_value) == (0.5, 0.5)


def test_a_score_may_be_about_some_topics() -> None:
    result = _measured(_score("[mapping]"), answers=["policy=none", "sites_known=some"])
    assert (result.numerator, result.denominator, result.state) == (0.5, 1, NOT_MET)


def test_a_score_of_topics_that_nobody_asks_about_is_unknown() -> None:
    result = _measured(_score("[tracking]"))
    assert (result.value, result.state) == (None, UNKNOWN)


def test_before_and_beyond_the_schedule_the_value_is_still_shown() -> None:
    early = _measured(_score(), answers=["policy=public"], joined="2026-01-01")
    assert early.value == pytest.approx(1 / 3)
    assert (early.threshold, early.year, early.state) == (None, 0, NOT_DUE)
    late = _measured(_score(), answers=["policy=public"], joined="2020-01-01")
    assert late.value == pytest.approx(1 / 3)
    assert (late.threshold, late.year, late.state) == (None, 6, UNKNOWN)


# ---------------------------------------------------------------- absence

NO_PAPERS = sector("- {id: demo_papers, text: Papers, kind: absence, measure: {indicators: [documents]}}")
CALM = ("papers_kept=no", "migrants_papers=own", "wages_late=never", "channel=works")


def test_one_open_concern_anywhere_breaks_it() -> None:
    calm = supplier(NO_PAPERS, "s1", CALM)
    found = supplier(NO_PAPERS, "s2", [*CALM, "talks_papers=held @worker_interviews"])
    result = _measured(NO_PAPERS, [calm, found])
    assert (result.state, result.numerator, result.denominator) == (NOT_MET, 1, 2)
    assert result.suppliers == ("s2",)


def test_it_is_met_only_where_everything_that_was_put_is_answered_calmly() -> None:
    assert _measured(NO_PAPERS, [supplier(NO_PAPERS, "s1", CALM)]).state is MET
    for missing in ("papers_kept=no", "migrants_papers=own"):
        answers = [line for line in CALM if line != missing]
        assert _measured(NO_PAPERS, [supplier(NO_PAPERS, "s1", answers)]).state is UNKNOWN
    unclear = supplier(NO_PAPERS, "s1", ["papers_kept=safe", "migrants_papers=own"])
    assert _measured(NO_PAPERS, [unclear]).state is UNKNOWN
    refused = supplier(NO_PAPERS, "s1", [*CALM, "talks_papers=refused @worker_interviews"])
    assert _measured(NO_PAPERS, [refused]).state is UNKNOWN


def test_who_did_not_answer_keeps_it_unknown() -> None:
    result = _measured(NO_PAPERS, [supplier(NO_PAPERS, "s1", CALM), supplier(NO_PAPERS, "s2")])
    assert (result.state, result.value, result.possible_value) == (UNKNOWN, 0.5, 1)
    assert "s2" in result.suppliers


def test_who_did_not_answer_keeps_it_unknown_even_where_nothing_was_put() -> None:
    silent = supplier(NO_PAPERS, "s2", matters=())
    assert _measured(NO_PAPERS, [supplier(NO_PAPERS, "s1", CALM), silent]).state is UNKNOWN


def test_an_answer_that_was_replaced_neither_assures_nor_objects() -> None:
    old_calm = answer(NO_PAPERS, "papers_kept=no 2025-01-01", counts=False)
    unclear = supplier(NO_PAPERS, "s1", [old_calm, "papers_kept=safe 2026-01-01", "migrants_papers=own"])
    assert _measured(NO_PAPERS, [unclear]).state is UNKNOWN
    old_refusal = answer(NO_PAPERS, "papers_kept=refused 2025-01-01", counts=False)
    calm = supplier(NO_PAPERS, "s1", [old_refusal, *CALM])
    assert _measured(NO_PAPERS, [calm]).state is MET


def test_a_question_that_is_known_not_to_apply_is_not_missing() -> None:
    calm = supplier(NO_PAPERS, "s1", ["papers_kept=no"], {"migrant_share": 0.0})
    assert _measured(NO_PAPERS, [calm]).state is MET


def test_what_was_put_to_nobody_is_unknown() -> None:
    content = sector("- {id: demo_hours, text: Hours, kind: absence, measure: {indicators: [overtime]}}")
    assert _measured(content, [supplier(content, "s1", CALM)]).state is UNKNOWN


def test_an_absence_may_be_about_questions() -> None:
    content = sector("- {id: demo_pay, text: Pay, kind: absence, measure: {questions: [wages_late]}}")
    assert _measured(content, [supplier(content, "s1", ["wages_late=often"])]).state is NOT_MET
    assert _measured(content, [supplier(content, "s1", ["wages_late=never"])]).state is MET
    assert _measured(content, [supplier(content, "s1", ["papers_kept=locked"])]).state is UNKNOWN


# ---------------------------------------------------------------- joint


@pytest.mark.parametrize(
    ("written", "state"),
    [("done", MET), ("started", PARTLY), ("planned", NOT_MET), ("dropped", NOT_MET), (None, UNKNOWN)],
)
def test_a_joint_action_is_what_people_wrote(written: str | None, state: CommitmentState) -> None:
    content = sector("- {id: demo_review, text: Review, kind: joint, measure: {action: Review plans}}")
    assert _measured(content, joint={"demo_review": written} if written else None).state is state


# ---------------------------------------------------------------- the agreement

MIXED = sector("""
- {id: c1, text: a, kind: answer, measure: {question: policy, met: [public], partly: [internal]}, weight: 2}
- {id: c2, text: b, kind: answer, measure: {question: sites_known, met: [all]}, mandatory: true}
- {id: c3, text: c, kind: answer, measure: {question: policy_board, met: ["yes"]}, due: {from: 9}}
- {id: c4, text: d, kind: joint, measure: {action: d}, party: government}
""")


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        (["policy=public", "sites_known=all"], (1, 1)),
        (["policy=internal", "sites_known=all"], (2 / 3, 2 / 3)),
        (["policy=public"], (2 / 3, 1)),
        (["policy=none"], (0, 1 / 3)),
        ([], (0, 1)),
    ],
)
def test_the_score_of_an_agreement_is_a_pair_over_the_companys_due_commitments(
    answers: list[str], score: tuple[float, float]
) -> None:
    (result,) = assess_agreements(MIXED, workspace(), [], company_answers(MIXED, *answers))
    assert result.score is not None
    assert (result.score.established, result.score.possible) == pytest.approx(score)


def test_where_nothing_is_due_there_is_no_score() -> None:
    (result,) = assess_agreements(MIXED, workspace(None), [], company_answers(MIXED, "policy=public"))
    assert result.score is None
    (result,) = assess_agreements(MIXED, workspace(), [], company_answers(MIXED, "policy=public", "sites_known=all"))
    assert result.score == Interval(1.0, 1.0)
