"""Which commitments are in play at which supplier."""

from __future__ import annotations

from duediligence.model.assessment import SupplierAssessment
from duediligence.model.conditions import Scalar
from duediligence.planning.commitments import assess_agreements
from duediligence.planning.links import Link, LinkKind, links, suppliers_behind
from duediligence.planning.record import records
from tests.planning.build import contradiction, sector, supplier, workspace

CONTENT = sector("""
- {id: by_indicator, text: a, kind: joint, measure: {action: a}, indicators: [documents]}
- {id: by_topic, text: b, kind: joint, measure: {action: b}, topics: [remedy]}
- {id: by_question, text: c, kind: absence, measure: {questions: [wages_late]}}
- {id: by_fact, text: d, kind: share, measure: {of: workers, where: {tier: {at_most: 1}}, among: {tier: [low]}}}
- {id: by_nothing, text: e, kind: joint, measure: {action: e}}
""")
ALL: dict[str, Scalar | tuple[Scalar, ...]] = {"country": "NL", "workers": 10.0, "tier": 1.0}
CALM = ("papers_kept=no", "migrants_papers=own", "wages_late=never", "channel=works")


def _links(*suppliers: SupplierAssessment) -> dict[tuple[str, str, LinkKind], tuple[str, ...]]:
    found = links(CONTENT, records(CONTENT, suppliers))
    return {(link.commitment, link.supplier, link.kind): link.refs for link in found}


def test_a_calm_supplier_touches_nothing() -> None:
    assert _links(supplier(CONTENT, "s1", CALM, ALL)) == {}


def test_a_concern_touches_by_indicator_topic_and_question() -> None:
    papers = supplier(CONTENT, "s1", [*CALM, "talks_papers=held @worker_interviews"], ALL)
    wages = supplier(CONTENT, "s2", [*CALM[:2], "wages_late=often", "channel=works"], ALL)
    assert _links(papers, wages) == {
        ("by_indicator", "s1", LinkKind.CONCERN): ("talks_papers",),
        ("by_topic", "s2", LinkKind.CONCERN): ("wages_late",),
        ("by_question", "s2", LinkKind.CONCERN): ("wages_late",),
    }


def test_a_missing_answer_touches_everything_that_it_could_speak_about() -> None:
    silent = supplier(CONTENT, "s1", ["papers_kept=no", "migrants_papers=own"], ALL)
    assert _links(silent) == {
        ("by_topic", "s1", LinkKind.MISSING): ("wages_late",),
        ("by_question", "s1", LinkKind.MISSING): ("wages_late",),
    }


def test_a_refusal_a_contradiction_and_an_unknown_fact_are_gaps() -> None:
    refusing = supplier(CONTENT, "s1", ["papers_kept=refused", *CALM[1:]], {"country": "NL", "tier": 1.0})
    contradicted = supplier(CONTENT, "s2", CALM, ALL, contradictions=(contradiction("papers_kept", "documents"),))
    assert _links(refusing, contradicted) == {
        ("by_indicator", "s1", LinkKind.GAP): ("papers_kept",),
        ("by_fact", "s1", LinkKind.GAP): ("workers",),
        ("by_indicator", "s2", LinkKind.GAP): ("papers_kept",),
    }


def test_concerns_stand_before_gaps_and_missing_answers() -> None:
    found = [
        Link("c", "s1", LinkKind.MISSING, ()),
        Link("c", "s2", LinkKind.GAP, ()),
        Link("d", "s2", LinkKind.MISSING, ()),
        Link("c", "s3", LinkKind.CONCERN, ()),
    ]
    assert suppliers_behind(found)["c"] == ("s3", "s2", "s1")


def test_each_commitment_shows_the_suppliers_behind_it() -> None:
    wages = supplier(CONTENT, "s2", [*CALM[:2], "wages_late=often", "channel=works"], ALL)
    (agreement,) = assess_agreements(CONTENT, workspace(), [supplier(CONTENT, "s1", CALM, ALL), wages], [])
    behind = {commitment.id: commitment.suppliers for commitment in agreement.commitments}
    assert behind == {
        "by_indicator": (), "by_topic": ("s2",), "by_question": ("s2",), "by_fact": (), "by_nothing": ()
    }  # fmt: skip


def test_who_is_known_not_to_be_among_those_meant_is_not_behind_the_commitment() -> None:
    content = sector("""
- {id: migrants_safe, text: a, kind: share, indicators: [documents],
   measure: {of: suppliers, where: {answer: {papers_kept: ["no"]}}, among: {migrant_share: {above: 0}}}}
""")
    answers = ["papers_kept=locked", *CALM[1:]]
    without = supplier(content, "without", answers, {**ALL, "migrant_share": 0.0})
    unknown = supplier(content, "unknown", answers, ALL)
    assert suppliers_behind(links(content, records(content, [without, unknown]))) == {"migrants_safe": ("unknown",)}
    (agreement,) = assess_agreements(content, workspace(), [without, unknown], [])
    assert agreement.commitments[0].suppliers == ("unknown",)
