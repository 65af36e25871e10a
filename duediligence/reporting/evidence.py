"""The evidence pack: what the company knows, did and does not know about a site, or about all sites of a product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duediligence.errors import UsageError
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.base import Text
from duediligence.reporting.assessment_json import Json, assessment_document, written
from duediligence.reporting.audience import audiences
from duediligence.reporting.company import SupplierView
from duediligence.reporting.company_actions import action_views, by_subject
from duediligence.reporting.company_build import supplier_view
from duediligence.reporting.counts import indicator_lines
from duediligence.reporting.frame import frame
from duediligence.reporting.labels import Labels
from duediligence.reporting.parts import Frame, Round
from duediligence.reporting.words import counted, say

SCHEMA = "duediligence.evidence/1"


@dataclass(frozen=True, slots=True)
class Provenance:
    """One answer that the pack rests on: who gave it, when, on what evidence, and where it stands."""

    supplier: str
    question: Text
    source: str
    evidence: str
    day: str
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not known, said in so many words."""

    supplier: str
    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Sites, risk, measures with results, provenance, and explicit unknowns."""

    frame: Frame
    subject: Text
    suppliers: tuple[SupplierView, ...]
    provenance: tuple[Provenance, ...]
    unknowns: tuple[Unknown, ...]
    full_text: bool = True


def suppliers_of_product(round: Round, product: str) -> tuple[str, ...]:
    """The sites whose register names a product (a good)."""
    fact = round.content.fact_ids.get("good", "goods")
    return tuple(s.id for s in round.assessment.suppliers if product in s.supplier.words(fact))


def evidence_view(round: Round, suppliers: Sequence[str], subject: Text) -> EvidenceView:
    """The pack for some sites; raises UsageError where one is not in the assessment."""
    labels = Labels(round.content)
    chosen = [_found(round, id) for id in suppliers]
    order = tuple(line.id for line in indicator_lines(chosen, labels))
    actions = by_subject(action_views(round, labels))
    return EvidenceView(
        frame=frame(round, audiences()["company"], round.manifest),
        subject=subject,
        suppliers=tuple(supplier_view(s, actions.get(s.id, ()), order, True, labels) for s in chosen),
        provenance=tuple(row for s in chosen for row in _provenance(s, labels)),
        unknowns=tuple(row for s in chosen for row in _unknowns(s, labels)),
    )


def render_evidence_json(round: Round, suppliers: Sequence[str], view: EvidenceView, language: str) -> str:
    """The pack as data: the same rows as `assessment.json`, for these sites only."""
    document = assessment_document(round.assessment, round.plan, round.content, round.manifest)
    chosen = set(suppliers)
    pack: Json = {
        "schema": SCHEMA,
        "subject": view.subject.get(language),
        **{key: document[key] for key in ("tool", "editions", "assessed_on")},
        "company": {key: document["company"][key] for key in ("id", "name", "sector", "round")},
        "suppliers": [s for s in document["suppliers"] if s["id"] in chosen],
        "actions": [a for a in document["actions"] if a["subject"] in chosen],
        "unknowns": [{"supplier": u.supplier, "kind": u.kind, "text": u.text.get(language)} for u in view.unknowns],
    }
    return written(pack)


def _found(round: Round, id: str) -> SupplierAssessment:
    found = round.assessment.supplier(id)
    if found is None:
        known = ", ".join(s.id for s in round.assessment.suppliers[:5])
        raise UsageError("unknown_supplier", name=id, nearest=known)
    return found


def _provenance(s: SupplierAssessment, labels: Labels) -> Iterable[Provenance]:
    for row in s.answers:
        day = row.date.isoformat() if row.date else ""
        question = labels.question(row.question)
        yield Provenance(s.id, question, row.source, row.evidence, day, row.document, str(row.location))


def _unknowns(s: SupplierAssessment, labels: Labels) -> Iterable[Unknown]:
    """Facts, answers and evidence that are missing; an empty list would be a claim, so it says that too."""
    missing = [fact for id, fact in labels.content.facts.items() if id not in s.supplier.facts]
    yield from (Unknown(s.id, "fact", say("evidence_pack.fact", fact=fact.name)) for fact in missing)
    if not s.assessed:
        yield Unknown(s.id, "response", say("evidence_pack.no_response"))
    for row in s.answers:
        if row.counts and row.state in ("unknown", "no_answer", "refused", "declined_cap"):
            question = labels.question(row.question)
            yield Unknown(s.id, row.state, say(f"evidence_pack.{row.state}", question=question))
    for ask in s.ask_next:
        yield Unknown(s.id, "weak", say("evidence_pack.weak", question=labels.question(ask.question)))
    undated = sum(row.date is None for row in s.answers)
    if undated:
        yield Unknown(s.id, "undated", counted("evidence_pack.undated", undated))
