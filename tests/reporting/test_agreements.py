"""Agreements in the reports: what an agreement is to a company that never took part in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duediligence.model.agreement import AgreementKind
from duediligence.model.assessment import CommitmentState
from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.agreements import agreement_views
from duediligence.reporting.shared.parts import AgreementView, Round
from duediligence.reporting.views import build_view
from tests.reporting.look import sample_round
from tests.reporting.reading import visible


def measured(joined: date | None, ended: bool = True, kind: str = "covenant", state: str = "ended") -> Round:
    """The sample, where nothing of the agreement is due."""
    round = sample_round()
    (result,) = round.assessment.agreements
    none_due = tuple(replace(c, state=CommitmentState.NOT_DUE) for c in result.commitments)
    result = replace(result, joined=joined, ended=ended, score=None, commitments=none_due)
    agreement = round.content.agreements[result.id]
    status = agreement.status.model_copy(update={"state": state})
    agreement = agreement.model_copy(update={"kind": AgreementKind(kind), "status": status})
    content = replace(round.content, agreements={result.id: agreement})
    return replace(round, content=content, assessment=replace(round.assessment, agreements=(result,)))


def view_of(round: Round) -> AgreementView:
    (view,) = agreement_views(round)
    return view


def test_an_ended_agreement_that_the_company_never_joined_is_a_yardstick_and_never_not_due_yet() -> None:
    view = view_of(measured(joined=None))
    assert view.tally == (("yardstick", len(view.commitments)),)
    assert view.standing is not None
    assert view.standing.en.startswith("This agreement has ended, and the company took no part in it.")
    told = visible(render_page(build_view("company", measured(joined=None)), "en"), "commitments")
    assert "yardstick only" in told
    assert "not due yet" not in told


def test_a_running_agreement_that_the_company_did_not_join_is_a_yardstick_too() -> None:
    view = view_of(measured(joined=None, ended=False, state="active"))
    assert {c.state for c in view.commitments} == {"yardstick"}
    assert view.standing is not None
    assert "ended" not in view.standing.en


@pytest.mark.parametrize(
    "round",
    [
        measured(joined=date(2026, 10, 1)),
        measured(joined=None, ended=False, kind="statute", state="future"),
        measured(joined=None, ended=False, state="negotiating"),
    ],
    ids=["joined", "a law that has not started", "still negotiated"],
)
def test_what_may_become_due_is_not_due_yet(round: Round) -> None:
    view = view_of(round)
    assert (view.standing, {c.state for c in view.commitments}) == (None, {"not_due"})
