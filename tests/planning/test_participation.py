"""When a commitment counts, and at which threshold."""

from __future__ import annotations

from datetime import date

import pytest

from duediligence.model.assessment import CommitmentState
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.participation import is_due, participation, threshold
from tests.planning.build import TODAY, sector, workspace

SCORE = """
- id: demo_score
  text: Score
  kind: score
  measure: {questionnaire: company_form}
  due: {1: 0.2, 2: 0.4, 3: 0.6, 4: null}
"""


def _part(
    joined: str | None, on: date = TODAY, agreement: str = "", commitments: str = SCORE
) -> tuple[int | None, bool, float | None]:
    """Years of participation, whether the first commitment is due, and its threshold."""
    content = sector(commitments, agreement=agreement)
    demo = content.agreements["demo"]
    part = participation(demo, workspace(joined, on))
    commitment = demo.commitments[0]
    return part.years, is_due(commitment, part), threshold(commitment, part)


@pytest.mark.parametrize(
    ("joined", "on", "expected"),
    [
        ("2026-01-01", date(2026, 12, 31), (0, False, None)),
        ("2025-11-02", date(2026, 11, 1), (0, False, None)),
        ("2025-11-01", date(2026, 11, 1), (1, True, 0.2)),
        ("2024-02-29", date(2025, 2, 28), (0, False, None)),
        ("2024-02-29", date(2025, 3, 1), (1, True, 0.2)),
        ("2024-11-01", date(2026, 11, 1), (2, True, 0.4)),
        ("2023-03-01", date(2026, 11, 1), (3, True, 0.6)),
    ],
)
def test_a_year_counts_once_it_is_full(joined: str, on: date, expected: tuple[int, bool, float | None]) -> None:
    assert _part(joined, on) == expected


def test_a_year_without_a_published_threshold_is_due_without_one() -> None:
    assert _part("2022-10-01") == (4, True, None)


def test_after_the_last_year_the_last_threshold_holds() -> None:
    until_three = SCORE.replace(", 4: null", "")
    assert _part("2016-07-04", commitments=until_three) == (10, True, 0.6)


def test_calendar_years_count_from_new_year_to_new_year() -> None:
    assert _part("2025-12-31", date(2026, 1, 1), "{years: calendar}") == (1, True, 0.2)


def test_a_covenant_binds_only_who_joined() -> None:
    assert _part(None) == (None, False, None)


def test_a_covenant_joined_later_than_the_assessment_does_not_bind_yet() -> None:
    assert _part("2026-11-02") == (None, False, None)


ANSWER = """
- id: demo_policy
  text: Policy
  kind: answer
  measure: {question: policy, met: [public]}
"""


def test_without_a_due_date_a_commitment_counts_at_once() -> None:
    assert _part("2026-10-31", commitments=ANSWER)[1] is True


@pytest.mark.parametrize(
    ("due", "is_due_now"),
    [("{from: 3}", True), ("{from: 4}", False), ("{from: 2026-11-01}", True), ("{from: 2026-11-02}", False)],
)
def test_a_commitment_may_start_after_full_years_or_on_a_day(due: str, is_due_now: bool) -> None:
    assert _part("2023-03-01", commitments=f"{ANSWER}  due: {due}")[1] is is_due_now


@pytest.mark.parametrize(
    ("status", "binds"),
    [
        ("{state: active}", True),
        ("{state: active, starts: 2027-01-01}", False),
        ("{state: future}", False),
        ("{state: future, starts: 2026-01-01}", True),
        ("{state: negotiating}", False),
        ("{state: ended, ends: 2021-12-31}", True),
    ],
)
def test_a_statute_binds_without_joining_from_its_start(status: str, binds: bool) -> None:
    law = f"{{kind: statute, status: {status}}}"
    assert _part(None, agreement=law, commitments=ANSWER)[1] is binds


def test_years_under_a_statute_run_from_its_start() -> None:
    law = "{kind: statute, status: {state: active, starts: 2024-01-01}}"
    assert _part(None, agreement=law) == (2, True, 0.4)


@pytest.mark.parametrize(
    ("status", "ended"),
    [
        ("{state: active}", False),
        ("{state: active, ends: 2026-10-31}", True),
        ("{state: active, ends: 2026-11-01}", False),
        ("{state: lapsed}", True),
        ("{state: ended}", True),
    ],
)
def test_an_agreement_that_ended_keeps_its_numbers_and_says_so(status: str, ended: bool) -> None:
    content = sector(ANSWER, agreement=f"{{status: {status}}}")
    (result,) = assess_agreements(content, workspace(), [], [])
    assert result.ended is ended
    assert result.joined == date(2023, 3, 1)
    assert result.commitments[0].state is CommitmentState.UNKNOWN
