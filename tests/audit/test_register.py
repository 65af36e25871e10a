"""The triangulation register: who says what side by side, contradictions with a way to settle them, and gaps."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from duediligence.audit.register import clashes_of, gaps_of, register_rows
from duediligence.model.audit import Clash, GapKind, RegisterRow
from duediligence.model.response import SourceKind
from duediligence.model.triangulation import TriangulationRules
from tests import mini
from tests.audit.record import AUTUMN, EAST, NORTH, SUMMER, assessed, rules, said


def row_of(indicator: str, *answers: object) -> RegisterRow:
    found = assessed(*answers)["east"]  # type: ignore[arg-type]
    return next(row for row in register_rows(found, mini.content(), rules()) if row.indicator == indicator)


def clashes(*answers: object) -> tuple[Clash, ...]:
    return clashes_of(assessed(*answers)["east"], mini.content(), rules())  # type: ignore[arg-type]


def test_every_source_stands_beside_the_others_with_class_date_and_independence() -> None:
    row = row_of(
        "wages",
        said(EAST, "pay", "ok"),
        said(EAST, "sv_pay", "ok", "announced_audit", SUMMER),
        said(EAST, "wi_pay", "never", "worker_interviews", AUTUMN),
    )
    seen = [(s.source, s.evidence, s.independence, s.state) for s in row.statements]
    assert seen == [
        ("supplier", "E1", "own", "no_concern"),
        ("announced_audit", "E3", "engaged", "no_concern"),
        ("worker_interviews", "E5", "independent", "concern"),
    ]
    assert row.independent
    assert row.bounds.established > 0


def test_a_named_document_that_nobody_saw_is_not_called_seen() -> None:
    named = row_of("wages", said(EAST, "pay", "ok", document="payroll March"))
    shown = row_of("wages", said(EAST, "pay", "ok", document="payroll March", seen=True))
    assert [row.statements[0].document_seen for row in (named, shown)] == [False, True]


def test_an_answer_that_says_nothing_about_a_sign_leaves_it_unknown() -> None:
    row = row_of("overtime", said(EAST, "papers", "own"))
    assert [s.state for s in row.statements] == ["unknown"]


def test_every_kind_of_source_has_an_independence() -> None:
    assert set(rules().independence) == set(SourceKind)


@pytest.mark.parametrize(
    ("objecting", "assuring", "question", "way", "needed"),
    [
        ("worker_interviews", "supplier", "papers", "workers_against_papers", "E5"),
        ("worker_interviews", "supplier", "pay", "workers_against_papers", "E5"),
        ("announced_audit", "supplier", "pay", "audit_against_site", "E5"),
        ("announced_audit", "worker_interviews", "pay", "workers_calmer_than_audit", "E5"),
        ("public_report", "supplier", "pay", "report_against_site", "E5"),
        ("supplier", "announced_audit", "pay", "site_against_itself", "E5"),
    ],
)
def test_who_contradicts_whom_decides_how_to_settle_it(
    objecting: str, assuring: str, question: str, way: str, needed: str
) -> None:
    bad, good = {"pay": ("never", "ok"), "papers": ("held", "own")}[question]
    found = clashes(said(EAST, question, bad, objecting), said(EAST, question, good, assuring))
    assert next((c.settlement, c.needed) for c in found if c.matter == question) == (way, needed)
    assert [s.source for s in found[0].objecting] == [objecting]
    assert [s.source for s in found[0].assuring] == [assuring]


def test_involuntary_work_needs_no_more_than_the_default_class_to_close() -> None:
    (found,) = clashes(said(EAST, "hours", 70, "announced_audit"), said(EAST, "hours", 40))
    assert (found.indicator, found.needed, found.settlement) == ("overtime", "E4", "audit_against_site")


def test_workers_and_auditors_can_be_asked_the_same_matter_again() -> None:
    found = clashes(said(EAST, "pay", "never", "worker_interviews"), said(EAST, "pay", "ok"))
    assert found[0].ask == ("wi_pay", "sv_pay")


def test_a_closed_concern_is_no_contradiction_any_more() -> None:
    worry, cleared = said(EAST, "pay", "never"), said(EAST, "wi_pay", "ok", "worker_interviews", AUTUMN)
    assert clashes(worry, cleared) == ()


def test_without_a_fitting_way_the_last_one_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rules().model_dump()
    data["settle"] = [s for s in data["settle"] if s["id"] in ("workers_calmer_than_audit", "any")]
    few = TriangulationRules.model_validate(data)
    found = assessed(said(EAST, "pay", "never", "worker_interviews"), said(EAST, "pay", "ok"))["east"]
    assert [c.settlement for c in clashes_of(found, mini.content(), few)] == ["any"]


def gaps(*answers: object) -> Mapping[str, GapKind]:
    found = assessed(*answers)  # type: ignore[arg-type]
    return {gap.indicator: gap.kind for id in ("east", "north") for gap in gaps_of(found[id], mini.content())}


def test_why_something_could_not_be_established() -> None:
    assert gaps()["wages"] is GapKind.NO_ANSWER
    assert gaps(said(EAST, "pay", "refused"), said(NORTH, "pay", "refused"))["wages"] is GapKind.REFUSED
    own_word = [said(site, q, "ok") for site in (EAST, NORTH) for q in ("pay",)]
    fee = [said(EAST, "fee", "not_applicable")]
    assert gaps(*own_word, *fee)["wages"] is GapKind.OWN_WORD


def test_a_sign_with_better_evidence_than_the_sites_own_word_is_no_gap() -> None:
    own = [said(EAST, "pay", "ok"), said(NORTH, "pay", "ok"), said(EAST, "fee", "not_applicable")]
    seen = [said(site, "sv_pay", "ok", "unannounced_audit", AUTUMN) for site in (EAST, NORTH)]
    assert gaps(*own)["wages"] is GapKind.OWN_WORD
    assert "wages" not in gaps(*own, *seen)
